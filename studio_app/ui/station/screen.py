"""站点与值班: the stations, the page of one with its shifts, and the page of a shift."""

from calendar import monthrange
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.form.fields import Section
from studio_app.ui.kit.page.cards import Card, Flow, button
from studio_app.ui.kit.page.pages_view import print_pages
from studio_app.ui.record import asking
from studio_app.ui.record.inner_page import InnerPage
from studio_app.ui.record.record_page import RecordPage
from studio_app.ui.record.record_screen import RecordListPage, RecordScreen, RecordTable, columns_of, export_button
from studio_app.ui.record.ticks import TickList

NAMED = ("name", "short_name", "kind", "level", "community", "address", "phone", "host", "lead_id")
RECEIVES = ("reception_rule", "when_holiday", "opened_on", "closed_on", "note")
FILED = ("filed_as", "filed_under", "filed_number", "filed_on")
SHIFT = ("day", "begins", "ends", "kind", "staff_id", "state", "swapped_to", "note")
ROWS = 8


class StationsScreen(RecordScreen):
    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        columns = columns_of(
            services.stations, name={"width": 220, "grows": True, "least": 120}, kind={"width": 130, "least": 96},
            community={"width": 130, "least": 80}, lead_id={"width": 90, "least": 76},
            reception_rule={"width": 150, "least": 90, "leaves": 2}, phone={"width": 130, "least": 100, "leaves": 1},
        )  # fmt: skip
        table = RecordTable("stations.table", services.stations, columns)
        listed = RecordListPage(services, "stations", ("站点与值班", "在哪里接待群众，哪一天谁在"), table, "添加站点")
        listed.set_empty("还没有站点。", "先添加工作室自己，再添加各个评理说事点。")
        super().__init__(services, listed, parent)

    def page(self, record_id: str) -> InnerPage:
        return StationPage(self.services, record_id)

    def begin(self, action: str, owner_id: str = "", subject_id: str = "") -> None:
        """A shift that a reminder is about."""
        self.open(owner_id)
        if action == "note_duty" and subject_id:
            self.over(ShiftPage(self.services, owner_id, subject_id))


class StationPage(RecordPage):
    """A new station, or one that is there, with its shifts."""

    question = "删除这个站点和它的排班？"

    def __init__(self, services: Services, station_id: str) -> None:
        self._stations = services.stations
        super().__init__(services, "station", self._stations, station_id)
        people = TickList("station.people", "在这里接待的委员和志愿者", columns=3)
        people.set_options(self._stations.choices("staff"), self.draft.staff_ids)
        fields = partial(asking.fields, services, self._stations)
        named = Section("", fields(*NAMED, name={"required": True}))
        receives = fields(*RECEIVES, reception_rule={"placeholder": "例如 每周三；每月10日、20日"}, note={"rows": 2})
        filed = Section("备案", fields(*FILED), folded=True)
        self.ask(named, Section("接待", receives), filed, ticks={"staff_ids": people})
        if station_id:
            self.add_card(self._shifts(), 0)
        self.begin()

    def _shifts(self) -> Card:
        card = Card("值班与接待")
        shifts = self._stations.shifts
        columns = columns_of(
            shifts, day={"width": 150, "least": 120}, kind={"width": 90, "least": 70},
            staff_id={"width": 100, "least": 76}, state={"width": 80, "least": 70},
            begins={"width": 70, "leaves": 2}, ends={"width": 70, "leaves": 1},
            note={"width": 160, "grows": True, "leaves": 3},
        )  # fmt: skip
        self.table = RecordTable("stations.shifts", shifts, columns, station_id=self.record_id)
        self.table.set_empty("还没有排班。写明接待日以后可以一次排满一个月，也可以一班一班添加。")
        self.table.setFixedHeight(look.scaled(38) * ROWS)
        self.table.activated.connect(self._open_shift)
        row = Flow()
        acts = (
            ("add", "添加一班", lambda: self._open_shift("")),
            ("plan", "按接待日排到下月底", self._plan),
            ("print", "打印值班安排表", self.print_now),
        )
        for name, word, act in acts:
            made = button(word, "quiet", clicked=act)
            made.setObjectName(f"station.{name}")
            made.setEnabled(self.services.office.may("print" if name == "print" else "write"))
            row.addWidget(made)
        row.addWidget(export_button(self.services, self.table, self.table.of, self.list_leaves.emit))
        card.body.addLayout(row)
        card.body.addWidget(self.table)
        return card

    def _open_shift(self, shift_id: str) -> None:
        self.deeper.emit(ShiftPage(self.services, self.record_id, shift_id))

    def _plan(self) -> None:
        """To the end of next month, by the rule as it stands on the page: what is typed is stored first."""
        if self.writing.is_changed() and not self.store_alone():
            return
        today = self.services.office.today()
        following = today.replace(day=28) + timedelta(days=4)
        last = following.replace(day=monthrange(following.year, following.month)[1])
        count = self.attempt(lambda: self._stations.plan(self.record_id, today, last))
        if count is not None:
            self.table.reload()
            self.said.emit(f"排了 {count} 个接待日，可按 Ctrl+Z 撤销。" if count else "这些接待日都已经排好了。")

    def print_now(self) -> None:
        if self.record_id:
            printing = self.services.printing
            tasks.run(self, lambda: printing.of_record("roster", self.record_id).svg(), self._send)

    def _send(self, svgs: list[str]) -> None:
        if print_pages(self, svgs):
            self.services.printing.note_record_printed("roster", self.record_id)

    def refresh(self) -> None:
        if self.record_id:
            self._stations.get(self.record_id)
            self.table.reload()


class ShiftPage(RecordPage):
    """One shift: who is to be there, and whether he was."""

    def __init__(self, services: Services, station_id: str, shift_id: str = "") -> None:
        shifts = services.stations.shifts
        super().__init__(services, "shift", shifts, shift_id, station_id=station_id)
        came = shifts.visits(self.stored) if shift_id else 0
        told = {"help": f"这一天由值班人接待登记的来访有 {came} 件。"} if came else {}
        more: dict[str, Any] = {"day": {"required": True}, "begins": {"placeholder": "例如 9:00"}, "note": {"rows": 2}}
        self.ask(Section("", asking.fields(services, shifts, *SHIFT, state=told, **more)))
        self.begin()

    def follow(self) -> None:
        self.form.set_shown("swapped_to", shown=self.form.value("state") == "swapped")
