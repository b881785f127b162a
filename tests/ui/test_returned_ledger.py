"""收回台账 in the window: the file is chosen, what the office changed is read, ticked and taken over."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from studio_app.desk import Desk
from studio_app.records.dispute.case.listing import CaseFilter
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.ledger import LedgerOrder
from studio_app.ui.handover.screen import HandoverScreen
from studio_app.ui.kit import tasks
from studio_app.ui.kit.popup.messages import Dialogs
from tests.ui.hands import found, press, settle, texts, to_front, write

SUMMARIES = ("楼上漏水泡了天花板", "半夜装修吵人")


@pytest.fixture
def cases(desk: Desk) -> list[str]:
    made = []
    for number, summary in enumerate(SUMMARIES, start=1):
        parties = [PartyDraft(name=f"赵某{number}"), PartyDraft(name="王某", side="respondent")]
        opening = Opening(title="邻里纠纷", dispute_type="neighbour", summary=summary, place="幸福里", parties=parties)
        made.append(str(desk.services.cases.open(opening).id))
    return made


@pytest.fixture
def back(
    desk: Desk, cases: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Callable[..., HandoverScreen]:
    """The page of a ledger that was given out and comes back as the office made it."""

    def opened(edit: Callable[[Any], None], lock: str = "") -> HandoverScreen:
        path = tmp_path / "台账.xlsx"
        order = LedgerOrder(date(2026, 11, 1), date(2026, 11, 30), to_whom="community", purpose="ledger")
        desk.services.ledgers.export_t1(order, path, force=True)
        book = load_workbook(path)
        edit(book.active)
        book.save(path)
        if lock:
            whole = io.BytesIO(path.read_bytes())
            with path.open("wb") as out:
                OOXMLFile(whole).encrypt(lock, out)
        monkeypatch.setattr(Dialogs, "choose_open_files", classmethod(lambda *_args: [path]))
        screen = HandoverScreen(desk.services)
        qtbot.addWidget(screen)
        screen.resize(1100, 760)
        screen.show()
        screen.refresh()
        with tasks.inline():
            press(screen, "handover.return")
        return screen

    return opened


def row_of(sheet: Any, summary: str) -> int:
    return next(int(cell.row) for row in sheet.iter_rows() for cell in row if cell.value == summary)


def two_counts(sheet: Any) -> None:
    for summary, count in zip(SUMMARIES, (5, 6), strict=True):
        sheet.cell(row_of(sheet, summary), 8).value = count


def tick(screen: HandoverScreen, number: int) -> QCheckBox:
    return screen.findChildren(QCheckBox, "return.people_count")[number]


def test_what_the_office_changed_is_ticked_and_taken_over(
    back: Callable[..., HandoverScreen], desk: Desk, cases: list[str], qtbot: QtBot
) -> None:
    screen = back(two_counts)
    assert "0 件没有变化，对方改了 2 件。" in texts(screen)
    assert "“2”改成“5”。" in texts(screen)
    to_front(screen)
    QTest.mouseClick(tick(screen, 1), Qt.MouseButton.LeftButton, pos=QPoint(12, tick(screen, 1).height() // 2))
    assert found(screen, "return.accept").text() == "收下勾选的 1 处"
    with tasks.inline(), qtbot.waitSignal(screen.said) as told:
        press(screen, "return.accept")
    assert told.args == ["已收下 1 件纠纷的改动，可按 Ctrl+Z 撤销。"]
    assert [desk.services.cases.details(one).people_count for one in cases] == [5, None]
    assert "两边都改成了“5”。" in texts(screen)  # read again
    press(screen, "return.back")
    assert found(screen, "handover.export").isVisibleTo(screen)


def test_a_file_with_a_password_asks_for_it(back: Callable[..., HandoverScreen]) -> None:
    screen = back(two_counts, lock="kaimen")
    assert "这个文件设了打开密码，请输入密码。" in texts(screen)
    for word, sentence in (("cuole", "密码不对，请再输一遍。"), ("kaimen", "对方改了 2 件。")):
        write(screen, "return.password", word)
        with tasks.inline():
            press(screen, "return.open")
        assert sentence in texts(screen)


def test_a_row_of_the_office_is_registered(back: Callable[..., HandoverScreen], desk: Desk, qtbot: QtBot) -> None:
    def one_more(sheet: Any) -> None:
        last = row_of(sheet, SUMMARIES[1])
        sheet.insert_rows(last + 1)
        cells = {1: 3, 2: date(2026, 11, 9), 4: "邻里", 5: "幸福里9号楼", 6: "甲：孙某\n乙：李某", 9: "社区登记的一件"}
        for column, value in cells.items():
            sheet.cell(last + 1, column).value = value

    screen = back(one_more)
    assert "对方加了 1 行" in texts(screen)
    with tasks.inline(), qtbot.waitSignal(screen.said) as told:
        press(screen, "return.register")
    assert told.args == ["已登记 1 件，可按 Ctrl+Z 撤销。"]
    summaries = {desk.services.cases.details(one).summary for one in desk.services.cases.page(CaseFilter("all"))}
    assert "社区登记的一件" in summaries


def test_a_file_that_is_no_ledger_says_so_and_leads_back(back: Callable[..., HandoverScreen]) -> None:
    def emptied(sheet: Any) -> None:
        sheet.delete_rows(1, 60)
        sheet["A1"].value = "别的东西"

    screen = back(emptied)
    assert "没有认出台账" in texts(screen)
    assert not found(screen, "return.accept").isEnabled()
    settle()
    assert screen.back()
    assert found(screen, "handover.export").isVisibleTo(screen)
