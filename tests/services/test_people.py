"""One entry for one person: likely twins are offered, put together in one step, and apart again by undo."""

import pytest

from studio_app.core.errors import Refused
from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.known import named_in
from studio_app.records.dispute.papers.dossier import open_file
from studio_app.records.dispute.papers.summary import summary
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import IntakeFilter, Intakes
from studio_app.records.intake.table import Visitor
from studio_app.records.person.table import Person
from studio_app.services import upkeep
from studio_app.services.history import History
from studio_app.services.people import People, Twin
from studio_app.services.search import Search
from studio_app.store.identifiers import Identifier


def visited(office: Office, name: str, phone: str, **more: str) -> str:
    """Register a visit; the id of the directory entry it led to."""
    draft = IntakeDraft(visitors=[VisitorDraft(name=name, phone=phone, **more)], content="问一件事")
    made = Intakes(office).register(draft)
    with office.read() as session:
        found = session.query(Visitor).filter_by(intake_id=made.id).one().person_id
    assert found is not None
    return found


def twins(office: Office, person_id: str) -> list[Twin]:
    return People(office).twins(person_id)


def test_the_surest_likeness_is_told_first(office: Office) -> None:
    one = visited(office, "王某芳", "19900001234")
    by_phone = visited(office, "王芳某", "19900001234")
    by_name = visited(office, "王某芳", "19900009999")
    visited(office, "赵某强", "19900005678")
    found = twins(office, one)
    assert [(t.id, t.reason) for t in found] == [(by_phone, "同一电话"), (by_name, "同名")]
    assert found[0].told == "199****1234，来访 1 次"


def test_visits_and_cases_go_over_and_come_back_by_undo(office: Office) -> None:
    one, twin = (
        visited(office, "王某芳", "19900001234"),
        visited(office, "王某芳", "19900009999", address="示例路 3 号"),
    )
    parties = [
        PartyDraft(name="王某芳", phone="19900009999", person_id=twin),
        PartyDraft(name="赵某", side="respondent"),
    ]
    case = Cases(office).open(Opening(title="楼上漏水", parties=parties))
    People(office).merge(one, twin)
    intakes = Intakes(office)
    assert len(intakes.rows(intakes.page(IntakeFilter(person_id=one)))) == 2
    with office.read() as session:
        assert session.query(Party).filter_by(case_id=case.id, name="王某芳").one().person_id == one
        kept = session.get_one(Person, one)
        assert (kept.phone, kept.address) == ("19900001234", "示例路 3 号")
    assert twins(office, one) == []
    History(office).undo()
    assert len(intakes.rows(intakes.page(IntakeFilter(person_id=one)))) == 1
    assert [t.id for t in twins(office, one)] == [twin]


def test_what_is_gone_or_the_same_is_refused(office: Office) -> None:
    one, twin = visited(office, "王某芳", "19900001234"), visited(office, "王某芳", "19900009999")
    people = People(office)
    with pytest.raises(Refused, match="同一条档案"):
        people.merge(one, one)
    people.merge(one, twin)
    with pytest.raises(Refused, match="已经不在了"):
        people.merge(one, twin)
    assert people.twins("gone") == []


def test_the_next_visit_of_the_twin_finds_the_kept_entry(office: Office) -> None:
    one, twin = visited(office, "王某芳", "19900001234"), visited(office, "王某方", "19900001234")
    People(office).merge(one, twin)
    assert visited(office, "王某芳", "19900001234") == one


# --- several phones, several plates ---------------------------------------------------------------------------------

TWO = "19900000001 19900000002"


def test_two_phones_pasted_into_one_field_are_two(office: Office) -> None:
    one = visited(office, "王某芳", TWO, plates="辽b·12345 辽B2345Ｆ")
    with office.read() as session:
        visitor = session.query(Visitor).one()
        person = session.get_one(Person, one)
        assert (visitor.phone, visitor.plates) == ("19900000001、19900000002", "辽B12345、辽B2345F")
        assert (person.phone, person.plates) == (visitor.phone, visitor.plates)
        kept = session.query(Identifier).filter_by(owner_id=visitor.id)
        assert sorted((row.what, row.value) for row in kept) == [
            ("phone", "19900000001"), ("phone", "19900000002"), ("plate", "辽B12345"), ("plate", "辽B2345F"),
        ]  # fmt: skip


@pytest.mark.parametrize("phone", ["19900000001", "199 0000 0002", "19900000003、19900000002", "19900000002（女儿）"])
def test_somebody_is_known_again_by_each_of_several_phones(office: Office, phone: str) -> None:
    one = visited(office, "王某芳", TWO)
    (hint,) = Intakes(office).recognise(phone=phone)
    assert hint.reason.startswith("同一电话")
    assert hint.details.phone == "19900000001、19900000002"
    other = visited(office, "王芳某", phone)
    assert [(t.id, t.reason) for t in twins(office, one)] == [(other, "同一电话")]
    assert visited(office, "王某芳", phone) == one
    parties = [PartyDraft(name="王某芳", phone=phone), PartyDraft(name="赵某", side="respondent")]
    case = Cases(office).open(Opening(title="漏水", dispute_type="neighbour", parties=parties))
    (visit, *_rest) = Intakes(office).page(IntakeFilter(person_id=one))
    assert [line.id for line in Intakes(office).open_cases_like(visit)][:1] == [case.id]


def test_a_changed_phone_is_no_longer_known_and_undo_brings_it_back(office: Office) -> None:
    intakes = Intakes(office)
    draft = IntakeDraft(visitors=[VisitorDraft(name="王某芳", phone=TWO, plates="辽B12345")], content="问一件事")
    visit = intakes.register(draft)
    known = lambda phone: [hint.intake_id for hint in intakes.recognise(phone=phone)]  # noqa: E731
    again = intakes.draft_of(visit.id)
    again.visitors[0].phone = "19900000002、19900000009"
    again.visitors[0].plates = "辽B12345、辽B67890"
    intakes.change(visit.id, again)
    assert [known(f"1990000000{last}") for last in (2, 9)] == [[visit.id]] * 2
    told = [line for change in History(office).of(again.visitors[0].id) for line in change.lines]
    assert "联系电话：199****0001、199****0002 → 199****0002、199****0009" in told
    assert "车牌号：辽B****5 → 辽B****5、辽B****0" in told
    History(office).undo()
    with office.read() as session:
        visitor = session.query(Visitor).one()
        kept = session.query(Identifier.value).filter_by(owner_id=visitor.id)
        assert sorted(value for (value,) in kept) == ["19900000001", "19900000002", "辽B12345"]


def test_whoever_has_several_is_found_by_each(office: Office) -> None:
    visited(office, "王某芳", TWO, plates="辽B12345、辽B67890")
    search = Search(office)
    for word in ("19900000001", "19900000002", "0001", "0002", "辽B12345", "67890"):
        found = search.find(word)
        assert {group.title for group in found.groups} == {"来访登记", "人员"}, word
        why = {"0002": "王某芳　电话 *******0002", "67890": "王某芳　车牌号 **67890"}.get(word)
        assert why in (None, found.groups[0].hits[0].excerpt)


def test_each_phone_and_plate_is_masked_by_itself(office: Office) -> None:
    parties = [
        PartyDraft(name="王某芳", phone=TWO, plates="辽B12345 辽B67890"),
        PartyDraft(name="赵某", side="respondent"),
    ]
    case = Cases(office).open(
        Opening(title="停车", dispute_type="neighbour", summary="辽B67890占了车位", parties=parties)
    )
    with office.read() as session:
        file = open_file(session, office, case.id)
        for level in ("public", "handover"):
            shown = str(summary(file, level, "street"))
            for whole in ("19900000001", "19900000002", "12345", "67890", "辽B12345"):
                assert whole not in shown, (level, whole)
        inside = str(summary(file, "internal", "community"))
        assert "辽B12345、辽B67890" in inside
        known = named_in(session, [case.id])[case.id].known.people[0]
    assert (known.phones, known.plates) == (("19900000001", "19900000002"), ("辽B12345", "辽B67890"))


def test_what_was_logged_of_two_phones_run_together_reads_and_is_taken_back(office: Office) -> None:
    """Older programs stored 22 figures; the change log still says so."""
    with office.write("记下") as session:
        key = office.lists.sort_key("王某芳")
        person = Person(name="王某芳", sort_key=key, phone="1990000000119900000002")
        session.add(person)
    with office.database.transaction("", "随程序升级", undoable=False) as session:
        upkeep._spell_anew(session, office.lists)
    with office.read() as session:
        assert session.get_one(Person, person.id).phone == "19900000001、19900000002"
        assert session.query(Identifier).filter_by(owner_id=person.id).count() == 2
    assert "联系电话：199****0001、199****0002" in History(office).of(person.id)[0].lines
    History(office).undo()
    with office.read() as session:
        assert session.get(Person, person.id) is None
    assert office.database.check() == []


def test_the_summary_says_that_a_plate_is_one(office: Office) -> None:
    with office.write("受理为纠纷") as session:
        people = [
            PartyDraft(name="王某", phone="19900000001", plates="辽B12345"),
            PartyDraft(name="赵某", side="respondent"),
        ]
        facts = {"title": "停车", "dispute_type": "neighbour", "summary": "车位被占。"}
        case = open_case(session, office, Opening(parties=people, **facts))
    with office.read() as session:
        told = str(summary(open_file(session, office, case.id), "internal", "community"))
    assert "电话 19900000001，车牌 辽B12345" in told
    assert "车牌" not in told.split("赵某")[1]
