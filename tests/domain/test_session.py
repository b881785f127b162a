"""What refuses a record of a sitting, and what is only hinted at."""

# ruff: noqa: DTZ001  — forms give moments as on the wall, without zone

from datetime import date, datetime
from typing import Any

import pytest

from studio_app.domain.past import Past
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft

NOW = datetime(2026, 11, 23, 10, 0)
PAST = Past(NOW.date(), date(2000, 1, 1))


def sat(**changes: object) -> SessionDraft:
    usual: dict[str, object] = {"started_at": NOW, "narrative": "双方都来了。", "result": "continue"}
    return SessionDraft(**{**usual, **changes})  # type: ignore[arg-type]


def test_one_sentence_and_a_time_are_enough() -> None:
    assert sat().problems(PAST) == {}
    assert sat(narrative="", statements={"p": "他家水管漏了。"}).problems(PAST) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"started_at": None}, "started_at"),
        ({"started_at": datetime(2026, 11, 24, 9, 0)}, "started_at"),
        ({"started_at": datetime(1970, 1, 1, 9, 0)}, "started_at"),
        ({"ended_at": datetime(2026, 11, 23, 9, 0)}, "ended_at"),
        ({"ended_at": datetime(2026, 11, 24, 1, 0)}, "ended_at"),
        ({"ended_at": datetime(2099, 1, 1, 9, 0)}, "ended_at"),
        ({"started_at": datetime(2026, 11, 20, 9, 0), "ended_at": datetime(2026, 11, 22, 9, 0)}, "ended_at"),
        ({"next_at": datetime(2026, 11, 23, 10, 0)}, "next_at"),
        ({"result": ""}, "result"),
        ({"narrative": " \n"}, "narrative"),
        ({"narrative": "\x01\u200b"}, "narrative"),
        ({"narrative": "", "statements": {"p": "  "}}, "narrative"),
    ],
)
def test_what_makes_no_record_is_refused_beside_its_field(changes: dict[str, object], field: str) -> None:
    problems = sat(**changes).problems(PAST)
    assert list(problems) == [field]
    assert problems[field].endswith("。")


def test_a_talk_over_midnight_is_one_record() -> None:
    night = sat(started_at=datetime(2026, 11, 22, 22, 0), ended_at=datetime(2026, 11, 23, 1, 0))
    assert night.problems(PAST) == {}


def test_nothing_is_written_down_before_it_happened() -> None:
    """A sitting of 11:28, saved at 11:33 with "50 分钟"."""
    past = Past(NOW.date(), date(2000, 1, 1), datetime(2026, 11, 23, 11, 33))
    began = datetime(2026, 11, 23, 11, 28)
    too_long = sat(started_at=began, ended_at=datetime(2026, 11, 23, 12, 18)).problems(past)
    assert "12:18" in too_long["ended_at"]
    assert sat(started_at=began, ended_at=datetime(2026, 11, 23, 11, 33)).problems(past) == {}
    assert list(sat(started_at=datetime(2026, 11, 23, 18, 0)).problems(past)) == ["started_at"]
    looked = InvestigationDraft(made_at=datetime(2026, 11, 23, 18, 0), text="墙上有水印")
    assert list(looked.problems(past)) == ["made_at"]


def test_hints_ask_for_notice_presence_and_next_time() -> None:
    assert set(sat().hints(asks_next=False)) == {"informed", "present"}
    going_on = sat(informed=True, present=["p"], result="continue")
    assert list(going_on.hints(asks_next=True)) == ["next_at"]
    going_on.next_at = datetime(2026, 12, 1, 9, 0)
    assert going_on.hints(asks_next=True) == {}


def test_an_investigation_needs_a_time_and_what_was_found() -> None:
    assert set(InvestigationDraft().problems(PAST)) == {"made_at", "text"}
    assert InvestigationDraft(made_at=NOW, text="地漏渗水。").problems(PAST) == {}
    assert "下次时间" in InvestigationDraft(made_at=datetime(2027, 1, 1), text="x").problems(PAST)["made_at"]


@pytest.mark.parametrize(
    ("came", "asked"),
    [({}, True), ({"present": ["p"]}, False), ({"nobody": True}, False), ({"nobody": True, "present": ["p"]}, True)],
)
def test_whoever_writes_says_who_came_or_that_nobody_did(came: dict[str, Any], asked: bool) -> None:
    assert bool(SessionDraft(**came).unanswered()) is asked
