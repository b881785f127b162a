"""The change log: who changed what, and a chain that shows rewriting.

Written at flush for what a person enters or removes. `Change.seal` is HMAC-SHA256(nonce, payload) and
`ChangeSet.chain` covers the seals, so a lawful erasure (PIPL art. 47) can overwrite payload and nonce and
the chain still verifies.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Column, Date, func, insert, inspect, select, update
from sqlalchemy.orm import Session

from studio_app.store.log_tables import Change, ChangeSet
from studio_app.store.table import Base, Entity, UtcTime, model_of, new_id, references

UNLOGGED = frozenset(
    {"version", "studio_id", "visitor_label", "visitor_key", "parties_label", "parties_key", "next_due", "resolved_on"}
)
START = "0" * 64
ERASED = "erased by change set "
OF_LATE = 500
"""Sets looked at for the time: one stored while the clock was wrong does not hide the others."""


@dataclass
class Entry:
    """One record's change inside the running transaction."""

    action: str  # insert | update
    before: dict[str, Any]
    after: dict[str, Any]
    case_id: str | None
    owners: set[tuple[str, str]] = field(default_factory=set)
    """(column, id) of every record it belongs to, or belonged to before."""


@dataclass
class Touched:
    """What a transaction changed: (table, id) → Entry; told to keepers before and to listeners after commit."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)  # of the entries noted here, at hand at once

    def is_new(self, table: str, entity_id: str) -> bool:
        """Whether the transaction itself made this record."""
        entry = self.entries.get((table, entity_id))
        return entry is not None and entry.action == "insert"

    def ids(self, *tables: str) -> set[str]:
        """Ids of changed records of these tables."""
        return {entity_id for table, entity_id in self.entries if table in tables}

    def owners(self, column: str) -> set[str]:
        """Ids of the records whose parts were changed: `column` is where a part holds its owner."""
        return {owner for entry in self.entries.values() for name, owner in entry.owners if name == column}


@dataclass(frozen=True)
class HistoryLine:
    """One change of one record, for the history view."""

    set_id: str
    at: datetime
    account_id: str
    label: str
    table: str
    entity_id: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    erased: bool


# --- collecting -----------------------------------------------------------------------------------------------


def collect(session: Session, touched: Touched) -> None:
    """Called after each flush: one entry per record, the earliest before and the latest after."""
    for record in session.new:
        if isinstance(record, Entity):
            _note(touched, record, Entry("insert", {}, values_of(record), _case_of(record), _owners(record, {})))
    for record in session.dirty:
        if isinstance(record, Entity):
            before, after = _difference(record)
            if after:
                _note(touched, record, Entry("update", before, after, _case_of(record), _owners(record, before)))


def _owners(record: Any, before: dict[str, Any]) -> set[tuple[str, str]]:
    names = _owner_columns(record.__class__)
    found = {(name, owner) for name in names for owner in (getattr(record, name), before.get(name))}
    return {(name, owner) for name, owner in found if owner}


@cache
def _owner_columns(kind: Any) -> tuple[str, ...]:
    return tuple(column.key for column, _target in references(kind.__table__))


def _note(touched: Touched, record: Any, entry: Entry) -> None:
    touched.tables.add(record.__tablename__)
    known = touched.entries.setdefault((record.__tablename__, record.id), entry)
    if known is not entry:
        known.owners |= entry.owners
        known.before = {**entry.before, **known.before} if known.action == "update" else {}
        known.after.update(entry.after)
        known.case_id = entry.case_id or known.case_id


def _case_of(record: Any) -> str | None:
    found: str | None = record.id if record.__tablename__ == "cases" else getattr(record, "case_id", None)
    return found


def values_of(record: Any) -> dict[str, Any]:
    """What a record says, empty fields left out."""
    columns = inspect(type(record)).column_attrs
    values = {c.key: plain(getattr(record, c.key)) for c in columns if c.key not in UNLOGGED}
    return said(values)


def said(values: dict[str, Any]) -> dict[str, Any]:
    """Without the empty fields."""
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
    """A value as JSON keeps it: dates in ISO form, moments in UTC whatever zone they were given in."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def from_plain(column: Column[Any], value: Any) -> Any:
    """`plain` the other way round, for a value of this column."""
    if not isinstance(value, str):
        return value
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


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


def write(session: Session, header: Header, touched: Touched, after: str | None = None) -> str:
    """Append the set of this transaction to the desk's chain; its mark (see `knows`), "" when nothing was changed.

    `after` is the mark of the last set where nobody else can have added one since; otherwise it is looked up.
    """
    entries = {key: entry for key, entry in touched.entries.items() if _is_a_change(entry)}
    if not entries:
        return ""
    position, previous = _after(after) if after else _end_of_chain(session, header.desk_id)
    row = ChangeSet(
        id=new_id(), desk_id=header.desk_id, position=position, at=header.at, account_id=header.account_id,
        label=header.label, undoes_id=header.undoes, undone=False, undoable=header.undoable, chain="",
    )  # fmt: skip
    rows = [_change(row.id, i, key, entry) for i, (key, entry) in enumerate(entries.items())]
    row.chain = _link(previous, row, rows)
    for kind, records in ((ChangeSet, [row]), (Change, rows)):
        session.connection().execute(_INTO[kind], [_cells(record) for record in records])
    return _mark(row)


_INTO = {kind: insert(cast("Any", kind.__table__)) for kind in (ChangeSet, Change)}
"""What is only ever appended needs nothing a session does for records that live on."""


def _cells(record: Base) -> dict[str, Any]:
    columns = inspect(type(record)).column_attrs
    return {c.columns[0].name: getattr(record, c.key) for c in columns if c.key != "studio_id"}


def _is_a_change(entry: Entry) -> bool:
    """Drops what was changed and changed back inside one transaction."""
    if entry.action == "insert":
        return True
    kept = [name for name, value in entry.after.items() if value != entry.before.get(name)]
    entry.before = {name: entry.before.get(name) for name in kept}
    entry.after = {name: entry.after[name] for name in kept}
    return bool(kept)


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


def _link(previous: str, row: ChangeSet, changes: Sequence[Change]) -> str:
    """Covers everything of a set but `undone`, which a later undo sets, and payloads, which a seal covers."""
    head = [previous, row.id, row.desk_id, row.position, plain(row.at), row.account_id, row.label]
    kind = [row.undoes_id, row.undoable]
    told = [[c.position, c.table, c.entity_id, c.case_id, c.seal] for c in changes]
    return hashlib.sha256(json.dumps([*head, *kind, told], ensure_ascii=False).encode()).hexdigest()


# --- reading --------------------------------------------------------------------------------------------------


def head(session: Session, desk_id: str) -> str:
    """The chain's last link: printed on every 移交清单, kept in each backup's manifest."""
    return _end_of_chain(session, desk_id)[1]


def length(session: Session, desk_id: str) -> int:
    """The place of the chain's last set."""
    return _end_of_chain(session, desk_id)[0] - 1


def latest(session: Session, desk_id: str, after: int) -> datetime | None:
    """The latest moment at which one of the last `OF_LATE` sets beyond a place of the chain was stored."""
    mine = select(ChangeSet.at).where(ChangeSet.desk_id == desk_id, ChangeSet.position > after)
    late = mine.order_by(ChangeSet.position.desc()).limit(OF_LATE).subquery()
    found: datetime | None = session.scalar(select(func.max(late.c.at)))
    return found


def _mark(row: ChangeSet) -> str:
    """Place in the chain and link: enough to find a set again."""
    return f"{row.position} {row.chain}"


def _after(mark: str) -> tuple[int, str]:
    position, _, link = mark.partition(" ")
    return int(position) + 1, link


def knows(session: Session, desk_id: str, mark: str) -> bool:
    """Whether the set of this mark, once the end of the chain, is still there as it was."""
    position = mark.partition(" ")[0]
    query = select(ChangeSet).where(ChangeSet.desk_id == desk_id, ChangeSet.position == int(position))
    row = session.scalars(query).first() if position.isdecimal() else None
    return row is not None and _mark(row) == mark


def broken_links(session: Session) -> list[str]:
    """Ids of sets whose link or payload does not verify; empty when nothing was rewritten."""
    bad: list[str] = []
    previous: dict[str, str] = {}
    known: set[str] = set()
    for row, changes in _sets_in_order(session):
        known.add(row.id)
        linked = _link(previous.get(row.desk_id, START), row, changes) == row.chain
        if not linked or not all(_honest(change) for change in changes):
            bad.append(row.id)
        previous[row.desk_id] = row.chain
    return bad + _unlawfully_erased(session, known)


def _sets_in_order(session: Session) -> Iterator[tuple[ChangeSet, list[Change]]]:
    """Every set with its changes, chain by chain, in one pass: a desk of ten years has a hundred thousand."""
    query = (
        select(ChangeSet, Change)
        .outerjoin(Change, Change.set_id == ChangeSet.id)
        .order_by(ChangeSet.desk_id, ChangeSet.position, Change.position)
        .execution_options(yield_per=1000)
    )
    for row, pairs in groupby(session.execute(query), key=lambda pair: pair[0]):
        yield row, [change for _, change in pairs if change is not None]


def _honest(change: Change) -> bool:
    return change.nonce == "" or hmac.compare_digest(change.seal, _seal(change.nonce, change.payload))


def _unlawfully_erased(session: Session, known: set[str]) -> list[str]:
    """Sets with an erased change that names no set which erased it."""
    erased = session.execute(select(Change.set_id, Change.payload).where(Change.nonce == ""))
    return [set_id for set_id, payload in erased if payload.removeprefix(ERASED) not in known]


def history(session: Session, entity_id: str) -> Iterator[HistoryLine]:
    """Every change of a record, or of all that belongs to a case, newest first; within a desk as they were stored."""
    reached = func.max(ChangeSet.at).over(partition_by=ChangeSet.desk_id, order_by=ChangeSet.position)
    query = (
        select(ChangeSet, Change)
        .join(Change, Change.set_id == ChangeSet.id)
        .where((Change.entity_id == entity_id) | (Change.case_id == entity_id))
        .order_by(reached.desc(), ChangeSet.position.desc(), Change.position)
    )
    for row, change in session.execute(query):
        content: dict[str, Any] = content_of(change) if change.nonce else {"action": "erase", "before": {}, "after": {}}
        yield HistoryLine(
            row.id, row.at, row.account_id, row.label, change.table, change.entity_id,
            content["action"], content["before"], content["after"], not change.nonce,
        )  # fmt: skip


def content_of(change: Change) -> dict[str, Any]:
    """What a change says, in the fields of today."""
    content: dict[str, Any] = json.loads(change.payload)
    told_now = model_of(change.table).told_now
    before, after = told_now(content["before"]), told_now(content["after"])
    if content["action"] == "update":
        other = [name for name in after if before.get(name) != after[name]]
        before, after = {name: before.get(name) for name in other}, {name: after[name] for name in other}
    return content | {"before": before, "after": after}


def changes_of(session: Session, set_id: str) -> list[Change]:
    """The records of one set in order."""
    return list(session.scalars(select(Change).where(Change.set_id == set_id).order_by(Change.position)))


# --- erasing -------------------------------------------------------------------------------------------------


def erase(session: Session, entity_ids: set[str], by_set: str) -> int:
    """Lawful erasure: overwrite payload and nonce of every change of these records; how many were."""
    result = session.execute(
        update(Change)
        .where(Change.entity_id.in_(entity_ids), Change.nonce != "")
        .values(payload=f"{ERASED}{by_set}", nonce="")
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult of an UPDATE


def count(session: Session) -> int:
    """How many sets the desk holds."""
    return session.scalar(select(func.count()).select_from(ChangeSet)) or 0
