"""设置与备份 as a person uses it: every section shows, saves, refuses in words, and goes back to default."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
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

from studio_app.desk import Desk
from studio_app.paths import resource
from studio_app.services.backups import find
from studio_app.settings import ComputerSettings, Refused
from studio_app.store.tables import Person
from studio_app.ui.kit import messages, tasks
from studio_app.ui.kit.cards import Badge, Banner
from studio_app.ui.preferences.screen import SECTIONS, PreferencesScreen
from tests.conftest import PASSWORD, SIGN_IN, Clock

PATIENCE = 60_000
"""Milliseconds: a machine may be busy with other things."""


pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture(autouse=True)
def yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question is answered with yes."""
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *_: True))


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


def press(screen: QWidget, name: str) -> None:
    button: QPushButton = found(screen, name)
    assert button.isEnabled(), name
    button.click()


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


def test_a_term_too_long_is_hinted_and_a_missing_name_refused(screen: PreferencesScreen) -> None:
    found(screen, "committee.term_start").setText("2025-3-1")
    found(screen, "committee.term_end").setText("2029-3-1")
    assert any("第九条：委员每届任期 3 年" in shown.text() for shown in screen.findChildren(QLabel))
    found(screen, "studio.name").setText("")
    press(screen, "studio_save")
    assert any(shown.text().startswith("！请填写工作室名称") for shown in screen.findChildren(QLabel))


def test_a_person_and_an_account_are_added(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    screen.show_item("people")
    press(screen, "people_add_staff")
    found(screen, "staff.name").setText("张某")
    press(screen, "save_small")
    assert [line.name for line in desk.services.accounts.staff()] == ["李老师", "张某"]
    press(screen, "people_add_account")
    screen.refresh()
    found(screen, "account.sign_in").setText("张某")
    found(screen, "password").setText("long enough 1")
    found(screen, "password_again").setText("long enough 1")
    press(screen, "save_small")
    assert [line.sign_in for line in desk.services.accounts.accounts()] == [SIGN_IN, "张某"]
    assert said == ["已保存人员。", "账号已增加。"]


def test_disabling_an_account_changes_the_locks(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    account = desk.services.accounts.add("张某", "long enough 1", "volunteer")
    before = desk.office.database.key
    screen.show_item("people")
    press(screen, f"people_disable_{account}")
    assert said == ["已停用“张某”，锁已换好。"]
    assert desk.office.database.key != before


def test_the_last_administrator_is_told(screen: PreferencesScreen, desk: Desk) -> None:
    screen.show_item("people")
    own = desk.office.signed.account_id
    found(screen, f"role_{own}").set_code("volunteer")
    assert any("至少要留一位管理员" in text for text in banners(screen))
    assert found(screen, f"role_{own}").code() == "administrator"


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
    box.setPlainText("没有谈成。")
    assert screen.section("lists").is_busy()
    rows.setCurrentRow(1)
    assert any("少了{reason}" in text for text in banners(screen))
    assert rows.currentRow() == 0
    assert found(screen, "text_text_b").toPlainText() == "没有谈成。"
    found(screen, "list").set_code("places")
    assert found(screen, "list").code() == "remedies"
    box.setPlainText("因{reason}，{parties}的事{date}没有谈成，可以找{committee}。")
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
    found(screen, "text_label").setPlainText("请各位先喝口水。")
    assert screen.save_now()
    assert desk.office.lists.entries("phrases")[0].label == "请各位先喝口水。"
    found(screen, "text_label").setPlainText("请一位一位讲。")
    press(screen, "lists_add")
    assert desk.office.lists.entries("phrases")[-1].label == "请一位一位讲。"
    assert desk.office.lists.entries("phrases")[0].label == "请各位先喝口水。"
    assert said[-1] == "已添加，排在最后。"


def test_rules_are_saved_and_what_is_no_number_is_named(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    screen.show_item("rules")
    found(screen, "length_R1").setText("5")
    found(screen, "lead_R6").setText("20，10 1")
    found(screen, "length_written_R7").setText("20")
    found(screen, "limit_repeat_hints").setText("3")
    assert screen.section("rules").is_busy()
    press(screen, "rules_save")
    assert said == ["已保存 4 处修改，提醒已重新算过。"]
    rules = desk.office.lists.rules()
    assert (rules["R1"].number("workdays"), rules["R6"].data["lead"], rules["R7"].days_for("written")) == (
        5, [20, 10, 1], 20,
    )  # fmt: skip
    found(screen, "length_R1").setText("五")
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
    found(screen, "holiday_last_1").setText("1.3")
    found(screen, "holiday_workdays_1").setText("1.4")
    press(screen, "holidays_save")
    assert any("“春节”没有填从哪天放假" in text for text in banners(screen))
    for place in range(2, 8):
        press(screen, f"holiday_remove_{place}")
    press(screen, "holidays_save")
    assert any("不是周末" in text for text in banners(screen))
    found(screen, "holiday_workdays_1").setText("1.9")
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
    found(screen, "holiday_name_2").setText("过年")
    press(screen, "holidays_save")
    assert desk.services.holidays.years()[1].own
    press(screen, "holidays_edit_2026")
    press(screen, "holidays_cancel")
    assert not screen.section("holidays").is_busy()


def test_the_next_number_is_shown_while_typing(screen: PreferencesScreen, desk: Desk) -> None:
    screen.show_item("numbers")
    found(screen, "pattern_intake").setText("{年}-{序号:02d}")
    assert found(screen, "example_intake").text() == "下一个号：2026-01"
    found(screen, "pattern_intake").setText("{年}")
    assert "{序号}" in found(screen, "example_intake").text()
    press(screen, "numbers_save")
    assert any("{序号}" in text for text in banners(screen))
    found(screen, "pattern_intake").setText("{年}-{序号:02d}")
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
    found(screen, "old_password").setText("not it")
    for name in ("password", "password_again"):
        found(screen, name).setText("a new password")
    press(screen, "save_password")
    assert any("密码不对" in text for text in banners(screen))
    found(screen, "old_password").setText(PASSWORD)
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
    found(screen, "code_again").setText(code)
    assert done.isEnabled()
    assert desk.services.accounts.is_code_unconfirmed()
    done.click()
    assert not desk.services.accounts.is_code_unconfirmed()


def test_locks_are_changed_and_the_log_verified(screen: PreferencesScreen, desk: Desk, said: list[str]) -> None:
    screen.show_item("security")
    press(screen, "security_change_locks")
    assert said == ["锁已换好，大家的密码照旧。建议马上做一次备份。"]
    press(screen, "security_verify")
    assert banners(screen) == ["校验通过：数据库完好，改动记录没有被改写。"]
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
    before = desk.office.database.key
    screen.show_item("security")
    with desk.office.read():  # somebody reads: the exchange waits for them
        press(screen, "security_change_locks")
        (panel,) = screen.findChildren(tasks.ProgressPanel)
        assert "可以看，不能改" in panel.text
        assert panel.cancel_button.isHidden()
        assert not found(screen, "security_change_locks").isEnabled()
        qtbot.waitUntil(lambda: refuses_to_write(desk), timeout=PATIENCE)
        screen.show_item("studio")
        found(screen, "studio.phone").setText("19900000001")
        press(screen, "studio_save")
        assert any("正在换锁" in text for text in banners(screen))
        screen.show_item("people")
        with pytest.raises(Refused, match="正在换锁"):
            desk.services.accounts.change_password(PASSWORD, "a new password")
        assert desk.office.database.key == before
    qtbot.waitUntil(lambda: said == ["锁已换好，大家的密码照旧。建议马上做一次备份。"], timeout=PATIENCE)
    assert desk.office.database.key != before
    screen.show_item("studio")
    assert found(screen, "studio.phone").text() == "19900000001"
    assert screen.save_now()


def test_minutes_until_the_lock(screen: PreferencesScreen) -> None:
    screen.show_item("security")
    found(screen, "idle").set_code(30)
    assert ComputerSettings.load().lock_after_minutes == 30


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
    found(screen, "account.sign_in").setText("张某")
    found(screen, "password").setText("long enough 1")
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
    found(screen, field).setText(typed)
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
    next(b for b in bar.findChildren(QPushButton) if b.text() == "不要了，重新写").click()
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
