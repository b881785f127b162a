import threading
from datetime import datetime

import pytest
from PySide6.QtCore import QObject

from studio_app.core.errors import Unavailable
from studio_app.ui.kit import tasks
from studio_app.ui.kit.form import autosave
from studio_app.ui.kit.form.autosave import Autosave


class Keeper:
    """A form's text and the shelf it is kept on."""

    def __init__(self) -> None:
        self.typed: dict[str, object] = {"told": ""}
        self.kept: list[dict[str, object]] = []
        self.trouble: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()

    def save(self, typed: dict[str, object]) -> datetime:
        self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        self.kept.append(typed)
        return datetime(2026, 11, 23, 14, 32)  # noqa: DTZ001  # as the office's clock shows it


@pytest.fixture
def keeper(monkeypatch) -> Keeper:
    monkeypatch.setattr(autosave, "PAUSE", 20)
    return Keeper()


@pytest.fixture
def saver(keeper, qapp) -> Autosave:
    owner = QObject(qapp)
    made = Autosave(owner, lambda: dict(keeper.typed), keeper.save)
    yield made
    keeper.gate.set()
    tasks.wait()
    owner.deleteLater()


def test_two_seconds_are_the_pause() -> None:
    assert autosave.PAUSE == 2000


def test_typed_text_is_kept_after_the_pause_and_said_so(keeper, saver, qtbot) -> None:
    keeper.typed["told"] = "漏水"
    with qtbot.waitSignal(saver.told) as told:
        saver.touch()
        assert keeper.kept == []
    assert told.args == ["已自动保存 14:32"]
    assert keeper.kept == [{"told": "漏水"}]
    assert not saver.is_unsaved


def test_steady_typing_is_kept_all_the_same(keeper, saver, qtbot) -> None:
    """The pause runs from the first unsaved keystroke, not from the last."""
    for number in range(12):
        keeper.typed["told"] = f"字{number}"
        saver.touch()
        qtbot.wait(8)
    assert len(keeper.kept) >= 2
    assert len(keeper.kept) <= 6


def test_flush_keeps_what_is_unsaved_before_returning(keeper, saver) -> None:
    keeper.typed["told"] = "还没到时候"
    saver.touch()
    saver.flush()
    assert keeper.kept == [{"told": "还没到时候"}]
    saver.flush()
    assert len(keeper.kept) == 1


def test_an_older_text_never_overwrites_a_newer_one(keeper, saver, qtbot) -> None:
    keeper.gate.clear()
    keeper.typed["told"] = "旧"
    saver.touch()
    qtbot.waitUntil(lambda: not saver.is_unsaved)
    keeper.typed["told"] = "新"
    threading.Timer(0.05, keeper.gate.set).start()
    saver.flush()
    tasks.wait()
    assert keeper.kept[-1] == {"told": "新"}


def test_a_full_disk_is_said_and_tried_again(keeper, saver, qtbot) -> None:
    keeper.trouble = Unavailable("磁盘满了。")
    with qtbot.waitSignal(saver.told) as told:
        saver.touch()
    assert told.args == ["还没有保存：磁盘满了。 稍后会再试。"]
    assert saver.is_unsaved
    keeper.trouble = None
    with qtbot.waitSignal(saver.told) as told:
        pass
    assert told.args == ["已自动保存 14:32"]


def test_nothing_is_kept_once_the_form_was_handed_in(keeper, saver, qtbot) -> None:
    saver.touch()
    saver.forget()
    qtbot.wait(60)
    assert keeper.kept == []
    assert not saver.is_unsaved


def test_what_could_not_be_kept_counts_as_unsaved(keeper, saver) -> None:
    keeper.trouble = Unavailable("磁盘满了。")
    keeper.typed["told"] = "写到一半"
    saver.touch()
    for _twice in range(2):
        with pytest.raises(Unavailable):
            saver.flush()
        assert saver.is_unsaved
    keeper.trouble = None
    saver.flush()
    assert keeper.kept == [{"told": "写到一半"}]


def test_what_was_handed_in_while_it_was_being_kept_is_not_kept_again(keeper, saver, qtbot) -> None:
    keeper.typed["told"] = "谈成了"
    keeper.gate.clear()
    saver.touch()
    qtbot.waitUntil(lambda: not saver.is_unsaved)  # handed to the worker, which waits
    threading.Timer(0.05, keeper.gate.set).start()
    saver.forget()
    keeper.kept.clear()  # as `forget`'s caller discards the draft
    saver.flush()  # the page goes
    tasks.wait()
    qtbot.wait(60)
    assert keeper.kept == []


def test_a_saving_that_fails_after_the_form_was_handed_in_is_not_tried_again(keeper, saver, qtbot) -> None:
    told: list[str] = []
    saver.told.connect(told.append)
    keeper.gate.clear()
    keeper.trouble = Unavailable("磁盘满了。")
    saver.touch()
    qtbot.waitUntil(lambda: not saver.is_unsaved)
    threading.Timer(0.05, keeper.gate.set).start()
    saver.forget()
    tasks.wait()
    keeper.trouble = None
    qtbot.wait(80)
    assert (keeper.kept, told, saver.is_unsaved) == ([], [], False)
