"""The search box as a person meets it: groups, marks, secrecy."""

import pytest
from sqlalchemy import select

from studio_app.domain.search_text import mark_words
from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.table import ConfidentialNote
from studio_app.records.intake.table import Intake, Visitor
from studio_app.services.dictionaries import Dictionaries
from studio_app.services.search import Search
from studio_app.store.log_tables import SearchDocument

ID = "990000199001011239"


@pytest.fixture
def search(office: Office) -> Search:
    return Search(office)


@pytest.fixture
def case(office: Office) -> Case:
    with office.write("受理为纠纷") as session:
        people = [
            PartyDraft(name="王大兴", phone="19900123456", id_number=ID, sensitive_note="石榴病历"),
            PartyDraft(name="赵某", side="respondent"),
        ]
        opening = Opening(title="楼上漏水", dispute_type="neighbour", summary="楼上漏水，泡了顶棚。", parties=people)
        made = open_case(session, office, opening)
        session.add(ConfidentialNote(case_id=made.id, author_id=office.signed.account_id, text="底线是五万榕树钱"))
    return made


@pytest.fixture
def intake(office: Office) -> Intake:
    with office.write("登记来访") as session:
        row = Intake(year=2026, serial=1, received_at=office.now(), content="楼上漏水没人管", number="来访001")
        session.add(row)
        session.flush()
        session.add(Visitor(intake_id=row.id, name="孙某", phone="19900123456"))
    return row


def shape(search: Search, query: str) -> dict[str, list[str]]:
    return {group.title: [hit.entity_id for hit in group.hits] for group in search.find(query).groups}


def test_one_character_asks_for_a_surname_alone(search: Search, case: Case) -> None:
    assert [search.find(query).by_surname for query in ("水", "漏水 王", "漏水", "示评字第1号", "199", "")] == (
        [True, True, False, False, False, False]
    )


def test_hits_stand_in_groups_without_empty_ones(search: Search, case: Case, intake: Intake) -> None:
    assert shape(search, "漏水") == {"纠纷": [case.id], "来访登记": [intake.id]}
    assert list(shape(search, "王大兴")) == ["纠纷", "人员"]
    assert list(shape(search, "123456")) == ["纠纷", "来访登记", "人员"]
    assert search.find("没有的词").groups == []
    assert search.find("").count == 0


def test_what_was_typed_is_marked(search: Search, case: Case) -> None:
    results = search.find("漏水 顶棚")
    hit = results.groups[0].hits[0]
    assert results.words == ["漏水", "顶棚"]
    assert [hit.excerpt[start : start + size] for start, size in hit.marks].count("顶棚") == 1
    assert {hit.excerpt[start : start + size] for start, size in hit.marks} == {"漏水", "顶棚"}
    assert hit.case_id == case.id


@pytest.mark.parametrize("query", [ID, "990000 1990 0101 1239", "９９００００１９９００１０１１２３９"])
def test_a_whole_id_number_finds_its_owner(search: Search, case: Case, query: str) -> None:
    groups = search.find(query).groups
    assert [(g.title, g.hits[0].excerpt) for g in groups] == [("纠纷", "证件号码相符"), ("人员", "证件号码相符")]
    assert ID not in repr(groups)


def test_the_last_four_of_an_id_number(search: Search, case: Case) -> None:
    assert shape(search, "1239")["纠纷"] == [case.id]
    assert search.find("1239").groups[0].hits[0].excerpt == "证件号末四位 1239"
    assert shape(search, "0101") == {}
    assert shape(search, "239") == {}


def test_the_number_of_a_case_comes_first(search: Search, office: Office, case: Case) -> None:
    with office.write("受理为纠纷") as session:
        party = PartyDraft(name="李某", phone="19900012026")
        opening = Opening(title="示评字第", summary="示评字第，提到（2026）示评字第001号案", parties=[party])
        other = open_case(session, office, opening)
    for query in ("(2026)示评字第001号", "〔2026〕 示评字第001号"):
        assert shape(search, query)["纠纷"] == [case.id, other.id]


def test_confidential_notes_are_found_by_their_readers_only(search: Search, office: Office, case: Case) -> None:
    assert list(shape(search, "榕树")) == ["保密笔记"]
    hit = search.find("榕树").groups[0].hits[0]
    assert (hit.title, hit.subtitle, hit.case_id) == ("保密笔记", f"{case.number} · 王大兴 与 赵某", case.id)
    office.signed.role = "member"
    assert list(shape(search, "榕树")) == ["保密笔记"]
    office.signed.account_id = "another"
    assert shape(search, "榕树") == {}
    office.signed.role = "reader"
    assert shape(search, "榕树") == {}
    office.signed.role = "administrator"
    assert list(shape(search, "榕树")) == ["保密笔记"]


def test_sensitive_fields_are_never_found(search: Search, case: Case) -> None:
    for query in ("石榴", "病历", "石榴病历"):
        assert shape(search, query) == {}


def test_what_lies_in_the_bin_is_not_found(search: Search, office: Office, case: Case) -> None:
    with office.write("删除纠纷") as session:
        session.get_one(Case, case.id).deleted_at = office.now()
    assert "纠纷" not in shape(search, "漏水")
    assert "纠纷" not in shape(search, ID)
    assert "纠纷" not in shape(search, "1239")
    assert shape(search, "(2026)示评字第001号") == {}


def test_numbers_typed_into_a_text(search: Search, office: Office) -> None:
    """ID and account numbers are found by no part of them, phones by any three figures; none is shown whole."""
    typed = f"电话19900123456，身份证{ID}，账号6222020000001234567，护照E12345678。"
    with office.write("受理为纠纷") as session:
        opening = Opening(title=f"漏 {ID}", summary=typed, parties=[PartyDraft(name="王某", note=f"旧证{ID}")])
        case = open_case(session, office, opening)
        session.add(Intake(year=2026, serial=9, received_at=office.now(), content=typed, number="来访009"))
    for query in (ID, "199001011", "0199001", "6222020000001234567", "622202", "1234567", "12345678"):
        assert shape(search, query) == {}, query
    for query in ("19900123456", "3456", "身份证"):
        found = search.find(query)
        assert case.id in {hit.entity_id for group in found.groups for hit in group.hits}, query
        for secret in (ID, "19900123456", "622202", "E12345678", "0101"):
            assert secret not in repr(found.groups), (query, secret)
    (hit, *_others) = search.find("19900123456").groups[0].hits
    assert "电话199****3456" in hit.excerpt
    with office.read() as session:
        stored = "".join(session.scalars(select(SearchDocument.body)))
    assert ID not in stored


def test_no_word_of_a_confidential_note_stands_in_what_was_found(search: Search, office: Office, case: Case) -> None:
    with office.write("保密笔记") as session:
        text = f"榕树的证件{ID}，电话19900123456"
        session.add(ConfidentialNote(case_id=case.id, author_id=office.signed.account_id, text=text))
    found = search.find("榕树的证件").groups
    assert [hit.excerpt for group in found for hit in group.hits] == ["笔记里写到了；内容不在这里显示，请打开纠纷看。"]
    assert all(secret not in repr(found) for secret in ("榕树", "990000", "1990", "五万"))
    with office.read() as session:
        assert not any("榕树" in body for body in session.scalars(select(SearchDocument.body)))


def test_words_the_screen_shows_are_found(search: Search, office: Office, case: Case) -> None:
    """23 disputes between neighbours of one mediator: none of them says 邻里 or the mediator's name itself."""
    with office.write("受理为纠纷") as session:
        many = [
            open_case(session, office, Opening(
                title="楼道", dispute_type="neighbour", subtype="pets", community="祥云社区", place="丁香街9号",
                parties=[PartyDraft(name="钱某")],
            )) for _ in range(23)
        ]  # fmt: skip
    expected = {one.id for one in many}
    for query in ("邻里", "邻里纠纷", "李老师", "宠物", "宠物扰邻", "祥云社区", "丁香街", "受理", "邻里 李老师 宠物"):
        found = search.find(query, 50)
        assert expected <= {hit.entity_id for group in found.groups for hit in group.hits}, query
    assert "李老师" in search.find("李老师", 50).groups[0].hits[0].excerpt


def test_a_visit_is_found_by_kind_way_receiver_community_and_what_became_of_it(
    search: Search, office: Office, intake: Intake
) -> None:
    with office.write("修改来访登记") as session:
        row = session.get_one(Intake, intake.id)
        row.receiver_id, row.community, row.dispute_type = office.signed.staff_id, "祥云社区", "neighbour"
        row.channel, row.kind = "phone", "help"
    for query in ("求助", "来电", "李老师", "祥云", "邻里纠纷", "待受理"):
        assert shape(search, query).get("来访登记") == [intake.id], query


def test_a_renamed_word_is_found_by_its_new_name_at_once(search: Search, office: Office, case: Case) -> None:
    lists = Dictionaries(office)
    entry = next(e for e in lists.entries("dispute_types") if e.code == "neighbour")
    lists.rename(entry.id, "街坊纠纷")
    assert shape(search, "街坊")["纠纷"] == [case.id]
    assert "纠纷" not in shape(search, "邻里")
    with office.write("改名") as session:
        session.get_one(Staff, office.signed.staff_id).name = "韩师傅"
    assert shape(search, "韩师傅")["纠纷"] == [case.id]
    assert "纠纷" not in shape(search, "李老师")


def test_a_part_of_a_phone_tells_whose_it_is_and_shows_no_more_than_was_typed(
    search: Search, case: Case, intake: Intake
) -> None:
    told = {hit.entity_id: hit.excerpt for group in search.find("23456").groups for hit in group.hits}
    assert told[case.id] == "王大兴　电话 ******23456"
    assert told[intake.id] == "孙某　电话 ******23456"
    assert search.find("23456").words == ["23456"]


def test_an_excerpt_does_not_repeat_the_title(search: Search, case: Case) -> None:
    (hit,) = search.find("顶棚").groups[0].hits
    assert hit.title.endswith("楼上漏水")
    assert hit.excerpt.startswith("楼上漏水，泡了顶棚")
    assert [hit.excerpt[start : start + size] for start, size in hit.marks] == ["顶棚"]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("张 三", "张三"),
        ("李雷", "李 雷"),
        ("臺静农", "台静农"),
        ("叶某芳", "葉某芳"),
        ("古丽娜·买买提", "古丽娜买买提"),
        ("古丽娜买买提", "古丽娜•买买提"),
    ],
)
def test_a_name_is_found_however_it_is_written(search: Search, office: Office, stored: str, asked: str) -> None:
    with office.write("受理为纠纷") as session:
        made = open_case(session, office, Opening(title="噪音", parties=[PartyDraft(name=stored)]))
    assert shape(search, asked)["纠纷"] == [made.id]


def test_a_name_set_apart_in_a_text_is_found_and_marked(search: Search, office: Office) -> None:
    with office.write("受理为纠纷") as session:
        opening = Opening(title="噪音", summary="楼下的张 三夜里敲墙。", parties=[PartyDraft(name="王某")])
        open_case(session, office, opening)
    (hit,) = search.find("张三").groups[0].hits
    assert [hit.excerpt[start : start + length] for start, length in hit.marks] == ["张 三"]


def test_a_number_is_found_without_its_zeros(search: Search, case: Case) -> None:
    assert case.number == "（2026）示评字第001号"
    for asked in ("（2026）示评字第1号", "2026示評字第01号", "〔2026〕示评字第0001号"):
        assert shape(search, asked)["纠纷"] == [case.id], asked


def test_a_whole_day_finds_what_is_of_that_day(search: Search, office: Office, case: Case, intake: Intake) -> None:
    today = office.today()
    for asked in (f"{today.year}-{today.month}-{today.day}", f"{today:%Y年%m月%d日}", f"{today:%Y.%m.%d}"):
        assert shape(search, asked) == {"纠纷": [case.id], "来访登记": [intake.id]}
    for asked in ("2026-3-5", "2026-2-30"):
        assert not search.find(asked).by_surname
        assert search.find(asked).count == 0


def test_who_was_taken_out_of_a_visit_is_not_found_there_any_more(
    search: Search, office: Office, intake: Intake
) -> None:
    assert shape(search, "孙某").get("来访登记") == [intake.id]
    with office.write("修改来访登记") as session:
        visitor = session.scalars(select(Visitor).where(Visitor.intake_id == intake.id)).one()
        visitor.deleted_at = office.now()
    assert shape(search, "孙某").get("来访登记") is None
    assert shape(search, "漏水没人管") == {"来访登记": [intake.id]}


def test_a_single_character_is_marked_only_where_it_was_asked_for() -> None:
    assert mark_words("王") == ["王"]
    assert mark_words("漏水 王") == ["漏水", "王"]
    assert mark_words("示评字第1号") == ["示评字第"]
