"""回访: what became of the agreement, whether people are content, what is brewing anew."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.services.follow_ups import FollowUp, FollowUpDraft
from studio_app.ui.kit.cards import Card
from studio_app.ui.kit.fields import Buttons, Choice, LongText, Section
from studio_app.ui.kit.form import Form
from studio_app.ui.mediation import asking
from studio_app.ui.mediation.naming import about
from studio_app.ui.mediation.ticks import TickList
from studio_app.ui.mediation.writing_page import WritingPage


class FollowUpPage(WritingPage):
    """Write or change one 回访; a new one where `follow_up_id` is None."""

    def __init__(
        self, services: Services, case_id: str, follow_up_id: str | None = None, parent: QWidget | None = None
    ) -> None:
        key = f"follow_up:{case_id}" + (f":{follow_up_id}" if follow_up_id else "")
        super().__init__(services, "follow_up", key, parent)
        self._case_id, self._stored_id = case_id, follow_up_id
        self._follow_ups = services.follow_ups
        self._build()
        self.reload()
        self.bring_back()
        self.form.focus_first()

    def save(self) -> None:
        unread = self.form.unread()
        if unread:
            self.form.show_problems(unread)
            return
        row = self.attempt(self._store)
        if row is not None:
            self.finish(_said(row))

    def reload(self) -> None:
        stored = self._stored_id
        draft = self._follow_ups.draft_of(stored) if stored else self._follow_ups.blank(self._case_id)
        self.form.load(draft)
        self.visited.set_options(self._parties, draft.visited)
        self._show_hints()

    def typed(self) -> dict[str, object]:
        return {**self.form.typed(), "visited": self.visited.ticked()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        self.form.restore(typed)
        self.visited.set_options(self._parties, typed.get("visited", []))
        self._show_hints()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        self.form.show_problems(problems)

    def draft(self) -> FollowUpDraft:
        """What stands on the page now."""
        return replace(self.form.draft(), visited=self.visited.ticked())

    def _build(self) -> None:
        case = self._follow_ups.case(self._case_id)
        self.set_title("回访记录", about(case))
        self._parties = [(p.id, p.name) for p in self._follow_ups.parties(self._case_id)]
        self.form: Form[FollowUpDraft] = Form("follow_up", self._sections(), FollowUpDraft())
        self.visited = TickList("follow_up.visited", "回访了谁")
        self.form.edited.connect(self.touched)
        self.form.field_edited.connect(lambda _name: self._show_hints())
        self.visited.changed.connect(self.touched)
        card = Card()
        card.body.addWidget(self.visited)
        card.body.addWidget(self.form)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.save_button = self.add_button("保存回访", "save", self.save, "primary")
        self.add_button("返回", "back", self.cancel)

    def _sections(self) -> list[Section]:
        lists = self._services.office.lists
        staff = [(s.id, s.name) for s in self._services.sessions.table(self._case_id).staff]
        asked = [
            asking.day(self._services, "visited_on", "回访日期", past=True),
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
            asking.day(self._services, "next_on", "下次回访", help="不用再访的，空着。", past=False),
            Choice("staff_id", "回访人", options=staff),
        ]
        return [Section("", asked)]

    def _show_hints(self) -> None:
        self.form.show_hint("measures", self.draft().hints().get("measures", ""))

    def _store(self) -> FollowUp:
        if self._stored_id is not None:
            return self._follow_ups.change(self._stored_id, self.draft())
        return self._follow_ups.record(self._case_id, self.draft())


def _said(row: FollowUp) -> str:
    if row.next_on is not None:
        return f"已保存回访，{row.next_on:%m-%d} 再访，到时提醒。"
    if row.fulfilled == "no":
        return "已保存回访。还没有履行，可以点“登记履行”里的督促。"
    return "已保存回访。"
