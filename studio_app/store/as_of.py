"""What records said at a moment: the changes stored since are taken back, newest first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from studio_app.store.changes import content_of, from_plain
from studio_app.store.log_tables import Change, ChangeSet
from studio_app.store.table import model_of

WINDOW = 500


@dataclass
class Then:
    """What a record said otherwise at the moment; one `entered` since said nothing, and stays as it is."""

    table: str = ""
    case_id: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    entered: bool = False


def changed_since(moment: datetime, table: str, key: Any) -> ColumnElement[bool]:
    """Whether a record of the table was changed since; `key` is the column of its id."""
    query = select(Change.entity_id).join(ChangeSet, Change.set_id == ChangeSet.id)
    found: ColumnElement[bool] = key.in_(query.where(ChangeSet.at >= moment, Change.table == table))
    return found


def cases_changed(session: Session, moment: datetime, tables: Collection[str]) -> set[str]:
    """The cases of which something in these tables was changed since."""
    query = select(Change.case_id).join(ChangeSet, Change.set_id == ChangeSet.id)
    found = session.scalars(query.where(ChangeSet.at >= moment, Change.table.in_(tables)).distinct())
    return {case_id for case_id in found if case_id}


def as_of(session: Session, moment: datetime, case_ids: Sequence[str], tables: Collection[str]) -> dict[str, Then]:
    """Id → what the record was, for the records of these cases that were changed since; what was erased meanwhile
    stays as it is now.
    """
    found: dict[str, Then] = defaultdict(Then)
    for start in range(0, len(case_ids), WINDOW):
        query = select(Change).join(ChangeSet, Change.set_id == ChangeSet.id).where(
            Change.case_id.in_(case_ids[start : start + WINDOW]), Change.table.in_(tables), Change.nonce != "",
            ChangeSet.at >= moment,
        )  # fmt: skip
        for change in session.scalars(query.order_by(ChangeSet.at.desc(), ChangeSet.position.desc())):
            told, then, columns = content_of(change), found[change.entity_id], model_of(change.table).__table__.columns
            then.table, then.case_id = change.table, change.case_id
            if told["action"] == "insert":
                then.fields, then.entered = {}, True
            else:
                before = {name: value for name, value in told["before"].items() if name in columns}
                then.fields |= {name: from_plain(columns[name], value) for name, value in before.items()}
    return found
