"""What records said at a moment: the changes stored since are taken back, newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.store.changes import content_of, from_plain
from studio_app.store.log_tables import Change, ChangeSet

WINDOW = 500


def as_of(session: Session, model: Any, ids: Sequence[str], moment: datetime) -> dict[str, dict[str, Any]]:
    """Record → the fields that were changed since `moment`, as they were then; of a record entered since, as it was
    entered. Records nobody changed are left out, and what was erased meanwhile stays as it is now.
    """
    columns, table = model.__table__.columns, model.__tablename__
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), WINDOW):
        query = select(Change).join(ChangeSet, Change.set_id == ChangeSet.id)
        query = query.where(
            Change.entity_id.in_(ids[start : start + WINDOW]), Change.nonce != "", ChangeSet.at >= moment
        )
        for change in session.scalars(query.order_by(ChangeSet.at.desc(), ChangeSet.position.desc())):
            told = content_of(change)
            if told["action"] == "update" and change.table == table:
                before = {name: value for name, value in told["before"].items() if name in columns}
                found.setdefault(change.entity_id, {}).update(
                    (name, from_plain(columns[name], value)) for name, value in before.items()
                )
    return found
