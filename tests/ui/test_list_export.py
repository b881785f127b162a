"""导出为 Excel in a real window: from a list as it is shown, by way of the question for whom, to the file and back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.office.handover import Order, proposed
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.station.service import StationDraft
from studio_app.services.listings import Listed
from studio_app.ui.handover import log_card
from studio_app.ui.intake import list_page
from studio_app.ui.kit.popup import messages
from studio_app.ui.main_window import MainWindow
from studio_app.ui.record import case_columns
from tests.ui.hands import banners, choose, found, press, settle, texts, write

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The save dialog answered by a path; what it proposed."""
    proposed: list[str] = []

    def answer(_cls: type, _parent: QWidget | None, _title: str, suggested: str, _kinds: str) -> Path:
        proposed.append(suggested)
        return tmp_path / "名单"

    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(answer))
    return proposed


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    intakes, cases = desk.services.intakes, desk.services.cases
    for kind, name in (("consult", "苗某"), ("dispute", "王建国"), ("dispute", "赵小红")):
        intakes.register(
            IntakeDraft(kind=kind, visitors=[VisitorDraft(name=name, phone="19900001001")], content="夜里吵")
        )
    for kind, name in (("neighbour", "王建国"), ("family", "苗某")):
        cases.open(
            Opening(
                title="漏水",
                dispute_type=kind,
                parties=[PartyDraft(name=name), PartyDraft(name="钱某", side="respondent")],
            )
        )
    made = MainWindow(desk, ComputerSettings())
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    qtbot.waitActive(made)
    yield made
    made.close()


def hide(window: MainWindow, table: str, title: str) -> None:
    """By the chooser at the end of the headings."""
    QTest.mouseClick(found(window, f"{table}.columns"), Qt.MouseButton.LeftButton)
    settle()
    menu: Any = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    [action] = [action for action in menu.actions() if action.text() == title]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    settle()
    if QApplication.activePopupWidget() is not None:
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        settle()


def headings(window: MainWindow, table: str) -> list[str]:
    """As they stand on the screen from left to right."""
    header = found(window, f"{table}.list").horizontalHeader()
    order = [header.logicalIndex(place) for place in range(header.count())]
    model = header.model()
    return [model.headerData(n, Qt.Orientation.Horizontal) for n in order if not header.isSectionHidden(n)]


def rows(window: MainWindow, table: str) -> list[list[str]]:
    """As they are read on the screen."""
    view = found(window, f"{table}.list")
    header, model = view.horizontalHeader(), view.model()
    shown = [n for n in map(header.logicalIndex, range(header.count())) if not header.isSectionHidden(n)]
    return [[model.index(row, column).data() for column in shown] for row in range(model.rowCount())]


def in_file(path: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(path).active
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(3)]


def test_visits_leave_as_they_are_shown_narrowed_and_without_what_is_hidden(
    window: MainWindow, desk: Desk, asked: list[str], tmp_path: Path
) -> None:
    window.go("intake")
    choose(window, "intake.kind", "纠纷")
    hide(window, "intake.table", "去向")
    shown, lines = headings(window, "intake.table"), rows(window, "intake.table")
    assert "去向" not in shown
    assert len(lines) == 2
    press(window, "intake.table.export")
    assert "来访登记名单（纠纷）" in texts(window)
    assert "共 2 条，列有来访人、" in texts(window)
    press(window, "list_export.export")
    assert asked == ["来访登记名单（纠纷）_20261123（已遮盖）.xlsx"]
    assert in_file(tmp_path / "名单.xlsx") == [shown, *lines]
    assert "已导出，2 条。文件在" in texts(window)
    [line] = desk.services.ledgers.exports()
    assert (line.what, line.count, line.to_whom) == ("来访登记名单（纠纷）", 2, "社区居委会")


def test_cases_leave_in_the_order_they_are_shown(
    window: MainWindow, desk: Desk, asked: list[str], tmp_path: Path
) -> None:
    window.go("mediation")
    choose(window, "mediation.type", "邻里纠纷")
    hide(window, "mediation.cases", "风险")
    header = found(window, "mediation.cases.list").horizontalHeader()
    press(window, "mediation.clear_filters")
    where = header.sectionViewportPosition(1) + 20
    for _click in range(2):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where, 8))
        settle()
    shown, lines = headings(window, "mediation.cases"), rows(window, "mediation.cases")
    assert len(lines) == 2
    press(window, "mediation.cases.export")
    press(window, "list_export.export")
    assert in_file(tmp_path / "名单.xlsx") == [shown, *lines]
    assert asked == ["纠纷名单（在办）_20261123（已遮盖）.xlsx"]


def test_stations_leave_like_any_list(window: MainWindow, desk: Desk, asked: list[str], tmp_path: Path) -> None:
    desk.services.stations.store(StationDraft(name="幸福里评理说事点", phone="010-80001234"))
    window.go("stations")
    press(window, "stations.table.export")
    press(window, "list_export.export")
    assert [row[0] for row in in_file(tmp_path / "名单.xlsx")] == ["名称", "幸福里评理说事点"]


def test_the_duties_of_a_span_leave_also_those_not_laid_out(
    window: MainWindow, desk: Desk, asked: list[str], tmp_path: Path
) -> None:
    for number in range(40):
        desk.services.reminders.add(f"第 {number} 件", desk.office.today())
    window.go("followups")
    press(window, "followups.span_today")
    press(window, "followups.export")
    assert "提醒名单（今天）" in texts(window)
    press(window, "list_export.export")
    heading, *lines = in_file(tmp_path / "名单.xlsx")
    assert heading == ["到期", "要办的事", "哪一件", "为什么"]
    assert {f"第 {number} 件" for number in range(40)} <= {line[1] for line in lines}


def test_the_log_leaves_and_the_page_of_the_ledger_is_come_back_to(
    window: MainWindow, asked: list[str], tmp_path: Path
) -> None:
    window.go("mediation")
    press(window, "mediation.cases.export")
    press(window, "list_export.export")
    window.go_home("handover")
    shown, lines = headings(window, "handover.log"), rows(window, "handover.log")
    press(window, "handover.log.export")
    press(window, "list_export.export")
    assert in_file(tmp_path / "名单.xlsx") == [shown, *lines]
    press(window, "list_export.back")
    assert len(rows(window, "handover.log")) == 2


LISTS = {"cases": case_columns.CASE_COLUMNS, "intake": list_page.COLUMNS, "export_log": log_card.COLUMNS}


@pytest.mark.parametrize("table", LISTS)
def test_every_column_of_a_list_says_how_it_is_masked(desk: Desk, tmp_path: Path, table: str) -> None:
    """Also those nobody has chosen yet: one the table does not know would stop the export."""
    columns = {column.key: column.title for column in LISTS[table]}
    listed, order = Listed(table, "", columns, (), lambda _ids: []), proposed(desk.office.lists, Order())
    desk.services.listings.export(listed, order, tmp_path / "名单.xlsx")
    assert in_file(tmp_path / "名单.xlsx") == [list(columns.values())]


def test_all_of_it_wants_a_reason_and_another_recipient_a_name(
    window: MainWindow, desk: Desk, asked: list[str], tmp_path: Path
) -> None:
    window.go("intake")
    press(window, "intake.table.export")
    choose(window, "list_export.to_whom", "其他单位")
    [internal] = [b for b in window.findChildren(QPushButton) if b.text() == "内部（完整）" and b.isVisible()]
    QTest.mouseClick(internal, Qt.MouseButton.LeftButton)
    press(window, "list_export.export")
    assert asked == []
    assert "完整导出含全部个人信息" in texts(window)
    write(window, "list_export.other_recipient", "区信访局")
    write(window, "list_export.reason", "卷宗移交")
    press(window, "list_export.export")
    assert asked == ["来访登记名单_20261123.xlsx"]
    [line] = desk.services.ledgers.exports()
    assert (line.to_whom, line.mask) == ("区信访局", "内部（完整）")
    assert line.purpose.endswith("（卷宗移交）")


@pytest.mark.parametrize("way", ["button", "key"])
def test_the_way_back_leads_to_the_list_as_it_was(window: MainWindow, asked: list[str], way: str) -> None:
    window.go("intake")
    choose(window, "intake.kind", "纠纷")
    press(window, "intake.table.export")
    if way == "button":
        press(window, "list_export.back")
    else:
        QTest.keyClick(window, Qt.Key.Key_Escape)
    settle()
    assert found(window, "intake.table").isVisible()
    assert len(rows(window, "intake.table")) == 2
    press(window, "rail.handover")
    assert found(window, "handover.export").isVisible(), "the page of the ledger stands there as before"


def test_the_list_that_goes_with_it_is_printed_from_there_and_from_the_log(
    window: MainWindow, asked: list[str]
) -> None:
    window.go("mediation")
    press(window, "mediation.cases.export")
    press(window, "list_export.export")
    press(window, "list_export.print_list")
    assert found(window, "handover_list.print").isVisible()
    press(window, "handover_list.back")
    assert found(window, "list_export.export").isVisible()
    press(window, "rail.handover")
    log = found(window, "handover.log.list")
    QTest.mouseClick(log.viewport(), Qt.MouseButton.LeftButton, pos=log.visualRect(log.model().index(0, 0)).center())
    press(window, "handover.list_again")
    assert found(window, "handover_list.print").isVisible()


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_noted(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "没有的文件夹" / "名单.xlsx"
    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(lambda *_args: gone))
    window.go("intake")
    press(window, "intake.table.export")
    press(window, "list_export.export")
    assert "没有的文件夹" in "".join(banners(window))
    assert found(window, "list_export.export").isEnabled()
    assert desk.services.ledgers.exports() == []
