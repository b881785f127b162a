"""Passwords everybody guesses: how much of one is left beside rows of keys, repeats, days, common words and names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studio_app.domain.names import initials, sort_key

SHORTEST = 8
ENOUGH = 5
"""Pieces a password has at least; a row, a day, a word or a name counts as one, like a character nobody foresees."""
FEWEST_CHARACTERS = 4
ENOUGH_DIGITS = 12
_RUN = 3
_ALIKE = str.maketrans("@$〇零一二三四五六七八九", "as00123456789")
_LOOKALIKES = str.maketrans("0134578", "oieastb")
_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d年?", r"(?:0?[1-9]|1[0-2])月?", r"(?:0?[1-9]|[12]\d|3[01])日?"
_SHAPES = [
    ("identity", re.compile(r"\d{6}(?:19|20)\d{9}[\dx]")),
    ("phone", re.compile(r"1[3-9]\d{9}")),
    *(
        ("date", re.compile(shape))
        for shape in (
            _YEAR + _MONTH + _DAY, _DAY + _MONTH + _YEAR, _MONTH + _DAY + _YEAR, _YEAR + _MONTH, _YEAR,
            r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", r"\d{1,2}月\d{1,2}日?",
        )
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Guesses:
    """What people who guess try first; `reasons` names each kind of it in words."""

    rows: str
    words: frozenset[str]
    reasons: Mapping[str, str]
    names: frozenset[str] = frozenset()


def guesses(rows: Iterable[str], words: Iterable[str], reasons: Mapping[str, str]) -> Guesses:
    """From lists as they are written down; a row is guessed from either end."""
    both = [row for text in map(folded, rows) for row in (text, text[::-1])]
    return Guesses("\n".join(both), frozenset(map(folded, words)), reasons)


def name_needles(names: Iterable[str]) -> frozenset[str]:
    """Any two characters in a row of a name, or more, and how they sound; a single one only as it sounds."""
    found = set()
    for name in filter(None, map(str.strip, names)):
        found |= set(_runs(folded(name))) | {"".join(run) for run in _runs(sort_key(name).split())}
        found |= {initials(name), folded(sort_key(name))}
    return frozenset(needle for needle in found if len(needle) > 1)


def problem(password: str, known: Guesses) -> str:
    """Why a new password is refused, "" where it is not."""
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 位，可以用一句好记的话。"
    kinds = _common(folded(password), known)
    why = "、".join(known.reasons[kind] for kind in kinds)
    return f"这个密码容易被猜到，请换一句好记的话。里面几乎只有{why}。" if kinds else ""


def folded(text: str) -> str:
    """One writing for what is guessed alike: width, case, signs and spaces do not matter, nor 一 or 1."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
    return "".join(c for c in plain if c.isalnum())


def _common(bare: str, known: Guesses) -> list[str]:
    """The kinds of common pieces a password is made of; empty where enough is left that nobody guesses."""
    if len(set(bare)) < FEWEST_CHARACTERS:
        return ["repeat"]
    unit = _unit(bare)
    again = ["repeat"] if unit != bare else []
    count, kinds = _pieces(unit, known)
    halves = [_pieces(half, known) for half in (unit[::2], unit[1::2])] if len(unit) > 2 * _RUN - 1 else []
    if halves and all(pieces == 1 and found for pieces, found in halves):  # 1q2w3e4r, 11223344
        return list(dict.fromkeys(kind for _pieces_, found in halves for kind in found))
    if count > 2 and bare.isdigit() and len(bare) < ENOUGH_DIGITS:
        return ["digits"]
    return (list(dict.fromkeys(kinds + again)) or ["repeat"]) if count < ENOUGH else []


def _unit(bare: str) -> str:
    """What a text repeats, whole or with its last time cut short; the text itself where it repeats nothing."""
    periods = range(1, len(bare) // 2 + 1)
    return next((bare[:n] for n in periods if all(bare[i] == bare[i - n] for i in range(n, len(bare)))), bare)


def _pieces(bare: str, known: Guesses) -> tuple[int, list[str]]:
    """The fewest pieces a text is made of, and the kinds of those that are common."""
    best: list[tuple[int, list[str]]] = [(0, [])]
    ends: list[list[tuple[int, str]]] = [[] for _ in range(len(bare) + 1)]
    for start in range(len(bare)):
        for end, kind in _from(bare, start, known):
            ends[end].append((start, kind))
    for end in range(1, len(bare) + 1):
        count, kinds = best[end - 1]
        choices = [(count + 1, kinds)]
        choices += [(best[start][0] + 1, [*best[start][1], kind]) for start, kind in ends[end]]
        best.append(min(choices, key=lambda choice: choice[0]))
    return best[-1]


def _from(bare: str, start: int, known: Guesses) -> Iterator[tuple[int, str]]:
    """Where common pieces that begin here end, and of what kind each is."""
    for kind, shape in _SHAPES:
        found = shape.match(bare, start)
        if found:
            yield found.end(), kind
    lookalike = bare.translate(_LOOKALIKES)
    for end in range(start + 2, len(bare) + 1):
        texts = {bare[start:end], lookalike[start:end]}
        if texts & known.words:
            yield end, "word"
        if texts & known.names:
            yield end, "name"
        if end >= start + _RUN and bare[start:end] in known.rows:
            yield end, "row"
        if end >= start + _RUN and len(set(bare[start:end])) == 1:
            yield end, "repeat"


def _runs(parts: "str | list[str]") -> Iterator[str]:
    """Any two parts in a row, or more, joined."""
    for start in range(len(parts)):
        for end in range(start + 2, len(parts) + 1):
            yield "".join(parts[start:end])
