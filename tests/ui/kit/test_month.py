from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio_app.ui.kit import look
from studio_app.ui.kit.input.month import Month

TODAY = date(2026, 11, 23)


@pytest.fixture
def month(shown) -> Month:
    made = Month(TODAY, TODAY, lambda day: "休" if day.weekday() > 4 else "")
    shown(made, 560, 460)
    return made


def test_every_day_of_the_month_has_its_place(month) -> None:
    grid = month.grid
    found = {grid.day_at(grid._cell(date(2026, 11, day)).center().toPoint()) for day in range(1, 31)}
    assert found == {date(2026, 11, day) for day in range(1, 31)}
    assert (
        grid.day_at(
            grid._cell(date(2026, 11, 1)).center().toPoint() - grid._cell(date(2026, 11, 2)).topLeft().toPoint()
        )
        is None
    )


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Left, date(2026, 11, 22)),
        (Qt.Key.Key_Down, date(2026, 11, 30)),
        (Qt.Key.Key_PageUp, date(2026, 10, 23)),
        (Qt.Key.Key_PageDown, date(2026, 12, 23)),
    ],
)
def test_arrows_move_the_day(month, key, day) -> None:
    QTest.keyClick(month.grid, key)
    assert month.day == day


def test_turning_from_a_long_month_to_a_short_one(month) -> None:
    month.show_day(date(2027, 1, 31))
    month.turn(1)
    assert month.day == date(2027, 2, 28)


def test_enter_chooses_the_day(month, qtbot) -> None:
    with qtbot.waitSignal(month.day_chosen) as chosen:
        QTest.keyClick(month.grid, Qt.Key.Key_Return)
    assert chosen.args == [TODAY]


def test_turning_the_month_is_announced(month, qtbot) -> None:
    with qtbot.waitSignal(month.month_shown) as turned:
        month.turn(2)
    assert turned.args == [2027, 1]
    month.today_button.click()
    assert month.day == TODAY


def test_a_screen_reader_hears_day_rest_and_count(month) -> None:
    month.set_counts({date(2026, 11, 22): 2})
    month.show_day(date(2026, 11, 22))
    assert month.grid.accessibleName() == "11 月 22 日 星期日，休，2 件"


def test_urgent_days_are_written_in_red(month) -> None:
    month.set_counts({date(2026, 11, 3): 4}, frozenset({date(2026, 11, 3)}))
    image = month.grid.grab(month.grid._cell(date(2026, 11, 3)).toRect()).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert look.colour("red").name() in seen


def test_the_calendar_ends_where_dates_end(month) -> None:
    month.show_day(date(9999, 12, 31))
    QTest.keyClick(month.grid, Qt.Key.Key_Right)
    month.turn(1)
    assert month.day == date(9999, 12, 31)
