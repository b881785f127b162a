"""What a newer program ships or derives otherwise, brought into an older desk once: at opening, and after it."""

from contextlib import suppress
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from studio_app.core.errors import AppError
from studio_app.domain import numbering, phones
from studio_app.domain.rest_days import RestDays
from studio_app.office import derived, lists
from studio_app.office.clocks import ReminderKeeper
from studio_app.office.index import IndexKeeper
from studio_app.office.lists import Lists
from studio_app.office.tables import IssuedNumber
from studio_app.records import KINDS
from studio_app.records.person import copies
from studio_app.store import identifiers
from studio_app.store.database import Database
from studio_app.store.log_tables import Secret

PART = 20
"""Records derived in one transaction: nobody who saves meanwhile waits longer than half a second for it."""
WHAT = "随程序升级"
ONE_PHONE = 12  # signs a field with several is longer than


def bring_up(database: Database, actor: str, known: Lists) -> None:
    """What cannot wait: new lists, and what spellings are compared by. The rest is left to `go_on`.

    Does nothing on a desk this program has opened before; a full disk keeps nobody from opening it.
    """
    with database.read() as session:
        stored = session.get(Secret, derived.MARK)
    if stored is not None and stored.value == derived.present():
        return
    with suppress(AppError), database.transaction(actor, WHAT, undoable=False) as session:
        lists.seed(session)
        session.flush()
        known.forget()
        known.load(session)
        if stored is None or not stored.value.startswith(derived.generation()):
            _spell_anew(session, known)
            session.merge(Secret(name=derived.LEFT, value=b"0:"))
        derived.mark(session)


def go_on(database: Database, actor: str, known: Lists, rest_days: RestDays) -> bool:
    """Derive anew a further part of what an older program left, the oldest first; whether more is left.

    How far it got stands in the database, so a desk closed meanwhile goes on where it was. The newest records come
    last, because they are found first by the order in which they were put.
    """
    with database.read() as session:
        stored = session.get(Secret, derived.LEFT)
    if stored is None:
        return False
    with database.transaction(actor, WHAT, undoable=False) as session:
        known.load(session)
        return _derive_part(session, IndexKeeper(KINDS, known), ReminderKeeper(KINDS, known, rest_days))


def _derive_part(session: Session, index: IndexKeeper, reminders: ReminderKeeper) -> bool:
    left = session.get_one(Secret, derived.LEFT)
    step, _colon, after = left.value.decode().partition(":")
    kind = _STEPS[int(step)]
    model = kind.table
    ids = session.scalars(select(model.id).where(model.id > after).order_by(model.id).limit(PART)).all()
    for record_id in ids:
        index.index(session, kind, record_id)
        if kind.dues is not None:
            reminders.derive(session, kind, record_id)
    if ids:
        left.value = f"{step}:{ids[-1]}".encode()
    elif int(step) + 1 < len(_STEPS):
        left.value = f"{int(step) + 1}:".encode()
    else:
        session.delete(left)
        return False
    return True


_STEPS = [kind for kind in KINDS if kind.document is not None]


def _spell_anew(session: Session, known: Lists) -> None:
    """What is compared instead of what was typed: numbers, addresses, the sound of names. Past the change log."""
    told = session.execute(select(IssuedNumber.id, IssuedNumber.text)).all()
    _set(session, IssuedNumber, [{"id": row_id, "comparable": numbering.comparable(text)} for row_id, text in told])
    for model in (table for kind in KINDS for table in kind.carrying("address_key")):
        rows = session.execute(select(model.id, model.name, model.address)).all()
        derived = [
            {"id": row_id, "sort_key": known.sort_key(name), "address_key": copies.address_key(address)}
            for row_id, name, address in rows
        ]
        _set(session, model, derived)
        _set(session, model, _apart(session, model))
    identifiers.anew(session)


def _apart(session: Session, model: type[Any]) -> list[dict[str, str]]:
    """Several phones that stood in one field without anything between them."""
    query = select(model.id, model.phone).where(func.length(model.phone) > ONE_PHONE)
    told = ((row_id, phone, phones.normalise(phone)) for row_id, phone in session.execute(query))
    return [{"id": row_id, "phone": apart} for row_id, phone, apart in told if "、" in apart and apart != phone]


def _set(session: Session, model: type[Any], derived: list[dict[str, str]]) -> None:
    table = model.__table__
    columns: dict[Any, Any] = {
        name: bindparam(f"new_{name}") for name in (derived[0] if derived else ()) if name != "id"
    }
    values = [{"row": one.pop("id"), **{f"new_{name}": value for name, value in one.items()}} for one in derived]
    if values:
        own = (table.c.studio_id == session.info["database"].studio_id, table.c.id == bindparam("row"))
        session.connection().execute(update(table).where(*own).values(columns), values)
