"""Backups as a person meets them: at exit, on demand, in two places, restored, and carried to another computer."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import Refused, Unavailable
from studio_app.desk import Desk
from studio_app.records.person.table import Person
from studio_app.services.backups import find, known_sets, line_of, restore, take_over
from tests.conftest import PASSWORD, SIGN_IN, Clock


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_APP_CONFIG", str(tmp_path / "config"))


def choose_second(folder: Path) -> None:
    settings = ComputerSettings.load()
    settings.backup_folder = str(folder)
    settings.save()


def work(desk: Desk, name: str = "王某") -> None:
    with desk.office.write("试") as session:
        session.add(Person(name=name))


def test_at_exit_only_when_something_changed(desk: Desk, clock: Clock) -> None:
    backups = desk.services.backups
    backups.at_exit()
    clock.forward(hours=1)
    backups.at_exit()
    assert len(backups.sets()) == 1
    work(desk)
    backups.at_exit()
    assert len(backups.sets()) == 2


def test_when_it_was_last_proven(desk: Desk, clock: Clock) -> None:
    backups = desk.services.backups
    assert backups.last_words() == "还没有备份过"
    assert "现在就备份" in backups.overdue_words()
    backups.run()
    assert backups.last_words() == f"上次备份 {clock():%H:%M}，已验证可恢复"
    assert backups.overdue_words() == ""
    moment = clock()
    clock.forward(days=8)
    assert backups.last_words() == f"上次备份 {moment:%Y-%m-%d %H:%M}，已验证可恢复"
    assert backups.overdue_words() == "已经 8 天没有备份，请备份一次。"


def test_the_second_place_gets_the_same_set_once(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second(stick)
    desk.services.backups.at_exit()
    desk.services.backups.at_exit()
    assert len(find(stick)) == 1
    assert find(stick)[0].digests == desk.services.backups.sets()[0].digests
    assert len(known_sets(desk.folder)) == 2


def test_a_missing_second_place_is_told_after_the_first_backup(desk: Desk, tmp_path: Path) -> None:
    choose_second(tmp_path / "not plugged in")
    with pytest.raises(Unavailable, match="第二备份位置现在找不到"):
        desk.services.backups.at_exit()
    assert len(desk.services.backups.sets()) == 1
    assert not (tmp_path / "not plugged in").exists()


def test_a_stick_plugged_in_later_catches_up(desk: Desk, tmp_path: Path) -> None:
    desk.services.backups.at_exit()
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second(stick)
    desk.services.backups.at_exit()
    assert len(find(stick)) == 1


def test_a_read_only_second_place_is_told(desk: Desk, tmp_path: Path) -> None:
    blocked = tmp_path / "stick"
    blocked.mkdir()
    (blocked / "委员工作室备份").write_text("a file where the folder should be", encoding="utf-8")
    choose_second(blocked)
    with pytest.raises(Unavailable, match="本机已备份好"):
        desk.services.backups.run()
    assert len(desk.services.backups.sets()) == 1


def test_back_up_to_a_chosen_folder_and_restore(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    target = tmp_path / "chosen"
    target.mkdir()
    work(desk)
    one = desk.services.backups.to(target)
    assert one.folder.parent == target / "委员工作室备份"
    line = line_of(one)
    assert (line.cases, line.intakes, line.taken_at) == (0, 0, clock())
    work(desk, "赵某")
    desk.close()
    restore(find(target)[0], desk.folder, clock())
    clock.forward(minutes=1)
    again = Desk.open(desk.folder, SIGN_IN, PASSWORD, clock)
    assert again.office.database.counts()["person"] == 1
    again.close()


def test_a_folder_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    for act in (desk.services.backups.to, desk.services.backups.move_out):
        with pytest.raises(Unavailable, match="找不到这个文件夹"):
            act(tmp_path / "unplugged")


def test_moving_to_another_computer(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    stick, new = tmp_path / "stick", tmp_path / "new" / "desk"
    stick.mkdir()
    work(desk)
    (desk.folder / "files").mkdir(exist_ok=True)
    (desk.folder / "files" / ("a" * 32)).write_bytes(b"encrypted")
    carried = desk.services.backups.move_out(stick)
    page = (carried / "说明.txt").read_bytes().decode("utf-8-sig")
    assert "从另一台电脑搬来" in page
    assert "{day}" not in page
    desk.close()
    take_over(stick, new, clock())
    clock.forward(minutes=1)
    moved = Desk.open(new, SIGN_IN, PASSWORD, clock)
    assert moved.office.database.counts()["person"] == 1
    assert (new / "files" / ("a" * 32)).read_bytes() == b"encrypted"
    moved.close()


def test_taking_over_from_a_folder_without_backups(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Refused, match="没有找到备份"):
        take_over(tmp_path, tmp_path / "new", clock())


def test_old_sets_are_thinned_by_the_limits_of_the_desk(desk: Desk, clock: Clock) -> None:
    for code, value in (("backup_keep_days", 10), ("backup_keep_least", 2)):
        desk.services.preferences.save_limit(code, value)
    for _ in range(3):
        desk.services.backups.run()
        clock.forward(days=20)
    desk.services.backups.run()
    assert len(desk.services.backups.sets()) == 2


def test_a_clock_that_cannot_be_right_gives_up_no_set(desk: Desk, clock: Clock) -> None:
    desk.services.preferences.save_limit("backup_keep_least", 2)
    for _ in range(4):
        desk.services.backups.run()
        clock.forward(days=3)
    clock.forward(days=3653)
    desk.services.backups.run()
    assert len(desk.services.backups.sets()) == 5
    desk.office.trust_clock()  # and so it is right after all
    desk.services.backups.run()
    assert len(desk.services.backups.sets()) == 2


def test_a_backup_after_the_locks_were_changed_opens_with_the_new_ones(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    before = desk.services.backups.run()
    desk.services.accounts.change_locks()
    after = desk.services.backups.run()
    desk.close()
    for number, one in enumerate((before, after)):
        target = tmp_path / f"target{number}"
        restore(one, target, clock())
        clock.forward(minutes=1)
        Desk.open(target, SIGN_IN, PASSWORD, clock).close()


def test_by_itself_after_half_an_hour_of_change(desk: Desk, clock: Clock) -> None:
    backups = desk.services.backups
    assert backups.by_itself()  # there is none yet
    clock.forward(minutes=40)
    assert not backups.by_itself()  # nothing changed
    work(desk)
    assert backups.by_itself()
    work(desk, "赵某")
    clock.forward(minutes=29)
    assert not backups.by_itself()
    clock.forward(minutes=1)
    assert backups.by_itself()
    assert len(backups.sets()) == 3


def test_what_failed_is_known_until_a_backup_succeeds(desk: Desk, tmp_path: Path) -> None:
    backups = desk.services.backups
    choose_second(tmp_path / "not plugged in")
    with pytest.raises(Unavailable):
        backups.by_itself()
    assert "第二备份位置" in backups.trouble_words()
    (tmp_path / "not plugged in").mkdir()
    backups.run()
    assert backups.trouble_words() == ""


def test_a_clock_that_was_wrong_once_hides_no_overdue_backup(desk: Desk, clock: Clock) -> None:
    """In 2036 for a day, then right again: the set of that day is neither the newest for ever nor without age."""
    backups = desk.services.backups
    today = clock.moment
    clock.moment = today.replace(year=2036)
    work(desk)
    backups.run()
    clock.moment = today
    assert "核对电脑的日期" in backups.overdue_words()
    work(desk, "赵某")
    assert backups.by_itself()
    newest = backups.sets()[0]
    assert newest.taken_at == today
    assert backups.overdue_words() == ""
    assert find(backups.home)[0].folder == newest.folder


def test_backups_at_the_same_time_stand_in_a_row(desk: Desk) -> None:
    backups = desk.services.backups
    work(desk)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: backups.by_itself(), range(8)))
        made = list(pool.map(lambda _n: backups.run(), range(3)))
    assert len({one.folder for one in made}) == 3
    assert all((one.folder / "desk.db").is_file() for one in backups.sets())
    assert not list(backups.home.glob(".unfinished*"))
