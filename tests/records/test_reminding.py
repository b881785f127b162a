"""Reminders from the records, end to end, with the worked examples of the handbook."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from studio_app.office.office import Office
from studio_app.office.tables import DictionaryEntry, Organisation, OwnReminder, Reminder, Snooze
from studio_app.records.dispute.agreement.table import Agreement, Obligation, Performance
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party, RiskReport
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import MediationSession
from studio_app.records.intake.table import Intake


def due(office: Office, **where: Any) -> dict[str, Reminder]:
    """Reminders by rule; a test has one of each."""
    with office.read() as session:
        rows = session.scalars(select(Reminder).filter_by(**where)).all()
    assert len({row.key for row in rows}) == len(rows)
    return {row.rule: row for row in rows}


def accept(office: Office, mode: str = "A", day: date = date(2026, 11, 23)) -> Case:
    with office.write("受理为纠纷") as session:
        committee = session.scalars(select(Organisation.id).where(Organisation.kind == "committee")).one()
        people = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
        opening = Opening(mode=mode, committee_id=committee if mode != "B" else None, title="楼上漏水", parties=people)
        opening.accepted_on, opening.backdate_reason = day, "补录"
        return open_case(session, office, opening)


def agree(office: Office, case: Case, day: date, *, sealed: date | None, **facts: Any) -> Agreement:
    """A written agreement everybody signed on one day."""
    with office.write("签协议") as session:
        parties = session.scalars(select(Party.id).where(Party.case_id == case.id)).all()
        agreement = Agreement(
            case_id=case.id, mode=case.mode, form="written", reached_on=day, signatures={p: day.isoformat() for p in parties},
            mediator_signed_on=day, sealed_on=sealed, effective_on=sealed, **facts,
        )  # fmt: skip
        session.add(agreement)
        session.get_one(Case, case.id).state = "performing"
    return agreement


# --- R1 -------------------------------------------------------------------------------------------------------


def visit(office: Office, moment: datetime, **facts: Any) -> Intake:
    with office.write("登记来访") as session:
        row = Intake(year=moment.year, serial=int(moment.timestamp()) % 10**6, received_at=moment, **facts)
        session.add(row)
    return row


def test_r1_three_working_days_over_the_national_holiday(office: Office) -> None:
    visit(office, datetime(2026, 9, 29, 2, 0, tzinfo=UTC))  # Tuesday; 1–7 October off, 10 October a work day
    found = due(office)["R1"]
    assert found.due_on == date(2026, 10, 9)  # 30 September, 8 and 9 October
    assert found.owner_kind == "intake"
    assert found.action == "accept"


def test_r1_goes_once_it_is_decided_and_comes_back_when_it_is_open_again(office: Office) -> None:
    row = visit(office, office.now())
    for destination, asked in (("answered", False), ("waiting", True), ("case", False), ("", True)):
        with office.write("去向") as session:
            session.get_one(Intake, row.id).destination = destination
        assert ("R1" in due(office)) is asked, destination


@pytest.mark.parametrize("kind", ["consult", "help", "request"])
def test_r1_is_asked_for_disputes_only(office: Office, kind: str) -> None:
    visit(office, office.now(), kind=kind)
    assert due(office) == {}


def test_a_visit_in_the_bin_reminds_of_nothing(office: Office) -> None:
    row = visit(office, office.now())
    with office.write("删除来访登记") as session:
        session.get_one(Intake, row.id).deleted_at = office.now()
    assert due(office) == {}


# --- R3 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "last", "natural"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 2, 28)),  # a Saturday, but a 调休 work day
        (date(2026, 1, 16), date(2026, 2, 24), date(2026, 2, 16)),  # 春节
        (date(2026, 11, 23), date(2026, 12, 23), date(2026, 12, 23)),
    ],
)
def test_r3_one_month_later_moved_by_rest_days(office: Office, accepted: date, last: date, natural: date) -> None:
    case = accept(office, "A", accepted)
    found = due(office)["R3"]
    assert (found.due_on, found.natural_on, found.owner_id) == (last, natural, case.id)
    assert "第三十三条" in found.reason
    with office.read() as session:
        assert session.get_one(Case, case.id).next_due == last


def test_r3_in_a_year_without_arrangement_does_not_move_but_says_it_may(office: Office, clock: Any) -> None:
    clock.moment = datetime(2027, 1, 7, 2, 0, tzinfo=UTC)
    accept(office, "A", date(2027, 1, 7))
    found = due(office)["R3"]
    assert found.due_on == date(2027, 2, 7)  # a Sunday in 春节
    assert found.possible_on is not None
    assert found.possible_on > found.due_on


def test_r3_follows_an_agreed_extension_and_ends_with_mediation(office: Office) -> None:
    case = accept(office)
    with office.write("延长期限") as session:
        session.get_one(Case, case.id).extended_to = date(2027, 1, 20)
    assert due(office)["R3"].due_on == date(2027, 1, 20)
    with office.write("结案") as session:
        row = session.get_one(Case, case.id)
        row.state, row.outcome, row.closed_on = "closed", "self_settled", date(2026, 11, 24)
    assert "R3" not in due(office)


def test_r3_is_only_told_in_mode_c(office: Office) -> None:
    accept(office, "C")
    assert "只作参考" in due(office)["R3"].reason
    assert "若干规定" not in due(office)["R3"].reason


# --- R0, R6 ---------------------------------------------------------------------------------------------------


def test_signed_without_seal_asks_for_the_seal_and_runs_no_clock(office: Office) -> None:
    case = accept(office)
    agree(office, case, date(2026, 11, 20), sealed=None)  # a Friday
    found = due(office)
    assert found["R0_seal"].due_on == date(2026, 11, 23)
    assert found["R0_seal"].action == "seal"
    assert "R6" not in found


@pytest.mark.parametrize(
    ("effective", "last"), [(date(2026, 9, 1), date(2026, 10, 8)), (date(2026, 4, 3), date(2026, 5, 6))]
)
def test_r6_thirty_days_from_effect(office: Office, effective: date, last: date) -> None:
    case = accept(office, "A", effective - timedelta(days=10))
    agreement = agree(office, case, effective, sealed=effective)
    found = due(office)["R6"]
    assert (found.due_on, found.natural_on) == (last, effective + timedelta(days=30))
    assert found.subject_id == agreement.id
    assert "R0_seal" not in due(office)
    with office.write("申请司法确认") as session:
        session.get_one(Agreement, agreement.id).court_applied_on = effective + timedelta(days=3)
    assert "R6" not in due(office)


@pytest.mark.parametrize("outcome", ["failed", "repudiated", "to_court", "agreed_written"])
def test_nobody_is_told_of_the_court_once_the_case_is_closed(office: Office, outcome: str) -> None:
    case = accept(office, "A", date(2026, 11, 10))
    agree(office, case, date(2026, 11, 20), sealed=date(2026, 11, 20))
    assert "R6" in due(office)
    with office.write("结案") as session:
        row = session.get_one(Case, case.id)
        row.state, row.outcome, row.closed_on = "closed", outcome, date(2026, 11, 23)
    assert "R6" not in due(office)


def test_the_old_edition_keeps_its_clocks_until_the_new_one_takes_effect(office: Office) -> None:
    day = date(2026, 11, 16)
    case = accept(office, "A", day)
    old = agree(office, case, day, sealed=day)
    rows = instalments(office, case, old)
    with office.write("另写一版协议") as session:
        session.get_one(Agreement, old.id).superseded = True
        fresh = Agreement(
            case_id=case.id, mode=case.mode, form="written", edition=2, reached_on=date(2026, 11, 20), signatures={}
        )
        session.add(fresh)
        session.flush()
        for row in rows:
            session.get_one(Obligation, row.id).agreement_id = fresh.id
    found = due(office, rule="R6")["R6"]
    assert (found.subject_id, found.natural_on) == (old.id, day + timedelta(days=30))
    with office.read() as session:
        kept = session.scalars(select(Reminder.subject_id).where(Reminder.rule == "R5")).all()
        assert set(kept) == {row.id for row in rows}
    with office.write("登记签名盖章") as session:
        row = session.get_one(Agreement, fresh.id)
        row.sealed_on = row.effective_on = date(2026, 11, 23)
    assert due(office, rule="R6")["R6"].subject_id == fresh.id


def test_reasons_in_mode_b_name_no_law_that_binds_a_committee(office: Office) -> None:
    case = accept(office, "B")
    assert "人民调解" not in due(office)["R3"].reason
    instalments(office, case, agree(office, case, date(2026, 11, 23), sealed=None))
    with office.read() as session:
        reasons = session.scalars(select(Reminder.reason)).all()
    assert any("《民法典》第五百零九条" in reason for reason in reasons)
    assert not any("人民调解" in reason for reason in reasons)


def test_a_right_that_lapses_is_no_next_step_of_the_case(office: Office) -> None:
    """Nobody derives anew on the day it is gone, so the column of the list never shows it."""
    case = accept(office)
    agree(office, case, date(2026, 11, 23), sealed=date(2026, 11, 23))
    edit_rule(office, "R7", enabled=False)
    assert set(due(office)) == {"R6"}
    with office.read() as session:
        assert session.get_one(Case, case.id).next_due is None


def test_nobody_is_told_of_the_court_when_all_is_done_or_over(office: Office) -> None:
    case = accept(office)
    paper = agree(office, case, date(2026, 11, 23), sealed=date(2026, 11, 23))
    with office.write("记") as session:
        session.add(Obligation(id="1" * 32, case_id=case.id, agreement_id=paper.id, what="修好", state="pending"))
    assert "R6" in due(office)
    with office.write("登记履行") as session:
        session.get_one(Obligation, "1" * 32).state = "performed"
    assert "R6" not in due(office)
    with office.write("结案") as session:
        session.get_one(Obligation, "1" * 32).state = "pending"
        row = session.get_one(Case, case.id)
        row.state, row.outcome, row.closed_on = "closed", "agreed_written", date(2026, 11, 23)
    assert "R6" not in due(office)


def test_r6_never_in_mode_b(office: Office) -> None:
    case = accept(office, "B")
    agree(office, case, date(2026, 11, 23), sealed=date(2026, 11, 23))
    assert not {"R6", "R0_seal"} & set(due(office))


# --- R5 -------------------------------------------------------------------------------------------------------


def instalments(office: Office, case: Case, agreement: Agreement) -> list[Obligation]:
    with office.write("分期") as session:
        rows = [
            Obligation(
                case_id=case.id, agreement_id=agreement.id, what=f"付第{n}期", due_on=date(2026, 11, 28 + n), position=n
            )
            for n in (0, 1)
        ]
        session.add_all(rows)
    return rows


def test_r5_each_instalment_on_its_own_day_weekends_included(office: Office) -> None:
    case = accept(office)
    rows = instalments(office, case, agree(office, case, date(2026, 11, 23), sealed=date(2026, 11, 23)))
    with office.read() as session:
        found = session.scalars(select(Reminder).where(Reminder.rule == "R5").order_by(Reminder.due_on)).all()
    assert [(r.subject_id, r.due_on) for r in found] == [
        (rows[0].id, date(2026, 11, 28)),
        (rows[1].id, date(2026, 11, 29)),
    ]
    assert "付第0期" in found[0].text
    assert found[0].action == "perform"


def test_r5_goes_with_the_performance_and_comes_back_with_its_undoing(office: Office) -> None:
    case = accept(office)
    rows = instalments(office, case, agree(office, case, date(2026, 11, 23), sealed=date(2026, 11, 23)))
    with office.write("登记履行") as session:
        session.get_one(Obligation, rows[0].id).state = "performed"
        session.add(Performance(case_id=case.id, obligation_id=rows[0].id, done_on=date(2026, 11, 24)))
    assert due(office)["R5"].subject_id == rows[1].id
    with office.write("更正") as session:
        session.get_one(Obligation, rows[0].id).state = "pending"
    assert len([r for r in _all(office) if r.rule == "R5"]) == 2


def test_a_refused_instalment_is_still_asked_for_a_waived_one_is_not(office: Office) -> None:
    case = accept(office)
    rows = instalments(office, case, agree(office, case, date(2026, 11, 23), sealed=date(2026, 11, 23)))
    with office.write("履行情况") as session:
        session.get_one(Obligation, rows[0].id).state = "refused"
        session.get_one(Obligation, rows[1].id).state = "waived"
    assert [r.subject_id for r in _all(office) if r.rule == "R5"] == [rows[0].id]


def _all(office: Office) -> list[Reminder]:
    with office.read() as session:
        return list(session.scalars(select(Reminder)))


# --- R7 -------------------------------------------------------------------------------------------------------


def test_r7_after_effect_then_after_the_last_performance_then_as_noted(office: Office) -> None:
    case = accept(office)
    agreement = agree(office, case, date(2026, 11, 23), sealed=date(2026, 11, 23))
    assert due(office)["R7"].natural_on == date(2026, 12, 8)
    rows = instalments(office, case, agreement)
    for row, day in zip(rows, (date(2026, 11, 28), date(2026, 11, 29)), strict=True):
        with office.write("登记履行") as session:
            session.get_one(Obligation, row.id).state = "performed"
            session.add(Performance(case_id=case.id, obligation_id=row.id, done_on=day))
    found = due(office)["R7"]
    assert found.natural_on == date(2026, 12, 6)  # a Sunday
    assert found.due_on == date(2026, 12, 4)  # a to-do of the studio moves to the working day before
    with office.write("回访") as session:
        session.add(FollowUp(case_id=case.id, visited_on=date(2026, 12, 4), next_on=date(2027, 1, 5)))
    assert due(office)["R7"].due_on == date(2027, 1, 5)
    with office.write("回访") as session:
        session.add(FollowUp(case_id=case.id, visited_on=date(2027, 1, 5)))
    assert "R7" not in due(office)


def test_r7_after_a_failure(office: Office) -> None:
    case = accept(office)
    with office.write("结案") as session:
        row = session.get_one(Case, case.id)
        row.state, row.outcome, row.closed_on = "closed", "failed", date(2026, 11, 23)
    assert due(office)["R7"].natural_on == date(2026, 11, 26)


def close_failed(office: Office, case: Case, day: date) -> None:
    with office.write("结案") as session:
        row = session.get_one(Case, case.id)
        row.state, row.outcome, row.closed_on = "closed", "failed", day


def call_on(office: Office, case: Case, day: date, following: date | None = None) -> None:
    with office.write("回访") as session:
        session.add(FollowUp(case_id=case.id, visited_on=day, next_on=following))


def test_r7_after_a_failure_comes_again_for_a_month(office: Office) -> None:
    case = accept(office, "B")
    call_on(office, case, date(2026, 11, 20))  # while it was still talked about
    close_failed(office, case, date(2026, 11, 23))
    call_on(office, case, date(2026, 11, 26))
    assert due(office)["R7"].due_on == date(2026, 12, 3)
    assert "上次回访后第 7 天" in due(office)["R7"].text
    call_on(office, case, date(2026, 12, 3), date(2026, 12, 20))
    assert due(office)["R7"].due_on == date(2026, 12, 20)
    call_on(office, case, date(2026, 12, 20), date(2027, 6, 1))
    assert due(office)["R7"].due_on == date(2027, 1, 19)  # 30 days at the latest
    call_on(office, case, date(2027, 1, 19))
    assert "R7" not in due(office)


def turn(office: Office, case: Case, risk: str) -> None:
    with office.write("评定风险") as session:
        session.get_one(Case, case.id).risk = risk


def test_r7_of_a_red_case_three_days_after_its_report_then_every_week(office: Office) -> None:
    case = accept(office, "B", date(2026, 11, 16))
    assert "R7" not in due(office)
    turn(office, case, "red")
    assert due(office)["R7"].natural_on == date(2026, 11, 19)
    with office.write("记录报告") as session:
        session.add(RiskReport(case_id=case.id, reported_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC), target="police"))
    found = due(office)["R7"]
    assert (found.natural_on, found.text) == (date(2026, 11, 26), "回访双方当事人（高风险第 3 天）")
    call_on(office, case, date(2026, 11, 25))
    assert due(office)["R7"].due_on == date(2026, 12, 2)
    turn(office, case, "amber")
    assert "R7" not in due(office)


def test_r7_of_a_red_case_counts_no_report_of_a_round_that_is_over(office: Office) -> None:
    case = accept(office, "B", date(2026, 11, 2))
    turn(office, case, "red")
    with office.write("记录报告") as session:
        session.add(RiskReport(case_id=case.id, reported_at=datetime(2026, 11, 3, 2, 0, tzinfo=UTC), target="police"))
    with office.write("重新调解") as session:
        row = session.get_one(Case, case.id)
        row.round, row.round_started_on = 2, date(2026, 11, 16)
    assert due(office)["R7"].natural_on == date(2026, 11, 19)
    with office.write("记录报告") as session:
        moment = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
        session.add(RiskReport(case_id=case.id, round=2, reported_at=moment, target="police"))
    assert due(office)["R7"].natural_on == date(2026, 11, 21)


def test_a_day_noted_far_off_does_not_hide_the_visit_after_the_last_performance(office: Office) -> None:
    case = accept(office)
    agreement = agree(office, case, date(2026, 11, 16), sealed=date(2026, 11, 16))
    call_on(office, case, date(2026, 11, 20), date(2027, 6, 1))
    assert due(office)["R7"].due_on == date(2027, 6, 1)
    for row in instalments(office, case, agreement):
        with office.write("登记履行") as session:
            session.get_one(Obligation, row.id).state = "performed"
            session.add(Performance(case_id=case.id, obligation_id=row.id, done_on=date(2026, 11, 23)))
    found = due(office)["R7"]
    assert found.natural_on == date(2026, 11, 30)
    assert "履行完毕后第 7 天" in found.text


# --- R4 -------------------------------------------------------------------------------------------------------


def test_r4_tells_the_hour_that_was_agreed(office: Office) -> None:
    case = accept(office)
    wanted = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
    with office.write("调解记录") as session:
        session.add(MediationSession(case_id=case.id, ordinal=1, started_at=office.now(), next_at=wanted))
    local = wanted.astimezone()
    found = due(office)["R4"]
    assert (found.due_on, found.text) == (local.date(), f"约定的下次调解 {local:%H:%M}")


# --- putting off, own reminders, rules --------------------------------------------------------------------------


def test_putting_off_survives_being_derived_anew_and_the_last_one_counts(office: Office, clock: Any) -> None:
    case = accept(office)
    key = due(office)["R3"].key
    for until in (date(2026, 12, 30), date(2026, 12, 28)):
        with office.write("推迟提醒") as session:
            session.add(Snooze(reminder_key=key, case_id=case.id, until=until, reason="外出"))
    for title in ("一", "二"):
        with office.write("改") as session:
            session.get_one(Case, case.id).title = title
    found = due(office)["R3"]
    assert (found.shown_on, found.due_on) == (date(2026, 12, 28), date(2026, 12, 23))
    with office.read() as session:
        assert session.get_one(Case, case.id).next_due == date(2026, 12, 28)


def test_putting_off_a_visit(office: Office) -> None:
    row = visit(office, office.now())
    found = due(office)["R1"]
    with office.write("推迟提醒") as session:
        session.add(Snooze(reminder_key=found.key, intake_id=row.id, until=date(2026, 12, 1), reason="外出"))
    assert due(office)["R1"].shown_on == date(2026, 12, 1)


def test_own_reminders_of_a_case_a_visit_and_none(office: Office) -> None:
    case, row = accept(office, "C"), visit(office, office.now(), kind="consult")
    with office.write("记提醒") as session:
        session.get_one(Case, case.id).state = "closed"
        session.add(OwnReminder(case_id=case.id, text="带图纸", due_on=date(2026, 11, 25)))
        session.add(OwnReminder(intake_id=row.id, text="回电话", due_on=date(2026, 11, 26)))
        session.add(OwnReminder(text="送台账", due_on=date(2026, 11, 30)))
    found = {r.text: (r.owner_kind, r.owner_id, r.due_on) for r in _all(office)}
    assert found == {
        "带图纸": ("case", case.id, date(2026, 11, 25)),
        "回电话": ("intake", row.id, date(2026, 11, 26)),
        "送台账": ("", "", date(2026, 11, 30)),
    }
    with office.write("移到别的案件") as session:
        session.scalars(select(OwnReminder).where(OwnReminder.text == "送台账")).one().case_id = case.id
    assert {r.text: r.owner_id for r in _all(office)}["送台账"] == case.id
    with office.write("办完") as session:
        for own in session.scalars(select(OwnReminder)):
            own.done_on = date(2026, 11, 24)
    assert _all(office) == []


def edit_rule(office: Office, code: str, **data: Any) -> None:
    with office.write("改提醒规则") as session:
        rules = DictionaryEntry.dictionary == "deadlines"
        row = session.scalars(select(DictionaryEntry).where(rules, DictionaryEntry.code == code)).one()
        row.data, row.edited = {**row.data, **data}, True


def test_an_edited_rule_is_applied_to_all_at_once(office: Office) -> None:
    open_one, row = accept(office), visit(office, office.now())
    closed = accept(office)
    with office.write("结案") as session:
        found = session.get_one(Case, closed.id)
        found.state, found.outcome, found.closed_on = "closed", "failed", date(2026, 11, 23)
    edit_rule(office, "R3", months=0, days=20)
    edit_rule(office, "R1", workdays=5)
    edit_rule(office, "R7", enabled=False)
    assert due(office, owner_id=open_one.id)["R3"].due_on == date(2026, 12, 14)  # 13 December is a Sunday
    assert due(office, owner_id=row.id)["R1"].due_on == date(2026, 11, 30)
    assert due(office, owner_id=closed.id) == {}
    edit_rule(office, "R7", enabled=True)
    assert set(due(office, owner_id=closed.id)) == {"R7"}


def test_a_rule_whose_change_was_not_stored_is_not_applied(office: Office) -> None:
    rules = DictionaryEntry.dictionary == "deadlines"

    def break_off(_session: Any, touched: Any) -> None:
        if touched.ids("dictionary_entry"):
            raise ZeroDivisionError

    office.database._keepers.append(break_off)
    with pytest.raises(ZeroDivisionError), office.write("改提醒规则") as session:  # noqa: PT012 — the transaction as a whole is what fails
        row = session.scalars(select(DictionaryEntry).where(rules, DictionaryEntry.code == "R3")).one()
        row.data, row.label = {**row.data, "enabled": False}, "改了名"
    office.database._keepers.remove(break_off)
    assert office.lists.label("deadlines", "R3") == "调解期限"
    accept(office)
    assert "R3" in due(office)
