"""What every part of the case service starts from: the office, and records that must be there."""

from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.rows import alive
from studio_app.records.dispute.case.table import Case, Party
from studio_app.store.belonging import belonging
from studio_app.store.table import Entity

Record = TypeVar("Record", bound=Entity)


class CaseWork:
    def __init__(self, office: Office) -> None:
        self._office = office

    def _case(self, session: Session, case_id: str) -> Case:
        """Refused when the case went to the recycle bin meanwhile."""
        case = self._alive(session, case_id)
        if case is None:
            raise Refused("这件纠纷已经删除。需要时请到“设置与备份—回收站”里恢复。")
        return case

    @staticmethod
    def _alive(session: Session, case_id: str) -> Case | None:
        """None when it was deleted."""
        return alive(session, Case, case_id)

    def _open_case(self, session: Session, case_id: str) -> Case:
        case = self._case(session, case_id)
        if case.over:
            raise Refused("这件纠纷已经结案。要继续办，请先点“重新调解”。")
        return case

    def _of_case(self, session: Session, kind: type[Record], case_id: str, record_id: str) -> Record:
        """A record that belongs to this case; Refused when it is gone."""
        row = session.scalars(select(kind).where(kind.id == record_id)).first()
        if row is None or getattr(row, "case_id", "") != case_id:
            raise Refused("这条记录已经删除，请返回纠纷再看一下。")
        return row

    def _refuse_impossible(self, field: str, day: date, what: str) -> None:
        """Invalid when what is entered cannot have happened on this day."""
        problem = self._office.past().problem(day, what)
        if problem:
            raise Invalid({field: problem})

    def _parties(self, session: Session, case_id: str) -> list[Party]:
        return belonging(session, Party, case_id=case_id)
