"""风险: the signs ticked, the level they propose, and the reports the law asks for."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.domain.dates import show_moment
from studio_app.records.dispute.case.risk import unreported
from studio_app.records.dispute.case.service import CaseFile, RiskDraft, RiskReport, RiskReportDraft, Sign
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Choice, Form, Line, LongText, Section
from studio_app.ui.kit.page.cards import Card, button, clear, label
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import FormPage


class RiskPage(FormPage):
    """Level and signs above; below, the report card, which stands open while a danger is not reported."""

    shows_case = True

    def __init__(self, services: Services, case_id: str) -> None:
        self._file = services.cases.case_file(case_id)
        super().__init__(services, "risk", "风险研判", about(self._file.case))
        self._case_id = case_id
        case = self._file.case
        self._signs = {sign.code: sign for sign in services.cases.all_signs()}
        self._sign_list = TickList(
            "risk.signs", "有没有这些情况？逐项看一看", 3 if look.base() < look.BASE["huge"] else 2
        )
        self._sign_list.set_options([(s.code, s.label) for s in self._signs.values()], case.risk_signs)
        self._prompts = label("", tone="red", wrap=True)
        self._proposal = label("", "secondary", wrap=True)
        levels = [(e.code, f"{e.label}　{e.get('full_label')}") for e in services.office.lists.entries("risks")]
        fields = [
            asking.buttons("risk", "风险等级", levels, wide=True),
            LongText("reason", "为什么调低、为什么去掉勾", rows=2, wide=True),
            Line("approver", "谁同意的"),
        ]
        form = Form("risk", [Section("", fields)], RiskDraft(case.risk, list(case.risk_signs)))
        self.set_form(form, "保存研判", f"risk:{case_id}", {"risk_signs": self._sign_list})
        self._put_signs_first()
        self._reports = ReportsCard(services, case_id)
        self._reports.said.connect(self._reported)
        self.add_card(self._reports)
        self.keep(self._reports.store, report=self._reports.form)
        self.writing.keep_untouched("report", "reported_at", alone=True)
        self._sign_list.edited.connect(self._propose)
        self._show_reports(self._missing())
        self.begin()
        self._sign_list.focus_first()
        self._show_reports(self._missing())  # ticks may have come back that want a report

    def store(self) -> str:
        self.services.cases.set_risk(self._case_id, self._draft())
        return "已保存风险研判。"

    def finished(self, sentence: str) -> None:
        """A danger that was ticked and not reported keeps the page open: the report comes next."""
        if not self._reports.is_blank:
            self._reports.store()
        self._file = self.services.cases.case_file(self._case_id)
        if self._file.stops:
            self.said.emit("已保存。请接着写报告。")
            self._show_reports(list(self._file.stops))
            self._reports.focus()
        else:
            self.go_on(sentence)

    def _show_reports(self, missing: list[Sign]) -> None:
        """One coloured button: reporting comes before anything else while something is not reported."""
        self._reports.show_file(self._file, missing)
        if self._reports.is_blank:
            self.writing.part_renewed("report")
        look.mark(self.main, kind="" if missing else "primary")

    def _draft(self) -> RiskDraft:
        draft: RiskDraft = self.form.draft()
        return replace(draft, risk_signs=self._sign_list.ticked())

    def _missing(self) -> list[Sign]:
        return unreported([self._signs[code] for code in self._sign_list.ticked()], self._file.reported)

    def _put_signs_first(self) -> None:
        card = Card("风险信号")
        for widget in (self._sign_list, self._prompts, self._proposal):
            card.body.addWidget(widget)
        self.add_card(card, 0)

    def _propose(self) -> None:
        """The level follows the signs upwards by itself; going down is for people."""
        proposed = self.services.cases.proposed_risk(self._sign_list.ticked())
        order = [e.code for e in self.services.office.lists.entries("risks")]
        if order.index(proposed) < order.index(str(self.form.value("risk") or "green")):
            self.form.set_value("risk", proposed)
        self.follow()
        self._show_reports(self._missing())

    def follow(self) -> None:
        """What the signs ticked ask for, and the level they propose."""
        ticked = [self._signs[code] for code in self._sign_list.ticked()]
        grave = [sign for sign in ticked if sign.hard_stop or sign.makes_red]
        self._prompts.setText("\n".join(_advice(sign) for sign in grave))
        look.show_if(self._prompts, on=bool(grave))
        others = [_advice(sign) for sign in ticked if sign not in grave]
        proposed = self.services.cases.proposed_risk(self._sign_list.ticked())
        level = self.services.office.lists.entry("risks", proposed)
        advice = f"按勾选的情况，建议定为“{level.label} {level.get('full_label')}”。{level.get('meaning')}"
        self._proposal.setText("\n".join([*others, advice]))
        self._ask_reason()

    def _ask_reason(self) -> None:
        """Reason and approver are asked only where the level goes down or a danger is taken off."""
        proposed = self.services.cases.proposed_risk(self._sign_list.ticked())
        before = [self._signs[code] for code in self._file.case.risk_signs if code in self._signs]
        found = self._draft().problems(self._file.case.risk, proposed, before)
        draft = self.form.draft()
        self.form.set_shown("reason", shown="reason" in found or bool(draft.reason))
        self.form.set_shown("approver", shown="approver" in found or bool(draft.approver))

    def _reported(self, sentence: str) -> None:
        self._file = self.services.cases.case_file(self._case_id)
        self._show_reports(self._missing())
        self.writing.part_stored("report")
        self.said.emit(sentence)


class ReportsCard(Card):
    """To whom a danger was reported, when and how (人民调解法 art. 25)."""

    said = Signal(str)

    def __init__(self, services: Services, case_id: str) -> None:
        super().__init__("风险报告")
        self.setObjectName("risk_report.card")
        self._services, self._case_id = services, case_id
        self._rows = QVBoxLayout()
        self._says = label("", tone="red", wrap=True)
        self.form = Form("risk_report", [Section("", self._fields())], self._fresh(""))
        self._blank = self.form.typed()
        self._store = button("写报告", "primary", clicked=self.store)
        self._store.setObjectName("risk_report.save")
        self.body.addLayout(self._rows)
        self.body.addWidget(self._says)
        self.body.addWidget(self.form)
        self.corner.addWidget(self._store)

    def show_file(self, file: CaseFile, missing: list[Sign]) -> None:
        """Reports made so far, and what still has to be reported."""
        clear(self._rows)
        for row in file.risk_reports:
            self._rows.addWidget(self._row(row))
        self._says.setText("　".join(self._wanting(sign) for sign in missing))
        look.show_if(self._says, on=bool(missing))
        look.mark(self._store, kind="primary" if missing else "")
        signs = [*missing, *self._services.cases.all_signs()]
        codes = dict.fromkeys(sign.code for sign in signs if sign in missing or sign.code in file.case.risk_signs)
        words = {sign.code: sign.label for sign in signs}
        self.form.set_options("sign", [(code, words[code]) for code in codes])
        if self.is_blank:  # what somebody is writing stays
            self.form.load(self._fresh(missing[0].code if missing else "", missing))
            self._blank = self.form.typed()

    def _wanting(self, sign: Sign) -> str:
        """What was not reported yet, and to whom it has to be."""
        targets = [self._services.office.lists.label("report_targets", code) for code in sign.report_to]
        return f"“{sign.label}”还没有写明报给了{'、'.join(targets[:-1])}{'或' if targets[1:] else ''}{targets[-1]}。"

    @property
    def is_blank(self) -> bool:
        """Whether nobody has begun a report."""
        return bool(self.form.typed() == self._blank)

    def focus(self) -> None:
        self.form.focus("target")

    def store(self) -> None:
        """As the button does."""
        unread = self.form.unread()
        if unread:
            self.form.show_problems(unread)
            return
        draft: RiskReportDraft = self.form.draft()
        if draft.reported_at is not None:
            draft.reported_at = draft.reported_at.replace(tzinfo=self._services.office.now().tzinfo)
        try:
            self._services.cases.report_risk(self._case_id, draft)
        except Invalid as refused:
            self.form.show_problems(refused.problems)
        except AppError as refused:
            self.form.show_problems({"": str(refused)})
        else:
            self.form.load(self._fresh(""))
            self._blank = self.form.typed()
            self.said.emit("已写好风险报告。")

    def _fields(self) -> list[Choice | Line | LongText]:
        services = self._services
        targets = services.office.lists.entries("report_targets")
        options = [(t.code, f"{t.label}　{t.get('phone')}".strip()) for t in targets]
        return [
            Choice("sign", "报告什么", options=[], blank="整件纠纷"),
            Choice("target", "报告给谁", options=options, required=True),
            Line("receiver", "接报的人", placeholder="姓名、职务"),
            asking.day(services, "noticed_on", "哪天发现的", past=True),  # type: ignore[list-item]  # a Field too
            asking.moment(services, "reported_at", "什么时候报的", past=True, required=True),  # type: ignore[list-item]  # a Field too
            asking.choice(services, "way", "怎么报告的", "report_ways", required=True),
            LongText("content", "风险表现", rows=3, wide=True, placeholder="看到、听到了什么"),
            LongText("measures", "已采取措施", rows=2, wide=True, placeholder="例如 已把双方分开，请楼组长陪着"),
            LongText("feedback", "接报人怎么说", rows=2, wide=True),
        ]

    def _fresh(self, sign: str, missing: list[Sign] | None = None) -> RiskReportDraft:
        target = missing[0].report_to[0] if missing and missing[0].report_to else ""
        now = self._services.office.now().replace(tzinfo=None, second=0, microsecond=0)
        return RiskReportDraft(sign=sign, reported_at=now, target=target)

    def _row(self, row: RiskReport) -> QWidget:
        lists, office = self._services.office.lists, self._services.office
        parts = (
            show_moment(office.local(row.reported_at)),
            lists.label("risk_signs", row.sign),
            f"报{lists.label('report_targets', row.target)} {row.receiver}",
            lists.label("report_ways", row.way),
            row.content,
            f"答复：{row.feedback}" if row.feedback else "",
        )
        return label("　".join(part for part in parts if part), wrap=True)


def _advice(sign: Sign) -> str:
    return sign.prompt if sign.prompt.startswith(sign.label) else f"{sign.label}：{sign.prompt}"
