"""What stands in a case as the step bar and the next act see it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from studio_app.domain.dates import show_moment
from studio_app.office.lists import Lists
from studio_app.office.office import Office
from studio_app.office.tables import ExportLog
from studio_app.records.dispute.agreement import draft as papers
from studio_app.records.dispute.agreement import editions, effect
from studio_app.records.dispute.agreement.binding import is_signed, signing_names, signing_of
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation
from studio_app.records.dispute.case import standing_back
from studio_app.records.dispute.case.next_act import Paper, Sitting, Situation
from studio_app.records.dispute.case.progress import CaseFacts
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.case.timeline import Records
from studio_app.records.dispute.session.table import MediationSession
from studio_app.store.log_tables import Change, ChangeSet


def facts(lists: Lists, records: Records, obligations: Sequence[Obligation], *, visit_due: bool) -> CaseFacts:
    """`obligations`: those of the valid edition; `visit_due`: rule R7 asks for a visit."""
    case = records.case
    closed_kinds = [not lists.entry("obligation_states", row.state).get("open", True) for row in obligations]
    return CaseFacts(
        investigated=any(row.round == case.round for row in records.investigations),
        mediated=_mediated(lists, records),
        agreed=_agreed(lists, records),
        to_perform=len(obligations),
        performed=sum(closed_kinds),
        followed_up=_followed_up(records),
        follow_up_due=visit_due,
        closed=case.over,
        archived=case.state == "archived",
    )


def situation(
    session: Session, office: Office, records: Records, agreement: Agreement | None, *, stopped: bool
) -> Situation:
    """What the next act depends on; `agreement` is the valid edition."""
    case, parties = records.case, records.parties
    sides = {party.side for party in parties if party.role == "party"}
    return Situation(
        state=case.state,
        mode=case.mode,
        round=case.round,
        stopped=stopped,
        refused=editions.too_few(parties),
        two_sides={"applicant", "respondent"} <= sides,
        lacks_mediator=bool(editions.mediator_hint(session, office.lists, case, case.mode)),
        stands_back=standing_back.owed(session, case),
        sitting=_sitting(office, records),
        paper=_paper(session, records, agreement) if agreement else None,
    )


def _of_round(records: Records) -> list[Agreement]:
    return [row for row in records.agreements if row.round == records.case.round]


def _held(records: Records) -> list[MediationSession]:
    return [row for row in records.sessions if row.round == records.case.round]


def _mediated(lists: Lists, records: Records) -> bool:
    """There was a sitting, and one came to a result, it is already on paper, or the case was closed after it."""
    held = _held(records)
    over = bool(_of_round(records)) or records.case.over
    return bool(held) and (over or any(lists.entry("session_results", row.result).get("outcome") for row in held))


def _agreed(lists: Lists, records: Records) -> bool:
    """An edition took effect, or an end in which nothing had to be agreed on paper (当场说开)."""
    if any(row.effective_on is not None for row in _of_round(records)):
        return True
    outcome = records.case.outcome
    entry = lists.entry("outcomes", outcome)
    return bool(outcome) and entry.get("success") == "yes" and not entry.get("needs_agreement")


def _followed_up(records: Records) -> bool:
    """A visit since what happened last: the agreement's effect or the last performance."""
    done = [row.done_on for row in records.performances]
    effective = [row.effective_on for row in _of_round(records) if row.effective_on]
    last = max([*done, *effective], default=date.min)
    return any(row.visited_on >= last for row in records.follow_ups if row.round == records.case.round)


def _sitting(office: Office, records: Records) -> Sitting | None:
    held = _held(records)
    if not held:
        return None
    row = held[-1]
    outcome = str(office.lists.entry("session_results", row.result).get("outcome")) if row.result else ""
    agreed = outcome.startswith("agreed")
    next_at = show_moment(office.local(row.next_at)) if row.next_at else ""
    return Sitting(row.id, row.ordinal, row.result, agreed, bool(outcome) and not agreed, next_at)


def _paper(session: Session, records: Records, row: Agreement) -> Paper:
    signing = signing_of(session, row)
    in_effect = effect.effective_on(signing) is not None
    return Paper(
        form=row.form,
        mode=row.mode,
        edition=row.edition,
        clauses=len(editions.clauses(session, row.id)),
        printed=_printed(session, records.case, row),
        signed=is_signed(row),
        lacks=() if in_effect else papers.missing(signing, signing_names(records.parties)),
        awaits_seal=effect.awaits_seal(signing),
    )


def _printed(session: Session, case: Case, row: Agreement) -> bool:
    """Whether a paper of the agreement went out since its words were changed last."""
    ids = [row.id, *session.scalars(select(Clause.id).where(Clause.agreement_id == row.id))]
    changed = select(func.max(ChangeSet.at)).join(Change, Change.set_id == ChangeSet.id)
    since = session.scalar(changed.where(Change.entity_id.in_(ids)))
    out = select(ExportLog.id).where(ExportLog.what.startswith(f"{case.number} "), ExportLog.what.contains("协议书"))
    return session.scalars(out if since is None else out.where(ExportLog.at >= since)).first() is not None
