"""调解记录: what happened in one sitting, with sentences and articles at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton

from studio_app.desk import Services
from studio_app.domain.dates import short_day
from studio_app.records.dispute.session.service import MediationSession, SessionDraft
from studio_app.ui.dispute.agreement.sign_card import CHANGED, TOO, SignBar
from studio_app.ui.dispute.case.case_cards import AttachmentsCard
from studio_app.ui.dispute.case.staff_page import StaffPage
from studio_app.ui.dispute.case_fields import about, relation_beside
from studio_app.ui.dispute.session.phrases_panel import PhrasesPanel
from studio_app.ui.dispute.session.session_when import When, WhenForm
from studio_app.ui.dispute.session.statements import Statements
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Buttons, Line, LongText, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.form.offered import insert
from studio_app.ui.kit.input.inputs import TextBox
from studio_app.ui.kit.page.cards import Banner, Card, button
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import WritingPage

SIDE = 290
_BEFORE = ("started_at", "place", "method", "recorder_id")
_ASKED_AS = {"ended_at": "minutes"}
"""Fields of the record → the questions they are asked by."""
_AFTER = ("narrative", "law", "result", "result_note", "next_at")
_PEOPLE = ("present", "invited", "mediators")
_NOTICE = ("informed", "已经把权利义务告诉各方：自愿、不收费、保密、随时可以终止")
_NOBODY = "nobody"
_SECRET = LongText(
    "text",
    "一方不想让对方知道的话",
    rows=3,
    wide=True,
    sensitive=True,
    help="只有您和管理员能看。打印、台账里没有它；查找只说哪件纠纷的笔记写到了，不显示内容。",
)


@dataclass
class _Secret:
    """A 保密 note written along with the record."""

    text: str = ""


class SessionPage(WritingPage):
    """Write, change or sign the record of one sitting; a new one where `session_id` is None."""

    help_topic = "session"

    def __init__(self, services: Services, case_id: str, session_id: str | None = None) -> None:
        super().__init__(services, "session")
        self.writing.key = f"session:{case_id}" + (f":{session_id}" if session_id else "")
        self._case_id = case_id
        self._sessions = services.sessions
        self._stored = self._sessions.get(session_id) if session_id else None
        self._table = self._sessions.table(case_id)
        self._hosts = self._table.hosts
        self._draft = SessionDraft()
        self._build()
        self._fill()
        if not self._is_signed:
            self.writing.begin()
        self.before.focus_first()

    # --- what the person does -----------------------------------------------------------------------------------

    def save(self) -> None:
        """Store the record; a new one goes to the case as its next sitting."""
        if self._is_signed or self._has_unread():
            return
        row = self.attempt(self._store)
        if row is not None:
            self.attempt(lambda: self._store_secret(row))
            self.finish(self._said(row), *self._text)

    def _fill(self) -> None:
        stored = self._stored
        self._draft = self._sessions.draft_of(stored.id) if stored else self._sessions.blank(self._case_id)
        self._show(self._draft)
        self.before.assume(None if stored else self._draft.started_at, self._table.free_since)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        said = {_ASKED_AS.get(name, name): text for name, text in problems.items()}
        asked = {name: said.pop(name, "") for name in self._ticks}
        own = {name: text for name, text in said.items() if name in (*_BEFORE, "minutes")}
        self.after.show_problems({name: text for name, text in said.items() if name not in own})
        for name, ticks in reversed(self._ticks.items()):  # what stands first on the page is seen first
            ticks.show_problem(asked[name])
        self.before.show_problems(own)

    def draft(self) -> SessionDraft:
        """What stands on the page now."""
        before, after = self.before.draft(), self.after.draft()
        said: dict[str, Any] = {name: getattr(before, name) for name in _BEFORE}
        said |= {name: getattr(after, name) for name in _AFTER}
        said |= {name: self._ticks[name].ticked() for name in _PEOPLE}
        said["present"] = [code for code in said["present"] if code != _NOBODY]
        said |= {
            "ended_at": before.ended_at,
            "nobody": _NOBODY in self._ticks["present"].ticked(),
            "informed": bool(self._ticks["informed"].ticked()),
            "statements": self.statements.typed(),
        }
        return replace(self._draft, **said)

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        table, stored = self._table, self._stored
        ordinal = stored.ordinal if stored else sum(s.round == table.case.round for s in self._held()) + 1
        self.set_title(f"第 {ordinal} 次调解记录", about(table.case))
        if table.stop and stored is None:
            self.add_notice(Banner(table.stop, "warn"))
        self._build_forms()
        self._build_ticks()
        self._place()
        self._add_helper()
        self._add_buttons()

    def _held(self) -> Sequence[MediationSession]:
        return self._sessions.held(self._case_id)

    def _build_forms(self) -> None:
        staff = [(s.id, s.name) for s in self._table.staff]
        self.before = WhenForm(self.services, staff)
        self.after: Form[SessionDraft] = Form(
            "session",
            [
                Section(
                    "",
                    [
                        LongText(
                            "narrative", "商议经过", rows=6, wide=True, placeholder="怎么谈的、查明了什么、提了什么方案"
                        ),
                        LongText("law", "引用的法条", rows=2, wide=True),
                        Buttons(
                            "result",
                            "这次结果",
                            options=self._sessions.results(self._table.case.mode),
                            wide=True,
                            required=True,
                        ),
                        Line("result_note", "结果说明", wide=True, placeholder="例如 双方愿意先修后赔，数额再商量"),
                        asking.moment(
                            self.services, "next_at", "下次时间", help="约好了就写，到时会提醒。", past=False
                        ),
                    ],
                )
            ],
            SessionDraft(),
        )
        self.statements = Statements(self._table.parties)
        self.secret: Form[_Secret] = Form("session_secret", [Section("保密笔记", [_SECRET], folded=True)], _Secret())

    def _results(self) -> list[tuple[str, str]]:
        return self._sessions.results(self._table.case.mode)

    def _build_ticks(self) -> None:
        table = self._table
        beside = {p.id: relation_beside(p.name, self._relation(p.relation)) for p in table.participants}
        guests = [(p.id, f"{p.name}（{beside[p.id]}）" if beside[p.id] else p.name) for p in table.participants]
        asked = {
            "present": ("到场的当事人", [*((p.id, p.name) for p in table.parties), (_NOBODY, "没有当事人到场")]),
            "invited": ("邀请来的人", guests),
            "mediators": (
                "工作室谁参加" if table.case.mode == "C" else "谁来主持、谁参加",
                [(s.id, s.name) for s in table.staff],
            ),
            "informed": ("开场告知", [_NOTICE]),
        }
        self._options = {name: options for name, (_title, options) in asked.items()}
        together = {"present": "双方都到了"}
        self._ticks = {
            name: TickList(f"session.{name}", title, together=together.get(name, ""), alone=_NOBODY)
            for name, (title, _options) in asked.items()
        }

    def _place(self) -> None:
        when = Card("时间、地点、谁在场")
        when.body.addWidget(self.before)
        for name, group in self._ticks.items():
            when.body.addWidget(group)
            if name == "mediators" and not self._is_signed:
                when.body.addWidget(self._make_adding(), 0, Qt.AlignmentFlag.AlignLeft)
            group.setVisible(bool(self._options[name]))  # only now: shown without a parent it would be a window
        said = Card("各方怎么说")
        said.body.addWidget(self.statements)
        came = Card("经过和结果")
        came.body.addWidget(self.after)
        came.body.addWidget(self.secret)
        for card in (when, said, came):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def _make_adding(self) -> QPushButton:
        made = button("名单里没有？添加人员", "quiet", clicked=self._add_staff)
        made.setObjectName("session.add_staff")
        return made

    def _add_staff(self) -> None:
        self.deeper.emit(StaffPage(self.services, self._case_id))

    def refresh(self) -> None:
        """Somebody may have been added to the staff meanwhile; whoever came to mediate is ticked."""
        if self._is_signed:
            return
        self._table = self._sessions.table(self._case_id)
        people = [(s.id, s.name) for s in self._table.staff]
        hosts = self._table.hosts
        came = [code for code in hosts if code not in self._hosts]
        self._hosts = hosts
        if people != self._options["mediators"] or came:
            self._options["mediators"] = people
            self._tick("mediators", [*self._ticks["mediators"].ticked(), *came])
            look.show_if(self._ticks["mediators"], on=bool(people))
            self.before.set_options("recorder_id", people)

    def _add_helper(self) -> None:
        case = self._table.case
        host = next((s.name for s in self._table.staff if s.id in self._table.hosts), "")
        panel = PhrasesPanel(
            self._sessions.phrases(case.mode, case.subtype), self._sessions.laws(case.dispute_type), {"staff": host}
        )
        panel.phrase_chosen.connect(self._insert)
        panel.law_chosen.connect(self._cite)
        self.helper = panel
        self._target = self._box("narrative")
        for box in (self._target, *self.statements.boxes.values()):
            box.installEventFilter(self)
        self.add_side(panel, SIDE)

    def _add_buttons(self) -> None:
        if self._is_signed:
            self._lock()
        else:
            self.save_button = self.add_button("save", "保存记录", self.save, "primary")
            self._watch()
            self.after.field_edited.connect(self._hint_next)
        self.add_back()
        if self._stored is not None:
            photos = AttachmentsCard(self.services, self._case_id, self._stored.id)
            self.body.insertWidget(self.body.count() - 1, photos)
        if self._stored is not None and not self._is_signed:
            self.sign_bar = SignBar("session", self.services)
            self.sign_bar.signed.connect(self._sign)
            self.keep(self._sign_too, signing=self.sign_bar)
            self.body.insertWidget(self.body.count() - 1, self.sign_bar)

    def _watch(self) -> None:
        self.keep(before=self.before, after=self.after, statements=self.statements, secret=self.secret, **self._ticks)
        self.writing.keep_untouched("before", *([] if self._stored else ["started_at"]))

    def _lock(self) -> None:
        day = self._stored.signed_on if self._stored else None
        self.add_notice(Banner(f"已签名（{day:%Y-%m-%d}），只能看。要补充的，请另写一次记录。" if day else ""))
        for form in (self.before, self.after):
            form.set_read_only(on=True)
        for group in self._ticks.values():
            group.setEnabled(False)
        self.statements.set_read_only(on=True)
        self.secret.hide()
        self.helper.hide()

    # --- inside -------------------------------------------------------------------------------------------------

    @property
    def _text(self) -> tuple[str, ...]:
        """The parts that make the record."""
        return ("before", "after", "statements", "secret", *self._ticks)

    @property
    def _is_signed(self) -> bool:
        return self._stored is not None and self._stored.signed_on is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sentences go where the cursor was last."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, TextBox):
            self._target = watched
        return super().eventFilter(watched, event)

    def _insert(self, sentence: str) -> None:
        insert(self._target, sentence)

    def _cite(self, citation: str) -> None:
        before = self.after.value("law")
        if citation not in before:
            self.after.set_value("law", f"{before}；{citation}" if before else citation)

    def _box(self, name: str) -> TextBox:
        box = self.after.editor(name).main
        if not isinstance(box, TextBox):
            raise TypeError(name)
        return box

    def _show(self, draft: SessionDraft) -> None:
        self.before.load(When.of(draft))
        self.after.load(draft)
        self._tick("informed", ["informed"] if draft.informed else [])
        for name in _PEOPLE:
            self._tick(name, getattr(draft, name))
        if draft.nobody:
            self._ticks["present"].restore([_NOBODY])
        self.statements.restore(draft.statements)
        self.secret.load(_Secret())

    def _tick(self, name: str, codes: Sequence[str]) -> None:
        self._ticks[name].set_options(self._options[name], codes, self._table.expected)

    def _has_unread(self) -> bool:
        unread = {**self.before.unread(), **self.after.unread()} or self._unanswered()
        if unread:
            self.show_problems(unread)
        return bool(unread)

    def _unanswered(self) -> dict[str, str]:
        """Who came is asked; what else would be refused is said along with it."""
        asked = self.draft().unanswered()
        return {**self.draft().problems(self.services.office.past()), **asked} if asked else {}

    def _store(self) -> MediationSession:
        if self._stored is not None:
            return self._sessions.change(self._stored.id, self.draft())
        return self._sessions.record(self._case_id, self.draft())

    def _store_secret(self, row: MediationSession) -> None:
        text = self.secret.value("text")
        if text:
            self._sessions.add_note(self._case_id, text, row.id)

    def _said(self, row: MediationSession) -> str:
        sentence = f"已保存第 {row.ordinal} 次调解记录。"
        if row.result == "agreed":
            return f"{sentence}谈成了，下一步写协议。"
        if row.next_at is not None:
            office = self.services.office
            next_at = office.local(row.next_at)
            return f"{sentence}下次 {short_day(next_at.date(), office.today())} {next_at:%H:%M}，到时提醒。"
        return sentence

    def _sign_too(self) -> None:
        """The record was stored; a day of signing stands there as well."""
        if self.sure_to_sign(TOO):
            self.sign_bar.sign()

    def _sign(self, day: date) -> None:
        """What was changed since is stored with it, when the person is sure that the paper says the same."""
        stored = self._stored
        if stored is None:
            return
        if self.writing.is_changed(*self._text):
            if self._has_unread() or not self.sure_to_sign(CHANGED):
                return
            changed = self.attempt(self._store)
            if changed is None:
                return
            self.attempt(lambda: self._store_secret(changed))
            self.writing.part_stored(*self._text)
        row = self.attempt(lambda: self._sessions.sign(stored.id, day))
        if row is not None:
            self.finish(f"已记下签名日期，第 {row.ordinal} 次记录以后只能看。")

    def _hint_next(self, name: str) -> None:
        if name in ("result", "next_at"):
            hints = self.draft().hints(asks_next=self._sessions.asks_next(self.after.value("result")))
            self.after.show_hint("next_at", hints.get("next_at", ""))

    def _relation(self, code: str) -> str:
        return self.services.office.lists.label("participant_relations", code)
