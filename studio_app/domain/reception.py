"""Reception days: what a rule in words (每周三, 每月10日、20日) means, and where a day goes that is a rest day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from studio_app.domain.rest_days import RestDays

WEEKDAYS = "一二三四五六日"


def is_rule(text: str) -> bool:
    return _rule(text) is not None


def _rule(text: str) -> tuple[str, frozenset[int]] | None:
    """("week", weekdays from 0) or ("month", days of the month); None for what is neither."""
    plain = re.sub(r"\s", "", text)
    if found := re.fullmatch(rf"每(?:周|星期)((?:[{WEEKDAYS}天][、，,]?(?:周|星期)?)+)", plain):
        signs = found[1].replace("周", "").replace("星期", "").replace("天", "日")
        return "week", frozenset(WEEKDAYS.index(sign) for sign in signs if sign in WEEKDAYS)
    if found := re.fullmatch(r"每月((?:\d{1,2}[日号]?[、，,]?)+)", plain):
        days = frozenset(int(day) for day in re.findall(r"\d+", found[1]))
        return ("month", days) if days <= frozenset(range(1, 32)) else None
    return None


def days_of(rule: str, first: date, last: date) -> list[date]:
    """The days a reception rule means between two days, both included."""
    read = _rule(rule)
    if read is None:
        return []
    kind, numbers = read
    days = takewhile(lambda day: day <= last, (first + timedelta(days=n) for n in range((last - first).days + 1)))
    return [day for day in days if (day.weekday() if kind == "week" else day.day) in numbers]


def moved(day: date, how: str, rest_days: RestDays) -> date | None:
    """Where a reception day on a rest day goes: later, earlier, nowhere (None); it stays where nothing is said."""
    if not rest_days.is_rest(day) or how not in ("later", "earlier", "cancel"):
        return day
    if how == "cancel":
        return None
    return rest_days.next_workday(day) if how == "later" else rest_days.previous_workday(day)


def planned(rule: str, how: str, span: tuple[date, date], rest_days: RestDays) -> Iterator[tuple[date, date | None]]:
    """(day, the day it was moved from) of every reception day; two that fall together are one."""
    seen = set()
    for natural in days_of(rule, *span):
        day = moved(natural, how, rest_days)
        if day is not None and day not in seen:
            seen.add(day)
            yield day, None if day == natural else natural
