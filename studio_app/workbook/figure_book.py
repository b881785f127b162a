"""A table of figures as a workbook: each figure a live formula over the sheet 明细, with charts and what is counted."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from studio_app.workbook.cell_text import cleaned, literal

FONT, SIZE, TITLE_SIZE = "宋体", 11, 16
FIGURES, DETAILS, ABOUT = "统计", "明细", "填表说明"
HEADINGS = 4
"""Their row: title, statement and equation stand above."""
FORMATS = {"count": "0", "people": "0", "money": "#,##0.00", "share": "0.0%"}
WIDTHS = {"count": 10, "people": 10, "money": 16, "share": 10}
KEYS = 3
"""Columns of 明细 before its figures: time, line, number."""
HIGH = 18
"""Points of a line; what wraps is widened by the program that shows it."""
A4 = 9


@dataclass(frozen=True)
class Figure:
    """A column: its heading, what it counts, how it is shown; a share is `part` of `part` and `rest` (places).

    `side` 1 and -1 are the two sides of the equation, 0 has no part in it; `charted` has a bar.
    """

    label: str
    about: str
    kind: str
    part: int = 0
    rest: int = 0
    side: int = 0
    charted: bool = False


@dataclass(frozen=True)
class FigureTable:
    """What stands around the figures. `times` are lines of the whole (the first is the time itself), `lines` its parts,
    `months` the lines of the second table; each is a word that stands in 明细.
    """

    title: str
    statement: str
    by: str
    figures: Sequence[Figure]
    times: Sequence[str]
    lines: Sequence[str]
    months: Sequence[str]


Detail = tuple[str, str, str, Sequence[float | None]]
"""Time, line, number of the record, and what it counts in each column; None where it does not."""


def write(table: FigureTable, details: Iterable[Detail], stream: BinaryIO) -> int:
    """Writes the workbook; how many rows 明细 has. Nothing is written to any other place."""
    from openpyxl import Workbook
    from openpyxl.workbook.properties import CalcProperties

    book = Workbook()
    book.properties.creator = None
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    sheet, below, about = book.active, book.create_sheet(DETAILS), book.create_sheet(ABOUT)
    sheet.title = FIGURES
    count = _Details(below, table).fill(details)
    _Table(sheet, table, HEADINGS + 1 + count).fill()
    _explain(about, table)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _straight(book, archive)
    return count


def _straight(book: Any, archive: zipfile.ZipFile) -> None:
    """By itself openpyxl lays each sheet into the system's folder for temporary files first."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Straight(ExcelWriter):  # type: ignore[misc]  # openpyxl tells no types
        def write_worksheet(self, sheet: Any) -> None:
            sheet._drawing = SpreadsheetDrawing()
            sheet._drawing.charts = sheet._charts
            with archive.open(sheet.path[1:], "w") as part:
                writer = WorksheetWriter(sheet, part)
                writer.write()
            sheet._rels = writer._rels
            self.manifest.append(sheet)

    Straight(book, archive).save()


class _Sheet:
    """A sheet and its looks."""

    def __init__(self, sheet: Any, table: FigureTable) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet, self._told = sheet, table
        around = dict.fromkeys(("left", "right", "top", "bottom"), Side(style="thin"))
        self._boxed = {"border": Border(**around)}
        self._middle = {"alignment": Alignment(horizontal="center", vertical="center", wrap_text=True), **self._boxed}
        self._line, self._bold = Font(name=FONT, size=SIZE), Font(name=FONT, size=SIZE, bold=True)
        self._big, self._grey = Font(name=FONT, size=TITLE_SIZE, bold=True), PatternFill("solid", fgColor="EDEDED")
        sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", A4, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _put(self, row: int, column: int, value: float | str | None, **look: Any) -> Any:
        """A number, or a formula of ours."""
        cell = self._sheet.cell(row, column, value)
        for name, one in {"font": self._line, **look}.items():
            setattr(cell, name, one)
        self._sheet.row_dimensions[row].height = HIGH
        return cell

    def _text(self, row: int, column: int, words: str, **look: Any) -> None:
        """Never a formula, whatever it begins with."""
        cell = self._put(row, column, None, **look)
        cell._value, cell.data_type = literal(cleaned(words)), "s"

    def _heading(self, row: int, words: Sequence[str]) -> None:
        for column, word in enumerate(words, start=1):
            self._text(row, column, word, font=self._bold, fill=self._grey, **self._middle)


class _Details(_Sheet):
    """明细: a row for each record that counts, without names."""

    def fill(self, details: Iterable[Detail]) -> int:
        sheet, count = self._sheet, 0
        self._text(1, 1, f"{self._told.title}　明细", font=self._big)
        self._text(2, 1, "统计表里的数都从这里算。没有姓名、电话；编号是程序里的编号。")
        self._heading(HEADINGS, ["时间", self._told.by, "编号", *(one.label for one in self._counted)])
        for count, (time, line, number, worth) in enumerate(details, start=1):
            for column, word in enumerate((time, line, number), start=1):
                self._text(HEADINGS + count, column, word, **self._boxed)
            for place, (figure, value) in enumerate(zip(self._told.figures, worth, strict=True)):
                if figure.kind != "share":
                    look = {"number_format": FORMATS[figure.kind], **self._boxed}
                    self._put(HEADINGS + count, column_of(self._told, place), value, **look)
        sheet.freeze_panes = f"D{HEADINGS + 1}"
        last = _letter(KEYS + len(self._counted))
        sheet.auto_filter.ref = f"A{HEADINGS}:{last}{HEADINGS + count}"
        sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
        for letter, width in (("A", 16), ("B", 18), ("C", 30)):
            sheet.column_dimensions[letter].width = width
        for place, figure in enumerate(self._told.figures):
            if figure.kind != "share":
                sheet.column_dimensions[_letter(column_of(self._told, place))].width = WIDTHS[figure.kind]
        return count

    @property
    def _counted(self) -> list[Figure]:
        return [one for one in self._told.figures if one.kind != "share"]


def column_of(table: FigureTable, place: int) -> int:
    """The column of 明细 a figure that is no share stands in."""
    return KEYS + 1 + sum(one.kind != "share" for one in table.figures[:place])


class _Table(_Sheet):
    """统计: the whole, what it is compared with, its parts, the months; each cell a formula."""

    def __init__(self, sheet: Any, table: FigureTable, last: int) -> None:
        super().__init__(sheet, table)
        self._last = max(last - 1, HEADINGS + 1)

    def fill(self) -> None:
        told, sheet = self._told, self._sheet
        wide = 1 + len(told.figures)
        self._text(1, 1, told.title, font=self._big, alignment=self._middle["alignment"])
        self._text(2, 1, told.statement)
        for row in (1, 2, 3):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=wide)
        self._put(3, 1, self._equation())
        self._heading(HEADINGS, [told.by, *(one.label for one in told.figures)])
        row = HEADINGS
        for row, time in enumerate(told.times, start=HEADINGS + 1):
            self._row(row, time, self._of_time(time), self._bold if row == HEADINGS + 1 else self._line)
        first = row + 1
        for row, line in enumerate(told.lines, start=first):
            self._row(row, line, f"{self._of_time(told.times[0])}*({self._range(2)}=$A{row})", self._line)
        months = row + 3
        last = self._months(months)
        bars = [place + 2 for place, one in enumerate(told.figures) if one.charted]
        self._add(_Chart("各类", HEADINGS, first, first + len(told.lines) - 1, bars, f"E{months}"))
        self._add(_Chart("近十二个月", months, months + 1, last, range(2, 2 + len(bars)), f"K{months}"))
        sheet.column_dimensions["A"].width = 32
        for place in range(len(told.figures)):
            sheet.column_dimensions[_letter(place + 2)].width = WIDTHS[told.figures[place].kind]
        sheet.freeze_panes = f"B{HEADINGS + 1}"

    def _months(self, start: int) -> int:
        """The second table; its last row."""
        bars = [(place, one) for place, one in enumerate(self._told.figures) if one.charted]
        self._heading(start, ["月份", *(one.label for _place, one in bars)])
        row = start
        for row, month in enumerate(self._told.months, start=start + 1):
            self._text(row, 1, month, **self._boxed)
            for column, (place, _one) in enumerate(bars, start=2):
                self._put(row, column, self._sum(place, self._of_time(month)), number_format="0", **self._boxed)
        return row

    def _row(self, row: int, word: str, rows: str, font: Any) -> None:
        self._text(row, 1, word, font=font, **self._boxed)
        for place, figure in enumerate(self._told.figures):
            formula = self._share(row, figure) if figure.kind == "share" else self._sum(place, rows)
            self._put(row, place + 2, formula, font=font, number_format=FORMATS[figure.kind], **self._boxed)

    def _sum(self, place: int, rows: str) -> str:
        """Compared cell by cell: what a criterion of COUNTIFS would take for a sign stands for itself."""
        return f"=SUMPRODUCT({rows}*{self._range(column_of(self._told, place))})"

    def _share(self, row: int, figure: Figure) -> str:
        part, rest = (f"{_letter(place + 2)}{row}" for place in (figure.part, figure.rest))
        return f'=IF({part}+{rest}=0,"",{part}/({part}+{rest}))'

    def _of_time(self, time: str) -> str:
        quoted = time.replace('"', '""')
        return f'({self._range(1)}="{quoted}")'

    def _range(self, column: int) -> str:
        letter = _letter(column)
        return f"{DETAILS}!${letter}${HEADINGS + 1}:${letter}${self._last}"

    def _equation(self) -> str:
        """期初未结 3 ＋ … ＝ …，相符, of the line of the whole."""
        sides: dict[int, list[tuple[str, str]]] = {1: [], -1: []}
        for place, one in enumerate(self._told.figures):
            if one.side:
                sides[one.side].append((one.label, f"{_letter(place + 2)}{HEADINGS + 1}"))
        words = ['&" ＋ "&'.join(f'"{label} "&{cell}' for label, cell in side) for side in sides.values()]
        sums = ["+".join(cell for _label, cell in side) for side in sides.values()]
        return f'={words[0]}&" ＝ "&{words[1]}&IF({sums[0]}={sums[1]},"（相符）","（不相符）")'

    def _add(self, chart: "_Chart") -> None:
        """Bars of these columns, the words of column A below them."""
        from openpyxl.chart import BarChart, Reference, Series
        from openpyxl.chart.data_source import StrRef
        from openpyxl.chart.series import SeriesLabel

        if chart.last < chart.first:
            return
        made = BarChart()
        made.type, made.title, made.height, made.width = "col", chart.title, 8, 12.5
        made.y_axis.delete = made.x_axis.delete = False
        rows = {"min_row": chart.first, "max_row": chart.last}
        for column in chart.columns:
            series = Series(Reference(self._sheet, min_col=column, **rows))
            series.tx = SeriesLabel(strRef=StrRef(f"'{FIGURES}'!${_letter(column)}${chart.heading}"))
            made.series.append(series)
        made.set_categories(Reference(self._sheet, min_col=1, **rows))
        self._sheet.add_chart(made, chart.anchor)


class _Chart(NamedTuple):
    """`heading` is the row that names the columns; the rest are rows of the sheet, and a cell."""

    title: str
    heading: int
    first: int
    last: int
    columns: Sequence[int]
    anchor: str


def _explain(sheet: Any, table: FigureTable) -> None:
    told = _Sheet(sheet, table)
    told._text(1, 1, "各栏怎样数", font=told._big)
    told._heading(HEADINGS, ["栏目", "怎样数"])
    for row, one in enumerate(table.figures, start=HEADINGS + 1):
        told._text(row, 1, one.label, **told._middle)
        told._text(row, 2, one.about, **told._boxed)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 90


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))
