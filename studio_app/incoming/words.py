"""The words ledgers use, from `resources/intake`, and how a cell is compared with them."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from studio_app.core import paths

_SIGNS = re.compile(r"[\s/*:：.。,，、;；_＊·\"'“”]+")
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")


def plain(text: str) -> str:
    """Half-width, without blanks at its ends."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).strip().strip("\u200b\ufeff")


def bare(text: str) -> str:
    """For headings and words of lists: nothing but the characters, and nothing in brackets."""
    half = unicodedata.normalize("NFKC", text)
    return _SIGNS.sub("", _BRACKETS.sub("", half)) or _SIGNS.sub("", half)


@cache
def content(name: str) -> Mapping[str, Any]:
    return tomllib.loads(paths.resource("intake", f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Meaning:
    """What a word of a list was taken for: the name the reading says, the entry's code, and whether that is sure."""

    word: str
    code: str
    sure: bool = True


class Words:
    """One list: names of its entries, other words for them, and patterns for whole sentences."""

    def __init__(self, kind: str, own: Mapping[str, str]) -> None:
        """`own`: the studio's words for entries, by word: a code or a name of the readings; they win."""
        listed = content(f"{kind}s")
        self._strip = sorted(listed.get("strip", ()), key=len, reverse=True)
        self._names = {entry["code"]: entry["word"] for entry in listed[kind]}
        self._known: dict[str, Meaning] = {}
        for entry in listed[kind]:
            for word in (entry["word"], *entry["alias"]):
                self._known.setdefault(bare(word), Meaning(entry["word"], entry["code"]))
        codes = {word: code for code, word in self._names.items()}
        for word, told in own.items():
            code = told if told in self._names else codes.get(told, "")
            if code in self._names:
                self._known[bare(word)] = Meaning(self._names[code], code)
        self._likes = [
            (re.compile(entry["like"]), Meaning(entry["word"], entry["code"]))
            for entry in listed[kind]
            if entry.get("like")
        ]
        self._longest = sorted((word for word in self._known if len(word) > 1), key=len, reverse=True)
        self._cache: dict[str, Meaning | None] = {}

    def of(self, raw: str) -> Meaning | None:
        """The entry meant, unsure where only a part of the words says so; None where nothing does."""
        if raw not in self._cache:
            self._cache[raw] = self._find(raw)
        return self._cache[raw]

    def exact(self, raw: str) -> Meaning | None:
        """The entry these words are, whole or without 纠纷 and the like."""
        word = bare(raw)
        found = self._known.get(word)
        return found or self._known.get(self._stripped(word))

    def ends(self, text: str) -> str:
        """The longest word of the list at the end of a text that has more before it; "" where there is none."""
        return next((word for word in self._longest if text.endswith(word) and len(text) > len(word)), "")

    def _find(self, raw: str) -> Meaning | None:
        exact = self.exact(raw)
        if exact or not bare(raw):
            return exact
        parts = [part for part in re.split(r"[、,，;；/\n]|\s{1,}", plain(raw)) if part]
        told = [found for found in map(self.exact, parts) if found]
        if told:
            return Meaning(
                told[0].word, told[0].code, sure=len({one.word for one in told}) == 1 and len(told) == len(parts)
            )
        hits = [meaning for like, meaning in self._likes if like.search(plain(raw))]
        if hits:
            return Meaning(hits[0].word, hits[0].code, sure=len({hit.word for hit in hits}) == 1)
        if self._likes:
            return None
        word = bare(raw)
        inside = next((self._known[known] for known in self._longest if known in word), None)
        return inside and Meaning(inside.word, inside.code, sure=False)

    def _stripped(self, word: str) -> str:
        for end in self._strip:
            if len(word) > len(end) and word.endswith(end):
                word = word.removesuffix(end)
        return word


@cache
def nothing() -> frozenset[str]:
    """Words by which a cell says that it holds nothing."""
    return frozenset(content("rows")["nothing"])


@cache
def ditto() -> frozenset[str]:
    return frozenset(content("rows")["ditto"])


@cache
def reasons() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Why a row is no record, its pattern, and which of its words it is for."""
    return tuple((one["reason"], re.compile(one["like"]), one["where"]) for one in content("rows")["row"])


def why_left_out(texts: Iterable[str], *, alone: bool) -> str:
    """Why a row of these words is no record; "" where no word says so. `alone`: it holds no others."""
    for at, text in enumerate(texts):
        said = plain(text)
        for reason, like, where in reasons():
            asked = alone or (where == "first" and at == 0) or (where == "any" and len(said) < 24)
            if asked and like.search(said):
                return reason
    return ""
