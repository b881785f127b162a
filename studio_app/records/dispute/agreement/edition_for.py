"""Into which edition of an agreement a draft goes: an oral one that binds stays, its paper is made beside it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from studio_app.office.office import Office
from studio_app.records.dispute.agreement import editions
from studio_app.records.dispute.agreement.binding import current_agreement
from studio_app.records.dispute.agreement.draft import AgreementDraft
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.table import Case


def to_fill(session: Session, office: Office, case: Case, draft: AgreementDraft) -> tuple[Agreement, AgreementDraft]:
    """The edition and the draft as it is to be put there; Refused where somebody signed.

    What was agreed by word of mouth binds from that day on (人民调解法 art. 30), also while its paper is not signed.
    """
    row = current_agreement(session, case)
    if row is None:
        return editions.first_edition(session, case), draft
    editions.refuse_signed(row)
    if not (row.form == "oral" and row.effective_on and draft.form == "written"):
        return row, draft
    before = [clause.id for clause in editions.clauses(session, row.id)]
    fresh = editions.next_edition(session, office, case, row, draft.form)
    session.flush()
    copied = dict(zip(before, (clause.id for clause in editions.clauses(session, fresh.id)), strict=True))
    clauses = [replace(clause, id=copied.get(clause.id, clause.id)) for clause in draft.clauses]
    return fresh, replace(draft, clauses=clauses)
