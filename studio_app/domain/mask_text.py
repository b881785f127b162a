"""Finding in a running text what must not leave: given strings however spaced, and numbers by their form."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import NamedTuple

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])"

# Order matters: an ID number would also pass for a card, a card contains what looks like a phone.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "id_number",
        re.compile(rf"(?<!\d)[1-9]\d{{5}}[ -]?(?:18|19|20)\d{{2}}[ -]?{_MONTH_DAY}[ -]?\d{{3}}[\dXx](?![\dA-Za-z])"),
    ),
    ("id_number", re.compile(rf"(?<!\d)[1-9]\d{{7}}{_MONTH_DAY}\d{{3}}(?!\d)")),
    ("bank_card", re.compile(r"(?<!\d)(?:\d{4}[ -]){3}\d{4}(?:[ -]?\d{1,3})?(?!\d)|(?<!\d)\d{16,19}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)[(（]?0\d{2,3}[)）]?[ -]?[2-9]\d{6,7}(?!\d)")),
    ("phone", re.compile(r"(?<=电话)[:：]?\s*(?:号码?)?[:：]?\s*[2-9]\d{6,7}(?!\d)")),
    (
        "account",
        re.compile(r"(?:(?<=微信)|(?<=QQ)|(?<=qq))(?:号码?)?[:：为是]?\s*[A-Za-z0-9][\w-]{4,19}", re.ASCII),
    ),
    ("account", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    ("plate", re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][ ·•.-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]")),
)
# Nothing in the table above is found in a text without one of these.
_TELLING = re.compile(rf"\d[\d ()-]{{5}}|@|微信|[Qq]{{2}}|[{_PROVINCES}][A-Z]")
_ROOM = re.compile(
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})单元)(?:\d{1,2}[层楼])?(?:\d{1,4}[室号户]?)?"
    r"|(?<!\d)\d{3,4}室|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
    r"|(?<=[楼栋幢座])\d{1,2}-\d{3,4}(?!\d)|(?<=[楼栋幢座])\d{3,4}(?![\d年元])"
)
_BUILDING = re.compile(r"(?:\d{1,3}|[A-Za-z])(?:号楼|号?[栋幢座])")
_REGION = re.compile(r"(?:[一-龥]{2,8}?(?:省|自治区|市|(?<![社小园片])区|县))+")
_PLACE = re.compile(
    r"[一-龥A-Za-z]{2,10}?(?:(小区|花园|家园|公寓|新村|新城|山庄|庄园|大厦|[苑园城里府](?!小区))|(社区|街道|[镇乡村屯路街巷]))"
)
_FULL_WIDTH = str.maketrans(
    "０１２３４５６７８９ＸｘＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＳＴＵＶＷＹＺ－",
    "0123456789XxABCDEFGHJKLMNPQRSTUVWYZ-",
)
_SAMPLE_ROOM = "1号楼1单元101室"
_GAPS = re.compile(r"[\s-]+")
_FIRST = 0xF0000  # placeholders from a plane no font or input method uses
_PLACEHOLDER = re.compile("[\U000f0000-\U000ffffd]")
_PLACE_WORDS = "路街巷社小村镇"  # 建国路, 和平社区 are places, not somebody's given name


class Needle(NamedTuple):
    """A string that identifies somebody, what stands for it, and whether it is a given name alone."""

    text: str
    shown: str
    given_name: bool = False


class Hidden:
    """A text whose finds are swapped for placeholders, so that what is shown instead is not masked again."""

    def __init__(self, text: str) -> None:
        self._text = text.translate(_FULL_WIDTH)
        self._squeezed = _GAPS.sub("", self._text)
        self._shown: list[str] = []

    def holds(self, needle: str) -> bool:
        """Whether the string is there, however spaced, or was when nothing was hidden yet."""
        return _GAPS.sub("", needle.translate(_FULL_WIDTH)) in self._squeezed

    def known(self, needle: Needle) -> None:
        """Hides a given string; spaces (and dashes in a number) inside it do not protect it."""
        pattern = _spelling(needle.text.translate(_FULL_WIDTH), given_name=needle.given_name)
        self._swap(pattern, lambda _: needle.shown)

    def patterns(self, show: Callable[[str, str], str], allowed: Collection[str]) -> None:
        """Hides what has the form of a number; `show` gives what stands there, `allowed` digits stay."""
        for what, pattern in _PATTERNS if _TELLING.search(self._text) else ():
            self._swap(pattern, partial(_unless_allowed, what, show, allowed))
        if show("address", _SAMPLE_ROOM) != _SAMPLE_ROOM:
            self._swap(_ROOM, lambda _: "某室")
        if "楼" not in show("address", _SAMPLE_ROOM):
            self._swap(_BUILDING, lambda _: "某号楼")

    def restored(self) -> str:
        return _PLACEHOLDER.sub(self._restore, self._text)

    def _swap(self, pattern: re.Pattern[str], show: Callable[[str], str]) -> None:
        def put(found: re.Match[str]) -> str:
            self._shown.append(show(found[0]))
            return chr(_FIRST + len(self._shown) - 1)

        self._text = pattern.sub(put, self._text)

    def _restore(self, found: re.Match[str]) -> str:
        place = ord(found[0]) - _FIRST
        return self._shown[place] if place < len(self._shown) else ""


def digits(text: str) -> str:
    """Figures only, without the country code 86 of a mobile number."""
    bare = re.sub(r"\D", "", text)
    return bare[2:] if len(bare) == 13 and bare.startswith("86") else bare


def places(address: str) -> Iterator[Needle]:
    """The named places in an address and what stands for each: 和平社区 → 某社区, 幸福花园 → 某小区."""
    for place in _PLACE.finditer(_REGION.sub("", address, count=1)):
        yield Needle(place[0], f"某{place[2]}" if place[2] else "某小区")


def _unless_allowed(what: str, show: Callable[[str, str], str], allowed: Collection[str], found: str) -> str:
    return found if digits(found) in allowed else show(what, found)


def _spelling(needle: str, *, given_name: bool) -> re.Pattern[str]:
    """The string as people may have spaced it; a given name not where it begins the name of a place."""
    if len(needle) > 20:
        return re.compile(re.escape(needle))
    gap = r"[ -]?" if needle[0].isdigit() or needle[0] == "+" else r"\s?"
    signs = (re.escape(c) for c in re.sub(r"[\s-]", "", needle) or needle)
    return re.compile(gap.join(signs) + (rf"(?![{_PLACE_WORDS}])" if given_name else ""))
