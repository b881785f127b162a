"""The wall clock decides when a desk locks and when another day begins, also after the computer slept."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from studio_app.ui.kit.idle import IdleWatch


class Wall:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


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
    watch = IdleWatch(15, wall, line)
    QTest.keyClicks(line, "a")
    wall.moment += timedelta(hours=8)
    with qtbot.waitSignal(watch.elapsed):
        QTest.keyPress(line, Qt.Key.Key_B)
    assert line.text() == "a"


def test_whoever_goes_on_working_is_not_locked_out(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(15, wall, line)
    with qtbot.assertNotEmitted(watch.elapsed):
        for _time in range(5):
            wall.moment += timedelta(minutes=14)
            QTest.keyClicks(line, "a")
    assert line.text() == "aaaaa"


def test_with_no_minutes_set_nothing_is_ever_locked(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(0, wall, line)
    with qtbot.assertNotEmitted(watch.elapsed):
        wall.moment += timedelta(days=3)
        QTest.keyClicks(line, "a")


def test_another_day_is_told_once(line: QLineEdit, wall: Wall, qtbot: QtBot) -> None:
    watch = IdleWatch(0, wall, line)
    wall.moment += timedelta(hours=9)
    with qtbot.waitSignal(watch.day_turned):
        QTest.keyClicks(line, "a")
    with qtbot.assertNotEmitted(watch.day_turned):
        QTest.keyClicks(line, "a")
