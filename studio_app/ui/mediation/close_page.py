"""结案: the outcome, what it asks for, and the paper that tells the other ways."""

from studio_app.desk import Services
from studio_app.services.cases import CaseFile, ClosingDraft, Entry, Remedies
from studio_app.ui.kit.cards import Card, label
from studio_app.ui.kit.form import Choice, Field, Form, Line, LongText, Section
from studio_app.ui.mediation import asking
from studio_app.ui.mediation.naming import about
from studio_app.ui.mediation.ticks import TickList
from studio_app.ui.mediation.writing_page import FormPage


class ClosePage(FormPage):
    """Where the outcome gives a paper, it is shown before the way back to the case."""

    def __init__(self, services: Services, case_id: str, outcome: str = "") -> None:
        file = services.cases.case_file(case_id)
        super().__init__(services, "close_case", "结案", about(file.case))
        self._case_id, self._mode = case_id, file.case.mode
        self._paper: Remedies | None = None
        states = services.office.lists.entry
        self._open = sum(bool(states("obligation_states", row.state).get("open", True)) for row in file.obligations)
        self._who = TickList("close_case.parties", "是哪一方")
        parties = [(p.id, p.name) for p in file.parties if p.role == "party"]
        self._who.set_options(parties, [p.id for p in file.parties if p.consent == "refused"])
        draft = ClosingDraft(outcome or _proposed(services, file), closed_on=services.office.today())
        form = Form("close_case", [Section("", self._fields())], draft)
        self.set_form(form, "结案", f"close:{case_id}", {"parties": self._who})
        self.begin()

    def store(self) -> str:
        draft: ClosingDraft = self.form.draft()
        draft.parties = self._who.ticked() if self._entry().get("parties", False) else []
        self._paper = self.services.cases.close(self._case_id, draft)
        return "已结案。"

    def finished(self, sentence: str) -> None:
        """Stays to show the paper where the outcome gives one."""
        if self._paper is None:
            self.done.emit(sentence)
        else:
            self.said.emit(sentence)
            self._show_paper(self._paper)

    def _fields(self) -> list[Field]:
        lists = self.services.office.lists
        options = [
            (e.code, str((self._mode == "B" and e.get("label_b")) or e.label))
            for e in lists.entries("outcomes")
            if e.code != "open" and self._mode in e.get("modes", [])
        ]
        routes = [(e.get("route"), e.get("route")) for e in lists.entries("referrals") if e.get("route")]
        hint = "例如 " + "、".join(str(code) for code, _words in routes[:2])
        return [
            Choice("outcome", "办理结果", options=options, required=True),
            asking.day(self.services, "closed_on", "结案日期", past=True, required=True),
            LongText("note", "原因或说明", rows=4, wide=True),
            Line("route", "转到哪里办理", wide=True, placeholder=hint),
        ]

    def _entry(self) -> Entry:
        return self.services.office.lists.entry("outcomes", str(self.form.value("outcome") or ""))

    def follow(self) -> None:
        """Only what this outcome asks for is asked."""
        entry = self._entry()
        self._who.setVisible(bool(entry.get("parties", False)))
        self.form.set_shown("route", shown=entry.get("remedies") in ("transferred", "not_accepted"))
        asked = f"还有 {self._open} 项约定没有履行完，请写明为什么现在结案。" if self._open else ""
        asked = "请写明原因，会印在告知书里。" if entry.get("needs_reason", False) else asked
        self.form.show_hint("note", asked)

    def _show_paper(self, paper: Remedies) -> None:
        """The form gives way to the text the parties sign (人民调解法 art. 26)."""
        self.card.hide()
        self.main.hide()
        card = Card(paper.title)
        for paragraph in paper.paragraphs:
            card.body.addWidget(label(paragraph, wrap=True))
        self.add_card(card, 0)
        made = self.add_button("print", "打印告知书", lambda: self.wanted.emit("print_remedies"), "primary")
        self.bar.insertWidget(0, made)
        made.setFocus()
        self.area.ensureVisible(0, 0)


def _proposed(services: Services, file: CaseFile) -> str:
    """What the facts propose: the outcome noted, the agreement's form, a refusal, or what the last session said."""
    if file.case.outcome and file.case.outcome != "open":
        return file.case.outcome
    if file.agreement is not None and file.agreement.effective_on:
        return {"written": "agreed_written", "oral": "agreed_oral"}.get(file.agreement.form, "")
    if any(party.consent == "refused" and party.side != "third" for party in file.parties):
        return "refused"
    last = file.sessions[-1].result if file.sessions else ""
    said = str(services.office.lists.entry("session_results", last).get("outcome"))
    return "" if said.startswith("agreed") else said
