"""A layout that lets a row of buttons wrap, so that nothing is clipped when the text is huge."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from studio_app.ui.kit import look


class Flow(QLayout):
    """Items from left to right in reading order, as many rows as the width needs.

    With `columns` they stand under one another, in that many columns or as many as there is room for.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = look.S, columns: int = 0) -> None:
        super().__init__(parent)
        self._columns = columns
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}  # by width, until something in it changes: Qt asks over and over
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in shown) + self._gap * max(0, len(shown) - 1)
        return QSize(width, max((hint.height() for hint in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Height the items take in the width of `rect`; puts them there if `move`."""
        x, y, tallest = rect.x(), rect.y(), 0
        width = self._column_width(rect.width())
        for item in self._shown():
            hint = item.sizeHint()
            hint.setWidth(width or hint.width())
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, tallest = rect.x(), y + tallest + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            tallest = max(tallest, hint.height())
        return y + tallest - rect.y()

    def _column_width(self, room: int) -> int:
        """Of each column in the width of `room`; 0 where items are as wide as they are."""
        if not self._columns:
            return 0
        widest = max((item.sizeHint().width() for item in self._shown()), default=0)
        if not widest:
            return 0
        fit = max(1, min(self._columns, (room + self._gap) // (widest + self._gap)))
        return (room - self._gap * (fit - 1)) // fit
