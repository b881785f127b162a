"""Whether a mediator should stand back from a case (回避): kin, neighbours, old adversaries, one person.

The Law has no list; the grounds are common practice (handbook 1.2) and their codes those of
resources/dictionaries/recusal_grounds.toml. A finding is for people to weigh, it decides nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from studio_app.domain import phones
from studio_app.domain.masking.shapes import address_to_building, is_pseudonym

Ground = Literal["is_party", "kin", "neighbour", "past_party"]
Severity = Literal["must", "ask"]  # must: nobody mediates this; ask: look into it, then decide

_KIN_BEFORE = re.compile(r"(?P<relation>[^：:\s]{1,6})\s*[：:\s]\s*(?P<name>\S+)")
_KIN_BEHIND = re.compile(r"(?P<name>[^（(]+)[（(](?P<relation>[^）)]+)[）)]")


@dataclass(frozen=True, slots=True)
class Kin:
    name: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class MediatorFacts:
    """What the desk knows of the mediator; `person_id` is their own entry in the directory, if any."""

    name: str
    phone: str = ""
    address: str = ""
    person_id: str = ""
    id_number: str = ""
    kin: Sequence[Kin] = ()


@dataclass(frozen=True, slots=True)
class PartyFacts:
    name: str
    phone: str = ""
    address: str = ""
    person_id: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class PastRole:
    """An earlier case in which the mediator was a party, and who stood on the other side."""

    case_number: str
    against: Sequence[PartyFacts] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """`party`: position of the party in what was asked; `reason`: a sentence naming what agrees."""

    ground: Ground
    severity: Severity
    party: int
    reason: str


def check(mediator: MediatorFacts, parties: Sequence[PartyFacts], past: Sequence[PastRole] = ()) -> list[Finding]:
    """What speaks for withdrawal, the weightiest first; empty when nothing was found."""
    found = [finding for n, party in enumerate(parties) for finding in _of_party(mediator, n, party, past)]
    return sorted(found, key=lambda finding: finding.severity != "must")


def read_kin(text: str) -> list[Kin]:
    """Relatives as written one per line: 李某, 李某（妻子）, 妻子：李某."""
    return [_kin(line.strip()) for line in re.split(r"[\n;；、，,]", text) if line.strip()]


def _of_party(mediator: MediatorFacts, n: int, party: PartyFacts, past: Iterable[PastRole]) -> Iterator[Finding]:
    same = _same_person(mediator, party)
    if same:
        yield Finding("is_party", "must", n, f"{mediator.name}就是当事人{party.name}本人（{same}）。")
        return
    if phones.same(mediator.phone, party.phone):
        reason = f"{mediator.name}与当事人{party.name}留的是同一个电话，可能是家人，请核实。"
        yield Finding("kin", "ask", n, reason)
    elif _same_name(mediator.name, party.name):
        yield Finding("is_party", "ask", n, f"{mediator.name}与当事人同名，请核实是不是同一个人。")
    for kin in mediator.kin:
        if _same_name(kin.name, party.name):
            relation = f"（{kin.relation}）" if kin.relation else ""
            reason = f"当事人{party.name}与{mediator.name}的近亲属{kin.name}{relation}同名，请核实。"
            yield Finding("kin", "ask", n, reason)
    yield from _neighbour(mediator, n, party)
    for role in past:
        if any(_same_person(old, party) or _same_name(old.name, party.name) for old in role.against):
            reason = f"{mediator.name}与当事人{party.name}在另一件纠纷（{role.case_number}）里是对头。"
            yield Finding("past_party", "ask", n, reason)


def _neighbour(mediator: MediatorFacts, n: int, party: PartyFacts) -> Iterator[Finding]:
    """Same household weighs as kin; same building as neighbours."""
    if not _exact(mediator.address) or not _exact(party.address):
        return
    if _squeezed(mediator.address) == _squeezed(party.address):
        reason = f"{mediator.name}与当事人{party.name}住址相同，可能是家人，请核实。"
        yield Finding("kin", "ask", n, reason)
    elif _building(mediator.address) == _building(party.address):
        where = address_to_building(party.address)
        yield Finding("neighbour", "ask", n, f"{mediator.name}与当事人{party.name}同住{where}，是同楼邻居，请核实。")


def _same_person(one: MediatorFacts | PartyFacts, other: PartyFacts) -> str:
    """What proves it, empty when nothing does."""
    if one.person_id and one.person_id == other.person_id:
        return "人员名册中是同一人"
    if one.id_number and _squeezed(one.id_number) == _squeezed(other.id_number):
        return "身份证号相同"
    if _same_name(one.name, other.name) and phones.same(one.phone, other.phone):
        return "姓名和电话相同"
    return ""


def _same_name(a: str, b: str) -> bool:
    """Pseudonyms (王某) agree with too many to mean anything."""
    return bool(a.strip()) and _squeezed(a) == _squeezed(b) and not is_pseudonym(a)


def _exact(address: str) -> bool:
    """Only an address with a number in it says where somebody lives; 和平社区 alone does not."""
    return bool(re.search(r"\d|[一二三四五六七八九十]+(?:号|楼|栋|单元)", address))


def _building(address: str) -> str:
    """The building without the offices' names before it, which one writes and the other leaves out."""
    place = _squeezed(address_to_building(address))
    return re.sub(r"^.*(?:街道|社区|镇|(?<![社小])区|市)(?=.)", "", place).replace("号楼", "楼").replace("栋", "楼")


def _squeezed(text: str) -> str:
    return re.sub(r"[\s·•.-]", "", unicodedata.normalize("NFKC", text)).upper()


def _kin(line: str) -> Kin:
    found = _KIN_BEHIND.fullmatch(line) or _KIN_BEFORE.fullmatch(line)
    return Kin(found["name"].strip(), found["relation"].strip()) if found else Kin(line)
