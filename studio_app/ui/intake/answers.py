"""The questions of the register form, and the flat draft they fill."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import partial

from studio_app.desk import Services
from studio_app.domain import identity
from studio_app.domain.dates import parse_day, show_day
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.person.draft import DETAILS, Details
from studio_app.ui.kit.form.fields import (
    Buttons,
    Choice,
    Day,
    Field,
    Finer,
    Line,
    LongText,
    Moment,
    Number,
    Section,
)
from studio_app.ui.record import asking


@dataclass
class Answers(Details):
    """A visit as the form sees it: the first visitor's details beside the visit's own."""

    place: str = ""
    content: str = ""
    wants: str = ""
    kind: str = "dispute"
    channel: str = "visit"
    other_side: str = ""
    dispute_type: str = ""
    people_count: int | None = None
    community: str = ""
    received_at: datetime | None = None
    backdate_reason: str = ""
    receiver_id: str | None = None
    note: str = ""
    answer: str = ""
    destination_note: str = ""
    handling_unit: str = ""
    handle_by: date | None = None
    result: str = ""
    answered_on: date | None = None
    answered_way: str = ""
    satisfaction: str = ""


def answers_of(draft: IntakeDraft) -> Answers:
    """A stored visit in the form; one person is not worth a number."""
    first = draft.visitors[0] if draft.visitors else VisitorDraft()
    values = {f.name: getattr(first if f.name in DETAILS else draft, f.name) for f in fields(Answers)}
    values["people_count"] = draft.people_count if draft.people_count > 1 else None
    return Answers(**values)


def draft_from(base: IntakeDraft, answers: Answers, companions: Sequence[VisitorDraft]) -> IntakeDraft:
    """The visit with what the form says now; what it does not ask is kept from `base`."""
    first = base.visitors[0] if base.visitors else VisitorDraft()
    first = replace(first, **{name: getattr(answers, name) for name in DETAILS})
    own = {f.name: getattr(answers, f.name) for f in fields(Answers) if f.name not in DETAILS}
    own["people_count"] = answers.people_count or 1
    return replace(base, **own, visitors=[first, *companions])


def sections(services: Services, *, editing: bool) -> list[Section]:
    """What is asked first fits one screen; the rest waits behind 更多, and what is known later comes when editing."""
    first = _first(services)
    made = [Section("", first), Section("更多（可以以后再补）", _more(services, first), folded=not editing)]
    return [*made, Section("办理与答复", _afterwards(services))] if editing else made


def _first(services: Services) -> list[Field]:
    lists = services.office.lists
    return [
        Line("name", "姓名", placeholder="不愿留名可写“某先生”"),
        asking.phone("phone", "电话", placeholder="几个用空格隔开，没有可写“无”", sensitive=True),
        Line("place", "地点", wide=True, placeholder="小区、楼、户，例如 幸福里6号楼2单元501"),
        LongText("content", "反映什么", wide=True, required=True, rows=3),
        LongText("wants", "想怎么办", wide=True, rows=2),
        Buttons("kind", "类别", options=lists.pairs("intake_kinds")),
        Choice("channel", "来访方式", options=lists.pairs("channels")),
    ]


def _more(services: Services, first: list[Field]) -> list[Field]:
    lists = services.office.lists
    today = services.office.today()
    who = [
        Choice("sex", "性别", options=lists.pairs("sexes")),
        Number("age_told", "年龄", least=0, most=130, unit="岁"),
        Choice("id_type", "证件类型", options=lists.pairs("id_types")),
        Line("id_number", "证件号码", sensitive=True, hint=_id_hint, placeholder="非必要不填"),
        Line("address", "住址", sensitive=True, placeholder="和地点不同时再填"),
    ]
    return [
        Line("other_side", "对方是谁", placeholder="人或单位，几个用“、”隔开"),
        Choice(
            "dispute_type", "纠纷类型", options=lists.pairs("dispute_types"), searchable=True,
            finer=[Finer(kind, label, words, "subtype", code) for kind, label, words, code in lists.subtypes()],
        ),
        Number("people_count", "来了几人", least=1, most=9999, unit="人", placeholder="不填就是 1 人"),
        *who, *asking.further(services, [*first, *who]),
        Line("community", "社区", placeholder=f"不填就是{services.intakes.own_community() or '本社区'}"),
        Moment(
            "received_at", "来访时间", parse=partial(parse_day, today=today, past=True), show=show_day,
            placeholder="不填就是现在", hour_needed=False,
        ),
        Line("backdate_reason", "补录原因", wide=True),
        Choice("receiver_id", "接待人", options=services.intakes.receivers(), blank="本人"),
        Line("note", "备注"),
    ]  # fmt: skip


def _afterwards(services: Services) -> list[Field]:
    lists, today = services.office.lists, services.office.today()
    return [
        LongText("answer", "答复内容", wide=True, rows=2),
        LongText("destination_note", "转办、反映的内容", wide=True, rows=2),
        Line("handling_unit", "承办单位"),
        Day("handle_by", "办理时限", parse=partial(parse_day, today=today), show=show_day),
        Line("result", "办理结果", wide=True),
        Day("answered_on", "答复日期", parse=partial(parse_day, today=today, past=True), show=show_day),
        Choice("answered_way", "答复方式", options=lists.pairs("follow_up_methods")),
        Choice("satisfaction", "满意度", options=lists.pairs("satisfactions")),
    ]


def _id_hint(text: str) -> str:
    return identity.check_id(text).hint
