"""Rest days by the real tables in resources/holidays and in years nobody has announced yet."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.paths import resource
from studio_app.domain.rest_days import RestDays

TABLES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("holidays").glob("20*.json"))]
REST = RestDays.from_years(TABLES)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def test_the_tables_carry_their_years_in_order_without_doubles():
    for table in TABLES:
        days = [row["date"] for row in table["days"]]
        assert days == sorted(set(days))
        assert all(day.startswith(str(table["year"])) for day in days)
    assert [table["year"] for table in TABLES][-2:] == [2025, 2026]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2025-01-28", "2025-02-04"), ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08"),
        ("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ],
)  # fmt: skip
def test_holidays_are_rest_days_with_a_name(first, last):
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        assert REST.is_rest(day)
        assert REST.name(day)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "day",
    ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
     "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
)  # fmt: skip
def test_an_adjusted_weekend_is_a_work_day(day):
    found = date.fromisoformat(day)
    assert found.weekday() >= 5
    assert not REST.is_rest(found)
    assert REST.name(found).endswith("调休上班")


def test_the_number_of_rest_days_of_a_year_is_that_of_the_notice():
    """2026: 104 weekend days, 33 listed days off of which 14 fall on weekends, 6 adjusted work days: 117."""
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    weekends = {day for day in year if day.weekday() >= 5}
    listed = {date.fromisoformat(r["date"]) for r in TABLES[-1]["days"] if r["isOffDay"]}
    worked = {date.fromisoformat(r["date"]) for r in TABLES[-1]["days"] if not r["isOffDay"]}
    assert {day for day in year if REST.is_rest(day)} == (weekends | listed) - worked
    assert len(listed) == 33
    assert len(worked) == 6


def test_ordinary_days():
    assert not REST.is_rest(date(2026, 11, 25))
    assert REST.name(date(2026, 11, 25)) == ""
    assert REST.is_rest(date(2026, 11, 28))
    assert REST.name(date(2026, 11, 28)) == ""


def test_a_year_without_arrangement_has_weekends_and_computed_days_only():
    assert REST.known(2026)
    assert not REST.known(2027)
    for day in (
        "2027-01-01",
        "2027-02-05",
        "2027-02-08",
        "2027-04-05",
        "2027-05-01",
        "2027-06-09",
        "2027-09-15",
        "2027-10-03",
    ):
        assert REST.is_rest(date.fromisoformat(day))
    assert REST.name(date(2027, 10, 1)) == "国庆节"
    assert not REST.is_rest(date(2027, 3, 1))
    assert REST.is_rest(date(2027, 3, 6))


def test_far_years_fall_back_to_weekends():
    assert REST.is_rest(date(2150, 1, 3))
    assert not REST.is_rest(date(2150, 1, 5))


def test_late_december_comes_from_next_years_table():
    table = {"year": 2028, "papers": [], "days": [
        {"name": "元旦", "date": "2027-12-31", "isOffDay": True}, {"name": "元旦", "date": "2028-01-01", "isOffDay": True},
    ]}  # fmt: skip
    rest = RestDays.from_years([*TABLES, table])
    assert rest.known(2028)
    assert not rest.known(2027)
    assert rest.is_rest(date(2027, 12, 31))
    assert rest.name(date(2027, 12, 31)) == "元旦"


def test_an_empty_table_makes_no_year_known():
    assert not RestDays.from_years([{"year": 2027, "papers": [], "days": []}]).known(2027)


@pytest.mark.parametrize(
    "row",
    [
        {"name": "元旦", "date": "2027-13-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": "yes"},
    ],
)
def test_a_table_of_another_form_is_refused(row):
    with pytest.raises((ValueError, TypeError)):
        RestDays.from_years([{"year": 2027, "days": [row]}])


def test_counting_work_days():
    assert REST.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert REST.add_workdays(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert REST.add_workdays(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert REST.add_workdays(date(2026, 10, 3), 0) == date(2026, 10, 3)


@given(DAYS)
def test_next_and_previous_work_day_enclose_the_day(day):
    later, earlier = REST.next_workday(day), REST.previous_workday(day)
    assert earlier <= day <= later
    assert not REST.is_rest(later)
    assert not REST.is_rest(earlier)
    assert (earlier == day == later) or REST.is_rest(day)


@given(DAYS, st.integers(1, 60))
def test_work_days_are_counted_one_by_one(day, n):
    end = REST.add_workdays(day, n)
    between = [day + timedelta(days=k) for k in range(1, (end - day).days + 1)]
    assert sum(not REST.is_rest(d) for d in between) == n
    assert not REST.is_rest(end)
