"""When a sitting was held: people know how long they talked, not when it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.records.dispute.session.draft import began
from studio_app.records.dispute.session.service import SessionDraft
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Choice, Line, Number, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.page.cards import Flow, button
from studio_app.ui.record import asking

OFFERED = 5
"""Usual places and ways that stand below their fields."""


@dataclass
class When:
    """The head of the record as it is asked: people know how long they talked, not when it ended."""

    started_at: datetime | None = None
    minutes: int | None = None
    place: str = ""
    method: str = ""
    recorder_id: str | None = None

    @classmethod
    def of(cls, draft: SessionDraft) -> "When":
        lasted = draft.ended_at - draft.started_at if draft.ended_at and draft.started_at else None
        minutes = int(lasted.total_seconds()) // 60 if lasted is not None else None
        return cls(draft.started_at, minutes, draft.place, draft.method, draft.recorder_id)

    @property
    def ended_at(self) -> datetime | None:
        if self.started_at is None or self.minutes is None:
            return None
        return self.started_at + timedelta(minutes=self.minutes)


class WhenForm(Form[When]):
    """The head of the record; `assume` the moment its writing began, for who says only how long they talked."""

    def __init__(self, services: Services, staff: Sequence[tuple[str, str]]) -> None:
        asked = [
            asking.moment(services, "started_at", "开始时间", past=True),
            Number("minutes", "谈了多久", most=24 * 60, unit="分钟"),
            Line("place", "地点", placeholder="例如 工作室", wide=True),
            Choice("method", "方式", options=services.office.lists.pairs("session_methods")),
            Choice("recorder_id", "记录人", options=staff),
        ]
        super().__init__("session", [Section("", asked)], When())
        self._services = services
        self._assumed: datetime | None = None
        self._free_since: datetime | None = None
        self._guessing = False
        self._offers = [
            self._offer("place", "地点", [(words, words) for _code, words in services.office.lists.pairs("places")]),
            self._offer("method", "方式", services.office.lists.pairs("session_methods")),
        ]
        self.field_edited.connect(self._count_back)

    def set_read_only(self, *, on: bool) -> None:
        super().set_read_only(on=on)
        for row in self._offers:
            look.show_if(row, on=not on)

    def _offer(self, name: str, told: str, usual: Sequence[tuple[object, str]]) -> QWidget:
        """The usual answers at a click, below the field they fill: nothing is said before somebody says it."""
        row = QWidget()
        flow = Flow(row, look.XS)
        for number, (value, words) in enumerate(usual[:OFFERED], 1):
            made = button(words, "quiet", clicked=partial(self.set_value, name, value))
            made.setObjectName(f"session.{name}_{number}")
            made.setAccessibleName(f"{told}填：{words}")
            flow.addWidget(made)
        inside = self.cell(name).layout()
        if isinstance(inside, QVBoxLayout):
            inside.insertWidget(inside.count() - 1, row)
        return row

    def assume(self, moment: datetime | None, free_since: datetime | None = None) -> None:
        """The start nobody typed, None where somebody did; before `free_since` it cannot be guessed."""
        self._assumed, self._free_since, self._guessing = moment, free_since, moment is not None

    def _count_back(self, name: str) -> None:
        """Who says how long they talked and not since when has just come from it: the talk ends now."""
        if name == "started_at":
            self.show_hint(name, "")
        if name != "minutes" or not self._guessing or self.value("started_at") != self._assumed:
            return
        now = self._services.office.now().replace(tzinfo=None, second=0, microsecond=0)
        self._assumed = began(now, self.value("minutes"), self._free_since)
        if self._assumed is None:
            self.editor("started_at").set_raw([f"{now:%Y-%m-%d}", ""])
        else:
            self.set_value("started_at", self._assumed)
        self.show_hint("started_at", self._counted())

    def _counted(self) -> str:
        if self._assumed is not None:
            return "按谈了多久往前算的，不对请改。"
        since = f"{self._free_since:%H:%M}" if self._free_since else ""
        return f"往前算比来访或者上一次调解（{since}）还早，请写明几点开始的。"
