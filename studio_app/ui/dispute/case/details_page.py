"""改详情: what people wrote about a case."""

from studio_app.desk import Services
from studio_app.ui.dispute import case_fields
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form, Line, LongText, Number, Section, Tick
from studio_app.ui.record import asking
from studio_app.ui.record.writing_page import FormPage


class DetailsPage(FormPage):
    def __init__(self, services: Services, case_id: str) -> None:
        case = services.cases.case_file(case_id).case
        super().__init__(services, "details", "纠纷详情", about(case))
        self._case_id, self._mode = case_id, case.mode
        form = Form("details", _sections(services), services.cases.details(case_id))
        self._skeleton = case_fields.skeleton_button(services, form, lambda: self._mode)
        self._skeleton.setObjectName("details.skeleton")
        self.set_form(form, "保存详情", f"details:{case_id}")
        self.begin()

    def store(self) -> str:
        self.services.cases.change_details(self._case_id, self.form.draft())
        return "已保存纠纷详情。"

    def follow(self) -> None:
        for asked in ("led_by", "their_number"):
            self.form.set_shown(asked, shown=self._mode == "C")
        case_fields.follow_type(self.services, self.form)
        case_fields.follow_words(self.services, self.form, self._mode, "title", "summary", "claims")
        look.show_if(self._skeleton, on=bool(case_fields.skeleton(self.services, self.form, self._mode)))


def _sections(services: Services) -> list[Section]:
    lists = services.office.lists
    limit = lists.limit("t1_summary_chars")
    about = [
        Line("title", "案由", placeholder="例如 楼上漏水"),
        case_fields.dispute_type(services),
        asking.choice(services, "subtype", "细类", "dispute_subtypes"),
        asking.choice(services, "level", "纠纷等级", "levels"),
        LongText("summary", "简要情况", limit=limit, wide=True, help="照抄进台账；写清何时、何地、为什么事。"),
        LongText("claims", "当事人的要求", rows=3, wide=True),
        Line("community", "社区"),
        Line("place", "发生地点", placeholder="小区、楼栋、户或地标"),
    ]
    coming = [
        asking.choice(services, "source", "纠纷来源", "sources"),
        Line("source_unit", "移送单位、联系人、函号"),
        asking.day(services, "accepted_on", "受理日期", past=True, required=True),
        Line("backdate_reason", "补录原因"),
        case_fields.led_by(),
        Line("their_number", "主办调委会的案号"),
        Line("police_number", "接警单号"),
    ]
    counted = [
        Number("people_count", "涉及人数", unit="人", least=1),
        asking.amount("amount_fen", "涉及金额"),
        Tick("open_hearing", "公开调解（当事人同意，不涉及隐私和商业秘密）"),
    ]
    ledger = [
        Line("responsible", "包保责任单位及责任人"),
        LongText("measures", "化解措施及进展", rows=3, wide=True, help="空着时由程序按调解记录拼写。"),
        LongText("advice", "建议、需社区配合的事项", rows=3, wide=True),
        LongText("note", "备注", rows=2, wide=True),
    ]
    return [
        Section("案情", about),
        Section("来源与受理", coming, folded=True),
        Section("人数与金额", counted, folded=True),
        Section("台账与备注", ledger, folded=True),
    ]
