"""别的台账和登记簿 in the window: which one, which time, written for somebody."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from studio_app.desk import Desk
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.ui.handover.screen import HandoverScreen
from studio_app.ui.kit.popup.messages import Dialogs
from tests.ui.hands import choose, found, press, texts


def test_a_register_is_chosen_counted_and_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk.services.intakes.register(IntakeDraft(visitors=[VisitorDraft(name="王某")], content="问低保"))
    path = tmp_path / "来访.xlsx"
    monkeypatch.setattr(Dialogs, "choose_save_file", classmethod(lambda *_args: path))
    screen = HandoverScreen(desk.services)
    qtbot.addWidget(screen)
    screen.resize(1100, 760)
    screen.show()
    screen.refresh()
    press(screen, "handover.registers")
    qtbot.waitUntil(lambda: "这段时间没有记录，导出的是空表。" in texts(screen))
    choose(screen, "registers.register", "来访接待登记簿")
    qtbot.waitUntil(lambda: "这段时间有 1 行。" in texts(screen))
    press(screen, "registers.export")
    qtbot.waitUntil(lambda: "已导出，1 行。" in texts(screen))
    assert load_workbook(path).sheetnames == ["来访接待登记簿", "填表说明"]
    press(screen, "registers.back")
    assert found(screen, "handover.export").isVisibleTo(screen)
    qtbot.waitUntil(lambda: desk.services.ledgers.exports()[0].what == "来访接待登记簿")
