"""今天要办: what is told on which day, putting off, reminders in one's own words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.records.intake.table import Intake
from studio_app.services.listings import Listings
from studio_app.services.reminders import Agenda, Line, Reminders, due_words
from tests.conftest import Clock

TODAY = date(2026, 11, 23)


def accept(office: Office, day: date) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    opening = Opening(title="楼上漏水", accepted_on=day, backdate_reason="补录", parties=parties)
    with office.write("受理为纠纷") as session:
        return open_case(session, office, opening)


def texts(office: Office) -> dict[str, list[str]]:
    agenda = Reminders(office).agenda()
    return {name: [line.text for line in getattr(agenda, name)] for name in Agenda.__dataclass_fields__}


def test_a_limit_stands_under_the_day_it_has(office: Office) -> None:
    for day in (date(2026, 10, 20), date(2026, 10, 23), date(2026, 10, 27), date(2026, 11, 20)):
        accept(office, day)
    found = texts(office)
    assert [len(found[name]) for name in ("overdue", "today", "ahead", "early")] == [1, 1, 1, 0]
    figures = Reminders(office).figures(Reminders(office).agenda())
    assert (figures.mediating, figures.due_today, figures.overdue, figures.accepted) == (4, 1, 1, 4)
    assert Reminders(office).due_count() == 2
    with office.write("协助") as session:
        row = session.scalars(select(Case)).first()
        assert row is not None
        row.mode, row.outcome, row.closed_on = "C", "settled_on_spot", date(2026, 11, 20)
    figures = Reminders(office).figures(Reminders(office).agenda())
    assert (figures.mediating, figures.resolved, figures.accepted) == (
        3,
        0,
        3,
    )  # what the committee settles is not counted here


def test_long_overdue_is_told_every_seventh_day_only(office: Office) -> None:
    """R3 has overdue_days = 14."""
    accept(office, TODAY - timedelta(days=31 + 17))
    assert [len(texts(office)[name]) for name in ("overdue", "long_overdue")] == [0, 1]


def test_a_visit_without_answer_is_reminded_of_after_three_working_days(office: Office) -> None:
    with office.write("登记来访") as session:
        session.add(Intake(year=2026, serial=1, number="1", received_at=office.now() - timedelta(days=5)))
    line = Reminders(office).between(None, date.max)[0]
    assert (line.rule, line.button, line.shown_on) == ("R1", "打开来访登记", date(2026, 11, 23))


def test_putting_off_needs_a_later_day_and_a_reason_and_survives_a_change(office: Office) -> None:
    case = accept(office, date(2026, 10, 23))
    reminders = Reminders(office)
    line = reminders.agenda().today[0]
    with pytest.raises(Invalid) as refused:
        reminders.put_off(line.key, TODAY, " ")
    assert set(refused.value.problems) == {"until", "reason"}
    reminders.put_off(line.key, date(2026, 11, 26), "当事人出差")
    with office.write("改详情") as session:
        session.get_one(Case, case.id).summary = "改了一个字"
    moved = reminders.of_case(case.id)[0]
    assert (moved.shown_on, moved.due_on) == (date(2026, 11, 26), TODAY)
    with pytest.raises(Refused, match="已经办好"):
        reminders.put_off("R3:nothing", date(2026, 12, 1), "原因")


def test_putting_off_to_a_day_that_moves_nothing_is_refused(office: Office) -> None:
    accept(office, date(2026, 10, 27))  # due on the 27th
    reminders = Reminders(office)
    [line] = reminders.between(None, date.max)
    for day in (26, 27):
        with pytest.raises(Invalid, match="本来就在 2026-11-27"):
            reminders.put_off(line.key, date(2026, 11, day), "当事人出差")
    reminders.put_off(line.key, date(2026, 12, 4), "当事人出差")
    reminders.put_off(line.key, date(2026, 12, 2), "刚才写错了")  # nearer again: a slip is put right
    assert reminders.between(None, date.max)[0].shown_on == date(2026, 12, 2)


def test_a_day_to_be_reminded_on_lies_ahead(office: Office) -> None:
    reminders = Reminders(office)
    told = {text: reminders.day(text) for text in ("周日", "20号", "11.20", "2026-11-20", "昨天")}
    assert told == {
        "周日": date(2026, 11, 29), "20号": date(2026, 12, 20), "11.20": date(2027, 11, 20),
        "2026-11-20": date(2026, 11, 20), "昨天": date(2026, 11, 22),
    }  # fmt: skip
    with pytest.raises(Invalid, match="已经过去"):
        reminders.add("带表格去社区盖章", reminders.day("昨天"))


def test_ones_own_reminder_is_told_and_goes_when_it_is_done(office: Office) -> None:
    reminders = Reminders(office)
    with pytest.raises(Invalid):
        reminders.add("", None)
    own = reminders.add("带表格去社区盖章", TODAY)
    line = reminders.agenda().today[0]
    assert (line.text, line.rule, line.subject_id, line.button) == ("带表格去社区盖章", "own", own.id, "办好了")
    reminders.finish(own.id)
    assert reminders.agenda().empty


def confirmable(office: Office, day: date, mode: str = "A") -> Case:
    """A case whose agreement took effect on that day."""
    case = accept(office, day)
    with office.write("签协议") as session:
        session.add(Agreement(case_id=case.id, mode=mode, form="written", reached_on=day, effective_on=day))
        row = session.get_one(Case, case.id)
        row.mode, row.state = mode, "performing"
    return case


def shown(office: Office, rule: str) -> list[Line]:
    agenda = Reminders(office).agenda()
    return [line for name in Agenda.__dataclass_fields__ for line in getattr(agenda, name) if line.rule == rule]


def test_a_right_that_lapses_is_told_up_to_its_day_and_in_no_list_afterwards(office: Office, clock: Clock) -> None:
    case = confirmable(office, date(2026, 10, 26))  # the thirtieth day is 25 November
    reminders = Reminders(office)
    clock.moment = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert [line.shown_on for line in shown(office, "R6")] == [date(2026, 11, 25)]
    assert "申请司法确认的最后一天" in {line.state for line in Listings(office).reminders()}
    clock.moment += timedelta(days=1)
    assert shown(office, "R6") == []
    assert "R6" not in {line.rule for line in [*reminders.between(None, date.max), *reminders.of_case(case.id)]}
    assert "申请司法确认的最后一天" not in {line.state for line in Listings(office).reminders()}


def test_a_right_that_lapses_cannot_be_put_off_beyond_its_day(office: Office, clock: Clock) -> None:
    confirmable(office, date(2026, 10, 26))
    reminders, [line] = Reminders(office), shown(office, "R6")
    with pytest.raises(Invalid, match="不能再推迟"):
        reminders.put_off(line.key, date(2026, 11, 26), "当事人出差")
    clock.moment = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    with pytest.raises(Invalid, match="今天是最后一天"):
        reminders.put_off(line.key, date(2026, 11, 26), "当事人出差")


def test_a_right_that_may_be_moved_is_told_until_the_day_it_may_move_to(office: Office, clock: Clock) -> None:
    clock.moment = datetime(2027, 2, 6, 2, 0, tzinfo=UTC)  # no arrangement for 2027; the thirtieth day is 7 February
    confirmable(office, date(2027, 1, 8))
    [line] = shown(office, "R6")
    assert line.possible_on is not None
    clock.moment = datetime(2027, 2, 8, 2, 0, tzinfo=UTC)
    assert len(shown(office, "R6")) == 1
    clock.moment = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
    assert line.possible_on < date(2027, 3, 1)
    assert shown(office, "R6") == []


def when(office: Office, clock: Clock, day: date, rule: str) -> str:
    clock.moment = datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)
    [line] = [line for line in Reminders(office).between(None, date.max) if line.rule == rule]
    return due_words(line, day)[4]


def test_leads_are_told_one_after_the_other(office: Office, clock: Clock) -> None:
    accept(office, TODAY)  # R3: 23 December, told 7, 3 and 1 days before
    told = {day: when(office, clock, date(2026, 12, day), "R3") for day in (15, 16, 19, 20, 22, 23, 24)}
    assert told == {
        15: "12月23日", 16: "12月23日　提前 7 天", 19: "12月23日　提前 7 天", 20: "12月23日　提前 3 天",
        22: "12月23日　提前 1 天", 23: "今天", 24: "逾期 1 天",
    }  # fmt: skip


def test_leads_count_from_the_natural_day_in_their_own_unit(office: Office, clock: Clock) -> None:
    accept(office, date(2026, 9, 1))  # natural day 1 October, moved to the 8th
    assert when(office, clock, date(2026, 9, 27), "R3") == "10月8日　提前 7 天"
    assert when(office, clock, date(2026, 9, 28), "R3") == "10月8日　提前 3 天"
    with office.write("登记来访") as session:
        session.add(Intake(year=2026, serial=1, number="1", received_at=datetime(2026, 11, 25, 2, 0, tzinfo=UTC)))
    assert when(office, clock, date(2026, 11, 26), "R1") == "11月30日"  # a Monday: one working day before is Friday
    assert when(office, clock, date(2026, 11, 27), "R1") == "11月30日　提前 1 个工作日"


def test_a_lead_longer_than_the_week_is_told_early(office: Office, clock: Clock) -> None:
    confirmable(office, TODAY)  # R6: 23 December, 15 days before is the 8th
    clock.moment = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
    assert Reminders(office).agenda().early == []
    clock.moment += timedelta(days=1)
    [line] = Reminders(office).agenda().early
    assert (line.rule, line.lead_words) == ("R6", "提前 15 天")


def test_what_was_put_off_is_not_told_early(office: Office) -> None:
    accept(office, date(2026, 10, 23))
    reminders = Reminders(office)
    reminders.put_off(reminders.agenda().today[0].key, date(2026, 12, 3), "当事人出差")
    assert reminders.agenda().empty


def test_words_of_a_row_say_how_late_and_why(office: Office) -> None:
    accept(office, date(2026, 9, 1))  # 2026-10-01 lies in the holiday: moved to 10-08
    line = Reminders(office).between(None, date.max)[0]
    _key, _text, about, reason, when, tone, button, act = due_words(line, TODAY)
    assert about.endswith("王某 与 赵某　楼上漏水")
    assert (line.due_on, line.natural_on) == (date(2026, 10, 8), date(2026, 10, 1))
    assert (when, tone, button) == ("逾期 46 天", "red", "打开纠纷")
    assert act == ("open_case", line.owner_id, line.subject_id)
    assert "2026-10-01" in reason
    assert "工作室自定" in reason  # mode B: the month is the studio's own rule, not law
    assert "第三十三条" not in reason
