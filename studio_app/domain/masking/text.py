"""Finding in a running text what must not leave: given strings however spaced, and numbers by their form."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from studio_app.domain.masking.figures import CN_DIGITS
from studio_app.domain.masking.numbers import Form, found_in, plain, read
from studio_app.domain.masking.parts import HIDDEN_DOOR

_N = rf"(?:\d|[{CN_DIGITS}十])"
_NO_COUNT = r"(?![\d人名位个家次元年月日米平]|户人)"  # 2单元3人 counts people, 2单元301 is a door
_NO_DAY = r"(?![\d人名位个家次元块万年月日米平天点号时分#-]|户人)"  # 3号2-3天, 5#300元 are no doors either
_UNIT = r"(?![\d年元平米块个人名万千百余多月日天次%]|[,.]\d|户(?:人|居民|村民|家庭|群众|业主))"
_NO_YEAR = r"(?!(?:19[5-9]|20[1-4])\d)"
_SPACED = r"\d(?: ?\d){2,3}"
_SPELT = rf"[{CN_DIGITS}](?: ?[{CN_DIGITS}]){{2,3}}"
_FLOOR = rf"(?: ?{_N}{{1,3}} ?[层楼])?"
_DOOR = (
    rf"(?: ?-? ?(?:\d(?: ?\d){{0,3}}{_NO_COUNT}|[{CN_DIGITS}]{{3,4}}|{_N}{{1,4}}(?=[室号]))(?: ?(?:号房|[室号户]))?)?"
)
_STAIR = rf"(?:{_N}{{1,3}}|[A-Za-z甲乙丙丁]|[东西中南北](?=单元 ?{_N}))"
_ROOM_WORD = r"(?:室(?! ?[\d一二两三]厅)|号房间?(?!价|租|款)|房间?(?![东客主屋产价租款贷型]|[\d一二两三]厅))"
_OPEN, _CLOSE = r"[(\[【「“\"]?", r"[)\]】」”\"]?"
# How many, not which: 全村1403户, 1403户居民.
_NO_NUMBER_OF = r"(?<![全共约近有达计涉及等余多着了超过足满占为加增减村组屯镇乡区\d].)"
_BEGINS_CLAUSE = r"(?:(?<![\s\S].)|(?<=[,.;:!?(“\"「 。、].))"
_NO_HOUSEHOLDS = (
    r"(?! ?(?:居民|村民|人家|家庭|群众|农户|人口|人|业主|中|以[上下]|左右|多|余|里|都|均|共|次|参|签|受|用))"
)
_LIVES = r"(?:居住在?|家住在?|租住[在于]?|住在?|住于|搬[到进]|住址是?|门牌号?|房号|房间号|室号|门号|户号)[是为:]{0,2} ?"
_NO_UNIT = r"(?! ?(?:[\d元块万千百多余年月天个人名晚平米㎡%次位间套栋层楼小]|日(?!常)|户(?!主)|[.,]\d))"
# (a sign no such place is without, what it looks like)
_ROOMS = tuple(
    (sign, Form("address", re.compile(pattern)))
    for sign, pattern in (
        ("-", rf"\d(?<![\d-].)\d{{0,2}} ?- ?\d{{1,2}} ?- ?{_NO_YEAR}{_SPACED}(?![\d-])(?: ?{_ROOM_WORD})?"),
        ("单元", rf"{_STAIR} ?单元{_FLOOR}{_DOOR}"),
        ("室", rf"\d(?<!\d.)(?: ?\d){{2,3}}{_CLOSE} ?{_ROOM_WORD}|[{CN_DIGITS}十百](?: ?[{CN_DIGITS}十百]){{1,4}} ?室"),
        ("室", rf"\d(?<![\d-].)\d? ?-? ?\d{{1,2}} ?-? ?\d{{2,4}} ?{_ROOM_WORD}"),
        ("房", rf"\d(?<!\d.){_NO_NUMBER_OF}(?: ?\d){{2,3}}{_CLOSE} ?{_ROOM_WORD}|{_SPELT} ?(?:号房|房间)"),
        (
            "户",
            rf"(?:{_LIVES}|[楼层栋幢座号上下壁门家在找去到跟是] ?)(?P<n>(?:{_SPACED}|{_SPELT}) ?户){_NO_HOUSEHOLDS}",
        ),
        ("户", rf"[1-9]{_BEGINS_CLAUSE}\d?(?:0[1-9]|1[0-2]) ?(?:户(?!主){_NO_HOUSEHOLDS}|(?=户主))"),
        ("户", rf"{_N}{{1,2}} ?[层楼] ?[东西南北中左右][边侧手首]?户"),
        ("住", rf"{_LIVES}(?P<n>\d(?: ?\d){{2,3}}|{_SPELT}|\d{{1,2}} ?- ?\d{{1,4}}(?: ?- ?\d{{1,4}})?){_NO_UNIT}"),
        ("号", rf"(?:门牌号?|房号|房间号|室号|门号|户号)[是为:]{{0,2}} ?(?P<n>{_SPACED}|{_SPELT}){_NO_UNIT}"),
        ("号", rf"[路街巷弄里院区道] ?\d{{1,4}} ?号(?P<n> ?\d{{3,4}}){_NO_DAY}"),
        ("层", rf"{_N}{{1,3}} ?层 ?{_N}{{1,4}} ?(?:[室户]|号(?:房|室)?)"),
        ("楼", rf"{_N}{{1,3}}(?<!号) ?楼 ?{_N}{{1,4}} ?(?:室|号(?:房|室|(?![楼院线]|\d)))"),
        ("门", rf"[号楼栋幢座](?P<n> ?{_N}{{1,2}} ?门洞? ?\d(?: ?\d){{2,3}})"),
        ("/", rf"\d(?<![\d/].)\d{{0,2}}/\d{{1,2}}/{_NO_YEAR}\d{{3,4}}(?![\d/])"),
        ("-", rf"[楼栋幢座](?P<n> ?{_N}{{1,2}} ?- ?{_N}{{2,4}})(?!\d| ?(?:单元|[层楼号月日天]))"),
        ("0", r"[楼层] ?(?P<n>0[1-9])(?![\d:月日年.])"),
        ("-", rf"号(?P<n> ?-? ?\d{{1,2}}-\d{{1,2}}-\d{{1,4}}| ?- ?\d{{1,2}}-\d{{1,4}}| ?\d{{1,2}}-\d{{3,4}}){_NO_DAY}"),
        ("-", rf"[A-Za-z](?<![A-Za-z\d-].)-(?P<n>\d{{1,2}}-\d{{1,4}}){_NO_DAY}"),
        ("#", rf"[\dA-Za-z]#楼?(?P<n> ?(?:\d{{1,2}} ?- ?){{1,2}}\d{{1,4}}| ?{_SPACED}){_NO_DAY}"),
        ("", rf"[楼栋幢座层](?P<n> ?{_SPACED}{_UNIT}|{_SPELT}(?![年元百千万]))"),
    )
)
# 一幢老房子, 三座坟: so many of them, no number of a house
_A_HOUSE = "[栋幢座](?:[老旧新高大小]?(?:楼(?![上下])|[房屋](?![顶东号])|平房|别墅|宅)|一)"
_NO_HOUSE = "座[老旧新古大小]?(?:桥|山(?!墙)|坟|庙|塔|墓)"
_BUILDING = Form(
    "address",
    re.compile(
        rf"(?<!一[栋幢座])(?!一{_A_HOUSE})(?:\d{{1,3}}|[{CN_DIGITS}十]{{1,3}}|[A-Za-z])"
        rf"(?:号楼|(?!{_NO_HOUSE})号?[栋幢座]楼?)"
        "|\\d{1,3}#(?:楼|(?=[\U000f0000-\U000ffffd]))"  # 6# before a room that is hidden by now
    ),
)
_REGION = re.compile(r"(?:[一-龥]{2,8}?(?:省|自治区|市|(?<![社小园片])区|县))+")
_PLACE = re.compile(
    r"[一-龥A-Za-z]{2,10}?(?:(小区|花园|家园|公寓|新村|新城|山庄|庄园|大厦|[苑园城里府](?!小区))|(社区|街道|[镇乡村屯路街巷]))"
)
_STAIRS = re.compile(rf"{_N}{{1,3}} ?单元(?: ?{_N}{{1,3}}([层楼]))?")
_SAMPLE_ROOM = "1号楼1单元101室"
_BETWEEN = r"[\s.\-_*~|()\[\]{}<>【】〔〕「」『』《》“”‘’\"']"  # what may be put between the signs of a name
_GAPS = re.compile(f"{_BETWEEN}+")
_SIGNS = re.compile(rf"({_BETWEEN}*)([^\s.-])")  # each sign with the gap before it
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
        self._seen, self._has_rows, self.has_figures = read(text)  # the same sign for sign, as it is searched
        self._squeezed = _GAPS.sub("", self._seen).lower()
        self._shown: list[str] = []

    def holds(self, needle: str) -> bool:
        """Whether the string is there, however spaced, or was when nothing was hidden yet."""
        return _bare(needle) in self._squeezed

    def known(self, needle: Needle) -> None:
        """Hides a given string; what is put between its signs does not protect it."""
        pattern = _spelling(plain(needle.text), given_name=needle.given_name, whole=needle.whole)
        self._put([(*found.span(), needle.shown) for found in pattern.finditer(self._seen)])

    def patterns(self, show: Callable[[str, str], str], allowed: Collection[str]) -> None:
        """Hides what has the form of a number; `show` gives what stands there, `allowed` digits stay."""
        found = [one for one in found_in(self._seen, has_rows=self._has_rows) if digits(one.digits) not in allowed]
        self._put([(one.start, one.end, show(one.what, one.digits)) for one in found])
        address = show("address", _SAMPLE_ROOM)
        if address != _SAMPLE_ROOM:
            for sign, form in _ROOMS:
                if sign in self._seen:
                    self._swap(form, _place_of)
        if "楼" not in address:
            self._swap(_BUILDING, lambda _: "某号楼")

    def swap(self, finds: Callable[[str], Sequence[tuple[int, int, str]]]) -> None:
        """Puts something else where `finds` says: start, end, what stands there."""
        self._put(finds(self._seen))

    def restored(self) -> str:
        return _PLACEHOLDER.sub(self._restore, self._text)

    def _swap(self, form: Form, show: Callable[[str], str]) -> None:
        if spans := form.finds(self._seen):
            self._put([(start, end, show(self._seen[start:end])) for start, end in spans])

    def _put(self, finds: Sequence[tuple[int, int, str]]) -> None:
        """All finds of one pass at once: one after the other would copy the text for each."""
        text: list[str] = []
        seen: list[str] = []
        at = 0
        for start, end, shown in finds:
            self._shown.append(shown)
            sign = chr(_FIRST + len(self._shown) - 1)
            text += (self._text[at:start], sign)
            seen += (self._seen[at:start], sign)
            at = end
        if text:
            self._text = "".join([*text, self._text[at:]])
            self._seen = "".join([*seen, self._seen[at:]])

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
    return (needle if needle.isascii() and needle.isalnum() else _GAPS.sub("", plain(needle))).lower()


def places(address: str) -> Iterator[Needle]:
    """The named places in an address and what stands for each: 和平社区 → 某社区, 幸福花园 → 某小区."""
    for place in _PLACE.finditer(_REGION.sub("", address, count=1)):
        yield Needle(place[0], f"某{place[2]}" if place[2] else "某小区")


def _place_of(found: str) -> str:
    """某单元, 某单元某楼 for a stairwell everybody uses, 某室 for a door."""
    stairs = _STAIRS.fullmatch(found)
    return HIDDEN_DOOR if stairs is None else f"某单元某{stairs[1]}" if stairs[1] else "某单元"


@lru_cache(maxsize=256)
def _spelling(needle: str, *, given_name: bool, whole: bool) -> re.Pattern[str]:
    """The string as people may have spaced it; see `Needle`."""
    if len(needle) > 20:
        return re.compile(re.escape(needle))
    pattern, last = "", ""
    for before, sign in _SIGNS.findall(needle):
        near_figure = last.isdigit() or sign.isdigit() or last == "+"
        gap = (
            r"[\s.-]{0,3}" if near_figure and "-" in before else r"[\s.-]{0,2}" if near_figure else f"{_BETWEEN}{{0,3}}"
        )
        pattern += (gap if last else "") + re.escape(sign)
        last = sign
    if whole:
        return re.compile(rf"(?<![\d.]){pattern}(?![\d元]|\.\d)")
    word = (r"(?<![A-Za-z])", r"(?![A-Za-z])") if needle.isascii() and needle.isalpha() else ("", "")
    pattern = f"{word[0]}{pattern or re.escape(needle)}{word[1]}"
    return re.compile(pattern + (rf"(?![{_PLACE_WORDS}])" if given_name else ""), re.IGNORECASE)
