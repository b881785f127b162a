"""Reading what people type into number and time fields."""

import re
from calendar import monthrange
from datetime import time

_WIDE = str.maketrans("０１２３４５６７８９．，：－", "0123456789.,:-")
_TIME = re.compile(r"^(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?(\d{1,2})(?:[:点时](?:(半)|(\d{1,2})分?)?)?$")
_FIGURES = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?")
LEAP = 2024  # a year that has every day
_AFTERNOON = ("1", "2", "3", "4", "5")


class UnreadableError(ValueError):
    """What was typed means nothing here; the sentence says what to type instead."""


def shown_amount(cents: int | None) -> str:
    """Yuan as people write them: 1,500 or 1,500.50; empty for None."""
    if cents is None:
        return ""
    yuan, rest = divmod(cents, 100)
    return f"{yuan:,}" if rest == 0 else f"{yuan:,}.{rest:02}"


def no_such_day(text: str) -> str:
    """Why a day written in figures is none ("2026 年 2 月没有 30 日。"); "" where it is no matter of the calendar."""
    found = _FIGURES.fullmatch(re.sub(r"\s", "", text.translate(_WIDE)))
    if found is None:
        return ""
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 1 <= month <= 12:
        return f"没有 {month} 月，请看看日期。"
    if day < 1 or day > monthrange(year or LEAP, month)[1]:
        return f"{f'{year} 年 ' if year else ''}{month} 月没有 {day} 日。"
    return ""


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
