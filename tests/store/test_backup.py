"""Backup sets: whole or not there, proven, thinned by rule, and restored without deleting anything."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studio_app.core.errors import Damaged, InUse, Refused, Unavailable
from studio_app.desk import Desk, exists
from studio_app.records.person.table import Person
from studio_app.store import backup, places, restore, retention
from studio_app.store.backup import BackupSet
from studio_app.store.retention import Keep
from tests.conftest import PASSWORD, SETUP, SIGN_IN, Clock

HOME = Path(__file__).parents[2]
MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def made(desk: Desk, place: Path, moment: datetime = MOMENT) -> BackupSet:
    return backup.make(desk.office.database, desk.folder, place, moment)


def add_person(desk: Desk, name: str) -> None:
    with desk.office.write("试") as session:
        session.add(Person(name=name))


def add_file(desk: Desk, name: str, content: bytes = b"encrypted bytes") -> None:
    (desk.folder / "files").mkdir(exist_ok=True)
    (desk.folder / "files" / name).write_bytes(content)


def people(folder: Path, clock: Clock) -> list[str]:
    clock.forward(minutes=1)
    opened = Desk.open(folder, SIGN_IN, PASSWORD, clock)
    try:
        with opened.office.read() as session:
            return sorted(person.name for person in session.query(Person))
    finally:
        opened.close()


# --- making ---------------------------------------------------------------------------------------------------


def test_a_set_is_complete_and_says_what_it_holds(desk: Desk, tmp_path: Path) -> None:
    add_person(desk, "王某")
    add_file(desk, "a" * 32)
    one = made(desk, tmp_path / "place")
    assert sorted(f.name for f in one.folder.iterdir()) == ["desk.db", "keys.copy.json", "keys.json", "manifest.json"]
    assert one.facts.counts["person"] == 1
    assert one.facts == backup.facts_of(desk.office.database)
    assert one.desk_id == desk.office.database.desk_id
    assert list(one.files) == ["a" * 32]
    assert (tmp_path / "place" / "files" / ("a" * 32)).read_bytes() == b"encrypted bytes"
    backup.refuse_damaged(one)


def test_nothing_of_a_person_stands_in_the_clear(desk: Desk, tmp_path: Path) -> None:
    add_person(desk, "赵某某之女")
    one = made(desk, tmp_path / "place")
    for file in one.folder.iterdir():
        assert "赵某某之女".encode() not in file.read_bytes()
    assert "示例委员工作室" not in (one.folder / "manifest.json").read_text(encoding="utf-8")


def test_attachments_are_stored_once_per_place(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "place"
    add_file(desk, "a" * 32)
    made(desk, place)
    stored = place / "files" / ("a" * 32)
    before = stored.stat().st_mtime_ns
    add_file(desk, "b" * 32)
    second = made(desk, place, MOMENT + timedelta(hours=1))
    assert stored.stat().st_mtime_ns == before
    assert set(second.files) == {"a" * 32, "b" * 32}


def test_an_attachment_that_was_cut_short_in_its_place_is_stored_anew(desk: Desk, tmp_path: Path) -> None:
    place, name = tmp_path / "place", "a" * 32
    add_file(desk, name)
    made(desk, place)
    stored = place / "files" / name
    stored.write_bytes(stored.read_bytes()[:5])
    second = made(desk, place, MOMENT + timedelta(hours=1))
    assert stored.read_bytes() == b"encrypted bytes"
    assert backup.has_file(second, name)
    stored.write_bytes(b"encrypted BYTES")  # as long as it was
    assert not backup.has_file(second, name)


def test_an_attachment_that_changed_is_told_with_its_present_size_and_digest(desk: Desk, tmp_path: Path) -> None:
    place, name = tmp_path / "place", "a" * 32
    add_file(desk, name)
    made(desk, place)
    add_file(desk, name, b"other bytes")
    second = made(desk, place, MOMENT + timedelta(hours=1))
    assert second.files[name][0] == len(b"other bytes")
    assert backup.has_file(second, name)


def test_two_sets_of_one_second_both_stay(desk: Desk, tmp_path: Path) -> None:
    assert made(desk, tmp_path / "place").folder != made(desk, tmp_path / "place").folder
    assert len(backup.find_in(tmp_path / "place")) == 2


def test_a_copy_that_differs_is_no_proof(desk: Desk, tmp_path: Path) -> None:
    one = made(desk, tmp_path / "place")
    key = desk.office.database.key
    assert key is not None
    add_person(desk, "王某")
    with pytest.raises(Damaged, match="核对不上"):
        backup.prove(one.folder / "desk.db", key, backup.facts_of(desk.office.database))


def test_a_mirror_is_the_same_set(desk: Desk, tmp_path: Path) -> None:
    add_file(desk, "a" * 32)
    one = made(desk, tmp_path / "place")
    twin = backup.mirror(one, tmp_path / "stick")
    assert twin.digests == one.digests
    assert (tmp_path / "stick" / "files" / ("a" * 32)).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size to play a full disk")
def test_a_full_disk_leaves_no_half_set(desk: Desk, tmp_path: Path) -> None:
    """A process that may write no file larger than 100 kB: the copy fails in the middle."""
    folder = desk.folder
    desk.close()
    script = f"""
import resource, signal, sys
from pathlib import Path
from studio_app.desk import Desk, local_now
from studio_app.core.errors import Unavailable
from studio_app.store import backup
desk = Desk.open(Path({str(folder)!r}), {SIGN_IN!r}, {PASSWORD!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    backup.make(desk.office.database, desk.folder, Path({str(tmp_path / "place")!r}), local_now())
except Unavailable as told:
    print(told)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "磁盘" in done.stdout, done.stderr
    assert [f.name for f in (tmp_path / "place").iterdir()] == []


@pytest.mark.parametrize("room", [0.01, 1.05])
def test_a_place_without_room_to_spare_is_told_before_anything_is_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: float
) -> None:
    size = (desk.folder / "desk.db").stat().st_size
    usage = shutil.disk_usage(tmp_path)._replace(free=int(size * room))
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)
    with pytest.raises(Unavailable, match="只剩"):
        made(desk, tmp_path / "place")
    assert list((tmp_path / "place").iterdir()) == []


def test_what_a_power_cut_left_is_cleared_away(desk: Desk, tmp_path: Path) -> None:
    left = tmp_path / "place" / ".unfinished-20261122-100000"
    left.mkdir(parents=True)
    (left / "desk.db").write_bytes(b"half")
    assert backup.find_in(tmp_path / "place") == []
    made(desk, tmp_path / "place")
    assert not left.exists()


# --- finding --------------------------------------------------------------------------------------------------


def test_sets_are_found_from_the_set_its_place_or_the_stick(desk: Desk, tmp_path: Path) -> None:
    one = made(desk, backup.place_in(tmp_path / "stick"))
    for start in (one.folder, one.folder.parent, tmp_path / "stick"):
        assert [found.folder for found in backup.find(start)] == [one.folder]
    assert backup.find(tmp_path / "nothing here") == []


def test_a_broken_manifest_is_no_set_and_told_where_there_is_no_other(desk: Desk, tmp_path: Path) -> None:
    one = made(desk, backup.place_in(tmp_path))
    (one.folder / "manifest.json").write_text("{", encoding="utf-8")
    assert backup.find_in(backup.place_in(tmp_path)) == []
    for start in (one.folder, one.folder.parent, tmp_path):
        with pytest.raises(Damaged, match=r"清单（manifest\.json）已损坏"):
            backup.find(start)
    other = made(desk, backup.place_in(tmp_path), MOMENT + timedelta(days=1))
    assert [found.folder for found in backup.find(tmp_path)] == [other.folder]


@pytest.mark.parametrize(("written", "flipped"), [
    ('"taken_at": "2026', '"taken_at": "2027'), ('"schema": "0', '"schema": "8'), ('"person": 1', '"person": 9'),
    ('"desk_id": "', '"desk_id": "0'),
])  # fmt: skip
def test_a_manifest_that_is_not_what_was_written_is_damaged_whatever_it_says(
    desk: Desk, tmp_path: Path, written: str, flipped: str
) -> None:
    add_person(desk, "王某")
    one = made(desk, backup.place_in(tmp_path))
    manifest = one.folder / "manifest.json"
    whole = manifest.read_text(encoding="utf-8")
    assert whole.count(written) == 1
    manifest.write_text(whole.replace(written, flipped), encoding="utf-8")
    with pytest.raises(Damaged, match=r"清单（manifest\.json）已损坏"):
        backup.find(tmp_path)


def test_a_set_of_a_program_that_wrote_no_digest_is_still_one(desk: Desk, tmp_path: Path) -> None:
    one = made(desk, tmp_path / "place")
    manifest = one.folder / "manifest.json"
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    del stored["digest"]
    manifest.write_text(json.dumps(stored), encoding="utf-8")
    assert backup.read(one.folder) == one


def test_a_manifest_of_another_program_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "extension").mkdir()
    (tmp_path / "extension" / "manifest.json").write_text("{}", encoding="utf-8")
    assert backup.find(tmp_path) == []


# --- retention ------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RULES = Keep(days=30, least=3, budget=10**9, free=0)


def dated(tmp_path: Path, *ages: timedelta, size: int = 100) -> list[BackupSet]:
    """Sets of these ages, newest first, each a folder with a file of `size` bytes."""
    sets = []
    for number, age in enumerate(ages):
        folder = tmp_path / f"set{number}"
        folder.mkdir()
        (folder / "desk.db").write_bytes(b"x" * size)
        facts = backup.Facts({}, "")
        sets.append(BackupSet(folder, NOW - age, "desk", "0001", facts, {"desk.db": ""}))
    return sets


def test_recent_sets_stay_older_days_keep_their_last(tmp_path: Path) -> None:
    hours = (0, 5, 30, 24 * 5, 24 * 5 + 2, 24 * 5 + 4, 24 * 40)
    sets = dated(tmp_path, *(timedelta(hours=h) for h in hours))
    assert retention.to_drop(sets, RULES, NOW, free=0) == [sets[4], sets[5], sets[6]]


def test_the_least_stay_whatever_their_age(tmp_path: Path) -> None:
    sets = dated(tmp_path, *(timedelta(days=100 + n) for n in range(4)))
    assert retention.to_drop(sets, RULES, NOW, free=0) == [sets[3]]


def test_size_and_free_space_take_the_oldest_but_never_the_last_two(tmp_path: Path) -> None:
    sets = dated(tmp_path, *(timedelta(hours=h) for h in range(5)), size=100)
    assert retention.to_drop(sets, replace(RULES, budget=350), NOW, free=0) == [sets[4], sets[3]]
    assert retention.to_drop(sets, replace(RULES, budget=500), NOW, free=0) == []
    assert retention.to_drop(sets, replace(RULES, free=10**6), NOW, free=0) == [sets[4], sets[3], sets[2]]


def test_thinning_drops_attachments_nobody_needs(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "place"
    add_file(desk, "a" * 32)
    made(desk, place, NOW - timedelta(days=60))
    (desk.folder / "files" / ("a" * 32)).unlink()
    add_file(desk, "b" * 32)
    for age in (2, 1, 0):
        made(desk, place, NOW - timedelta(days=age))
    assert retention.thin(place, desk.office.database.desk_id, RULES, NOW) == 1
    assert [f.name for f in (place / "files").iterdir()] == ["b" * 32]


def test_sets_of_another_desk_are_left_alone(desk: Desk, tmp_path: Path) -> None:
    made(desk, tmp_path / "place", NOW - timedelta(days=60))
    assert retention.thin(tmp_path / "place", "another desk", replace(RULES, least=0), NOW) == 0


# --- restoring ------------------------------------------------------------------------------------------------


def test_restored_data_are_those_of_the_day_and_the_present_are_kept(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    add_person(desk, "王某")
    add_file(desk, "a" * 32)
    one = made(desk, tmp_path / "place")
    add_person(desk, "赵某")
    desk.close()
    result = restore.restore(one, desk.folder, NOW)
    assert (result.missing, result.missing_words) == (0, "")
    assert people(desk.folder, clock) == ["王某"]
    assert (desk.folder / "files" / ("a" * 32)).read_bytes() == b"encrypted bytes"
    assert result.aside is not None
    assert people(result.aside, clock) == ["王某", "赵某"]


def test_a_restore_into_an_empty_folder(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    one = made(desk, tmp_path / "place")
    result = restore.restore(one, tmp_path / "new computer" / "desk", NOW)
    assert result.aside is None
    assert people(tmp_path / "new computer" / "desk", clock) == []


def test_a_desk_in_use_is_not_replaced(desk: Desk, tmp_path: Path) -> None:
    one = made(desk, tmp_path / "place")
    with pytest.raises(InUse, match="正开着"):
        restore.restore(one, desk.folder, NOW)
    add_person(desk, "王某")


def spoil(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


@pytest.mark.parametrize("parts", [("desk.db",), ("keys.json", "keys.copy.json")])
def test_a_damaged_set_changes_nothing(desk: Desk, tmp_path: Path, clock: Clock, parts: tuple[str, ...]) -> None:
    one = made(desk, tmp_path / "place")
    for part in parts:
        spoil(one.folder / part)
    add_person(desk, "王某")
    desk.close()
    with pytest.raises(Damaged, match="没有恢复"):
        restore.restore(one, desk.folder, NOW)
    assert people(desk.folder, clock) == ["王某"]


@pytest.mark.parametrize("part", ["keys.json", "keys.copy.json"])
@pytest.mark.parametrize("hurt", [spoil, Path.unlink])
def test_one_of_the_two_key_files_is_enough(
    desk: Desk, tmp_path: Path, clock: Clock, part: str, hurt: Callable[[Path], None]
) -> None:
    one = made(desk, tmp_path / "place")
    hurt(one.folder / part)
    second = backup.mirror(one, tmp_path / "second")
    backup.refuse_damaged(second)
    target = tmp_path / "elsewhere"
    restore.restore(one, target, NOW)
    assert (target / "keys.json").read_bytes() == (target / "keys.copy.json").read_bytes()
    assert people(target, clock) == []


def test_a_damaged_desk_is_not_blamed_on_the_disk_of_the_backup(desk: Desk, tmp_path: Path) -> None:
    desk.office.database._engine.dispose()  # what is cached would hide the damage
    file = desk.folder / "desk.db"
    with file.open("r+b") as pages:
        pages.seek(file.stat().st_size // 2)
        pages.write(os.urandom(9000))
    for act in (lambda: made(desk, tmp_path / "place"), desk.office.database.check):
        with pytest.raises(Damaged, match="数据"):
            act()
    assert backup.find(tmp_path / "place") == []


def test_a_true_copy_of_a_desk_that_is_not_sound_is_no_backup(desk: Desk, tmp_path: Path) -> None:
    with desk.office.database._writing.connect() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.exec_driver_sql(
            "DELETE FROM sqlite_schema WHERE name IN (SELECT name FROM sqlite_schema WHERE type = 'index' AND sql <> '' LIMIT 1)"
        )
        connection.commit()
    desk.office.database._engine.dispose()
    assert desk.office.database.check()
    with pytest.raises(Damaged, match="没有备份"):
        made(desk, tmp_path / "place")


def test_a_newer_set_is_refused(desk: Desk, tmp_path: Path) -> None:
    one = made(desk, tmp_path / "place")
    stored = json.loads((one.folder / "manifest.json").read_text(encoding="utf-8"))
    stored["schema"] = "9999"
    del stored["digest"]  # as sets were written that had none
    (one.folder / "manifest.json").write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(Refused, match="升级"):
        restore.restore(backup.read(one.folder), tmp_path / "target", NOW)


def test_lost_and_spoilt_attachments_are_counted_and_taken_from_the_present_where_whole(
    desk: Desk, tmp_path: Path
) -> None:
    for name in "abc":
        add_file(desk, name * 32, name.encode())
    one = made(desk, tmp_path / "place")
    store = tmp_path / "place" / "files"
    (store / ("a" * 32)).unlink()
    (store / ("b" * 32)).write_bytes(b"spoilt")
    (desk.folder / "files" / ("b" * 32)).write_bytes(b"spoilt too")
    desk.close()
    done = restore.restore(one, desk.folder, NOW)
    assert (done.missing, done.missing_words) == (1, "有 1 个附件在备份里缺失或已损坏，没有恢复。")
    assert sorted(f.name[0] for f in (desk.folder / "files").iterdir()) == ["a", "c"]


def ready(one: BackupSet, folder: Path, marker: str | None) -> None:
    """What lies in a folder when the plug is pulled just before the renames of a restore."""
    staged = folder / restore.READY
    shutil.copytree(one.folder, staged)
    (staged / "files").mkdir()
    if marker is not None:
        (staged / restore.MARKER).write_text(marker, encoding="utf-8")


@pytest.mark.parametrize("moved", range(5))
def test_a_restore_cut_off_while_moving_is_finished_at_the_next_start(
    desk: Desk, tmp_path: Path, clock: Clock, moved: int
) -> None:
    """The plug is pulled after `moved` renames: the next start does the rest."""
    one = made(desk, tmp_path / "place")
    add_person(desk, "赵某")
    desk.close()
    aside = desk.folder / f"{restore.ASIDE}x"
    ready(one, desk.folder, aside.name)
    aside.mkdir()
    for name in [name for name in restore.OURS if (desk.folder / name).exists()][:moved]:
        (desk.folder / name).rename(aside / name)
    assert exists(desk.folder)
    assert people(desk.folder, clock) == []
    assert people(aside, clock) == ["赵某"]
    assert not (desk.folder / restore.READY).exists()


@pytest.mark.parametrize("marker", [None, "", "\0\0\0\0", "../elsewhere", "files"])
def test_a_marker_the_power_cut_spoiled_costs_nothing(
    desk: Desk, tmp_path: Path, clock: Clock, marker: str | None
) -> None:
    one = made(desk, tmp_path / "place")
    add_person(desk, "赵某")
    desk.close()
    earlier = desk.folder / f"{restore.ASIDE}1"
    earlier.mkdir()
    (earlier / "desk.db").write_bytes(b"of an earlier restore")
    ready(one, desk.folder, marker)
    assert exists(desk.folder)
    assert people(desk.folder, clock) == []
    assert people(desk.folder / f"{restore.ASIDE}2", clock) == ["赵某"]
    assert (earlier / "desk.db").read_bytes() == b"of an earlier restore"


def test_a_restore_cut_off_while_copying_leaves_the_desk_alone(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    one = made(desk, tmp_path / "place")
    add_person(desk, "赵某")
    desk.close()
    (desk.folder / restore.COPYING).mkdir()
    shutil.copyfile(one.folder / "desk.db", desk.folder / restore.COPYING / "desk.db")
    assert exists(desk.folder)
    assert not (desk.folder / restore.COPYING).exists()
    assert people(desk.folder, clock) == ["赵某"]


# --- founding -------------------------------------------------------------------------------------------------


def test_a_first_run_cut_off_leaves_an_empty_folder(tmp_path: Path, clock: Clock) -> None:
    """Killed while the desk is built: the wizard comes again, and what was built is swept away."""
    folder = tmp_path / "desk"
    half = folder / restore.COPYING
    half.mkdir(parents=True)
    (half / "keys.json").write_text("{}", encoding="utf-8")
    assert not exists(folder)
    Desk.create(folder, SETUP, PASSWORD, clock)[0].close()
    assert not half.exists()
    assert people(folder, clock) == []


def test_a_first_run_cut_off_at_the_last_step_is_finished(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    one = made(desk, tmp_path / "place")
    ready(one, tmp_path / "new", f"{restore.ASIDE}founding")
    assert exists(tmp_path / "new")
    assert people(tmp_path / "new", clock) == []
    assert not list((tmp_path / "new").glob(f"{restore.ASIDE}*"))


def test_a_process_killed_while_it_founds_leaves_no_dead_end(tmp_path: Path, clock: Clock) -> None:
    """At some moment of the way the password opens what is there, or the wizard can make it."""
    found = (
        "import sys; from pathlib import Path; from tests.conftest import SETUP, PASSWORD; "
        "from studio_app.desk import Desk; print('go', flush=True); Desk.create(Path(sys.argv[1]), SETUP, PASSWORD)"
    )
    for n, delay in enumerate((0.3, 0.9)):
        folder = tmp_path / str(n)
        with subprocess.Popen([sys.executable, "-c", found, str(folder)], stdout=subprocess.PIPE, cwd=HOME) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(delay)
            child.kill()
        if not exists(folder):
            Desk.create(folder, SETUP, PASSWORD, clock)[0].close()
        assert people(folder, clock) == []


def test_who_comes_second_takes_nothing_from_who_was_first(desk: Desk, clock: Clock) -> None:
    before = {name: (desk.folder / name).read_bytes() for name in ("keys.json", "keys.copy.json")}
    with pytest.raises((Refused, InUse)):
        Desk.create(desk.folder, SETUP, PASSWORD, clock)
    assert {name: (desk.folder / name).read_bytes() for name in before} == before
    add_person(desk, "赵某")
    assert desk.office.database.check() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a person's folders apart by itself")
def test_nobody_else_on_this_computer_reads_desk_or_backup(desk: Desk, tmp_path: Path) -> None:
    one = made(desk, tmp_path / "place")
    for folder in (desk.folder, one.folder):
        assert folder.stat().st_mode & 0o077 == 0
        for file in folder.iterdir():
            if file.name != "desk.lock":
                assert file.stat().st_mode & 0o077 == 0, file.name


# --- places ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "named"),
    [
        ("/home/li/OneDrive/数据", "OneDrive"),
        ("/home/li/我的坚果云/desk", "坚果云"),
        ("/home/li/WPS云盘/a", "WPS 云盘"),
    ],
)
def test_synced_folders_are_warned_of(folder: str, named: str) -> None:
    assert named in places.warning(Path(folder))


def test_network_and_removable_drives_are_warned_of() -> None:
    mounts = {"/": "ext4", "/mnt/share": "cifs", "/media/li/USB DISK": "vfat"}
    kinds = {p: places._mounted_drive(Path(p), mounts) for p in ("/home/li", "/mnt/share/x", "/media/li/USB DISK/x")}
    assert list(kinds.values()) == ["", "network", "removable"]


def test_an_ordinary_folder_is_fine(tmp_path: Path) -> None:
    assert places.warning(tmp_path) == ""
