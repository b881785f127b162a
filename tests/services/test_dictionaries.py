"""The lists a desk edits, on both engines."""

import pytest

from studio_app.records.office import Office
from studio_app.services.dictionaries import Dictionaries
from studio_app.settings import Invalid, Refused


@pytest.fixture
def dictionaries(office: Office) -> Dictionaries:
    return Dictionaries(office)


def labels(dictionaries: Dictionaries, dictionary: str) -> list[str]:
    return [line.label for line in dictionaries.entries(dictionary) if line.active]


def test_editable_lists_are_offered_by_their_titles(dictionaries: Dictionaries) -> None:
    titles = {line.title for line in dictionaries.lists()}
    assert {"案件来源", "纠纷细类", "地点"} <= titles
    assert not {"账号权限", "案件状态", "提醒规则", "编号规则"} & titles


def test_a_renamed_entry_is_seen_at_once_and_stays_through_an_upgrade(
    dictionaries: Dictionaries, office: Office
) -> None:
    from studio_app.records import lists

    first = dictionaries.entries("places")[0]
    dictionaries.rename(first.id, "  东门 调解室\x07 ")
    assert office.lists.label("places", first.code) == "东门 调解室"
    with office.write("升级", right="settings") as session:
        lists.seed(session)
    assert dictionaries.entries("places")[0].label == "东门 调解室"
    assert dictionaries.entries("places")[0].edited


def test_a_new_entry_takes_the_rules_of_the_one_it_is_like(dictionaries: Dictionaries, office: Office) -> None:
    like = next(line for line in dictionaries.entries("dispute_subtypes") if line.code == "noise")
    made = dictionaries.add("dispute_subtypes", "楼道养鸟", like.id)
    line = dictionaries.entries("dispute_subtypes")[-1]
    assert (line.id, line.label, line.own) == (made, "楼道养鸟", True)
    assert office.lists.entry("dispute_subtypes", line.code).get("type") == "neighbour"


@pytest.mark.parametrize("label", ["", "   ", "字" * 61])
def test_labels_that_will_not_do(dictionaries: Dictionaries, label: str) -> None:
    with pytest.raises(Invalid):
        dictionaries.add("places", label)


def test_no_label_twice(dictionaries: Dictionaries) -> None:
    lines = dictionaries.entries("places")
    with pytest.raises(Invalid, match="已经有"):
        dictionaries.add("places", lines[0].label)
    with pytest.raises(Invalid, match="已经有"):
        dictionaries.rename(lines[1].id, lines[0].label)


def test_retired_entries_are_offered_no_more_but_still_read(dictionaries: Dictionaries, office: Office) -> None:
    first = dictionaries.entries("places")[0]
    dictionaries.set_active(first.id, False)
    assert first.code not in dict(office.lists.pairs("places"))
    assert office.lists.label("places", first.code) == first.label
    for line in dictionaries.entries("places")[1:-1]:
        dictionaries.set_active(line.id, False)
    with pytest.raises(Refused, match="至少要留一项"):
        dictionaries.set_active(dictionaries.entries("places")[-1].id, False)


def test_order_changes_and_ends_at_the_ends(dictionaries: Dictionaries) -> None:
    before = [line.code for line in dictionaries.entries("sources")]
    ids = [line.id for line in dictionaries.entries("sources")]
    dictionaries.move(ids[1], True)
    dictionaries.move(ids[1], True)
    assert [line.code for line in dictionaries.entries("sources")] == [before[1], before[0], *before[2:]]
    dictionaries.move(ids[-1], False)
    assert [line.code for line in dictionaries.entries("sources")][-1] == before[-1]


def test_a_list_goes_back_to_what_was_shipped(dictionaries: Dictionaries) -> None:
    before = labels(dictionaries, "places")
    own = dictionaries.add("places", "自己加的")
    dictionaries.move(own, True)
    dictionaries.rename(dictionaries.entries("places")[0].id, "改过的")
    dictionaries.set_active(dictionaries.entries("places")[1].id, False)
    dictionaries.reset("places")
    assert labels(dictionaries, "places") == before
    assert [line.label for line in dictionaries.entries("places") if not line.active] == ["自己加的"]
