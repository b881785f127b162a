"""回访: what became of the agreement, whether people are content, what is brewing anew."""

from dataclasses import replace

from studio_app.desk import Services
from studio_app.domain.dates import short_day
from studio_app.records.dispute.follow_up.service import FollowUp, FollowUpDraft
from studio_app.ui.dispute.case.case_cards import AttachmentsCard
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit.form.fields import Buttons, Choice, LongText, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import FormPage


class FollowUpPage(FormPage):
    """Write or change one 回访; a new one where `follow_up_id` is None."""

    ticks_first = True

    def __init__(self, services: Services, case_id: str, follow_up_id: str | None = None) -> None:
        self._case_id, self._stored_id = case_id, follow_up_id
        self._follow_ups = services.follow_ups
        super().__init__(services, "follow_up", "回访记录", about(self._follow_ups.case(case_id)))
        draft = self._follow_ups.draft_of(follow_up_id) if follow_up_id else self._follow_ups.blank()
        self.visited = TickList("follow_up.visited", "回访了谁")
        self.visited.set_options([(p.id, p.name) for p in self._follow_ups.parties(case_id)], draft.visited)
        form = Form("follow_up", self._sections(), draft)
        key = f"follow_up:{case_id}" + (f":{follow_up_id}" if follow_up_id else "")
        dated = "" if follow_up_id else "visited_on"
        self.set_form(form, "保存回访", key, {"visited": self.visited}, dated=dated)
        self.visited.edited.connect(self.follow)
        if follow_up_id:
            self.add_card(AttachmentsCard(services, case_id, follow_up_id))
        self.begin()

    def draft(self) -> FollowUpDraft:
        """What stands on the page now."""
        draft: FollowUpDraft = self.form.draft()
        return replace(draft, visited=self.visited.ticked())

    def store(self) -> str:
        draft = self.draft()
        if self._stored_id is not None:
            return _said(self._follow_ups.change(self._stored_id, draft))
        return _said(self._follow_ups.record(self._case_id, draft))

    def follow(self) -> None:
        hints = self.draft().hints()
        self.form.show_hint("measures", hints.get("measures", ""))
        self.visited.show_hint(hints.get("visited", ""))

    def _sections(self) -> list[Section]:
        lists = self.services.office.lists
        staff = [(s.id, s.name) for s in self.services.sessions.table(self._case_id).staff]
        asked = [
            asking.day(self.services, "visited_on", "回访日期", past=True),
            Choice("method", "方式", options=lists.pairs("follow_up_methods")),
            Buttons("fulfilled", "履行情况", options=lists.pairs("fulfilments"), wide=True),
            LongText(
                "text",
                "看到、听到的情况",
                rows=5,
                wide=True,
                placeholder="协议履行得怎样，双方现在怎么样，有没有打官司",
            ),
            Buttons("satisfaction", "满意度", options=lists.pairs("satisfactions"), wide=True),
            LongText("new_signs", "新的苗头", rows=2, wide=True, placeholder="没有可不写"),
            LongText("measures", "采取的措施", rows=2, wide=True),
            asking.day(self.services, "next_on", "下次回访", help="不用再访的，空着。", past=False),
            Choice("staff_id", "回访人", options=staff),
        ]
        return [Section("", asked)]


def _said(row: FollowUp) -> str:
    if row.next_on is not None:
        return f"已保存回访，{short_day(row.next_on, row.visited_on)} 再访，到时提醒。"
    if row.fulfilled == "no":
        return "已保存回访。还没有履行，可以点“登记履行”里的督促。"
    return "已保存回访。"
