"""A desk an older state of the program left opens today, verifies its past and shows everything it held."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text

from studio_app import desk as desk_module
from studio_app.core.errors import Unavailable
from studio_app.desk import Desk
from studio_app.domain.dates import show_day, show_moment
from studio_app.office import lists
from studio_app.office.tables import Attachment
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.ledger import LedgerOrder
from studio_app.records.intake.service import IntakeFilter
from studio_app.services.printing import Paper
from studio_app.store import keys, migrate
from studio_app.store.engines import WRITES, file_engine
from studio_app.store.keys import Unlocked
from studio_app.store.lines import held
from studio_app.store.log_tables import ChangeSet
from studio_app.store.migrate import HEAD
from studio_app.store.table import model_of
from tests.conftest import Clock, zone
from tests.keep_desk import PASSWORD, READER, READER_PASSWORD, SIGN_IN, keep, rows
from tests.kept_desks import kept, pack, unpack
from tests.papers import texts_of

AFTERWARDS = Clock(datetime(2026, 11, 30, 1, 0, tzinfo=UTC))
MOMENTS = {("intake", "received_at")}
"""Columns that held a moment, which the change log tells with its zone; a value must never change on the way."""
DERIVED_ANEW = {"next_due", "sort_key", "address_key", "comparable", "visitor_label", "visitor_key"}
DERIVED_ANEW |= {"parties_label", "parties_key", "resolved_on"}
"""Columns derived anew when an older desk opens, and a whole table of that kind."""
INDEX = "search_document"


@dataclass(frozen=True)
class Left:
    """What an archive holds: the desk as it lay on disk, its paper, and what it told of itself when it was closed."""

    desk: Path
    paper: str
    held: dict[str, Any]
    unlocked: Unlocked


BEFORE_5 = pytest.mark.parametrize(
    "left", [one for one in kept() if one.stem < "desk-0005"], indirect=True, ids=lambda one: one.stem
)
"""What a revision to 0005 mended: later desks hold nothing of it."""


@pytest.fixture(scope="module", params=kept(), ids=lambda archive: archive.stem)
def left(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp(request.param.stem)
    desk = unpack(request.param, folder, SIGN_IN, PASSWORD)
    paper = "".join(texts_of(folder / "handover.pdf"))
    held = json.loads((folder / "held.json").read_text(encoding="utf-8"))
    return Left(desk, paper, held, keys.unlock(desk, SIGN_IN, PASSWORD))


@pytest.fixture(scope="module")
def upgraded(left: Left, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk after its first opening today: copy it before opening it again."""
    folder = tmp_path_factory.mktemp("upgraded") / "desk"
    shutil.copytree(left.desk, folder)
    Desk.open_with(folder, SIGN_IN, left.unlocked, AFTERWARDS).close()
    return folder


@pytest.fixture
def opened(left: Left, upgraded: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(upgraded, tmp_path / "desk")
    desk = Desk.open_with(tmp_path / "desk", SIGN_IN, left.unlocked, AFTERWARDS)
    yield desk
    desk.close()


def case_ids(desk: Desk) -> list[str]:
    with desk.office.read() as session:
        return list(session.scalars(select(Case.id).order_by(Case.accepted_on)))


def test_the_oldest_kept_desk_is_there() -> None:
    assert [archive.stem for archive in kept()][:1] == ["desk-0002"]
    assert all(archive.stat().st_size <= 1_000_000 for archive in kept())


def test_an_archive_is_named_by_the_schema_it_was_left_with(left: Left, request: pytest.FixtureRequest) -> None:
    assert request.node.callspec.id == f"desk-{left.held['schema']}"


def test_an_archive_gives_back_the_very_file(left: Left) -> None:
    assert hashlib.sha256((left.desk / "desk.db").read_bytes()).hexdigest() == left.held["digest"]


def test_everybody_who_could_open_it_still_can(left: Left) -> None:
    assert set(keys.accounts(left.desk)) == {SIGN_IN, READER}
    assert keys.unlock(left.desk, READER, READER_PASSWORD).key == left.unlocked.key
    assert desk_module.check_code(left.desk, left.held["code"]).key == left.unlocked.key


def test_its_chain_verifies_and_bears_the_head_on_its_paper(left: Left, opened: Desk) -> None:
    assert opened.services.history.verify() == []
    with opened.office.read() as session:
        links = set(session.scalars(select(ChangeSet.chain)))
    printed = re.sub(r"[^0-9a-f]", "", left.paper)
    assert [link for link in links if link in printed]


def test_every_row_it_held_is_there_with_the_same_values(left: Left, opened: Desk) -> None:
    today = {table: {line["id"]: line for line in lines if "id" in line} for table, lines in rows(opened).items()}
    lost, changed = [], []
    for table, lines in left.held["rows"].items():
        for line in (line for line in lines if "id" in line and table != INDEX):
            now = today[table].get(line["id"])
            if now is None:
                lost.append((table, line["id"]))
                continue
            logged = {name: _as_logged(table, name, value, now) for name, value in line.items()}
            now |= told_by_rows(opened, table, line["id"])
            for name, value in getattr(model_of(table), "told_now", dict)(logged).items():
                if name not in DERIVED_ANEW and now[name] != value:
                    changed.append((table, name, value, now[name]))
    assert (lost, changed) == ([], [])
    assert sum(len(lines) for lines in left.held["rows"].values()) > 200


def _as_logged(table: str, name: str, value: Any, now: dict[str, Any]) -> Any:
    """A moment with its zone; what was a column of JSON and is none any more as what it said."""
    if name not in now and isinstance(value, str) and value[:1] in ("[", "{"):
        return json.loads(value)
    return f"{value}+00:00" if (table, name) in MOMENTS else value


def told_by_rows(desk: Desk, table: str, record_id: str) -> dict[str, Any]:
    """The fields of a record that are rows of their own today."""
    model = model_of(table)
    with desk.office.read() as session:
        record = session.get(model, record_id, execution_options={"with_deleted": True})
        return {name: getattr(record, name) for name in held(model)}


@BEFORE_5
def test_its_visits_keep_their_day_in_another_time_zone(left: Left, tmp_path: Path) -> None:
    """A day whose hour nobody told was the midnight of Beijing: ten in the evening of the day before in 乌鲁木齐."""
    shutil.copytree(left.desk, tmp_path / "desk")
    engine = file_engine(tmp_path / "desk" / "desk.db", left.unlocked.key)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text("UPDATE intake SET received_at = '2026-06-01 16:00:00.000000'"))
    engine.dispose()
    with zone("Asia/Urumqi"):
        desk = Desk.open_with(tmp_path / "desk", SIGN_IN, left.unlocked, AFTERWARDS)
        intakes = desk.services.intakes
        assert {show_moment(row.received_at) for row in intakes.rows(intakes.page(IntakeFilter()))} == {
            "2026-06-02 周二"
        }
        assert {line.date for line in desk.services.listings.intakes()} == {date(2026, 6, 2)}
        desk.close()


@BEFORE_5
def test_two_phones_its_program_ran_together_are_two(left: Left, tmp_path: Path) -> None:
    shutil.copytree(left.desk, tmp_path / "desk")
    engine = file_engine(tmp_path / "desk" / "desk.db", left.unlocked.key)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        told = {"whole": "19900001234", "two": "1990000123419900007777"}
        connection.execute(text("UPDATE visitor SET phone = :two WHERE phone = :whole"), told)
        connection.execute(text("UPDATE party SET phone = :two WHERE phone = :whole"), told)
    engine.dispose()
    desk = Desk.open_with(tmp_path / "desk", SIGN_IN, left.unlocked, AFTERWARDS)
    while desk.tidy():
        pass
    for phone in ("19900001234", "19900007777"):
        assert desk.services.intakes.recognise(phone=phone)[0].details.phone == "19900001234、19900007777"
        assert {"来访登记", "纠纷"} <= {group.title for group in desk.services.search.find(phone).groups}
    assert desk.services.history.verify() == []
    desk.close()


def test_its_visits_tell_their_day_and_hour_in_the_history(opened: Desk) -> None:
    intakes = opened.services.intakes
    for row in intakes.rows(intakes.page(IntakeFilter())):
        told = [line for change in opened.services.history.of(row.id) for line in change.lines]
        assert f"来访日期：{show_day(row.received_at.date())}" in told
        assert f"来访时间：{row.received_at:%H:%M}" in told


def test_its_lists_stand_in_the_order_of_today(opened: Desk) -> None:
    for dictionary, content in lists.shipped():
        of_today = [raw["code"] for raw in content.get("entry", [])]
        there = [code for code, _label in opened.office.lists.pairs(dictionary) if code in of_today]
        assert there == [code for code in of_today if code in there], dictionary


def test_every_case_shows_its_course_and_its_past(opened: Desk) -> None:
    assert len(case_ids(opened)) == 3
    for case_id in case_ids(opened):
        file = opened.services.cases.case_file(case_id)
        assert file.parties
        assert file.timeline
        assert file.steps
        past = opened.services.history.of(case_id)
        assert past
        assert all(change.label and change.who for change in past)


def test_every_paper_of_every_case_prints(opened: Desk) -> None:
    printing = opened.services.printing
    papers = [
        Paper(form.key, case_id, subject)
        for case_id in case_ids(opened)
        for form in printing.forms_of(case_id)
        if not form.reason
        for subject in ([subject.id for subject in form.subjects] or [""])
    ]
    assert len(papers) > 15
    assert [paper for paper in papers if not printing.draw(paper).pdf().startswith(b"%PDF")] == []


def test_its_attachments_open(left: Left, opened: Desk) -> None:
    with opened.office.read() as session:
        ids = list(session.scalars(select(Attachment.id)))
    assert len(ids) == len(left.held["rows"]["attachment"]) >= 2
    assert all(len(opened.services.attachments.content(one)) > 0 for one in ids)


def test_its_bin_drafts_search_and_reminders_are_there(opened: Desk) -> None:
    services = opened.services
    assert [item.title for item in services.history.recycle_bin() if item.kind == "纠纷"] == ["蒋某　登错的一件"]
    assert [draft.body["content"] for draft in services.drafts.pending()] == ["刚来的一位说楼道灯坏了"]
    assert services.search.find("漏水").count > 1
    agenda = services.reminders.agenda()
    assert agenda.overdue or agenda.long_overdue


def test_its_last_step_is_taken_back_and_done_again(opened: Desk) -> None:
    history = opened.services.history
    titles = lambda: {opened.services.cases.case_file(one).case.title for one in case_ids(opened)}  # noqa: E731
    assert "楼上卫生间漏水" in titles()
    history.undo()
    assert "卫生间漏水" in titles()
    history.redo()
    assert "楼上卫生间漏水" in titles()
    assert history.verify() == []


def test_its_ledger_of_a_past_period_goes_out(opened: Desk, tmp_path: Path) -> None:
    order = LedgerOrder(date(2026, 1, 1), date(2026, 10, 31), to_whom="community", purpose="每月台账")
    done = opened.services.ledgers.export_t1(order, tmp_path / "台账.xlsx")
    assert done.count == 3


def test_where_the_disk_lacks_the_room_it_is_left_as_it_was(
    left: Left, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said before anything is done; with room it opens, and takes no more of it than before."""
    place = tmp_path / "desk"
    shutil.copytree(left.desk, place)
    file = place / "desk.db"
    before, size = file.read_bytes(), file.stat().st_size
    with monkeypatch.context() as full:
        full.setattr(migrate.shutil, "disk_usage", lambda _place: SimpleNamespace(free=size * 4 - 1))
        with pytest.raises(Unavailable, match="请先腾出空间再打开。数据没有改动"):
            Desk.open(place, SIGN_IN, PASSWORD, AFTERWARDS)
    assert file.read_bytes() == before
    assert [found.name for found in place.iterdir() if ".before-" in found.name] == []
    Desk.open(place, SIGN_IN, PASSWORD, AFTERWARDS).close()
    assert file.stat().st_size < size * 1.75


def test_todays_program_can_keep_a_desk_too(tmp_path: Path) -> None:
    """The maker of kept desks works, so that a released state can leave one."""
    (tmp_path / "made").mkdir()
    keep(tmp_path / "made")
    pack(tmp_path / "made", tmp_path / "desk.zip", SIGN_IN, PASSWORD)
    desk = unpack(tmp_path / "desk.zip", tmp_path / "back", SIGN_IN, PASSWORD)
    made = (tmp_path / "made" / "desk" / "desk.db").read_bytes()
    assert (desk / "desk.db").read_bytes() == made
    assert json.loads((tmp_path / "back" / "held.json").read_text(encoding="utf-8"))["schema"] == HEAD


@BEFORE_5
@pytest.mark.parametrize(
    ("numbered", "ours"), [(False, False), (True, True)], ids=["only assisted", "numbered a case of ours"]
)
def test_a_committee_that_was_only_assisted_is_none_of_ours(
    left: Left, tmp_path: Path, *, numbered: bool, ours: bool
) -> None:
    shutil.copytree(left.desk, tmp_path / "desk")
    engine = file_engine(tmp_path / "desk" / "desk.db", left.unlocked.key)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        names = connection.execute(text("SELECT * FROM organisation")).keys()
        new = {"id": "'assisted'", "name": "'槐花街道调委会'"}
        told = ", ".join(new.get(name, name) for name in names)
        connection.execute(text(f"INSERT INTO organisation SELECT {told} FROM organisation WHERE kind = 'committee'"))
        connection.execute(text("UPDATE cases SET issuer_id = 'assisted' WHERE mode = 'C'"))
        if numbered:
            connection.execute(text("UPDATE issued_number SET issuer_id = 'assisted' WHERE kind = 'case_a'"))
        connection.commit()
    engine.dispose()
    desk = Desk.open_with(tmp_path / "desk", SIGN_IN, left.unlocked, AFTERWARDS)
    kept_ones = {one.name: one.ours for one in desk.services.preferences.committees().values()}
    desk.close()
    assert kept_ones.pop("槐花街道调委会") is ours
    assert list(kept_ones.values()) == [True]  # entered when the studio was founded
