"""调查记录: where somebody looked, whom they asked, and what they found."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.services.sessions import Investigation, InvestigationDraft
from studio_app.ui.kit.cards import Banner, Card
from studio_app.ui.kit.fields import Choice, Line, LongText, Section
from studio_app.ui.kit.form import Form
from studio_app.ui.mediation import asking
from studio_app.ui.mediation.naming import about
from studio_app.ui.mediation.sign_bar import SignBar
from studio_app.ui.mediation.writing_page import WritingPage


class InvestigationPage(WritingPage):
    """Write, change or sign one 调查记录; a new one where `investigation_id` is None."""

    def __init__(
        self, services: Services, case_id: str, investigation_id: str | None = None, parent: QWidget | None = None
    ) -> None:
        key = f"investigation:{case_id}" + (f":{investigation_id}" if investigation_id else "")
        super().__init__(services, "investigation", key, parent)
        self._case_id = case_id
        self._sessions = services.sessions
        self._stored = self._sessions.investigation(investigation_id) if investigation_id else None
        self._build()
        self.reload()
        if not self._is_signed:
            self.bring_back()
        self.form.focus_first()

    def save(self) -> None:
        if self._is_signed:
            return
        unread = self.form.unread()
        if unread:
            self.form.show_problems(unread)
        elif self.attempt(self._store) is not None:
            self.finish("已保存调查记录。")

    def reload(self) -> None:
        stored = self._stored
        self.form.load(self._sessions.investigation_draft(stored.id) if stored else self._blank())

    def typed(self) -> dict[str, object]:
        return self.form.typed()

    def restore(self, typed: Mapping[str, Any]) -> None:
        self.form.restore(typed)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        self.form.show_problems(problems)

    @property
    def _is_signed(self) -> bool:
        return self._stored is not None and self._stored.signed_on is not None

    def _build(self) -> None:
        table = self._sessions.table(self._case_id)
        self.set_title("调查记录", about(table.case))
        asked = [
            asking.moment(self._services, "made_at", "时间", past=True),
            Line("place", "地点", placeholder="例如 702 室卫生间"),
            Line("present", "在场的人", placeholder="例如 物业孙某、双方当事人"),
            Choice("staff_id", "调查人", options=[(s.id, s.name) for s in table.staff]),
            Line("asked_name", "问了谁", placeholder="姓名或称呼"),
            Line("asked_detail", "被问人的情况", placeholder="年龄、单位或住址、电话", sensitive=True),
            LongText("text", "看到、问到的情况", rows=10, wide=True, required=True),
        ]
        self.form: Form[InvestigationDraft] = Form("investigation", [Section("", asked)], InvestigationDraft())
        card = Card()
        card.body.addWidget(self.form)
        self.body.addWidget(card)
        self._add_buttons()
        self.body.addStretch(1)

    def _add_buttons(self) -> None:
        day = self._stored.signed_on if self._stored else None
        if day is not None:
            self.form.set_read_only(on=True)
            self.add_notice(Banner(f"已签字（{day:%Y-%m-%d}），只能看。要补充的，请另写一份。"))
        else:
            self.form.edited.connect(self.touched)
            self.save_button = self.add_button("保存调查记录", "save", self.save, "primary")
        self.add_button("返回", "back", self.cancel)
        if self._stored is not None and day is None:
            self.sign_bar = SignBar("investigation", self._services)
            self.sign_bar.signed.connect(self._sign)
            self.body.addWidget(self.sign_bar)

    def _blank(self) -> InvestigationDraft:
        now = self._services.office.now().replace(tzinfo=None, second=0, microsecond=0)
        return InvestigationDraft(made_at=now, staff_id=self._services.office.signed.staff_id)

    def _store(self) -> Investigation:
        if self._stored is not None:
            return self._sessions.change_investigation(self._stored.id, self.form.draft())
        return self._sessions.record_investigation(self._case_id, self.form.draft())

    def _sign(self, day: date) -> None:
        stored = self._stored
        if stored is not None and self.attempt(lambda: self._sessions.sign_investigation(stored.id, day)) is not None:
            self.finish("已记下签字日期，这份调查记录以后只能看。")
