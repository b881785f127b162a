"""Short pages about a case's course: 延期, 暂缓, 重新调解, 删除."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from studio_app.desk import Services
from studio_app.domain.dates import show_day
from studio_app.domain.periods import after_days
from studio_app.records.dispute.case.service import ExtensionDraft
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form, LongText, Section
from studio_app.ui.kit.page.cards import label
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import FormPage


@dataclass
class DayAndReason:
    day: date | None = None
    reason: str = ""


class ExtendPage(FormPage):
    """延期: asks for both sides' consent, one tick each."""

    def __init__(self, services: Services, case_id: str) -> None:
        limit = services.cases.mediation_limit(case_id)
        now = f"现在的期限是 {show_day(limit)}" if limit else "现在没有调解期限，不用延期"
        file = services.cases.case_file(case_id)
        super().__init__(services, "extend", "延期", f"{about(file.case)}　{now}")
        self._case_id = case_id
        days = services.office.lists.limit("mediation_extension_days")
        until = after_days(limit, days) if limit else None
        fields = [
            asking.day(services, "until", "延期到", past=False, required=True),
            LongText("note", "说明", rows=3, wide=True, placeholder="例如 等鉴定结论；双方书面同意附后"),
        ]
        form = Form("extend", [Section("", fields)], ExtensionDraft(until))
        self._who = TickList("extend.consented", "谁同意延期（要双方都同意）")
        sides = [p for p in file.parties if p.role == "party" and p.side != "third"]
        self._who.set_options([(p.id, p.name) for p in sides])
        self.set_form(form, "记下延期", f"extend:{case_id}", {"consented": self._who})
        self.begin()

    def store(self) -> str:
        draft: ExtensionDraft = self.form.draft()
        draft.consented = self._who.ticked()
        self.services.cases.extend(self._case_id, draft)
        return f"已延期到 {show_day(draft.until)}。" if draft.until else ""


class _ReasonPage(FormPage):
    """A day and a reason."""

    verb = title = why = name = ""

    def __init__(self, services: Services, case_id: str) -> None:
        super().__init__(services, self.name, self.title, about(services.cases.case_file(case_id).case))
        self._case_id = case_id
        fields = [
            asking.day(services, "day", "日期", past=True, required=True),
            LongText("reason", self.why, rows=3, wide=True, required=True),
        ]
        form = Form(self.name, [Section("", fields)], DayAndReason(services.office.today()))
        self.set_form(form, self.verb, f"{self.name}:{case_id}")
        self.begin()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """The service names the record's fields, the page its own."""
        same = {"suspended_on": "day", "suspended_note": "reason"}
        super().show_problems({same.get(name, name): text for name, text in problems.items()})

    def answer(self) -> tuple[date, str]:
        draft: DayAndReason = self.form.draft()
        return draft.day or self.services.office.today(), draft.reason


class SuspendPage(_ReasonPage):
    name, title, verb, why = "suspend", "暂缓调解", "暂缓", "为什么暂缓，什么时候再看"

    def store(self) -> str:
        self.services.cases.suspend(self._case_id, *self.answer())
        return "已暂缓。"


class ReopenPage(_ReasonPage):
    name, title, verb, why = "reopen", "重新调解", "开始新一轮", "为什么重新调解"

    def store(self) -> str:
        self.services.cases.reopen(self._case_id, *self.answer())
        return "已开始新一轮，期限重新计算。"


class RemovePage(FormPage):
    """删除: to the recycle bin, the number is voided with the reason."""

    def __init__(self, services: Services, case_id: str) -> None:
        case = services.cases.case_file(case_id).case
        super().__init__(services, "remove_case", "删除纠纷", about(case))
        self._case_id = case_id
        field = LongText("reason", "为什么删除", rows=3, wide=True, required=True, placeholder="例如 重复登记、登错了")
        form = Form("remove_case", [Section("", [field])], DayAndReason())
        self.set_form(form, "删除纠纷", f"remove:{case_id}")
        says = "编号会作废并写明原因，不会再用；纠纷进回收站，可以恢复。"
        self.card.body.insertWidget(0, label(says, "secondary", wrap=True))
        look.mark(self.main, kind="danger")
        if problem := services.cases.removal_problem(case_id):
            self.lock(problem)
        self.begin()

    def store(self) -> str:
        self.services.cases.remove(self._case_id, self.form.draft().reason)
        return "已删除，纠纷在回收站里。"
