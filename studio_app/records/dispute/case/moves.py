"""The life of a case: opening, details, suspending, extending, closing, archiving, a new round, another mode."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.wording import clean
from studio_app.office import committees, numbers, rows
from studio_app.office.office import Office
from studio_app.office.tables import Reminder
from studio_app.records.dispute.agreement import editions
from studio_app.records.dispute.agreement.binding import (
    agreement_in_effect,
    binding_agreement,
    both_sides,
    current_agreement,
    has_taken_effect,
    is_bound,
)
from studio_app.records.dispute.agreement.table import Obligation
from studio_app.records.dispute.case import days, opening, responsible, risk, risk_stops
from studio_app.records.dispute.case import states as case_moves
from studio_app.records.dispute.case.closing import (
    ClosingDraft,
    ClosingFacts,
    Outcome,
    asked_note,
    closing_problems,
    lacking,
)
from studio_app.records.dispute.case.days import CURRENT
from studio_app.records.dispute.case.draft import Accepted, DetailsDraft, ExtensionDraft, mode_problem
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.case.work import CaseWork
from studio_app.records.dispute.papers import remedies as remedy_words
from studio_app.records.dispute.papers.dossier import open_file
from studio_app.records.dispute.session.table import MediationSession

BOUND = "这件纠纷有已经签名的协议，不能删除。不再办理的，请结案。"


@dataclass(frozen=True)
class Remedies:
    """The paper that tells the other ways (人民调解法 art. 26): its name and its paragraphs, filled in."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Ending:
    """An outcome as the page of closing offers it: what it lacks in a word and as a sentence, "" where nothing is."""

    outcome: Outcome
    label: str
    lack: str
    lacks: str
    note: str  # what has to be written about it


def details_of(session: Session, case: Case) -> DetailsDraft:
    led_by = editions.committee(session, case) if case.mode == "C" else ""
    return replace(rows.draft_of(DetailsDraft, case), led_by=led_by)


def put_details(session: Session, office: Office, case: Case, draft: DetailsDraft) -> None:
    """Inside a transaction. Invalid by field, Refused where a day does not fit the others."""
    problems = draft.problems(office.past(), Accepted(case.accepted_on, case.number))
    if problems:
        raise Invalid(problems)
    moved = draft.accepted_on != case.accepted_on
    rows.apply(draft, case, ("id", "led_by"))
    if case.mode == "C":
        case.issuer_id = opening.issuer(session, office, "C", None, draft.led_by)
    if moved:
        days.refuse_disorder(session, office, case, {("accepted", ""): "accepted_on"})


class CaseMoves(CaseWork):
    def open(self, wanted: Opening) -> Case:
        """A case without a visit (主动调解, 移送). Invalid names what is missing by field."""
        responsible.stand_behind(self._office)
        with self._office.write("受理为纠纷") as session:
            return opening.open_case(session, self._office, wanted)

    def mediator_warning(self, mode: str) -> str:
        """What is to be known before accepting in this mode; "" for nothing."""
        return responsible.mediator_warning(self._office, mode)

    def committees(self) -> list[tuple[str, str]]:
        """(id, name) of the 调委会 in whose name a dispute can be handled, first the one most likely meant."""
        with self._office.read() as session:
            return [(row.id, row.name) for row in committees.ours(session)]

    def committee_asked(self, mode: str) -> tuple[bool, str]:
        """Whether in whose name is a question, and what to say beside it; where there is but one nothing is asked."""
        count = len(self.committees())
        missing = "还没有本工作室所属的调委会。请到“设置与备份—工作室”里添加。"
        return mode == "A" and count != 1, missing if mode == "A" and not count else ""

    def usually_led_by(self) -> str:
        """Which 调委会 the studio most likely assists."""
        with self._office.read() as session:
            return opening.usually_led_by(session)

    def details(self, case_id: str) -> DetailsDraft:
        with self._office.read() as session:
            return details_of(session, self._case(session, case_id))

    def change_details(self, case_id: str, draft: DetailsDraft) -> None:
        """Store what people wrote about the case; parties, risk and state have their own ways."""
        with self._office.write("修改纠纷详情") as session:
            put_details(session, self._office, self._case(session, case_id), draft)

    def suspend(self, case_id: str, day: date, reason: str) -> None:
        """暂缓, with the reason; Refused where the state does not allow it."""
        if not reason.strip():
            raise Invalid({"suspended_note": "请写明为什么暂缓，什么时候再看。"})
        with self._office.write("暂缓调解") as session:
            case = self._open_case(session, case_id)
            self._refuse_impossible("suspended_on", day, "暂缓日期")
            risk_stops.refuse_unreported(session, self._office.lists, case)
            case_moves.enter(self._office.lists, case, "suspended")
            case.suspended_on, case.suspended_note = day, clean(reason)
            days.refuse_disorder(session, self._office, case, {("suspended", ""): "suspended_on"})

    def resume(self, case_id: str) -> None:
        with self._office.write("恢复调解") as session:
            case = self._open_case(session, case_id)
            if case.state != "suspended":
                raise Refused("这件纠纷没有暂缓，不用恢复。")
            risk_stops.refuse_unreported(session, self._office.lists, case)
            case_moves.enter(self._office.lists, case, "mediating")

    def mediation_limit(self, case_id: str) -> date | None:
        """The day mediation should be over (若干规定 art. 33), None where no such clock runs."""
        query = select(Reminder.due_on).where(Reminder.owner_id == case_id, Reminder.rule == "R3")
        with self._office.read() as session:
            return session.scalars(query).first()

    def extend(self, case_id: str, draft: ExtensionDraft) -> None:
        """Go on mediating until a later day; every party of both sides must have agreed."""
        limit = self.mediation_limit(case_id)
        if limit is None:
            raise Refused("这件纠纷现在没有调解期限，不用延期。")
        with self._office.write("延期") as session:
            case = self._open_case(session, case_id)
            if case.mode == "C":
                raise Refused("协助的纠纷，期限由主办的人民调解委员会掌握，由它办理延期。")
            parties = [p for p in self._parties(session, case_id) if p.role == "party" and p.side != "third"]
            problems = draft.problems([p.id for p in parties], limit, self._office.today())
            if problems:
                raise Invalid(problems)
            risk_stops.refuse_unreported(session, self._office.lists, case)
            agreed = f"{'、'.join(p.name for p in parties)}同意延期。"
            case.extended_to, case.extension_note = draft.until, clean(agreed + draft.note)

    def close(self, case_id: str, draft: ClosingDraft) -> Remedies | None:
        """End the case with its outcome; returns the paper on other remedies where the outcome asks for it.

        Invalid by field (outcome, note, closed_on, parties, risk): what outcomes.toml asks for, and a report
        for a red case (人民调解法 art. 25).
        """
        lists = self._office.lists
        with self._office.write("结案") as session:
            case = self._open_case(session, case_id)
            outcome = case_moves.outcome_of(lists, draft.outcome) if draft.outcome else None
            problems = self._closing_problems(session, case, draft, outcome)
            if problems:
                raise Invalid(problems)
            case_moves.enter(lists, case, "closed")
            case.outcome, case.outcome_note = draft.outcome, clean(draft.note)
            case.outcome_route, case.outcome_parties = clean(draft.route), list(draft.parties)
            case.closed_on = draft.closed_on
            days.refuse_disorder(session, self._office, case, {("closed", CURRENT): "closed_on"})
            return self._remedies(session, case)

    def endings(self, case_id: str) -> list[Ending]:
        """The outcomes of the case's mode in their order, each with what it lacks and asks."""
        lists = self._office.lists
        with self._office.read() as session:
            case = self._case(session, case_id)
            facts = self._closing_facts(session, case)
            codes = [e.code for e in lists.entries("outcomes") if e.code != "open" and case.mode in e.get("modes", [])]
            words = {code: lists.word("outcomes", code, case.mode) for code in codes}
        return [_ending(case_moves.outcome_of(lists, code), word, facts) for code, word in words.items()]

    def remedies(self, case_id: str) -> Remedies | None:
        """The paper on other remedies of a case closed without agreement, None where there is none."""
        with self._office.read() as session:
            return self._remedies(session, self._case(session, case_id))

    def archive(self, case_id: str, day: date) -> None:
        """归档 of a closed case (人民调解法 art. 27)."""
        with self._office.write("归档") as session:
            case = self._case(session, case_id)
            if case.state != "closed":
                raise Refused("先结案，再归档。")
            self._refuse_impossible("archived_on", day, "归档日期")
            case_moves.enter(self._office.lists, case, "archived")
            case.archived_on = day
            days.refuse_disorder(session, self._office, case, {("archived", CURRENT): "archived_on"})

    def reopen(self, case_id: str, day: date, reason: str) -> None:
        """重新调解: a new round of the same file with clocks of its own; the ended round stays noted."""
        if not reason.strip():
            raise Invalid({"reason": "请写明为什么重新调解。"})
        with self._office.write("重新调解") as session:
            case = self._case(session, case_id)
            if case.state in ("accepted", "mediating", "suspended"):
                raise Refused("这件纠纷还在调解中，不用重新开始。")
            start = case.round_started_on or case.accepted_on
            self._refuse_impossible("day", day, "重新调解的日期")
            case_moves.enter(self._office.lists, case, "mediating")
            case.former_rounds = [*case.former_rounds, _ended_round(case, start, clean(reason))]
            _begin_round(case, day)
            days.refuse_disorder(session, self._office, case, {("round", CURRENT): "day"})

    def change_mode(
        self, case_id: str, mode: str, committee_id: str | None = None, serial: int | None = None, led_by: str = ""
    ) -> Case:
        """Go on in another mode from today under a new number; the old one is kept as 曾用编号, voided in its series.

        Papers stay what they were made as; year of the number and the month of mediation are counted from the day
        the mode took the case. Refused where an agreement of mode A stands (model.md, Modes).
        """
        with self._office.write("改变办理方式", undoable=False) as session:
            case = self._open_case(session, case_id)
            problem = mode_problem(case.mode, mode, bound=is_bound(session, case.id, case.mode))
            if problem:
                raise Refused(problem)
            if mode == "A" and not committee_id:
                raise Invalid({"committee_id": "请选择由哪个人民调解委员会调解。"})
            risk_stops.refuse_unreported(session, self._office.lists, case)
            numbers.void(session, case.id, "改变办理方式，另编新号", self._office.today())
            case.former_numbers = [*case.former_numbers, case.number]
            case.mode, case.taken_on = mode, self._office.today()
            case.issuer_id = opening.issuer(session, self._office, mode, committee_id, led_by)
            session.flush()
            opening.number(session, self._office, case, serial if mode == "A" else None)
            editions.follow_mode(session, self._office, case)
            return case

    def removal_problem(self, case_id: str) -> str:
        """Why the case cannot be removed, "" where it can."""
        with self._office.read() as session:
            return BOUND if is_bound(session, case_id) else ""

    def remove(self, case_id: str, reason: str) -> None:
        """To the recycle bin; the number is voided with the reason and never used again."""
        if not reason.strip():
            raise Invalid({"reason": "请写明为什么删除，编号会作废并留下原因。"})
        with self._office.write("删除纠纷") as session:
            case = self._case(session, case_id)
            if is_bound(session, case_id):
                raise Refused(BOUND)
            numbers.void(session, case.id, clean(reason), self._office.today())
            case.deleted_at = self._office.now()

    def _closing_problems(
        self, session: Session, case: Case, draft: ClosingDraft, outcome: Outcome | None
    ) -> dict[str, str]:
        other = select(Case.id).where(Case.number == clean(draft.route), Case.id != case.id)
        facts = self._closing_facts(session, case)
        found = closing_problems(draft, outcome, facts, other_case=session.scalar(other) is not None)
        if draft.closed_on is not None:
            found.setdefault("closed_on", self._office.past().problem(draft.closed_on, "结案日期"))
        return {name: sentence for name, sentence in found.items() if sentence}

    def _closing_facts(self, session: Session, case: Case) -> ClosingFacts:
        owing, in_effect = binding_agreement(session, case), agreement_in_effect(session, case)
        signs = case_moves.signs_of(self._office.lists, case.risk_signs)
        people = self._parties(session, case.id)
        sides = [party for party in people if party.id in both_sides(people)]
        return ClosingFacts(
            mode=case.mode,
            agreement_form=in_effect.form if in_effect else "",
            bound=has_taken_effect(session, case.id),
            sat=_sat(session, case),
            refusing=[party.id for party in sides if party.consent == "refused"],
            applicants=[party.id for party in sides if party.side == "applicant"],
            open_obligations=self._open_obligations(session, owing.id) if owing else 0,
            unwilling=editions.unwilling(people, in_effect.must_sign if in_effect else ()),
            risk_problem=risk.closing_problem(case.risk, signs, case_moves.reported(session, case.id)),
        )

    def _open_obligations(self, session: Session, agreement_id: str) -> int:
        states = session.scalars(select(Obligation.state).where(Obligation.agreement_id == agreement_id))
        lists = self._office.lists
        return sum(bool(lists.entry("obligation_states", state).get("open", True)) for state in states)

    def _remedies(self, session: Session, case: Case) -> Remedies | None:
        """The words of the printed paper."""
        file = open_file(session, self._office, case.id)
        entry = remedy_words.entry_of(file)
        if entry is None:
            return None
        return Remedies(remedy_words.title(file, entry), tuple(remedy_words.paragraphs(file, entry)))


def _ending(outcome: Outcome, label: str, facts: ClosingFacts) -> Ending:
    lack = lacking(outcome, facts)
    return Ending(outcome, label, lack.word if lack else "", lack.sentence if lack else "", asked_note(outcome, facts))


def _sat(session: Session, case: Case) -> bool:
    """Whether a sitting of this round is written down, or that it was talked out on the spot."""
    held = select(MediationSession.id).where(MediationSession.case_id == case.id, MediationSession.round == case.round)
    talked = current_agreement(session, case)
    return session.scalar(held.limit(1)) is not None or (talked is not None and talked.form == "none")


def _ended_round(case: Case, start: date, reason: str) -> dict[str, object]:
    return {
        "round": case.round,
        "started_on": start.isoformat(),
        "closed_on": case.closed_on.isoformat() if case.closed_on else "",
        "archived_on": case.archived_on.isoformat() if case.archived_on else "",
        "suspended_on": case.suspended_on.isoformat() if case.suspended_on else "",
        "suspended_note": case.suspended_note,
        "outcome": case.outcome,
        "outcome_note": case.outcome_note,
        "outcome_route": case.outcome_route,
        "outcome_parties": case.outcome_parties,
        "reopened_for": reason,
    }


def _begin_round(case: Case, day: date) -> None:
    case.round, case.round_started_on = case.round + 1, day
    case.outcome = case.outcome_note = case.outcome_route = case.extension_note = ""
    case.outcome_parties = []
    case.closed_on = case.archived_on = case.extended_to = case.suspended_on = None
