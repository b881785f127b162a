"""How text becomes search terms: two-character words must hit, digits from three, initials of names.

A run of Chinese characters is indexed as overlapping pairs, a run of digits as overlapping triples, so any
part of a word of two characters or a number of three digits is a phrase of terms. `unicode61` alone finds
nothing inside a run, `trigram` nothing of two characters.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from studio_app.domain import mask_numbers

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+|[0-9]+|[a-z]+")
_STOP = "0"  # stands between runs so that a phrase never spans two of them; itself never searched
SHORTEST_DIGITS = 3
LONGEST_NUMBER = 50  # signs, with what stands before it to tell what it is
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Term:
    """One condition of a query: all `grams` in a row; `prefix` the last may go on; `names_only` for surnames."""

    grams: tuple[str, ...]
    prefix: bool = False
    names_only: bool = False


def folded(text: str) -> str:
    """NFKC and lower case: full-width digits and letters match their plain forms."""
    return unicodedata.normalize("NFKC", text).lower()


def index_terms(texts: Iterable[str]) -> str:
    """Space-joined terms of some texts, in order."""
    runs = (_grams(run) for text in texts for run in _RUN.findall(folded(text)))
    return f" {_STOP} ".join(" ".join(grams) for grams in runs)


def surname_term(name: str) -> str:
    """The term under which one character finds a surname."""
    return f"姓{folded(name)[:1]}"


def query_terms(query: str) -> list[Term]:
    """What a typed query asks for; empty when nothing in it can be searched (one or two digits alone).

    One character is a surname only where it stands alone: the 号 of a case number asks for nobody.
    """
    return [term for word in folded(query).split() for term in _word_terms(word)]


def asks_for_surname(query: str) -> bool:
    """Whether a character stands alone in it, so that only people of that name can be found."""
    return any(term.names_only for term in query_terms(query))


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
    return [run for word in folded(query).split() for run in _RUN.findall(word) if len(run) > 1 or word == run]


def excerpt(text: str, query: str, around: int = 24) -> tuple[str, list[tuple[int, int]]]:
    """The part of `text` where the query's first word stands, and the places (start, length) to mark.

    Phones, ID and card numbers have stars in it, as everywhere on the screen.
    """
    words = mark_words(query)
    low = text if any(word in text for word in words) else _same_length(text)  # folding costs, and is seldom needed
    first = next((at for w in words if (at := low.find(w)) >= 0), 0)
    start, end = max(0, first - around), first + 3 * around
    lead = "…" if start else ""
    seen = _same_length(lead + text[start:end])
    marks = sorted((m.start(), len(w)) for w in words for m in re.finditer(re.escape(w), seen))
    return lead + _veiled(text, start, end).replace("\n", " "), marks


def _veiled(text: str, start: int, end: int) -> str:
    """A part of the text with its numbers veiled, those it begins or ends in the middle of too."""
    before = max(0, start - LONGEST_NUMBER)
    return mask_numbers.on_screen(text[before : end + LONGEST_NUMBER])[start - before : end - before]


def _same_length(text: str) -> str:
    """Folded as far as every character keeps its place."""
    plain = text.translate(_HALF_WIDTH)
    low = plain.lower()
    return low if len(low) == len(text) else plain
