from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton, QWidget

from studio_app.core.errors import Invalid, Refused
from studio_app.ui.kit.page.cards import Banner, Page
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.popup.messages import Dialogs


def press(words: str) -> list[list[str]]:
    """Press a button of the message box that is about to open; gives what its buttons said."""
    seen: list[list[str]] = []

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append([box.text(), *sorted(button.text() for button in box.buttons())])
        next(button for button in box.buttons() if button.text() == words).click()

    QTimer.singleShot(0, act)
    return seen


@pytest.mark.parametrize(("answer", "agreed"), [("撤销", True), ("不撤销", False)])
def test_a_question_has_verbs_on_its_buttons(shown, answer, agreed) -> None:
    window = QWidget()
    shown(window)
    seen = press(answer)
    assert messages.ask(window, "撤销：登记履行（王某，10:32）？") is agreed
    assert seen == [["撤销：登记履行（王某，10:32）？", "不撤销", "撤销"]]


def test_a_trouble_is_told_on_the_page_it_belongs_to(shown) -> None:
    page = Page("今日")
    shown(page)
    messages.tell(page.area, Refused("请先受理。"))
    messages.tell(page, "已登记。")
    banners = page.findChildren(Banner)
    assert [(banner.text, banner.property("banner")) for banner in banners] == [
        ("请先受理。", "error"),
        ("已登记。", "info"),
    ]


def test_without_a_page_a_window_tells_it(shown) -> None:
    window = QWidget()
    shown(window)
    seen = press("知道了")
    messages.tell(window, Refused("请先受理。"))
    assert seen == [["请先受理。", "知道了"]]


def test_a_test_answers_in_one_place(monkeypatch) -> None:
    monkeypatch.setattr(Dialogs, "ask", classmethod(lambda cls, parent, question, yes, no: yes == "撤销"))
    assert messages.ask(None, "？")
    assert not messages.ask(None, "？", yes="删除")


def test_kinds_are_written_as_qt_wants_them() -> None:
    assert messages.kinds([("Excel 工作簿", "*.xlsx"), ("所有文件", "*")]) == "Excel 工作簿 (*.xlsx);;所有文件 (*)"


def test_several_problems_are_told_as_plain_sentences() -> None:
    assert str(Invalid({"a": "请写姓名。", "b": "日期看不懂"})) == "请写姓名。日期看不懂。"


def answer(act: Callable[[QFileDialog], None]) -> None:
    """What a person does once the dialog stands there."""

    def do() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        act(dialog)

    QTimer.singleShot(0, do)


def test_a_file_dialog_speaks_chinese_and_opens_where_one_was_last(tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"x")
    foreign: list[str] = []
    places: list[str] = []

    def look_and_choose(dialog: QFileDialog) -> None:
        shown = [*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton)]
        foreign.extend(part.text() for part in shown if part.isVisible() and part.text() and part.text().isascii())
        dialog.selectFile(str(tmp_path / "照片.jpg"))
        dialog.accept()

    def look_and_leave(dialog: QFileDialog) -> None:
        places.append(dialog.directory().absolutePath())
        dialog.reject()

    answer(look_and_choose)
    assert messages.choose_open_files(None, "添加照片", "照片 (*.jpg)") == [tmp_path / "照片.jpg"]
    assert foreign == []
    answer(look_and_leave)
    assert messages.choose_save_file(None, "导出", "台账.xlsx", "Excel (*.xlsx)") is None
    assert places == [str(tmp_path)]
