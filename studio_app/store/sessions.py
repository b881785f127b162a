"""The two kinds of session a database opens: what each sees, and what each may do."""

from functools import cache
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from studio_app.store import belonging, changes, identifiers, lines
from studio_app.store.table import Base, Entity, new_id

READ_ONLY = "a read session cannot write; use Database.transaction"


class OwnSession(Session):
    """Sees one studio's rows only, and names a row by its key without the studio; `info` holds the database.

    Hooks hang on the classes, once: hung on every session they cost more than a small query.
    """

    def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        """By the rest of the key: an id, or a tuple where the key has more; a whole key serves too."""
        key = ident if isinstance(ident, tuple) else (ident,)
        if len(key) < len(inspect(entity).primary_key):
            key = (self.info["database"].studio_id, *key)
        return super().get(entity, key, **how)

    def merge(self, instance: Any, **how: Any) -> Any:
        if not instance.studio_id:
            instance.studio_id = self.info["database"].studio_id
        return super().merge(instance, **how)


class ReadingSession(OwnSession):
    """Cannot write."""


class WritingSession(OwnSession):
    """Its `info` holds at, actor and touched as well."""


@cache
def _own(studio_id: str) -> Any:
    """Leaves out what is another studio's; by itself, for a file or a role that may see all has no other wall."""
    return with_loader_criteria(Base, lambda cls: cls.studio_id == studio_id, include_aliases=True)


ALIVE = with_loader_criteria(Entity, lambda cls: cls.deleted_at.is_(None), include_aliases=True)
"""Leaves out what was deleted. Made once: taking the lambda apart for every query cost more than many a query."""


def seen(session: Session, *, deleted: bool = False) -> tuple[Any, ...]:
    """The options of what a query of this session may find; for statements that go past the session."""
    own = _own(session.info["database"].studio_id)
    return (own,) if deleted else (own, ALIVE)


def _limit(state: ORMExecuteState) -> None:
    """Soft-deleted records are absent from every query that does not ask for them (`with_deleted`)."""
    if state.is_select and not state.is_column_load:
        deleted = bool(state.execution_options.get("with_deleted"))
        state.statement = state.statement.options(*seen(state.session, deleted=deleted))
    elif state.is_update or state.is_delete:
        state.statement = state.statement.options(*seen(state.session, deleted=True))


def _stamp(session: Session, _context: Any, _instances: Any) -> None:
    """Before each flush: key, studio and time of new records; removing one for good is a bug."""
    for record in session.deleted:
        if isinstance(record, Entity):
            raise TypeError(f"{type(record).__name__} is deleted softly: set deleted_at")
    for record in session.new:
        if isinstance(record, Entity):
            record.created_at = record.created_at or session.info["at"]
            record.studio_id = record.studio_id or session.info["database"].studio_id
            record.id = record.id or new_id()


def _collect(session: Session, _context: Any) -> None:
    changes.collect(session, session.info["touched"])


def _no_writing(_session: Session, _context: Any, _instances: Any) -> None:
    raise RuntimeError(READ_ONLY)


def _no_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError(READ_ONLY)


event.listen(ReadingSession, "before_flush", _no_writing)
event.listen(ReadingSession, "do_orm_execute", _no_statements)
event.listen(ReadingSession, "do_orm_execute", _limit)
event.listen(WritingSession, "before_flush", _stamp)
event.listen(WritingSession, "after_flush", _collect)
event.listen(WritingSession, "after_flush", identifiers.keep)
event.listen(WritingSession, "after_flush", lines.keep)
event.listen(WritingSession, "do_orm_execute", _limit)
belonging.keep_true(WritingSession)
