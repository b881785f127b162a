"""A case's way through the office: moves from the shipped list, and changes."""

import tomllib
from datetime import date

from studio_app.core import paths
from studio_app.domain.past import Past
from studio_app.records.dispute.case.draft import (
    Accepted,
    DetailsDraft,
    ExtensionDraft,
    ParticipantDraft,
    State,
    mode_problem,
    move_problem,
)

TODAY = date(2026, 11, 23)


def shipped(name: str) -> dict[str, dict[str, object]]:
    content = tomllib.loads(paths.resource("dictionaries", f"{name}.toml").read_text(encoding="utf-8"))
    return {entry["code"]: entry for entry in content["entry"]}


def state(code: str) -> State:
    entry = shipped("case_states")[code]
    return State.of(code, str(entry["label"]), entry)


def test_only_the_moves_of_the_list_are_allowed() -> None:
    assert move_problem(state("accepted"), state("mediating")) == ""
    assert move_problem(state("closed"), state("archived")) == ""
    assert move_problem(state("mediating"), state("mediating")) == ""
    assert "已归档" in move_problem(state("mediating"), state("archived"))
    assert "已受理" in move_problem(state("performing"), state("accepted"))


def test_every_state_leads_only_to_states_that_exist() -> None:
    known = set(shipped("case_states"))
    assert all(set(state(code).next) <= known for code in known)


def test_extension_needs_both_sides_and_a_later_day() -> None:
    limit = date(2026, 12, 1)
    asked = ["a", "b"]
    assert set(ExtensionDraft(date(2026, 12, 1), "", ["a"]).problems(asked, limit, TODAY)) == {"until", "consented"}
    assert ExtensionDraft(date(2026, 12, 31), "", ["a", "b"]).problems(asked, limit, TODAY) == {}
    assert "until" in ExtensionDraft(TODAY, "", asked).problems(asked, None, TODAY)


def test_a_mode_changes_before_an_agreement_and_from_b_to_a_after_one() -> None:
    assert mode_problem("B", "A", bound=False) == ""
    assert mode_problem("A", "B", bound=False) == ""
    assert mode_problem("A", "B", bound=True) != ""
    assert mode_problem("B", "A", bound=True) == ""
    assert mode_problem("B", "C", bound=True) != ""
    assert mode_problem("B", "B", bound=False) != ""


def test_details_ask_why_the_day_of_acceptance_moved_back() -> None:
    before, past = Accepted(date(2026, 10, 8), "（2026）示评字第001号"), Past(TODAY, date(2000, 1, 1))
    assert set(DetailsDraft(accepted_on=date(2026, 10, 1)).problems(past, before)) == {"backdate_reason"}
    assert DetailsDraft(accepted_on=before.day).problems(past, before) == {}
    assert set(DetailsDraft(accepted_on=date(2027, 1, 1)).problems(past)) == {"accepted_on"}
    assert set(DetailsDraft(accepted_on=date(1, 1, 1)).problems(past)) == {"accepted_on"}


def test_the_day_of_acceptance_stays_in_its_year() -> None:
    stored = Accepted(date(2026, 10, 8), "（2026）示评字第001号")
    past = Past(TODAY, date(2000, 1, 1))

    def problem(day: date) -> str:
        return DetailsDraft(accepted_on=day, backdate_reason="补").problems(past, stored).get("accepted_on", "")

    assert problem(date(2026, 10, 20)) == ""
    assert problem(date(2025, 12, 31)) == "编号 （2026）示评字第001号 是 2026 年的，受理日期不能改到别的年份。"


def test_a_number_of_people_is_at_least_one() -> None:
    past = Past(TODAY, date(2000, 1, 1))
    assert set(DetailsDraft(accepted_on=TODAY, people_count=-5).problems(past)) == {"people_count"}


def test_a_guest_without_the_parties_consent_is_a_hint_not_a_wall() -> None:
    draft = ParticipantDraft(name="孙大爷")
    assert draft.problems() == {}
    assert "第二十条" in draft.hints()["consented"]
    assert ParticipantDraft(name=" ").problems()
