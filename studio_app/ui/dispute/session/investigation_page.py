"""调查记录: where somebody looked, whom they asked, and what they found."""

from datetime import date

from studio_app.desk import Services
from studio_app.records.dispute.session.service import InvestigationDraft, Table
from studio_app.ui.dispute.agreement.sign_card import CHANGED, TOO, SignBar
from studio_app.ui.dispute.case.case_cards import AttachmentsCard
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit.form.fields import Choice, Field, Line, LongText, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.record import asking
from studio_app.ui.record.writing_page import FormPage


class InvestigationPage(FormPage):
    """Write, change or sign one 调查记录; a new one where `investigation_id` is None."""

    def __init__(self, services: Services, case_id: str, investigation_id: str | None = None) -> None:
        self._case_id = case_id
        self._sessions = services.sessions
        self._stored = self._sessions.investigation(investigation_id) if investigation_id else None
        table = self._sessions.table(case_id)
        super().__init__(services, "investigation", "调查记录", about(table.case))
        draft = self._sessions.investigation_draft(investigation_id) if investigation_id else self._blank()
        form = Form("investigation", [Section("", self._questions(table))], draft)
        key = f"investigation:{case_id}" + (f":{investigation_id}" if investigation_id else "")
        self.set_form(form, "保存调查记录", key, dated="" if investigation_id else "made_at")
        self._add_signing()
        self.begin()
        form.focus_first()

    def store(self) -> str:
        if self._stored is not None:
            self._sessions.change_investigation(self._stored.id, self.form.draft())
        else:
            self._sessions.record_investigation(self._case_id, self.form.draft())
        return "已保存调查记录。"

    def _questions(self, table: Table) -> list[Field]:
        return [
            asking.moment(self.services, "made_at", "时间", past=True),
            Line("place", "地点", placeholder="例如 702 室卫生间"),
            Line("present", "在场的人", placeholder="例如 物业孙某、双方当事人"),
            Choice("staff_id", "调查人", options=[(s.id, s.name) for s in table.staff]),
            Line("asked_name", "问了谁", placeholder="姓名或称呼"),
            Line("asked_detail", "被问人的情况", placeholder="年龄、单位或住址、电话", sensitive=True),
            LongText("text", "看到、问到的情况", rows=10, wide=True, required=True),
        ]

    def _add_signing(self) -> None:
        if self._stored is None:
            return
        self.add_card(AttachmentsCard(self.services, self._case_id, self._stored.id))
        day = self._stored.signed_on
        if day is not None:
            self.lock(f"已签名（{day:%Y-%m-%d}），只能看。要补充的，请另写一份。")
        else:
            self.sign_bar = SignBar("investigation", self.services)
            self.sign_bar.signed.connect(self._sign)
            self.keep(self._sign_too, signing=self.sign_bar)
            self.add_card(self.sign_bar)

    def _blank(self) -> InvestigationDraft:
        now = self.services.office.now().replace(tzinfo=None, second=0, microsecond=0)
        return InvestigationDraft(made_at=now, staff_id=self.services.office.signed.staff_id)

    def _sign_too(self) -> None:
        """The record was stored; a day of signing stands there as well."""
        if self.sure_to_sign(TOO):
            self.sign_bar.sign()

    def _sign(self, day: date) -> None:
        stored = self._stored
        if stored is None:
            return
        if self.writing.is_changed("form") and not (self.sure_to_sign(CHANGED) and self.store_alone()):
            return
        if self.attempt(lambda: self._sessions.sign_investigation(stored.id, day)) is not None:
            self.finish("已记下签名日期，这份调查记录以后只能看。")
