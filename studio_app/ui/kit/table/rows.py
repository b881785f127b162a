"""The model behind every list: ordered ids from one query, rows fetched in windows as they come into view."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

WINDOW = 64
"""Rows fetched at once: about two screens."""
LONGEST_TIP = 300
"""Characters of a cell its tool tip shows; more is read on the row's own page."""
KEPT = 24
"""Windows kept in memory; the one longest unused goes first."""

Index = QModelIndex | QPersistentModelIndex
_ALIGNMENTS = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    "center": int(Qt.AlignmentFlag.AlignCenter),
}


@dataclass(frozen=True)
class Column:
    """One column; `text` makes the words of a row, the attribute or key of the same name by default.

    `width` is in pixels at the standard size; where room is short it narrows to `least` and then, the lowest rank
    of `leaves` first, goes out of view; `short` says it in fewer words where the full ones do not fit. A column
    that `grows` takes what the others leave. `tone` may name a colour (red, amber, green, accent, plain) for a
    row; the words must say the same without it.
    """

    key: str
    title: str
    width: int = 120
    align: Literal["left", "right", "center"] = "left"
    text: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    sortable: bool = True
    hidden: bool = False
    grows: bool = False
    least: int = 0
    leaves: int = 0
    short: Callable[[Any], str] | None = None

    def words(self, row: Any) -> str:
        if self.text is not None:
            return self.text(row)
        value = row[self.key] if isinstance(row, Mapping) else getattr(row, self.key)
        return "" if value is None else str(value)

    @property
    def alignment(self) -> int:
        return _ALIGNMENTS[self.align]


class RowSource(Protocol):
    """Where rows come from; sorting and filtering happen there, in SQL."""

    def ids(self, sort_key: str, descending: bool) -> Sequence[str]:
        """All ids in order; `sort_key` is a column's key or "" for the source's own order."""
        ...

    def rows(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any] | object]:
        """The rows of these ids, in their order."""
        ...


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_TIP else f"{words[:LONGEST_TIP]}…"


class TableModel(QAbstractTableModel):
    """Knows the order of all rows and holds the few that were looked at lately."""

    def __init__(self, columns: Sequence[Column], source: RowSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.source = source
        self.ids: Sequence[str] = ()
        self._windows: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._sort = ("", False)
        self.left_out: Sequence[Column] = ()  # for want of room: the tool tip tells them

    def set_source(self, source: RowSource) -> None:
        """Another filter: the same columns over other rows."""
        self.source = source
        self.reload()

    def reload(self) -> None:
        """Ask the source again, keeping the order chosen."""
        self.beginResetModel()
        self._windows.clear()
        self.ids = self.source.ids(*self._sort)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0 and not self.columns[column].sortable:
            return
        key = self.columns[column].key if column >= 0 else ""
        wanted = (key, order == Qt.SortOrder.DescendingOrder)
        if wanted != self._sort:
            self._sort = wanted
            self.reload()

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """Key of the sorting column ("" for the source's order) and whether it runs downwards."""
        return self._sort

    def prepare_sort(self, key: str, *, descending: bool) -> None:
        """The order of the first `reload`."""
        self._sort = (key, descending)

    def id_at(self, row: int) -> str:
        return self.ids[row]

    def row_of(self, row_id: str) -> int:
        """Place of an id, -1 if the list does not hold it."""
        try:
            return self.ids.index(row_id)
        except ValueError:
            return -1

    def row(self, place: int) -> Any:
        """The row at a place; fetches the window around it if need be."""
        number = place // WINDOW
        window = self._windows.get(number)
        if window is None:
            window = self._fetch(number)
        return window[place - number * WINDOW]

    def _fetch(self, number: int) -> Sequence[Any]:
        window = self.source.rows(self.ids[number * WINDOW : (number + 1) * WINDOW])
        self._windows[number] = window
        if len(self._windows) > KEPT:
            self._windows.popitem(last=False)
        return window

    def words(self, place: int, column: int) -> str:
        return self.columns[column].words(self.row(place))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row(), index.column()) if index.isValid() else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.isValid():
            return self.columns[index.column()].alignment
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            return self._tip(index.row(), index.column()) or None
        return None

    def _tip(self, place: int, column: int) -> str:
        """The whole of a cell and what the row has no room for; as markup, or Qt would not break its lines."""
        row = self.row(place)
        beside = [(c.title, c.words(row)) for c in self.left_out]
        told = [self.columns[column].words(row), *(f"{title}：{words}" for title, words in beside if words)]
        lines = "\n".join(_cut(words) for words in told if words).splitlines()
        return f"<qt>{'<br>'.join(map(escape, lines))}</qt>" if lines else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= section < len(self.columns) or orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return self.columns[section].alignment if role == Qt.ItemDataRole.TextAlignmentRole else None
