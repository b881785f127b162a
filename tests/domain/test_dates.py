"""Days as people type them, read on Wednesday 25 November 2026."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.dates import (
    make_day,
    parse_day,
    show_day,
    show_day_cn,
    show_moment,
)

TODAY = date(2026, 11, 25)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    ["2026.3.5", "2026/3/5", "2026-3-5", "20260305", "2026年3月5日", "2026年3月5号", "２０２６．３．５", "26.3.5", "26-03-05",
     "260305", "2026-03-05 周四", "2026年3月5日（周四）", "2026 年 3 月 5 日", "2026 - 3 - 5", "二〇二六年三月五日", "2026。3。5",
     "2026、3、5", "今年3月5日", " 2026.3.5 "],
)  # fmt: skip
@pytest.mark.parametrize("past", [None, True, False])
def test_a_full_date_means_that_day_whatever_is_expected(text, past):
    assert parse_day(text, TODAY, past=past) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["3.5", "3月5日", "3月5号", "3/5", "3-5", "0305", "三月五日", "3. 5", "３．５"])
def test_a_date_without_a_year_is_the_nearest_that_fits(text):
    assert parse_day(text, TODAY, past=True) == date(2026, 3, 5)
    assert parse_day(text, TODAY, past=False) == date(2027, 3, 5)
    assert parse_day(text, TODAY) == date(2027, 3, 5)  # 100 days ahead, 265 days back
    assert parse_day(text, date(2026, 4, 1)) == date(2026, 3, 5)


def test_todays_own_date_fits_both_ways():
    assert parse_day("11.25", TODAY, past=True) == parse_day("11.25", TODAY, past=False) == TODAY


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("下月底", "2026-12-31", "2027-01-31"), ("上月底", "2027-01-31", "2026-12-31"), ("下月5号", "2026-12-31", "2027-01-05"),
        ("上月初", "2027-01-31", "2026-12-01"), ("一个月后", "2026-12-31", "2027-01-31"), ("三个月前", "2027-02-10", "2026-11-10"),
        ("一个月后", "2027-01-31", "2027-02-28"), ("下周一", "2026-12-31", "2027-01-04"), ("去年底", "2027-01-01", "2026-12-31"),
    ],
)  # fmt: skip
def test_words_for_days_reach_over_the_end_of_a_year(text, today, day):
    assert parse_day(text, date.fromisoformat(today)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-11-25"), ("今日", "2026-11-25"), ("昨天", "2026-11-24"), ("前天", "2026-11-23"), ("大前天", "2026-11-22"),
        ("明天", "2026-11-26"), ("后天", "2026-11-27"), ("大后天", "2026-11-28"), ("3天后", "2026-11-28"), ("三天前", "2026-11-22"),
        ("十五天后", "2026-12-10"), ("两周后", "2026-12-09"), ("一个月后", "2026-12-25"), ("2个月以前", "2026-09-25"),
        ("周三", "2026-11-25"), ("周五", "2026-11-27"), ("周一", "2026-11-23"), ("下周三", "2026-12-02"), ("上周五", "2026-11-20"),
        ("本周日", "2026-11-29"), ("这周天", "2026-11-29"), ("星期天", "2026-11-29"), ("下礼拜一", "2026-11-30"),
        ("下下周一", "2026-12-07"), ("月底", "2026-11-30"), ("本月底", "2026-11-30"), ("下月底", "2026-12-31"),
        ("上个月底", "2026-10-31"), ("下月初", "2026-12-01"), ("年底", "2026-12-31"), ("明年初", "2027-01-01"),
        ("下月5号", "2026-12-05"), ("上个月20日", "2026-10-20"), ("去年3月5日", "2025-03-05"),
        ("明年2月28日", "2027-02-28"),
    ],
)  # fmt: skip
def test_words_for_days(text, day):
    assert parse_day(text, TODAY) == date.fromisoformat(day)


def test_a_weekday_alone_follows_what_is_expected():
    assert parse_day("周一", TODAY, past=False) == date(2026, 11, 30)
    assert parse_day("周五", TODAY, past=True) == date(2026, 11, 20)
    assert parse_day("周三", TODAY, past=True) == parse_day("周三", TODAY, past=False) == TODAY


def test_a_day_of_the_month_alone():
    assert parse_day("5号", TODAY, past=True) == date(2026, 11, 5)
    assert parse_day("5号", TODAY, past=False) == date(2026, 12, 5)
    assert parse_day("31号", TODAY, past=False) == date(2026, 12, 31)


def test_a_month_on_ends_on_the_months_last_day():
    assert parse_day("一个月后", date(2026, 1, 31)) == date(2026, 2, 28)


def test_two_digit_years():
    assert parse_day("68.3.5", TODAY) == date(1968, 3, 5)
    assert parse_day("36.1.1", TODAY) == date(2036, 1, 1)
    assert parse_day("36.1.1", TODAY, past=True) == date(1936, 1, 1)
    assert parse_day("26.12.31", TODAY, past=True) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "2026.2.29", "2.30", "2026.13.1", "2026.0.5", "0", "305", "99999999", "18991231", "21010101", "202603",
     "2026", "2026年", "三五天后", "下周", "周八", "2026.3", "3.5.7.9", "32号", "下月31号x", "9999999天后", "-3.5", "2026-03-05-06"],
)  # fmt: skip
def test_what_is_no_day_gives_none(text):
    assert parse_day(text, TODAY) is None


def test_the_29th_of_february_without_a_year_exists_near_leap_years_only():
    assert parse_day("2.29", TODAY) is None
    assert parse_day("2.29", date(2027, 12, 1)) == date(2028, 2, 29)
    assert parse_day("下月31号", date(2026, 10, 3)) is None


def test_how_days_are_shown():
    assert show_day(date(2026, 3, 5)) == "2026-03-05 周四"
    assert show_day_cn(date(2026, 3, 5)) == "2026年3月5日"
    moment = datetime(2026, 3, 5, 14, 5)  # noqa: DTZ001  # wall-clock time
    assert show_moment(moment) == "2026-03-05 周四 14:05"
    assert show_moment(moment.replace(hour=0, minute=0)) == "2026-03-05 周四"  # nobody noted the hour
    assert make_day(2026, 2, 29) is None


@given(DAYS, DAYS)
def test_every_way_a_day_is_shown_is_read_back(day, today):
    shown = [show_day(day), show_day_cn(day), f"{day:%Y%m%d}", day.isoformat(), f"{day.year}.{day.month}.{day.day}"]
    assert {parse_day(text, today) for text in shown} == {day}


@given(
    st.text(alphabet="0123456789.-/年月日号周上下三五十半点: 今明天后前个底〇二", max_size=14),
    DAYS,
    st.sampled_from([None, True, False]),
)
def test_anything_typed_gives_a_sane_day_or_none(text, today, past):
    day = parse_day(text, today, past=past)
    assert day is None or 1900 <= day.year <= 2100


@given(st.text(max_size=20), DAYS)
def test_no_text_breaks_reading(text, today):
    parse_day(text, today)


@given(DAYS.filter(lambda day: (day.month, day.day) != (2, 29)), DAYS)
def test_a_date_without_a_year_lies_on_the_side_asked_for(day, today):
    text = f"{day.month}.{day.day}"
    back, on = parse_day(text, today, past=True), parse_day(text, today, past=False)
    if back:
        assert back <= today
        assert (today - back).days <= 366
    if on:
        assert on >= today
        assert (on - today).days <= 366


def test_the_29th_of_february_is_of_the_year_the_28th_would_be_in_or_refused() -> None:
    assert parse_day("2-29", date(2025, 3, 5)) is None
    assert parse_day("2.29", date(2025, 3, 5), past=True) is None
    assert parse_day("2-29", date(2027, 12, 20), past=False) == date(2028, 2, 29)
    assert parse_day("2月29日", date(2024, 3, 5)) == date(2024, 2, 29)
    assert parse_day("2-28", date(2025, 3, 5)) == date(2025, 2, 28)
