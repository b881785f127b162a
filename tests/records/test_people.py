"""Copies of persons: what identifies somebody, and what many people share."""

import pytest
from sqlalchemy import select

from studio_app.domain.party import PartyDraft
from studio_app.records.office import Office
from studio_app.records.opening import Opening, open_case
from studio_app.store.tables import Case, Party, Person


def accept(office: Office, *parties: PartyDraft) -> Case:
    with office.write("受理为纠纷") as session:
        return open_case(session, office, Opening(title="噪音", parties=list(parties)))


def people(office: Office) -> list[str]:
    with office.read() as session:
        return sorted(session.scalars(select(Person.name)))


@pytest.mark.parametrize("said", ["无", "拒绝提供", "不详", "没带", "忘在家里了"])
def test_people_who_show_no_id_are_not_one_person(office: Office, said: str) -> None:
    accept(office, PartyDraft(name="王某", id_number=said), PartyDraft(name="赵某", id_number=said))
    assert people(office) == ["王某", "赵某"]
    with office.read() as session:
        assert set(session.scalars(select(Party.id_hash))) == {""}


@pytest.mark.parametrize("said", ["无", "拒绝提供", "不详"])
def test_a_name_without_a_phone_is_nobody_yet(office: Office, said: str) -> None:
    accept(office, PartyDraft(name="王某", phone=said), PartyDraft(name="王某", phone=said))
    assert people(office) == ["王某", "王某"]


def test_the_same_id_number_is_the_same_person_however_written(office: Office) -> None:
    accept(office, PartyDraft(name="王某", id_number="99000019900101123x"))
    accept(office, PartyDraft(name="王大兴", id_number="990000 19900101 123X"))
    assert people(office) == ["王某"]


def test_the_same_phone_is_not_yet_the_same_person(office: Office) -> None:
    accept(office, PartyDraft(name="王某", phone="19900001234"), PartyDraft(name="王小某", phone="199 0000 1234"))
    assert people(office) == ["王小某", "王某"]
