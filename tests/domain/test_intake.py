"""What a visit must say, what is only a hint, and what is read out of it."""

from datetime import date, datetime, time

import pytest

from studio_app.domain.past import Past
from studio_app.records.intake.draft import DestinationDraft, IntakeDraft, VisitorDraft, other_parties

TODAY = date(2026, 11, 23)
PAST = Past(TODAY, date(2000, 1, 1))


def draft(**changes: object) -> IntakeDraft:
    return IntakeDraft(**{"content": "楼上漏水", **changes})  # type: ignore[arg-type]


def test_a_sentence_of_what_happened_is_all_a_visit_needs() -> None:
    assert draft().problems(PAST) == {}
    assert list(IntakeDraft().problems(PAST)) == ["content"]
    assert list(draft(content=" \n ").problems(PAST)) == ["content"]
    assert draft(content="漏" * 10_000).problems(PAST) == {}


def test_a_missing_name_a_short_phone_and_a_wrong_id_are_hints() -> None:
    visitor = VisitorDraft(phone="1990000123", id_number="990000199001010001")
    found = draft(visitors=[visitor])
    assert found.problems(PAST) == {}
    assert set(found.hints()) == {"name", "phone", "id_number"}
    assert draft(visitors=[VisitorDraft(name="某先生", phone="拒绝提供")]).hints() == {}


def test_hints_of_further_visitors_stand_under_their_place() -> None:
    found = draft(visitors=[VisitorDraft(name="王某"), VisitorDraft(name="李某", phone="199")])
    assert list(found.hints()) == ["visitors.1.phone"]


@pytest.mark.parametrize(
    ("received_at", "reason", "problem"),
    [
        (None, "", []),
        (datetime.fromisoformat("2026-11-23 23:59"), "", []),
        (datetime.fromisoformat("2026-11-24 00:00"), "", ["received_at"]),
        (datetime.fromisoformat("2026-11-22 23:59"), "", ["backdate_reason"]),
        (datetime.fromisoformat("2026-11-22 23:59"), " ", ["backdate_reason"]),
        (datetime.fromisoformat("2026-11-22 23:59"), "停电", []),
        (datetime.fromisoformat("1026-11-22 23:59"), "停电", ["received_at"]),
    ],
)
def test_a_past_day_needs_its_reason_and_a_future_one_is_refused(
    received_at: datetime | None, reason: str, problem: list[str]
) -> None:
    assert list(draft(received_at=received_at, backdate_reason=reason).problems(PAST)) == problem


def test_what_was_registered_on_its_day_is_no_backdating_when_edited_later() -> None:
    visit = draft(received_at=datetime.fromisoformat("2026-11-20 09:00"))
    assert visit.problems(PAST, entered_on=date(2026, 11, 20)) == {}
    assert list(visit.problems(PAST, entered_on=date(2026, 11, 21))) == ["backdate_reason"]


def test_nobody_answered_tomorrow_or_in_another_century() -> None:
    assert list(draft(answered_on=date(2026, 11, 24)).problems(PAST)) == ["answered_on"]
    assert list(draft(answered_on=date(1900, 1, 1)).problems(PAST)) == ["answered_on"]


def test_a_visit_of_this_afternoon_is_not_written_down_in_the_morning() -> None:
    past = Past(TODAY, date(2000, 1, 1), datetime.combine(TODAY, time(10)))
    assert list(draft(received_at=datetime.combine(TODAY, time(16, 50))).problems(past)) == ["received_at"]
    assert draft(received_at=datetime.combine(TODAY, time(9, 50))).problems(past) == {}


def test_nobody_or_fewer_came() -> None:
    assert list(draft(people_count=0).problems(PAST)) == ["people_count"]
    assert VisitorDraft(person_id="x", id="y").is_empty()
    assert not VisitorDraft(age_told=60).is_empty()


def test_a_time_limit_before_the_visit_is_refused() -> None:
    assert "handle_by" in draft(handle_by=date(2026, 11, 1)).problems(PAST)


def test_a_destination_asks_only_for_its_sentence() -> None:
    assert list(DestinationDraft().problems("", TODAY)) == ["destination"]
    assert DestinationDraft("waiting").problems("", TODAY) == {}
    assert DestinationDraft("answered").problems("答复内容", TODAY) == {"text": "请写一句：答复内容。"}
    assert DestinationDraft("answered", "已解释").problems("答复内容", TODAY) == {}


def test_the_other_side_is_read_one_by_one() -> None:
    assert other_parties("楼上702赵某、幸福物业公司；某某面馆饭店") == [
        ("楼上702赵某", "human"),
        ("幸福物业公司", "organisation"),
        ("某某面馆饭店", "organisation"),
    ]
    assert other_parties(" 、 ") == []


def test_who_comes_is_one_until_more_are_counted() -> None:
    assert IntakeDraft().people_count == 1
