"""站点与值班: reception days, shifts, who was there; and that a kind which only declares itself is found everywhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.reception import days_of, moved, planned
from studio_app.domain.rest_days import RestDays
from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import Intakes
from studio_app.records.station.draft import ShiftDraft, StationDraft
from studio_app.records.station.kind import roster
from studio_app.records.station.service import Stations
from studio_app.records.station.table import DutyShift
from studio_app.services.history import History
from studio_app.services.printing import Printing
from studio_app.services.reminders import Reminders
from studio_app.services.search import Search
from tests.conftest import zone

MONTH = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def shanghai() -> Iterator[None]:
    with zone("Asia/Shanghai"):
        yield


@pytest.fixture
def stations(office: Office) -> Stations:
    return Stations(office)


def point(stations: Stations, **more: object) -> str:
    draft = StationDraft(name="幸福里评理说事点", community="幸福里社区", **more)  # type: ignore[arg-type]  # fields of the draft
    return str(stations.store(draft).id)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("每周三", [2, 9, 16, 23, 30]),
        ("每周二、周五", [1, 4, 8, 11, 15, 18, 22, 25, 29]),
        ("每星期日", [6, 13, 20, 27]),
        ("每周天", [6, 13, 20, 27]),
        ("每月10日、20日", [10, 20]),
        ("每月 5 号", [5]),
        ("每月31日", [31]),
    ],
)
def test_a_reception_rule_in_words_means_days(rule: str, days: list[int]) -> None:
    assert [day.day for day in days_of(rule, *MONTH)] == days


@pytest.mark.parametrize("rule", ["周三", "每天", "每月", "每月32日", "有空就来", "每周八"])
def test_a_rule_nobody_can_read_is_refused_with_an_example(rule: str, office: Office) -> None:
    assert "每周三" in StationDraft(name="点", reception_rule=rule).problems(office.past())["reception_rule"]
    assert days_of(rule, *MONTH) == []


def test_a_reception_day_on_a_rest_day_goes_where_the_station_says() -> None:
    holiday = RestDays({date(2026, 10, day): ("国庆节", True) for day in range(1, 9)}, {2026: []})
    day = date(2026, 10, 7)
    assert moved(day, "later", holiday) == date(2026, 10, 9)
    assert moved(day, "earlier", holiday) == date(2026, 9, 30)
    assert moved(day, "cancel", holiday) is None
    assert moved(day, "", holiday) == day
    both = list(planned("每周四、周五", "later", (date(2026, 10, 1), date(2026, 10, 9)), holiday))
    assert both == [(date(2026, 10, 9), date(2026, 10, 1))]  # two that fall together are one


@given(st.text(alphabet="每周月星期一二三四五六日天、，10239号 ", max_size=14))
def test_whatever_is_typed_means_days_of_the_month_asked_for(rule: str) -> None:
    found = days_of(rule, *MONTH)
    assert found == sorted(set(found))
    assert all(MONTH[0] <= day <= MONTH[1] for day in found)


def test_what_a_shift_cannot_be(office: Office) -> None:
    past = office.past()
    assert "day" in ShiftDraft().problems(past)
    ahead = ShiftDraft(day=date(2027, 1, 5))
    assert ahead.problems(past) == {}
    ahead.state = "held"
    assert "还没到" in ahead.problems(past)["state"]
    assert "begins" in ShiftDraft(day=past.today, begins="九点").problems(past)
    assert "ends" in ShiftDraft(day=past.today, begins="9:00", ends="8：30").problems(past)
    assert ShiftDraft(day=past.today, begins="9:00", ends="11:30").problems(past) == {}
    assert "swapped_to" in ShiftDraft(day=past.today, state="swapped").problems(past)


def test_reception_days_are_put_into_the_plan_once(stations: Stations, office: Office) -> None:
    station = point(stations, reception_rule="每周三", lead_id=office.signed.staff_id)
    assert stations.plan(station, *MONTH) == 5
    assert stations.plan(station, *MONTH) == 0
    shifts = stations.shifts.ids(station_id=station)
    told = stations.shifts.lines(shifts, "day", "kind", "state", "staff_id")
    # the head of the station is not said to be there: nobody said so
    assert told[0] == {
        "id": shifts[0],
        "day": "2026-12-02 周三",
        "kind": "接待日",
        "state": "已排",
        "staff_id": "",
    }
    with pytest.raises(Refused, match="每周三"):
        stations.plan(point(stations), *MONTH)


def test_a_shift_is_reminded_of_until_it_is_noted(stations: Stations, office: Office) -> None:
    station = point(stations, short_name="幸福里")
    shift = stations.shifts.store(ShiftDraft(day=office.today(), staff_id=office.signed.staff_id), station_id=station)
    (line,) = Reminders(office).agenda().today
    assert (line.text, line.about, line.button) == ("李老师到幸福里值班", "幸福里评理说事点　幸福里社区", "登记到岗")
    assert (line.action, line.owner_kind, line.owner_id, line.subject_id) == ("note_duty", "station", station, shift.id)
    stations.shifts.note(shift.id, "held")
    assert Reminders(office).agenda().today == []
    History(office).undo()
    assert len(Reminders(office).agenda().today) == 1
    Reminders(office).put_off(line.key, date(2027, 1, 4), "外出")
    assert Reminders(office).agenda().today == []


def test_a_station_is_found_removed_and_brought_back_like_any_record(stations: Stations, office: Office) -> None:
    station = point(stations, host="和谐家园物业", reception_rule="每周三")
    stations.plan(station, *MONTH)
    (group,) = Search(office).find("和谐家园").groups
    assert (group.title, [hit.entity_id for hit in group.hits]) == ("站点", [station])
    assert any("接待日：每周三" in line.lines for line in History(office).of(station))
    stations.remove(station)
    assert Search(office).find("和谐家园").groups == []
    assert stations.shifts.ids(station_id=station) == []
    with pytest.raises(Refused, match="不在了"):
        stations.get(station)
    (binned,) = History(office).recycle_bin()
    assert (binned.kind, binned.title, binned.count) == ("站点", "幸福里评理说事点", 6)
    History(office).restore(binned.set_id)
    assert len(stations.shifts.ids(station_id=station)) == 5
    assert Search(office).find("和谐家园").count == 1


def test_a_renamed_person_is_told_by_the_new_name(stations: Stations, office: Office) -> None:
    point(stations, lead_id=office.signed.staff_id)
    with office.write("改名") as session:
        session.get_one(Staff, office.signed.staff_id).name = "李石榴"
    assert [group.title for group in Search(office).find("李石榴").groups] == ["站点"]


def test_visitors_are_counted_by_who_received_them(stations: Stations, office: Office) -> None:
    station = point(stations)
    shift = stations.shifts.store(ShiftDraft(day=office.today(), staff_id=office.signed.staff_id), station_id=station)
    assert stations.shifts.visits(shift) == 0
    visit = IntakeDraft(visitors=[VisitorDraft(name="王某")], content="楼上漏水", receiver_id=office.signed.staff_id)
    visit.received_at = office.now().replace(tzinfo=None)
    Intakes(office).register(visit)
    assert stations.shifts.visits(shift) == 1
    with office.write("值班") as session:
        shift = session.get_one(DutyShift, shift.id)
        shift.state, shift.swapped_to = "swapped", None
    assert stations.shifts.visits(shift) == 0


def test_the_roster_says_who_is_there(stations: Stations, office: Office) -> None:
    station = point(stations, address="幸福路 3 号")
    for day, state in ((office.today(), "planned"), (date(2026, 1, 7), "held")):
        stations.shifts.store(ShiftDraft(day=day, begins="9:00", ends="11:30", staff_id=office.signed.staff_id, state=state),
                              station_id=station)  # fmt: skip
    with office.read() as session:
        data = roster(session, office, station)
    assert [(row["time"], row["who"]) for row in data["rows"]] == [
        ("9:00—11:30", "李老师")
    ]  # what is past hangs on no wall
    pages = Printing(office).of_record("roster", station)
    assert pages.pdf().startswith(b"%PDF")


def test_a_station_without_a_name_is_refused(stations: Stations) -> None:
    with pytest.raises(Invalid):
        stations.store(StationDraft())


def test_moments_of_another_zone_count_on_the_day_here(stations: Stations, office: Office) -> None:
    """A visit of eight in the morning is of that day, though UTC still has the day before."""
    station = point(stations)
    shift = stations.shifts.store(ShiftDraft(day=office.today(), staff_id=office.signed.staff_id), station_id=station)
    morning = datetime(office.today().year, office.today().month, office.today().day, 0, 5, tzinfo=UTC)
    visit = IntakeDraft(visitors=[VisitorDraft(name="赵某")], content="噪音", receiver_id=office.signed.staff_id)
    visit.received_at = office.local(morning).replace(tzinfo=None)
    Intakes(office).register(visit)
    assert stations.shifts.visits(shift) == 1
