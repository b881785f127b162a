"""A short list beside a form: what the program noticed, why, and a button that makes use of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Card, button, clear, label

MOST = 5
"""More than five hints are not read."""


@dataclass(frozen=True)
class Suggestion:
    """`text` with its `reason` ("同一电话，2026-03 来访过"); `value` is handed back when `action` is pressed."""

    text: str
    reason: str
    value: object
    action: str = "用这个人的资料"


class Hints(Card):
    """Hidden while there is nothing to say; never takes the focus from the form; `taken(value)` at the button."""

    taken = Signal(object)

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self._shown: tuple[Suggestion, ...] = ()
        self.hide()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        return self._shown

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """The first five; the same list again changes nothing, so that a button does not move under the mouse."""
        shown = tuple(suggestions[:MOST])
        if shown == self._shown:
            return
        self._shown = shown
        clear(self.body)
        for place, suggestion in enumerate(shown):
            self.body.addWidget(self._row(place, suggestion))
        self.setVisible(bool(shown))

    def take(self, place: int) -> None:
        """As the button of that row does."""
        self.taken.emit(self._shown[place].value)

    def _row(self, place: int, suggestion: Suggestion) -> QWidget:
        row = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(suggestion.text, wrap=True))
        words.addWidget(label(suggestion.reason, "secondary", wrap=True))
        act = button(suggestion.action, clicked=lambda: self.take(place))
        act.setObjectName(f"{self.objectName()}_{place + 1}")
        act.setAccessibleName(f"{suggestion.action}：{suggestion.text}，{suggestion.reason}")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, look.XS, 0, look.XS)
        layout.setSpacing(look.S)
        layout.addLayout(words, 1)
        layout.addWidget(act)
        return row
