"""Which column of a table is what: headings in one row or several, joined ones above their parts, two side by side."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from studio_app.incoming.words import bare, content
from studio_app.workbook.reading.raw import Row

Joined = Mapping[int, Sequence[tuple[int, int, int, int]]]
"""Joined cells by the row they begin in."""
LONGEST = 30
MOST_TIERS = 3
LIKE = 100
"""Rank of a heading that is like those of a column, behind all words of the list."""
ABOUT_A_DISPUTE = {"applicant", "respondent", "parties", "title", "type", "outcome"}


@dataclass(frozen=True)
class Layout:
    """What the columns of one table are. `unit`: yuan a bare number of its amounts counts."""

    columns: Mapping[str, int]
    labels: tuple[tuple[int, str], ...]
    unit: int = 1

    def at(self, key: str) -> int:
        return self.columns.get(key, -1)

    @property
    def last(self) -> int:
        return max(at for at, _label in self.labels)

    @property
    def first(self) -> int:
        return min(at for at, _label in self.labels)

    @property
    def name(self) -> str:
        """By which it is known again in the next file of the same office."""
        return "|".join(label for _at, label in self.labels)


@cache
def _known() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for column in content("columns")["column"]:
        for rank, word in enumerate(column["words"]):
            known.setdefault(bare(word), (column["key"], rank))
    return known


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one["key"], re.compile(one["like"])) for one in content("columns")["column"] if one["like"])


@cache
def labels() -> dict[str, str]:
    """What the page of corrections calls each column that is taken."""
    return {one["key"]: one["label"] for one in content("columns")["column"] if one["label"]}


@cache
def _meant(tiers: tuple[str, ...]) -> tuple[str, int] | None:
    """Key and rank of one heading: of its lowest part, unless that says nothing by itself, else of all parts."""
    whole, lowest = "".join(tiers), tiers[-1]
    if lowest in content("columns")["generic"]:
        found = _exactly(whole) or _like(whole) or _exactly(lowest)
    else:
        found = _exactly(lowest) or _exactly(whole) or _like(lowest) or _like(whole)
    return found or (_meant(tiers[:-1]) if len(tiers) > 1 else None)


def _exactly(word: str) -> tuple[str, int] | None:
    return _known().get(word)


def _like(word: str) -> tuple[str, int] | None:
    if len(word) >= LONGEST:
        return None
    return next(((key, LIKE) for key, like in _patterns() if like.fullmatch(word)), None)


def find(rows: Sequence[Row], at: int, joined: Joined) -> tuple[list[Layout], int]:
    """The tables whose headings begin in row `at`, and how many rows the headings take; none where there are none."""
    first = _texts(rows[at])
    if first is None or sum(map(bool, first)) < 2:
        return [], 0
    tiers, best, taken = [first], _layouts([first], rows[at], joined), 1
    for below in rows[at + 1 : at + MOST_TIERS]:
        words = _texts(below)
        if words is None or not _goes_on(tiers, words, below, rows[at + len(tiers) - 1]):
            break
        tiers.append(words)
        found = _layouts(tiers, rows[at], joined)
        if not best and _keys(_layouts([words], below, joined)) >= _keys(found):
            break  # what stands above headings is none of them
        best, taken = found or best, len(tiers)
    return best, taken if best else 0


def _keys(layouts: Sequence[Layout]) -> int:
    return sum(len(layout.columns) for layout in layouts)


def _texts(row: Row) -> list[str] | None:
    """The words of a row of headings; None where some cell is none."""
    found = []
    for cell in row.cells:
        if not isinstance(cell, str) or len(cell) > LONGEST * 2:
            return None
        found.append(cell.strip())
    return found


def _goes_on(tiers: Sequence[list[str]], below: list[str], row: Row, above: Row) -> bool:
    """Whether a row stands under joined headings only, or tells their units."""
    if row.number - above.number > 1 or not any(below):
        return False
    if all(re.fullmatch(r"[(（].{1,8}[)）]", word) for word in below if word):
        return True
    upper = tiers[-1]
    for at, word in enumerate(below):
        over = upper[at] if at < len(upper) else ""
        begins = at + 1 < len(below) and below[at + 1] and not (upper[at + 1] if at + 1 < len(upper) else "")
        if word and (len(word) > LONGEST or re.search(r"\d{3}", word) or (over and not begins)):
            return False
    return any(_meant((bare(word),)) or word in content("columns")["generic"] for word in below if word)


def _layouts(tiers: Sequence[list[str]], row: Row, joined: Joined) -> list[Layout]:
    width = max(map(len, tiers))
    over: list[str] = [""] * len(tiers)
    columns: list[tuple[int, tuple[str, ...], str]] = []
    for at in range(width):
        words = [tier[at] if at < len(tier) else "" for tier in tiers]
        for depth, word in enumerate(words):
            if word:
                over[depth:] = [word, *[""] * (len(tiers) - depth - 1)]
                break
        if words[0] == "" and any(words[1:]):
            words = [over[0], *words[1:]]
        told = tuple(filter(None, map(bare, words)))
        columns.append((at, told, "".join(words)))
    spread = {at for begin in joined.get(row.number, ()) for at in range(begin[1] + 1, begin[3] + 1)}
    blocks, block = [], []
    for at, told, raw in columns:
        if told or at in spread:
            block.append((at, told, raw))
        elif block:
            blocks.append(block)
            block = []
    found = [layout for one in [*blocks, block] if one and (layout := _layout(one))]
    if len(found) > 1 and any(layout.at("ordinal") >= 0 or layout.at("date") >= 0 for layout in found[1:]):
        return found
    whole = _layout([column for column in columns if column[1] or column[0] in spread])
    return [whole] if whole else []


def _layout(columns: Sequence[tuple[int, tuple[str, ...], str]]) -> Layout | None:
    """The columns of one table; None where they are not those of disputes."""
    meant: dict[str, list[tuple[int, int]]] = {}
    previous = ""
    for at, told, _raw in columns:
        found = _meant(told) if told else (("respondent", 0) if previous == "parties" else None)
        if found and found[0] == "phone" and previous == "handler" and len(told) == 1:
            found = "handler_phone", LIKE  # a phone told right behind who handles it is theirs
        previous = found[0] if found else ""
        if found:
            meant.setdefault(found[0], []).append((found[1], at))
    _split_sides(meant)
    chosen = {key: min(places)[1] for key, places in meant.items()}
    if not _of_disputes(chosen, [told for _at, told, _raw in columns if told]):
        return None
    in_ten_thousands = any("万" in raw for at, _told, raw in columns if at == chosen.get("amount"))
    labels_ = tuple((at, "/".join(told)) for at, told, _raw in columns)
    return Layout(chosen, labels_, 10_000 if in_ten_thousands else 1)


def _split_sides(meant: dict[str, list[tuple[int, int]]]) -> None:
    """Of two columns of one word the first is the applicant's, the second the other side's."""
    for key, other in (("parties", "respondent"), ("applicant", "respondent"), ("phone", "respondent_phone")):
        if len(meant.get(key, ())) > 1 and other not in meant and key != "phone":
            first, second = sorted(meant[key], key=lambda place: place[1])[:2]
            meant[key], meant[other] = [first], [second]
    if "respondent" in meant and "parties" in meant and "applicant" not in meant:
        meant["applicant"] = meant.pop("parties")


def _of_disputes(chosen: Mapping[str, int], headings: Sequence[tuple[str, ...]]) -> bool:
    keys = set(chosen)
    told = keys & ABOUT_A_DISPUTE
    whole = (
        ("summary" in keys and told)
        or ("parties" in keys and len(keys) > 3)
        or ("applicant" in keys and keys & {"respondent", "type", "outcome"})
        or {"title", "date"} <= keys
    )
    return bool(whole) and len(keys) > 2 and len(keys) * 2 >= len(headings)
