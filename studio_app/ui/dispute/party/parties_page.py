"""当事人、告知与同意: everybody on every side, what they were told and what they answered; the guests below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.domain.wording import join
from studio_app.records.dispute.case.service import CORRECTED, CaseFile, Party, PartyDraft
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.dispute.party.guests_card import GuestsCard
from studio_app.ui.dispute.party.party_form import PartyPage
from studio_app.ui.dispute.party.party_row import PartyRow
from studio_app.ui.kit.form.form import Form, Section
from studio_app.ui.kit.page.cards import Banner, Card, button, clear
from studio_app.ui.kit.popup import messages
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import WritingPage

TITLE = "当事人、告知与同意"
ADDING = (
    ("applicant", "party", "添加申请人"),
    ("respondent", "party", "添加对方"),
    ("third", "party", "添加第三人"),
    ("applicant", "guardian", "添加监护人"),
    ("applicant", "agent", "添加代理人"),
)


class PartiesPage(WritingPage):
    """The list; the form of one party is shown over it."""

    shows_case = True

    def __init__(self, services: Services, case_id: str) -> None:
        case = services.cases.case_file(case_id).case
        super().__init__(services, "parties", TITLE, about(case))
        self._case_id, self._mode = case_id, case.mode
        self._veiled = False
        self._listed: list[PartyRow] = []
        self._unguarded: list[str] = []
        self._closing: QPushButton | None = None
        self._card = Card("当事人")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._card.body.addLayout(self._rows)
        self._card.body.addLayout(self._adding())
        self._telling = Telling(services)
        self._telling.asked.connect(self._inform)
        self._guests = GuestsCard(services, case_id)
        self._guests.said.connect(self.said)
        for card in (self._card, self._telling, self._guests):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self._back = self.add_back()
        self.writing.key = f"parties:{case_id}"
        self.keep(self._telling.store, telling=self._telling.form)
        self.keep(self._guests.store, guest=self._guests.form)
        self.writing.keep_aside("guest_id", lambda: self._guests.editing, self._guests.go_on_with)
        self._guests.stored.connect(partial(self.writing.part_stored, "guest"))
        self.refresh()
        self.writing.begin()
        self.resume()

    def open_party(self, party_id: str) -> None:
        drafts = self.services.cases.party_drafts(self._case_id)
        self._show(PartyPage(self.services, self._case_id, drafts, [draft.id for draft in drafts].index(party_id)))

    def add_party(self, side: str, role: str) -> None:
        drafts = self.services.cases.party_drafts(self._case_id)
        fresh = PartyDraft(side=side, role=role)
        if role == "guardian":
            fresh.acts_for = next((i for i, d in enumerate(drafts) if d.id in self._unguarded), None)
        self._show(PartyPage(self.services, self._case_id, drafts, len(drafts), fresh))

    def _show(self, page: PartyPage) -> None:
        page.corrected.connect(self.offer_correction)
        self.deeper.emit(page)

    def _adding(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for side, role, words in ADDING:
            made = button(words, "quiet", clicked=partial(self.add_party, side, role))
            made.setObjectName(f"parties.add_{side}_{role}")
            row.addWidget(made)
        row.addStretch(1)
        return row

    def refresh(self) -> None:
        """Read the parties anew."""
        file = self.services.cases.case_file(self._case_id)
        clear(self._rows)
        self._listed = [self._row(file, party) for party in file.parties]
        for row in self._listed:
            self._rows.addWidget(row)
        self._unguarded = list(file.unguarded)
        self._mode = file.case.mode
        self.set_title(TITLE, about(file.case))
        self._telling.show_parties(file.parties)
        self._guests.show_file(file)

    def resume(self) -> None:
        """A party was stored or looked at: who speaks for a child, whether all were told, what they answered."""
        guardian = self.findChild(QPushButton, "parties.add_applicant_guardian")
        self._go_to(guardian if self._unguarded else None, self._to_tell(), self._to_ask())

    def _to_tell(self) -> QPushButton | None:
        untold = any(row.party.informed_on is None for row in self._listed if row.party.role == "party")
        return self._telling.store_button if untold else None

    def _to_ask(self) -> QPushButton | None:
        asked = (row.button("agreed") for row in self._listed if row.party.role == "party" and not row.party.consent)
        return next(asked, None)

    def _go_to(self, *steps: QPushButton | None) -> None:
        """The focus goes to the first of these that is open, past the last one to the way back."""
        wanted = next((step for step in steps if step is not None), self._back)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def veil(self, *, on: bool) -> None:
        self._veiled = on
        for row in self._listed:
            row.show_name(veiled=on)

    def offer_correction(self, party_id: str, fields: list[str]) -> None:
        """The same person stands in other open cases with the old details: say so, and mend them at a press."""
        offers = self.services.cases.offers_after(party_id, fields)
        if not offers:
            return
        differing = {name for offer in offers for name, _old, _new in offer.changes}
        words = "、".join(CORRECTED[name] for name in fields if name in differing)
        told = f"另有 {len(offers)} 件在办纠纷里{offers[0].name}的{words}还是旧的"
        numbers = join([offer.case_number for offer in offers])
        bar = Banner(f"{told}：{numbers}。要一起改吗？", away="不改")
        ids = [offer.party_id for offer in offers]
        bar.add_action("一起改", lambda: self._try(lambda: self._corrected(party_id, ids, fields)))
        self.add_notice(bar)

    def _corrected(self, party_id: str, others: list[str], fields: list[str]) -> str:
        self.services.cases.apply_after(party_id, others, fields)
        return f"已一起改好 {len(others)} 件，可按 Ctrl+Z 撤销。"

    def _row(self, file: CaseFile, party: Party) -> PartyRow:
        row = PartyRow(file, party, self.services.office.lists, self._offered(party))
        row.show_name(veiled=self._veiled)
        return row

    def _offered(self, party: Party) -> list[tuple[str, str, Callable[[], object]]]:
        return [
            ("agreed", "记为同意", lambda: self._consent(party, "agreed")),
            ("refused", "记为不同意", lambda: self._consent(party, "refused")),
            ("change", "修改", lambda: self.open_party(party.id)),
            ("remove", "删除", lambda: self._remove(party)),
        ]

    def _consent(self, party: Party, answer: str) -> None:
        self._closing = None
        if self._try(lambda: self._noted(party, answer)):
            self._go_to(self._closing, self._to_ask(), self._to_tell())

    def _noted(self, party: Party, answer: str) -> str:
        today = self.services.office.today()
        offer = self.services.cases.consent(self._case_id, party.id, answer, today)
        if offer:
            law = "" if self._mode == "B" else "（《人民调解法》第十七条）"
            sentence = f"{party.name}明确不同意调解，不能再调解{law}。"
            bar = Banner(sentence, "warn")
            self._closing = bar.add_action("去结案", lambda: self.wanted.emit("close"))
            self.add_notice(bar)
        return "已记下答复。"

    def _inform(self, party_ids: list[str], day: date, way: str) -> None:
        if self._try(lambda: self._informed(party_ids, day, way)):
            self._go_to(self._to_tell(), self._to_ask())

    def _informed(self, party_ids: list[str], day: date, way: str) -> str:
        self.services.cases.inform(self._case_id, party_ids, day, way)
        self.writing.part_stored("telling")
        return f"已记下 {dates.show_day(day)} 告知。"

    def _remove(self, party: Party) -> None:
        if messages.ask(self, f"把{party.name}从这件纠纷的当事人里删除？可以撤销。", "删除", "不删"):
            self._try(lambda: self._removed(party))

    def _removed(self, party: Party) -> str:
        self.services.cases.remove_party(self._case_id, party.id)
        return f"已删除 {party.name}，可按 Ctrl+Z 撤销。"

    def _try(self, act: Callable[[], str]) -> bool:
        """Whether it was done, said and shown."""
        sentence = self.attempt(act)
        if sentence is not None:
            self.said.emit(sentence)
            self.refresh()
        return sentence is not None


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
