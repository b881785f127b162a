"""The search line: answers while people type, waits for them to pause, and leaves the input method alone."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.popup.popup import Group, Hit, ResultList, claims_escape

__all__ = ["NOTHING_FOUND", "ONE_CHARACTER", "Group", "Hit", "SearchBox"]

NOTHING_FOUND = "没有找到。可以换两个字，或只写电话中的几位。"
ONE_CHARACTER = "没有找到。一个字只找姓，找内容请至少写两个字。"

PAUSE = 150
"""Milliseconds of quiet before a query goes out."""


class SearchBox(TextLine):
    """`query_changed(text)` after a pause ("" once emptied); answer by `show_results`; `chosen(value)` of a hit.

    Nothing goes out while the input method composes; Esc first closes the list, then empties the line.
    """

    query_changed = Signal(str)
    chosen = Signal(object)

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName("查找")
        self.setClearButtonEnabled(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._told = ""
        self._opens_first = False  # Enter was pressed before the answer came
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.ask_now)
        self.textChanged.connect(self._wait)
        self.results = ResultList(self, f"{name}_results")
        self.results.chosen.connect(self._take)

    def sizeHint(self) -> QSize:
        return QSize(look.scaled(330), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look.scaled(160), super().minimumSizeHint().height())

    def ask_now(self) -> None:
        """Send the query out without waiting; waits all the same while the input method composes."""
        if self.composing:
            self._timer.start()
            return
        self._timer.stop()
        query = self.text().strip()
        if query == self._told:
            return
        self._told = query
        if not query:
            self.results.hide()
        self.query_changed.emit(query)

    def _wait(self) -> None:
        self._opens_first = False
        self._timer.start()

    def _ask_again(self) -> None:
        """The list was closed, the words are the same: what they find may be seen once more."""
        self._told = ""
        self.ask_now()

    def show_results(self, groups: Sequence[Group], nothing: str = NOTHING_FOUND) -> None:
        """The answer to the last query; one that comes after the line was emptied or left is dropped."""
        if not self.hasFocus():
            return
        self.results.show_groups(groups if self._told else (), nothing if self._told else "")
        if self._opens_first:
            self._opens_first = False
            self._open_first()

    def _open_first(self) -> None:
        if self.results.current is None:
            self.results.step(1)
        self.results.choose_current()

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the line before it belongs to the window, while there is something to close or empty."""
        return claims_escape(event, self._wants_escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
            return
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_list(key)
        elif key == Qt.Key.Key_Escape and (self.results.isVisible() or self.text()):
            self._escape()
        else:
            super().keyPressEvent(event)

    def _on_list(self, key: int) -> None:
        """Arrows walk the list, Enter takes the line marked or the first; where none is in view, one is asked for."""
        enter = key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if not self.results.isVisible() or self.text().strip() != self._told:
            self._opens_first = enter
            self._ask_again()
        elif enter:
            self._open_first()
        else:
            self.results.step(1 if key == Qt.Key.Key_Down else -1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.text().strip() and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._ask_again()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False
        self._timer.stop()
        self.results.hide()

    def _wants_escape(self) -> bool:
        return self.composing or self.results.isVisible() or bool(self.text())

    def _escape(self) -> None:
        """First the list goes, then the words; words that found nothing go with it."""
        useful = self.results.isVisible() and bool(self.results.texts())
        self.results.hide()
        if not useful:
            self.clear()
            self.ask_now()

    def _take(self, value: object) -> None:
        self._told = ""
        self.clear()
        self._timer.stop()
        self.chosen.emit(value)
