"""Opening a case: from a visit (受理) or by itself (主动调解), numbered in its mode's sequence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain import own_words
from studio_app.domain.past import Past
from studio_app.domain.wording import clean
from studio_app.office import committees, numbers, rows
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Staff
from studio_app.records.dispute.agreement import editions
from studio_app.records.dispute.case import risk, standing_back, states
from studio_app.records.dispute.case.party import PartyDraft, twice_problems
from studio_app.records.dispute.case.table import Case, CaseStaff, Party
from studio_app.records.person import copies
from studio_app.store.table import new_id


@dataclass
class Opening:
    """What accepting a dispute asks; defaults make it one click from a visit."""

    mode: str = "B"
    committee_id: str | None = None  # mode A: whose sequence numbers it; mode C: who signs
    led_by: str = ""  # mode C: the committee that leads, by its name, known to the desk or not
    serial: int | None = None  # mode A, manual entry: the committee's paper book has other cases
    their_number: str = ""
    title: str = ""
    dispute_type: str = ""
    subtype: str = ""
    source: str = "visit"
    source_unit: str = ""
    accepted_on: date | None = None
    backdate_reason: str = ""
    community: str = ""
    place: str = ""
    summary: str = ""
    claims: str = ""
    level: str = ""
    risk: str = "green"
    risk_signs: list[str] = field(default_factory=list)
    people_count: int | None = None
    amount_fen: int | None = None
    handler_id: str | None = None
    parties: list[PartyDraft] = field(default_factory=list)
    sample: bool = False

    def problems(self, past: Past) -> dict[str, str]:
        today = past.today
        found = {f"parties.{i}.{k}": v for i, p in enumerate(self.parties) for k, v in p.problems().items()}
        found |= twice_problems(self.parties) | own_words.title_problem(self.title)
        if not self.parties:
            found["parties"] = "至少写一位当事人。"
        if self.mode == "A" and not self.committee_id:
            found["committee_id"] = "人民调解必须写明是哪个人民调解委员会（《人民调解法》第七条、第二十九条）。"
        if self.accepted_on is None:
            found["accepted_on"] = "请填写受理日期。"
        elif past.problem(self.accepted_on, "受理日期"):
            found["accepted_on"] = past.problem(self.accepted_on, "受理日期")
        elif self.accepted_on < today and not self.backdate_reason.strip():
            found["backdate_reason"] = "受理日期早于今天，请写明补录原因。"
        return found


def open_case(session: Session, office: Office, opening: Opening) -> Case:
    """Store a new case with number and parties. Invalid names what is missing by field."""
    opening.accepted_on = opening.accepted_on or office.today()
    problems = opening.problems(office.past())
    if problems:
        raise Invalid(problems)
    case = Case(id=new_id(), state="accepted", year=opening.accepted_on.year, serial=0)
    rows.apply(opening, case, ("parties", "serial", "committee_id", "led_by"))
    case.issuer_id = issuer(session, office, opening.mode, opening.committee_id, opening.led_by)
    case.risk = _no_lower_than_signs(office, case)
    case.handler_id = opening.handler_id or office.signed.staff_id
    number(session, office, case, opening.serial)
    session.add(case)
    session.flush()
    put_parties(session, office, case.id, opening.parties)
    if case.handler_id and _may_host(session, office, case):
        session.add(CaseStaff(case_id=case.id, staff_id=case.handler_id, duty="host"))
    session.flush()
    return case


def number(session: Session, office: Office, case: Case, serial: int | None = None) -> None:
    """Give a case its number in its mode's sequence, of the year in which that mode took it.

    `serial` where the committee's paper book says which.
    """
    kind = office.lists.entry("modes", case.mode).get("number", f"case_{case.mode.lower()}")
    issuer = case.issuer_id if case.mode == "A" and case.issuer_id else office.database.studio_id
    given = numbers.give(session, office.lists, (kind, issuer), (case.id, case.taken_on or case.accepted_on), serial)
    case.number, case.year, case.serial = given.text, given.year, given.serial


def put_parties(session: Session, office: Office, case_id: str, drafts: Sequence[PartyDraft]) -> list[Party]:
    """Store parties in order; known ones (with an id) are changed, new ones added, none removed."""
    stored: list[Party] = []
    for position, draft in enumerate(drafts):
        row = (session.get(Party, draft.id) if draft.id else None) or Party(id=new_id(), case_id=case_id)
        rows.apply(draft, row, ("id", "acts_for"))
        row.position = position
        row.acts_for_id = stored[draft.acts_for].id if draft.acts_for is not None else None
        copies.stamp(row, office.lists, office.database)
        row.person_id = row.person_id or copies.link(session, row, draft.kind).id
        session.add(row)
        session.flush()  # before the next, who may act for it
        stored.append(row)
    return stored


def _may_host(session: Session, office: Office, case: Case) -> bool:
    """Who registers the case need not be one who may mediate it, and may have to stand back from it."""
    staff = session.get(Staff, case.handler_id)
    if staff is None or not editions.may_mediate(office.lists, case.mode, staff):
        return False
    return not standing_back.findings(session, case.id, staff)


def _no_lower_than_signs(office: Office, case: Case) -> str:
    """The level asked for, or the one the ticked signs propose where that is higher."""
    lists = office.lists
    signs = states.signs_of(lists, case.risk_signs)
    least = risk.proposed(signs, lists.limit("red_points"), lists.limit("amber_points"))
    return max(case.risk, least, key=lambda level: risk.RANK.get(level, 0))


def issuer(session: Session, office: Office, mode: str, committee_id: str | None, led_by: str = "") -> str:
    """Id of the organisation in whose name a case of the mode runs. Refused where it is no named 调委会."""
    if mode == "C" and led_by.strip():
        return leading(session, led_by).id
    if mode == "B" or committee_id is None:
        return office.database.studio_id
    allowed = committees.ours(session) if mode == "A" else committees.every(session)
    if committee_id not in {row.id for row in allowed}:
        raise Refused("没有找到这个调委会，不能以它的名义办理。请到“设置与备份—工作室”里看它是不是本工作室所属的。")
    return committee_id


def leading(session: Session, name: str) -> Organisation:
    """The committee of that name, entered now where the desk does not know it: leading makes it none of ours."""
    found = committees.named(session, name)
    if found is None:
        found = Organisation(kind=committees.OTHER, name=clean(name).strip())
        session.add(found)
        session.flush()
    return found


def usually_led_by(session: Session) -> str:
    """Whom the studio assisted last, else the only committee it works with; "" where neither is known."""
    last = select(Organisation.name).join(Case, Case.issuer_id == Organisation.id)
    last = last.where(Case.mode == "C", Organisation.kind.in_(committees.KINDS)).order_by(Case.id.desc())
    return session.scalars(last).first() or committees.only(session)
