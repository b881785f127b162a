"""What became of each promise: how much of it was done, and when it was noted as refused, sued for or let off."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.office.lists import Lists
from studio_app.records.dispute.agreement.draft import Done
from studio_app.records.dispute.agreement.table import Obligation, Performance
from studio_app.store.belonging import belonging
from studio_app.store.log_tables import Change, ChangeSet

MARKED = ("refused", "sued", "waived")
"""States that are noted without a day of their own."""


@dataclass(frozen=True)
class Mark:
    """A promise noted as one of MARKED, and when that was written down."""

    obligation_id: str
    state: str
    at: datetime


def is_open(lists: Lists, item: Obligation) -> bool:
    return bool(lists.entry("obligation_states", item.state).get("open", True))


def paid(session: Session, items: Sequence[Obligation]) -> dict[str, int]:
    """Of every promise towards which something was done: what was paid in all, in 分."""
    cases = {item.case_id for item in items}
    done = [row for case_id in sorted(cases) for row in belonging(session, Performance, case_id=case_id)]
    paid_for = {item.id: [row.amount_fen or 0 for row in done if row.obligation_id == item.id] for item in items}
    return {row_id: sum(amounts) for row_id, amounts in paid_for.items() if amounts}


def done(session: Session, lists: Lists, items: Sequence[Obligation]) -> list[Done]:
    """The standing of each; what was done of one that is given up since stays done in part."""
    begun = paid(session, items)
    return [_standing(lists, item, begun=item.id in begun) for item in items]


def _standing(lists: Lists, item: Obligation, *, begun: bool) -> Done:
    entry = lists.entry("obligation_states", item.state)
    told = str(entry.get("done", "no"))
    return Done(item.state, is_open(lists, item), "part" if begun and told == "no" else told)


def marks(session: Session, case_id: str) -> list[Mark]:
    """From the change log, the oldest first; what was undone is left out."""
    query = select(Change.entity_id, Change.payload, ChangeSet.at).join(ChangeSet, ChangeSet.id == Change.set_id)
    query = query.where(Change.case_id == case_id, Change.table == Obligation.__tablename__, Change.nonce != "")
    query = query.where(ChangeSet.undone.is_(False), ChangeSet.undoes_id.is_(None))
    found = session.execute(query.order_by(ChangeSet.position, Change.position))
    told = [(row_id, _new_state(payload), at) for row_id, payload, at in found]
    return [Mark(row_id, state, at) for row_id, state, at in told if state in MARKED]


def _new_state(payload: str) -> str:
    """The state a change brought; "" for one that left it or made the record."""
    content = json.loads(payload)
    before, after = content["before"] or {}, content["after"] or {}
    return str(after.get("state", "")) if content["action"] == "update" and before.get("state") else ""
