"""The page of a simple record, new or stored: its form, 保存 and 删除; a kind's page adds its own cards."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio_app.desk import Services
from studio_app.office.simple_records import SimpleRecords
from studio_app.ui.kit.form.fields import Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.popup import messages
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import FormPage


class RecordPage(FormPage):
    """`owner` names the record a new one belongs to (`station_id=…`)."""

    question = ""
    """Asked before it is removed, where more than this goes with it."""

    def __init__(
        self, services: Services, name: str, records: SimpleRecords[Any], record_id: str, /, **owner: str
    ) -> None:
        self.stored = records.get(record_id) if record_id else None
        title = getattr(self.stored, "name", records.word) if record_id else f"添加{records.word}"
        super().__init__(services, name, title)
        self.records, self.record_id, self.owner = records, record_id, owner
        self.draft = records.draft_of(record_id) if record_id else records.drafted()

    def ask(self, *sections: Section, ticks: Mapping[str, TickList] | None = None) -> None:
        """Put the form in; what is typed is kept under the name of the page, its owner and the record."""
        parts = [*self.owner.values(), *([self.record_id] if self.record_id else [] if self.owner else ["new"])]
        name = self.objectName()
        self.set_form(Form(name, list(sections), self.draft), "保存", ":".join([name, *parts]), ticks)
        if self.record_id:
            self.add_button("remove", f"删除{self.records.word}", self._remove)

    def store(self) -> str:
        draft = replace(self.form.draft(), **{name: group.ticked() for name, group in self._ticks.items()})
        self.records.store(draft, self.record_id, **({} if self.record_id else self.owner))
        return f"已保存{self.records.word}。"

    def _remove(self) -> None:
        if self.question and not messages.ask(self, self.question, "删除", "不删除"):
            return
        if self.attempt(self._removed):
            self.done.emit(f"已删除{self.records.word}，可在回收站恢复。")

    def _removed(self) -> bool:
        self.records.remove(self.record_id)
        return True
