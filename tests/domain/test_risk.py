"""Risk: what the signs propose, what stops a case, what a downgrade asks."""

from datetime import UTC, date, datetime, timedelta

from studio_app.records.dispute.case.risk import (
    RANK,
    RiskDraft,
    RiskReportDraft,
    Sign,
    closing_problem,
    proposed,
    stop_sentence,
    unreported,
)

VIOLENCE = Sign("domestic_violence", "疑似家庭暴力", hard_stop=True, makes_red=True, points=10)
HARM = Sign("minor_harm", "未成年人疑似受侵害", hard_stop=True, report_to=("police", "civil_affairs", "education"))
HISTORY = Sign("harm_history", "有伤害史", makes_red=True, points=10)
ALARMS = Sign("repeated_alarm", "报警两次以上", points=3)
GRUDGE = Sign("long_grudge", "积怨", points=1)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
EARLIEST = date(2026, 10, 24)
TARGETS = ("police", "street")


def test_points_add_up_and_some_signs_alone_are_red() -> None:
    assert proposed([], 6, 2) == "green"
    assert proposed([GRUDGE], 6, 2) == "green"
    assert proposed([ALARMS], 6, 2) == "amber"
    assert proposed([ALARMS, ALARMS], 6, 2) == "red"
    assert proposed([HISTORY], 6, 2) == "red"


def test_a_sign_of_which_a_list_says_nothing_proposes_nothing() -> None:
    assert proposed([Sign.of("own", "自己加的", {})] * 10, 6, 2) == "green"
    assert Sign.of("own", "自己加的", {"makes_red": True, "points": 3}) == Sign(
        "own", "自己加的", makes_red=True, points=3
    )


def test_each_level_is_above_the_one_before() -> None:
    assert RANK["green"] < RANK["amber"] < RANK["red"]


def test_a_hard_stop_stands_until_it_is_reported() -> None:
    assert unreported([VIOLENCE, HISTORY], set()) == [VIOLENCE]
    assert unreported([VIOLENCE], {("domestic_violence", "police")}) == []
    assert unreported([HARM], {("minor_harm", "community_secretary")}) == [HARM]  # 未成年人保护法 art. 11 names others
    assert unreported([HARM], {("minor_harm", "community_secretary"), ("minor_harm", "education")}) == []
    assert "疑似家庭暴力" in stop_sentence([VIOLENCE])
    assert stop_sentence([]) == ""


def test_a_red_case_is_not_closed_without_any_report() -> None:
    assert closing_problem("red", [HISTORY], set()) != ""
    assert closing_problem("red", [HISTORY], {("", "street")}) == ""
    assert closing_problem("red", [VIOLENCE], {("other", "police")}) != ""
    assert closing_problem("amber", [ALARMS], set()) == ""


def test_going_down_from_red_needs_a_reason_and_somebodys_consent() -> None:
    assert set(RiskDraft("amber").problems("red", "green")) == {"reason", "approver"}
    assert RiskDraft("amber", reason="情绪平稳", approver="王主任").problems("red", "green") == {}
    assert set(RiskDraft("green").problems("green", "red")) == {"reason"}
    assert RiskDraft("red").problems("green", "green") == {}


def test_a_report_says_to_whom_when_and_how() -> None:
    assert set(RiskReportDraft().problems(NOW, EARLIEST, TARGETS)) == {"target", "reported_at", "way"}
    assert set(
        RiskReportDraft(target="police", way="phone", reported_at=NOW + timedelta(hours=1)).problems(
            NOW, EARLIEST, TARGETS
        )
    ) == {"reported_at"}
    assert RiskReportDraft(target="police", way="phone", reported_at=NOW).problems(NOW, EARLIEST, TARGETS) == {}
    old = RiskReportDraft(target="police", way="phone", reported_at=datetime(1990, 1, 1, tzinfo=UTC))
    assert list(old.problems(NOW, EARLIEST, TARGETS)) == ["reported_at"]


def test_taking_a_danger_off_needs_a_reason_and_somebodys_consent_whatever_the_level() -> None:
    before = [VIOLENCE, HISTORY]
    assert set(RiskDraft("red", ["harm_history"]).problems("red", "red", before)) == {"reason", "approver"}
    assert RiskDraft("red", ["domestic_violence"]).problems("red", "red", before) == {}
    answered = RiskDraft("red", ["harm_history"], "\x01已由派出所查明是误报", "王主任")
    assert answered.problems("red", "red", before) == {}
    assert answered.note(date(2026, 11, 23), before) == (
        "2026-11-23 去掉“疑似家庭暴力”：已由派出所查明是误报（王主任同意）"
    )
    assert RiskDraft("red").note(date(2026, 11, 23), [HISTORY]) == ""


def test_any_lower_level_than_before_or_proposed_wants_a_reason() -> None:
    levels = ("green", "amber", "red")
    for before in levels:
        for proposed_level in levels:
            for mine in levels:
                lower = levels.index(mine) < max(levels.index(before), levels.index(proposed_level))
                found = RiskDraft(mine, reason="", approver="书记").problems(before, proposed_level)
                assert ("reason" in found) == lower, (before, proposed_level, mine)
