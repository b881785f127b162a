"""Cases of an old ledger: stored all at once as any other, numbered as the ledger does; and which of them are there."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from studio_app.domain import phones
from studio_app.domain.folding import name_key
from studio_app.domain.wording import clean
from studio_app.office.office import Office
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.person import copies
from studio_app.records.person.table import COPIED, Person
from studio_app.store.table import new_id

MARK = "旧台账导入"
AT_ONCE = 500
ALIKE = 0.5
_ORGANISATION = re.compile(r"(公司|医院|物业|[村居]委会|社区|学校|银行|中心|合作社|厂|店|局|所|旅行社|健身房|平台)$")
_TOLD = (
    "dispute_type", "title", "summary", "outcome", "outcome_note", "amount_fen", "people_count", "community", "place",
    "responsible", "measures", "note",
)  # fmt: skip


@dataclass
class Imported:
    """One case as its row tells it; `origin`: the file and the row it comes from."""

    accepted_on: date
    origin: str
    number: str = ""
    closed_on: date | None = None
    sides: list[tuple[str, str]] = field(default_factory=list)  # (side, name)
    phone: str = ""  # of the first applicant
    respondent_phone: str = ""
    id_number: str = ""
    dispute_type: str = ""
    title: str = ""
    summary: str = ""
    outcome: str = ""
    outcome_note: str = ""
    amount_fen: int | None = None
    people_count: int | None = None
    community: str = ""
    place: str = ""
    responsible: str = ""
    measures: str = ""
    note: str = ""

    def who(self) -> frozenset[str]:
        return frozenset(name_key(name) for side, name in self.sides if side != "third")


@dataclass(frozen=True)
class There:
    """A case the desk has."""

    case_id: str
    number: str
    summary: str


class Present:
    """What the desk has from the days of a ledger, by day and names, and by number."""

    def __init__(self, session: Session, first: date, last: date) -> None:
        told = select(Case.id, Case.number, Case.accepted_on, Case.summary)
        cases = session.execute(told.where(Case.accepted_on.between(first, last))).all()
        names: dict[str, set[str]] = {}
        query = select(Party.case_id, Party.name).join(Case, Case.id == Party.case_id)
        for case_id, name in session.execute(query.where(Case.accepted_on.between(first, last), Party.side != "third")):
            names.setdefault(case_id, set()).add(name_key(name))
        self._by_day: dict[tuple[date, frozenset[str]], list[There]] = {}
        for case_id, number, day, summary in cases:
            key = day, frozenset(names.get(case_id, ()))
            self._by_day.setdefault(key, []).append(There(case_id, number, summary))
        self._days = {day for day, _names in self._by_day}
        self._numbers = dict(session.execute(select(Case.number, Case.id)).all())

    def on(self, day: date) -> bool:
        """Whether anything is there from that day."""
        return day in self._days

    def same(self, case: Imported) -> There | None:
        """The case of that day between the same people, unless both tell quite different things."""
        there = self._by_day.get((case.accepted_on, case.who()), ())
        return next((one for one in there if _alike(one.summary, case.summary)), None)

    def bears(self, number: str) -> bool:
        """Whether a case has this number already."""
        return number in self._numbers


def _alike(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    return SequenceMatcher(None, one[:200], other[:200], autojunk=False).ratio() > ALIKE


def store(session: Session, office: Office, cases: Sequence[Imported], wanted: Callable[[int], bool]) -> list[Any]:
    """Every one of them, with its parties and their entries in the directory; the records, for whoever reads on.

    `wanted` hears how many are made, and InterruptedError says that they are not.
    """
    directory, serials, stored = _Directory(session), _Serials(session), []
    for at in range(0, len(cases), AT_ONCE):
        if not wanted(at):
            raise InterruptedError
        made = []
        for imported in cases[at : at + AT_ONCE]:
            case = _case(office, imported, serials)
            made += [case, *_parties(office, case, imported, directory)]
        session.add_all(row for row in made if not isinstance(row, Party))
        session.flush()  # what the parties refer to
        session.add_all(made)
        session.flush()
        stored += made
    return stored


def _case(office: Office, told: Imported, serials: "_Serials") -> Case:
    year = told.accepted_on.year
    serial = 0 if told.number else serials.next(year)
    case = Case(id=new_id(), mode="B", year=year, serial=serial, state="closed" if told.outcome else "mediating")
    case.issuer_id = office.database.studio_id
    case.number = told.number or serials.text(year, serial)
    case.backdate_reason = f"{MARK}：{told.origin}"
    case.accepted_on, case.closed_on = told.accepted_on, told.closed_on
    for name in _TOLD:
        value = getattr(told, name)
        setattr(case, name, clean(value) if isinstance(value, str) else value)
    return case


def _parties(office: Office, case: Case, told: Imported, directory: "_Directory") -> Iterator[Person | Party]:
    first: dict[str, bool] = {}
    for position, (side, name) in enumerate(told.sides):
        party = Party(id=new_id(), case_id=case.id, position=position, side=side, name=clean(name))
        party.kind = "organisation" if _ORGANISATION.search(name) else "human"
        party.phone = party.id_number = party.address = party.sex = party.plates = ""
        if side not in first:
            first[side] = True
            if side == "applicant":
                party.phone, party.id_number = phones.normalise(told.phone), told.id_number
            elif side == "respondent":
                party.phone = phones.normalise(told.respondent_phone)
        copies.stamp(party, office.lists, office.database)
        person, new = directory.of(party)
        party.person_id = person.id
        if new:
            yield person
        yield party


class _Serials:
    """What imported cases are called whom their ledger gives no number: counted by year, beside every series."""

    def __init__(self, session: Session) -> None:
        told = select(Case.year, func.max(Case.serial)).where(Case.number.startswith("导入〔")).group_by(Case.year)
        self._last = dict(session.execute(told.execution_options(with_deleted=True)).all())

    def next(self, year: int) -> int:
        self._last[year] = self._last.get(year, 0) + 1
        return self._last[year]

    @staticmethod
    def text(year: int, serial: int) -> str:
        return f"导入〔{year}〕{serial:04d}号"


class _Directory:
    """The directory of people, read once: the same ID number is the same person, else the same name and phone."""

    def __init__(self, session: Session) -> None:
        self._by_id: dict[str, Person] = {}
        self._by_line: dict[tuple[str, str], Person] = {}
        for person in session.scalars(select(Person).where(Person.merged_into.is_(None))):
            self._know(person)

    def of(self, party: Party) -> tuple[Person, bool]:
        """Their entry, and whether it is new; what it lacks is told by the ledger."""
        lines = phones.lines(party.phone) if party.phone else ()
        person = self._by_id.get(party.id_hash) if party.id_hash else None
        known = (self._by_line.get((party.name, line)) for line in lines)
        person = person or next(filter(None, known), None)
        if person is not None:
            _tell(person, party)
            return person, False
        person = Person(id=new_id(), kind=party.kind, name=party.name)
        _tell(person, party)
        self._know(person)
        return person, True

    def _know(self, person: Person) -> None:
        if person.id_hash:
            self._by_id.setdefault(person.id_hash, person)
        for line in phones.lines(person.phone) if person.phone else ():
            self._by_line.setdefault((person.name, line), person)


def _tell(person: Person, party: Party) -> None:
    for name in COPIED:
        typed = getattr(party, name)
        if typed and getattr(person, name, "") in ("", None):
            setattr(person, name, typed)
