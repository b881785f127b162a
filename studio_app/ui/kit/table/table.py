"""The one list of the program: sortable, resizable, remembered, quick at a hundred thousand rows."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.input import second_press
from studio_app.ui.kit.page.cards import EmptyNote
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.table import fitting
from studio_app.ui.kit.table.rows import Column, RowSource, TableModel
from studio_app.ui.kit.table.rows_view import RowsView

__all__ = ["Column", "RowSource", "Table", "TableModel"]

CHOOSER = 26
"""Pixels at the standard size that the last heading leaves to the button of the column chooser."""


class Table(QFrame):
    """A list in a card; `activated(id)` on a click or Enter, `selected(id)` as the mark moves.

    `memory` is a mapping the caller keeps (per person or computer): widths, order, columns and sorting as the
    person chose them stand there under `name`; `arranged` says it changed. The columns always fit the width:
    see `Column.least` and `Column.leaves`. The source is first asked at `reload`.
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
        self._widths: dict[str, int] = {}  # as drawn by the person, at the standard size
        self._hidden: set[str] = set()
        self._kept: set[str] = set()  # ticked by the person: stay even where there is no room
        self.model = TableModel(columns, source, self)
        self.view = RowsView(self.model, self)
        self.view.setObjectName(f"{name}.list")
        self.view.installEventFilter(self)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The frame shows that the keys go to the list, whether a row is marked or not."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            look.mark(self, focused="true" if event.type() == QEvent.Type.FocusIn else "false")
        return super().eventFilter(watched, event)

    def set_empty(self, text: str, action: str = "", clicked: Callable[[], object] | None = None) -> None:
        """What stands here while there are no rows: what to do, perhaps with a button that does it."""
        before, self.empty = self.empty, EmptyNote(text, action, clicked)
        self._stack.addWidget(self.empty)
        self._show_state()
        let_go(before)
        self._stack.removeWidget(before)

    def open_nothing(self) -> None:
        """A list only to be read: it does not look as if a click did something."""
        self.view.set_opening(on=False)

    def wrap(self) -> None:
        """A short list in which nothing is cut."""
        self.view.set_wrapping(on=True)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

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
        if self.view.opens and (row_id := self.current_id()):
            self.activated.emit(row_id)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """As a click on the heading does."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.sortByColumn(self._place(key), order)

    def show_column(self, key: str, *, shown: bool) -> None:
        """The first column always stays."""
        if self._place(key) > 0:
            (self._hidden.discard if shown else self._hidden.add)(key)
            (self._kept.add if shown else self._kept.discard)(key)
            self._fit()
            self._remember()

    def shown_columns(self) -> list[str]:
        """Keys of the columns in view, from left to right."""
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(len(self.model.columns))]
        return [self.model.columns[place].key for place in order if not header.isSectionHidden(place)]

    def as_shown(self) -> tuple[dict[str, str], Sequence[str], Callable[[Sequence[str]], list[list[str]]]]:
        """For a copy of the list: headings of the columns in view by key, all ids in order, the words of some rows."""
        by_key = {column.key: column for column in self.model.columns}
        shown, source = [by_key[key] for key in self.shown_columns()], self.model.source
        headings = {column.key: column.title for column in shown}
        return headings, self.model.ids, lambda ids: [[c.words(row) for c in shown] for row in source.rows(ids)]

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
        self._fit()
        self._restoring = False
        self.arranged.emit()

    def row_menu(self, place: int, column: int) -> QMenu:
        """A right click: what a click does too, and the words of the cell for the clipboard."""
        menu = QMenu(self)
        if self.view.opens:
            menu.addAction("打开").triggered.connect(lambda: self.activated.emit(self.model.id_at(place)))
        words = self.model.words(place, column)
        copy = menu.addAction(f"复制{self.model.columns[column].title}")
        copy.setEnabled(bool(words))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(words))
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        second_press.watch(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self.view.horizontalHeader().height() - look.XS
        self._chooser.setGeometry(self.width() - side - look.M, look.XS + 2, side, side)

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.sectionResized.connect(self._drawn)
        header.sectionMoved.connect(self._moved)
        header.sortIndicatorChanged.connect(self._sorted)
        self.model.modelReset.connect(self._show_state)
        self.view.resized.connect(self._fit)
        self.view.drawn.connect(self._settle)
        self.view.clicked.connect(lambda _index: self.activate_current())
        self.view.entered_by_key.connect(self.activate_current)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self.selected.emit(self.current_id()))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_row_menu)
        self._restoring = False

    # --- the room for columns ---------------------------------------------------------------------------------

    def _shares(self) -> list[fitting.Share]:
        """The columns wanted, from left to right, with the pixels each would like and can do with."""
        header = self.view.horizontalHeader()
        order = (self.model.columns[header.logicalIndex(place)] for place in range(header.count()))
        return [self._share(column) for column in order if column.key not in self._hidden]

    def _share(self, column: Column) -> fitting.Share:
        width = self._widths.get(column.key, column.width)
        stays = column.key in self._kept or column is self.model.columns[0]
        least = min(width, column.least or column.width)
        rank = 0 if stays else column.leaves
        return fitting.Share(column.key, look.scaled(width), look.scaled(least), rank, column.key in self._widths)

    def _room(self) -> int:
        return self.view.viewport().width() - look.scaled(CHOOSER)

    def _fit(self) -> None:
        """Give every column its part of the width; nobody remembers that as a wish."""
        shares = self._shares()
        grows = next((column.key for column in self.model.columns if column.grows), "")
        widths = fitting.fit(shares, self._room(), grows)
        widths[list(widths)[-1]] += look.scaled(CHOOSER)
        before, self._restoring = self._restoring, True
        for place, column in enumerate(self.model.columns):
            self.view.setColumnHidden(place, column.key not in widths)
            if column.key in widths:
                self.view.setColumnWidth(place, widths[column.key])
        self._restoring = before
        self.view.fit_rows()
        wanted = {share.key for share in shares}
        self.model.left_out = [c for c in self.model.columns if c.key in wanted and c.key not in widths]

    def _drawn(self, place: int, _before: int, pixels: int) -> None:
        """The person draws an edge: that is the width wished from now on."""
        if self._restoring or pixels <= 0:
            return
        key = self.model.columns[place].key
        beside = look.scaled(CHOOSER) if key == self.shown_columns()[-1] else 0
        self._widths[key] = round((pixels - beside) * look.BASE["standard"] / look.base())
        self._remember()

    def _settle(self, place: int) -> None:
        """The edge is let go: no wider than leaves the other columns in view their least."""
        key, shown = self.model.columns[place].key, self.shown_columns()
        shares = [share for share in self._shares() if share.key in shown]
        width = fitting.capped(shares, key, self._room())
        self._widths[key] = round(width * look.BASE["standard"] / look.base())
        self._fit()
        self._remember()

    def _moved(self) -> None:
        if not self._restoring:
            self._fit()
            self._remember()

    # --- menus and memory -------------------------------------------------------------------------------------

    def _open_row_menu(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        if index.isValid():
            self._open(self.row_menu(index.row(), index.column()), self.view.viewport().mapToGlobal(where))

    def _open(self, menu: QMenu, where: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

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
        self._open(self.column_menu(), self._chooser.mapToGlobal(self._chooser.rect().bottomLeft()))

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
        look.show_if(self._chooser, on=not empty)
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
            "widths": dict(self._widths),
            "order": [columns[header.logicalIndex(place)].key for place in range(len(columns))],
            "hidden": sorted(self._hidden),
            "kept": sorted(self._kept),
            "sort": list(self.model.sorted_by),
        }
        self.arranged.emit()

    def _restore(self) -> None:
        """A memory written by another version, or damaged, counts as far as it can be understood."""
        self._restoring = True
        kept = self._memory.get(self.objectName())
        kept = kept if isinstance(kept, Mapping) else {}
        columns = self.model.columns
        self._widths = {key: int(width) for key, width in kept.get("widths", {}).items()}
        self._hidden = set(kept.get("hidden", [column.key for column in columns if column.hidden])) - {columns[0].key}
        self._kept = set(kept.get("kept", []))
        self._restore_order(kept.get("order") or [column.key for column in columns])
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
