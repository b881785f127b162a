"""新开纠纷: a dispute that did not come through a visit — found on a round, or handed over by another office."""

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal

from studio_app.core.errors import Invalid
from studio_app.desk import Services
from studio_app.records.dispute.case.service import Opening, PartyDraft
from studio_app.ui.dispute import case_fields
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Choice, Field, Form, Line, LongText, Number, Section
from studio_app.ui.record import asking
from studio_app.ui.record.writing_page import FormPage


@dataclass
class OpenDraft:
    """The form's own draft: an `Opening` with one party on each side written flat."""

    applicant: str = ""
    applicant_phone: str = ""
    applicant_address: str = ""
    respondent: str = ""
    respondent_phone: str = ""
    respondent_address: str = ""
    mode: str = "B"
    committee_id: str = ""
    led_by: str = ""
    serial: int | None = None
    their_number: str = ""
    title: str = ""
    dispute_type: str = ""
    subtype: str = ""
    source: str = "proactive"
    source_unit: str = ""
    accepted_on: date | None = None
    backdate_reason: str = ""
    community: str = ""
    place: str = ""
    summary: str = ""
    claims: str = ""
    handler_id: str = field(default="")

    def opening(self) -> Opening:
        sides = (
            ("applicant", self.applicant, self.applicant_phone, self.applicant_address),
            ("respondent", self.respondent, self.respondent_phone, self.respondent_address),
        )
        parties = [
            PartyDraft(side=side, name=name, phone=phone, address=address)
            for side, name, phone, address in sides
            if name.strip() or phone.strip()
        ]
        same = {name: getattr(self, name) for name in _SAME}
        committee_id = (self.committee_id or None) if self.mode == "A" else None
        return Opening(**same, committee_id=committee_id, handler_id=self.handler_id or None, parties=parties)


_SAME = (
    "mode", "led_by", "serial", "their_number", "title", "dispute_type", "subtype", "source", "source_unit",
    "accepted_on", "backdate_reason", "community", "place", "summary", "claims",
)  # fmt: skip


class OpenPage(FormPage):
    """`opened(case_id, sentence)` once the case is stored."""

    opened = Signal(str, str)

    def __init__(self, services: Services) -> None:
        super().__init__(services, "open_case", "新开纠纷", "主动调解、有关单位移送等没有来访登记的纠纷")
        committees = services.cases.committees()
        likely = committees[0][0] if committees else ""
        led_by = services.cases.usually_led_by()
        draft = OpenDraft(accepted_on=services.office.today(), committee_id=likely, led_by=led_by)
        form = Form("open_case", _sections(services, committees), draft)
        self._skeleton = case_fields.skeleton_button(services, form, lambda: str(form.value("mode")))
        self._skeleton.setObjectName("open_case.skeleton")
        self.set_form(form, "受理", "case:new", dated="accepted_on")
        self.begin()

    def store(self) -> str:
        wanted = self.form.draft().opening()
        try:
            case = self.services.cases.open(wanted)
        except Invalid as refused:
            raise Invalid({_FIELDS.get(name, name): text for name, text in refused.problems.items()}) from None
        self._case_id = case.id
        return case.number

    def finished(self, sentence: str) -> None:
        """The case opens at once."""
        self.opened.emit(self._case_id, f"已受理，编号 {sentence}。")

    def follow(self) -> None:
        mode, day = self.form.value("mode"), self.form.value("accepted_on")
        source = self.services.office.lists.entry("sources", str(self.form.value("source") or ""))
        shown = {
            "serial": mode == "A",
            "their_number": mode == "C",
            "source_unit": bool(source.get("entrusted", False)),
            "backdate_reason": bool(day and day < self.services.office.today()),
        }
        for asked, wanted in shown.items():
            self.form.set_shown(asked, shown=wanted)
        case_fields.follow_committee(self.services, self.form, str(mode))
        case_fields.follow_type(self.services, self.form)
        case_fields.follow_words(self.services, self.form, str(mode), "title", "summary", "claims")
        look.show_if(self._skeleton, on=bool(case_fields.skeleton(self.services, self.form, str(mode))))


_FIELDS = {
    "parties": "applicant", "parties.0.name": "applicant", "parties.1.name": "respondent",
    "parties.0.phone": "applicant_phone", "parties.1.phone": "respondent_phone",
}  # fmt: skip


def _sections(services: Services, committees: list[tuple[str, str]]) -> list[Section]:
    lists = services.office.lists
    people: list[Field] = [
        Line("applicant", "申请人姓名", required=True, help="更多当事人、监护人、代理人，受理以后可以再加。"),
        asking.phone("applicant_phone", "申请人电话", sensitive=True),
        Line("applicant_address", "申请人住址", sensitive=True, wide=True),
        Line("respondent", "对方姓名"),
        asking.phone("respondent_phone", "对方电话", sensitive=True),
        Line("respondent_address", "对方住址", sensitive=True, wide=True),
    ]
    matter: list[Field] = [
        Line("title", "案由", placeholder="例如 楼上漏水"),
        case_fields.dispute_type(services),
        asking.choice(services, "subtype", "细类", "dispute_subtypes"),
        LongText("summary", "简要情况", wide=True, limit=lists.limit("t1_summary_chars")),
        LongText("claims", "当事人的要求", wide=True, rows=2),
        Line("community", "社区"),
        Line("place", "发生地点", placeholder="小区、楼栋、户或地标"),
    ]
    accepting: list[Field] = [
        asking.buttons("mode", "办理方式", lists.pairs("modes"), wide=True),
        Choice("committee_id", "人民调解委员会", options=committees, wide=True),
        Number("serial", "序号", least=1, help="不填就接着上一个号；要和调委会登记簿一致的，填簿上的号。"),
        case_fields.led_by(),
        Line("their_number", "主办调委会的案号"),
        asking.choice(services, "source", "纠纷来源", "sources"),
        Line("source_unit", "移送单位、联系人、函号"),
        asking.day(services, "accepted_on", "受理日期", past=True, required=True),
        Line("backdate_reason", "补录原因", help="受理日期早于今天时填写。"),
    ]
    return [Section("当事人", people), Section("纠纷", matter), Section("受理", accepting)]
