"""工作室: what stands at the head of every paper, and the directory of 调委会."""

from typing import Any

from studio_app.desk import Services
from studio_app.domain import phones
from studio_app.office.studio import StudioDetails
from studio_app.ui.kit.form.form import Form, Line, Phone, Section
from studio_app.ui.kit.page.cards import Card
from studio_app.ui.preferences.committees_card import CommitteesCard
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
        self.studio = Form("preferences.studio", [Section("", STUDIO)], StudioDetails())
        self.committees = CommitteesCard(self)
        card = Card("工作室")
        card.body.addWidget(self.studio)
        self.column.addWidget(card)
        self.column.addWidget(self.committees)
        self.column.addStretch(1)
        self.writing.keep(studio=self.studio, committee=self.committees)
        self.foot.addStretch(1)
        self.act("不改了", "discard", self.writing.start_over)
        self.act("保存", "save", self.save, main=True)

    def show_stored(self) -> None:
        self.studio.load(self.services.preferences.studio())
        self.committees.show_list()

    def save(self) -> None:
        studio: Any = self.studio
        saved = self.submit(studio, lambda: self.services.preferences.save_studio(studio.draft()))
        opened = self.committees.form
        if saved and (opened is None or self.submit(opened, self.committees.save)):
            self.settle()
            self.tell("已保存工作室资料。")
