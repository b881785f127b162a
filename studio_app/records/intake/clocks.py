"""The clocks of a visit: deciding what becomes of it, and the answer of whom it was handed to."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from studio_app.domain import reminders
from studio_app.domain.reminders import Due
from studio_app.office.kinds import Clocks
from studio_app.office.lists import Lists
from studio_app.records.intake.draft import UNDECIDED
from studio_app.records.intake.table import Intake


def dues(_session: Session, clocks: Clocks, intake: Intake) -> list[Due]:
    rules = clocks.lists.rules()
    found: list[Due] = []
    if intake.kind == "dispute" and intake.destination in UNDECIDED:
        found += reminders.of_intake(intake.id, intake.received_on, rules, clocks.rest_days)
    if intake.handle_by and _awaits_answer(clocks.lists, intake):
        asked = f"问{intake.handling_unit or '承办单位'}办得怎样"
        found += reminders.on_day("R9", intake.id, intake.handle_by, asked, rules)
    return found


def running(_today: date) -> Any:
    return Intake.destination.in_(UNDECIDED) | Intake.handle_by.is_not(None)


def _awaits_answer(lists: Lists, intake: Intake) -> bool:
    """A visit in another's hands of which no result came back yet."""
    handed = lists.entry("destinations", intake.destination).get("action") == "hand_over"
    return handed and not (intake.result.strip() or intake.answered_on)
