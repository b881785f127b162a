"""Living records of one owner: the parties of a case, the clauses of an agreement.

A page and a transaction ask for them over and over, each part for itself. They are read once in a session, and again
when something of their kind was stored in it.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from studio_app.store.table import Entity, references

R = TypeVar("R", bound=Entity)
READ = "what belongs to whom, as read"


def belonging(session: Session, kind: type[R], **owner: str) -> list[R]:
    """Those of a kind with this owner (`case_id=…`), by position, or in the order they were made where none is kept."""
    if session.autoflush:
        session.flush()  # as before every query
    ((column, owner_id),) = owner.items()
    known: dict[tuple[type[Entity], str, str], tuple[Any, ...]] = session.info.setdefault(READ, {})
    key = (kind, column, owner_id)
    if key not in known and _has_none(session, kind, column, owner_id):
        return []
    if key not in known:
        query: Select[Any] = _query(kind, column)  # type: ignore[arg-type]  # a class is hashable
        known[key] = tuple(session.scalars(query, {"owner": owner_id}))
    return list(known[key])


def _has_none(session: Session, kind: type[Entity], column: str, owner_id: str) -> bool:
    """What this transaction made owns only what it made: of kinds it made none of nothing need be asked."""
    touched = session.info.get("touched")
    if touched is None or kind.__tablename__ in touched.tables:  # type: ignore[attr-defined]  # an Entity has a table
        return False
    return touched.is_new(_owner_table(kind, column), owner_id)  # type: ignore[arg-type,no-any-return]  # a class is hashable


@cache
def _owner_table(kind: Any, column: str) -> str:
    return next((target for one, target in references(kind.__table__) if one.key == column), "")


@cache
def _query(kind: Any, column: str) -> Select[Any]:
    """Made once: building a query takes as long as running it."""
    query = select(kind).where(getattr(kind, column) == bindparam("owner"), kind.deleted_at.is_(None))
    order = (kind.position, kind.id) if hasattr(kind, "position") else (kind.id,)
    return query.order_by(*order).execution_options(with_deleted=True)


def keep_true(sessions: type[Session]) -> None:
    """What a session of this class stores is read anew by it."""
    event.listen(sessions, "after_flush", _stored)
    event.listen(sessions, "do_orm_execute", _executed)
    event.listen(sessions, "after_soft_rollback", _rolled_back)


def _stored(session: Session, _context: Any) -> None:
    _forget(session, {type(record) for changed in (session.new, session.dirty) for record in changed})


def _executed(state: ORMExecuteState) -> None:
    if not state.is_select and state.bind_mapper is not None:
        _forget(state.session, {state.bind_mapper.class_})


def _rolled_back(session: Session, _transaction: Any) -> None:
    session.info.pop(READ, None)


def _forget(session: Session, kinds: Iterable[type]) -> None:
    known: dict[tuple[type, str, str], tuple[Any, ...]] = session.info.get(READ, {})
    for key in [key for key in known if key[0] in kinds]:
        del known[key]
