"""Workbooks of Excel, WPS and LibreOffice: cells by calamine, and what it does not tell from the file itself."""

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

from studio_app.core.errors import Refused
from studio_app.workbook.reading import bounds
from studio_app.workbook.reading.raw import Book, Cell, Row, Sheet

Joined = list[tuple[int, int, int, int]]
_ATTRIBUTE = re.compile(rb'([\w:.-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


class Beside(Protocol):
    """What calamine does not tell of sheet `index`."""

    @property
    def since_1904(self) -> bool: ...

    def hidden_rows(self, index: int) -> set[int]: ...

    def faults(self, index: int) -> Iterator[tuple[int, int, str]]:
        """Row, column from 0, and the word of a cell whose formula failed."""

    def merged(self, index: int) -> Joined | None:
        """Joined cells; None where calamine knows them."""


def read(data: bytes, beside: Beside) -> Book:
    """Every worksheet with its rows that are not blank."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = Book(since_1904=beside.since_1904)
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as opened:
        for index, told in enumerate(opened.sheets_metadata):
            if told.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = opened.get_sheet_by_index(index)
            seen = Sheet(told.name, hidden=told.visible != SheetVisibleEnum.Visible)
            joined = beside.merged(index)
            if joined is None:
                joined = [(a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
            seen.merged = joined
            if sheet.height:
                _fill(seen, sheet.iter_rows(), beside, index)
            book.sheets.append(seen)
    return book


def _fill(sheet: Sheet, cells: Iterable[list[Cell]], beside: Beside, index: int) -> None:
    hidden = beside.hidden_rows(index)
    faults: dict[int, list[tuple[int, str]]] = {}
    for at, column, word in beside.faults(index):
        faults.setdefault(at, []).append((column, word))
    for number, row in enumerate(cells, 1):
        for column, word in faults.get(number, ()):
            if column < len(row):
                row[column] = word
        if any(map(_told, row)):
            sheet.rows.append(Row(number, row, number in hidden))


def _told(cell: Cell) -> bool:
    return cell != "" and not (isinstance(cell, str) and cell.isspace())


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name.rpartition(b":")[2]: one or two for name, one, two in _ATTRIBUTE.findall(tag)}


def _on(value: bytes) -> bool:
    return value in {b"1", b"true", b"on"}


class Xlsx:
    """Sheet parts in the workbook's order, looked at by local names: prefixes and paths differ by program."""

    _ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*)>")
    _FAULT = re.compile(rb"<(?:\w+:)?c(\s[^>]*?\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
    _VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.casefold().lstrip("/"): name for name in archive.namelist()}
        self._parts: dict[int, bytes] = {}

    @cached_property
    def _workbook(self) -> tuple[str, bytes]:
        for name in ("xl/workbook.xml", *self._names):
            if name in self._names and name.endswith("workbook.xml"):
                return name, self._archive.read(self._names[name])
        return "", b""  # a binary one

    @cached_property
    def since_1904(self) -> bool:
        found = re.search(rb"<(?:\w+:)?workbookPr(\s[^>]*)>", self._workbook[1])
        return found is not None and _on(_attributes(found[1]).get(b"date1904", b""))

    @cached_property
    def _sheets(self) -> list[str]:
        where, text = self._workbook
        folder, _, name = where.rpartition("/")
        links = self._names.get(f"{folder}/_rels/{name}.rels".lstrip("/"))
        if not links:
            return []
        told = (_attributes(tag) for tag in re.findall(rb"<(?:\w+:)?Relationship(\s[^>]*)>", self._archive.read(links)))
        targets = {one.get(b"Id", b""): one.get(b"Target", b"").decode("utf-8", "replace") for one in told}
        found = []
        for tag in re.findall(rb"<(?:\w+:)?sheet(\s[^>]*)>", text):
            target = targets.get(_attributes(tag).get(b"id", b""), "")
            found.append((target.lstrip("/") if target.startswith("/") else f"{folder}/{target}").casefold())
        return found

    def _part(self, index: int) -> bytes:
        if index not in self._parts:
            name = self._names.get(self._sheets[index], "") if index < len(self._sheets) else ""
            self._parts = {index: self._archive.read(name) if name else b""}
        return self._parts[index]

    def hidden_rows(self, index: int) -> set[int]:
        part = self._part(index)
        if b"hidden" not in part:
            return set()
        hidden, number = set(), 0
        for tag in self._ROW.findall(part):
            told = _attributes(tag)
            number = int(told.get(b"r", b"") or number + 1)
            if _on(told.get(b"hidden", b"")):
                hidden.add(number)
        return hidden

    def faults(self, index: int) -> Iterator[tuple[int, int, str]]:
        part = self._part(index)
        if b't="e"' not in part and b"t='e'" not in part:
            return
        for tag, inside in self._FAULT.findall(part):
            at = re.fullmatch(rb"([A-Z]{1,3})(\d{1,7})", _attributes(tag).get(b"r", b""))
            value = self._VALUE.search(inside)
            if at:
                yield int(at[2]), _column(at[1]), value[1].decode("ascii", "replace") if value else "#VALUE!"

    def merged(self, index: int) -> None:
        """Known to calamine."""


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1


class Xls:
    """The records of a BIFF stream that say which rows are hidden, which formulas failed and when days begin."""

    def __init__(self, data: bytes) -> None:
        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as box:
            name = next(name for name in ("Workbook", "Book") if box.exists(name))
            self._stream = box.openstream(name).read()
        self.since_1904, self._starts = False, []
        for kind, body in self._records(0):
            if kind == 0x22:
                self.since_1904 = body[:1] == b"\1"
            elif kind == 0x85 and len(body) >= 6:
                self._starts.append(struct.unpack_from("<I", body)[0])
        self._known: dict[int, tuple[set[int], list[tuple[int, int, str]]]] = {}

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """From a beginning to its end, whatever stands embedded between."""
        stream, depth = self._stream, 0
        while at + 4 <= len(stream):
            kind, size = struct.unpack_from("<HH", stream, at)
            if kind == 0x0A:
                depth -= 1
                if depth <= 0:
                    return
            elif kind & 0xFF == 0x09:
                depth += 1
            if depth == 1:
                yield kind, stream[at + 4 : at + 4 + size]
            at += 4 + size

    def _look(self, index: int) -> tuple[set[int], list[tuple[int, int, str]]]:
        if index not in self._known:
            hidden: set[int] = set()
            faults: list[tuple[int, int, str]] = []
            for kind, body in self._records(self._starts[index]) if index < len(self._starts) else ():
                if kind == 0x208 and len(body) >= 14 and body[12] & 0x20:
                    hidden.add(struct.unpack_from("<H", body)[0] + 1)
                elif kind == 0x205 and len(body) >= 8 and body[7]:
                    faults.append(_fault(body, 6))
                elif kind == 0x06 and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
                    faults.append(_fault(body, 8))
            self._known[index] = hidden, faults
        return self._known[index]

    def hidden_rows(self, index: int) -> set[int]:
        return self._look(index)[0]

    def faults(self, index: int) -> Iterator[tuple[int, int, str]]:
        return iter(self._look(index)[1])

    def merged(self, index: int) -> None:
        """Known to calamine."""


def _fault(body: bytes, at: int) -> tuple[int, int, str]:
    row, column = struct.unpack_from("<HH", body)
    return row + 1, column, _ERRORS.get(body[at], "#VALUE!")


class Ods:
    """Rows hidden and cells joined, as an OpenDocument tells them: with repetitions."""

    _TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._sheets: list[tuple[set[int], Joined, list[tuple[int, int, str]]]] = []
        row = column = 0
        content = archive.read("content.xml")
        self.since_1904 = b'date-value="1904-01-01"' in content[: content.find(b"<table:table ")]
        for what, tag in self._TAG.findall(content):
            told = _attributes(tag)
            if what == b"table":
                self._sheets.append((set(), [], []))
                row = 0
            elif what == b"table-row" and self._sheets:
                times = int(told.get(b"number-rows-repeated", b"1"))
                if told.get(b"visibility", b"") in {b"collapse", b"filter"} and times < 10_000:
                    self._sheets[-1][0].update(range(row + 1, row + times + 1))
                row, column = row + times, 0
            elif self._sheets:
                high, wide = (int(told.get(key, b"1")) for key in (b"number-rows-spanned", b"number-columns-spanned"))
                if high * wide > 1:
                    self._sheets[-1][1].append((row, column, row + high - 1, column + wide - 1))
                if told.get(b"value-type", b"") == b"error":
                    self._sheets[-1][2].append((row, column, "#VALUE!"))
                column += int(told.get(b"number-columns-repeated", b"1"))
        if not self._sheets:
            raise Refused(bounds.BROKEN)

    def hidden_rows(self, index: int) -> set[int]:
        return self._sheets[index][0] if index < len(self._sheets) else set()

    def faults(self, index: int) -> Iterator[tuple[int, int, str]]:
        return iter(self._sheets[index][2] if index < len(self._sheets) else ())

    def merged(self, index: int) -> Joined:
        return self._sheets[index][1] if index < len(self._sheets) else []
