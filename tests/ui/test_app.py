"""The composition root: which window stands in front, input method, crash reports."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio_app import app, log
from studio_app.settings import Refused
from studio_app.ui.kit import messages


def test_a_new_folder_gets_the_wizard_and_a_known_one_the_password(tmp_path: Path, folder: Path, qtbot: QtBot) -> None:
    first = app.Application(tmp_path / "nothing yet")
    assert first.window is not None
    assert first.window.centralWidget().objectName() == "wizard"
    second = app.Application(folder)
    assert second.window is not None
    assert second.window.centralWidget().objectName() == "unlock"
    for window in (first.window, second.window):
        assert window.minimumSize().height() <= 560
        qtbot.addWidget(window)


@pytest.mark.parametrize(("wide", "high", "all_of_it"), [(1366, 728, False), (1093, 582, True), (1920, 1040, False)])
def test_the_window_takes_all_of_a_small_screen(wide: int, high: int, *, all_of_it: bool) -> None:
    assert app.takes_all(QSize(wide, high)) is all_of_it


@pytest.mark.parametrize("name", ["QT_IM_MODULE", "QT_IM_MODULES", "GTK_IM_MODULE"])
def test_fcitx_is_spoken_to_as_ibus_where_qt_has_no_plugin_for_it(name: str) -> None:
    environ = {name: "fcitx"}
    app.choose_input_method(environ, lambda _name: False)
    assert (environ["QT_IM_MODULE"], environ["IBUS_USE_PORTAL"]) == ("ibus", "1")
    assert "fcitx" not in environ.get("QT_IM_MODULES", "")


def test_the_input_method_of_xmodifiers_counts_too() -> None:
    environ = {"XMODIFIERS": "@im=fcitx5"}
    app.choose_input_method(environ, lambda _name: False)
    assert environ["QT_IM_MODULE"] == "ibus"


def test_other_input_methods_and_own_plugins_are_left_alone() -> None:
    for environ, has_plugin in (({"QT_IM_MODULE": "ibus"}, False), ({}, False), ({"QT_IM_MODULE": "fcitx"}, True)):
        before = dict(environ)
        app.choose_input_method(environ, lambda _name, known=has_plugin: known)
        assert environ == before


def test_the_window_part_of_this_installation_is_complete() -> None:
    assert app.self_check() == []


def test_a_crash_report_names_places_and_never_what_was_typed(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    typed = "王某 19900001234 990000190001011234"
    try:
        raise ValueError(typed)  # noqa: TRY301
    except ValueError as error:
        app.crash_hook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: _report() is not None)
    shown = _report()
    assert shown is not None
    text = shown.findChild(QPlainTextEdit).toPlainText()
    assert "ValueError" in text
    assert "test_app.py" in text
    kept = "".join(f.read_text(encoding="utf-8") for f in log.paths.log_folder().glob("crash-*.txt"))
    for leak in ("王某", "19900001234", "990000"):
        assert leak not in text + kept + capsys.readouterr().err
    shown.close()


def _report() -> QWidget | None:
    from PySide6.QtWidgets import QApplication

    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == "crash" and w.isVisible()), None)


def test_a_known_trouble_is_told_not_reported(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    told: list[object] = []
    monkeypatch.setattr(messages.Dialogs, "tell", classmethod(lambda _cls, _parent, what, _kind="": told.append(what)))
    refused = Refused("先结案，再归档。")
    app.crash_hook(Refused, refused, None)
    assert told == [refused]
    assert _report() is None


def test_missing_system_libraries_are_named_with_the_line_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    words = log.missing_libraries(ImportError("libEGL.so.1: cannot open shared object file"))
    assert "libEGL.so.1" in words
    assert "sudo apt install libegl1" in words
