"""The search box: every word typed so far, over cases, visits, people and, for their readers, 保密 notes."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain import identity, numbering, search_text
from studio_app.domain.dates import make_day
from studio_app.domain.folding import folded
from studio_app.domain.wording import visible
from studio_app.office.office import Office
from studio_app.office.tables import IssuedNumber
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person.table import Person
from studio_app.store import search_index
from studio_app.store.log_tables import SearchDocument
from studio_app.store.search_index import Hit

__all__ = ["Group", "Hit", "Results", "Search"]

GROUPS = (("case", "纠纷"), ("intake", "来访登记"), ("person", "人员"), ("note", "保密笔记"))

_ID = re.compile(r"\d{15}|\d{17}[\dX]", re.IGNORECASE)
_TAIL = re.compile(r"\d{3}[\dX]", re.IGNORECASE)
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
        begin = datetime.combine(day, time()).astimezone()
        visits = select(Intake.id).where(Intake.received_at >= begin, Intake.received_at < begin + timedelta(days=1))
        cases = select(Case.id).where((Case.accepted_on == day) | (Case.closed_on == day))
        wanted = SearchDocument.entity_id.in_(visits) | SearchDocument.entity_id.in_(cases)
        with self._office.read() as session:
            rows = session.scalars(select(SearchDocument).where(wanted).order_by(SearchDocument.id.desc()).limit(MOST))
            return [Hit(r.kind, r.entity_id, r.title, r.subtitle, "", [], r.case_id) for r in rows]

    def _secret(self, session: Session, query: str, limit: int) -> list[Hit]:
        """保密 notes: one's own, the 管理员 all. Told is whose note it is in, never a word of it."""
        reader = self._office.reads_notes_of()
        if reader == "":
            return []
        hits = search_index.find_secret(session, query, reader, limit)
        rows = session.scalars(select(Case).where(Case.id.in_([hit.case_id for hit in hits])))
        cases = {case.id: f"{case.number} · {case.parties_label}" for case in rows}
        return [replace(hit, subtitle=cases[hit.case_id], excerpt=NOTE_TOLD) for hit in hits if hit.case_id in cases]

    def _by_number(self, session: Session, query: str) -> list[Hit]:
        """Whose number the query is, before those where its parts stand somewhere; voided ones are in the bin."""
        comparable = numbering.comparable(query)
        if not any(sign.isdigit() for sign in comparable):
            return []
        ids = session.scalars(select(IssuedNumber.subject_id).where(IssuedNumber.comparable == comparable))
        rows = session.scalars(select(SearchDocument).where(SearchDocument.entity_id.in_(ids.all())))
        return [Hit(r.kind, r.entity_id, r.title, r.subtitle, "", [], r.case_id) for r in rows]

    def _by_id_number(self, session: Session, query: str) -> list[Hit]:
        number = identity.check_id(query).number
        found = _with_id_number(session, number, self._office.database.id_hash(number))
        if not found:
            return []
        told = f"证件号末四位 {number}" if len(number) == 4 else "证件号码相符"
        ids = [entity_id for _kind, entity_id in found]
        rows = session.scalars(select(SearchDocument).where(SearchDocument.entity_id.in_(ids)))
        return [Hit(r.kind, r.entity_id, r.title, r.subtitle, told, [], r.case_id) for r in rows]


def _with_id_number(session: Session, query: str, id_hash: str) -> list[tuple[str, str]]:
    """(kind, id of case, intake or person) whose ID number is the typed one, or ends in the typed four."""
    plain = "".join(query.split()).upper()
    if _ID.fullmatch(plain):
        low, high = id_hash, id_hash
    elif _TAIL.fullmatch(plain):
        low, high = f"{plain}:", f"{plain};"
    else:
        return []
    found: list[tuple[str, str]] = []
    for kind, column, target in (
        ("case", Party.id_hash, Party.case_id),
        ("intake", Visitor.id_hash, Visitor.intake_id),
        ("person", Person.id_hash, Person.id),
    ):
        found += [(kind, str(i)) for i in session.scalars(select(target).where(column.between(low, high)).limit(20))]
    return list(dict.fromkeys(found))


def _told_why(session: Session, hits: list[Hit], words: list[str]) -> list[Hit]:
    """Where a part of a phone found a record, whose phone it was; of the number only what was typed is shown."""
    numbers = [word for word in words if word.isdigit()]
    unexplained = [hit for hit in hits if not any(n in f"{hit.title}{hit.subtitle}{hit.excerpt}" for n in numbers)]
    if not numbers or not unexplained:
        return hits
    ids = {hit.entity_id for hit in unexplained}
    told: dict[str, str] = {}
    for owner, kind in ((Party.case_id, Party), (Visitor.intake_id, Visitor), (Person.id, Person)):
        for entity_id, name, phone in session.execute(select(owner, kind.name, kind.phone).where(owner.in_(ids))):
            shown = _only(phone, numbers)
            if shown:
                whose = f"{name}　" if name and kind is not Person else ""
                told.setdefault(entity_id, f"{whose}电话 {shown}")
    return [
        replace(hit, excerpt=told[hit.entity_id], marks=[]) if hit in unexplained and hit.entity_id in told else hit
        for hit in hits
    ]


def _only(phone: str, numbers: list[str]) -> str:
    """The phone with stars for every figure that was not typed; "" where none of the numbers stands in it."""
    seen = {at for n in numbers for found in re.finditer(f"(?={n})", phone) for at in _places(found.start(), n)}
    return "".join(sign if at in seen or not sign.isdigit() else "*" for at, sign in enumerate(phone)) if seen else ""


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
    groups = [Group(title, [hit for hit in first.values() if hit.kind == kind]) for kind, title in GROUPS]
    return [group for group in groups if group.hits]
