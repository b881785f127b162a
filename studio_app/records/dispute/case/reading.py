"""Everything the page of one case shows, gathered in a few queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain import numbering
from studio_app.domain.wording import clean
from studio_app.office.tables import Attachment, IssuedNumber, Reminder, Staff
from studio_app.records.dispute.agreement import editions, signing
from studio_app.records.dispute.agreement import performance as performing
from studio_app.records.dispute.agreement.binding import is_bound
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance, Urge
from studio_app.records.dispute.case import next_step, progress, risk, states, timeline
from studio_app.records.dispute.case.draft import mode_problem
from studio_app.records.dispute.case.next_act import NextAct, next_act
from studio_app.records.dispute.case.progress import StepState
from studio_app.records.dispute.case.risk import Sign
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant, Party, RiskReport
from studio_app.records.dispute.case.timeline import Event, Records
from studio_app.records.dispute.case.work import CaseWork
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import Investigation, MediationSession


@dataclass(frozen=True)
class Assigned:
    """A member of staff in a case: the assignment and the person."""

    row: CaseStaff
    staff: Staff


@dataclass(frozen=True)
class AttachmentFacts:
    """What is told of a file without opening it."""

    id: str
    name: str
    media_type: str
    size: int
    added_on: date | None
    note: str
    subject_id: str


@dataclass(frozen=True)
class CaseFile:
    """One case with all that belongs to it, as of one moment; rows are detached.

    `agreement`, `clauses`, `obligations` and `performances` are of the present round's valid edition; sessions,
    investigations, follow-ups and urges are of all rounds, oldest first. `handler` is who is responsible: the host,
    or where there is none yet who accepted it.
    """

    case: Case
    parties: tuple[Party, ...]
    participants: tuple[Participant, ...]
    staff: tuple[Assigned, ...]
    handler: Staff | None
    committee: str  # the 调委会 in whose name it runs (mode A) or whom the studio assists (C)
    sessions: tuple[MediationSession, ...]
    investigations: tuple[Investigation, ...]
    agreement: Agreement | None
    clauses: tuple[Clause, ...]
    obligations: tuple[Obligation, ...]
    performances: dict[str, list[Performance]]
    urges: tuple[Urge, ...]
    follow_ups: tuple[FollowUp, ...]
    risk_reports: tuple[RiskReport, ...]
    attachments: tuple[AttachmentFacts, ...]
    reminders: tuple[Reminder, ...]
    timeline: tuple[Event, ...]
    steps: tuple[tuple[str, StepState], ...]
    next: NextAct
    lacks: tuple[str, ...]  # what the effect of the agreement waits for, in words
    other_modes: tuple[str, ...]
    stops: tuple[Sign, ...]
    unguarded: dict[str, str]  # party id → that a guardian is missing, as the signing page says it

    @property
    def current_step(self) -> int:
        """Place of the current step; the number of steps when all are done."""
        places = [place for place, (_name, state) in enumerate(self.steps) if state == "current"]
        return places[0] if places else len(self.steps)

    @property
    def host(self) -> Staff | None:
        """Who mediates as 主持人, None when nobody does."""
        return next((a.staff for a in self.staff if a.row.duty == "host" and not a.row.withdrawn_on), None)

    @property
    def reported(self) -> set[tuple[str, str]]:
        """(sign, target) of what was reported in the present round."""
        return {(row.sign, row.target) for row in self.risk_reports if row.round == self.case.round}

    @property
    def reckoned_on(self) -> date:
        """The day ages are told for: that of the newest paper that states them."""
        said = [row.reached_on for row in (self.agreement,) if row is not None and row.reached_on]
        held = [row.started_at.astimezone().date() for row in self.sessions]
        return max([self.case.accepted_on, *said, *held])

    def party_name(self, party_id: str | None) -> str:
        return next((party.name for party in self.parties if party.id == party_id), "")


class CaseReading(CaseWork):
    def identify(self, told: str) -> str:
        """The id of the case meant by an id or a number however spelled, former numbers included; else Refused."""
        typed = clean(told)  # what is no text cannot be looked up
        ids = select(Case.id).where(Case.id == typed.lower().replace("-", ""))
        spelled = IssuedNumber.comparable == numbering.comparable(typed)
        numbers = select(Case.id).join(IssuedNumber, IssuedNumber.subject_id == Case.id).where(spelled).distinct()
        with self._office.read() as session:
            found = session.scalars(ids).all() or session.scalars(numbers).all()
            found = found or session.scalars(select(Case.id).where(Case.number == typed)).all()  # of an old ledger
        if not found:
            raise Refused(f"没有编号为“{told}”的纠纷，请核对编号。")
        if len(found) > 1:
            raise Refused(f"有 {len(found)} 件纠纷的编号都写作“{told}”，请到窗口里打开要找的那一件。")
        return found[0]

    def case_file(self, case_id: str) -> CaseFile:
        """Refused when the case was removed."""
        with self._office.read() as session:
            case = self._case(session, case_id)
            return self._gather(session, case)

    def _gather(self, session: Session, case: Case) -> CaseFile:
        agreements = _all(session, Agreement, case.id, Agreement.round, Agreement.edition)
        agreement = _current(case, agreements)
        records = self._records(session, case, agreements)
        own = [row for row in records.obligations if agreement and row.agreement_id == agreement.id]
        done: dict[str, list[Performance]] = defaultdict(list)
        for performance in records.performances:
            done[performance.obligation_id].append(performance)
        lists = self._office.lists
        signs = states.signs_of(lists, case.risk_signs)
        stops = risk.unreported(signs, states.reported(session, case.id))
        reminders = _reminders(session, case.id)
        facts = next_step.facts(lists, records, own, visit_due=any(row.rule == "R7" for row in reminders))
        now = next_step.situation(session, self._office, records, agreement, stopped=bool(stops))
        return CaseFile(
            case=case,
            parties=tuple(records.parties),
            participants=tuple(_all(session, Participant, case.id, Participant.created_at)),
            staff=_staff(session, case.id),
            handler=session.get(Staff, case.handler_id) if case.handler_id else None,
            committee=editions.committee(session, case),
            sessions=tuple(records.sessions),
            investigations=tuple(records.investigations),
            agreement=agreement,
            clauses=_clauses(session, agreement),
            obligations=tuple(own),
            performances=dict(done),
            urges=tuple(records.urges),
            follow_ups=tuple(records.follow_ups),
            risk_reports=tuple(records.risk_reports),
            attachments=_attachments(session, case.id),
            reminders=reminders,
            timeline=tuple(timeline.events(self._office, records)),
            steps=tuple(progress.steps(facts)),
            next=next_act(facts, now),
            lacks=tuple(now.paper.lacks) if now.paper else (),
            other_modes=self._other_modes(session, case),
            stops=tuple(stops),
            unguarded=signing.lacking(records.parties, self._office.today()),
        )

    def _other_modes(self, session: Session, case: Case) -> tuple[str, ...]:
        """Codes of the modes it may still be handled in instead of its own."""
        bound = is_bound(session, case.id, case.mode)
        known = (code for code, _words in self._office.lists.pairs("modes"))
        return tuple(code for code in known if not mode_problem(case.mode, code, bound=bound))

    def _records(self, session: Session, case: Case, agreements: list[Agreement]) -> Records:
        parties = self._parties(session, case.id)
        return Records(
            case=case,
            parties=parties,
            sessions=_all(session, MediationSession, case.id, MediationSession.started_at),
            investigations=_all(session, Investigation, case.id, Investigation.made_at),
            agreements=agreements,
            clauses=_all(session, Clause, case.id, Clause.position),
            obligations=_all(session, Obligation, case.id, Obligation.position),
            performances=_all(session, Performance, case.id, Performance.done_on),
            marks=performing.marks(session, case.id),
            urges=_all(session, Urge, case.id, Urge.urged_on),
            follow_ups=_all(session, FollowUp, case.id, FollowUp.visited_on),
            risk_reports=_all(session, RiskReport, case.id, RiskReport.reported_at),
            party_names={party.id: party.name for party in parties},
        )


def _current(case: Case, agreements: Sequence[Agreement]) -> Agreement | None:
    valid = [row for row in agreements if row.round == case.round and not row.superseded]
    return valid[-1] if valid else None


def _all(session: Session, kind: Any, case_id: str, *order: Any) -> list[Any]:
    return list(session.scalars(select(kind).where(kind.case_id == case_id).order_by(*order, kind.id)))


def _staff(session: Session, case_id: str) -> tuple[Assigned, ...]:
    query = select(CaseStaff, Staff).join(Staff, Staff.id == CaseStaff.staff_id)
    query = query.where(CaseStaff.case_id == case_id).order_by(CaseStaff.created_at, CaseStaff.id)
    return tuple(Assigned(row, staff) for row, staff in session.execute(query))


def _clauses(session: Session, agreement: Agreement | None) -> tuple[Clause, ...]:
    if agreement is None:
        return ()
    query = select(Clause).where(Clause.agreement_id == agreement.id).order_by(Clause.position)
    return tuple(session.scalars(query))


def _attachments(session: Session, case_id: str) -> tuple[AttachmentFacts, ...]:
    query = select(
        Attachment.id,
        Attachment.name,
        Attachment.media_type,
        Attachment.size,
        Attachment.added_on,
        Attachment.note,
        Attachment.subject_id,
    ).where(Attachment.case_id == case_id)
    return tuple(AttachmentFacts(*row) for row in session.execute(query.order_by(Attachment.created_at)))


def _reminders(session: Session, case_id: str) -> tuple[Reminder, ...]:
    query = select(Reminder).where(Reminder.owner_id == case_id).order_by(Reminder.shown_on, Reminder.key)
    return tuple(session.scalars(query))
