"""The window around the pages: what Esc and F1 do, what a change of text size reaches, what stays hidden."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio_app.desk import Desk
from studio_app.settings import ComputerSettings
from studio_app.ui.kit import look, tasks
from studio_app.ui.main_window import STOPS, MainWindow


@pytest.fixture
def window(
    qtbot: Any, qapp: QApplication, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setenv("STUDIO_APP_CONFIG", str(tmp_path / "config"))
    look.apply(qapp)
    desk.services.reminders.add("带表格去社区盖章", desk.office.today())
    made = MainWindow(desk, ComputerSettings())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with tasks.inline():
        made.show()
        qtbot.waitActive(made)
        yield made
        made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    look.apply(qapp)


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, keys)
    QApplication.processEvents()


def current(window: MainWindow) -> str:
    return window._pages.currentWidget().objectName()


def test_the_rail_counts_what_is_due_from_the_first_moment(window: MainWindow, qtbot: Any) -> None:
    stop = window.findChild(QPushButton, "rail.followups")
    qtbot.waitUntil(lambda: stop.text() == "回访提醒  1")


def test_escape_belongs_to_the_search_line_before_it_belongs_to_the_page(window: MainWindow) -> None:
    window.go("preferences")
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.search, "99999")
    window.search.ask_now()
    assert window.search.results.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert (window.search.results.isVisible(), window.search.text(), current(window)) == (False, "99999", "preferences")
    press(window, Qt.Key.Key_Escape)
    assert (window.search.text(), current(window)) == ("", "preferences")
    press(window, Qt.Key.Key_Escape)
    assert current(window) == "today"


def test_help_tells_of_the_page_in_view_and_escape_leads_back_there(window: MainWindow) -> None:
    told = {}
    for stop in STOPS:
        if stop.name != "manual":
            window.go(stop.name)
            press(window, Qt.Key.Key_F1)
            told[stop.name] = window.screen_named("manual").topic  # type: ignore[attr-defined]  # ManualScreen
            press(window, Qt.Key.Key_F1)  # once more changes nothing
            press(window, Qt.Key.Key_Escape)
            assert window._current == stop.name
    assert told.pop("preferences") == "settings"
    assert all(topic == name for name, topic in told.items())


def test_a_larger_text_reaches_pages_that_were_already_made(window: MainWindow) -> None:
    before = window.screen_named("intake")
    window.go("preferences")
    window.screen_named("preferences").show_item("look")  # type: ignore[attr-defined]  # PreferencesScreen
    small = window.findChild(QPushButton, "rail.today").iconSize()
    window.findChild(QPushButton, "preferences.text_size_huge").click()
    assert look.base() == look.BASE["huge"]
    assert window.findChild(QPushButton, "rail.today").iconSize().width() > small.width()
    assert window.screen_named("intake") is not before
    window.go("intake")
    assert current(window) == "intake_screen"


def test_what_is_veiled_stays_veiled_on_a_page_made_later(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F8)
    window.register()
    page = window.screen_named("intake").register  # type: ignore[attr-defined]  # IntakeScreen
    assert not page.form.editor("phone").isVisibleTo(page)
    press(window, Qt.Key.Key_F8)
    assert page.form.editor("phone").isVisibleTo(page)


def test_after_registering_the_keyboard_goes_on_from_the_visit(window: MainWindow) -> None:
    window.register()
    screen: Any = window.screen_named("intake")
    screen.register.form.set_value("content", "楼上漏水")
    screen.register.form.focus("content")
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.visit is not None
    assert screen.visit.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is screen.visit
    press(window, Qt.Key.Key_Tab)
    assert screen.visit.isAncestorOf(QApplication.focusWidget())
