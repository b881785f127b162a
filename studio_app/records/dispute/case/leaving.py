"""Who has left: no signing in after the last day, and the open cases that wait for somebody else."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.office.tables import Account, Staff
from studio_app.records.dispute.case.table import CLOSED, Case, CaseStaff

GONE = (
    "{who}在这里的最后一天是 {day}，这个账号不能再用。还在这里做事的，"
    "请管理员到“设置与备份—人员与账号”里把“到哪天止”改过来。"
)


def refuse_gone(session: Session, account: Account, today: date) -> None:
    """Refused when the last day of the account's person has passed.

    The last 管理员 still working is let in all the same: nobody else could put a wrong day right.
    """
    person = session.get(Staff, account.staff_id) if account.staff_id else None
    if person is None or not _gone(person, today):
        return
    if account.role != "administrator" or _others_administer(session, account, today):
        raise Refused(GONE.format(who=person.name, day=person.until))


def open_cases(session: Session, staff_id: str) -> list[Case]:
    """Cases not closed yet that this person handles or is assigned to, by number."""
    assigned = select(CaseStaff.case_id).where(CaseStaff.staff_id == staff_id, CaseStaff.withdrawn_on.is_(None))
    theirs = (Case.handler_id == staff_id) | Case.id.in_(assigned)
    return list(session.scalars(select(Case).where(theirs, Case.state.not_in(CLOSED)).order_by(Case.number)))


def _gone(person: Staff, today: date) -> bool:
    return person.until is not None and person.until < today


def _others_administer(session: Session, account: Account, today: date) -> bool:
    query = select(Account).where(Account.role == "administrator", Account.active, Account.id != account.id)
    for other in session.scalars(query):
        person = session.get(Staff, other.staff_id) if other.staff_id else None
        if person is None or not _gone(person, today):
            return True
    return False
