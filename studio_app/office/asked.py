"""What a form asks of a record and how its values are told, from what its columns say of themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Integer, select
from sqlalchemy.orm import Session

from studio_app.domain.dates import show_day
from studio_app.domain.masking.numbers import in_index
from studio_app.domain.money import show_yuan
from studio_app.office.lists import Lists
from studio_app.store.search_index import Document
from studio_app.store.table import model_of, told

SORTS: tuple[tuple[Any, str], ...] = ((Date, "day"), (Boolean, "tick"), (Integer, "number"))


@dataclass(frozen=True)
class Asked:
    """One question; `sort`: line, phone, plate, day, number, amount, tick, choice (of list), record (of table `of`)."""

    name: str
    word: str
    sort: str
    of: str = ""
    sensitive: bool = False


def asked(table: Any, *names: str) -> list[Asked]:
    """The questions of these columns; TypeError for one that people have no word for."""
    return [_asked(table, name) for name in names]


def _asked(table: Any, name: str) -> Asked:
    column = table.__table__.columns[name]
    how = told(column)
    if how is None:
        raise TypeError(f"{table.__tablename__}.{name} has no word")
    sort = next((sort for kind, sort in SORTS if isinstance(column.type, kind)), "line")
    sort = "amount" if name.endswith("_fen") else how.what if how.what in ("phone", "plate") else sort
    sort = "choice" if how.of else "record" if how.names else sort
    return Asked(name, how.word, sort, how.of or how.names, how.sensitivity != "plain")


def records_named(session: Session, table: str) -> list[tuple[str, str]]:
    """(id, name) of the living records of a table that people know by their name."""
    model = model_of(table)
    order = getattr(model, "sort_key", model.name)
    return [(row.id, row.name) for row in session.execute(select(model.id, model.name).order_by(order))]


def words_of(session: Session, lists: Lists, table: Any) -> Callable[[Any, str], str]:
    """(row, name of a column) → its value as people say it; names of other records are looked up once."""
    names: dict[str, dict[str, str]] = {}

    def named(target: str, value: Any) -> str:
        known = names.setdefault(target, {})
        if value not in known:
            model = model_of(target)
            name = select(model.name).where(model.id == value).execution_options(with_deleted=True)
            known[value] = str(session.scalar(name) or "")
        return known[value]

    def one(how: Any, name: str, value: Any) -> str:
        if how is not None and how.of:
            return lists.label(how.of, value)
        if how is not None and how.names:
            return named(how.names, value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, date):
            return show_day(value)
        return show_yuan(value) if name.endswith("_fen") else str(value)

    def word(row: Any, name: str) -> str:
        value, how = getattr(row, name), told(table.__table__.columns[name])
        if value in (None, "", []):
            return ""
        return "、".join(one(how, name, item) for item in value) if isinstance(value, list) else one(how, name, value)

    return word


def searched(kind: str, table: Any, named: Sequence[str], *shown: str) -> Callable[[Session, Lists, Any], Document]:
    """What is searchable of a record: the first of `named` is its title, the first of `shown` stands below it."""

    def document(session: Session, lists: Lists, row: Any) -> Document:
        word = words_of(session, lists, table)
        first, *others = (str(getattr(row, name)) for name in named)
        told = "\n".join(filter(None, (word(row, name) for name in shown)))
        return Document(kind, row.id, first, word(row, shown[0]), lists.name_terms([first], others), in_index(told))

    return document
