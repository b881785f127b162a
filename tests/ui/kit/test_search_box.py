from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio_app.ui.kit import look
from studio_app.ui.kit.input.search_box import Group, Hit, SearchBox
from studio_app.ui.kit.popup.popup import ResultList, marked

GROUPS = [
    Group("纠纷", [Hit("c1", "王某 与 赵某　楼上漏水", "（2026）示评字第 031 号", ("漏水",)), Hit("c2", "<b>某</b>")]),
    Group("来访", [Hit("v1", "刘某　漏水", "", ("漏水",))]),
]


@pytest.fixture
def box(shown) -> Iterator[SearchBox]:
    window = QWidget()
    layout = QVBoxLayout(window)
    made = SearchBox("today.search", "查找")
    layout.addWidget(made)
    layout.addWidget(QPushButton("别处"))
    layout.addStretch(1)
    shown(window)
    made.setFocus()
    yield made
    window.close()


def find(box: SearchBox, text: str = "漏水") -> None:
    box.setText(text)
    box.ask_now()
    box.show_results(GROUPS)


def test_one_query_goes_out_after_a_pause(box, qtbot) -> None:
    seen: list[str] = []
    box.query_changed.connect(seen.append)
    for text in ("漏", "漏水", "漏水 "):
        box.setText(text)
    assert seen == []
    qtbot.waitUntil(lambda: seen == ["漏水"])


def test_nothing_goes_out_while_the_input_method_composes(box, qtbot, compose) -> None:
    seen: list[str] = []
    box.query_changed.connect(seen.append)
    box.setText("漏")
    compose(box, "shui")
    qtbot.wait(250)
    box.ask_now()
    assert seen == []
    QTest.keyClick(box, Qt.Key.Key_Return)
    compose(box, "")
    qtbot.waitUntil(lambda: seen == ["漏"])


def test_results_are_grouped_and_never_take_the_focus(box) -> None:
    find(box)
    assert box.results.isVisible()
    assert box.results.texts() == ["王某 与 赵某　楼上漏水", "<b>某</b>", "刘某　漏水"]
    assert box.hasFocus()
    words = [label.text() for label in box.results.findChildren(QLabel)]
    assert "纠纷" in words
    assert "来访" in words
    assert box.window().rect().contains(box.results.geometry())


def test_arrows_and_enter_choose_and_typing_goes_on(box, qtbot) -> None:
    find(box)
    for _ in range(3):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.results.current == "v1"
    QTest.keyClick(box, Qt.Key.Key_Up)
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args == ["c2"]
    assert box.text() == ""
    assert not box.results.isVisible()


def test_escape_closes_then_empties_then_leaves_alone(box, qtbot) -> None:
    find(box)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.results.isVisible()
    assert box.text() == "漏水"
    with qtbot.waitSignal(box.query_changed) as emptied:
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert emptied.args == [""]
    assert box.text() == ""


def test_no_hit_says_what_to_try(box) -> None:
    box.setText("没有")
    box.ask_now()
    box.show_results([])
    assert box.results.isVisible()
    assert any("没有找到" in label.text() for label in box.results.findChildren(QLabel))


def test_an_answer_that_comes_too_late_is_dropped(box) -> None:
    box.setText("漏水")
    box.ask_now()
    box.clear()
    box.ask_now()
    box.show_results(GROUPS)
    assert not box.results.isVisible()


def test_leaving_closes_the_list(box) -> None:
    find(box)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not box.results.isVisible()


def test_the_same_query_may_be_asked_again_after_choosing(box, qtbot) -> None:
    find(box)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    box.setText("漏水")
    with qtbot.waitSignal(box.query_changed) as asked:
        box.ask_now()
    assert asked.args == ["漏水"]


def test_matching_words_are_marked_and_markup_is_escaped() -> None:
    assert marked("楼上漏水", ("漏水",), "#1F5FAE") == (
        '楼上<span style="color:#1F5FAE;text-decoration:underline">漏水</span>'
    )
    assert marked("<b>", (), "#000000") == "&lt;b&gt;"
    assert marked("", ("漏",), "#000000") == ""
    assert marked("aAa", ("a",), "#000000").count("span") == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_after_coming_back_the_same_words_are_asked_again(box, key) -> None:
    find(box)
    asked: list[str] = []
    box.query_changed.connect(asked.append)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert not box.results.isVisible()
    box.setFocus()
    assert asked == ["漏水"]
    box.show_results(GROUPS)
    assert box.results.isVisible()
    box.results.hide()
    QTest.keyClick(box, key)
    assert asked == ["漏水", "漏水"]


def test_an_answer_that_comes_after_the_line_was_left_is_dropped(box) -> None:
    box.setText("漏水")
    box.ask_now()
    QTest.keyClick(box, Qt.Key.Key_Tab)
    box.show_results(GROUPS)
    assert not box.results.isVisible()


def test_enter_after_more_was_typed_takes_nothing_of_the_older_answer(box) -> None:
    chosen: list[object] = []
    box.chosen.connect(chosen.append)
    find(box)
    QTest.keyClick(box, Qt.Key.Key_Down)
    box.setText("漏水了")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen == []


def test_an_open_list_keeps_room_for_what_it_is_narrowed_to(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 500)
    anchor = QLineEdit(window)
    anchor.setGeometry(20, 20, 300, 36)
    window.show()
    shown = ResultList(anchor, "narrowed")
    shown.show_groups([Group("", [Hit(n, f"第 {n} 行") for n in range(9)])])
    before = shown.height()
    shown.show_groups([Group("", [Hit(3, "第 3 行")])])
    assert look.control_height() / 2 < shown.height() < before
