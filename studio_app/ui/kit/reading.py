"""Reading what people type into amount, number and time fields."""

import re
from datetime import time
from decimal import Decimal, InvalidOperation

_WIDE = str.maketrans("０１２３４５６７８９．，：－", "0123456789.,:-")
_MONEY = re.compile(r"^(-?[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(万)?元?整?$")
_TIME = re.compile(r"^(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?(\d{1,2})(?:[:点时](?:(半)|(\d{1,2})分?)?)?$")
_AFTERNOON = ("1", "2", "3", "4", "5")
MOST_YUAN = 10**12
"""Above this an amount is a slip of the finger."""


class UnreadableError(ValueError):
    """What was typed means nothing here; the sentence says what to type instead."""


def amount(text: str) -> int | None:
    """分 from yuan as typed; None for nothing typed."""
    bare = re.sub(r"(?<![\d\s])\s+|\s+(?![\d\s])|[¥￥]", "", text.translate(_WIDE))  # "3000 5000" is no amount
    if not bare:
        return None
    found = _MONEY.match(bare)
    if found is None:
        raise UnreadableError("金额看不懂，可写 1500、1,500.50 或 3万。")
    try:
        yuan = Decimal(found[1].replace(",", "")) * (10000 if found[2] else 1)
    except InvalidOperation as error:
        raise UnreadableError("金额看不懂，可写 1500、1,500.50 或 3万。") from error
    return _cents(yuan)


def _cents(yuan: Decimal) -> int:
    cents = yuan * 100
    if cents != cents.to_integral_value():
        raise UnreadableError("金额最多写到分（两位小数）。")
    if not 0 <= yuan <= MOST_YUAN:
        raise UnreadableError("金额应当在 0 到一万亿元之间。")
    return int(cents)


def shown_amount(cents: int | None) -> str:
    """Yuan as people write them: 1,500 or 1,500.50; empty for None."""
    if cents is None:
        return ""
    yuan, rest = divmod(cents, 100)
    return f"{yuan:,}" if rest == 0 else f"{yuan:,}.{rest:02}"


def number(text: str, least: int, most: int) -> int | None:
    """A whole number within bounds; None for nothing typed."""
    bare = re.sub(r"[\s,]", "", text.translate(_WIDE))
    if not bare:
        return None
    if not re.fullmatch(r"-?[0-9]{1,12}", bare):
        raise UnreadableError("这里请写一个整数。")
    value = int(bare)
    if not least <= value <= most:
        raise UnreadableError(f"这里请写 {least} 到 {most} 之间的整数。")
    return value


def time_of_day(text: str) -> time | None:
    """14:30, 1430, 930, 9点半, 下午2点; None for nothing typed.

    An office means the afternoon by 3点 or 3:30: 1 to 5 without more is read so, 03:00 and 凌晨3点 are not.
    """
    bare = re.sub(r"\s", "", text.translate(_WIDE))
    if not bare:
        return None
    if re.fullmatch(r"\d{3,4}", bare):
        bare = f"{bare[:-2]}:{bare[-2:]}"
    found = _TIME.match(bare)
    if found is None:
        raise UnreadableError("时间看不懂，可写 14:30、1430 或 下午2点半。")
    part = found[1] or ("下午" if found[2] in _AFTERNOON else "")
    return _clock(part, int(found[2]), 30 if found[3] else int(found[4] or 0))


def told_clock(clock: time) -> str:
    """下午 3:00, 凌晨 3:00: which of the two hours of one name is meant; "" for hours nobody mistakes."""
    part = "凌晨" if clock.hour < 6 else "下午" if 13 <= clock.hour < 18 else ""
    return f"{part} {clock.hour % 12 or 12}:{clock.minute:02}" if part else ""


def _clock(part: str, hour: int, minute: int) -> time:
    if part in {"下午", "傍晚", "晚上", "夜里"} and hour < 12:
        hour += 12
    if part == "中午" and hour < 3:
        hour += 12
    if part == "凌晨" and hour == 12:
        hour = 0
    if part in {"晚上", "夜里"} and hour in {12, 24}:
        raise UnreadableError("半夜 12 点请写成第二天的 0:00。")
    if hour > 23 or minute > 59:
        raise UnreadableError("一天从 0:00 到 23:59。")
    return time(hour, minute)
