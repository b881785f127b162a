"""The search box as a person meets it: groups, marks, secrecy."""

import pytest

from studio_app.domain.party import PartyDraft
from studio_app.records.office import Office
from studio_app.records.opening import Opening, open_case
from studio_app.services.search import Search
from studio_app.store.tables import Case, ConfidentialNote, Intake, Visitor

ID = "990000199001011239"


@pytest.fixture
def search(office: Office) -> Search:
    return Search(office)


@pytest.fixture
def case(office: Office) -> Case:
    with office.write("受理纠纷") as session:
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


def test_hits_stand_in_groups_without_empty_ones(search: Search, case: Case, intake: Intake) -> None:
    assert shape(search, "漏水") == {"案件": [case.id], "登记": [intake.id]}
    assert list(shape(search, "王大兴")) == ["案件", "人员"]
    assert list(shape(search, "123456")) == ["案件", "登记", "人员"]
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
    assert [(g.title, g.hits[0].excerpt) for g in groups] == [("案件", "证件号码相符"), ("人员", "证件号码相符")]
    assert ID not in repr(groups)


def test_the_last_four_of_an_id_number(search: Search, case: Case) -> None:
    assert shape(search, "1239")["案件"] == [case.id]
    assert search.find("1239").groups[0].hits[0].excerpt == "证件号末四位 1239"
    assert shape(search, "0101") == {}
    assert shape(search, "239") == {}


def test_the_number_of_a_case_comes_first(search: Search, office: Office, case: Case) -> None:
    with office.write("受理纠纷") as session:
        party = PartyDraft(name="李某", phone="19900012026")
        opening = Opening(title="示评字第", summary="示评字第，提到（2026）示评字第001号案", parties=[party])
        other = open_case(session, office, opening)
    for query in ("(2026)示评字第001号", "〔2026〕 示评字第001号"):
        assert shape(search, query)["案件"] == [case.id, other.id]


def test_confidential_notes_are_found_by_their_readers_only(search: Search, office: Office, case: Case) -> None:
    assert list(shape(search, "榕树")) == ["保密笔记"]
    hit = search.find("榕树").groups[0].hits[0]
    assert (hit.title, hit.case_id) == ("保密笔记", case.id)
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
    assert "案件" not in shape(search, "漏水")
    assert "案件" not in shape(search, ID)
    assert "案件" not in shape(search, "1239")
    assert shape(search, "(2026)示评字第001号") == {}
