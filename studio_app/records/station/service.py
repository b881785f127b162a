"""站点与值班: what a person does with stations and shifts."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain.reception import planned
from studio_app.office.office import Office
from studio_app.office.simple_records import SimpleRecords
from studio_app.records.intake.table import Intake
from studio_app.records.station.draft import ShiftDraft, StationDraft
from studio_app.records.station.table import DutyShift, Station
from studio_app.store.belonging import belonging

__all__ = ["DutyShift", "ShiftDraft", "Shifts", "Station", "StationDraft", "Stations"]

SWAPPED = "swapped"


class Stations(SimpleRecords[StationDraft]):
    table, drafted, order = Station, StationDraft, ("created_at",)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.shifts = Shifts(office)

    def remove_parts(self, session: Session, record_id: str) -> None:
        for shift in belonging(session, DutyShift, station_id=record_id):
            shift.deleted_at = self._office.now()

    def plan(self, station_id: str, first: date, last: date) -> int:
        """Put a reception day into the plan for each its rule means and that is not there; how many. One step."""
        with self._office.write("排接待日") as session:
            station = self._found(session, station_id)
            if not station.reception_rule:
                raise Refused("请先在站点里写明接待日，例如“每周三”，再来排。")
            known = {day for shift in belonging(session, DutyShift, station_id=station_id) for day in _days(shift)}
            days = planned(station.reception_rule, station.when_holiday, (first, last), self._office.rest_days)
            fresh = [(day, before) for day, before in days if not {day, before} & known]
            for day, before in fresh:
                made = DutyShift(station_id=station_id, day=day, moved_from=before, kind="reception", state="planned")
                session.add(made)
        return len(fresh)


def _days(shift: DutyShift) -> set[date | None]:
    return {shift.day, shift.moved_from} - {None}


class Shifts(SimpleRecords[ShiftDraft]):
    table, drafted, order = DutyShift, ShiftDraft, ("day", "begins")

    def visits(self, shift: Any) -> int:
        """How many came that day to whoever was there: counted, never typed."""
        there = shift.swapped_to if shift.state == SWAPPED else shift.staff_id
        query = select(func.count(Intake.id)).where(Intake.received_on == shift.day, Intake.receiver_id == there)
        with self._office.read() as session:
            return session.scalar(query) or 0

    def note(self, shift_id: str, state: str) -> None:
        """到岗 or 缺岗. Invalid where the day has not come."""
        draft = self.draft_of(shift_id)
        draft.state = state
        self.store(draft, shift_id)
