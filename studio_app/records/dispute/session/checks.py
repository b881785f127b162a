"""What a record of a sitting may not say: a day before the case, mediators who may not mediate, parties who refused."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid
from studio_app.domain.dates import show_day
from studio_app.domain.wording import join
from studio_app.office.lists import Lists
from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records.dispute.agreement import editions
from studio_app.records.dispute.agreement.binding import both_sides
from studio_app.records.dispute.case.table import Case, CaseStaff, Party
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.records.dispute.session.table import MediationSession
from studio_app.records.intake.table import Intake

NO_MEDIATOR = (
    "{}不是人民调解员，不能在人民调解记录里当调解员（《人民调解法》第十三条）。请去掉勾选；请来帮忙的，添加为参加人。"
)
GONE = "{}在 {} 已经离开，那天以后的调解不能写他参加。请去掉他，或者核对日期。"
UNWILLING = (
    "{}已经明确不同意调解，不能再请他来谈。请去掉他的勾，只和愿意的几方谈；"
    "后来又同意了的，请先在“当事人、告知与同意”里登记同意。"
)


OVERLAP = "和第 {} 次调解（{} {}）的时间重在一起了，请核对开始时间和谈了多久。"
_SPAN = (MediationSession.started_at, MediationSession.ended_at)


def refuse_unwilling(session: Session, case: Case, draft: SessionDraft) -> None:
    """人民调解法 art. 17: the sitting in which somebody refused is written down, none is held with him after it.

    Nor is any held, or ended in an agreement, where fewer than two are left who are willing.
    """
    people = editions.parties(session, case.id)
    day = draft.started_at.date() if draft.started_at else None
    gone = [p for p in people if day and has_refused(p, day)]
    if gone:
        editions.refuse_unwilling(people)
    if draft.result == "agreed" and editions.too_few(people):
        raise Invalid({"result": editions.unwilling(people)})
    here = [p.name for p in gone if p.id in draft.present]
    if here:
        raise Invalid({"present": UNWILLING.format(join(here))})


def expected(session: Session, case: Case, day: date) -> list[str]:
    """Ids of those who are asked to the table on that day: both sides and who acts for them, without who refused."""
    people = editions.parties(session, case.id)
    return [party.id for party in people if party.side != "third" and not has_refused(party, day)]


def free_since(session: Session, case: Case) -> datetime | None:
    """Before which moment no talk now written down can have begun: the visit, and the end of the last sitting."""
    visits = [v.received_at.astimezone() for v in session.scalars(select(Intake).where(Intake.case_id == case.id))]
    sittings = session.execute(select(*_SPAN).where(MediationSession.case_id == case.id))
    return max([*visits, *(ended or started for started, ended in sittings)], default=None)


def refuse_overlap(session: Session, office: Office, row: MediationSession) -> None:
    """Nobody sits at two tables of one case at a time."""
    others = select(MediationSession.ordinal, *_SPAN).where(MediationSession.case_id == row.case_id)
    end = row.ended_at or row.started_at
    for ordinal, started, ended in session.execute(others.where(MediationSession.id != row.id)):
        if started < end and row.started_at < (ended or started):
            span = f"{office.local(started):%H:%M}—{office.local(ended or started):%H:%M}"
            raise Invalid({"started_at": OVERLAP.format(ordinal, show_day(office.local(started).date()), span)})


def has_refused(party: Party, day: date) -> bool:
    """Whether one of both sides had refused to be mediated before that day."""
    refused_on = party.consent_on if party.id in both_sides([party]) and party.consent == "refused" else None
    return refused_on is not None and refused_on < day


def refuse_unfit(session: Session, lists: Lists, case: Case, row: MediationSession, draft: SessionDraft) -> None:
    """Invalid by field; who stood in the record before may stay in it."""
    known = {*(row.mediators or ()), row.recorder_id}
    _refuse_withdrawn(session, case.id, draft, known)
    _refuse_gone(session, draft, known)
    fresh = [session.get(Staff, person) for person in draft.mediators if person not in known]
    wrong = [p.name for p in fresh if p is not None and not editions.may_mediate(lists, row.mode, p)]
    if wrong:
        raise Invalid({"mediators": NO_MEDIATOR.format(join(wrong))})


def _refuse_gone(session: Session, draft: SessionDraft, known: set[str | None]) -> None:
    """Who had left the studio by that day sat at no table of it."""
    day = draft.started_at.date() if draft.started_at else None
    asked = [*((one, "mediators") for one in draft.mediators), (draft.recorder_id, "recorder_id")]
    for staff_id, field in asked:
        person = session.get(Staff, staff_id) if staff_id and staff_id not in known else None
        if person is not None and person.until is not None and day is not None and day > person.until:
            raise Invalid({field: GONE.format(person.name, show_day(person.until))})


def has_withdrawn(session: Session, case_id: str, staff_id: str | None) -> bool:
    """Whether this person left the mediation of the case."""
    return any(person.id == staff_id for person, _day in _withdrawn(session, case_id))


def _refuse_withdrawn(session: Session, case_id: str, draft: SessionDraft, known: set[str | None]) -> None:
    """Who withdrew from the case takes no part from that day on."""
    day = draft.started_at.date() if draft.started_at else date.max
    for person, withdrawn_on in _withdrawn(session, case_id):
        if person.id in known or day < withdrawn_on:
            continue
        sentence = f"{person.name}在 {show_day(withdrawn_on)} 已经退出这件纠纷的调解，不能再参加，请改由别人。"
        if person.id in draft.mediators:
            raise Invalid({"mediators": sentence})
        if person.id == draft.recorder_id:
            raise Invalid({"recorder_id": sentence})


def _withdrawn(session: Session, case_id: str) -> list[tuple[Staff, date]]:
    """Who withdrew from this case and was not put on it again, with the day."""
    query = select(Staff, CaseStaff.withdrawn_on).join(CaseStaff, CaseStaff.staff_id == Staff.id)
    found = [
        (person, day)
        for person, day in session.execute(query.where(CaseStaff.case_id == case_id).order_by(CaseStaff.id))
    ]
    here = {person.id for person, day in found if day is None}
    return [(person, day) for person, day in found if day is not None and person.id not in here]
