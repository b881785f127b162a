"""The rows of a filled table: a batch of values becomes text column by column, each row then one join."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from itertools import islice, repeat, zip_longest

from studio_app.core.errors import Refused
from studio_app.workbook.cell_text import CELL_LIMIT, cells_of, cleaned, escaped, goes_on
from studio_app.workbook.looks import GENERAL, QUOTABLE, TEXT, Look, Looks
from studio_app.workbook.references import filled_down
from studio_app.workbook.row_height import MAX_HEIGHT, height, line_count

Value = str | int | float | date | datetime | None

AT_ONCE = 100  # rows taken and then written: quicker than a row after the other
MAX_ROWS = 1_048_576
INDENT = 1.3  # half-width characters the indent of left-aligned text takes from its line
KEPT = 256  # texts of a column whose cell is remembered: type, source and result repeat on every page
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DATE = date(1900, 3, 1)  # before it serial numbers are off by one (ECMA-376-1 §18.17.4.1)
_DIGITS = 15  # more are rounded by Excel and WPS
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


class Kind(StrEnum):
    """What a column holds; a value of another type is written as what it is, text when in doubt."""

    TEXT = "text"
    DATE = "date"
    INT = "int"
    MONEY = "money"  # int in 分, written in 元


@dataclass(frozen=True)
class Pattern:
    """A cell of the pattern row. `width` is in half-width characters of the usual font."""

    letter: str
    style: int
    width: float
    kind: Kind | None = None
    """None where no field stands in it."""
    formula: str = ""


@dataclass(frozen=True)
class RowLook:
    """What all rows share: prefix of the elements, attributes of the row, its least height, where days begin."""

    prefix: str
    attributes: str
    least: float
    day_zero: int = 0


class _Column:
    """A value becomes what follows the number of its cell's row, up to the number of the next."""

    def __init__(self, pattern: Pattern, row: RowLook, looks: Looks, following: str, *, tall: bool = False) -> None:
        self._looks, self._row, self._kind, self._end = looks, row, pattern.kind, following
        self._style = looks.variant(pattern.style, vertical="top") if tall else pattern.style
        self._look: Look = looks.of(self._style)
        self._formula = pattern.formula
        units = pattern.width * looks.usual / self._look.size - INDENT * self._look.indent
        self._units = units if self._look.wraps or self._look.is_day else math.inf
        self._known: dict[Value, tuple[str, int]] = {}
        self.blank = f'" s="{self._style}"/>{following}'

    @property
    def size(self) -> float:
        return self._look.size

    def tails(self, values: Iterable[Value], offset: int) -> list[tuple[str, int]]:
        """Text and lines for each value; `offset` rows below the pattern stands the first."""
        if self._kind is None:
            return [(self._unfilled(offset + n), 1) for n, _value in enumerate(values)]
        known, learnt = self._known, self._learnt
        return [known.get(value) or learnt(value) for value in values]

    def _unfilled(self, offset: int) -> str:
        if not self._formula:
            return self.blank
        name, text = self._row.prefix, escaped(filled_down(self._formula, offset))
        return f'" s="{self._style}"><{name}f>{text}</{name}f></{name}c>{self._end}'

    def _learnt(self, value: Value) -> tuple[str, int]:
        made = self._tail(value)
        if len(self._known) < KEPT and (type(value) is date or isinstance(value, str)):  # True is 1 to a dictionary
            self._known[value] = made
        return made

    def _tail(self, value: Value) -> tuple[str, int]:
        if isinstance(value, str):
            return self._text(cleaned(value))
        if value is None:
            return self.blank, 1
        return self._day(value) if isinstance(value, date) else self._amount(value)

    def _text(self, text: str) -> tuple[str, int]:
        if not text:
            return self.blank, 1
        name, lines = self._row.prefix, line_count(text, self._units)
        content = f'<{name}is><{name}t xml:space="preserve">{escaped(text)}</{name}t></{name}is>'
        return f'" s="{self._style_of(text)}" t="inlineStr">{content}</{name}c>{self._end}', lines

    def _style_of(self, text: str) -> int:
        style, quoted = self._style, text.startswith(_FORMULA_SIGNS)
        if self._look.is_day:
            style = self._looks.variant(style, number=TEXT, wrapText="1", shrinkToFit=None)
        if self._look.number == TEXT and len(text) > QUOTABLE:
            style = self._looks.variant(style, number=GENERAL)
        return self._looks.variant(style, quoted=True) if quoted else style

    def _day(self, value: date) -> tuple[str, int]:
        """A moment is written as its own wall clock shows it; the caller makes it local before."""
        moment = isinstance(value, datetime)
        day = value.date() if isinstance(value, datetime) else value
        if day < _FIRST_DATE or not self._look.is_day or (moment and not self._look.has_hour):
            hour = f" {value:%H:%M}" if moment else ""
            return self._text(f"{day.year}.{day.month}.{day.day}{hour}")
        serial: float = day.toordinal() - _EPOCH - self._row.day_zero
        if isinstance(value, datetime):
            serial += (value.replace(tzinfo=None) - datetime.combine(day, time())).total_seconds() / 86_400
        return self._number(serial), 1

    def _amount(self, value: float) -> tuple[str, int]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise TypeError(f"{value!r} is no value of a cell")
        whole = isinstance(value, int)
        if self._kind not in {Kind.INT, Kind.MONEY} or (whole and len(str(abs(value))) > _DIGITS):
            return self._text(str(value))
        if self._kind is Kind.MONEY:
            if not whole:
                raise TypeError(f"money is an int in 分, not {value!r}")
            value = value / 100
        return self._number(value), 1

    def _number(self, number: float) -> str:
        name = self._row.prefix
        return f'" s="{self._style}"><{name}v>{number!r}</{name}v></{name}c>{self._end}'


@dataclass
class Body:
    """Makes the rows from `first` on. `records` are the rows taken, `written` those that stand on the sheet."""

    patterns: Sequence[Pattern]
    look: RowLook
    looks: Looks
    first: int
    spare: int
    """Rows below the table, for which there must be room."""
    records: int = 0
    written: int = 0
    tall: list[tuple[int, int]] = field(default_factory=list)
    """First and last row of each record higher than one row may be."""

    def __post_init__(self) -> None:
        self._columns = self._made(tall=False)
        self._opening = f'<{self.look.prefix}c r="{self.patterns[0].letter}'
        sizes = [column.size for column, pattern in zip(self._columns, self.patterns, strict=True) if pattern.kind]
        self._size = max(sizes)
        self._fields = sum(pattern.kind is not None for pattern in self.patterns)
        self._opened: dict[int, str] = {}

    @cached_property
    def _tall_columns(self) -> list[_Column]:
        return self._made(tall=True)

    def _made(self, *, tall: bool) -> list[_Column]:
        name = self.look.prefix
        following = [f'<{name}c r="{pattern.letter}' for pattern in self.patterns[1:]] + [f"</{name}row>"]
        pairs = zip(self.patterns, following, strict=True)
        return [_Column(pattern, self.look, self.looks, after, tall=tall) for pattern, after in pairs]

    def rows(self, rows: Iterable[Sequence[Value]]) -> Iterator[str]:
        """Text worth compressing at once; values come in the order of the columns that have a field."""
        coming = iter(rows)
        while step := list(islice(coming, AT_ONCE)):
            self.records += len(step)
            yield "".join(self._batch(step))

    def _batch(self, rows: list[Sequence[Value]]) -> Iterator[str]:
        made = self._tails(self._columns, rows)
        columns = [[text for text, _lines in column] for column in made]
        if any(max(map(len, texts)) > CELL_LIMIT // 2 for texts in columns) and any(map(goes_on, rows)):
            yield from self._batch([part for row in rows for part in _parts(row)])
            return
        texts = zip(*columns, strict=True)
        lines = map(max, *([lines for _text, lines in column] for column in made), repeat(1))
        for row, cells, fullest in zip(rows, texts, lines, strict=True):
            opened = self._opened.get(fullest) or self._open(fullest)
            if opened:
                number = str(self._next())
                yield number.join((f'<{self.look.prefix}row r="', opened, *cells))
            else:
                yield from self._tall_record(row, self._points(fullest))

    def _tails(self, columns: list[_Column], rows: Sequence[Sequence[Value]]) -> list[list[tuple[str, int]]]:
        values = zip(*rows, strict=True)
        if len(rows[0]) != self._fields:
            raise ValueError(f"{len(rows[0])} values for {self._fields} columns")
        nothing = (None,) * len(rows)
        pairs = zip(columns, self.patterns, strict=True)
        return [column.tails(next(values) if pattern.kind else nothing, self.written) for column, pattern in pairs]

    def _points(self, lines: int) -> float:
        return max(height(lines, self._size), self.look.least)

    def _open(self, lines: int) -> str:
        """What opens a row of so many lines; empty where it would be too high."""
        points = self._points(lines)
        if points > MAX_HEIGHT:
            return ""
        return self._opened.setdefault(lines, self._row_of(points))

    def _row_of(self, points: float) -> str:
        return f'"{self.look.attributes} ht="{points:g}" customHeight="1">{self._opening}'

    def _next(self) -> int:
        if self.first + self.written + self.spare > MAX_ROWS:
            raise Refused(f"一张表最多 {MAX_ROWS} 行，这段时间的记录放不下。请缩短期间，分几次导出。")
        self.written += 1
        return self.first + self.written - 1

    def _tall_record(self, row: Sequence[Value], points: float) -> Iterator[str]:
        """Spreads a record over merged rows: none may exceed 409 points, nothing may be clipped."""
        count = math.ceil(points / MAX_HEIGHT)
        begun = f'<{self.look.prefix}row r="', self._row_of(round(points / count, 1))
        cells = [column[0][0] for column in self._tails(self._tall_columns, [row])]
        first = self._next()
        yield str(first).join((*begun, *cells))
        blanks = [column.blank for column in self._tall_columns]
        for _ in range(count - 1):
            yield str(self._next()).join((*begun, *blanks))
        self.tall.append((first, self.first + self.written - 1))


def _parts(row: Sequence[Value]) -> Iterable[Sequence[Value]]:
    """The record; what no cell can hold goes on in rows below it."""
    if not goes_on(row):
        return [row]
    columns = [list(cells_of(cleaned(value))) if isinstance(value, str) else [value] for value in row]
    return zip_longest(*columns)
