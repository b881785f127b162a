"""What may be seen of a case's people at a level of masking: the desk's rules applied to the case's own people."""

from dataclasses import dataclass
from datetime import date

from studio_app.domain import identity
from studio_app.domain.masking import KnownPeople, KnownPerson, Masks
from studio_app.records.dossier import Dossier
from studio_app.records.lists import Lists
from studio_app.settings import Refused
from studio_app.store.tables import Party, Visitor

OMITTED = "（略）"


@dataclass(frozen=True)
class Veil:
    """One level of masking over one case; `recipient` (dictionary recipients) decides whose phone may stand."""

    file: Dossier
    masks: Masks
    known: KnownPeople
    recipient: str
    day: date

    def text(self, typed: str) -> str:
        """A text people wrote; at a level that leaves texts out, a word that something was left out."""
        return self.within(typed) or (OMITTED if typed.strip() else "")

    def within(self, typed: str) -> str:
        """The same inside a sentence of ours: nothing at a level that leaves texts out."""
        return self.masks.free_text(typed, self.known)

    def person(self, party: Party) -> str:
        return self.masks.person(_party(party, self.day, self.recipient, self.file), self.known) or "某未成年人"

    def phone(self, party: Party) -> str:
        return self.masks.phone(party.phone, consented=self.recipient in party.consent_recipients)

    def address(self, party: Party) -> str:
        return self.masks.address(party.address)

    def hides(self, party: Party) -> bool:
        """Whether even sex and age of a minor stay away."""
        return is_minor(party, self.day) and self.masks.style("minor") == "removed"


def masks_of(lists: Lists, level: str) -> Masks:
    """Refused when the desk has no such level."""
    rules = {entry.code: entry.data for entry in lists.entries("masks")}
    if level not in rules:
        raise Refused(f"没有“{level}”这个脱敏等级。可以选：{'、'.join(rules)}。")
    surnames = [entry.label for entry in lists.entries("compound_surnames")]
    return Masks(rules, level, surnames) if surnames else Masks(rules, level)


def veil(file: Dossier, level: str, recipient: str, day: date) -> Veil:
    return Veil(file, masks_of(file.office.lists, level), known_people(file, recipient, day), recipient, day)


def known_people(file: Dossier, recipient: str, day: date) -> KnownPeople:
    """Parties first (their order decides who is 张某甲), then everybody else the case names."""
    people = [_party(party, day, recipient, file) for party in file.parties]
    people += [_visitor(visitor) for visitor in file.visitors]
    people += [KnownPerson(row.name, organisation=False) for row in file.participants]
    return KnownPeople([*people, KnownPerson("", addresses=[file.case.place])])


def is_minor(party: Party, day: date) -> bool:
    born = party.birthday or identity.check_id(party.id_number).birthday
    if born is None and party.age_told is not None:
        return party.age_told < 18
    return identity.is_minor(born, day)


def _party(party: Party, day: date, recipient: str, file: Dossier) -> KnownPerson:
    wards = {p.id for p in file.parties if is_minor(p, day)}
    return KnownPerson(
        name=party.name,
        phones=[party.phone] if party.phone else [],
        id_numbers=[party.id_number] if party.id_number else [],
        addresses=[party.address] if party.address else [],
        minor=is_minor(party, day),
        guardian=party.role == "guardian" and party.acts_for_id in wards,
        organisation=party.kind == "organisation",
        phone_consented=recipient in party.consent_recipients,
    )


def _visitor(visitor: Visitor) -> KnownPerson:
    given = [visitor.phone], [visitor.id_number], [visitor.address]
    phones, ids, addresses = ([value for value in values if value] for values in given)
    return KnownPerson(visitor.name, phones=phones, id_numbers=ids, addresses=addresses)
