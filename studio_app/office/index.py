"""Keeping labels and the search index in step with what was entered, inside every transaction."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from studio_app.office.kinds import RecordKind
from studio_app.office.lists import Lists
from studio_app.office.rows import alive
from studio_app.office.tables import DictionaryEntry, Staff
from studio_app.store import search_index
from studio_app.store.changes import Touched
from studio_app.store.search_index import Document
from studio_app.store.table import references, told


class IndexKeeper:
    """A keeper of the database: labels and search documents of what was touched."""

    def __init__(self, kinds: Iterable[RecordKind], lists: Lists) -> None:
        self._kinds = [kind for kind in kinds if kind.document is not None]
        self._lists = lists

    def __call__(self, session: Session, touched: Touched) -> None:
        self._lists.load(session)
        words, surnames = list(_changed_words(session, touched)), _surnames(session, touched)
        renamed = {key for table, key in touched.entries if table == "staff" and _is_renamed(touched, key)}
        made: dict[str, Document | None] = {}
        for kind in self._kinds:
            ids = kind.touched(touched) | _saying(session, kind, words) | _naming(session, kind, renamed)
            ids |= self._reread(session, kind, surnames)
            made |= {record_id: self._document(session, kind, record_id) for record_id in sorted(ids)}
        _put(session, made)

    def index(self, session: Session, kind: RecordKind, record_id: str) -> None:
        """Label and document of one record."""
        _put(session, {record_id: self._document(session, kind, record_id)})

    def _document(self, session: Session, kind: RecordKind, record_id: str) -> Document | None:
        record = alive(session, kind.table, record_id)
        if record is None or kind.document is None:
            return None
        return kind.document(session, self._lists, record)

    def _reread(self, session: Session, kind: RecordKind, surnames: set[str]) -> set[str]:
        """Names whose surname is read otherwise now get their key anew; the records that carry them."""
        found: set[str] = set()
        beginnings = {surname[0] for surname in surnames}
        for table in kind.carrying("sort_key") if surnames else ():
            query = select(table.id, table.name, kind.owner_in(table))
            for row_id, name, owner_id in session.execute(query.where(func.substr(table.name, 1, 1).in_(beginnings))):
                if name.startswith(tuple(surnames)):
                    own = (table.studio_id == session.info["database"].studio_id, table.id == row_id)
                    derived = update(table).where(*own).values(sort_key=self._lists.sort_key(name))
                    session.connection().execute(derived)  # past the change log, as everything derived
                    found.add(owner_id)
        return found


def _put(session: Session, made: Mapping[str, Document | None]) -> None:
    """All at once; what has no document any more is forgotten."""
    search_index.remove(session, *(record_id for record_id, document in made.items() if document is None))
    search_index.put(session, *(document for document in made.values() if document is not None))


def _saying(session: Session, kind: RecordKind, words: list[tuple[str, str]]) -> set[str]:
    """Records that say a word of a list which was changed: (list, code)."""
    found: set[str] = set()
    listed = [(how.of, column) for column in kind.table.__table__.columns if (how := told(column)) and how.of]
    for name, column in listed:
        codes = [code for dictionary, code in words if dictionary == name]
        if codes:
            found.update(session.scalars(select(kind.owner_in(kind.table)).where(column.in_(codes))))
    return found


def _naming(session: Session, kind: RecordKind, staff: set[str]) -> set[str]:
    """Records that name somebody working here whose name was changed."""
    found: set[str] = set()
    for table in kind.tables if staff else ():
        for column in (column for column, target in references(table.__table__) if target == Staff.__tablename__):
            found.update(session.scalars(select(kind.owner_in(table)).where(column.in_(staff))))
    return found


def _is_renamed(touched: Touched, staff_id: str) -> bool:
    return "name" in touched.entries["staff", staff_id].before


def _surnames(session: Session, touched: Touched) -> set[str]:
    """Surnames whose reading was written, changed or taken away."""
    ids = touched.ids("dictionary_entry")
    query = select(DictionaryEntry).where(DictionaryEntry.id.in_(ids), DictionaryEntry.dictionary == "surname_readings")
    rows = session.scalars(query.execution_options(with_deleted=True)).all() if ids else []
    before = (touched.entries["dictionary_entry", row.id].before.get("label") for row in rows)
    return {name for name in (*(row.label for row in rows), *before) if name}


def _changed_words(session: Session, touched: Touched) -> Iterator[tuple[str, str]]:
    for entry_id in touched.ids("dictionary_entry"):
        if "label" in touched.entries["dictionary_entry", entry_id].before:
            row = session.get_one(DictionaryEntry, entry_id)
            yield row.dictionary, row.code
