from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QRadioButton, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import Combo, TextBox
from studio_app.ui.kit.page.cards import (
    Badge,
    Banner,
    Card,
    EmptyNote,
    Figure,
    Flow,
    Page,
    StepBar,
    button,
    clear,
    label,
)
from studio_app.ui.kit.page.reading_order import FocusInView
from studio_app.ui.kit.table.row_button import ElidedLabel
from tests.ui.hands import settle

STEPS = ("登记", "受理", "调查", "调解", "协议", "履行", "回访", "归档")


def test_typed_markup_is_shown_as_typed() -> None:
    made = label("<b>王某</b>")
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_name_with_an_ampersand_is_no_key_and_one_with_brackets_no_markup(shown) -> None:
    shown(made := button("打开 甲&乙商行"))
    assert QKeySequence.mnemonic(made.text()).isEmpty()
    tip = QTextDocument()
    tip.setHtml(ElidedLabel("<b>甲</b>&乙商行").toolTip())
    assert tip.toPlainText() == "<b>甲</b>&乙商行"


def test_figure_opens_by_click_enter_and_space_and_says_what_it_counts(shown, qtbot) -> None:
    figure = Figure("1", "已逾期", "red")
    shown(figure)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(figure.clicked):
            QTest.keyClick(figure, key)
    figure.show_number("2")
    assert figure.accessibleName() == "已逾期 2"
    assert figure.number == "2"


def test_figure_paints_its_number_in_its_tone(shown) -> None:
    figure = Figure("8", "已逾期", "red")
    shown(figure, 200, 100)
    image = figure.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert look.colour("red").name() in seen


def test_a_line_without_room_says_fewer_words_and_no_half_of_the_rest(shown) -> None:
    words, fewer = "油烟进窗 · 邻里纠纷", "油烟进窗"
    made = ElidedLabel(words, "secondary", fewer)
    assert made.toolTip() == words
    wide = made.fontMetrics().horizontalAdvance(words)
    for width, seen in ((wide + 2, words), (wide - 4, fewer)):
        made.resize(width, 30)
        assert made.shown() == seen
    made.resize(made.fontMetrics().horizontalAdvance(fewer) - 4, 30)
    assert made.shown().endswith("…"), "even they have no room"


def test_step_bar_tells_where_the_matter_stands(shown) -> None:
    bar = StepBar(STEPS)
    bar.set_current(5)
    shown(bar, 1100, 46)
    assert bar.accessibleName() == "第 6 步，共 8 步：履行"
    bar.set_current(8)
    assert bar.accessibleName() == "各步都已完成"
    assert bar.current == 8


def test_a_step_passed_over_is_told_and_is_not_painted_as_done(shown) -> None:
    bar = StepBar(STEPS)
    bar.set_steps(STEPS, 3)
    shown(bar, 1100, 46)
    plain = bar.grab().toImage()
    bar.set_steps(STEPS, 3, [2])
    assert bar.accessibleName() == "第 4 步，共 8 步：调解；跳过：调查"
    green = look.colour("green").name()
    assert _count(bar.grab().toImage(), green) < _count(plain, green)


def _count(image, colour: str) -> int:
    pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixelColor(x, y).name() == colour for x, y in pixels)


def test_step_bar_fits_a_small_screen_in_huge_text(qapp, qtbot) -> None:
    look.apply(qapp, "huge")
    bar = StepBar(STEPS)
    qtbot.addWidget(bar)
    assert bar.minimumSizeHint().width() <= 1366 - look.scaled(184) - 2 * look.XL


def test_buttons_wrap_where_the_row_is_short(shown) -> None:
    box = QWidget()
    flow = Flow(box)
    made = [button(words) for words in ("写调解记录", "登记履行", "写回访", "打印…")]
    for one in made:
        flow.addWidget(one)
    shown(box, 900, 200)
    assert len({one.y() for one in made}) == 1
    box.resize(240, 300)
    flow.activate()
    assert len({one.y() for one in made}) > 1
    assert all(one.geometry().right() <= 240 for one in made)
    assert flow.heightForWidth(240) > flow.heightForWidth(900)


def test_hidden_buttons_take_no_room_in_a_row(shown) -> None:
    box = QWidget()
    flow = Flow(box)
    first, second = button("登记"), button("推迟")
    flow.addWidget(first)
    flow.addWidget(second)
    shown(box, 600, 60)
    before = second.x()
    first.hide()
    flow.invalidate()
    flow.activate()
    assert second.x() < before


def test_banner_offers_what_can_be_done_and_goes_when_used(shown) -> None:
    page = Page("今日")
    shown(page)
    banner = Banner("已登记履行。")
    page.add_notice(banner)
    done: list[str] = []
    undo = banner.add_action("撤销", lambda: done.append("撤销"))
    assert banner.isVisible()
    undo.click()
    assert done == ["撤销"]
    assert not banner.isVisible()


def test_page_shows_title_and_hides_an_empty_subtitle(shown) -> None:
    page = Page("今日", "2026 年 11 月 23 日")
    shown(page)
    assert [text.text() for text in page.findChildren(QLabel) if text.isVisible()] == ["今日", "2026 年 11 月 23 日"]
    page.set_title("来访登记")
    assert [text.text() for text in page.findChildren(QLabel) if text.isVisible()] == ["来访登记"]
    assert page.accessibleName() == "来访登记"


def test_page_scrolls_what_does_not_fit(shown) -> None:
    page = Page("今日")
    for number in range(40):
        page.body.addWidget(button(f"第 {number} 个"))
    shown(page, 600, 400)
    assert page.area.verticalScrollBar().maximum() > 0


def test_card_without_title_wastes_no_line(shown) -> None:
    card = Card()
    card.body.addWidget(label("甲"))
    shown(card)
    assert [text.text() for text in card.findChildren(QLabel) if text.isVisible()] == ["甲"]


def test_empty_note_says_what_to_do_and_does_it(shown, qtbot) -> None:
    done: list[int] = []
    note = EmptyNote("还没有来访。", "登记来访", lambda: done.append(1))
    shown(note)
    note.button.click()
    assert done == [1]
    bare = EmptyNote("没有要办的。")
    qtbot.addWidget(bare)
    assert bare.button.isHidden()
    assert bare.text == "没有要办的。"


def test_badge_changes_word_and_tone(qtbot) -> None:
    badge = Badge("调解中", "accent")
    qtbot.addWidget(badge)
    badge.show_word("已化解", "green")
    badge.ensurePolished()
    assert badge.text() == "已化解"
    assert badge.palette().windowText().color() == look.colour("green")


def test_what_loses_the_focus_by_going_leaves_it_to_its_neighbour(shown) -> None:
    page = Page("笔录")
    held = [button(words) for words in ("添加", "收起", "保存", "返回")]
    for one in held:
        page.body.addWidget(one)
    shown(page)
    before, second, third, last = held
    second.setFocus()
    second.hide()
    QApplication.processEvents()
    assert page.focusWidget() is third, "hidden"
    third.setEnabled(False)
    third.setEnabled(True)
    QApplication.processEvents()
    assert page.focusWidget() is third, "only for a moment"
    third.setEnabled(False)
    QApplication.processEvents()
    assert page.focusWidget() is last, "greyed out"
    page.body.removeWidget(last)
    last.hide()
    last.deleteLater()
    QApplication.processEvents()
    assert page.focusWidget() is before, "taken out of its layout"
    clear(page.body)
    assert page.focusWidget() is not None, "nothing left"


def test_what_gets_the_focus_back_does_not_move_the_page(shown, qtbot) -> None:
    page, card, choice = Page("协议"), Card("第 1 条"), Combo()
    card.body.addWidget(choice)
    card.body.addWidget(TextBox(6))
    page.body.addWidget(TextBox(8))
    page.body.addWidget(card)
    window = QMainWindow()
    window.setCentralWidget(page)
    FocusInView(window)
    choice.set_options([("a", "赵某"), ("b", "王某")])
    shown(window, 600, 330)
    bar = page.area.verticalScrollBar()
    choice.setFocus()
    settle()
    assert bar.value() > 0, "what takes the focus is brought into view with its card"
    bar.setValue(0)
    shown(QWidget(), 200, 100)  # as the list of a choice, or a dialog
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle()
    assert choice.hasFocus()
    assert bar.value() == 0


def test_clear_empties_nested_layouts(shown) -> None:
    card = Card("附件")
    shown(card)
    card.body.addWidget(label("一"))
    inner = Card("内")
    inner.body.addWidget(label("二"))
    card.body.addWidget(inner)
    clear(card.body)
    assert card.body.count() == 0
    assert not inner.isVisible()


def test_enter_at_a_choice_outside_a_form_makes_it_and_goes_past_the_others(shown) -> None:
    page = Page("为什么换锁")
    choices = [QRadioButton(words) for words in ("有人离开了", "可能被人知道了")]
    go_on = button("换锁")
    for widget in (*choices, go_on):
        page.body.addWidget(widget)
    shown(page, 600, 400)
    choices[0].setFocus()
    QTest.keyClick(choices[0], Qt.Key.Key_Return)
    assert choices[0].isChecked()
    assert QApplication.focusWidget() is go_on
