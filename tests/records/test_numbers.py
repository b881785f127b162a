"""Serials: from one every year, never twice in one, and going on over the years only where that is set."""

from datetime import date

import pytest
from sqlalchemy import select

from studio_app.core.errors import Refused
from studio_app.office import numbers
from studio_app.office.office import Office
from studio_app.office.tables import DictionaryEntry, IssuedNumber

LAST_YEAR, THIS_YEAR = date(2025, 12, 31), date(2026, 1, 1)


def give(office: Office, day: date, serial: int | None = None, kind: str = "case_b") -> int:
    with office.write("编号") as session:
        subject = f"{kind}{day}{serial}", day
        return numbers.give(session, office.lists, (kind, office.database.studio_id), subject, serial).serial


def test_every_year_begins_at_one_and_goes_on_from_its_own_highest(office: Office) -> None:
    assert [give(office, day) for day in (LAST_YEAR, LAST_YEAR, THIS_YEAR, LAST_YEAR, THIS_YEAR)] == [1, 2, 1, 3, 2]


def test_a_serial_set_by_hand_is_taken_in_its_own_year_only(office: Office) -> None:
    assert give(office, LAST_YEAR, 7) == 7
    assert give(office, THIS_YEAR, 7) == 7
    with pytest.raises(Refused, match="已经用过"):
        give(office, THIS_YEAR, 7)
    assert give(office, THIS_YEAR, 7, "case_c") == 7


def test_a_series_that_is_not_yearly_goes_on_over_the_years(office: Office) -> None:
    with office.write("改编号") as session:
        wanted = select(DictionaryEntry).filter_by(dictionary="numbering", code="case_b")
        row = session.scalars(wanted).one()
        row.data = {**row.data, "per_year": False}
    assert [give(office, day) for day in (LAST_YEAR, THIS_YEAR, THIS_YEAR)] == [1, 2, 3]


def test_a_series_that_goes_on_over_the_years_is_of_no_year(office: Office) -> None:
    """Desks have stored it so: another mark would begin the series anew."""
    with office.write("改编号") as session:
        wanted = select(DictionaryEntry).filter_by(dictionary="numbering", code="case_b")
        row = session.scalars(wanted).one()
        row.data = {**row.data, "per_year": False}
    give(office, LAST_YEAR)
    with office.read() as session:
        assert session.scalars(select(IssuedNumber.year)).all() == [0]
