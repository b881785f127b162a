"""人民调解委员会 on the page of the studio: the directory as a list, and in its place the form of one."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from studio_app.desk import Services
from studio_app.domain import dates, phones
from studio_app.office.studio import CommitteeDetails
from studio_app.ui.kit.form.form import Day, Field, Form, Line, Phone, Section, Tick
from studio_app.ui.kit.page.cards import Badge, Card, clear, label
from studio_app.ui.preferences.section import SectionPage, line

NONE = "还没有调委会。没有就空着，先按“评理说事”办；有的点“添加调委会”。"
TOLD = "本工作室所属、挂靠的，才能用它的名义做人民调解、出人民调解协议书；协助过的别的调委会，程序自己记在这里。"


class CommitteesCard(Card):
    """A part of the page: `save` stores the form that is open, the page's own button presses it."""

    edited = Signal()

    def __init__(self, page: SectionPage) -> None:
        super().__init__("人民调解委员会")
        self._page, self._services = page, page.services
        self.form: Form[Any] | None = None
        self._id = ""
        self._fresh: dict[str, object] = {}
        self._add = page.button("添加调委会", "add_committee", lambda: self.open(""))
        self.corner.addWidget(self._add)

    def show_list(self) -> None:
        self.form, self._fresh = None, {}
        clear(self.body)
        known = self._services.preferences.committees()
        for row_id, one in known.items():
            details = (one.short_name, f"主任 {one.member}" if one.member else "", phones.show(one.phone))
            row, _words = line(one.name, "　".join(part for part in details if part))
            if one.retired_on or one.ours:
                row.addWidget(Badge("已停用") if one.retired_on else Badge("本工作室的", "accent"))
            change = self._page.button("修改", f"edit_committee_{row_id}", partial(self.open, row_id))
            change.setAccessibleName(f"修改：{one.name}")
            row.addWidget(change)
            self.body.addLayout(row)
            hint = self._services.preferences.committee_hints(one).get("term_end", "") if one.ours else ""
            if hint:
                self.body.addWidget(label(hint, tone="amber", wrap=True))
        self.body.addWidget(label(TOLD if known else NONE, "secondary", wrap=True))

    def open(self, committee_id: str) -> None:
        """The form in place of the list, until it is saved or given up; another one that is open is set aside."""
        if self.form is not None:
            self._page.writing.start_over()
        self._open(committee_id).focus_first()

    def save(self) -> None:
        if self.form is not None:
            self._services.preferences.save_committee(self.form.draft(), self._id)

    def typed(self) -> dict[str, object]:
        """Which one is asked about and the answers; empty while nobody answered anything."""
        answers = self.form.typed() if self.form else {}
        return {"id": self._id, "answers": answers} if answers != self._fresh else {}

    def restore(self, typed: Mapping[str, Any]) -> None:
        if typed:
            self._open(typed["id"]).restore(typed["answers"])
            self._show_hints()
        else:
            self.show_list()

    def _open(self, committee_id: str) -> Form[Any]:
        known = self._services.preferences.committees()
        first = CommitteeDetails(ours=not any(one.ours for one in known.values()))
        clear(self.body)
        self._id = committee_id
        self.form = form = Form("preferences.committee", [Section("", _asked(self._services))], first)
        form.load(known.get(committee_id, first))
        self._fresh = form.typed()
        form.edited.connect(self._show_hints)
        form.edited.connect(self.edited)
        self.body.addWidget(form)
        self.body.addWidget(self._page.button("返回", "cancel_committee", self._page.writing.start_over))
        self._show_hints()
        return form

    def _show_hints(self) -> None:
        if self.form is not None:
            hints = self._services.preferences.committee_hints(self.form.draft())
            self.form.show_hint("term_end", hints.get("term_end", ""))


def _asked(services: Services) -> list[Field]:
    read = partial(dates.parse_day, today=services.office.today())
    law = "《人民调解法》第九条：每届三年，可以连选连任"
    return [
        Line("name", "全称", wide=True, required=True),
        Tick("ours", "本工作室所属、挂靠的，用它的名义做人民调解", wide=True),
        Line("short_name", "编号用的简称", help="各调委会的案号分开编，简称要不一样。"),
        Line("member", "主任"),
        Phone("phone", "电话", apart=phones.show),
        Line("district_code", "行政区划代码", placeholder="6 位数字"),
        Line("address", "地址", wide=True),
        Day("term_start", "本届任期开始", parse=read, show=dates.show_day),
        Day("term_end", "本届任期届满", parse=read, show=dates.show_day, help=law),
        Day(
            "retired_on",
            "停用日期",
            parse=read,
            show=dates.show_day,
            help="撤销、合并了才填，以后不再选它，老纠纷不变。",
        ),
    ]
