"""All days of a case as they stand in its records, judged by resources/day_order.toml before a change is stored."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.core.errors import Invalid
from studio_app.office.office import Office
from studio_app.records.dispute.agreement.table import Agreement, Performance, Urge
from studio_app.records.dispute.case.day_order import DayOrder, Noted, Order
from studio_app.records.dispute.case.table import Case, CaseStaff, Party, RiskReport
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import Investigation, MediationSession
from studio_app.records.intake.table import Intake
from studio_app.store.belonging import belonging

CURRENT = "current"  # stands for the record of the present round

Typed = Mapping[tuple[str, str], str]
"""(kind of day, id of its record) → the field in which it was typed."""


@cache
def order() -> DayOrder:
    content = tomllib.loads(paths.resource("day_order.toml").read_text(encoding="utf-8"))
    return DayOrder(content["words"], [pair for line in content["order"] for pair in Order.of(line)])


def refuse_disorder(session: Session, office: Office, case: Case, typed: Typed) -> None:
    """Invalid by field where a day just put into the records cannot stand with the others."""
    session.flush()
    wanted = order().beside({kind for kind, _record in typed})
    days = [_typed(noted, typed) for noted in days_of(session, office, case, wanted)]
    problems = order().problems(days)
    if problems:
        raise Invalid(problems)


def of_paper(row: Agreement) -> Typed:
    """The days on the paper, by the field they are typed in; effect follows from the last of them."""
    own = {(kind, row.id): f"{kind}_on" for kind in ("mediator_signed", "sealed", "told")}
    last = "told_on" if row.mode == "C" else "sealed_on" if row.sealed_on else ""
    signed = {("signed", f"{row.id}/{party}"): f"signatures.{party}" for party in row.signatures}
    return {**own, **signed, ("effective", row.id): last or next(iter(signed.values()), "mediator_signed_on")}


def _typed(noted: Noted, typed: Typed) -> Noted:
    field = typed.get((noted.kind, noted.record), "")
    return Noted(noted.kind, noted.day, noted.record.split("/", maxsplit=1)[0], noted.round, field)


def days_of(session: Session, office: Office, case: Case, wanted: frozenset[str]) -> list[Noted]:
    """Every day of the wanted kinds that is written down; tables that hold none of them are not read.

    A record's further part (who signed) stands behind its id and a stroke.
    """
    parts: Sequence[tuple[str, Callable[[], Iterator[Noted]]]] = (
        ("visit", lambda: _of_visits(session, case)),
        ("accepted taken suspended", lambda: _of_case(case)),
        ("round closed archived", lambda: _of_rounds(case)),
        ("consent informed privacy", lambda: _of_parties(session, case)),
        ("withdrawn", lambda: _of_staff(session, case)),
        ("sitting sitting_signed", lambda: _of_sittings(session, office, case)),
        ("looked looked_signed", lambda: _of_looks(session, office, case)),
        (
            "signed reached mediator_signed sealed told effective court_applied court_ruled",
            lambda: _of_agreements(session, case),
        ),
        ("performed", lambda: _of_performance(session, case)),
        ("urged", lambda: _of_urges(session, case)),
        ("visited", lambda: _of_follow_ups(session, case)),
        ("noticed reported", lambda: _of_reports(session, office, case)),
    )
    read = (part() for kinds, part in parts if not wanted.isdisjoint(kinds.split()))
    return [noted for part in read for noted in part if noted.kind in wanted]


def _of_visits(session: Session, case: Case) -> Iterator[Noted]:
    visits = [visit for visit in belonging(session, Intake, case_id=case.id) if visit.destination == "case"]
    yield from (Noted("visit", visit.received_on, visit.id) for visit in visits)


def _of_case(case: Case) -> Iterator[Noted]:
    yield Noted("accepted", case.accepted_on)
    yield from _given((("taken", case.taken_on), ("suspended", case.suspended_on)), round_no=case.round)


def _of_rounds(case: Case) -> Iterator[Noted]:
    """The first round begins with acceptance, which may have been corrected since."""
    for past in case.former_rounds:
        number = int(past["round"])
        started = _iso(past.get("started_on")) if number > 1 else None
        yield from _given((("round", started), ("closed", _iso(past.get("closed_on")))), round_no=number)
    own = {"round": case.round_started_on, "closed": case.closed_on, "archived": case.archived_on}
    yield from _given(tuple(own.items()), CURRENT, case.round)


def _of_parties(session: Session, case: Case) -> Iterator[Noted]:
    for party in belonging(session, Party, case_id=case.id):
        days = (("consent", party.consent_on), ("informed", party.informed_on), ("privacy", party.privacy_on))
        yield from _given(days, party.id)


def _of_staff(session: Session, case: Case) -> Iterator[Noted]:
    for row in belonging(session, CaseStaff, case_id=case.id):
        yield from _given((("withdrawn", row.withdrawn_on),), row.id)


def _of_sittings(session: Session, office: Office, case: Case) -> Iterator[Noted]:
    for held in belonging(session, MediationSession, case_id=case.id):
        days = (("sitting", _local(office, held.started_at)), ("sitting_signed", held.signed_on))
        yield from _given(days, held.id, held.round)


def _of_looks(session: Session, office: Office, case: Case) -> Iterator[Noted]:
    for look in belonging(session, Investigation, case_id=case.id):
        looked = (("looked", _local(office, look.made_at)), ("looked_signed", look.signed_on))
        yield from _given(looked, look.id, look.round)


def _of_agreements(session: Session, case: Case) -> Iterator[Noted]:
    for row in belonging(session, Agreement, case_id=case.id):
        for party, day in row.signatures.items():
            yield from _given((("signed", _iso(day)),), f"{row.id}/{party}", row.round)
        days = (
            ("reached", row.reached_on),
            ("mediator_signed", row.mediator_signed_on),
            ("sealed", row.sealed_on),
            ("told", row.told_on),
            ("effective", row.effective_on if row.form != "none" else None),
            ("court_applied", row.court_applied_on),
            ("court_ruled", row.court_ruled_on),
        )
        yield from _given(days, row.id, row.round)


def _of_performance(session: Session, case: Case) -> Iterator[Noted]:
    for done in belonging(session, Performance, case_id=case.id):
        yield Noted("performed", done.done_on, done.id)


def _of_urges(session: Session, case: Case) -> Iterator[Noted]:
    for urge in belonging(session, Urge, case_id=case.id):
        yield Noted("urged", urge.urged_on, urge.id)


def _of_follow_ups(session: Session, case: Case) -> Iterator[Noted]:
    for visit in belonging(session, FollowUp, case_id=case.id):
        yield Noted("visited", visit.visited_on, visit.id, visit.round)


def _of_reports(session: Session, office: Office, case: Case) -> Iterator[Noted]:
    for report in belonging(session, RiskReport, case_id=case.id):
        days = (("noticed", report.noticed_on), ("reported", _local(office, report.reported_at)))
        yield from _given(days, report.id, report.round)


def _given(days: Sequence[tuple[str, date | None]], record: str = "", round_no: int = 0) -> Iterator[Noted]:
    yield from (Noted(kind, day, record, round_no) for kind, day in days if day is not None)


def _local(office: Office, moment: datetime) -> date:
    return office.local(moment).date()


def _iso(day: object) -> date | None:
    return date.fromisoformat(str(day)) if day else None
