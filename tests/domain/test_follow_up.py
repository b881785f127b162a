"""What refuses a 回访, and what is only hinted at."""

from datetime import date

import pytest

from studio_app.domain.past import Past
from studio_app.records.dispute.follow_up.draft import FollowUpDraft

TODAY = date(2026, 11, 23)
PAST = Past(TODAY, date(2000, 1, 1))


def test_a_day_and_one_finding_are_enough() -> None:
    assert FollowUpDraft(TODAY, fulfilled="yes").problems(PAST) == {}
    assert FollowUpDraft(TODAY, text="电话里说已经修好。").problems(PAST) == {}


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (FollowUpDraft(None, fulfilled="yes"), "visited_on"),
        (FollowUpDraft(date(1970, 1, 1), fulfilled="yes"), "visited_on"),
        (FollowUpDraft(date(2026, 11, 24), fulfilled="yes"), "visited_on"),
        (FollowUpDraft(TODAY, fulfilled="yes", next_on=TODAY), "next_on"),
        (FollowUpDraft(TODAY, text=" "), "text"),
    ],
)
def test_impossible_days_and_empty_visits_are_refused(draft: FollowUpDraft, field: str) -> None:
    assert list(draft.problems(PAST)) == [field]


def test_hints_ask_whom_and_what_was_done_about_it() -> None:
    assert set(FollowUpDraft(TODAY, fulfilled="no").hints()) == {"visited", "measures"}
    assert "督促" in FollowUpDraft(TODAY, fulfilled="no", visited=["p"]).hints()["measures"]
    assert "苗头" in FollowUpDraft(TODAY, fulfilled="yes", visited=["p"], new_signs="又吵了").hints()["measures"]
    assert FollowUpDraft(TODAY, fulfilled="no", visited=["p"], measures="电话督促").hints() == {}
