"""A field of a record that is rows of a table of its own: who was present, who signed on which day.

The database counts and guards them; in the program, in the change log and in its undo they are one field of the record.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    TypeDecorator,
    delete,
    insert,
    inspect,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, column_property, declared_attr
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.functions import FunctionElement

from studio_app.store.changes import from_plain
from studio_app.store.table import Said

LINES = "lines"


class _Shape(TypeDecorator[Any]):
    """Rows of one column are a list, of two a mapping, of more a list of mappings."""

    impl = JSON
    cache_ok = True

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        if len(self.names) == 1:
            return [one for (one,) in value]
        return dict(value) if len(self.names) == 2 else [dict(zip(self.names, line, strict=True)) for line in value]

    def rows_of(self, value: Any) -> Iterator[dict[str, Any]]:
        """The other way round; what is named twice stands once."""
        if len(self.names) == 1:
            return ({self.names[0]: one} for one in dict.fromkeys(value))
        pairs = value.items() if isinstance(value, dict) else ([line[name] for name in self.names] for line in value)
        return (dict(zip(self.names, pair, strict=True)) for pair in pairs)


class _Gathered(FunctionElement[Any]):
    """The rows of one record in their order, each an array of what it says."""

    inherit_cache = True


@compiles(_Gathered, "sqlite")
def _in_a_file(element: Any, compiler: Any, **how: Any) -> str:
    place, *said = (compiler.process(column, **how) for column in element.clauses)
    return f"json_group_array(json_array({', '.join(said)}) ORDER BY {place})"


@compiles(_Gathered, "postgresql")
def _on_a_server(element: Any, compiler: Any, **how: Any) -> str:
    place, *said = (compiler.process(column, **how) for column in element.clauses)
    return f"coalesce(json_agg(json_build_array({', '.join(said)}) ORDER BY {place}), '[]'::json)"


def several(table: str, word: str, to: str, **more: Any) -> Any:
    """A field whose rows name records of `to`, each once; with a further column it maps these to what that says."""

    def made(owner: Any) -> Any:
        name = f"{to}_id"
        said = [Column(name, String(32), primary_key=True), *(Column(*one, nullable=False) for one in more.items())]
        rows = Table(
            table,
            owner.metadata,
            Column("studio_id", String(32), primary_key=True),
            Column("owner_id", String(32), primary_key=True),
            *said,
            Column("position", Integer, nullable=False),
            *(
                ForeignKeyConstraint(["studio_id", ours], [f"{theirs}.studio_id", f"{theirs}.id"])
                for ours, theirs in (("owner_id", owner.__tablename__), (name, to))
            ),
            Index(f"ix_{table}_{name}", "studio_id", name),
        )
        gathered = _Gathered(rows.c.position, *said)
        gathered.type = _Shape(*(column.name for column in said))
        own = select(gathered).where(rows.c.studio_id == owner.studio_id, rows.c.owner_id == owner.id)
        return column_property(
            own.correlate_except(rows).scalar_subquery(),
            info={LINES: rows, "said": Said(word, names=to)},
            expire_on_flush=False,
        )

    return declared_attr(made)


@cache
def held(model: Any) -> dict[str, tuple[Table, _Shape]]:
    """The fields of a record that are rows."""
    told = {attribute.key: attribute for attribute in inspect(model).column_attrs}
    return {n: (a.info[LINES], a.columns[0].type) for n, a in told.items() if LINES in a.info}


def keep(session: Session, _context: Any = None) -> None:
    """After each flush: the rows are what the field says."""
    new = set(session.new)
    records: list[Any] = [*new, *session.dirty]
    for record in records:
        for name, (table, shape) in held(record.__class__).items():
            if record in new and name not in record.__dict__:
                set_committed_value(record, name, shape.process_result_value([], session.get_bind().dialect))
            if inspect(record).attrs[name].history.has_changes():
                _put(session, record, table, list(shape.rows_of(getattr(record, name) or ())))


def _put(session: Session, record: Any, table: Table, lines: list[dict[str, Any]]) -> None:
    whose = {"studio_id": record.studio_id, "owner_id": record.id}
    session.connection().execute(delete(table).where(*(table.c[name] == value for name, value in whose.items())))
    told = [{name: from_plain(table.c[name], value) for name, value in line.items()} for line in lines]
    if told:
        session.connection().execute(insert(table), [{**whose, "position": n, **line} for n, line in enumerate(told)])
