"""参加人: relatives, neighbours and experts invited with the parties' consent."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.records.dispute.case.service import CaseFile, Participant, ParticipantDraft
from studio_app.ui.dispute.case_fields import relation_beside
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form, Line, Section, Tick
from studio_app.ui.kit.page.cards import Card, button, clear, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.record import asking


class GuestsCard(Card):
    """Who else takes part, and a short form to add or change one (人民调解法 art. 20)."""

    said = Signal(str)
    stored = Signal()

    def __init__(self, services: Services, case_id: str) -> None:
        super().__init__("参加人")
        self.setObjectName("parties.guests")
        self._services, self._case_id = services, case_id
        self.editing = ""
        """Id of the guest who is being changed; a new one is written down where it is empty."""
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        fields = [
            Line("name", "姓名"),
            asking.choice(services, "relation", "身份", "participant_relations"),
            Line("unit", "单位"),
            Tick("consented", "已征得双方当事人同意", wide=True),
        ]
        self.form = Form("guest", [Section("", fields)], ParticipantDraft())
        self.body.addLayout(self._rows)
        self.body.addWidget(self.form)
        self.store_button = button("添加参加人", clicked=self.store)
        self.store_button.setObjectName("guest.save")
        self.corner.addWidget(self.store_button)

    def show_file(self, file: CaseFile) -> None:
        clear(self._rows)
        for row in file.participants:
            self._rows.addWidget(self._row(row))

    def store(self) -> None:
        """As the button does."""
        draft = self.form.draft()
        try:
            self._services.cases.put_participant(self._case_id, draft, self.editing)
        except Invalid as refused:
            self.form.show_problems(refused.problems)
            return
        except AppError as refused:
            messages.tell(self, refused)
            return
        hint = draft.hints().get("consented", "")
        self.said.emit(f"已添加参加人。{hint}")
        self._take_next()
        self.stored.emit()
        self.show_file(self._services.cases.case_file(self._case_id))

    def _row(self, row: Participant) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, look.XS, 0, look.XS)
        relation = self._services.office.lists.label("participant_relations", row.relation)
        words = "　".join(word for word in (row.name, relation_beside(row.name, relation), row.unit) if word)
        line.addWidget(label(words, wrap=True), 1)
        agreed = ("已征得同意", "green") if row.consented else ("还没有征得双方同意", "amber")
        line.addWidget(label(agreed[0], tone=agreed[1]))
        for text, act in (("修改", lambda: self._edit(row)), ("删除", lambda: self._remove(row))):
            button_made = button(text, "quiet", clicked=act)
            button_made.setAccessibleName(f"{text}参加人 {row.name}")
            line.addWidget(button_made)
        return made

    def go_on_with(self, participant_id: str) -> None:
        """What was typed about this guest is about to come back."""
        self.editing = participant_id

    def _take_next(self) -> None:
        self.editing = ""
        self.form.load(ParticipantDraft())

    def _edit(self, row: Participant) -> None:
        if not self.editing and self.form.draft() != ParticipantDraft():
            self.form.show_problems({"name": "这一位还没有添加。请先点“添加参加人”，或者清空再改别人。"})
            return
        self.editing = row.id
        self.form.load(ParticipantDraft(row.name, row.unit, row.relation, row.consented))
        self.form.focus_first()

    def _remove(self, row: Participant) -> None:
        try:
            self._services.cases.remove_participant(self._case_id, row.id)
        except AppError as refused:
            messages.tell(self, refused)
            return
        if self.editing == row.id:
            self._take_next()
        self.said.emit(f"已删除参加人 {row.name}。")
        self.show_file(self._services.cases.case_file(self._case_id))
