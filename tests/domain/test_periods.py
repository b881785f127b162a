"""Periods of law: the handbook's worked examples and what holds for all of them."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.paths import resource
from studio_app.domain.periods import after_days, after_months, statutory_end, to_do
from studio_app.domain.rest_days import RestDays

REST = RestDays.from_years(
    [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("holidays").glob("20*.json"))]
)


@pytest.mark.parametrize(
    ("start", "days", "natural", "due"),
    [("2026-09-01", 30, "2026-10-01", "2026-10-08"), ("2026-04-03", 30, "2026-05-03", "2026-05-06")],
)
def test_thirty_days_ending_in_a_holiday(start, days, natural, due):
    end = statutory_end(date.fromisoformat(start), days=days, rest_days=REST)
    assert (end.natural.isoformat(), end.due.isoformat(), end.possible) == (natural, due, None)
    assert "第二百零三条" in end.reason
    assert due in end.reason


def test_a_month_ending_on_an_adjusted_work_day_stays():
    end = statutory_end(date(2026, 1, 31), months=1, rest_days=REST)
    assert end.natural == end.due == date(2026, 2, 28)
    assert "第二百零二条" in end.reason
    assert "第二百零三条" not in end.reason


def test_a_month_ending_in_spring_festival_moves_behind_it():
    end = statutory_end(date(2026, 1, 16), months=1, rest_days=REST)
    assert (end.natural, end.due) == (date(2026, 2, 16), date(2026, 2, 24))
    assert "春节" in end.reason


def test_the_start_day_is_not_counted():
    assert after_days(date(2026, 9, 1), 30) == date(2026, 10, 1)
    assert after_days(date(2026, 9, 1), 0) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-10-31", 1, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"), ("2026-12-15", 1, "2027-01-15"), ("2026-12-31", 12, "2027-12-31"),
        ("2024-02-29", 12, "2025-02-28"), ("2026-05-05", 0, "2026-05-05"), ("2026-11-15", 1, "2026-12-15"),
    ],
)  # fmt: skip
def test_months_end_on_the_corresponding_day_or_the_months_end(start, n, end):
    assert after_months(date.fromisoformat(start), n) == date.fromisoformat(end)


def test_in_a_year_without_arrangement_nothing_moves_but_the_possibility_is_shown():
    end = statutory_end(date(2026, 12, 2), months=1, rest_days=REST)  # 2 January 2027, a Saturday
    assert end.natural == end.due == date(2027, 1, 2)
    assert end.possible == date(2027, 1, 4)
    assert end.possible_text == "可能顺延到 2027-01-04 周一"
    assert "2027 年放假安排还没有填" in end.reason


def test_in_a_year_without_arrangement_a_working_day_has_no_possibility():
    end = statutory_end(date(2027, 3, 1), days=1, rest_days=REST)
    assert (end.due, end.possible, end.possible_text) == (date(2027, 3, 2), None, "")
    assert "还没有填" in end.reason


def test_moving_never_leads_into_an_unknown_year():
    """30 December 2023 was a Saturday, 1 January 2024 lies in a year whose table is not there."""
    only_2023 = RestDays.from_years(
        [{"year": 2023, "days": [{"name": "元旦", "date": "2023-01-01", "isOffDay": True}]}]
    )
    end = statutory_end(date(2023, 11, 30), days=30, rest_days=only_2023)
    assert end.natural == end.due == date(2023, 12, 30)
    assert end.possible == date(2024, 1, 2)
    assert "2024 年放假安排还没有填" in end.reason


def test_an_ordinary_weekend_moves_to_monday():
    end = statutory_end(date(2026, 11, 20), days=8, rest_days=REST)
    assert (end.natural, end.due) == (date(2026, 11, 28), date(2026, 11, 30))
    assert "周末休息日" in end.reason


def test_months_and_days_are_added_in_that_order():
    assert statutory_end(date(2026, 1, 31), months=1, days=2, rest_days=REST).natural == date(2026, 3, 2)


def test_a_period_needs_a_length_and_runs_forward():
    with pytest.raises(ValueError, match="needs days or months"):
        statutory_end(date(2026, 1, 1), rest_days=REST)
    with pytest.raises(ValueError, match="forward"):
        after_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize(
    ("how", "expected"), [("later", date(2026, 10, 8)), ("earlier", date(2026, 9, 30)), ("keep", date(2026, 10, 3))]
)
def test_the_studios_own_dates_move_by_their_rule(how, expected):
    assert to_do(date(2026, 10, 3), how, REST) == expected


@given(st.dates(date(2024, 1, 1), date(2027, 6, 30)), st.integers(1, 90))
def test_a_statutory_end_is_never_early_and_a_known_one_is_a_work_day(start, days):
    end = statutory_end(start, days=days, rest_days=REST)
    assert end.natural == start + timedelta(days=days)
    assert end.due >= end.natural
    if REST.known(end.natural.year):
        assert not REST.is_rest(end.due)
        assert end.possible is None
    else:
        assert end.due == end.natural
        assert end.possible is None or end.possible > end.due


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 36))
def test_months_land_in_the_right_month(start, n):
    end = after_months(start, n)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
