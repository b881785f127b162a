"""人员档案: one entry for one person; two that prove to be the same are put together, and apart again by undo."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain import phones
from studio_app.domain.masking.levels import mask_phone_screen
from studio_app.office.office import Office
from studio_app.records.dispute.case.table import Party
from studio_app.records.intake.table import Visitor
from studio_app.records.person.table import COPIED, Person
from studio_app.store.identifiers import having

MOST = 3
"""Entries offered at a time."""
FILLED = (*COPIED, "birthday", "note")


@dataclass(frozen=True)
class Twin:
    """Another entry that may be the same person; `reason` says why, `told` what is known of it, the phone masked."""

    id: str
    name: str
    reason: str
    told: str


class People:
    def __init__(self, office: Office) -> None:
        self._office = office

    def twins(self, person_id: str) -> list[Twin]:
        """Entries with the same ID number, phone or name, the surest first; none for an entry that is gone."""
        with self._office.read() as session:
            person = session.get(Person, person_id)
            if person is None:
                return []
            alike = [_alike(person, name) for name, _why in _ALIKE if getattr(person, name)]
            query = select(Person).where(Person.id != person.id, Person.merged_into.is_(None), or_(*alike))
            found = session.scalars(query).all() if alike else []
            ranked = sorted(found, key=lambda other: (_rank(person, other), other.id))
            return [self._twin(session, person, other) for other in ranked[:MOST]]

    def merge(self, person_id: str, twin_id: str) -> None:
        """Every visit and case of the twin belongs to this person from now on; what each wrote down stays as it was.

        One step, so Ctrl+Z takes it back whole. Refused when either entry is gone or already put with another.
        """
        with self._office.write("合并为同一个人") as session:
            person, twin = _entry(session, person_id), _entry(session, twin_id)
            if person is twin:
                raise Refused("这是同一条档案，不用合并。")
            visits = session.scalars(select(Visitor).where(Visitor.person_id == twin.id))
            roles = session.scalars(select(Party).where(Party.person_id == twin.id))
            for copy in (*visits, *roles):
                copy.person_id = person.id
            for name in FILLED:
                if not getattr(person, name):
                    setattr(person, name, getattr(twin, name))
            twin.merged_into = person.id

    def _twin(self, session: Session, person: Person, other: Person) -> Twin:
        reason = _ALIKE[_rank(person, other)][1]
        visits = select(func.count(func.distinct(Visitor.intake_id))).where(Visitor.person_id == other.id)
        cases = select(func.count(func.distinct(Party.case_id))).where(Party.person_id == other.id)
        counted = ((session.scalar(visits), "来访 {} 次"), (session.scalar(cases), "纠纷 {} 件"))
        parts = [mask_phone_screen(phones.show(other.phone)), *(words.format(n) for n, words in counted if n)]
        return Twin(other.id, other.name, reason, "，".join(part for part in parts if part))


_ALIKE = (("id_hash", "同一证件号"), ("phone", "同一电话"), ("name", "同名"))


def _alike(person: Person, name: str) -> Any:
    value = getattr(person, name)
    return having(Person, name, phones.lines(value)) if name == "phone" else getattr(Person, name) == value


def _rank(person: Person, other: Person) -> int:
    """Place of the surest likeness in `_ALIKE`."""
    same = (n for n, (name, _w) in enumerate(_ALIKE) if getattr(person, name) and _same(person, other, name))
    return next(same, len(_ALIKE) - 1)


def _same(person: Person, other: Person, name: str) -> bool:
    one, another = getattr(person, name), getattr(other, name)
    return phones.same(one, another) if name == "phone" else bool(one == another)


def _entry(session: Session, person_id: str) -> Person:
    found = session.scalars(select(Person).where(Person.id == person_id)).first()
    if found is None or found.merged_into:
        raise Refused("这条人员档案已经不在了，可能刚与别的合并。请重新查找。")
    return found
