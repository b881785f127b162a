"""The rows of a list: of one height unless they wrap, painted quickly, opened by a click or Enter."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio_app.ui.kit import look
from studio_app.ui.kit.table.rows import TableModel

LONGEST = 120
"""Characters of a cell that are measured and painted; the tool tip has the rest."""


class RowsView(QTableView):
    """A table view with rows of one height that Enter and a single click open; `set_wrapping` for a few rows in full.

    `drawn(column)` once the person let go of a heading's edge; `resized` when the room for columns changed.
    """

    entered_by_key = Signal()
    resized = Signal()
    drawn = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.opens = True
        self.wraps = False
        self.hovered = -1
        headings = _Headings(self)
        headings.released.connect(self.drawn)
        self.setHorizontalHeader(headings)
        self.setModel(model)
        self._painter = RowPainter(model, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("列表")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_headers()
        self.set_opening(on=True)

    def set_opening(self, *, on: bool) -> None:
        """Whether a click leads anywhere, and the mouse says so."""
        self.opens = on
        self.setCursor(Qt.CursorShape.PointingHandCursor if on else Qt.CursorShape.ArrowCursor)
        self.setMouseTracking(on)

    def set_wrapping(self, *, on: bool) -> None:
        """Nothing is cut: what does not fit its column goes on below. Every row is measured, so for short lists."""
        self.wraps = on

    def fit_rows(self) -> None:
        """Give wrapping rows the height of their words; called once the columns have their widths."""
        if self.wraps:
            self.resizeRowsToContents()

    def needed_height(self) -> int:
        """Pixels that show the headings and every row."""
        return self.horizontalHeader().height() + self.verticalHeader().length()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.hovered >= 0:
            self._hover(self.rowAt(self.viewport().mapFromGlobal(QCursor.pos()).y()))

    def _hover(self, row: int) -> None:
        """The row under the mouse shows that a click opens it; only the two rows concerned are painted."""
        if not self.opens or row == self.hovered:
            return
        for place in (self.hovered, row):
            if place >= 0:
                top = self.rowViewportPosition(place)
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(place))
        self.hovered = row

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_painter"):
            self._painter.take_colours()
            self._set_heights()
            self.resized.emit()

    def _set_heights(self) -> None:
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setMinimumSectionSize(look.control_height())
        rows.setDefaultSectionSize(look.control_height() + look.S)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_headers(self) -> None:
        self._set_heights()
        columns = self.horizontalHeader()
        columns.setSectionsMovable(True)
        columns.setSectionsClickable(True)
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(look.scaled(48))
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)


class _Headings(QHeaderView):
    """Says which column was drawn wider or narrower, once the mouse lets it go."""

    released = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._drawn = -1
        self.sectionResized.connect(self._note)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drawn = -1
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._drawn >= 0:
            self.released.emit(self._drawn)

    def _note(self, place: int, _before: int, _after: int) -> None:
        self._drawn = place


class RowPainter(QStyledItemDelegate):
    """Paints a cell with a few calls: the style sheet's way costs several times as much a frame."""

    def __init__(self, model: TableModel, view: RowsView) -> None:
        super().__init__(view)
        self._model = model
        self.columns = model.columns
        self._view = view
        self.take_colours()

    def take_colours(self) -> None:
        """Look the colours up once per scheme and not once per cell."""
        self._line = QPen(look.colour("line"))
        self._ground = look.colour("accent_soft")
        self._hover = look.colour("hover")
        self._inks = {tone: QPen(look.colour(name)) for tone, name in _INKS.items()}
        self._metrics = self._view.fontMetrics()
        self._side = look.scaled(look.M)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        place, number = index.row(), index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._ground)
        elif place == self._view.hovered:
            painter.fillRect(rect, self._hover)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        row, column = self._model.row(place), self._model.columns[number]
        words = column.words(row)
        if not words:
            return
        painter.setPen(self._inks[column.tone(row) if column.tone is not None else ""])
        room = rect.adjusted(self._side, 0, -look.S, 0)
        if self._view.wraps:
            painter.drawText(room, column.alignment | _WRAPPED, self._laid_out(words, room.width()))
            return
        shown = words[:LONGEST].replace("\n", " ")
        if column.short is not None and self._metrics.horizontalAdvance(shown) > room.width():
            shown = column.short(row)
        shown = self._metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, column.alignment | _ONE_LINE, shown)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height the words of a cell need in the width of their column; asked for wrapping rows only."""
        width = self._view.columnWidth(index.column()) - self._side - look.S
        words = self._laid_out(self._model.words(index.row(), index.column()), width)
        needed = self._metrics.boundingRect(0, 0, width, 10_000, _WRAPPED, words).height()
        return QSize(width, max(look.control_height() + look.S, needed + look.L))

    def _laid_out(self, words: str, width: int) -> str:
        """The lines of a cell beside one another where there is room."""
        joined = words.replace("\n", "　")
        return joined if self._metrics.horizontalAdvance(joined) <= width else words


_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)
_INKS = {
    "": "ink",
    "red": "red",
    "amber": "amber",
    "green": "green",
    "accent": "accent",
    "plain": "secondary",
}
