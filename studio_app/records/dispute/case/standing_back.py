"""回避: what the desk knows that speaks against somebody mediating a case, wherever a host arises."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain import phones
from studio_app.office.tables import Staff
from studio_app.records.dispute.case import recusal
from studio_app.records.dispute.case.recusal import Finding, MediatorFacts, PartyFacts, PastRole
from studio_app.records.dispute.case.table import Case, CaseStaff, Party
from studio_app.store.belonging import belonging
from studio_app.store.identifiers import having


def findings(session: Session, case_id: str, staff: Staff) -> list[Finding]:
    """Kin, neighbours, old adversaries, the person itself (handbook 1.2); the weightiest first."""
    parties = belonging(session, Party, case_id=case_id)
    mediator = MediatorFacts(staff.name, staff.phone, staff.address, kin=recusal.read_kin(staff.kin))
    return recusal.check(mediator, [_facts_of(party) for party in parties], _past(session, case_id, staff))


def owed(session: Session, case: Case) -> str:
    """Why another has to mediate: what speaks against who accepted a case without a host, or makes its host a party."""
    hosting = select(CaseStaff.staff_id).where(
        CaseStaff.case_id == case.id, CaseStaff.duty == "host", CaseStaff.withdrawn_on.is_(None)
    )
    host = session.scalars(hosting).first()
    staff = session.get(Staff, host or case.handler_id) if host or case.handler_id else None
    found = findings(session, case.id, staff) if staff else []
    return next((finding.reason for finding in found if not host or finding.severity == "must"), "")


def _facts_of(party: Party) -> PartyFacts:
    return PartyFacts(party.name, party.phone, party.address, party.person_id or "", party.id_number)


def _past(session: Session, case_id: str, staff: Staff) -> list[PastRole]:
    """Earlier cases in which the mediator was a party: same name and phone."""
    lines = phones.lines(staff.phone)
    if not lines or not staff.name:
        return []
    own = select(Party).where(Party.name == staff.name, having(Party, "phone", lines), Party.case_id != case_id)
    found = []
    for past in session.scalars(own.limit(20)):
        other = select(Party).where(Party.case_id == past.case_id, Party.side != past.side)
        number = session.scalar(select(Case.number).where(Case.id == past.case_id))
        if number:
            found.append(PastRole(number, [_facts_of(party) for party in session.scalars(other)]))
    return found
