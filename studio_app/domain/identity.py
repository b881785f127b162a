"""ID numbers and credit codes: what they say of a person, and a hint where one was not copied right."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from studio_app.domain.dates import make_day
from studio_app.domain.masking.numbers import plain

IdKind = Literal["empty", "refused", "id18", "id15", "uscc", "other"]

REFUSED = ("无", "没有", "无身份证", "未带", "没带", "不详", "拒绝", "拒绝提供", "不愿提供", "不提供")

_ID18 = re.compile(r"\d{17}[\dX]")
_ID15 = re.compile(r"\d{15}")
_USCC = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}")
_OTHER_PAPER = re.compile(r"[A-Z]{1,3}\d{6,10}|[A-Z]{3}\d{12}|\D{1,4}字第\w+号")


@dataclass(frozen=True, slots=True)
class IdFinding:
    """What a typed number is. `hint` is a sentence for the field, empty when there is nothing to say.

    `number`: half-width, without spaces, capital X. `valid` is False only where something does not fit;
    that never keeps a record from being saved (old cards, typing on behalf). `sex`: 男, 女 or empty.
    """

    kind: IdKind
    valid: bool
    number: str
    hint: str = ""
    birthday: date | None = None
    sex: str = ""


def check_id(text: str) -> IdFinding:
    """Reads GB 11643-1999 (18 digits, and the old 15), GB 32100-2015 codes, and the ways of having none."""
    number = re.sub(r"[\s.-]", "", unicodedata.normalize("NFKC", plain(text))).upper()
    if not number:
        return IdFinding("empty", valid=True, number="")
    if number in REFUSED:
        return IdFinding("refused", valid=True, number=number)
    if _ID15.fullmatch(number):
        return _id15(number)
    if _ID18.fullmatch(number) and not _is_numeric_uscc(number):
        return _id18(number)
    if _USCC.fullmatch(number):
        return _uscc(number)
    return _unlike_an_id(number)


def age_on(birthday: date, day: date) -> int | None:
    """Full years on that day (the form's date, not today's); the birthday counts. None before birth.

    One born on 29 February grows a year older on 1 March of a common year.
    """
    if day < birthday:
        return None
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


def is_under(years: int, day: date, birthday: date | None, id_number: str = "", age_told: int | None = None) -> bool:
    """Younger than so many years on that day: by the birthday, else by that in the ID number, else by the age told.

    18: a minor (《民法典》第十七条). 14: all data sensitive, and the guardian consents (《个人信息保护法》第二十八、
    三十一条). False where nothing is known, and before birth.
    """
    born = birthday or _birthday_in(id_number, day.year - years)
    if born is None:
        return age_told is not None and age_told < years
    age = age_on(born, day)
    return age is not None and age < years


def check_digit(first17: str) -> str:
    """The last sign of an ID number from the seventeen before it (GB 11643-1999)."""
    return "10X98765432"[sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17)) % 11]


def _birthday_in(id_number: str, grown_up: int) -> date | None:
    """The birthday in an ID number; of one born before the year `grown_up` the year is enough, as reading is slow."""
    year = id_number[6:10]
    if len(id_number) == 18 and id_number[:17].isdigit() and "1900" <= year < str(grown_up):
        return date(int(year), 1, 1)
    return check_id(id_number).birthday if id_number else None


def _id18(number: str) -> IdFinding:
    birthday = make_day(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    hint = ""
    if birthday is None or birthday.year < 1850:
        birthday, hint = None, f"身份证号第 7 至 14 位“{number[6:14]}”不是有效的出生日期，请核对。"
    elif number[-1] != check_digit(number[:17]):
        hint = "号码最后一位和前面对不上，可能抄错一位；核对无误可以照样保存。"
    return IdFinding("id18", not hint, number, hint, birthday, _sex(number[16]))


def _id15(number: str) -> IdFinding:
    birthday = make_day(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    hint = "" if birthday else f"15 位身份证号第 7 至 12 位“{number[6:12]}”不是有效的出生日期，请核对。"
    return IdFinding("id15", not hint, number, hint, birthday, _sex(number[14]))


def _sex(sign: str) -> str:
    return "男" if int(sign) % 2 else "女"


def _is_numeric_uscc(number: str) -> bool:
    """A credit code may be figures only; it is one if its check fits and there is no birthday in it."""
    born = make_day(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return born is None and _USCC.fullmatch(number) is not None and _uscc(number).valid


def _uscc(number: str) -> IdFinding:
    from stdnum.cn.uscc import calc_check_digit

    fits = number[-1] == calc_check_digit(number[:17])
    hint = "" if fits else "统一社会信用代码最后一位和前面对不上，请再核对一遍；确实无误可以照样保存。"
    return IdFinding("uscc", fits, number, hint)


def _unlike_an_id(number: str) -> IdFinding:
    digits = sum(c.isdigit() for c in number)
    if digits >= 12 and re.fullmatch(r"\d+X?", number):
        hint = f"身份证号应为 18 位（旧号 15 位），现在是 {len(number)} 位，请核对。"
        return IdFinding("other", valid=False, number=number, hint=hint)
    if len(number) == 18 and number.isalnum() and digits >= 8:
        hint = "统一社会信用代码不含字母 I、O、S、V、Z，请核对。"
        return IdFinding("other", valid=False, number=number, hint=hint)
    if _OTHER_PAPER.fullmatch(number):
        return IdFinding("other", valid=True, number=number)
    return IdFinding("other", valid=False, number=number, hint="这不像证件号码，请核对；没有可填“无”。")
