"""The clauses of an agreement in their order, each a card."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.agreement import ClauseDraft
from studio_app.domain.merging import Clash
from studio_app.ui.kit import look
from studio_app.ui.kit.cards import button
from studio_app.ui.kit.reading_order import let_go
from studio_app.ui.mediation.clause_form import ClauseForm, Names


class ClauseList(QWidget):
    """`edited` at every change of the clauses, `submitted` by Ctrl+Enter in one."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, services: Services, names: Names) -> None:
        super().__init__()
        self._services, self._names = services, names
        self._made = 0
        self.cards: list[ClauseForm] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.M)
        self.add_button = button("添加一条", icon="plus", clicked=self.add)
        self.add_button.setObjectName("agreement.add_clause")
        self._column.addWidget(self.add_button)

    def add(self) -> ClauseForm:
        """An empty clause at the end, ready to be typed."""
        card = self._insert(len(self.cards), ClauseDraft())
        card.form.focus_first()
        self.edited.emit()
        return card

    def take(self, draft: ClauseDraft) -> None:
        """A clause offered beside the page: into the empty card at the end, or a new one; its first blank selected."""
        last = self.cards[-1] if self.cards else None
        card = last if last is not None and last.draft().is_blank() else self._insert(len(self.cards), ClauseDraft())
        card.load(replace(draft, id=card.draft().id, what=""))
        card.write(draft.what)
        self.edited.emit()

    def show_drafts(self, drafts: Sequence[ClauseDraft]) -> None:
        self._clear()
        for place, draft in enumerate(drafts):
            self._insert(place, draft)

    def drafts(self) -> list[ClauseDraft]:
        """What stands there now; cards left wholly empty are passed over."""
        return [draft for draft in (card.draft() for card in self.cards) if not draft.is_blank()]

    def typed(self) -> list[dict[str, object]]:
        return [card.typed() for card in self.cards]

    def restore(self, typed: Sequence[Mapping[str, Any]]) -> None:
        self._clear()
        for place, one in enumerate(typed):
            self._insert(place, ClauseDraft()).restore(one)

    def tell_clash(self, clash: Clash) -> tuple[str, object, object]:
        """A clause two people changed, by its number and field."""
        place, *field = clash.path[1:]
        name, stored, mine = self.cards[int(place) - 1].form.tell_clash(replace(clash, path=(place, *field)))
        return f"第 {place} 条{name}", stored, mine

    def unread(self) -> bool:
        """Whether something typed cannot be read; says so beside the field."""
        found = [(card, card.form.unread()) for card in self.cards]
        for card, problems in found:
            card.form.show_problems(problems)
        return any(problems for _card, problems in found)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """`clauses.<n>.<field>` → sentence, counted as `drafts` gives them."""
        filled = [card for card in self.cards if not card.draft().is_blank()]
        for place, card in enumerate(filled):
            start = f"clauses.{place}."
            own = {name.removeprefix(start): text for name, text in problems.items() if name.startswith(start)}
            card.form.show_problems(own)

    def show_warnings(self, warnings: Sequence[tuple[int, str]]) -> None:
        filled = [card for card in self.cards if not card.draft().is_blank()]
        for place, card in enumerate(filled):
            card.show_warnings([sentence for index, sentence in warnings if index == place])

    def set_read_only(self, *, on: bool) -> None:
        self.add_button.setHidden(on)
        for card in self.cards:
            card.set_read_only(on=on)

    def _insert(self, place: int, draft: ClauseDraft) -> ClauseForm:
        self._made += 1
        card = ClauseForm(self._services, self._names, self._made)
        card.load(draft)
        card.edited.connect(self.edited)
        card.submitted.connect(self.submitted)
        card.removed.connect(lambda: self._remove(card))
        card.moved.connect(lambda step: self._move(card, step))
        card.divided.connect(lambda drafts: self._divide(card, drafts))
        self.cards.insert(place, card)
        self._column.insertWidget(place, card)
        self._renumber()
        return card

    def _remove(self, card: ClauseForm) -> None:
        self.cards.remove(card)
        let_go(card)
        self._column.removeWidget(card)
        self._renumber()
        self.edited.emit()

    def _move(self, card: ClauseForm, step: int) -> None:
        """One place up (-1) or down (1); at the end of the list it stays."""
        place = self.cards.index(card) + step
        if not 0 <= place < len(self.cards):
            return
        self.cards.remove(card)
        self.cards.insert(place, card)
        self._column.removeWidget(card)
        self._column.insertWidget(place, card)
        self._renumber()
        self.edited.emit()

    def _divide(self, card: ClauseForm, drafts: Sequence[ClauseDraft]) -> None:
        place = self.cards.index(card)
        made = [self._insert(place + 1 + further, draft) for further, draft in enumerate(drafts)]
        self._remove(card)
        if made:
            made[0].form.focus_first()

    def _clear(self) -> None:
        let_go(*self.cards)
        for card in self.cards:
            self._column.removeWidget(card)
        self.cards = []

    def _renumber(self) -> None:
        for number, card in enumerate(self.cards, 1):
            card.set_number(number)
