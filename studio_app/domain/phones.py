"""Phone numbers as written on paper made comparable, and a hint where one cannot be right."""

import re
import unicodedata
from typing import Literal

from studio_app.domain.masking.figures import numbers_in
from studio_app.domain.masking.numbers import plain as plain_signs

PhoneKind = Literal["mobile", "landline", "several", "unknown", "refused"]

REFUSED = ("无", "没有", "无电话", "不详", "未留", "拒绝", "拒绝提供", "不愿提供", "不提供")

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:(?:0(?:10|2\d|[3-9]\d{2}))?[2-9]\d{6,7}|[48]00\d{7})(?:-\d{1,6})?")
_BETWEEN = re.compile(r"[\s、,;/|或和()+-]*(?:(?:00)?86)?[\s()-]*")
_SHORT = re.compile(r"\d(?:[ -]?\d){4,}")
_AREA = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))([2-9]\d{6,7}(?:-\d+)?)")


def normalise(text: str) -> str:
    """The number as digits only, an extension behind "-": "+86 138-1234-5678" → 13812345678, 转801 → -801.

    Several numbers stay apart, whatever stood between them: two cells pasted at once → 19900000001、19900000002.
    What holds no digit comes back trimmed and half-width, so a refusal stays readable; a number with words beside
    it (another number, "女儿的") comes back as typed. No length is enforced.
    """
    if _MOBILE.fullmatch(text) and text.isascii():  # most are typed so
        return text
    told = _told(text)
    if told:
        return "、".join(told)
    plain = re.sub(r"[—–−‐·•]", "-", unicodedata.normalize("NFKC", text).strip())
    if not re.search(r"\d", plain):
        return plain
    number, extension = _extension_off(plain)
    digits = re.sub(r"[\s().+-]", "", number)
    if not digits.isdigit():
        return text.strip()
    digits = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)", "", digits)
    return f"{digits}-{extension}" if extension else digits


def several(text: str) -> tuple[str, ...]:
    """Each number of a field that may hold several."""
    return tuple(normalise(text).split("、")) if text.strip() else ()


def named_in(text: str) -> tuple[str, ...]:
    """Every number a field names, whatever words stand beside it: 19900000001（儿子）/83123456."""
    if _MOBILE.fullmatch(text) and text.isascii():
        return (text,)
    seen = plain_signs(text)
    found, at = [], 0
    for number in numbers_in(seen):
        found += [*_SHORT.findall(seen[at : number.start]), *_apart(number.digits)]
        at = number.end
    return tuple(dict.fromkeys([*found, *_SHORT.findall(seen[at:])]))


def _apart(digits: str) -> list[str]:
    """Mobile numbers typed without a gap, one by one."""
    figures = re.sub(r"\D", "", digits)
    return re.findall(r"1\d{10}", figures) if len(figures) > 12 else [figures]


def _told(text: str) -> list[str]:
    """The numbers of a text that holds nothing else, in whatever script (一九九零…); none where it holds more."""
    seen = plain_signs(text)
    numbers = [number for number in numbers_in(seen) if number.what == "phone"]
    places = [0, *(place for number in numbers for place in (number.start, number.end)), len(seen)]
    between = [seen[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]
    if not numbers or not all(map(_BETWEEN.fullmatch, between)):
        return []
    return [one for number in numbers for one in _apart(number.digits)]


def kind(text: str) -> PhoneKind:
    """What the text is after `normalise`; saying that there is none is a lawful value, not a mistake."""
    number = normalise(text)
    if "、" in number and all(kind(one) in ("mobile", "landline") for one in number.split("、")):
        return "several"
    if _MOBILE.fullmatch(number):
        return "mobile"
    if _LANDLINE.fullmatch(number):
        return "landline"
    return "refused" if number in REFUSED else "unknown"


def hint(text: str) -> str:
    """A sentence for the field when the number looks wrong, else empty; never a reason to refuse it."""
    number = normalise(text)
    if not number or kind(text) != "unknown":
        return ""
    if re.fullmatch(r"1\d*", number) and len(number) > 6:
        if len(number) != 11:
            return f"手机号应为 11 位，现在是 {len(number)} 位，请核对。"
        return "手机号第二位不对（应是 3 到 9），请再看一眼。"
    return "这不像一个电话号码，请核对；没有电话可填“无”。"


def show(text: str) -> str:
    """The number for reading: a landline with its area code set off (0411-83123456), all else as stored."""
    if "*" in text:  # hidden already
        return text
    number = normalise(text)
    if "、" in number and kind(number) == "several":
        return "、".join(map(show, number.split("、")))
    area = _AREA.fullmatch(number)
    return f"{area[1]}-{area[2]}" if area else number


def lines(text: str) -> tuple[str, ...]:
    """Each line somebody is reached by, to be compared; 无 and 拒绝提供 are none."""
    whole = kind(text) in ("mobile", "landline", "several")
    return tuple(number for number in (several(text) if whole else named_in(text)) if re.search(r"\d{5}", number))


def same(a: str, b: str) -> bool:
    """Whether two fields name a line both have; two empty or refused ones do not."""
    return not {*lines(a)}.isdisjoint(lines(b))


def _extension_off(plain: str) -> tuple[str, str]:
    """转801 or -801 behind a whole landline number; a dash elsewhere only spaces the digits."""
    found = re.fullmatch(r"(.*\d)\s*(?:-|转|分机|ext\.?)\s*(\d{1,6})", plain, flags=re.IGNORECASE)
    if found and _LANDLINE.fullmatch(re.sub(r"[\s().+-]", "", found[1])):
        return found[1], found[2]
    return plain, ""
