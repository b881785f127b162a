"""先看示例: from the wizard into a sample desk and back, with nothing left of it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from studio_app import demo
from studio_app.app import Application
from studio_app.core.computer_settings import ComputerSettings
from studio_app.store import throwaway
from studio_app.ui.kit import tasks
from studio_app.ui.kit.page.room import Stack
from studio_app.ui.main_window import MainWindow
from tests.conftest import Clock
from tests.ui.hands import banners, found, press, settle, texts, write

PATIENCE = 300_000
"""Milliseconds until a worker is given up: a busy machine is slow, and not wrong."""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's throwaway folders lie."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def application(qtbot: QtBot, tmp_path: Path, temporary: Path, clock: Clock) -> Iterator[Application]:
    made = Application(tmp_path / "desk", clock=clock)
    yield made
    tasks.wait()
    assert made.window is not None
    made.window.blockSignals(True)
    made.window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def page(application: Application) -> str:
    assert application.window is not None
    settle()
    return (
        "main"
        if isinstance(application.window, MainWindow)
        else application.window.findChild(Stack).currentWidget().objectName()
    )


def lying(temporary: Path) -> list[str]:
    return [made.name for made in temporary.iterdir() if made.name.startswith(throwaway.PREFIX)]


def test_who_looks_first_comes_back_to_the_wizard_and_nothing_is_left(
    application: Application, temporary: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.keyClicks(found(application.window, "wizard.studio"), "abc")
    press(application.window, "wizard.samples")
    assert page(application) == "samples"
    assert "正在准备示例" in texts(application.window)
    qtbot.waitUntil(lambda: page(application) == "main", timeout=PATIENCE)
    assert len(lying(temporary)) == 1
    assert any(demo.PASSWORD in words for words in banners(application.window))

    application.window.lock()
    assert page(application) == "unlock"
    assert any(demo.PASSWORD in words for words in banners(application.window))
    write(application.window, "unlock.password", demo.PASSWORD)
    press(application.window, "unlock.open")
    qtbot.waitUntil(lambda: page(application) == "main", timeout=PATIENCE)

    press(application.window, "samples.end")
    assert page(application) == "wizard"
    assert found(application.window, "wizard.studio").text() == "abc", "what was typed before is still there"
    assert lying(temporary) == []
    assert not (tmp_path / "desk").exists()
    assert ComputerSettings.load().last_account == ""


@pytest.mark.parametrize("way", ["cancel", "close"])
def test_stopping_half_way_leads_back_too(application: Application, temporary: Path, qtbot: QtBot, way: str) -> None:
    press(application.window, "wizard.samples")
    assert page(application) == "samples"
    if way == "close":
        application.window.close()
    else:
        panel = application.window.findChild(tasks.ProgressPanel)
        panel.cancel_button.click()
    qtbot.waitUntil(lambda: page(application) == "wizard", timeout=PATIENCE)
    assert lying(temporary) == []


def test_closing_the_samples_opened_from_the_command_line_ends_the_program(
    qtbot: QtBot, tmp_path: Path, clock: Clock
) -> None:
    made = Application(tmp_path / "samples", samples=True, clock=clock)
    assert page(made) == "samples"
    made.window.close()
    assert made.window.isHidden()
    settle()
