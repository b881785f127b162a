"""Between a draft and its stored row: same field names, one loop."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from studio_app.domain.wording import clean
from studio_app.store.tables import Entity

D = TypeVar("D")
R = TypeVar("R", bound=Entity)


def alive(session: Session, kind: type[R], row_id: str | None) -> R | None:
    """A record that is not in the recycle bin; `Session.get` alone still hands out one deleted in this transaction."""
    row = session.get(kind, row_id) if row_id else None
    return row if row is not None and row.deleted_at is None else None


def apply(draft: Any, row: Any, leave_out: Iterable[str] = ("id",)) -> None:
    """Copy every field of a draft to the row of the same name; control characters are stripped at this entry."""
    skipped = set(leave_out)
    for field in fields(draft):
        if field.name in skipped or not hasattr(row, field.name):
            continue
        value = getattr(draft, field.name)
        setattr(row, field.name, clean(value) if isinstance(value, str) else value)


def draft_of(kind: type[D], row: Any) -> D:
    """A draft filled from a stored row, for editing."""
    return kind(**{f.name: getattr(row, f.name) for f in fields(kind) if hasattr(row, f.name)})  # type: ignore[arg-type]  # kind is a dataclass
