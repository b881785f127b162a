"""今日 and 回访提醒 in a real window: what a person sees and where a press leads."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio_app.desk import Desk
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.services.holidays import HolidayRow
from studio_app.ui.followups.screen import FollowUpsScreen
from studio_app.ui.kit.table.due_list import DueList
from studio_app.ui.kit.table.due_row import DueRow, DueWords, PutOffPanel
from studio_app.ui.today.screen import TodayScreen
from tests.ui.hands import write
from tests.ui.walking import settle

TODAY = date(2026, 11, 23)


def accept(desk: Desk, day: date, name: str = "王某") -> Case:
    parties = [PartyDraft(name=name), PartyDraft(name="赵某", side="respondent")]
    opening = Opening(
        title="楼上漏水", dispute_type="neighbour", accepted_on=day, backdate_reason="补录", parties=parties
    )
    with desk.office.write("受理为纠纷") as session:
        return open_case(session, desk.office, opening)


def words_of(widget: object) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def rows_of(widget: object) -> list[DueRow]:
    QApplication.processEvents()  # a new row is shown when its layout is
    return [row for row in widget.findChildren(DueRow) if row.isVisible()]


def test_an_empty_day_says_what_to_do(desk: Desk, qtbot: QtBot) -> None:
    screen = TodayScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    assert any("今天没有到期的事" in text for text in words_of(screen))
    with qtbot.waitSignal(screen.register_requested):
        next(b for b in screen.findChildren(QPushButton) if b.text() == "新登记").click()


def test_groups_figures_and_the_one_button(desk: Desk, qtbot: QtBot) -> None:
    late, due = accept(desk, date(2026, 10, 20), "钱某"), accept(desk, date(2026, 10, 23))
    accept(desk, date(2026, 10, 27), "孙某")
    screen = TodayScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    assert "2026年11月23日 星期一" in words_of(screen)
    assert {"已逾期", "今天", "未来 7 天"} <= set(words_of(screen))
    rows = rows_of(screen)
    assert [row.words.when for row in rows] == ["逾期 3 天", "今天", "11月27日　提前 7 天"]
    with qtbot.waitSignal(screen.act) as acted:
        rows[1].act.click()
    assert acted.args == ["open_case", due.id, due.id]
    with qtbot.waitSignal(screen.page_requested) as asked:
        screen.findChild(QPushButton, "today.overdue").click()
    assert asked.args == ["followups", "overdue"]
    with qtbot.waitSignal(screen.case_chosen):
        screen.findChild(QPushButton, "today.case").click()
    assert late.number


def test_putting_off_moves_a_row_to_its_new_day(desk: Desk, qtbot: QtBot) -> None:
    accept(desk, date(2026, 10, 23))
    screen = TodayScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    rows_of(screen)[0].later.click()
    panel = screen.findChild(PutOffPanel)
    panel.store()
    assert "今天以后的日期" in panel.problem.text()
    write(panel, panel.until.objectName(), "周四")
    panel.reason.setCurrentText("当事人出差")
    screen.refresh()  # somebody came in between: another page was shown, or the desk locked itself
    screen.leave()
    rows_of(screen)[0].later.click()
    panel = screen.findChild(PutOffPanel)
    assert panel.typed() == ["周四", "当事人出差"]
    panel.store()
    assert desk.services.drafts.pending() == []
    assert [row.words.when for row in rows_of(screen)] == ["11月26日"]


def test_the_month_and_the_list_show_the_same_days(desk: Desk, qtbot: QtBot) -> None:
    accept(desk, date(2026, 10, 23))
    accept(desk, date(2026, 10, 27))
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    assert len(rows_of(screen)) == 2
    assert any("工作室自定一个月内谈出结果" in text for text in words_of(screen))  # mode B: no article binds it
    screen.show_item("today")
    assert [row.words.when for row in rows_of(screen)] == ["今天"]
    screen.findChild(type(screen._month)).day_chosen.emit(TODAY + timedelta(days=4))
    assert [row.words.when for row in rows_of(screen)] == ["11月27日　提前 7 天"]


def test_in_a_low_window_the_whole_month_is_in_view_beside_a_long_list(desk: Desk, qtbot: QtBot) -> None:
    for number in range(20):
        desk.services.reminders.add(f"第 {number} 件", TODAY)
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    screen.resize(790, 540)
    screen.show()
    screen.refresh()
    assert len(rows_of(screen)) == 20
    settle()
    month = screen.findChild(QWidget, "followups.month")
    assert month.visibleRegion().boundingRect().size() == month.size()


def test_what_is_late_stands_first_under_its_own_heading(desk: Desk, qtbot: QtBot) -> None:
    for day in (date(2026, 10, 27), date(2026, 10, 23), date(2026, 9, 20)):
        accept(desk, day)
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    rows = screen.findChild(DueList).layout()
    shown = [rows.itemAt(n).widget() for n in range(rows.count())]
    told = [item.words.when if isinstance(item, DueRow) else item.text() for item in shown]
    assert told == ["已逾期", "逾期 34 天", "今天", "今天", "以后", "11月27日　提前 7 天"]


def test_the_buttons_of_a_narrow_row_wrap_instead_of_being_cut(desk: Desk, qtbot: QtBot) -> None:
    words = DueWords("k", "核实转办去向", "信访局", "", "11月27日　提前 7 天", "amber", "问接收单位", ("", "", ""))
    row = DueRow(words)
    qtbot.addWidget(row)
    row.resize(1000, 60)
    row.show()
    settle()
    assert row.later.geometry().top() == row.act.geometry().top()
    for width in (500, 260):
        row.resize(width, 200)
        settle()
    assert row.minimumSizeHint().width() <= 260
    assert row.later.mapTo(row, row.later.rect().bottomRight()).x() <= 260
    assert row.later.geometry().top() > 0


def own(screen: FollowUpsScreen, *typed: str) -> str:
    """Fill 添加一条提醒 and press its button; what it objects to."""
    screen._own.restore(typed)
    screen._own.add()
    return str(screen._own._problem.text())


def test_a_reminder_in_ones_own_words(desk: Desk, qtbot: QtBot) -> None:
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    assert "请写提醒的日期" in own(screen, "带表格去社区盖章", "")
    assert "已经过去" in own(screen, "带表格去社区盖章", "2026-11-20")
    with qtbot.waitSignal(screen.said) as said:
        own(screen, "带表格去社区盖章", "明天")
    assert said.args == ["已加提醒：2026-11-24 周二"]
    screen._own.add()  # the second half of a double-click
    assert screen._own._problem.isHidden()
    (row,) = rows_of(screen)
    assert (row.words.text, row.words.button) == ("带表格去社区盖章", "办好了")
    row.act.click()
    assert rows_of(screen) == []


def test_a_reminder_half_written_waits_for_its_day(desk: Desk, qtbot: QtBot) -> None:
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    own(screen, "带表格去社区盖章", "")
    screen.leave()
    (told,) = desk.services.drafts.unfinished()
    assert (told.label, told.action) == ("自己加的提醒", "remind")
    again = FollowUpsScreen(desk.services)
    qtbot.addWidget(again)
    assert again._own.typed() == ["带表格去社区盖章", ""]
    own(again, "带表格去社区盖章", "明天")
    again.leave()
    assert desk.services.drafts.pending() == []


def test_a_day_without_its_week_or_month_is_the_next_such_day(desk: Desk, qtbot: QtBot) -> None:
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    for typed, meant in (("周日", "11-29"), ("周一", "11-23"), ("20号", "12-20"), ("11.30", "11-30")):
        with qtbot.waitSignal(screen.said) as said:
            own(screen, "带表格去社区盖章", typed)
        assert meant in said.args[0]


def test_one_panel_of_putting_off_at_a_time_and_escape_closes_it(desk: Desk, qtbot: QtBot) -> None:
    for day in (23, 27):
        accept(desk, date(2026, 10, day))
    for screen in (TodayScreen(desk.services), FollowUpsScreen(desk.services)):
        qtbot.addWidget(screen)
        screen.show()
        screen.refresh()
        for row in rows_of(screen):
            row.later.click()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert len(screen.findChildren(PutOffPanel)) == 1
        assert screen.back() is True
        assert screen.back() is False


def test_thinking_better_of_putting_off_leaves_the_list_as_it_is(desk: Desk, qtbot: QtBot) -> None:
    accept(desk, date(2026, 10, 23))
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    before = rows_of(screen)
    before[0].later.click()
    screen.findChild(QPushButton, "put_off.leave").click()
    assert rows_of(screen) == before
    assert screen.back() is False


def test_who_may_only_read_is_offered_nothing_to_do_with_a_reminder_of_ones_own(desk: Desk, qtbot: QtBot) -> None:
    desk.services.reminders.add("带表格去社区盖章", TODAY)
    desk.office.signed.role = "reader"
    screen = TodayScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    (row,) = rows_of(screen)
    assert not row.act.isVisibleTo(screen)
    assert not row.later.isVisibleTo(screen)
    assert rows_of(screen) == [row]


def test_a_year_without_days_off_is_told_and_leads_to_where_it_is_entered(desk: Desk, qtbot: QtBot) -> None:
    screen = FollowUpsScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    assert any("2027 年的放假安排还没有填" in text for text in words_of(screen))
    fill = screen.findChild(QPushButton, "followups.holidays")
    with qtbot.waitSignal(screen.page_requested) as asked:
        fill.click()
    assert asked.args == ["preferences", "holidays"]
    desk.services.holidays.save(2027, [HolidayRow("元旦", "1.1", "1.3")])
    screen.refresh()
    assert fill.isVisible()  # 春节 and the others are not there yet
    named = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    days = ("1.1", "2.6", "4.5", "5.1", "6.9", "9.15", "10.1")
    desk.services.holidays.save(2027, [HolidayRow(name, day) for name, day in zip(named, days, strict=True)])
    screen.refresh()
    assert not fill.isVisible()


def test_what_has_waited_longest_stands_first_however_much_is_late(desk: Desk, qtbot: QtBot) -> None:
    for number in range(16):
        accept(desk, date(2026, 10, 20) - timedelta(days=number * 7))
    screen = TodayScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    late = [int(row.words.when.split()[1]) for row in rows_of(screen)[:12]]
    everything = [line.shown_on for line in desk.services.reminders.between(None, TODAY - timedelta(days=1))]
    assert late[0] == (TODAY - min(everything)).days
    assert late == sorted(late, reverse=True)
    assert screen.findChild(QPushButton, "today.more_overdue").text() == "还有 4 件，全部列出"


def test_an_overfull_day_is_listed_to_its_end(desk: Desk, qtbot: QtBot) -> None:
    for number in range(65):
        desk.services.reminders.add(f"第 {number} 件", TODAY)
    today, follow_ups = TodayScreen(desk.services), FollowUpsScreen(desk.services)
    for screen in (today, follow_ups):
        qtbot.addWidget(screen)
        screen.show()
        screen.refresh()
    assert len(rows_of(today)) == 12
    with qtbot.waitSignal(today.page_requested) as asked:
        today.findChild(QPushButton, "today.more_today").click()
    assert asked.args == ["followups", "today"]
    follow_ups.show_item("today")
    for shown in (30, 60, 65):
        assert len(rows_of(follow_ups)) == shown
        if shown < 65:
            next(b for b in follow_ups.findChildren(QPushButton, "followups.more") if b.isVisible()).click()
    follow_ups.show_item("today")
    assert len(rows_of(follow_ups)) == 30


def test_enter_asks_for_the_reason_before_anything_is_put_off(desk: Desk, qtbot: QtBot) -> None:
    accept(desk, date(2026, 10, 20))
    screen = TodayScreen(desk.services)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    row = rows_of(screen)[0]
    row.later.click()
    panel = screen.findChild(PutOffPanel)
    write(panel, panel.until.objectName(), "明天")
    QTest.keyClick(panel.until, Qt.Key.Key_Return)
    QTest.keyClick(panel.until, Qt.Key.Key_Return)
    assert rows_of(screen)[0].words.when.startswith("逾期")
    assert panel.reason.currentText() == ""
    screen.back()
    assert row.later.hasFocus() or screen.focusWidget() is row.later
