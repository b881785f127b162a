"""Every page in every text size on the smallest screen it is made for: nothing cut, squeezed, covered, out of reach."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.records.intake.service import IntakeFilter
from studio_app.store.keys import Unlocked
from studio_app.ui.dispute.case.case_page import MAKERS, CasePage
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.cards import Page, button
from studio_app.ui.kit.page.room import LEAST_WINDOW, Room
from studio_app.ui.kit.popup.toast import Toast
from studio_app.ui.main_window import STOPS, MainWindow
from studio_app.ui.preferences.screen import SECTIONS
from studio_app.ui.setup.recovery_page import RecoveryPage
from studio_app.ui.setup.restore_page import RestorePage
from studio_app.ui.setup.samples_page import SamplesPage
from studio_app.ui.setup.unlock_page import UnlockPage
from studio_app.ui.setup.wizard_page import WizardPage
from tests.conftest import PASSWORD, SIGN_IN, Clock, Template
from tests.ui import overfull
from tests.ui.hands import found, press, write
from tests.ui.walking import faults, settle

SIZES = {"standard": QSize(960, 540), "huge": QSize(1366, 700)}
SAID = "已撤销：把幸福里社区和谐家园二期南区三十八号楼的来访登记改回受理以前的样子，可以按 Ctrl+Y 重做。"
SAME_PAGE = frozenset({"sign", "seal", "tell", "print_agreement", "print_remedies", "report_risk"})
"""Actions that lead to a page another action leads to as well."""

Pages = Iterator[tuple[str, Callable[[], object]]]


@pytest.fixture(params=SIZES)
def screen(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QSize]:
    """The smallest screen of one text size, in force."""
    look.apply(qapp, request.param)
    with tasks.inline():
        yield SIZES[request.param]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    look.apply(qapp)


# --- the desks --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Full:
    """A desk that has too much of everything, made once: copy the folder before opening it."""

    folder: Path
    case_id: str
    template: Template


@pytest.fixture(scope="module")
def made_full(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Full:
    folder = tmp_path_factory.mktemp("overfull") / "desk"
    shutil.copytree(template.folder, folder)
    desk = Desk.open_with(folder, SIGN_IN, Unlocked(template.key, None), Clock())
    case_id = overfull.fill(desk)
    desk.services.accounts.add(overfull.LONG[:20], "four words in a row", "reader")
    desk.services.ledgers.export_t1(desk.services.ledgers.proposal(), folder.parent / "台账.xlsx")
    desk.services.backups.run()
    desk.close()
    return Full(folder, case_id, template)


@pytest.fixture
def full_desk(made_full: Full, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "full"
    shutil.copytree(made_full.folder, folder)
    desk = Desk.open_with(folder, SIGN_IN, Unlocked(made_full.template.key, None), Clock())
    yield desk
    desk.close()


# --- the pages --------------------------------------------------------------------------------------------------


def rail_pages(window: MainWindow) -> Pages:
    for stop in STOPS:
        yield stop.name, lambda name=stop.name: window.go(name)
    yield "register", window.register
    for name, table in (("intake", "intake.table"), ("mediation", "mediation.cases"), ("followups", "followups")):
        yield (
            f"export of {name}",
            lambda name=name, table=table: (window.go_home(name), press(window, f"{table}.export")),
        )
    yield "figure", lambda: open_figure(window)


def open_figure(window: MainWindow) -> None:
    """The disputes of the first figure of 统计 that counts any."""
    window.go("statistics")
    table = found(window, "statistics.table")
    table.setFocus()
    for _press in range(table.columnCount()):
        if table.isVisible():
            QTest.keyClick(table, Qt.Key.Key_Return)
            QTest.keyClick(table, Qt.Key.Key_Right)


def settings_pages(window: MainWindow) -> Pages:
    preferences = window.screen_named("preferences")
    window.go("preferences")
    for name, _title, _make in SECTIONS:
        yield name, lambda name=name: preferences.show_item(name)


def forms_of_settings(window: MainWindow, desk: Desk) -> Pages:
    """What opens inside a card when something is to be changed."""
    page, own = window.screen_named("preferences"), desk.office.signed.account_id
    window.go("preferences")
    page.show_item("people")
    for name in (f"role_{own}", "add_account", "add_staff"):
        yield name, lambda name=name: press(page, f"preferences.people_{name}")
    page.show_item("security")
    for name in ("change_password", "new_code", "change_locks"):
        yield name, lambda name=name: press(page, f"preferences.security_{name}")
    for name in ("locks_left", "locks_known", f"known_{own}"):
        yield name, lambda name=name: found(page, f"preferences.{name}").click()


def record_pages(window: MainWindow, case_id: str) -> Pages:
    """The pages of a case, one maker each: several actions lead to the same page."""
    mediation = window.screen_named("mediation")
    case = mediation.findChild(CasePage)
    assert isinstance(case, CasePage)
    yield "case", lambda: window.open_case(case_id)
    yield "more", lambda: press(mediation, "case.more")
    for action in MAKERS:
        if action not in SAME_PAGE:
            yield action, lambda action=action: case.do(action)
    yield "new case", lambda: mediation.begin("new_case")


def visit_pages(window: MainWindow, desk: Desk) -> Pages:
    """A visit that is decided, and what opens on one that waits."""
    intake, lines = window.screen_named("intake"), desk.services.intakes.page(IntakeFilter())
    visits = [(line, desk.services.intakes.file(line).is_waiting) for line in lines]
    waiting = next(line for line, waits in visits if waits)
    decided = next(line for line, waits in visits if not waits)
    yield "visit", lambda: window.open_intake(decided)
    for panel in ("accept", "join"):
        yield panel, lambda panel=panel: intake.show_intake(waiting, panel)
    yield "visit changed", lambda: intake.begin("edit_intake", waiting)


def papers(window: MainWindow, desk: Desk) -> Pages:
    """A long topic of the manual, and the list that goes with a ledger."""
    manual, handover = window.screen_named("manual"), window.screen_named("handover")
    window.go("manual")
    yield "topic", lambda: manual.show_item("settings")
    window.go("handover")
    yield "handover list", lambda: handover.show_list(desk.services.ledgers.exports()[0].id)


def station_pages(window: MainWindow, desk: Desk) -> Pages:
    """A station with its shifts, and one of them."""
    stations = window.screen_named("stations")
    (station,) = desk.services.stations.ids()
    window.go("stations")
    yield "station", lambda: stations.show_item(station)
    yield "shift", lambda: stations.begin("note_duty", station, desk.services.stations.shifts.ids()[0])
    stations.go_home()
    yield "new station", lambda: press(stations, "stations.new")


def setup_pages(
    folder: Path, template: Template, size: QSize
) -> Iterator[tuple[QWidget, Sequence[Callable[[], object]]]]:
    """Pages before the desk is open, and what is done on each to see the rest of it."""
    wizard, recovery = WizardPage(folder / "new"), RecoveryPage(folder, [overfull.LONG])

    def name_studio() -> None:
        for name in ("studio", "community", "committee"):
            write(wizard, f"wizard.{name}", overfull.PLACE)
        press(wizard, "wizard.next")

    def name_person() -> None:
        for name, words in (("sign_in", overfull.LONG), ("password", PASSWORD * 2), ("password_again", PASSWORD * 2)):
            write(wizard, f"wizard.{name}", words)
        press(wizard, "wizard.next")

    def type_code() -> None:
        write(recovery, "recover.code", template.recovery_code)
        press(recovery, "recover.go_on")

    def finish() -> None:
        wizard.created.connect(lambda desk: desk.close())
        code = found(wizard, "wizard.code").accessibleName().removeprefix("恢复码 ")
        write(wizard, "wizard.code_again", code)
        press(wizard, "wizard.next")

    if size == SIZES["huge"]:  # a desk is made: once is enough
        yield wizard, (name_studio, name_person)
        finish()
    else:
        yield wizard, (name_studio,)
    yield UnlockPage(folder), ()
    yield recovery, (type_code,)
    yield RestorePage(folder, "restore"), ()
    yield RestorePage(folder, "move"), ()
    yield SamplesPage(folder / "samples", Clock()), ()


# --- the walk ---------------------------------------------------------------------------------------------------


def test_every_page_fits_with_nothing_on_the_desk(desk: Desk, screen: QSize, qtbot: QtBot) -> None:
    window = opened(desk, screen, qtbot)
    told = walk(window, rail_pages(window))
    assert told == [], "\n".join(told)


def test_every_page_fits_with_too_much_on_the_desk(
    made_full: Full, full_desk: Desk, screen: QSize, qtbot: QtBot
) -> None:
    window = opened(full_desk, screen, qtbot)
    told = walk(
        window,
        chain(
            rail_pages(window),
            settings_pages(window),
            record_pages(window, made_full.case_id),
            visit_pages(window, full_desk),
            papers(window, full_desk),
            station_pages(window, full_desk),
            forms_of_settings(window, full_desk),
        ),
    )
    assert told == [], "\n".join(told)


def test_every_page_before_the_desk_is_open_fits(folder: Path, template: Template, screen: QSize, qtbot: QtBot) -> None:
    told = []
    for page, acts in setup_pages(folder, template, screen):
        window = QMainWindow()
        qtbot.addWidget(window)
        window.setCentralWidget(Room(page))
        window.resize(screen)
        window.show()
        for place, act in enumerate([settle, *acts]):
            act()
            settle()
            told += [f"{page.objectName()} {place}: {fault}" for fault in faults(window)]
    assert told == [], "\n".join(told)


def opened(desk: Desk, size: QSize, qtbot: QtBot) -> MainWindow:
    window = MainWindow(desk, ComputerSettings())
    qtbot.addWidget(window)
    window.resize(size)
    window.show()
    settle()
    return window


def walk(window: MainWindow, pages: Pages) -> list[str]:
    """Something is said on each, as after any act there."""
    told = []
    for name, reach in pages:
        reach()
        window.say(SAID)
        settle()
        told += [f"{name}: {fault}" for fault in faults(window)]
    return told


# --- below the least --------------------------------------------------------------------------------------------


def test_in_a_window_too_small_for_any_page_everything_is_scrolled_to(desk: Desk, qtbot: QtBot) -> None:
    window = opened(desk, LEAST_WINDOW, qtbot)
    window.register()
    settle()
    expected = ("too narrow", "scrolls inside")
    assert [fault for fault in faults(window) if not any(words in fault for words in expected)] == []
    room = window.centralWidget()
    assert isinstance(room, Room)
    assert room.horizontalScrollBar().maximum() > 0
    assert window.size() == LEAST_WINDOW


# --- the walker itself ------------------------------------------------------------------------------------------


def planted(qtbot: QtBot, *widgets: QWidget) -> QMainWindow:
    """A page that holds these, in a window of 400 pixels."""
    window, page, row = QMainWindow(), Page("一页"), QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    page.body.addLayout(row)
    qtbot.addWidget(window)
    window.setCentralWidget(page)
    window.resize(400, 300)
    window.show()
    settle()
    return window


def test_the_walker_finds_nothing_wrong_with_a_sound_page(qtbot: QtBot) -> None:
    assert faults(planted(qtbot, button("登记"), QLineEdit())) == []


def test_the_walker_sees_a_button_whose_words_are_cut(qtbot: QtBot) -> None:
    cut = button("保存这一条记录")
    cut.setFixedWidth(60)
    assert any("保存这一条记录" in fault and "needs" in fault for fault in faults(planted(qtbot, cut)))


def test_the_walker_sees_what_no_bar_leads_to(qtbot: QtBot) -> None:
    row = [button(f"第 {number} 个") for number in range(9)]
    assert any("第 8 个" in fault and "lies beyond" in fault for fault in faults(planted(qtbot, *row)))


def test_the_walker_sees_what_is_pushed_out_of_its_parent(qtbot: QtBot) -> None:
    window = planted(qtbot, button("登记"))
    lost = QPushButton("锁定", window)
    lost.setGeometry(380, 20, 80, 36)
    lost.show()
    assert any("锁定" in fault and "is cut by" in fault for fault in faults(window))


def test_the_walker_sees_words_that_have_to_be_spelled(qtbot: QtBot) -> None:
    narrow = QLabel("楼上漏水的事")
    narrow.setWordWrap(True)
    narrow.setFixedWidth(20)
    assert any("px for “楼上漏水的事”" in fault for fault in faults(planted(qtbot, narrow)))


def test_the_walker_sees_one_control_lying_over_another(qtbot: QtBot) -> None:
    window = planted(qtbot, button("登记"))
    over = QPushButton("盖住", window)
    over.setGeometry(window.findChildren(QPushButton)[0].geometry().adjusted(0, 0, 60, 400))
    over.show()
    assert any("is covered by" in fault for fault in faults(window))


def test_the_walker_sees_a_message_outside_the_window(qtbot: QtBot) -> None:
    window = planted(qtbot, button("登记"))
    toast = Toast(window.centralWidget(), window)
    toast.setText("已登记")
    toast.setGeometry(40, -30, 120, 36)
    toast.show()
    assert any("outside the window" in fault for fault in faults(window))
