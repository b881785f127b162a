"""The register as a list: which visits, in which order, and what one line of it shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from studio_app.domain.masking.levels import KnownPeople
from studio_app.office.office import Office
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.known import VISITOR, everybody, grouped, named_in, visitors_known
from studio_app.records.intake.draft import UNDECIDED, UNDECIDED_LABEL
from studio_app.records.intake.table import WHEN, Intake, Visitor


@dataclass(frozen=True)
class IntakeFilter:
    """`state` is waiting (待受理) or done (已有去向); days are local and both included; empty means all."""

    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    community: str = ""
    person_id: str = ""


@dataclass(frozen=True)
class IntakeRow:
    """One line; `received_at` is as told (see `Intake`), codes are already words."""

    id: str
    number: str
    received_at: datetime
    visitor: str
    kind: str
    community: str
    place: str
    content: str
    destination: str
    is_waiting: bool
    is_backdated: bool
    case_number: str
    channel: str


ORDERS: dict[str, tuple[Any, ...]] = {
    "": WHEN,
    "received_at": WHEN,
    "number": (Intake.year, Intake.serial),
    "visitor": (Intake.visitor_key,),
    "kind": (Intake.kind, *WHEN),
    "community": (Intake.community, *WHEN),
    "place": (Intake.place,),
    "destination": (Intake.destination, *WHEN),
    "channel": (Intake.channel, *WHEN),
}


def ids(session: Session, wanted: IntakeFilter, order: tuple[str, bool]) -> list[str]:
    """All ids in order; an empty sort key is the register's own order, the newest first."""
    key, descending = order
    descending = descending or not key
    columns = [c.desc() if descending else c.asc() for c in ORDERS.get(key, ORDERS[""])]
    last = Intake.id.desc() if descending else Intake.id.asc()
    return list(session.scalars(_filtered(select(Intake.id), wanted).order_by(*columns, last)))


def _filtered(query: Select[Any], wanted: IntakeFilter) -> Select[Any]:
    if wanted.kind:
        query = query.where(Intake.kind == wanted.kind)
    if wanted.state:
        undecided = Intake.destination.in_(UNDECIDED)
        query = query.where(undecided if wanted.state == "waiting" else ~undecided)
    if wanted.since:
        query = query.where(Intake.received_on >= wanted.since)
    if wanted.until:
        query = query.where(Intake.received_on <= wanted.until)
    if wanted.community:
        query = query.where(Intake.community == wanted.community)
    if wanted.person_id:
        theirs = select(Visitor.intake_id).where(Visitor.person_id == wanted.person_id)
        query = query.where(Intake.id.in_(theirs))
    return query


def rows(session: Session, office: Office, wanted: Sequence[str]) -> list[IntakeRow]:
    """The lines of these ids, in their order; one that vanished meanwhile says so."""
    query = select(Intake, Case.number).outerjoin(Case, Case.id == Intake.case_id).where(Intake.id.in_(wanted))
    found = {intake.id: _row(office, intake, number or "") for intake, number in session.execute(query)}
    return [found.get(i) or _gone(office, i) for i in wanted]


def _gone(office: Office, intake_id: str) -> IntakeRow:
    """A list shown while somebody deletes keeps its number of lines."""
    return IntakeRow(intake_id, "", office.now(), "（已删除）", "", "", "", "", "", False, False, "", "")


def _row(office: Office, intake: Intake, case_number: str) -> IntakeRow:
    label = office.lists.label
    waiting = intake.destination in UNDECIDED
    return IntakeRow(
        intake.id, intake.number, intake.received_at, intake.visitor_label,
        label("intake_kinds", intake.kind), intake.community, intake.place, intake.content,
        UNDECIDED_LABEL if waiting else label("destinations", intake.destination), waiting,
        bool(intake.backdate_reason), case_number, label("channels", intake.channel),
    )  # fmt: skip


def communities(session: Session) -> list[str]:
    """Every community that stands in the register."""
    query = select(Intake.community).where(Intake.community != "").distinct().order_by(Intake.community)
    return list(session.scalars(query))


def people(session: Session, ids: Collection[str], day: date, recipient: str) -> dict[str, KnownPeople]:
    """Whom these visits name: who came, whom it is about, and everybody of the case a visit became."""
    query = select(Intake.id, Intake.case_id, Intake.place, Intake.other_side).where(Intake.id.in_(ids))
    visits = session.execute(query).all()
    cases = named_in(session, {visit.case_id for visit in visits if visit.case_id}, recipient, day)
    came = select(Visitor.intake_id, *VISITOR).where(Visitor.intake_id.in_(ids)).order_by(Visitor.position)
    visitors = grouped(session, came)
    found = {}
    for visit in visits:
        of_case = cases[visit.case_id].known.people if visit.case_id in cases else ()
        theirs = visitors_known(visitors[visit.id], day)
        found[visit.id] = everybody(of_case, theirs, [visit.other_side], visit.place)
    return found
