"""Between a draft and its stored row: same field names, one loop."""

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Update, bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.merging import Edited, shown
from studio_app.domain.wording import clean
from studio_app.store.table import Entity

MOVED_TO = "您打开以后，这里在别处改成了“{}”。仍用您写的，请再保存一次；不用的，改成这样再保存。"
MOVED = "您打开以后，这里在别处改过。仍用您选的，请再保存一次；不用的，请点“返回”重新打开。"
OWN = "stored by this draft"
D = TypeVar("D")
R = TypeVar("R", bound=Entity)


def alive(session: Session, kind: type[R], row_id: str | None) -> R | None:
    """A record that is not in the recycle bin; `Session.get` alone still hands out one deleted in this transaction."""
    row = session.get(kind, row_id) if row_id else None
    return row if row is not None and row.deleted_at is None else None


def found(session: Session, kind: type[R], row_id: str | None) -> R:
    """As `alive`; Refused when it is gone."""
    row = alive(session, kind, row_id)
    if row is None:
        raise Refused(f"这{kind.counted}{kind.logged_as}已经不在了，可能刚被删除。请回到列表再看。")
    return row


def put_derived(session: Session, row: Entity, **values: Any) -> None:
    """What follows from other columns: past the change log, and told by the row at hand at once."""
    other = {name: value for name, value in values.items() if getattr(row, name) != value}
    if other:
        statement: Update = _derived(type(row), tuple(other))  # type: ignore[arg-type]  # a class is hashable
        values = {"studio": row.studio_id, "row_id": row.id} | {f"new_{name}": other[name] for name in other}
        session.connection().execute(statement, values)
    for name, value in other.items():
        set_committed_value(row, name, value)


@cache
def _derived(kind: Any, names: tuple[str, ...]) -> Update:
    told: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    own = (kind.__table__.c.studio_id == bindparam("studio"), kind.__table__.c.id == bindparam("row_id"))
    return update(kind.__table__).where(*own).values(told)


def apply(draft: Any, row: Any, leave_out: Iterable[str] = ("id",)) -> None:
    """Copy every field of a draft to the row of the same name; control characters are stripped at this entry.

    TypeError for a field the row does not have and that is not left out: what was typed must not be lost silently.

    What the draft leaves as it was read stays as it is stored by now. Invalid where somebody else changed meanwhile
    what the draft changes too: told once, for the next try is made knowing it.
    """
    names = [field.name for field in fields(draft) if field.name not in {"began", *leave_out}]
    if unknown := [name for name in names if not hasattr(type(row), name)]:
        raise TypeError(f"{type(row).__name__} has no {'、'.join(unknown)}")
    clashes = {}
    for name in names:
        value = getattr(draft, name)
        told = put(draft, row, name, clean(value) if isinstance(value, str) else value)
        if told:
            clashes[name] = told
    if clashes:
        raise Invalid(clashes)


def put(draft: Any, row: Any, name: str, value: Any) -> str:
    """One field, unless the draft leaves it as it was read; what to say where both changed it, else ""."""
    began = draft.began if isinstance(draft, Edited) and draft.began.get("id") == row.id else {}
    if name in began:
        own: dict[str, Any] = began.setdefault(OWN, {})  # what this draft stored itself, where it was not rolled back
        stored = getattr(row, name)
        read = stored if name in own and own[name] == stored else began[name]
        if value == read:
            return ""
        if stored not in (read, value):
            began[name] = stored
            return MOVED_TO.format(shown(stored)) if shown(stored) else MOVED
        own[name] = value
    setattr(row, name, value)
    return ""


def draft_of(kind: type[D], row: Any) -> D:
    """A draft filled from a stored row, for editing."""
    read = {f.name: getattr(row, f.name) for f in fields(kind) if hasattr(row, f.name)}  # type: ignore[arg-type]  # kind is a dataclass
    made = kind(**read)
    if isinstance(made, Edited):
        made.began = {"id": row.id} | {name: list(v) if isinstance(v, list) else v for name, v in read.items()}
    return made
