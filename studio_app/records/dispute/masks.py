"""What may be seen of a case's people at a level of masking: the desk's rules applied to the case's own people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, String

from studio_app.core.errors import Refused
from studio_app.domain.masking.health import Health
from studio_app.domain.masking.levels import KnownPeople, KnownPerson, Masks
from studio_app.domain.masking.shapes import DEFAULT_COMPOUND_SURNAMES
from studio_app.office.lists import Lists
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.known import named_in
from studio_app.records.dispute.papers.dossier import Dossier
from studio_app.store.table import Said, told

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


def cell_mask(column: Column[Any], masks: Masks) -> Callable[[str, KnownPeople], str]:
    """How the cells of a column are masked: by what it is of a person."""
    how = told(column) or Said("")
    by_what: dict[str, Callable[[str, KnownPeople], str]] = {
        "name": masks.scan,
        "id": lambda words, _known: masks.id_number(words),
        "phone": masks.phone_cell,
        "plate": lambda words, _known: masks.plate(words),
        "address": masks.place,
        "birthday": lambda words, _known: words if masks.style("id_number") == "full" else "",
        "sensitive": lambda words, _known: words if masks.style("free_text") == "full" else "",
    }
    if how.what in by_what:
        return by_what[how.what]
    if how.names == "party":
        return masks.scan
    if how.what or how.of or how.codes or how.names or not isinstance(column.type, String | JSON):
        return lambda words, _known: words
    return lambda words, known: masks.free_text(words, known) or (words and OMITTED)


def veil(file: Dossier, level: str, recipient: str, day: date) -> Veil:
    named = named_in(file.session, [file.case.id], recipient, day)[file.case.id]
    return Veil(masks_of(file.office.lists, level), named.people, named.known, recipient)
