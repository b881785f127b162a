"""Words that name an illness or a disability, said more generally where a text leaves (个人信息保护法 art. 28)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from studio_app.domain.masking.numbers import plain

_SHORTEST = 2  # a single sign stands in too many other words
# Signs so common that they would be a hint in every text.
_COMMON = frozenset(
    "一不人三两双上下大小有了子心手头先天高风水股出发得为的家年月看听间见物金新生行市区中面地房里外来去过说要到时前后红白公工认失甲综皮眼目减和"
)
_ANY = "[一-龥]{1,8}?"
_JOINS = ("", "、", ",", "和", "及", "与", "以及", "并")


class HealthGroup(NamedTuple):
    """A row of health_words.toml; `shown` empty: the words stay, `told` whether they speak of somebody's health."""

    words: tuple[str, ...]
    shown: str = ""
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    noun: str = ""
    after: tuple[str, ...] = ()
    told: bool = True


Find = tuple[int, int, str]


@dataclass(frozen=True)
class Health:
    """The whole list. The first row that has a word decides; a longer word is found before a shorter one in it."""

    groups: tuple[HealthGroup, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Health":
        """`rows` as in resources/dictionaries/health_words.toml; what they say instead speaks of health too."""
        groups = [_group(row) for row in rows]
        said = dict.fromkeys(word for group in groups for word in (group.shown, group.noun) if len(word) >= _SHORTEST)
        return cls((*groups, HealthGroup(tuple(said))))

    def finds(self, text: str) -> list[Find]:
        """What to say instead in a plain text: start, end, the words; several illnesses in a row are said once."""
        if not self._hint.search(text):
            return []
        found = [(span, self._of[word]) for word, span in self._words_in(text)]
        spread = _once(text, [(_spread(text, *span, group), group) for span, group in found if group.shown])
        return [find for find in spread if text[find[0] : find[1]] != find[2]]

    def speaks(self, text: str) -> bool:
        """Whether it tells anything of somebody's health, generally or by name."""
        return any(self._of[word].told for word, _span in self._words_in(plain(text)))

    def names(self, text: str) -> bool:
        """Whether it tells anything that would be said more generally."""
        return bool(self.finds(plain(text)))

    def _words_in(self, text: str) -> list[tuple[str, tuple[int, int]]]:
        return [(found[0], found.span()) for found in self._pattern.finditer(text)]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = {word for group in self.groups for word in group.words}
        longest_first = sorted(words, key=lambda word: ("*" in word, -len(word), word))
        return re.compile("|".join(map(_source, longest_first)) or "(?!)")

    @cached_property
    def _hint(self) -> re.Pattern[str]:
        """Few signs of which every word that gives way has one: a text without any is passed over quickly."""
        signs = _signs_of({word for group in self.groups if group.shown for word in group.words})
        return re.compile(f"[{re.escape(''.join(signs))}]" if signs else "(?!)")

    @cached_property
    def _of(self) -> "_Rows":
        return _Rows(self.groups)


NO_HEALTH = Health()


class _Rows(dict[str, HealthGroup]):
    """Found word → its row, looked up once."""

    def __init__(self, groups: tuple[HealthGroup, ...]) -> None:
        super().__init__()
        self._patterns = [(re.compile("|".join(map(_source, group.words)) or "(?!)"), group) for group in groups]

    def __missing__(self, word: str) -> HealthGroup:
        self[word] = next(group for pattern, group in self._patterns if pattern.fullmatch(word))
        return self[word]


def _group(row: Mapping[str, Any]) -> HealthGroup:
    def listed(name: str) -> tuple[str, ...]:
        words = {plain(word) for word in str(row.get(name, "")).split()}
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    words = tuple(word for word in listed("words") if len(word.strip("*")) >= _SHORTEST and word[0] != "*")
    shown, noun = str(row.get("shown", "")).strip(), str(row.get("noun", "")).strip()
    told = bool(row.get("told", True))
    return HealthGroup(words, shown, listed("before"), listed("behind"), noun or shown, listed("after"), told)


def _signs_of(words: Iterable[str]) -> list[str]:
    """The sign most words have, then the one most of the others have …; common ones only where there is no other."""
    left, signs = sorted(word.replace("*", "") for word in words), []
    while left:
        counted = Counter(sign for word in left for sign in set(word) - _COMMON) or Counter(left[0])
        signs.append(max(counted, key=lambda sign: (counted[sign], sign)))
        left = [word for word in left if signs[-1] not in word]
    return signs


def _source(word: str) -> str:
    return re.escape(word).replace(r"\*", _ANY)


def _spread(text: str, start: int, end: int, group: HealthGroup) -> Find:
    """The word with what goes with it: 患有… before, …晚期 behind; as a thing where it is treated: 治疗疾病."""
    alone = start
    while lead := next((word for word in group.before if text.endswith(word, 0, start)), ""):
        start -= len(lead)
    while tail := next((word for word in group.behind if text.startswith(word, end)), ""):
        end += len(tail)
    is_thing = start == alone and text.endswith(group.after, 0, start)
    return start, end, group.noun if is_thing else group.shown


def _once(text: str, found: Iterable[tuple[Find, HealthGroup]]) -> list[Find]:
    """高血压、糖尿病 are one find; none begins before the one before it ends."""
    joined: list[Find] = []
    last: HealthGroup | None = None
    for (start, end, shown), group in found:
        if joined and group is last and text[joined[-1][1] : start] in _JOINS:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((max(start, joined[-1][1]) if joined else start, end, shown))
        last = group
    return joined
