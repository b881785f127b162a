"""A text of any length: its first lines, and 展开 for all of it."""

import re

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, label

LINES = 6
_RUN, _BREAK = re.compile(r"[!-~]{25,}"), "\u200b"
MOST = 2000
"""Characters that are laid out to find the first lines: no window shows more in six."""


class LongWords(QWidget):
    """Six lines at most until the person asks for more; a short text looks like a label.

    The button is named `<name>.more`.
    """

    _widened = Signal()

    def __init__(self, text: str, name: str = "long_words", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.text = _breakable(text)
        self._count = len(text)
        self.words = label(self.text[:MOST], wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = button("", "quiet", clicked=self.turn)
        self.more.setObjectName(f"{name}.more")
        self.is_open = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._widened.connect(self._show_part, Qt.ConnectionType.QueuedConnection)
        self._show_part()

    def turn(self) -> None:
        """展开, and 收起 again: then its beginning is back in view."""
        self.is_open = not self.is_open
        self._show_part()
        if not self.is_open:
            QTimer.singleShot(0, self, self._come_into_view)

    def sizeHint(self) -> QSize:
        return QSize(look.scaled(240), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts anew later: a text changed inside the layout's own pass would start that pass over and over."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._widened.emit()

    def _come_into_view(self) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self, 0, look.L)

    def _show_part(self) -> None:
        part = first_lines(self.text, self.words.font(), max(self.width(), look.base()))
        shown = self.text if self.is_open else part
        if shown != self.words.text():
            self.words.setText(shown)
        look.show_if(self.more, on=part != self.text)
        self.more.setText("收起" if self.is_open else f"展开（共 {self._count} 字）")
        self.more.setAccessibleName(self.more.text())


def _breakable(text: str) -> str:
    """A run of letters without a gap (an address of the web) may break anywhere: else it would widen the page."""
    return _RUN.sub(lambda run: _BREAK.join(run[0]), text)


def first_lines(text: str, font: QFont, width: int, lines: int = LINES) -> str:
    """The text as far as it goes into so many lines, "…" at the end if something is left out."""
    end = _reach(text[:MOST], font, width, lines)
    if end >= len(text):
        return text
    part = f"{text[: end - 1].rstrip()}…"
    while len(part) > 1 and _reach(part, font, width, lines) < len(part):
        part = f"{part[:-2].rstrip()}…"
    return part


def _reach(text: str, font: QFont, width: int, lines: int) -> int:
    """How many characters so many lines hold."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.beginLayout()
    end = 0
    for _place in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return end
