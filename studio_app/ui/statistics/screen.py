"""统计: which time, which mode, divided by what; the table, its equation, the months; and the disputes of a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.records.dispute.ledger import month_before, month_of, period_text, quarter_of
from studio_app.records.dispute.statistics import BY, Period
from studio_app.services.statistics import Report
from studio_app.ui.kit import tasks
from studio_app.ui.kit.form.form import Buttons, Choice, Day, Form, Section
from studio_app.ui.kit.form.looking import offer_if
from studio_app.ui.kit.page.cards import Card, Page, button, label
from studio_app.ui.kit.page.pages_view import print_pages
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.kit.table.table import Table
from studio_app.ui.record.case_columns import CASE_COLUMNS
from studio_app.ui.record.record_screen import export_button, leave_button
from studio_app.ui.statistics.bars import Bars, Group
from studio_app.ui.statistics.grid import Grid

PERIODS = (
    ("month", "本月"),
    ("before", "上月"),
    ("quarter", "本季"),
    ("year", "今年"),
    ("last_year", "去年"),
    ("own", "自选"),
)


@dataclass
class Asked:
    """The answers as the form holds them."""

    period: str = "month"
    first: date | None = None
    last: date | None = None
    mode: str = ""
    by: str = BY[0]

    def days(self, today: date) -> tuple[date | None, date | None]:
        year = today.year - (self.period == "last_year")
        whole = {"month": month_of(today), "before": month_before(today), "quarter": quarter_of(today)}
        whole |= dict.fromkeys(("year", "last_year"), (date(year, 1, 1), date(year, 12, 31)))
        return whole.get(self.period, (self.first, self.last))


class StatisticsPage(Page):
    """The figures; the answers stay as long as the window is open."""

    list_leaves = Signal(object)
    """The table is to be exported (a `Leaving`)."""

    def __init__(self, services: Services) -> None:
        super().__init__("统计", "每个数点开就是它数的那些纠纷；按这段时间最后一天的情形算")
        self.setObjectName("statistics.page")
        self._services = services
        self._asked: Asked | None = None
        self._report: Report | None = None
        self.form = Form("statistics", (self._section(),), Asked(mode=services.office.lists.pairs("modes")[0][0]))
        self.form.edited.connect(self.refresh)
        self.form.field_edited.connect(self._follow)
        self.grid = Grid()
        self.lines = Bars("statistics.lines", "各类")
        self.months = Bars("statistics.months", "近十二个月")
        self.words = label("", wrap=True)
        self.words.setObjectName("statistics.equation")
        self.meaning = label("", "secondary", wrap=True)
        self.meaning.setObjectName("statistics.meaning")
        self._build()
        self._follow("period")

    def _section(self) -> Section:
        lists, today = self._services.office.lists, self._services.office.today()
        day = partial(Day, parse=lambda text: dates.parse_day(text, today), show=dates.show_day)
        return Section(
            "",
            (
                Buttons("period", "期间", options=PERIODS, wide=True),
                day("first", "从哪一天", required=True),
                day("last", "到哪一天", required=True),
                Choice("mode", "办理方式", options=lists.pairs("modes")),
                Choice("by", "按什么分", options=self._services.statistics.divisions()),
            ),
        )

    def _build(self) -> None:
        asking, figures, meaning = Card(""), Card(""), Card("各栏怎样数")
        self._parts, months = Card("各类"), Card("近十二个月")
        asking.body.addWidget(self.form)
        figures.body.addWidget(self.words)
        figures.body.addWidget(self.grid)
        meaning.body.addWidget(self.meaning)
        self._parts.body.addWidget(self.lines)
        months.body.addWidget(self.months)
        self.paper = button("打印月报", "quiet", "printer", self.print_now)
        self.paper.setObjectName("statistics.print")
        offer_if(self._services.office.may("print"), self.paper)
        self.header.addWidget(self.paper)
        self.header.addWidget(leave_button(self._services, "statistics", self._leave))
        for card in (asking, figures, self._parts, months, meaning):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def _follow(self, name: str) -> None:
        own, today = self.form.value("period") == "own", self._services.office.today()
        if name == "period" and own and self.form.value("first") is self.form.value("last") is None:
            self.form.set_value("first", today.replace(day=1))
            self.form.set_value("last", today)
        for field in ("first", "last"):
            self.form.set_shown(field, shown=own)

    def refresh(self) -> None:
        """Counted off the GUI thread; an answer given meanwhile is counted next."""
        asked = self._asked = self.form.draft()
        first, last = asked.days(self._services.office.today())
        if first is None or last is None or last < first:
            self.words.setText(
                "请先选好从哪一天到哪一天。" if None in (first, last) else "截止日期早于起始日期，请改正。"
            )
            return
        count = partial(self._services.statistics.report, Period(first, last), asked.mode, asked.by)
        tasks.run(self, count, partial(self._show, asked))

    def _show(self, asked: Asked, report: Report) -> None:
        if asked != self._asked:
            return
        self._report = report
        first, last = (f"{day.year}年{day.month}月{day.day}日" for day in report.period)
        told = "这段时间没有发生，也没有在办的（零报告）。" if report.empty else f"{report.equation}。"
        self.words.setText(f"{first}至{last}：{told}")
        self.grid.show_report(report)
        self.meaning.setText("\n".join(f"{measure.label}：{measure.about}" for measure in report.measures))
        self._show_bars(report)

    def _leave(self) -> None:
        if self._report is not None:
            self.list_leaves.emit(self._services.statistics.leaving(self._report))

    def print_now(self) -> None:
        """The sheet for the notice board: every mode, whichever is looked at."""
        if self._report is not None:
            period, printing = self._report.period, self._services.printing
            data = partial(self._services.statistics.board, period)
            tasks.run(self, lambda: printing.board(data()).svg(), partial(self._send, period))

    def _send(self, period: Period, svgs: list[str]) -> None:
        print_pages(self, svgs, noted=partial(self._services.printing.note_board_printed, period_text(*period)))

    def _show_bars(self, report: Report) -> None:
        names = [measure.label for measure in report.charted]
        lines = [
            Group(line.label, line.label, [line.counted.ids[measure.code] for measure in report.charted])
            for line in report.lines
        ]
        met = [one for one in lines if any(one.disputes)]
        self._parts.setVisible(bool(met))
        self.lines.show_groups(names, met)
        self.months.show_groups(names, [_month(*month, first=not n) for n, month in enumerate(report.months)])


def _month(period: Period, disputes: Sequence[list[str]], *, first: bool) -> Group:
    """The year stands with the first month and with January."""
    year, month = period.first.year, period.first.month
    return Group(f"{year % 100}年{month}月" if first or month == 1 else f"{month}月", f"{year}年{month}月", disputes)


class FigurePage(Page):
    """The disputes one figure counts."""

    def __init__(self, services: Services, heading: str, ids: list[str], screen: "StatisticsScreen") -> None:
        different = len(set(ids))
        twice = f"，其中有的算了不止一轮，不同的纠纷 {different} 件" if different < len(ids) else ""
        super().__init__(heading, f"共 {len(ids)} 件{twice}", scroll=False)
        self.setObjectName("statistics.figure")
        rows = services.statistics.behind(ids)
        self.table = Table("statistics.cases", CASE_COLUMNS, rows, ComputerSettings.load().tables)
        self.table.activated.connect(screen.case_chosen)
        self.table.reload()
        back = button("返回统计", "quiet", "arrow-u-up-left", screen.back)
        back.setObjectName("statistics.back")
        leave = export_button(
            services, self.table, "cases", screen.list_leaves.emit, lambda: heading.replace("　", "：")
        )
        self.header.addWidget(leave)
        self.header.addWidget(back)
        self.body.addWidget(self.table, 1)


class StatisticsScreen(Screen, QStackedWidget):
    """The figures, or the disputes of one of them."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statistics")
        self.setAccessibleName("统计")
        self._services = services
        self.figures = StatisticsPage(services)
        for part in (self.figures.grid, self.figures.lines, self.figures.months):
            part.opened.connect(self._open)
        self._figure: FigurePage | None = None
        self.figures.list_leaves.connect(self.list_leaves)
        self.addWidget(self.figures)

    def print_now(self) -> bool:
        """Ctrl+P: 月报."""
        if self._figure is None:
            self.figures.print_now()
        return self._figure is None

    def _open(self, heading: str, ids: list[str]) -> None:
        self.go_home()
        self._figure = FigurePage(self._services, heading, ids, self)
        self.addWidget(self._figure)
        self.setCurrentWidget(self._figure)
        self._figure.table.view.setFocus()

    def refresh(self) -> None:
        if self._figure is None:
            self.figures.refresh()
        else:
            self._figure.table.reload()

    def back(self) -> bool:
        if self._figure is None:
            return False
        self.go_home()
        self.figures.refresh()
        self.figures.grid.setFocus()
        return True

    def go_home(self) -> None:
        self.setCurrentWidget(self.figures)
        if self._figure is not None:
            let_go(self._figure)
            self.removeWidget(self._figure)
            self._figure = None
