"""回访, on both engines."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.tables import Reminder
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.follow_up.service import FollowUps


@pytest.fixture
def follow_ups(office: Office) -> FollowUps:
    return FollowUps(office)


@pytest.fixture
def case(office: Office) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    with office.write("受理为纠纷") as session:
        return open_case(session, office, Opening(title="漏水", dispute_type="neighbour", parties=parties))


def test_a_visit_is_kept_and_its_next_day_reminds(office: Office, follow_ups: FollowUps, case: Case) -> None:
    draft = replace(follow_ups.blank(), fulfilled="partly", text="第一期已付。", next_on=date(2026, 12, 7))
    row = follow_ups.record(case.id, draft)
    assert (row.round, row.visited_on) == (1, office.today())
    assert row.staff_id == office.signed.staff_id
    with office.read() as session:
        due = session.scalars(select(Reminder.due_on).where(Reminder.owner_id == case.id, Reminder.rule == "R7")).all()
    assert date(2026, 12, 7) in due


def test_nobody_was_visited_until_somebody_says_so(follow_ups: FollowUps, case: Case) -> None:
    assert follow_ups.blank().visited == []
    assert "回访了谁" in follow_ups.blank().hints()["visited"]


def test_a_visit_may_be_corrected_and_removed(follow_ups: FollowUps, case: Case) -> None:
    row = follow_ups.record(case.id, replace(follow_ups.blank(), fulfilled="no", measures="电话督促"))
    follow_ups.change(row.id, replace(follow_ups.draft_of(row.id), fulfilled="yes", satisfaction="satisfied"))
    assert (follow_ups.get(row.id).fulfilled, follow_ups.get(row.id).measures) == ("yes", "电话督促")
    follow_ups.remove(row.id)
    assert follow_ups.made(case.id) == []
    with pytest.raises(Refused):
        follow_ups.get(row.id)


def test_an_empty_visit_is_refused(follow_ups: FollowUps, case: Case) -> None:
    with pytest.raises(Invalid) as refused:
        follow_ups.record(case.id, follow_ups.blank())
    assert list(refused.value.problems) == ["text"]


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2026, 11, 22), date(2026, 11, 24)])
def test_a_visit_lies_between_acceptance_and_today(follow_ups: FollowUps, case: Case, day: date) -> None:
    with pytest.raises(Invalid) as refused:
        follow_ups.record(case.id, replace(follow_ups.blank(), visited_on=day, text="去过"))
    assert list(refused.value.problems) == ["visited_on"]
    made = follow_ups.record(case.id, replace(follow_ups.blank(), text="去过"))
    with pytest.raises(Invalid):
        follow_ups.change(made.id, replace(follow_ups.draft_of(made.id), visited_on=day))


def test_closed_cases_are_visited_too(office: Office, follow_ups: FollowUps, case: Case) -> None:
    with office.write("结案") as session:
        session.get_one(Case, case.id).state = "closed"
    assert follow_ups.record(case.id, replace(follow_ups.blank(), fulfilled="yes")).round == 1
