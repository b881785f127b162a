"""The register as a list: what came in, what became of it, and four ways to narrow it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.domain.dates import show_moment
from studio_app.records.intake.service import IntakeFilter, IntakeRow
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import Combo
from studio_app.ui.kit.page.cards import Banner, Flow, Page, button, clear, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.table.table import Column, Table
from studio_app.ui.record.record_screen import export_button

PERIODS = (
    ("", "全部时间"), ("today", "今天"), ("week", "本周"), ("month", "本月"), ("quarter", "本季"), ("year", "今年"),
)  # fmt: skip
STATES = (("", "全部去向"), ("waiting", "待受理"), ("done", "已有去向"))


def _when(row: IntakeRow) -> str:
    return show_moment(row.received_at) + ("　补录" if row.is_backdated else "")


def _when_short(row: IntakeRow) -> str:
    return f"{row.received_at:%Y-%m-%d %H:%M}"


def _destination(row: IntakeRow) -> str:
    return f"{row.destination}　{row.case_number}".strip()


COLUMNS = (
    Column("visitor", "来访人", 100, least=84),
    Column("received_at", "来访时间", 185, text=_when, short=_when_short, least=136),
    Column("kind", "类别", 66, leaves=4),
    Column("content", "反映什么", 260, sortable=False, grows=True, least=150),
    Column(
        "destination", "去向", 306, text=_destination, least=104, tone=lambda row: "accent" if row.is_waiting else "",
    ),
    Column("number", "编号", 190, least=176, leaves=5),
    Column("place", "地点", 160, hidden=True, least=100, leaves=3),
    Column("community", "社区", 130, hidden=True, least=100, leaves=1),
    Column("channel", "来访方式", 90, hidden=True, leaves=2),
)  # fmt: skip


class Register:
    """The rows of one filter, for the table."""

    def __init__(self, services: Services, wanted: IntakeFilter) -> None:
        self._services, self.wanted = services, wanted

    def ids(self, sort_key: str, descending: bool) -> Sequence[str]:
        return self._services.intakes.page(self.wanted, sort_key, descending=descending)

    def rows(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any] | object]:
        return self._services.intakes.rows(ids)


class IntakeListPage(Page):
    """`chosen(intake_id)` of a line; `register_requested` where the list is empty."""

    chosen = Signal(str)
    register_requested = Signal()
    list_leaves = Signal(object)
    said = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__("来访登记", scroll=False, parent=parent)
        self.setObjectName("intake")
        self._services = services
        self.wanted = IntakeFilter()
        self.kind = self._filter("kind", "类别", [("", "全部类别"), *services.office.lists.pairs("intake_kinds")])
        self.state = self._filter("state", "去向", STATES)
        self.period = self._filter("period", "时间", PERIODS)
        self.community = self._filter("community", "社区", [("", "全部社区")])
        self.clear_button = button("清除筛选", "quiet", clicked=self.show_all)
        self.clear_button.setObjectName("intake.clear")
        self.count = label("", "secondary")
        self.count.setMinimumHeight(look.control_height())
        self._memory = ComputerSettings.load().tables
        self.table = Table("intake.table", COLUMNS, Register(services, self.wanted), self._memory)
        self.table.activated.connect(self.chosen)
        self.table.arranged.connect(self._remember)
        row = Flow()
        leave = export_button(services, self.table, "intake", self.list_leaves.emit, self._scope)
        for widget in (*self._combos().values(), self.clear_button, self.count, leave):
            row.addWidget(widget)
        self._twins = QVBoxLayout()
        self.body.addLayout(row)
        self.body.addLayout(self._twins)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Ask again; the filter and the line marked stay."""
        communities = self._services.intakes.communities()
        self.community.set_options([("", "全部社区"), *((name, name) for name in communities)])
        self._show()

    def narrow(self, **changes: str) -> None:
        """Show a view another page asked for ("waiting" of 今日, all visits of one person)."""
        self.wanted = replace(IntakeFilter(), **changes)  # type: ignore[arg-type]  # text fields only
        for name, combo in self._combos().items():
            blocked = combo.blockSignals(True)
            combo.set_code(changes.get(name, ""))
            combo.blockSignals(blocked)
        self._show()
        self._offer_twins()

    def _offer_twins(self) -> None:
        """The directory may hold one person twice: say so where all visits of a person are looked at."""
        clear(self._twins)
        asked = self.wanted.person_id and self._services.office.may("write")
        for twin in self._services.people.twins(self.wanted.person_id) if asked else ():
            bar = Banner(f"另有一位“{twin.name}”（{twin.reason}；{twin.told}）。是同一个人吗？", away="不是")
            bar.add_action("合并", partial(self._merge, twin.id))
            self._twins.addWidget(bar)

    def _merge(self, twin_id: str) -> None:
        try:
            self._services.people.merge(self.wanted.person_id, twin_id)
        except AppError as refused:
            messages.tell(self, refused)
            return
        self.said.emit("已合并为同一个人，可按 Ctrl+Z 撤销。")
        self.narrow(person_id=self.wanted.person_id)

    def show_all(self) -> None:
        self.narrow()

    def _remember(self) -> None:
        """Widths and order of the columns belong to this computer."""
        settings = ComputerSettings.load()
        settings.tables["intake.table"] = self._memory.get("intake.table", {})
        settings.save()

    def _scope(self) -> str:
        """What the list was narrowed to; what somebody typed, a name or a community, stays here."""
        chosen = [combo.currentText() for combo in (self.kind, self.state, self.period) if combo.code()]
        typed = ((self.wanted.community, "一个社区"), (self.wanted.person_id, "一位来访人"))
        return "、".join([*chosen, *(words for value, words in typed if value)])

    def _combos(self) -> dict[str, Combo]:
        return {"kind": self.kind, "state": self.state, "period": self.period, "community": self.community}

    def _filter(self, name: str, words: str, options: Sequence[tuple[object, str]]) -> Combo:
        combo = Combo()
        combo.setObjectName(f"intake.{name}")
        combo.setAccessibleName(f"按{words}筛选")
        combo.set_options(options)
        combo.set_code("")
        combo.chosen.connect(lambda _code: self._take_filter())
        return combo

    def _take_filter(self) -> None:
        since, until = period_of(str(self.period.code() or ""), self._services.office.today())
        self.wanted = replace(
            self.wanted, kind=str(self.kind.code() or ""), state=str(self.state.code() or ""),
            community=str(self.community.code() or ""), since=since, until=until,
        )  # fmt: skip
        self._show()

    def _show(self) -> None:
        narrowed = self.wanted != IntakeFilter()
        look.show_if(self.clear_button, on=narrowed)
        self.table.set_source(Register(self._services, self.wanted))
        who = f"{self._services.intakes.person_name(self.wanted.person_id)}：" if self.wanted.person_id else ""
        self.count.setText(f"{who}共 {self.table.count()} 条")
        if narrowed:
            self.table.set_empty("没有符合这些条件的来访登记。", "清除筛选", self.show_all)
        else:
            self._say_empty()

    def _say_empty(self) -> None:
        if self._services.office.may("write"):
            told = "还没有来访登记。有人来访、来电时，按 Ctrl+N 记下来。"
            self.table.set_empty(told, "新登记", self.register_requested.emit)
        else:
            self.table.set_empty("还没有来访登记。")


def period_of(code: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of 今天, 本周, 本月, 本季 or 今年; None for all time."""
    starts = {
        "today": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "quarter": today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
        "year": today.replace(month=1, day=1),
    }
    return (starts[code], today) if code in starts else (None, None)
