"""What every stored record has in common: key, studio, version, soft deletion, UTC times."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import uuid6
from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Table,
    TypeDecorator,
    event,
    inspect,
)
from sqlalchemy.orm import ColumnProperty, DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.base import instance_state

from studio_app.domain.wording import visible_inside


def new_id() -> str:
    """A UUIDv7 as 32 hex digits: sorts by time of creation, unique across studios that merge one day."""
    return uuid6.uuid7().hex


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, stored as naive UTC on both engines. Naive values are refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


STUDIO = "studio"
"""Execution option of a database's connections: whose rows they read and write."""
TO, ALONE = "to", "indexed"


def whose(context: Any) -> str:
    return str(context.execution_options[STUDIO])


class Base(DeclarativeBase):
    """Every row is of one studio: its key, what it refers to and every index begin with that.

    `verbatim` records keep their text bit by bit; all others lose what nobody can see as soon as it is set.
    """

    metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                                           "fk": "fk_%(table_name)s_%(column_1_name)s"})  # fmt: skip
    studio_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=whose, sort_order=-1)
    verbatim: ClassVar[bool] = False
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }

    @classmethod
    def __table_cls__(cls, name: str, *parts: Any, **options: Any) -> Table:
        """The table, with what its columns refer to and the indexes they ask for."""
        made = Table(name, *parts, **options)
        for column in made.columns:
            target = column.info.get(TO)
            if target:
                ours, theirs = ["studio_id", column.name], [f"{target}.studio_id", f"{target}.id"]
                made.append_constraint(ForeignKeyConstraint(ours, theirs))
            if target or column.info.get(ALONE):
                Index(f"ix_{name}_{column.name}", made.c.studio_id, column)
        return made


@cache
def model_of(table: str) -> Any:
    """The class whose rows a table holds."""
    return next(m.class_ for m in Base.registry.mappers if m.local_table is Base.metadata.tables[table])


def references(table: Any) -> Iterator[tuple[Column[Any], str]]:
    """(column, table it refers to) of a table; that every row is of a studio is not told."""
    return ((column, column.info[TO]) for column in table.columns if TO in column.info)


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _strip_at_entry(owner: type[Base], _name: str, attribute: Any) -> None:
    """Text has one entry, whichever service writes it: a stray control character would refuse a whole PDF/A file.

    Pages get rows whose session is over: whatever they set there would be shown and never stored, so it raises.
    """
    if isinstance(attribute.property, ColumnProperty) and not owner.verbatim:
        event.listen(attribute, "set", _stripped, retval=True)


def _stripped(record: Base, value: Any, *_: Any) -> Any:
    if instance_state(record).detached:
        raise TypeError(f"{type(record).__name__}: what a session handed out is for reading")
    return visible_inside(value)


class Entity:
    """A record a person enters: every change of it is logged at flush, and deletion is soft.

    `logged_as` is the record's name in the history, in the office's words; what is `secret` is read by its author only.
    """

    logged_as: ClassVar[str] = ""
    counted: ClassVar[str] = "条"  # 一件纠纷, 一份协议
    secret: ClassVar[bool] = False

    if TYPE_CHECKING:
        studio_id: Mapped[str]
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @classmethod
    def told_now(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Values by field as an earlier program logged them, in the fields of today."""
        return said

    def leave(self, at: datetime, _reason: str) -> None:
        """Taken back as if it had not been made: to the recycle bin."""
        self.deleted_at = at

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 — SQLAlchemy calls it with the class
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]  # mixin has no table


@dataclass(frozen=True)
class Said:
    """What people call a field and how its values are told; said once, on its column.

    `of` is the list its codes are of, `names` the table whose records its ids name, `codes` the words of codes no list
    has. `what` says what it is of a person (`name`, `phone`, `plate`, `id`, `address`, `birthday`, `sensitive`), or
    that it is a `number` or `plain`, nobody's; words of no such kind may hold anything. A number of 分 ends in `_fen`.
    """

    word: str
    of: str = ""
    names: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    what: str = ""

    @property
    def sensitivity(self) -> str:
        """Plain | identifies | sensitive (个人信息保护法 art. 28: what harms most where it leaks)."""
        if self.what in ("id", "sensitive"):
            return "sensitive"
        return "identifies" if self.what in ("name", "phone", "plate", "address", "birthday") else "plain"


def told(column: Any) -> Said | None:
    """How a column is told; None for what only the program needs."""
    return _told(column.info)


def _told(info: Mapping[Any, Any]) -> Said | None:
    found: Said | None = info.get("said")
    return found if found is None or found.names else replace(found, names=info.get(TO, ""))


@cache
def fields(model: Any) -> dict[str, Said | None]:
    """Every field of a record and how it is told, in the order its class says them, be it a column or rows."""
    own = list(model.__annotations__)
    info = {one.key: one.info or one.columns[0].info for one in inspect(model).column_attrs}
    return {name: _told(info[name]) for name in sorted(info, key=lambda name: [*own, name].index(name))}


def foreign(target: str, word: str = "") -> Mapped[str]:
    """A required reference to another record."""
    return mapped_column(String(32), info={TO: target, **_said(word)})


def optional(target: str, word: str = "") -> Mapped[str | None]:
    """A reference that may be empty."""
    return mapped_column(String(32), nullable=True, info={TO: target, **_said(word)})


def looked_up(*kind: Any, **how: Any) -> Mapped[Any]:
    """A column by whose value rows are found."""
    return mapped_column(*kind, info={ALONE: True}, **how)


def words(word: str = "", **how: Any) -> Mapped[str]:
    """Text that may be empty, never NULL: one way to say nothing."""
    return mapped_column(default="", server_default="", info=_said(word, **how))


def column(word: str, *kind: Any, default: Any = None, **how: Any) -> Mapped[Any]:
    """A column people know by this word; `how` as for `Said`."""
    given = {} if default is None else {"default": default}
    return mapped_column(*kind, info=_said(word, **how), **given)


def _said(word: str, **how: Any) -> dict[str, Any]:
    return {"said": Said(word, **how)} if word else {}
