import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from studio_app.core.errors import Refused, Unavailable
from studio_app.ui.kit import tasks
from studio_app.ui.kit.page.cards import Banner, Busy, Page, button


@pytest.fixture
def crashes(monkeypatch) -> list[BaseException]:
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: seen.append(error))
    return seen


def test_work_leaves_the_gui_thread_and_the_answer_comes_back_to_it(qtbot, qapp) -> None:
    owner = QObject()
    worked: list[QThread] = []
    answered: list[tuple[int, QThread]] = []

    def work() -> int:
        worked.append(QThread.currentThread())
        return 42

    tasks.run(owner, work, lambda answer: answered.append((answer, QThread.currentThread())))
    qtbot.waitUntil(lambda: len(answered) == 1)
    assert answered == [(42, qapp.thread())]
    assert worked != [qapp.thread()]


def test_many_answers_come_all(qtbot) -> None:
    owner = QObject()
    answers: list[int] = []
    for number in range(200):
        tasks.run(owner, lambda number=number: number, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 200)
    assert sorted(answers) == list(range(200))


def test_an_answer_for_a_closed_page_is_dropped(qtbot, crashes) -> None:
    go = threading.Event()
    answered: list[object] = []
    owner, witness = QWidget(), QObject()
    tasks.run(owner, go.wait, answered.append)
    delete(owner)
    go.set()
    told: list[object] = []
    tasks.wait()
    tasks.run(witness, lambda: None, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert answered == []
    assert crashes == []


def test_a_known_trouble_goes_to_failed(qtbot) -> None:
    failed: list[Exception] = []
    owner = QObject()

    def refuse() -> None:
        raise Refused("请先登记。")

    tasks.run(owner, refuse, failed=failed.append)
    qtbot.waitUntil(lambda: len(failed) == 1)
    assert str(failed[0]) == "请先登记。"


def test_a_known_trouble_nobody_takes_is_told_on_the_page(shown, at_once) -> None:
    page = Page("今日")
    shown(page)

    def fail() -> None:
        raise Unavailable("磁盘满了，请腾出空间再保存。")

    tasks.run(page.area, fail)
    assert [banner.text for banner in page.findChildren(Banner)] == ["磁盘满了，请腾出空间再保存。"]


def test_a_bug_goes_to_the_crash_hook(qtbot, crashes) -> None:
    owner = QObject()
    tasks.run(owner, lambda: 1 // 0, failed=lambda _error: pytest.fail("a bug is no known trouble"))
    qtbot.waitUntil(lambda: len(crashes) == 1)
    assert isinstance(crashes[0], ZeroDivisionError)
    assert crashes[0].__traceback__ is not None


def test_inline_runs_at_once(qapp, at_once) -> None:
    answered: list[bool] = []
    tasks.run(QObject(qapp), lambda: QThread.currentThread() is qapp.thread(), answered.append)
    assert answered == [True]


def test_long_work_shows_how_far_it_is_and_goes_when_done(shown, qtbot) -> None:
    page = Page("交接导出")
    shown(page)
    go = threading.Event()
    done: list[str] = []

    def work(progress, _cancelled) -> str:
        progress(3, 10, "第 3 件")
        go.wait()
        return "台账"

    panel = tasks.run_long(page, "生成台账", work, done.append)
    qtbot.waitUntil(lambda: panel.bar.value() == 3)
    assert panel.bar.maximum() == 10
    assert panel.text == "生成台账：第 3 件"
    assert panel.isVisible()
    with qtbot.waitSignal(panel.destroyed):
        go.set()
    qtbot.waitUntil(lambda: done == ["台账"])


def test_cancelled_work_hears_of_it_and_its_answer_is_dropped(shown, qtbot) -> None:
    page = Page("交接导出")
    shown(page)
    done: list[object] = []

    def work(_progress, cancelled) -> None:
        while not cancelled():
            QThread.msleep(2)

    panel = tasks.run_long(page, "生成台账", work, done.append)
    with qtbot.waitSignal(panel.destroyed):
        panel.cancel_button.click()
        assert not panel.cancel_button.isEnabled()
    told: list[object] = []
    tasks.run(page, lambda: None, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert done == []


def test_the_panel_goes_when_the_work_dies(shown, qtbot, crashes) -> None:
    owner = QWidget()
    shown(owner)
    panel = tasks.run_long(owner, "生成台账", lambda _progress, _cancelled: 1 // 0)
    with qtbot.waitSignal(panel.destroyed):
        pass
    qtbot.waitUntil(lambda: len(crashes) == 1)


def test_the_focus_comes_back_to_a_button_when_its_dialog_and_its_work_are_over(shown, qtbot) -> None:
    page = Page("交接导出")
    begins, other = button("导出台账"), button("打开所在文件夹")
    page.body.addWidget(begins)
    page.body.addWidget(other)
    shown(page)
    begins.setFocus()
    dialog = shown(QWidget(), 300, 200)
    busy = Busy(begins)
    busy.begin()  # the dialog's window is still the active one
    dialog.close()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QApplication.processEvents()
    assert page.focusWidget() not in (begins, other)
    busy.end()
    assert page.focusWidget() is begins
