import dataclasses
import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from studio_app.domain.money import parse_yuan
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import (
    Amount,
    Buttons,
    Choice,
    Day,
    Finer,
    Form,
    Line,
    LongText,
    Moment,
    Number,
    Phone,
    Section,
    Tick,
)
from studio_app.ui.kit.input.day_editors import UNREADABLE, CalendarPopup, DayEditor
from studio_app.ui.kit.input.editors import ButtonsEditor, ChoiceEditor, Editor
from studio_app.ui.kit.input.search_choice import SearchChoiceEditor

TODAY = date(2026, 3, 5)


def parse(text: str) -> date | None:
    if text in {"今天", "明天"}:
        return TODAY + timedelta(days=text == "明天")
    try:
        return date.fromisoformat(text.partition(" ")[0].replace(".", "-"))
    except ValueError:
        return None


def show(day: date) -> str:
    return f"{day:%Y-%m-%d} 周{'一二三四五六日'[day.weekday()]}"


@dataclass(frozen=True)
class Draft:
    name: str = ""
    phone: str = ""
    kind: str = ""
    street: str | None = None
    source: str = "walk"
    came: date | None = None
    met: datetime | None = None
    amount: int | None = None
    people: int | None = None
    told: str = ""
    informed: bool = False
    wants: str = ""
    id: str = "outside the form"


FIELDS = {
    "name": Line("name", "姓名", required=True),
    "phone": Phone("phone", "电话", sensitive=True, hint=lambda text: "少一位" if len(text) < 11 else ""),
    "kind": Buttons("kind", "类型", options=(("ask", "咨询"), ("dispute", "纠纷"))),
    "street": Choice(
        "street", "社区", options=(("x", "幸福里社区"), ("h", "和平社区"), ("g", "光明社区")), searchable=True
    ),
    "source": Choice("source", "来源", options=(("walk", "上门"), ("call", "电话"))),
    "came": Day("came", "来访日期", parse=parse, show=show),
    "met": Moment("met", "调解时间", parse=parse, show=show),
    "amount": Amount("amount", "金额", parse=parse_yuan, words=lambda fen: f"{fen} 分整"),
    "people": Number("people", "人数", least=1, most=500),
    "told": LongText("told", "发生了什么", limit=10, wide=True, help="写清时间、地点。"),
    "informed": Tick("informed", "已告知权利义务"),
    "wants": Line("wants", "希望怎么解决"),
}
FULL = Draft(
    name="王某",
    phone="19900000001",
    kind="dispute",
    street="h",
    source="call",
    came=TODAY,
    met=datetime.combine(date(2026, 3, 6), time(14, 30)),
    amount=150050,
    people=3,
    told="楼上漏水\n两个月",
    informed=True,
    wants="赔偿",
    id="7",
)


@pytest.fixture
def form(shown) -> Form[Draft]:
    sections = (
        Section("来访", [FIELDS[name] for name in FIELDS if name != "wants"]),
        Section("更多", [FIELDS["wants"]], folded=True),
    )
    made = Form("intake", sections, Draft())
    shown(made, 1000, 900)
    return made


def main(form: Form[Draft], name: str) -> QWidget:
    return form.editor(name).main


def type_into(form: Form[Draft], name: str, text: str) -> None:
    widget = main(form, name)
    widget.setFocus()
    assert isinstance(widget, QLineEdit | QPlainTextEdit)
    widget.clear()
    (widget.insert if isinstance(widget, QLineEdit) else widget.insertPlainText)(text)


def test_a_draft_comes_back_as_it_went_in(form) -> None:
    form.load(FULL)
    assert form.draft() == FULL


def test_an_empty_form_is_an_empty_draft(form) -> None:
    assert form.draft() == dataclasses.replace(Draft(), source="walk")


def test_an_answer_taken_back_is_empty_in_the_drafts_own_way(form) -> None:
    form.load(FULL)
    form.set_value("street", None)
    form.set_value("source", None)
    form.set_value("came", None)
    draft = form.draft()
    assert (draft.street, draft.source, draft.came) == (None, "", None)


def test_loading_is_not_editing_and_typing_is(form, qtbot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.load(FULL)
    with qtbot.waitSignal(form.field_edited) as signal:
        type_into(form, "name", "赵某")
    assert signal.args == ["name"]
    assert form.draft().name == "赵某"


def test_every_field_has_name_label_and_accessible_name(form) -> None:
    for name, asked in FIELDS.items():
        widget = main(form, name)
        assert widget.objectName() == f"intake.{name}"
        assert widget.accessibleName().startswith(asked.label)
    buddies = {label.buddy() for label in form.findChildren(QLabel) if label.buddy() is not None}
    assert buddies == {main(form, name) for name in FIELDS}


def test_enter_goes_through_the_fields_in_reading_order(form) -> None:
    form.focus_first()
    seen = []
    for _ in range(9):
        seen.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert seen == [f"intake.{name}" for name in list(FIELDS)[:9]]
    assert QApplication.focusWidget() is main(form, "told")


def test_tab_goes_the_same_way(form) -> None:
    form.focus_first()
    seen = [QApplication.focusWidget().objectName()]
    for _ in range(13):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        name = QApplication.focusWidget().objectName()
        seen += [name] if name and name not in seen else []
    known = [name for name in seen if name.removeprefix("intake.") in FIELDS]
    assert known == [f"intake.{name}" for name in FIELDS if name != "wants"]
    assert "intake.more" in seen


def test_enter_is_a_new_line_in_long_text(form, qtbot) -> None:
    box = main(form, "told")
    box.setFocus()
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert isinstance(box, QPlainTextEdit)
    assert box.toPlainText() == "\n"
    assert QApplication.focusWidget() is box


@pytest.mark.parametrize("name", ["name", "street", "came", "amount"])
def test_enter_belongs_to_the_input_method_while_it_composes(form, compose, name) -> None:
    widget = main(form, name)
    widget.setFocus()
    compose(widget, "wang")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is widget
    compose(widget, "")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is not widget


def test_ctrl_enter_submits_from_anywhere(form, qtbot) -> None:
    for name in ("name", "told"):
        main(form, name).setFocus()
        with qtbot.waitSignal(form.submitted):
            QTest.keyClick(main(form, name), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_enter_in_the_last_field_leads_to_the_button_after_the_form(shown) -> None:
    box = QWidget()
    layout = QVBoxLayout(box)
    form = Form("intake", [Section("", [FIELDS["name"]])], Draft())
    save = QPushButton("登记")
    layout.addWidget(form)
    layout.addWidget(save)
    shown(box)
    form.focus_first()
    QTest.keyClick(main(form, "name"), Qt.Key.Key_Return)
    assert save.hasFocus()


def test_problems_stand_beside_their_fields_and_the_first_has_the_focus(form) -> None:
    form.show_problems({"amount": "请写金额。", "told": "请写经过。", "elsewhere": "受理日期早于来访日期。"})
    assert form.cell("amount").problem == "请写金额。"
    assert form.cell("told").problem == "请写经过。"
    assert form.cell("name").problem == ""
    assert main(form, "amount").hasFocus()
    assert main(form, "amount").accessibleDescription() == "请写金额。"
    assert any(label.isVisible() and "早于" in label.text() for label in form.findChildren(QLabel))
    type_into(form, "amount", "5")
    assert form.cell("amount").problem == ""
    form.show_problems({})
    assert form.cell("told").problem == ""


def test_hints_are_calm_and_keep_the_focus_where_it_is(form) -> None:
    main(form, "name").setFocus()
    form.show_problems({}, {"phone": "少一位，仍可保存。"})
    assert form.cell("phone").hint == "少一位，仍可保存。"
    assert main(form, "name").hasFocus()
    form.show_hint("phone", "")
    assert form.cell("phone").hint == ""
    assert form.cell("told").hint == "写清时间、地点。"


def test_a_hint_goes_with_the_answer_it_was_about(form) -> None:
    form.show_problems({"told": "请写一句。"}, {"name": "没有留姓名也可以登记。", "phone": "少一位，仍可保存。"})
    form.show_hint("wants", "随时可改。")
    type_into(form, "name", "王某")
    type_into(form, "wants", "赔偿")
    assert (form.cell("name").hint, form.cell("phone").hint) == ("", "少一位，仍可保存。")
    assert form.cell("wants").hint == "随时可改。"


def test_a_problem_opens_the_folded_section(form) -> None:
    assert not main(form, "wants").isVisible()
    form.show_problems({"wants": "请写诉求。"})
    assert main(form, "wants").isVisible()
    assert main(form, "wants").hasFocus()


def test_a_folded_section_with_answers_is_open(form) -> None:
    form.load(FULL)
    assert main(form, "wants").isVisible()


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("came", "不记得了", UNREADABLE),
        ("amount", "一千五", "金额看不懂，可写 1500、1,500.50、3万 或 三千；一格只写一个数。"),
        ("people", "900", "这里请写 1 到 500 之间的整数。"),
        ("street", "没有的社区", "列表里没有这一项，请从列表中选。"),
    ],
)
def test_what_cannot_be_read_is_said_on_leaving_and_stops_submitting(form, qtbot, name, typed, words) -> None:
    type_into(form, name, typed)
    QTest.keyClick(main(form, name), Qt.Key.Key_Tab)
    assert form.cell(name).problem == words
    with qtbot.assertNotEmitted(form.submitted):
        form.submit()
    assert form.unread() == {name: words}
    assert main(form, name).hasFocus()
    assert getattr(form.draft(), name) is None


def test_a_day_typed_freely_is_understood_and_shown_in_full(form) -> None:
    type_into(form, "came", "明天")
    assert form.cell("came").note == "即 2026-03-06 周五"
    QTest.keyClick(main(form, "came"), Qt.Key.Key_Return)
    line = main(form, "came")
    assert isinstance(line, QLineEdit)
    assert line.text() == "2026-03-06 周五"
    assert form.draft().came == date(2026, 3, 6)
    assert form.cell("came").note == ""


def test_a_day_is_picked_from_a_calendar(form) -> None:
    form.set_value("came", TODAY)
    editor = form.editor("came")
    assert isinstance(editor, DayEditor)
    popup = editor.open_calendar()
    assert isinstance(popup, CalendarPopup)
    assert popup.month.day == TODAY
    QTest.keyClick(popup.month.grid, Qt.Key.Key_Down)
    QTest.keyClick(popup.month.grid, Qt.Key.Key_Return)
    assert form.draft().came == date(2026, 3, 12)
    assert not popup.isVisible()


def test_the_calendar_opens_from_the_keyboard(form) -> None:
    main(form, "came").setFocus()
    QTest.keyClick(main(form, "came"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = form.findChild(CalendarPopup)
    assert popup is not None
    assert popup.isVisible()
    popup.close()


def test_a_moment_wants_both_day_and_time(form) -> None:
    type_into(form, "met", "今天")
    assert form.unread()["met"].startswith("还差几点钟")
    editor = form.editor("met")
    editor.time.setText("下午2点半")
    editor.leave()
    assert form.draft().met == datetime.combine(TODAY, time(14, 30))
    assert editor.time.text() == "14:30"
    editor.day.line.clear()
    assert form.unread()["met"].startswith("还差日期")


def test_an_amount_shows_its_capital_words(form) -> None:
    type_into(form, "amount", "3万")
    assert form.cell("amount").note == "大写：3000000 分整"
    QTest.keyClick(main(form, "amount"), Qt.Key.Key_Return)
    line = main(form, "amount")
    assert isinstance(line, QLineEdit)
    assert line.text() == "30,000"
    assert form.draft().amount == 3000000


def test_a_phone_hint_follows_the_typing(form) -> None:
    type_into(form, "phone", "199")
    assert form.cell("phone").note == "少一位"
    type_into(form, "phone", "19900000001")
    assert form.cell("phone").note == ""


def test_long_text_counts_hints_and_never_cuts(form) -> None:
    type_into(form, "told", "漏" * 12)
    assert form.cell("told").note == "12 / 10 字，多出 2 字，仍可保存"
    assert form.draft().told == "漏" * 12
    assert form.unread() == {}


def test_ten_thousand_characters_and_control_characters(form) -> None:
    type_into(form, "told", "调解\x00经过" * 2500)
    assert form.draft().told == "调解经过" * 2500


def test_buttons_answer_to_press_and_arrows(form, qtbot) -> None:
    editor = form.editor("kind")
    assert isinstance(editor, ButtonsEditor)
    with qtbot.waitSignal(form.edited):
        editor.press("dispute")
    assert form.draft().kind == "dispute"
    form.load(dataclasses.replace(FULL, kind="ask"))
    assert form.draft().kind == "ask"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_on_a_button_of_a_row_chooses_it_and_goes_on(form, qtbot, key) -> None:
    """Somebody who looks for no space bar: the button under the frame is what was meant."""
    main(form, "phone").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert form.draft().kind == ""
    with qtbot.waitSignal(form.edited):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert form.draft().kind == "dispute"
    assert QApplication.focusWidget() is main(form, "street")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    with qtbot.assertNotEmitted(form.edited):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert form.draft().kind == "dispute", "chosen already: it only goes on"
    assert QApplication.focusWidget() is main(form, "street")


def test_sub_types_follow_the_type(form) -> None:
    editor = form.editor("source")
    assert isinstance(editor, ChoiceEditor)
    form.set_value("source", "call")
    form.set_options("source", [("call", "来电"), ("net", "网上")])
    assert form.draft().source == "call"
    assert editor.combo.currentText() == "来电"
    with pytest.raises(TypeError):
        form.set_options("name", [])


def test_a_long_list_is_searched_by_a_part_of_its_labels(form) -> None:
    editor = form.editor("street")
    assert isinstance(editor, SearchChoiceEditor)
    editor.line.setFocus()
    QTest.keyClicks(editor.line, "x")
    assert editor.is_offering()
    assert editor.results is not None
    editor.line.setText("和")
    editor.offer()
    assert editor.results.texts() == ["和平社区"]
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert form.draft().street == "h"
    assert editor.line.hasFocus()
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert not editor.line.hasFocus()


def test_enter_takes_the_nearest_of_several_labels(form) -> None:
    editor = form.editor("street")
    editor.line.setFocus()
    editor.line.setText("社区")
    editor.offer()
    several = editor.results.texts()
    assert len(several) > 1
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == several[0]
    assert not editor.is_offering()


@dataclass
class Kind:
    kind: str = ""
    finer: str = ""


@pytest.fixture
def kinds(qtbot) -> Form:
    finer = (
        Finer("n", "漏水渗水", "滴水、泡水", "finer", "leak"),
        Finer("n", "宠物扰邻", "", "finer", "pets"),
    )
    asked = [
        Choice("kind", "类型", options=(("n", "邻里纠纷"), ("d", "损害赔偿纠纷")), searchable=True, finer=finer),
        Choice("finer", "细类", options=()),
    ]
    made = Form("page", [Section("", asked)], Kind())
    qtbot.addWidget(made)
    made.field_edited.connect(
        lambda name: made.set_options("finer", (("leak", "漏水渗水"), ("pets", "宠物扰邻"))) if name == "kind" else None
    )
    made.show()
    return made


@pytest.mark.parametrize(("typed", "found"), [("漏水", "leak"), ("泡水", "leak"), ("宠物", "pets")])
def test_a_long_list_is_found_by_finer_and_everyday_words_and_both_are_filled(kinds, typed: str, found: str) -> None:
    editor = kinds.editor("kind")
    editor.line.setFocus()
    editor.line.insert(typed)
    editor.offer()
    assert len(editor.results.texts()) == 1
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert (kinds.draft().kind, kinds.draft().finer) == ("n", found)
    assert editor.line.text() == "邻里纠纷"


def test_leaving_with_a_finer_word_typed_takes_it(kinds) -> None:
    editor = kinds.editor("kind")
    editor.line.setFocus()
    editor.line.insert("滴水")
    kinds.editor("finer").setFocus()
    assert (kinds.draft().kind, kinds.draft().finer, kinds.unread()) == ("n", "leak", {})


def test_finer_words_are_shown_only_to_who_types(kinds) -> None:
    editor = kinds.editor("kind")
    editor.offer()
    assert editor.results.texts() == ["邻里纠纷", "损害赔偿纠纷"]


def test_arrows_walk_the_whole_list(form) -> None:
    editor = form.editor("street")
    assert isinstance(editor, SearchChoiceEditor)
    editor.line.setFocus()
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert form.draft().street == "h"
    editor.offer()
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert not editor.is_offering()


def test_a_long_list_opens_by_a_click_and_what_is_typed_takes_the_place_of_what_stood_there(form) -> None:
    form.load(replace(Draft(), street="h"))
    editor = form.editor("street")
    assert isinstance(editor, SearchChoiceEditor)
    QTest.mouseClick(editor.line, Qt.MouseButton.LeftButton)
    assert editor.results is not None
    assert editor.results.texts() == ["幸福里社区", "和平社区", "光明社区"]
    assert editor.results.current == "和平社区"
    QTest.keyClicks(editor.line, "g")
    assert editor.line.text() == "g"


def test_a_long_list_has_an_arrow_that_opens_and_closes_it(form) -> None:
    editor = form.editor("street")
    assert isinstance(editor, SearchChoiceEditor)
    (arrow,) = editor.line.actions()
    arrow.trigger()
    assert editor.is_offering()
    arrow.trigger()
    assert not editor.is_offering()
    arrow.trigger()
    main(form, "name").setFocus()
    assert not editor.is_offering()
    form.set_read_only(on=True)
    assert not arrow.isVisible()


def test_leaving_takes_the_only_label_meant(form) -> None:
    type_into(form, "street", "光明")
    QTest.keyClick(main(form, "street"), Qt.Key.Key_Tab)
    assert form.draft().street == "g"


def test_drafts_keep_even_what_cannot_be_read_and_survive_json(form, shown) -> None:
    form.load(FULL)
    type_into(form, "came", "上个月底")
    kept = json.loads(json.dumps(form.typed()))
    other = Form("intake", [Section("", list(FIELDS.values()))], Draft())
    shown(other)
    other.restore({**kept, "gone": "旧字段"})
    assert other.typed() == form.typed()
    assert other.unread() == {"came": UNREADABLE}
    assert other.draft().met == FULL.met


def test_read_only_can_be_copied_but_not_changed(form) -> None:
    form.load(FULL)
    form.set_read_only(on=True)
    QTest.keyClicks(main(form, "name"), "x")
    QTest.keyClicks(main(form, "told"), "x")
    assert form.draft() == FULL
    assert main(form, "name").isEnabled()
    editor = form.editor("came")
    assert isinstance(editor, DayEditor)
    assert editor.open_calendar() is None
    form.set_read_only(on=False)
    type_into(form, "name", "赵某")
    assert form.draft().name == "赵某"


def test_f8_hides_sensitive_answers_only(form) -> None:
    form.load(FULL)
    form.set_veiled(on=True)
    assert not main(form, "phone").isVisible()
    assert main(form, "name").isVisible()
    assert form.draft() == FULL
    form.set_veiled(on=False)
    assert main(form, "phone").isVisible()


def test_a_hidden_question_keeps_its_answer_and_is_passed_over(form) -> None:
    form.load(FULL)
    form.set_shown("phone", shown=False)
    form.focus_first()
    QTest.keyClick(main(form, "name"), Qt.Key.Key_Return)
    assert form.editor("kind").isAncestorOf(QApplication.focusWidget())
    assert form.draft().phone == FULL.phone
    form.set_shown("phone", shown=True)
    assert main(form, "phone").isVisible()


def columns(form: Form[Draft]) -> int:
    return len({main(form, name).mapTo(form, main(form, name).rect().topLeft()).x() for name in ("name", "phone")})


def test_two_columns_become_one_where_it_is_narrow_or_huge(qapp, form, qtbot) -> None:
    qtbot.waitUntil(lambda: columns(form) == 2)
    form.resize(500, 900)
    qtbot.waitUntil(lambda: columns(form) == 1)
    form.resize(1000, 900)
    qtbot.waitUntil(lambda: columns(form) == 2)
    look.apply(qapp, "huge")
    form.resize(1001, 900)
    qtbot.waitUntil(lambda: columns(form) == 1)


def test_every_kind_of_editor_answers_for_itself() -> None:
    """The base class only says what the kinds must do."""
    kinds = [kind for kind in Editor.__subclasses__() if kind.__name__ != "ReadingEditor"]
    for kind in kinds:
        assert {"value", "set_value", "raw", "set_raw"} <= set(vars(kind))


def test_the_box_of_a_tick_stands_in_the_first_line_of_its_cell(form) -> None:
    box = main(form, "informed")
    assert box.mapTo(form.cell("informed"), box.rect().topLeft()).y() == 0


def test_an_hour_of_two_meanings_is_read_as_the_office_means_it_and_said(form) -> None:
    editor, cell = form.editor("met"), form.cell("met")
    type_into(form, "met", "明天")
    editor.time.setText("3点")
    assert cell.note == f"即 {show(TODAY + timedelta(days=1))} 下午 3:00"
    editor.settle()
    assert (editor.time.text(), form.draft().met.hour) == ("15:00", 15)
    for typed in ("03:00", "凌晨3点"):
        editor.time.setText(typed)
        assert (form.draft().met.hour, cell.note.endswith("凌晨 3:00")) == (3, True)
    editor.settle()
    assert cell.note.endswith("凌晨 3:00")
    editor.time.setText("10点")
    assert cell.note == ""


def test_on_the_way_from_the_day_to_the_time_nothing_is_missing_yet(form) -> None:
    editor = form.editor("met")
    type_into(form, "met", "明天")
    editor.time.setFocus()
    assert form.cell("met").problem == ""
    main(form, "wants").setFocus()
    form.editor("name").setFocus()
    assert "几点" in form.cell("met").problem


@dataclass
class Three:
    first: str = ""
    second: str = ""
    third: str = ""


def test_a_long_problem_has_its_room_after_questions_came_and_went(qtbot) -> None:
    """Qt remembers heights by layout item: an item that outlives its place tells those of before."""
    asked = [Line("first", "一"), Line("second", "二"), Line("third", "三")]
    form = Form("made", [Section("", asked)], Three())
    qtbot.addWidget(form)
    form.resize(800, 600)
    form.show()
    for shown in (False, True):
        form.set_shown("third", shown=shown)
        QApplication.processEvents()
    cell = form.cell("third")
    form.show_hint("third", "说明文字，一行放得下。")  # from now on the cell has a height for its width
    QApplication.processEvents()
    before = cell.height()
    form.show_problems({"third": "这里要写得长一些，长到一行放不下，才看得出来格子有没有跟着变高。" * 3})
    QApplication.processEvents()
    assert cell.height() > before
    assert cell._problem.height() >= cell._problem.heightForWidth(cell._problem.width())
