"""What one kind of record tells the rest of the house, so that nothing has to list the kinds by hand."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from studio_app.domain.masking.levels import KnownPeople
from studio_app.domain.reminders import Due
from studio_app.domain.rest_days import RestDays
from studio_app.office.lists import Lists
from studio_app.store.changes import Touched
from studio_app.store.search_index import Document

Table = type[Any]
"""A class of `Entity`, with whatever columns it has."""


@dataclass(frozen=True)
class Clocks:
    """What days are counted by: the rules and words of the desk, and its rest days."""

    lists: Lists
    rest_days: RestDays


@dataclass(frozen=True)
class RecordKind:
    """A kind declares itself; search, history, bin, drafts, reminders and lists iterate the kinds.

    `name` is the kind in index, drafts and reminders; what belongs to a record holds its id in the column `<name>_id`.
    """

    name: str
    table: Table
    title: tuple[str, ...] = ()
    """The columns by which people know a record again; never a number of a person, never a 保密 text."""
    line: tuple[str, ...] = ()
    """The same with the record's own number, beside a reminder or a draft."""
    days: tuple[str, ...] = ()
    """The columns by whose day a record is found."""
    parts: tuple[Table, ...] = ()
    """What belongs to it and stands in the bin by itself, the most telling first."""
    inner: tuple[Table, ...] = ()
    """What belongs to it and comes and goes with it or a part."""
    heading: str = ""
    """Over its hits in 查找."""
    document: Callable[[Session, Lists, Any], Document | None] | None = None
    """What is searchable of a living record; brings its labels in step first."""
    dues: Callable[[Session, Clocks, Any], list[Due]] | None = None
    """What it gives cause to remind of."""
    settle: Callable[[Session, Clocks, Any, date | None], None] | None = None
    """Puts what is derived beside its reminders; told the nearest day."""
    running: Callable[[date], Any] | None = None
    """The condition of records a clock may run on, at a day: derived anew where a rule is edited."""
    people: Callable[[Session, Collection[str], date, str], dict[str, KnownPeople]] | None = None
    """Whom records of these ids name: the day says who is a minor, the recipient whose phone may stand."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """The columns of its list by the list's own names, where these are others; they say how a cell is masked."""

    papers: Mapping[str, Callable[[Session, Any, str], dict[str, Any]]] = field(default_factory=dict)
    """Its printed forms by their keys in forms.toml: (session, office, id of a record) → what the form prints."""

    @property
    def column(self) -> str:
        return f"{self.name}_id"

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.table, *self.parts, *self.inner)

    def title_of(self, row: Any) -> str:
        return _joined(row, self.title)

    def line_of(self, row: Any) -> str:
        return _joined(row, self.line)

    def owner_in(self, table: Table) -> Any:
        """The column of one of its tables that says which record of this kind a row belongs to."""
        return getattr(table, "id" if table is self.table else self.column)

    def touched(self, touched: Touched) -> set[str]:
        """Records of this kind changed themselves or through what belongs to them."""
        return touched.ids(self.table.__tablename__) | (touched.owners(self.column) if self.parts else set())

    def carrying(self, column: str) -> Iterator[Table]:
        """Its tables that have such a column, where records of the kind can be looked for."""
        return (table for table in self.tables if self.document is not None and hasattr(table, column))


def _joined(row: Any, names: tuple[str, ...]) -> str:
    return "　".join(part for part in (getattr(row, name) for name in names) if part)


def of_table(kinds: Iterable[RecordKind], table: str) -> RecordKind | None:
    """The kind a table is the main one of."""
    return next((kind for kind in kinds if kind.table.__tablename__ == table), None)


WINDOW = 500
"""Ids asked for at once: engines bear no more than some thousands."""


def people_of(
    kinds: Iterable[RecordKind], session: Session, owners: Iterable[tuple[str, str]], day: date, recipient: str = ""
) -> dict[str, KnownPeople]:
    """Whom records name, by id; `owners` are pairs of kind and id."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for name, owner_id in dict.fromkeys(owners):
        wanted[name].append(owner_id)
    found: dict[str, KnownPeople] = {}
    for kind in kinds:
        ids = wanted[kind.name]
        if kind.people is None:
            continue
        for start in range(0, len(ids), WINDOW):
            found |= kind.people(session, ids[start : start + WINDOW], day, recipient)
    return found
