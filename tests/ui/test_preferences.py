"""设置与备份 as a person uses it: every section shows, saves, refuses in words, and goes back to default."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import Refused, WrongPassword
from studio_app.core.paths import resource
from studio_app.desk import Desk
from studio_app.office.studio import StaffDetails
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import StaffChoice
from studio_app.records.person.table import Person
from studio_app.services.backups import find
from studio_app.services.holidays import HolidayRow
from studio_app.store import keys
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.cards import Badge, Banner
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.screen import SECTIONS, PreferencesScreen
from tests.conftest import PASSWORD, SIGN_IN, Clock, Template
from tests.ui import hands
from tests.ui.hands import texts

PATIENCE = 60_000
"""Milliseconds: a machine may be busy with other things."""


pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture(autouse=True)
def yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question is answered with yes."""
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *_: True))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions, each answered with yes."""
    heard: list[str] = []
    answer = classmethod(lambda _cls, _parent, question, *_words: heard.append(question) or True)
    monkeypatch.setattr(messages.Dialogs, "ask", answer)
    return heard


@pytest.fixture
def screen(qtbot: Any, desk: Desk) -> PreferencesScreen:
    made = PreferencesScreen(desk.services)
    qtbot.addWidget(made)
    made.resize(1182, 728)
    made.show()
    made.refresh()
    return made


@pytest.fixture
def said(screen: PreferencesScreen) -> list[str]:
    heard: list[str] = []
    screen.said.connect(heard.append)
    return heard


@pytest.fixture
def chosen_folder(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    def answer(folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        monkeypatch.setattr(messages.Dialogs, "choose_folder", classmethod(lambda _cls, _parent, _title: folder))

    return answer


def found(screen: QWidget, name: str) -> Any:
    """The control of this name in view; one on its way out may still have it too."""
    QApplication.processEvents()
    named = screen.findChildren(QWidget, f"preferences.{name}")
    assert named, name
    return next((widget for widget in named if widget.isVisibleTo(screen)), named[-1])


def write(screen: QWidget, name: str, text: str) -> None:
    hands.write(screen, f"preferences.{name}", text)


def press(screen: QWidget, name: str) -> None:
    button: QPushButton = found(screen, name)
    assert button.isEnabled(), name
    button.click()


def click(screen: QWidget, name: str) -> None:
    """On the box or the circle itself."""
    QTest.mouseClick(found(screen, name), Qt.MouseButton.LeftButton, pos=QPoint(8, found(screen, name).height() // 2))


def type_into(screen: QWidget, **texts: str) -> None:
    """Instead of what stands there; Chinese arrives as an input method brings it."""
    for name, text in texts.items():
        line: QLineEdit = found(screen, name)
        line.selectAll()
        if text.isascii():
            QTest.keyClicks(line, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(line, event)


def turn_the_wheel(widget: QWidget) -> None:
    at, none = QPointF(widget.rect().center()), QPoint()
    buttons, keys_held = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, at, none, QPoint(0, -120), buttons, keys_held, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(widget, event)


def code_opens(desk: Desk, code: str) -> bool:
    try:
        return keys.unlock(desk.folder, keys.RECOVERY, code).key == desk.office.database.key
    except WrongPassword:
        return False


def banners(screen: PreferencesScreen) -> list[str]:
    QApplication.processEvents()  # a bar is shown by the event loop
    section = screen.section(screen.current)
    return [bar.text for bar in section.findChildren(Banner) if not bar.isHidden()]


def test_every_section_opens_with_named_controls(screen: PreferencesScreen) -> None:
    for name, _title, _make in SECTIONS:
        screen.show_item(name)
        assert screen.current == name
        section = screen.section(name)
        for kind in (QPushButton, QLineEdit, QComboBox, QListWidget):
            for widget in section.findChildren(kind):
                if widget.isVisibleTo(section):
                    assert widget.accessibleName() or getattr(widget, "text", str)(), f"{name}: {widget.objectName()}"


def test_the_studio_is_saved_and_typed_text_is_left_alone(
    screen: PreferencesScreen, desk: Desk, said: list[str]
) -> None:
    phone: QLineEdit = found(screen, "studio.phone")
    phone.setText("19900000001")
    screen.refresh()
    assert phone.text() == "19900000001"
    assert screen.save_now()
    assert said == ["已保存工作室资料。"]
    assert desk.services.preferences.studio().phone == "19900000001"


def test_a_term_too_long_is_hinted_and_a_missing_name_refused(screen: PreferencesScreen, desk: Desk) -> None:
    press(screen, f"studio_edit_committee_{next(iter(desk.services.preferences.committees()))}")
    write(screen, "committee.term_start", "2025-3-1")
    write(screen, "committee.term_end", "2029-3-1")
    assert any("第九条：委员每届任期 3 年" in shown.text() for shown in screen.findChildren(QLabel))
    write(screen, "studio.name", "")
    press(screen, "studio_save")
    assert any(shown.text().startswith("！请填写工作室名称") for shown in screen.findChildren(QLabel))


def test_a_committee_is_added_changed_and_retired(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    press(screen, "studio_add_committee")
    write(screen, "committee.name", "槐花街道人民调解委员会")
    press(screen, "studio_save")
    street = next(i for i, one in desk.services.preferences.committees().items() if not one.ours)
    press(screen, f"studio_edit_committee_{street}")
    click(screen, "committee.ours")
    write(screen, "committee.short_name", "槐花")
    press(screen, "studio_save")
    assert [one.short_name for one in desk.services.preferences.committees().values()] == ["幸福里", "槐花"]
    assert [name for _id, name in desk.services.cases.committees()][1:] == ["槐花街道人民调解委员会"]
    press(screen, f"studio_edit_committee_{street}")
    write(screen, "committee.retired_on", "2026-11-1")
    press(screen, "studio_save")
    assert len(desk.services.cases.committees()) == 1
    assert "已停用" in hands.texts(screen)
    assert said == ["已保存工作室资料。"] * 3


def test_a_committee_half_typed_is_given_up_and_had_back(screen: PreferencesScreen, desk: Desk) -> None:
    press(screen, "studio_add_committee")
    write(screen, "committee.name", "槐花街道人民调解委员会")
    assert screen.section("studio").is_busy()
    press(screen, "studio_cancel_committee")
    assert len(desk.services.preferences.committees()) == 1
    assert not screen.section("studio").is_busy()


def test_a_person_and_an_account_are_added(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    screen.show_item("people")
    press(screen, "people_add_staff")
    write(screen, "staff.name", "张某")
    press(screen, "save_small")
    assert [line.name for line in desk.services.accounts.staff()] == ["李老师", "张某"]
    press(screen, "people_add_account")
    screen.refresh()
    write(screen, "account.sign_in", "张某")
    write(screen, "password", "long enough 1")
    write(screen, "password_again", "long enough 1")
    press(screen, "save_small")
    assert [line.sign_in for line in desk.services.accounts.accounts()] == [SIGN_IN, "张某"]
    assert said == ["已保存人员。", "账号已添加。"]


def test_disabling_an_account_changes_the_locks(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    account = desk.services.accounts.add("张某", "long enough 1", "volunteer")
    before = desk.office.database.key
    screen.show_item("people")
    press(screen, f"people_disable_{account}")
    assert said == ["已停用“张某”，锁已换好。"]
    assert desk.office.database.key != before


def test_whoever_left_hands_over_open_cases_and_loses_the_account(
    screen: PreferencesScreen, desk: Desk, said: list[str]
) -> None:
    leaver = desk.services.accounts.save_staff(StaffDetails("周某", since=date(2026, 1, 1)))
    follower = desk.services.accounts.save_staff(StaffDetails("郑某"))
    desk.services.accounts.add("周某", "long enough 1", "volunteer", leaver)
    case = desk.services.cases.open(Opening(title="漏水", parties=[PartyDraft(name="王某")]))
    desk.services.cases.assign(case.id, StaffChoice(leaver))
    screen.show_item("people")
    press(screen, f"people_edit_staff_{leaver}")
    QTest.keyClicks(found(screen, "staff.until"), "2026-11-1")
    press(screen, "save_small")
    assert "点“交接”，把没有结案的纠纷交给别人；在下面停用他的账号。" in texts(screen)
    press(screen, f"people_hand_over_{leaver}")
    for _ in ("李老师", "郑某"):
        QTest.keyClick(found(screen, "hand_over.to_id"), Qt.Key.Key_Down)
    press(screen, "save_small")
    assert said[-1] == "1 件纠纷已经交接。按 Ctrl+Z 可以撤销。"
    assert desk.services.cases.case_file(case.id).case.handler_id == follower
    assert "周某已经离开：在下面停用他的账号。" in texts(screen)


def test_the_last_administrator_is_told(screen: PreferencesScreen, desk: Desk) -> None:
    screen.show_item("people")
    own = desk.office.signed.account_id
    press(screen, f"people_role_{own}")
    click(screen, "role_volunteer")
    press(screen, "save_small")
    assert any("至少要留一位管理员" in text for text in banners(screen))
    assert desk.services.accounts.accounts()[0].role == "administrator"


def test_rights_change_only_by_a_button_a_question_that_names_them_and_can_be_undone(
    screen: PreferencesScreen, desk: Desk, said: list[str], asked: list[str], qtbot: Any
) -> None:
    account = desk.services.accounts.add("张某", "long enough 1", "reader")
    screen.show_item("people")
    button: QPushButton = found(screen, f"people_role_{account}")
    turn_the_wheel(button)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End):
        qtbot.keyClick(button, key)
    assert desk.services.accounts.accounts()[1].role == "reader"
    press(screen, f"people_role_{account}")
    turn_the_wheel(found(screen, "role_volunteer"))
    click(screen, "role_volunteer")
    assert desk.services.accounts.accounts()[1].role == "reader"
    press(screen, "save_small")
    assert asked == [
        "把“张某”的权限从“只读”改为“评理说事员”？以后他能登记、办理、打印、导出、备份；不能改设置、管账号。"
    ]
    assert said[-1] == "“张某”现在是评理说事员。按 Ctrl+Z 可以撤销。"
    assert desk.services.accounts.accounts()[1].role == "volunteer"
    desk.services.history.undo()
    assert desk.services.accounts.accounts()[1].role == "reader"


def test_who_changes_his_own_rights_signs_in_anew(screen: PreferencesScreen, desk: Desk, qtbot: Any) -> None:
    desk.services.accounts.add("张某", "long enough 1", "administrator")
    screen.show_item("people")
    press(screen, f"people_role_{desk.office.signed.account_id}")
    click(screen, "role_member")
    with qtbot.waitSignal(screen.lock_requested):
        press(screen, "save_small")


def test_a_password_everybody_guesses_is_refused_wherever_one_is_chosen(screen: PreferencesScreen, desk: Desk) -> None:
    """The sign-in name being typed counts too."""
    account = desk.services.accounts.add("张某", "long enough 1", "reader")
    screen.show_item("people")
    press(screen, "people_add_account")
    type_into(screen, **{"account.sign_in": "欧阳小兰", "password": "ouyangxiaolan", "password_again": "ouyangxiaolan"})
    press(screen, "save_small")
    assert "名字" in found(screen, "password_sentence").text()
    press(screen, f"people_renew_{account}")
    type_into(screen, password="19580312", password_again="19580312")
    press(screen, "save_small")
    assert "日期" in found(screen, "password_sentence").text()
    screen.show_item("security")
    press(screen, "security_change_password")
    type_into(screen, old_password=PASSWORD, password="qwertyui", password_again="qwertyui")
    press(screen, "save_password")
    assert "键盘" in found(screen, "password_sentence").text()


def test_every_line_of_a_password_is_shown_on_demand(screen: PreferencesScreen) -> None:
    screen.show_item("security")
    press(screen, "security_change_password")
    lines = [found(screen, name) for name in ("old_password", "password", "password_again")]
    assert {line.echoMode() for line in lines} == {QLineEdit.EchoMode.Password}
    click(screen, "show_password")
    assert {line.echoMode() for line in lines} == {QLineEdit.EchoMode.Normal}


def test_a_list_is_edited_and_set_back(screen: PreferencesScreen, desk: Desk) -> None:
    screen.show_item("lists")
    found(screen, "list").set_code("places")
    before = desk.office.lists.pairs("places")
    name: QLineEdit = found(screen, "entry_name")
    name.setText("东门调解室")
    press(screen, "lists_rename")
    assert desk.office.lists.pairs("places")[0][1] == "东门调解室"
    name.setText("西门调解室")
    press(screen, "lists_add")
    rows: QListWidget = found(screen, "entries")
    assert rows.currentItem().text() == "西门调解室"
    press(screen, "lists_up")
    press(screen, "lists_active")
    assert "已停用" in rows.currentItem().text()
    press(screen, "lists_add")
    assert any("已经有" in text for text in banners(screen))
    press(screen, "lists_reset")
    assert desk.office.lists.pairs("places") == before


def test_long_texts_are_edited_kept_on_leaving_the_row_and_set_back(
    screen: PreferencesScreen, desk: Desk, said: list[str]
) -> None:
    screen.show_item("lists")
    found(screen, "list").set_code("remedies")
    rows: QListWidget = found(screen, "entries")
    assert not found(screen, "lists_add").isVisible()
    assert not found(screen, "lists_save").isEnabled()
    box: QPlainTextEdit = found(screen, "text_text_b")
    before = box.toPlainText()
    write(screen, "text_text_b", "没有谈成。")
    assert screen.section("lists").is_busy()
    rows.setCurrentRow(1)
    assert any("少了{reason}" in text for text in banners(screen))
    assert rows.currentRow() == 0
    assert found(screen, "text_text_b").toPlainText() == "没有谈成。"
    found(screen, "list").set_code("places")
    assert found(screen, "list").code() == "remedies"
    write(
        screen,
        "text_text_b",
        "因{reason}，{parties}的事{date}没有谈成，可以找{committee}{committee_contact}。{in_time}",
    )
    rows.setCurrentRow(1)
    assert said[-1].startswith("文字已保存")
    assert (rows.currentRow(), banners(screen)) == (1, [])
    assert len(desk.office.lists.entry("remedies", "failed").get("text_b")) == 1
    rows.setCurrentRow(0)
    assert rows.currentItem().text().endswith("（改过）")
    press(screen, "lists_reset_entry")
    assert found(screen, "text_text_b").toPlainText() == before
    assert not found(screen, "lists_reset_entry").isEnabled()


def test_sentences_to_pick_are_changed_and_added_in_full(
    screen: PreferencesScreen, desk: Desk, said: list[str]
) -> None:
    screen.show_item("lists")
    found(screen, "list").set_code("phrases")
    assert not found(screen, "entry_name").isVisible()
    write(screen, "text_label", "请各位先喝口水。")
    assert screen.save_now()
    assert desk.office.lists.entries("phrases")[0].label == "请各位先喝口水。"
    write(screen, "text_label", "请一位一位讲。")
    press(screen, "lists_add")
    assert desk.office.lists.entries("phrases")[-1].label == "请一位一位讲。"
    assert desk.office.lists.entries("phrases")[0].label == "请各位先喝口水。"
    assert said[-1] == "已添加，排在最后。"


def test_rules_are_saved_and_what_is_no_number_is_named(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    screen.show_item("rules")
    write(screen, "length_R1", "5")
    write(screen, "lead_R6", "20，10 1")
    write(screen, "length_written_R7", "20")
    write(screen, "limit_repeat_hints", "3")
    assert screen.section("rules").is_busy()
    press(screen, "rules_save")
    assert said == ["已保存 4 处修改，提醒已重新算过。"]
    rules = desk.office.lists.rules()
    assert (rules["R1"].number("workdays"), rules["R6"].data["lead"], rules["R7"].days_for("written")) == (
        5, [20, 10, 1], 20,
    )  # fmt: skip
    write(screen, "length_R1", "五")
    press(screen, "rules_save")
    assert any("“受理审查：期限”要写整数" in text for text in banners(screen))
    assert screen.findChild(QWidget, "preferences.length_R6") is None


def test_next_years_days_off_are_entered_and_hold_at_once(
    screen: PreferencesScreen, desk: Desk, said: list[str]
) -> None:
    screen.show_item("holidays")
    assert any("没有" in shown.text() for shown in screen.section("holidays").findChildren(Badge))
    press(screen, "holidays_edit_2027")
    assert found(screen, "holiday_name_1").text() == "元旦"
    first: QLineEdit = found(screen, "holiday_first_1")
    assert screen.section("holidays").is_busy()
    first.setText("1.1")
    first.editingFinished.emit()
    assert first.text() == "1月1日 周五"
    write(screen, "holiday_last_1", "1.3")
    write(screen, "holiday_workdays_1", "1.4")
    press(screen, "holidays_save")
    assert any("“春节”没有填从哪天放假" in text for text in banners(screen))
    last = found(screen, "holiday_remove_7")
    found(screen, "holiday_remove_2").setFocus()
    QTest.keyClick(found(screen, "holiday_remove_2"), Qt.Key.Key_Return)
    assert screen.focusWidget() is found(screen, "holiday_name_3")
    for place in range(3, 7):
        press(screen, f"holiday_remove_{place}")
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert screen.focusWidget() is found(screen, "holidays_add_row")
    press(screen, "holidays_save")
    assert any("不是周末" in text for text in banners(screen))
    write(screen, "holiday_workdays_1", "1.9")
    press(screen, "holidays_add_row")
    assert screen.save_now()
    assert said[-1].startswith("已保存 2027 年的放假安排，提醒已重新算过。没有填的节日：春节、清明节")
    assert desk.office.rest_days.is_rest(date(2027, 1, 1))
    assert not desk.office.rest_days.is_rest(date(2027, 1, 9))
    press(screen, "holidays_reset_2027")
    assert not desk.office.rest_days.known(2027)


def test_days_off_are_read_from_a_file_and_looked_at_before_they_hold(
    screen: PreferencesScreen, desk: Desk, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = resource("holidays", "2026.json")
    monkeypatch.setattr(messages.Dialogs, "choose_open_files", classmethod(lambda *_: [file]))
    screen.show_item("holidays")
    press(screen, "holidays_read_file")
    assert found(screen, "holiday_workdays_2").text() == "2月14日、2月28日"
    assert not desk.services.holidays.years()[1].own
    write(screen, "holiday_name_2", "过年")
    press(screen, "holidays_save")
    assert desk.services.holidays.years()[1].own
    press(screen, "holidays_edit_2026")
    press(screen, "holidays_cancel")
    assert not screen.section("holidays").is_busy()


def test_the_next_number_is_shown_while_typing(screen: PreferencesScreen, desk: Desk) -> None:
    screen.show_item("numbers")
    write(screen, "pattern_intake", "{年}-{序号:02d}")
    assert found(screen, "example_intake").text() == "下一个号：2026-01"
    write(screen, "pattern_intake", "{年}")
    assert "{序号:3}" in found(screen, "example_intake").text()
    press(screen, "numbers_save")
    assert any("{序号:3}" in text for text in banners(screen))
    write(screen, "pattern_intake", "{年}-{序号:02d}")
    press(screen, "numbers_save")
    assert desk.office.lists.entry("numbering", "intake").get("pattern") == "{年}-{序号:02d}"


def test_a_backup_now_and_in_the_second_place(
    screen: PreferencesScreen, desk: Desk, said: list[str], tmp_path: Path, chosen_folder: Callable[[Path], None]
) -> None:
    screen.show_item("backup")
    assert found(screen, "backup_last").text() == "还没有备份过"
    chosen_folder(tmp_path / "stick")
    press(screen, "backup_second_choose")
    press(screen, "backup_backup_now")
    assert said[-1] == "已备份，打开核对过，可以恢复。"
    assert "已验证可恢复" in found(screen, "backup_last").text()
    assert found(screen, "backup_sets").count() == 2
    (tmp_path / "stick").rename(tmp_path / "pulled out")
    press(screen, "backup_backup_now")
    assert any("本机已备份好" in text for text in banners(screen))
    press(screen, "backup_second_forget")
    assert ComputerSettings.load().backup_folder == ""


def test_a_second_place_inside_the_data_folder_is_no_second_place(
    screen: PreferencesScreen, desk: Desk, chosen_folder: Callable[[Path], None]
) -> None:
    screen.show_item("backup")
    chosen_folder(desk.folder / "inside")
    press(screen, "backup_second_choose")
    assert any("之外" in text for text in banners(screen))
    assert ComputerSettings.load().backup_folder == ""


def test_moving_out_and_backing_up_elsewhere(
    screen: PreferencesScreen, tmp_path: Path, said: list[str], chosen_folder: Callable[[Path], None]
) -> None:
    screen.show_item("backup")
    chosen_folder(tmp_path / "stick")
    press(screen, "backup_backup_to")
    assert "可以恢复" in said[-1]
    press(screen, "backup_move_out")
    assert any("说明.txt" in text for text in banners(screen))
    assert len(find(tmp_path / "stick")) == 2


def test_restoring_starts_with_the_lock(screen: PreferencesScreen, qtbot: Any) -> None:
    screen.show_item("backup")
    with qtbot.waitSignal(screen.lock_requested):
        press(screen, "backup_backup_restore")


def test_own_password(screen: PreferencesScreen, desk: Desk, said: list[str], clock: Clock) -> None:
    screen.show_item("security")
    press(screen, "security_change_password")
    write(screen, "old_password", "not it")
    for name in ("password", "password_again"):
        write(screen, name, "a new password")
    press(screen, "save_password")
    assert any("密码不对" in text for text in banners(screen))
    write(screen, "old_password", PASSWORD)
    press(screen, "save_password")
    assert said == ["密码已改好，下次登录用新密码。"]
    desk.close()
    Desk.open(desk.folder, SIGN_IN, "a new password", clock).close()


def test_a_new_recovery_code_is_typed_back(screen: PreferencesScreen, desk: Desk) -> None:
    screen.show_item("security")
    press(screen, "security_new_code")
    code = found(screen, "code").accessibleName().removeprefix("恢复码 ")
    done: QPushButton = found(screen, "code_done")
    assert not done.isEnabled()
    type_into(screen, code_again=code)
    done.click()
    assert code_opens(desk, code)
    assert not desk.services.accounts.is_code_unconfirmed()


def test_a_code_looked_away_from_is_still_there_and_the_old_one_holds_until_it_was_typed_back(
    screen: PreferencesScreen, desk: Desk, template: Template
) -> None:
    screen.show_item("security")
    press(screen, "security_new_code")
    code = found(screen, "code").accessibleName().removeprefix("恢复码 ")
    screen.show_item("backup")
    screen.leave()
    screen.show_item("security")
    screen.refresh()
    assert found(screen, "code").accessibleName() == f"恢复码 {code}"
    assert code_opens(desk, template.recovery_code)
    press(screen, "security_keep_code")
    assert code_opens(desk, template.recovery_code)
    assert not code_opens(desk, code)


def test_locks_are_changed_on_a_suspicion_with_code_and_passwords(
    screen: PreferencesScreen, desk: Desk, said: list[str], asked: list[str], template: Template
) -> None:
    other = desk.services.accounts.add("张某", "long enough 1", "volunteer")
    own, before = desk.office.signed.account_id, desk.office.database.key
    screen.show_item("security")
    press(screen, "security_change_locks")
    assert not found(screen, "locks_change").isEnabled()
    click(screen, "locks_known")
    press(screen, "locks_change")
    assert found(screen, "locks_trouble").text() == "请先把抄下来的新恢复码照着输一遍。"
    code = found(screen, "locks.code").accessibleName().removeprefix("恢复码 ")
    type_into(screen, **{"locks.code_again": code})
    click(screen, f"known_{own}")
    type_into(screen, **{f"known_{own}.password": "88888888", f"known_{own}.password_again": "88888888"})
    press(screen, "locks_change")
    assert f"“{SIGN_IN}”的新密码还没有设好" in found(screen, "locks_trouble").text()
    new = "the cat sleeps on my roof"
    type_into(screen, **{f"known_{own}.password": new, f"known_{own}.password_again": new})
    screen.show_item("backup")
    screen.show_item("security")
    press(screen, "locks_change")
    assert asked == [f"现在换锁？恢复码换成刚抄好的那一个，“{SIGN_IN}”改用新密码。数据会重新加密一遍。"]
    assert said[-1].startswith(f"锁已换好，旧恢复码和“{SIGN_IN}”的旧密码打不开以后的数据了")
    assert desk.office.database.key != before
    assert code_opens(desk, code)
    assert not code_opens(desk, template.recovery_code)
    assert keys.unlock(desk.folder, SIGN_IN, new).key == desk.office.database.key
    with pytest.raises(WrongPassword):
        keys.unlock(desk.folder, SIGN_IN, PASSWORD)
    assert keys.unlock(desk.folder, "张某", "long enough 1").key == desk.office.database.key
    assert other in {line.id for line in desk.services.accounts.accounts() if line.active}


def test_locks_are_changed_because_somebody_left(
    screen: PreferencesScreen, desk: Desk, said: list[str], template: Template
) -> None:
    other = desk.services.accounts.add("张某", "long enough 1", "volunteer")
    screen.show_item("security")
    press(screen, "security_change_locks")
    click(screen, "locks_left")
    press(screen, "locks_change")
    assert found(screen, "locks_trouble").text() == "请勾上离开的人。"
    click(screen, f"left_{other}")
    press(screen, "locks_change")
    assert said == ["锁已换好，“张某”已停用，其他人密码照旧。建议马上做一次备份。"]
    assert keys.accounts(desk.folder) == [SIGN_IN]
    assert code_opens(desk, template.recovery_code)


def test_changing_the_locks_is_given_up_without_a_trace(screen: PreferencesScreen, desk: Desk) -> None:
    before = desk.office.database.key
    screen.show_item("security")
    press(screen, "security_change_locks")
    click(screen, "locks_left")
    assert not found(screen, "locks_change").isEnabled()
    press(screen, "locks_cancel")
    assert found(screen, "security_change_locks").isVisibleTo(screen)
    assert desk.office.database.key == before


def test_after_the_locks_were_changed_or_not_the_focus_is_still_at_that_card(
    screen: PreferencesScreen, desk: Desk, said: list[str]
) -> None:
    gone = desk.services.accounts.add("张某", "long enough 1", "volunteer")
    screen.activateWindow()
    screen.show_item("security")
    for last in ("locks_cancel", "locks_change"):
        press(screen, "security_change_locks")
        click(screen, "locks_left")
        click(screen, f"left_{gone}")
        found(screen, last).setFocus()
        QTest.keyClick(found(screen, last), Qt.Key.Key_Space)
        assert screen.focusWidget() is found(screen, "security_change_locks"), last
    assert said[-1].startswith("锁已换好")


def test_buttons_that_are_alike_tell_whom_or_what_they_are_about(screen: PreferencesScreen, desk: Desk) -> None:
    desk.services.accounts.add(
        "张某", "long enough 1", "volunteer", desk.services.accounts.save_staff(StaffDetails("张某"))
    )
    for year in (2027, 2028):
        desk.services.holidays.save(year, [HolidayRow("元旦", f"{year}-1-1", "")])
    for section in ("people", "holidays", "lists"):
        screen.show_item(section)
        QApplication.processEvents()
        shown = [made for made in screen.findChildren(QPushButton) if made.isVisibleTo(screen)]
        names = [made.accessibleName() for made in shown]
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
    first = found(screen, "entries").item(0).text()
    assert found(screen, "lists_active").accessibleName() == f"停用：{first}"


def test_the_button_that_saves_stays_in_view_in_the_largest_type(desk: Desk, qtbot: Any, qapp: Any) -> None:
    look.apply(qapp, "huge")
    made = PreferencesScreen(desk.services)
    qtbot.addWidget(made)
    made.resize(1142, 740)
    made.show()
    made.show_item("studio")
    QApplication.processEvents()
    save = found(made, "studio_save")
    assert save.visibleRegion().boundingRect().size() == save.size()


def test_the_log_is_verified_and_read(screen: PreferencesScreen, desk: Desk) -> None:
    desk.services.accounts.change_locks()
    screen.show_item("security")
    press(screen, "security_verify")
    assert banners(screen) == ["检查过了：数据库完好，改动记录没有被改写。"]
    log: QListWidget = found(screen, "log")
    assert any("建立工作室" in log.item(n).text() for n in range(log.count()))
    found(screen, "log_kind").set_code("looks")
    assert any("换锁" in log.item(n).text() for n in range(log.count()))
    found(screen, "log_kind").set_code("exports")
    assert log.isHidden()


def refuses_to_write(desk: Desk) -> bool:
    try:
        desk.office.note_access("照常工作")
    except Refused:
        return True
    return False


def test_the_window_goes_on_while_the_locks_are_changed(
    screen: PreferencesScreen, desk: Desk, said: list[str], qtbot: Any, qapp: Any
) -> None:
    qapp.setProperty("tasks_inline", False)
    gone = desk.services.accounts.add("张某", "long enough 1", "volunteer")
    before = desk.office.database.key
    screen.show_item("security")
    press(screen, "security_change_locks")
    click(screen, "locks_left")
    click(screen, f"left_{gone}")
    with desk.office.read():  # somebody reads: the exchange waits for them
        press(screen, "locks_change")
        (panel,) = screen.findChildren(tasks.ProgressPanel)
        assert "可以看，不能改" in panel.text
        assert panel.cancel_button.isHidden()
        assert not found(screen, "locks_change").isEnabled()
        qtbot.waitUntil(lambda: refuses_to_write(desk), timeout=PATIENCE)
        screen.show_item("studio")
        write(screen, "studio.phone", "19900000001")
        press(screen, "studio_save")
        assert any("正在换锁" in text for text in banners(screen))
        screen.show_item("people")
        with pytest.raises(Refused, match="正在换锁"):
            desk.services.accounts.change_password(PASSWORD, "a new password")
        assert desk.office.database.key == before
    qtbot.waitUntil(lambda: said == ["锁已换好，“张某”已停用，其他人密码照旧。建议马上做一次备份。"], timeout=PATIENCE)
    assert desk.office.database.key != before
    screen.show_item("studio")
    assert found(screen, "studio.phone").text() == "19900000001"
    assert screen.save_now()


def test_minutes_until_the_lock_are_stored_by_a_button_and_logged(
    screen: PreferencesScreen, desk: Desk, qtbot: Any
) -> None:
    screen.show_item("security")
    choice = found(screen, "idle")
    turn_the_wheel(choice)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.code() == 30
    assert desk.services.preferences.lock_minutes() == 15
    press(screen, "security_keep_idle")
    assert desk.services.preferences.lock_minutes() == 30
    assert "修改数值：多久不用自动锁定，15 → 30 分钟" in {line.what for line in desk.services.preferences.changes()}
    assert not found(screen, "security_keep_idle").isEnabled()
    desk.services.history.undo()
    assert desk.services.preferences.lock_minutes() == 15


def test_text_size_and_colours(screen: PreferencesScreen, qtbot: Any) -> None:
    screen.show_item("look")
    with qtbot.waitSignal(screen.look_changed):
        press(screen, "text_size_huge")
    assert ComputerSettings.load().text_size == "huge"
    press(screen, "look_look_reset")
    assert ComputerSettings.load().text_size == "standard"
    assert found(screen, "text_size_standard").isChecked()


def test_what_was_deleted_comes_back(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    with desk.office.write("录入") as session:
        person = Person(name="王某")
        session.add(person)
    with desk.office.write("删除人员档案") as session:
        session.get_one(Person, person.id).deleted_at = desk.office.now()
    screen.show_item("bin")
    (item,) = desk.services.history.recycle_bin()
    press(screen, f"bin_restore_{item.set_id}")
    assert said == ["已恢复 1 条记录。"]
    assert desk.services.history.recycle_bin() == []


def test_help_follows_the_section(screen: PreferencesScreen) -> None:
    topics = []
    for name in ("studio", "backup", "security"):
        screen.show_item(name)
        topics.append(screen.help_topic())
    assert topics == ["settings", "backup", "security"]


def test_the_staff_form_keeps_no_password(screen: PreferencesScreen, desk: Desk) -> None:
    screen.show_item("people")
    press(screen, "people_add_account")
    write(screen, "account.sign_in", "张某")
    write(screen, "password", "long enough 1")
    screen.leave()
    assert desk.services.drafts.pending() == []


@pytest.mark.parametrize(
    ("section", "opens", "field", "typed"),
    [
        ("studio", "", "studio.phone", "19900000001"),
        ("people", "people_add_staff", "staff.name", "张某"),
        ("rules", "", "lead_R3", "9、2"),
        ("holidays", "holidays_edit_2027", "holiday_first_1", "12.31"),
        ("numbers", "", "zi_case_b", "评理字"),
    ],
)
def test_what_is_typed_in_a_section_outlives_a_lock(
    screen: PreferencesScreen, desk: Desk, qtbot: Any, section: str, opens: str, field: str, typed: str
) -> None:
    screen.show_item(section)
    if opens:
        press(screen, opens)
    before = found(screen, field).text()
    write(screen, field, typed)
    screen.leave()
    (told,) = desk.services.drafts.unfinished()
    assert told.label.startswith("设置：")

    again = PreferencesScreen(desk.services)
    qtbot.addWidget(again)
    again.begin(told.action, told.owner_id)
    assert again.current == section
    assert found(again, field).text() == typed
    assert "没写完的内容" in banners(again)[0]
    again.refresh()  # another page was shown in between
    assert found(again, field).text() == typed
    bar = next(bar for bar in again.section(section).findChildren(Banner) if not bar.isHidden())
    next(b for b in bar.findChildren(QPushButton) if b.text() == "不带回，重新写").click()
    assert desk.services.drafts.pending() == []
    if not opens:
        assert found(again, field).text() == before
    assert not again.section(section).is_busy()


def test_a_long_text_half_changed_comes_back_in_its_row(screen: PreferencesScreen, desk: Desk, qtbot: Any) -> None:
    screen.show_item("lists")
    found(screen, "list").set_code("refusal_texts")
    found(screen, "entries").setCurrentRow(1)
    name = found(screen, "entries").currentItem().text()
    box = next(box for box in screen.findChildren(QPlainTextEdit) if box.isVisibleTo(screen))
    box.appendPlainText("另外说明。")
    typed, field = box.toPlainText(), box.objectName().removeprefix("preferences.")
    screen.leave()

    again = PreferencesScreen(desk.services)
    qtbot.addWidget(again)
    again.begin("settings", "lists")
    assert found(again, "entries").currentItem().text() == name
    assert found(again, field).toPlainText() == typed
    assert found(again, "lists_save").isEnabled()
    assert again.save_now()
    assert desk.services.drafts.pending() == []
    assert found(again, field).toPlainText() == typed


def test_about_shows_the_licence_of_whatever_is_chosen(screen: PreferencesScreen) -> None:
    screen.show_item("about")
    text = found(screen, "about_text")
    assert "MIT License" in text.toPlainText()
    assert "PySide6" in texts(screen)
    found(screen, "about_licence").set_code("python-stdnum")
    assert "LESSER GENERAL PUBLIC" in text.toPlainText()
