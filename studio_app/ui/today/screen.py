"""今日: five figures, 今天要办 in groups, 最近案件."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.services.reminders import Agenda, Figures, Line, due_words
from studio_app.ui.kit import look
from studio_app.ui.kit.cards import Badge, Card, EmptyNote, Figure, Page, button, clear, label
from studio_app.ui.kit.due_row import DueRow, DueWords, PutOffPanel
from studio_app.ui.kit.row_button import RowButton

FIGURES = (
    ("undecided", "待受理登记", "ink", ("intake", "undecided")),
    ("mediating", "调解进行中", "ink", ("mediation", "open")),
    ("due_today", "今日到期", "amber", ("followups", "today")),
    ("overdue", "已逾期", "red", ("followups", "overdue")),
    ("resolved", "本季已化解 / 受理", "green", ("mediation", "resolved")),
)
SHOWN = 12  # rows of a group before the rest is folded: a page of today is read at a glance
STATE_TONES = {
    "accepted": "plain",
    "mediating": "accent",
    "suspended": "plain",
    "performing": "amber",
    "partly_performed": "amber",
    "not_performed": "red",
    "performed": "green",
}


class TodayScreen(Page):
    """What matters now; every row leads to the page that deals with it."""

    case_chosen = Signal(str)
    act = Signal(str, str, str)
    page_requested = Signal(str, str)
    register_requested = Signal()
    said = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__("今日", parent=parent)
        self.setObjectName("today")
        self._services = services
        self._lines: dict[str, Line] = {}
        self._panel: PutOffPanel | None = None
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
        columns = QHBoxLayout()
        columns.setSpacing(look.L)
        self._todo = Card("今天要办")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.S)
        self._todo.body.addLayout(self._rows)
        self._todo.body.addStretch(1)
        self._recent = Card("最近案件")
        self._cases = QVBoxLayout()
        self._cases.setSpacing(look.XS)
        self._recent.body.addLayout(self._cases)
        self._recent.body.addStretch(1)
        columns.addWidget(self._todo, 5)
        columns.addWidget(self._recent, 2)
        self.body.addLayout(columns, 1)
        week = button("打印本周待办", "quiet", "printer", lambda: self.page_requested.emit("followups", "print_week"))
        week.setObjectName("today.print_week")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(week)
        self._todo.body.addLayout(foot)

    # --- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything anew; one page of today is three short queries."""
        today = self._services.office.today()
        self.set_title("今日", dates.show_day_cn(today) + " " + "星期" + "一二三四五六日"[today.weekday()])
        agenda = self._services.reminders.agenda()
        self._show_figures(self._services.reminders.figures(agenda))
        self._show_agenda(agenda, today)
        self._show_recent()

    def _show_figures(self, figures: Figures) -> None:
        for name, _caption, tone, _page in FIGURES:
            value = getattr(figures, name)
            text = f"{value} / {figures.accepted}" if name == "resolved" else str(value)
            self._figures[name].show_number(text, tone if value else "ink")

    def _show_agenda(self, agenda: Agenda, today: date) -> None:
        self._panel = None
        clear(self._rows)
        self._lines = {}
        if agenda.empty:
            nothing = "今天没有到期的事。有人来访，点右上角“新登记”。"
            self._rows.addWidget(EmptyNote(nothing, "新登记", self.register_requested.emit))
            return
        self._group("已逾期", agenda.overdue, today)
        if agenda.long_overdue:
            self._folded(f"另有 {len(agenda.long_overdue)} 件逾期较久，点此查看")
        self._group("今天", agenda.today, today)
        self._group("未来 7 天", agenda.ahead, today)
        self._group("提前提醒", agenda.early, today)

    def _group(self, title: str, lines: Sequence[Line], today: date) -> None:
        if not lines:
            return
        self._rows.addWidget(label(title, "secondary"))
        for line in lines[:SHOWN]:
            self._lines[line.key] = line
            row = DueRow(DueWords(*due_words(line, today)))
            row.dealt.connect(self._deal)
            row.put_off_asked.connect(lambda _key, row=row: self._ask_put_off(row))
            self._rows.addWidget(row)
        if len(lines) > SHOWN:
            self._folded(f"还有 {len(lines) - SHOWN} 件，点此全部查看")

    def _folded(self, words: str) -> None:
        more = button(words, "quiet", clicked=lambda: self.page_requested.emit("followups", "overdue"))
        self._rows.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_recent(self) -> None:
        clear(self._cases)
        cases = self._services.reminders.recent_cases()
        if not cases:
            self._cases.addWidget(label("还没有案件。登记后选“受理为纠纷”就会出现在这里。", "secondary", wrap=True))
        for case in cases:
            words = f"{case.parties_label}"
            kind = self._services.office.lists.label("dispute_types", case.dispute_type)
            state = self._services.office.lists.label("case_states", case.state)
            below = " · ".join(part for part in (case.title, kind) if part)
            self._cases.addWidget(self._case_button(case.id, words, below, (state, case.state)))

    def _case_button(self, case_id: str, words: str, below: str, state: tuple[str, str]) -> QWidget:
        made = RowButton(words, below, Badge(state[0], STATE_TONES.get(state[1], "plain")))
        made.setObjectName("today.case")
        made.setAccessibleName(f"打开案件：{words}，{below}，{state[0]}")
        made.clicked.connect(lambda _checked=False: self.case_chosen.emit(case_id))
        return made

    # --- acting -----------------------------------------------------------------------------------------------

    def _deal(self, key: str) -> None:
        line = self._lines[key]
        if line.rule == "own":
            self._services.reminders.finish(line.subject_id)
            self.said.emit("提醒已办")
            self.refresh()
            return
        self.act.emit(line.action, line.owner_id, line.subject_id)

    def _ask_put_off(self, row: DueRow) -> None:
        reasons = [text for _code, text in self._services.office.lists.pairs("postpone_reasons")]
        key, today = row.words.key, self._services.office.today()
        self._close_panel()
        panel = PutOffPanel(
            reasons,
            lambda text: dates.parse_day(text, today),
            lambda until, reason: self._services.reminders.put_off(key, until, reason),
        )
        panel.closed.connect(self.refresh)
        self._rows.insertWidget(self._rows.indexOf(row) + 1, panel)
        self._panel = panel
        panel.until.setFocus()

    def back(self) -> bool:
        """Esc closes the panel of 推迟 first."""
        open_panel = self._panel is not None
        self._close_panel()
        return open_panel

    def _close_panel(self) -> None:
        """One panel at a time: a second 推迟 closes the first."""
        if self._panel is not None:
            self._rows.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = None
