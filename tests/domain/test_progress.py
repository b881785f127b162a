"""The step bar from facts: what is done, what was passed over, what comes next."""

import pytest

from studio_app.records.dispute.case import progress
from studio_app.records.dispute.case.progress import CaseFacts


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        (CaseFacts(), "done done skipped current future future future future"),
        (CaseFacts(investigated=True), "done done done current future future future future"),
        (CaseFacts(mediated=True), "done done skipped done current future future future"),
        (CaseFacts(mediated=True, agreed=True, to_perform=2), "done done skipped done done current future future"),
        (CaseFacts(mediated=True, closed=True), "done done skipped done skipped skipped skipped current"),
        (
            CaseFacts(mediated=True, agreed=True, followed_up=True, closed=True, follow_up_due=True),
            "done done skipped done done done current future",
        ),
        (CaseFacts(mediated=True, closed=True, archived=True), "done done skipped done skipped skipped skipped done"),
        (
            CaseFacts(mediated=True, agreed=True, to_perform=1, followed_up=True),
            "done done skipped done done current future future",
        ),
        (
            CaseFacts(mediated=True, agreed=True, to_perform=1, performed=1, followed_up=True),
            "done done skipped done done done done current",
        ),
    ],
)
def test_a_step_passed_over_is_not_done_and_investigation_is_never_asked_for(facts: CaseFacts, states: str) -> None:
    assert " ".join(state for _name, state in progress.steps(facts)) == states


def test_the_archived_case_has_no_current_step() -> None:
    assert progress.current(CaseFacts(mediated=True, closed=True, archived=True)) == ""
    assert progress.current(CaseFacts()) == "调解"


def test_the_bar_never_goes_backwards_on_the_way_to_the_archive() -> None:
    """From acceptance to 归档, one thing after the other, a visit in between as rule R7 asks for."""
    way = [
        CaseFacts(),
        CaseFacts(mediated=True),
        CaseFacts(mediated=True, agreed=True, to_perform=2),
        CaseFacts(mediated=True, agreed=True, to_perform=2, follow_up_due=True),
        CaseFacts(mediated=True, agreed=True, to_perform=2, followed_up=True),
        CaseFacts(mediated=True, agreed=True, to_perform=2, performed=2, follow_up_due=True),
        CaseFacts(mediated=True, agreed=True, to_perform=2, performed=2, followed_up=True, follow_up_due=True),
        CaseFacts(mediated=True, agreed=True, to_perform=2, performed=2, followed_up=True),
        CaseFacts(mediated=True, agreed=True, to_perform=2, performed=2, followed_up=True, closed=True),
        CaseFacts(mediated=True, agreed=True, to_perform=2, performed=2, followed_up=True, closed=True, archived=True),
    ]
    ticked: set[str] = set()
    for facts in way:
        found = progress.steps(facts)
        done = {name for name, state in found if state == "done"}
        assert ticked <= done, facts
        assert [state for _name, state in found].count("current") == (0 if facts.archived else 1)
        ticked = done
