"""工作室: what stands at the head of every paper, and the 调委会 in whose name mode A works."""

from datetime import date
from typing import Any

from studio_app.desk import Services
from studio_app.domain import dates, phones
from studio_app.office.studio import CommitteeDetails, StudioDetails
from studio_app.ui.kit.form.form import Day, Form, Line, Phone, Section
from studio_app.ui.kit.page.cards import Card
from studio_app.ui.preferences.section import SectionPage

STUDIO = (
    Line("name", "工作室名称", required=True),
    Line("short_name", "编号用的简称"),
    Line("member", "委员姓名"),
    Phone("phone", "电话", apart=phones.show),
    Line("community", "所在社区"),
    Line("street", "街道（乡镇）"),
    Line("district_code", "行政区划代码", placeholder="6 位数字"),
    Line("address", "地址"),
)


class StudioSection(SectionPage):
    saves = True

    def __init__(self, services: Services) -> None:
        super().__init__(services, "studio", "名称、委员、电话会印在文书上，简称用在编号里。")
        today = services.office.today()
        self.studio = Form("preferences.studio", [Section("", STUDIO)], StudioDetails())
        self.committee = Form("preferences.committee", [Section("", _committee(today))], CommitteeDetails())
        for title, form in (("工作室", self.studio), ("人民调解委员会（没有就空着）", self.committee)):
            card = Card(title)
            card.body.addWidget(form)
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.committee.edited.connect(self._show_hints)
        self.writing.keep(studio=self.studio, committee=self.committee)
        self.writing.restored.connect(self._show_hints)
        self.foot.addStretch(1)
        self.act("不改了", "discard", self.writing.start_over)
        self.act("保存", "save", self.save, main=True)

    def show_stored(self) -> None:
        preferences = self.services.preferences
        self.studio.load(preferences.studio())
        self.committee.load(preferences.committee())
        self._show_hints()

    def save(self) -> None:
        preferences = self.services.preferences
        studio: Any = self.studio
        committee: Any = self.committee
        saved = self.submit(studio, lambda: preferences.save_studio(studio.draft()))
        if saved and self.submit(committee, lambda: preferences.save_committee(committee.draft())):
            self.settle()
            self.tell("已保存工作室资料。")

    def _show_hints(self) -> None:
        hints = self.services.preferences.committee_hints(self.committee.draft())
        self.committee.show_hint("term_end", hints.get("term_end", ""))


def _committee(today: date) -> list[Line | Day]:
    def read(typed: str) -> date | None:
        return dates.parse_day(typed, today)

    return [
        Line("name", "全称", wide=True),
        Line("short_name", "编号用的简称"),
        Line("member", "主任"),
        Phone("phone", "电话", apart=phones.show),
        Line("address", "地址"),
        Day("term_start", "本届任期开始", parse=read, show=dates.show_day),
        Day(
            "term_end",
            "本届任期届满",
            parse=read,
            show=dates.show_day,
            help="《人民调解法》第九条：每届三年，可以连选连任",
        ),
    ]
