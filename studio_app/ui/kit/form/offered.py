"""Sentences offered beside a form: a list of lines that wrap, and putting one at the cursor with its blank selected."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextBox

GAP = "＿＿"


class Lines(QListWidget):
    """Sentences that wrap; a click or Enter takes one."""

    def __init__(self, name: str, spoken: str, take: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListWidget.SelectionMode.SingleSelection)
        self.setMinimumHeight(look.scaled(160))
        self._take = take
        self.itemClicked.connect(lambda item: self._take(self.row(item)))

    def show_lines(self, lines: Sequence[str]) -> None:
        self.clear()
        for line in lines:
            self.addItem(QListWidgetItem(line))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._take(self.currentRow())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give each sentence the height it needs in the width there is."""
        width = self.viewport().width() - look.scaled(44)
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
        for place in range(self.count()):
            item = self.item(place)
            needed = self.fontMetrics().boundingRect(0, 0, max(width, 80), 10_000, flags, item.text())
            item.setSizeHint(QSize(max(width, 80), needed.height() + look.L))


def insert(box: TextBox, sentence: str) -> None:
    """Put a sentence at the cursor and select its first blank, so that typing fills it."""
    start = box.textCursor().selectionStart()
    box.insert_phrase(sentence)
    box.setFocus()
    gap = sentence.find(GAP)
    if gap >= 0:
        cursor = box.textCursor()
        cursor.setPosition(start + _units(sentence[:gap]))
        cursor.setPosition(start + _units(sentence[:gap]) + len(GAP), QTextCursor.MoveMode.KeepAnchor)
        box.setTextCursor(cursor)


def _units(text: str) -> int:
    """Qt counts in UTF-16: a rare character outside the basic plane is two."""
    return len(text.encode("utf-16-le")) // 2
