"""One column of the table's body: turns a value into the XML of its cell and says how many lines it takes."""

import math
from dataclasses import replace
from datetime import date, datetime, time

from studio_app.workbook.cell_text import cleaned, escaped
from studio_app.workbook.row_height import line_count
from studio_app.workbook.spec import Align, Column, Kind
from studio_app.workbook.style_sheet import Look, StyleSheet

Value = str | int | float | date | datetime | None

DATE_FORMAT = "yyyy.m.d"
MOMENT_FORMAT = "yyyy.m.d hh:mm"
MONEY_FORMAT = "#,##0.00"
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DATE = date(1900, 3, 1)  # before it serial numbers are off by one (ECMA-376-1 §18.17.4.1)
_DIGITS = 15  # more are rounded by Excel and WPS
KEPT = 256  # texts of a column whose cell is remembered: type, source and result repeat on every page
INDENT = 1.3  # half-width characters the indent of left-aligned text takes from its line
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


class BodyColumn:
    """Cells are text unless column and value agree on a number; dates stay dates in every column."""

    def __init__(self, letter: str, column: Column, base: Look, styles: StyleSheet) -> None:
        """`base` carries what all cells of the body share: font, border, vertical place."""
        self.title = column.title
        self._known: dict[str, tuple[str, int]] = {}
        self._letter = letter
        self._kind = column.kind
        indented = column.align is Align.LEFT
        self._units = column.width - INDENT * indented if column.wrap else math.inf
        base = replace(base, align=column.align)
        text = replace(
            base, number="General" if column.kind is Kind.LONG else "@", wrap=column.wrap, indent=int(indented)
        )
        amount = MONEY_FORMAT if column.kind is Kind.MONEY else "General"
        self._text = styles.index(text)
        self._quoted = styles.index(replace(text, quoted=True))
        self._fills = [(word, styles.index(replace(text, fill=rgb))) for word, rgb in column.fills.items()]
        self._date, self._moment, self._number = (
            styles.index(replace(base, number=number, wrap=False, shrink=True))
            for number in (DATE_FORMAT, MOMENT_FORMAT, amount)
        )

    def cell(self, value: Value, row: int) -> tuple[str, int]:
        """XML (ECMA-376-1 §18.3.1.4) and number of lines; ValueError tells what no cell can hold."""
        if isinstance(value, str):
            xml, lines = self._known.get(value) or self._learnt(value)
            return f'<c r="{self._letter}{row}" {xml}', lines
        if value is None:
            return self.blank_cell(row), 1
        if isinstance(value, date):
            return self._date_cell(value, row)
        return self._number_cell(value, row)

    def blank_cell(self, row: int) -> str:
        return f'<c r="{self._letter}{row}" s="{self._text}"/>'

    def _learnt(self, text: str) -> tuple[str, int]:
        """What follows the reference of a text's cell, and the lines."""
        tail = self._tail(text)
        if len(self._known) < KEPT:
            self._known[text] = tail
        return tail

    def _tail(self, text: str) -> tuple[str, int]:
        text = cleaned(text)
        if not text:
            return f's="{self._text}"/>', 1
        content = f'<is><t xml:space="preserve">{escaped(text)}</t></is>'
        return f's="{self._style_of(text)}" t="inlineStr">{content}</c>', line_count(text, self._units)

    def _style_of(self, text: str) -> int:
        if text.startswith(_FORMULA_SIGNS):
            return self._quoted
        for word, style in self._fills:
            if text.startswith(word):
                return style
        return self._text

    def _date_cell(self, value: date, row: int) -> tuple[str, int]:
        """A moment is written as its own wall clock shows it; the caller makes it local before."""
        day = value.date() if isinstance(value, datetime) else value
        if day < _FIRST_DATE:
            return self.cell(f"{day.year}.{day.month}.{day.day}", row)
        serial: float = day.toordinal() - _EPOCH
        style = self._date
        if isinstance(value, datetime):
            clock = value.replace(tzinfo=None) - datetime.combine(day, time())
            serial, style = serial + clock.total_seconds() / 86_400, self._moment
        return self._plain(serial, style, row), 1

    def _number_cell(self, value: float, row: int) -> tuple[str, int]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise TypeError(f"{self.title}: {value!r} is no value of a cell")
        whole = isinstance(value, int)
        if self._kind not in {Kind.INT, Kind.MONEY} or (whole and len(str(abs(value))) > _DIGITS):
            return self.cell(str(value), row)
        if self._kind is Kind.MONEY:
            if not whole:
                raise TypeError(f"{self.title}: money is an int in 分, not {value!r}")
            value = value / 100
        return self._plain(value, self._number, row), 1

    def _plain(self, number: float, style: int, row: int) -> str:
        return f'<c r="{self._letter}{row}" s="{style}"><v>{number!r}</v></c>'
