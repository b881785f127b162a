"""Into which edition of an agreement a draft goes: an oral one that binds stays, its paper is made beside it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from studio_app.domain.agreement import AgreementDraft
from studio_app.records import agreeing
from studio_app.records.binding import current_agreement
from studio_app.records.office import Office
from studio_app.store.tables import Agreement, Case


def to_fill(session: Session, office: Office, case: Case, draft: AgreementDraft) -> tuple[Agreement, AgreementDraft]:
    """The edition and the draft as it is to be put there; Refused where somebody signed.

    What was agreed by word of mouth binds from that day on (人民调解法 art. 30), also while its paper is not signed.
    """
    row = current_agreement(session, case)
    if row is None:
        return agreeing.first_edition(session, case), draft
    agreeing.refuse_signed(row)
    if not (row.form == "oral" and row.effective_on and draft.form == "written"):
        return row, draft
    before = [clause.id for clause in agreeing.clauses(session, row.id)]
    fresh = agreeing.next_edition(session, office, case, row, draft.form)
    session.flush()
    copied = dict(zip(before, (clause.id for clause in agreeing.clauses(session, fresh.id)), strict=True))
    clauses = [replace(clause, id=copied.get(clause.id, clause.id)) for clause in draft.clauses]
    return fresh, replace(draft, clauses=clauses)
