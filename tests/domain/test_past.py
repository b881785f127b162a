"""When something that is written down can have happened."""

from datetime import date

import pytest

from studio_app.domain.past import Past

PAST = Past(date(2026, 11, 23), date(2000, 1, 1))
SINCE = date(2026, 11, 2)


@pytest.mark.parametrize("day", [None, date(2026, 11, 23), date(2026, 11, 2)])
def test_possible_days(day: date | None) -> None:
    assert PAST.problem(day, "签名日期", since=SINCE) == ""


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 24), "签名日期不能在今天之后。"),
        (date(1999, 12, 31), "早于 2000 年"),
        (date(1, 12, 30), "早于 2000 年"),
        (date(2026, 11, 1), "签名日期不能早于受理日期（2026-11-02 周一）。"),
    ],
)
def test_impossible_days(day: date, told: str) -> None:
    assert told in PAST.problem(day, "签名日期", since=SINCE)


def test_the_first_day_of_the_earliest_year_is_possible() -> None:
    assert PAST.problem(date(2000, 1, 1), "签名日期") == ""


def test_papers_may_be_older_than_the_case() -> None:
    assert PAST.problem(date(2001, 5, 1), "签名日期") == ""


def test_only_wrong_days_are_told_by_field() -> None:
    days = {"a": (date(2026, 11, 24), "签名日期"), "b": (None, "盖章日期"), "c": (SINCE, "盖章日期")}
    assert list(PAST.problems(days)) == ["a"]
