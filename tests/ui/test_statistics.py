"""统计 in the window: what is chosen, what the table says, and the disputes a figure opens."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.ui.kit.page.reading_order import bring_into_view
from studio_app.ui.kit.popup.messages import Dialogs
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


def test_a_bar_of_a_chart_opens_its_disputes(window: MainWindow, desk: Desk) -> None:
    bars = found(window, "statistics.lines")
    assert bars.accessibleName() == "各类：邻里纠纷 新受理 2，调解成功 0；合同纠纷 新受理 1，调解成功 0"
    bring_into_view(bars)
    settle()
    quarter = bars.width() // 4  # the first of two pairs stands around its middle, the bar of 新受理 left of it
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(quarter - 6, bars.height() // 2))
    assert "共 2 件" in texts(window)
    QTest.keyClick(found(window, "statistics.cases").view, Qt.Key.Key_Escape)
    bars = found(window, "statistics.months")
    bars.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return):  # from the first month back to the last
        QTest.keyClick(bars, key)
    assert f"{desk.office.today().year}年{desk.office.today().month}月　新受理" in texts(window)
    assert "共 3 件" in texts(window)


def test_the_table_leaves_as_a_workbook_for_somebody(
    window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "统计.xlsx"
    monkeypatch.setattr(Dialogs, "choose_save_file", classmethod(lambda *_args: path))
    press(window, "statistics.export")
    assert "表里每个数都是公式" in texts(window)
    press(window, "list_export.export")
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: "已导出，明细" in texts(window))
    assert load_workbook(path).sheetnames == ["统计", "明细", "填表说明"]
    press(window, "list_export.back")
    qtbot.waitUntil(lambda: "新受理 3" in texts(window))


def test_the_monthly_sheet_is_printed_and_noted(
    window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "board.pdf"

    def to_file(_dialogs: object, _parent: object, printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return True

    monkeypatch.setattr(Dialogs, "choose_printer", classmethod(to_file))
    press(window, "statistics.print")
    qtbot.waitUntil(path.exists)
    assert len(PdfReader(path).pages) == 1
    qtbot.waitUntil(lambda: desk.services.ledgers.exports()[0].what.startswith("调解工作月报"))
