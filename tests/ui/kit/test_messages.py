from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from studio_app.settings import Invalid, Refused
from studio_app.ui.kit import messages
from studio_app.ui.kit.cards import Banner, Page
from studio_app.ui.kit.messages import Dialogs


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


def test_files_come_as_paths_or_not_at_all(monkeypatch) -> None:
    answers = {
        "getSaveFileName": ("/甲/台账.xlsx", ""),
        "getOpenFileNames": (["/甲/一.jpg"], ""),
        "getExistingDirectory": "",
    }
    for name, answer in answers.items():
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_args, answer=answer: answer))
    assert messages.choose_save_file(None, "存到", "台账.xlsx") == Path("/甲/台账.xlsx")
    assert messages.choose_open_files(None, "添加") == [Path("/甲/一.jpg")]
    assert messages.choose_folder(None, "备份到") is None
    assert messages.kinds([("Excel 工作簿", "*.xlsx"), ("所有文件", "*")]) == "Excel 工作簿 (*.xlsx);;所有文件 (*)"


def test_several_problems_are_told_as_plain_sentences() -> None:
    assert str(Invalid({"a": "请写姓名。", "b": "日期看不懂"})) == "请写姓名。日期看不懂。"
