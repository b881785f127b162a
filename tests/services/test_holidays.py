"""放假安排 of a desk: entered, in force at once, undone, set back, read from a file; on both engines."""

import json
from datetime import date
from pathlib import Path

import pytest

from studio_app.core.errors import Invalid, Refused, Unavailable
from studio_app.core.paths import resource
from studio_app.desk import Desk
from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.services.history import History
from studio_app.services.holidays import HolidayRow, Holidays
from studio_app.services.reminders import Reminders
from tests.conftest import PASSWORD, SIGN_IN, Clock

NEW_YEAR = HolidayRow("元旦", "1.1", "1.3", "1.9")
WHOLE_YEAR = [
    NEW_YEAR,
    HolidayRow("春节", "2.5", "2.11", ""),
    HolidayRow("清明节", "4.3", "4.5", ""),
    HolidayRow("劳动节", "5.1", "5.5", ""),
    HolidayRow("端午节", "6.9", "", ""),
    HolidayRow("中秋节", "9.15", "", ""),
    HolidayRow("国庆节", "10.1", "10.7", ""),
]
FREE_DAY = date(2027, 1, 1)


@pytest.fixture
def holidays(office: Office) -> Holidays:
    return Holidays(office)


def due_of(office: Office) -> list[tuple[date, date | None]]:
    return [(line.due_on, line.possible_on) for line in Reminders(office).between(None, date.max) if line.rule == "R3"]


def test_the_years_around_today(holidays: Holidays) -> None:
    assert [(year.year, year.known, year.own, year.shipped) for year in holidays.years()] == [
        (2025, True, False, True), (2026, True, False, True), (2027, False, False, False),
    ]  # fmt: skip
    assert "春节 2月15日至2月23日（2月14日、2月28日上班）" in holidays.years()[1].words
    assert [row.name for row in holidays.rows(2027)][:2] == ["元旦", "春节"]


def test_the_coming_year_is_missed_once_its_notice_is_due(holidays: Holidays, clock: Clock) -> None:
    clock.moment = clock.moment.replace(month=10)
    assert holidays.missing_words() == ""
    clock.moment = clock.moment.replace(month=11)
    assert holidays.missing_words() == "2027 年的放假安排还没有填：法定期限先按原日子算，不顺延。"
    holidays.save(2027, [NEW_YEAR])
    assert holidays.missing() == [2027]
    holidays.save(2027, WHOLE_YEAR)
    assert holidays.missing() == []


def test_an_arrangement_moves_what_falls_due_at_once_and_can_be_undone(
    holidays: Holidays, office: Office, clock: Clock
) -> None:
    clock.forward(days=9)
    with office.write("受理为纠纷") as session:
        parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
        open_case(
            session, office,
            Opening(title="漏水", dispute_type="neighbour", accepted_on=date(2026, 12, 1), parties=parties,
                    backdate_reason="补录"),
        )  # fmt: skip
    assert due_of(office) == [(FREE_DAY, date(2027, 1, 4))]
    assert holidays.save(2027, WHOLE_YEAR) == []
    assert office.rest_days.known(2027)
    assert not office.rest_days.is_rest(date(2027, 1, 9))
    assert due_of(office) == [(date(2027, 1, 4), None)]
    History(office).undo()
    assert not office.rest_days.known(2027)
    assert due_of(office) == [(FREE_DAY, date(2027, 1, 4))]
    holidays.save(2027, WHOLE_YEAR)
    holidays.reset(2027)
    assert not office.rest_days.known(2027)
    History(office).undo()
    assert office.rest_days.known(2027)


def test_a_year_half_entered_keeps_the_days_nobody_named(holidays: Holidays, office: Office) -> None:
    """元旦 alone: 春节 stays a holiday, the year stays provisional and is still asked for."""
    assert holidays.save(2027, [NEW_YEAR])[:2] == ["春节", "清明节"]
    rest = office.rest_days
    assert not rest.known(2027)
    assert [rest.is_rest(date(2027, *day)) for day in ((1, 1), (1, 9), (2, 5), (2, 8), (4, 5), (10, 1), (10, 8))] == [
        True, False, True, True, True, True, False,
    ]  # fmt: skip
    assert rest.name(date(2027, 2, 8)) == "春节"
    holidays.save(2027, [NEW_YEAR, HolidayRow("春节", "2.6", "2.12", "")])
    assert [office.rest_days.is_rest(date(2027, 2, day)) for day in (5, 8, 12)] == [False, True, True]
    assert office.rest_days.is_rest(date(2027, 4, 5))


def test_what_is_refused_changes_nothing(holidays: Holidays, office: Office) -> None:
    with pytest.raises(Invalid, match="不是周末"):
        holidays.save(2027, [HolidayRow("元旦", "1.1", "1.3", "1.4")])
    assert not office.rest_days.known(2027)
    office.signed.role = "volunteer"
    with pytest.raises(Refused, match="不能做这一步"):
        holidays.save(2027, [NEW_YEAR])
    assert not office.rest_days.known(2027)


def test_an_own_edition_of_a_shipped_year_wins_until_it_is_set_back(holidays: Holidays, office: Office) -> None:
    holidays.save(2026, [HolidayRow("国庆节", "10.1", "10.3")])
    assert not office.rest_days.is_rest(date(2026, 10, 6))
    assert holidays.years()[1].words == "国庆节 10月1日至10月3日"
    holidays.reset(2026)
    assert office.rest_days.is_rest(date(2026, 10, 6))
    assert not holidays.years()[1].own


def test_the_next_start_knows_it(desk: Desk, clock: Clock) -> None:
    desk.services.holidays.save(2027, WHOLE_YEAR)
    desk.close()
    again = Desk.open(desk.folder, SIGN_IN, PASSWORD, clock)
    assert again.office.rest_days.known(2027)
    again.close()


def test_a_file_of_the_form_shipped(holidays: Holidays, tmp_path: Path) -> None:
    year, rows = holidays.read_file(resource("holidays", "2026.json"))
    assert (year, rows) == (2026, holidays.rows(2026))
    file = tmp_path / "2027.toml"
    file.write_text('year = 2027\n[[days]]\nname = "元旦"\ndate = 2027-01-01\nisOffDay = true\n', encoding="utf-8")
    assert holidays.read_file(file) == (2027, [HolidayRow("元旦", "1月1日 周五")])


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"year": 2027}', '{"year": 2027, "days": [{"name": "元旦", "date": "1.1", "isOffDay": true}]}'],
)
def test_files_that_are_no_arrangement(holidays: Holidays, tmp_path: Path, content: str) -> None:
    file = tmp_path / "2027.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match="不是放假安排"):
        holidays.read_file(file)


def test_files_that_cannot_be_right_or_read(holidays: Holidays, tmp_path: Path) -> None:
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    file = tmp_path / "2026.json"
    file.write_text(json.dumps({"year": 2026, "days": days}), encoding="utf-8")
    with pytest.raises(Refused, match="对不上"):
        holidays.read_file(file)
    with pytest.raises(Unavailable, match="读不出"):
        holidays.read_file(tmp_path / "nothing.json")
    file.write_bytes(b"\xff" * 10)
    with pytest.raises(Refused, match="不是放假安排"):
        holidays.read_file(file)
