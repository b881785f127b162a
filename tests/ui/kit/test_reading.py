from datetime import time

import pytest

from studio_app.ui.kit.input import reading


@pytest.mark.parametrize(("cents", "words"), [(150000, "1,500"), (150050, "1,500.50"), (5, "0.05"), (None, "")])
def test_money_as_it_is_shown(cents: int | None, words: str) -> None:
    assert reading.shown_amount(cents) == words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026.2.30", "2026 年 2 月没有 30 日。"),
        ("2.30", "2 月没有 30 日。"),
        ("2026-13-1", "没有 13 月，请看看日期。"),
        ("2028.2.29", ""),
        ("下周三", ""),
    ],
)
def test_a_day_the_calendar_lacks_is_told(typed: str, told: str) -> None:
    assert reading.no_such_day(typed) == told


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("1,200", 1200), ("３", 3), ("", None)])
def test_numbers(typed: str, number: int | None) -> None:
    assert reading.number(typed, 0, 5000) == number


@pytest.mark.parametrize("typed", ["三", "1.5", "5001", "-1"])
def test_numbers_out_of_bounds_or_unreadable(typed: str) -> None:
    with pytest.raises(reading.UnreadableError, match="整数"):
        reading.number(typed, 0, 5000)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("14:30", time(14, 30)),
        ("14：30", time(14, 30)),
        ("1430", time(14, 30)),
        ("930", time(9, 30)),
        ("9点半", time(9, 30)),
        ("下午2点", time(14, 0)),
        ("下午2点15分", time(14, 15)),
        ("中午12点", time(12, 0)),
        ("晚上8点", time(20, 0)),
        ("9", time(9, 0)),
        ("3点", time(15, 0)),
        ("3:30", time(15, 30)),
        ("5点半", time(17, 30)),
        ("130", time(13, 30)),
        ("6点", time(6, 0)),
        ("03:00", time(3, 0)),
        ("0330", time(3, 30)),
        ("0:30", time(0, 30)),
        ("凌晨3点", time(3, 0)),
        ("凌晨12点半", time(0, 30)),
        ("上午5点", time(5, 0)),
        ("傍晚6点", time(18, 0)),
        ("", None),
    ],
)
def test_times_of_day(typed: str, clock: time | None) -> None:
    assert reading.time_of_day(typed) == clock


@pytest.mark.parametrize("typed", ["25:00", "9:60", "早", "12345", "下午13点70分", "晚上12点"])
def test_times_that_cannot_be(typed: str) -> None:
    with pytest.raises(reading.UnreadableError):
        reading.time_of_day(typed)
