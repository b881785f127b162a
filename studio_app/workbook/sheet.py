"""Streams the worksheet part row by row, so that a ledger of any length takes the same memory."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice, zip_longest

from studio_app.core.errors import Refused
from studio_app.workbook.body_cell import BodyColumn, Value
from studio_app.workbook.cell_text import cells_of, cleaned, escaped, goes_on, units
from studio_app.workbook.row_height import MAX_HEIGHT, height, line_count
from studio_app.workbook.spec import Align, Band, Column, Font, Margins, Page, WorkbookSpec, filled
from studio_app.workbook.style_sheet import Look, StyleSheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
AT_ONCE = 100  # rows taken and then written: quicker than a row after the other
MAX_ROWS = 1_048_576
MIN_LINES = 2  # a record of one short line still leaves room for a note by hand
SIGNATURE = 40.0  # points, room for a signature by hand
EMPTY = 60.0  # points of the row that reports an empty period
_AIR = 3.0  # points around title, bands and note
_PADDED = 5 / 7  # a column's file width counts 5 pixels of padding, a digit of 宋体 10.5 has 7 (§18.3.1.13)


def letter(number: int) -> str:
    """The column name of a number from 1: A to Z, AA and so on."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Sheet:
    """The parts of one worksheet in the order ECMA-376-1 §18.3.1.99 prescribes: `head`, `body`, `foot`."""

    def __init__(self, spec: WorkbookSpec, values: Mapping[str, str], styles: StyleSheet) -> None:
        self._spec = spec
        self._values = {name: cleaned(value) for name, value in values.items()}
        self._styles = styles
        self._letters = [letter(n) for n in range(1, len(spec.columns) + 1)]
        body = Look(spec.fonts.body)
        self._columns = self._body_columns(body)
        self._tall_columns = self._body_columns(replace(body, vertical="top"))
        self._merged: list[str] = []
        self._tall: list[tuple[int, int]] = []  # first and last sheet row of records higher than one row may be
        self._thirds = _thirds(spec.visible)
        self.first_header = 2 + any(spec.second_row.parts)
        self.last_header = self.first_header + spec.header_rows - 1
        self.last_row = 0
        self.records = 0

    def _body_columns(self, look: Look) -> list[BodyColumn]:
        pairs = zip(self._letters, self._spec.columns, strict=True)
        return [BodyColumn(name, column, look, self._styles) for name, column in pairs]

    @property
    def last_letter(self) -> str:
        return self._letters[len(self._spec.visible) - 1]

    # ---- above the table

    def head(self) -> Iterator[str]:
        yield f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        yield self._view()
        yield '<sheetFormatPr defaultRowHeight="15"/><cols>'
        for n, column in enumerate(self._spec.columns, start=1):
            hidden = ' hidden="1"' if column.hidden else ""
            yield f'<col min="{n}" max="{n}" width="{column.width + _PADDED:.4f}" customWidth="1"{hidden}/>'
        yield "</cols><sheetData>"
        yield self._title()
        if any(self._spec.second_row.parts):
            yield self._band(self._spec.second_row)
        yield from self._header()

    def _view(self) -> str:
        top = self.last_header + 1
        return (
            f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{self.last_header}"'
            f' topLeftCell="A{top}" activePane="bottomLeft" state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="A{top}" sqref="A{top}"/></sheetView></sheetViews>'
        )

    def _title(self) -> str:
        font = self._spec.fonts.title
        text = filled(self._spec.title, self._values)
        return self._wide_row(text, Look(font, number="General", box=False))

    def _band(self, band: Band, *, at_least: float = 0) -> str:
        """Left, middle and right part, each merged over about a third of the width."""
        font = self._spec.fonts.band
        row = self._next_row()
        cells, lines = [], 1
        for (first, last), part, align in zip(self._thirds, band.parts, Align, strict=True):
            text = filled(part, self._values)
            style = self._styles.index(Look(font, number="General", align=align, box=False))
            cells += self._span(row, (first, last), text, style)
            lines = max(lines, self._lines(text, (first, last), font))
        return _row(row, "".join(cells), max(height(lines, font.size) + _AIR, at_least))

    def _header(self) -> Iterator[str]:
        grouped = self._spec.header_rows == 2
        style = self._styles.index(Look(self._spec.fonts.header, number="General"))
        if grouped:
            yield self._group_row(style)
        row = self._next_row()
        under = [column.title if column.group or not grouped else "" for column in self._spec.columns]
        cells = [_text(f"{name}{row}", style, title) for name, title in zip(self._letters, under, strict=True)]
        yield _row(row, "".join(cells), self._header_height() / self._spec.header_rows)

    def _group_row(self, style: int) -> str:
        """The upper header row: groups merged across, all other titles merged down."""
        row = self._next_row()
        cells: list[str] = []
        at = 0
        for group, run in groupby(self._spec.columns, key=lambda column: column.group):
            columns = list(run)
            if group:
                cells += self._span(row, (at, at + len(columns) - 1), group, style)
            else:
                for n, column in enumerate(columns, start=at):
                    cells.append(_text(f"{self._letters[n]}{row}", style, column.title))
                    self._merged.append(f"{self._letters[n]}{row}:{self._letters[n]}{row + 1}")
            at += len(columns)
        return _row(row, "".join(cells), self._header_height() / 2)

    def _header_height(self) -> float:
        """All header rows together: the longest title, a grouped one having half of the rows."""
        font = self._spec.fonts.header
        needed = [
            height(self._lines(column.title, (n, n), font), font.size) * (2 if column.group else 1)
            for n, column in enumerate(self._spec.columns)
        ]
        return min(max(needed), MAX_HEIGHT)

    # ---- the table

    def body(self, rows: Iterable[Sequence[Value]]) -> Iterator[str]:
        """One chunk per record, more where a text goes on; without any record the row that reports so."""
        coming = iter(rows)
        while step := list(islice(coming, AT_ONCE)):
            self.records += len(step)
            yield from [self._record(part) for row in step for part in _parts(row)]
        if not self.records:
            yield self._wide_row(self._spec.empty, Look(self._spec.fonts.band, number="General"), at_least=EMPTY)

    def _record(self, row: Sequence[Value]) -> str:
        number = self._next_row()
        cells, lines = self._cells(self._columns, row, number)
        points = height(max(lines, MIN_LINES), self._spec.fonts.body.size)
        return _row(number, cells, points) if points <= MAX_HEIGHT else self._tall_record(number, row, points)

    def _cells(self, columns: list[BodyColumn], row: Sequence[Value], number: int) -> tuple[str, int]:
        """The record's cells and the lines of the fullest one."""
        cells, lines = [], 1
        for column, value in zip(columns, row, strict=True):
            xml, count = column.cell(value, number)
            cells.append(xml)
            if count > lines:  # noqa: PLR1730 — asked 170,000 times of a long ledger
                lines = count
        return "".join(cells), lines

    def _tall_record(self, number: int, row: Sequence[Value], points: float) -> str:
        """Spreads a record over merged rows: none may exceed 409 points, nothing may be clipped."""
        count = math.ceil(points / MAX_HEIGHT)
        cells, _ = self._cells(self._tall_columns, row, number)
        rows = [_row(number, cells, points / count)]
        for _ in range(count - 1):
            below = self._next_row()
            blanks = "".join(column.blank_cell(below) for column in self._tall_columns)
            rows.append(_row(below, blanks, points / count))
        self._tall.append((number, self.last_row))
        return "".join(rows)

    # ---- below the table

    def foot(self) -> Iterator[str]:
        last_body = self.last_row
        note = filled(self._spec.note, self._values)
        if note:
            yield self._wide_row(note, Look(self._spec.fonts.band, number="General", align=Align.LEFT, box=False))
        if any(self._spec.signature_row.parts):
            yield self._band(self._spec.signature_row, at_least=SIGNATURE)
        yield "</sheetData>"
        yield from self._merges()
        yield page_xml(self._spec.page, self._values)
        area = f"A{self.last_header + 1}:{self.last_letter}{last_body}"
        yield f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
        yield "</worksheet>"

    def _merges(self) -> Iterator[str]:
        count = len(self._merged) + len(self._tall) * len(self._letters)
        yield f'<mergeCells count="{count}">'
        yield "".join(f'<mergeCell ref="{ref}"/>' for ref in self._merged)
        for first, last in self._tall:
            yield "".join(f'<mergeCell ref="{name}{first}:{name}{last}"/>' for name in self._letters)
        yield "</mergeCells>"

    # ---- rows and spans

    def _next_row(self) -> int:
        if self.last_row >= MAX_ROWS - 2:  # two are kept for note and signatures
            raise Refused(f"一张表最多 {MAX_ROWS} 行，这段时间的记录放不下。请缩短期间，分几次导出。")
        return self._add_row()

    def _add_row(self) -> int:
        self.last_row += 1
        return self.last_row

    def _wide_row(self, text: str, look: Look, *, at_least: float = 0) -> str:
        """A row whose one cell is merged over the whole width that is seen."""
        row = self._add_row()
        span = (0, len(self._spec.visible) - 1)
        cells = self._span(row, span, text, self._styles.index(look))
        needed = height(self._lines(text, span, look.font), look.font.size) + _AIR
        return _row(row, "".join(cells), max(needed, at_least))

    def _span(self, row: int, span: tuple[int, int], text: str, style: int) -> list[str]:
        """Cells of a merged range: the text in the first, every one styled so that borders are whole."""
        first, last = span
        if last > first:
            self._merged.append(f"{self._letters[first]}{row}:{self._letters[last]}{row}")
        rest = (f'<c r="{self._letters[n]}{row}" s="{style}"/>' for n in range(first + 1, last + 1))
        return [_text(f"{self._letters[first]}{row}", style, text), *rest]

    def _lines(self, text: str, span: tuple[int, int], font: Font) -> int:
        """Lines in a merged range, in a font that may be larger than the one widths are counted in."""
        first, last = span
        width = sum(column.width for column in self._spec.columns[first : last + 1])
        return line_count(text, width * self._spec.fonts.body.size / font.size)


def _parts(row: Sequence[Value]) -> Iterable[Sequence[Value]]:
    """The record; what no cell can hold goes on in rows below it."""
    if not goes_on(row):
        return [row]
    columns = [list(cells_of(cleaned(value))) if isinstance(value, str) else [value] for value in row]
    return zip_longest(*columns)


def _row(number: int, cells: str, points: float) -> str:
    return f'<row r="{number}" ht="{min(points, MAX_HEIGHT):g}" customHeight="1">{cells}</row>'


def _text(reference: str, style: int, text: str) -> str:
    if not text:
        return f'<c r="{reference}" s="{style}"/>'
    inline = f'<is><t xml:space="preserve">{escaped(text)}</t></is>'
    return f'<c r="{reference}" s="{style}" t="inlineStr">{inline}</c>'


def _thirds(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Three neighbouring column ranges of about the same width, none empty."""
    total = sum(column.width for column in columns)
    reached = 0.0
    cuts: list[int] = []
    for n, column in enumerate(columns):
        reached += column.width
        share = (len(cuts) + 1) / 3
        if len(cuts) < 2 and (reached >= total * share or n == len(columns) - 3 + len(cuts)):
            cuts.append(n)
    return [(0, cuts[0]), (cuts[0] + 1, cuts[1]), (cuts[1] + 1, len(columns) - 1)]


HEADER_LIMIT = 255  # UTF-16 units of a page header or footer; longer ones make Excel repair the file
_PAPER = {"A4": 9, "A3": 8}  # ECMA-376-1 §18.3.1.63
_CM_PER_INCH = 2.54
_PLACE = re.compile("&[LCR]")  # left, centre, right
_SEE_NOTE = "说明见表末"


def page_xml(page: Page, values: Mapping[str, str]) -> str:
    """printOptions, pageMargins, pageSetup and headerFooter, the order of ECMA-376-1 §18.3.1.99."""
    return (
        '<printOptions horizontalCentered="1"/>'
        + _margins(page.margins)
        + _setup(page)
        + f"<headerFooter>{_running('oddHeader', page.header, values)}"
        + f"{_running('oddFooter', page.footer, values)}</headerFooter>"
    )


def _margins(margins: Margins) -> str:
    """ECMA-376-1 §18.3.1.62; inches in the file."""
    sides = ("left", "right", "top", "bottom", "header", "footer")
    inches = (f'{side}="{getattr(margins, side) / _CM_PER_INCH:.4f}"' for side in sides)
    return f"<pageMargins {' '.join(inches)}/>"


def _setup(page: Page) -> str:
    """ECMA-376-1 §18.3.1.63; as many pages high as needed, one wide."""
    way = "landscape" if page.landscape else "portrait"
    return f'<pageSetup paperSize="{_PAPER[page.paper]}" fitToHeight="0" orientation="{way}"/>'


def _running(tag: str, template: str, values: Mapping[str, str]) -> str:
    """Values must not be read as codes: & is doubled (§18.3.1.46). Too long: it points to the note."""
    doubled = {name: value.replace("&", "&&") for name, value in values.items()}
    text = filled(template, doubled)
    if units(text) > HEADER_LIMIT:
        text = filled(template, dict.fromkeys(doubled, _SEE_NOTE))
    return f"<{tag}>{escaped(text)}</{tag}>" if _PLACE.sub("", text).strip() else ""
