"""A page inside a case where something is written down: a form, its draft kept, one main button, the way back."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from studio_app.desk import Services
from studio_app.settings import AppError, Invalid
from studio_app.ui.kit import look, messages
from studio_app.ui.kit.autosave import Autosave
from studio_app.ui.kit.cards import Banner, Card, Page, button, label
from studio_app.ui.kit.form import Form


class InnerPage(Page):
    """A page that stands in for the case until it is `done` (a sentence) or `cancelled`."""

    done = Signal(str)
    cancelled = Signal()

    def __init__(self, services: Services, name: str, title: str, subtitle: str = "") -> None:
        super().__init__(title, subtitle)
        self.setObjectName(name)
        self.services = services
        self.bar = QHBoxLayout()
        self.bar.setSpacing(look.S)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addLayout(self.bar)

    def add_button(self, code: str, text: str, kind: str, clicked: Callable[[], object]) -> QPushButton:
        """A button of the bottom bar, which stays in view however long the page is."""
        made = button(text, kind, clicked=clicked)
        made.setObjectName(f"{self.objectName()}.{code}")
        self.bar.addWidget(made)
        return made

    def leave(self) -> None:
        """The page is left: nothing here waits to be kept."""

    def tell(self, error: AppError) -> None:
        messages.tell(self, error)


class WorkPage(InnerPage):
    """An inner page with one form; `store` writes it and returns the sentence to say."""

    def __init__(self, services: Services, name: str, title: str, subtitle: str = "") -> None:
        super().__init__(services, name, title, subtitle)
        self._draft_key = ""
        self._saved = label("", "secondary")

    def set_form(self, form: Form[Any], verb: str, draft_key: str) -> None:
        """Put the form on the page, its main button below, and bring back what was typed and not stored."""
        self.form: Form[Any] = form
        self._draft_key = draft_key
        self.card = Card()
        self.card.body.addWidget(form)
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.main = self.add_button("save", verb, "primary", self.save)
        self.add_button("cancel", "返回", "", self.give_up)
        self.bar.addStretch(1)
        self.bar.addWidget(self._saved)
        self._autosave = Autosave(self, form.typed, self._keep, lambda: f"{self.services.office.now():%H:%M}")
        self._autosave.told.connect(self._saved.setText)
        form.edited.connect(self._autosave.touch)
        form.submitted.connect(self.save)
        self._bring_back()

    def add_card(self, card: Card, place: int = -1) -> None:
        """Another card: below the form, or at `place` among the cards."""
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.insertWidget(self.body.count() - 1 if place < 0 else place, card)

    def store(self) -> str:
        """Write what the form says; Invalid goes beside the fields, other refusals above the page."""
        raise NotImplementedError

    def save(self) -> None:
        """As the main button does."""
        unread = self.form.unread()
        if unread:
            self.form.show_problems(unread)
            return
        try:
            sentence = self.store()
        except Invalid as refused:
            self.show_problems(refused.problems)
        except AppError as refused:
            self.tell(refused)
        else:
            self._forget()
            self.finished(sentence)

    def finished(self, sentence: str) -> None:
        """What follows once it is stored: the case again, unless a page has more to show."""
        self.done.emit(sentence)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        self.form.show_problems(problems)
        self.area.ensureVisible(0, 0)

    def give_up(self) -> None:
        """Back to the case; what was typed is dropped, because the person chose not to store it."""
        self._forget()
        self.cancelled.emit()

    def leave(self) -> None:
        """The window closes or another page is shown: what was typed is kept."""
        self._autosave.flush()

    def veil(self, *, on: bool) -> None:
        self.form.set_veiled(on=on)

    def _keep(self, typed: Mapping[str, object]) -> None:
        self.services.drafts.save(self._draft_key, typed)

    def _forget(self) -> None:
        self._autosave.forget()
        self.services.drafts.discard(self._draft_key)

    def _bring_back(self) -> None:
        kept = self.services.drafts.load(self._draft_key)
        if kept is None:
            return
        stored = self.form.typed()
        self.form.restore(kept.body)
        notice = Banner(f"已带回 {kept.saved_at:%m-%d %H:%M} 没有存完的内容。")
        notice.add_action("不要了", lambda: self._start_over(stored))
        self.add_notice(notice)

    def _start_over(self, stored: dict[str, object]) -> None:
        self.form.restore(stored)
        self._forget()
