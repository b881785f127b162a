"""The step bar from facts: what is done, what was passed over, what comes next."""

import pytest

from studio_app.domain import progress
from studio_app.domain.progress import CaseFacts


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
    ],
)
def test_a_step_passed_over_is_not_done_and_investigation_is_never_asked_for(facts: CaseFacts, states: str) -> None:
    assert " ".join(state for _name, state in progress.steps(facts)) == states


def test_the_archived_case_has_no_current_step() -> None:
    assert progress.current(CaseFacts(mediated=True, closed=True, archived=True)) == ""
    assert progress.current(CaseFacts()) == "调解"
