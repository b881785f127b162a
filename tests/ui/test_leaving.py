"""Closing and locking: nothing typed is lost, and nothing stays readable, when the disk or an open box stands against it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from studio_app.app import Application
from studio_app.desk import Desk
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.page.room import Stack
from studio_app.ui.kit.popup import messages
from studio_app.ui.main_window import MainWindow
from tests.conftest import PASSWORD, Clock

WORDS = "关窗以前写的话。"


@contextmanager
def full_disk() -> Iterator[None]:
    """Nothing on disk may grow: as the system says it when there is no room."""
    resource = pytest.importorskip("resource", reason="no limit of file size to play a full disk")
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.fixture
def application(
    qapp: QApplication, desk: Desk, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    monkeypatch.setenv("STUDIO_APP_CONFIG", str(tmp_path / "config"))
    look.apply(qapp)
    with tasks.inline():
        made = Application(desk.folder, desk=desk, clock=clock)
        yield made
        assert made.window is not None
        made.window.blockSignals(True)
        made._unkept.clear()
        made.window.close()
        made._close_desk()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def write(application: Application, words: str = WORDS) -> None:
    """Into the register form, at once, faster than any autosave."""
    window = main(application)
    window.register()
    window.screen_named("intake").register.form.focus("content")  # type: ignore[attr-defined]  # IntakeScreen
    QTest.qWaitForWindowActive(window)
    editor = window.screen_named("intake").register.form.editor("content")  # type: ignore[attr-defined]
    editor.main.insertPlainText(words)


def main(application: Application) -> MainWindow:
    assert isinstance(application.window, MainWindow)
    return application.window


def kept(desk: Desk) -> str:
    return str([draft.body for draft in desk.services.drafts.pending()])


def unlock(application: Application) -> Desk:
    page: Any = application.window.findChild(Stack).currentWidget()  # type: ignore[union-attr]
    page._password.setText(PASSWORD)
    page.open()
    assert application._desk is not None
    return application._desk


def bars(window: Any) -> list[str]:
    return [bar.text for bar in window.findChildren(Banner) if not bar.isHidden()]


def test_a_full_disk_keeps_the_window_open_and_says_why(application: Application, desk: Desk) -> None:
    write(application)
    window = main(application)
    closed: list[int] = []
    window.closed.connect(lambda: closed.append(1))
    with full_disk():
        for _twice in range(2):
            assert not window.close()
    assert window.isVisible()
    assert closed == []
    (told,) = bars(window)
    assert told.startswith("还没关：刚写的字没存上。")
    assert "磁盘" in told
    assert window.close()
    assert closed == [1]


def test_text_given_up_lets_the_window_go(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    write(application)
    window = main(application)
    with full_disk():
        window.close()
        monkeypatch.setattr(messages.Dialogs, "tell", classmethod(lambda *_told: None))  # no backup of the day either
        window.findChild(QPushButton, "main.close_anyway").click()
    assert not window.isVisible()
    assert application._desk is None


def test_locking_on_a_full_disk_hides_all_and_stores_it_after_the_password(application: Application) -> None:
    write(application)
    with full_disk():
        main(application).lock()
    assert not isinstance(application.window, MainWindow)
    assert any("没存下来" in told for told in bars(application.window))
    desk = unlock(application)
    assert WORDS in kept(desk)
    assert desk.services.drafts.held() == []
    main(application).register()
    register: Any = main(application).screen_named("intake").register  # type: ignore[attr-defined]
    assert register.form.value("content") == WORDS


def test_text_behind_the_lock_is_not_closed_away_unasked(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(application)
    with full_disk():
        main(application).lock()
    asked: list[str] = []
    monkeypatch.setattr(
        messages.Dialogs, "ask", classmethod(lambda _cls, _parent, question, _yes, _no: bool(asked.append(question)))
    )
    assert application.window is not None
    assert not application.window.close()
    assert "就没有了" in asked[0]


@pytest.mark.parametrize("dialog", ["question", "file"])
def test_a_box_that_is_open_is_answered_no_before_the_window_goes(
    application: Application, monkeypatch: pytest.MonkeyPatch, dialog: str, qtbot: Any
) -> None:
    window = main(application)
    answers: list[object] = []
    locked: list[int] = []
    window.locked.connect(lambda: locked.append(len(answers)))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", own_file_dialog)

    def ask() -> None:
        if dialog == "question":
            answers.append(messages.ask(window, "撤销：登记？"))
        else:
            answers.append(messages.choose_open_files(window, "选择照片"))

    QTimer.singleShot(0, window, ask)
    QTimer.singleShot(200, window, window.lock)
    qtbot.waitUntil(lambda: bool(locked))
    assert answers == [False if dialog == "question" else []]
    assert locked == [1]  # who asked had the answer before the desk was closed
    assert not isinstance(application.window, MainWindow)


def own_file_dialog(parent: Any, title: str, folder: str, kinds: str) -> tuple[list[str], str]:
    """Qt's own dialog in place of the system's."""
    chosen = QFileDialog(parent, title, folder, kinds)
    chosen.setOption(QFileDialog.Option.DontUseNativeDialog)
    return (chosen.selectedFiles(), "") if chosen.exec() else ([], "")
