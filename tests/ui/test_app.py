"""The composition root: which window stands in front, input method, crash reports."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio_app import app
from studio_app.core import log
from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import Refused
from studio_app.desk import Desk
from studio_app.store.log_tables import Secret
from studio_app.ui import beside
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.popup import messages
from tests.ui.hands import settle


def test_a_new_folder_gets_the_wizard_and_a_known_one_the_password(tmp_path: Path, folder: Path, qtbot: QtBot) -> None:
    first = app.Application(tmp_path / "nothing yet")
    assert first.window is not None
    assert first.window.findChild(QWidget, "wizard") is not None
    second = app.Application(folder)
    assert second.window is not None
    assert second.window.findChild(QWidget, "unlock") is not None
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


@pytest.mark.parametrize(("size", "wide", "high"), [("huge", 1364, 728), ("large", 1022, 580), ("standard", 958, 516)])
def test_the_foot_of_the_wizard_is_in_view(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, size: str, wide: int, high: int
) -> None:
    look.apply(qapp, size)
    try:
        window = app.Application(tmp_path / "new").window
        assert window is not None
        qtbot.addWidget(window)
        window.resize(wide, high)
        window.show()
        settle()
        for name in ("wizard.samples", "wizard.next"):
            button = window.findChild(QPushButton, name)
            place = button.mapTo(window, button.rect().bottomRight())
            assert window.rect().contains(place), name
    finally:
        look.apply(qapp)


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
    findings, tried = app.self_check()
    assert findings == []
    assert "offscreen" in tried


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


def test_a_backup_is_made_by_itself_and_trouble_with_it_stands_below_the_page(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_APP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(beside, "LOOK_MS", 50)
    settings = ComputerSettings.load()
    settings.backup_folder = str(tmp_path / "stick")
    settings.save()
    running = app.Application(desk.folder, desk=desk)
    window = running.window
    assert window is not None
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "main.no_backup") is not None, timeout=20_000)
    assert "第二备份位置现在找不到" in window.findChild(Banner, "main.no_backup").text
    assert len(desk.services.backups.sets()) == 1
    qtbot.mouseClick(window.findChild(QPushButton, "main.show_backups"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "preferences.backup_last") is not None)
    (tmp_path / "stick").mkdir()  # or closing would tell of it in a box of its own
    window.close()


def test_an_older_desk_is_tidied_beside_whoever_works(desk: Desk, qtbot: QtBot) -> None:
    with desk.office.write("旧程序") as session:
        session.merge(Secret(name="derive_from", value=b"0:"))
    running = app.Application(desk.folder, desk=desk)
    assert running.window is not None
    qtbot.addWidget(running.window)
    qtbot.waitUntil(lambda: not _is_left(desk), timeout=20_000)
    running.window.close()


def _is_left(desk: Desk) -> bool:
    with desk.office.read() as session:
        return session.get(Secret, "derive_from") is not None


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


@pytest.mark.parametrize(
    ("said", "library", "package"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libEGL.so.1", "libegl1"),
        ("libgssapi_krb5.so.2: cannot open shared object file", "libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libxcb-cursor.so.0: cannot open shared object file", "libxcb-cursor.so.0", "libxcb-cursor0"),
    ],
)
def test_the_package_of_the_library_really_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, said: str, library: str, package: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(log, "_loads", lambda name: name != library)
    words = log.missing_libraries(ImportError(said))
    assert library in words
    assert words.splitlines()[1] == f"sudo apt install {package}"


def test_everything_that_is_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(log, "_loads", lambda name: name not in {"libEGL.so.1", "libGL.so.1"})
    words = log.missing_libraries(ImportError("libEGL.so.1: cannot open shared object file"))
    assert "sudo apt install libegl1 libgl1" in words.splitlines()


def test_a_library_nobody_knows_is_named_without_a_wrong_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(log, "_loads", lambda _name: True)
    words = log.missing_libraries(ImportError("libnobody.so.7: cannot open shared object file"))
    assert "libnobody.so.7" in words
    assert "apt install" not in words
    assert "重新安装" in log.missing_libraries(ImportError("No module named 'PySide6'"))


@pytest.mark.parametrize(
    ("environ", "lacking", "told"),
    [
        ({"DISPLAY": ":9"}, "libxcb-cursor.so.0", "libxcb-cursor0"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "libwayland-client.so.0", "libwayland-client0"),
        ({"DISPLAY": ":9", "WAYLAND_DISPLAY": "wayland-0"}, "libxcb-cursor.so.0", ""),
        ({"QT_QPA_PLATFORM": "offscreen"}, "libxcb-cursor.so.0", ""),
        ({}, "", "没有图形桌面"),
    ],
)
def test_what_the_desktop_lacks_is_told_before_qt_ends_the_program(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], lacking: str, told: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(log, "_loads", lambda name: name != lacking)
    words = log.missing_screen(environ)
    assert (told in words) if told else words == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X has a server that may not answer")
def test_a_desktop_that_does_not_answer_is_told_too() -> None:
    known = log.lacking("xcb")
    said = log.missing_screen({"DISPLAY": ":4711"})
    assert (next(iter(known)) in said) if known else said == log.NO_SCREEN
