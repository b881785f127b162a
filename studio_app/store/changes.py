"""The change log: who changed what, undo and redo, and a chain that shows rewriting.

Written at flush for what a person enters or removes. `Change.seal` is HMAC-SHA256(nonce, payload) and
`ChangeSet.chain` covers the seals, so a lawful erasure (PIPL art. 47) can overwrite payload and nonce and
the chain still verifies.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, func, inspect, select, update
from sqlalchemy.orm import Session

from studio_app.settings import Refused
from studio_app.store.tables import Base, Change, ChangeSet, Entity, IssuedNumber

UNLOGGED = frozenset({"version", "studio_id", "visitor_label", "visitor_key", "parties_label", "parties_key", "next_due"})
START = "0" * 64


@dataclass
class Entry:
    """One record's change inside the running transaction."""

    action: str  # insert | update
    before: dict[str, Any]
    after: dict[str, Any]
    case_id: str | None


@dataclass
class Touched:
    """What a transaction changed: (table, id) → Entry; told to keepers before and to listeners after commit."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def ids(self, *tables: str) -> set[str]:
        """Ids of changed records of these tables."""
        return {entity_id for table, entity_id in self.entries if table in tables}

    def case_ids(self) -> set[str]:
        """Cases changed themselves or through what belongs to them."""
        return self.ids("cases") | {e.case_id for e in self.entries.values() if e.case_id}


@dataclass(frozen=True)
class HistoryLine:
    """One change of one record, for the history view."""

    set_id: str
    at: datetime
    account_id: str
    label: str
    table: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    erased: bool


# --- collecting -----------------------------------------------------------------------------------------------


def collect(session: Session, touched: Touched) -> None:
    """Called after each flush: one entry per record, the earliest before and the latest after."""
    for record in session.deleted:
        if isinstance(record, Entity):
            raise TypeError(f"{type(record).__name__} is deleted softly: set deleted_at")
    for record in session.new:
        if isinstance(record, Entity):
            _note(touched, record, Entry("insert", {}, _values(record), _case_of(record)))
    for record in session.dirty:
        if isinstance(record, Entity):
            before, after = _difference(record)
            if after:
                _note(touched, record, Entry("update", before, after, _case_of(record)))


def _note(touched: Touched, record: Any, entry: Entry) -> None:
    known = touched.entries.setdefault((record.__tablename__, record.id), entry)
    if known is not entry:
        known.before = {**entry.before, **known.before} if known.action == "update" else {}
        known.after.update(entry.after)


def _case_of(record: Any) -> str | None:
    found: str | None = record.id if record.__tablename__ == "cases" else getattr(record, "case_id", None)
    return found


def _values(record: Any) -> dict[str, Any]:
    columns = inspect(type(record)).column_attrs
    values = {c.key: plain(getattr(record, c.key)) for c in columns if c.key not in UNLOGGED}
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _difference(record: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    state = inspect(record)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key in UNLOGGED or not history.has_changes():
            continue
        old, new = plain(history.deleted[0] if history.deleted else None), plain(history.added[0])
        if old != new:
            before[column.key], after[column.key] = old, new
    return before, after


def plain(value: Any) -> Any:
    """A value as JSON keeps it: dates and moments in ISO form."""
    return value.isoformat() if isinstance(value, date | datetime) else value


# --- writing --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Header:
    """Who, when, under which label; `undoes` names the set this one takes back."""

    desk_id: str
    at: datetime
    account_id: str
    label: str
    undoes: str | None = None
    undoable: bool = True


def write(session: Session, header: Header, touched: Touched) -> str | None:
    """Append the set of this transaction to the desk's chain; its id, or None when nothing was changed."""
    if not touched.entries:
        return None
    position, previous = _end_of_chain(session, header.desk_id)
    row = ChangeSet(
        desk_id=header.desk_id, position=position, at=header.at, account_id=header.account_id,
        label=header.label, undoes_id=header.undoes, undoable=header.undoable, chain="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    rows = [_change(row.id, i, key, entry) for i, (key, entry) in enumerate(touched.entries.items())]
    row.chain = _link(previous, row, [change.seal for change in rows])
    session.add_all(rows)
    session.flush()
    return row.id


def _change(set_id: str, position: int, key: tuple[str, str], entry: Entry) -> Change:
    payload = json.dumps(
        {"action": entry.action, "before": entry.before, "after": entry.after}, ensure_ascii=False, sort_keys=True
    )
    nonce = secrets.token_hex(16)
    return Change(
        set_id=set_id, position=position, table=key[0], entity_id=key[1], case_id=entry.case_id,
        payload=payload, nonce=nonce, seal=_seal(nonce, payload),
    )  # fmt: skip


def _end_of_chain(session: Session, desk_id: str) -> tuple[int, str]:
    last = session.execute(
        select(ChangeSet.position, ChangeSet.chain)
        .where(ChangeSet.desk_id == desk_id)
        .order_by(ChangeSet.position.desc())
        .limit(1)
    ).first()
    return (last[0] + 1, last[1]) if last else (1, START)


def _seal(nonce: str, payload: str) -> str:
    return hmac.new(bytes.fromhex(nonce), payload.encode(), hashlib.sha256).hexdigest()


def _link(previous: str, row: ChangeSet, seals: list[str]) -> str:
    fields = [previous, row.id, row.desk_id, row.position, row.at.isoformat(), row.account_id, row.label, seals]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


# --- reading --------------------------------------------------------------------------------------------------


def head(session: Session, desk_id: str) -> str:
    """The chain's last link: printed on every 移交清单, kept in each backup's manifest."""
    return _end_of_chain(session, desk_id)[1]


def broken_links(session: Session) -> list[str]:
    """Ids of sets whose link or payload does not verify; empty when nothing was rewritten."""
    bad: list[str] = []
    previous: dict[str, str] = {}
    for row in session.scalars(select(ChangeSet).order_by(ChangeSet.desk_id, ChangeSet.position)):
        changes = _changes_of(session, row.id)
        honest = all(c.nonce == "" or hmac.compare_digest(c.seal, _seal(c.nonce, c.payload)) for c in changes)
        linked = _link(previous.get(row.desk_id, START), row, [c.seal for c in changes]) == row.chain
        if not (honest and linked):
            bad.append(row.id)
        previous[row.desk_id] = row.chain
    return bad


def history(session: Session, entity_id: str) -> Iterator[HistoryLine]:
    """Every change of a record, or of all that belongs to a case, newest first."""
    query = (
        select(ChangeSet, Change)
        .join(Change, Change.set_id == ChangeSet.id)
        .where((Change.entity_id == entity_id) | (Change.case_id == entity_id))
        .order_by(ChangeSet.at.desc(), ChangeSet.position.desc(), Change.position)
    )
    for row, change in session.execute(query):
        content: dict[str, Any] = json.loads(change.payload) if change.nonce else {"action": "erase", "before": {}, "after": {}}
        yield HistoryLine(
            row.id, row.at, row.account_id, row.label, change.table,
            content["action"], content["before"], content["after"], not change.nonce,
        )  # fmt: skip


def _changes_of(session: Session, set_id: str) -> list[Change]:
    return list(session.scalars(select(Change).where(Change.set_id == set_id).order_by(Change.position)))


# --- undo -----------------------------------------------------------------------------------------------------


def last_done(session: Session, account_id: str) -> ChangeSet | None:
    """What Ctrl+Z takes back: this person's newest set that is neither undone nor itself an undo."""
    query = _sets_of(account_id).where(ChangeSet.undone.is_(False), ChangeSet.undoes_id.is_(None))
    return session.scalars(query).first()


def last_undone(session: Session, account_id: str) -> ChangeSet | None:
    """What Ctrl+Y does again: this person's newest set, if it is an undo."""
    newest = session.scalars(_sets_of(account_id).where(ChangeSet.undone.is_(False))).first()
    return newest if newest is not None and newest.undoes_id else None


def _sets_of(account_id: str) -> Any:
    return select(ChangeSet).where(ChangeSet.account_id == account_id).order_by(ChangeSet.at.desc()).limit(1)


def take_back(session: Session, row: ChangeSet) -> None:
    """Set every record of a set to what it was; refused when somebody changed it since.

    A created record goes to the recycle bin; an issued number is voided with its reason, never taken back.
    """
    if not row.undoable:
        raise Refused(f"“{row.label}”不能撤销。")
    for change in reversed(_changes_of(session, row.id)):
        if not change.nonce:
            raise Refused("这一步涉及的内容已依法删除，不能再撤销。")
        _take_back_one(session, change, row)
    session.execute(update(ChangeSet).where(ChangeSet.id == row.id).values(undone=True))
    if row.undoes_id:
        session.execute(update(ChangeSet).where(ChangeSet.id == row.undoes_id).values(undone=False))


def _take_back_one(session: Session, change: Change, row: ChangeSet) -> None:
    content = json.loads(change.payload)
    mapper = next(m for m in Base.registry.mappers if m.local_table.name == change.table)  # type: ignore[attr-defined]
    record: Any = session.get(mapper.class_, change.entity_id, execution_options={"with_deleted": True})
    if record is None:
        raise Refused("这条记录已经不在了，不能撤销。")
    if isinstance(record, IssuedNumber):
        record.voided_on, record.void_reason = row.at.date(), f"撤销：{row.label}"
    elif content["action"] == "insert":
        record.deleted_at = session.info["at"]
    else:
        _restore(record, content, mapper)


def _restore(record: Any, content: dict[str, Any], mapper: Any) -> None:
    for name, after in content["after"].items():
        if plain(getattr(record, name)) != after:
            raise Refused("这条记录之后又改过，不能直接撤销。请打开它手工改回来。")
    for name, before in content["before"].items():
        setattr(record, name, _typed(mapper.columns[name], before))


def _typed(column: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if column.type.python_type is datetime else value


def erase(session: Session, entity_ids: set[str], by_set: str) -> int:
    """Lawful erasure: overwrite payload and nonce of every change of these records; how many were."""
    result = session.execute(
        update(Change)
        .where(Change.entity_id.in_(entity_ids), Change.nonce != "")
        .values(payload=f"erased by change set {by_set}", nonce="")
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult of an UPDATE


def count(session: Session) -> int:
    """How many sets the desk holds."""
    return session.scalar(select(func.count()).select_from(ChangeSet)) or 0
