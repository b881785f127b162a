"""导入旧台账 in the window: choose, read what becomes of each row, put a column right, import, take it back."""

import io
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from studio_app.desk import Desk
from studio_app.ui.dispute.screen import MediationScreen
from studio_app.ui.kit import tasks
from studio_app.ui.kit.popup.messages import Dialogs
from tests.ui.hands import found, press, settle, write

HEAD = ["序号", "日期", "申请人", "被申请人", "电话", "类型", "简要情况", "金额", "结果"]
ROWS = [
    [1, "2025.3.5", "王某", "赵某", "19900000001", "邻里矛盾", "楼上漏水泡了天花板，协商不成。", "600元", "已化解"],
    [2, "2025.3.6", "孙某", "周某", "1.99E+10", "飞碟", "老板欠工资两千元，一直没有给。", 2000, "正在办理"],
    [3, "", "吴某", "郑某", "", "邻里", "没有写日期的一件事情，先放着。", "", "成功"],
]


def book(head: list[str] = HEAD) -> bytes:
    made, out = Workbook(), io.BytesIO()
    for row in (["某社区2025年台账"], head, *ROWS, ["小计：3件"]):
        made.active.append(row)
    made.save(out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "2025年台账.xlsx").write_bytes(book())
    return tmp_path / "2025年台账.xlsx"


@pytest.fixture
def screen(desk: Desk, qtbot: Any) -> MediationScreen:
    made = MediationScreen(desk.services)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.refresh()
    return made


def shown(screen: MediationScreen, column: int) -> list[str]:
    settle()
    model = found(screen, "import.rows").model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def open_file(screen: MediationScreen, chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dialogs, "choose_open_files", classmethod(lambda *_: [chosen]))
    press(screen, "mediation.import")
    with tasks.inline():
        press(screen, "import.choose")


def test_a_ledger_is_read_shown_imported_and_taken_back(
    screen: MediationScreen, desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    screen.said.connect(said.append)
    open_file(screen, file, monkeypatch)
    assert shown(screen, 0) == ["可以导入", "可以导入", "导不进"]
    clean, doubtful, failed = shown(screen, 7)
    assert clean == ""
    assert "科学计数" in doubtful
    assert "日期" in failed
    assert "可以导入 2 件" in found(screen, "import.about").text()
    with tasks.inline():
        press(screen, "import.store")
    assert said == ["已导入 2 件纠纷；要撤销按“撤销”，整批撤回。"]
    assert found(screen, "mediation.cases").count() == 2
    assert desk.services.history.undo() == "导入台账“2025年台账.xlsx”"
    screen.refresh()
    assert found(screen, "mediation.cases").count() == 0


def test_a_column_put_right_is_remembered_for_files_of_that_layout(
    screen: MediationScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(book(["序号", "日期", "张三栏", *HEAD[3:]]))
    open_file(screen, tmp_path / "a.xlsx", monkeypatch)
    assert shown(screen, 3)[0] == "赵某"
    press(screen, "import.fix")
    choice = found(screen, "import.column.2")
    choice.setFocus()
    choice.set_code("applicant")
    with tasks.inline():
        press(screen, "import.again")
    assert shown(screen, 3)[0] == "王某 与 赵某"
    with tasks.inline():
        press(screen, "import.choose")
    assert shown(screen, 3)[0] == "王某 与 赵某"


def test_a_locked_file_asks_for_its_password(
    screen: MediationScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "锁.xlsx").open("wb") as locked:
        OOXMLFile(io.BytesIO(book())).encrypt("芝麻", locked)
    open_file(screen, tmp_path / "锁.xlsx", monkeypatch)
    write(screen, "import.password", "芝麻")
    with tasks.inline():
        press(screen, "import.unlock")
    assert shown(screen, 0) == ["可以导入", "可以导入", "导不进"]


def test_what_was_not_taken_is_stored_with_the_reasons(
    screen: MediationScreen, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file(screen, file, monkeypatch)
    monkeypatch.setattr(Dialogs, "choose_save_file", classmethod(lambda *_: tmp_path / "没有导入"))
    press(screen, "import.failed")
    assert (tmp_path / "没有导入.xlsx").exists()


def test_going_back_leaves_the_list_as_it_was(
    screen: MediationScreen, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file(screen, file, monkeypatch)
    press(screen, "import.back")
    assert found(screen, "mediation.cases").isVisible()
