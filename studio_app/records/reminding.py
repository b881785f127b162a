"""Keeping derived reminders in step: inside every transaction, for each case and intake it touched."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Delete, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from studio_app.domain import reminders
from studio_app.domain.reminders import CaseClock, Due, Owed
from studio_app.domain.rest_days import RestDays
from studio_app.office import arrangements
from studio_app.office.lists import Lists
from studio_app.office.rows import alive, put_derived
from studio_app.office.tables import DictionaryEntry, OwnReminder, Reminder, Snooze
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
from studio_app.records.intake.draft import UNDECIDED
from studio_app.records.intake.table import Intake
from studio_app.store.belonging import belonging
from studio_app.store.changes import Touched

RULE_LISTS = ("deadlines", "case_states", "obligation_states", arrangements.DICTIONARY)
SETTLED = "已化解"
CLOSED_LATELY = 90  # days; longer than any rule counts after closing


class ReminderKeeper:
    """A keeper of the database: derives anew what the change log shows to have changed."""

    def __init__(self, lists: Lists, rest_days: RestDays) -> None:
        self._lists = lists
        self._rest_days = rest_days

    def __call__(self, session: Session, touched: Touched) -> None:
        intakes = touched.ids("intake") | self._owners(session, touched, "intake_id")
        cases = touched.case_ids()
        if self._rules_edited(session, touched):
            cases |= _with_clocks(session)
            awaited = Intake.destination.in_(UNDECIDED) | Intake.handle_by.is_not(None)
            intakes |= set(session.scalars(select(Intake.id).where(awaited)))
        for case_id in cases:
            self.derive_case(session, case_id)
        for intake_id in intakes:
            self.derive_intake(session, intake_id)
        if touched.ids("own_reminder", "snooze"):
            self.derive_loose(session)

    @staticmethod
    def _rules_edited(session: Session, touched: Touched) -> bool:
        query = select(DictionaryEntry.id).where(
            DictionaryEntry.id.in_(touched.ids("dictionary_entry")), DictionaryEntry.dictionary.in_(RULE_LISTS)
        )
        ids = touched.ids("dictionary_entry")
        return bool(ids) and session.scalars(query.execution_options(with_deleted=True)).first() is not None

    def derive_case(self, session: Session, case_id: str) -> None:
        """Replace the reminders of one case and note its nearest day on the case."""
        case = alive(session, Case, case_id)
        own = _own(belonging(session, OwnReminder, case_id=case_id)) if case else []
        dues = [*self._of_case(session, case), *own] if case else []
        rows = _replace(session, dues, case_id=case_id)
        if case is not None:
            resolved = self._resolved_on(session, case)
            put_derived(session, case, next_due=self._next_due(session, rows), resolved_on=resolved)

    def _next_due(self, session: Session, rows: list[dict[str, Any]]) -> date | None:
        """The nearest day; a right that lapses is no step that stays to be taken, and nobody derives anew that day."""
        lapsing = {code for code, rule in self._lists.load(session).rules().items() if rule.lapses}
        return min((row["shown_on"] for row in rows if row["rule"] not in lapsing), default=None)

    def derive_intake(self, session: Session, intake_id: str) -> None:
        intake = alive(session, Intake, intake_id)
        dues = _own(belonging(session, OwnReminder, intake_id=intake_id)) if intake else []
        if intake is not None and intake.kind == "dispute" and intake.destination in UNDECIDED:
            rules = self._lists.load(session).rules()
            local = intake.received_at.astimezone().date()
            dues += reminders.of_intake(intake.id, local, rules, self._rest_days)
        if intake is not None and intake.handle_by and self._awaits_answer(session, intake):
            rules = self._lists.load(session).rules()
            dues += reminders.of_handing_over(intake.id, intake.handle_by, intake.handling_unit, rules)
        _replace(session, dues, intake_id=intake_id)

    def _awaits_answer(self, session: Session, intake: Intake) -> bool:
        """A visit in another's hands of which no result came back yet."""
        handed = self._lists.load(session).entry("destinations", intake.destination).get("action") == "hand_over"
        return handed and not (intake.result.strip() or intake.answered_on)

    def derive_loose(self, session: Session) -> None:
        """Reminders written by hand that belong to no case."""
        alone = OwnReminder.case_id.is_(None) & OwnReminder.intake_id.is_(None)
        own = _own(session.scalars(select(OwnReminder).where(alone)))
        _replace(session, own)

    def _of_case(self, session: Session, case: Case) -> list[Due]:
        rules = self._lists.load(session).rules()
        return reminders.of_case(clock_of(session, case, self._lists), rules, self._rest_days)

    def _resolved_on(self, session: Session, case: Case) -> date | None:
        """The day a case counts as 已化解: its agreement's, else the day it was closed with such an outcome."""
        if self._lists.entry("outcomes", case.outcome).get("t1") != SETTLED or self._refused(session, case):
            return None
        agreement = agreement_in_effect(session, case) or current_agreement(session, case)
        reached = (agreement.reached_on or agreement.effective_on) if agreement else None
        return reached or case.closed_on

    def _refused(self, session: Session, case: Case) -> bool:
        """Whether something that was agreed is refused or sued for."""
        states = {item.state for item in belonging(session, Obligation, case_id=case.id)}
        return any(self._lists.entry("obligation_states", state).get("unsettles") for state in states)

    def _owners(self, session: Session, touched: Touched, name: str) -> set[str]:
        found: set[str] = set()
        for model in (Snooze, OwnReminder):
            ids = touched.ids(model.__tablename__)
            if ids:
                column = getattr(model, name)
                query = select(column).where(model.id.in_(ids)).execution_options(with_deleted=True)
                found |= {i for i in session.scalars(query) if i}
        return found


def _with_clocks(session: Session) -> set[str]:
    """Cases on which a clock may run: open ones, those reminded of, those closed not long ago (回访)."""
    lately = session.info["at"].date() - timedelta(days=CLOSED_LATELY)
    running = Case.state.not_in(CLOSED) | (Case.closed_on >= lately)
    reminded = select(Reminder.case_id).where(Reminder.case_id.is_not(None))
    return set(session.scalars(select(Case.id).where(running))) | {i for i in session.scalars(reminded) if i}


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


def _own(written: Iterable[OwnReminder]) -> list[Due]:
    return [
        Due(f"own:{r.id}", "own", r.id, r.due_on, r.due_on, None, r.text, "自记提醒", "own")
        for r in written
        if r.done_on is None
    ]


@cache
def _forget(*owner: str) -> Delete:
    """Of one case or visit, or what belongs to neither."""
    stored: Any = Reminder.__table__
    names = ("case_id", "intake_id")
    return delete(stored).where(
        *(stored.c[name] == bindparam(name) if name in owner else stored.c[name].is_(None) for name in names)
    )


_FORGET_KEYS = delete(cast("Any", Reminder.__table__)).where(Reminder.key.in_(bindparam("keys", expanding=True)))


def _replace(session: Session, dues: list[Due], **owner: str) -> list[dict[str, Any]]:
    """Swap the stored reminders of one owner, or of none, for these."""
    stored = session.connection()
    stored.execute(_forget(*owner), owner)
    keys = [due.key for due in dues]
    if not keys:
        return []
    stored.execute(_FORGET_KEYS, {"keys": keys})  # one may have changed its case
    snoozed = _snoozes(session, keys)
    rows = [_row(due, owner, snoozed.get(due.key)) for due in dues]
    session.execute(insert(Reminder), rows)
    return rows


def _row(due: Due, owner: dict[str, str], until: date | None) -> dict[str, Any]:
    base = {"case_id": None, "intake_id": None, **owner}
    return {**base, **vars(due), "shown_on": max(due.due_on, until) if until else due.due_on, "studio_id": ""}


def _snoozes(session: Session, keys: list[str]) -> dict[str, date]:
    """The newest putting-off of each reminder."""
    query = (
        select(Snooze.reminder_key, Snooze.until)
        .where(Snooze.reminder_key.in_(keys))
        .order_by(Snooze.created_at, Snooze.id)
    )
    return dict(session.execute(query).all())
