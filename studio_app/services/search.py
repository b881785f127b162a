"""The search box: every word typed so far, over cases, visits, people and, for their readers, 保密 notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from studio_app.domain import identity, numbering, search_text
from studio_app.domain.dates import make_day
from studio_app.domain.folding import folded
from studio_app.domain.wording import visible
from studio_app.office.kinds import RecordKind
from studio_app.office.office import Office
from studio_app.office.tables import IssuedNumber
from studio_app.records import KINDS
from studio_app.records.dispute.case.table import Case
from studio_app.store import search_index
from studio_app.store.log_tables import SearchDocument
from studio_app.store.search_index import Hit

__all__ = ["Group", "Hit", "Results", "Search"]


_ID = re.compile(r"\d{15}|\d{17}[\dX]", re.IGNORECASE)
_TAIL = re.compile(r"\d{3}[\dX]", re.IGNORECASE)
_NEWEST = SearchDocument.id.desc()
MOST = 60  # records of one day that are listed
_WHOLE_DAY = re.compile(r"\s*(\d{4})([-./年])(\d{1,2})(?:\2|月)(\d{1,2})日?\s*")
"""2026-3-5, 2026年3月5日, 2026.03.05: its figures alone stand in every number of the year."""
NOTE_TOLD = "笔记里写到了；内容不在这里显示，请打开纠纷看。"


@dataclass(frozen=True)
class Group:
    """Hits of one kind under their heading, the best first."""

    title: str
    hits: list[Hit]


@dataclass(frozen=True)
class Results:
    """What a query found; `words` are what may be marked in titles, `by_surname`: one character asked for a surname."""

    groups: list[Group]
    words: list[str]
    by_surname: bool = False

    @property
    def count(self) -> int:
        return sum(len(group.hits) for group in self.groups)


class Search:
    """Reads only; records nothing of what was asked."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def find(self, query: str, limit: int = 20) -> Results:
        """Records with every word of the query, in groups without empty ones.

        A whole ID number or its last four characters finds whom it belongs to; it stands in no index.
        """
        typed = _WHOLE_DAY.fullmatch(folded(query))
        if typed:
            day = make_day(int(typed[1]), int(typed[3]), int(typed[4]))
            return Results(_grouped(self._of_day(day)) if day else [], [])
        query = visible(query)  # half a character pasted in can be sent to no engine
        with self._office.read() as session:
            hits = [*self._by_id_number(session, query), *self._by_number(session, query)]
            words = search_text.mark_words(query)
            hits += _told_why(session, search_index.find(session, query, limit), words)
            hits += self._secret(session, query, limit)
        return Results(_grouped([_once(hit) for hit in hits]), words, search_text.asks_for_surname(query))

    def _of_day(self, day: date) -> list[Hit]:
        """What was accepted, received or closed on that day."""
        found = [SearchDocument.entity_id.in_(query) for kind in KINDS for query in _on_day(kind, day)]
        with self._office.read() as session:
            query = select(SearchDocument).where(or_(*found)).order_by(SearchDocument.id.desc()).limit(MOST)
            return [_bare(row) for row in session.scalars(query)]

    def _secret(self, session: Session, query: str, limit: int) -> list[Hit]:
        """保密 notes: one's own, the 管理员 all. Told is whose note it is in, never a word of it."""
        reader = self._office.reads_notes_of()
        if reader == "":
            return []
        hits = search_index.find_secret(session, query, reader, limit)
        if not hits:
            return []
        rows = session.scalars(select(Case).where(Case.id.in_([hit.case_id for hit in hits])))
        cases = {case.id: f"{case.number} · {case.parties_label}" for case in rows}
        return [replace(hit, subtitle=cases[hit.case_id], excerpt=NOTE_TOLD) for hit in hits if hit.case_id in cases]

    def _by_number(self, session: Session, query: str) -> list[Hit]:
        """Whose number the query is, before those where its parts stand somewhere; voided ones are in the bin."""
        comparable = numbering.comparable(query)
        if not any(sign.isdigit() for sign in comparable):
            return []
        ids = session.scalars(select(IssuedNumber.subject_id).where(IssuedNumber.comparable == comparable))
        rows = session.scalars(select(SearchDocument).where(SearchDocument.entity_id.in_(ids.all())).order_by(_NEWEST))
        return [_bare(row) for row in rows]

    def _by_id_number(self, session: Session, query: str) -> list[Hit]:
        number = identity.check_id(query).number
        found = with_id_number(session, number, self._office.database.id_hash(number))
        if not found:
            return []
        told = f"证件号末四位 {number}" if len(number) == 4 else "证件号码相符"
        rows = session.scalars(select(SearchDocument).where(SearchDocument.entity_id.in_(found)).order_by(_NEWEST))
        return [_bare(row, told) for row in rows]


def _on_day(kind: RecordKind, day: date) -> Iterator[Any]:
    """Queries for the records of a kind that began, came or ended on a day."""
    return (select(kind.table.id).where(getattr(kind.table, name) == day) for name in kind.days)


def _bare(row: SearchDocument, excerpt: str = "") -> Hit:
    return Hit(row.kind, row.entity_id, row.title, row.subtitle, excerpt, [], row.case_id)


def with_id_number(session: Session, query: str, id_hash: str) -> list[str]:
    """Ids of the records whose ID number is the typed one, or ends in the typed four."""
    plain = "".join(query.split()).upper()
    if _ID.fullmatch(plain):
        low, high = id_hash, id_hash
    elif _TAIL.fullmatch(plain):
        low, high = f"{plain}:", f"{plain};"
    else:
        return []
    found: list[str] = []
    for kind in KINDS:
        for table in kind.carrying("id_hash"):
            asked = select(kind.owner_in(table)).where(table.id_hash.between(low, high))
            found += session.scalars(asked.limit(20))
    return list(dict.fromkeys(found))


NUMBERS = {"phone": "电话", "plates": "车牌号"}
"""Columns a part of which finds somebody."""


def _told_why(session: Session, hits: list[Hit], words: list[str]) -> list[Hit]:
    """Where a part of a phone or a plate found a record, whose it was; only what was typed of it is shown."""
    numbers = [word for word in words if any(map(str.isdigit, word))]
    unexplained = [hit for hit in hits if not any(n in f"{hit.title}{hit.subtitle}{hit.excerpt}" for n in numbers)]
    if not numbers or not unexplained:
        return hits
    ids = {hit.entity_id for hit in unexplained}
    why: dict[str, str] = {}
    carrying = ((kind, table, column) for kind in KINDS for column in NUMBERS for table in kind.carrying(column))
    for kind, table, name in carrying:
        owner, number = kind.owner_in(table), getattr(table, name)
        for row_id, who, text in session.execute(select(owner, table.name, number).where(owner.in_(ids), number != "")):
            shown = next(filter(None, (_only(one, numbers) for one in text.split("、"))), "")
            whose = f"{who}　" if who and table is not kind.table else ""
            if shown:
                why.setdefault(row_id, f"{whose}{NUMBERS[name]} {shown}")
    return [
        replace(hit, excerpt=why[hit.entity_id], marks=[]) if hit in unexplained and hit.entity_id in why else hit
        for hit in hits
    ]


def _only(text: str, numbers: list[str]) -> str:
    """The text with stars for every sign that was not typed; "" where none of the numbers stands in it."""
    found = ((hit.start(), n) for n in numbers for hit in re.finditer(f"(?={re.escape(n)})", text, re.IGNORECASE))
    seen = {at for start, n in found for at in _places(start, n)}
    return "".join(sign if at in seen or not sign.isalnum() else "*" for at, sign in enumerate(text)) if seen else ""


def _places(start: int, number: str) -> range:
    return range(start, start + len(number))


def _once(hit: Hit) -> Hit:
    """An excerpt that opens with the words of the title says them twice."""
    first, space, rest = hit.excerpt.partition(" ")
    if not (space and hit.title.endswith(first)):
        return hit
    less = len(first) + 1
    return replace(hit, excerpt=rest, marks=[(start - less, size) for start, size in hit.marks if start >= less])


def _grouped(hits: list[Hit]) -> list[Group]:
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.entity_id, hit)
    groups = [Group(kind.heading, [hit for hit in first.values() if hit.kind == kind.name]) for kind in KINDS]
    return [group for group in groups if group.hits]
