"""A long list chosen from by typing a part of a label."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from studio_app.ui.kit import look
from studio_app.ui.kit.form import fields
from studio_app.ui.kit.input.editors import Editor
from studio_app.ui.kit.input.inputs import TextLine, paint_caret
from studio_app.ui.kit.popup.popup import Group, Hit, ResultList, claims_escape


class SearchChoiceEditor(Editor):
    """A click or ↓ shows all there is, typing a part narrows it; leaving with an exact label chooses it as well.

    What is typed is looked for in finer labels too; `refined(finer)` tells which of them was taken.
    """

    refined = Signal(object)

    def __init__(self, asked: fields.Choice) -> None:
        self.line = _ArrowLine(self)
        super().__init__(self.line)
        self._labels = dict(asked.options)
        self._codes = {words: code for code, words in asked.options}
        self._finer = [finer for finer in asked.finer if finer.code in self._labels]
        self.line.setPlaceholderText(asked.placeholder or f"{asked.blank}（可输入其中几个字）")
        self.results: ResultList | None = None
        self.line.textEdited.connect(lambda _text: self.offer())
        self.line.textChanged.connect(lambda _text: self.edited.emit())
        self.line.editingFinished.connect(self.leave)
        self._arrow = self.line.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._arrow.setToolTip("打开列表")
        self._arrow.triggered.connect(self._turn)
        self._fill(self.line)

    def value(self) -> object:
        return self._codes.get(self.line.text().strip())

    def set_value(self, value: object) -> None:
        """A code that is not offered (any more) is shown as it is."""
        words = "" if value in {None, ""} else self._labels.get(value, str(value))
        if words:
            self._codes.setdefault(words, value)
        self.line.setText(words)
        self.line.setCursorPosition(0)

    def raw(self) -> str:
        return self.line.text()

    def set_raw(self, raw: Any) -> None:
        self.line.setText(str(raw))

    def problem(self) -> str:
        text = self.line.text().strip()
        return "" if not text or text in self._codes else "列表里没有这一项，请从列表中选。"

    def settle(self) -> None:
        """The only label that holds what was typed is taken."""
        self.close_list()
        found = self._hits()
        if self.line.text().strip() and self.value() is None and len(found) == 1:
            self._take(found[0].value)

    def set_read_only(self, *, on: bool) -> None:
        self.line.setReadOnly(on)
        self._arrow.setVisible(not on)
        look.mark(self.line)

    def offer(self) -> None:
        """Show the labels that hold what is typed; all of them while nothing is, or a whole label stands there."""
        if self.line.isReadOnly() or self.line.composing:
            return
        if self.results is None:
            self.results = ResultList(self.line, f"{self.line.objectName()}_list")
            self.results.chosen.connect(self._take)
        whole = self.value() is not None
        hits = [Hit(words, words) for words in self._labels.values()] if whole else self._hits()
        self.results.show_groups([Group("", hits)], "列表里没有这一项。")
        self.results.mark(self.line.text().strip())

    def close_list(self) -> None:
        if self.results is not None:
            self.results.hide()

    def take_first(self) -> bool:
        """The nearest label, as in the search: whoever typed a part of it and pressed Enter means it."""
        found = self._hits() if self.line.text().strip() and self.value() is None else []
        if found:
            self.close_list()
            self._take(found[0].value)
        return bool(found)

    def _turn(self) -> None:
        """The arrow: open the list, or close it again."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.is_offering():
            self.close_list()
        else:
            self.offer()

    def is_offering(self) -> bool:
        return self.results is not None and self.results.isVisible()

    def _hits(self) -> list[Hit]:
        """Labels that hold what is typed, then finer ones that do, or whose everyday words do: the nearest first."""
        typed = self.line.text().strip().lower()
        own = [Hit(words, words, marks=(typed,)) for words in self._labels.values() if typed in words.lower()]
        if not typed:
            return own
        named = [finer for finer in self._finer if typed in finer.label.lower()]
        spoken = [finer for finer in self._finer if typed in finer.words.lower() and finer not in named]
        return [*own, *self._finer_hits([*named, *spoken], typed)]

    def _finer_hits(self, found: Sequence[fields.Finer], typed: str) -> list[Hit]:
        parts = ((finer, (self._labels[finer.code], finer.words)) for finer in found)
        return [
            Hit(finer, finer.label, " · ".join(part for part in told if part), marks=(typed,)) for finer, told in parts
        ]

    def _take(self, value: object) -> None:
        """A label, or the label a finer one belongs to, whose own question is told of."""
        finer = value if isinstance(value, fields.Finer) else None
        self.line.setText(self._labels[finer.code] if finer else str(value))
        if finer is not None:
            self.refined.emit(finer)


class _ArrowLine(TextLine):
    """Arrows walk the list below, Enter takes from it, Esc closes it; otherwise an ordinary line."""

    def __init__(self, editor: SearchChoiceEditor) -> None:
        super().__init__()
        self._editor = editor

    def event(self, event: QEvent) -> bool:
        return claims_escape(event, self._wants_escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing or not self._on_list(event.key()):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed next takes the place of what was chosen."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._editor.close_list()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isReadOnly():
            paint_caret(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click means the whole of what was chosen, not the place where it fell."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            if self._editor.value() is not None and not self.hasSelectedText():
                self.selectAll()
            self._editor.offer()

    def _wants_escape(self) -> bool:
        return self.composing or self._editor.is_offering()

    def _on_list(self, key: int) -> bool:
        """True if the key was meant for the list."""
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            if not self._editor.is_offering():
                self._editor.offer()
            if self._editor.results is not None:
                self._editor.results.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if not self._editor.is_offering() or self._editor.results is None:
            return False
        if key == Qt.Key.Key_Escape:
            self._editor.results.hide()
            return True
        if key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        return self._editor.results.choose_current() or self._editor.take_first()
