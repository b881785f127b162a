"""Keeping derived reminders in step, inside every transaction, for each record it touched."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from studio_app.domain.reminders import Due
from studio_app.domain.rest_days import RestDays
from studio_app.office import arrangements
from studio_app.office.kinds import Clocks, RecordKind
from studio_app.office.lists import Lists
from studio_app.office.rows import alive
from studio_app.office.tables import DictionaryEntry, OwnReminder, Reminder, Snooze
from studio_app.store.belonging import belonging
from studio_app.store.changes import Touched

RULE_LISTS = ("deadlines", "case_states", "obligation_states", arrangements.DICTIONARY)
NOBODY = ""
"""The owner of a reminder written by hand that belongs to no record."""


class ReminderKeeper:
    """A keeper of the database: derives anew what the change log shows to have changed."""

    def __init__(self, kinds: Iterable[RecordKind], lists: Lists, rest_days: RestDays) -> None:
        self._kinds = [kind for kind in kinds if kind.dues is not None]
        self._clocks = Clocks(lists, rest_days)

    def __call__(self, session: Session, touched: Touched) -> None:
        edited, put_off = self._rules_edited(session, touched), _put_off(session, touched)
        for kind in self._kinds:
            ids = kind.touched(touched) | {owner for name, owner in put_off if name == kind.name}
            ids |= _with_clocks(session, kind) if edited else set()
            for record_id in sorted(ids):
                self.derive(session, kind, record_id)
        if touched.ids("own_reminder", "snooze"):
            self.derive_loose(session)

    @staticmethod
    def _rules_edited(session: Session, touched: Touched) -> bool:
        query = select(DictionaryEntry.id).where(
            DictionaryEntry.id.in_(touched.ids("dictionary_entry")), DictionaryEntry.dictionary.in_(RULE_LISTS)
        )
        ids = touched.ids("dictionary_entry")
        return bool(ids) and session.scalars(query.execution_options(with_deleted=True)).first() is not None

    def derive(self, session: Session, kind: RecordKind, record_id: str) -> None:
        """Replace the reminders of one record, and let it note its nearest day."""
        record = alive(session, kind.table, record_id)
        self._clocks.lists.load(session)
        dues = _own_of(session, kind, record_id) if record else []
        if record and kind.dues:
            dues = [*kind.dues(session, self._clocks, record), *dues]
        rows = _replace(session, dues, kind.name, record_id)
        if record is not None and kind.settle is not None:
            kind.settle(session, self._clocks, record, self._next_due(rows))

    def _next_due(self, rows: list[dict[str, Any]]) -> date | None:
        """The nearest day; a right that lapses is no step that stays to be taken, and nobody derives anew that day."""
        lapsing = {code for code, rule in self._clocks.lists.rules().items() if rule.lapses}
        return min((row["shown_on"] for row in rows if row["rule"] not in lapsing), default=None)

    def derive_loose(self, session: Session) -> None:
        """Reminders written by hand that belong to no record."""
        alone = OwnReminder.case_id.is_(None) & OwnReminder.intake_id.is_(None)
        _replace(session, _own(session.scalars(select(OwnReminder).where(alone))), NOBODY, NOBODY)


def _put_off(session: Session, touched: Touched) -> set[tuple[str, str]]:
    """(kind, id) of the records whose reminders were put off, or are not any more."""
    ids = touched.ids("snooze")
    if not ids:
        return set()
    query = select(Reminder.owner_kind, Reminder.owner_id).join(Snooze, Snooze.reminder_key == Reminder.key)
    found = session.execute(query.where(Snooze.id.in_(ids)).execution_options(with_deleted=True))
    return {(kind, owner) for kind, owner in found}


def _with_clocks(session: Session, kind: RecordKind) -> set[str]:
    """Records on which a clock may run, and those reminded of."""
    reminded = set(session.scalars(select(Reminder.owner_id).where(Reminder.owner_kind == kind.name)))
    if kind.running is None:
        return reminded
    table: Any = kind.table
    return reminded | set(session.scalars(select(table.id).where(kind.running(session.info["at"].date()))))


def _own_of(session: Session, kind: RecordKind, record_id: str) -> list[Due]:
    if not hasattr(OwnReminder, kind.column):
        return []
    return _own(belonging(session, OwnReminder, **{kind.column: record_id}))


def _own(written: Iterable[OwnReminder]) -> list[Due]:
    return [
        Due(f"own:{r.id}", "own", r.id, r.due_on, r.due_on, None, r.text, "自记提醒", "own")
        for r in written
        if r.done_on is None
    ]


_FORGET = delete(cast("Any", Reminder.__table__)).where(
    Reminder.studio_id == bindparam("studio"),
    Reminder.owner_kind == bindparam("kind"),
    Reminder.owner_id == bindparam("owner"),
)
_FORGET_KEYS = delete(cast("Any", Reminder.__table__)).where(
    Reminder.studio_id == bindparam("studio"), Reminder.key.in_(bindparam("keys", expanding=True))
)


def _replace(session: Session, dues: list[Due], kind: str, owner_id: str) -> list[dict[str, Any]]:
    """Swap the stored reminders of one owner, or of none, for these."""
    stored, studio = session.connection(), session.info["database"].studio_id
    stored.execute(_FORGET, {"studio": studio, "kind": kind, "owner": owner_id})
    keys = [due.key for due in dues]
    if not keys:
        return []
    stored.execute(_FORGET_KEYS, {"studio": studio, "keys": keys})  # one may have changed its case
    snoozed = _snoozes(session, keys)
    rows = [{"owner_kind": kind, "owner_id": owner_id, **_row(due, snoozed.get(due.key))} for due in dues]
    session.execute(insert(Reminder), rows)
    return rows


def _row(due: Due, until: date | None) -> dict[str, Any]:
    return {**vars(due), "shown_on": max(due.due_on, until) if until else due.due_on}


def _snoozes(session: Session, keys: list[str]) -> dict[str, date]:
    """The newest putting-off of each reminder."""
    query = (
        select(Snooze.reminder_key, Snooze.until)
        .where(Snooze.reminder_key.in_(keys))
        .order_by(Snooze.created_at, Snooze.id)
    )
    return dict(session.execute(query).all())


def in_force(lists: Lists, today: date) -> ColumnElement[bool]:
    """All but those whose right is gone: the last day of a rule that lapses is over, put off or not."""
    lapsing = [code for code, rule in lists.rules().items() if rule.lapses]
    return Reminder.rule.not_in(lapsing) | (func.coalesce(Reminder.possible_on, Reminder.due_on) >= today)
