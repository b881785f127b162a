"""The clauses of an agreement in their order, each a card."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.merging import Clash
from studio_app.records.dispute.agreement.draft import ClauseDraft
from studio_app.ui.dispute.agreement.clause_fold import FoldedClause
from studio_app.ui.dispute.agreement.clause_form import ClauseForm, Names, clause_form
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.page.cards import button
from studio_app.ui.kit.page.reading_order import let_go

OPEN, FEW, MANY = 6, 2, 20
"""So many clauses stand there as forms, of more the rest folded until one is to be changed; of many all but few."""


class ClauseList(QWidget):
    """`edited` at every change of the clauses, `submitted` by Ctrl+Enter in one."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, services: Services, names: Names) -> None:
        super().__init__()
        self._services, self._names = services, names
        self._made = 0
        self._read_only = False
        self.cards: list[ClauseForm | FoldedClause] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.M)
        self.add_button = button("添加一条", icon="plus", clicked=self.add)
        self.add_button.setObjectName("agreement.add_clause")
        self._column.addWidget(self.add_button)

    def add(self) -> ClauseForm:
        """An empty clause at the end, ready to be typed."""
        card = self._insert(len(self.cards), ClauseDraft())
        self._renumber()
        card.form.focus_first()
        self.edited.emit()
        return card

    def take(self, draft: ClauseDraft) -> None:
        """A clause offered beside the page: into the empty card at the end, or a new one; its first blank selected."""
        last = self.cards[-1] if self.cards else None
        blank = isinstance(last, ClauseForm) and last.draft().is_blank()
        card = last if isinstance(last, ClauseForm) and blank else self._insert(len(self.cards), ClauseDraft())
        self._renumber()
        card.load(replace(draft, id=card.draft().id, what=""))
        card.write(draft.what)
        self.edited.emit()

    def show_drafts(self, drafts: Sequence[ClauseDraft]) -> None:
        self._clear()
        forms = FEW if len(drafts) > MANY else OPEN
        for place, draft in enumerate(drafts):
            (self._insert if place < forms else self._fold)(place, draft)
        self._renumber()

    def drafts(self) -> list[ClauseDraft]:
        """What stands there now; cards left wholly empty are passed over."""
        return [draft for draft in (card.draft() for card in self.cards) if not draft.is_blank()]

    def typed(self) -> list[dict[str, object]]:
        return [card.typed() if isinstance(card, ClauseForm) else self._typed(card) for card in self.cards]

    def restore(self, typed: Sequence[Mapping[str, Any]]) -> None:
        self._clear()
        for place, one in enumerate(typed):
            if place >= OPEN and (draft := self._read(one)) is not None:
                self._fold(place, draft)
            else:
                self._insert(place, ClauseDraft()).restore(one)
        self._renumber()

    def tell_clash(self, clash: Clash) -> tuple[str, object, object]:
        """A clause two people changed, by its number and field."""
        place, *field = clash.path[1:]
        card = self.opened(self.cards[int(place) - 1])
        name, stored, mine = card.form.tell_clash(replace(clash, path=(place, *field)))
        return f"第 {place} 条{name}", stored, mine

    def unread(self) -> bool:
        """Whether something typed cannot be read; says so beside the field."""
        found = [(card, card.form.unread()) for card in self.cards if isinstance(card, ClauseForm)]
        for card, problems in found:
            card.form.show_problems(problems)
        return any(problems for _card, problems in found)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """`clauses.<n>.<field>` → sentence, counted as `drafts` gives them."""
        filled = [card for card in self.cards if not card.draft().is_blank()]
        for place, card in enumerate(filled):
            start = f"clauses.{place}."
            own = {name.removeprefix(start): text for name, text in problems.items() if name.startswith(start)}
            if own or isinstance(card, ClauseForm):
                self.opened(card).form.show_problems(own)

    def show_warnings(self, warnings: Sequence[tuple[int, str]]) -> None:
        filled = [card for card in self.cards if not card.draft().is_blank()]
        for place, card in enumerate(filled):
            card.show_warnings([sentence for index, sentence in warnings if index == place])

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        self.add_button.setHidden(on)
        for card in self.cards:
            card.set_read_only(on=on)

    def opened(self, card: ClauseForm | FoldedClause) -> ClauseForm:
        """The form of a clause, in the place where it was folded."""
        if isinstance(card, ClauseForm):
            return card
        place = self.cards.index(card)
        made = self._insert(place, card.draft())
        made.set_read_only(on=self._read_only)
        made.show()  # what is not in view yet takes no focus
        self.cards.remove(card)
        let_go(card)
        self._column.removeWidget(card)
        self._renumber()
        return made

    def _insert(self, place: int, draft: ClauseDraft) -> ClauseForm:
        self._made += 1
        card = ClauseForm(self._services, self._names, self._made)
        card.load(draft)
        card.edited.connect(self.edited)
        card.submitted.connect(self.submitted)
        card.divided.connect(lambda drafts: self._divide(card, drafts))
        self._place(place, card)
        return card

    def _fold(self, place: int, draft: ClauseDraft) -> None:
        self._made += 1
        card = FoldedClause(draft, self._names, self._made)
        card.opened.connect(lambda: self.opened(card).form.focus("what"))
        card.set_read_only(on=self._read_only)
        self._place(place, card)

    def _place(self, place: int, card: ClauseForm | FoldedClause) -> None:
        card.removed.connect(lambda: self._remove(card))
        card.moved.connect(lambda step: self._move(card, step))
        self.cards.insert(place, card)
        self._column.insertWidget(place, card)

    @cached_property
    def _scribe(self) -> Form[ClauseDraft]:
        """Says what the form of a folded clause would say."""
        made = clause_form(self._services, self._names, "agreement.folded")
        made.setParent(self)
        made.hide()
        return made

    def _typed(self, card: FoldedClause) -> dict[str, object]:
        if card.typed_once is None:
            self._scribe.load(card.draft())
            card.typed_once = {**self._scribe.typed(), "id": card.draft().id}
        return card.typed_once

    def _read(self, typed: Mapping[str, Any]) -> ClauseDraft | None:
        """What was typed as a draft; None where something of it cannot be read, for the form keeps it as typed."""
        self._scribe.load(ClauseDraft(id=str(typed.get("id", ""))))
        self._scribe.restore(typed)
        return None if self._scribe.unread() else self._scribe.draft()

    def _remove(self, card: ClauseForm | FoldedClause) -> None:
        self.cards.remove(card)
        let_go(card)
        self._column.removeWidget(card)
        self._renumber()
        self.edited.emit()

    def _move(self, card: ClauseForm | FoldedClause, step: int) -> None:
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
        for further, draft in enumerate(drafts):
            (self._insert if further < OPEN else self._fold)(place + 1 + further, draft)
        self._remove(card)
        if drafts:
            self.opened(self.cards[place]).form.focus_first()

    def _clear(self) -> None:
        let_go(*self.cards)
        for card in self.cards:
            self._column.removeWidget(card)
        self.cards = []

    def _renumber(self) -> None:
        for number, card in enumerate(self.cards, 1):
            card.set_number(number)
