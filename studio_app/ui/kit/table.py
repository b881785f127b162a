"""The one list of the program: sortable, resizable, remembered, quick at a hundred thousand rows."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio_app.ui.kit import look
from studio_app.ui.kit.cards import EmptyNote
from studio_app.ui.kit.rows import Column, RowSource, TableModel

__all__ = ["Column", "RowSource", "Table", "TableModel"]

LONGEST = 120
"""Characters of a cell that are measured and painted; the tool tip has the rest."""


class Table(QFrame):
    """A list in a card; `activated(id)` on a click or Enter, `selected(id)` as the mark moves.

    `memory` is a mapping the caller keeps (per person or computer): widths, order, hidden columns and sorting
    of this table stand there under `name`; `arranged` says it changed. The source is first asked at `reload`.
    """

    activated = Signal(str)
    selected = Signal(str)
    arranged = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        source: RowSource,
        memory: MutableMapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        look.mark(self, card="true")
        self._memory: MutableMapping[str, Any] = {} if memory is None else memory
        self._restoring = True
        self.model = TableModel(columns, source, self)
        self.view = _View(self.model, self)
        self.view.setObjectName(f"{name}.list")
        self.empty = EmptyNote("还没有记录。")
        self._chooser = self._chooser_button()
        self._stack = QStackedWidget()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(look.XS, look.XS, look.XS, look.S)
        inside.addWidget(self._stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._restore()
        self._connect()

    def set_empty(self, text: str, action: str = "", clicked: Callable[[], object] | None = None) -> None:
        """What stands here while there are no rows: what to do, perhaps with a button that does it."""
        self._stack.removeWidget(self.empty)
        self.empty.deleteLater()
        self.empty = EmptyNote(text, action, clicked)
        self._stack.addWidget(self.empty)
        self._show_state()

    def set_source(self, source: RowSource) -> None:
        """Another filter; the selected row stays selected if it is still there."""
        self._keeping_selection(lambda: self.model.set_source(source))

    def reload(self) -> None:
        """Ask the source again; order, place and selection stay."""
        self._keeping_selection(self.model.reload)

    def count(self) -> int:
        return self.model.rowCount()

    def current_id(self) -> str:
        """Id of the selected row, "" if none."""
        index = self.view.currentIndex()
        return self.model.id_at(index.row()) if index.isValid() else ""

    def select(self, row_id: str) -> bool:
        """Mark a row and bring it into view; False if the list does not hold it."""
        place = self.model.row_of(row_id)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place, 0))
        return place >= 0

    def activate_current(self) -> None:
        if row_id := self.current_id():
            self.activated.emit(row_id)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """As a click on the heading does."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.sortByColumn(self._place(key), order)

    def show_column(self, key: str, *, shown: bool) -> None:
        """The first column always stays."""
        place = self._place(key)
        if place > 0:
            self.view.setColumnHidden(place, not shown)
            self._give_room()
            self._remember()

    def shown_columns(self) -> list[str]:
        """Keys of the columns in view, from left to right."""
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(len(self.model.columns))]
        return [self.model.columns[place].key for place in order if not header.isSectionHidden(place)]

    def column_menu(self) -> QMenu:
        """The chooser: a tick for every column, and back to the beginning."""
        menu = QMenu(self)
        for place, column in enumerate(self.model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.view.isColumnHidden(place))
            action.setEnabled(place > 0)
            action.toggled.connect(lambda shown, key=column.key: self.show_column(key, shown=shown))
        menu.addSeparator()
        menu.addAction("恢复默认列").triggered.connect(self.forget_arrangement)
        return menu

    def forget_arrangement(self) -> None:
        """Columns as they were at first."""
        self._memory.pop(self.objectName(), None)
        self._restore()
        self._restoring = False
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self.view.horizontalHeader().height() - look.XS
        self._chooser.setGeometry(self.width() - side - look.M, look.XS + 2, side, side)

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.sectionResized.connect(self._remember)
        header.sectionMoved.connect(self._remember)
        header.sortIndicatorChanged.connect(self._sorted)
        self.model.modelReset.connect(self._show_state)
        self.view.resized.connect(self._give_room)
        self.view.clicked.connect(lambda _index: self.activate_current())
        self.view.entered_by_key.connect(self.activate_current)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self.selected.emit(self.current_id()))
        self._restoring = False

    def _give_room(self) -> None:
        """The growing column takes what the others leave, never less than its own width; nobody remembers that."""
        header = self.view.horizontalHeader()
        place = next((n for n, column in enumerate(self.model.columns) if column.grows), -1)
        if place < 0 or header.isSectionHidden(place):
            return
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != place)
        before, self._restoring = self._restoring, True
        header.resizeSection(
            place, max(look.scaled(self.model.columns[place].width), self.view.viewport().width() - others)
        )
        self._restoring = before

    def _chooser_button(self) -> QToolButton:
        made = QToolButton(self)
        made.setObjectName(f"{self.objectName()}.columns")
        made.setAccessibleName("选择要显示的列")
        made.setToolTip("选择要显示的列")
        made.setText("⋮")
        made.setStyleSheet("min-width: 0; min-height: 0; padding: 0;")
        look.mark(made, kind="quiet")
        made.clicked.connect(self._open_chooser)
        return made

    def _open_chooser(self) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._chooser.mapToGlobal(self._chooser.rect().bottomLeft()))

    def _keeping_selection(self, change: Callable[[], None]) -> None:
        kept = self.current_id()
        bar = self.view.verticalScrollBar()
        place = bar.value()
        blocked = self.blockSignals(True)
        change()
        if kept and self.select(kept):
            bar.setValue(place)
        self.blockSignals(blocked)

    def _show_state(self) -> None:
        empty = self.model.rowCount() == 0
        self._stack.setCurrentWidget(self.empty if empty else self.view)
        self._chooser.setVisible(not empty)
        self._chooser.raise_()

    def _sorted(self, place: int, _order: Qt.SortOrder) -> None:
        """A heading that cannot sort gives the mark back to the one that did."""
        if place >= 0 and not self.model.columns[place].sortable:
            self._show_sorting()
        self._remember()

    def _place(self, key: str) -> int:
        keys = [column.key for column in self.model.columns]
        return keys.index(key) if key in keys else -1

    def _remember(self, *_: object) -> None:
        if self._restoring:
            return
        header = self.view.horizontalHeader()
        columns = self.model.columns
        self._memory[self.objectName()] = {
            "widths": {
                column.key: round(header.sectionSize(place) * look.BASE["standard"] / look.base())
                for place, column in enumerate(columns)
                if not header.isSectionHidden(place) and not column.grows
            },
            "order": [columns[header.logicalIndex(place)].key for place in range(len(columns))],
            "hidden": [c.key for place, c in enumerate(columns) if header.isSectionHidden(place)],
            "sort": list(self.model.sorted_by),
        }
        self.arranged.emit()

    def _restore(self) -> None:
        """A memory written by another version, or damaged, counts as far as it can be understood."""
        self._restoring = True
        kept = self._memory.get(self.objectName())
        kept = kept if isinstance(kept, Mapping) else {}
        widths, hidden = kept.get("widths", {}), kept.get("hidden")
        header = self.view.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            header.resizeSection(place, look.scaled(int(widths.get(column.key, column.width))))
            out = column.hidden if hidden is None else column.key in hidden
            self.view.setColumnHidden(place, out and place > 0)
        self._restore_order(kept.get("order") or [column.key for column in self.model.columns])
        key, descending = (kept.get("sort") or ["", False])[:2]
        self.model.prepare_sort(key if self._place(key) >= 0 else "", descending=bool(descending))
        self._show_sorting()

    def _restore_order(self, order: Sequence[str]) -> None:
        header = self.view.horizontalHeader()
        for wanted, key in enumerate(key for key in order if self._place(key) >= 0):
            header.moveSection(header.visualIndex(self._place(key)), wanted)

    def _show_sorting(self) -> None:
        key, descending = self.model.sorted_by
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(self._place(key), order)


class _View(QTableView):
    """A table view with rows of one height that Enter and a single click open."""

    entered_by_key = Signal()
    resized = Signal()

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._painter = _Painter(model, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("列表")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_headers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_painter"):
            self._painter.take_colours()
            self._set_heights()

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
        columns.setStretchLastSection(not any(column.grows for column in self._painter.columns))
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(look.scaled(48))
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)


class _Painter(QStyledItemDelegate):
    """Paints a cell with a few calls: the style sheet's way costs several times as much a frame."""

    def __init__(self, model: TableModel, view: QTableView) -> None:
        super().__init__(view)
        self._model = model
        self.columns = model.columns
        self._view = view
        self.take_colours()

    def take_colours(self) -> None:
        """Look the colours up once per scheme and not once per cell."""
        self._line = QPen(look.colour("line"))
        self._ground = look.colour("accent_soft")
        self._inks = {tone: QPen(look.colour(name)) for tone, name in _INKS.items()}
        self._metrics = self._view.fontMetrics()
        self._side = look.scaled(look.M)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._ground)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        place, number = index.row(), index.column()
        row, column = self._model.row(place), self._model.columns[number]
        words = column.words(row)
        if not words:
            return
        painter.setPen(self._inks[column.tone(row) if column.tone is not None else ""])
        room = rect.adjusted(self._side, 0, -look.S, 0)
        shown = words[:LONGEST].replace("\n", " ")
        shown = self._metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, column.alignment | _ONE_LINE, shown)


_ONE_LINE = int(Qt.TextFlag.TextSingleLine)
_INKS = {
    "": "ink",
    "red": "red",
    "amber": "amber",
    "green": "green",
    "accent": "accent",
    "plain": "secondary",
}
