"""The month in which a court confirms an agreement of a committee (人民调解法 art. 33)."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from studio_app.core import paths
from studio_app.domain.reminders import CaseClock, Rule, of_case
from tests.domain.test_rest_days import REST

DAY = date(2026, 11, 2)
CLOCK = CaseClock(
    "k", "A", mediating=True, round_started_on=DAY, agreed_in="A", agreement_id="a", effective_on=DAY, court_from=DAY
)


@pytest.fixture
def rules() -> dict[str, Rule]:
    content = tomllib.loads(paths.resource("dictionaries", "deadlines.toml").read_text(encoding="utf-8"))
    return {row["code"]: Rule(row["code"], row["label"], True, row) for row in content["entry"] if row["code"] == "R6"}


def test_who_applied_to_the_court_is_told_of_it_no_more(rules: dict[str, Rule]) -> None:
    assert [due.rule for due in of_case(CLOCK, rules, REST)] == ["R6"]
    assert list(of_case(replace(CLOCK, court_applied=True), rules, REST)) == []


@pytest.mark.parametrize(
    ("changed", "spoken"),
    [
        ({"agreement_form": "written"}, False),
        ({"agreement_form": "oral"}, True),
        ({"agreement_form": "written", "effective_on": date(2026, 11, 9)}, True),
    ],
)
def test_of_what_was_agreed_by_word_of_mouth_the_reason_says_so(
    changed: dict[str, object], spoken: bool, rules: dict[str, Rule]
) -> None:
    (due,) = of_case(replace(CLOCK, **changed), rules, REST)  # type: ignore[arg-type]
    assert ("口头达成" in due.reason) is spoken
