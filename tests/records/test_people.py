"""Copies of persons: what identifies somebody, and what many people share."""

import pytest
from sqlalchemy import select

from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.person.copies import address_key
from studio_app.records.person.table import Person


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


@pytest.mark.parametrize(
    "told",
    [
        "幸福里小区3号楼2单元501",
        "幸福里小区三号楼二单元501室",
        "示例区示例街道幸福里小区3号楼2单元501",
        "示例市示例区幸福里社区幸福里小区三栋二单元五〇一",
        "幸福里3-2-501",
        "幸福里小区 ３＃2－501",
    ],
)
def test_one_home_has_one_key(told: str) -> None:
    assert address_key(told) == address_key("幸福里小区3号楼2单元501室")


@pytest.mark.parametrize(
    "told", ["幸福里小区3号楼2单元502", "幸福里小区2号楼3单元501", "平安里小区3号楼2单元501", "幸福里小区3号楼501"]
)
def test_another_home_has_another(told: str) -> None:
    assert address_key(told) != address_key("幸福里小区3号楼2单元501室")
