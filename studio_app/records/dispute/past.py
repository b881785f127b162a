"""Disputes and what belongs to them as they stood when a day was over; or as they are, where no day is given."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.office.office import Office
from studio_app.records.dispute.agreement.table import Agreement, Obligation, Performance
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.known import grouped, selected
from studio_app.records.dispute.session.table import MediationSession
from studio_app.store.among import among
from studio_app.store.as_of import Then, as_of

LATE, CORRECTED = "late", "corrected"
TABLES = [one.__tablename__ for one in (Case, Party, MediationSession, Agreement, Obligation, Performance, FollowUp)]
AS_NOW = frozenset({"consent_recipients"})
"""Consent is that of today, whatever the day of the rest."""


def over(office: Office, day: date) -> datetime | None:
    """The moment a day was over; None for one that is not over yet."""
    if day >= office.today():
        return None
    return datetime.combine(day + timedelta(days=1), time(), office.now().tzinfo)


class Past:
    """A window of disputes at a moment, None for now. Deleted since, a part of one is there; a dispute is not."""

    def __init__(self, session: Session, moment: datetime | None, ids: Sequence[str]) -> None:
        self._session, self._moment, self._ids = session, moment, ids
        self._then = as_of(session, moment, ids, TABLES) if moment else {}

    def since(self, case_id: str, facts: Collection[tuple[str, str]]) -> str:
        """What became of these (table, field) of a dispute since the moment: late, corrected or ""."""
        if self._late(case_id):
            return LATE
        return CORRECTED if self._changed[case_id].intersection(facts) else ""

    @cached_property
    def _changed(self) -> defaultdict[str | None, set[tuple[str, str]]]:
        found: defaultdict[str | None, set[tuple[str, str]]] = defaultdict(set)
        for then in self._then.values():
            found[then.case_id] |= {(then.table, name) for name in then.fields}
        return found

    def cases(self, columns: Sequence[Any]) -> dict[str, Any]:
        """By id, of the named columns, `id` among them."""
        rows = selected(self._session, select(*columns).where(among(Case.id, self._ids)))
        return {row.id: self._still_open(self._as_told(row, row.id)) for row in rows}

    def parts(self, model: Any, columns: Sequence[Any], order: Any) -> defaultdict[str, list[Any]]:
        """By dispute, of the named columns; the first is `case_id`."""
        query = select(*columns).where(among(model.case_id, self._ids)).order_by(order)
        if self._moment is None:
            return grouped(self._session, query)
        found: defaultdict[str, list[Any]] = defaultdict(list)
        known = {column.key for column in columns}
        more = [model.id.label("record"), model.deleted_at, *([] if order.key in known else [order])]
        for row in selected(self._session, query.add_columns(*more), deleted=True):
            told = self._as_told(row, row.record)
            late, entered = self._late(row[0]), self._then.get(row.record, Then()).entered
            if told.deleted_at is None and (not entered or (late and not self._after(getattr(told, order.key)))):
                found[told[0]].append(told)
        for rows in found.values():
            rows.sort(key=attrgetter(order.key))
        return found

    def _late(self, case_id: str) -> bool:
        """Whether the dispute was entered only after the moment: it stands as it is, up to the moment's day."""
        return self._then.get(case_id, Then()).entered

    def _still_open(self, row: Any) -> Any:
        if self._late(row.id) and row.closed_on and self._after(row.closed_on):
            ending = {"closed_on": None, "state": "mediating", "outcome": "", "outcome_route": ""}
            return row._replace(**{name: value for name, value in ending.items() if name in row._fields})
        return row

    def _after(self, when: Any) -> bool:
        """Whether a day or a moment is beyond it; what orders by something else is not."""
        if self._moment is None or not isinstance(when, date):
            return False
        return when >= self._moment if isinstance(when, datetime) else when >= self._moment.date()

    def _as_told(self, row: Any, record: str) -> Any:
        then = self._then.get(record)
        if then is None:
            return row
        return row._replace(**{k: v for k, v in then.fields.items() if k in row._fields and k not in AS_NOW})
