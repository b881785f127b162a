"""A corrected detail of a person, offered to that person's other open cases; signed papers stay as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.records.dispute.case.parties import is_signed
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.case.work import CaseWork
from studio_app.records.person import copies
from studio_app.records.person.table import COPIED, Person
from studio_app.store.table import told

_SAID = {name: told(Party.__table__.columns[name]) for name in ("name", *COPIED, "birthday")}
CORRECTED = {name: how.word.removeprefix("联系") for name, how in _SAID.items() if how is not None}
"""What a corrected entry offers to the parties of open cases."""


@dataclass(frozen=True)
class Correction:
    """A party of an open case whose copy differs from what was corrected."""

    party_id: str
    case_id: str
    case_number: str
    name: str
    changes: tuple[tuple[str, str, str], ...]  # field, what stands in the case, what it would become


class CaseCorrections(CaseWork):
    def offers_for(self, person_id: str) -> list[Correction]:
        """Parties of open cases whose copy differs from the directory; who signed is left alone (model.md)."""
        with self._office.read() as session:
            person = session.get(Person, person_id)
            return self._offers(session, person_id, person, CORRECTED) if person else []

    def apply_correction(self, person_id: str, party_ids: Sequence[str]) -> None:
        """Take the directory's details over into these parties of open cases."""
        with self._office.write("按人员档案更正当事人") as session:
            person = session.get_one(Person, person_id)
            self._apply(session, person, party_ids, CORRECTED)

    def offers_after(self, party_id: str, fields: Iterable[str]) -> list[Correction]:
        """As `offers_for`, when a party was corrected in one case: the same person's other open cases.

        Only these fields are compared: what nobody touched may differ with reason.
        """
        with self._office.read() as session:
            party = session.get(Party, party_id)
            if party is None or not party.person_id:
                return []
            found = self._offers(session, party.person_id, party, fields)
        return [offer for offer in found if offer.party_id != party_id]

    def apply_after(self, party_id: str, party_ids: Sequence[str], fields: Iterable[str]) -> None:
        """Take this party's fields over into the directory and into these parties of open cases, in one step."""
        with self._office.write("一并更正其他在办纠纷") as session:
            party = session.scalars(select(Party).where(Party.id == party_id)).first()
            person = session.get(Person, party.person_id) if party is not None and party.person_id else None
            if party is None or person is None:
                raise Refused("这位当事人已经删除，请返回纠纷再看一下。")
            for name, _old, new in _differences(party, person, fields):
                setattr(person, name, new)
            copies.stamp(person, self._office.lists, self._office.database)
            self._apply(session, party, party_ids, fields)

    def _apply(self, session: Session, right: Party | Person, party_ids: Sequence[str], fields: Iterable[str]) -> None:
        for party_id in party_ids:
            party = session.get_one(Party, party_id)
            if self._offer(session, right, party, fields) is None:
                continue
            for name, _old, new in _differences(right, party, fields):
                setattr(party, name, new)
            copies.stamp(party, self._office.lists, self._office.database)

    def _offers(
        self, session: Session, person_id: str, right: Party | Person, fields: Iterable[str]
    ) -> list[Correction]:
        rows = session.scalars(select(Party).where(Party.person_id == person_id).order_by(Party.created_at, Party.id))
        offers = (self._offer(session, right, party, fields) for party in rows.all())
        return [offer for offer in offers if offer is not None]

    def _offer(self, session: Session, right: Party | Person, party: Party, fields: Iterable[str]) -> Correction | None:
        changes = _differences(right, party, fields)
        if not changes:
            return None
        case = self._alive(session, party.case_id)
        if case is None or case.over or is_signed(session, case.id, party.id):
            return None
        told = tuple((name, str(old or ""), str(new)) for name, old, new in changes)
        return Correction(party.id, case.id, case.number, party.name, told)


def _differences(right: Party | Person, row: Party | Person, fields: Iterable[str]) -> list[tuple[str, object, object]]:
    """Field, what the row says, what is right; what is not known says nothing."""
    pairs = ((name, getattr(row, name), getattr(right, name)) for name in fields)
    return [(name, old, new) for name, old, new in pairs if new and old != new]
