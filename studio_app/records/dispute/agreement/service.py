"""协议与履行: what was agreed, when it takes effect, and what came of each promise."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.periods import Deadline, statutory_end
from studio_app.office import rows
from studio_app.office.office import Office
from studio_app.records.dispute.agreement import checks, edition_for, performance
from studio_app.records.dispute.agreement import draft as paper
from studio_app.records.dispute.agreement import editions as agreeing
from studio_app.records.dispute.agreement.binding import (
    binding_agreement,
    both_sides,
    concluding,
    court_from,
    current_agreement,
    is_signed,
    signing_names,
    signing_of,
)
from studio_app.records.dispute.agreement.draft import (
    AgreementDraft,
    ClauseDraft,
    CourtDraft,
    PerformanceDraft,
    SigningDraft,
    UrgeDraft,
)
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance, Urge
from studio_app.records.dispute.case import days, queries, risk_stops
from studio_app.records.dispute.case.queries import refuse_closed
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.papers import as_signed
from studio_app.records.dispute.papers import remedies as remedy_words
from studio_app.records.dispute.papers.agreement import PAPERS_SIGNED
from studio_app.records.dispute.papers.dossier import open_file
from studio_app.store.belonging import belonging
from studio_app.store.table import new_id

__all__ = [
    "Agreement", "AgreementDraft", "AgreementView", "Agreements", "Case", "Clause", "ClauseDraft", "CourtDraft",
    "Obligation", "Party", "Performance", "PerformanceDraft", "Promise", "SigningDraft", "Standing", "Urge",
    "UrgeDraft", "both_sides",
]  # fmt: skip


@dataclass(frozen=True)
class AgreementView:
    """Everything the agreement page shows; `agreement` None: nothing written down in this round yet."""

    case: Case
    parties: Sequence[Party]
    agreement: Agreement | None
    law: str  # the mode it was made in, which decides its paper; the case's own where nothing is written yet
    clauses: Sequence[Clause]
    titles: dict[str, str]  # form → heading of the paper in this mode
    effective_text: str  # when an agreement of this mode takes effect, for people
    footer: str  # last line of the paper: what it is, and in mode B what it is not
    signs: Sequence[Party]  # whose signature the effect waits for
    sealed: bool  # the mode needs the committee's seal
    confirmable: bool  # the mode opens 司法确认
    sentence: str  # "自 … 起生效。" or what still lacks
    stop: str  # a danger to be reported first
    former: Sequence[Agreement] = ()  # superseded editions
    court_until: Deadline | None = None  # the last day for 司法确认, once in effect; in mode C for information
    barred: str = ""  # why no court confirms what the clauses say
    mediator_hint: str = ""  # mode A: who may sign as 调解员
    signing_names: dict[str, str] = field(default_factory=dict)  # 王小（监护人王母） for who cannot sign himself
    likely_signers: Sequence[str] = ()  # ids of who came to terms, proposed for a first draft

    @property
    def still_confirmed(self) -> bool:
        """Whether the last day for 司法确认 still matters to anybody, as rule R6 sees it."""
        return self.case.state not in ("performed", "closed", "archived")

    @property
    def signed(self) -> bool:
        return self.agreement is not None and is_signed(self.agreement)


@dataclass(frozen=True)
class Promise:
    """One 履行事项 with what was done towards it and how it was urged."""

    obligation: Obligation
    debtor: str
    creditor: str
    performances: Sequence[Performance] = ()
    urges: Sequence[Urge] = ()

    @property
    def paid_fen(self) -> int:
        return sum(p.amount_fen or 0 for p in self.performances)


@dataclass(frozen=True)
class Standing:
    """How the case stands after something was done: its state, what is left, what to do when it went wrong."""

    obligation: Obligation
    state: str  # code of case_states
    left: int  # 履行事项 still open
    remedies: list[str] = field(default_factory=list)

    @property
    def all_done(self) -> bool:
        """Everything promised was done: the case may be closed."""
        return self.state == "performed"


class Agreements:
    """What a person does about an agreement and its performance, one transaction per method."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- looking --------------------------------------------------------------------------------------------------

    def view(self, case_id: str) -> AgreementView:
        """The current edition of the case's present round. Refused when the case is gone."""
        lists = self._office.lists
        with self._office.read() as session:
            case = queries.case(session, case_id)
            parties = agreeing.parties(session, case_id)
            row = current_agreement(session, case)
            law = row.mode if row else case.mode
            mode = lists.entry("modes", law)
            names = signing_names(parties)
            blank = Agreement(case_id=case_id, mode=case.mode, form="written", signatures={}, must_sign=[], signers=[])
            signing = signing_of(session, row or blank)
            return AgreementView(
                case=case,
                parties=parties,
                agreement=row,
                clauses=agreeing.clauses(session, row.id) if row else (),
                law=law,
                titles=agreeing.titles(session, lists, case, law),
                effective_text=mode.get("effective_text"),
                footer=agreeing.footer(session, lists, case, law),
                signs=[party for party in parties if party.id in signing.must_sign],
                sealed=bool(mode.get("seal", False)),
                confirmable=bool(mode.get("judicial_confirmation", False)),
                sentence=paper.effect_sentence(signing, names),
                stop=risk_stops.sentence(session, lists, case),
                former=agreeing.former_editions(session, case),
                court_until=self._court_until(session, row) if law != "B" else None,
                barred=checks.unconfirmable(session, lists, row) if row else "",
                mediator_hint=agreeing.mediator_hint(session, lists, case, law),
                signing_names=names,
                likely_signers=agreeing.likely_signers(session, case, parties),
            )

    def _court_until(self, session: Session, row: Agreement | None) -> Deadline | None:
        """30 days (人民调解法 art. 33), as rule R6 says it."""
        start = court_from(session, row) if row is not None else None
        if start is None:
            return None
        rule = self._office.lists.rules().get("R6")
        return statutory_end(start, days=rule.number("days", 30) if rule else 30, rest_days=self._office.rest_days)

    def get(self, agreement_id: str) -> Agreement:
        with self._office.read() as session:
            return agreeing.agreement(session, agreement_id)

    def clauses(self, agreement_id: str) -> list[Clause]:
        with self._office.read() as session:
            return agreeing.clauses(session, agreement_id)

    def draft_of(self, agreement_id: str) -> AgreementDraft:
        """A stored edition with its clauses, for editing."""
        with self._office.read() as session:
            draft = rows.draft_of(AgreementDraft, agreeing.agreement(session, agreement_id))
            draft.clauses = [rows.draft_of(ClauseDraft, row) for row in agreeing.clauses(session, agreement_id)]
            draft.began["clauses"] = [clause.id for clause in draft.clauses]
            return draft

    def blank(self, case_id: str) -> AgreementDraft:
        """A first draft: reached at the sitting that agreed, the facts of the case, a copy for each and one more."""
        with self._office.read() as session:
            case = queries.case(session, case_id)
            many = agreeing.copies(agreeing.likely_signers(session, case, agreeing.parties(session, case_id)))
            agreed = queries.sitting_that_agreed(session, case)
        if agreed is None:
            return AgreementDraft(reached_on=self._office.today(), facts=case.summary, copies=many)
        day = self._office.local(agreed.started_at).date()
        return AgreementDraft(reached_on=day, place=agreed.place, facts=case.summary, copies=many)

    def lint(self, draft: AgreementDraft, parties: Sequence[Party]) -> list[tuple[int, str]]:
        """Warnings as (index of the clause or -1, sentence); they never keep an agreement from being saved."""
        return checks.lint(self._office.lists, draft, parties)

    # --- writing --------------------------------------------------------------------------------------------------

    def save(self, case_id: str, draft: AgreementDraft) -> Agreement:
        """Store the agreement of the present round, numbered at its first save. Refused once anybody signed."""
        self._check(draft.problems(self._office.today()))
        with self._office.write("写协议") as session:
            case = queries.case(session, case_id)
            refuse_closed(self._office.lists, case)
            risk_stops.refuse_unreported(session, self._office.lists, case)
            people = agreeing.parties(session, case_id)
            agreeing.refuse_unwilling(people, agreeing.bound_by(draft, people))
            self._check(draft.misfits({p.id: p.role for p in people}))
            row, draft = edition_for.to_fill(session, self._office, case, draft)
            agreeing.fill(session, self._office, row, draft)
            days.refuse_disorder(session, self._office, case, {("reached", row.id): "reached_on"})
            agreeing.settle_effect(session, self._office, case, row)
        return row

    def renew(self, case_id: str) -> Agreement:
        """Another edition of a signed agreement: the old one stays as it is, marked superseded.

        What is not yet performed runs on under the new edition until it takes effect.
        """
        with self._office.write("另写一版协议") as session:
            case = queries.case(session, case_id)
            refuse_closed(self._office.lists, case)
            row = current_agreement(session, case)
            if row is None or not is_signed(row):
                raise Refused("现在的协议还没有人签名，直接改就可以，不用另写一版。")
            return agreeing.next_edition(session, self._office, case, row)

    def discard(self, agreement_id: str) -> None:
        """Take back an unsigned agreement: to the recycle bin, its number voided, the former edition in force again."""
        with self._office.write("撤回协议稿") as session:
            row = agreeing.agreement(session, agreement_id)
            agreeing.refuse_signed(row)
            if row.effective_on is not None and row.form != "none":
                raise Refused("协议已经生效，不能撤回。双方另行约定的，请点“另写一版”。")
            agreeing.take_back(session, self._office, row)

    def sign(self, agreement_id: str, draft: SigningDraft) -> Agreement:
        """Note the dates on the paper; may be called again as further signatures or the seal come.

        Takes effect by domain.effect; then obligations arise, and the case goes on to performance. A date once
        noted may be corrected to what the paper says, not removed.
        """
        self._check(draft.problems(self._office.today()))
        with self._office.write("登记签名盖章") as session:
            row = agreeing.agreement(session, agreement_id)
            case = queries.case(session, row.case_id)
            agreeing.refuse_superseded(row)
            refuse_closed(self._office.lists, case)
            risk_stops.refuse_unreported(session, self._office.lists, case)
            people = agreeing.parties(session, case.id)
            agreeing.refuse_unwilling(people, concluding(session, row, people))
            hint = agreeing.mediator_hint(session, self._office.lists, case, row.mode)
            if draft.mediator_signed_on and hint:
                raise Invalid({"mediator_signed_on": hint})
            agreeing.note_dates(session, self._office.lists, case, row, draft)
            if row.mode != "C" and not agreeing.clauses(session, row.id):
                raise Refused("协议还没有条款，没有什么可签。请先写明谁、做什么、到哪天，保存了再登记签名。")
            checks.refuse_open(session, row)
            agreeing.settle_effect(session, self._office, case, row)
            days.refuse_disorder(session, self._office, case, days.of_paper(row))
            self._keep_paper(session, row)
        return row

    def _keep_paper(self, session: Session, row: Agreement) -> None:
        """What was signed stays as it was signed, whatever is corrected in the case later (model.md, Notions)."""
        if not row.as_signed and row.form in PAPERS_SIGNED:
            session.flush()
            file = open_file(session, self._office, row.case_id)
            key, paper = PAPERS_SIGNED[row.form]
            row.as_signed = as_signed.keep(file, row.id, key, paper(file, row.id))

    def confirm_court(self, agreement_id: str, draft: CourtDraft) -> Agreement:
        """司法确认, mode A only (人民调解法 art. 33). Refused in other modes and before the agreement takes effect."""
        with self._office.write("记下司法确认") as session:
            row = agreeing.agreement(session, agreement_id)
            if not self._office.lists.entry("modes", row.mode).get("judicial_confirmation", False):
                raise Refused("只有人民调解协议才有司法确认，这份协议不是以人民调解委员会名义订的。")
            if row.effective_on is None:
                raise Refused("协议还没有生效，生效后三十日内双方才能一起申请司法确认。")
            until = self._court_until(session, row)
            self._check(draft.problems(self._office.today(), until.due if until else None))
            rows.apply(draft, row)
            typed = {(kind, row.id): f"{kind}_on" for kind in ("court_applied", "court_ruled")}
            days.refuse_disorder(session, self._office, queries.case(session, row.case_id), typed)
        return row

    def court_draft(self, agreement_id: str) -> CourtDraft:
        return rows.draft_of(CourtDraft, self.get(agreement_id))

    # --- performance ----------------------------------------------------------------------------------------------

    def promises(self, case_id: str) -> list[Promise]:
        """履行事项 of the current agreement in the order of their days, with what was done and urged."""
        with self._office.read() as session:
            case = queries.case(session, case_id)
            row = binding_agreement(session, case)
            names = {party.id: party.name for party in agreeing.parties(session, case_id)}
            owed = agreeing.obligations(session, row.id) if row else []
            performances = sorted(belonging(session, Performance, case_id=case_id), key=lambda done: done.done_on)
            urges = sorted(belonging(session, Urge, case_id=case_id), key=lambda urged: urged.urged_on)
        return [
            Promise(
                obligation,
                names.get(obligation.debtor_id or "", ""),
                names.get(obligation.creditor_id or "", ""),
                [p for p in performances if p.obligation_id == obligation.id],
                [u for u in urges if u.obligation_id in (obligation.id, None)],
            )
            for obligation in owed
        ]

    def perform(self, obligation_id: str, draft: PerformanceDraft) -> Standing:
        """Note what was done, in full or in part; the case follows. Invalid by field."""
        self._check(draft.problems(self._office.today()))
        with self._office.write("登记履行") as session:
            row = agreeing.obligation(session, obligation_id)
            if not performance.is_open(self._office.lists, row) and row.state != "sued":
                label = self._office.lists.label("obligation_states", row.state)
                raise Refused(f"这一项已经是“{label}”，不用再记。记错了请撤销上一步。")
            done = Performance(id=new_id(), case_id=row.case_id, obligation_id=row.id)
            rows.apply(draft, done, ("id", "full"))
            session.add(done)
            case = queries.case(session, row.case_id)
            days.refuse_disorder(session, self._office, case, {("performed", done.id): "done_on"})
            row.state = "performed" if draft.full else "part"
            return self._stand(session, row)

    def urge(self, case_id: str, draft: UrgeDraft, obligation_id: str | None = None) -> Urge:
        """A line of the 督促 log (人民调解法 art. 31); without an obligation it concerns all of them."""
        self._check(draft.problems(self._office.today()))
        with self._office.write("记下督促") as session:
            case = queries.case(session, case_id)
            row = Urge(id=new_id(), case_id=case_id, obligation_id=obligation_id)
            rows.apply(draft, row)
            session.add(row)
            days.refuse_disorder(session, self._office, case, {("urged", row.id): "urged_on"})
        return row

    def mark_refused(self, obligation_id: str) -> Standing:
        """The debtor will not perform; the answer carries the remedies to tell the other side."""
        return self._mark(obligation_id, "refused")

    def mark_sued(self, obligation_id: str) -> Standing:
        """The creditor went to court (人民调解法 art. 32)."""
        return self._mark(obligation_id, "sued")

    def waive(self, obligation_id: str) -> Standing:
        """The creditor lets the debtor off."""
        return self._mark(obligation_id, "waived")

    def remedies(self, case_id: str) -> list[str]:
        """What is told the parties when an agreement is not performed, in the words of the mode."""
        with self._office.read() as session:
            return self._remedies(session, case_id)

    def _mark(self, obligation_id: str, state: str) -> Standing:
        label = self._office.lists.label("obligation_states", state)
        with self._office.write(f"记下{label}") as session:
            row = agreeing.obligation(session, obligation_id)
            if not performance.is_open(self._office.lists, row):
                now = self._office.lists.label("obligation_states", row.state)
                raise Refused(f"这一项已经是“{now}”。记错了请撤销上一步。")
            row.state = state
            return self._stand(session, row)

    def _stand(self, session: Session, row: Obligation) -> Standing:
        """Bring the case's state in step with its 履行事项, unless it is closed."""
        session.flush()
        case = queries.case(session, row.case_id)
        items = agreeing.obligations(session, row.agreement_id)
        state = paper.standing(performance.done(session, self._office.lists, items))
        if self._office.lists.entry("case_states", case.state).get("open", True):
            case.state = state
        failing = row.state in ("refused", "sued")
        left = sum(performance.is_open(self._office.lists, item) for item in items)
        return Standing(row, state, left, self._remedies(session, case.id) if failing else [])

    def _remedies(self, session: Session, case_id: str) -> list[str]:
        return remedy_words.other_ways(open_file(session, self._office, case_id))

    def _check(self, problems: dict[str, str]) -> None:
        if problems:
            raise Invalid(problems)
