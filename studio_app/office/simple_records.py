"""Records that are listed, written and removed, and no more: what a room of such a kind need not say again."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid
from studio_app.domain.past import Past
from studio_app.office import rows
from studio_app.office.asked import Asked, asked, records_named, words_of
from studio_app.office.office import Office
from studio_app.store.table import new_id


class Draft(Protocol):
    """What was typed; says by field what refuses it."""

    def problems(self, past: Past) -> dict[str, str]: ...


D = TypeVar("D", bound=Draft)


class SimpleRecords(Generic[D]):
    """One transaction per public method; `order` names the columns of the list's own order."""

    table: ClassVar[Any]
    drafted: ClassVar[type[Any]]
    order: ClassVar[tuple[str, ...]] = ("created_at",)

    def __init__(self, office: Office) -> None:
        self._office = office

    @property
    def word(self) -> str:
        """站点: what a person calls such a record."""
        return str(self.table.logged_as)

    def asked(self, *names: str) -> list[Asked]:
        """The questions of a form."""
        return asked(self.table, *names)

    def choices(self, table: str) -> list[tuple[str, str]]:
        """(id, name) of the records of another table one may choose from."""
        with self._office.read() as session:
            return records_named(session, table)

    # --- reading ----------------------------------------------------------------------------------------------

    def ids(self, sort_key: str = "", *, descending: bool = False, **owner: str) -> list[str]:
        """All of them, or those of one owner (`station_id=…`), in order."""
        by = [getattr(self.table, name) for name in ((sort_key,) if sort_key else self.order)]
        query = select(self.table.id).filter_by(**owner)
        query = query.order_by(*(column.desc() if descending else column for column in by), self.table.id)
        with self._office.read() as session:
            return list(session.scalars(query))

    def lines(self, ids: Sequence[str], *names: str) -> list[dict[str, str]]:
        """These records in words, in this order; what was removed meanwhile says so."""
        query = select(self.table).where(self.table.id.in_(ids))
        with self._office.read() as session:
            word = words_of(session, self._office.lists, self.table)
            found = {row.id: {"id": row.id} | {n: word(row, n) for n in names} for row in session.scalars(query)}
        gone = {names[0]: "（已删除）"} if names else {}
        return [found.get(i) or {"id": i} | dict.fromkeys(names, "") | gone for i in ids]

    def get(self, record_id: str) -> Any:
        """Refused where it is gone."""
        with self._office.read() as session:
            return self._found(session, record_id)

    def draft_of(self, record_id: str) -> D:
        made: D = rows.draft_of(self.drafted, self.get(record_id))
        return made

    # --- writing ----------------------------------------------------------------------------------------------

    def store(self, draft: D, record_id: str = "", **owner: str) -> Any:
        """A new record, or this one changed. Invalid by field."""
        problems = draft.problems(self._office.past())
        if problems:
            raise Invalid(problems)
        with self._office.write(f"{'改' if record_id else '添加'}{self.word}") as session:
            row = self._found(session, record_id) if record_id else self.table(id=new_id(), **owner)
            session.add(row)
            rows.apply(draft, row)
        return row

    def remove(self, record_id: str) -> None:
        """To the recycle bin, with all that belongs to it."""
        with self._office.write(f"删除{self.word}") as session:
            self._found(session, record_id).deleted_at = self._office.now()
            self.remove_parts(session, record_id)

    def remove_parts(self, session: Session, record_id: str) -> None:
        """What goes with a record."""

    def _found(self, session: Session, record_id: str) -> Any:
        return rows.found(session, self.table, record_id)
