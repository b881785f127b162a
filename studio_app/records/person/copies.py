"""What a stored copy of a person carries besides what was typed: sort key, hashed ID, address key, directory."""

import re
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain import identity, phones
from studio_app.domain.folding import folded, in_figures
from studio_app.office.asked import Asked, asked
from studio_app.office.lists import Lists
from studio_app.records.person.draft import DETAILS
from studio_app.records.person.table import COPIED, Identified, Person
from studio_app.store.database import Database
from studio_app.store.identifiers import having, set_apart

_WITHIN = re.compile(r"^.*(?:省|自治区|市|县|街道|镇|乡|社区|(?<![小社园])区)-?(?=[^-])")
"""What a home lies in: told before it or not, it is the same home."""


def asked_beside(names: Collection[str]) -> list[Asked]:
    """What is asked of somebody besides these fields."""
    return asked(Person, *(name for name in DETAILS if name not in names))


def stamp(row: Identified, lists: Lists, database: Database) -> None:
    """Derive the lookup columns of a copy, and fill sex from a valid ID number where it was left empty."""
    row.name = row.name.strip()
    set_apart(row)
    finding = identity.check_id(row.id_number)
    row.id_number = finding.number
    row.sort_key = lists.sort_key(row.name)
    row.id_hash = database.id_hash(row.id_number) if _identifies(finding) else ""
    row.address_key = address_key(row.address)
    if not row.sex:
        row.sex = next((code for code, word in lists.pairs("sexes") if word == finding.sex), "")


def _identifies(finding: identity.IdFinding) -> bool:
    """无, 拒绝提供 or a remark in the field of the number belong to many people."""
    return finding.kind in ("id18", "id15", "uscc") or len(re.findall(r"\d", finding.number)) >= 6


def address_key(address: str) -> str:
    """An address as all spellings of one home compare equal, whatever district or street was told before it.

    6号楼2单元501 = 6-2-501 = ６＃2－501 = 六号楼二单元五〇一室; 示例区示例街道幸福里小区3号楼 = 幸福里3栋.
    """
    plain = in_figures(folded(address))
    plain = re.sub(r"号楼|栋|幢|座|单元|号|室|户|#|[\s,，.、—–_-]+", "-", plain)
    plain = re.sub(r"-+", "-", plain).strip("-")
    place, number = re.fullmatch(r"(\D*)(.*)", plain, re.DOTALL).groups("")  # type: ignore[union-attr]  # fits any text
    return re.sub(r"小区$", "", _WITHIN.sub("", place).strip("-")) + number


def home(address: str, place: str) -> str:
    """Where somebody lives: the address told, else the place of the dispute where it names a door.

    The register asks for the address only if it differs from the place.
    """
    return address or (place if re.search(r"\d$", address_key(place)) else "")


def link(session: Session, row: Identified, kind: str = "human") -> Person:
    """The directory entry of this copy: same ID number, else same name and phone; a new one where there is none.

    Never by name alone: two 王某 are two people until somebody merges them.
    """
    person = _known(session, row)
    if person is None:
        person = Person(kind=kind, name=row.name)
        session.add(person)
    for name in COPIED:
        typed = getattr(row, name)
        if typed and getattr(person, name, "") in ("", None):
            setattr(person, name, typed)
    session.flush()
    return person


def _known(session: Session, row: Identified) -> Person | None:
    alive = select(Person).where(Person.merged_into.is_(None))
    if row.id_hash:
        found = session.scalars(alive.where(Person.id_hash == row.id_hash)).first()
        if found is not None:
            return found
    lines = phones.lines(row.phone) if row.name else ()
    alike = alive.where(having(Person, "phone", lines), Person.name == row.name)
    return session.scalars(alike).first() if lines else None
