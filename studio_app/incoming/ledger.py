"""A workbook as its records: sheet by sheet, table by table, row by row; whatever is left out, with the reason."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from studio_app.incoming import columns, days, values, years
from studio_app.incoming.cells import Cells, Lists
from studio_app.incoming.columns import Layout
from studio_app.incoming.entry import Context, Entry, LeftOut
from studio_app.incoming.words import content, plain, why_left_out
from studio_app.workbook.reading.raw import Book, Cell, Row, Sheet

AT_ONCE = 200
LEAST_WORDS = 4
_SECTION = re.compile(
    r"^[(（]?(?:[一二三四五六七八九十]+|\d{1,2})[)）]?[、.．]|^第[一二三四五六七八九十\d]+[部季]|年度?$|月份?$|季度$|^[^:：]{2,20}[类表]$"
)
_REPORTED = re.compile(r"(填报|填表|报送|制表|上报|统计)(日期|时间)\s*[:：]?\s*(.{4,20})")
TITLE, SECTION, HEADING_AGAIN = "标题", "分段的标题", "重印的表头"
ONLY_NUMBER, NO_RECORD, LEFT_SHEET = "只有序号，没有内容", "看不出是一件纠纷", "这一页不是台账"


@dataclass
class Reading:
    """What a workbook holds; `layouts`: each layout met, by its name."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    layouts: dict[str, Layout] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """How a workbook is to be read. `name`: of the file, for its year; `corrected`: by layout what a person said of it.

    `wanted` hears now and then how many records are found, and says whether to go on.
    """

    lists: Lists
    today: date
    name: str = ""
    corrected: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    wanted: Callable[[int], bool] = lambda _rows: True


def read(book: Book, order: Order) -> Reading:
    """Every record of every sheet, in order."""
    reading = Reading()
    borrowed: list[Layout] = []
    not_ledgers = re.compile(content("rows")["sheets_left_out"])
    for sheet in book.sheets:
        if not_ledgers.search(sheet.name):
            reading.left_out += [LeftOut(sheet.name, sheet.rows[0].number, LEFT_SHEET)] if sheet.rows else []
            continue
        borrowed = _Sheet(sheet, order, reading, since_1904=book.since_1904).take(borrowed) or borrowed
    years.complete(reading.entries, order.name, order.today)
    return reading


class Stopped(Exception):
    """Reading was given up."""


class _Sheet:
    """Goes down one sheet; what it finds goes into the reading."""

    def __init__(self, sheet: Sheet, order: Order, reading: Reading, *, since_1904: bool) -> None:
        self._sheet, self._order, self._reading = sheet, order, reading
        self._since_1904 = since_1904
        self._joined: dict[int, list[tuple[int, int, int, int]]] = {}
        for one in sheet.merged:
            self._joined.setdefault(one[0], []).append(one)
        self._down = {row: [one for one in found if one[2] > row] for row, found in self._joined.items()}
        named = days.years_in(sheet.name)
        self._context = Context(named[0] if len(named) == 1 else 0, days.month_in(sheet.name))
        self._tables: list[Cells] = []
        self._own_heading = self._below_record = False
        self._fills: dict[int, tuple[Cell, int]] = {}

    def take(self, borrowed: Sequence[Layout]) -> list[Layout]:
        """The layouts its last table has; without headings of its own, those of the sheet before."""
        self._tables = [self._cells(layout) for layout in borrowed]
        rows, at = self._sheet.rows, 0
        while at < len(rows):
            if at % AT_ONCE == 0 and not self._order.wanted(len(self._reading.entries)):
                raise Stopped
            at += self._step(rows, at)
        return [cells.layout for cells in self._tables] if self._own_heading else []

    def _cells(self, layout: Layout) -> Cells:
        told = self._order.corrected.get(layout.name)
        if told is not None:
            layout = Layout(dict(told), layout.labels, layout.unit)
        self._reading.layouts.setdefault(layout.name, layout)
        return Cells(layout, self._order.lists, self._sheet.name, since_1904=self._since_1904)

    def _step(self, rows: Sequence[Row], at: int) -> int:
        """Takes what begins in a row; how many rows it took."""
        row = rows[at]
        if row.number in self._down or self._fills:
            self._fill_down(row)
        taken = [cells for cells in self._tables if cells.surely(row.cells)]
        if taken:
            return self._records(rows, at, taken)
        found, tiers = columns.find(rows, at, self._joined)
        if found:
            return self._heading(rows, at, found, tiers)
        texts = [cell for cell in map(values.text, row.cells) if cell.strip()]
        alone = len(set(texts)) == 1 and not (len(texts[0]) > 60 and self._tables)
        reason = why_left_out(texts, alone=alone)
        if not reason and (alone or not self._tables):
            reason = self._above(texts)
        self._hear(texts)
        if not reason and self._own_heading:
            taken = [cells for cells in self._tables if cells.likely(row.cells)]
            if taken:
                return self._records(rows, at, taken)
            if self._went_on(row):
                return 1
            reason = (
                ONLY_NUMBER
                if all(values.says_nothing(text) or text.isdigit() for text in map(plain, texts))
                else NO_RECORD
            )
        self._leave(row, reason or NO_RECORD, texts)
        return 1

    def _fill_down(self, row: Row) -> None:
        """A cell joined with those below says the same of their rows."""
        for column, (cell, last) in list(self._fills.items()):
            if row.number > last:
                del self._fills[column]
            elif column < len(row.cells) and row.cells[column] == "":
                row.cells[column] = cell
        for _first, left, last, _right in self._down.get(row.number, ()):
            if left < len(row.cells) and row.cells[left] != "":
                self._fills[left] = row.cells[left], last

    def _records(self, rows: Sequence[Row], at: int, taken: Sequence[Cells]) -> int:
        """The record of this row in each table; rows joined with it by its words or its number belong to it."""
        row, span = rows[at], 1
        whole = {cells.layout.at("summary") for cells in taken} | {cells.layout.at("ordinal") for cells in taken}
        last = max((one[2] for one in self._down.get(row.number, ()) if one[1] in whole), default=row.number)
        below = []
        while at + span < len(rows) and rows[at + span].number <= last:
            self._fill_down(rows[at + span])
            if any(cells.differs(row.cells, rows[at + span].cells) for cells in taken):
                break
            below.append(rows[at + span].cells)
            span += 1
        for cells in taken:
            reason = cells.no_record(row.cells)
            if reason:
                self._leave(row, reason, [])
                continue
            entry = cells.entry(row, below, self._context)
            self._reading.entries.append(entry)
            self._below_record = True
        return span

    def _heading(self, rows: Sequence[Row], at: int, found: Sequence[Layout], tiers: int) -> int:
        again = self._own_heading and [one.name for one in found] == [cells.layout.name for cells in self._tables]
        if again:
            for row in rows[at : at + tiers]:
                self._leave(row, HEADING_AGAIN, [])
        else:
            self._tables = [self._cells(layout) for layout in found]
        self._own_heading = True
        self._fills.clear()
        return tiers

    def _above(self, texts: Sequence[str]) -> str:
        """A title, or a heading of a part: the year and month it names hold for what follows."""
        said = " ".join(texts)
        years, month = days.years_in(said), days.month_in(said)
        if not self._own_heading or years or month or _SECTION.search(plain(said)):
            year = years[0] if len(years) == 1 and not _REPORTED.search(said) else self._context.year
            self._context = replace(self._context, year=year, month=month or self._context.month)
            return SECTION if self._own_heading else TITLE
        return ""

    def _hear(self, texts: Iterable[str]) -> None:
        """The day of a report is of its year, as a rule."""
        for text in texts:
            if found := _REPORTED.search(plain(text)):
                years = days.years_in(found[3])
                self._context = replace(self._context, weak=years[0] if years else self._context.weak)

    def _went_on(self, row: Row) -> bool:
        """Names, or the end of a text, on the line below their record."""
        last = self._reading.entries[-1] if self._reading.entries else None
        if last is None or not self._below_record:
            return False
        return any(cells.add_to(last, row.cells) for cells in self._tables)

    def _leave(self, row: Row, reason: str, texts: Sequence[str]) -> None:
        self._below_record = False
        self._reading.left_out.append(LeftOut(self._sheet.name, row.number, reason, " ".join(texts)[:40]))
