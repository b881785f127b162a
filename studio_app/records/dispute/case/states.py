"""Moving a case from state to state inside an open transaction, in the words and rules of the lists."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.office.lists import Lists
from studio_app.records.dispute.case.closing import Outcome
from studio_app.records.dispute.case.draft import State, move_problem
from studio_app.records.dispute.case.risk import Sign
from studio_app.records.dispute.case.table import Case, RiskReport


def state_of(lists: Lists, code: str) -> State:
    entry = lists.entry("case_states", code)
    return State.of(entry.code, entry.label, entry.data)


def outcome_of(lists: Lists, code: str) -> Outcome:
    entry = lists.entry("outcomes", code)
    return Outcome.of(entry.code, entry.label, entry.data)


def enter(lists: Lists, case: Case, code: str) -> None:
    """Put a case into a state; Refused where case_states.toml does not allow the move."""
    problem = move_problem(state_of(lists, case.state), state_of(lists, code))
    if problem:
        raise Refused(problem)
    case.state = code


def signs_of(lists: Lists, codes: list[str]) -> list[Sign]:
    found = [lists.entry("risk_signs", code) for code in codes]
    return [Sign.of(entry.code, entry.label, entry.data) for entry in found]


def reported(session: Session, case_id: str) -> set[tuple[str, str]]:
    """(sign, target) of every report of the present round; sign "" for a report of the case as a whole."""
    query = select(RiskReport.sign, RiskReport.target).join(Case, Case.id == RiskReport.case_id)
    found = session.execute(query.where(Case.id == case_id, Case.round == RiskReport.round))
    return {(sign, target) for sign, target in found}
