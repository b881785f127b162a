"""A station as the rest of the house knows it."""

from typing import Any

from sqlalchemy.orm import Session

from studio_app.domain import reminders
from studio_app.domain.reminders import Due
from studio_app.office.asked import searched, words_of
from studio_app.office.kinds import Clocks, RecordKind
from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records.station.table import DutyShift, Station
from studio_app.store.belonging import belonging

RULE = "R15"


def dues(session: Session, clocks: Clocks, station: Station) -> list[Due]:
    """Every shift that is planned: who is to be there, until it is noted whether he was."""
    rules, found = clocks.lists.rules(), list[Due]()
    for shift in belonging(session, DutyShift, station_id=station.id):
        if shift.state == "planned":
            who = session.get(Staff, shift.staff_id) if shift.staff_id else None
            text = f"{who.name if who else '（还没排人）'}到{station.short_name or station.name}值班"
            found += reminders.on_day(RULE, shift.id, shift.day, text, rules)
    return found


def roster(session: Session, office: Office, station_id: str) -> dict[str, Any]:
    """值班表: what is planned from today on, and who is to be there."""
    station = session.get_one(Station, station_id)
    word = words_of(session, office.lists, DutyShift)
    ahead = [s for s in belonging(session, DutyShift, station_id=station_id) if s.day >= office.today()]
    rows = [
        {"day": word(s, "day"), "time": "—".join(part for part in (s.begins, s.ends) if part),
         "who": word(s, "swapped_to") or word(s, "staff_id"), "kind": word(s, "kind"), "note": s.note}
        for s in sorted(ahead, key=lambda s: (s.day, s.begins, s.id))
    ]  # fmt: skip
    return {"office": station.name, "place": station.address, "phone": station.phone, "rows": rows}


NAMED = ("name", "short_name", "phone")
SHOWN = ("kind", "level", "community", "address", "host", "filed_under", "filed_number", "reception_rule", "note",
         "lead_id")  # fmt: skip
STATION = RecordKind(
    "station", Station, title=("name",), line=("name", "community"), parts=(DutyShift,), heading="站点",
    document=searched("station", Station, NAMED, *SHOWN), dues=dues, papers={"roster": roster},
)  # fmt: skip
