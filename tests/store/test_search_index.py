"""What is found and what must not be, the same on both engines."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio_app.domain import search_text
from studio_app.office.office import Office
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Participant, Party
from studio_app.records.dispute.session.table import ConfidentialNote, MediationSession
from studio_app.services.search import with_id_number
from studio_app.store import search_index
from studio_app.store.search_index import Hit
from studio_app.store.table import new_id

Find = Callable[[str], set[str]]


@pytest.fixture
def find(office: Office) -> Find:
    """Ids of the cases a query finds."""

    def ask(query: str) -> set[str]:
        with office.read() as session:
            return {hit.case_id for hit in search_index.find(session, query) if hit.kind == "case"}

    return ask


def human(name: str, **facts: Any) -> PartyDraft:
    return PartyDraft(name=name, **facts)


# --- words ----------------------------------------------------------------------------------------------------


def test_words_of_two_characters_hit_anywhere_in_a_run(accepted: Any, find: Find) -> None:
    case = accepted(summary="楼上卫生间漏水，顶棚发霉。")
    for word in ("漏水", "卫生", "生间", "发霉", "卫生间漏水", "楼上卫生间漏水", "顶棚发霉"):
        assert find(word) == {case.id}, word
    for word in ("水漏", "漏电", "卫生所", "漏水了", "顶棚漏水"):
        assert find(word) == set(), word


def test_words_do_not_reach_across_punctuation_lines_or_fields(accepted: Any, find: Find) -> None:
    accepted(title="天井", summary="甲乙，丙丁。戊己\n庚辛（壬癸）子丑", claims="寅卯")
    for word in ("乙丙", "丁戊", "己庚", "辛壬", "癸子", "丑寅", "井甲"):
        assert find(word) == set(), word


def test_several_words_all_have_to_be_there(accepted: Any, find: Find) -> None:
    leak, noise = accepted(summary="漏水又噪音"), accepted(summary="只有噪音")
    assert find("噪音") == {leak.id, noise.id}
    assert find("噪音 又噪") == {leak.id}
    assert find("王某　噪音") == {leak.id, noise.id}
    assert find("噪音 钢琴") == set()


def test_nothing_is_asked_for_nothing(accepted: Any, find: Find) -> None:
    accepted()
    for query in ("", " ", "，。！", "12", "😀", '"', "'", "* OR *", "NEAR(", "漏水\0" * 0):
        assert find(query) == set(), query


def test_signs_of_query_languages_are_only_signs(accepted: Any, office: Office) -> None:
    accepted()
    signs = (
        '漏水"',
        "漏水'",
        "漏水*",
        "(漏水)",
        "漏水 AND",
        "-漏水",
        "names:漏水",
        "漏水;DROP TABLE cases",
        "漏&水|!",
        "漏水\\",
    )
    with office.read() as session:
        for query in signs:
            search_index.find(session, query)


def test_full_width_letters_and_digits_are_plain_ones(accepted: Any, find: Find) -> None:
    case = accepted(summary="车牌ＡＢＣ在１２８号楼")
    for query in ("abc", "ABC", "ＡＢＣ", "128", "１２８"):
        assert find(query) == {case.id}, query


def test_rare_characters_are_found(accepted: Any, find: Find) -> None:
    accepted()
    for rare in ("𠮷", "㛃", "〇", "𬉼", "𰻝", "龘", "\U0002b740"):
        case = accepted([human(f"{rare}大兴"), human("赵某", side="respondent")], summary=f"住在{rare}家巷")
        for query in (f"{rare}家", f"在{rare}", f"住在{rare}家巷", f"{rare}大", f"{rare}大兴", rare):
            assert find(query) == {case.id}, (rare, query)


# --- digits ---------------------------------------------------------------------------------------------------


def test_three_digits_in_a_row_find_a_phone(accepted: Any, find: Find) -> None:
    case = accepted([human("王某", phone="19900123456")])
    for query in ("199", "001", "456", "0012345", "19900123456", "1990012"):
        assert find(query) == {case.id}, query
    for query in ("19", "56", "1290", "65432", "199001234567"):
        assert find(query) == set(), query


def test_a_case_number_is_found_in_any_brackets(accepted: Any, find: Find) -> None:
    first, second = accepted([human("王某")]), accepted([human("赵某")])
    assert first.number == "（2026）示评字第001号"
    for written in (
        first.number,
        "(2026)示评字第001号",
        "〔2026〕示评字第001号",
        "［２０２６］示评字第００１号",
        "2026示评字第001号",
    ):
        assert find(written) == {first.id}, written
    for written in ("示评字第001号", "2026 001", "示评 001"):
        assert find(written) == {first.id}, written
    assert find("示评字第") == {first.id, second.id}


# --- names ----------------------------------------------------------------------------------------------------


def test_initials_and_pinyin_of_names(accepted: Any, find: Find) -> None:
    case = accepted([human("王大兴"), human("赵某", side="respondent")], summary="无")
    other = accepted([human("李小红")], summary="无")
    for query in ("wdx", "WDX", "wd", "wangdaxing", "wangda", "zm"):
        assert find(query) == {case.id}, query
    assert find("lxh") == {other.id}
    assert find("dx") == set()  # initials from the first character on


def test_surnames_are_read_as_surnames(accepted: Any, find: Find) -> None:
    cases = [
        ("单晓明", "sxm", "tanxm"),
        ("解大兴", "xdx", "jiedaxing"),
        ("曾小红", "zxh", "cengxiaohong"),
        ("仇大", "qd", "chouda"),
    ]
    for name, read, unread in cases:
        case = accepted([human(name)])
        assert find(read) == {case.id}, name
        assert find(unread) == set(), name


def test_a_reading_the_desk_edited_is_the_one_searched(accepted: Any, find: Find, office: Office) -> None:
    from sqlalchemy import select

    from studio_app.office.tables import DictionaryEntry

    with office.write("改读音") as session:
        of_surnames = DictionaryEntry.dictionary == "surname_readings"
        entry = session.scalars(select(DictionaryEntry).where(of_surnames, DictionaryEntry.label == "盖")).one()
        entry.data, entry.edited = {**entry.data, "reading": "gai"}, True
    case = accepted([human("盖红玉")])
    assert find("gaihongyu") == {case.id}


def test_one_character_asks_for_a_surname_and_nothing_else(accepted: Any, find: Find) -> None:
    case = accepted([human("王大兴"), human("赵漏", side="respondent")], summary="水和火")
    assert find("王") == {case.id}
    assert find("赵") == {case.id}
    for character in ("漏", "兴", "水", "大", "火"):
        assert find(character) == set(), character


def test_an_organisation_has_no_surname(accepted: Any, find: Find) -> None:
    case = accepted([human("幸福里物业公司", kind="organisation")], summary="无")
    assert find("幸") == set()
    assert find("物业") == {case.id}
    assert find("xflwygs") == {case.id}


def test_participants_and_what_was_said_are_found(accepted: Any, find: Find, office: Office) -> None:
    case = accepted()
    with office.write("记录") as session:
        session.add(Participant(case_id=case.id, name="孙大妈"))
        said = [{"party_id": "x", "text": "夜里弹钢琴"}]
        session.add(MediationSession(case_id=case.id, started_at=office.now(), statements=said, narrative="各让一步"))
    for query in ("孙大妈", "sdm", "孙", "钢琴", "各让一步"):
        assert find(query) == {case.id}, query


# --- keeping in step ------------------------------------------------------------------------------------------


def test_a_changed_record_is_found_by_its_new_words_only(accepted: Any, find: Find, office: Office) -> None:
    case = accepted(summary="漏水")
    with office.write("改") as session:
        session.get_one(Case, case.id).summary, session.get_one(Case, case.id).title = "噪音", "楼上"
    assert find("漏水") == set()
    assert find("噪音") == {case.id}


def test_a_deleted_party_is_no_longer_found(accepted: Any, find: Find, office: Office) -> None:
    case = accepted([human("王某"), human("石榴某", side="respondent", phone="19900123456")])
    with office.write("删除当事人") as session:
        from sqlalchemy import select

        session.scalars(select(Party).where(Party.name == "石榴某")).one().deleted_at = office.now()
    assert find("石榴") == set()
    assert find("123456") == set()
    assert find("王某") == {case.id}


def test_where_there_are_many_the_newest_come_first(
    accepted: Any, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "MANY", 5)
    cases = [accepted(summary="漏水") for _ in range(7)]
    with office.read() as session:
        found = [h.entity_id for h in search_index.find(session, "漏水", 3)]
    assert found == [case.id for case in cases[:-4:-1]]


def test_a_name_weighs_more_than_a_mention(accepted: Any, office: Office) -> None:
    mentioned = accepted([human("赵某")], summary="说到石榴家的事")
    named = accepted([human("石榴")], summary="无")
    accepted([human("赵某")], summary="又说到石榴")
    with office.read() as session:
        hits = [h.entity_id for h in search_index.find(session, "石榴") if h.kind == "case"]
    assert hits[0] == named.id
    assert mentioned.id in hits


@pytest.mark.parametrize("query", ["石榴", "石榴 漏水"])
def test_of_more_than_are_listed_those_of_that_name_are_kept(accepted: Any, office: Office, query: str) -> None:
    named = accepted([human("石榴")], summary="漏水")
    for _ in range(4):
        accepted([human("赵某")], summary="说到石榴家漏水")
    with office.read() as session:
        hits = [h.entity_id for h in search_index.find(session, query, limit=3) if h.kind == "case"]
    assert hits[0] == named.id


def test_the_excerpt_shows_where(accepted: Any, office: Office) -> None:
    accepted(summary="前面有很长一段话，" * 30 + "这里才说到钢琴，后面还有。")
    with office.read() as session:
        hit = search_index.find(session, "钢琴")[0]
    assert hit.title == "王某 与 赵某　楼上漏水"
    assert hit.subtitle.startswith("（2026）示评字第001号")
    assert hit.excerpt.startswith("…")
    assert [hit.excerpt[start : start + size] for start, size in hit.marks] == ["钢琴"]


# --- secrets --------------------------------------------------------------------------------------------------


@pytest.fixture
def secret(office: Office, accepted: Any) -> tuple[Case, ConfidentialNote]:
    case = accepted(
        [human("王某", id_number="990000199001011239", sensitive_note="石榴病历"), human("赵某", side="respondent")]
    )
    with office.write("保密笔记") as session:
        note = ConfidentialNote(case_id=case.id, author_id=office.signed.account_id, text="底线是五万榕树钱")
        session.add(note)
    return case, note


def all_hits(office: Office, query: str) -> list[Hit]:
    with office.read() as session:
        return search_index.find(session, query, 100)


def test_sensitive_fields_and_confidential_notes_are_not_in_the_common_index(office: Office, secret: Any) -> None:
    for query in ("石榴", "病历", "石榴病历", "榕树", "底线", "底线是五万榕树钱"):
        assert all_hits(office, query) == [], query
    with office.read() as session:
        for query in ("石榴", "病历"):
            assert search_index.find_secret(session, query, None) == []


def test_confidential_notes_are_for_author_and_administrator(office: Office, secret: Any) -> None:
    _case, note = secret
    with office.read() as session:
        for reader in (None, office.signed.account_id):
            assert [h.entity_id for h in search_index.find_secret(session, "榕树", reader)] == [note.id]
        assert search_index.find_secret(session, "榕树", "another") == []
        assert search_index.find_secret(session, "漏水", None) == []


def test_others_notes_do_not_crowd_out_ones_own(office: Office, secret: Any, accepted: Any) -> None:
    from studio_app.office.tables import Account

    case, note = secret
    with office.write("别人的") as session:
        other = Account(sign_in="孙老师", role="volunteer")
        session.add(other)
        session.flush()
        session.add_all(ConfidentialNote(case_id=case.id, author_id=other.id, text="榕树榕树榕树") for _ in range(150))
    with office.read() as session:
        hits = search_index.find_secret(session, "榕树", office.signed.account_id, 20)
    assert [h.entity_id for h in hits] == [note.id]


def test_an_id_number_is_found_whole_or_by_its_last_four(office: Office, secret: Any) -> None:
    case, _note = secret
    whole = office.database.id_hash("990000199001011239")
    for query in ("19900101", "990000199001011239", "199001011239"):
        assert all_hits(office, query) == [], query
    with office.read() as session:
        for query in ("990000199001011239", "1239"):
            found = with_id_number(session, query, whole)
            assert case.id in found
        for query in ("123", "0101", "9900", "990000", "011239", "99000019900101123"):
            other = office.database.id_hash(query)
            assert with_id_number(session, query, other) == [], query


def test_a_note_that_was_deleted_is_gone(office: Office, secret: Any) -> None:
    _case, note = secret
    with office.write("删除保密笔记") as session:
        session.get_one(ConfidentialNote, note.id).deleted_at = office.now()
    with office.read() as session:
        assert search_index.find_secret(session, "榕树", None) == []


# --- any part of any text -------------------------------------------------------------------------------------

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("𠮷㛃〇龘漏水王")
TEXTS = st.lists(st.text(HAN, min_size=2, max_size=12), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, signs=st.sampled_from("，。 \n（）a1"), data=st.data())
def test_any_two_to_six_characters_of_any_text_are_found(
    office: Office, texts: list[str], signs: str, data: Any
) -> None:
    entity = new_id()
    with office.database.transaction("test", "") as session:
        search_index.put(session, search_index.Document("case", entity, "t", "", "", signs.join(texts)))
    run = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(run) - 2))
    size = data.draw(st.integers(2, min(6, len(run) - start)))
    with office.read() as session:
        hits = search_index.find(session, run[start : start + size], 5000)
        assert entity in {hit.entity_id for hit in hits}
    with office.database.transaction("test", "") as session:
        search_index.remove(session, entity)


# --- excerpts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["車牌", "车　牌", "车·牌"])
def test_an_excerpt_begins_where_the_word_stands_first_however_it_is_written_there(first: str) -> None:
    shown, marks = search_text.excerpt(f"{first}；{'另说' * 40}车牌", "车牌")
    assert shown.startswith(first)
    assert marks == [(0, len(first))]


def test_a_word_of_full_width_signs_is_marked_before_the_same_word_as_typed() -> None:
    shown, marks = search_text.excerpt("（ＷＸ１２３、wx123）", "wx123")
    assert [shown[start : start + size] for start, size in marks] == ["ＷＸ", "１２３", "wx", "123"]
