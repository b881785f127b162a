"""Parts of what is on file that a text may carry alone: a number without its area code, a door, a part of a name."""

import re
from collections.abc import Iterable
from functools import lru_cache

from studio_app.domain.folding import HAN, JOINERS
from studio_app.domain.masking.figures import CN_DIGITS
from studio_app.domain.masking.numbers import in_figures, plain

HIDDEN_DOOR = "某室"
_WITH_AREA = re.compile(r"\(?0(?:10|2\d|[3-9]\d\d)\)?[ .-]{0,2}([2-9]\d{2,3}[ .-]?\d{4})(?!\d)")
_DOOR = re.compile(
    rf"(?<!\d)(\d{{3,4}}|[{CN_DIGITS}]{{3,4}})(?= ?[室户房])"
    r"|(?:单元|[楼栋幢座#号区园苑里庄城门-]) ?(\d{3,4})(?![\d号组路街年楼栋幢座#])"
)
_ONLY_DOOR = re.compile(rf"\d{{3,4}}|[{CN_DIGITS}]{{3,4}}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = rf"[\d{CN_DIGITS}幺]"
# What shows that a number is none of a door: before it figures, signs of money and of a count, a word for money, two
# letters; behind it figures, a fraction, a thousand, a time, a date, a range, a unit (none that is a common surname).
_BEFORE = (
    rf"(?<![\d{CN_DIGITS}幺十百千万/¥$第共计赔付偿还花价款费金钱额].)(?<!\d:.)(?<!\d\d\..)"
    r"(?<!\d\d\d-.)(?<![A-Za-z][A-Za-z].)"
)
_UNIT = r"[元块万千百亿年月日天点时分秒次个人名位件条页份斤克吨米平度瓦伏升毫公厘线番栋幢楼层届期路折倍岁口角]"
_BEHIND = rf"(?![\d{CN_DIGITS}幺十%℃])(?![.,，:/-]\d)(?! ?(?:{_UNIT}|[多余][元块人户件名个]|号(?!房)|户(?!主)))"
_ITS_WORD = r"(?: ?(?:室|号房|房(?![东客主屋产])))?"
_LONE = re.compile(f"(?P<n>{_FIGURE}{_BEFORE}(?: ?{_FIGURE}){{2,3}}){_BEHIND}{_ITS_WORD}")
_BESIDE = re.compile(r"[(（]([^)）]*)[)）]")
_CALLED = re.compile(r"^(?:小名|乳名|又名|曾用名|别名|绰号|外号|英文名|化名|原名)[:：叫是]?\s*")
_NAME_GAP = re.compile(rf"[\s{JOINERS}-]+")
_DOT = re.compile(f"[{JOINERS}-]")
_ALL_HAN = re.compile(f"[{HAN}]+")
_THOUSANDS = re.compile(r"(?<![\d.-])[1-9]\d{0,2}[,，]\Z")
_AT_HOME = re.compile(r" ?(?:[室房家住邻]|号房|户主)")


def local_number(phone: str) -> str:
    """83123456 of 0411-83123456; "" where there is no area code before it."""
    return _without_area(phone) if phone[:1] in "0(（０" else ""


@lru_cache(maxsize=4096)
def names_of(field: str) -> tuple[str, ...]:
    """王小明 and 豆豆 of 王小明（小名豆豆）."""
    beside = [_CALLED.sub("", inside) for inside in _BESIDE.findall(field)]
    return tuple(name for name in (_BESIDE.sub("", field).strip(), *beside) if name)


@lru_cache(maxsize=4096)
def parts_of_name(name: str) -> tuple[str, ...]:
    """古丽娜 and 买买提 of 古丽娜·买买提, John and Smith; none of 张 三 or 张 小明, which is one name spaced."""
    parts = [part for part in _NAME_GAP.split(name) if part]
    if len(parts) < 2 or (
        not _DOT.search(name) and len(min(parts, key=len)) < 2 and _ALL_HAN.fullmatch("".join(parts))
    ):
        return ()
    return tuple(part for part in parts if len(part) >= (3 if part.isascii() else 2))


def doors_in(text: str, addresses: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where a door of these addresses stands alone in a plain text: no amount, date, time, part of a longer number."""
    lone = [found for found in _LONE.finditer(text) if _is_no_year(found) and not _is_thousands(found)]
    known = set(map(door, addresses)) if lone else ()
    return [(*found.span(), HIDDEN_DOOR) for found in lone if _door_of(found) in known]


def _door_of(found: re.Match[str]) -> str:
    return in_figures(found["n"].replace(" ", ""))


def _is_thousands(found: re.Match[str]) -> bool:
    """501 of 3,501."""
    before = found.string[max(found.start() - 5, 0) : found.start()]
    return found["n"].isdecimal() and len(found["n"]) == 3 and _THOUSANDS.search(before) is not None


def _is_no_year(found: re.Match[str]) -> bool:
    """What would pass for a year must be told by the word behind it."""
    return not _YEAR.fullmatch(found["n"]) or _AT_HOME.match(found.string, found.end("n")) is not None


@lru_cache(maxsize=1024)
def door(address: str) -> str:
    """501 of …2单元501室, in figures; "" where the address ends at the building."""
    bare = plain(address).strip()
    if _ONLY_DOOR.fullmatch(bare):
        return in_figures(bare)
    found = _DOOR.search(bare)
    return in_figures(found[1] or found[2]) if found else ""


@lru_cache(maxsize=1024)
def _without_area(phone: str) -> str:
    found = _WITH_AREA.match(plain(phone))
    return re.sub(r"\D", "", found[1]) if found else ""
