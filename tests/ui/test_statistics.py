"""统计 in the window: what is chosen, what the table says, and the disputes a figure opens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.ui.main_window import MainWindow
from tests.ui.hands import choose, found, press, settle, texts, to_front, write


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> MainWindow:
    """A desk with three disputes of two types, on 统计."""
    parties = [PartyDraft(name="赵某"), PartyDraft(name="王某", side="respondent")]
    for kind in ("neighbour", "neighbour", "contract"):
        desk.services.cases.open(Opening(title="漏水", dispute_type=kind, summary="渗水", parties=parties))
    made = MainWindow(desk, ComputerSettings())
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    qtbot.waitActive(made)
    press(made, "rail.statistics")
    by_mode(made, qtbot, "评理说事")
    return made


def by_mode(window: MainWindow, qtbot: QtBot, mode: str) -> None:
    """The figures are counted beside the window."""
    choose(window, "statistics.mode", mode)
    waited = "零报告" if mode == "人民调解" else "新受理 3"
    qtbot.waitUntil(lambda: waited in texts(window))


def click(window: MainWindow, line: str, column: str) -> None:
    """A figure, found by its line and its column as a person finds it."""
    table = found(window, "statistics.table")
    row = next(n for n in range(table.rowCount()) if table.verticalHeaderItem(n).text() == line)
    place = next(n for n in range(table.columnCount()) if table.horizontalHeaderItem(n).text() == column)
    item = table.item(row, place)
    table.scrollToItem(item)
    settle()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualItemRect(item).center())


def period(window: MainWindow, word: str) -> None:
    buttons = [one for one in window.findChildren(QPushButton) if one.text() == word and one.isVisibleTo(window)]
    to_front(window)
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def test_each_mode_is_counted_for_itself(window: MainWindow, qtbot: QtBot) -> None:
    assert "期初未结 0 ＋ 新受理 3 ＝ 结案 0 ＋ 期末未结 3" in texts(window)
    by_mode(window, qtbot, "人民调解")
    assert "这段时间没有发生，也没有在办的（零报告）。" in texts(window)


def test_a_figure_opens_the_disputes_it_counts_and_one_of_them(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "邻里纠纷", "新受理")
    assert "邻里纠纷　新受理" in texts(window)
    assert "共 2 件" in texts(window)
    table = found(window, "statistics.cases")
    assert table.view.model().rowCount() == 2
    QTest.keyClick(table.view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "新受理 3" in texts(window))  # back on the figures
    click(window, "合计", "期末未结")
    table = found(window, "statistics.cases")
    QTest.keyClick(table.view, Qt.Key.Key_Home)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert "纠纷时间线" in texts(window)


def test_the_keys_reach_a_figure_and_what_was_not_counted_opens_nothing(window: MainWindow) -> None:
    table = found(window, "statistics.table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Return)  # 合计 期初未结: none
    assert "共 0 件" not in texts(window)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert "合计　新受理" in texts(window)
    assert "共 3 件" in texts(window)


def test_days_of_ones_own_are_asked_for_and_read(window: MainWindow, qtbot: QtBot, desk: Desk) -> None:
    assert not found(window, "statistics.first").isVisibleTo(window)
    period(window, "自选")
    today = desk.office.today()
    write(window, "statistics.first", f"{today.year}.1.1")
    write(window, "statistics.last", f"{today.year - 1}.1.1")
    found(window, "statistics.mode").setFocus()
    qtbot.waitUntil(lambda: "截止日期早于起始日期，请改正。" in texts(window))
    write(window, "statistics.last", f"{today.year}.{today.month}.{today.day}")
    found(window, "statistics.mode").setFocus()
    qtbot.waitUntil(lambda: f"{today.year}年1月1日至{today.year}年{today.month}月{today.day}日：" in texts(window))
    assert "新受理 3" in texts(window)
    period(window, "去年")
    qtbot.waitUntil(lambda: "零报告" in texts(window))
