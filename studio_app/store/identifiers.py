"""Phones and plates one by one: whoever has several is found by each of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Index, String, bindparam, delete, insert, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from studio_app.domain import phones, plates
from studio_app.store.table import Base, told

SEVERAL: dict[str, Callable[[str], Collection[str]]] = {"phone": phones.lines, "plate": plates.several}
"""What somebody may have several of in one field, and how they are told apart."""
_PLAIN: dict[str, Callable[[str], str]] = {"phone": phones.normalise, "plate": plates.normalise}


class Identifier(Base):
    """One value of a field of a record; derived, and in step with the field from flush to flush."""

    __tablename__ = "identifier"
    __table_args__ = (Index("identifier_by_value", "studio_id", "owner_kind", "value", "owner_id"),)

    owner_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(20))


def having(model: Any, what: str, values: Collection[str]) -> ColumnElement[bool]:
    """Whether a record has one of these phones or plates."""
    owners = select(Identifier.owner_id).where(Identifier.owner_kind == model.__tablename__, Identifier.what == what)
    found: ColumnElement[bool] = model.id.in_(owners.where(Identifier.value.in_(values)))
    return found


def set_apart(record: Any) -> None:
    """Several typed into one field stand apart in it."""
    for what, names in _columns(record.__class__):
        for name in names:
            setattr(record, name, _PLAIN[what](getattr(record, name)))


def told_of(record: Any) -> list[str]:
    """The fields of a record that hold them, as they stand."""
    return [text for _what, names in _columns(record.__class__) for name in names if (text := getattr(record, name))]


@cache
def _columns(model: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What may be several → the columns of a table that hold it."""
    said = [(column.key, how.what) for column in model.__table__.columns if (how := told(column))]
    found = ((what, tuple(name for name, of in said if of == what)) for what in SEVERAL)
    return tuple((what, names) for what, names in found if names)


def keep(session: Session, _context: Any = None) -> None:
    """After each flush, for what was entered: a second record of the same transaction finds the first."""
    gone: list[dict[str, str]] = []
    fresh: list[dict[str, str]] = []
    new = session.new
    several: Any = ((one, column) for one in (*new, *session.dirty) for column in _columns(one.__class__))
    for record, (what, names) in several:
        if any(inspect(record).attrs[name].history.has_changes() for name in names):
            gone += [] if record in new else [{"owner": record.id, "of": what}]
            texts = [getattr(record, name) for name in names]
            fresh += _rows(record.__tablename__, record.studio_id, what, [(record.id, *texts)])
    if gone:
        session.connection().execute(_FORGET, [{"studio": session.info["database"].studio_id, **one} for one in gone])
    _put(session, fresh)


def anew(session: Session) -> None:
    """All of a desk, whatever program stored its records."""
    studio = session.info["database"].studio_id
    session.connection().execute(delete(_TABLE).where(_TABLE.c.studio_id == studio))
    models: Any = [mapper.class_ for mapper in Base.registry.mappers]
    for model, (what, names) in ((one, several) for one in models for several in _columns(one)):
        query = select(model.id, *(getattr(model, name) for name in names))
        found = session.execute(query.execution_options(with_deleted=True))
        _put(session, list(_rows(model.__tablename__, studio, what, found)))


def _rows(owner_kind: str, studio: str, what: str, told: Iterable[Sequence[str]]) -> Iterator[dict[str, str]]:
    for owner, *texts in told:
        for value in dict.fromkeys(value for text in texts for value in SEVERAL[what](text or "")):
            yield {"studio_id": studio, "owner_kind": owner_kind, "owner_id": owner, "what": what, "value": value}


def _put(session: Session, rows: list[dict[str, str]]) -> None:
    if rows:
        session.connection().execute(insert(_TABLE), rows)


_TABLE = cast("Any", Identifier.__table__)
_FORGET = delete(_TABLE).where(
    _TABLE.c.studio_id == bindparam("studio"),
    _TABLE.c.owner_id == bindparam("owner"),
    _TABLE.c.what == bindparam("of"),
)
