"""结案: the outcome, what it asks for, and the paper that tells the other ways."""

from studio_app.desk import Services
from studio_app.records.dispute.case.service import CaseFile, ClosingDraft, Ending, Remedies
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Choice, Field, Form, Line, LongText, Section
from studio_app.ui.kit.page.cards import Card, label
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import FormPage

_WHO, _ROUTE = "是哪一方", "转到哪里"


class ClosePage(FormPage):
    """Where the outcome gives a paper, it is shown before the way back to the case."""

    def __init__(self, services: Services, case_id: str, outcome: str = "") -> None:
        file = services.cases.case_file(case_id)
        super().__init__(services, "close_case", "结案", about(file.case))
        self._case_id = case_id
        self._paper: Remedies | None = None
        self._endings = {ending.outcome.code: ending for ending in services.cases.endings(case_id)}
        self._who = TickList("close_case.parties", _WHO)
        parties = [(p.id, p.name) for p in file.parties if p.role == "party"]
        self._who.set_options(parties, [p.id for p in file.parties if p.consent == "refused"])
        draft = ClosingDraft(outcome or _proposed(services, file), closed_on=services.office.today())
        form = Form("close_case", [Section("", self._fields())], draft)
        self.set_form(form, "结案", f"close:{case_id}", {"parties": self._who}, dated="closed_on")
        self.begin()

    def store(self) -> str:
        draft: ClosingDraft = self.form.draft()
        ending = self._ending()
        draft.parties = self._who.ticked() if ending and ending.outcome.parties else []
        draft.route = draft.route if ending and ending.outcome.route else ""
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
        options = [
            (code, f"{ending.label}——{ending.lack}" if ending.lack else ending.label)
            for code, ending in self._endings.items()
        ]
        return [
            Choice("outcome", "办理结果", options=options, required=True),
            asking.day(self.services, "closed_on", "结案日期", past=True, required=True),
            LongText("note", "原因或说明", rows=4, wide=True),
            Line("route", _ROUTE, wide=True),
        ]

    def _ending(self) -> Ending | None:
        return self._endings.get(str(self.form.value("outcome") or ""))

    def follow(self) -> None:
        """Only what this outcome asks for is asked; what it lacks is said beside it."""
        ending = self._ending()
        look.show_if(self._who, on=bool(ending and ending.outcome.parties))
        self._who.rename(ending.outcome.who if ending and ending.outcome.who else _WHO)
        route = ending.outcome.route if ending else ""
        self.form.set_shown("route", shown=bool(route))
        self.form.cell("route").rename(route or _ROUTE)
        self.form.show_hint("outcome", ending.lacks if ending else "")
        self.form.show_hint("note", ending.note if ending else "")

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
