"""新登记 and 修改登记: thirty seconds of questions, the rest folded away, nothing typed ever lost."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.records.intake.service import Hint, IntakeDraft
from studio_app.records.person.draft import DETAILS
from studio_app.ui.intake.answers import Answers, answers_of, draft_from, sections
from studio_app.ui.intake.backdate_bar import BackdateBar
from studio_app.ui.intake.companions import Companions
from studio_app.ui.intake.destination_panel import OPENS, DestinationPanel
from studio_app.ui.intake.repeat_card import RepeatCard
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.form.writing import Writing
from studio_app.ui.kit.page.cards import Card, Flow, Page, button, label
from studio_app.ui.kit.page.side_by_side import SideBySide
from studio_app.ui.kit.popup import messages

WATCHED = ("name", "phone", "id_number", "address", "place")


class RegisterPage(Page):
    """`stored(intake_id, sentence, then)`: then is "", "accept" or "join:<case id>"; `cancelled` on the way back."""

    stored = Signal(str, str, str)
    cancelled = Signal()

    def __init__(self, services: Services, intake_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__("修改来访登记" if intake_id else "新登记", parent=parent)
        self.setObjectName("register")
        self._services, self.intake_id = services, intake_id
        self._base = services.intakes.draft_of(intake_id) if intake_id else IntakeDraft()
        self._join_case = ""
        self._began: datetime | None = None
        self._entered_on = (
            services.office.local(services.intakes.file(intake_id).intake.created_at).date() if intake_id else None
        )
        self.form = Form("register", sections(services, editing=bool(intake_id)), answers_of(self._base))
        self.companions = Companions()
        self.destination = DestinationPanel(services, "register")
        self.repeat = RepeatCard(services)
        reasons = [e.label for e in services.office.lists.entries("backdate_reasons") if not e.get("needs_text", False)]
        self.backdate = BackdateBar(reasons)
        self._kept = label("", "secondary")
        self._build()
        self.writing = Writing(self, services.drafts, f"intake:{intake_id or 'new'}")
        self._connect()
        self.companions.load(self._base.visitors[1:])
        self._bring_back()
        self._hide_companions()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        card = Card()
        for widget in (self.backdate, self.form, self.companions):
            card.body.addWidget(widget)
        beside = self._columns_of = SideBySide()
        beside.main.addWidget(card)
        if not self.intake_id:
            after = Card("去向（可以先不选）")
            after.body.addWidget(self.destination)
            beside.main.addWidget(after)
        beside.main.addStretch(1)
        beside.side.addWidget(self.repeat)
        beside.side.addStretch(1)
        self.body.addWidget(beside)
        self.body.addStretch(1)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addLayout(self._foot())

    def _hide_companions(self) -> None:
        """They wait behind 更多 like everything that can be added later, unless there are some."""
        more = self.form.findChild(QPushButton, "register.more")
        if more is not None:
            more.toggled.connect(lambda on: self.companions.setVisible(on or bool(self.companions.drafts())))
            look.show_if(self.companions, on=more.isChecked() or bool(self.companions.drafts()))

    def _foot(self) -> Flow:
        """Always in view: store, go back, and what was kept."""
        row = Flow()
        self.save_button = button("", "primary", clicked=self.save)
        self.save_button.setObjectName("register.save")
        back = button("返回", clicked=self.back)
        back.setObjectName("register.back")
        self.clear_button = button("清空重写", "quiet", clicked=self.start_anew)
        self.clear_button.setObjectName("register.clear")
        if self.intake_id:
            self.clear_button.hide()
        self.see_repeat = button("", "quiet", clicked=lambda: self.area.ensureWidgetVisible(self.repeat))
        self.see_repeat.setObjectName("register.see_repeat")
        self._kept.setObjectName("register.kept")
        self._kept.setMinimumHeight(look.control_height())
        for widget in (self.save_button, back, self.clear_button, self.see_repeat, self._kept):
            row.addWidget(widget)
        self._follow_repeat()
        self._name_button()
        return row

    def _connect(self) -> None:
        self.form.field_edited.connect(self._on_field)
        self.form.submitted.connect(self._store)
        self.writing.keep(form=self.form, companions=self.companions, destination=self.destination, person=self.repeat)
        self.writing.keep_aside("join", lambda: self._join_case, self._set_join)
        if not self.intake_id:
            self.writing.keep_aside("began", lambda: self._began and self._began.isoformat(), self._set_began)
            for part in (self.form, self.companions, self.destination):
                part.edited.connect(self._note_beginning)
        self.destination.chosen.connect(lambda _code: self._name_button())
        self.repeat.person_taken.connect(self._take_over)
        self.repeat.case_taken.connect(self._take_case)
        self.repeat.looked.connect(self._follow_repeat)
        self.backdate.chosen.connect(lambda reason: self.form.set_value("backdate_reason", reason))
        self.writing.told.connect(self._kept.setText)
        self.writing.restored.connect(self._follow_all)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- drafts -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Keep what is unsaved, before the page goes out of sight."""
        self.repeat.stop()
        self.writing.leave()

    def start_anew(self) -> None:
        """What was typed is given up: an empty page, or the visit as it is stored."""
        self._join_case = ""
        self.writing.start_over()
        self._kept.setText("")
        self.form.focus_first()

    def _bring_back(self) -> None:
        self.writing.begin()
        self._follow_all()

    def _set_join(self, case_id: str) -> None:
        self._join_case = case_id

    def _set_began(self, moment: str | None) -> None:
        self._began = datetime.fromisoformat(moment) if moment else None

    def _note_beginning(self) -> None:
        """A visit is of the moment its first word was written down, however late the last one comes."""
        if self._began is None and self.writing.is_changed():
            self._began = self._services.office.now().replace(tzinfo=None)

    def _follow_all(self) -> None:
        """After the fields were filled."""
        if not self.writing.is_changed():
            self._began = None
        self._name_button()
        self._say_day_of_beginning()
        self._follow_day()

    def _say_day_of_beginning(self) -> bool:
        """What was begun on an earlier day is of that day unless another one was told: it is shown and asked about."""
        began = self._began
        if began is None or began.date() >= self._services.office.today() or self.form.value("received_at") is not None:
            return False
        self.form.set_value("received_at", began)
        return True

    # --- following what is typed ------------------------------------------------------------------------------

    def _take_over(self, hint: Hint) -> None:
        """带入: who it is, and whatever is still empty; what was typed today is newer and stays."""
        known = hint.details
        if known.name:
            self.form.set_value("name", known.name)
        for name in DETAILS:
            if name != "age_told" and not self.form.value(name) and getattr(known, name):
                self.form.set_value(name, getattr(known, name))
        self.form.focus("content")

    def _take_case(self, hint: Hint) -> None:
        """并入: the dispute stands marked once the visit is registered."""
        self._take_over(hint)
        self._join_case = hint.case_id
        self.destination.press("join_case")
        self.form.focus("content")

    def veil(self, *, on: bool) -> None:
        """F8."""
        self.form.set_veiled(on=on)
        self.companions.set_veiled(on=on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_repeat()

    def _follow_repeat(self) -> None:
        """In one column the hints stand below the form: the foot says that there are some."""
        count = len(self.repeat.suggestions)
        self.see_repeat.setText(f"可能来过 {count} 条")
        self.see_repeat.setAccessibleName(f"查看可能来过的 {count} 条")
        look.show_if(self.see_repeat, on=bool(count) and self._columns_of.is_narrow)

    def _on_field(self, name: str) -> None:
        if name in WATCHED:
            self.repeat.ask(self.form.draft(), self.intake_id)
        if name in ("received_at", "backdate_reason"):
            self._follow_day()

    def _follow_day(self) -> None:
        answers: Answers = self.form.draft()
        day = answers.received_at.date() if answers.received_at else None
        entered_on = self._entered_on or self._services.office.today()
        self.backdate.show_day(day if day and day < entered_on else None, answers.backdate_reason)

    def _name_button(self) -> None:
        """The button says what it will do."""
        then = OPENS.get(self.destination.action, "")
        words = {"accept": "登记，接着受理", "join": "登记，接着并入"}.get(then, "登记")
        self.save_button.setText(f"{'保存修改' if self.intake_id else words}  Ctrl+Enter")
        self.save_button.setAccessibleName("保存修改" if self.intake_id else words)

    # --- storing ----------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Store, or say beside the field what is missing."""
        self.form.submit()

    def draft(self) -> IntakeDraft:
        """The visit as it would be stored."""
        draft = draft_from(self._base, self.form.draft(), self.companions.drafts())
        draft.received_at = draft.received_at or self._began
        draft.visitors[0].person_id = self.repeat.person_named(draft.visitors[0].name) or draft.visitors[0].person_id
        return draft

    def back(self) -> None:
        """To the list; what was typed is kept for later."""
        self.leave()
        self.cancelled.emit()

    def _store(self) -> None:
        self._say_day_of_beginning()
        found = {} if self.intake_id else {**self.destination.unread(), **self.destination.problems()}
        if OPENS.get(self.destination.action):
            found = {}
        self.destination.show_problems(found)
        if found:
            return
        try:
            stored = self._change() if self.intake_id else self._register()
        except Invalid as refused:
            self.form.show_problems(refused.problems, self.draft().hints())
        except AppError as refused:
            messages.tell(self, refused)
        else:
            self.writing.forget()
            self.stored.emit(*stored)

    def _change(self) -> tuple[str, str, str]:
        changed = self._services.intakes.change(self.intake_id, self.draft())
        return changed.id, f"已保存：{changed.number}", ""

    def _register(self) -> tuple[str, str, str]:
        draft = self.draft()
        then = OPENS.get(self.destination.action, "")
        if not then:
            self._put_destination(draft)
        stored = self._services.intakes.register(draft)
        return stored.id, f"已登记：{stored.number}", f"join:{self._join_case}" if then == "join" else then

    def _put_destination(self, draft: IntakeDraft) -> None:
        """现场答复 and its like are stored with the visit, as one step."""
        given = self.destination.draft()
        draft.destination = given.destination
        if self.destination.action == "close":
            draft.answer, draft.answered_on = given.text, draft.day(self._services.office.today())
        else:
            draft.destination_note, draft.handling_unit, draft.handle_by = given.text, given.unit, given.handle_by
