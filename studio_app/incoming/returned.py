"""A ledger that comes back: which row is whose, and of each cell who changed it, the office, we, or both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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
        day = day_told(value)
        found = day.with_year(day.year) if day and day.year else None
        return found.isoformat() if found else str(value).strip()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(stripped for line in lines if (stripped := line.strip()))


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


def match(handed: Sequence[Handed], back: Iterable[Back]) -> Matched:
    """By token where the row is still its own, else by number and content: after a sort of the columns in view only,
    every token is a valid one on the wrong row.
    """
    found, lost = Matched(), list[Back]()
    by_token = {row.token: row for row in handed}
    left = dict(by_token)
    wrong = bare = 0
    for row in back:
        own = left.get(row.token)
        if own is not None and _alike(own.cells, row.cells) >= ALIKE:
            found.pairs.append((own, row))
            del left[row.token]
        else:
            wrong += row.token in by_token
            bare += not row.token
            lost.append(row)
    again = _by_content(left, lost, found)
    if wrong and again:
        found.notes.append("行标记和内容对不上（多半只排序了看得见的列），已经按序号和内容认出是哪一件。")
    elif bare and again:
        found.notes.append("表里没有行标记，已经按序号和内容认出是哪一件，请看仔细。")
    found.pairs.sort(key=lambda pair: pair[1].number)
    found.gone = list(left.values())
    return found


def _by_content(left: dict[str, Handed], lost: Sequence[Back], found: Matched) -> int:
    """Rows that are alike to one that was handed over; the rest is new. How many were recognised."""
    whole, serials = defaultdict[tuple[str, ...], list[str]](list), dict[str, str]()
    kept = sorted(set[str]().union(*(row.cells for row in lost)) - {"serial"})  # a column may have been taken out
    for token, one in left.items():
        whole[_digest(one.cells, kept)].append(token)
        serials[one.cells.get("serial", "")] = token
    again = 0
    for row in lost:
        same = next((token for token in whole[_digest(row.cells, kept)] if token in left), "")
        token = same or _nearest(left, row, serials.get(row.cells.get("serial", ""), ""))
        if token:
            found.pairs.append((left.pop(token), row))
            again += 1
        else:
            found.added.append(row)
    return again


def _nearest(left: Mapping[str, Handed], row: Back, by_serial: str) -> str:
    if by_serial in left and _alike(left[by_serial].cells, row.cells) >= ALIKE:
        return by_serial
    if len(left) > MANY:
        return ""
    near = max(left.values(), key=lambda one: _alike(one.cells, row.cells), default=None)
    return near.token if near and _alike(near.cells, row.cells) >= ALIKE else ""


def _digest(cells: Cells, of: Sequence[str]) -> tuple[str, ...]:
    return tuple(cells.get(key, "") for key in of)


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
