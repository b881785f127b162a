"""保密笔记: what one side said in confidence, for its author and the 管理员 only."""

from dataclasses import dataclass

from studio_app.desk import Services
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit.form.fields import LongText, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.page.cards import Badge, label
from studio_app.ui.record.writing_page import FormPage

WHO = "只有写的人和管理员能看。打印、台账和导出里没有它；查找只说哪件纠纷的笔记写到了，不显示内容。会进备份。"


@dataclass
class _Words:
    text: str = ""


class NotePage(FormPage):
    """Write, change or remove one 保密 note; a new one where `note_id` is None."""

    def __init__(self, services: Services, case_id: str, note_id: str | None = None) -> None:
        self._case_id, self._note_id = case_id, note_id
        self._sessions = services.sessions
        super().__init__(services, "note", "保密笔记", about(self._sessions.table(case_id).case))
        asked = LongText("text", "内容", rows=8, wide=True, sensitive=True, fills=True)
        stored = _Words(self._sessions.note(note_id).text if note_id else "")
        key = f"note:{case_id}" + (f":{note_id}" if note_id else "")
        self.set_form(Form("note", [Section("", [asked])], stored), "保存保密笔记", key)
        self.card.set_title("单独谈时说的")
        self.card.corner.addWidget(Badge("保密", "amber"))
        self.card.body.insertWidget(0, label(WHO, "secondary", wrap=True))
        self.card.body.setStretchFactor(self.form, 1)
        self.body.setStretchFactor(self.card, 1)
        self.body.setStretch(self.body.count() - 1, 0)
        if note_id is not None:
            self.add_button("remove", "删除", self.remove, "danger")
        self.begin()
        self.form.focus_first()

    def remove(self) -> None:
        """To the recycle bin."""
        if self._note_id is not None:
            note_id = self._note_id
            self.attempt(lambda: self._sessions.remove_note(note_id))
            self.finish("已删除保密笔记，可在回收站找回。")

    def store(self) -> str:
        text = self.form.value("text")
        if self._note_id is not None:
            self._sessions.change_note(self._note_id, text)
        else:
            self._sessions.add_note(self._case_id, text)
        return "已保存保密笔记。"
