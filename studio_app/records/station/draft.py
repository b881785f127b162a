"""A station and a shift as typed."""

import re
from dataclasses import dataclass, field
from datetime import date

from studio_app.domain import reception
from studio_app.domain.merging import Edited
from studio_app.domain.past import Past
from studio_app.domain.wording import clean

UNREAD = "没看懂接待日。请写成“每周三”“每周二、周五”或“每月10日、20日”。"
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


@dataclass
class StationDraft(Edited):
    """Codes of the lists, ids of staff; `reception_rule` in words, see `domain.reception`."""

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
        if clean(self.reception_rule) and not reception.is_rule(self.reception_rule):
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
