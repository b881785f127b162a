"""Every role sees what it may do and nothing else: the real window is opened for each, and the services refuse the rest."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError, Invalid, Refused
from studio_app.desk import Desk
from studio_app.records.dispute.case.service import CaseFilter
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.services.ledgers import LedgerOrder
from studio_app.ui.kit import tasks
from studio_app.ui.kit.form.looking import NOT_YOURS
from studio_app.ui.kit.page.photos import Photos
from studio_app.ui.main_window import MainWindow
from tests.ui.hands import settle, texts
from tests.ui.mediation.making import opened

ROLES = {
    "administrator": {"read", "write", "confidential", "print", "open_outside", "hand_over", "carry_out", "settings"},
    "member": {"read", "write", "confidential", "print", "open_outside", "hand_over", "carry_out"},
    "volunteer": {"read", "write", "confidential", "print", "open_outside", "hand_over", "carry_out"},
    "reader": {"read"},
}
OFFERED: list[tuple[str, str, str]] = [
    ("today", "main.register", "write"), ("today", "rail.undo", "write"), ("today", "rail.redo", "write"),
    ("today", "rail.handover", "hand_over"), ("today", "rail.veil", "read"), ("today", "rail.lock", "read"),
    ("today", "rail.mediation", "read"), ("today", "rail.preferences", "read"), ("today", "today.print_week", "print"),
    ("today", "due_row.later", "write"),
    ("followups", "followups.print_week", "print"), ("followups", "followups.export", "hand_over"), ("followups", "followups.add_own", "write"),
    ("followups", "followups.holidays", "settings"), ("followups", "due_row.later", "write"),
    ("mediation", "mediation.new_case", "write"), ("mediation", "mediation.cases.export", "hand_over"),
    ("intake", "intake.table.export", "hand_over"), ("stations", "stations.table.export", "hand_over"),
    ("case", "case.write_record", "write"), ("case", "case.print", "print"), ("case", "case.back", "read"),
    ("case", "case.parties_card.change", "write"), ("case", "case.staff_card.staff", "write"),
    ("case", "case.staff_card.risk", "write"), ("case", "attachments.strip.add", "write"), ("case", "case.phone", "read"),
    ("visit", "visit.save", "write"), ("visit", "visit.edit", "write"), ("visit", "visit.remove", "write"),
    ("visit", "visit.decide", "write"), ("visit", "visit.back", "read"),
]  # fmt: skip
"""Page, what is on it, and the right without which it is not there."""
SECTIONS = {
    "工作室": "settings", "人员与账号": "settings", "提醒规则": "settings", "放假安排": "settings", "编号": "settings",
    "备份与恢复": "carry_out", "安全": "read", "外观": "read", "回收站": "write",
}  # fmt: skip
SECURITY = {
    "security_change_password": "read", "security_lock": "read", "security_verify": "read",
    "security_new_code": "settings", "security_change_locks": "settings", "security_keep_idle": "settings",
    "idle": "settings",
}  # fmt: skip
IN_MORE = {"details", "parties", "staff", "risk", "extend", "suspend", "mode", "close", "remove", "note", "investigate"}


@pytest.fixture
def case_id(desk: Desk) -> str:
    made = opened(desk.services.cases)
    sessions = desk.services.sessions
    sessions.record(made, replace(sessions.blank(made), narrative="双方都说了。", result="continue"))
    return made


@pytest.fixture
def visit_id(desk: Desk) -> str:
    draft = IntakeDraft(content="楼上漏水", visitors=[VisitorDraft(name="苗某", phone="19900000003")])
    return str(desk.services.intakes.register(draft).id)


@pytest.fixture(params=ROLES)
def window(
    request: pytest.FixtureRequest, qtbot: Any, desk: Desk, case_id: str, visit_id: str, tmp_path: Path
) -> Iterator[MainWindow]:
    """Of a desk where something is due, for whoever has this role."""
    assert case_id, visit_id
    desk.services.reminders.add("带表格去社区盖章", desk.office.today(), case_id)
    desk.office.signed.role = request.param
    made = MainWindow(desk, ComputerSettings())
    qtbot.addWidget(made)
    made.resize(1366, 728)
    with tasks.inline():
        made.show()
        qtbot.waitActive(made)
        yield made
        made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def rights(desk: Desk) -> set[str]:
    return ROLES[desk.office.signed.role]


def offers(window: QWidget, name: str) -> bool:
    return any(widget.isVisibleTo(window) for widget in window.findChildren(QWidget, name))


def go(window: MainWindow, page: str, case_id: str, visit_id: str) -> None:
    """As by the rail, or by a line of a list."""
    if page == "case":
        window.open_case(case_id)
    elif page == "visit":
        window.open_intake(visit_id)
    else:
        window.go(page)
    settle()


def test_every_page_offers_what_the_role_may_do_and_nothing_else(
    window: MainWindow, desk: Desk, case_id: str, visit_id: str
) -> None:
    wrong = []
    for page, name, right in OFFERED:
        go(window, page, case_id, visit_id)
        if offers(window, name) != (right in rights(desk)):
            wrong.append((desk.office.signed.role, page, name))
    assert wrong == []


def test_the_sections_of_settings_and_the_acts_of_security_are_those_of_the_role(
    window: MainWindow, desk: Desk
) -> None:
    window.go("preferences")
    names: Any = window.findChild(QListWidget, "preferences.sections")
    shown = {names.item(n).text() for n in range(names.count())}
    wanted = {title for title, right in SECTIONS.items() if right in rights(desk)}
    assert shown & set(SECTIONS) == wanted
    names.setCurrentRow([names.item(n).text() for n in range(names.count())].index("安全"))
    settle()
    found = {name: offers(window, f"preferences.{name}") for name in SECURITY}
    assert found == {name: right in rights(desk) for name, right in SECURITY.items()}


def test_more_of_a_case_holds_what_the_role_may_do(window: MainWindow, desk: Desk, case_id: str) -> None:
    window.open_case(case_id)
    settle()
    more: Any = window.findChild(QPushButton, "case.more")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    settle()
    shown = {code for code in IN_MORE if offers(window, f"case.{code}")}
    assert shown == (IN_MORE if "write" in rights(desk) else set())
    assert offers(window, "case.history")


def test_who_may_only_look_opens_a_record_and_finds_nothing_to_change(
    window: MainWindow, desk: Desk, case_id: str
) -> None:
    if "write" in rights(desk):
        return
    window.open_case(case_id)
    settle()
    lines = [w for w in window.findChildren(QWidget) if "双方都说了" in w.accessibleName() and w.isVisibleTo(window)]
    QTest.mouseClick(lines[-1], Qt.MouseButton.LeftButton)
    settle()
    (page,) = [w for w in window.findChildren(QWidget, "session") if w.isVisibleTo(window)]
    boxes = [box.toPlainText() for box in page.findChildren(QPlainTextEdit)]
    assert "双方都说了。" in boxes
    assert all(box.isReadOnly() for box in page.findChildren(QPlainTextEdit))
    assert all(line.isReadOnly() for line in page.findChildren(QLineEdit) if line.isVisibleTo(page))
    assert not any(choice.isEnabled() for kind in (QComboBox, QListWidget) for choice in page.findChildren(kind))
    pressed = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page) and b.isEnabled()]
    assert [b.objectName() for b in pressed] == ["session.back"]
    for keys in (
        (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(QApplication.focusWidget() or page, *keys)
    assert desk.services.drafts.pending() == []


def test_no_key_leads_where_no_button_does(window: MainWindow, desk: Desk, case_id: str) -> None:
    if "write" in rights(desk):
        return
    window.open_case(case_id)
    settle()
    for key, held in ((Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier),
                      (Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)):  # fmt: skip
        QTest.keyClick(QApplication.focusWidget() or window, key, held)
        settle()
        assert offers(window, "case.back")
        assert not offers(window, "print")
        assert NOT_YOURS in texts(window), "no key goes unanswered"
    assert window.findChildren(Photos) != []


ACTS: list[tuple[str, str, Callable[[Desk, str, str, Path], object]]] = [
    ("write", "register", lambda d, _c, _v, _p: d.services.intakes.register(IntakeDraft(content="x", visitors=[VisitorDraft(name="苗某")]))),
    ("write", "remove a visit", lambda d, _c, v, _p: d.services.intakes.remove(v)),
    ("write", "remove a case", lambda d, c, _v, _p: d.services.cases.remove(c, "登错了")),
    ("write", "save a view", lambda d, _c, _v, _p: d.services.cases.save_view("二号楼", CaseFilter("open"))),
    ("write", "add a reminder", lambda d, _c, _v, _p: d.services.reminders.add("打电话", d.office.today())),
    ("write", "add a file", lambda d, c, _v, p: d.services.attachments.add(c, [p / "a.txt"])),
    ("print", "print the week", lambda d, _c, _v, _p: d.services.printing.week_sheet()),
    ("print", "print a paper", lambda d, c, _v, _p: d.services.printing.render("acceptance", c)),
    ("settings", "print a code", lambda d, _c, _v, _p: d.services.printing.recovery_sheet("ABCD")),
    ("open_outside", "open a file outside", lambda d, _c, _v, _p: d.services.attachments.open_outside("none")),
    ("carry_out", "back up", lambda d, _c, _v, _p: d.services.backups.run()),
    ("carry_out", "back up elsewhere", lambda d, _c, _v, p: d.services.backups.to(p)),
    ("carry_out", "move out", lambda d, _c, _v, p: d.services.backups.move_out(p)),
    ("hand_over", "export", lambda d, _c, _v, p: d.services.ledgers.export_t1(
        LedgerOrder(d.office.today(), d.office.today(), to_whom="community", purpose="ledger"), p / "t.xlsx")),
    ("settings", "change a limit", lambda d, _c, _v, _p: d.services.preferences.save_limit("repeat_hints", 3)),
    ("settings", "when it locks", lambda d, _c, _v, _p: d.services.preferences.save_lock_minutes(0)),
    ("settings", "reset a list", lambda d, _c, _v, _p: d.services.dictionaries.reset("places")),
    ("settings", "reset a year", lambda d, _c, _v, _p: d.services.holidays.reset(2027)),
    ("settings", "add an account", lambda d, _c, _v, _p: d.services.accounts.add("张某", "long enough 1", "reader")),
    ("settings", "rights", lambda d, _c, _v, _p: d.services.accounts.change_role(d.office.signed.account_id, "administrator")),
    ("settings", "another's password", lambda d, _c, _v, _p: d.services.accounts.renew_password("李老师", "long enough 1")),
    ("settings", "locks", lambda d, _c, _v, _p: d.services.accounts.change_locks()),
    ("settings", "recovery code", lambda d, _c, _v, _p: d.services.accounts.replace_recovery_code("A", "A")),
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_not_do_is_refused_by_the_services_too(
    desk: Desk, case_id: str, visit_id: str, tmp_path: Path, role: str
) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    desk.office.signed.role = role
    wrong = []
    for right, name, act in ACTS:
        if right not in ROLES[role] and not _refuses(lambda act=act: act(desk, case_id, visit_id, tmp_path)):
            wrong.append(name)
    assert wrong == []


def _refuses(act: Callable[[], object]) -> bool:
    try:
        act()
    except Invalid:
        return False
    except Refused as refused:
        return "不能做这一步" in str(refused) or "管理员" in str(refused)
    except AppError:
        return False
    return False
