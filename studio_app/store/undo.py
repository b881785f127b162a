"""Undo and redo: the last set of a person taken back, refused where somebody went on from it since."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from studio_app.core.errors import Refused
from studio_app.store.changes import changes_of, content_of, from_plain, plain, said, values_of
from studio_app.store.log_tables import Change, ChangeSet
from studio_app.store.table import Base, Entity, model_of, references

AT_ONCE = 500
CHANGED_SINCE = "这条记录之后又改过，不能直接撤销。请打开它手工改回来。"


def last_done(session: Session, account_id: str) -> ChangeSet | None:
    """What Ctrl+Z takes back: this person's newest undoable set that is neither undone nor itself an undo."""
    query = _sets_of(session, account_id).where(ChangeSet.undoes_id.is_(None), ChangeSet.undoable)
    return session.scalars(query).first()


def last_undone(session: Session, account_id: str) -> ChangeSet | None:
    """What Ctrl+Y does again: this person's newest undo, unless something else was done since.

    The sets that redo (they undo an undo) are passed over, so that several undos can be done again in turn.
    """
    undone = aliased(ChangeSet)
    redoes = select(undone.id).where(undone.id == ChangeSet.undoes_id, undone.undoes_id.is_not(None)).exists()
    newest = session.scalars(_sets_of(session, account_id).where(~redoes)).first()
    return newest if newest is not None and newest.undoes_id else None


def done_since(session: Session, row: ChangeSet) -> bool:
    """Whether this person did something after `row` that cannot be undone."""
    later = _sets_of(session, row.account_id).where(ChangeSet.position > row.position, ~ChangeSet.undoable)
    return session.scalars(later).first() is not None


def _sets_of(session: Session, account_id: str) -> Any:
    """A person's sets on this desk that stand, the newest first; by position: clocks are set back."""
    return (
        select(ChangeSet)
        .where(
            ChangeSet.account_id == account_id,
            ChangeSet.desk_id == session.info["database"].desk_id,
            ChangeSet.undone.is_(False),
        )
        .order_by(ChangeSet.position.desc())
        .limit(1)
    )


def take_back(session: Session, row: ChangeSet) -> None:
    """Set every record of a set to what it was; refused when somebody changed it or built on it since.

    A created record goes to the recycle bin; an issued number is voided with its reason, never taken back.
    """
    if not row.undoable:
        raise Refused(f"“{row.label}”不能撤销。")
    created: dict[str, list[str]] = {}
    told = changes_of(session, row.id)
    held = _records_of(session, told)
    with session.no_autoflush:
        for change in reversed(told):
            if not change.nonce:
                raise Refused("这一步里有已依法删除的内容，撤不回来了。")
            record = _take_back_one(session, change, row)
            if json.loads(change.payload)["action"] == "insert":
                created.setdefault(record.__tablename__, []).append(record.id)
    session.flush()
    for table, ids in created.items():
        _refuse_built_on(session, table, ids)
    del held
    session.execute(update(ChangeSet).where(ChangeSet.id == row.id).values(undone=True))
    if row.undoes_id:
        session.execute(update(ChangeSet).where(ChangeSet.id == row.undoes_id).values(undone=False))


def _take_back_one(session: Session, change: Change, row: ChangeSet) -> Any:
    content, model = content_of(change), model_of(change.table)
    _refuse_untold(model, content)
    record: Any = session.get(model, change.entity_id, execution_options={"with_deleted": True})
    if record is None:
        raise Refused("这条记录已经不在了，不能撤销。")
    if content["action"] == "update":
        _restore(record, content)
    elif values_of(record) != said(content["after"]):
        raise Refused(CHANGED_SINCE)
    else:
        record.leave(session.info["at"], f"撤销：{row.label}")
    return record


def _refuse_untold(model: Any, content: dict[str, Any]) -> None:
    """An older program wrote a field there is none of today: history shows it, nothing can be set back to it."""
    if (content["before"].keys() | content["after"].keys()) - set(model.__mapper__.columns.keys()):
        raise Refused("这一步是旧版本的程序存的，有些内容现在另外记了，不能直接撤销。请打开这条记录手工改。")


def _records_of(session: Session, told: Sequence[Change]) -> list[Any]:
    """The records of a set, read together: a session finds again what somebody holds."""
    wanted: dict[str, list[str]] = {}
    for change in told:
        wanted.setdefault(change.table, []).append(change.entity_id)
    found: list[Any] = []
    for table, ids in wanted.items():
        for some in _in_parts(ids):
            query = select(model_of(table)).where(model_of(table).id.in_(some))
            found += session.scalars(query.execution_options(with_deleted=True))
    return found


def _refuse_built_on(session: Session, table: str, ids: Sequence[str]) -> None:
    """A record that others refer to stays: a visit whose case somebody works on, a person who is a party."""
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Entity):
            continue
        for column, target in references(mapper.local_table):
            for some in _in_parts(ids) if target == table else ():
                if session.scalars(select(mapper.class_.id).where(column.in_(some)).limit(1)).first() is not None:
                    raise Refused("之后又在这条记录上登记了别的内容，不能直接撤销。请先处理后来登记的。")


def _in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _restore(record: Any, content: dict[str, Any]) -> None:
    if not _stands(record, content["after"]):
        raise Refused(CHANGED_SINCE)
    for name, before in content["before"].items():
        setattr(record, name, from_plain(record.__mapper__.columns[name], before))


# --- recycle bin ----------------------------------------------------------------------------------------------


def deleted_by(session: Session, entity_ids: Sequence[str]) -> dict[str, ChangeSet]:
    """The set that put each of these deleted records into the recycle bin: the newest that touched it."""
    query = (
        select(Change.entity_id, ChangeSet)
        .join(ChangeSet, ChangeSet.id == Change.set_id)
        .where(Change.entity_id.in_(entity_ids))
        .order_by(ChangeSet.at, ChangeSet.position)
    )
    return dict(session.execute(query).all())


def revive(session: Session, row: ChangeSet) -> list[Any]:
    """Take out of the recycle bin what a set put there, its voided numbers too; the records that came back.

    What the set changed beside that (visits of a removed case) is changed back where nobody went on from it.

    Refused when what they belong to is in the bin itself.
    """
    back = [record for change in changes_of(session, row.id) if (record := _revived(session, change)) is not None]
    session.flush()
    for record in back:
        _refuse_without_owner(session, record)
    return back


def _revived(session: Session, change: Change) -> Any:
    if not change.nonce:
        raise Refused("内容已依法删除，不能恢复。")
    content = content_of(change)
    model = model_of(change.table)
    record: Any = session.get(model, change.entity_id, execution_options={"with_deleted": True})
    if record is None:
        return None
    if content["after"].get("deleted_at") and plain(record.deleted_at) == content["after"]["deleted_at"]:
        record.deleted_at = None
        return record
    if content["after"].get("voided_on") and plain(record.voided_on) == content["after"]["voided_on"]:
        record.voided_on, record.void_reason = None, ""
    elif record.deleted_at is None and content["action"] == "update" and _stands(record, content["after"]):
        _restore(record, content)
    return None


def _stands(record: Any, after: dict[str, Any]) -> bool:
    """Whether a record is as a set left it."""
    return all(hasattr(record, name) and plain(getattr(record, name)) == value for name, value in after.items())


def _refuse_without_owner(session: Session, record: Any) -> None:
    for column, target in references(record.__table__):
        value, owner = getattr(record, column.key), model_of(target)
        if value and session.scalar(_is_deleted(owner, value)):
            raise Refused(f"它所属的{owner.logged_as}还在回收站里，请先恢复那一条。")


def _is_deleted(owner: Any, record_id: str) -> Any:
    query = select(owner.deleted_at.is_not(None)).where(owner.id == record_id)
    return query.execution_options(with_deleted=True)
