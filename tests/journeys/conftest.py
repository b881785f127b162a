"""What the journeys share: an empty folder, a clock, the look of the program, answers to its few dialogs."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio_app.app import Application
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.popup import messages
from tests.conftest import Clock
from tests.journeys.driving import Person


class Dialogs:
    """What the system's dialogs answer: where a file goes, and what the program asked."""

    def __init__(self) -> None:
        self.target: Path | None = None
        self.suggested = ""
        self.questions: list[str] = []
        self.answer = True


@pytest.fixture(autouse=True)
def at_once(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of this test's own; the program's look; background work is done at once."""
    monkeypatch.setenv("STUDIO_APP_CONFIG", str(tmp_path / "config"))
    look.apply(qapp)
    with tasks.inline():
        yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """The only things that are not real: the system's own windows."""
    known = Dialogs()

    def save(_cls: object, _parent: object, _title: str, suggested: str, _kinds: str) -> Path | None:
        known.suggested = Path(suggested).name
        return known.target

    def ask(_cls: object, _parent: object, question: str, _yes: str, _no: str) -> bool:
        known.questions.append(question)
        return known.answer

    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(save))
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(ask))
    return known


@pytest.fixture
def clock() -> Clock:
    """Monday morning, half past nine."""
    return Clock(datetime(2026, 11, 23, 9, 30).astimezone().astimezone(UTC))


@pytest.fixture
def sit_down(tmp_path: Path, clock: Clock, qtbot: QtBot, dialogs: Dialogs) -> Iterator[Callable[[], Person]]:
    """Start the program on this test's folder; again after closing it."""
    people: list[Person] = []

    def start() -> Person:
        person = Person(Application(tmp_path / "工作台", clock=clock), qtbot)
        people.append(person)
        return person

    yield start
    for person in people:
        window = person.application.window
        if window is not None and window.isVisible():
            window.close()
