"""Before the desk is open: the wizard, the password, the recovery code, a backup."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk, exists
from studio_app.store import keys
from studio_app.ui.kit.popup import messages
from studio_app.ui.setup.restore_page import RestorePage
from studio_app.ui.setup.unlock_page import UnlockPage
from studio_app.ui.setup.wizard_page import WizardPage
from tests.conftest import PASSWORD, SIGN_IN, Template
from tests.ui.hands import found, press
from tests.ui.hands import write as type_in

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def chosen_folder(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """What the folder dialog answers."""

    def answer(folder: Path) -> None:
        monkeypatch.setattr(messages.Dialogs, "choose_folder", classmethod(lambda _cls, _parent, _title: folder))

    return answer


def write(page: QWidget, **texts: str) -> None:
    for name, text in texts.items():
        type_in(page, f"{page.objectName()}.{name}", text)


def told(page: QWidget, name: str) -> str:
    shown: QLabel = found(page, name)
    return "" if shown.isHidden() else shown.text()


# --- the wizard -----------------------------------------------------------------------------------------------


@pytest.fixture
def wizard(qtbot: Any, tmp_path: Path) -> Iterator[WizardPage]:
    page = WizardPage(tmp_path / "new desk")
    qtbot.addWidget(page)
    page.resize(1366, 728)
    page.show()
    yield page
    if page._desk is not None:
        page._desk.close()


def test_three_steps_make_a_desk(wizard: WizardPage, tmp_path: Path) -> None:
    opened: list[Desk] = []
    wizard.created.connect(opened.append)
    write(wizard, studio="王委员工作室", community="幸福里社区", committee="幸福里社区人民调解委员会")
    assert found(wizard, "wizard.short_name").text() == "王"
    assert found(wizard, "wizard.committee_short_name").text() == "幸福里"
    press(wizard, "wizard.next")
    write(wizard, sign_in="李老师", password="four words in a row", password_again="four words in a row")
    press(wizard, "wizard.next")
    code = found(wizard, "wizard.code").accessibleName().removeprefix("恢复码 ")
    assert not found(wizard, "wizard.next").isEnabled()
    write(wizard, code_again=code.lower().replace("-", " "))
    assert found(wizard, "wizard.next").text() == "进入工作台"
    press(wizard, "wizard.next")
    (desk,) = opened
    assert desk.services.accounts.signed_in_words() == "李老师 · 管理员"
    assert desk.services.accounts.studio().short_name == "王"
    assert [one.short_name for one in desk.services.preferences.committees().values()] == ["幸福里"]
    assert exists(tmp_path / "new desk")
    assert not desk.services.accounts.is_code_unconfirmed()


def test_enter_alone_leads_through_the_wizard_and_escape_back(wizard: WizardPage, qtbot: Any) -> None:
    write(wizard, studio="王委员工作室")
    last = found(wizard, "wizard.committee_short_name")
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Return)
    assert found(wizard, "wizard.sign_in").isVisible()
    qtbot.keyClick(found(wizard, "wizard.sign_in"), Qt.Key.Key_Escape)
    assert found(wizard, "wizard.studio").isVisible()
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Return)
    write(wizard, sign_in="李老师", password="four words in a row", password_again="four words in a row")
    qtbot.keyClick(found(wizard, "wizard.password_again"), Qt.Key.Key_Return)
    assert found(wizard, "wizard.code").isVisible()


def test_a_wizard_closed_before_the_code_was_typed_back_is_remembered(wizard: WizardPage) -> None:
    write(wizard, studio="王委员工作室", community="幸福里社区")
    press(wizard, "wizard.next")
    write(wizard, sign_in="李老师", password="four words in a row", password_again="four words in a row")
    press(wizard, "wizard.next")
    assert wizard._desk is not None
    assert wizard._desk.services.accounts.is_code_unconfirmed()


def test_typing_takes_the_place_of_a_short_name_only_offered(wizard: WizardPage) -> None:
    write(wizard, studio="王委员工作室")
    line = found(wizard, "wizard.short_name")
    assert line.text() == "王"
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClicks(line, "W")
    assert line.text() == "W"
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClicks(line, "Y")
    assert line.text() == "WY"


def test_a_short_name_somebody_wrote_stays(wizard: WizardPage) -> None:
    write(wizard, studio="王委员工作室", short_name="王评")
    write(wizard, studio="王委员评理工作室")
    assert found(wizard, "wizard.short_name").text() == "王评"


def test_nothing_is_made_of_a_studio_without_a_name(wizard: WizardPage, tmp_path: Path) -> None:
    write(wizard, district_code="12")
    press(wizard, "wizard.next")
    problems = [shown.text() for shown in wizard.findChildren(QLabel) if shown.text().startswith("！")]
    assert any("工作室名称" in text for text in problems)
    assert any("6 位数字" in text for text in problems)
    assert not exists(tmp_path / "new desk")


@pytest.mark.parametrize(
    ("name", "password", "again", "sentence"),
    [("李老师", "short", "short", "至少 8 位"), ("李老师", "long enough 1", "long enough 2", "不一样")],
)
def test_weak_and_unequal_passwords(wizard: WizardPage, name: str, password: str, again: str, sentence: str) -> None:
    write(wizard, studio="王委员工作室")
    press(wizard, "wizard.next")
    write(wizard, sign_in=name, password=password, password_again=again)
    press(wizard, "wizard.next")
    assert sentence in told(wizard, "wizard.password_sentence")
    assert wizard._desk is None


def test_a_mistyped_code_is_explained(wizard: WizardPage) -> None:
    write(wizard, studio="王委员工作室")
    press(wizard, "wizard.next")
    write(wizard, sign_in="李老师", password="four words in a row", password_again="four words in a row")
    press(wizard, "wizard.next")
    write(wizard, code_again="ABCD")
    assert "28 个字符，现在是 4 个" in told(wizard, "wizard.code_sentence")
    write(wizard, code_again=keys.new_recovery_code())
    assert "不一样" in told(wizard, "wizard.code_sentence")
    wizard.finish()
    assert "恢复码" in told(wizard, "wizard.trouble")


def test_passwords_are_shown_on_demand_only(wizard: WizardPage) -> None:
    line: QLineEdit = found(wizard, "wizard.password")
    assert line.echoMode() == QLineEdit.EchoMode.Password
    found(wizard, "wizard.show_password").click()
    assert line.echoMode() == QLineEdit.EchoMode.Normal


def test_a_synced_folder_is_warned_of(
    wizard: WizardPage, tmp_path: Path, chosen_folder: Callable[[Path], None]
) -> None:
    (tmp_path / "OneDrive").mkdir()
    chosen_folder(tmp_path / "OneDrive")
    write(wizard, studio="王委员工作室")
    press(wizard, "wizard.next")
    press(wizard, "wizard.change_folder")
    assert "OneDrive" in told(wizard, "wizard.folder_warning")
    assert told(wizard, "wizard.folder") == str(tmp_path / "OneDrive")


def test_a_folder_with_other_things_gets_a_folder_inside(
    wizard: WizardPage, tmp_path: Path, chosen_folder: Callable[[Path], None]
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x", encoding="utf-8")
    chosen_folder(tmp_path / "full")
    write(wizard, studio="王委员工作室")
    press(wizard, "wizard.next")
    press(wizard, "wizard.change_folder")
    assert told(wizard, "wizard.folder") == str(tmp_path / "full" / "委员工作室数据")
    assert ComputerSettings.load().data_folder == ""
    write(wizard, sign_in="李老师", password="four words in a row", password_again="four words in a row")
    press(wizard, "wizard.next")
    assert ComputerSettings.load().data_folder == str(tmp_path / "full" / "委员工作室数据")


def test_a_folder_that_cannot_be_written_is_told(wizard: WizardPage, tmp_path: Path) -> None:
    (tmp_path / "new desk").write_text("a file", encoding="utf-8")
    write(wizard, studio="王委员工作室")
    press(wizard, "wizard.next")
    write(wizard, sign_in="李老师", password="four words in a row", password_again="four words in a row")
    press(wizard, "wizard.next")
    assert "new desk" in told(wizard, "wizard.trouble")
    assert wizard._desk is None
    assert found(wizard, "wizard.next").isEnabled()


def test_over_from_another_computer(
    wizard: WizardPage, desk: Desk, tmp_path: Path, chosen_folder: Callable[[Path], None]
) -> None:
    (tmp_path / "stick").mkdir()
    desk.services.backups.move_out(tmp_path / "stick")
    opened: list[Desk] = []
    wizard.created.connect(opened.append)
    chosen_folder(tmp_path / "stick")
    press(wizard, "wizard.take_over")
    press(wizard, "restore.choose")
    press(wizard, "restore.act")
    type_in(wizard, "unlock.password", PASSWORD)
    press(wizard, "unlock.open")
    assert opened[0].folder == tmp_path / "new desk"
    opened[0].close()


# --- the password ---------------------------------------------------------------------------------------------


@pytest.fixture
def unlock(qtbot: Any, folder: Path) -> UnlockPage:
    page = UnlockPage(folder)
    qtbot.addWidget(page)
    page.resize(1024, 640)
    page.show()
    return page


def test_the_right_password_opens(unlock: UnlockPage, qtbot: Any) -> None:
    opened: list[Desk] = []
    unlock.unlocked.connect(opened.append)
    qtbot.keyClicks(found(unlock, "unlock.password"), PASSWORD)
    qtbot.keyClick(found(unlock, "unlock.password"), Qt.Key.Key_Return)
    assert opened[0].office.signed.sign_in == SIGN_IN
    assert found(unlock, "unlock.password").text() == ""
    assert ComputerSettings.load().last_account == SIGN_IN
    opened[0].close()


def test_a_wrong_password_is_told_and_slows_the_next_try(unlock: UnlockPage, qtbot: Any) -> None:
    write(unlock, password="not it at all")
    press(unlock, "unlock.open")
    assert "密码不对" in told(unlock, "unlock.trouble")
    button = found(unlock, "unlock.open")
    assert not button.isEnabled()
    assert button.text() == "请等 1 秒再试"
    qtbot.waitUntil(button.isEnabled, timeout=4000)
    assert button.text() == "打开"


def test_an_empty_password_asks_for_one(unlock: UnlockPage) -> None:
    press(unlock, "unlock.open")
    assert told(unlock, "unlock.trouble") == "请输入密码。"


def test_a_desk_in_use_says_by_whom(unlock: UnlockPage, desk: Desk) -> None:
    write(unlock, password=PASSWORD)
    press(unlock, "unlock.open")
    assert f"“{SIGN_IN}”" in told(unlock, "unlock.trouble")


def test_damaged_key_files_are_told_with_the_way_out(qtbot: Any, folder: Path) -> None:
    for name in keys.FILE_NAMES:
        (folder / name).write_text("spoilt", encoding="utf-8")
    page = UnlockPage(folder)
    qtbot.addWidget(page)
    assert "钥匙文件已损坏" in told(page, "unlock.trouble")
    assert not found(page, "unlock.open").isEnabled()
    assert found(page, "unlock.restore").isEnabled()


def test_a_damaged_database_is_told(unlock: UnlockPage, folder: Path) -> None:
    (folder / "desk.db").write_bytes(b"x" * 8192)
    write(unlock, password=PASSWORD)
    press(unlock, "unlock.open")
    assert "从备份恢复" in told(unlock, "unlock.trouble")


def test_a_password_is_shown_on_demand_where_the_desk_is_opened(unlock: UnlockPage, qtbot: Any) -> None:
    line: QLineEdit = found(unlock, "unlock.password")
    qtbot.keyClicks(line, "the cat sleeps")
    assert line.echoMode() == QLineEdit.EchoMode.Password
    qtbot.mouseClick(found(unlock, "unlock.show_password"), Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert line.echoMode() == QLineEdit.EchoMode.Normal


def test_recovery_is_for_the_name_chosen_at_sign_in_and_refuses_what_everybody_guesses(
    qtbot: Any, desk: Desk, template: Template
) -> None:
    """Also the names of the desk, which only the opened desk knows."""
    folder = desk.folder
    desk.services.accounts.add("张老师", "four words in a row", "volunteer")
    desk.close()
    page = UnlockPage(folder)
    qtbot.addWidget(page)
    page.show()
    opened: list[Desk] = []
    page.unlocked.connect(opened.append)
    qtbot.keyClick(found(page, "unlock.account"), Qt.Key.Key_Down)
    press(page, "unlock.recover")
    write_into(qtbot, page, "recover.code", template.recovery_code)
    press(page, "recover.go_on")
    assert found(page, "recover.account").currentText() == "张老师"
    for name in ("recover.password", "recover.password_again"):
        write_into(qtbot, page, name, "xflsq1958")
    press(page, "recover.go_on")
    assert "工作室、社区或人的名字" in told(page, "recover.trouble")
    for name in ("recover.password", "recover.password_again"):
        write_into(qtbot, page, name, "the cat sleeps on my roof")
    press(page, "recover.go_on")
    assert opened[0].office.signed.sign_in == "张老师"
    opened[0].close()


def write_into(qtbot: Any, page: QWidget, name: str, text: str) -> None:
    line: QLineEdit = found(page, name)
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_the_recovery_code_leads_to_a_new_password(unlock: UnlockPage, template: Template) -> None:
    opened: list[Desk] = []
    unlock.unlocked.connect(opened.append)
    press(unlock, "unlock.recover")
    page = unlock._stack.currentWidget()
    assert page is not None
    write(page, code="ABCD")
    page.go_on()
    assert "28" in told(page, "recover.trouble")
    write(page, code=template.recovery_code)
    page.go_on()
    write(page, password="a brand new one", password_again="a brand new one")
    page.go_on()
    assert opened[0].office.signed.sign_in == SIGN_IN
    opened[0].close()


def test_restoring_from_the_usual_place(unlock: UnlockPage, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.services.backups.run()
    desk.close()
    monkeypatch.setattr(messages.Dialogs, "ask", classmethod(lambda *_: True))
    press(unlock, "unlock.restore")
    sets: QListWidget = found(unlock, "restore.sets")
    assert sets.count() == 1
    press(unlock, "restore.act")
    bar = next(shown.text() for shown in unlock.findChildren(QLabel) if shown.text().startswith("已恢复"))
    assert "before-restore-" in bar
    write(unlock, password=PASSWORD)
    opened: list[Desk] = []
    unlock.unlocked.connect(opened.append)
    press(unlock, "unlock.open")
    opened[0].close()


def test_another_folder(unlock: UnlockPage, tmp_path: Path, chosen_folder: Callable[[Path], None]) -> None:
    chosen_folder(tmp_path)
    press(unlock, "unlock.other_folder")
    assert "没有工作台" in told(unlock, "unlock.trouble")


def test_controls_have_names_for_screen_readers(unlock: UnlockPage, wizard: WizardPage) -> None:
    for page in (unlock, wizard):
        for widget in (*page.findChildren(QPushButton), *page.findChildren(QLineEdit)):
            assert widget.accessibleName() or widget.text(), widget.objectName()


def test_without_a_backup_the_next_step_is_the_coloured_one(qtbot: Any, tmp_path: Path) -> None:
    page = RestorePage(tmp_path / "nothing here", "restore")
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    choose, act = found(page, "restore.choose"), found(page, "restore.act")
    assert "插好放备份的U盘" in found(page, "restore.none").text()
    assert (choose.property("kind"), choose.hasFocus(), act.isVisible()) == ("primary", True, False)


def test_escape_leads_back_from_the_recovery_code(qtbot: Any, folder: Path) -> None:
    page = UnlockPage(folder)
    qtbot.addWidget(page)
    page.show()
    press(page, "unlock.recover")
    line = found(page, "recover.code")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert found(page, "unlock.password").isVisible()
