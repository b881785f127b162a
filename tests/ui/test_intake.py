"""The register on screen: thirty seconds at the keyboard, hints, 去向, 受理 and 并入, nothing typed lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from studio_app.desk import Desk
from studio_app.office.studio import CommitteeDetails
from studio_app.office.tables import AccessLog
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.intake.draft import DestinationDraft, IntakeDraft, VisitorDraft
from studio_app.records.intake.service import IntakeFilter
from studio_app.records.intake.table import Intake, Visitor
from studio_app.ui.intake.accept_panel import AcceptPanel
from studio_app.ui.intake.intake_page import IntakePage
from studio_app.ui.intake.join_panel import JoinPanel
from studio_app.ui.intake.list_page import period_of
from studio_app.ui.intake.register_page import RegisterPage
from studio_app.ui.intake.screen import IntakeScreen
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.popup import messages
from tests.conftest import Clock
from tests.ui.hands import choose, found, press, settle, texts, write

Show = Callable[..., IntakeScreen]


pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def show(qtbot: Any, desk: Any) -> Show:
    def made(width: int = 1180, height: int = 768) -> IntakeScreen:
        screen = IntakeScreen(desk.services)
        qtbot.addWidget(screen)
        screen.resize(width, height)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.refresh()
        settle()
        return screen

    return made


def register_page(screen: IntakeScreen) -> RegisterPage:
    assert screen.register is not None
    return screen.register


def visit_page(screen: IntakeScreen) -> IntakePage:
    assert screen.visit is not None
    return screen.visit


def fill(page: RegisterPage, **answers: Any) -> None:
    for name, value in answers.items():
        page.form.set_value(name, value)


def stored(desk: Any, **changes: Any) -> Intake:
    who = VisitorDraft(name="王某", phone="19900001234")
    told = {"content": "楼上漏水，墙面发霉", "other_side": "赵某", "wants": "修好", **changes}
    kept: Intake = desk.services.intakes.register(IntakeDraft(**{"visitors": [who], **told}))
    return kept


def opened_case(desk: Any) -> Case:
    intake = stored(desk)
    kept: Case = desk.services.intakes.accept(intake.id, desk.services.intakes.opening_for(intake.id))
    return kept


# --- registering ----------------------------------------------------------------------------------------------


def test_thirty_seconds_at_the_keyboard(desk: Any, show: Show, qtbot: Any) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    for typed in ("王某", "19900001234", "幸福里6号楼2单元501"):
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit)
        focus.insert(typed)
        QTest.keyClick(focus, Qt.Key.Key_Return)
    content = QApplication.focusWidget()
    assert isinstance(content, QPlainTextEdit)
    assert content.accessibleName() == "反映什么，必填"
    content.insertPlainText("楼上漏水")
    with qtbot.waitSignal(page.stored) as told, qtbot.waitSignal(screen.said) as said:
        QTest.keyClick(content, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["已登记：（2026）示访字第001号"]
    kept = desk.services.intakes.file(told.args[0])
    assert (kept.intake.content, kept.intake.place) == ("楼上漏水", "幸福里6号楼2单元501")
    assert (kept.visitors[0].name, kept.visitors[0].phone) == ("王某", "19900001234")
    assert visit_page(screen).isVisible()


def test_two_phones_and_plates_typed_in_one_line_are_told_apart(desk: Any, show: Show, qtbot: Any) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    press(page, "register.more")
    for name, typed in (("phone", "19900000001 19900000002"), ("plates", "b12345")):
        line = page.form.editor(name).main
        line.setFocus()
        QTest.keyClicks(line, typed)
        QTest.keyClick(line, Qt.Key.Key_Tab)
    assert page.form.typed()["phone"] == "19900000001、19900000002"
    assert page.form.cell("phone").note == "2 个"
    assert (page.form.typed()["plates"], page.form.cell("plates").note) == ("b12345", "")
    page.form.editor("content").main.setFocus()
    QTest.keyClicks(page.form.editor("content").main, "leak")
    with qtbot.waitSignal(page.stored) as told:
        press(screen, "register.save")
    (visitor,) = desk.services.intakes.file(told.args[0]).visitors
    assert (visitor.phone, visitor.plates) == ("19900000001、19900000002", "B12345")
    shown = texts(visit_page(screen))
    assert "199****0001、199****0002" in shown
    assert "19900000001" not in shown
    press(screen, "visit.show_numbers")
    assert "19900000001、19900000002" in texts(visit_page(screen))


def test_what_is_asked_first_needs_no_scrolling(show: Show) -> None:
    screen = show(1180, 700)
    screen.new_intake()
    settle()
    page = register_page(screen)
    for name in ("name", "phone", "place", "content", "wants", "kind", "channel"):
        editor = page.form.editor(name)
        bottom = editor.mapTo(page.area.viewport(), editor.rect().bottomLeft()).y()
        assert editor.isVisible()
        assert bottom < page.area.viewport().height(), name
    assert not page.form.editor("id_number").isVisible()
    assert not page.companions.isVisible()


def test_nothing_said_is_told_beside_the_field_and_nothing_is_lost(show: Show) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, name="王某", phone="1990000123")
    page.save()
    assert page.form.cell("content").problem == "请写一句反映的是什么事，其余的可以以后再补。"
    assert page.form.cell("phone").hint == "手机号应为 11 位，现在是 10 位，请核对。"
    assert page.form.value("name") == "王某"
    assert page.isVisible()
    fill(page, name="", content="")
    page.save()
    assert "没有留姓名" in page.form.cell("name").hint
    fill(page, name="王某")
    assert page.form.cell("name").hint == ""


def test_a_composing_input_method_keeps_its_enter(show: Show) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    line = page.form.editor("name").main
    QApplication.sendEvent(line, QInputMethodEvent("wang", []))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.hasFocus()


def test_a_past_day_says_so_and_takes_a_reason_by_button(desk: Any, show: Show, qtbot: Any) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, content="楼上漏水")
    assert not page.backdate.isVisible()
    page.form.focus("received_at")
    page.form.restore({"received_at": ["11.20", "9:30"]})
    page.form.set_value("note", "补")
    page.form.editor("received_at").edited.emit()
    assert page.backdate.isVisible()
    assert page.backdate.words.startswith("这是补记 2026年11月20日 的来访。")
    page.save()
    assert page.form.cell("backdate_reason").problem == "来访日期早于登记当天，请写明补录原因。"
    found(page, "register.backdate_2").click()
    with qtbot.waitSignal(page.stored) as told:
        page.save()
    kept = desk.services.intakes.file(told.args[0]).intake
    assert kept.backdate_reason == "先记在纸质登记簿上"
    assert f"{desk.office.local(kept.received_at):%m-%d %H:%M}" == "11-20 09:30"


def test_an_hour_the_paper_register_does_not_say_is_not_asked_for(desk: Any, show: Show, qtbot: Any) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, content="楼上漏水")
    page.form.restore({"received_at": ["11.20", ""]})
    page.form.set_value("backdate_reason", "先记在纸质登记簿上")
    assert page.form.unread() == {}
    with qtbot.waitSignal(page.stored) as told:
        page.save()
    visit = visit_page(screen)
    assert "2026-11-20 周五" in texts(visit)
    assert "00:00" not in texts(visit)
    visit.edit_requested.emit(told.args[0])
    assert register_page(screen).form.typed()["received_at"] == ["2026-11-20 周五", ""]


def test_companions_wait_behind_more_and_are_stored(desk: Any, show: Show, qtbot: Any) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, name="王某", content="楼上漏水")
    found(page, "register.more").click()
    page.companions.add_button.click()
    write(page, "register.companion2_name", "李某")
    write(page, "register.companion2_phone", "199")
    page.companions.add()
    with qtbot.waitSignal(page.stored) as told:
        page.save()
    assert [v.name for v in desk.services.intakes.file(told.args[0]).visitors] == ["王某", "李某"]


# --- nothing typed is lost ------------------------------------------------------------------------------------


def test_what_was_typed_comes_back_after_a_crash(desk: Any, show: Show, qtbot: Any) -> None:
    first = show()
    first.new_intake()
    page = register_page(first)
    fill(page, name="王某", content="楼上漏水")
    page.companions.restore([{"name": "李某"}])
    page.destination.press("transfer")
    page.writing._autosave._save_soon()  # as the timer does, two seconds after the first keystroke
    assert page._kept.text().startswith("已自动保存 ")

    second = show()
    second.new_intake()
    restored = register_page(second)
    assert (restored.form.value("name"), restored.form.value("content")) == ("王某", "楼上漏水")
    assert [d.name for d in restored.companions.drafts()] == ["李某"]
    assert restored.companions.isVisible()
    assert restored.destination.code == "transfer"
    notice = next(b for b in restored.findChildren(Banner) if b.isVisible())
    assert notice.text.startswith("已带回 ")
    restored.destination.load(DestinationDraft("answered", "已解释"))
    with qtbot.waitSignal(restored.stored):
        restored.save()
    assert desk.services.drafts.load("intake:new") is None


def test_a_visit_begun_on_friday_and_finished_on_monday_is_of_friday(
    desk: Any, show: Show, qtbot: Any, clock: Clock
) -> None:
    clock.moment = datetime(2026, 11, 20, 8, 50, tzinfo=UTC)
    friday = clock().replace(tzinfo=None)
    first = show()
    first.new_intake()
    page = register_page(first)
    QTest.keyClicks(page.form.editor("name").main, "Wang")
    clock.forward(minutes=5)
    QTest.keyClicks(page.form.editor("content").main, "leak")
    first.leave()
    clock.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    second = show()
    second.new_intake()
    back = register_page(second)
    assert back.backdate.isVisible()
    assert "2026年11月20日" in back.backdate.words
    press(second, "register.save")
    assert "补录原因" in back.form.cell("backdate_reason").problem
    press(second, "register.backdate_1")
    with qtbot.waitSignal(back.stored) as told:
        press(second, "register.save")
    kept = desk.services.intakes.file(told.args[0]).intake
    assert desk.office.local(kept.received_at).replace(tzinfo=None) == friday
    assert desk.services.intakes.rows([kept.id])[0].is_backdated


def test_a_page_open_over_midnight_asks_about_its_day(desk: Any, show: Show, clock: Clock) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    QTest.keyClicks(page.form.editor("content").main, "leak")
    clock.forward(days=1)
    press(screen, "register.save")
    assert page.backdate.isVisible()
    assert desk.services.intakes.page(IntakeFilter()) == []


def test_a_visit_is_of_the_moment_its_writing_began(desk: Any, show: Show, qtbot: Any, clock: Clock) -> None:
    began = clock()
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    QTest.keyClicks(page.form.editor("content").main, "leak")
    clock.forward(minutes=40)
    with qtbot.waitSignal(page.stored) as told:
        press(screen, "register.save")
    assert desk.services.intakes.file(told.args[0]).intake.received_at == began.astimezone().replace(tzinfo=None)


def test_leaving_keeps_the_text_and_clearing_gives_it_up(desk: Any, show: Show) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, content="楼上漏水")
    screen.leave()
    assert desk.services.drafts.load("intake:new").body["form"]["content"] == "楼上漏水"
    assert screen.back()
    screen.new_intake()
    assert register_page(screen) is page
    assert page.form.value("content") == "楼上漏水"
    page.start_anew()
    assert page.form.value("content") == ""
    assert desk.services.drafts.load("intake:new") is None


def test_saving_now_tells_the_time(desk: Any, show: Show) -> None:
    screen = show()
    screen.new_intake()
    fill(register_page(screen), name="王某")
    screen.save_now()
    assert found(screen, "register.kept").text() == f"已自动保存 {desk.office.now():%H:%M}"
    assert desk.services.drafts.load("intake:new") is not None


def test_a_sex_recorded_as_unknown_is_no_word_about_a_visitor(desk: Any, show: Show) -> None:
    came = stored(desk, visitors=[VisitorDraft(name="王某", sex="0"), VisitorDraft(name="赵某", sex="2")])
    screen = show()
    screen.show_intake(came.id)
    assert "赵某　女" in texts(screen)
    assert "未知" not in texts(screen)


# --- recognising ----------------------------------------------------------------------------------------------


def test_who_was_here_before_is_told_and_taken_over(desk: Any, show: Show, qtbot: Any) -> None:
    stored(desk, visitors=[VisitorDraft(name="王某", phone="19900001234", address="6号楼2单元501", sex="2")])
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    QTest.keyClicks(page.form.editor("phone").main, "199 0000 1234")
    qtbot.waitUntil(lambda: bool(page.repeat.suggestions))
    assert [(s.text, s.reason) for s in page.repeat.suggestions] == [
        ("王某　199****1234", "同一电话，2026-11 来访过，3个月内第2次")
    ]
    page.repeat.take(0)
    assert (page.form.value("name"), page.form.value("address")) == ("王某", "6号楼2单元501")
    fill(page, content="又漏了")
    with qtbot.waitSignal(page.stored) as told:
        page.save()
    people = desk.services.intakes.page(IntakeFilter(person_id=_person(desk, told.args[0])))
    assert len(people) == 2


def test_another_name_is_another_person_after_taking_over(desk: Any, show: Show) -> None:
    stored(desk)
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, phone="19900001234")
    page.repeat.look_now()
    page.repeat.take(0)
    assert page.draft().visitors[0].person_id
    fill(page, name="王某之子")
    assert page.draft().visitors[0].person_id is None


def test_an_open_dispute_takes_the_visit_in(desk: Any, show: Show, qtbot: Any) -> None:
    case = opened_case(desk)
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, phone="19900001234")
    page.repeat.look_now()
    assert [s.action for s in page.repeat.suggestions] == ["用这个人的资料", "并入"]
    page.repeat.take(1)
    assert page.save_button.text() == "登记，接着并入  Ctrl+Enter"
    fill(page, content="又漏了")
    with qtbot.waitSignal(page.stored) as told:
        page.save()
    panel = visit_page(screen)._panel
    assert isinstance(panel, JoinPanel)
    assert panel.chosen() == case.id
    with qtbot.waitSignal(screen.said) as said:
        visit_page(screen).save()
    assert said.args == [f"已并入：{case.number}"]
    assert desk.services.intakes.file(told.args[0]).case_number == case.number


def test_in_one_column_the_foot_leads_to_the_hints(desk: Any, show: Show, qapp: QApplication) -> None:
    stored(desk)
    look.apply(qapp, "huge")
    screen = show(1100, 700)
    screen.new_intake()
    page = register_page(screen)
    fill(page, phone="19900001234")
    page.repeat.look_now()
    assert page.see_repeat.isVisible()
    assert page.see_repeat.text() == "可能来过 1 条"


def _person(desk: Any, intake_id: str) -> str:
    return str(desk.services.intakes.file(intake_id).visitors[0].person_id)


# --- 去向 -----------------------------------------------------------------------------------------------------


def test_an_answer_is_stored_with_the_visit_as_one_step(desk: Any, show: Show, qtbot: Any) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, content="问高龄补贴", kind="consult")
    page.destination.press("consultation")
    page.save()
    assert page.isVisible()
    assert found(page, "register.destination_text").property("wrong") == "true"
    write(page, "register.destination_text", "八十岁以上到社区申请")
    with qtbot.waitSignal(page.stored) as told:
        page.save()
    kept = desk.services.intakes.file(told.args[0])
    assert (kept.intake.destination, kept.intake.answer) == ("consultation", "八十岁以上到社区申请")
    assert kept.intake.answered_on == desk.office.today()
    assert not found(visit_page(screen), "visit.decide").isVisible()


def test_what_is_not_ours_is_told_with_its_place(show: Show) -> None:
    screen = show()
    screen.new_intake()
    panel = register_page(screen).destination
    panel.press("answered")
    panel._guide.set_value("guide", "labour")
    assert panel.draft().text == (
        "劳动争议可以先调解；谈不成要先仲裁，一般一年内申请。（去处：劳动人事争议仲裁、12333）"
    )
    assert panel._guide.value("guide") == ""


def test_a_dispute_is_registered_and_accepted(desk: Any, show: Show, qtbot: Any) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    fill(page, name="王某", content="楼上漏水，要求修", wants="修好", other_side="赵某")
    page.destination.press("case")
    assert page.save_button.text() == "登记，接着受理  Ctrl+Enter"
    page.save()
    visit = visit_page(screen)
    panel = visit._panel
    assert isinstance(panel, AcceptPanel)
    assert (panel.form.value("title"), panel.form.value("respondents")) == ("邻里（漏水渗水）纠纷", "赵某")
    assert "《民法典》第四百九十条" in panel.form.cell("mode").hint
    assert not panel.form.editor("committee_id").isVisible()
    panel.form.set_value("dispute_type", "neighbour")
    panel.form.set_value("subtype", "leak")
    panel.form.set_value("respondents", "赵某、幸福物业公司")
    with qtbot.waitSignal(screen.case_chosen) as chosen:
        QTest.keyClick(panel.form.editor("title").main, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with desk.office.read() as session:
        case = session.get_one(Case, chosen.args[0])
        parties = list(session.scalars(select(Party).order_by(Party.position)))
    assert (case.number, case.subtype, case.claims) == ("（2026）示评字第001号", "leak", "修好")
    assert [(p.side, p.kind, p.name) for p in parties] == [
        ("applicant", "human", "王某"),
        ("respondent", "human", "赵某"),
        ("respondent", "organisation", "幸福物业公司"),
    ]
    assert visit.main_button.text() == "打开纠纷"


def test_the_visitors_words_stand_by_and_none_of_them_goes_on_paper_unsaid(desk: Any, show: Show) -> None:
    story = "我家楼上漏水，我说了他几次他都不理"
    screen = show(height=1400)
    screen.show_intake(stored(desk, content=story, place="6号楼").id, "accept")
    panel = visit_page(screen)._panel
    assert isinstance(panel, AcceptPanel)
    assert f"来访人原话：{story}" in texts(panel)
    assert panel.form.value("summary") == "甲方王某与乙方赵某，在6号楼因漏水渗水发生纠纷。"
    assert "口气" not in texts(panel)
    box = panel.form.editor("summary").main
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    box.insertPlainText(story)
    hint = panel.form.cell("summary").hint
    assert "还是来访人的口气（“我”）" in hint
    assert hint.endswith("请改成姓名或者“甲方”“乙方”。")
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    box.insertPlainText("甲方家楼上漏水。")
    assert "口气" not in panel.form.cell("summary").hint


def test_title_and_facts_nobody_touched_follow_type_and_names(desk: Any, show: Show) -> None:
    screen = show(height=1400)
    screen.show_intake(stored(desk, content="有件事想问问", other_side="").id, "accept")
    panel = visit_page(screen)._panel
    assert isinstance(panel, AcceptPanel)
    assert (panel.form.value("title"), panel.form.value("summary")) == ("", "")
    kind = panel.form.editor("dispute_type").line
    kind.setFocus()
    kind.insert("宠物")
    QTest.keyClick(kind, Qt.Key.Key_Down)
    QTest.keyClick(kind, Qt.Key.Key_Return)
    assert (panel.form.value("dispute_type"), panel.form.value("subtype")) == ("neighbour", "pets")
    other = panel.form.editor("respondents").main
    other.setFocus()
    QTest.keyClicks(other, "Zhao")
    assert panel.form.value("title") == "邻里（宠物扰邻）纠纷"
    assert panel.form.value("summary") == "甲方王某与乙方Zhao因宠物扰邻发生纠纷。"
    title = panel.form.editor("title").main
    title.setFocus()
    QTest.keyClicks(title, "X")
    panel.form.editor("subtype").combo.setFocus()
    QTest.keyClick(panel.form.editor("subtype").combo, Qt.Key.Key_Down)
    assert panel.form.value("title") == "X邻里（宠物扰邻）纠纷"


def test_facts_nobody_touched_call_both_sides_as_the_papers_of_the_mode_do(desk: Any, show: Show) -> None:
    screen = show(height=1400)
    screen.show_intake(stored(desk).id, "accept")
    panel = visit_page(screen)._panel
    assert isinstance(panel, AcceptPanel)
    assert panel.form.value("summary").startswith("甲方王某与乙方赵某")
    mode = panel.form.editor("mode")
    for words, sides in (("人民调解", "申请人王某与被申请人赵某"), ("评理说事", "甲方王某与乙方赵某")):
        next(b for b in mode.findChildren(QPushButton) if b.text() == words).click()
        assert panel.form.value("summary").startswith(sides)
    box = panel.form.editor("summary").main
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, "OK")
    next(b for b in mode.findChildren(QPushButton) if b.text() == "人民调解").click()
    assert panel.form.value("summary").startswith("甲方"), "what somebody wrote in stays"
    assert "“申请人”“被申请人”" not in texts(panel)
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(panel, "accept.skeleton")
    assert "申请人住＿＿楼＿＿室，被申请人住＿＿室" in panel.form.value("summary")


def test_a_skeleton_of_the_facts_goes_in_with_its_first_blank_selected(desk: Any, show: Show) -> None:
    screen = show(height=1400)
    screen.show_intake(stored(desk).id, "accept")
    panel = visit_page(screen)._panel
    assert isinstance(panel, AcceptPanel)
    press(panel, "accept.skeleton")
    assert panel.form.value("summary").startswith("甲方住＿＿楼＿＿室")
    box = panel.form.editor("summary").main
    assert box.hasFocus()
    assert box.textCursor().selectedText() == "＿＿"
    box.insertPlainText("6")
    press(panel, "accept.skeleton")
    assert panel.form.value("summary").startswith("甲方住6楼＿＿室")
    assert panel.form.value("summary").count("受损的有") == 2


def test_the_mode_asks_its_own_questions(desk: Any, show: Show) -> None:
    screen = show()
    screen.show_intake(stored(desk).id, "accept")
    panel = visit_page(screen)._panel
    assert isinstance(panel, AcceptPanel)
    shown = {}
    settle()
    for mode in "ABC":
        panel.form.editor("mode").press(mode)  # type: ignore[attr-defined]
        asked = ("committee_id", "serial", "led_by", "their_number")
        shown[mode] = [name for name in asked if panel.form.editor(name).isVisible()]
    assert shown == {"A": ["serial"], "B": [], "C": ["led_by", "their_number"]}  # there is but one committee of ours
    panel.form.editor("mode").press("A")  # type: ignore[attr-defined]
    panel.form.editor("serial").set_raw("12")
    panel.save()
    assert visit_page(screen)._file.case_number == "（2026）幸福里人调字第012号"


def test_of_several_committees_one_is_chosen_and_the_case_says_which(desk: Any, show: Show) -> None:
    desk.services.preferences.save_committee(CommitteeDetails("和平里社区调委会", ours=True, short_name="和平里"))
    screen, visit = show(), stored(desk).id
    screen.show_intake(visit, "accept")
    press(screen, "accept.mode")
    assert "幸福里社区人民调解委员会" in [box.currentText() for box in screen.findChildren(QComboBox)]
    choose(screen, "accept.committee_id", "和平里社区调委会")
    press(screen, "visit.save")
    file = desk.services.intakes.file(visit)
    assert file.case_number == "（2026）和平里人调字第001号"
    assert desk.services.cases.case_file(file.intake.case_id).committee == "和平里社区调委会"


def test_without_a_committee_of_ours_mode_a_is_refused_by_its_articles(desk: Any, show: Show) -> None:
    """The only one is retired: the question stands there, says where one is added, and nothing is accepted without it."""
    preferences = desk.services.preferences
    for row_id, known in preferences.committees().items():
        preferences.save_committee(replace(known, retired_on=desk.office.today()), row_id)
    screen, visit = show(), stored(desk).id
    screen.show_intake(visit, "accept")
    press(screen, "accept.mode")
    assert "设置与备份—工作室" in texts(screen)
    press(screen, "visit.save")
    assert "《人民调解法》" in texts(screen)
    assert desk.services.intakes.file(visit).intake.case_id is None


def test_after_registering_enter_goes_on(desk: Any, show: Show) -> None:
    screen = show()
    screen.new_intake()
    fill(register_page(screen), content="楼上漏水", kind="dispute")
    register_page(screen).save()
    focus = QApplication.focusWidget()
    assert focus is visit_page(screen).main_button
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert isinstance(visit_page(screen)._panel, AcceptPanel)


def test_whom_the_studio_assists_is_typed_where_it_is_asked(desk: Any, show: Show) -> None:
    screen = show()
    screen.show_intake(stored(desk).id, "accept")
    panel = visit_page(screen)._panel
    assert isinstance(panel, AcceptPanel)
    panel.form.editor("mode").press("C")  # type: ignore[attr-defined]
    line = panel.form.editor("led_by").main
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    typed = QInputMethodEvent()
    typed.setCommitString("槐花街道人民调解委员会")
    QApplication.sendEvent(line, typed)
    panel.save()
    case_id = visit_page(screen)._file.intake.case_id
    assert desk.services.cases.details(case_id).led_by == "槐花街道人民调解委员会"
    assert desk.services.cases.usually_led_by() == "槐花街道人民调解委员会"
    assert [name for _id, name in desk.services.cases.committees()] == ["幸福里社区人民调解委员会"]


def test_esc_closes_the_panel_then_the_page(desk: Any, show: Show) -> None:
    screen = show()
    screen.show_intake(stored(desk).id)
    visit = visit_page(screen)
    assert visit.main_button.text() == "受理为纠纷"
    visit.save()
    assert isinstance(visit._panel, AcceptPanel)
    assert screen.back()
    assert visit._panel is None
    assert screen.back()
    assert screen.list.isVisible()
    assert not screen.back()


def test_esc_takes_back_the_button_that_opened_the_panel_and_nothing_else(desk: Any, show: Show) -> None:
    screen = show()
    screen.show_intake(stored(desk).id)
    visit = visit_page(screen)
    visit.destination.press("answered")
    visit.destination._text.set_value("已经说明怎么办理。")
    visit.destination.press("case")
    assert screen.back()
    assert (visit.destination.code, visit.destination.draft().text) == ("answered", "已经说明怎么办理。")
    assert desk.services.drafts.load(f"visit:{visit.intake_id}").body["destination"]["code"] == "answered"


def test_an_answer_begun_to_a_visit_that_was_answered_elsewhere_is_nothing_unfinished(desk: Any, show: Show) -> None:
    screen = show()
    intake = stored(desk)
    screen.show_intake(intake.id)
    visit = visit_page(screen)
    visit.destination.press("answered")
    screen.leave()
    assert [one.label for one in desk.services.drafts.unfinished()] == ["去向"]
    desk.services.intakes.answer(intake.id, DestinationDraft("answered", "已经说明。"))
    assert desk.services.drafts.unfinished() == []


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the printer, a PDF, leaves what is sent to it."""

    def choose(_cls: object, _parent: object, printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return True

    monkeypatch.setattr(messages.Dialogs, "choose_printer", classmethod(choose))
    return tmp_path / "printed.pdf"


def test_any_visit_has_its_sheet_for_the_file(desk: Any, show: Show, qtbot: Any, printed: Path) -> None:
    screen = show()
    screen.show_intake(stored(desk).id)
    visit = visit_page(screen)
    with qtbot.waitSignal(screen.said) as said:
        press(visit, "visit.print")
    assert said.args == ["群众来访接待登记表已送去打印。"]
    assert printed.read_bytes().startswith(b"%PDF")


def test_who_is_refused_at_once_gets_a_paper(desk: Any, show: Show, qtbot: Any, printed: Path) -> None:
    screen = show()
    screen.show_intake(stored(desk).id)
    visit = visit_page(screen)
    visit.destination.press("refused")
    write(visit, "visit.destination_text", "法院已经受理，请找原受理机关。")
    press(visit, "visit.save")
    assert visit.main_button.text() == "打印不予受理告知书"
    with qtbot.waitSignal(screen.said) as said:
        press(visit, "visit.save")
    assert said.args == ["不予受理告知书已送去打印。"]
    assert printed.read_bytes().startswith(b"%PDF")


def test_a_later_destination_is_kept(desk: Any, show: Show, qtbot: Any) -> None:
    intake = stored(desk, kind="request")
    screen = show()
    screen.show_intake(intake.id)
    visit = visit_page(screen)
    assert not visit.main_button.isVisible()
    visit.destination.press("transfer")
    write(visit, "visit.destination_text", "请修路灯")
    visit.destination._more.set_value("unit", "社区居委会")
    visit.destination._more.editor("handle_by").set_raw("看不懂")
    visit.save()
    assert visit._file.is_waiting
    visit.destination._more.editor("handle_by").set_raw("12.1")
    with qtbot.waitSignal(screen.said) as said:
        visit.save()
    assert said.args == ["已记下去向：转办"]
    kept = desk.services.intakes.file(intake.id).intake
    assert (kept.handling_unit, str(kept.handle_by)) == ("社区居委会", "2026-12-01")
    assert "请修路灯" in texts(visit)


# --- one visit ------------------------------------------------------------------------------------------------


def test_numbers_are_veiled_until_asked_for_and_looking_is_noted(desk: Any, show: Show) -> None:
    screen = show()
    screen.show_intake(stored(desk).id)
    visit = visit_page(screen)
    assert "199****1234" in texts(visit)
    found(visit, "visit.show_numbers").click()
    assert "19900001234" in texts(visit)
    with desk.office.read() as session:
        assert [entry.what for entry in session.scalars(select(AccessLog))] == ["查看来访人电话和证件号"]
    screen.veil(on=True)
    assert "19900001234" not in texts(visit)


def test_f8_hides_what_is_sensitive_in_the_form(show: Show) -> None:
    screen = show()
    screen.new_intake()
    page = register_page(screen)
    screen.veil(on=True)
    assert not page.form.editor("phone").isVisible()
    assert page.form.editor("name").isVisible()
    screen.veil(on=False)
    assert page.form.editor("phone").isVisible()


def test_changing_a_visit(desk: Any, show: Show, qtbot: Any) -> None:
    intake = stored(desk)
    screen = show()
    screen.show_intake(intake.id)
    found(visit_page(screen), "visit.edit").click()
    page = register_page(screen)
    fill(page, result="已修好", satisfaction="satisfied")
    with qtbot.waitSignal(screen.said) as said:
        page.save()
    assert said.args == [f"已保存：{intake.number}"]
    assert "已修好" in texts(visit_page(screen))
    screen.new_intake()
    assert register_page(screen).form.value("content") == ""


def test_removing_asks_for_its_reason_on_the_page(desk: Any, show: Show, qtbot: Any) -> None:
    intake = stored(desk)
    screen = show()
    screen.show_intake(intake.id)
    visit = visit_page(screen)
    visit.remove_button.click()
    card = found(visit, "visit.removing")
    with qtbot.waitSignal(screen.said):
        next(b for b in card.findChildren(QPushButton) if b.text() == "重复登记").click()
    assert screen.list.isVisible()
    assert screen.list.table.count() == 0
    screen.show_intake(intake.id)
    assert screen.list.isVisible()
    assert any("已经删除" in b.text for b in screen.list.findChildren(Banner))


def test_photos_of_a_visit_go_with_it_into_its_dispute(desk: Any, show: Show, tmp_path: Path) -> None:
    intake = desk.services.intakes.register(IntakeDraft(content="楼上漏水", visitors=[VisitorDraft(name="王某")]))
    screen = show()
    screen.show_intake(intake.id)
    files = found(visit_page(screen), "attachments")
    photo = tmp_path / "顶棚.jpg"
    Image.linear_gradient("L").save(photo)
    files.add([photo])
    assert files.accessibleName() == "附件 1"
    assert [line.name for line in desk.services.attachments.list_of_intake(intake.id)] == ["顶棚.jpg"]
    case = desk.services.intakes.accept(intake.id, desk.services.intakes.opening_for(intake.id))
    assert [line.name for line in desk.services.attachments.list(case.id)] == ["顶棚.jpg"]


def test_a_visit_undone_elsewhere_leads_back_to_the_list(desk: Any, show: Show) -> None:
    intake = stored(desk)
    screen = show()
    screen.show_intake(intake.id)
    desk.services.intakes.remove(intake.id)
    screen.refresh()
    assert screen.list.isVisible()


# --- the list -------------------------------------------------------------------------------------------------


def test_the_list_narrows_and_widens(desk: Any, show: Show) -> None:
    waiting = stored(desk)
    done = stored(desk, kind="consult", community="和平社区")
    desk.services.intakes.answer(done.id, DestinationDraft("consultation", "已解答"))
    screen = show()
    page = screen.list
    assert page.count.text() == "共 2 条"
    screen.show_item("undecided")
    assert (page.table.count(), page.state.code()) == (1, "waiting")
    page.clear_button.click()
    choose(page, page.community.objectName(), "和平社区")
    choose(page, page.kind.objectName(), "咨询")
    assert page.count.text() == "共 1 条"
    choose(page, page.period.objectName(), "今天")
    assert page.table.count() == 1
    choose(page, page.kind.objectName(), "求助")
    assert page.table.empty.text == "没有符合这些条件的来访登记。"
    screen.show_item(_person(desk, waiting.id))
    assert page.count.text() == "王某：共 2 条"
    assert page.table.select(waiting.id)
    page.table.activate_current()
    assert visit_page(screen).intake_id == waiting.id


def test_an_empty_list_says_what_to_do(show: Show) -> None:
    screen = show()
    assert "Ctrl+N" in screen.list.table.empty.text
    screen.list.table.empty.button.click()
    assert register_page(screen).isVisible()


def test_periods_begin_where_people_expect() -> None:
    from datetime import date

    today = date(2026, 11, 25)
    starts = {code: period_of(code, today)[0] for code in ("today", "week", "month", "quarter", "year", "")}
    assert {code: str(day) for code, day in starts.items()} == {
        "today": "2026-11-25",
        "week": "2026-11-23",
        "month": "2026-11-01",
        "quarter": "2026-10-01",
        "year": "2026-01-01",
        "": "None",
    }


# --- for everybody --------------------------------------------------------------------------------------------


def test_every_control_has_a_name_for_screen_readers(desk: Any, show: Show) -> None:
    screen = show()
    screen.new_intake()
    found(screen, "register.more").click()
    register_page(screen).companions.add()
    screen.show_intake(stored(desk).id, "accept")
    asked = [w for kind in (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton) for w in screen.findChildren(kind)]
    own = [w for w in asked if w.focusPolicy() != Qt.FocusPolicy.NoFocus and not w.isHidden()]
    assert len(own) > 60
    spoken = [(w, w.accessibleName() or getattr(w, "text", str)()) for w in own if not isinstance(w, QLineEdit)]
    assert [w for w, name in spoken if not name] == []
    lines = [w for w in own if isinstance(w, QLineEdit) and not isinstance(w.parent(), QComboBox)]
    assert [w for w in lines if not w.accessibleName()] == []


@pytest.mark.parametrize("size", ["standard", "large", "huge"])
def test_every_page_fits_a_small_screen(desk: Any, show: Show, qapp: QApplication, size: str) -> None:
    look.apply(qapp, size)
    room = 1366 - look.scaled(184)
    screen = show(room, 700)
    screen.new_intake()
    register_page(screen).destination.press("transfer")
    settle()
    assert register_page(screen).minimumSizeHint().width() <= room
    assert register_page(screen).area.horizontalScrollBar().maximum() == 0
    screen.show_intake(stored(desk).id, "accept")
    settle()
    assert visit_page(screen).area.horizontalScrollBar().maximum() == 0
    assert screen.width() == room


@pytest.mark.parametrize("size", ["standard", "large", "huge"])
def test_the_register_never_scrolls_sideways(desk: Any, show: Show, qapp: QApplication, size: str) -> None:
    look.apply(qapp, size)
    stored(desk)
    screen = show(1366 - look.scaled(184), 700)
    table = screen.list.table
    assert table.view.horizontalScrollBar().maximum() == 0
    assert {"visitor", "received_at", "content", "destination", "number"} <= set(table.shown_columns())


def test_a_narrow_register_tells_the_rest_in_its_tool_tip(desk: Any, show: Show) -> None:
    visit = stored(desk)
    screen = show(560)
    table = screen.list.table
    assert "number" not in table.shown_columns()
    assert visit.number in table.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("size", ["standard", "huge"])
def test_a_very_long_account_leaves_the_destination_near(desk: Any, show: Show, qapp: QApplication, size: str) -> None:
    look.apply(qapp, size)
    visit = desk.services.intakes.register(IntakeDraft(content="楼上漏水，找过三次物业。" * 800))
    screen = show(1366 - look.scaled(184), 700)
    screen.show_intake(visit.id)
    settle()
    page = visit_page(screen)
    card = page.findChild(QWidget, "visit.decide")
    assert card.mapTo(page, card.rect().topLeft()).y() < page.height()
    page.findChild(QPushButton, "visit.words_0.more").click()
    assert visit.content in texts(page)


@pytest.mark.parametrize(("what", "name"), [("accept", "accept"), ("remove", "visit.removing")])
def test_what_a_button_opens_below_comes_into_view(desk: Any, show: Show, what: str, name: str) -> None:
    screen = show(700, 500)
    screen.show_intake(stored(desk, content="楼上漏水，找过三次物业。" * 100, wants="修好。" * 300).id)
    settle()
    page = visit_page(screen)
    if what == "remove":
        page.remove_button.click()
    else:
        page.start(what)
    settle()
    card = page.findChild(QWidget, name)
    top = card.mapTo(page.area, QPoint(0, 0)).y()
    assert 0 <= top < page.area.height() - 2 * look.control_height()


def test_somebody_who_stands_twice_in_the_directory_is_put_together(qtbot: QtBot, desk: Desk) -> None:
    intakes = desk.services.intakes
    for phone in ("19900001234", "19900009999"):
        intakes.register(IntakeDraft(visitors=[VisitorDraft(name="王某芳", phone=phone)], content="问一件事"))
    with desk.office.read() as session:
        one = session.scalars(select(Visitor.person_id).where(Visitor.phone == "19900001234")).one()
    screen = IntakeScreen(desk.services)
    qtbot.addWidget(screen)
    said: list[str] = []
    screen.said.connect(said.append)
    screen.show_item(str(one))
    bar = screen.list.findChild(Banner)
    assert isinstance(bar, Banner)
    assert "另有一位“王某芳”（同名；199****9999，来访 1 次）" in bar.text
    next(b for b in bar.findChildren(QPushButton) if b.text() == "合并").click()
    assert said == ["已合并为同一个人，可按 Ctrl+Z 撤销。"]
    assert screen.list.table.count() == 2


def test_a_half_answered_acceptance_comes_back_with_the_visit(desk: Any, show: Show) -> None:
    visit_id = stored(desk).id
    screen = show()
    screen.show_intake(visit_id, "accept")
    panel = visit_page(screen)._panel
    assert isinstance(panel, AcceptPanel)
    for name, value in (("title", "楼上漏水三年"), ("dispute_type", "neighbour"), ("subtype", "leak")):
        panel.form.set_value(name, value)
        panel.form.field_edited.emit(name)
    panel.form.edited.emit()
    screen.leave()
    assert [draft.label for draft in desk.services.drafts.unfinished()] == ["去向"]
    screen.show_list()
    screen.begin("accept", visit_id)
    back = visit_page(screen)._panel
    assert isinstance(back, AcceptPanel)
    assert [back.form.value(n) for n in ("title", "dispute_type", "subtype")] == ["楼上漏水三年", "neighbour", "leak"]
    back.save()
    assert desk.services.drafts.unfinished() == []


def test_escape_keeps_the_acceptance_and_its_button_drops_it(desk: Any, show: Show) -> None:
    screen = show()
    screen.show_intake(stored(desk).id, "accept")
    page = visit_page(screen)
    write(page, "accept.title", "楼上漏水三年")
    assert screen.back()
    page.start("accept")
    assert page._panel.form.value("title") == "楼上漏水三年"
    page.stop()
    page.start("accept")
    assert page._panel.form.value("title") != "楼上漏水三年"
    assert desk.services.drafts.unfinished() == []


def test_the_words_of_a_destination_come_back(desk: Any, show: Show) -> None:
    visit_id = stored(desk).id
    screen = show()
    screen.show_intake(visit_id)
    page = visit_page(screen)
    assert not screen.save_now()
    page.destination.press("transfer")
    write(page, "visit.destination_text", "请修路灯")
    assert screen.save_now()
    screen.show_list()
    screen.show_intake(visit_id)
    back = visit_page(screen).destination
    assert (back.code, back.draft().text) == ("transfer", "请修路灯")
    found(visit_page(screen), "visit.save").click()
    assert desk.services.drafts.unfinished() == []


def test_the_words_a_destination_asks_for_come_into_view(desk: Any, show: Show) -> None:
    screen = show(1180, 640)
    screen.new_intake()
    page = register_page(screen)
    page.destination.press("answered")
    settle()
    box = found(page, "register.destination_text")
    bottom = box.mapTo(page.area, box.rect().bottomLeft()).y()
    assert 0 < bottom <= page.area.height()


@pytest.mark.parametrize("code", ["case", "join_case"])
def test_a_panel_opened_and_left_without_an_answer_is_nothing_unfinished(desk: Any, show: Show, code: str) -> None:
    screen = show()
    screen.show_intake(stored(desk).id)
    visit_page(screen).destination.press(code)
    screen.leave()
    assert screen.back()
    assert desk.services.drafts.unfinished() == []


def test_joining_begun_comes_back_as_its_panel(desk: Any, show: Show) -> None:
    visit_id = stored(desk).id
    screen = show()
    screen.show_intake(visit_id)
    visit_page(screen).destination.press("join_case")
    screen.leave()
    screen.show_list()
    screen.show_intake(visit_id)
    assert visit_page(screen)._panel is not None
    assert visit_page(screen).main_button.text().startswith("并入")


def test_an_acceptance_given_up_can_be_had_back(desk: Any, show: Show) -> None:
    intake = stored(desk)
    screen = show()
    screen.show_intake(intake.id)
    page = visit_page(screen)
    page.start("accept")
    page._panel.form.set_value("title", "五楼渗水")
    found(page, "visit.stop").click()
    assert page._panel is None
    assert desk.services.drafts.pending() == []
    bar = next(bar for bar in page.findChildren(Banner) if not bar.isHidden())
    next(b for b in bar.findChildren(QPushButton) if b.text() == "找回刚才写的").click()
    settle()
    assert page._panel.form.value("title") == "五楼渗水"
    page.leave()
    assert [draft.form for draft in desk.services.drafts.pending()] == [f"visit:{intake.id}"]
