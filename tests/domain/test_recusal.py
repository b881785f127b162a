"""The 回避 check: what is found, how heavy it weighs, and what means nothing."""

import tomllib

import pytest

from studio_app.core.paths import resource
from studio_app.records.dispute.case.recusal import Kin, MediatorFacts, PartyFacts, PastRole, check, read_kin

MEDIATOR = MediatorFacts(
    "孙评理",
    phone="19900000001",
    address="丰荣街道和平社区幸福小区3号楼2单元501室",
    person_id="p1",
    id_number="990000198001011234",
    kin=[Kin("周安", "妻子"), Kin("孙小理")],
)


def grounds(*parties, past=()):
    return [(found.ground, found.severity, found.party) for found in check(MEDIATOR, parties, past)]


def test_strangers_give_no_finding():
    assert grounds(PartyFacts("吴远", phone="19900000002", address="幸福小区5号楼1单元101室"), PartyFacts("郑方")) == []


@pytest.mark.parametrize(
    "party",
    [
        PartyFacts("孙评理", person_id="p1"), PartyFacts("孙 评理", phone="199 0000 0001"), PartyFacts("别名", id_number="990000 19800101 1234"),
    ],
)  # fmt: skip
def test_the_same_person_must_not_mediate_and_is_named_once(party):
    assert grounds(PartyFacts("吴远"), party) == [("is_party", "must", 1)]
    assert "本人" in check(MEDIATOR, [party])[0].reason


def test_the_same_name_alone_is_a_question():
    assert grounds(PartyFacts("孙评理", phone="19900000009")) == [("is_party", "ask", 0)]


def test_kin_by_name_telephone_or_household():
    found = check(MEDIATOR, [PartyFacts("周安")])
    assert [(f.ground, f.severity) for f in found] == [("kin", "ask")]
    assert "妻子" in found[0].reason
    assert grounds(PartyFacts("孙小理")) == [("kin", "ask", 0)]
    assert grounds(PartyFacts("吴远", phone="+86 199-0000-0001")) == [("kin", "ask", 0)]
    assert grounds(PartyFacts("吴远", address="丰荣街道和平社区幸福小区 3号楼2单元501室")) == [("kin", "ask", 0)]


@pytest.mark.parametrize(
    "address", ["幸福小区3号楼1单元101室", "丰荣街道和平社区幸福小区3栋402", "普兰店区幸福小区3号楼"]
)
def test_neighbours_of_one_building_however_written(address):
    found = check(MEDIATOR, [PartyFacts("吴远", address=address)])
    assert [(f.ground, f.severity) for f in found] == [("neighbour", "ask")]
    assert "同楼" in found[0].reason


@pytest.mark.parametrize("address", ["幸福小区4号楼", "和平社区", "丰荣街道和平社区幸福小区", "", "平安小区3号楼"])
def test_elsewhere_or_too_vague_is_no_neighbour(address):
    assert grounds(PartyFacts("吴远", address=address)) == []


def test_an_adversary_of_old():
    past = [PastRole("（2024）丰荣评字第003号", [PartyFacts("吴远", phone="19900000002")])]
    found = check(MEDIATOR, [PartyFacts("郑方"), PartyFacts("吴远")], past)
    assert [(f.ground, f.severity, f.party) for f in found] == [("past_party", "ask", 1)]
    assert "第003号" in found[0].reason


def test_pseudonyms_and_empty_fields_agree_with_nobody():
    one = MediatorFacts("王某", kin=[Kin("赵某"), Kin("")])
    assert (
        check(
            one,
            [PartyFacts("王某"), PartyFacts("赵某"), PartyFacts("")],
            [PastRole("一", [PartyFacts("赵某"), PartyFacts("")])],
        )
        == []
    )


def test_the_weightiest_comes_first():
    found = check(MEDIATOR, [PartyFacts("周安"), PartyFacts("孙评理", person_id="p1")])
    assert [f.severity for f in found] == ["must", "ask"]


def test_relatives_as_people_write_them():
    assert read_kin("周安（妻子）\n儿子：孙小理\n兄 孙大理\n李想\n\n") == [
        Kin("周安", "妻子"),
        Kin("孙小理", "儿子"),
        Kin("孙大理", "兄"),
        Kin("李想"),
    ]
    assert read_kin("周安、孙小理(子)") == [Kin("周安"), Kin("孙小理", "子")]
    assert read_kin(" ") == []


def test_every_ground_is_one_of_the_list_we_ship():
    entries = tomllib.loads(resource("dictionaries", "recusal_grounds.toml").read_text(encoding="utf-8"))["entry"]
    assert {"is_party", "kin", "neighbour", "past_party"} <= {entry["code"] for entry in entries}


@pytest.mark.parametrize("address", ["", "幸福小区", "和平社区"])
def test_an_address_that_names_no_home_makes_nobody_a_neighbour(address):
    mediator = MediatorFacts("孙评理", address=address)
    assert check(mediator, [PartyFacts("吴远", address=MEDIATOR.address)]) == []
    assert check(mediator, [PartyFacts("吴远", address=address)]) == []
