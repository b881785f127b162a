"""Has this person been here before? Earlier visits and disputes by ID, phone, address, name and sound of name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from studio_app.domain import identity, phones
from studio_app.domain.folding import name_key
from studio_app.domain.periods import after_months
from studio_app.office.office import Office
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.intake.draft import VisitorDraft
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person import copies
from studio_app.records.person.draft import DETAILS
from studio_app.store.identifiers import having

FETCHED = 12  # rows looked at per way of matching: the newest are what a person remembers
RECENT_MONTHS = 3
ID, PHONE, ADDRESS, NAME, SOUND = range(5)
WHY = ("同一证件号", "同一电话", "同一地址", "同名", "读音相近")


@dataclass(frozen=True)
class Asked:
    """What was typed so far; `leave_out` is the visit being edited."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    leave_out: str = ""


@dataclass(frozen=True)
class Hint:
    """Somebody known, and why the program thinks so. `visits` counts the last three months, this one left out."""

    reason: str
    details: VisitorDraft
    last_on: date
    visits: int = 0
    intake_id: str = ""
    case_id: str = ""  # an open dispute of this person, offered for 并入
    case_label: str = ""


@dataclass
class _Known:
    """One person found, perhaps in several rows and several ways; the best way is told."""

    rank: int
    row: Any
    last_on: date
    intake_id: str = ""
    visits: set[date] = field(default_factory=set)
    case: Case | None = None


def recognise(session: Session, office: Office, asked: Asked) -> list[Hint]:
    """At most `limits.repeat_hints` people: ID before phone, address, name and sound; the latest first within."""
    known: dict[str, _Known] = {}
    for rank, row, day, intake_id in _matches(session, office, asked):
        _note(known, _Known(rank, row, day, intake_id))
    ranked = sorted(known.values(), key=lambda k: (k.rank, -k.last_on.toordinal()))
    most = office.lists.limit("repeat_hints") or 5
    nearest = ranked[: 2 * most]
    _add_history(session, office, nearest, asked.leave_out)
    return [_hint(k, asked, office.today()) for k in nearest if _is_worth_saying(k, office)][:most]


def _note(known: dict[str, _Known], found: _Known) -> None:
    row = found.row
    key = row.person_id or f"{row.name}|{row.phone}|{row.id_hash}"
    kept = known.setdefault(key, found)
    if found.last_on > kept.last_on or (found.last_on == kept.last_on and not kept.intake_id):
        kept.last_on, kept.intake_id = found.last_on, found.intake_id or kept.intake_id
    kept.rank = min(kept.rank, found.rank)


# --- matching -------------------------------------------------------------------------------------------------


def _matches(session: Session, office: Office, asked: Asked) -> Iterator[tuple[int, Any, date, str]]:
    wanted = people_key(office, asked)
    for rank, same in wanted.ways():
        for visitor, received_on in _visitors(session, same(Visitor), asked.leave_out):
            near = _nearer(rank, visitor, wanted)
            if _fits(near, visitor, wanted):
                yield near, visitor, received_on, visitor.intake_id
        for party, accepted_on in _parties(session, same(Party)):
            near = _nearer(rank, party, wanted)
            if _fits(near, party, wanted):
                yield near, party, accepted_on, ""


@dataclass(frozen=True)
class PeopleKey:
    """What was typed, as the lookup columns hold it; empty where it is too little to go by."""

    id_hash: str = ""
    phone: tuple[str, ...] = ()
    address_key: str = ""
    name: str = ""
    sort_key: str = ""

    def ways(self) -> list[tuple[int, Callable[[Any], ColumnElement[bool]]]]:
        """Rank and condition on the rows of a table, for everything known."""
        pairs = zip((ID, PHONE, ADDRESS, NAME, SOUND), vars(self).items(), strict=True)
        return [(rank, partial(_has, column=column, value=value)) for rank, (column, value) in pairs if value]


def _has(table: Any, column: str, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = having(table, "phone", value) if column == "phone" else getattr(table, column) == value
    return found


def people_key(office: Office, asked: Asked) -> PeopleKey:
    """An ID counts when complete, a phone when it is a number, an address when it names a door, a name of two signs."""
    checked = identity.check_id(asked.id_number)
    address = copies.address_key(asked.address)
    name = asked.name.strip()
    has_name = len(name) > 1
    return PeopleKey(
        office.database.id_hash(checked.number) if checked.kind in ("id18", "id15", "uscc") else "",
        phones.lines(asked.phone),
        address if len(address) > 2 and any(c.isdigit() for c in address) else "",
        name if has_name else "",
        office.lists.sort_key(name) if has_name else "",
    )


def _visitors(session: Session, same: ColumnElement[bool], leave_out: str) -> Iterable[Any]:
    query = select(Visitor, Intake.received_on).join(Intake, Intake.id == Visitor.intake_id)
    query = query.where(same, Intake.id != leave_out)
    return session.execute(query.order_by(Visitor.id.desc()).limit(FETCHED))


def _parties(session: Session, same: ColumnElement[bool]) -> Iterable[Any]:
    query = select(Party, Case.accepted_on).join(Case, Case.id == Party.case_id).where(same)
    return session.execute(query.order_by(Party.id.desc()).limit(FETCHED))


def _nearer(rank: int, row: Any, wanted: PeopleKey) -> int:
    """What sounds alike is the very name where only its writing differs: 张 三, 臺静农, 古丽娜·买买提."""
    return NAME if rank == SOUND and name_key(row.name) == name_key(wanted.name) else rank


def _fits(rank: int, row: Any, wanted: PeopleKey) -> bool:
    """A name alone says little: two people with different ID numbers are two, and so are two sounds with two phones."""
    if rank < NAME:
        return True
    if wanted.id_hash and row.id_hash and wanted.id_hash != row.id_hash:
        return False
    two_phones = bool(wanted.phone and row.phone) and not {*wanted.phone} & {*phones.lines(row.phone)}
    return rank == NAME or (row.name != wanted.name and not two_phones)


# --- what else is known of them -------------------------------------------------------------------------------


def _add_history(session: Session, office: Office, known: list[_Known], leave_out: str) -> None:
    """All visits and the open disputes of these people, in two queries."""
    ids = [k.row.person_id for k in known if k.row.person_id]
    if not ids:
        return
    by_person = {k.row.person_id: k for k in known}
    visits = select(Visitor.person_id, Intake.id, Intake.received_on).join(Intake, Intake.id == Visitor.intake_id)
    for person_id, intake_id, received_on in session.execute(visits.where(Visitor.person_id.in_(ids))):
        if intake_id != leave_out:
            _add_visit(by_person[person_id], intake_id, received_on)
    cases = select(Party.person_id, Case).join(Case, Case.id == Party.case_id).where(Party.person_id.in_(ids))
    for person_id, case in session.execute(cases.where(Case.state.not_in(closed_states(office)))):
        earlier = by_person[person_id].case
        if earlier is None or case.accepted_on >= earlier.accepted_on:
            by_person[person_id].case = case


def _add_visit(known: _Known, intake_id: str, day: date) -> None:
    known.visits.add(day)
    if day >= known.last_on:
        known.last_on, known.intake_id = day, intake_id


def closed_states(office: Office) -> list[str]:
    """States in which a dispute takes no more visitors."""
    return [e.code for e in office.lists.entries("case_states") if not e.get("open", True)]


def _is_worth_saying(known: _Known, office: Office) -> bool:
    """Within `limits.repeat_months`, or still open."""
    months = office.lists.limit("repeat_months") or 24
    return known.case is not None or after_months(known.last_on, months) >= office.today()


def _hint(known: _Known, asked: Asked, today: date) -> Hint:
    row = known.row
    recent = sum(after_months(day, RECENT_MONTHS) >= today for day in known.visits)
    details = VisitorDraft(person_id=row.person_id, **{name: getattr(row, name) for name in DETAILS})
    case = known.case
    return Hint(
        _reason(known, asked, recent), details, known.last_on, recent, known.intake_id,
        case.id if case else "", f"{case.number} {case.title}".strip() if case else "",
    )  # fmt: skip


def _reason(known: _Known, asked: Asked, recent: int) -> str:
    why = WHY[known.rank]
    if known.rank == NAME and asked.phone and known.row.phone and not phones.same(asked.phone, known.row.phone):
        why = "同名，电话不同"
    if recent:
        return f"{why}，{known.last_on:%Y-%m} 来访过，{RECENT_MONTHS}个月内第{recent + 1}次"
    been = "来访过" if known.intake_id else "是纠纷当事人"
    return f"{why}，{known.last_on:%Y-%m} {been}"
