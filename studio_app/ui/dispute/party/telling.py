"""记下告知: which parties were told their rights and duties, on which day and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal

from studio_app.desk import Services
from studio_app.records.dispute.case.service import Party
from studio_app.ui.kit.form.form import Form, Section
from studio_app.ui.kit.page.cards import Card, button
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList


@dataclass
class TellingDraft:
    informed_on: date | None = None
    informed_way: str = ""


class Telling(Card):
    """`asked(party_ids, day, way)`; 若干规定 art. 30: before mediation, orally or in writing."""

    asked = Signal(list, object, str)

    def __init__(self, services: Services) -> None:
        super().__init__("记下告知")
        self.setObjectName("parties.telling")
        self._who = TickList("parties.informed", "告知了谁")
        fields = [
            asking.day(services, "informed_on", "告知日期", past=True),
            asking.buttons("informed_way", "方式", (("oral", "口头"), ("written", "书面"))),
        ]
        self.form = Form("parties.telling", [Section("", fields)], TellingDraft(services.office.today()))
        self.body.addWidget(self._who)
        self.body.addWidget(self.form)
        self.store_button = button("记下告知", clicked=self.store)
        self.store_button.setObjectName("parties.inform")
        self.corner.addWidget(self.store_button)

    def show_parties(self, parties: Sequence[Party]) -> None:
        """Those who were not told yet are ticked."""
        fresh = [party.id for party in parties if party.informed_on is None]
        self._who.set_options([(party.id, party.name) for party in parties], fresh)

    def store(self) -> None:
        """As the button does; what is missing is said beside its field."""
        draft = self.form.draft()
        unread = self.form.unread()
        if unread or draft.informed_on is None:
            self.form.show_problems(unread or {"informed_on": "请填写告知日期。"})
        elif not self._who.ticked():
            self._who.show_problem("请勾选告知了哪几位当事人。")
        else:
            self.asked.emit(self._who.ticked(), draft.informed_on, draft.informed_way)
