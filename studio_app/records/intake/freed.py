"""Visits of a case that is removed: they are free again, for another case or another 去向."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.records.intake.table import Intake
from studio_app.store.changes import Touched


def free(session: Session, touched: Touched) -> None:
    """A keeper: lets go of the visits of every case that went to the recycle bin.

    Restoring the case takes back those that nobody decided on meanwhile (store.undo.revive).
    """
    entries = touched.entries.items()
    gone = [key for (table, key), entry in entries if table == "cases" and entry.after.get("deleted_at")]
    if not gone:
        return
    for intake in session.scalars(select(Intake).where(Intake.case_id.in_(gone))):
        intake.case_id, intake.destination = None, ""
    session.flush()  # what is derived from visits is derived after this
