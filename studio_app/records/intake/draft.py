"""A visit as typed: what makes it meaningful, what is only worth a hint, and what 去向 asks for."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from studio_app.domain.merging import Edited
from studio_app.domain.past import Past
from studio_app.domain.wording import clean
from studio_app.records.person.draft import DETAILS, Details

_ORGANISATION = re.compile(
    r"(公司|物业|中心|委员会|居委会|村委会|业委会|商店|超市|饭店|施工队|合作社|学校|医院|银行|店|厂|局|所)$"
)
UNDECIDED = ("", "waiting")  # no 去向 yet
UNDECIDED_LABEL = "待受理"


@dataclass
class VisitorDraft(Details, Edited):
    """One of the people who came; `id` is empty for one not stored yet."""

    id: str = ""
    person_id: str | None = None

    def is_empty(self) -> bool:
        """Whether nothing was said of this person."""
        said = (getattr(self, name) for name in DETAILS)
        return not any(value.strip() if isinstance(value, str) else value for value in said)


@dataclass
class IntakeDraft(Edited):
    """The fields of handbook 4.2(1); names are those of the stored record, codes those of the dictionaries.

    `received_at` is local time without zone, None means now; an empty community is the studio's own, no
    receiver the person signed in.
    """

    visitors: list[VisitorDraft] = field(default_factory=list)
    received_at: datetime | None = None
    kind: str = "dispute"
    channel: str = "visit"
    community: str = ""
    place: str = ""
    people_count: int = 1
    dispute_type: str = ""
    content: str = ""
    wants: str = ""
    other_side: str = ""
    answer: str = ""
    destination: str = ""
    destination_note: str = ""
    handling_unit: str = ""
    handle_by: date | None = None
    result: str = ""
    answered_on: date | None = None
    answered_way: str = ""
    satisfaction: str = ""
    note: str = ""
    receiver_id: str | None = None
    backdate_reason: str = ""
    sample: bool = False

    def problems(self, past: Past, entered_on: date | None = None) -> dict[str, str]:
        """What would leave the record without meaning. `entered_on` is the day it was first registered."""
        today = past.today
        found = past.problems(
            {"received_at": (self.day(today), "来访日期"), "answered_on": (self.answered_on, "答复日期")}
        )
        if self.day(today) == today and past.is_ahead(self.received_at):
            found["received_at"] = "来访时间还没有到，请看看是上午还是下午。"
        if not clean(self.content):
            found["content"] = "请写一句反映的是什么事，其余的可以以后再补。"
        if self.people_count < 1:
            found["people_count"] = "来访人数至少是 1。"
        if self.handle_by and self.handle_by < self.day(today):
            found["handle_by"] = "办理时限早于来访日期，请核对年月日。"
        if self.is_backdated(entered_on or today) and not clean(self.backdate_reason):
            found["backdate_reason"] = "来访日期早于登记当天，请写明补录原因。"
        return found

    def hints(self) -> dict[str, str]:
        """Worth a second look, never a wall; those of the first visitor stand under the field's own name."""
        first = self.visitors[0] if self.visitors else VisitorDraft()
        found = first.numbers_hints()
        if not first.name.strip():
            found["name"] = "没有留姓名也可以登记，以后再补。"
        for place, visitor in enumerate(self.visitors[1:], 1):
            found |= {f"visitors.{place}.{name}": hint for name, hint in visitor.numbers_hints().items()}
        return found

    def day(self, today: date) -> date:
        """The day of the visit."""
        return self.received_at.date() if self.received_at else today

    def is_backdated(self, entered_on: date) -> bool:
        return self.day(entered_on) < entered_on


@dataclass
class DestinationDraft:
    """去向: what became of a visit, and the one sentence it needs. `handle_by` is the time limit of a 转办."""

    destination: str = ""
    text: str = ""
    unit: str = ""
    handle_by: date | None = None
    on: date | None = None

    def problems(self, asked: str, today: date) -> dict[str, str]:
        """`asked` is the label of the sentence this 去向 needs, empty when it needs none."""
        if not self.destination:
            return {"destination": "请选择去向。"}
        found = {"text": f"请写一句：{asked}。"} if asked and not clean(self.text) else {}
        return found | limit_problem(self.handle_by, today)


def limit_problem(handle_by: date | None, today: date) -> dict[str, str]:
    """A time limit that is over when it is set reminds of nothing."""
    if handle_by is None or handle_by >= today:
        return {}
    return {"handle_by": "这一天已经过去，到时提醒不了。请写今天或以后的日期；已有答复的，改日期前先写上办理结果。"}


def where(community: str, place: str) -> list[str]:
    """Community and place; the place alone where it names the community, in whatever spelling."""
    community, place = community.strip(), place.strip()
    named = _KIND.sub("", "".join(community.split()))
    told = (place,) if named and named in "".join(place.split()) else (community, place)
    return [part for part in told if part]


_KIND = re.compile(r"(社区|村|居民|村民)*(委员会|居委会|村委会)?$")


def other_parties(told: str) -> list[tuple[str, str]]:
    """The other side as told, one by one: (name, human | organisation)."""
    said = (part.strip() for part in re.split(r"[、；;\n]", told))
    return [(name, "organisation" if _ORGANISATION.search(name) else "human") for name in said if name]
