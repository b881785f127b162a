"""What every page inside a case does alike: comes back by Esc, hides at F8, keeps what was typed."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QPushButton

from studio_app.core.errors import Refused
from studio_app.desk import Desk
from studio_app.records.dispute.agreement.service import ClauseDraft
from studio_app.records.dispute.case.service import Cases, ExtensionDraft, PartyDraft
from studio_app.ui.dispute.agreement.agreement_page import AgreementPage
from studio_app.ui.dispute.case.case_bar import possible
from studio_app.ui.dispute.case.case_cards import AttachmentsCard
from studio_app.ui.dispute.case.case_page import MAKERS
from studio_app.ui.dispute.case.risk_page import RiskPage
from studio_app.ui.dispute.paper.print_page import PrintPage
from studio_app.ui.dispute.party.parties_page import PartiesPage
from studio_app.ui.dispute.screen import MediationScreen
from studio_app.ui.dispute.session.session_page import SessionPage
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Line, LongText
from studio_app.ui.kit.form.form_cells import Cell
from studio_app.ui.record.writing_page import FormPage, WritingPage
from tests.ui.hands import answer as fill
from tests.ui.hands import texts
from tests.ui.mediation.making import opened

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.mark.parametrize("code", sorted(MAKERS))
def test_every_page_of_a_case_comes_back_by_escape_with_the_focus_on_it(
    screen: MediationScreen, cases: Cases, code: str
) -> None:
    case_id = opened(cases)
    screen.begin(code, case_id)
    page = screen.case.inner
    assert page is not None
    assert page.objectName()
    assert screen.back()
    assert screen.case.inner is None
    assert screen.case.front.isAncestorOf(QApplication.focusWidget()) or screen.case.front.hasFocus()


@pytest.mark.parametrize("code", sorted(set(MAKERS) - {"history", "print", "print_remedies"}))
def test_sensitive_answers_hide_on_every_page_of_a_case(screen: MediationScreen, cases: Cases, code: str) -> None:
    case_id = opened(cases)
    screen.begin(code, case_id)
    page = screen.case.inner
    assert page is not None
    cells = [cell for cell in page.findChildren(Cell) if cell.asked.sensitive and cell.isVisibleTo(page)]
    screen.veil(on=True)
    assert not [cell.asked.label for cell in cells if cell.editor.isVisible()]
    screen.veil(on=False)


def test_a_report_half_written_outlives_the_study_and_the_page(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("risk", case_id)
    page = screen.case.inner
    assert isinstance(page, RiskPage)
    page._sign_list.tick("domestic_violence")
    fill(page._reports.form, "content", "已打110，民警到场。")
    screen.back()
    screen.begin("risk", case_id)
    page = screen.case.inner
    assert isinstance(page, RiskPage)
    assert page._reports.form.value("content") == "已打110，民警到场。"
    page.save()
    assert page._reports.form.value("content") == "已打110，民警到场。"
    assert cases.case_file(case_id).case.risk_signs == ["domestic_violence"]
    page._reports.form.set_value("target", "police")
    page._reports.form.set_value("way", "phone")
    page._reports.store()
    assert page._reports.form.value("content") == ""
    assert [row.content for row in cases.case_file(case_id).risk_reports] == ["已打110，民警到场。"]


def test_a_study_stored_says_what_the_report_beside_it_lacks(screen: MediationScreen, cases: Cases, desk: Desk) -> None:
    case_id = opened(cases)
    screen.begin("risk", case_id)
    page = screen.case.inner
    assert isinstance(page, RiskPage)
    fill(page._reports.form, "content", "向社区民警说明了情况。")
    page.save()
    assert screen.case.inner is page
    assert page._reports.form.cell("target").problem
    screen.leave()
    assert [draft.label for draft in desk.services.drafts.unfinished()] == ["风险研判"]


def test_leaving_says_that_what_was_not_stored_is_kept(screen: MediationScreen, cases: Cases) -> None:
    said: list[str] = []
    screen.said.connect(said.append)
    case_id = opened(cases)
    screen.begin("note", case_id)
    screen.back()
    assert said == []
    screen.begin("write_record", case_id)
    fill(screen.case.inner.after, "narrative", "双方来了。")  # type: ignore[union-attr]  # the record's page
    screen.back()
    assert said == ["没有保存的内容留着，下次打开这一页会带回来。"]


def test_a_report_nobody_began_is_nothing_unfinished(screen: MediationScreen, cases: Cases, desk: Desk) -> None:
    case_id = opened(cases)
    screen.begin("risk", case_id)
    page = screen.case.inner
    assert isinstance(page, RiskPage)
    page._sign_list.tick("domestic_violence")
    page.save()
    page._sign_list.tick("drinking")
    page.save()
    screen.back()
    assert desk.services.drafts.unfinished() == []


def test_one_card_stored_leaves_what_is_typed_beside_it(screen: MediationScreen, cases: Cases, desk: Desk) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    page = screen.case.inner
    assert isinstance(page, PartiesPage)
    fill(page._guests.form, "name", "孙某")
    page._telling.store()
    screen.leave()
    kept = desk.services.drafts.load(f"parties:{case_id}")
    assert kept is not None
    assert kept.body["guest"]["name"] == "孙某"
    assert "telling" not in kept.body
    page._guests.store()
    assert desk.services.drafts.load(f"parties:{case_id}") is None


def test_people_with_long_names_fit_the_largest_type(screen: MediationScreen, cases: Cases, qapp: QApplication) -> None:
    names = ["幸福里小区第一届业主委员会筹备组临时召集人王某某", "幸福里物业服务有限公司第二项目部客户服务中心"]
    case_id = opened(cases, parties=[PartyDraft(name=names[0]), PartyDraft(name=names[1], side="respondent")])
    look.apply(qapp, "huge")
    screen.resize(1366 - look.scaled(184), 700)
    screen.begin("write_record", case_id)
    QApplication.processEvents()
    page = screen.case.inner
    assert page is not None
    assert page.area.widget().minimumSizeHint().width() <= page.area.viewport().width()


@pytest.mark.parametrize("code", ["print", "mode", "remove", "close", "risk", "parties"])
def test_a_page_says_whose_case_it_is(screen: MediationScreen, cases: Cases, code: str) -> None:
    screen.begin(code, opened(cases))
    assert "王某 与 赵某" in texts(screen.case.inner)


def test_ticks_come_back_with_the_draft(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("risk", case_id)
    page = screen.case.inner
    assert isinstance(page, RiskPage)
    page._sign_list.tick("domestic_violence")
    screen.back()
    screen.begin("risk", case_id)
    again = screen.case.inner
    assert isinstance(again, RiskPage)
    assert again._sign_list.ticked() == ["domestic_violence"]


def test_another_type_drops_the_finer_word_of_the_old_one(screen: MediationScreen, desk: Desk, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("details", case_id)
    page = screen.case.inner
    assert isinstance(page, FormPage)
    form = page.form
    assert form.value("subtype") == "leak"
    other = next(e.code for e in desk.services.office.lists.entries("dispute_types") if e.code != "neighbour")
    form.set_value("dispute_type", other)
    assert form.value("subtype") == ""


def test_papers_are_shown_over_a_half_written_record(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("write_record", case_id)
    page = screen.case.inner
    assert isinstance(page, SessionPage)
    fill(page.after, "narrative", "先听了双方的意见")
    screen.print_now()
    assert isinstance(screen.case.inner, PrintPage)
    screen.back()
    assert screen.case.inner is page
    assert page.after.value("narrative") == "先听了双方的意见"


@pytest.mark.parametrize("code", ["close", "remove", "write_record", "agree", "perform"])
def test_save_now_keeps_what_is_typed_and_hands_nothing_in(
    screen: MediationScreen, desk: Desk, cases: Cases, code: str
) -> None:
    case_id = opened(cases)
    before = desk.services.history.of(case_id)
    screen.begin(code, case_id)
    page = screen.case.inner
    assert isinstance(page, WritingPage)
    assert not screen.save_now()
    cell = next(cell for cell in page.findChildren(Cell) if isinstance(cell.asked, Line | LongText))
    cell.editor.main.setFocus()
    (cell.editor.main.insertPlainText if isinstance(cell.asked, LongText) else cell.editor.main.insert)("写到一半")  # type: ignore[union-attr]
    assert screen.save_now()
    assert screen.case.inner is page
    assert "已自动保存" in page.status.text()
    assert desk.services.drafts.load(page.writing.key) is not None
    assert desk.services.history.of(case_id) == before


def test_going_to_another_case_keeps_what_is_typed(screen: MediationScreen, desk: Desk, cases: Cases) -> None:
    first, second = opened(cases), opened(cases)
    screen.begin("write_record", first)
    page = screen.case.inner
    assert isinstance(page, SessionPage)
    fill(page.after, "narrative", "刚写到一半")
    screen.show_case(second)
    kept = desk.services.drafts.load(f"session:{first}")
    assert kept is not None
    assert "刚写到一半" in str(kept.body)


def test_reports_and_guests_come_back_with_the_draft(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("parties", case_id)
    page = screen.case.inner
    assert isinstance(page, PartiesPage)
    fill(page._guests.form, "name", "楼长孙某")
    screen.back()
    screen.begin("parties", case_id)
    again = screen.case.inner
    assert isinstance(again, PartiesPage)
    assert again._guests.form.value("name") == "楼长孙某"


def test_signature_days_come_back_with_the_draft(screen: MediationScreen, desk: Desk, cases: Cases) -> None:
    case_id = opened(cases)
    agreements = desk.services.agreements
    agreements.save(case_id, agreements.blank(case_id))
    screen.begin("agree", case_id)
    page = screen.case.inner
    assert isinstance(page, AgreementPage)
    page.sign_card.fill_today()
    typed = page.sign_card.typed()
    screen.back()
    screen.begin("agree", case_id)
    again = screen.case.inner
    assert isinstance(again, AgreementPage)
    assert again.sign_card.typed() == typed


def test_clauses_change_places(screen: MediationScreen, cases: Cases) -> None:
    case_id = opened(cases)
    screen.begin("agree", case_id)
    page = screen.case.inner
    assert isinstance(page, AgreementPage)
    fill(page.clauses.cards[0].form, "what", "先修")
    fill(page.clauses.add().form, "what", "后赔")
    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "第 2 条上移").click()
    assert [draft.what for draft in page.clauses.drafts()] == ["后赔", "先修"]


def test_the_opening_of_a_case_taken_back_says_nothing_of_a_loss(
    screen: MediationScreen, desk: Desk, cases: Cases
) -> None:
    screen.show_case(opened(cases))
    said: list[str] = []
    screen.said.connect(said.append)
    desk.services.history.undo()
    screen.refresh()
    assert said == []
    assert screen.case.case_id == ""


def test_no_longer_mediating_nothing_is_extended(screen: MediationScreen, desk: Desk, cases: Cases) -> None:
    case_id = opened(cases)
    agreements = desk.services.agreements
    agreements.save(case_id, replace(agreements.blank(case_id), form="oral", clauses=[ClauseDraft(what="互相道歉")]))
    file = cases.case_file(case_id)
    assert "extend" not in possible(file)
    with pytest.raises(Refused, match="没有调解期限"):
        cases.extend(case_id, ExtensionDraft(file.case.accepted_on, "", [p.id for p in file.parties]))


def test_photos_belong_to_the_record_they_were_added_at_and_print_behind_it(
    screen: MediationScreen, desk: Desk, cases: Cases, tmp_path: Path
) -> None:
    case_id = opened(cases)
    sessions = desk.services.sessions
    first = sessions.record(case_id, replace(sessions.blank(case_id), narrative="看了现场", result="continue"))
    second = sessions.record(case_id, replace(sessions.blank(case_id), narrative="又谈了一次", result="continue"))
    picture = tmp_path / "crack.jpg"
    Image.new("RGB", (60, 40), "white").save(picture)
    screen.begin("write_record", case_id, first.id)
    page = screen.case.inner
    assert page is not None
    card = page.findChild(AttachmentsCard)
    assert isinstance(card, AttachmentsCard)
    card.add([picture])
    assert card.accessibleName() == "附件 1"
    (line,) = desk.services.attachments.list(case_id)
    assert line.subject_id == first.id
    printing = desk.services.printing
    bare, illustrated = (len(printing.render("record", case_id, row.id).pdf()) for row in (second, first))
    assert illustrated > bare + 300
    screen.begin("write_record", case_id, second.id)
    other = screen.case.inner
    assert other is not None
    others = other.findChild(AttachmentsCard)
    assert isinstance(others, AttachmentsCard)
    assert others.accessibleName() == "附件"
