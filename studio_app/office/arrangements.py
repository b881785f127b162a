"""The yearly arrangements of days off: those the program ships, and those a desk entered, which win."""

import copy
import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.domain.rest_days import RestDays
from studio_app.office.tables import DictionaryEntry
from studio_app.store.changes import Touched

DICTIONARY = "holidays"
"""Entered arrangements lie among the dictionaries: code = year, data = the table in holiday-cn form."""


def shipped() -> dict[int, Mapping[str, Any]]:
    """Year → table, as the program carries them."""
    files = sorted(paths.resource("holidays").glob("*.json"))
    tables = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {int(table["year"]): table for table in tables}


def entered(session: Session) -> Sequence[DictionaryEntry]:
    """The rows somebody entered on this desk."""
    query = select(DictionaryEntry).where(DictionaryEntry.dictionary == DICTIONARY)
    return session.scalars(query.order_by(DictionaryEntry.code)).all()


def calendar(session: Session) -> RestDays:
    """What the desk goes by."""
    tables = shipped() | {int(row.code): row.data for row in entered(session)}
    return RestDays.from_years((tables[year] for year in sorted(tables)), statutory())


def statutory() -> list[str]:
    """Names of the holidays the law gives; an arrangement that leaves one out says nothing of it."""
    content = tomllib.loads(paths.resource("dictionaries", "statutory_holidays.toml").read_text(encoding="utf-8"))
    return [str(entry["label"]) for entry in content["entry"]]


class ArrangementKeeper:
    """A keeper: an arrangement entered, changed or taken back holds at once, for whoever holds the calendar."""

    def __init__(self, rest_days: RestDays) -> None:
        self._rest_days = rest_days

    def __call__(self, session: Session, touched: Touched) -> None:
        if touched.ids(DictionaryEntry.__tablename__):
            before = copy.copy(self._rest_days)
            event.listen(session, "after_rollback", lambda _session: self._rest_days.become(before))
            self._rest_days.become(calendar(session))
