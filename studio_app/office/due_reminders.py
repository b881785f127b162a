"""Which stored reminders are still to be told: one condition for every list of them."""

from datetime import date

from sqlalchemy import ColumnElement, func

from studio_app.office.lists import Lists
from studio_app.office.tables import Reminder


def in_force(lists: Lists, today: date) -> ColumnElement[bool]:
    """All but those whose right is gone: the last day of a rule that lapses is over, put off or not."""
    lapsing = [code for code, rule in lists.rules().items() if rule.lapses]
    return Reminder.rule.not_in(lapsing) | (func.coalesce(Reminder.possible_on, Reminder.due_on) >= today)
