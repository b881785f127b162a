"""Phones, ID and card numbers found by their figures, in whatever script and however set apart these are written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

CN_DIGITS = "零〇○一二三四五六七八九"
FORMAL_DIGITS = "壹贰叁参肆伍陆柒捌玖"  # as on receipts; some are surnames too, so only long runs are read as figures
_RADIO = "洞幺两拐勾"  # 0, 1, 2, 7, 9 as read out
SPELT = CN_DIGITS + FORMAL_DIGITS + _RADIO
_SUZHOU = "〡〢〣〤〥〦〧〨〩"
_ENCLOSED = "".join(
    chr(code)
    for first, last in ((0x2460, 0x2468), (0x2474, 0x247C), (0x2488, 0x2490), (0x24F5, 0x24FD), (0x2776, 0x277E),
                        (0x2780, 0x2788), (0x278A, 0x2792), (0x3220, 0x3228), (0x3280, 0x3288), (0x2080, 0x2089))
    for code in range(first, last + 1)
) + "⓪⓿⁰¹²³⁴⁵⁶⁷⁸⁹"  # fmt: skip
_SCRIPTS = {
    "figures": "0123456789OoIl",  # the letters between figures only, see _SIGN
    "spelt": CN_DIGITS + _RADIO,
    "formal": FORMAL_DIGITS,
    "suzhou": _SUZHOU,
    "enclosed": _ENCLOSED,
}
_SCRIPT = {sign: name for name, signs in _SCRIPTS.items() for sign in signs} | dict.fromkeys("〇零", "any")
ARABIC = str.maketrans(
    {sign: str(int(unicodedata.numeric(sign))) for sign in CN_DIGITS.replace("○", "") + FORMAL_DIGITS + _SUZHOU}
    | {sign: str(int(unicodedata.numeric(sign))) for sign in _ENCLOSED}
    | {"○": "0", "幺": "1", "两": "2", "洞": "0", "拐": "7", "勾": "9", "O": "0", "o": "0", "I": "1", "l": "1"}
)
_LETTERS = rf"(?<=[\dOo{SPELT}])[Oo](?=[\dOoIl]|(?![A-Za-z]))|(?<=\d)[Il](?=\d)|(?<![A-Za-z\d])[Il](?=[3-9][\dOo])"
_ONE = rf"[\d{SPELT}{_SUZHOU}{_ENCLOSED}]"
_TIMES = rf"(?P<times>[2-8二两三四五六七八])个(?P<of>[\d{CN_DIGITS}幺])"  # 199四个零1234
_SIGN = re.compile(rf"{_TIMES}|{_ONE}|{_LETTERS}")
_SOFT = " .\\-()\\[\\]{}<>【】〔〕〈〉《》「」『』“”‘’\"'"
_LISTED = ",/、*|~:;+=#_\\\\"  # between the parts of one number only where these are regular
# Begins with one set of signs, not with a choice: so a text without any is passed over quickly. Only sets are
# possessive: before Python 3.11.5 a possessive group with a choice in it loses what it had found.
_CHAIN = re.compile(
    rf"[\d{SPELT}{_SUZHOU}{_ENCLOSED}OIl]"
    rf"(?:[{_SOFT}{_LISTED}]{{0,4}}+(?:[2-8二两三四五六七八]个[\d{CN_DIGITS}幺]|{_ONE}|{_LETTERS})){{6,}}"
)
_SPELT_ROW = re.compile(rf"[{SPELT}](?:[{_SOFT}]{{0,3}}+[{SPELT}]){{6,}}")
_REGULAR = {
    (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (5, 6), (6, 5), (3, 3, 3, 2), (3, 2, 2, 2, 2),
    (1, 2, 4, 4), (2, 3, 4, 2),
}  # fmt: skip
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID17 = re.compile(rf"[1-9]\d{{5}}(?:18|19|20)\d\d{_MONTH_DAY}\d{{3}}")
_ID15 = re.compile(rf"(?!62)[1-9]\d{{7}}{_MONTH_DAY}\d{{3}}")  # from 62: a card, hidden as what shows less
_MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d\d)(?=[2-9]\d{6,7})")
_CANDIDATE = re.compile("|".join(f"(?={form.pattern})" for form in (_ID17, _ID15, _MOBILE, _AREA)))
_ID15_PARTS = {6, 8, 10, 12}
_LAST_X = re.compile(rf"[{_SOFT}{_LISTED}]{{0,3}}[Xx×ХхΧχⅩⅹ叉](?![A-Za-z\d])")
_CARD = re.compile(
    r"\d(?<!\d.)(?:\d{13,}[Xx]?|(?<=6)2(?: ?\d){14,17}(?!\d)|(?: \d){13,}(?: ?[Xx])?"
    r"|(?=(?:[ .-]{0,2}\d){13})\d{1,4}(?P<gap> {1,2}|[.-])\d{3,6}(?:(?P=gap)\d{3,6})+(?:(?P=gap)\d{1,2})?[Xx]?(?!\d))"
)
_CARD_LENGTH = 14
_GLUED = re.compile(r"(?:1[3-9]\d{9}){2,}")
_MOBILE_LENGTH = 11
_STRAY = 2  # figures beside a number that may belong to another word: …一直没人接
_LONGEST_PREFIX = 4
_COUNTRY = ("0", "86", "0086", "086")


@dataclass(frozen=True, slots=True)
class Number:
    """A number somebody can be found by, where it stands and which figures it has."""

    what: str
    start: int
    end: int
    digits: str


class _Values(dict[int, int | None]):
    """Every sign as the figure it is, nothing where it is none; remembered, as the same signs come again."""

    def __missing__(self, sign: int) -> int | None:
        value = chr(sign).translate(ARABIC)
        self[sign] = ord(value) if value.isdigit() else None
        return self[sign]


_VALUES = _Values()


def numbers_in(text: str) -> list[Number]:
    """All of a text in half-width signs, from left to right."""
    return [number for chain in _CHAIN.finditer(text) for number in _of_chain(text, chain)]


def _of_chain(text: str, chain: re.Match[str]) -> Iterator[Number]:
    """Nothing without much ado where its figures are those of no number: most rows of figures are none."""
    values = chain[0].translate(_VALUES)
    if "个" in chain[0] or _CANDIDATE.search(values) or _CARD.search(text, *chain.span()):
        yield from _Chain(text, *chain.span()).numbers()


def in_arabic(text: str) -> tuple[str, bool]:
    """The text sign for sign, with the figures of its numbers in 0–9, and those of long rows in characters alone.

    With it whether figures stand in rows at all: where none do there are no numbers.
    """
    chains = list(_CHAIN.finditer(text))
    rows = [chain for chain in chains if not chain[0].isascii()]
    numbers = [number for chain in rows for number in _of_chain(text, chain)]
    if not numbers and not (rows and _SPELT_ROW.search(text)):
        return text, bool(chains)
    shown, left = list(text), list(text)
    for number in numbers:
        span = slice(number.start, number.end)
        left[span] = "\0" * (number.end - number.start)
        if "个" not in text[span]:
            shown[span] = text[span].translate(ARABIC)
    for row in _SPELT_ROW.finditer("".join(left)):
        shown[slice(*row.span())] = row[0].translate(ARABIC)
    return "".join(shown), True


class _Chain:
    """Figures near each other: their values in a row, and where the sign of each stands."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._end = text, end
        self._spans = [found.span() for found in _SIGN.finditer(text, start, end)]
        self._is_counted = "个" in text[start:end]
        if self._is_counted:
            self._spans = [span for span in self._spans for _ in self._value(*span)]
            self._values = "".join(self._value(*span) for span in dict.fromkeys(self._spans))
        else:
            self._values = "".join(text[first] for first, _last in self._spans).translate(ARABIC)

        self._edges = [0, *filter(self._is_edge, range(1, len(self._spans))), len(self._spans)]
        self._edge_set = frozenset(self._edges)

    def numbers(self) -> Iterator[Number]:
        """Whatever begins first; a card gives way to what begins with it."""
        cards = (
            map(_card, _CARD.finditer(self._text, self._spans[0][0], self._end))
            if len(self._spans) >= _CARD_LENGTH
            else ()
        )
        done = 0
        for number in sorted([*self._told(), *cards], key=lambda number: number.start):
            if number.start >= done:
                yield number
                done = number.end

    def _told(self) -> Iterator[Number]:
        """What is told by its figures alone; it begins at an edge or little behind one."""
        done = 0
        for edge in self._edges:
            for at in range(max(edge, done), edge + _LONGEST_PREFIX + 1):
                done = at + 1
                number = self._begun(at) if _CANDIDATE.match(self._values, at) else None
                if number:
                    yield number
                    done = at + len(number.digits.replace("-", ""))
                    break

    def _begun(self, at: int) -> Number | None:
        return self._identity(at) or self._old_identity(at) or self._mobile(at) or self._landline(at)

    def _identity(self, at: int) -> Number | None:
        if not _ID17.match(self._values, at) or not self._begins(at):
            return None
        with_x = _LAST_X.match(self._text, self._spans[at + 16][1])
        if with_x:
            found = self._made("id_number", at, at + 17)
            return replace(found, end=with_x.end(), digits=f"{found.digits}X")
        if at + 18 > len(self._values) or not (self._edge(at + 18) or self._is_spelt(at + 17)):
            return None
        return self._made("id_number", at, at + 18)

    def _old_identity(self, at: int) -> Number | None:
        if not _ID15.match(self._values, at) or not self._edge(at) or not self._edge(at + 15):
            return None
        groups = self._groups(at, at + 15)
        edges = {sum(groups[:n]) for n in range(1, len(groups))}
        return self._made("id_number", at, at + 15) if edges <= _ID15_PARTS or set(groups) == {1} else None

    def _mobile(self, at: int) -> Number | None:
        end = at + _MOBILE_LENGTH
        if not _MOBILE.match(self._values, at) or not self._begins(at):
            return None
        ends = any(self._edge(end + stray) for stray in range(_STRAY + 1))
        return self._made("phone", at, end) if ends and self._is_written_so(at, end) else None

    def _landline(self, at: int) -> Number | None:
        area = _AREA.match(self._values, at)
        if area is None or not self._edge(at):
            return None
        end = next((at + len(area[0]) + local for local in (8, 7) if self._edge(at + len(area[0]) + local)), 0)
        groups = self._groups(at, end) if end else ()
        if not groups or not (len(groups) == 1 or groups[0] == len(area[0]) or set(groups) == {1}):
            return None
        return (
            self._made("phone", at, end, f"{area[0]}-{self._values[area.end() : end]}")
            if self._is_spaced(at, end)
            else None
        )

    # --- how they are written ---------------------------------------------------------------------------------

    def _begins(self, at: int) -> bool:
        """Whether a number may begin here: behind a gap, the code of the country, a word like 第一."""
        if self._edge(at):
            return True
        back = next((n for n in range(1, _LONGEST_PREFIX + 1) if self._edge(at - n)), 0)
        return self._values[at - back : at] in _COUNTRY or (0 < back <= _STRAY and self._is_spelt(at))

    def _is_written_so(self, at: int, end: int) -> bool:
        """Whether eleven figures in such groups are one number, not several in a row."""
        if self._is_close(at, end):
            return True
        groups, gaps = self._groups(at, end), self._gaps(at, end)
        uniform = len(set(gaps)) <= 1
        listed = any(sign in _LISTED for gap in gaps for sign in gap)
        if len(groups) == 1 or groups == [3, 4, 4] or (tuple(groups) in _REGULAR and (uniform or not listed)):
            return True
        numbered = groups == [1, _MOBILE_LENGTH - 1] and gaps[0] == "."  # 1.5840032006: the number of a paragraph
        if numbered or not self._stands_alone(at, end):
            return False
        around = {self._gap(at), self._gap(end)}
        if not uniform:  # 13.30-15.00 101 is a time
            return not listed and not around & {*gaps} and (set(groups) == {1} or "." not in gaps)
        if set(groups) == {1} and gaps[0] not in {self._gap(at), self._gap(end + _STRAY + 1)}:
            return True
        return not listed and gaps[0] not in around

    def _stands_alone(self, at: int, end: int) -> bool:
        """Whether there is a gap, or nothing, at both ends, but for a word like 一直 behind."""
        ends = (self._edge(end) or self._is_spelt(end)) and any(
            self._is_apart(end + stray) for stray in range(_STRAY + 1)
        )
        return self._is_apart(at) and ends

    def _is_apart(self, at: int) -> bool:
        return at in (0, len(self._spans)) or bool(self._gap(at))

    def _is_close(self, at: int, end: int) -> bool:
        """Whether nothing stands between."""
        return not self._is_counted and self._spans[end - 1][1] - self._spans[at][0] == end - at

    def _is_spaced(self, at: int, end: int) -> bool:
        if self._is_close(at, end):
            return True
        gaps = self._gaps(at, end)
        return len(set(gaps)) <= 1 or not any(sign in _LISTED for gap in gaps for sign in gap)

    def _edge(self, at: int) -> bool:
        """Whether no figure of the same script stands both before and behind."""
        return at in self._edge_set

    def _is_edge(self, at: int) -> bool:
        before, behind = self._spans[at - 1], self._spans[at]
        if before[1] < behind[0]:
            return True
        return before != behind and len({self._script(at - 1), self._script(at)} - {"any"}) > 1

    def _gap(self, at: int) -> str:
        """What stands before a figure, without the spaces around a sign; "" at the ends of the chain."""
        return self._between[at] if 0 < at < len(self._between) else ""

    @cached_property
    def _between(self) -> list[str]:
        """The gaps of the whole chain: in a long one each is asked for many times."""
        gaps = [self._text[before[1] : behind[0]] for before, behind in pairwise(self._spans)]
        return ["", *(gap.strip() or gap[:1] for gap in gaps)]

    def _groups(self, at: int, end: int) -> list[int]:
        """How many figures stand together, whatever their script."""
        if self._is_close(at, end):
            return [end - at]
        sizes = [1]
        for gap in self._between[at + 1 : end]:
            if gap:
                sizes.append(0)
            sizes[-1] += 1
        return sizes

    def _gaps(self, at: int, end: int) -> list[str]:
        return [gap for gap in self._between[at + 1 : end] if gap]

    def _script(self, at: int) -> str:
        first, last = self._spans[at]
        return _SCRIPT.get(self._text[first], "figures") if last - first == 1 else "spelt"

    def _is_spelt(self, at: int) -> bool:
        return self._script(at) in ("spelt", "any")

    def _value(self, first: int, last: int) -> str:
        """0000 of 四个零."""
        times, _, figure = self._text[first:last].partition("个")
        return figure.translate(ARABIC) * int(times.translate(ARABIC)) if figure else times.translate(ARABIC)

    def _made(self, what: str, at: int, end: int, digits: str = "") -> Number:
        """With the bracket before it, where one closes within: (199)00010001."""
        start, behind = self._spans[at][0], self._spans[end - 1][1]
        closes = next((sign for sign in self._text[start:behind] if sign in "()"), "") == ")"
        if closes and self._text[start - 1 : start] == "(":
            start -= 1
        return Number(what, start, behind, digits or self._values[at:end])


def _card(found: re.Match[str]) -> Number:
    digits = re.sub(r"[ .-]", "", found[0])
    return Number("phone" if _GLUED.fullmatch(digits) else "bank_card", *found.span(), digits)
