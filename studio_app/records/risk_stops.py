"""Dangers that must be reported before a case goes on: hard stops ask whom it was reported to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain import risk
from studio_app.domain.risk import Sign
from studio_app.records.lists import Lists
from studio_app.settings import Refused
from studio_app.store.tables import Case, RiskReport


def sentence(session: Session, lists: Lists, case: Case) -> str:
    """What has to be reported before this case goes on, "" when nothing holds it up."""
    entries = [lists.entry("risk_signs", code) for code in case.risk_signs]
    signs = [Sign.of(entry.code, entry.label, entry.data) for entry in entries]
    if not any(sign.hard_stop for sign in signs):
        return ""
    reported = set(session.scalars(select(RiskReport.sign).where(RiskReport.case_id == case.id)))
    return risk.stop_sentence(risk.unreported(signs, reported))


def refuse_unreported(session: Session, lists: Lists, case: Case) -> None:
    """Refused while a hard stop was not reported; the sentence says what to do."""
    stop = sentence(session, lists, case)
    if stop:
        raise Refused(stop)
