"""The lists a desk edits, on both engines."""

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office import list_rows
from studio_app.office.lists import seed
from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Party
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import Intakes
from studio_app.records.intake.table import Visitor
from studio_app.records.person.table import Person
from studio_app.services.dictionaries import Dictionaries, EntryLine
from studio_app.services.history import History
from studio_app.services.search import Search


@pytest.fixture
def dictionaries(office: Office) -> Dictionaries:
    return Dictionaries(office)


def labels(dictionaries: Dictionaries, dictionary: str) -> list[str]:
    return [line.label for line in dictionaries.entries(dictionary) if line.active]


def test_editable_lists_are_offered_by_their_titles(dictionaries: Dictionaries) -> None:
    titles = {line.title for line in dictionaries.lists()}
    assert {"纠纷来源", "纠纷细类", "地点"} <= titles
    assert not {"账号权限", "纠纷状态", "数量上限", "编号规则"} & titles


def test_a_renamed_entry_is_seen_at_once_and_stays_through_an_upgrade(
    dictionaries: Dictionaries, office: Office
) -> None:
    first = dictionaries.entries("places")[0]
    dictionaries.rename(first.id, "  东门 调解室\x07 ")
    assert office.lists.label("places", first.code) == "东门 调解室"
    with office.write("升级", right="settings") as session:
        seed(session)
    assert dictionaries.entries("places")[0].label == "东门 调解室"
    assert dictionaries.entries("places")[0].edited


def test_a_surname_read_otherwise_is_found_and_sorted_so_in_what_stands_there(
    dictionaries: Dictionaries, office: Office
) -> None:
    visit = IntakeDraft(kind="dispute", content="漏水", visitors=[VisitorDraft(name="单大明", phone="19900001111")])
    Intakes(office).register(visit)
    Cases(office).open(Opening(title="漏水", parties=[PartyDraft(name="单大明", phone="19900001111")]))

    def found(query: str) -> set[str]:
        return {hit.kind for group in Search(office).find(query).groups for hit in group.hits}

    kinds = {"intake", "case", "person"}
    assert (found("shandaming"), found("dandaming")) == (kinds, set())
    shan = next(line for line in dictionaries.entries("surname_readings") if line.label == "单")
    dictionaries.save_texts(shan.id, {"reading": "dan"})
    assert (found("shandaming"), found("dandaming")) == (set(), kinds)
    with office.read() as session:
        assert {key for model in (Party, Visitor, Person) for key in session.scalars(select(model.sort_key))} == {
            "dan da ming"
        }
    History(office).undo()
    assert (found("shandaming"), found("dandaming")) == (kinds, set())


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
    with office.write("升级", right="settings") as session:
        seed(session)
    assert not entry(dictionaries, "places", first.code).active
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


# --- texts ----------------------------------------------------------------------------------------------------


def entry(dictionaries: Dictionaries, dictionary: str, code: str) -> EntryLine:
    return next(line for line in dictionaries.entries(dictionary) if line.code == code)


def test_the_texts_of_a_row_are_edited_undone_and_set_back(dictionaries: Dictionaries, office: Office) -> None:
    line = entry(dictionaries, "remedies", "failed")
    before = office.lists.entry("remedies", "failed").get("text_b")
    texts = {text.name: text for text in dictionaries.texts(line.id)}
    assert texts["text_b"].many
    assert texts["text_b"].gaps == ("reason", "parties", "date", "committee", "committee_contact", "in_time")
    assert texts["text_b"].value.splitlines() == before
    wanted = "因{reason}，{parties}的事{date}没有谈成。\n\n 可以找{committee}{committee_contact}。{in_time}\x07"
    dictionaries.save_texts(line.id, {"text_b": wanted})
    after = office.lists.entry("remedies", "failed")
    assert after.get("text_b") == [
        "因{reason}，{parties}的事{date}没有谈成。",
        "可以找{committee}{committee_contact}。{in_time}",
    ]
    assert after.get("text_a") == texts["text_a"].value.splitlines()
    assert entry(dictionaries, "remedies", "failed").edited
    step = History(office).undoable()
    assert step is not None
    assert step.label == "修改选项文字"
    History(office).undo()
    assert office.lists.entry("remedies", "failed").get("text_b") == before
    dictionaries.save_texts(line.id, {"text_b": wanted})
    dictionaries.reset_entry(line.id)
    assert office.lists.entry("remedies", "failed").get("text_b") == before
    assert not entry(dictionaries, "remedies", "failed").edited


@pytest.mark.parametrize(
    ("dictionary", "code", "name", "typed", "told"),
    [
        ("remedies", "failed", "text_a", "调解于{date}终止。", "少了{reason}、{parties}"),
        ("remedies", "failed", "text_a", " \n ", "不能空着"),
        (
            "remedies",
            "repudiated",
            "text_a",
            "{who}：{reason}，请找{somebody}",
            "{somebody}写错了，可以用的有{reason}、",
        ),
        ("refusal_texts", "mediation", "text", "{party}{date}不愿意}", "花括号要成对"),
        ("laws", "mediation_3", "as_of", "去年", "2026-03-05 这样的日期"),
        ("notices", "rights_a", "title", "字" * 6001, "最多 6000 个字"),
        ("phrases", "notice_01", "label", "", "不能空着"),
        ("phrases", "notice_01", "label", "字" * 301, "最多 300 个字"),
    ],
)
def test_texts_that_will_not_do(
    dictionaries: Dictionaries, office: Office, dictionary: str, code: str, name: str, typed: str, told: str
) -> None:  # fmt: skip
    line = entry(dictionaries, dictionary, code)
    before = office.lists.entry(dictionary, code)
    with pytest.raises(Invalid) as refused:
        dictionaries.save_texts(line.id, {name: typed})
    assert told in str(refused.value)
    assert office.lists.entry(dictionary, code) == before


def test_sentences_to_pick_are_edited_as_texts(dictionaries: Dictionaries, office: Office) -> None:
    line = entry(dictionaries, "phrases", "notice_01")
    dictionaries.save_texts(line.id, {"label": "我是{staff}，\n今天主持。" + "慢慢说。" * 20})
    assert office.lists.label("phrases", "notice_01").startswith("我是{staff}， 今天主持。慢慢说。")
    other = entry(dictionaries, "phrases", "notice_02")
    with pytest.raises(Invalid, match="已经有"):
        dictionaries.save_texts(other.id, {"label": office.lists.label("phrases", "notice_01")})
    made = dictionaries.add("phrases", "请喝水。", line.id, {"label": "请喝水。"})
    assert next(one for one in dictionaries.entries("phrases") if one.id == made).label == "请喝水。"


def test_no_list_has_a_name_twice_however_it_is_spelt(dictionaries: Dictionaries) -> None:
    line = entry(dictionaries, "recipients", "community")
    for spelt in ("司法所", " 司 法 所 ", "街道(综治中心)"):
        with pytest.raises(Invalid, match="已经有"):
            dictionaries.rename(line.id, spelt)
    dictionaries.rename(line.id, "本社区")
    dictionaries.add("recipients", "社区居委会", line.id)
    with pytest.raises(Invalid, match="已经有“社区居委会”"):
        dictionaries.reset_entry(line.id)
    assert entry(dictionaries, "recipients", "community").label == "本社区"


def test_a_newer_program_brings_no_second_row_of_a_name_the_desk_has(
    dictionaries: Dictionaries, office: Office
) -> None:
    with office.write("旧版") as session:
        row = list_rows.row(session, "recipients", "court")
        row.code = "own_court"
    with office.write("升级") as session:
        seed(session)
    found = {line.code: line.active for line in dictionaries.entries("recipients") if line.label == "人民法院"}
    assert found == {"own_court": True, "court": False}


def test_what_a_newer_program_ships_stands_where_it_ships_it_and_what_a_person_moved_stays(
    dictionaries: Dictionaries, office: Office
) -> None:
    shipped = [line.code for line in dictionaries.entries("destinations")]
    own = dictionaries.add("destinations", "请社区回访", entry(dictionaries, "destinations", "answered").id)
    dictionaries.move(entry(dictionaries, "destinations", "waiting").id, up=True)
    kept = [line.code for line in dictionaries.entries("destinations")]
    assert kept[-3:-1] == ["waiting", "proposal"]
    with office.write("旧版") as session:  # it had no 不予受理, and a row in another place
        gone = list_rows.row(session, "destinations", "refused")
        gone.code, gone.deleted_at = "no_such_row", office.now()
        list_rows.row(session, "destinations", "consultation").position = 90
    with office.write("升级") as session:
        seed(session)
    assert [line.code for line in dictionaries.entries("destinations")] == kept
    assert [line.id for line in dictionaries.entries("destinations")][-1] == own
    dictionaries.reset("destinations")
    assert [line.code for line in dictionaries.entries("destinations") if line.active] == shipped


def test_a_row_of_ones_own_has_its_own_texts_and_no_original(dictionaries: Dictionaries, office: Office) -> None:
    like = entry(dictionaries, "laws", "mediation_3")
    made = dictionaries.add("laws", "《某条例》第一条", like.id, {"gist": "先谈后诉。"})
    code = next(one.code for one in dictionaries.entries("laws") if one.id == made)
    assert office.lists.entry("laws", code).get("gist") == "先谈后诉。"
    assert office.lists.entry("laws", code).get("as_of") == "2025-04-19"
    with pytest.raises(Refused, match="自己添加"):
        dictionaries.reset_entry(made)


def test_lists_the_program_counts_on_keep_their_rows(dictionaries: Dictionaries) -> None:
    (line,) = [one for one in dictionaries.entries("notices") if one.code == "privacy"]
    with pytest.raises(Refused, match="固定"):
        dictionaries.add("notices", "新告知书", line.id)
    with pytest.raises(Refused, match="固定"):
        dictionaries.set_active(line.id, active=False)


def test_rules_show_their_reasons_and_only_those_at_work(dictionaries: Dictionaries, office: Office) -> None:
    codes = {one.code for one in dictionaries.entries("deadlines")}
    assert {"R1", "R3"} <= codes
    assert all(office.lists.entry("deadlines", code).get("enabled") for code in codes)
    line = entry(dictionaries, "deadlines", "R3")
    dictionaries.save_texts(line.id, {"reason_b": "{date}收下，说好一个月内谈完"})
    assert office.lists.rules()["R3"].data["reason_b"] == "{date}收下，说好一个月内谈完"


def test_an_entry_shipped_out_of_use_waits_to_be_put_into_use(dictionaries: Dictionaries, office: Office) -> None:
    """The law of residents' committees was renumbered: somebody enters the article and enables the row."""
    line = entry(dictionaries, "laws", "residents_13")
    assert not line.active
    assert "residents_13" not in [one.code for one in office.lists.entries("laws")]
    dictionaries.rename(line.id, "《城市居民委员会组织法》第十条")
    dictionaries.set_active(line.id, active=True)
    assert "residents_13" in [one.code for one in office.lists.entries("laws")]
    dictionaries.reset_entry(line.id)
    assert "residents_13" not in [one.code for one in office.lists.entries("laws")]


def test_a_name_has_sixty_characters_at_most(dictionaries: Dictionaries) -> None:
    added = dictionaries.add("places", "东" * 60)
    assert [line.label for line in dictionaries.entries("places")][-1] == "东" * 60
    with pytest.raises(Invalid):
        dictionaries.rename(added, "东" * 61)
    last = dictionaries.add("places", "西门")
    assert [line.id for line in dictionaries.entries("places")][-2:] == [added, last]
