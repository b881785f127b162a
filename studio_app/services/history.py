"""What was done, by whom, taken back and done again: undo, history, recycle bin."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.office.change_words import ChangeWords
from studio_app.office.kinds import RecordKind, Table, of_table
from studio_app.office.office import Office
from studio_app.office.tables import Account, Attachment, DictionaryEntry, OwnReminder
from studio_app.records import KINDS
from studio_app.store import changes, undo
from studio_app.store.log_tables import Change, ChangeSet

BIN_LIMIT = 200  # rows of one table shown in the recycle bin, the newest
_PARTS = [part for kind in KINDS for part in kind.parts]
BINNED: tuple[Table, ...] = tuple(dict.fromkeys([*(kind.table for kind in KINDS), *_PARTS, Attachment, OwnReminder]))
"""What the bin shows, the most telling first: a case stands for the parties that went with it."""
WHOLE = frozenset(kind.table.__tablename__ for kind in KINDS if kind.parts)
"""What goes with all that hangs on it."""
SETTINGS = frozenset(kind.__tablename__ for kind in (Account, DictionaryEntry))
"""What only who may change settings takes back: the right may have been lost since."""


@dataclass(frozen=True)
class Step:
    """What 撤销 or 重做 would do; `at` is local, `words` say it in one line, `needs_asking` first.

    `owners` are the cases and visits it changes, `kinds` the tables: it is asked too where the page in view does not
    show all of that being edited.
    """

    set_id: str
    label: str
    at: datetime
    about: str
    needs_asking: bool
    owners: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """登记履行（王某 与 赵某，10:32）."""
        told = [self.about, f"{self.at:%H:%M}"] if self.about else [f"{self.at:%H:%M}"]
        return f"{self.label}（{'，'.join(told)}）"


@dataclass(frozen=True)
class PastChange:
    """One record's change in the history; `lines` are its fields in words, sensitive ones covered."""

    at: datetime
    who: str
    label: str
    deed: str
    lines: list[str]


@dataclass(frozen=True)
class Binned:
    """What one deletion put into the recycle bin; `restore(set_id)` brings all of it back."""

    set_id: str
    kind: str
    title: str
    at: datetime
    who: str
    label: str
    count: int


class History:
    """Undo takes back this person's last step; passwords, locks, hand-overs and destruction are never taken back."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- undo and redo ----------------------------------------------------------------------------------------

    def undoable(self) -> Step | None:
        """What Ctrl+Z would take back."""
        with self._office.read() as session:
            row = undo.last_done(session, self._office.signed.account_id)
            return self._step(session, row, row.label) if row else None

    def undo(self) -> str:
        """Take back the last step; its label. Refused when somebody went on from it since."""
        with self._office.read() as session:
            row = undo.last_done(session, self._office.signed.account_id)
        if row is None:
            raise Refused("没有可以撤销的操作。")
        self._take_back(row.id, f"撤销：{row.label}")
        return row.label

    def redoable(self) -> Step | None:
        """What Ctrl+Y would do again."""
        with self._office.read() as session:
            row = undo.last_undone(session, self._office.signed.account_id)
            return self._step(session, row, self._original_label(session, row)) if row else None

    def redo(self) -> str:
        """Do again what was undone last; its label."""
        with self._office.read() as session:
            row = undo.last_undone(session, self._office.signed.account_id)
            label = self._original_label(session, row) if row else ""
        if row is None:
            raise Refused("没有可以重做的操作。")
        self._take_back(row.id, f"重做：{label}")
        return label

    def _take_back(self, set_id: str, label: str) -> None:
        with self._writing(label, set_id) as session:
            row = session.get_one(ChangeSet, set_id)
            if row.undone:
                raise Refused("这一步刚刚已经撤销了。")
            undo.take_back(session, row)

    def _writing(self, label: str, undoes: str) -> Any:
        with self._office.read() as session:
            touched = {change.table for change in changes.changes_of(session, undoes)}
        self._office.require("settings" if touched & SETTINGS else "write")
        return self._office.database.transaction(self._office.signed.account_id, label, undoes=undoes)

    def _step(self, session: Session, row: ChangeSet, label: str) -> Step:
        at = self._office.local(row.at)
        age = self._office.now() - at
        old = age > timedelta(minutes=self._office.lists.limit("undo_minutes"))
        touched = changes.changes_of(session, row.id)
        owners = {owner_id for change in touched for _kind, owner_id in _owners_of(session, change)}
        rights = any(c.table == Account.__tablename__ for c in touched)
        asks = old or rights or undo.done_since(session, row) or any(_whole(change) for change in touched)
        kinds = frozenset(change.table for change in touched)
        return Step(row.id, label, at, self._about(session, row), asks, frozenset(owners), kinds)

    def _original_label(self, session: Session, row: ChangeSet) -> str:
        original = session.get(ChangeSet, row.undoes_id)
        return original.label if original else row.label

    def _about(self, session: Session, row: ChangeSet) -> str:
        """王某 与 赵某: the record a set is about, else what kind of thing it is."""
        touched = changes.changes_of(session, row.id)
        owners = [one for change in touched for one in _owners_of(session, change)]
        for kind in KINDS:
            for record_id in (owner_id for owner, owner_id in owners if owner is kind):
                found = session.get(kind.table, record_id, execution_options={"with_deleted": True})
                return kind.title_of(found) if found is not None else ""
        return ChangeWords(self._office, session).kind(touched[0].table) if touched else ""

    # --- history ----------------------------------------------------------------------------------------------

    def of(self, entity_id: str) -> list[PastChange]:
        """Every change of a record, or of all that belongs to a case, newest first, in words."""
        with self._office.read() as session:
            words = ChangeWords(self._office, session)
            return [
                PastChange(
                    self._office.local(line.at),
                    words.who(line.account_id),
                    line.label,
                    words.deed(line),
                    words.details(line),
                )
                for line in changes.history(session, entity_id)
            ]

    def verify(self) -> list[str]:
        """What is wrong with the file or the chain of changes, in sentences; empty when all is well."""
        return self._office.database.check()

    # --- recycle bin ------------------------------------------------------------------------------------------

    def recycle_bin(self) -> list[Binned]:
        """Each deletion with what it took away, the newest first."""
        with self._office.read() as session:
            rows = [row for kind in BINNED for row in self._deleted(session, kind)]
            by_set = undo.deleted_by(session, [row.id for row in rows])
            rows = sorted((row for row in rows if row.id in by_set), key=lambda row: by_set[row.id].id)
            found = list(self._binned(session, rows, by_set))
        return sorted(found, key=lambda item: item.at, reverse=True)

    def _deleted(self, session: Session, kind: Any) -> list[Any]:
        query = select(kind).where(kind.deleted_at.is_not(None)).order_by(kind.deleted_at.desc()).limit(BIN_LIMIT)
        rows = session.scalars(query.execution_options(with_deleted=True))
        return [row for row in rows if self._is_mine_to_see(row)]

    def _is_mine_to_see(self, row: Any) -> bool:
        return not row.secret or self._office.may_read_note_of(row.author_id)

    def _binned(self, session: Session, rows: list[Any], by_set: dict[str, ChangeSet]) -> Iterator[Binned]:
        words, about = ChangeWords(self._office, session), _owners(session, rows)
        for set_id, group in groupby(rows, key=lambda row: by_set[row.id].id):
            members = list(group)
            first, row = members[0], by_set[members[0].id]
            at = self._office.local(first.deleted_at)
            kind, who = words.kind(first.__tablename__), words.who(row.account_id)
            title = "　".join(filter(None, (about.get(_owner_id(first), ""), _title_of(first))))
            yield Binned(set_id, kind, title, at, who, row.label, len(members))

    def restore(self, set_id: str) -> str:
        """Bring back what one deletion took away; a sentence. Refused when its case is in the bin itself."""
        with self._office.write("从回收站恢复") as session:
            back = undo.revive(session, session.get_one(ChangeSet, set_id))
            if not back:
                raise Refused("这里已经没有可以恢复的内容。")
            if not any(self._is_mine_to_see(row) for row in back):
                raise Refused("保密笔记只有写的人和管理员能恢复。")
        return f"已恢复 {len(back)} 条记录。"


def _whole(change: Change) -> bool:
    """A record came or went as a whole, with all that hangs on it."""
    if change.table not in WHOLE:
        return False
    payload = json.loads(change.payload) if change.nonce else {}
    return payload.get("action") == "insert" or "deleted_at" in payload.get("after", {})


def _owners_of(session: Session, change: Change) -> Iterator[tuple[RecordKind, str]]:
    """The records a change concerns: itself, and what it belongs to."""
    for kind in KINDS:
        if change.table == kind.table.__tablename__:
            yield kind, change.entity_id
        elif kind.name == "case" and change.case_id:
            yield kind, change.case_id
        elif table := next((table for table in kind.tables if table.__tablename__ == change.table), None):
            owner = select(kind.owner_in(table)).where(table.id == change.entity_id)
            yield kind, str(session.scalar(owner.execution_options(with_deleted=True)))


def _owner_id(row: Any) -> str:
    """The record a part hangs on, "" for one of its own."""
    return next((owner for kind in KINDS if (owner := getattr(row, kind.column, None))), "")


def _owners(session: Session, rows: Sequence[Any]) -> dict[str, str]:
    """How people know the records these hang on, themselves in the bin or not."""
    ids = {_owner_id(row) for row in rows} - {""}
    found: dict[str, str] = {}
    for kind in KINDS:
        query = select(kind.table).where(kind.table.id.in_(ids)).execution_options(with_deleted=True)
        found |= {row.id: kind.title_of(row) for row in session.scalars(query)}
    return found


def _title_of(row: Any) -> str:
    """How a person knows the record again; never a number of a person, never a 保密 text."""
    kind = of_table(KINDS, row.__tablename__)
    if row.secret or (kind is not None and kind.title):
        return kind.title_of(row) if kind else ""
    told = (str(getattr(row, name, "")) for name in ("name", "number", "text", "place"))
    return next((text[:40] for text in told if text), "")
