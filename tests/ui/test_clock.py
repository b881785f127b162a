"""The computer's clock while the window is open: what a person sees when the day turns, after a sleep, when it is set."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio_app.app import Application
from studio_app.desk import Desk
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.store.keys import Unlocked
from tests.conftest import SIGN_IN, Clock
from tests.ui.hands import banners, press, texts

pytestmark = pytest.mark.usefixtures("at_once")
Open = Callable[[], QWidget]


@pytest.fixture
def opened(desk: Desk, clock: Clock, qapp: QApplication) -> Iterator[Open]:
    """The window of the desk, never locked by itself; opened again when asked for again."""
    desk.services.preferences.save_lock_minutes(0)
    desks, running = [desk], list[Application]()

    def made() -> QWidget:
        if running:
            close()
            desks.append(Desk.open_with(desk.folder, SIGN_IN, Unlocked(desk.key, None), clock))
        running.append(Application(desk.folder, desk=desks[-1], clock=clock))
        window = running[-1].window
        assert window is not None
        window.resize(1366, 728)
        assert QTest.qWaitForWindowActive(window)
        return window

    def close() -> None:
        window = running[-1].window
        assert window is not None
        window.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    yield made
    close()


def touch(window: QWidget) -> None:
    """Somebody is at the keyboard."""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)


def of_clock(window: QWidget) -> list[str]:
    return [words for words in banners(window) if words.startswith("电脑的时间")]


def register(desk: Desk, content: str) -> str:
    draft = IntakeDraft(visitors=[VisitorDraft(name="苗某")], content=content)
    return desk.services.intakes.register(draft).number


def test_the_page_in_view_turns_with_the_day_and_nothing_is_doubted(opened: Open, clock: Clock) -> None:
    window = opened()
    assert "2026年11月23日" in texts(window)
    clock.forward(days=1)
    touch(window)
    assert "2026年11月24日" in texts(window)
    assert of_clock(window) == []


def test_after_a_night_asleep_the_first_touch_locks(desk: Desk, opened: Open, clock: Clock, qtbot: QtBot) -> None:
    desk.services.preferences.save_lock_minutes(15)
    app_window = opened()
    clock.forward(hours=9)
    with qtbot.waitSignal(app_window.locked):  # type: ignore[attr-defined]  # MainWindow
        touch(app_window)
    in_front = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert any(window.findChild(QWidget, "unlock") for window in in_front)


def test_a_clock_set_far_forwards_is_asked_about_until_it_is_right_again(opened: Open, clock: Clock) -> None:
    window = opened()
    clock.forward(days=3653)
    touch(window)
    [words] = of_clock(window)
    assert "一下子往前走了很多：现在是 2036-11-23" in words
    clock.forward(days=-3653)
    touch(window)
    assert of_clock(window) == []
    assert "2026年11月23日" in texts(window)


def test_a_clock_set_back_is_said_once_and_believed_when_somebody_says_so(
    desk: Desk, opened: Open, clock: Clock
) -> None:
    register(desk, "楼道堆物")
    window = opened()
    clock.forward(days=-3)
    touch(window)
    touch(window)
    [words] = of_clock(window)
    assert "往回调了：现在是 2026-11-20" in words
    assert "按走过的时间该是 2026-11-23" in words
    assert "请核对电脑右下角的日期和时间" in words
    assert "2026年11月20日" in texts(window)
    press(window, "main.clock_right")
    assert of_clock(window) == []
    touch(window)
    assert of_clock(window) == []
    assert of_clock(opened()) == []  # the change log is later still, and was judged


def test_what_is_stored_with_the_clock_set_back_is_told_at_once(desk: Desk, opened: Open, clock: Clock) -> None:
    """No timer has looked and nobody has touched a key: storing itself finds out."""
    window = opened()
    clock.forward(days=-3)
    register(desk, "楼道堆物")
    assert "往回调了" in of_clock(window)[0]


def test_a_clock_behind_the_change_log_is_said_at_every_opening(desk: Desk, opened: Open, clock: Clock) -> None:
    register(desk, "楼道堆物")
    opened()
    clock.forward(days=-90)
    for _ in range(2):  # what was stored meanwhile under the wrong day hides nothing
        window: Any = opened()
        [words] = of_clock(window)
        assert "电脑的时间是 2026-08-25" in words
        assert "最近一次保存是在 2026-11-23" in words
        register(window._desk, "占道")
    clock.forward(days=90)
    assert of_clock(opened()) == []


def test_no_number_goes_back_to_a_year_that_is_over(desk: Desk, opened: Open, clock: Clock) -> None:
    assert register(desk, "楼道堆物") == "（2026）示访字第001号"
    opened()
    clock.forward(days=-400)
    window: Any = opened()
    window.register()
    page = window.screen_named("intake").register
    page.form.focus("content")
    QTest.keyClicks(page.form.editor("content").main, "leak")
    press(window, "register.save")
    assert any("电脑的日期退回到了 2025 年，编号不能跟着退回去" in words for words in banners(window))
    assert page.form.value("content") == "leak"
    clock.forward(days=400)
    touch(window)
    assert of_clock(window) == []
    press(window, "register.save")
    assert page.backdate.isVisible()  # begun on the wrong day, which is asked about
    assert register(window._desk, "占道") == "（2026）示访字第002号"


def test_a_reader_is_told_and_cannot_say_that_it_is_right(desk: Desk, opened: Open, clock: Clock) -> None:
    desk.office.signed.role = "reader"
    window = opened()
    clock.forward(days=-3)
    touch(window)
    assert "往回调了" in of_clock(window)[0]
    assert "日期没错" not in texts(window)
