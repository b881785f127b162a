"""An arrangement of days off: typed, read from the tables shipped, refused where it cannot be right."""

import json
from datetime import date

import pytest

from studio_app.core.paths import resource
from studio_app.domain.arrangement import Arrangement, HolidayRow

TABLES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("holidays").glob("20*.json"))]
SPRING = HolidayRow("春节", "2.5", "2.13", "2.14、2月20日")


def problems(*rows: HolidayRow) -> list[str]:
    read, unread = Arrangement.read(2027, rows)
    return list((unread or read.problems()).values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table["year"]))
def test_what_is_shipped_survives_being_shown_and_saved(table):
    read = Arrangement.from_table(table)
    assert read.problems() == {}
    again, unread = Arrangement.read(read.year, read.rows())
    assert unread == {}
    assert again.table()["days"] == sorted(table["days"], key=lambda day: day["date"])


def test_days_are_read_as_written_on_the_notice():
    read, unread = Arrangement.read(2027, [HolidayRow("元旦", "12月31日", "1.2"), SPRING, HolidayRow()])
    assert unread == {}
    assert read.problems() == {}
    new_year, spring = read.holidays
    assert (new_year.first, new_year.last) == (date(2026, 12, 31), date(2027, 1, 2))
    assert (spring.first, spring.last) == (date(2027, 2, 5), date(2027, 2, 13))
    assert spring.workdays == (date(2027, 2, 14), date(2027, 2, 20))
    assert new_year.row(2027) == HolidayRow("元旦", "2026-12-31 周四", "1月2日 周六")
    assert spring.words() == "春节 2月5日至2月13日（2月14日、2月20日上班）"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (HolidayRow("", "5.1"), "没有写是什么节日"),
        (HolidayRow("端午节"), "“端午节”没有填从哪天放假"),
        (HolidayRow("劳动节", "五一", "5.5"), "“劳动节”的日期看不懂：五一"),
        (HolidayRow("劳动节", "5.5", "5.1"), "最后一天在第一天之前"),
        (HolidayRow("劳动节", "5.1", "6.1"), "放了 32 天"),
        (HolidayRow("劳动节", "2026-05-01", "2026-05-05"), "不是 2027 年"),
        (HolidayRow("劳动节", "5.1", "5.5", "5.6"), "不是周末"),
        (HolidayRow("元宵节", "2.13"), "2027-02-13 周六 写了两次"),
        (HolidayRow("劳动节", "5.1", "5.3", "5.2"), "2027-05-02 周日 写了两次"),
    ],
)
def test_slips_of_the_pen_are_told(row, told):
    assert any(told in sentence for sentence in problems(SPRING, row)), problems(SPRING, row)


def test_a_year_without_any_day_is_none():
    assert problems() == ["请至少填一个 2027 年的节日。"]


def test_holidays_nobody_named():
    read, _unread = Arrangement.read(2027, [SPRING, HolidayRow("国庆节、中秋节", "10.1", "10.7")])
    assert read.missing(["春节", "端午节", "中秋节", "国庆节"]) == ["端午节"]
