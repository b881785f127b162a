"""What may be seen of a case's people at a level of masking: the desk's rules applied to the case's own people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from studio_app.core.errors import Refused
from studio_app.domain import identity, phones
from studio_app.domain.masking.health import Health
from studio_app.domain.masking.levels import KnownPeople, KnownPerson, Masks, names_in
from studio_app.domain.masking.shapes import DEFAULT_COMPOUND_SURNAMES
from studio_app.office.lists import Lists
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.papers.dossier import Dossier
from studio_app.records.dispute.session.table import Investigation

OMITTED = "（略）"


@dataclass(frozen=True)
class Veil:
    """One level of masking over one case; `recipient` (dictionary recipients) decides whose phone may stand."""

    masks: Masks
    people: Mapping[str, KnownPerson]  # the parties by id
    known: KnownPeople
    recipient: str

    def text(self, typed: str) -> str:
        """A text people wrote; at a level that leaves texts out, a word that something was left out."""
        return self.within(typed) or (OMITTED if typed.strip() else "")

    def within(self, typed: str) -> str:
        """The same inside a sentence of ours: nothing at a level that leaves texts out."""
        return self.masks.free_text(typed, self.known)

    def person(self, party: Party) -> str:
        return self.masks.named(self.people[party.id], self.known)

    def phone(self, party: Party) -> str:
        return self.masks.phone_cell(party.phone, self.known, consented=self.recipient in party.consent_recipients)

    def address(self, party: Party) -> str:
        return self.masks.place(party.address, self.known)

    def units(self, named: str) -> str:
        """Who was asked to come, by their units: at every level they may stand, but not a child's school."""
        return self.masks.scan(named, self.known)

    def hides(self, party: Party) -> bool:
        """Whether even sex and age of a minor stay away."""
        return self.people[party.id].minor and self.masks.style("minor") == "removed"


def masks_of(lists: Lists, level: str) -> Masks:
    """Refused when the desk has no such level."""
    rules = {entry.code: entry.data for entry in lists.entries("masks")}
    if level not in rules:
        raise Refused(f"没有“{level}”这一种遮盖程度。可以选：{'、'.join(rules)}。")
    surnames = [entry.label for entry in lists.entries("compound_surnames")]
    words = [word for entry in lists.entries("descriptions") for word in str(entry.get("words")).split()]
    health = Health.of(entry.data for entry in lists.entries("health_words"))
    return Masks(rules, level, surnames or DEFAULT_COMPOUND_SURNAMES, tuple(words), health)


def veil(file: Dossier, level: str, recipient: str, day: date) -> Veil:
    people = parties_known(file.parties, recipient, day)
    asked = select(Investigation.asked_name).where(Investigation.case_id == file.case.id).order_by(Investigation.id)
    named = [*(row.name for row in file.participants), *file.session.scalars(asked)]
    known = everybody(people.values(), visitors_known(file.visitors, day), named, file.case.place)
    return Veil(masks_of(file.office.lists, level), people, known, recipient)


# --- who is known in a case -----------------------------------------------------------------------------------
# Rows are records or what was selected of them, so that ten thousand cases need not be loaded whole.


def parties_known(rows: Iterable[Any], recipient: str, day: date) -> dict[str, KnownPerson]:
    """The parties by id; `recipient` is whom they may have allowed to have their phone."""
    listed = list(rows)
    minors = {row.id for row in listed if is_minor(row, day)}
    return {
        row.id: KnownPerson(
            name=row.name,
            phones=phones.named_in(row.phone),
            id_numbers=(row.id_number,) if row.id_number else (),
            addresses=(row.address,) if row.address else (),
            minor=row.id in minors,
            guardian=row.role == "guardian" and row.acts_for_id in minors,
            organisation=row.kind == "organisation",
            phone_consented=recipient in row.consent_recipients,
        )
        for row in listed
    }


def visitors_known(rows: Iterable[Any], day: date) -> list[KnownPerson]:
    return [
        KnownPerson(
            name=row.name,
            phones=phones.named_in(row.phone),
            id_numbers=(row.id_number,) if row.id_number else (),
            addresses=(row.address,) if row.address else (),
            minor=is_minor(row, day),
        )
        for row in rows
    ]


def everybody(
    parties: Iterable[KnownPerson], visitors: Iterable[KnownPerson], named: Iterable[str], place: str
) -> KnownPeople:
    """Parties first (their order decides who is 张某甲), then visitors, people invited or asked, and the place.

    A name stands once, with what its first bearer is: a visitor who is a party too obeys the party's rules.
    """
    people = list(parties)
    known = {person.name for person in people}
    for visitor in visitors:
        people.append(visitor._replace(name="", minor=False) if visitor.name in known else visitor)
        known.add(visitor.name)
    others = dict.fromkeys(name for text in named for name in names_in(text) if name not in known)
    return KnownPeople([*people, *map(KnownPerson, others), KnownPerson("", addresses=[place])])


def is_minor(row: Any, day: date) -> bool:
    """Whether a party or visitor is under 18 on that day: by birthday, ID number, or the age told."""
    if getattr(row, "kind", "human") == "organisation":
        return False
    return identity.is_under(18, day, getattr(row, "birthday", None), row.id_number, row.age_told)
