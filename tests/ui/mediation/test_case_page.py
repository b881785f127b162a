"""纠纷调解 as a person meets it: the list, one case, and the pages inside it, on a real desk."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from studio_app.core.errors import Invalid
from studio_app.desk import Desk
from studio_app.office.tables import AccessLog, Staff
from studio_app.records.dispute.agreement.draft import SigningDraft
from studio_app.records.dispute.agreement.signing import CHILD
from studio_app.records.dispute.case.service import CaseFilter, Cases, ClosingDraft, PartyDraft, RiskDraft
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.session.table import MediationSession
from studio_app.ui.dispute.case.case_page import MAKERS
from studio_app.ui.dispute.case.close_page import ClosePage
from studio_app.ui.dispute.case.risk_page import RiskPage
from studio_app.ui.dispute.case.staff_page import StaffPage
from studio_app.ui.dispute.party.parties_page import PartiesPage
from studio_app.ui.dispute.party.party_form import PartyPage
from studio_app.ui.dispute.party.party_row import PartyRow
from studio_app.ui.dispute.screen import MediationScreen
from studio_app.ui.kit import look
from studio_app.ui.kit.popup import messages
from studio_app.ui.record.writing_page import FormPage
from tests.ui.hands import answer as fill
from tests.ui.hands import choose, found, press, primary, settle, texts, write
from tests.ui.mediation.making import opened

TODAY = date(2026, 11, 23)


pytestmark = pytest.mark.usefixtures("at_once")


def answer(monkeypatch: pytest.MonkeyPatch, *, yes: bool) -> None:
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *_args: yes))


# --- the list -----------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(screen: MediationScreen) -> None:
    assert "新开纠纷" in screen.list.table.empty.text
    press(screen, "mediation.new_case")
    assert "新开纠纷" in texts(screen)


def test_views_and_filters_narrow_the_list_and_a_click_opens_the_case(screen: MediationScreen, cases: Cases) -> None:
    first, second = opened(cases), opened(cases, title="扬言报复", risk="red", dispute_type="property_service")
    screen.refresh()
    assert screen.list.table.count() == 2
    press(screen, "mediation.view.red")
    assert screen.list.table.count() == 1
    screen.list.show_view("all")
    choose(screen.list, "mediation.type", screen.list._type.itemText(2))
    assert [screen.list.table.model.id_at(0)] == [first]
    assert "共 1 件" in texts(screen.list)
    screen.list.clear_filters()
    screen.list.table.select(second)
    screen.list.table.activate_current()
    assert screen.case.case_id == second
    assert "扬言报复" in texts(screen.case.front)


def test_a_view_is_kept_under_its_name_and_dropped_again(screen: MediationScreen, cases: Cases) -> None:
    opened(cases)
    screen.refresh()
    choose(screen.list, "mediation.mode", screen.list._mode.itemText(2))
    press(screen.list, "mediation.keep_view")
    write(screen.list, "mediation.view_name", "评理说事的")
    press(screen.list, "mediation.store_view")
    assert cases.saved_views() == [("评理说事的", CaseFilter("open", mode="B"))]
    press(screen.list, "mediation.view.评理说事的")
    press(screen.list, "mediation.forget_view")
    assert cases.saved_views() == []


def test_today_opens_a_view_by_its_code(screen: MediationScreen, cases: Cases) -> None:
    done = opened(cases)
    cases.close(done, ClosingDraft("self_settled", "来电说谈好了", TODAY))
    screen.show_item("closed")
    assert screen.list.table.count() == 1


# --- a new case ---------------------------------------------------------------------------------------------------


def test_a_case_is_opened_with_a_party_on_each_side(screen: MediationScreen, cases: Cases) -> None:
    said: list[str] = []
    screen.said.connect(said.append)
    screen.new_case()
    page = screen.findChild(FormPage, "open_case")
    form = page.form
    page.save()
    assert "至少写一位" in form.cell("applicant").problem
    fill(form, "applicant", "周某")
    fill(form, "respondent", "吴某")
    fill(form, "title", "占用车位")
    screen.save_now()  # Ctrl+S keeps it, and hands nothing in
    assert cases.page(CaseFilter("open")) == []
    page.save()
    file = cases.case_file(screen.case.case_id)
    assert (file.case.parties_label, file.case.source) == ("周某 与 吴某", "proactive")
    assert said == [f"已受理，编号 {file.case.number}。"]


def test_what_was_typed_comes_back_and_can_be_dropped(screen: MediationScreen, desk: Desk) -> None:
    screen.new_case()
    fill(screen.findChild(FormPage, "open_case").form, "applicant", "周某")
    screen.leave()
    assert desk.services.drafts.load("case:new") is not None
    screen.new_case()
    again = screen.findChildren(FormPage, "open_case")[-1]
    assert again.form.value("applicant") == "周某"
    assert "已带回" in texts(again)
    press(again, "open_case.back")
    assert desk.services.drafts.load("case:new") is not None  # 返回 loses nothing; throwing away is asked for by name
    screen.new_case()
    third = screen.findChildren(FormPage, "open_case")[-1]
    next(b for b in third.findChildren(QPushButton) if b.text() == "不带回，重新写").click()
    assert third.form.value("applicant") == ""
    assert desk.services.drafts.load("case:new") is None


# --- one case -----------------------------------------------------------------------------------------------------


def test_the_page_shows_the_case_and_one_coloured_button(screen: MediationScreen, cases: Cases) -> None:
    screen.show_case(opened(cases))
    shown = texts(screen.case.front)
    assert "王某 与 赵某　楼上漏水" in shown
    assert "（2026）示评字第001号 · 邻里纠纷 · 受理 2026-11-23" in shown
    assert "王某　女　58岁" in shown
    assert primary(screen.case.front) == ["case.write_record"]
    assert screen.case.front.steps.current == 3


def test_phones_are_masked_and_looking_is_logged(screen: MediationScreen, cases: Cases, desk: Desk) -> None:
    screen.show_case(opened(cases))
    assert "199****1234" in texts(screen.case.front)
    press(screen.case.front, "case.phone")
    assert "19900001234" in texts(screen.case.front)
    with desk.office.read() as session:
        seen = [row.what for row in session.scalars(select(AccessLog))]
    assert [what for what in seen if "查看电话" in what] == ["查看电话：（2026）示评字第001号 王某"]
    screen.veil(on=True)
    assert "19900001234" not in texts(screen.case.front)


def test_more_holds_the_rest_and_escape_closes_it_first(screen: MediationScreen, cases: Cases) -> None:
    screen.show_case(opened(cases))
    screen.case.front.bar.more.click()
    assert "换办理方式" in texts(screen.case.front.bar)
    assert screen.back()
    assert "换办理方式" not in texts(screen.case.front.bar)
    assert screen.back()
    assert screen.list.isVisible()
    assert not screen.back()


def test_a_line_of_the_timeline_opens_its_record(screen: MediationScreen, cases: Cases, desk: Desk, qtbot: Any) -> None:
    case_id = opened(cases)
    with desk.office.write("写调解记录") as session:
        session.add(MediationSession(case_id=case_id, started_at=desk.office.now(), narrative="谈了一次"))
    screen.show_case(case_id)
    line = next(w for w in screen.case.front.timeline.findChildren(QWidget) if "调解 第1次" in w.accessibleName())
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert screen.case.inner is not None
    assert screen.back()
    assert screen.case.inner is None


@pytest.mark.parametrize("action", sorted(set(MAKERS) - {"print", "print_remedies"}))
def test_every_action_opens_a_page_and_escape_returns(screen: MediationScreen, cases: Cases, action: str) -> None:
    case_id = opened(cases)
    screen.begin(action, case_id)
    assert screen.case.inner is not None
    assert screen.back()
    assert screen.case.inner is None
    assert screen.case.case_id == case_id


def test_more_shows_every_button_in_a_huge_text_on_a_small_screen(
    desk: Desk, cases: Cases, qapp: QApplication, qtbot: QtBot
) -> None:
    look.apply(qapp, "huge")
    screen = MediationScreen(desk.services)
    qtbot.addWidget(screen)
    screen.resize(1142, 700)
    screen.show()
    screen.show_case(opened(cases))
    found(screen, "case.more").click()
    settle()
    panel = found(screen, "case.more_panel")
    last = found(screen, "case.remove")
    assert panel.visibleRegion().boundingRect() == panel.rect(), "nothing of it scrolls"
    assert last.visibleRegion().boundingRect() == last.rect()
    found(screen, "case.more").click()
    settle()
    assert screen.case.front.parties.isVisible()


def test_a_removed_case_leads_back_to_the_list(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    cases.remove(case_id, "登错了")
    said: list[str] = []
    screen.said.connect(said.append)
    screen.begin("perform", case_id)
    assert screen.list.isVisible()
    assert "回收站" in said[0]


def test_removing_from_the_page_returns_to_the_list(screen: MediationScreen, cases: Cases) -> None:
    screen.begin("remove", opened(cases))
    page = screen.case.inner
    assert isinstance(page, FormPage)
    assert page.main.property("kind") == "danger", "red here as where it was chosen"
    fill(page.form, "reason", "重复登记")
    press(page, "remove_case.save")
    assert screen.list.isVisible()
    assert list(cases.page(CaseFilter("all"))) == []


def party_form(screen: MediationScreen) -> PartyPage:
    """The form of one party, shown over the list of them."""
    page = screen.case.inner
    assert isinstance(page, PartyPage)
    return page


# --- pages inside -------------------------------------------------------------------------------------------------


def test_a_child_is_added_with_the_mother_as_guardian(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    page = screen.case.inner
    assert isinstance(page, PartiesPage)
    page.add_party("applicant", "party")
    child = party_form(screen)
    fill(child.form, "name", "小王")
    child.form.set_value("age_told", 9)
    assert "监护人" in child.form.cell("birthday").hint
    child.save()
    assert screen.case.inner is page
    page.add_party("applicant", "guardian")
    mother = party_form(screen)
    fill(mother.form, "name", "王母")
    mother.form.set_value("acts_for", next(p.id for p in cases.case_file(case_id).parties if p.name == "小王"))
    fill(mother.form, "relation", "母亲")
    mother.save()
    assert "小王的母亲" in texts(page)
    stored = {p.name: p for p in cases.case_file(case_id).parties}
    assert stored["王母"].acts_for_id == stored["小王"].id
    press(page, "parties.back")
    assert "王母　小王的母亲" in texts(found(screen, "case.parties_card"))


def test_the_list_says_that_a_childs_guardian_is_missing_as_the_signing_page_does(
    screen: MediationScreen, cases: Cases, desk: Desk
) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    missing = CHILD.format("小王")
    press(screen.case.inner, "parties.add_applicant_party")
    write(screen.case.inner, "party.name", "小王")
    press(screen.case.inner, "party.more")
    write(screen.case.inner, "party.age_told", "9")
    press(screen.case.inner, "party.save")
    assert missing in texts(screen.case.inner)
    assert QApplication.focusWidget() is found(screen, "parties.add_applicant_guardian"), "that comes next"
    child = next(p for p in cases.case_file(case_id).parties if p.name == "小王")
    made = desk.services.agreements.save(case_id, desk.services.agreements.blank(case_id))
    with pytest.raises(Invalid) as refused:
        desk.services.agreements.sign(made.id, SigningDraft(signatures={child.id: TODAY}))
    assert refused.value.problems[f"signatures.{child.id}"] == missing
    press(screen.case.inner, "parties.add_applicant_guardian")
    assert found(screen, "party.acts_for").currentText() == "小王（申请人）"
    write(screen.case.inner, "party.name", "王母")
    press(screen.case.inner, "party.save")
    assert missing not in texts(screen.case.inner)


def test_the_keys_go_from_party_to_party_and_then_to_what_is_next(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    page = screen.case.inner
    assert page is not None

    def enter_on(name: str) -> str:
        """What the button says that has the focus after Enter on this one."""
        found(page, name).setFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        settle()
        focus = QApplication.focusWidget()
        assert focus.isVisible()
        assert page.isAncestorOf(focus)
        return str(focus.accessibleName())

    assert QApplication.focusWidget().objectName() == "parties.inform", "nobody was told yet"
    assert enter_on("parties.agreed") == "记为同意：赵某"
    assert enter_on("parties.agreed") == "记下告知", "both answered, nobody was told"
    assert enter_on("parties.inform") == "返回"
    assert enter_on("parties.refused") == "去结案"


def test_a_stored_party_leads_to_what_is_next_and_a_page_over_another_back_to_its_place(
    screen: MediationScreen, cases: Cases
) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    press(screen.case.inner, "parties.change")
    write(screen.case.inner, "party.phone", "19900004321")
    press(screen.case.inner, "party.save")
    settle()
    assert QApplication.focusWidget().objectName() == "parties.inform"
    press(screen.case.inner, "parties.inform")
    press(screen.case.inner, "parties.change")
    press(screen.case.inner, "party.back")
    settle()
    assert QApplication.focusWidget().accessibleName() == "记为同意：王某"
    screen.begin("write_record", case_id)
    found(screen, "session.add_staff").setFocus()
    press(screen.case.inner, "session.add_staff")
    press(screen.case.inner, "staff.back")
    settle()
    assert QApplication.focusWidget().objectName() == "session.add_staff"


def test_a_party_has_several_phones_and_plates(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    press(screen.case.inner, "parties.change")
    if not found(screen.case.inner, "party.more").isChecked():
        press(screen.case.inner, "party.more")
    for name, typed in (("party.phone", "19900004321/19900008765"), ("party.plates", "辽B12345 辽B67890")):
        write(screen.case.inner, name, typed)
        QTest.keyClick(found(screen.case.inner, name), Qt.Key.Key_Tab)
    page = party_form(screen)
    assert page.form.typed()["phone"] == "19900004321、19900008765"
    assert page.form.typed()["plates"] == "辽B12345、辽B67890"
    press(screen.case.inner, "party.save")
    settle()
    assert "199****4321、199****8765　辽B****5、辽B****0" in texts(screen)
    kept = cases.case_file(case_id).parties[0]
    assert (kept.phone, kept.plates) == ("19900004321、19900008765", "辽B12345、辽B67890")


@pytest.mark.parametrize(("size", "text"), [((1024, 600), "large"), ((1024, 600), "huge"), ((1182, 768), "standard")])
def test_a_party_has_room_for_its_words_however_small_the_window(
    screen: MediationScreen, cases: Cases, qapp: QApplication, size: tuple[int, int], text: str
) -> None:
    look.apply(qapp, text)
    screen.resize(size[0] - look.scaled(180), size[1])
    screen.begin("parties", opened(cases))
    settle()
    for row in screen.findChildren(PartyRow):
        words = row.findChildren(QLabel)[1]
        assert words.width() >= 16 * look.base(), f"{words.width() // look.base()} characters"
        for button in row.findChildren(QPushButton):
            assert not button.isVisible() or row.rect().contains(button.geometry()), button.text()


def test_an_agent_stands_on_the_side_of_whom_he_acts_for(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    press(screen.case.inner, "parties.add_applicant_agent")
    form = party_form(screen).form
    assert not form.cell("side").isVisibleTo(form), "it is not asked twice"
    assert form.value("acts_for") is None, "nobody said yet whom he acts for"
    fill(form, "name", "孙某")
    asked = found(screen, "party.acts_for")
    asked.setFocus()
    QTest.keyClick(asked, Qt.Key.Key_End)
    assert asked.currentText() == "赵某（对方）"
    press(screen.case.inner, "party.save")
    agent = next(p for p in cases.case_file(case_id).parties if p.name == "孙某")
    assert (agent.role, agent.side) == ("agent", "respondent")


def test_the_line_under_the_title_follows_the_parties(screen: MediationScreen, cases: Cases) -> None:
    screen.begin("parties", opened(cases))
    page = screen.case.inner
    assert isinstance(page, PartiesPage)
    press(page, "parties.add_applicant_party")
    fill(party_form(screen).form, "name", "钱某")
    press(screen.case.inner, "party.save")
    assert "王某、钱某 与 赵某" in texts(page)


def test_enter_is_the_next_act_after_a_page_was_only_looked_at(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("open_case", case_id)
    screen.begin("parties", case_id)
    assert screen.back()
    settle()
    assert screen.case.front.bar.main is not None
    assert screen.case.front.bar.main.hasFocus()
    assert screen.case.inner is None


def test_a_sex_recorded_as_unknown_is_no_word_about_a_person(screen: MediationScreen, cases: Cases) -> None:
    parties = [PartyDraft(name="赵某", sex="0"), PartyDraft(name="王某", side="respondent", sex="2")]
    case_id = opened(cases, parties=parties)
    for page in ("open_case", "parties"):
        screen.begin(page, case_id)
        assert "女" in texts(screen.case)
        assert "未知" not in texts(screen.case)


def test_sensitive_answers_of_a_party_hide_at_f8(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    page = screen.case.inner
    assert isinstance(page, PartiesPage)
    page.open_party(cases.case_file(case_id).parties[0].id)
    phone = party_form(screen).form.editor("phone")
    assert phone.isVisible()
    screen.veil(on=True)
    assert not phone.isVisible()


def test_telling_and_a_refusal_are_noted_and_closing_is_offered(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    page = screen.case.inner
    press(page, "parties.inform")  # type: ignore[arg-type]  # a page is open
    assert [p.informed_on for p in cases.case_file(case_id).parties] == [TODAY, TODAY]
    press(page, "parties.refused")  # type: ignore[arg-type]  # as above
    assert "明确不同意调解，不能再调解" in texts(page)  # type: ignore[arg-type]  # as above
    assert "第十七条" not in texts(page)  # type: ignore[arg-type]  # 人民调解法 binds the committee, not mode B
    offer = next(b for b in page.findChildren(QPushButton) if b.text() == "去结案")  # type: ignore[union-attr]
    offer.click()
    closing = screen.case.inner
    assert isinstance(closing, ClosePage)
    assert closing.form.value("outcome") == "refused"
    assert closing._who.ticked() == [cases.case_file(case_id).parties[0].id]


def test_deleting_a_party_asks_first(screen: MediationScreen, cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    answer(monkeypatch, yes=False)
    press(screen.case.inner, "parties.remove")  # type: ignore[arg-type]  # a page is open
    assert len(cases.case_file(case_id).parties) == 2
    answer(monkeypatch, yes=True)
    press(screen.case.inner, "parties.remove")  # type: ignore[arg-type]  # as above
    assert len(cases.case_file(case_id).parties) == 1


def test_a_neighbour_is_assigned_only_with_a_decision(screen: MediationScreen, cases: Cases, desk: Desk) -> None:
    with desk.office.write("登记人员") as session:
        neighbour = Staff(name="周某某", sort_key="zhou", role="mediator", address="6号楼203")
        session.add(neighbour)
    case_id = opened(cases, parties=[PartyDraft(name="王某", address="6号楼501")])
    screen.begin("staff", case_id)
    page = screen.case.inner
    assert isinstance(page, StaffPage)
    page.form.set_value("staff_id", neighbour.id)
    page.form.set_value("duty", "host")
    assert "同楼邻居" in texts(page)
    page.save()
    assert "请写明核实情况" in page.form.cell("decision").problem
    fill(page.form, "decision", "双方都同意")
    page.save()
    assert cases.case_file(case_id).case.handler_id == neighbour.id


def test_a_host_is_replaced_on_the_page(screen: MediationScreen, cases: Cases, desk: Desk) -> None:
    with desk.office.write("登记人员") as session:
        other = Staff(name="周某某", sort_key="zhou", role="mediator")
        session.add(other)
    case_id = opened(cases)
    screen.begin("staff", case_id)
    page = screen.case.inner
    assert isinstance(page, StaffPage)
    press(page, "staff.withdraw")
    fill(page.leave_form, "reason", "赵某要求换人")
    assert (page.main.text(), primary(page)) == ("记下更换", ["staff.assign"])
    press(page, "staff.assign")
    assert "另行指派" in page.leave_form.cell("staff_id").problem
    page.leave_form.set_value("staff_id", other.id)
    press(page, "staff.assign")
    assert page.main.text() == "保存指派"
    assert "退出" in texts(page)
    host = cases.case_file(case_id).host
    assert host is not None
    assert host.name == "周某某"


def test_a_danger_goes_from_tick_to_report(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("risk", case_id)
    page = screen.case.inner
    assert isinstance(page, RiskPage)
    page._sign_list.tick("domestic_violence")
    assert page.form.value("risk") == "red"
    assert "第十四条" in texts(page)
    press(page, "risk.save")
    assert screen.case.inner is page
    assert "“疑似家庭暴力”还没有写明报给了派出所、妇联或社区书记。" in texts(page)
    assert page._reports.form.value("target") == "police"
    assert primary(page) == ["risk_report.save"]
    press(page, "risk_report.save")
    assert "怎么报告" in page._reports.form.cell("way").problem
    page._reports.form.set_value("way", "phone")
    press(page, "risk_report.save")
    assert cases.stops(case_id) == []
    assert screen.back()
    assert primary(screen.case.front) == ["case.write_record"]


def test_an_unreported_danger_is_the_first_thing_on_the_page(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    cases.set_risk(case_id, RiskDraft("red", ["domestic_violence"]))
    screen.show_case(case_id)
    assert primary(screen.case.front) == ["case.report_risk"]
    assert "疑似家庭暴力" in texts(screen.case.front)


def test_closing_shows_the_paper_on_other_ways(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("close", case_id)
    page = screen.case.inner
    assert isinstance(page, ClosePage)
    page.form.set_value("outcome", "failed")
    assert "这一轮还没有调解记录" in texts(page)  # said before anybody presses
    page.form.set_value("outcome", "to_court")
    press(page, "close_case.save")
    assert "请写明引导到哪个法院" in page.form.cell("route").problem
    fill(page.form, "route", "区人民法院")
    assert "请写明原因" in page.form.cell("note").problem
    fill(page.form, "note", "双方差距太大")
    press(page, "close_case.save")
    assert "终止评理说事告知书" in texts(page)
    assert "双方差距太大" in texts(page)
    assert screen.back()
    assert primary(screen.case.front) == ["case.follow_up"]  # rule R7: three days after it failed
    press(screen.case.front, "case.archive")
    assert cases.case_file(case_id).case.state == "archived"
    assert primary(screen.case.front) == ["case.back"]  # nothing is left to do; 重新调解 is no next act


def test_details_keep_the_subtype_of_their_type(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases, subtype="leak")
    screen.begin("details", case_id)
    page = screen.case.inner
    assert isinstance(page, FormPage)
    assert page.form.value("subtype") == "leak"
    fill(page.form, "summary", "渗水两个月")
    press(page, "details.save")
    stored = cases.case_file(case_id).case
    assert (stored.subtype, stored.summary) == ("leak", "渗水两个月")


def test_another_mode_gets_its_own_number(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("mode", case_id)
    page = screen.case.inner
    assert isinstance(page, FormPage)
    page.form.set_value("serial", 7)
    press(page, "mode.save")
    assert "幸福里人调字第007号" in texts(screen.case.front)
    assert "曾用编号 （2026）示评字第001号" in texts(screen.case.front)


def test_extension_wants_a_tick_from_each_side(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("extend", case_id)
    page = screen.case.inner
    assert isinstance(page, FormPage)
    press(page, "extend.save")
    assert "双方当事人都同意" in texts(page)
    for party in cases.case_file(case_id).parties:
        page._who.tick(party.id)  # type: ignore[attr-defined]  # the page's own ticks
    press(page, "extend.save")
    assert cases.case_file(case_id).case.extended_to == date(2027, 1, 22)


def test_suspend_resume_and_a_new_round_from_the_bar(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("suspend", case_id)
    page = screen.case.inner
    assert isinstance(page, FormPage)
    press(page, "suspend.save")
    assert "请写明为什么暂缓" in page.form.cell("reason").problem
    fill(page.form, "reason", "赵某住院")
    press(page, "suspend.save")
    press(screen.case.front, "case.resume")
    assert cases.case_file(case_id).case.state == "mediating"
    cases.close(case_id, ClosingDraft("unsuitable", "法院已经受理", TODAY, route="区人民法院"))
    screen.begin("reopen", case_id)
    again = screen.case.inner
    assert isinstance(again, FormPage)
    day = again.form.editor("day").main
    assert isinstance(day, QLineEdit)
    assert day.selectedText() == day.text() != "", "typing takes the place of the day proposed"
    fill(again.form, "reason", "又愿意谈")
    press(again, "reopen.save")
    assert "第 2 轮 · 调解中" in texts(screen.case.front)


def test_the_history_tells_what_was_changed_and_keeps_what_is_confidential(
    screen: MediationScreen, cases: Cases, desk: Desk
) -> None:
    case_id = opened(cases)
    details = cases.details(case_id)
    details.title, details.summary = "楼上渗水", "渗水" * 400
    cases.change_details(case_id, details)
    desk.services.sessions.add_note(case_id, "底线三千")
    screen.begin("history", case_id)
    page = screen.case.inner
    assert page is not None
    shown = texts(page)
    assert "修改纠纷详情" in shown
    assert "案由：楼上漏水 → 楼上渗水" in shown
    assert shown.index("修改纠纷详情") < shown.index("受理为纠纷"), "the newest stands first"
    assert "渗水" * 400 not in shown
    for button in page.findChildren(QPushButton, "history.unfold"):
        button.click()
    assert "渗水" * 400 in texts(page)
    assert {b.text() for b in page.findChildren(QPushButton, "history.unfold")} == {"收起"}
    screen.veil(on=True)
    assert "渗水" not in texts(page).replace("楼上渗水　", "")
    press(page, "history.back")
    assert screen.case.inner is None


def test_a_step_of_the_history_stands_on_one_line_and_says_what_is_left_out(
    screen: MediationScreen, cases: Cases, desk: Desk, qtbot: QtBot
) -> None:
    case_id = opened(cases)
    screen.begin("history", case_id)
    page = screen.case.inner
    assert page is not None
    rest = page.findChild(QPushButton, "history.unfold")
    step = rest.parentWidget()
    when, title, text = (made for made in step.findChildren(QLabel) if made.isVisibleTo(step))
    left = sum(1 + len(change.lines) for change in desk.services.history.of(case_id)) - len(text.text().splitlines())
    assert rest.text() == f"还有 {left} 项"
    qtbot.waitUntil(lambda: when.geometry().center().y() == title.geometry().center().y())
    assert title.text().startswith("受理为纠纷")


def test_a_step_does_not_say_the_same_twice(screen: MediationScreen, cases: Cases, desk: Desk) -> None:
    case_id = opened(cases)
    party = cases.case_file(case_id).parties[0].id
    with desk.office.write("修改当事人") as session:
        session.get_one(Party, party).address = "4号楼"
    screen.begin("history", case_id)
    assert screen.case.inner is not None
    assert texts(screen.case.inner).count("修改当事人") == 1


def test_a_corrected_phone_is_offered_to_the_persons_other_open_cases(screen: MediationScreen, cases: Cases) -> None:
    first, second = opened(cases), opened(cases, title="占用车位")
    screen.begin("parties", first)
    page = screen.case.inner
    assert isinstance(page, PartiesPage)
    page.open_party(cases.case_file(first).parties[0].id)
    form = party_form(screen)
    fill(form.form, "phone", "19900004321")
    form.save()
    number = cases.case_file(second).case.number
    assert f"另有 1 件在办纠纷里王某的电话还是旧的：{number}。要一起改吗？" in texts(page)
    assert cases.case_file(second).parties[0].phone == "19900001234"
    next(b for b in page.findChildren(QPushButton) if b.text() == "一起改").click()
    assert cases.case_file(second).parties[0].phone == "19900004321"
    assert cases.offers_after(cases.case_file(first).parties[0].id, ["phone"]) == []


def test_tab_goes_through_a_page_as_it_is_read(screen: MediationScreen, cases: Cases, qtbot: Any) -> None:
    case_id = opened(cases)
    screen.begin("agree", case_id)
    page = screen.case.inner
    assert page is not None
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    names = []
    for _ in range(25):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    order = ["agreement.facts", "agreement.clause_1.what", "agreement.add_clause", "agreement.remark", "agreement.save"]
    places = [names.index(name) for name in order]
    assert places == sorted(places)


def test_every_control_of_the_case_has_a_name(screen: MediationScreen, cases: Cases) -> None:
    screen.show_case(opened(cases))
    QApplication.processEvents()
    shown = [b for b in screen.findChildren(QPushButton) if b.isVisible()]
    nameless = [b for b in shown if not (b.accessibleName() or b.text())]
    assert len(shown) >= 8
    assert nameless == []
    assert screen.case.front.steps.accessibleName() == "第 4 步，共 8 步：调解；跳过：调查"


@pytest.mark.parametrize("size", ["standard", "huge"])
def test_nothing_is_wider_than_the_window(screen: MediationScreen, cases: Cases, qapp: QApplication, size: str) -> None:
    look.apply(qapp, size)
    case_id = opened(cases)
    width = 1366 - look.scaled(184)
    screen.resize(width, 700)
    for action in ("parties", "risk", "staff", "close", "details", "mode"):
        screen.begin(action, case_id)
        qapp.processEvents()
        inner = screen.case.inner
        assert inner is not None
        assert inner.minimumSizeHint().width() <= width, action
        area = getattr(getattr(inner, "list", inner), "area", None)
        assert area is not None
        assert area.widget().minimumSizeHint().width() <= area.viewport().width(), action
    assert screen.minimumSizeHint().width() <= width
    look.apply(qapp)
