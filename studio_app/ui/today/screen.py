"""今日: five figures, 今天要办 in groups, 最近纠纷."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.services.reminders import REMINDING, Agenda, Figures, Line, due_words
from studio_app.ui.kit import look
from studio_app.ui.kit.form.looking import offer_if
from studio_app.ui.kit.page.cards import Badge, Card, EmptyNote, Figure, Page, button, clear, label
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.kit.page.side_by_side import SideBySide
from studio_app.ui.kit.table.due_list import DueList
from studio_app.ui.kit.table.due_row import DueWords
from studio_app.ui.kit.table.row_button import RowButton

FIGURES = (
    ("undecided", "待受理来访", "ink", ("intake", "undecided")),
    ("mediating", "调解进行中", "ink", ("mediation", "mediating")),
    ("due_today", "今日到期", "amber", ("followups", "today")),
    ("overdue", "已逾期", "red", ("followups", "overdue")),
    ("resolved", "本季已化解 / 受理", "green", ("mediation", "resolved")),
)
SHOWN = 12  # rows of a group before the rest is folded: a page of today is read at a glance
UNFINISHED = 8
STATE_TONES = {
    "accepted": "plain",
    "mediating": "accent",
    "suspended": "plain",
    "performing": "amber",
    "partly_performed": "amber",
    "not_performed": "red",
    "performed": "green",
}


class TodayScreen(Screen, Page):
    """What matters now; every row leads to the page that deals with it."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__("今日", parent=parent)
        self.setObjectName("today")
        self._services = services
        self._figures = {name: Figure("0", caption) for name, caption, _tone, _page in FIGURES}
        self._build()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(look.M)
        for name, _caption, _tone, (page, view) in FIGURES:
            tile = self._figures[name]
            tile.setObjectName(f"today.{name}")
            tile.clicked.connect(lambda _checked=False, page=page, view=view: self.page_requested.emit(page, view))
            tiles.addWidget(tile, 1)
        self.body.addLayout(tiles)
        columns = SideBySide()
        self._todo = Card("今天要办")
        self._due = DueList(self._services.reminders, self._services.drafts)
        self._due.act.connect(self.act)
        self._due.said.connect(self.said)
        self._due.changed.connect(self.refresh)
        self._todo.body.addWidget(self._due)
        self._todo.body.addStretch(1)
        self._recent = Card("最近纠纷")
        self._cases = QVBoxLayout()
        self._cases.setSpacing(look.XS)
        self._recent.body.addLayout(self._cases)
        self._recent.body.addStretch(1)
        self._unfinished = Card()
        self._unfinished.setObjectName("today.unfinished")
        columns.side.addWidget(self._unfinished)
        columns.side.addWidget(self._recent, 1)
        columns.main.addWidget(self._todo)
        self.body.addWidget(columns, 1)
        week = button("打印本周待办", "quiet", "printer", self.print_now)
        week.setObjectName("today.print_week")
        offer_if(self._services.office.may("print"), week)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(week)
        self._todo.body.addLayout(foot)

    # --- showing ----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        self._due.leave()

    def refresh(self) -> None:
        """Read everything anew; one page of today is three short queries."""
        today = self._services.office.today()
        self.set_title("今日", dates.show_day_cn(today) + " " + "星期" + "一二三四五六日"[today.weekday()])
        agenda = self._services.reminders.agenda()
        self._show_figures(self._services.reminders.figures(agenda))
        self._show_agenda(agenda, today)
        self._show_unfinished()
        self._show_recent()

    def _show_unfinished(self) -> None:
        """Text that was typed and not handed in: after locking or a crash it is found from here."""
        clear(self._unfinished.body)
        drafts = self._services.drafts.unfinished()
        shown = bool(drafts) and self._services.office.may("write")
        look.show_if(self._unfinished, on=shown)
        if not shown:
            return
        self._unfinished.body.addWidget(label(f"还有 {len(drafts)} 处没写完", "section"))
        for draft in drafts[:UNFINISHED]:
            words = "　".join(part for part in (draft.label, draft.about) if part)
            below = "　".join(part for part in (draft.about, f"{draft.saved_at:%m-%d %H:%M} 写到这里") if part)
            made = RowButton(draft.label, below, Badge("接着写", "accent"), below)
            made.setObjectName("today.go_on")
            made.setAccessibleName(f"接着写：{words}")
            made.clicked.connect(
                lambda _checked=False, draft=draft: self.act.emit(draft.action, draft.owner_id, draft.subject_id)
            )
            self._unfinished.body.addWidget(made)

    def _show_figures(self, figures: Figures) -> None:
        for name, _caption, tone, _page in FIGURES:
            value = getattr(figures, name)
            text = f"{value} / {figures.accepted}" if name == "resolved" else str(value)
            self._figures[name].show_number(text, tone if value else "ink")

    def _show_agenda(self, agenda: Agenda, today: date) -> None:
        self._due.empty()
        if agenda.empty:
            nothing, action = "今天没有到期的事。有人来访，点右上角“新登记”。", "新登记"
            if not self._services.office.may("write"):
                nothing, action = "今天没有到期的事。", ""
            self._due.add(EmptyNote(nothing, action, self.register_requested.emit))
            return
        for title, lines, span in (
            ("已逾期", sorted([*agenda.long_overdue, *agenda.overdue], key=_day), "overdue"),
            ("今天", agenda.today, "today"),
            ("未来 7 天", agenda.ahead, "week"),
            ("提前提醒", agenda.early, "all"),
        ):
            self._group(title, lines, today, span)

    def _group(self, title: str, lines: Sequence[Line], today: date, span: str) -> None:
        """`span` is where 回访提醒 lists them all."""
        if not lines:
            return
        self._due.add_heading(title)
        self._due.add_rows(DueWords(*due_words(line, today)) for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            self._folded(f"还有 {len(lines) - SHOWN} 件，全部列出", span)

    def _folded(self, words: str, span: str) -> None:
        more = button(words, "quiet", clicked=lambda: self.page_requested.emit("followups", span))
        more.setObjectName(f"today.more_{span}")
        self._due.add(more, left=True)

    def _show_recent(self) -> None:
        clear(self._cases)
        cases = self._services.reminders.recent_cases()
        if not cases:
            self._cases.addWidget(label("还没有纠纷。来访登记后选“受理为纠纷”就会出现在这里。", "secondary", wrap=True))
        for case in cases:
            words = f"{case.parties_label}"
            kind = self._services.office.lists.label("dispute_types", case.dispute_type)
            state = self._services.office.lists.label("case_states", case.state)
            below = " · ".join(part for part in (case.title, kind) if part)
            made = RowButton(words, below, Badge(state, STATE_TONES.get(case.state, "plain")), case.title)
            made.setObjectName("today.case")
            made.setAccessibleName(f"打开纠纷：{words}，{below}，{state}")
            made.clicked.connect(lambda _checked=False, case_id=case.id: self.case_chosen.emit(case_id))
            self._cases.addWidget(made)

    def print_now(self) -> bool:
        """打印本周待办, by its button and by Ctrl+P."""
        self.page_requested.emit("followups", "print_week")
        return True

    def shows(self, _owners: frozenset[str], kinds: frozenset[str]) -> bool:
        """What is done here is putting off, and reminders of one's own."""
        return kinds <= REMINDING

    def back(self) -> bool:
        """Esc closes the panel of 推迟 first."""
        return self._due.back()


def _day(line: Line) -> date:
    """What has waited longest matters most."""
    return line.shown_on
