"""今天要办: what is told on which day, putting off, reminders in one's own words."""

from datetime import date, timedelta

import pytest

from studio_app.domain.party import PartyDraft
from studio_app.records.office import Office
from studio_app.records.opening import Opening, open_case
from studio_app.services.reminders import Agenda, Reminders, due_words
from studio_app.settings import Invalid, Refused
from studio_app.store.tables import Case, Intake

TODAY = date(2026, 11, 23)


def accept(office: Office, day: date) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    opening = Opening(title="楼上漏水", accepted_on=day, backdate_reason="补录", parties=parties)
    with office.write("受理纠纷") as session:
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


def test_long_overdue_is_told_every_seventh_day_only(office: Office) -> None:
    """R3 has overdue_days = 14."""
    accept(office, TODAY - timedelta(days=31 + 17))
    assert [len(texts(office)[name]) for name in ("overdue", "long_overdue")] == [0, 1]


def test_a_visit_without_answer_is_reminded_of_after_three_working_days(office: Office) -> None:
    with office.write("登记来访") as session:
        session.add(Intake(year=2026, serial=1, number="1", received_at=office.now() - timedelta(days=5)))
    line = Reminders(office).between(None, date.max)[0]
    assert (line.rule, line.button, line.shown_on) == ("R1", "打开登记", date(2026, 11, 23))


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
    with pytest.raises(Refused, match="已经办完"):
        reminders.put_off("R3:nothing", date(2026, 12, 1), "原因")


def test_ones_own_reminder_is_told_and_goes_when_it_is_done(office: Office) -> None:
    reminders = Reminders(office)
    with pytest.raises(Invalid):
        reminders.add("", None)
    own = reminders.add("带表格去社区盖章", TODAY)
    line = reminders.agenda().today[0]
    assert (line.text, line.rule, line.subject_id, line.button) == ("带表格去社区盖章", "own", own.id, "办完了")
    reminders.finish(own.id)
    assert reminders.agenda().empty


def test_words_of_a_row_say_how_late_and_why(office: Office) -> None:
    accept(office, date(2026, 9, 1))  # 2026-10-01 lies in the holiday: moved to 10-08
    line = Reminders(office).between(None, date.max)[0]
    _key, _text, about, reason, when, tone, button = due_words(line, TODAY)
    assert about.endswith("王某 与 赵某　楼上漏水")
    assert (line.due_on, line.natural_on) == (date(2026, 10, 8), date(2026, 10, 1))
    assert (when, tone, button) == ("逾期 46 天", "red", "打开案件")
    assert "2026-10-01" in reason
    assert "工作室自定" in reason  # mode B: the month is the studio's own rule, not law
    assert "第三十三条" not in reason
