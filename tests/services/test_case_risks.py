"""Dangers, what takes them off the list, which reports count; days on which nothing can have happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.risk import RiskDraft, RiskReportDraft
from studio_app.records.dispute.case.service import Cases, StaffChoice, Withdrawal
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.records.dispute.session.service import Sessions
from studio_app.services.history import History

TODAY = date(2026, 11, 23)
VIOLENCE = "domestic_violence"


@pytest.fixture
def cases(office: Office) -> Cases:
    return Cases(office)


@pytest.fixture
def case(cases: Cases) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    return cases.open(Opening(title="吵架", dispute_type="family", parties=parties, risk="red", risk_signs=[VIOLENCE]))


def report(office: Office, **changes: object) -> RiskReportDraft:
    usual = RiskReportDraft(VIOLENCE, office.now(), "police", "片警", "phone")
    return replace(usual, **changes)  # type: ignore[arg-type]


def sat(office: Office) -> SessionDraft:
    return SessionDraft(started_at=office.now().replace(tzinfo=None), narrative="谈了。", result="continue")


def test_a_danger_is_not_taken_off_without_a_reason_and_consent(cases: Cases, office: Office, case: Case) -> None:
    with pytest.raises(Invalid) as refused:
        cases.set_risk(case.id, RiskDraft("red", []))
    assert set(refused.value.problems) == {"reason", "approver"}
    with pytest.raises(Refused, match="家庭暴力"):
        Sessions(office).record(case.id, sat(office))
    cases.set_risk(case.id, RiskDraft("red", [], "派出所查明是误报", "社区书记"))
    assert cases.case_file(case.id).case.risk_note == (
        "2026-11-23 去掉“疑似家庭暴力”：派出所查明是误报（社区书记同意）"
    )
    told = "".join(line for step in History(office).of(case.id) for line in step.lines)
    assert "派出所查明是误报（社区书记同意）" in told
    assert Sessions(office).record(case.id, sat(office)).ordinal == 1


def test_a_report_of_another_time_reports_nothing(cases: Cases, office: Office, case: Case) -> None:
    for moment in (datetime(1990, 1, 1, tzinfo=UTC), office.now() - timedelta(days=31)):
        with pytest.raises(Invalid) as refused:
            cases.report_risk(case.id, report(office, reported_at=moment))
        assert list(refused.value.problems) == ["reported_at"]
    cases.report_risk(case.id, report(office, reported_at=office.now() - timedelta(days=3)))
    assert cases.stops(case.id) == []


def test_a_later_round_needs_a_report_of_its_own(cases: Cases, office: Office, case: Case) -> None:
    first = cases.report_risk(case.id, report(office))
    cases.close(case.id, ClosingDraft("self_settled", "来电说谈好了", TODAY))
    cases.reopen(case.id, TODAY, "又打起来了")
    assert [sign.code for sign in cases.stops(case.id)] == [VIOLENCE]
    file = cases.case_file(case.id)
    assert (file.next.action, file.reported) == ("report_risk", set())
    with pytest.raises(Refused, match="家庭暴力"):
        Sessions(office).record(case.id, sat(office))
    with pytest.raises(Invalid):
        cases.close(case.id, ClosingDraft("self_settled", "来电说谈好了", TODAY))
    with pytest.raises(Invalid):  # not dated back into the round before
        cases.report_risk(case.id, report(office, reported_at=office.now() - timedelta(days=1)))
    cases.report_risk(case.id, report(office, feedback="已到场"), first.id)
    assert cases.stops(case.id) != []
    cases.report_risk(case.id, report(office))
    assert cases.stops(case.id) == []
    assert Sessions(office).record(case.id, sat(office)).round == 2


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2026, 11, 24)])
def test_nobody_was_told_asked_or_replaced_on_an_impossible_day(
    cases: Cases, office: Office, case: Case, day: date
) -> None:
    party, *_ = cases.party_drafts(case.id)
    host = cases.case_file(case.id).staff[0].row.id
    for field, act in (
        ("informed_on", lambda: cases.inform(case.id, [party.id], day, "oral")),
        ("consent_on", lambda: cases.consent(case.id, party.id, "agreed", day)),
        ("parties.0.privacy_on", lambda: cases.put_parties(case.id, [replace(party, privacy_on=day)])),
        ("day", lambda: cases.withdraw(case.id, Withdrawal(host, day, "换人", "", StaffChoice("")))),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert list(refused.value.problems) == [field]
