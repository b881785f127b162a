"""Which cases the figures of 今日 count; the list a figure opens asks for the same."""

from datetime import date

from sqlalchemy import ColumnElement

from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.ledger import quarter_of

_IN_MEDIATION = ("accepted", "mediating", "suspended")


def own() -> ColumnElement[bool]:
    """What the studio only assists is mediated, settled and counted by the committee."""
    return Case.mode != "C"


def mediating() -> list[ColumnElement[bool]]:
    return [own(), Case.state.in_(_IN_MEDIATION)]


def resolved(today: date) -> list[ColumnElement[bool]]:
    """In the quarter so far."""
    return [own(), Case.resolved_on.between(quarter_of(today)[0], today)]


def accepted(today: date) -> list[ColumnElement[bool]]:
    """In the quarter so far."""
    return [own(), Case.accepted_on.between(quarter_of(today)[0], today)]
