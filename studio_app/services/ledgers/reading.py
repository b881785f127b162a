"""Reads the cases of a period for the ledger, window by window: never ten thousand of them at once."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from studio_app.domain import reminders
from studio_app.domain.masking.levels import KnownPeople, KnownPerson
from studio_app.domain.reminders import CaseClock
from studio_app.office.lists import Entry
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Staff
from studio_app.records.dispute import ledger
from studio_app.records.dispute.agreement.binding import is_signed
from studio_app.records.dispute.agreement.table import Agreement, Obligation, Performance
from studio_app.records.dispute.case.clocks import SETTLED, mediated_since
from studio_app.records.dispute.case.risk import is_studied
from studio_app.records.dispute.case.table import CLOSED, Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.known import PARTY, Named, named_in, named_of
from studio_app.records.dispute.ledger import LedgerCase, LedgerParty, Sitting
from studio_app.records.dispute.past import Past
from studio_app.records.dispute.session.table import MediationSession
from studio_app.store.as_of import changed_since

WINDOW = 500
_SIDE_ORDER = {"applicant": 0, "respondent": 1, "third": 2}

_CASE = (
    Case.id, Case.mode, Case.number, Case.their_number, Case.title, Case.dispute_type, Case.source, Case.accepted_on,
    Case.backdate_reason, Case.community, Case.place, Case.summary, Case.risk, Case.risk_signs, Case.risk_note,
    Case.people_count,
    Case.responsible, Case.measures, Case.state, Case.outcome, Case.outcome_route, Case.closed_on, Case.extended_to,
    Case.round, Case.round_started_on, Case.taken_on, Case.handler_id, Case.issuer_id, Case.sample,
)  # fmt: skip
_AGREEMENT = (
    Agreement.case_id, Agreement.round, Agreement.edition, Agreement.number, Agreement.superseded,
    Agreement.effective_on, Agreement.signatures, Agreement.mediator_signed_on, Agreement.sealed_on, Agreement.told_on,
)  # fmt: skip

_TOLD_AT_FIRST = frozenset(
    {("cases", name) for name in ("accepted_on", "dispute_type", "source", "place", "community", "summary", "title")}
    | {("party", name) for name in ("name", "side", "phone")}
)
"""What is changed only where it was wrong."""


class Owed(NamedTuple):
    """One thing that was agreed: how far it is, and whether any of it was done."""

    state: str
    begun: bool


_ORDER = (Case.accepted_on, Case.year, Case.serial, Case.id)


def case_ids(session: Session, first: date, last: date, moment: datetime | None, *, carry_over: bool) -> list[str]:
    """Cases accepted in the period in order of the day; with `carry_over` also those still open when it began.

    With a moment, as they stood then.
    """
    wanted = Case.accepted_on.between(first, last)
    still_open = Case.state.not_in(CLOSED) | (Case.closed_on >= first)
    before = (Case.accepted_on < first) & (
        still_open if moment is None else still_open | changed_since(moment, "cases", Case.id)
    )
    query = select(Case.id).where(or_(wanted, before) if carry_over else wanted).order_by(*_ORDER)
    found = list(session.scalars(query))
    return found if moment is None else [one for one in found if one in _standing(session, first, moment, found)]


def _standing(session: Session, first: date, moment: datetime, ids: Sequence[str]) -> set[str]:
    """Which of these were accepted since `first`, or not closed before it, as they stood at the moment."""
    columns = (Case.id, Case.accepted_on, Case.state, Case.closed_on)
    cases = Past(session, moment, ids).cases(columns).values()
    return {
        row.id
        for row in cases
        if row.accepted_on >= first or row.state not in CLOSED or (row.closed_on and row.closed_on >= first)
    }


class LedgerReading:
    """Cases as the ledger needs them, as they stood at `moment`; the consent that counts is that for `recipient`."""

    def __init__(
        self, office: Office, session: Session, recipient: str, first: date, moment: datetime | None = None
    ) -> None:
        self._office, self._session, self._moment = office, session, moment
        self._lists = office.lists
        self._label, self._word = cache(office.lists.label), cache(office.lists.word)
        self._recipient, self._first, self._zone = recipient, first, office.now().tzinfo
        self._rule = {code: rule for code, rule in office.lists.rules().items() if code == "R3"}
        self._dues: dict[tuple[str, date, date | None], date | None] = {}
        self._staff = dict(session.execute(select(Staff.id, Staff.name).execution_options(with_deleted=True)).all())
        self._organisations = dict(session.execute(select(Organisation.id, Organisation.name)).all())

    def cases(self, ids: Sequence[str]) -> Iterator[LedgerCase]:
        for start in range(0, len(ids), WINDOW):
            window = ids[start : start + WINDOW]
            past = Past(self._session, self._moment, window)
            found, around = past.cases(_CASE), _Around(past)
            named = self._named(past, window, found)
            for case_id in window:
                if case_id in found:
                    yield self._case(found[case_id], around, named[case_id], past.since(case_id, _TOLD_AT_FIRST))

    def _named(self, past: Past, window: Sequence[str], found: dict[str, Any]) -> dict[str, Named]:
        """The parties of the moment; whoever is known today is masked too."""
        parties = past.parts(Party, PARTY, Party.position)
        then = named_of(self._session, found.values(), parties, self._recipient)
        if self._moment is None:
            return then
        now = named_in(self._session, window, self._recipient)
        return {one: named._replace(known=_all_known(named, now[one])) for one, named in then.items()}

    # --- one case ---------------------------------------------------------------------------------------------

    def _case(self, case: Any, around: "_Around", named: Named, since: str) -> LedgerCase:
        lists, outcome = self._lists, self._settled(case, around.obligations(case.id))
        return LedgerCase(
            accepted_on=case.accepted_on,
            id=case.id,
            source=self._label("sources", case.source),
            dispute_type=_short(lists.entry("dispute_types", case.dispute_type)) if case.dispute_type else "",
            place=case.place or case.community,
            parties=self._listed(named.parties, named.people),
            people=named.known,
            people_count=case.people_count,
            summary=case.summary or case.title,
            risk=self._label("risks", case.risk) if is_studied(case.risk, case.risk_signs, case.risk_note) else "",
            risk_signs=[_public(lists.entry("risk_signs", sign)) for sign in case.risk_signs],
            measures=case.measures,
            progress=self._progress(case, around),
            responsible=case.responsible,
            unit="" if case.responsible else self._unit(case),
            due_on=self._due_on(case),
            outcome=outcome,
            closed_on=None if outcome == self._t1("open") else case.closed_on,  # merged: it goes on in another row
            follow_up=self._follow_up(case, around.follow_ups[case.id]),
            remarks=self._remarks(case, around),
            route=case.outcome_route,
            since=since,
        )

    def _listed(self, rows: Sequence[Any], people: dict[str, KnownPerson]) -> list[LedgerParty]:
        """The parties, applicants first; where one left no number, that of whoever acts for it stands there."""
        acting = {row.acts_for_id: row for row in reversed(rows) if row.acts_for_id and row.phone}
        parties = sorted((row for row in rows if row.role == "party"), key=lambda row: _SIDE_ORDER.get(row.side, 9))
        reached = [(row, row if row.phone else acting.get(row.id, row)) for row in parties]
        return [
            LedgerParty(p.side, people[p.id], by.phone, people[by.id].phone_consented, by.name) for p, by in reached
        ]

    def _settled(self, case: Any, owed: Sequence[Any]) -> str:
        """化解结果 by the outcome; what was agreed and is refused is settled no longer."""
        word = self._t1(case.outcome or "open")
        broken = any(self._lists.entry("obligation_states", row.state).get("unsettles") for row in owed)
        if word != SETTLED or not broken:
            return word
        return self._t1("failed" if case.closed_on else "open")

    def _t1(self, outcome: str) -> str:
        return str(self._lists.entry("outcomes", outcome).get("t1"))

    def _progress(self, case: Any, around: "_Around") -> str:
        sittings = [
            Sitting(row.started_at.astimezone(self._zone).date(), self._word("session_results", row.result, case.mode))
            for row in around.sessions[case.id]
        ]
        ending = self._word("outcomes", case.outcome, case.mode) if case.outcome not in ("", "open") else ""
        if not ending:
            ending = "现暂缓" if case.state == "suspended" else _on_paper(around.agreement(case.id, case.round))
        told = ledger.progress_words(sittings, ending, case.accepted_on)
        return told + self._performed(around.obligations(case.id))

    def _performed(self, rows: Sequence[Any]) -> str:
        if not rows:
            return ""
        done = sum(row.state == "performed" for row in rows)
        if done == len(rows):
            return f"约定的{done}项已全部履行。"
        part = sum(row.begun and row.state != "performed" for row in rows)
        waived = sum(row.state == "waived" for row in rows)
        more = [f"，部分履行{part}项" if part else "", f"，权利人放弃{waived}项" if waived else ""]
        return f"约定{len(rows)}项，已履行{done}项{''.join(more)}。"

    def _unit(self, case: Any) -> str:
        unit = case.issuer_id if case.mode in ("A", "C") and case.issuer_id else self._office.database.studio_id
        names = (self._organisations.get(unit, ""), self._staff.get(case.handler_id or "", ""))
        return "\n".join(name for name in names if name)

    def _follow_up(self, case: Any, visits: Sequence[Any]) -> str:
        if not visits:
            return ""
        last = visits[-1]
        words = [
            self._label("follow_up_methods", last.method),
            self._label("fulfilments", last.fulfilled),
            self._label("satisfactions", last.satisfaction),
        ]
        return ledger.follow_up_words(last.visited_on, words, case.accepted_on)

    def _remarks(self, case: Any, around: "_Around") -> list[str]:
        """The program's own words; `outcome_route`, which people type, is masked apart from them."""
        entry = self._lists.entry("outcomes", case.outcome)
        agreement = around.agreement(case.id, case.round)
        told = [
            ledger.CARRIED_OVER if case.accepted_on < self._first else "",
            f"第{case.round}轮" if case.round > 1 else "",
            f"协助调解 {case.their_number}".strip() if case.mode == "C" else "",
            entry.label if case.outcome in ("transferred", "merged", "not_accepted") else "",
            agreement.number if agreement else "",
            ledger.BACKDATED if case.backdate_reason else "",
            ledger.SAMPLE if case.sample else "",
        ]
        return [word for word in told if word]

    def _due_on(self, case: Any) -> date | None:
        """化解时限: the day rule R3 counts to, over or not."""
        start = mediated_since(case)
        key = (case.mode, start, case.extended_to)
        if key not in self._dues:
            clock = CaseClock("", case.mode, mediating=True, round_started_on=start, extended_to=case.extended_to)
            found = reminders.of_case(clock, self._rule, self._office.rest_days)
            self._dues[key] = found[0].due_on if found else None
        return self._dues[key]


class _Around:
    """What belongs to the cases of one window, by case: one query for each kind."""

    def __init__(self, past: Past) -> None:
        held, owed, did, visit = MediationSession, Obligation, Performance, FollowUp
        self.sessions = past.parts(held, (held.case_id, held.started_at, held.result), held.started_at)
        self._agreements = past.parts(Agreement, _AGREEMENT, Agreement.edition)
        begun = past.parts(did, (did.case_id, did.obligation_id, did.done_on), did.done_on)
        self._begun = {row.obligation_id for rows in begun.values() for row in rows}
        self._owed = past.parts(owed, (owed.case_id, owed.id, owed.state), owed.id)
        seen = (visit.case_id, visit.visited_on, visit.method, visit.fulfilled, visit.satisfaction)
        self.follow_ups = past.parts(visit, seen, visit.visited_on)

    def obligations(self, case_id: str) -> list[Owed]:
        """What is owed by the agreement that holds."""
        rows = self._owed[case_id]
        return [Owed(row.state, row.id in self._begun) for row in rows if row.state != "replaced"]

    def agreement(self, case_id: str, in_round: int) -> Any:
        """The present round's newest agreement that has a number, None where there is none."""
        of_round = (row for row in reversed(self._agreements[case_id]) if row.round == in_round)
        return next((row for row in of_round if row.number and not row.superseded), None)


def _all_known(then: Named, now: Named) -> KnownPeople:
    """Those of the moment first, for the order names them."""
    return KnownPeople([*then.known.people, *(one for one in now.known.people if one not in then.known.people)])


def _on_paper(agreement: Any) -> str:
    """How far an agreement is that binds nobody yet: it has its number in 备注 from the day it was written."""
    if agreement is None or agreement.effective_on:
        return ""
    return "协议正在签名，尚未生效" if is_signed(agreement) else "协议已写好，尚未签名"


def _short(entry: Entry) -> str:
    return str(entry.get("short")) or entry.label


def _public(entry: Entry) -> str:
    """Health and violence are not named outside (个人信息保护法 art. 28)."""
    return str(entry.get("public")) or entry.label
