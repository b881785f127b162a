"""交接导出 in a real window: what a person sees, is asked, and finds on disk."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from studio_app.desk import Desk
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.ui.handover.recipient_form import MEANINGS
from studio_app.ui.handover.screen import HandoverScreen
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.popup import messages
from tests.ui.hands import found, press, settle, texts

PHONE = "19900001001"


pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The save dialog of the program answered by a path; what it proposed."""
    proposed: list[str] = []

    def choose(_cls: type, _parent: QWidget | None, _title: str, suggested: str, kinds: str) -> Path:
        proposed.append(suggested)
        assert "*.xlsx" in kinds
        return tmp_path / "台账"

    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(choose))
    return proposed


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> Callable[[], HandoverScreen]:
    def made() -> HandoverScreen:
        widget = HandoverScreen(desk.services)
        qtbot.addWidget(widget)
        widget.resize(1180, 760)
        widget.show()
        widget.refresh()
        return widget

    return made


def accept(desk: Desk, day: date = date(2026, 11, 3), name: str = "王建国") -> None:
    parties = [PartyDraft(name=name, phone=PHONE), PartyDraft(name="赵小红", side="respondent")]
    opening = Opening(
        title="楼上漏水", dispute_type="neighbour", accepted_on=day, backdate_reason="停电", parties=parties
    )
    with desk.office.write("受理为纠纷") as session:
        open_case(session, desk.office, opening)


def choose(screen: HandoverScreen, qtbot: QtBot, **answers: object) -> None:
    """Answer as a person does, one after the other, and wait for the count."""
    form = screen.ledger.form
    for name, value in answers.items():
        form.set_value(name, value)
    qtbot.wait(200)


def problem(screen: HandoverScreen, name: str) -> str:
    return screen.ledger.form.cell(name).problem


def test_the_month_is_shown_before_anything_is_asked(desk: Desk, screen: Callable[[], HandoverScreen]) -> None:
    accept(desk)
    widget = screen()
    page = widget.ledger
    assert page.preview.figure == "1 件"
    assert "这份表里有 0 个电话、0 个身份证号，没有保密笔记。" in page.preview.text
    assert "电话已遮盖：王建国" in page.preview.text
    assert page.preview.table.count() == 1
    assert page.form.cell("mask").hint == MEANINGS["handover"]
    assert "填报单位：示例委员工作室" in page.heading.text
    assert page.findChild(QLabel, "handover.about").text().endswith("2026年11月（已遮盖）.xlsx　1 件")


def test_exporting_writes_notes_and_offers_the_next_steps(
    desk: Desk, screen: Callable[[], HandoverScreen], asked: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    accept(desk)
    widget = screen()
    press(widget, "handover.export")
    qtbot.waitUntil(widget.ledger.result.isVisible)
    assert asked[0] == "幸福里社区矛盾纠纷排查化解台账_2026年11月（已遮盖）.xlsx"
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx").active
    assert sheet["F4"].value == "甲：王建国\n乙：赵小红"
    assert widget.ledger.result.isVisible()
    assert widget.ledger.result.words.text().startswith("已导出，1 件。")
    log = widget.ledger.log.table
    assert log.count() == 1
    assert [log.model.words(0, n) for n in (1, 3, 5, 6)] == ["李老师", "社区居委会", "移交社区（部分）", "1"]
    assert widget.findChild(QPushButton, "handover.export").isEnabled()


def test_the_export_just_made_is_the_marked_line_and_in_view(
    desk: Desk, screen: Callable[[], HandoverScreen], asked: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    accept(desk)
    widget = screen()
    widget.resize(900, 560)
    log = widget.ledger.log.table
    for made in range(1, 4):
        widget.ledger.area.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMinimum)
        press(widget, "handover.export")
        qtbot.waitUntil(lambda made=made: log.count() == made)
        settle()
        newest = desk.services.ledgers.exports()[0].id
        assert log.current_id() == newest
        row = log.view.visualRect(log.view.currentIndex())
        assert row.top() >= 0
        assert log.view.viewport().visibleRegion().contains(row.center()), "the marked line is on the page in view"
        assert widget.findChild(QPushButton, "handover.list_again").isEnabled()
        oldest = log.view.visualRect(log.model.index(log.count() - 1, 0)).center()
        QTest.mouseClick(log.view.viewport(), Qt.MouseButton.LeftButton, pos=oldest)  # looked at in between
    assert "文件夹里。请打开看一遍" in widget.ledger.result.words.text()


def test_the_handover_list_is_looked_at_before_it_is_printed(
    desk: Desk, screen: Callable[[], HandoverScreen], asked: list[str], qtbot: QtBot
) -> None:
    accept(desk)
    widget = screen()
    press(widget, "handover.export")
    press(widget, "handover.print_list")
    assert widget.currentWidget() is widget.paper
    assert widget.paper.view.page_count() == 1
    assert widget.back()
    assert not widget.back()
    widget.ledger.log.table.select(desk.services.ledgers.exports()[0].id)
    press(widget, "handover.list_again")
    sent: list[tuple[int, int]] = []
    with qtbot.waitSignal(widget.said) as said:
        widget.paper.print_now(lambda _parent, svgs, copies: bool(sent.append((len(svgs), copies)) or True))
    assert (sent, said.args) == ([(1, 2)], ["移交清单已送去打印。"])
    assert widget.currentWidget() is widget.ledger


def test_an_empty_period_is_a_zero_report(
    screen: Callable[[], HandoverScreen], asked: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    widget = screen()
    assert widget.ledger.preview.figure == "零报告"
    press(widget, "handover.export")
    qtbot.waitUntil(widget.ledger.result.isVisible)
    assert widget.ledger.result.words.text().startswith("已导出零报告。")
    assert openpyxl.load_workbook(tmp_path / "台账.xlsx").active["A4"].value == "本期无矛盾纠纷（零报告）"


def test_the_whole_content_wants_a_reason(
    desk: Desk, screen: Callable[[], HandoverScreen], asked: list[str], qtbot: QtBot
) -> None:
    accept(desk)
    widget = screen()
    assert not widget.ledger.form.cell("reason").isVisible()
    choose(widget, qtbot, mask="internal")
    assert widget.ledger.form.cell("reason").isVisible()
    assert "这份表里有 1 个电话" in widget.ledger.preview.text
    press(widget, "handover.export")
    assert "完整" in problem(widget, "reason")
    assert asked == []
    choose(widget, qtbot, reason="卷宗移交")
    press(widget, "handover.export")
    assert desk.services.ledgers.exports()[0].purpose == "报送矛盾纠纷台账（卷宗移交）"


def test_another_recipient_is_named_in_words(
    desk: Desk, screen: Callable[[], HandoverScreen], asked: list[str], qtbot: QtBot
) -> None:
    widget = screen()
    choose(widget, qtbot, to_whom="other", purpose="other")
    press(widget, "handover.export")
    assert problem(widget, "other_recipient")
    assert problem(widget, "other_purpose")
    assert asked == []
    choose(widget, qtbot, other_recipient="区信访局", other_purpose="核对")
    press(widget, "handover.export")
    line = desk.services.ledgers.exports()[0]
    assert (line.to_whom, line.purpose) == ("区信访局", "核对")


def test_what_goes_with_a_recipient_is_proposed(screen: Callable[[], HandoverScreen], qtbot: QtBot) -> None:
    widget = screen()
    choose(widget, qtbot, to_whom="cppcc")
    order = widget.ledger.form.order()
    assert (order.mask, order.purpose) == ("public", "statistics")
    assert widget.ledger.form.cell("mask").hint == MEANINGS["public"]


def test_periods_are_one_press_away(desk: Desk, screen: Callable[[], HandoverScreen], qtbot: QtBot) -> None:
    accept(desk, date(2026, 10, 9))
    accept(desk)
    widget = screen()
    counts = {}
    for period in ("month", "before", "quarter", "own"):
        choose(widget, qtbot, period=period)
        counts[period] = widget.ledger.preview.figure
    assert counts == {"month": "1 件", "before": "1 件", "quarter": "2 件", "own": "1 件"}
    order = widget.ledger.form.order()
    assert (order.first, order.last) == (date(2026, 11, 1), date(2026, 11, 23))
    choose(widget, qtbot, period="month", carry_over=True)
    assert widget.ledger.preview.figure == "2 件"


def test_a_time_that_is_over_is_written_as_it_stood_unless_asked_otherwise(
    desk: Desk, screen: Callable[[], HandoverScreen], qtbot: QtBot
) -> None:
    accept(desk, date(2026, 10, 9))
    widget = screen()
    assert not found(widget, "handover.as_now").isVisibleTo(widget)
    choose(widget, qtbot, period="before")
    assert found(widget, "handover.as_now").isVisibleTo(widget)
    assert "1 件是这段时间过后才登记的：第 1 件。" in texts(widget)
    choose(widget, qtbot, as_now=True)
    assert "才登记的" not in texts(widget)


def test_impossible_days_are_told_beside_them(
    screen: Callable[[], HandoverScreen], asked: list[str], qtbot: QtBot
) -> None:
    widget = screen()
    choose(widget, qtbot, period="own", first=date(2026, 11, 9), last=date(2026, 11, 1))
    press(widget, "handover.export")
    assert problem(widget, "last") == "截止日期早于起始日期，请改正。"
    assert asked == []
    assert widget.ledger.preview.figure == ""


def test_a_place_that_cannot_be_written_keeps_the_page(
    desk: Desk, screen: Callable[[], HandoverScreen], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "没有的文件夹" / "台账.xlsx"
    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(lambda *_args: gone))
    told: list[str] = []
    monkeypatch.setattr(
        messages.Dialogs, "tell", classmethod(lambda _cls, _parent, what, kind="": told.append(str(what)))
    )
    widget = screen()
    press(widget, "handover.export")
    assert "没有的文件夹" in told[0]
    assert widget.findChild(QPushButton, "handover.export").isEnabled()
    assert not widget.ledger.result.isVisible()
    assert desk.services.ledgers.exports() == []


def test_what_refused_the_last_try_goes_with_the_next(
    screen: Callable[[], HandoverScreen], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    places = iter([tmp_path / "没有的文件夹" / "台账.xlsx", tmp_path / "台账.xlsx"])
    names: list[str] = []

    def choose(_cls: type, _parent: QWidget | None, _title: str, suggested: str, _kinds: str) -> Path:
        names.append(suggested)
        return next(places)

    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(choose))
    widget = screen()
    press(widget, "handover.export")
    assert [bar.text for bar in widget.findChildren(Banner) if bar.isVisible()] != []
    press(widget, "handover.export")
    assert [bar.text for bar in widget.findChildren(Banner) if bar.isVisible()] == []
    assert widget.ledger.result.isVisible()
    assert all(Path(name).parent == Path() for name in names)  # the dialog says where, not the name


def test_thinking_better_of_it_writes_nothing(
    desk: Desk, screen: Callable[[], HandoverScreen], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages.Dialogs, "choose_save_file", classmethod(lambda *_args: None))
    press(screen(), "handover.export")
    assert desk.services.ledgers.exports() == []


def test_the_heading_is_changed_where_it_stands(desk: Desk, screen: Callable[[], HandoverScreen], qtbot: QtBot) -> None:
    widget = screen()
    assert not widget.findChild(QPushButton, "handover.keep_heading").isVisible()
    press(widget, "handover.change_heading")
    widget.ledger.heading.form.set_value("unit", "幸福里社区居委会")
    with qtbot.waitSignal(widget.said):
        press(widget, "handover.keep_heading")
    assert "填报单位：幸福里社区居委会" in widget.ledger.heading.text
    assert desk.services.ledgers.heading().unit == "幸福里社区居委会"


@pytest.mark.parametrize("size", ["standard", "large", "huge"])
def test_choices_and_preview_stand_side_by_side_on_a_small_screen(
    desk: Desk, screen: Callable[[], HandoverScreen], qapp: QApplication, size: str
) -> None:
    look.apply(qapp, size)
    accept(desk)
    widget = screen()
    widget.resize(1366 - look.scaled(160), 768)
    for _ in range(4):
        QApplication.processEvents()
    page = widget.ledger
    form, rows = (
        made.mapTo(page, made.rect().topLeft())
        for made in (page.form.cell("period"), page.preview.table.view.viewport())
    )
    assert rows.x() > form.x() + page.form.width()
    assert rows.y() + 3 * page.preview.table.view.rowHeight(0) < page.area.geometry().bottom()
    assert page.area.horizontalScrollBar().maximum() == 0
    assert page.preview.table.view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(("size", "width"), [("standard", 1206), ("huge", 1142), ("standard", 1760)])
def test_names_and_phones_are_whole_before_they_are_handed_over(
    desk: Desk, screen: Callable[[], HandoverScreen], qapp: QApplication, size: str, width: int
) -> None:
    look.apply(qapp, size)
    accept(desk, name="受影响居民代表王建国")
    widget = screen()
    widget.resize(width, 768)
    for _ in range(4):
        QApplication.processEvents()
    table = widget.ledger.preview.table
    metrics, columns = table.view.fontMetrics(), [column.key for column in table.model.columns]
    for key in ("parties", "phones"):
        place = columns.index(key)
        room = table.view.columnWidth(place) - look.scaled(look.M) - look.S
        long = max(-(-metrics.horizontalAdvance(line) // room) for line in table.model.words(0, place).splitlines())
        assert key == "parties" or long == 1
        assert table.view.rowHeight(0) >= long * metrics.lineSpacing()
    rows = table.view.viewport()
    assert rows.height() >= table.view.verticalHeader().length(), "no row is out of view"
    if width > 1700:
        assert metrics.horizontalAdvance(table.model.words(0, columns.index("parties")).replace("\n", "　")) < (
            table.view.columnWidth(columns.index("parties"))
        )


def test_a_reader_looks_but_does_not_export(desk: Desk, screen: Callable[[], HandoverScreen]) -> None:
    accept(desk)
    desk.office.signed.role = "reader"
    widget = screen()
    assert widget.ledger.preview.figure == "1 件"
    assert not widget.findChild(QPushButton, "handover.export").isEnabled()


def test_the_screen_can_be_used_by_keyboard_and_reader(screen: Callable[[], HandoverScreen]) -> None:
    widget = screen()
    buttons = [button for button in widget.findChildren(QPushButton) if button.isVisible()]
    assert all(button.accessibleName() or button.text() for button in buttons)
    assert widget.objectName() == "handover"
    assert widget.ledger.form.editor("to_whom").main.accessibleName() == "交给谁"
