"""A desk locks after so long without a touch, also after the computer slept or its clock was set back."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from studio_app.store.timekeeper import Timekeeper
from studio_app.ui.kit.idle import IdleWatch


class Wall:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)

        self.steady = 0.0
        self.clock = Timekeeper(lambda: self.moment, lambda: self.steady)

    def go(self, **lapse: float) -> None:
        self.moment += timedelta(**lapse)
        self.steady += timedelta(**lapse).total_seconds()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_first_key_after_a_long_sleep_locks_and_writes_nothing(qtbot: QtBot, line: QLineEdit, wall: Wall) -> None:
    watch = IdleWatch(15, wall.clock, line)
    QTest.keyClicks(line, "a")
    wall.moment += timedelta(hours=8)
    with qtbot.waitSignal(watch.elapsed):
        QTest.keyPress(line, Qt.Key.Key_B)
    assert line.text() == "a"


def test_whoever_goes_on_working_is_not_locked_out(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(15, wall.clock, line)
    with qtbot.assertNotEmitted(watch.elapsed):
        for _time in range(5):
            wall.moment += timedelta(minutes=14)
            QTest.keyClicks(line, "a")
    assert line.text() == "aaaaa"


def test_with_no_minutes_set_nothing_is_ever_locked(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(0, wall.clock, line)
    with qtbot.assertNotEmitted(watch.elapsed):
        wall.moment += timedelta(days=3)
        QTest.keyClicks(line, "a")


def test_a_clock_set_back_keeps_no_desk_open(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(15, wall.clock, line)
    wall.moment -= timedelta(days=2)
    wall.go(minutes=16)
    with qtbot.waitSignal(watch.elapsed):
        QTest.keyClicks(line, "a")
    assert line.text() == ""


def test_another_day_is_told_once(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(0, wall.clock, line)
    wall.go(hours=9)
    with qtbot.waitSignal(watch.turned):
        QTest.keyClicks(line, "a")
    with qtbot.assertNotEmitted(watch.turned, wait=50):
        QTest.keyClicks(line, "a")


def test_who_has_locked_is_told_of_no_day(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(0, wall.clock, line)
    wall.go(hours=9)
    with qtbot.assertNotEmitted(watch.turned, wait=50):
        wall.clock()
        watch.stop()
