"""The clocks of a case: what its facts give cause to remind of, and the days noted on it."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from studio_app.domain import reminders
from studio_app.domain.reminders import CaseClock, Due, Owed
from studio_app.office.kinds import Clocks
from studio_app.office.lists import Lists
from studio_app.office.rows import put_derived
from studio_app.records.dispute.agreement import checks, effect
from studio_app.records.dispute.agreement.binding import (
    agreement_in_effect,
    binding_agreement,
    court_from,
    current_agreement,
    signing_of,
)
from studio_app.records.dispute.agreement.table import Agreement, Obligation, Performance
from studio_app.records.dispute.case.table import CLOSED, Case, RiskReport
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import MediationSession
from studio_app.store.belonging import belonging

SETTLED = "已化解"
CLOSED_LATELY = 90  # days; longer than any rule counts after closing


def dues(session: Session, clocks: Clocks, case: Case) -> list[Due]:
    return reminders.of_case(clock_of(session, case, clocks.lists), clocks.lists.rules(), clocks.rest_days)


def settle(session: Session, clocks: Clocks, case: Case, nearest: date | None) -> None:
    put_derived(session, case, next_due=nearest, resolved_on=_resolved_on(session, clocks.lists, case))


def running(today: date) -> Any:
    """Open cases, and those closed not long ago (回访)."""
    return Case.state.not_in(CLOSED) | (Case.closed_on >= today - timedelta(days=CLOSED_LATELY))


def _resolved_on(session: Session, lists: Lists, case: Case) -> date | None:
    """The day a case counts as 已化解: its agreement's, else the day it was closed with such an outcome."""
    if lists.entry("outcomes", case.outcome).get("t1") != SETTLED or _refused(session, lists, case):
        return None
    agreement = agreement_in_effect(session, case) or current_agreement(session, case)
    reached = (agreement.reached_on or agreement.effective_on) if agreement else None
    return reached or case.closed_on


def _refused(session: Session, lists: Lists, case: Case) -> bool:
    """Whether something that was agreed is refused or sued for."""
    states = {item.state for item in belonging(session, Obligation, case_id=case.id)}
    return any(lists.entry("obligation_states", state).get("unsettles") for state in states)


def clock_of(session: Session, case: Case, lists: Lists) -> CaseClock:
    """The facts of a case's present round that clocks run on."""
    state = lists.entry("case_states", case.state)
    newest, valid = current_agreement(session, case), agreement_in_effect(session, case)
    signing = signing_of(session, newest) if newest else None
    owing = binding_agreement(session, case)
    return CaseClock(
        id=case.id,
        mode=case.mode,
        agreed_in=valid.mode if valid else "",
        mediating=state.get("step") in ("受理", "调解"),
        round_started_on=mediated_since(case),
        outcome=case.outcome,
        closed_on=case.closed_on,
        extended_to=case.extended_to,
        red_since=_red_since(session, case),
        agreement_id=valid.id if valid else "",
        agreement_form=valid.form if valid else "",
        effective_on=valid.effective_on if valid else None,
        to_seal_id=newest.id if newest else "",
        awaits_seal_since=_seal_clock(signing),
        court_from=court_from(session, valid) if valid else None,
        court_applied=bool(valid and valid.court_applied_on),
        confirmable=not (valid and checks.unconfirmable(session, lists, valid)),
        reopened_on=case.round_started_on,
        owed=_owed(session, owing, lists) if owing else (),
        next_session_at=_next_session(session, case),
        follow_ups=_follow_ups(session, case),
    )


def mediated_since(case: Case) -> date:
    """The day the month of mediation is counted from: acceptance, a new round, or the change of mode, the latest.

    A committee that takes a case over accepts it on that day (若干规定 art. 33).
    """
    return max(day for day in (case.accepted_on, case.round_started_on, case.taken_on) if day)


def _seal_clock(signing: effect.Signing | None) -> date | None:
    if signing is None or not effect.awaits_seal(signing):
        return None
    dates = [*signing.signatures.values(), signing.mediator_signed_on]
    return max(day for day in dates if day)


def _owed(session: Session, agreement: Agreement, lists: Lists) -> list[Owed]:
    rows = belonging(session, Obligation, agreement_id=agreement.id)
    done: dict[str, date] = defaultdict(lambda: date.min)
    for performance in belonging(session, Performance, case_id=agreement.case_id):
        done[performance.obligation_id] = max(done[performance.obligation_id], performance.done_on)
    states = {r.state: lists.entry("obligation_states", r.state) for r in rows}
    return [
        Owed(
            r.id,
            r.what,
            r.due_on,
            bool(states[r.state].get("open", True)),
            done.get(r.id),
            kept=states[r.state].get("done") == "yes",
        )
        for r in rows
        if r.state != "replaced"
    ]


def _red_since(session: Session, case: Case) -> date | None:
    """The day an open red case was first reported in this round, or the round began where that was not done."""
    if case.risk != "red" or case.over:
        return None
    reports = [row for row in belonging(session, RiskReport, case_id=case.id) if row.round == case.round]
    first = min((row.reported_at for row in reports), default=None)
    return first.astimezone().date() if first else case.round_started_on or case.accepted_on


def _next_session(session: Session, case: Case) -> datetime | None:
    """The time set in the newest session, unless a later one was held."""
    held = [row for row in belonging(session, MediationSession, case_id=case.id) if row.round == case.round]
    newest = max(held, key=lambda row: row.started_at, default=None)
    return newest.next_at.astimezone() if newest and newest.next_at else None


def _follow_ups(session: Session, case: Case) -> list[tuple[date, date | None]]:
    visits = [row for row in belonging(session, FollowUp, case_id=case.id) if row.round == case.round]
    return [(row.visited_on, row.next_on) for row in sorted(visits, key=lambda row: row.visited_on)]
