"""A ledger of a time that is over: written as it stood when its last day ended, whatever was done since."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from studio_app.core import paths
from studio_app.demo import SETUP, PlayedClock
from studio_app.demo.player import Player
from studio_app.desk import Desk
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.risk import RiskDraft
from studio_app.records.dispute.ledger import LedgerOrder, Row, month_of
from studio_app.services.ledgers.run import LedgerRun
from tests.conftest import PASSWORD, Clock, sample_day

Rows = list[Row]
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
PARTIES = [PartyDraft(name="赵某", phone="19900001234"), PartyDraft(name="王某", side="respondent")]


def rows(desk: Desk, first: date, last: date, *, as_now: bool = False) -> Rows:
    order = LedgerOrder(first, last, carry_over=True, as_now=as_now, mask="internal", to_whom="社区居委会")
    with desk.office.read() as session:
        return list(LedgerRun(desk.office, order).rows(session))


def test_every_month_of_a_year_reads_as_it_read_on_its_last_day(tmp_path: Path) -> None:
    """The sample disputes are lived through day by day, and each month's ledger is made on its last day."""
    clock = PlayedClock(sample_day)
    today = sample_day().date()
    stories = tomllib.loads(paths.resource("demo", "cases.toml").read_text(encoding="utf-8"))
    clock.go(today - timedelta(days=max(story["days_ago"] for story in stories["case"]) + 1))
    desk, _code = Desk.create(tmp_path / "desk", SETUP, PASSWORD, clock)
    made: dict[tuple[date, date], Rows] = {}
    try:
        with desk.office.database.bulk() as catch_up:
            for event in Player(desk, today, catch_up).events(stories):
                while clock().date() < event.day:
                    day = clock().date()
                    if day == month_of(day)[1]:
                        made[month_of(day)] = rows(desk, *month_of(day))
                    clock.go(day + timedelta(days=1))
                event.act()
        assert len(made) >= 10
        changed = 0
        for month, then in made.items():
            assert rows(desk, *month) == then, month
            changed += rows(desk, *month, as_now=True) != then
        assert changed >= 5  # today they read otherwise
    finally:
        desk.close()


@pytest.fixture
def november(desk: Desk, clock: Clock) -> tuple[str, str]:
    """Two disputes of November, one closed in it; it is December now."""
    clock.moment = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
    cases = desk.services.cases
    one, other = (
        cases.open(Opening(title="漏水", dispute_type="neighbour", summary="赵某家渗水", parties=PARTIES)).id
        for _case in range(2)
    )
    clock.forward(days=5)
    close(desk, other, "withdrawn")
    clock.moment = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
    return one, other


def close(desk: Desk, case_id: str, outcome: str) -> None:
    who = [desk.services.agreements.view(case_id).parties[0].id]
    desk.services.cases.close(case_id, ClosingDraft(outcome, "写明原因", desk.office.today(), who, "街道"))


def test_what_is_done_later_changes_no_ledger_of_before(desk: Desk, november: tuple[str, str], clock: Clock) -> None:
    one, other = november
    cases = desk.services.cases
    then = rows(desk, *NOVEMBER)
    assert [(row["closed_on"], row["serial"]) for row in then] == [(None, 1), (date(2026, 11, 15), 2)]
    cases.set_risk(one, RiskDraft(risk="amber"))
    drafts = cases.party_drafts(one)
    cases.put_parties(one, [replace(drafts[0], name="赵某某"), *drafts[1:], PartyDraft(name="孙某", side="respondent")])
    cases.change_details(one, replace(cases.details(one), summary="说法改过了"))
    close(desk, one, "unreachable")
    cases.reopen(other, desk.office.today(), "又漏水了")
    clock.forward(days=20)
    assert rows(desk, *NOVEMBER) == then
    today = rows(desk, *NOVEMBER, as_now=True)
    assert "说法改过了" in str(today[0]["summary"])
    assert "孙某" in str(today[0]["parties"])
    assert today[0]["closed_on"] == date(2026, 12, 20)
    preview = desk.services.ledgers.preview(LedgerOrder(*NOVEMBER, to_whom="社区居委会", mask="internal"))
    assert "1 件登记的内容后来改过，表里是那时的写法：第 1 件。" in preview.sentences


def test_a_dispute_closed_before_and_taken_up_again_later_was_not_open_then(
    desk: Desk, november: tuple[str, str], clock: Clock
) -> None:
    _one, other = november
    clock.moment = datetime(2027, 1, 10, 2, 0, tzinfo=UTC)
    december = (date(2026, 12, 1), date(2026, 12, 31))
    then = rows(desk, *december)
    assert [row["remarks"] for row in then] == ["期初未结"]
    desk.services.cases.reopen(other, desk.office.today(), "又漏水了")
    assert rows(desk, *december) == then
    assert len(rows(desk, *december, as_now=True)) == 2


def test_what_is_entered_later_stands_there_and_is_said(desk: Desk, november: tuple[str, str], clock: Clock) -> None:
    late = Opening(
        title="漏水", dispute_type="neighbour", summary="补登", parties=PARTIES,
        accepted_on=date(2026, 11, 20), backdate_reason="当时没有电脑",
    )  # fmt: skip
    made = desk.services.cases.open(late)
    close(desk, made.id, "unreachable")  # in December
    found = rows(desk, *NOVEMBER)
    assert [row["summary"] for row in found] == ["赵某家渗水", "赵某家渗水", "补登"]
    assert (found[2]["closed_on"], found[2]["outcome"]) == (None, found[0]["outcome"])
    preview = desk.services.ledgers.preview(LedgerOrder(*NOVEMBER, to_whom="社区居委会", mask="internal"))
    assert "1 件是这段时间过后才登记的：第 3 件。" in preview.sentences


def test_whoever_is_known_today_is_masked_in_a_text_of_then(
    desk: Desk, november: tuple[str, str], clock: Clock
) -> None:
    one, _other = november
    cases = desk.services.cases
    cases.change_details(one, replace(cases.details(one), summary="孙大宝来说过情"))
    clock.moment = datetime(2027, 1, 10, 2, 0, tzinfo=UTC)
    cases.put_parties(one, [*cases.party_drafts(one), PartyDraft(name="孙大宝", side="respondent", age_told=9)])
    order = LedgerOrder(date(2026, 12, 1), date(2026, 12, 31), carry_over=True, mask="handover", to_whom="街道")
    with desk.office.read() as session:
        (row,) = LedgerRun(desk.office, order).rows(session)
    assert "孙大宝" not in str(row)  # a child
    assert "来说过情" in str(row["summary"])
