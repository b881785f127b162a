"""How text becomes search terms: two-character words must hit, digits from three, initials of names.

A run of Chinese characters is indexed as overlapping pairs, a run of digits as overlapping triples, so any
part of a word of two characters or a number of three digits is a phrase of terms. `unicode61` alone finds
nothing inside a run, `trigram` nothing of two characters.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from studio_app.domain.folding import HAN, folded, in_place, is_simplified, joined, pattern
from studio_app.domain.masking import numbers

_RUN = re.compile(f"[{HAN}]+|[0-9]+|[a-z]+")
_ALONE = re.compile(f"[{HAN}]")
_ALL_HAN = re.compile(f"[{HAN}]+")
_STOP = "0"  # stands between runs so that a phrase never spans two of them; itself never searched
SHORTEST_DIGITS = 3
LONGEST_NUMBER = 50  # signs, with what stands before it to tell what it is


@dataclass(frozen=True)
class Term:
    """One condition of a query: all `grams` in a row; `prefix` the last may go on; `names_only` for surnames."""

    grams: tuple[str, ...]
    prefix: bool = False
    names_only: bool = False


def index_terms(texts: Iterable[str]) -> str:
    """Space-joined terms of some texts, in order."""
    runs = (_grams(run) for text in texts for run in _RUN.findall(joined(text)))
    return f" {_STOP} ".join(" ".join(grams) for grams in runs)


def surname_term(name: str) -> str:
    """The term under which one character finds a surname."""
    return f"姓{folded(name)[:1]}"


def query_terms(query: str) -> list[Term]:
    """What a typed query asks for; empty when nothing in it can be searched (one or two digits alone).

    One character is a surname only where it stands alone: the 号 of a case number asks for nobody.
    """
    return [term for word in _words(query) for term in _word_terms(word)]


def asks_for_surname(query: str) -> bool:
    """Whether a character stands alone in it, so that only people of that name can be found."""
    return any(term.names_only for term in query_terms(query))


def _words(query: str) -> Iterator[str]:
    """Words as typed; single characters in a row are one name somebody set apart: 李 雷."""
    for alone, group in groupby(folded(query).split(), key=lambda word: bool(_ALONE.fullmatch(word))):
        words = list(group)
        yield from ["".join(words)] if alone else map(joined, words)


def _word_terms(word: str) -> list[Term]:
    terms = [term for run in _RUN.findall(word) if (term := _term(run))]
    return [term for term in terms if not term.names_only] or terms


def _term(run: str) -> Term | None:
    if run.isascii() and run.isdigit():
        return Term(tuple(_grams(run))) if len(run) >= SHORTEST_DIGITS else None
    if run.isascii():
        return Term((run,), prefix=True)
    if len(run) == 1:
        return Term((surname_term(run),), names_only=True)
    return Term(tuple(_grams(run)))


def _grams(run: str) -> list[str]:
    if run.isascii() and not run.isdigit():
        return [run]
    size = SHORTEST_DIGITS if run.isascii() else 2
    return [run[i : i + size] for i in range(len(run) - size + 1)] or [run]


def mark_words(query: str) -> list[str]:
    """The runs of a query that can be marked in what was found."""
    return [run for word in _words(query) for run in _RUN.findall(word) if len(run) > 1 or word == run]


def excerpt(text: str, query: str, around: int = 24) -> tuple[str, list[tuple[int, int]]]:
    """The part of `text` where the query's first word stands, and the places (start, length) to mark.

    Phones, ID and card numbers have stars in it, as everywhere on the screen.
    """
    words, han = _marked_by(query)
    first = next((place for word in words if (place := _place_of(word, text, han=han)) is not None), 0)
    start, end = max(0, first - around), first + 3 * around
    lead = "…" if start else ""
    seen = _folded(lead + text[start:end], han=han)
    marks = sorted((found.start(), len(found[0])) for word in words for found in word.finditer(seen))
    return lead + _veiled(text, start, end).replace("\n", " "), marks


def _folded(text: str, *, han: bool) -> str:
    """As far as the words are found in it the same: of 简体 nothing is folded but signs that are no word's."""
    return text if han and is_simplified(text) else in_place(text)


def _place_of(word: re.Pattern[str], text: str, *, han: bool) -> int | None:
    """Where a word stands first; folded is the text only as far as the word stands there as typed."""
    typed = word.search(text)
    found = word.search(_folded(text[: typed.end()] if typed else text, han=han))
    return found.start() if found else None


@lru_cache(maxsize=64)
def _marked_by(query: str) -> tuple[tuple[re.Pattern[str], ...], bool]:
    """Made once for all hits of a query, and whether all words are Chinese."""
    words = mark_words(query)
    return tuple(re.compile(pattern(word)) for word in words), bool(_ALL_HAN.fullmatch("".join(words)))


def _veiled(text: str, start: int, end: int) -> str:
    """A part of the text with its numbers veiled, those it begins or ends in the middle of too."""
    before = max(0, start - LONGEST_NUMBER)
    return numbers.on_screen(text[before : end + LONGEST_NUMBER])[start - before : end - before]
