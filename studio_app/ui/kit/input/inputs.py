"""Input widgets for people who type slowly: IME-aware, clean of control characters, deaf to the wheel."""

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from studio_app.ui.kit import look

_SPACES = {"\u2028": "\n", "\u2029": "\n", "\r\n": "\n", "\r": "\n", "\t": " "}
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing; they can make a name look like another one."""


def cleaned(text: str, *, lines: bool) -> str:
    """Without control characters, lone surrogates, noncharacters and direction overrides.

    Line ends become a line feed where `lines` are allowed and a space elsewhere.
    """
    for found, meant in _SPACES.items():
        text = text.replace(found, meant)
    if not lines:
        text = text.replace("\n", " ")
    return "".join(c for c in text if c == "\n" or _is_writing(c))


def _is_writing(character: str) -> bool:
    if character in _OVERRIDES or (ord(character) & 0xFFFE) == 0xFFFE:
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"}


def is_plain_enter(event: QKeyEvent) -> bool:
    """Enter by itself, of the letters or of the keypad."""
    bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return bare and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def commit_composed() -> None:
    """What the input method still composes is put into the text, before it is stored, left or locked away.

    Qt does so where the focus moves; a shortcut and the clock move no focus. An input method that does not answer
    leaves what it showed, which is taken as it stands.
    """
    QGuiApplication.inputMethod().commit()
    box = QApplication.focusWidget()
    if isinstance(box, TextLine | TextBox) and box.composing:
        event = QInputMethodEvent()
        event.setCommitString(box.composed)
        QApplication.sendEvent(box, event)


class TextLine(QLineEdit):
    """One line; knows whether an input method is composing, and keeps what is pasted clean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing, self.composed = False, ""
        self.offered = ""
        """What the program proposed here: a first click selects it, as Tab does, so that typing takes its place."""
        self._clicked_into = False
        self.textChanged.connect(self._clean)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._clicked_into and self.text() == self.offered and not self.hasSelectedText():
            self.selectAll()
        self._clicked_into = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composed = event.preeditString()
        self.composing = bool(self.composed)
        super().inputMethodEvent(event)

    def _clean(self, text: str) -> None:
        good = cleaned(text, lines=False)
        if good != text:
            place = self.cursorPosition() - (len(text) - len(good))
            self.setText(good)
            self.setCursorPosition(max(0, place))


class TextBox(QPlainTextEdit):
    """Several lines, so many of them in view, or more where it `fills`; Tab moves on, Enter is a new line."""

    def __init__(self, rows: int, parent: QWidget | None = None, *, fills: bool = False) -> None:
        super().__init__(parent)
        self.composing, self.composed = False, ""
        self._rows = rows
        self._fills = fills
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fit()

    def fit(self) -> None:
        """Take the height of the rows wanted, and of what the style sheet puts round them, in the font in force."""
        around = 2 * (round(look.base() * 0.6) - 3 + round(self.document().documentMargin())) + 1
        line = self.fontMetrics().lineSpacing() + 1  # a line of a document ends on a whole pixel
        (self.setMinimumHeight if self._fills else self.setFixedHeight)(line * self._rows + around)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_rows"):
            self.fit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composed = event.preeditString()
        self.composing = bool(self.composed)
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(cleaned(source.text(), lines=True))

    def clean_text(self) -> str:
        return cleaned(self.toPlainText(), lines=True)

    def insert_phrase(self, text: str) -> None:
        """Put a phrase at the cursor as one step of undo."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.insertText(cleaned(text, lines=True))
        cursor.endEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.NoMove)
        self.setTextCursor(cursor)


class Combo(QComboBox):
    """A choice that the wheel never changes while a page scrolls, with its own caret in every scheme."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not by the wheel: the next arrow key would change it
        self._codes: list[object] = []
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.code()))

    def set_options(self, options: Sequence[tuple[object, str]]) -> None:
        """(code, label) pairs; the code chosen stays chosen if it is still offered."""
        kept = self.code()
        self.blockSignals(True)
        self.clear()
        self._codes = [code for code, _label in options]
        self.addItems([words for _code, words in options])
        self.set_code(kept)
        self.blockSignals(False)

    def code(self) -> object:
        """The code chosen, None if nothing is."""
        place = self.currentIndex()
        return self._codes[place] if 0 <= place < len(self._codes) else None

    def set_code(self, code: object) -> None:
        """A code that is not offered (any more) is shown as it is, never silently changed."""
        if code not in self._codes and code not in {None, ""}:
            self._codes.append(code)
            self.addItem(str(code))
        self.setCurrentIndex(self._codes.index(code) if code in self._codes else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_caret(self)


def paint_caret(widget: QWidget) -> None:
    """The hook at the right of everything that opens a list."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("secondary"), 1.6))
    r = look.scaled(4)
    at = QPointF(widget.width() - look.scaled(16), widget.height() / 2 + 1)
    hook = (QPointF(-r, -r / 2), QPointF(0, r / 2), QPointF(r, -r / 2))
    painter.drawPolyline(QPolygonF([at + point for point in hook]))
    painter.end()
