"""协议: the clauses as cards, what the paper will say, and the dates it takes effect by."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.dates import show_day
from studio_app.domain.money import capital, show_yuan
from studio_app.records.dispute.agreement.draft import WHO_AGREES
from studio_app.records.dispute.agreement.service import (
    Agreement,
    AgreementDraft,
    AgreementView,
    ClauseDraft,
    CourtDraft,
    SigningDraft,
    both_sides,
)
from studio_app.records.dispute.templates import Template
from studio_app.ui.dispute.agreement.clause_list import ClauseList
from studio_app.ui.dispute.agreement.sign_card import TOO, SignCard
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Buttons, Field, Line, LongText, Number, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.form.offered import Lines
from studio_app.ui.kit.page.cards import Banner, Card, button, label
from studio_app.ui.kit.page.plain import in_tip
from studio_app.ui.kit.page.room import Scrolling
from studio_app.ui.kit.popup import messages
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import WritingPage

SIDE = 300
CHANGED = "协议改过还没有保存。先保存，再登记签名？签了名的纸上应当是改过的内容。"
_TAIL = ("default_terms", "remark", "copies", "serial", "number")
_TEXT = ("form", "signers", "tail", "clauses")
TWO = 2
_SIGNING = ("mediator_signed_on", "sealed_on", "told_on")


TOLD = "已记下调委会告知的生效日期，条款不能改。另行约定的，请点“另写一版”。"
SIGNED_TOLD = "已有人签名，条款不能改。双方另行约定的，或者有人不来签的，请点“另写一版”，在新的一版上重新签。"


class AgreementPage(WritingPage):
    """Write the agreement of the present round, sign it, and in mode A note 司法确认.

    `at`: "sign" or "seal" where the page is opened for the dates on the paper.
    """

    help_topic = "agreement"

    def __init__(self, services: Services, case_id: str, at: str = "") -> None:
        super().__init__(services, "agreement")
        self._case_id, self.writing.key = case_id, f"agreement:{case_id}"
        self._agreements = services.agreements
        self.view: AgreementView = self._agreements.view(case_id)
        self._build()
        self._fill()
        self.writing.restored.connect(self._show_restored)
        self.writing.begin()
        if at and self._signs:
            look.mark(self.sign_card.button, kind="primary")
            if not self.view.signed:
                look.mark(self.save_button, kind="")
            self.sign_card.begin(at)
        elif not self.view.signed:
            self.form.focus_first()

    # --- what the person does -----------------------------------------------------------------------------------

    def save(self) -> None:
        """Store what stands here: the words, and the dates of the paper if any were typed."""
        if self.view.signed:
            return
        dated = self._signs and self.writing.is_changed("signing")
        if dated and not self.writing.is_changed(*_TEXT):
            self.sign_card.sign()
        elif row := self._store_text():
            self.finish(_said(row), *_TEXT)

    def _store_text(self) -> Agreement | None:
        """None where something refuses it."""
        return None if self._has_unread() else self.attempt(lambda: self._agreements.save(self._case_id, self.draft()))

    def _sign_too(self) -> None:
        """The rest of the page was stored; dates of the paper stand there as well."""
        if self.view.signed or self.sure_to_sign(TOO):
            self.sign_card.sign()

    def sign(self, draft: SigningDraft) -> None:
        """What was changed since is stored with it, when the person is sure that the paper says the same."""
        row = self.view.agreement
        if row is None:
            return
        if not self.view.signed and self.writing.is_changed(*_TEXT):
            if not self.sure_to_sign(CHANGED) or self._store_text() is None:
                return
            self.writing.part_stored(*_TEXT)
        stored = self.attempt(lambda: self._agreements.sign(row.id, draft))
        if stored is None:
            return
        done = "已记下生效日期" if self.view.law == "C" else "已登记签名"
        said = f"{done}。{self._agreements.view(self._case_id).sentence}"
        if stored.effective_on is not None:
            said = f"{done}，协议自 {stored.effective_on:%Y-%m-%d} 起生效，约定的事开始按期提醒。"
        self.finish(said, "signing")

    def renew(self) -> None:
        """Another edition of a signed agreement, to be changed here."""
        if self.attempt(lambda: self._agreements.renew(self._case_id)) is not None:
            self.finish("已另写一版，旧的一版留着。请打开协议修改，签好以后生效。")

    def discard(self) -> None:
        row = self.view.agreement
        question = "撤回这份协议稿？它的编号作废（簿上留着）；还没保存的改动会丢掉。按 Ctrl+Z 可以找回协议稿。"
        if row is None or not messages.ask(self, question, "撤回", "不撤回"):
            return
        if self.attempt(lambda: self._taken_back(row.id)):
            self.finish("已撤回协议稿，编号作废，簿上留着。")

    def _taken_back(self, agreement_id: str) -> bool:
        self._agreements.discard(agreement_id)
        return True

    def confirm_court(self) -> None:
        row = self.view.agreement
        if row is None:
            return
        unread = self.court.unread()
        if unread:
            self.court.show_problems(unread)
        elif self.attempt(lambda: self._agreements.confirm_court(row.id, self.court.draft())) is not None:
            self.finish("已保存司法确认情况。", "court")

    def draft(self) -> AgreementDraft:
        """What stands on the page now."""
        tail = self.tail.draft()
        said = {name: getattr(tail, name) for name in _TAIL}
        return replace(self.form.draft(), **said, clauses=self.clauses.drafts(), signers=self._chosen())

    def _chosen(self) -> list[str]:
        """Who concludes it; nobody named where it is both sides, as nearly always."""
        ticked = self.signers.ticked()
        return [] if ticked == both_sides(self.view.parties) else ticked

    # --- WritingPage --------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        row = self.view.agreement
        draft = self._agreements.draft_of(row.id) if row else self._agreements.blank(self._case_id)
        self.form.load(draft)
        self.tail.load(replace(draft, serial=None))
        principals = [(p.id, p.name) for p in self.view.parties if p.role == "party"]
        proposed = both_sides(self.view.parties) if row else self.view.likely_signers
        self.signers.set_options(principals, draft.signers or proposed)
        look.show_if(self.signers, on=len(principals) > TWO)
        self.clauses.show_drafts(draft.clauses or ([] if row else [ClauseDraft()]))
        self.clauses.set_read_only(on=self.view.signed)
        self._copies = self._proposed_copies()
        self._refresh_facts()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        if any(name.startswith("signatures.") or name in _SIGNING for name in problems):
            self.sign_card.show_problems(problems)
        elif any(name.startswith("court") for name in problems):
            self.court.show_problems(problems)
        else:
            self.clauses.show_problems(problems)
            self.signers.show_problem(problems.get("signers", ""))
            self.tail.show_problems({k: v for k, v in problems.items() if k in _TAIL})
            self.form.show_problems(
                {k: v for k, v in problems.items() if k not in (*_TAIL, "signers") and "." not in k}
            )

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        view, row = self.view, self.view.agreement
        edition = f"（第 {row.edition} 版）" if row and row.edition > 1 else ""
        title = view.titles[row.form if row else "written"]
        self.set_title(f"{title}{edition}", about(view.case))
        in_effect = row is not None and row.effective_on is not None
        for warning in (view.stop, view.mediator_hint):
            if warning and not in_effect:
                self.add_notice(Banner(warning, "warn"))
        self._build_form()
        self.add_side(self._side(), SIDE)
        self._build_court()
        self.body.addStretch(1)
        self._add_buttons()

    def _build_form(self) -> None:
        self.signers = TickList("agreement.signers", "谁订这份协议（没来、不签的去掉勾）")
        self.form: Form[AgreementDraft] = Form("agreement", [Section("", self._questions())], AgreementDraft())
        self.tail: Form[AgreementDraft] = Form("agreement", [Section("", self._last_questions())], AgreementDraft())
        card = Card()
        card.body.addWidget(self.form)
        card.body.addWidget(self.signers)
        self.body.addWidget(card)
        names = [(party.id, party.name) for party in self.view.parties]
        self.clauses = ClauseList(self.services, names)
        self.clauses.submitted.connect(self.save)
        self.body.addWidget(label("约定的事（一条只写一件）", "section"))
        self.body.addWidget(self.clauses)
        self.general = label("", tone="amber", wrap=True)
        last = Card("其他约定")
        last.body.addWidget(self.tail)
        last.body.addWidget(self.general)
        self.body.addWidget(last)

    def _questions(self) -> list[Field]:
        words = {**dict(self.services.office.lists.pairs("agreement_forms")), "none": "当场说开，不写"}
        forms = list(words.items())
        return [
            Buttons("form", "形式", options=forms),
            asking.day(self.services, "reached_on", "谈成的日期", past=True),
            Line("place", "地点", wide=True),
            LongText("facts", "主要事实、争议事项", rows=3, wide=True),
        ]

    def _last_questions(self) -> list[Field]:
        return [
            LongText("default_terms", "不履行怎么办", rows=2, wide=True, placeholder="例如 逾期一天加付 5 元"),
            LongText("remark", "其他约定", rows=2, wide=True),
            Number("copies", "一式几份", least=1, most=30, unit="份", help="当事人每人一份，再留一份存档。"),
            *self._number_question(),
        ]

    def _number_question(self) -> list[Field]:
        if self.view.law == "C":
            return [Line("number", "调委会的协议编号")]
        if self.view.law == "A":
            return [Number("serial", "纸质簿上的号", least=1, help="不填由程序按顺序给号；纸质簿上已有号的，填它。")]
        return []

    def _side(self) -> QWidget:
        side = QWidget()
        look.mark(side, page="true")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.M)
        self.facts_card = Card("要点")
        self.facts = label("", wrap=True)
        self.facts.setObjectName("agreement.facts")
        self.facts_card.body.addWidget(self.facts)
        self.facts_card.body.addWidget(label(self.view.effective_text, "secondary", wrap=True))
        column.addWidget(self.facts_card)
        if self._signs:
            self.sign_card = SignCard(self.services, self.view)
            self.sign_card.signed.connect(self.sign)
            self.keep(self._sign_too, signing=self.sign_card)
            column.addWidget(self.sign_card)
        column.addWidget(self._usual())
        column.addStretch(1)
        return Scrolling(side)

    @property
    def _signs(self) -> bool:
        """Whether dates of a paper are asked for here."""
        row = self.view.agreement
        return row is not None and (row.form == "written" or self.view.law == "C")

    def _usual(self) -> "UsualCard":
        """Clauses of such disputes, while the text may still be changed."""
        offered = self.services.templates
        card = UsualCard(Template() if self.view.signed else offered.of(self.view.case.subtype))
        card.clause_chosen.connect(lambda line: self.clauses.take(offered.clause(line, self.view.parties)))
        card.breach_chosen.connect(self._take_breach)
        return card

    def _take_breach(self, text: str) -> None:
        self.tail.set_value("default_terms", text)
        self.tail.focus("default_terms")

    def _build_court(self) -> None:
        row, until = self.view.agreement, self.view.court_until
        if row is None or until is None:
            return
        if self.view.barred and self.view.law == "A":
            self.facts_card.body.addWidget(label(self.view.barred, "secondary", wrap=True))
        if not self.view.confirmable and not self.view.still_confirmed:
            return
        if not self.view.confirmable:  # mode C: the committee's paper, the clock only for information
            told = f"双方可以在 {show_day(until.due)} 以前共同申请司法确认，由主办的人民调解委员会办理，这里只作参考。"
            self.facts_card.body.addWidget(label(told, "secondary", wrap=True))
            return
        day = asking.day
        asked: list[Field] = [
            Line("court", "法院", placeholder="例如 某区人民法院"),
            day(self.services, "court_applied_on", "申请日期", past=True),
            Line("court_number", "案号"),
            Line("court_result", "结果", placeholder="例如 裁定有效"),
            day(self.services, "court_ruled_on", "裁定日期", past=True),
        ]
        self.court: Form[CourtDraft] = Form("agreement_court", [Section("", asked)], CourtDraft())
        self.court.load(self._agreements.court_draft(row.id))
        self.keep(self.confirm_court, court=self.court)
        card = Card("司法确认")
        if self.view.still_confirmed:
            card.body.addWidget(label(f"{until.reason}{until.possible_text}", "secondary", wrap=True))
        card.body.addWidget(self.court)
        made = button("保存司法确认", clicked=self.confirm_court)
        made.setObjectName("agreement.save_court")
        card.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)

    def _add_buttons(self) -> None:
        row = self.view.agreement
        if self.view.signed:
            for form in (self.form, self.tail):
                form.set_read_only(on=True)
            self._hide_settled()
            self.signers.setEnabled(False)
            self.add_notice(Banner(TOLD if self.view.law == "C" else SIGNED_TOLD))
            if row is not None and row.effective_on is None:
                look.mark(self.sign_card.button, kind="primary")
            self.add_back()
            self.add_button("renew", "另写一版", self.renew)
            return
        self.keep(form=self.form, signers=self.signers, tail=self.tail, clauses=self.clauses)
        for promised in (self.signers, self.clauses):
            promised.edited.connect(self._follow_signers)
        for part in (self.form, self.signers, self.tail, self.clauses):
            part.edited.connect(self._refresh_facts)
        self.save_button = self.add_button("save", "保存协议", self.save, "primary")
        self.add_back()
        if row is not None and row.effective_on is None:
            self.add_button("discard", "撤回协议稿", self.discard, "danger")

    def _hide_settled(self) -> None:
        """Questions a signed paper leaves idle: its form stands in the title, its number beside it."""
        self.form.set_shown("form", shown=False)
        if self.view.law == "A":
            self.tail.set_shown("serial", shown=False)

    # --- inside -------------------------------------------------------------------------------------------------

    def _show_restored(self) -> None:
        self._copies = self._proposed_copies()
        self._refresh_facts()

    def _refresh_facts(self) -> None:
        """The key facts of the paper and the warnings, as it stands now."""
        draft = self.draft()
        self.facts.setText("\n".join(self._lines(draft)))
        warnings = [] if self.view.signed else self._agreements.lint(draft, self.view.parties)
        self.clauses.show_warnings(warnings)
        general = [sentence for index, sentence in warnings if index < 0]
        self.general.setText("\n".join(f"· {sentence}" for sentence in general))
        look.show_if(self.general, on=bool(general))

    def _lines(self, draft: AgreementDraft) -> list[str]:
        row = self.view.agreement
        total = sum(clause.amount_fen or 0 for clause in draft.clauses)
        lines = [self.view.titles[draft.form]]
        if row is not None and row.number:
            lines.append(row.number)
        count = f"{len(draft.clauses)} 条" if draft.clauses else "还没有条款"
        lines.append(f"{count}，一式 {draft.copies or len(self.view.parties) + 1} 份")
        if total:
            lines.append(f"金额合计 {show_yuan(total)}\n{capital(total)}")
        return lines

    def _follow_signers(self) -> None:
        """As many copies as there are parties to it, and one for the file, unless another number was written."""
        now = self._proposed_copies()
        if now != self._copies and self.tail.value("copies") == self._copies:
            self.tail.set_value("copies", now)
        self._copies = now

    def _proposed_copies(self) -> int:
        """Who promises something signs too."""
        principals = {party.id for party in self.view.parties if party.role == "party"}
        promising = {clause.debtor_id for clause in self.clauses.drafts()} & principals
        return len({*self.signers.ticked(), *promising}) + 1

    def _has_unread(self) -> bool:
        wrong = [form for form in (self.tail, self.form) if form.unread()]
        for form in wrong:
            form.show_problems(form.unread())
        unnamed = not self.signers.isHidden() and not self.signers.ticked()
        self.signers.show_problem(WHO_AGREES if unnamed else "")
        return self.clauses.unread() or unnamed or bool(wrong)


def _said(row: Agreement) -> str:
    if row.form == "none":
        return "已记下：当场说开，不用协议。可以结案了。"
    if row.effective_on is not None:
        return f"已保存协议，自 {row.effective_on:%Y-%m-%d} 起生效，约定的事开始按期提醒。"
    if row.mode == "C":
        return f"已保存协议{row.number}。主办的调委会告知生效日期以后，请记下来。"
    return f"已保存协议{row.number}。打印出来签好以后，登记签名的日期。"


class UsualCard(Card):
    """`clause_chosen(line)`, `breach_chosen(text)`; not shown where there is no template."""

    clause_chosen = Signal(str)
    breach_chosen = Signal(str)

    def __init__(self, template: Template) -> None:
        super().__init__(f"“{template.label}”常用条款")
        self.setObjectName("agreement.usual")
        self.body.addWidget(label("点一条，加到条款里；＿＿ 处改成实际内容，填完才能签。", "secondary", wrap=True))
        self.list = Lines("agreement.usual_clauses", "常用条款", lambda n: self.clause_chosen.emit(template.clauses[n]))
        self.list.show_lines(template.clauses)
        self.body.addWidget(self.list)
        made = button("用它的“不履行怎么办”", "quiet", clicked=lambda: self.breach_chosen.emit(template.breach))
        made.setObjectName("agreement.usual_breach")
        made.setToolTip(in_tip(template.breach))
        self.body.addWidget(made)
        self.setVisible(bool(template.clauses))
