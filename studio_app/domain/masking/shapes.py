"""How a single name, number or address is made partly or wholly unreadable."""

import re
from collections.abc import Collection
from functools import lru_cache

from studio_app.domain import plates
from studio_app.domain.masking.figures import numbers_in
from studio_app.domain.masking.numbers import plain

DEFAULT_COMPOUND_SURNAMES = frozenset(
    re.findall(
        r"\S+",
        "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 轩辕 端木 独孤 南宫 万俟 "
        "澹台 呼延 申屠 单于 太史 闻人 赫连 钟离 淳于 濮阳 百里 拓跋 完颜 第五 纳兰 那拉 爱新觉罗 叶赫那拉",
    )
)
NAME_BREAK = re.compile(r"([、，,;；/\n]+)")

_DIGITS = re.compile(r"\d")
_TITLE = "先生|女士|小姐|师傅|大爷|大妈|大娘|阿姨|奶奶"
_SURNAME_ONLY = (
    r".{1,2}某{1,2}[甲乙丙丁戊己庚辛壬癸\d]{0,2}"
    rf"|(?:.|{'|'.join(sorted(DEFAULT_COMPOUND_SURNAMES))})(?:{_TITLE})|.氏|.\*+"
)
_PSEUDONYM = re.compile(rf"{_SURNAME_ONLY}|[老小].")
_PSEUDONYM_OF_CHILD = re.compile(_SURNAME_ONLY)
_ORGANISATION = re.compile(
    r".+(公司|物业|中心|超市|商店|饭店|餐厅|医院|学校|小学|中学|幼儿园|委员会|居委会|业委会|合作社|银行|工作室|派出所|社区|街道|厂|店)"
)
_PHONE_RUN = re.compile(r"\+?\d[\d\-. ]{5,}\d")
_LONGEST = 12
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LONG_ENOUGH = re.compile(r"(?<![\d*])\d{5,}")
_COUNTRY = re.compile(r"[+(]*(?:00)?86\)?[ -]?$")
# 18名工人, 两个儿子: how many, and the word that counts people
_COUNT = r"(?:\d+|[一二三四五六七八九十两几多数]+)余?[名位个户家批人组伙对]?"
_LINK = "[的与和及某方家]?"
_COUNTED = re.compile(r"\d+余?[名位个户家批人组伙对]")
_CN = "〇零一二三四五六七八九十"
_BUILDING = re.compile(rf"\d+\s*(?:号楼|楼|号?[栋幢座]|#楼?)|(?:[{_CN}]+|[A-Za-z])\s*(?:号楼|栋|幢|座)")
_ROOM = re.compile(
    rf"(?:\d+|[{_CN}]+|[A-Za-z])\s*(?:单元|层|室|户)|\d+门|[{_CN}]+楼|(?<=号)\s*[-—]?\s*\d+|(?<=[\dA-Za-z])\s*[-—]\s*\d+"
    r"|(?<=[区园苑里庄])\s*\d{3,4}$"
)
_HOUSEHOLD = re.compile(r"(?<=[组屯队])\s*[-—]?\s*\d+\s*号?(?![\d组队])")


def surname_of(name: str, compound_surnames: Collection[str] = DEFAULT_COMPOUND_SURNAMES) -> str:
    """欧阳 of 欧阳修, 阿 of 阿卜杜拉·买买提, 张 of 张三."""
    longest = (name[:n] for n in (4, 3, 2) if len(name) > n and name[:n] in compound_surnames)
    return next(longest, name[:1])


def is_pseudonym(name: str) -> bool:
    """王某, 张女士, 李某甲, 老王: nothing left to hide of a grown-up."""
    return bool(_PSEUDONYM.fullmatch(name.strip()))


@lru_cache(maxsize=8)
def descriptions(words: tuple[str, ...], *, of_child: bool = False) -> re.Pattern[str]:
    """What is made of such words, pseudonyms and a count alone, and so names nobody: 楼上住户, 18名工人, 房东李某.

    小吴 names a child: it is what a child is called every day, while a grown-up's 小吴 hides the given name.
    """
    pseudonym = _PSEUDONYM_OF_CHILD if of_child else _PSEUDONYM
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?:{_COUNT})?(?:{_LINK}(?:{listed})|{pseudonym.pattern}|.姓)+[们方家]?等?")


def mask_name(name: str, style: str, compound_surnames: Collection[str] = DEFAULT_COMPOUND_SURNAMES) -> str:
    """Partial 张建国 → 张**, surname 张建国 → 张某, removed → ""; pseudonyms and signs between names stay.

    What begins with a count is no name and yet may hold one: 5名李四的工友 → 5名当事人.
    """
    bare = name.strip()
    if not bare or style == "full" or NAME_BREAK.fullmatch(name) or (is_pseudonym(bare) and style != "removed"):
        return name
    if style == "removed":
        return ""
    if bare[0].isdigit():
        counted = _COUNTED.match(bare)
        return f"{counted[0]}当事人" if counted else "某人"
    surname = surname_of(bare, compound_surnames)
    if style == "surname":
        return f"{surname}某"
    given = 2 if "·" in bare or bare.isascii() else len(bare) - len(surname)
    return surname + "*" * max(given, 1)


def mask_id(number: str) -> str:
    """First six and last four characters, the rest stars: 210214********123X; short ones wholly hidden."""
    bare = "".join(sign for sign in plain(number) if sign.isalnum())
    if not _DIGITS.search(bare):
        return number
    return bare[:6] + "*" * (len(bare) - 10) + bare[-4:] if len(bare) >= 15 else "*" * len(bare)


def mask_card(number: str) -> str:
    """****1234; a text without figures (the bank's name) stays."""
    digits = re.sub(r"\D", "", plain(number))
    return f"****{digits[-4:]}" if len(digits) > 8 else "****" if digits else number


def mask_plate(text: str) -> str:
    """辽B****5: where from and the last sign, of each plate of a field."""
    return "、".join(f"{bare[:2]}****{bare[-1:]}" if len(bare) >= 7 else "****" for bare in plates.several(text))


def mask_organisation(name: str) -> str:
    """某公司, 某物业, where the kind cannot be seen 某单位."""
    found = _ORGANISATION.fullmatch(name.strip())
    return f"某{found[1]}" if found else "某单位"


def mask_phone_screen(phone: str) -> str:
    """138****5678 wherever a phone stands in the text of a field; 0411-****5678; 无 and 拒绝提供 stay."""
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    seen = plain(phone)
    numbers = [number for number in numbers_in(seen) if number.what in ("phone", "bank_card")]
    if not numbers and not _PHONE_RUN.search(seen):
        return re.sub(r"\d+", "***", phone)
    shown, at = [], 0
    for number in numbers:
        before = slice(at, number.start)
        shown += [_COUNTRY.sub("", _others_hidden(seen[before], phone[before])), _hidden_phone(number.digits)]
        at = number.end
    return "".join([*shown, _others_hidden(seen[at:], phone[at:])])


@lru_cache(maxsize=1024)
def address_to_building(address: str) -> str:
    """小区＋楼栋: what is finer than the building (单元, 层, 室, a village household's number) is cut off."""
    building = _BUILDING.search(address)
    if building:
        return address[: building.end()].strip()
    finer = _HOUSEHOLD.search(address) or _ROOM.search(address)
    return address[: finer.start()].strip() if finer else address.strip()


def _others_hidden(seen: str, typed: str) -> str:
    """What is beside the numbers told by their form, without any other number as long as one."""
    hidden = _LONG_ENOUGH.sub("***", _PHONE_RUN.sub(lambda found: _hidden_phone(found[0]), seen))
    return typed if hidden == seen else hidden


def _hidden_phone(number: str) -> str:
    """Several mobile numbers without a gap are hidden one by one."""
    figures = re.sub(r"\D", "", number)
    mobiles = re.findall(r"1[3-9]\d{9}", figures)
    if mobiles and len("".join(mobiles)) >= len(figures) - 2:
        return " ".join(f"{mobile[:3]}****{mobile[-4:]}" for mobile in mobiles)
    area = re.match(r"(0\d{2,3})-", number)
    if area:
        return f"{area[0]}****{figures[-4:]}"
    head = figures[: max(len(figures) - 8, 0)] if len(figures) <= _LONGEST else ""  # longer: several in one
    return f"{head}****{figures[-4:]}" if len(figures) >= 7 else "***"
