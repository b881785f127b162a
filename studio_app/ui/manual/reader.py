"""A page of the manual set for tired eyes: wide lines, room above each heading, no more than a palm of width."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from studio_app.ui.kit import look

LEADING = 125  # per cent of the font's own line: what long Chinese text wants
COLUMN = 46  # characters of a line, longer ones lose the reader
HEADINGS = {1: 1.4, 2: 1.15}  # size of a heading by its level, in base sizes


class Reader(QTextBrowser):
    """Shows Markdown; set anew as soon as text size or colours change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenExternalLinks(False)
        look.mark(self, reading="true")
        self._markdown = ""

    def show_text(self, markdown: str) -> None:
        self._markdown = markdown
        self.setMarkdown(markdown)
        self.document().setDocumentMargin(look.scaled(look.XL))
        self.document().setIndentWidth(look.scaled(look.XL))
        block = self.document().begin()
        while block.isValid():
            _set(block)
            block = block.next()
        self._hold_column()
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_markdown"):
            self.show_text(self._markdown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_column()

    def _hold_column(self) -> None:
        """On a wide screen the room goes to the right margin, not to longer lines."""
        frame = self.document().rootFrame()
        wanted = frame.frameFormat()
        side = look.scaled(look.XL)
        spare = self.viewport().width() - 2 * side - COLUMN * look.base()
        wanted.setRightMargin(side + max(0, spare))
        frame.setFrameFormat(wanted)


def _set(block: QTextBlock) -> None:
    """Leading, the room around a block, and the size of a heading."""
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    wanted = QTextBlockFormat()
    wanted.setLineHeight(LEADING if level == 0 else 120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if level:
        wanted.setTopMargin(look.scaled(look.XL) if level > 1 else 0)
        wanted.setBottomMargin(look.scaled(look.S))
    elif block.textList() is None:
        wanted.setTopMargin(look.scaled(look.XS))
        wanted.setBottomMargin(look.scaled(look.XS))
    cursor.mergeBlockFormat(wanted)
    if level:
        letters = QTextCharFormat()
        letters.setFont(look.font(HEADINGS.get(level, 1.0)))
        letters.setForeground(look.colour("ink" if level == 1 else "accent"))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(letters)
