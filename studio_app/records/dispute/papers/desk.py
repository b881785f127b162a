"""Papers of the desk itself: the week's list, the card beside the keyboard, the recovery sheet, the handover list."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.domain.dates import WEEKDAYS, show_day_cn
from studio_app.domain.masking.levels import KnownPeople, Masks
from studio_app.office.clocks import in_force
from studio_app.office.kinds import RecordKind, people_of
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Reminder, Staff
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.masks import masks_of
from studio_app.records.dispute.papers.dossier import FormData
from studio_app.records.intake.table import Intake
from studio_app.store import changes

GROUP = 6  # characters to a group of a code that has none


@dataclass(frozen=True)
class HandoverFacts:
    """What a 移交清单 says about files handed over; `mask`: code of masks.toml, `items`: {file, period, count}."""

    file: str
    recipient: str
    purpose: str
    mask: str
    period: str = ""
    count: str = ""
    digest: str = ""
    number: str = ""
    note: str = ""
    items: list[dict[str, str]] = field(default_factory=list)


def handover(session: Session, office: Office, facts: HandoverFacts) -> FormData:
    """With the head of the change log: only paper outside the desk makes rewriting visible (model.md)."""
    studio, now = _studio(session, office), office.now()
    return vars(facts) | {
        "office": studio.name,
        "masking": office.lists.label("masks", facts.mask),
        "made": f"{show_day_cn(now.date())} {now:%H:%M}",
        "made_by": office.signed.name,
        "chain_head": changes.head(session, office.database.desk_id),
    }


def recovery(session: Session, office: Office, code: str) -> FormData:
    studio = _studio(session, office)
    groups = [part for part in re.split(r"[\s-]+", code.strip()) if part]
    if len(groups) == 1:
        groups = [code[i : i + GROUP] for i in range(0, len(code), GROUP)]
    return {"office": studio.name, "desk": f"{studio.name}的数据", "groups": groups,
            "made": show_day_cn(office.today())}  # fmt: skip


def card() -> FormData:
    """操作卡, from help/card.toml."""
    content = tomllib.loads(paths.resource("help", "card.toml").read_text(encoding="utf-8"))
    sections = [_step(step) for step in content["step"]]
    calls = "　".join(f"{call['label']}\u00a0{call['number']}" for call in content["call"])
    never = [str(line["text"]) for line in content["never"]]
    sections.append({"heading": "千万记住", "lines": [*never, calls]})
    return {"title": content["title"], "sections": sections, "footer": content["footer"]}


def _step(step: dict[str, str]) -> FormData:
    key = f"（{step['key']}）" if step.get("key") else ""
    return {"heading": f"{step['title']}{key}", "lines": [step["text"]]}


def week(session: Session, office: Office, kinds: Iterable[RecordKind]) -> FormData:
    """本周待办 day by day; it may hang on a wall, so names and texts are masked to the public level."""
    today = office.today()
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 if today.weekday() > 4 else 0)
    first, last = min(today, monday), monday + timedelta(days=6)
    rows = _due(session, office, today, last)
    words = _Wall(session, office, kinds, rows)
    days = [{"day": "已逾期", "items": [words.item(r, late=True) for r in rows if r.reminder.shown_on < today]}]
    for day in (today + timedelta(days=n) for n in range((last - today).days + 1)):
        name = f"{day.month}月{day.day}日　周{WEEKDAYS[day.weekday()]}"
        days.append({"day": name, "items": [words.item(r) for r in rows if r.reminder.shown_on == day]})
    kept = [day for day in days[:1] if day["items"]] + days[1:]
    period = f"{show_day_cn(first)}—{last.month}月{last.day}日"
    return {"office": _studio(session, office).name, "period": period, "days": kept if rows else []}


@dataclass(frozen=True)
class Line:
    """A reminder with the case or the visit it is about."""

    reminder: Reminder
    case: Case | None
    intake: Intake | None


def _due(session: Session, office: Office, today: date, last: date) -> list[Line]:
    """Reminders up to the last day."""
    query = select(Reminder, Case, Intake).outerjoin(Case, Case.id == Reminder.owner_id)
    query = query.outerjoin(Intake, Intake.id == Reminder.owner_id).where(Reminder.shown_on <= last)
    query = query.where(in_force(office.lists, today))
    found = session.execute(query.order_by(Reminder.shown_on, Reminder.key))
    return [Line(reminder, case, intake) for reminder, case, intake in found]


class _Wall:
    """The words of the week's list, fit to be read by whoever passes."""

    def __init__(self, session: Session, office: Office, kinds: Iterable[RecordKind], rows: Iterable[Line]) -> None:
        self._masks: Masks = masks_of(office.lists, "public")
        self._staff = {row.id: row.name for row in session.scalars(select(Staff))}
        owners = ((row.reminder.owner_kind, row.reminder.owner_id) for row in rows)
        self._people = people_of(kinds, session, owners, office.today())

    def item(self, row: Line, *, late: bool = False) -> FormData:
        reminder, case, intake = row.reminder, row.case, row.intake
        owner = case or intake
        known = self._people.get(owner.id, KnownPeople()) if owner else KnownPeople()
        who = case.handler_id if case else intake.receiver_id if intake else None
        names = case.parties_label if case else intake.visitor_label if intake else ""
        about = f"{owner.number}　{self._masks.scan(names, known)}" if owner else ""
        day = f"{reminder.due_on.month}月{reminder.due_on.day}日"
        return {
            "what": self._masks.scan(reminder.text, known),
            "case": about,
            "when": f"应于{day}" if late or reminder.due_on != reminder.shown_on else "",
            "who": self._staff.get(who or "", ""),
        }


def studio_name(session: Session, office: Office) -> str:
    return _studio(session, office).name


def _studio(session: Session, office: Office) -> Organisation:
    return session.get_one(Organisation, office.database.studio_id)
