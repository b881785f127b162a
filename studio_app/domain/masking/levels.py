"""What of a person may be seen outside: fields and free text at the three levels of handbook 7.2."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from studio_app.domain.masking.figures import SPELT
from studio_app.domain.masking.health import NO_HEALTH, Health
from studio_app.domain.masking.parts import doors_in, local_number, names_of, parts_of_name
from studio_app.domain.masking.school import schools_in
from studio_app.domain.masking.shapes import (
    DEFAULT_COMPOUND_SURNAMES,
    NAME_BREAK,
    address_to_building,
    descriptions,
    is_pseudonym,
    mask_card,
    mask_id,
    mask_name,
    mask_organisation,
    mask_phone_screen,
    mask_plate,
    surname_of,
)
from studio_app.domain.masking.text import Hidden, Needle, digits, places

__all__ = [
    "KnownPeople",
    "KnownPerson",
    "Level",
    "Masks",
    "Rules",
    "address_to_building",
    "is_pseudonym",
    "mask_name",
    "mask_phone_screen",
    "mask_text",
    "names_in",
]

Level = Literal["internal", "handover", "public"]
Rules = Mapping[str, Mapping[str, str]]

HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"
MINOR = "未成年人"
OMITTED = {
    "id_number": "〔证件号略〕",
    "phone": "〔电话略〕",
    "bank_card": "〔账号略〕",
    "address": "某处",
    "account": "〔联系方式略〕",
    "plate": "〔车牌略〕",
    "name": "某人",
    "minor": f"某{MINOR}",
    "guardian": "某监护人",
}

_NUMBER_IN_NAME = re.compile(r"[\d零〇一二三四五六七八九 -]{6}|[@＠]")
_PLAIN_PLACE = re.compile(
    r"[一-龥]*(?:\d{1,3}[号栋幢座楼期区组院路街巷弄]+)*\d{0,2}"
)  # 幸福小区3号楼: nothing to look for
_TELLING = re.compile(rf"[{SPELT}]{{3}}|[住车牌室户房]|尾号")
_WORDS = re.compile("[一-龥A-Za-z]")
_PARTLY: Mapping[str, Callable[[str], str]] = {
    "id_number": mask_id,
    "phone": mask_phone_screen,
    "bank_card": mask_card,
    "address": address_to_building,
    "plate": mask_plate,
}


class KnownPerson(NamedTuple):
    """One person of this case, so that a text about the case can be searched for what identifies them.

    `minor` and `guardian` (of a minor) obey rules of their own; `phone_consented`: this recipient may
    have the number.
    """

    name: str
    phones: Sequence[str] = ()
    id_numbers: Sequence[str] = ()
    addresses: Sequence[str] = ()
    bank_cards: Sequence[str] = ()
    plates: Sequence[str] = ()
    minor: bool = False
    guardian: bool = False
    organisation: bool = False
    phone_consented: bool = False


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Everybody of one case in a fixed order: the order decides who is 张某甲 and who 张某乙."""

    people: Sequence[KnownPerson] = ()

    @property
    def addresses(self) -> Iterator[str]:
        return (address for person in self.people for address in person.addresses)


NOBODY = KnownPeople()


@dataclass(frozen=True)
class Masks:
    """The rules of one level.

    `rules` is `{level: {field: style}}` as in resources/dictionaries/masks.toml; fields `name`, `id_number`,
    `phone`, `phone_consented`, `address`, `bank_card`, `minor`, `guardian`, `health`, `free_text` and `plate` (as
    `id_number` where absent); styles `full`, `partial`, `surname` (张某, a minor 张**), `removed`.
    A field the table lacks is removed, so an incomplete table lets nothing out. KeyError for a level the
    table lacks. `descriptions`: the words of names that name nobody (住户, 工人), which are shown as they are.
    `health`: the words that name an illness; in a text they are made milder wherever `health` is not `full`.
    """

    rules: Rules
    level: str
    compound_surnames: Collection[str] = DEFAULT_COMPOUND_SURNAMES
    descriptions: tuple[str, ...] = ()
    health: Health = NO_HEALTH

    @cached_property
    def _styles(self) -> Mapping[str, str]:
        given = self.rules[self.level]
        return defaultdict(lambda: "removed", {"plate": given.get("id_number", "removed"), **given})

    def style(self, what: str) -> str:
        return self._styles[what]

    def person(self, person: KnownPerson, known: KnownPeople | None = None) -> str:
        """The name for a cell; with `known` two people of one surname are told apart at the public level."""
        shown = self._shown(person, self._pseudonyms(known) if known else {})
        if _NUMBER_IN_NAME.search(shown):
            shown = self.scan(shown, NOBODY)
        is_masked_minor = person.minor and shown not in {"", person.name}
        return f"{shown}（{MINOR}）" if is_masked_minor else shown

    def named(self, person: KnownPerson, known: KnownPeople | None = None) -> str:
        """The same where a sentence needs a word: 某未成年人, or 某人 for a grown-up whose name stays away."""
        return self.person(person, known) or OMITTED["minor" if person.minor else "name"]

    def name(self, name: str) -> str:
        """A name or several in one cell: 张建国、李四 → 张某、李某."""
        return "".join(
            part if NAME_BREAK.fullmatch(part) else self._name(part, self.style("name"))
            for part in NAME_BREAK.split(name)
        )

    def id_number(self, text: str) -> str:
        return self._field("id_number", text)

    def phone(self, text: str, *, consented: bool = False) -> str:
        """A phone field; `consented`: the party agreed that this recipient gets the number (PIPL art. 23)."""
        style = self.style("phone_consented" if consented else "phone")
        return _styled(text, style, mask_phone_screen)

    def phone_cell(self, text: str, known: KnownPeople, *, consented: bool = False) -> str:
        """The same where a person of the case may be named beside the number: …（女儿小雨的）."""
        shown = self.phone(text, consented=consented)
        return self.scan(shown, known) if _WORDS.search(shown) else shown

    def address(self, text: str) -> str:
        return self._field("address", text)

    def place(self, text: str, known: KnownPeople) -> str:
        """An address or place, which may name somebody (王某家门口), a child's school, or hold a number."""
        shown = self.address(text)
        bare = "".join(shown.split())
        telling = not _PLAIN_PLACE.fullmatch(bare) or _TELLING.search(bare) or any(map(_is_named(bare), known.people))
        return self.scan(shown, known) if telling else shown

    def bank_card(self, text: str) -> str:
        return self._field("bank_card", text)

    def plate(self, text: str) -> str:
        return self._field("plate", text)

    def free_text(self, text: str, known: KnownPeople) -> str:
        """A text by the level's own rule for texts: as typed, scanned, or left out."""
        style = self.style("free_text")
        return text if style == "full" else self.scan(text, known) if style == "partial" else ""

    def scan(self, text: str, known: KnownPeople) -> str:
        """The text with every name, number, plate and address masked that is of the case or looks like one.

        As typed where the level's rule for texts is `full`.Full-width figures become half-width.
        """
        if not text or self.style("free_text") == "full":
            return text
        hidden = Hidden(text)
        may_show = [phone for person in known.people if self._may_show(person) for phone in person.phones]
        allowed = {digits(number) for phone in may_show for number in (phone, local_number(phone)) if number}
        for needle in sorted(self._needles(known, hidden, allowed), key=lambda needle: -len(needle.text)):
            hidden.known(needle)
        hidden.patterns(self._in_text, allowed)
        if hidden.has_figures and self.style("address") != "full":
            hidden.swap(lambda text: doors_in(text, known.addresses))
        if self.style("minor") != "full" and any(person.minor for person in known.people):
            organisations = [person.name for person in known.people if person.organisation]
            hidden.swap(lambda text: schools_in(text, organisations))
        if self.style("health") != "full":
            hidden.swap(self.health.finds)
        return hidden.restored()

    def _field(self, what: str, text: str) -> str:
        return _styled(text, self.style(what), _PARTLY[what])

    def _shown(self, person: KnownPerson, pseudonyms: Mapping[str, str]) -> str:
        style = self.style("minor" if person.minor else "guardian" if person.guardian else "name")
        if person.organisation:
            return person.name if style in {"full", "partial"} else mask_organisation(person.name)
        if person.minor and style != "full" and self._is_called(person.name.strip()):
            return ""
        if person.minor and style == "surname":
            style = "partial"
        if style == "surname" and person.name.strip() in pseudonyms:
            return pseudonyms[person.name.strip()]
        return self._name(person.name, style)

    def _name(self, name: str, style: str) -> str:
        if style != "removed" and self._names_nobody(name.strip()):
            return name
        name = name if style == "full" else next(iter(names_of(name)), name)
        return mask_name(name, style, self.compound_surnames)

    def _names_nobody(self, name: str) -> bool:
        known = self._nobodies.get(name)
        if known is None:
            known = is_pseudonym(name) or bool(descriptions(self.descriptions).fullmatch(name))
            self._nobodies[name] = known
        return known

    def _is_called(self, name: str) -> bool:
        """小吴, 孩子小明: what would name nobody if it were not a child's."""
        return self._names_nobody(name) and not descriptions(self.descriptions, of_child=True).fullmatch(name)

    @cached_property
    def _nobodies(self) -> dict[str, bool]:
        """What was found of names before: each is asked about several times for every row."""
        return {}

    def _pseudonyms(self, known: KnownPeople) -> dict[str, str]:
        """张某 where the surname is alone in the case, else 张某甲, 张某乙 in the order of the people."""
        names = dict.fromkeys(p.name.strip() for p in known.people if p.name.strip() and not p.organisation)
        taken = {name for name in names if self._names_nobody(name) or name[0].isdigit()}
        groups: dict[str, list[str]] = {}
        for name in (name for name in names if name not in taken):
            groups.setdefault(surname_of(name, self.compound_surnames), []).append(name)
        shown: dict[str, str] = {}
        for surname, same in groups.items():
            shown |= zip(same, _free_pseudonyms(surname, len(same), taken), strict=False)
        return shown

    def _in_text(self, what: str, found: str) -> str:
        """What stands in a text for something of this field: never nothing, or the sentence would break."""
        if what == "account":  # WeChat, QQ, e-mail: no part of them is harmless
            return found if self.style("phone") == "full" else OMITTED[what]
        return self._field(what, found) or OMITTED[what]

    def _may_show(self, person: KnownPerson) -> bool:
        return person.phone_consented and self.style("phone_consented") == "full"

    def _needles(self, known: KnownPeople, hidden: Hidden, allowed: Collection[str]) -> Iterator[Needle]:
        """What of the case's people the text holds, and what stands for it."""
        pseudonyms: dict[str, str] | None = None
        for person in known.people:
            if any(hidden.holds(part) for part in self._name_parts(person)):
                pseudonyms = self._pseudonyms(known) if pseudonyms is None else pseudonyms
                yield from self._name_needles(person, pseudonyms)
            for address in person.addresses:
                yield from self._address_needles(address, hidden, known)
            for what, values in _numbers(person):
                for value in values:
                    if len(value) > 4 and hidden.holds(value) and digits(value) not in allowed:
                        yield Needle(value, self._in_text(what, value))
            if hidden.has_figures:
                yield from self._local_needles(person, hidden, allowed)

    def _local_needles(self, person: KnownPerson, hidden: Hidden, allowed: Collection[str]) -> Iterator[Needle]:
        for local in filter(None, map(local_number, person.phones)):
            if hidden.holds(local) and local not in allowed:
                yield Needle(local, self._in_text("phone", local), whole=True)

    def _name_parts(self, person: KnownPerson) -> tuple[str, ...]:
        """What the person may be called by in a text, the whole name first."""
        key = (person.name, person.minor, person.organisation)
        known = self._parts_met.get(key)
        if known is None:
            known = self._parts_met[key] = self._parts_made(person)
        return known

    @cached_property
    def _parts_met(self) -> dict[tuple[str, bool, bool], tuple[str, ...]]:
        """The parts of names met before: they are looked for in every text of their case."""
        return {}

    def _parts_made(self, person: KnownPerson) -> tuple[str, ...]:
        name = person.name.strip()
        if len(name) < 2 or person.organisation or self._names_nobody(name):
            return (name,) if len(name) > 1 else ()
        if name.isalpha():
            return self._parts_of(name, minor=person.minor)
        names = (one for one in names_of(name) if len(one) > 1 and not self._names_nobody(one))
        parts = (part for one in names for part in self._parts_of(one, minor=person.minor))
        return tuple(dict.fromkeys((name, *parts)))

    def _parts_of(self, name: str, *, minor: bool) -> tuple[str, ...]:
        """The name and, where it is two characters and so hard to mistake for a word, the given name alone.

        Of a name in parts (古丽娜·买买提, John Smith) each part; a child is called by more: 小王, 小明, 明明, 阿明.
        """
        if apart := parts_of_name(name):
            return (name, *(part for part in apart if not self._names_nobody(part)))
        name = "".join(name.split())
        surname = surname_of(name, self.compound_surnames)
        given = name[len(surname) :]
        parts = (name, given) if len(given) == 2 else (name,)
        return (*parts, *_pet_names(surname, given)) if minor else parts

    def _name_needles(self, person: KnownPerson, pseudonyms: Mapping[str, str]) -> Iterator[Needle]:
        what = "minor" if person.minor else "guardian" if person.guardian else "name"
        shown = self._shown(person, pseudonyms) or OMITTED[what]
        if shown != person.name:
            called = person.minor and self._is_called(person.name.strip())
            yield from (Needle(part, shown, called or n > 0) for n, part in enumerate(self._name_parts(person)))

    def _address_needles(self, address: str, hidden: Hidden, known: KnownPeople) -> Iterator[Needle]:
        style = self.style("address")
        if style == "full" or len(address.strip()) < 4:
            return
        if hidden.holds(address):
            others = KnownPeople([_without(address, person) for person in known.people])
            yield Needle(address, self.scan(self._in_text("address", address), others))
        if style == "removed":
            yield from (place for place in places(address) if hidden.holds(place.text))


def names_in(text: str) -> list[str]:
    """The names of a field that may hold several: 钱大柱、孙某."""
    return [part.strip() for part in NAME_BREAK.split(text) if part.strip() and not NAME_BREAK.fullmatch(part)]


def mask_text(text: str, known: KnownPeople, level: str, rules: Rules) -> str:
    """`Masks.scan` for a single text; see there."""
    return Masks(rules, level).scan(text, known)


def _styled(text: str, style: str, partly: Callable[[str], str]) -> str:
    if style == "full" or not text:
        return text
    return partly(text) if style == "partial" else ""


def _is_named(text: str) -> Callable[[KnownPerson], bool]:
    """Whether a text may name a person; a child is told by more than its name."""
    return lambda person: person.minor or bool(person.name.strip() and person.name.strip()[-2:] in text)


def _without(address: str, person: KnownPerson) -> KnownPerson:
    return person._replace(addresses=[other for other in person.addresses if other != address])


def _pet_names(surname: str, given: str) -> Iterator[str]:
    yield f"小{surname}"
    if given:
        yield from (f"小{given[-1]}", f"阿{given[-1]}", given[-1] * 2)


def _numbers(person: KnownPerson) -> Iterator[tuple[str, Sequence[str]]]:
    yield "id_number", person.id_numbers
    yield "bank_card", person.bank_cards
    yield "plate", person.plates
    yield "phone", person.phones


def _free_pseudonyms(surname: str, count: int, taken: Collection[str]) -> Iterator[str]:
    """张某 for one alone, else 张某甲, 张某乙 …; never one that somebody of the case already bears."""
    alone = [f"{surname}某"] if count == 1 else []
    numbered = (f"{surname}某{HEAVENLY_STEMS[n] if n < 10 else n + 1}" for n in range(count + len(taken)))
    return (name for name in (*alone, *numbered) if name not in taken)
