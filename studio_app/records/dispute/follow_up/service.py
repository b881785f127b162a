"""回访: what a visit after the agreement, or after it failed, found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid
from studio_app.office import rows
from studio_app.office.office import Office
from studio_app.records.dispute.case import days, queries
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.draft import FollowUpDraft
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.store.belonging import belonging
from studio_app.store.table import new_id

__all__ = ["Case", "FollowUp", "FollowUpDraft", "FollowUps", "Party"]


class FollowUps:
    """What a person does in 回访, one transaction per method."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def made(self, case_id: str) -> list[FollowUp]:
        """All visits of a case, the oldest first."""
        with self._office.read() as session:
            query = select(FollowUp).where(FollowUp.case_id == case_id).order_by(FollowUp.visited_on, FollowUp.id)
            return list(session.scalars(query))

    def get(self, follow_up_id: str) -> FollowUp:
        with self._office.read() as session:
            return rows.found(session, FollowUp, follow_up_id)

    def parties(self, case_id: str) -> list[Party]:
        """Whom one may have visited, in their order."""
        with self._office.read() as session:
            return belonging(session, Party, case_id=case_id)

    def case(self, case_id: str) -> Case:
        with self._office.read() as session:
            return queries.case(session, case_id)

    def blank(self) -> FollowUpDraft:
        """A visit of today by who is signed in; whom he spoke to, and how, is his to say."""
        return FollowUpDraft(self._office.today(), staff_id=self._office.signed.staff_id)

    def draft_of(self, follow_up_id: str) -> FollowUpDraft:
        return rows.draft_of(FollowUpDraft, self.get(follow_up_id))

    def record(self, case_id: str, draft: FollowUpDraft) -> FollowUp:
        """A visit in the present round; closed cases are visited too (R7 after a failed one). Invalid by field."""
        with self._office.write("写回访") as session:
            case = queries.case(session, case_id)
            row = FollowUp(id=new_id(), case_id=case_id, round=case.round)
            session.add(row)
            self._fill(session, case, row, draft)
        return row

    def change(self, follow_up_id: str, draft: FollowUpDraft) -> FollowUp:
        with self._office.write("改回访记录") as session:
            row = rows.found(session, FollowUp, follow_up_id)
            self._fill(session, queries.case(session, row.case_id), row, draft)
        return row

    def remove(self, follow_up_id: str) -> None:
        """To the recycle bin."""
        with self._office.write("删除回访记录") as session:
            rows.found(session, FollowUp, follow_up_id).deleted_at = self._office.now()

    def _fill(self, session: Session, case: Case, row: FollowUp, draft: FollowUpDraft) -> None:
        problems = draft.problems(self._office.past())
        if problems:
            raise Invalid(problems)
        rows.apply(draft, row)
        days.refuse_disorder(session, self._office, case, {("visited", row.id): "visited_on"})
