"""站点与值班 in the window: what a person presses and types, and what is told."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.records.station.draft import StationDraft
from studio_app.ui.kit.popup.messages import Dialogs
from studio_app.ui.main_window import MainWindow
from studio_app.ui.station.screen import StationsScreen
from tests.ui.hands import choose, found, press, settle, texts, to_front, type_on, write


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> StationsScreen:
    made = StationsScreen(desk.services)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def add(screen: StationsScreen, name: str, rule: str = "") -> None:
    press(screen, "stations.new")
    write(screen, "station.name", name)
    if rule:
        write(screen, "station.reception_rule", rule)
    press(screen, "station.save")


def open_first(screen: StationsScreen) -> None:
    table = found(screen, "stations.table")
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Home)
    QTest.keyClick(table.view, Qt.Key.Key_Return)


def test_a_station_is_written_planned_and_noted(screen: StationsScreen, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.said) as told:
        add(screen, "幸福里评理说事点")
    assert told.args == ["已保存站点。"]
    open_first(screen)
    write(screen, "station.reception_rule", "每周一")
    with qtbot.waitSignal(screen.said) as told:
        press(screen, "station.plan")  # by what stands on the page, stored along
    assert told.args == ["排了 6 个接待日，可按 Ctrl+Z 撤销。"]
    (station,) = desk.services.stations.ids()
    assert desk.services.stations.get(station).reception_rule == "每周一"
    first = desk.services.stations.shifts.ids(station_id=station)[0]
    screen.begin("note_duty", station, first)
    choose(screen, "shift.state", "到岗")
    press(screen, "shift.save")
    assert desk.services.stations.shifts.get(first).state == "held"
    assert "值班与接待" in texts(screen)  # back on the page of the station


def test_writing_begins_at_the_first_question(screen: StationsScreen, desk: Desk) -> None:
    to_front(screen)
    press(screen, "stations.new")
    settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "station.name"
    type_on(focused, "榕树下")
    QTest.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [desk.services.stations.get(one).name for one in desk.services.stations.ids()] == ["榕树下"]
    settle()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Return):  # the keys go on with the list
        QTest.keyClick(QApplication.focusWidget(), key)
    assert "值班与接待" in texts(screen)


def test_a_rule_nobody_can_read_is_said_beside_it(screen: StationsScreen, desk: Desk) -> None:
    add(screen, "幸福里评理说事点", "有空就来")
    assert "没看懂接待日" in texts(screen)
    assert desk.services.stations.ids() == []


def test_a_shift_is_added_changed_and_removed(screen: StationsScreen, desk: Desk) -> None:
    add(screen, "幸福里评理说事点")
    open_first(screen)
    press(screen, "station.add")
    write(screen, "shift.day", "2026.12.3")
    write(screen, "shift.begins", "9:00")
    press(screen, "shift.save")
    (shift,) = desk.services.stations.shifts.ids()
    assert desk.services.stations.shifts.get(shift).day == date(2026, 12, 3)
    table = found(screen, "stations.shifts")
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Home)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    press(screen, "shift.remove")
    assert desk.services.stations.shifts.ids() == []


def test_what_is_half_written_comes_back(screen: StationsScreen, desk: Desk) -> None:
    press(screen, "stations.new")
    write(screen, "station.name", "榕树下")
    assert screen.back()
    press(screen, "stations.new")
    assert found(screen, "station.name").text() == "榕树下"
    assert [one.label for one in desk.services.drafts.unfinished()] == ["站点"]


def test_removing_asks_first(screen: StationsScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    add(screen, "幸福里评理说事点")
    open_first(screen)
    monkeypatch.setattr(Dialogs, "ask", classmethod(lambda *_args: False))
    press(screen, "station.remove")
    assert len(desk.services.stations.ids()) == 1
    monkeypatch.setattr(Dialogs, "ask", classmethod(lambda *_args: True))
    press(screen, "station.remove")
    assert desk.services.stations.ids() == []
    assert "还没有站点" in texts(screen)


def test_who_may_only_look_reads_a_station_and_changes_nothing(screen: StationsScreen, desk: Desk) -> None:
    add(screen, "幸福里评理说事点", "每周一")
    desk.office.signed.role = "reader"
    open_first(screen)
    for name in ("station.save", "station.remove", "station.add", "station.plan"):
        assert not found(screen, name).isVisibleTo(screen), name
    assert found(screen, "station.name").isReadOnly()
    assert found(screen, "station.back").isEnabled()


def test_a_station_found_by_its_host_is_opened(desk: Desk, qtbot: QtBot) -> None:
    desk.services.stations.store(StationDraft(name="榕树下说事点", host="和谐家园物业"))
    window = MainWindow(desk, ComputerSettings())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    settle()  # a page that comes into view gives the focus to its first field
    QTest.mouseClick(window.search, Qt.MouseButton.LeftButton)
    type_on(window.search, "和谐家园")
    qtbot.waitUntil(window.search.results.isVisible)
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "榕树下说事点" in texts(window) and "值班与接待" in texts(window))
    window.close()
