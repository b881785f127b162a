"""保密笔记: what one side said in confidence, for its author and the 管理员 only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.services.sessions import ConfidentialNote
from studio_app.ui.kit.cards import Badge, Card, label
from studio_app.ui.kit.fields import LongText, Section
from studio_app.ui.kit.form import Form
from studio_app.ui.mediation.naming import about
from studio_app.ui.mediation.writing_page import WritingPage

WHO = "只有写的人和管理员能看。打印、台账、导出和普通查找里都没有它；会进备份。"


@dataclass
class _Words:
    text: str = ""


class NotePage(WritingPage):
    """Write, change or remove one 保密 note; a new one where `note_id` is None."""

    def __init__(
        self, services: Services, case_id: str, note_id: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(services, "note", f"note:{case_id}" + (f":{note_id}" if note_id else ""), parent)
        self._case_id, self._note_id = case_id, note_id
        self._sessions = services.sessions
        self._build()
        self.reload()
        self.bring_back()
        self.form.focus_first()

    def save(self) -> None:
        if self.attempt(self._store) is not None:
            self.finish("已保存保密笔记。")

    def remove(self) -> None:
        """To the recycle bin."""
        if self._note_id is not None:
            note_id = self._note_id
            self.attempt(lambda: self._sessions.remove_note(note_id))
            self.finish("已删去保密笔记，可在回收站找回。")

    def reload(self) -> None:
        self.form.load(_Words(self._sessions.note(self._note_id).text if self._note_id else ""))

    def typed(self) -> dict[str, object]:
        return self.form.typed()

    def restore(self, typed: Mapping[str, Any]) -> None:
        self.form.restore(typed)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        self.form.show_problems(problems)

    def _build(self) -> None:
        case = self._sessions.table(self._case_id).case
        self.set_title("保密笔记", about(case))
        asked = LongText("text", "内容", rows=12, wide=True, sensitive=True)
        self.form: Form[_Words] = Form("note", [Section("", [asked])], _Words())
        self.form.edited.connect(self.touched)
        card = Card("背对背谈话里说的")
        card.corner.addWidget(Badge("保密", "amber"))
        card.body.addWidget(label(WHO, "secondary", wrap=True))
        card.body.addWidget(self.form)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.save_button = self.add_button("保存保密笔记", "save", self.save, "primary")
        self.add_button("返回", "back", self.cancel)
        if self._note_id is not None:
            self.add_button("删去", "remove", self.remove, "danger")

    def _store(self) -> ConfidentialNote:
        text = self.form.value("text")
        if self._note_id is not None:
            return self._sessions.change_note(self._note_id, text)
        return self._sessions.add_note(self._case_id, text)
