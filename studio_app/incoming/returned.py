"""A ledger that comes back: which row is whose, and of each cell who changed it, the office, we, or both."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from studio_app.incoming.days import told as day_told
from studio_app.workbook.cell_text import CAME_FROM, GOES_ON
from studio_app.workbook.reading.raw import Book, Cell, Row

TOKEN = "token"  # noqa: S105 — a column
ALIKE = 0.6
"""Share of its cells a row has to keep to be known by its token or number, else by what stands in it."""
LEAST_TITLES = 0.5
FEW = 3
MANY = 500
"""Rows among which one is looked for by what it says alone: each is laid beside each."""
UNCHANGED, THEIRS, OURS, BOTH, SAME = "unchanged", "theirs", "ours", "both", "same"

Cells = Mapping[str, str]
"""Column → what stands there in words (see `said`)."""


class Handed(NamedTuple):
    """A row as it was handed over."""

    token: str
    record_id: str
    cells: Cells


class Back(NamedTuple):
    """A row of the file; `number` is the one at its left."""

    number: int
    token: str
    cells: Cells


@dataclass
class Matched:
    """Pairs in the order of the file; rows the office added; rows it took out; what is to be said of the file."""

    pairs: list[tuple[Handed, Back]] = field(default_factory=list)
    added: list[Back] = field(default_factory=list)
    gone: list[Handed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def said(value: Cell | date | None, kind: str = "text") -> str:
    """A cell in words that do not depend on who saved it: 2026-03-05, 3, text without blank lines and ends."""
    if value is None or value == "":
        return ""
    if kind == "date":
        return _day(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = str(value).strip()
    if words.isprintable():  # of one line, as most are
        return words
    return "\n".join(stripped for line in words.splitlines() if (stripped := line.strip()))


@lru_cache(maxsize=4096)
def _day(value: Cell | date) -> str:
    day = day_told(value)
    found = day.with_year(day.year) if day and day.year else None
    return found.isoformat() if found else str(value).strip()


def rows(book: Book, titles: Mapping[str, str], kinds: Mapping[str, str]) -> list[Back]:
    """The rows of every table whose heading is that of our ledger; columns may be moved, inserted or taken out."""
    known = {_bare(title): key for key, title in titles.items()}
    found: list[Back] = []
    for sheet in book.sheets:
        places: dict[str, int] = {}
        for row in sheet.rows:
            here = {known[_bare(cell)]: at for at, cell in enumerate(row.cells) if _bare(cell) in known}
            if len(here) >= LEAST_TITLES * len(titles):
                places = here
            elif places:
                _take(found, row, places, kinds)
    return found


def _take(found: list[Back], row: Row, places: Mapping[str, int], kinds: Mapping[str, str]) -> None:
    cells = {key: said(row.cells[at], kinds.get(key, "text")) for key, at in places.items() if at < len(row.cells)}
    token = cells.pop(TOKEN, "")
    if found and any(cell.startswith(CAME_FROM) for cell in cells.values()):
        before = found.pop()
        found.append(before._replace(cells=_joined(before.cells, cells)))
    elif token or cells.get("serial", "").isdecimal() or sum(map(bool, cells.values())) > FEW:
        found.append(Back(row.number, token, cells))


def _joined(above: Cells, below: Cells) -> Cells:
    """A text too long for one cell stands in two."""
    return {
        key: text.removesuffix(GOES_ON) + below[key].removeprefix(CAME_FROM) if below.get(key) else text
        for key, text in above.items()
    }


def match(handed: Sequence[Handed], back: Sequence[Back]) -> Matched:
    """By token where the row is still its own, else by number and content: after a sort of the columns in view only,
    every token is a valid one on the wrong row.
    """
    found = _Finding(handed, back)
    for known in (found.whole, found.own, found.near):
        found.take(known)
    return found.told()


class _Finding:
    """Which row is whose, from what is certain to what is only likely; a row is found once."""

    def __init__(self, handed: Sequence[Handed], back: Sequence[Back]) -> None:
        self._kept = sorted(set[str]().union(*(row.cells for row in back)) - {"serial"})  # a column may be gone
        self._left = {row.token: row for row in handed}
        self._numbers = {row.cells.get("serial", ""): row.token for row in handed}
        self._same = defaultdict[tuple[str, ...], list[str]](list)
        for row in handed:
            self._same[self._digest(row.cells)].append(row.token)
        self._waiting, self._told = list(back), Matched()
        self._wrong = self._bare = 0

    def take(self, known: Callable[[Back], str]) -> None:
        """Pairs each row that waits with the one `known` tells the token of, while that one is left."""
        waiting, self._waiting = self._waiting, []
        for row in waiting:
            token = known(row)
            if token not in self._left:
                self._waiting.append(row)
                continue
            self._wrong += bool(row.token) and row.token != token
            self._bare += not row.token
            self._told.pairs.append((self._left.pop(token), row))

    def whole(self, row: Back) -> str:
        """Nothing was changed in it; of several alike the one it bears the token of, or the number."""
        alike = [token for token in self._same[self._digest(row.cells)] if token in self._left]
        by_number = self._numbers.get(row.cells.get("serial", ""), "")
        return next((token for token in (row.token, by_number) if token in alike), next(iter(alike), ""))

    def _digest(self, cells: Cells) -> tuple[str, ...]:
        return tuple(cells.get(key, "") for key in self._kept)

    def own(self, row: Back) -> str:
        """By its token or its number, whichever is more alike."""
        named = (row.token, self._numbers.get(row.cells.get("serial", ""), ""))
        found = max(named, key=lambda token: self._alike(token, row))
        return found if self._alike(found, row) >= ALIKE else ""

    def near(self, row: Back) -> str:
        """By what it says alone."""
        if len(self._left) > MANY or not self._left:
            return ""
        found = max(self._left, key=lambda token: self._alike(token, row))
        return found if self._alike(found, row) >= ALIKE else ""

    def _alike(self, token: str, row: Back) -> float:
        return _alike(self._left[token].cells, row.cells) if token in self._left else 0.0

    def told(self) -> Matched:
        found = self._told
        found.pairs.sort(key=lambda pair: pair[1].number)
        found.added, found.gone = self._waiting, list(self._left.values())
        if self._wrong:
            found.notes.append("行标记和内容对不上（多半只排序了看得见的列），已经按序号和内容认出是哪一件。")
        if self._bare:
            found.notes.append("表里没有行标记，已经按序号和内容认出是哪一件，请看仔细。")
        return found


def _alike(one: Cells, other: Cells) -> float:
    """The share of the cells of both that say the same, the number apart; cells empty in both say nothing."""
    told = [key for key in one.keys() & other.keys() if key != "serial" and (one[key] or other[key])]
    return sum(one[key] == other[key] for key in told) / len(told) if told else 0.0


def verdict(handed: str, theirs: str, ours: str) -> str:
    """What became of one cell since it was handed over."""
    if theirs == ours:
        return UNCHANGED if theirs == handed else SAME
    if theirs == handed:
        return OURS
    return THEIRS if ours == handed else BOTH


def _bare(cell: object) -> str:
    return "".join(cell.split()) if isinstance(cell, str) else ""
