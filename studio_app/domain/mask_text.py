"""Finding in a running text what must not leave: given strings however spaced, and numbers by their form."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from studio_app.domain.mask_numbers import CN_DIGITS, Form, forms_in, plain, read
from studio_app.domain.mask_parts import HIDDEN_DOOR

_N = rf"(?:\d|[{CN_DIGITS}十])"
_NO_COUNT = r"(?![\d人名位个家次元年月日米平]|户人)"  # 2单元3人 counts people, 2单元301 is a door
_NO_DAY = r"(?![\d人名位个家次元块万年月日米平天点号时分#-]|户人)"  # 3号2-3天, 5#300元 are no doors either
_FLOOR = rf"(?: ?{_N}{{1,3}}[层楼])?"
_DOOR = rf"(?: ?-? ?(?:\d{{1,4}}{_NO_COUNT}|[{CN_DIGITS}]{{3,4}}|{_N}{{1,4}}(?=[室号]))[室号户]?)?"
# (a sign no such place is without, what it looks like)
_ROOMS = tuple(
    (sign, Form("address", re.compile(pattern)))
    for sign, pattern in (
        ("单元", rf"{_N}{{1,3}} ?单元{_FLOOR}{_DOOR}"),
        ("室", rf"\d(?<!\d.)\d{{2,3}} ?室|[{CN_DIGITS}十百]{{2,5}}室"),
        ("-", r"\d(?<![\d-].)\d{0,2}-\d{1,2}-\d{3,4}(?![\d-])"),
        ("-", rf"[楼栋幢座](?P<n> ?{_N}{{1,2}}-{_N}{{3,4}})(?!\d)"),
        ("-", rf"号(?P<n> ?-? ?\d{{1,2}}-\d{{1,2}}-\d{{1,4}}| ?- ?\d{{1,2}}-\d{{1,4}}| ?\d{{1,2}}-\d{{3,4}}){_NO_DAY}"),
        ("-", rf"[A-Za-z](?<![A-Za-z\d-].)-(?P<n>\d{{1,2}}-\d{{1,4}}){_NO_DAY}"),
        ("#", rf"[\dA-Za-z]#楼?(?P<n> ?(?:\d{{1,2}}-){{1,2}}\d{{1,4}}| ?\d{{3,4}}){_NO_DAY}"),
        ("", rf"[楼栋幢座](?P<n> ?\d{{3,4}}(?![\d年元平米])|[{CN_DIGITS}]{{3,4}}(?![年元百千万]))"),
    )
)
_BUILDING = Form(
    "address",
    re.compile(
        rf"(?:\d{{1,3}}|[{CN_DIGITS}十]{{1,3}}|[A-Za-z])(?:号楼|号?[栋幢座])"
        "|\\d{1,3}#(?:楼|(?=[\U000f0000-\U000ffffd]))"  # 6# before a room that is hidden by now
    ),
)
_REGION = re.compile(r"(?:[一-龥]{2,8}?(?:省|自治区|市|(?<![社小园片])区|县))+")
_PLACE = re.compile(
    r"[一-龥A-Za-z]{2,10}?(?:(小区|花园|家园|公寓|新村|新城|山庄|庄园|大厦|[苑园城里府](?!小区))|(社区|街道|[镇乡村屯路街巷]))"
)
_STAIRS = re.compile(rf"{_N}{{1,3}} ?单元(?: ?{_N}{{1,3}}([层楼]))?")
_SAMPLE_ROOM = "1号楼1单元101室"
_GAPS = re.compile(r"[\s.-]+")
_SIGNS = re.compile(r"([\s.-]*)([^\s.-])")  # each sign with the gap before it
_FIRST = 0xF0000  # placeholders from a plane no font or input method uses
_PLACEHOLDER = re.compile("[\U000f0000-\U000ffffd]")
_PLACE_WORDS = "路街巷社小村镇庄屯沟"  # 建国路, 和平社区 are places, not somebody's given name


class Needle(NamedTuple):
    """A string that identifies somebody and what stands for it.

    `given_name`: a name people are called by, not meant where a place begins with it. `whole`: a number that is
    meant only where it is not part of a longer one or an amount.
    """

    text: str
    shown: str
    given_name: bool = False
    whole: bool = False


class Hidden:
    """A text whose finds are swapped for placeholders, so that what is shown instead is not masked again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen, self.has_figures = read(text)  # the same sign for sign, as it is searched
        self._squeezed = _GAPS.sub("", self._seen)
        self._shown: list[str] = []

    def holds(self, needle: str) -> bool:
        """Whether the string is there, however spaced, or was when nothing was hidden yet."""
        return _bare(needle) in self._squeezed

    def known(self, needle: Needle) -> None:
        """Hides a given string; spaces (and dashes or dots beside a figure) inside it do not protect it."""
        pattern = _spelling(plain(needle.text), given_name=needle.given_name, whole=needle.whole)
        self._swap(Form("", pattern), lambda _: needle.shown)

    def patterns(self, show: Callable[[str, str], str], allowed: Collection[str]) -> None:
        """Hides what has the form of a number; `show` gives what stands there, `allowed` digits stay."""
        for form in forms_in(self._seen):
            self._swap(form, partial(_unless_allowed, form.what, show, allowed))
        if show("address", _SAMPLE_ROOM) != _SAMPLE_ROOM:
            for sign, form in _ROOMS:
                if sign in self._seen:
                    self._swap(form, _place_of)
        if "楼" not in show("address", _SAMPLE_ROOM):
            self._swap(_BUILDING, lambda _: "某号楼")

    def swap(self, finds: Callable[[str], Sequence[tuple[int, int, str]]]) -> None:
        """Puts something else where `finds` says: start, end, what stands there."""
        for start, end, shown in reversed(finds(self._seen)):
            self._put(start, end, shown)

    def restored(self) -> str:
        return _PLACEHOLDER.sub(self._restore, self._text)

    def _swap(self, form: Form, show: Callable[[str], str]) -> None:
        for start, end in reversed(form.finds(self._seen)):
            self._put(start, end, show(self._seen[start:end]))

    def _put(self, start: int, end: int, shown: str) -> None:
        self._shown.append(shown)
        sign = chr(_FIRST + len(self._shown) - 1)
        self._text = self._text[:start] + sign + self._text[end:]
        self._seen = self._seen[:start] + sign + self._seen[end:]

    def _restore(self, found: re.Match[str]) -> str:
        place = ord(found[0]) - _FIRST
        return self._shown[place] if place < len(self._shown) else ""


@lru_cache(maxsize=4096)
def digits(text: str) -> str:
    """Figures only, without the country code 86 of a mobile number."""
    bare = re.sub(r"\D", "", text)
    return bare[2:] if len(bare) == 13 and bare.startswith("86") else bare


@lru_cache(maxsize=4096)
def _bare(needle: str) -> str:
    """The string without its gaps; each is asked for in every text of its case."""
    return needle if needle.isascii() and needle.isalnum() else _GAPS.sub("", plain(needle))


def places(address: str) -> Iterator[Needle]:
    """The named places in an address and what stands for each: 和平社区 → 某社区, 幸福花园 → 某小区."""
    for place in _PLACE.finditer(_REGION.sub("", address, count=1)):
        yield Needle(place[0], f"某{place[2]}" if place[2] else "某小区")


def _place_of(found: str) -> str:
    """某单元, 某单元某楼 for a stairwell everybody uses, 某室 for a door."""
    stairs = _STAIRS.fullmatch(found)
    return HIDDEN_DOOR if stairs is None else f"某单元某{stairs[1]}" if stairs[1] else "某单元"


def _unless_allowed(what: str, show: Callable[[str, str], str], allowed: Collection[str], found: str) -> str:
    return found if digits(found) in allowed else show(what, found)


@lru_cache(maxsize=256)
def _spelling(needle: str, *, given_name: bool, whole: bool) -> re.Pattern[str]:
    """The string as people may have spaced it; see `Needle`."""
    if len(needle) > 20:
        return re.compile(re.escape(needle))
    pattern, last = "", ""
    for before, sign in _SIGNS.findall(needle):
        near_figure = last.isdigit() or sign.isdigit() or last == "+"
        gap = r"[\s.-]{0,3}" if "-" in before else r"[\s.-]{0,2}" if near_figure else r"[\s.]?"
        pattern += (gap if last else "") + re.escape(sign)
        last = sign
    if whole:
        return re.compile(rf"(?<![\d.]){pattern}(?![\d元]|\.\d)")
    return re.compile((pattern or re.escape(needle)) + (rf"(?![{_PLACE_WORDS}])" if given_name else ""))
