"""回访提醒: the month on the left, the list of the chosen span on the right."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.services.listings import Listed
from studio_app.services.reminders import REMINDING, Line, due_words
from studio_app.ui.followups.own_form import OwnForm
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.form.looking import offer_if
from studio_app.ui.kit.form.writing import Writing
from studio_app.ui.kit.input.month import Month
from studio_app.ui.kit.page.cards import Card, EmptyNote, Flow, Page, button, label
from studio_app.ui.kit.page.pages_view import print_pages
from studio_app.ui.kit.page.room import Scrolling
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.table.due_list import DueList
from studio_app.ui.kit.table.due_row import DueWords
from studio_app.ui.record.record_screen import leave_button

SPANS = (("overdue", "已逾期"), ("today", "今天"), ("week", "未来 7 天"), ("month", "本月"), ("all", "全部"))
LOW = 37
"""Base fonts of height below which the list takes all the height it needs."""
LEAST_MONTH = 272
"""Height of the calendar at the standard size where there is little."""
LEAVING = {"when": "到期", "text": "要办的事", "about": "哪一件", "reason": "为什么"}
"""What is exported of the list, with its headings."""
MOST = 30  # rows at first and with every press of 再列出一些: more would take half a second to lay out


class FollowUpsScreen(Screen, Page):
    """Reasons with the article of law, putting off with a reason, reminders in one's own words."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(
            "回访提醒", "到期的、快到期的都在这里；点日历上的某一天只看那一天", scroll=False, parent=parent
        )
        self.setObjectName("followups")
        self._services = services
        self._span = "week"
        self._day: date | None = None
        self._most = MOST
        self._own = OwnForm(services.reminders)
        self._own.added.connect(self._own_added)
        self._writing = Writing(self, services.drafts, "own_reminder")
        self._writing.keep(own=self._own)
        columns = QHBoxLayout()
        columns.setSpacing(look.L)
        calendar = self._calendar_card()
        calendar.setMaximumWidth(look.scaled(400))  # the list needs the room more
        columns.addWidget(calendar, 2)
        columns.addWidget(self._list_card(), 3)
        self.body.addLayout(columns, 1)
        self._writing.begin(quiet=True)

    # --- building ---------------------------------------------------------------------------------------------

    def _calendar_card(self) -> Card:
        today = self._services.office.today()
        rest_days = self._services.office.rest_days

        def mark(day: date) -> str:
            weekend = day.weekday() >= 5
            return "班" if weekend and not rest_days.is_rest(day) else "休" if rest_days.name(day) else ""

        self._month = Month(today, today, mark)
        self._month.setObjectName("followups.month")
        self._month.setMinimumHeight(look.scaled(LEAST_MONTH))
        self._month.day_chosen.connect(self._choose_day)
        self._month.month_shown.connect(lambda _year, _month: self._count())
        card = Card("")
        card.body.addWidget(self._month, 3)
        card.body.addWidget(self._own)
        offer_if(self._services.office.may("write"), self._own)
        card.body.addStretch(1)
        return card

    def _arrangement_note(self) -> QWidget:
        """Which year's days off are not known yet, and the way to enter them; the list has room to spare."""
        self._unknown_year = label("", "secondary", "amber", wrap=True)
        fill = button("去填放假安排", "quiet", clicked=lambda: self.page_requested.emit("preferences", "holidays"))
        fill.setObjectName("followups.holidays")
        offer_if(self._services.office.may("settings"), fill)
        self._note = QWidget()
        row = QHBoxLayout(self._note)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._unknown_year, 1)
        row.addWidget(fill)
        return self._note

    def _list_card(self) -> Card:
        card = Card("")
        self._spans = QButtonGroup(self)
        row = Flow()
        for code, word in SPANS:
            made = QPushButton(word)
            made.setObjectName(f"followups.span_{code}")
            made.setCheckable(True)
            made.setProperty("span", code)
            made.clicked.connect(lambda _checked=False, code=code: self._choose_span(code))
            self._spans.addButton(made)
            row.addWidget(made)
        card.body.addLayout(row)
        self._heading = label("", "secondary")
        self._print = button("打印本周待办", "quiet", "printer", self.print_now)
        self._print.setObjectName("followups.print_week")
        offer_if(self._services.office.may("print"), self._print)
        self._heading.setMinimumHeight(look.control_height())
        second = Flow()
        for widget in (self._heading, self._print, leave_button(self._services, "followups", self._leave)):
            second.addWidget(widget)
        card.body.addLayout(second)
        card.body.addWidget(self._arrangement_note())
        self._due = DueList(self._services.reminders, self._services.drafts, with_reason=True)
        self._due.act.connect(self.act)
        self._due.said.connect(self.said)
        self._due.changed.connect(self.refresh)
        inside = QWidget()
        look.mark(inside, page="true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.S, 0)
        column.addWidget(self._due)
        column.addStretch(1)
        self._rows = Scrolling(inside)
        card.body.addWidget(self._rows, 1)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the page scrolls as a whole: a list that scrolls inside it would be seen through a slit."""
        super().resizeEvent(event)
        low = self.height() < LOW * look.base()
        self._rows.set_whole(on=low)
        self._month.setMaximumHeight(look.scaled(LEAST_MONTH if low else 460))  # not stretched along the list

    # --- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self._unknown_year.setText(self._services.holidays.missing_words())
        look.show_if(self._note, on=bool(self._unknown_year.text()))
        self._count()
        self._show()

    def show_item(self, view: str) -> None:
        """Open on a span (today, overdue …), or print the week."""
        if view == "print_week":
            self.print_now()
        elif view in dict(SPANS):
            self._choose_span(view)

    def _choose_span(self, code: str) -> None:
        self._span, self._day, self._most = code, None, MOST
        self._show()

    def _choose_day(self, day: date) -> None:
        self._day, self._most = day, MOST
        self._show()

    def _count(self) -> None:
        """Numbers on the days of the month in view."""
        shown = self._month.day
        first = shown.replace(day=1)
        last = shown.replace(day=monthrange(shown.year, shown.month)[1])
        lines = self._services.reminders.between(first, last)
        today = self._services.office.today()
        counts = Counter(line.shown_on for line in lines)
        self._month.set_counts(counts, frozenset(day for day in counts if day < today))

    def _show(self) -> None:
        for made in self._spans.buttons():
            self._spans.setExclusive(False)
            made.setChecked(self._day is None and made.property("span") == self._span)
            self._spans.setExclusive(True)
        lines, words = self._chosen()
        self._heading.setText(f"{words}　{len(lines)} 件")
        self._due.empty()
        if not lines:
            own = "，也可以在左边添加一条提醒" if self._services.office.may("write") else ""
            self._due.add(EmptyNote(f"这段时间没有到期的事。点“全部”看以后的{own}。"))
        self._show_rows(lines)

    def _show_rows(self, lines: Sequence[Line]) -> None:
        today = self._services.office.today()
        for heading, group in groupby(lines[: self._most], key=lambda line: _stage(line, today)):
            if self._day is None and self._span not in ("overdue", "today"):
                self._due.add_heading(heading)
            self._due.add_rows(DueWords(*due_words(line, today)) for line in group)
        if len(lines) > self._most:
            more = button(f"还有 {len(lines) - self._most} 件，再列出一些", "quiet", clicked=self._show_more)
            more.setObjectName("followups.more")
            self._due.add(more, left=True)

    def _show_more(self) -> None:
        self._most += MOST
        self._show()

    def _leave(self) -> None:
        """The list as it stands, all of it, also what is not laid out yet."""
        today, (lines, words) = self._services.office.today(), self._chosen()
        told = {line.key: DueWords(*due_words(line, today)) for line in lines}

        def some(keys: Sequence[str]) -> list[list[str]]:
            return [[getattr(told[key], column) for column in LEAVING] for key in keys]

        listed = Listed("reminder", words, LEAVING, list(told), some)
        self.list_leaves.emit(self._services.listings.leaving(listed))

    def _chosen(self) -> tuple[list[Line], str]:
        today = self._services.office.today()
        between = self._services.reminders.between
        if self._day is not None:
            return between(self._day, self._day), dates.show_day(self._day)
        month_end = today.replace(day=monthrange(today.year, today.month)[1])
        spans = {
            "overdue": (None, today - timedelta(days=1)),
            "today": (today, today),
            "week": (None, today + timedelta(days=7)),
            "month": (today.replace(day=1), month_end),
            "all": (None, date.max),
        }
        return between(*spans[self._span]), "已逾期和未来 7 天" if self._span == "week" else dict(SPANS)[self._span]

    # --- acting -----------------------------------------------------------------------------------------------

    def shows(self, _owners: frozenset[str], kinds: frozenset[str]) -> bool:
        """What is done here is putting off, and reminders of one's own."""
        return kinds <= REMINDING

    def back(self) -> bool:
        """Esc closes the panel of 推迟 first."""
        return self._due.back()

    def begin(self, action: str, owner_id: str = "", subject_id: str = "") -> None:  # noqa: ARG002
        """Go on with a reminder of one's own."""
        self._own.begin()

    def leave(self) -> None:
        self._due.leave()
        self._writing.leave()

    def _own_added(self, day: date) -> None:
        self._writing.part_stored()
        self.said.emit(f"已加提醒：{dates.show_day(day)}")
        self.refresh()

    def print_now(self) -> bool:
        """打印本周待办, for people who do not open the PC."""
        tasks.run(self, self._services.printing.week_sheet, self._print_sheet)
        return True

    def _print_sheet(self, pages: object) -> None:
        try:
            print_pages(self, pages.svg())  # type: ignore[attr-defined]  # Pages of a task's answer
        except AppError as trouble:
            messages.tell(self, trouble)


def _stage(line: Line, today: date) -> str:
    """The heading a line stands under where a list spans several."""
    return "已逾期" if line.shown_on < today else "今天" if line.shown_on == today else "以后"
