"""A designed workbook and what stands where in it: one call fills its rows, all else stays as it was designed."""

import re
import tomllib
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import unescape

from studio_app.core.errors import Refused, Unavailable
from studio_app.workbook.body import Body, Kind, Pattern, RowLook, Value
from studio_app.workbook.cell_text import cleaned, escaped, units
from studio_app.workbook.looks import GENERAL, Looks
from studio_app.workbook.package import CONTENT_TYPES, Package
from studio_app.workbook.references import Shift, column_number, corners, letter
from studio_app.workbook.row_height import MAX_HEIGHT, height, line_count
from studio_app.workbook.shifting import master_of, numbered, placed, shift_package
from studio_app.workbook.splice import Element, Part

HEADER_LIMIT = 255  # UTF-16 units of a page header or footer; longer ones make Excel repair the file
EMPTY = 60.0  # points of the row that reports an empty period
_AIR = 3.0  # points around a text that was filled in
_PADDED = 5 / 7  # a column's file width counts 5 pixels of padding, a digit of 宋体 10.5 has 7 (§18.3.1.13)
_USUAL_WIDTH = 9.14
_CHUNK = 1 << 16  # characters gathered before they go to the compressor
_EPOCH_1904 = 1462
_ALWAYS = (1980, 1, 1, 0, 0, 0)  # the same rows give the same bytes; the file's age is nobody's business
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_IN_RUN = re.compile(r"(<(?:\w+:)?t\b[^>]*>)([^<]*)(?=</)")
_PLACE = re.compile("&[LCR]")  # left, centre, right
_SEE_NOTE = "说明见表末"
_NOT_KEPT = {"r", "spans", "ht", "customHeight", "hidden"}
_BEFORE_MERGES = (
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What stands where: the sheet, its ready rows, and letter → field and kind of each column that is filled."""

    sheet: str
    first: int
    last: int
    fields: Mapping[str, tuple[str, Kind]]
    empty: str = ""


@dataclass(frozen=True)
class Column:
    """A column that is filled; `width` in half-width characters of the usual font, endless where it is hidden."""

    key: str
    letter: str
    kind: Kind
    title: str
    width: float


def load(path: Path) -> "Template":
    """The template told by a TOML file, whose workbook lies beside it; Refused says what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        data = path.with_suffix(".xlsx").read_bytes()
    except OSError as error:
        raise Unavailable(f"读不到台账格式文件“{path.stem}”，请检查 .toml 和 .xlsx 是否都在。") from error
    except ValueError as error:
        raise Refused(f"台账格式文件“{path.name}”写得不对：{error}") from error
    try:
        return Template(data, _plan(table))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"台账格式文件“{path.name}”写得不对：{error}") from error


def _plan(table: dict[str, Any]) -> Plan:
    fields = {place: (told["key"], Kind(told.get("kind", Kind.TEXT))) for place, told in table["columns"].items()}
    first, last = table["rows"]
    if len({key for key, _kind in fields.values()}) < len(fields):
        raise ValueError("列的 key 不能重复")
    return Plan(table["sheet"], first, last, dict(sorted(fields.items(), key=_by_letter)), table.get("empty", ""))


def _by_letter(field: tuple[str, Any]) -> int:
    return column_number(field[0])


class Template:
    """A workbook that can be filled any number of times."""

    def __init__(self, data: bytes, plan: Plan) -> None:
        """Refused where the plan does not fit the workbook."""
        self._data, self.plan = data, plan
        self._sheet = _Sheet(Package(data), plan)

    @property
    def columns(self) -> tuple[Column, ...]:
        """In the order of the sheet, in which `fill` expects the values of a row."""
        return tuple(
            Column(key, place, kind, self._sheet.title(place), self._sheet.width(place))
            for place, (key, kind) in self.plan.fields.items()
        )

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _kind in self.plan.fields.values())

    @property
    def headings(self) -> list[str]:
        """Of the columns that are seen."""
        return ["".join(column.title.split()) for column in self.columns if column.width < inf]

    @property
    def placeholders(self) -> frozenset[str]:
        """Every name `fill` must be given a value for."""
        return frozenset(name for text in self._sheet.spoken() for name in _PLACEHOLDER.findall(text))

    def fill(self, values: Mapping[str, str], rows: Iterable[Sequence[Value]], stream: BinaryIO) -> int:
        """Writes the filled workbook and returns the number of records.

        `values` fill the placeholders `{name}`; `rows` are taken one by one, money is int in 分. What no cell can
        hold goes on in the rows below. Refused: too many rows, a placeholder without value.
        """
        package = Package(self._data)
        sheet = _Sheet(package, self.plan)
        sheet.speak({name: cleaned(value) for name, value in values.items()})
        package.remove("calcChain")
        body = sheet.body()
        if any(one.formula for one in body.patterns):  # it may name what stands below: their count is needed first
            rows = list(rows)
            deque(body.rows(rows), maxlen=0)
            body = sheet.body(body.written or 1)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_entry(CONTENT_TYPES), package.read(CONTENT_TYPES))
            with archive.open(_entry(sheet.name), "w") as part:
                for piece in sheet.written(body, rows):
                    part.write(piece)
            for name in package.names():  # they hear from the rows
                if name not in {sheet.name, CONTENT_TYPES}:
                    archive.writestr(_entry(name), sheet.data(name))
        return body.records


def _entry(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, date_time=_ALWAYS)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Joined to what is worth compressing at once; memory stays that of one chunk."""
    gathered: list[str] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield "".join(gathered).encode()
            gathered, size = [], 0
    yield "".join(gathered).encode()


def _spooled(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Kept, packed, until the last row is known: a formula above the rows has to name it."""
    packed = [zlib.compress(piece, 1) for piece in pieces]
    return map(zlib.decompress, packed)


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with `{name}` replaced; a value may itself hold braces. Refuses a name nobody fills."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise Refused(f"台账格式里的“{{{match[1]}}}”没有内容可填，请改正格式文件后再导出。")
        return values[match[1]]

    return _PLACEHOLDER.sub(value, template)


def _in_run(raw: str, values: Mapping[str, str]) -> str:
    return escaped(filled(unescape(raw, {"&quot;": '"', "&apos;": "'"}), values))


class _Sheet:
    """The sheet that is filled, of one package."""

    def __init__(self, package: Package, plan: Plan) -> None:
        self._package, self._plan = package, plan
        self.name = package.sheet(plan.sheet)
        self._part: Part = package.part(self.name)
        styles = package.linked("styles", source=package.book)
        self._styles = styles[0] if styles else ""
        self._looks = Looks(package.read(self._styles)) if styles else Looks(b"<styleSheet/>")
        data = self._part.root.first("sheetData")
        self._rows = numbered(data.children if data else [])
        missing = [row for row in (plan.first, plan.last) if row not in self._rows]
        if missing or not plan.fields:
            raise ValueError(f"模板的工作表里没有第 {plan.first} 到 {plan.last} 行")
        self._cells = {row: placed(element.children) for row, element in self._rows.items()}
        merges = self._part.root.first("mergeCells")
        self._merges = [(one, corners(one.attributes["ref"])) for one in merges.children] if merges else []

    # --- what stands on it -----------------------------------------------------------------------------------

    @cached_property
    def _shared(self) -> list[Element]:
        """The texts cells share, never changed."""
        found = self._package.linked("sharedStrings", source=self._package.book)
        self._strings = Part(self._package.read(found[0])) if found else None
        return self._strings.root.children if self._strings else []

    def _said(self, cell: Element) -> str:
        value = cell.first("v")
        if cell.attributes.get("t") == "s" and value:
            return self._shared[int(value.said)].said
        inline = cell.first("is")
        return inline.said if inline else value.said if value else ""

    def title(self, place: str) -> str:
        """The nearest words above the column."""
        for row in range(self._plan.first - 1, 0, -1):
            cell = self._cells.get(row, {}).get(column_number(place))
            if cell and (words := self._said(cell)):
                return words
        return ""

    def width(self, place: str) -> float:
        """Of a cell of the rows, merged with its neighbours or not."""
        number = column_number(place)
        spans = (span for _one, span in self._merges if span[1] == self._plan.first and span[0] == number)
        return self._wide(number, next(spans, (0, 0, number, 0))[2])

    def _wide(self, first: int, last: int) -> float:
        return round(sum(self._widths.get(number, _USUAL_WIDTH) - _PADDED for number in range(first, last + 1)), 4)

    @cached_property
    def _widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for one in (self._part.root.first("cols") or Element("", "", {}, 0, 0)).children:
            told = one.attributes
            width = inf if told.get("hidden") in {"1", "true"} else float(told.get("width", _USUAL_WIDTH))
            last = min(int(told["max"]), int(told["min"]) + 256)
            found |= dict.fromkeys(range(int(told["min"]), last + 1), width)
        return found

    def _speaking(self) -> Iterator[tuple[int, Element]]:
        """Cells outside the rows that hold a placeholder, with their row."""
        for row, cells in self._cells.items():
            if not self._plan.first <= row <= self._plan.last:
                yield from ((row, cell) for cell in cells.values() if _PLACEHOLDER.search(self._said(cell)))

    def _running(self) -> list[Element]:
        """Lines at the top and bottom of each page."""
        found = self._part.root.first("headerFooter")
        return found.children if found else []

    def spoken(self) -> list[str]:
        return [self._said(cell) for _row, cell in self._speaking()] + [one.text for one in self._running()]

    # --- title, heading and foot ------------------------------------------------------------------------------

    def speak(self, values: Mapping[str, str]) -> None:
        """Fill the placeholders; a row is as high as what it says, and hidden where that is nothing."""
        needed: dict[int, float] = {}
        told: dict[int, str] = {}
        for row, cell in self._speaking():
            words = filled(self._said(cell), values)
            self._say(cell, words, values)
            told[row] = told.get(row, "") + words
            needed[row] = max(needed.get(row, 0.0), self._needed(row, cell, words))
        for row, points in needed.items():
            self._fit(row, points, hidden=not told[row].strip())
        doubled = {name: value.replace("&", "&&") for name, value in values.items()}  # a single one begins a code
        for one in self._running():
            text = filled(one.text, doubled)
            text = filled(one.text, dict.fromkeys(doubled, _SEE_NOTE)) if units(text) > HEADER_LIMIT else text
            self._part.say(one, text if _PLACE.sub("", text).strip() else "")

    def _fit(self, row: int, points: float, *, hidden: bool) -> None:
        element = self._rows[row]
        points = min(max(points, float(element.attributes.get("ht", 0))), MAX_HEIGHT)
        self._part.set(element, "ht", f"{points:g}")
        self._part.set(element, "customHeight", "1")
        if hidden:
            self._part.set(element, "hidden", "1")

    def _say(self, cell: Element, words: str, values: Mapping[str, str]) -> None:
        """Runs keep their looks where no placeholder is spread over two."""
        name, raw = cell.prefix, self._runs(cell)
        inner = _IN_RUN.sub(lambda match: match[1] + _in_run(match[2], values), raw)
        inner = inner or f'<{name}t xml:space="preserve">{escaped(words)}</{name}t>'
        self._part.set(cell, "t", "inlineStr")
        self._part.replace(cell.inside, cell.after, f"<{name}is>{inner}</{name}is>")

    def _runs(self, cell: Element) -> str:
        """The runs of a rich text; empty where it is plain, or a placeholder would be lost among them."""
        value = cell.first("v")
        source = self._part
        holder = cell.first("is")
        if cell.attributes.get("t") == "s" and value:
            holder = self._shared[int(value.said)]
            source = self._strings or source
        if holder is None or not any(one.name == "r" for one in holder.children):
            return ""
        whole = len(_PLACEHOLDER.findall(holder.said))
        kept = [one for one in holder.children if one.name == "r"]
        if sum(len(_PLACEHOLDER.findall(one.said)) for one in kept) < whole:
            return ""
        return "".join(source.data[one.start : one.end].decode() for one in kept)

    def _needed(self, row: int, cell: Element, words: str) -> float:
        column = next(number for number, one in self._cells[row].items() if one is cell)
        look = self._looks.of(int(cell.attributes.get("s", 0)))
        last = next((span[2] for _one, span in self._merges if span[:2] == (column, row)), column)
        wide = self._wide(column, last) * self._looks.usual / look.size
        return height(line_count(words, wide), look.size) + _AIR

    # --- the rows ----------------------------------------------------------------------------------------------

    def body(self, count: int | None = None) -> Body:
        """For any number of rows, or for so many where formulas stand among the fields."""
        row = self._rows[self._plan.first]
        kept = "".join(
            f' {name}="{value}"' for name, value in row.attributes.items() if ":" not in name and name not in _NOT_KEPT
        )
        least = min(float(row.attributes.get("ht", 0)), MAX_HEIGHT)
        spare = max(self._rows) - self._plan.last
        look = RowLook(row.prefix, kept, least, _EPOCH_1904 if self._begins_1904() else 0)
        shift = self._shift(count) if count else None
        return Body(self._patterns(shift), look, self._looks, self._plan.first, spare)

    def _shift(self, count: int) -> Shift:
        return Shift(self._plan.sheet, self._plan.first, self._plan.last, count)

    def _begins_1904(self) -> bool:
        told = self._package.part(self._package.book).root.first("workbookPr")
        return told is not None and told.attributes.get("date1904") in {"1", "true"}

    def _patterns(self, shift: Shift | None) -> list[Pattern]:
        cells = self._cells[self._plan.first]
        fields = {column_number(place): kind for place, (_key, kind) in self._plan.fields.items()}
        return [
            Pattern(
                letter(number),
                int(cells[number].attributes.get("s", 0)) if number in cells else 0,
                self.width(letter(number)),
                fields.get(number),
                self._formula(cells[number], shift) if number in cells and number not in fields else "",
            )
            for number in sorted(fields.keys() | cells.keys())
        ]

    def _formula(self, cell: Element, shift: Shift | None) -> str:
        found = cell.first("f")
        text = master_of(self._part, found).text if found else ""
        return shift.formula(text, here=True, fixed=True) if shift else text

    # --- writing -----------------------------------------------------------------------------------------------

    def written(self, body: Body, rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
        """The part in the order of the file; a formula above the rows has to wait for the last of them."""
        begin, end = self._rows[self._plan.first].start, self._rows[self._plan.last].end
        pieces = _chunks(self._all_rows(body, rows))
        waits = any(any(row.every("f")) for number, row in self._rows.items() if number < self._plan.first)
        if waits:
            pieces = _spooled(pieces)
            self._follow(body)
        for one in self._part.root.every("dimension"):  # need not be said, and is not known yet
            self._part.remove(one)
        yield self._part.changed(0, begin)
        yield from pieces
        if not waits:
            self._follow(body)
        yield self._part.changed(end, len(self._part.data))

    def _all_rows(self, body: Body, rows: Iterable[Sequence[Value]]) -> Iterator[str]:
        yield from body.rows(rows)
        if not body.records:
            yield self._empty_row(body)

    def _empty_row(self, body: Body) -> str:
        """The row that says there is nothing, over the whole width."""
        body.written, row, name = 1, self._plan.first, body.look.prefix
        style = body.patterns[0].style
        if self._plan.empty:
            style = self._looks.variant(style, number=GENERAL, horizontal="center", vertical="center")
        said = f'<{name}is><{name}t xml:space="preserve">{escaped(self._plan.empty)}</{name}t></{name}is>'
        cells = [f'<{name}c r="{one.letter}{row}" s="{style}"/>' for one in body.patterns[1:]]
        first = f'<{name}c r="{body.patterns[0].letter}{row}" s="{style}" t="inlineStr">{said}</{name}c>'
        return f'<{name}row r="{row}" ht="{EMPTY:g}" customHeight="1">{first}{"".join(cells)}</{name}row>'

    def _follow(self, body: Body) -> None:
        """What points at the rows, and the merged cells among them."""
        first, last = self._plan.first, self._plan.last
        shift_package(self._package, self.name, self._shift(body.written))
        inner = [(one, span) for one, span in self._merges if first <= span[1] <= span[3] <= last]
        inner = [(one, span) for one, span in inner if (span[1], span[3]) != (first, last) or first == last]
        for one, _span in inner:
            self._part.remove(one)
        own = [span for _one, span in inner if span[1] == first] if body.records else []
        self._merge(len(self._merges) - len(inner), [*self._merged_rows(body, own), *self._merged_tall(body)])

    def _merged_rows(self, body: Body, spans: Sequence[tuple[int, int, int, int]]) -> Iterator[str]:
        """Cells merged across in the pattern row are so in each row."""
        for row in range(self._plan.first, self._plan.first + body.written) if spans else ():
            yield from (f"{letter(span[0])}{row}:{letter(span[2])}{row}" for span in spans)

    def _merged_tall(self, body: Body) -> Iterator[str]:
        shown = [one.letter for one in body.patterns if one.width < inf]
        for first, last in body.tall:
            yield from (f"{one.letter}{first}:{one.letter}{last}" for one in body.patterns)
        if not body.records and self._plan.empty and len(shown) > 1:
            yield f"{shown[0]}{self._plan.first}:{shown[-1]}{self._plan.first}"

    def _merge(self, kept: int, more: Sequence[str]) -> None:
        """So many of the template's merged ranges stay; `more` come."""
        whole = self._part.root.first("mergeCells")
        name = self._part.root.prefix
        made = "".join(f'<{name}mergeCell ref="{reference}"/>' for reference in more)
        if whole and kept + len(more):
            self._part.set(whole, "count", str(kept + len(more)))
            self._part.replace(whole.after, whole.after, made)
        elif whole:
            self._part.remove(whole)
        elif more:
            found = (self._part.root.first(before) for before in reversed(_BEFORE_MERGES))
            after = next(one for one in found if one)
            self._part.replace(after.end, after.end, f'<{name}mergeCells count="{len(more)}">{made}</{name}mergeCells>')

    def data(self, name: str) -> bytes:
        """Of another part, as it is to be written."""
        return self._looks.data() if name == self._styles else self._package.read(name)
