"""Dangers that must be reported before a case goes on: hard stops ask whom it was reported to."""

from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.office.lists import Lists
from studio_app.records.dispute.case import risk, states
from studio_app.records.dispute.case.table import Case


def sentence(session: Session, lists: Lists, case: Case) -> str:
    """What has to be reported before this case goes on, "" when nothing holds it up."""
    signs = states.signs_of(lists, case.risk_signs)
    if not any(sign.hard_stop for sign in signs):
        return ""
    return risk.stop_sentence(risk.unreported(signs, states.reported(session, case.id)))


def refuse_unreported(session: Session, lists: Lists, case: Case) -> None:
    """Refused while a hard stop was not reported; the sentence says what to do."""
    stop = sentence(session, lists, case)
    if stop:
        raise Refused(stop)
