"""A list as a workbook: a title, what has to be said of it, headings, and rows of text as they stood on the screen."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any, BinaryIO

from studio_app.core.errors import Refused
from studio_app.workbook.cell_text import cells_of, cleaned, literal
from studio_app.workbook.row_height import MAX_HEIGHT, height, line_count

FONT, SIZE, TITLE_SIZE = "宋体", 11, 16
NARROW, WIDE = 9, 56
"""Least and greatest width of a column, in half-width characters."""
MEASURED = 200
"""Rows whose words say how wide a column is to be."""
HEADINGS = 3
"""Their row: title and statement stand above."""
SHEET = "xl/worksheets/sheet1.xml"
MOST = 1_048_576
A4 = 9
AS_TEXT, GENERAL = "@", "General"
QUOTABLE = 255
"""Characters of a cell formatted as text that every program shows; of more some show ####."""


@dataclass(frozen=True)
class PlainList:
    """What stands around the rows; `statement` says for whom, for what and how far masked."""

    title: str
    statement: str
    headings: Sequence[str]


def write(told: PlainList, rows: Iterable[Sequence[str]], stream: BinaryIO) -> int:
    """Writes the workbook and returns how many rows were taken, one by one; what no cell can hold goes on below.

    Every cell is text, never a formula. The sheet goes straight into the archive: openpyxl by itself would keep it
    readable in the system's folder for temporary files. Refused where a sheet has no room for so many.
    """
    from openpyxl import Workbook
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Around(ExcelWriter):  # type: ignore[misc]  # openpyxl tells no types
        def write_worksheet(self, sheet: Any) -> None:
            """Of the sheet only what others say of it: it stands in the archive already."""
            sheet._rels = sheet._writer._rels
            self.manifest.append(sheet)

    book = Workbook(write_only=True)
    book.properties.creator = None
    sheet = book.create_sheet(told.title)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(SHEET, "w") as part:
            sheet._writer = WorksheetWriter(sheet, part)
            try:
                count = _Filling(sheet, told).fill(rows)
            finally:  # broken off too: it would be written to the end when the archive is closed
                sheet.close()
        Around(book, archive).save()
    return count


class _Filling:
    """Puts one list on its sheet."""

    def __init__(self, sheet: Any, told: PlainList) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet, self._told, self._at = sheet, told, 0
        line, bold = Font(name=FONT, size=SIZE), Font(name=FONT, size=SIZE, bold=True)
        around = dict.fromkeys(("left", "right", "top", "bottom"), Side(style="thin"))
        boxed = {"border": Border(**around), "alignment": Alignment(wrap_text=True, vertical="center")}
        self._title = self._cells(1, font=Font(name=FONT, size=TITLE_SIZE, bold=True))
        self._line = self._cells(1, font=line)
        self._heading = self._cells(font=bold, fill=PatternFill("solid", fgColor="EDEDED"), **boxed)
        self._body = self._cells(font=line, **boxed)

    def fill(self, rows: Iterable[Sequence[str]]) -> int:
        rest, count = iter(rows), 0
        first = [[cleaned(words) for words in row] for row in islice(rest, MEASURED)]
        self._widths = [_width(column) for column in zip(self._told.headings, *first, strict=True)]
        self._arrange()
        for row in chain(first, rest):
            count += 1
            for part in zip_longest(*(cells_of(cleaned(words)) for words in row), fillvalue=""):
                self._put(part, self._body, max(map(line_count, part, self._widths)))
        self._sheet.auto_filter.ref = f"A{HEADINGS}:{_letter(len(self._widths))}{self._at}"
        return count

    def _arrange(self) -> None:
        """What a program reads before the rows, and the rows above the list."""
        sheet = self._sheet
        sheet.freeze_panes = f"A{HEADINGS + 1}"
        sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", A4, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for place, width in enumerate(self._widths, start=1):
            sheet.column_dimensions[_letter(place)].width = width
        sheet._writer.write_top()
        self._put([self._told.title], self._title, size=TITLE_SIZE)
        self._put([self._told.statement], self._line)
        self._put(self._told.headings, self._heading)

    def _cells(self, count: int = 0, **look: Any) -> list[tuple[Any, Any]]:
        """Dressed once and filled anew for every row, one formatted as text and one for what is too long for that."""
        from openpyxl.cell import WriteOnlyCell

        made = [
            (WriteOnlyCell(self._sheet), WriteOnlyCell(self._sheet)) for _ in range(count or len(self._told.headings))
        ]
        for pair in made:
            for cell, number_format in zip(pair, (AS_TEXT, GENERAL), strict=True):
                cell.number_format = number_format
                for name, value in look.items():
                    setattr(cell, name, value)
        return made

    def _put(self, words: Sequence[str], cells: list[tuple[Any, Any]], lines: int = 1, size: int = SIZE) -> None:
        self._at += 1
        if self._at > MOST:
            raise Refused(f"一张表最多 {MOST} 行，这份名单放不下。请先筛选，分几次导出。")
        row = [pair[len(text) > QUOTABLE] for text, pair in zip(words, cells, strict=True)]
        for cell, text in zip(row, words, strict=True):
            cell._value, cell.data_type = (
                literal(text),
                "s",
            )  # a value set the usual way may become a formula, or be cut
        heights = self._sheet.row_dimensions
        heights[self._at] = {"ht": f"{min(height(lines, size), MAX_HEIGHT):g}", "customHeight": "1"}
        self._sheet.append(row)
        del heights[self._at]


def _width(column: Iterable[str]) -> int:
    """As wide as its longest line, within limits."""
    lines = (line for words in column for line in words.split("\n"))
    widest = max(len(line) + sum(not sign.isascii() for sign in line) for line in lines)
    return min(max(widest + 2, NARROW), WIDE)


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))
