"""Every record declares itself: nothing a person enters is left out of search, history and bin by being forgotten."""

from dataclasses import dataclass
from typing import Any

import pytest

from studio_app.office import rows
from studio_app.office.kinds import RecordKind
from studio_app.office.tables import (
    Account,
    Attachment,
    DictionaryEntry,
    IssuedNumber,
    Organisation,
    OwnReminder,
    Setting,
    Snooze,
)
from studio_app.records import KINDS
from studio_app.records.station.table import Station
from studio_app.store.changes import UNLOGGED
from studio_app.store.table import Base, Entity

SHARED = {Account, Attachment, DictionaryEntry, IssuedNumber, Organisation, OwnReminder, Setting, Snooze}
"""What every record shares, and what is told in 设置."""


def test_every_entity_belongs_to_a_kind() -> None:
    entities = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Entity)}
    told = {table for kind in KINDS for table in kind.tables}
    assert entities - told == SHARED
    assert told & SHARED == set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_names_columns_it_has(kind: RecordKind) -> None:
    for name in (*kind.title, *kind.line, *kind.days):
        assert hasattr(kind.table, name), name
    for part in (*kind.parts, *kind.inner):
        assert hasattr(part, kind.column), part
    assert bool(kind.heading) == (kind.document is not None)


def test_kinds_and_their_tables_are_told_apart() -> None:
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)
    mains: list[Any] = [kind.table for kind in KINDS]
    assert len(set(mains)) == len(mains)


def test_a_title_is_not_what_the_law_protects() -> None:
    """Of a person a name tells enough; numbers and addresses stand in no title."""
    for kind in KINDS:
        for name in kind.title:
            said = kind.table.__table__.columns[name].info.get("said")
            assert name in UNLOGGED or said is None or said.what in ("", "name", "plain"), (kind.name, name)


@dataclass
class Misspelt:
    name: str = "幸福里"
    adress: str = "幸福路 3 号"


def test_a_field_no_column_takes_is_never_lost_silently() -> None:
    with pytest.raises(TypeError, match="adress"):
        rows.apply(Misspelt(), Station())
