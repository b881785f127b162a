"""What a newer program ships or derives otherwise, brought into an older desk once, when it is opened."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from studio_app import paths
from studio_app.domain import numbering
from studio_app.domain.rest_days import RestDays
from studio_app.records import indexing, lists, people
from studio_app.records.indexing import IndexKeeper
from studio_app.records.lists import Lists
from studio_app.records.reminding import ReminderKeeper
from studio_app.settings import AppError
from studio_app.store.database import Database
from studio_app.store.tables import Case, ConfidentialNote, Intake, IssuedNumber, Party, Person, Secret, Visitor

MARK = "derived"
DERIVED_AS = 3
"""Raised whenever something derived of a record changes: index, reminders, what spellings are compared by."""


def bring_up(database: Database, actor: str, known: Lists, rest_days: RestDays) -> None:
    """Does nothing on a desk this program has opened before; a full disk keeps nobody from opening it."""
    with database.read() as session:
        stored = session.get(Secret, MARK)
    if stored is not None and stored.value == _present():
        return
    with suppress(AppError), database.transaction(actor, "随程序升级", undoable=False) as session:
        lists.seed(session)
        session.flush()
        known.forget()
        known.load(session)
        if stored is None or not stored.value.startswith(_generation()):
            _spell_anew(session, known)
            _derive_anew(session, IndexKeeper(known), ReminderKeeper(known, rest_days))
        mark(session)


def mark(session: Session) -> None:
    """Note that the desk holds what this program ships and derives."""
    session.merge(Secret(name=MARK, value=_present()))


def _derive_anew(session: Session, index: IndexKeeper, reminders: ReminderKeeper) -> None:
    for case_id in _ids(session, Case):
        index.index_case(session, case_id)
        reminders.derive_case(session, case_id)
    for intake_id in _ids(session, Intake):
        index.index_intake(session, intake_id)
        reminders.derive_intake(session, intake_id)
    for person_id in _ids(session, Person):
        index.index_person(session, person_id)
    for note_id in _ids(session, ConfidentialNote):
        indexing.index_note(session, note_id)


def _spell_anew(session: Session, known: Lists) -> None:
    """What is compared instead of what was typed: numbers, addresses, the sound of names. Past the change log."""
    told = session.execute(select(IssuedNumber.id, IssuedNumber.text)).all()
    _set(session, IssuedNumber, [{"id": row_id, "comparable": numbering.comparable(text)} for row_id, text in told])
    for model in (Visitor, Party, Person):
        rows = session.execute(select(model.id, model.name, model.address)).all()
        derived = [
            {"id": row_id, "sort_key": indexing.sort_key(known, name), "address_key": people.address_key(address)}
            for row_id, name, address in rows
        ]
        _set(session, model, derived)


def _set(session: Session, model: type[Any], derived: list[dict[str, str]]) -> None:
    table = model.__table__
    columns: dict[Any, Any] = {
        name: bindparam(f"new_{name}") for name in (derived[0] if derived else ()) if name != "id"
    }
    values = [{"row": one.pop("id"), **{f"new_{name}": value for name, value in one.items()}} for one in derived]
    if values:
        session.connection().execute(update(table).where(table.c.id == bindparam("row")).values(columns), values)


def _ids(session: Session, model: type[Case] | type[Intake] | type[Person] | type[ConfidentialNote]) -> Iterator[str]:
    """The oldest first: the newest are found first by the order in which they were put."""
    yield from session.scalars(select(model.id).order_by(model.id)).all()


def _generation() -> bytes:
    return f"{DERIVED_AS}:".encode()


def _present() -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(paths.resource("dictionaries").glob("*.toml")):
        digest.update(file.name.encode() + file.read_bytes())
    return _generation() + digest.hexdigest().encode()
