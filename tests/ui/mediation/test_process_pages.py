"""The pages of 调解, 协议, 履行 and 回访 as a person uses them, on a real file."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from studio_app.core.errors import Refused
from studio_app.desk import Desk, Services
from studio_app.office.tables import Organisation
from studio_app.records.dispute.agreement.draft import ClauseDraft, PerformanceDraft, SigningDraft, in_instalments
from studio_app.records.dispute.case.draft import ParticipantDraft
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Participant
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.ui.dispute.agreement.agreement_page import AgreementPage
from studio_app.ui.dispute.agreement.clause_form import ClauseForm
from studio_app.ui.dispute.agreement.performance_page import PerformancePage
from studio_app.ui.dispute.case.case_cards import AgreementCard, AttachmentsCard, StaffCard
from studio_app.ui.dispute.case.close_page import ClosePage
from studio_app.ui.dispute.case.details_page import DetailsPage
from studio_app.ui.dispute.follow_up.follow_up_page import FollowUpPage
from studio_app.ui.dispute.party.guests_card import GuestsCard
from studio_app.ui.dispute.party.parties_page import PartiesPage
from studio_app.ui.dispute.session.investigation_page import InvestigationPage
from studio_app.ui.dispute.session.note_page import NotePage
from studio_app.ui.dispute.session.session_page import SessionPage
from studio_app.ui.kit import look
from studio_app.ui.kit.form.offered import GAP
from studio_app.ui.kit.page.cards import Card, EmptyNote
from studio_app.ui.kit.popup import messages
from studio_app.ui.record.writing_page import WritingPage
from tests.conftest import Clock, make_mediator
from tests.ui.hands import answer as fill
from tests.ui.hands import banners, found, press, settle, texts, write

pytestmark = pytest.mark.usefixtures("at_once")
TODAY = date(2026, 11, 23)


@pytest.fixture
def services(desk: Desk) -> Services:
    return desk.services


@pytest.fixture
def case(desk: Desk) -> Case:
    return accept(desk)


def accept(desk: Desk, mode: str = "B", **changes: object) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    with desk.office.read() as session:
        committee = session.scalars(select(Organisation.id).where(Organisation.kind == "committee")).one()
    opening = Opening(
        mode=mode,
        committee_id=committee if mode != "B" else None,
        title="楼上漏水",
        dispute_type="neighbour",
        summary="卫生间渗水。",
        parties=parties,
        **changes,  # type: ignore[arg-type]
    )
    with desk.office.write("受理为纠纷") as session:
        case = open_case(session, desk.office, opening)
        session.add(Participant(case_id=case.id, name="孙某", relation="property_manager"))
    return case


def agreed(services: Services, case: Case) -> None:
    wang, zhao = services.agreements.view(case.id).parties
    paying = ClauseDraft("", zhao.id, wang.id, "赔偿装修损失", 300_000, None, "", "工作室", "转账")
    draft = replace(services.agreements.blank(case.id), clauses=in_instalments(paying, 2, date(2026, 11, 20)))
    row = services.agreements.save(case.id, draft)
    services.agreements.sign(row.id, SigningDraft({wang.id: TODAY, zhao.id: TODAY}))


def shown(qtbot: QtBot, page: WritingPage) -> list[str]:
    """The page on the screen; the list collects what it says when it is done."""
    said: list[str] = []
    page.done.connect(said.append)
    qtbot.addWidget(page)
    page.resize(1182, 768)
    page.show()
    return said


# --- the record of a sitting ------------------------------------------------------------------------------------


def test_a_record_is_written_with_its_helper_and_stored(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    said = shown(qtbot, page)
    wang, zhao = services.sessions.table(case.id).parties
    page.statements.boxes[wang.id].setFocus()
    write(page.statements, page.statements.boxes[wang.id].objectName(), "漏了两个月，要求赔 5,000 元。")
    narrative = page._box("narrative")
    narrative.setFocus()
    qtbot.waitUntil(narrative.hasFocus)
    page.helper.show_group("事实")
    row = next(n for n in range(page.helper.list.count()) if GAP in page.helper.list.item(n).text())
    page.helper.list.itemClicked.emit(page.helper.list.item(row))
    assert narrative.textCursor().selectedText() == GAP
    qtbot.keyClicks(narrative, "702")
    page.helper.show_group("法条")
    page.helper.list.itemClicked.emit(page.helper.list.item(0))
    page.after.editor("result").press("continue")  # type: ignore[attr-defined]  # a row of buttons
    assert "约好" in page.after.cell("next_at").hint
    page.after.editor("next_at").set_raw(["2026-11-27", "14:30"])
    press(page, "session.save")
    assert "请勾选谁到场了" in page._ticks["present"]._problem.text()
    page._ticks["present"].tick("nobody")
    press(page, "session.present.together")
    assert page._ticks["present"].ticked() == [wang.id, zhao.id]
    press(page, "session.save")
    assert said == ["已保存第 1 次调解记录。下次 11-27 14:30，到时提醒。"]
    stored = services.sessions.held(case.id)[0]
    assert stored.statements == [{"party_id": wang.id, "text": "漏了两个月，要求赔 5,000 元。"}]
    assert "702" in stored.narrative
    assert GAP not in stored.narrative[: stored.narrative.index("702")]
    assert stored.law.startswith("《")
    assert stored.present == [wang.id, zhao.id]
    assert services.drafts.load(f"session:{case.id}") is None


def line_with(lines: QListWidget, words: str) -> int:
    return next(n for n in range(lines.count()) if words in lines.item(n).text())


def click_line(lines: QListWidget, words: str) -> None:
    """A click on the line of a list that says this."""
    item = lines.item(line_with(lines, words))
    lines.scrollToItem(item)
    settle()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=lines.visualItemRect(item).center())


def test_what_to_ask_in_such_a_dispute_is_offered_beside_the_record(
    qtbot: QtBot, services: Services, desk: Desk
) -> None:
    page = SessionPage(services, accept(desk, subtype="leak").id)
    shown(qtbot, page)
    tabs = {tab.text(): tab for tab in page.helper.findChildren(QPushButton)}
    tabs["这类要问"].click()
    page._box("narrative").setFocus()
    click_line(page.helper.list, "漏水从哪天开始")
    tabs["常用证据"].click()
    click_line(page.helper.list, "修理报价单")
    assert page.after.value("narrative") == "漏水从哪天开始，是一直漏还是用水时漏？修理报价单、收据"


def test_no_questions_are_offered_where_there_is_no_template(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    shown(qtbot, page)
    assert not {"这类要问", "常用证据"} & {tab.text() for tab in page.helper.findChildren(QPushButton)}


def test_a_usual_clause_is_taken_over_and_its_blanks_keep_the_paper_from_being_signed(
    qtbot: QtBot, services: Services, desk: Desk
) -> None:
    case = accept(desk, subtype="leak")
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    wang, zhao = page.view.parties
    lines = page.findChild(QListWidget, "agreement.usual_clauses")
    assert lines is not None
    click_line(lines, "修好＿＿室")
    click_line(lines, "赔偿甲方")
    settle()
    assert page.clauses.cards[1].form.editor("what").visibleRegion().boundingRect().height() > 40
    press(page, "agreement.usual_breach")
    assert page.tail.editor("default_terms").main.hasFocus()
    first, second = page.clauses.drafts()
    assert (first.debtor_id, first.creditor_id) == (zhao.id, wang.id)
    assert first.what.startswith("修好＿＿室")
    assert second.what == "赔偿甲方＿＿（墙面、地板、家具）的损失"
    assert page.tail.value("default_terms").startswith("乙方到期没有修好的")
    box = page.clauses.cards[1].form.editor("what").main
    assert box.textCursor().selectedText() == GAP  # type: ignore[attr-defined]  # a box of several lines
    assert "还有没填的空" in page.clauses.cards[0].warnings.text()
    assert "“不履行怎么办”还有没填的空" in page.general.text()
    page.save()
    row = services.agreements.view(case.id).agreement
    assert row is not None
    with pytest.raises(Refused, match="没填的空"):
        services.agreements.sign(row.id, SigningDraft({wang.id: TODAY, zhao.id: TODAY}))


def test_a_skeleton_is_offered_where_facts_are_written(qtbot: QtBot, services: Services, desk: Desk) -> None:
    page = DetailsPage(services, accept(desk, subtype="leak").id)
    shown(qtbot, page)
    press(page, "details.skeleton")
    assert page.form.value("summary").startswith("卫生间渗水。甲方住＿＿楼")
    page.form.set_value("subtype", "")
    settle()
    assert not page.findChild(QPushButton, "details.skeleton").isVisible()  # type: ignore[union-attr]  # it is there
    fill(page.form, "summary", "我家漏水")
    assert "来访人的口气" in page.form.cell("summary").hint


def test_the_facts_of_an_agreement_in_a_visitors_words_are_said(qtbot: QtBot, services: Services, case: Case) -> None:
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    fill(page.form, "facts", "他家漏水，把我家泡了")
    assert "“主要事实”这里还是来访人的口气" in page.general.text()


def test_a_sitting_keeps_the_hour_its_record_was_begun_at(
    qtbot: QtBot, services: Services, case: Case, clock: Clock
) -> None:
    """A sitting of 11:28; written on at 11:33, and on the next day."""
    page = SessionPage(services, case.id)
    shown(qtbot, page)
    began = page.before.value("started_at")
    page._box("narrative").setFocus()
    QTest.keyClicks(page._box("narrative"), "x")
    page.leave()
    clock.forward(minutes=5)
    page.before.editor("minutes").main.setFocus()
    QTest.keyClicks(page.before.editor("minutes").main, "50")
    counted = page.before.value("started_at")
    assert counted == began + timedelta(minutes=5 - 50)  # the talk ends now, and the page says so
    page.leave()
    clock.forward(days=1)
    again = SessionPage(services, case.id)
    shown(qtbot, again)
    assert (again.before.value("started_at"), again.before.value("minutes")) == (counted, 50)
    again.after.set_value("result", "failed")
    press(again, "session.present.together")
    press(again, "session.save")
    assert services.sessions.draft_of(services.sessions.held(case.id)[0].id).started_at == counted


def test_a_visit_afterwards_keeps_the_day_its_record_was_begun_on(
    qtbot: QtBot, services: Services, case: Case, clock: Clock
) -> None:
    page = FollowUpPage(services, case.id)
    shown(qtbot, page)
    box = page.form.editor("text").main
    box.setFocus()
    QTest.keyClicks(box, "x")
    page.leave()
    clock.forward(days=3)
    again = FollowUpPage(services, case.id)
    shown(qtbot, again)
    assert again.form.value("visited_on") == TODAY


def test_a_sentence_knows_who_presides(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    shown(qtbot, page)
    assert page.helper.list.item(0).text().startswith("我是李老师")


def test_an_empty_record_says_so_beside_the_field_and_stays(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    said = shown(qtbot, page)
    page.save()
    assert said == []
    assert "哪怕一句话" in page.after.cell("narrative").problem


def test_a_problem_of_ticks_out_of_view_is_brought_into_view(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    shown(qtbot, page)
    page.resize(1182, 420)
    settle()
    page.after.editor("narrative").setFocus()
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())
    page.show_problems({"present": "请去掉一个勾。"})
    settle()
    told = page._ticks["present"]._problem
    top = told.mapTo(page.area.viewport(), told.rect().topLeft()).y()
    assert told.isVisible()
    assert 0 <= top <= page.area.viewport().height() - told.height()
    assert page._ticks["present"].isAncestorOf(QApplication.focusWidget())


def test_what_was_typed_comes_back_after_leaving(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    shown(qtbot, page)
    wang = services.sessions.table(case.id).parties[0]
    write(page.statements, page.statements.boxes[wang.id].objectName(), "漏水")
    fill(page.after, "narrative", "谈到一半")
    page._ticks["informed"].tick("informed")
    page.leave()
    again = SessionPage(services, case.id)
    shown(qtbot, again)
    assert again.after.value("narrative") == "谈到一半"
    assert again.statements.typed() == {wang.id: "漏水"}
    assert again.draft().informed
    press_drop = next(b for b in again.findChildren(QPushButton) if b.text() == "不带回，重新写")
    press_drop.click()
    assert again.after.value("narrative") == ""
    assert services.drafts.load(f"session:{case.id}") is None


def test_looking_at_a_page_leaves_no_draft(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    for page in (
        SessionPage(services, case.id),
        InvestigationPage(services, case.id),
        NotePage(services, case.id),
        AgreementPage(services, case.id),
        PerformancePage(services, case.id),
        FollowUpPage(services, case.id),
    ):
        shown(qtbot, page)
        page.leave()
    assert services.drafts.pending() == []


def test_confidential_words_become_a_note_of_that_sitting(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    shown(qtbot, page)
    fill(page.after, "narrative", "分别谈话。")
    page.after.set_value("result", "failed")
    press(page, "session.present.together")
    press(page, "session_secret.more")
    fill(page.secret, "text", "底线两千元")
    page.save()
    stored, note = services.sessions.held(case.id)[0], services.sessions.notes(case.id)[0]
    assert (note.text, note.session_id) == ("底线两千元", stored.id)
    assert "底线" not in stored.narrative


def test_a_record_is_signed_and_then_only_read(qtbot: QtBot, services: Services, case: Case) -> None:
    draft = replace(services.sessions.blank(case.id), narrative="双方同意。", result="agreed")
    row = services.sessions.record(case.id, draft)
    page = SessionPage(services, case.id, row.id)
    said = shown(qtbot, page)
    press(page, "session.sign")
    assert services.sessions.get(row.id).signed_on == TODAY
    assert len(said) == 1
    locked = SessionPage(services, case.id, row.id)
    shown(qtbot, locked)
    assert locked._box("narrative").isReadOnly()
    assert locked.findChild(QPushButton, "session.save") is None
    locked.save()
    assert services.sessions.get(row.id).narrative == "双方同意。"


def test_an_unreported_danger_is_said_on_the_page(qtbot: QtBot, desk: Desk) -> None:
    case = accept(desk, risk="red", risk_signs=["domestic_violence"])
    page = SessionPage(desk.services, case.id)
    said = shown(qtbot, page)
    fill(page.after, "narrative", "谈话。")
    page.after.set_value("result", "failed")
    press(page, "session.present.together")
    page.save()
    assert said == []
    assert page.notices.count() == 2


# --- investigations, notes, visits ------------------------------------------------------------------------------


def test_an_investigation_is_stored(qtbot: QtBot, services: Services, case: Case) -> None:
    page = InvestigationPage(services, case.id)
    said = shown(qtbot, page)
    page.save()
    assert "看到的" in page.form.cell("text").problem
    fill(page.form, "text", "地漏渗水，拍照 4 张。")
    page.save()
    assert said == ["已保存调查记录。"]
    assert services.sessions.investigations(case.id)[0].text == "地漏渗水，拍照 4 张。"


def test_what_a_guest_is_stands_beside_the_name_once(qtbot: QtBot, desk: Desk, case: Case) -> None:
    services = desk.services
    relation = services.office.lists.label("participant_relations", "property_manager")
    with desk.office.write("添加参加人") as session:
        session.add(Participant(case_id=case.id, name=relation, relation="property_manager"))
    page, parties, staff = SessionPage(services, case.id), PartiesPage(services, case.id), StaffCard(services)
    staff.show_file(services.cases.case_file(case.id))
    for shown_page in (page, parties, staff):
        qtbot.addWidget(shown_page)
        shown_page.show()
    assert {f"孙某（{relation}）", relation} <= {box.text() for box in page.findChildren(QCheckBox)}
    assert {f"孙某　{relation}", relation} <= set(texts(parties).splitlines())
    assert f"参加人　{relation}" in texts(staff).splitlines()


def test_the_consent_to_a_guest_stands_in_line_with_the_fields(qtbot: QtBot, services: Services, case: Case) -> None:
    card = GuestsCard(services, case.id)
    qtbot.addWidget(card)
    card.resize(1100, 400)
    card.show()
    settle()
    name, unit, consented = (card.form.cell(field) for field in ("name", "unit", "consented"))
    assert name.x() == consented.x()
    assert consented.y() > unit.geometry().bottom()


def test_a_note_takes_the_height_of_its_page(qtbot: QtBot, qapp: QApplication, services: Services, case: Case) -> None:
    page = NotePage(services, case.id)
    shown(qtbot, page)
    page.resize(1182, 1000)
    settle()
    box = page.form.editor("text").main
    low = box.mapTo(page.area.viewport(), box.rect().bottomLeft()).y()
    assert 0 <= page.area.viewport().height() - low <= 2 * look.L
    page.resize(1182, 300)
    settle()
    assert box.height() >= 8 * box.fontMetrics().lineSpacing(), "less than its rows it never has: the page scrolls"


def test_a_note_is_stored_veiled_and_removed(qtbot: QtBot, services: Services, case: Case) -> None:
    page = NotePage(services, case.id)
    said = shown(qtbot, page)
    fill(page.form, "text", "愿意先道歉。")
    page.veil(on=True)
    assert not page.form.editor("text").isVisible()
    page.veil(on=False)
    page.save()
    note = services.sessions.notes(case.id)[0]
    opened = NotePage(services, case.id, note.id)
    shown(qtbot, opened)
    assert opened.form.value("text") == "愿意先道歉。"
    press(opened, "note.remove")
    assert services.sessions.notes(case.id) == []
    assert said == ["已保存保密笔记。"]


def test_a_visit_is_stored_and_hints_at_urging(qtbot: QtBot, services: Services, case: Case) -> None:
    page = FollowUpPage(services, case.id)
    said = shown(qtbot, page)
    assert page.visited.y() < page.form.y()  # not below the fold: papers state it
    first, last = (found(page, f"follow_up.visited.{party.id}") for party in services.follow_ups.parties(case.id))
    assert page.focusWidget() is first
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert page.form.isAncestorOf(page.focusWidget())
    page.form.editor("fulfilled").press("no")  # type: ignore[attr-defined]  # a row of buttons
    assert "督促" in page.form.cell("measures").hint
    page.form.set_value("next_on", date(2026, 12, 7))
    assert "还没有勾选回访了谁" in texts(page)
    for party in services.follow_ups.parties(case.id):
        press(page, f"follow_up.visited.{party.id}")
    assert "还没有勾选回访了谁" not in texts(page)
    page.save()
    assert said == ["已保存回访，12-07 再访，到时提醒。"]
    assert len(services.follow_ups.made(case.id)[0].visited) == 2


# --- the agreement ----------------------------------------------------------------------------------------------


def test_of_sixty_clauses_most_are_folded_until_one_is_changed(qtbot: QtBot, services: Services, case: Case) -> None:
    wang, zhao = services.agreements.view(case.id).parties
    terms = [ClauseDraft("", zhao.id, wang.id, f"修好第{n}处", 100 * n) for n in range(1, 61)]
    row = services.agreements.save(case.id, replace(services.agreements.blank(case.id), clauses=terms))
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    assert sum(isinstance(card, ClauseForm) for card in page.clauses.cards) == 2
    assert "赵某 对 王某：修好第40处　40 元" in texts(page)
    press(page.clauses.cards[39], page.clauses.cards[39].findChildren(QPushButton)[2].objectName())
    box = page.clauses.cards[39].form.editor("what").main
    qtbot.waitUntil(box.hasFocus)
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, "702")
    page.leave()

    again = AgreementPage(services, case.id)
    shown(qtbot, again)
    assert [draft.what for draft in again.clauses.drafts()][38:41] == ["修好第39处", "702", "修好第41处"]
    press(again, "agreement.save")
    stored = services.agreements.clauses(row.id)
    assert [(c.what, c.amount_fen) for c in stored] == [
        ("702" if n == 40 else f"修好第{n}处", 100 * n) for n in range(1, 61)
    ]


def test_clauses_left_half_written_and_corrected_by_another_meet(qtbot: QtBot, services: Services, case: Case) -> None:
    wang, zhao = services.agreements.view(case.id).parties
    terms = [ClauseDraft("", zhao.id, wang.id, what, place="工作室") for what in ("修好地漏", "赔偿三千元", "互相道歉")]
    row = services.agreements.save(case.id, replace(services.agreements.blank(case.id), clauses=terms))
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    for card, words in zip(page.clauses.cards, ("，用防水胶", "，转账", ""), strict=True):
        box = card.form.editor("what").main
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QApplication.clipboard().setText(words)
        box.paste()
    page.leave()
    other = services.agreements.draft_of(row.id)
    leak, money, _sorry = other.clauses
    changed = [
        replace(leak, place="702 室"),
        replace(money, what="赔偿五千元"),
        ClauseDraft("", None, None, "不再争吵"),
    ]
    services.agreements.save(case.id, replace(other, clauses=changed))

    again = AgreementPage(services, case.id)
    shown(qtbot, again)
    (told,) = [bar for bar in banners(again) if "没写完" in bar]
    assert "第 2 条“做什么”：现在存的是“赔偿五千元”，您没存的是“赔偿三千元，转账”。" in told
    assert [d.what for d in again.clauses.drafts()] == ["修好地漏，用防水胶", "赔偿三千元，转账", "不再争吵"]
    assert again.clauses.drafts()[0].place == "702 室"
    next(b for b in again.findChildren(QPushButton) if b.text() == "用现在存的").click()
    settle()
    press(again, "agreement.save")
    stored = services.agreements.clauses(row.id)
    assert [clause.what for clause in stored] == ["修好地漏，用防水胶", "赔偿五千元", "不再争吵"]


def test_an_agreement_is_divided_saved_signed_and_takes_effect(qtbot: QtBot, services: Services, case: Case) -> None:
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    wang, zhao = page.view.parties
    card = page.clauses.cards[0]
    card.form.set_value("debtor_id", zhao.id)
    card.form.set_value("creditor_id", wang.id)
    fill(card.form, "what", "尽快赔偿装修损失")
    card.form.set_value("amount_fen", 300_000)
    assert card.form.cell("amount_fen").note == "大写：叁仟元整"
    assert "尽快" in card.warnings.text()
    fill(card.form, "what", "赔偿装修损失")
    press(card, "agreement.clause_1.split")
    card.parts.set_value("first_due", date(2026, 11, 30))
    press(card, "agreement.clause_1.divide")
    assert [c.draft().amount_fen for c in page.clauses.cards] == [150_000, 150_000]
    assert "金额合计 3,000 元\n叁仟元整" in page.facts.text()
    assert "一式 3 份" in page.facts.text()
    press(page, "agreement.save")
    assert said == ["已保存协议（2026）示和字第001号。打印出来签好以后，登记签名的日期。"]

    signing = AgreementPage(services, case.id)
    said = shown(qtbot, signing)
    assert signing.sign_card.sentence.text() == "还没有生效，还差：王某签名、赵某签名。"
    signing.sign_card.set_day(f"signatures.{wang.id}", TODAY)
    press(signing, "agreement.sign")
    assert said == ["已登记签名。还没有生效，还差：赵某签名。"]

    last = AgreementPage(services, case.id)
    said = shown(qtbot, last)
    assert last.findChild(QPushButton, "agreement.save") is None
    press(last, "agreement.sign_all_today")
    press(last, "agreement.sign")
    assert "自 2026-11-23 起生效" in said[0]
    assert len(services.agreements.promises(case.id)) == 2


def test_ctrl_enter_stores_wherever_one_writes(qtbot: QtBot, desk: Desk) -> None:
    services, case = desk.services, accept(desk, "C")
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    fill(page.clauses.cards[0].form, "what", "接好排水管")
    place = page.clauses.cards[0].form.editor("place").main
    place.setFocus()
    QTest.keyClick(place, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == ["已保存协议。主办的调委会告知生效日期以后，请记下来。"]
    told = AgreementPage(services, case.id)
    said = shown(qtbot, told)
    told.sign_card.begin("")
    line = told.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "11.23")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == ["已记下生效日期，协议自 2026-11-23 起生效，约定的事开始按期提醒。"]


def test_in_mode_c_the_page_notes_what_the_committee_tells(qtbot: QtBot, desk: Desk) -> None:
    services, case = desk.services, accept(desk, "C")
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    fill(page.clauses.cards[0].form, "what", "接好排水管")
    press(page, "agreement.save")
    assert said == ["已保存协议。主办的调委会告知生效日期以后，请记下来。"]
    told = AgreementPage(services, case.id)
    said = shown(qtbot, told)
    words = [widget.text() for widget in told.sign_card.findChildren(QPushButton) if widget.isVisible()]
    assert {"记下生效日期", "就是今天"} <= set(words)
    press(told, "agreement.sign_all_today")
    press(told, "agreement.sign")
    assert said == ["已记下生效日期，协议自 2026-11-23 起生效，约定的事开始按期提醒。"]
    assert "调委会告知的生效日期 11-23" in services.cases.case_file(case.id).timeline[-1].text


def test_mode_a_waits_for_the_seal_and_then_offers_the_court(qtbot: QtBot, desk: Desk) -> None:
    make_mediator(desk.office)
    services, case = desk.services, accept(desk, "A")
    services.agreements.save(case.id, replace(services.agreements.blank(case.id), clauses=[ClauseDraft(what="修好")]))
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    assert page.accessibleName() == "人民调解协议书"
    press(page, "agreement.sign_all_today")
    press(page, "agreement.sign")
    assert said == ["已登记签名。还没有生效，还差：调委会盖章。"]
    sealing = AgreementPage(services, case.id)
    shown(qtbot, sealing)
    assert sealing.sign_card.button.text() == "登记盖章"
    assert sealing.sign_card._cells["sealed_on"].editor.main.placeholderText() == "例如 3.5 或 今天"
    sealing.sign_card.set_day("sealed_on", TODAY)
    press(sealing, "agreement.sign")
    court = AgreementPage(services, case.id)
    said = shown(qtbot, court)
    fill(court.court, "court", "某区人民法院")
    court.court.set_value("court_applied_on", TODAY)
    press(court, "agreement.save_court")
    assert said == ["已保存司法确认情况。"]
    assert services.agreements.view(case.id).agreement.court_applied_on == TODAY  # type: ignore[union-attr]


def test_nothing_on_a_settlement_speaks_of_the_committees_paper(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    words = [w.text() for kind in (QPushButton,) for w in page.findChildren(kind)]
    words += [page.accessibleName(), page.facts.text(), page.view.effective_text]
    assert not any("人民调解协议书" in text or "司法确认" in text or "调委会" in text for text in words)


def test_problems_stand_beside_their_clause(qtbot: QtBot, services: Services, case: Case) -> None:
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    fill(page.clauses.cards[0].form, "place", "工作室")
    page.save()
    assert said == []
    assert "没有写做什么" in page.clauses.cards[0].form.cell("what").problem


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions that were asked; the person says yes to the second and every later one."""
    questions: list[str] = []

    def ask(_cls: object, _parent: object, question: str, _yes: str, _no: str) -> bool:
        questions.append(question)
        return len(questions) > 1

    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(ask))
    return questions


def paid_at_once(services: Services, case: Case) -> None:
    """An agreement of one clause, stored and not signed."""
    wang, zhao = services.agreements.view(case.id).parties
    clause = ClauseDraft("", zhao.id, wang.id, "赔偿装修损失", 300_000, None, "", "工作室", "转账")
    services.agreements.save(case.id, replace(services.agreements.blank(case.id), clauses=[clause]))


def test_text_that_is_not_stored_goes_with_the_signatures_once_the_person_is_sure(
    qtbot: QtBot, services: Services, case: Case, asked: list[str]
) -> None:
    """The dates would make the old words final, and drop the new ones."""
    paid_at_once(services, case)
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    fill(page.tail, "remark", "三日内先付一半。")
    press(page, "agreement.sign_all_today")
    press(page, "agreement.sign")
    assert "协议改过还没有保存" in asked[0]
    assert not services.agreements.view(case.id).signed
    press(page, "agreement.sign")
    assert "自 2026-11-23 起生效" in said[0]
    stored = services.agreements.view(case.id)
    assert stored.signed
    assert stored.agreement is not None
    assert stored.agreement.remark == "三日内先付一半。"


def test_dates_that_were_typed_are_stored_by_the_button_that_stores_the_agreement(
    qtbot: QtBot, services: Services, case: Case, asked: list[str]
) -> None:
    paid_at_once(services, case)
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    press(page, "agreement.sign_all_today")
    press(page, "agreement.save")
    assert asked == []
    assert said == ["已登记签名，协议自 2026-11-23 起生效，约定的事开始按期提醒。"]
    assert services.agreements.view(case.id).signed


def test_words_changed_along_with_dates_are_stored_and_the_dates_asked_about(
    qtbot: QtBot, services: Services, case: Case, asked: list[str]
) -> None:
    paid_at_once(services, case)
    page = AgreementPage(services, case.id)
    said, told = shown(qtbot, page), []
    page.said.connect(told.append)
    fill(page.tail, "remark", "三日内先付一半。")
    press(page, "agreement.sign_all_today")
    press(page, "agreement.save")
    assert asked == ["签名日期也填了，一起登记吗？登记以后只能看、不能改。"]
    assert said == []
    assert told[0].startswith("已保存协议")
    assert not services.agreements.view(case.id).signed
    press(page, "agreement.save")
    assert "起生效" in said[0]


def test_today_is_offered_only_where_it_fills_something(qtbot: QtBot, desk: Desk) -> None:
    make_mediator(desk.office)
    services, case = desk.services, accept(desk, "A")
    paid_at_once(services, case)
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    assert page.sign_card.all_today.isVisible()
    last = found(page, "agreement.sealed_on")
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert page.focusWidget() is page.sign_card.button, "Enter goes on, as in a form"
    press(page, "agreement.sign_all_today")
    assert not page.sign_card.all_today.isVisible()
    assert page.focusWidget() is page.sign_card.button
    press(page, "agreement.sign")
    sealing = AgreementPage(services, case.id, "seal")
    shown(qtbot, sealing)
    assert not sealing.sign_card.all_today.isVisible()


def test_a_record_changed_on_the_page_is_stored_before_it_is_signed(
    qtbot: QtBot, services: Services, case: Case, asked: list[str]
) -> None:
    blank = services.sessions.blank(case.id)
    row = services.sessions.record(case.id, replace(blank, narrative="谈了一次", result="continue"))
    page = SessionPage(services, case.id, row.id)
    shown(qtbot, page)
    fill(page.after, "narrative", "谈了一次，赵某答应修。")
    press(page, "session.sign")
    assert "记录改过还没有保存" in asked[0]
    assert services.sessions.draft_of(row.id).narrative == "谈了一次"
    press(page, "session.sign")
    assert services.sessions.draft_of(row.id).narrative == "谈了一次，赵某答应修。"
    assert services.sessions.get(row.id).signed_on == TODAY


def test_an_urging_typed_beside_a_performance_is_stored_along_with_it(
    qtbot: QtBot, services: Services, case: Case
) -> None:
    agreed(services, case)
    page = PerformancePage(services, case.id)
    said = shown(qtbot, page)
    press(page, "performance.act_urge")
    page.urging.editor("way").set_value("phone")
    fill(page.urging, "said", "请按期付款。")
    press(page, "performance.act_perform")
    page.performance.set_value("full", True)
    press(page, "performance.save")
    assert said == ["已登记履行。还有 1 项没有做完。已记下督促。"]
    assert [urge.said for urge in services.agreements.promises(case.id)[0].urges] == ["请按期付款。"]


def test_dates_of_an_agreement_in_effect_open_for_a_correction_only(
    qtbot: QtBot, services: Services, case: Case
) -> None:
    agreed(services, case)
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    assert not page.sign_card.button.isVisible()
    assert not page.sign_card.all_today.isVisible()
    press(page, "agreement.sign_correct")
    assert page.sign_card.button.isVisible()


def test_a_draft_agreement_is_taken_back_only_when_asked_twice(
    qtbot: QtBot, services: Services, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    clause = ClauseDraft("", *(p.id for p in services.agreements.view(case.id).parties), "修好水管")
    services.agreements.save(case.id, replace(services.agreements.blank(case.id), clauses=[clause]))
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *_: False))
    press(page, "agreement.discard")
    assert (said, services.agreements.view(case.id).agreement is None) == ([], False)
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *_: True))
    press(page, "agreement.discard")
    assert services.agreements.view(case.id).agreement is None


def test_urging_typed_outlives_a_performance_stored(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    page = PerformancePage(services, case.id)
    shown(qtbot, page)
    page.show_act("urge")
    fill(page.urging, "said", "打电话催了，说月底付。")
    page.show_act("perform")
    page.save()
    page.leave()
    again = PerformancePage(services, case.id)
    shown(qtbot, again)
    assert again.urging.value("said") == "打电话催了，说月底付。"
    assert not again.performance.draft().note


def test_the_focus_stays_on_the_page_when_a_clause_goes(qtbot: QtBot, services: Services, case: Case) -> None:
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    page.clauses.add()
    gone = page.clauses.cards[-1]
    QApplication.processEvents()
    gone.form.focus_first()
    assert gone.isAncestorOf(page.focusWidget())
    gone.removed.emit()
    assert page.clauses.isAncestorOf(page.focusWidget()) or page.tail.isAncestorOf(page.focusWidget())


def test_enter_on_its_delete_takes_a_clause_and_leads_to_the_next(qtbot: QtBot, services: Services, case: Case) -> None:
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    fill(page.clauses.cards[0].form, "what", "修好地漏")
    for words in ("赔偿六百元", "互相道歉"):
        page.clauses.add().form.set_value("what", words)
    settle()
    for left, following in ((["修好地漏", "互相道歉"], page.clauses.cards[2]), (["修好地漏"], page.clauses)):
        remove = page.clauses.cards[1]._remove
        remove.setFocus()
        QTest.keyClick(remove, Qt.Key.Key_Return)
        settle()
        assert [draft.what for draft in page.clauses.drafts()] == left
        focused = page.focusWidget()
        assert focused is not None
        assert following.isAncestorOf(focused), focused.objectName()


def test_a_signed_agreement_may_be_written_anew(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    press(page, "agreement.renew")
    assert "另写一版" in said[0]
    fresh = AgreementPage(services, case.id)
    shown(qtbot, fresh)
    assert "第 2 版" in fresh.accessibleName()
    assert len(fresh.clauses.cards) == 2


# --- performance ------------------------------------------------------------------------------------------------


def test_performance_is_noted_instalment_by_instalment(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    page = PerformancePage(services, case.id)
    said = shown(qtbot, page)
    assert "逾期 3 天" in page.list.item(0).text()
    assert page.chosen is not None
    page.performance.editor("full").press(True)  # type: ignore[attr-defined]  # a row of buttons
    press(page, "performance.save")
    assert said == ["已登记履行。还有 1 项没有做完。"]
    last = PerformancePage(services, case.id)
    said = shown(qtbot, last)
    assert last.list.currentRow() == 1
    assert last.list.item(0).text().startswith("✓")
    last.performance.editor("full").press(True)  # type: ignore[attr-defined]  # a row of buttons
    last.save()
    assert said == ["已登记履行。约定的事都做到了，可以回访、结案。"]
    assert services.agreements.promises(case.id)[0].paid_fen == 150_000


def test_urging_and_refusal_have_their_own_forms(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    owed = services.agreements.promises(case.id)[1].obligation.id
    page = PerformancePage(services, case.id, owed)
    said = shown(qtbot, page)
    press(page, "performance.act_urge")
    assert page.save_button.text() == "记下督促"
    page.save()
    assert "怎样督促" in page.urging.cell("said").problem
    fill(page.urging, "said", "请月底前付清")
    page.save()
    assert said == ["已记下督促。"]
    services.agreements.perform(owed, PerformanceDraft(TODAY, 80_000, full=False))
    failing = PerformancePage(services, case.id, owed)
    said = shown(qtbot, failing)
    assert "请月底前付清" in failing._log.text()
    press(failing, "performance.act_fail")
    failing.save()
    assert "请先选一种情况" in banners(failing)[0]
    press(failing, "performance.fail_refused")
    failing.save()
    assert "对方不肯做" in said[0]
    card = AgreementCard(services)
    qtbot.addWidget(card)
    card.show_file(services.cases.case_file(case.id))
    assert "拒不履行（已付\xa0800\xa0元）" in texts(card).replace("\u2060", "")
    assert services.agreements.promises(case.id)[1].obligation.state == "refused"


def test_before_effect_there_is_nothing_to_perform(qtbot: QtBot, services: Services, case: Case) -> None:
    page = PerformancePage(services, case.id)
    said = shown(qtbot, page)
    assert not page.save_button.isEnabled()
    page.save()
    assert said == []
    assert next(note.text for note in page.findChildren(EmptyNote)).startswith("还没有协议")
    services.agreements.save(case.id, services.agreements.blank(case.id))
    unsigned = PerformancePage(services, case.id)
    shown(qtbot, unsigned)
    assert next(note.text for note in unsigned.findChildren(EmptyNote)).startswith("协议还没有生效")


def test_promises_and_their_files_take_the_room_they_need(
    qtbot: QtBot, qapp: QApplication, services: Services, case: Case
) -> None:
    agreed(services, case)
    look.apply(qapp, "huge")
    page = PerformancePage(services, case.id)
    shown(qtbot, page)
    metrics, items = page.list.fontMetrics(), [page.list.item(row) for row in range(page.list.count())]
    widest = max(metrics.horizontalAdvance(line) for item in items for line in item.text().splitlines())
    page.list.setFixedWidth(widest + 2 * look.scaled(14))
    qapp.processEvents()
    assert max(page.list.visualItemRect(item).height() for item in items) < 3 * metrics.lineSpacing()
    page.resize(1700, 1600)
    qapp.processEvents()
    files = page.findChild(AttachmentsCard)
    above = files.parentWidget().findChild(Card)
    assert files.height() == files.sizeHint().height()
    assert files.y() - above.geometry().bottom() - 1 == look.M


def test_who_promises_something_gets_a_copy_too(qtbot: QtBot, services: Services, case: Case) -> None:
    known = services.cases.party_drafts(case.id)
    services.cases.put_parties(case.id, [*known, PartyDraft(name="于某", side="third")])
    page = AgreementPage(services, case.id)
    shown(qtbot, page)
    wang, zhao, third = page.view.parties
    for agreeing in (wang, zhao):
        page.signers.tick(agreeing.id)
    clause = page.clauses.cards[0].form
    fill(clause, "what", "清运建筑垃圾")
    copies: list[object] = []
    for debtor in (zhao, third, zhao):
        clause.set_value("debtor_id", debtor.id)
        copies.append(page.tail.value("copies"))
    assert copies == [3, 4, 3]
    page.tail.set_value("copies", 6)  # as somebody wants it
    clause.set_value("debtor_id", third.id)
    assert page.tail.value("copies") == 6


def test_what_was_typed_about_a_guest_comes_back_to_that_guest(qtbot: QtBot, services: Services, case: Case) -> None:
    stored = services.cases.put_participant(case.id, ParticipantDraft("李某", "街道"), "")
    page = PartiesPage(services, case.id)
    shown(qtbot, page)
    page._guests._edit(stored)
    fill(page._guests.form, "unit", "司法所")
    page.leave()
    again = PartiesPage(services, case.id)
    shown(qtbot, again)
    again._guests.store()
    guests = services.cases.case_file(case.id).participants
    assert [(p.name, p.unit) for p in guests if p.name == "李某"] == [("李某", "司法所")]


def test_a_wrong_sum_is_hinted_at(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    first = services.agreements.promises(case.id)[0].obligation.id
    services.agreements.perform(first, PerformanceDraft(TODAY, 50_000, full=False))
    page = PerformancePage(services, case.id, first)
    shown(qtbot, page)
    page.performance.editor("full").press(True)  # type: ignore[attr-defined]  # a row of buttons
    page.performance.set_value("amount_fen", 50_000)
    assert "还少 500 元" in page.performance.cell("amount_fen").hint


# --- keyboard and sizes -----------------------------------------------------------------------------------------


def test_ctrl_s_is_asked_of_the_window_alone(qtbot: QtBot, services: Services, case: Case) -> None:
    """A page with a shortcut of its own makes the key ambiguous, and then nothing is saved."""
    page = InvestigationPage(services, case.id)
    said = shown(qtbot, page)
    assert page.findChildren(QShortcut) == []
    fill(page.form, "text", "现场查看。")
    page.save()
    assert said == ["已保存调查记录。"]


@pytest.mark.parametrize("size", ["standard", "huge"])
def test_every_page_fits_a_small_screen(
    qtbot: QtBot, qapp: QApplication, services: Services, case: Case, size: str
) -> None:
    agreed(services, case)
    look.apply(qapp, size)
    for page in (
        SessionPage(services, case.id),
        InvestigationPage(services, case.id),
        NotePage(services, case.id),
        AgreementPage(services, case.id),
        PerformancePage(services, case.id),
        FollowUpPage(services, case.id),
    ):
        shown(qtbot, page)
        need = page.minimumSizeHint()
        assert (need.width() <= 1182, need.height() <= 700) == (True, True), (page.objectName(), need)


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    for page in (SessionPage(services, case.id), AgreementPage(services, case.id), PerformancePage(services, case.id)):
        shown(qtbot, page)
        nameless = [b.objectName() or b.text() for b in page.findChildren(QPushButton) if not b.accessibleName()]
        assert nameless == []


def test_the_page_opened_for_the_dates_starts_at_the_first_that_lacks(
    qtbot: QtBot, services: Services, case: Case
) -> None:
    paid_at_once(services, case)
    page = AgreementPage(services, case.id, "sign")
    wang, _zhao = page.view.parties
    first = page.focusWidget()
    assert first is not None
    assert first.objectName() == f"agreement.signatures_{wang.id}"
    assert [
        name
        for name in ("agreement.sign", "agreement.save")
        if page.findChild(QPushButton, name).property("kind") == "primary"
    ] == ["agreement.sign"]


def test_what_closing_lacks_is_said_once(qtbot: QtBot, services: Services, case: Case) -> None:
    agreed(services, case)
    page = ClosePage(services, case.id)
    shown(qtbot, page)
    assert texts(page).count("请写明为什么现在结案") == 1
    press(page, "close_case.save")
    assert "请写明为什么现在结案" in page.form.cell("note").problem
    assert texts(page).count("请写明为什么现在结案") == 1


def test_instalments_of_another_year_name_it(qtbot: QtBot, services: Services, case: Case) -> None:
    wang, zhao = services.agreements.view(case.id).parties
    paying = ClauseDraft("", zhao.id, wang.id, "付租金", 600_000, None, "", "工作室", "现金")
    parts = in_instalments(paying, 2, date(2026, 12, 10), 12)
    row = services.agreements.save(case.id, replace(services.agreements.blank(case.id), clauses=parts))
    services.agreements.sign(row.id, SigningDraft({wang.id: TODAY, zhao.id: TODAY}))
    card = AgreementCard(services)
    qtbot.addWidget(card)
    card.show_file(services.cases.case_file(case.id))
    card.show()
    said = texts(card).replace("\u2060", "").replace("\xa0", " ")
    assert "　12-10 前" in said
    assert "　2027-12-10 前" in said


def test_an_agreement_begins_with_the_day_and_place_of_the_sitting_that_agreed(desk: Desk, services: Services) -> None:
    case = accept(desk, accepted_on=date(2026, 11, 16), backdate_reason="补录")
    assert services.agreements.blank(case.id).reached_on == TODAY
    held = datetime.combine(date(2026, 11, 20), time(14))
    draft = SessionDraft(started_at=held, place="说事点", narrative="谈成了。", result="agreed")
    services.sessions.record(case.id, draft)
    begun = services.agreements.blank(case.id)
    assert (begun.reached_on, begun.place) == (date(2026, 11, 20), "说事点")


def test_ctrl_enter_in_a_clause_stores_the_agreement(qtbot: QtBot, services: Services, case: Case) -> None:
    page = AgreementPage(services, case.id)
    said = shown(qtbot, page)
    what = found(page, "agreement.clause_1.what")
    qtbot.keyClicks(what, "702")
    qtbot.keyClick(what, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(said) == 1
    assert said[0].startswith("已保存协议")


def test_ctrl_enter_in_what_a_party_said_stores_the_record(qtbot: QtBot, services: Services, case: Case) -> None:
    page = SessionPage(services, case.id)
    said = shown(qtbot, page)
    page.after.set_value("result", "continue")
    press(page, "session.present.together")
    box = found(page, "session.statement_1")
    qtbot.keyClicks(box, "702")
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(said) == 1
    assert said[0].startswith("已保存第 1 次调解记录")


@pytest.mark.parametrize("text", ["standard", "large", "huge"])
@pytest.mark.parametrize("act", ["perform", "urge", "fail"])
def test_a_small_window_leaves_nothing_blank_between_what_is_promised_and_what_was_done(
    services: Services, case: Case, qtbot: QtBot, qapp: QApplication, text: str, act: str
) -> None:
    look.apply(qapp, text)
    agreed(services, case)
    page = PerformancePage(services, case.id)
    shown(qtbot, page)
    page.resize(1024 - look.scaled(180), 576)
    press(page, f"performance.act_{act}")
    settle()
    last = page.list.visualItemRect(page.list.item(page.list.count() - 1))
    assert page.list.viewport().rect().contains(last)
    assert page.list.viewport().height() - last.bottom() <= look.L, "under the list"
    side = found(page, "attachments").parentWidget()
    card = next(one for one in side.findChildren(Card) if one.isAncestorOf(found(page, f"performance.act_{act}")))
    shown_last = max(
        one.mapTo(card, one.rect().bottomLeft()).y()
        for one in card.findChildren(QWidget)
        if one.isVisibleTo(card) and not one.findChildren(QWidget)
    )
    assert card.height() - shown_last <= 2 * look.L, "under the form"


def test_where_and_how_a_sitting_was_held_is_said_by_who_writes_and_one_press_says_it(
    qtbot: QtBot, services: Services, case: Case
) -> None:
    page = SessionPage(services, case.id)
    shown(qtbot, page)
    assert (page.before.value("place"), page.before.value("method")) == ("", "")
    press(page, "session.place_1")
    press(page, "session.method_1")
    assert (page.before.value("place"), page.before.value("method")) == ("工作室", "face_to_face")
    assert found(page, "session.method").currentText() == "面对面"


def test_how_people_were_told_and_visited_is_not_said_for_them(qtbot: QtBot, services: Services, case: Case) -> None:
    parties = PartiesPage(services, case.id)
    shown(qtbot, parties)
    press(parties, "parties.inform")
    assert {p.informed_way for p in services.cases.case_file(case.id).parties} == {""}
    visit = FollowUpPage(services, case.id)
    shown(qtbot, visit)
    assert visit.form.value("method") in ("", None)
    assert services.agreements.blank(case.id).place == "", "no sitting has said where"
