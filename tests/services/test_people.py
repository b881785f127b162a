"""One entry for one person: likely twins are offered, put together in one step, and apart again by undo."""

import pytest

from studio_app.core.errors import Refused
from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Party
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import IntakeFilter, Intakes
from studio_app.records.intake.table import Visitor
from studio_app.records.person.table import Person
from studio_app.services.history import History
from studio_app.services.people import People, Twin


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
