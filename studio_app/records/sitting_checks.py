"""What a record of a sitting may not say: a day before the case, mediators who may not mediate, parties who refused."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain.dates import show_day
from studio_app.domain.session import SessionDraft
from studio_app.domain.wording import join
from studio_app.records import agreeing
from studio_app.records.binding import both_sides
from studio_app.records.lists import Lists
from studio_app.settings import Invalid
from studio_app.store.tables import Case, CaseStaff, MediationSession, Staff

NO_MEDIATOR = (
    "{}不是人民调解员，不能在人民调解记录里当调解员（《人民调解法》第十三条）。请去掉勾选；请来帮忙的，登记为参加人。"
)
TOO_EARLY = "调解日期早于受理日期（{}）。先谈后受理的，请在“案件详情”里把受理日期改早，写明原因。"


def refuse_unwilling(session: Session, case: Case, draft: SessionDraft) -> None:
    """人民调解法 art. 17: the sitting in which somebody refused is written down, none is held after it.

    Nor did it end in an agreement, unless enough others were willing.
    """
    people = agreeing.parties(session, case.id)
    asked = both_sides(people)
    refused = [p for p in people if p.consent == "refused" and p.id in asked]
    day = draft.started_at.date() if draft.started_at else None
    if day and any(p.consent_on and day > p.consent_on for p in refused):
        agreeing.refuse_unwilling(people)
    if draft.result == "agreed" and refused and len(asked) - len(refused) < min(2, len(asked)):
        raise Invalid({"result": agreeing.unwilling(people)})


def refuse_unfit(session: Session, lists: Lists, case: Case, row: MediationSession, draft: SessionDraft) -> None:
    """Invalid by field; who stood in the record before may stay in it."""
    if draft.started_at is not None and draft.started_at.date() < case.accepted_on:
        raise Invalid({"started_at": TOO_EARLY.format(show_day(case.accepted_on))})
    known = {*(row.mediators or ()), row.recorder_id}
    _refuse_withdrawn(session, case.id, draft, known)
    fresh = [session.get(Staff, person) for person in draft.mediators if person not in known]
    wrong = [p.name for p in fresh if p is not None and not agreeing.may_mediate(lists, row.mode, p)]
    if wrong:
        raise Invalid({"mediators": NO_MEDIATOR.format(join(wrong))})


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
    found = [(person, day) for person, day in session.execute(query.where(CaseStaff.case_id == case_id))]
    here = {person.id for person, day in found if day is None}
    return [(person, day) for person, day in found if day is not None and person.id not in here]
