"""Finding records by any words: FTS5 on the file, tsvector with GIN on the server.

保密 notes have an index of their own, asked only for those who may read them. ID numbers and sensitive
fields are in neither: an ID number is found by its keyed hash or its last four characters.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from studio_app.domain import names, search_text
from studio_app.domain.folding import joined
from studio_app.domain.search_text import Term
from studio_app.store.log_tables import SearchDocument

SHOWN = "d.kind, d.entity_id, d.title, d.subtitle, d.body, d.case_id"
MANY = 200  # of so many hits only the newest are looked at: a longer list helps nobody
AT_ONCE = 500
LONG = 4  # grams of a word of five characters: no person's name, and matching it twice costs most
Readings = Mapping[str, str] | None


@dataclass(frozen=True)
class Document:
    """What is searchable of one record: `names` weigh more than `body`."""

    kind: str  # case | intake | person | note
    entity_id: str
    title: str
    subtitle: str
    names: str  # ready terms
    body: str  # plain text, kept for the excerpt
    owner: str = ""  # the account that wrote a 保密 note
    case_id: str = ""


@dataclass(frozen=True)
class Hit:
    """One result; `marks` are (start, length) inside `excerpt`."""

    kind: str
    entity_id: str
    title: str
    subtitle: str
    excerpt: str
    marks: list[tuple[int, int]]
    case_id: str = ""


def name_terms(people: Iterable[str], others: Iterable[str] = (), readings: Readings = None) -> str:
    """Terms of names with surname, pinyin initials and full pinyin; `others` are phones and numbers.

    `readings` of surnames as the desk edited them. What is longer than a person's name has no surname.
    """
    known = readings or names.DEFAULT_SURNAME_READINGS
    found: list[str] = []
    for name in people:
        spellings = {*names.all_initials(name, known), names.sort_key(name, known).replace(" ", "")}
        found += [search_text.index_terms([name]), *sorted(spellings)]
        if len(name) <= names.LONGEST_PERSON:
            found.append(search_text.surname_term(name))
    return " 0 ".join([*(f for f in found if f), search_text.index_terms(others)])


# --- keeping --------------------------------------------------------------------------------------------------


def put(session: Session, *documents: Document) -> None:
    """Index or re-index records, in this order; of 保密 notes the words are found and never shown, so not kept here."""
    remove(session, *(document.entity_id for document in documents))
    rows = [{name: value for name, value in vars(one).items() if name != "names"} for one in documents]
    for row in rows:
        row["body"] = "" if row["kind"] == "note" else row["body"]
    if not rows:
        return
    stored = insert(SearchDocument).returning(SearchDocument.id, sort_by_parameter_order=True)
    ids = session.execute(stored, rows).scalars().all()
    on_file, studio = session.get_bind().dialect.name == "sqlite", session.info["database"].studio_id
    for secret in (False, True):
        values = [
            {"id": row_id, "studio": studio, "names": one.names, "body": search_text.index_terms([one.body])}
            for row_id, one in zip(ids, documents, strict=True)
            if (one.kind == "note") is secret
        ]
        if values:
            session.execute(text((_INTO_FTS5 if on_file else _INTO_TSVECTOR).format(_table(secret))), values)


_INTO_FTS5 = "INSERT INTO {}(rowid, names, body) VALUES (:id, :names, :body)"
_INTO_TSVECTOR = (
    "INSERT INTO {}(studio_id, doc_id, terms) VALUES (:studio, :id, "
    "setweight(to_tsvector('simple', :names || ' 0'), 'A') || setweight(to_tsvector('simple', :body), 'B'))"
)


def remove(session: Session, *entity_ids: str) -> None:
    """Forget records."""
    query = select(SearchDocument.id, SearchDocument.kind)
    found = [
        row for part in _batched(entity_ids) for row in session.execute(query.where(SearchDocument.entity_id.in_(part)))
    ]
    key = "rowid" if session.get_bind().dialect.name == "sqlite" else "doc_id"
    for secret in (False, True):
        gone = [{"id": row_id} for row_id, kind in found if (kind == "note") is secret]
        if gone:
            session.execute(text(f"DELETE FROM {_table(secret)} WHERE {key} = :id"), gone)
    for part in _batched([row_id for row_id, _kind in found]):
        session.execute(delete(SearchDocument).where(SearchDocument.id.in_(part)))


def _batched(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """So many at a time as one statement takes on both engines."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _table(secret: bool) -> str:
    return "secret_fts" if secret else "search_fts"


# --- finding --------------------------------------------------------------------------------------------------


def find(session: Session, query: str, limit: int = 20) -> list[Hit]:
    """Records whose text has every word of the query: those of that name first, then the newest."""
    return _found(session, query, limit, Scope("search_fts"))


def find_secret(session: Session, query: str, reader: str | None, limit: int = 20) -> list[Hit]:
    """保密 notes; `reader` is the account they must be written by, None for one who may read all."""
    return _found(session, query, limit, Scope("secret_fts", reader))


@dataclass(frozen=True)
class Scope:
    """Which index is asked, and whose documents of it (None: everybody's)."""

    table: str
    owner: str | None = None


def _found(session: Session, query: str, limit: int, scope: Scope) -> list[Hit]:
    terms = search_text.query_terms(query)
    if not terms:
        return []
    ask = _ask_fts5 if session.get_bind().dialect.name == "sqlite" else _ask_tsvector
    return sorted((_hit(row, query) for row in ask(session, terms, limit, scope)), key=_unnamed(query))


def _unnamed(query: str) -> Callable[[Hit], bool]:
    """Sorts what carries a word of the query in its title before the rest, order kept otherwise."""
    words = search_text.mark_words(query)

    def unnamed(hit: Hit) -> bool:
        title = joined(hit.title)
        return not any(word in title for word in words)

    return unnamed


def _ask_tsvector(session: Session, terms: list[Term], limit: int, scope: Scope) -> Sequence[Any]:
    owned = "" if scope.owner is None else "AND d.owner = :owner "
    query = text(
        f"SELECT {SHOWN} FROM {scope.table} f JOIN search_document d ON d.id = f.doc_id, to_tsquery('simple', :q) q "
        f"WHERE f.studio_id = :studio AND f.terms @@ q {owned}"
        "ORDER BY f.terms @@ to_tsquery('simple', :named) DESC, f.doc_id DESC LIMIT :n"
    )
    named = " | ".join(_tsquery(replace(t, names_only=True)) for t in terms)
    values = {"q": " & ".join(_tsquery(t) for t in terms), "named": named, "n": limit, "owner": scope.owner}
    return session.execute(query, {**values, "studio": session.info["database"].studio_id}).all()


def _ask_fts5(session: Session, terms: list[Term], limit: int, scope: Scope) -> Sequence[Any]:
    """Few statements, straight to the driver: building them anew costs as much as they do.

    Matching a long word is what costs, so it is done once; a second time for names where there is a choice.
    """
    match = " AND ".join(_fts5(t) for t in terms)
    may_be_name = max(len(term.grams) for term in terms) < LONG
    ids = _matching(session, match, MANY if may_be_name else limit, scope)
    if may_be_name and limit < len(ids) < MANY:
        in_names = " OR ".join(_fts5(replace(t, names_only=True)) for t in terms)
        named = _matching(session, in_names if len(terms) == 1 else f"({match}) AND ({in_names})", limit, scope)
        ids = list(dict.fromkeys([*named, *ids]))
    return _shown(session, ids[:limit])


def _matching(session: Session, match: str, limit: int, scope: Scope) -> list[int]:
    """Integers of the documents that match, the newest first."""
    source, values = f"{scope.table} f", [match, limit]
    if scope.owner is not None:
        source = f"{source} JOIN search_document o ON o.id = f.rowid AND o.owner = ?"
        values = [scope.owner, *values]
    query = f"SELECT f.rowid FROM {source} WHERE {scope.table} MATCH ? ORDER BY f.rowid DESC LIMIT ?"
    return list(session.connection().exec_driver_sql(query, tuple(values)).scalars().all())


def _shown(session: Session, ids: list[int]) -> Sequence[Any]:
    places = ", ".join("?" * len(ids))
    query = f"SELECT d.id, {SHOWN} FROM search_document d WHERE d.id IN ({places}) AND +d.studio_id = ?"  # +: by id
    own = session.info["database"].studio_id
    found = session.connection().exec_driver_sql(query, (*ids, own)).all() if ids else ()
    rows = {row[0]: row[1:] for row in found}
    return [rows[i] for i in ids if i in rows]


def _fts5(term: Term) -> str:
    column = "names : " if term.names_only else ""
    return f'{column}"{" ".join(term.grams)}"{"*" if term.prefix else ""}'


def _tsquery(term: Term) -> str:
    weight = "A" if term.names_only else ""
    flags = f":{'*' if term.prefix else ''}{weight}" if term.prefix or weight else ""
    return "(" + " <-> ".join(f"'{gram}'{flags}" for gram in term.grams) + ")"


def _hit(row: Any, query: str) -> Hit:
    kind, entity_id, title, subtitle, body, case_id = row
    excerpt, marks = search_text.excerpt(body, query)
    return Hit(kind, entity_id, title, subtitle, excerpt, marks, case_id)
