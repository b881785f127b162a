"""A station and a shift as typed, and the days a reception rule means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile

from studio_app.domain.merging import Edited
from studio_app.domain.past import Past
from studio_app.domain.rest_days import RestDays
from studio_app.domain.wording import clean

WEEKDAYS = "一二三四五六日"
UNREAD = "没看懂接待日。请写成“每周三”“每周二、周五”或“每月10日、20日”。"
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


@dataclass
class StationDraft(Edited):
    """Codes of the lists, ids of staff; `reception_rule` in words, see `days_of`."""

    kind: str = ""
    name: str = ""
    short_name: str = ""
    level: str = ""
    community: str = ""
    address: str = ""
    phone: str = ""
    host: str = ""
    lead_id: str | None = None
    staff_ids: list[str] = field(default_factory=list)
    opened_on: date | None = None
    closed_on: date | None = None
    filed_as: str = ""
    filed_under: str = ""
    filed_number: str = ""
    filed_on: date | None = None
    reception_rule: str = ""
    when_holiday: str = ""
    note: str = ""

    def problems(self, past: Past) -> dict[str, str]:
        found = past.problems({"filed_on": (self.filed_on, "备案日期")})
        if not clean(self.name):
            found["name"] = "请填写站点的名称，例如“幸福里评理说事点”。"
        if self.opened_on and self.closed_on and self.closed_on < self.opened_on:
            found["closed_on"] = "停用日期不能早于启用日期。"
        if clean(self.reception_rule) and _rule(self.reception_rule) is None:
            found["reception_rule"] = UNREAD
        return found


@dataclass
class ShiftDraft(Edited):
    """`state` is a code of duty_states; `begins` and `ends` are times of day as typed (9:00)."""

    day: date | None = None
    begins: str = ""
    ends: str = ""
    kind: str = "duty"
    staff_id: str | None = None
    state: str = "planned"
    swapped_to: str | None = None
    moved_from: date | None = None
    note: str = ""

    def problems(self, past: Past) -> dict[str, str]:
        found = {}
        if self.day is None:
            found["day"] = "请填写值班的日期，例如“12.3”或“下周三”。"
        elif self.state in ("held", "missed") and self.day > past.today:
            found["state"] = "这一天还没到，到了再登记到没到岗。"
        for name in ("begins", "ends"):
            if clean(getattr(self, name)) and not _CLOCK.fullmatch(clean(getattr(self, name))):
                found[name] = "请写成“9:00”这样的时间。"
        if not found and clean(self.begins) and clean(self.ends) and _minutes(self.ends) <= _minutes(self.begins):
            found["ends"] = "止的时间要在到的时间之后。"
        if self.state == "swapped" and not self.swapped_to:
            found["swapped_to"] = "请选换成谁值班。"
        return found


def _minutes(text: str) -> int:
    hours, minutes = re.split("[:：]", clean(text))
    return int(hours) * 60 + int(minutes)


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
