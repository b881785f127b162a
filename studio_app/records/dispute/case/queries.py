"""The case a record belongs to, and whether it may still be worked on: asked by every service in the same words."""

from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.office.lists import Lists
from studio_app.office.rows import found
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.table import MediationSession
from studio_app.store.belonging import belonging


def case(session: Session, case_id: str) -> Case:
    """Refused when it is gone."""
    return found(session, Case, case_id)


def sitting_that_agreed(session: Session, case: Case) -> MediationSession | None:
    """The newest of the present round at which they came to terms."""
    held = belonging(session, MediationSession, case_id=case.id)
    agreed = [sitting for sitting in held if sitting.round == case.round and sitting.result == "agreed"]
    return max(agreed, key=lambda sitting: sitting.started_at, default=None)


def refuse_closed(lists: Lists, case: Case) -> None:
    """Refused in a state that case_states.toml does not call open."""
    if not lists.entry("case_states", case.state).get("open", True):
        raise Refused("这件纠纷已经结案。还要再谈的，请先在纠纷页点“重新调解”。")
