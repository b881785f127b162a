"""The window around the pages: what Esc and F1 do, what a change of text size reaches, what stays hidden."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.records.dispute.agreement.draft import AgreementDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import ClosingDraft, RiskDraft
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.rail import Rail
from studio_app.ui.kit.popup import messages
from studio_app.ui.main_window import STOPS, MainWindow
from tests.conftest import Clock
from tests.ui.hands import primary, type_on
from tests.ui.walking import settle


@pytest.fixture
def window(
    qtbot: Any, qapp: QApplication, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setenv("STUDIO_APP_CONFIG", str(tmp_path / "config"))
    look.apply(qapp)
    desk.services.reminders.add("带表格去社区盖章", desk.office.today())
    made = MainWindow(desk, ComputerSettings())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with tasks.inline():
        made.show()
        qtbot.waitActive(made)
        yield made
        made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    look.apply(qapp)


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, keys)
    QApplication.processEvents()


def current(window: MainWindow) -> str:
    return window._pages.currentWidget().objectName()


def test_the_rail_counts_what_is_due_from_the_first_moment(window: MainWindow, qtbot: Any) -> None:
    stop = window.findChild(QPushButton, "rail.followups")
    qtbot.waitUntil(lambda: stop.text() == "回访提醒  1")


def test_escape_belongs_to_the_search_line_before_it_belongs_to_the_page(window: MainWindow) -> None:
    window.go("preferences")
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.search, "99999")
    window.search.ask_now()
    assert window.search.results.isVisible()
    press(window, Qt.Key.Key_Escape)  # what found nothing is of no use any more
    assert (window.search.results.isVisible(), window.search.text(), current(window)) == (False, "", "preferences")
    press(window, Qt.Key.Key_Escape)
    assert current(window) == "today"


def test_help_tells_of_the_page_in_view_and_escape_leads_back_there(window: MainWindow) -> None:
    told = {}
    for stop in STOPS:
        if stop.name != "manual":
            window.go(stop.name)
            press(window, Qt.Key.Key_F1)
            told[stop.name] = window.screen_named("manual").topic  # type: ignore[attr-defined]  # ManualScreen
            press(window, Qt.Key.Key_F1)  # once more changes nothing
            press(window, Qt.Key.Key_Escape)
            assert window._current == stop.name
    assert told.pop("preferences") == "settings"
    assert all(topic == name for name, topic in told.items())


def test_a_larger_text_reaches_pages_that_were_already_made(window: MainWindow) -> None:
    before = window.screen_named("intake")
    window.go("preferences")
    window.screen_named("preferences").show_item("look")
    small = window.findChild(QPushButton, "rail.today").iconSize()
    window.findChild(QPushButton, "preferences.text_size_huge").click()
    assert look.base() == look.BASE["huge"]
    assert window.findChild(QPushButton, "rail.today").iconSize().width() > small.width()
    assert window.screen_named("intake") is not before
    window.go("intake")
    assert current(window) == "intake_screen"


def test_a_larger_text_leaves_the_case_and_the_visit_in_view(window: MainWindow, desk: Desk) -> None:
    case_id, visit_id = opened_case(desk), visit(desk, "麦某")
    window.open_intake(visit_id)
    window.open_case(case_id)
    window.go("preferences")
    window.screen_named("preferences").show_item("look")
    window.findChild(QPushButton, "preferences.text_size_huge").click()
    window.go("mediation")
    assert window.screen_named("mediation").place() == case_id
    window.go("intake")
    assert window.screen_named("intake").place() == visit_id


def test_what_is_said_never_covers_the_field_somebody_writes_in(window: MainWindow) -> None:
    window.register()
    page = window.screen_named("intake").register  # type: ignore[attr-defined]  # IntakeScreen
    fields = [page.form.editor(name).main for name in ("name", "phone", "place", "content", "wants")]
    window.say("已存好")
    for field in fields:
        field.setFocus()
        QApplication.processEvents()
        written = QRect(field.mapTo(window, QPoint(0, 0)), field.size())
        assert not window._toast.geometry().intersects(written)
        assert window.rect().contains(window._toast.geometry())


def test_what_is_said_never_covers_the_main_button_of_the_page(window: MainWindow, desk: Desk) -> None:
    window.open_case(opened_case(desk))
    page = window.screen_named("mediation")
    for size in ((1366, 748), (1024, 580)):
        window.resize(*size)
        window.say("已受理：（2026）海城市牛庄镇东关人调字第001号")
        QTest.qWait(500)
        main = next(b for b in page.findChildren(QPushButton) if b.objectName() == primary(page)[0])
        assert not window._toast.geometry().intersects(QRect(main.mapTo(window, QPoint(0, 0)), main.size()))


def test_what_is_veiled_stays_veiled_on_a_page_made_later(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F8)
    window.register()
    page = window.screen_named("intake").register  # type: ignore[attr-defined]  # IntakeScreen
    assert not page.form.editor("phone").isVisibleTo(page)
    press(window, Qt.Key.Key_F8)
    assert page.form.editor("phone").isVisibleTo(page)


def test_after_registering_the_keyboard_goes_on_from_the_visit(window: MainWindow) -> None:
    window.register()
    screen: Any = window.screen_named("intake")
    screen.register.form.set_value("content", "楼上漏水")
    screen.register.form.focus("content")
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.visit is not None
    assert screen.visit.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is screen.visit
    press(window, Qt.Key.Key_Tab)
    assert screen.visit.isAncestorOf(QApplication.focusWidget())


def test_leaving_waits_for_the_locks_being_changed(window: MainWindow, desk: Desk, qapp: QApplication) -> None:
    """What was typed meanwhile can be stored: drafts are refused only as long as the file is exchanged."""
    qapp.setProperty("tasks_inline", False)
    before = desk.office.database.key
    window.go("intake")
    window.register()
    QTest.keyClicks(QApplication.focusWidget(), "Miao")
    tasks.run(window, desk.services.accounts.change_locks)
    window.lock()
    assert desk.office.database.key != before
    assert any("Miao" in str(draft.body) for draft in desk.services.drafts.pending())


def visit(desk: Desk, name: str = "苗某") -> str:
    return desk.services.intakes.register(IntakeDraft(content="楼上漏水", visitors=[VisitorDraft(name=name)])).id


def opened_case(desk: Desk) -> str:
    opening = Opening(title="漏水", dispute_type="neighbour", parties=[PartyDraft(name="苗某")])
    return str(desk.services.intakes.accept(visit(desk), opening).id)


def kept(desk: Desk) -> dict[str, str]:
    return {draft.form: str(draft.body) for draft in desk.services.drafts.pending()}


def test_a_change_half_written_is_kept_when_a_new_form_comes_at_once(window: MainWindow, desk: Desk) -> None:
    changed = visit(desk)
    window.open_intake(changed)
    screen: Any = window.screen_named("intake")
    screen.edit(changed)
    screen.register.form.focus("note")
    QTest.keyClicks(QApplication.focusWidget(), "Miao")
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert screen.register.intake_id == ""
    assert "Miao" in kept(desk)[f"intake:{changed}"]


def test_text_of_one_case_is_kept_when_another_is_opened_at_once(window: MainWindow, desk: Desk) -> None:
    window.open_case(opened_case(desk))
    screen: Any = window.screen_named("mediation")
    screen.case.do("details")
    screen.case.inner.form.focus("claims")
    QTest.keyClicks(QApplication.focusWidget(), "Miao")
    window.open_case(opened_case(desk))
    assert "Miao" in str(kept(desk))


def test_ctrl_s_keeps_the_text_and_never_hands_it_in(window: MainWindow, desk: Desk) -> None:
    window.register()
    screen: Any = window.screen_named("intake")
    screen.register.form.focus("content")
    QTest.keyClicks(QApplication.focusWidget(), "Miao")
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "Miao" in kept(desk)["intake:new"]
    assert screen.register._kept.text() == f"已自动保存 {desk.office.now():%H:%M}"
    assert screen.visit is None


@pytest.mark.parametrize("page", ["intake", "preferences"])
def test_where_nothing_can_be_printed_it_is_said_where_something_can(window: MainWindow, page: str) -> None:
    window.go(page)
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window._toast.text().startswith("这一页没有要打印的。")


def test_where_nothing_is_written_ctrl_s_says_so(window: MainWindow) -> None:
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window._toast.text().startswith("这一页没有要保存的。")


def test_ctrl_p_prints_the_week_on_the_daily_page_and_the_card_in_the_manual(window: MainWindow) -> None:
    asked: list[object] = []
    window.screen_named("today").page_requested.connect(lambda *what: asked.append(what))
    window.screen_named("today").page_requested.disconnect(window.show_page)
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    window.go("manual")
    window.screen_named("manual").card_wanted.disconnect(window._print_card)
    window.screen_named("manual").card_wanted.connect(lambda: asked.append("card"))
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked == [("followups", "print_week"), "card"]


@pytest.mark.parametrize(("figure", "view"), [("mediating", "调解进行中"), ("resolved", "本季已化解")])
def test_a_figure_of_the_day_opens_the_list_it_counts(window: MainWindow, desk: Desk, figure: str, view: str) -> None:
    """What the studio only assists stands among the open cases, but the committee mediates it."""
    cases = desk.services.cases
    own = [cases.open(Opening(title=f"漏水{n}", dispute_type="neighbour", parties=_sides())) for n in range(3)]
    cases.open(Opening(mode="C", led_by="和平社区调委会", title="协助", dispute_type="neighbour", parties=_sides()))
    settled = AgreementDraft(form="none", reached_on=desk.office.today(), facts="当场说开")
    desk.services.agreements.save(own[0].id, settled)
    cases.close(own[0].id, ClosingDraft("settled_on_spot", closed_on=desk.office.today()))
    window.go("today")
    settle()
    tile: Any = window.findChild(QPushButton, f"today.{figure}")
    number = tile.number.partition(" / ")[0]
    assert number == {"mediating": "2", "resolved": "1"}[figure]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    settle()
    listed = window.screen_named("mediation").list
    assert listed.table.count() == int(number)
    chosen = window.findChild(QPushButton, f"mediation.view.{figure}")
    assert (chosen.text(), chosen.isChecked()) == (view, True)
    QTest.mouseClick(window.findChild(QPushButton, "mediation.view.open"), Qt.MouseButton.LeftButton)
    settle()
    assert listed.table.count() == 3
    assert not [b for b in listed.findChildren(QPushButton, f"mediation.view.{figure}") if b.isVisible()]


def _sides() -> list[PartyDraft]:
    return [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]


def test_back_from_the_manual_one_writes_where_one_wrote(window: MainWindow) -> None:
    window.register()
    screen: Any = window.screen_named("intake")
    screen.register.form.focus("content")
    place = QApplication.focusWidget()
    press(window, Qt.Key.Key_F1)
    assert QApplication.focusWidget() is not place
    press(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is place


def test_one_character_finds_surnames_and_says_so(window: MainWindow, desk: Desk) -> None:
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    for words, said in (("水", "一个字只找姓"), ("水管", "换两个字")):
        window._tools._asked += 1
        window.search.setText(words)
        window.search._told = words
        window._tools._show(window._tools._asked, desk.services.search.find(words))
        assert any(said in shown.text() for shown in window.search.results.findChildren(QLabel))


def test_help_on_the_search_line_tells_of_searching(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_F1)
    assert window.screen_named("manual").topic == "search"  # type: ignore[attr-defined]  # ManualScreen


def test_a_slow_answer_to_an_older_question_shows_nothing(window: MainWindow, desk: Desk) -> None:
    visit(desk)
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    for words in ("苗某", "漏水的事"):
        window.search.setText(words)
        window.search.ask_now()
    window._tools._show(1, desk.services.search.find("苗某"))
    assert window.search.results.texts() == []


def test_what_is_typed_after_f8_does_not_reach_the_rail(window: MainWindow) -> None:
    window.register()
    screen: Any = window.screen_named("intake")
    screen.register.form.focus("phone")
    press(window, Qt.Key.Key_F8)
    assert screen.register.form.cell("place").holds_focus()
    press(window, Qt.Key.Key_Space)
    assert current(window) == "intake_screen"


def test_what_is_half_written_is_told_on_the_daily_page_and_gone_on_with(window: MainWindow, desk: Desk) -> None:
    case_id, visit_id = opened_case(desk), visit(desk, "麦某")
    for form in ("intake:new", f"intake:{visit_id}", "case:new", f"details:{case_id}", f"details:{visit_id}"):
        desk.services.drafts.save(form, {})
    window.go("intake")
    window.go("today")
    QApplication.processEvents()
    found = {b.accessibleName(): b for b in window.findChildren(QPushButton, "today.go_on")}
    assert set(found) >= {"接着写：来访登记", "接着写：新开纠纷", "接着写：纠纷详情　苗某　漏水"}
    assert len(found) == 4  # what belongs to nothing that is there is not told
    changed = next(b for words, b in found.items() if words.startswith("接着写：来访登记　麦某"))
    changed.click()
    assert window.screen_named("intake").register.intake_id == visit_id  # type: ignore[attr-defined]  # IntakeScreen


def test_at_125_percent_every_page_fits_a_small_screen(window: MainWindow, desk: Desk) -> None:
    """1366×768 scaled by 125 % leaves 1093×582."""
    window.resize(1093, 582)
    for stop in STOPS:
        window.go(stop.name)
    window.open_case(opened_case(desk))
    window.open_intake(visit(desk))
    window.register()
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1093, 582)
    foot = window.screen_named("intake").register.save_button  # type: ignore[attr-defined]  # IntakeScreen
    assert window.rect().contains(QRect(foot.mapTo(window, QPoint(0, 0)), foot.size()))


@pytest.mark.parametrize("name", ["undo", "redo", "veil", "lock", "today", "preferences"])
def test_what_is_pressed_on_the_rail_is_large_enough(window: MainWindow, name: str) -> None:
    assert window.findChild(QPushButton, f"rail.{name}").height() >= 36


def test_a_recovery_code_that_was_never_copied_is_told_after_signing_in(window: MainWindow, desk: Desk) -> None:
    assert window.findChild(QPushButton, "main.new_code") is None
    desk.services.accounts.note_code_shown()
    window._remind_of_code()
    window.findChild(QPushButton, "main.new_code").click()
    assert window.screen_named("preferences").current == "security"  # type: ignore[attr-defined]  # PreferencesScreen


def test_what_is_undone_out_of_sight_is_asked_about(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step on another case is taken back only once the person saw which one it is."""
    asked: list[str] = []
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *told: asked.append(told[2]) or False))
    first, second = opened_case(desk), opened_case(desk)
    desk.services.cases.set_risk(first, RiskDraft("yellow", []))
    window.open_case(second)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1
    assert "苗某" in asked[0]
    window.go("preferences")
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 2
    window.open_case(first)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 2
    assert desk.services.cases.case_file(first).case.risk == "green"


def test_what_is_more_than_the_page_shows_is_asked_about_before_it_is_taken_back(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole case just accepted, and a step of the case in view that its open page does not show."""
    asked: list[str] = []
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *told: asked.append(told[2]) or False))
    case_id = opened_case(desk)
    for show in (lambda: window.go("today"), lambda: window.go("mediation"), lambda: window.open_case(case_id)):
        show()
        press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 3
    assert all("受理为纠纷" in question for question in asked)
    desk.services.cases.set_risk(case_id, RiskDraft("yellow", []))
    for page, more in (("today", 1), ("mediation", 1)):
        window.go(page)
        if page == "mediation":
            window.screen_named("mediation").begin("print", case_id)
        before = len(asked)
        press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(asked) == before + more
    assert desk.services.cases.case_file(case_id).case.risk == "yellow"
    window.screen_named("mediation").begin("risk", case_id)
    before = len(asked)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == before
    assert desk.services.cases.case_file(case_id).case.risk == "green"


def test_names_at_the_head_of_the_rail_take_two_lines_at_most(qtbot: Any, qapp: QApplication) -> None:
    name = "幸福里社区邻里和谐共建共治共享委员工作室第一分室"
    look.apply(qapp, "huge")
    rail = Rail(name, name, STOPS)
    qtbot.addWidget(rail)
    rail.resize(rail.width(), 700)
    rail.show()
    QApplication.processEvents()
    for place in (rail.title, rail.subtitle):
        assert place.height() >= place.heightForWidth(place.width())
        assert place.heightForWidth(place.width()) < 2.5 * place.fontMetrics().height()
        assert place.toolTip() == name


def test_the_rail_leads_to_its_list_and_a_button_back_to_the_record(window: MainWindow, desk: Desk) -> None:
    case_id, visit_id = opened_case(desk), visit(desk, "麦某")
    for page, record, open_it in (
        ("mediation", case_id, lambda: window.open_case(case_id)),
        ("intake", visit_id, lambda: window.open_intake(visit_id)),
    ):
        open_it()
        screen: Any = window.screen_named(page)
        window.go("today")
        for _press in range(2):
            window.findChild(QPushButton, f"rail.{page}").click()
            assert screen.list.isVisible()
        screen.way_back.click()
        assert screen.place() == record
        window.findChild(QPushButton, f"rail.{page}").click()
        press(window, Qt.Key.Key_Escape)
        assert screen.place() == record
        assert not screen.list.isVisible()


def test_what_is_half_written_is_there_when_the_way_back_is_taken(window: MainWindow) -> None:
    window.register()
    screen: Any = window.screen_named("intake")
    screen.register.form.focus("content")
    QTest.keyClicks(QApplication.focusWidget(), "Miao")
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert screen.list.isVisible()
    screen.way_back.click()
    assert screen.register.isVisible()
    assert screen.register.form.value("content") == "Miao"


def test_the_page_in_view_follows_the_day(window: MainWindow, clock: Clock, qtbot: Any) -> None:
    window.go("today")
    screen = window.screen_named("today")
    assert any("11月23日" in shown.text() for shown in screen.findChildren(QLabel))
    while clock().day == 23:  # somebody is at work: nothing locks
        clock.forward(minutes=14)
        press(window, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: any("11月24日" in shown.text() for shown in screen.findChildren(QLabel)))


def test_enter_in_the_search_line_opens_the_first_hit(window: MainWindow, desk: Desk, qtbot: Any) -> None:
    visit(desk, "麦某")
    visit(desk, "麦某")
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_on(window.search, "麦某")
    press(window, Qt.Key.Key_Return)
    screen: Any = window.screen_named("intake")
    qtbot.waitUntil(lambda: screen.place() != "")


def test_what_opens_below_the_fold_is_brought_into_view(window: MainWindow, desk: Desk) -> None:
    """分期 of a clause, and the panel of 推迟 on the last of many rows."""
    window.resize(960, 540)
    case_id = opened_case(desk)
    screen: Any = window.screen_named("mediation")
    window.go("mediation")
    screen.begin("agree", case_id)
    if not screen.case.inner.findChildren(QPushButton, "agreement.clause_1.split"):
        press_named(window, "agreement.add_clause")
    press_named(window, "agreement.clause_1.split")
    in_view(window, "agreement.clause_1.divide")
    for number in range(12):
        desk.services.reminders.add(f"第 {number} 件事", desk.office.today())
    window.go("today")
    settle()
    later = [made for made in window.findChildren(QPushButton, "due_row.later") if made.isVisible()]
    QTest.mouseClick(later[-1], Qt.MouseButton.LeftButton)
    in_view(window, "put_off.store")


def press_named(window: MainWindow, name: str) -> None:
    settle()
    made = next(b for b in window.findChildren(QPushButton, name) if b.isVisible())
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)


def in_view(window: MainWindow, name: str) -> None:
    settle()
    made = next(b for b in window.findChildren(QPushButton, name) if b.isVisible())
    assert made.visibleRegion().boundingRect() == made.rect(), name
