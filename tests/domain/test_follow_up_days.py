"""R7: no visit is asked for before what it follows, nor for what an earlier round or another ending left behind."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core import paths
from studio_app.domain.reminders import CaseClock, Due, Owed, Rule, of_case
from studio_app.domain.rest_days import RestDays
from tests.domain.test_rest_days import REST

FIRST = date(2024, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range((date(2026, 12, 31) - FIRST).days + 1)]
EVENTS = ("oral", "written", "performed", "failed")


def shipped() -> dict[str, Rule]:
    content = tomllib.loads(paths.resource("dictionaries", "deadlines.toml").read_text(encoding="utf-8"))
    return {row["code"]: Rule(row["code"], row["label"], bool(row["enabled"]), row) for row in content["entry"]}


RULES = {"R7": shipped()["R7"]}
BLANK = CaseClock("k", "B", mediating=False, round_started_on=FIRST)


def after(event: str, day: date) -> CaseClock:
    if event == "failed":
        return replace(BLANK, outcome="failed", closed_on=day)
    if event == "performed":
        return replace(BLANK, effective_on=day, owed=[Owed("o", "赔偿", day, open=False, last_done_on=day, kept=True)])
    return replace(BLANK, agreement_form=event, effective_on=day)


def visit(clock: CaseClock, rest: RestDays = REST) -> Due | None:
    return next(iter(of_case(clock, RULES, rest)), None)


@pytest.mark.parametrize("event", EVENTS)
def test_no_visit_is_due_before_the_working_day_after_its_event(event: str) -> None:
    early = []
    for day in DAYS:
        due = visit(after(event, day))
        assert due is not None
        if due.due_on < REST.add_workdays(day, 1):
            early.append((day, due.due_on))
    assert early == []


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.sampled_from(EVENTS), st.integers(0, 40))
def test_nor_in_years_without_an_arrangement_or_with_other_lengths(day: date, event: str, days: int) -> None:
    rule = RULES["R7"]
    other = replace(rule, data={**rule.data, "days_by": {**rule.data["days_by"], event: days}})
    [due] = of_case(after(event, day), {"R7": other}, REST)
    assert due.due_on >= REST.add_workdays(day, 1)
    assert not REST.is_rest(due.due_on)


@pytest.mark.parametrize("outcome", ["failed", "refused", "unreachable", "to_court", "repudiated"])
def test_the_event_that_happened_decides(outcome: str) -> None:
    day = date(2026, 11, 20)
    signed = replace(after("written", date(2026, 11, 2)), outcome=outcome, closed_on=day)
    due = visit(signed)
    assert due is not None
    assert due.natural_on == date(2026, 11, 23)
    assert due.text == f"回访双方当事人（{'反悔起诉以后' if outcome == 'repudiated' else '没谈成以后'}第 3 天）"


def test_what_was_sued_for_was_not_performed() -> None:
    part = Owed("o", "赔偿", None, open=False, last_done_on=date(2026, 11, 20), kept=False)
    due = visit(replace(after("written", date(2026, 11, 2)), owed=[part]))
    assert due is not None
    assert "协议生效后第 15 天" in due.text


def test_a_new_round_ends_the_visits_of_the_one_before() -> None:
    day = date(2026, 11, 20)
    for reopened in (day, date(2026, 11, 23)):
        again = replace(after("performed", day), effective_on=None, mediating=True, reopened_on=reopened)
        assert visit(again) is None
