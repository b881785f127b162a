"""What the terminal lists, and how a case is found by its number, on both engines."""

from datetime import date

import pytest

from studio_app.core.errors import Refused
from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Case, Cases
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import Intakes
from studio_app.services.listings import Listings
from studio_app.services.reminders import Reminders

TODAY = date(2026, 11, 23)


@pytest.fixture
def case(office: Office) -> Case:
    parties = [
        PartyDraft(name="王大明"),
        PartyDraft(name="王小红", age_told=9),
        PartyDraft(side="respondent", name="王小虎", role="agent", acts_for=0),
        PartyDraft(side="respondent", name="王德发"),
    ]
    return Cases(office).open(Opening(title="漏水", dispute_type="neighbour", accepted_on=TODAY, parties=parties))


def test_people_of_one_surname_are_told_apart_and_a_child_is_not_named(office: Office, case: Case) -> None:
    [line] = Listings(office).cases()
    assert (line.number, line.state, line.date) == (case.number, "已受理", TODAY)
    assert line.parties.count("王某") == 2
    assert "某未成年人" in line.parties
    assert "与" in line.parties
    assert "大明" not in line.parties


def test_a_visit_says_what_became_of_it(office: Office) -> None:
    Intakes(office).register(IntakeDraft(visitors=[VisitorDraft(name="欧阳明")], content="问事"))
    Intakes(office).register(IntakeDraft(content="不愿留名"))
    assert [(line.state, line.parties) for line in Listings(office).intakes()] == [
        ("待受理", "未留姓名"),
        ("待受理", "欧阳某"),
    ]


def test_descriptions_are_listed_as_they_are_and_a_visiting_child_is_not_named(office: Office) -> None:
    crowd = [PartyDraft(name="18名工人"), PartyDraft(side="respondent", name="楼上住户")]
    Cases(office).open(Opening(title="欠薪", dispute_type="neighbour", accepted_on=TODAY, parties=crowd))
    Intakes(office).register(IntakeDraft(visitors=[VisitorDraft(name="孙小宝", age_told=9)], content="问事"))
    assert Listings(office).cases()[0].parties == "18名工人 与 楼上住户"
    assert Listings(office).intakes()[0].parties == "某未成年人"


def test_reminders_come_in_order(office: Office, case: Case) -> None:
    Reminders(office).add("自己记的", TODAY)
    own, *others = Listings(office).reminders()
    assert (own.number, own.state, own.parties) == ("", "自记提醒", "")
    assert {line.number for line in others} == {case.number}
    assert [line.date for line in others] == sorted(line.date for line in others)


def test_a_number_in_any_spelling_finds_the_case(office: Office, case: Case) -> None:
    cases = Cases(office)
    wide = case.number.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    for told in (case.number, wide, " ".join(case.number), f" {case.id} ", case.id.upper()):
        assert cases.identify(told) == case.id
    for told in ("", "　", "没有这个号", "' OR 1=1"):
        with pytest.raises(Refused):
            cases.identify(told)


def test_a_removed_case_is_not_found(office: Office, case: Case) -> None:
    Cases(office).remove(case.id, "录重了")
    with pytest.raises(Refused):
        Cases(office).identify(case.number)
