"""What is typed and not stored, on a real desk's shelf."""

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio_app.ui.kit import tasks
from studio_app.ui.kit.form.form import Form, Line, Section
from studio_app.ui.kit.form.writing import BEGAN, Writing
from studio_app.ui.kit.page.cards import Banner, Page


@dataclass
class Told:
    name: str = ""
    place: str = ""


class Written(Page):
    """Two forms and a place among them."""

    def __init__(self, shelf: Any, stored: Told | None = None) -> None:
        super().__init__("写")
        self.first: Form[Told] = Form(
            "first", [Section("", [Line("name", "姓名"), Line("place", "地点")])], stored or Told()
        )
        self.second: Form[Told] = Form("second", [Section("", [Line("name", "姓名")])], Told())
        for form in (self.first, self.second):
            self.body.addWidget(form)
        self.tab = 0
        self.writing = Writing(self, shelf, "page:1")
        self.writing.keep(first=self.first, second=self.second)
        self.writing.keep_aside("tab", lambda: self.tab, lambda tab: setattr(self, "tab", tab))
        self.told: list[str] = []
        self.writing.told.connect(self.told.append)
        self.brought_back = self.writing.begin()

    def press(self, words: str) -> str:
        """The button of the bar in view; what the bar said."""
        bar = next(bar for bar in self.findChildren(Banner) if not bar.isHidden())
        next(b for b in bar.findChildren(QPushButton) if b.text() == words).click()
        return bar.text


@pytest.fixture
def pages(desk: Any, qtbot: Any) -> Any:
    def made() -> Written:
        page = Written(desk.services.drafts)
        qtbot.addWidget(page)
        return page

    yield made
    tasks.wait()


def kept(desk: Any) -> Any:
    draft = desk.services.drafts.load("page:1")
    return draft and {name: text for name, text in draft.body.items() if name != BEGAN}


def test_only_what_says_something_else_is_kept_with_its_place(desk: Any, pages: Any) -> None:
    page = pages()
    assert not page.brought_back
    page.first.set_value("name", "王某")
    page.tab = 2
    page.writing.leave()
    assert kept(desk) == {"first": {"name": "王某"}, "tab": 2}
    assert page.told == [f"已自动保存 {desk.office.now():%H:%M}"]


def test_it_comes_back_and_can_be_dropped(desk: Any, pages: Any) -> None:
    first = pages()
    first.first.set_value("name", "王某")
    first.tab = 2
    first.writing.leave()

    page = pages()
    assert (page.first.value("name"), page.tab) == ("王某", 2)
    restored: list[bool] = []
    page.writing.restored.connect(lambda: restored.append(True))
    assert page.press("不带回，重新写") == f"已带回 {desk.office.now():%m-%d %H:%M} 没写完的内容。"
    assert page.first.value("name") == ""
    assert restored == [True]
    assert kept(desk) is None


def test_what_another_stored_meanwhile_is_not_written_over_unseen(desk: Any, qtbot: Any) -> None:
    def opened(name: str, place: str) -> Written:
        page = Written(desk.services.drafts, Told(name, place))
        qtbot.addWidget(page)
        return page

    first = opened("王某", "活动室")
    type_into(first.first, name="王大某", place="二楼")
    first.writing.leave()
    page = opened("王某", "三楼")
    assert (page.first.value("name"), page.first.value("place")) == ("王大某", "二楼")
    bar = page.press("用现在存的")
    assert bar.endswith("请选一种：\n“地点”：现在存的是“三楼”，您没存的是“二楼”。")
    assert (page.first.value("name"), page.first.value("place")) == ("王大某", "三楼")
    page.writing.leave()
    assert kept(desk) == {"first": {"name": "王大某"}, "tab": 0}
    tasks.wait()


def test_words_still_composed_are_kept_and_handed_in(desk: Any, pages: Any, shown: Any, qtbot: Any) -> None:
    page = shown(pages())
    line = page.first.editor("name").main
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QApplication.sendEvent(line, QInputMethodEvent("楼上漏水", []))
    page.writing.leave()
    assert kept(desk) == {"first": {"name": "楼上漏水"}, "tab": 0}
    QApplication.sendEvent(line, QInputMethodEvent("两个月", []))
    with qtbot.waitSignal(page.first.submitted):
        QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.first.value("name") == "楼上漏水两个月"


def type_into(form: Form[Told], **words: str) -> None:
    for name, text in words.items():
        line = form.editor(name).main
        line.setFocus()
        QTest.keySequence(line, "Ctrl+A")
        QApplication.clipboard().setText(text)
        QTest.keySequence(line, "Ctrl+V")


def test_what_was_given_up_can_be_had_back(desk: Any, pages: Any) -> None:
    page = pages()
    page.writing.start_over()  # nothing to give up, nothing to say
    assert not page.findChildren(Banner)
    page.first.set_value("name", "王某")
    page.tab = 2
    page.writing.leave()
    page.writing.start_over()
    assert (page.first.value("name"), kept(desk)) == ("", None)
    page.tab = 0
    assert page.press("找回刚才写的") == "刚才写的已经清掉。"
    page.writing.leave()
    assert (page.first.value("name"), page.tab) == ("王某", 2)
    assert kept(desk) == {"first": {"name": "王某"}, "tab": 2}


def test_the_later_and_the_earlier_text_can_be_changed_for_each_other(desk: Any, pages: Any) -> None:
    page = pages()
    page.first.set_value("name", "王某")
    page.writing.start_over()
    page.first.set_value("place", "活动室")
    page.press("找回刚才写的")
    assert (page.first.value("name"), page.first.value("place")) == ("王某", "")
    assert page.press("换成后来写的") == "已换回先前写的。"
    assert (page.first.value("name"), page.first.value("place")) == ("", "活动室")
    page.writing.leave()
    assert kept(desk)["first"] == {"place": "活动室"}


def test_an_old_draft_takes_back_nothing_that_was_stored_since(desk: Any, pages: Any) -> None:
    first = pages()
    first.first.set_value("name", "王某")
    first.writing.leave()
    page = Written(desk.services.drafts, Told(place="活动室"))
    assert (page.first.value("name"), page.first.value("place")) == ("王某", "活动室")


def test_what_was_typed_and_taken_back_leaves_nothing_unfinished(desk: Any, pages: Any) -> None:
    page = pages()
    page.first.set_value("name", "王某")
    page.writing.leave()
    page.first.set_value("name", "")
    page.writing.leave()
    assert kept(desk) is None
    assert page.told[-1] == ""
    assert desk.services.drafts.pending() == []


def test_saving_now_says_whether_there_was_anything(desk: Any, pages: Any) -> None:
    page = pages()
    page.tab = 1
    assert not page.writing.keep_now()
    assert kept(desk) is None
    page.second.set_value("name", "赵某")
    assert page.writing.keep_now()
    assert kept(desk) == {"second": {"name": "赵某"}, "tab": 1}


def test_a_stored_part_leaves_its_neighbour(desk: Any, pages: Any) -> None:
    page = pages()
    page.first.set_value("name", "王某")
    page.second.set_value("name", "赵某")
    page.writing.part_stored("first")
    page.writing.leave()
    assert kept(desk) == {"second": {"name": "赵某"}, "tab": 0}
    assert page.writing.is_changed("second")
    assert not page.writing.is_changed("first")
    page.writing.part_stored()
    assert kept(desk) is None
    assert not page.writing.is_changed()


def test_what_the_page_filled_is_nobodys_writing(desk: Any, pages: Any) -> None:
    page = pages()
    page.second.load(Told("程序填的"))
    page.writing.part_renewed("second")
    page.writing.touched()
    page.writing.leave()
    assert kept(desk) is None


def test_a_day_given_when_the_writing_began_goes_with_the_draft(desk: Any, qtbot: Any) -> None:
    """Nobody touched it, but another day is given when the page is opened again."""

    class Dated(Written):
        def __init__(self, shelf: Any, day: str) -> None:
            super().__init__(shelf, Told(place=day))

        @property
        def day(self) -> str:
            return str(self.first.value("place"))

    page = Dated(desk.services.drafts, "周五")
    qtbot.addWidget(page)
    page.writing.keep_untouched("first", "place")
    page.second.set_value("name", "王某")
    page.writing.leave()
    assert kept(desk) == {"first": {"place": "周五"}, "second": {"name": "王某"}, "tab": 0}
    later = Dated(desk.services.drafts, "周一")
    qtbot.addWidget(later)
    assert (later.day, later.second.value("name")) == ("周五", "王某")
    tasks.wait()


def test_a_day_of_a_record_alone_goes_with_its_own_part_only(desk: Any, pages: Any) -> None:
    page = pages()
    page.writing.keep_untouched("first", "place", alone=True)
    page.second.set_value("name", "王某")
    page.writing.leave()
    assert kept(desk) == {"second": {"name": "王某"}, "tab": 0}
