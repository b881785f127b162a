"""Who answers for a case: never an account nobody stands behind."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain.names import sort_key
from studio_app.office.office import Office
from studio_app.office.tables import Account, Staff
from studio_app.records.dispute.agreement import editions

NOBODY = (
    "！工作室里还没有人民调解员，{who}只能登记。受理以后请点“指派调解员”，写上主持调解的人民调解员"
    "（《人民调解法》第十四条、第二十九条）。"
)
OTHERS = "！{who}不是人民调解员，受理以后请指派一位来主持。"


def stand_behind(office: Office) -> None:
    """An account without a person gets one of its name before a case is accepted in it."""
    signed = office.signed
    if signed.staff_id or not signed.account_id or not office.may("write"):
        return
    with office.write("登记工作人员", undoable=False) as session:
        account = session.get(Account, signed.account_id)
        if account is None:
            return
        if not account.staff_id:
            person = Staff(name=account.sign_in, sort_key=sort_key(account.sign_in), role="other", since=office.today())
            person.organisation_id = office.database.studio_id
            session.add(person)
            session.flush()
            account.staff_id = person.id
        staff_id = account.staff_id
    signed.staff_id = staff_id


def working(session: Session, office: Office) -> list[Staff]:
    """Who works here today, by name."""
    today = office.today()
    everybody = session.scalars(select(Staff).order_by(Staff.sort_key, Staff.name))
    return [person for person in everybody if person.until is None or person.until >= today]


def mediator_warning(office: Office, mode: str) -> str:
    """What acceptance in this mode says before it is done, where who accepts may not mediate; "" where he may."""
    with office.read() as session:
        people = working(session, office)
    own = next((person for person in people if person.id == office.signed.staff_id), None)
    if own is not None and editions.may_mediate(office.lists, mode, own):
        return ""
    if mode != "A":
        return ""
    fitting = any(editions.may_mediate(office.lists, mode, person) for person in people)
    return (OTHERS if fitting else NOBODY).format(who=own.name if own else office.signed.sign_in or "您")
