"""The encrypted file: nothing readable in it, and what damage, locks and full disks are told as."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine.interfaces import CacheStats

from studio_app.core.errors import AppError, Damaged, InUse, Refused, Unavailable
from studio_app.core.files import disk_sentence
from studio_app.desk import Desk
from studio_app.office.office import Office
from studio_app.office.tables import Attachment, Organisation
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.table import ConfidentialNote, MediationSession
from studio_app.records.intake.draft import IntakeDraft
from studio_app.records.intake.service import IntakeFilter
from studio_app.records.person.table import Person
from studio_app.store import backup, keys, migrate, restore
from studio_app.store.database import Database
from studio_app.store.engines import WRITES, file_engine
from studio_app.store.keys import DeskKey, Unlocked
from studio_app.store.last_change import LOST, noted
from tests.conftest import PASSWORD, SETUP, SIGN_IN, Clock, Template
from tests.kept_desks import unpack

HOME = Path(__file__).parents[2]
FIRST = HOME / "tests" / "data" / "first-revision.zip"
PLANTED = ("榕树下的钢琴", "990000199001011239", "19900007766", "石榴裙笔记", "病历号七七四九")


def plant(office: Office) -> Case:
    with office.write("受理为纠纷") as session:
        party = PartyDraft(name="王某", id_number=PLANTED[1], phone=PLANTED[2], sensitive_note=PLANTED[4])
        case = open_case(session, office, Opening(title="噪音", summary=PLANTED[0], parties=[party]))
        session.add(ConfidentialNote(case_id=case.id, author_id=office.signed.account_id, text=PLANTED[3]))
    return case


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.name, file.read_bytes()


def reopened(folder: Path, key: DeskKey) -> Desk:
    return Desk.open_with(folder, "李老师", Unlocked(key, None))


def corrupt(path: Path, offset: int, length: int = 1) -> None:
    """Every bit of that place turned over."""
    with path.open("r+b") as file:
        file.seek(offset)
        there = file.read(length)
        file.seek(offset)
        file.write(bytes(byte ^ 0xFF for byte in there))


# --- nothing readable -----------------------------------------------------------------------------------------


def test_no_word_of_a_case_is_readable_on_the_disk(desk: Desk) -> None:
    plant(desk.office)
    names = {name for name, _content in files_of(desk.folder)}
    assert {"desk.db", "desk.db-wal"} <= names
    for name, content in files_of(desk.folder):
        for word in (*PLANTED, "王某", "CREATE TABLE", "SQLite format"):
            for coding in ("utf-8", "utf-16-le", "gb18030"):
                assert word.encode(coding) not in content, (name, word)


def test_the_working_engine_is_set_to_lose_nothing(desk: Desk) -> None:
    with desk.office.read() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store")
        }
        assert str(session.execute(text("PRAGMA cipher_version")).scalar()).startswith("4.")
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}


def test_foreign_keys_hold(desk: Desk) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), desk.office.write("附件") as session:
        session.add(Attachment(case_id="0" * 32, name="x"))


def test_a_table_made_in_a_failed_transaction_is_gone(desk: Desk) -> None:
    engine = file_engine(desk.folder / "desk.db", desk.key)
    with pytest.raises(ZeroDivisionError), engine.execution_options(**{WRITES: True}).begin() as connection:  # noqa: PT012 — the transaction as a whole is what fails
        connection.execute(text("CREATE TABLE half_done (x)"))
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "half_done")
    engine.dispose()


# --- damage ---------------------------------------------------------------------------------------------------


def test_a_flipped_bit_in_the_salt_at_the_head_of_the_file_loses_nothing(desk: Desk) -> None:
    case = plant(desk.office)
    desk.close()
    path = desk.folder / "desk.db"
    for place in range(16):
        corrupt(path, place)
    again = reopened(desk.folder, desk.key)
    with again.office.read() as session:
        assert session.get_one(Case, case.id).summary == PLANTED[0]
    assert again.office.database.check() == []
    again.close()


@pytest.mark.parametrize("length", [0, 1, 100, 4096, 20_000])
def test_a_truncated_file_is_said_to_be_damaged(desk: Desk, length: int, capfd: pytest.CaptureFixture[str]) -> None:
    plant(desk.office)
    desk.close()
    os.truncate(desk.folder / "desk.db", length)
    with pytest.raises(Damaged, match="备份"):
        reopened(desk.folder, desk.key)
    (desk.folder / "desk.lock").unlink(missing_ok=True)
    assert (desk.folder / "desk.db").stat().st_size == length  # not laid anew over what may yet be saved
    assert capfd.readouterr().err == ""  # the engine's own English does not reach the terminal


def test_rubbish_in_the_middle_is_found_by_the_check_or_at_opening(desk: Desk) -> None:
    for _ in range(5):
        plant(desk.office)
    desk.close()
    path = desk.folder / "desk.db"
    corrupt(path, path.stat().st_size // 2, 4096)
    with pytest.raises(Damaged), _closing(reopened(desk.folder, desk.key)) as again:  # noqa: PT012 — the transaction as a whole is what fails
        findings = again.office.database.check()
        raise Damaged("；".join(findings) if findings else "")


def test_a_flipped_bit_in_a_page_of_the_search_index_is_damage_not_a_crash(desk: Desk, tmp_path: Path) -> None:
    plant(desk.office)
    with desk.office.read() as session:
        query = text("SELECT name, rootpage FROM sqlite_master WHERE name LIKE 'search_fts%' AND rootpage > 0")
        roots = session.execute(query).all()
    desk.close()
    assert roots
    for name, page in roots:
        folder = tmp_path / name
        shutil.copytree(desk.folder, folder)
        corrupt(folder / "desk.db", (page - 1) * 4096 + 1000)
        with pytest.raises(Damaged, match="已损坏"), _closing(reopened(folder, desk.key)) as again:
            again.office.database.check()


class _closing:  # noqa: N801 — reads like contextlib.closing
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __enter__(self) -> Desk:
        return self.desk

    def __exit__(self, *_: object) -> None:
        self.desk.close()


def test_another_key_does_not_open_the_file(desk: Desk) -> None:
    desk.close()
    with pytest.raises(Damaged, match="钥匙"):
        Database.open_file(desk.folder / "desk.db", DeskKey.random())
    assert migrate.opens(desk.folder / "desk.db", desk.key)
    assert not migrate.opens(desk.folder / "desk.db", DeskKey.random())


def test_a_file_of_a_newer_program_is_left_alone(desk: Desk) -> None:
    with desk.office.database._writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    desk.close()
    before = (desk.folder / "desk.db").read_bytes()
    with pytest.raises(Refused, match="升级本程序"):
        reopened(desk.folder, desk.key)
    assert (desk.folder / "desk.db").read_bytes() == before


def test_a_desk_of_the_first_revision_opens_with_all_it_holds(tmp_path: Path) -> None:
    """One dispute with a sitting, as the program before its first change of the tables left it."""
    folder = unpack(FIRST, tmp_path, SIGN_IN, PASSWORD)
    again = reopened(folder, keys.unlock(folder, SIGN_IN, PASSWORD).key)
    with again.office.read() as session:
        case = session.scalars(select(Case)).one()
        sat = session.scalars(select(MediationSession)).one()
    assert (case.summary, sat.narrative) == (PLANTED[0], "先听了双方的意见。")
    assert again.services.sessions.get(sat.id).mode == "B"
    assert again.services.agreements.blank(case.id).signers == []
    assert again.services.cases.case_file(case.id).case.taken_on is None
    assert [p.own_income for p in again.services.cases.case_file(case.id).parties] == [False]
    assert again.office.database.check() == []
    assert (folder / f"desk.before-{migrate.HEAD}-was-0001.db").exists()
    again.close()


def test_an_upgrade_keeps_the_file_as_it_was_beside_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = plant(desk.office)
    shutil.copytree(desk.folder, desk.folder.parent / "unclean")  # with its write-ahead log, as after a pulled plug
    desk.close()
    path = desk.folder.parent / "unclean" / "desk.db"
    assert path.with_name("desk.db-wal").stat().st_size > 0
    was = migrate.HEAD
    monkeypatch.setattr(migrate, "HEAD", "9999")
    migrate.upgrade_file(path, desk.key)
    monkeypatch.undo()
    copy = Database.open_file(path.with_name(f"desk.before-9999-was-{was}.db"), desk.key)
    with copy.read() as session:
        assert session.get_one(Case, case.id).summary == PLANTED[0]
    copy.close()


# --- others in the folder -------------------------------------------------------------------------------------


def test_a_second_process_is_told_who_has_the_folder(desk: Desk) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom studio_app.desk import Desk\nfrom studio_app.core.errors import InUse\n"
        "try:\n    Desk.open(Path(sys.argv[1]), '李老师', 'correct horse')\nexcept InUse as told:\n    print(told)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, str(desk.folder)],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "李老师" in answer.stdout
    assert os.uname().nodename in answer.stdout
    with pytest.raises(InUse, match="李老师"):
        reopened(desk.folder, desk.key)


def test_a_closed_desk_leaves_the_folder_to_others(desk: Desk) -> None:
    desk.close()
    reopened(desk.folder, desk.key).close()
    other = reopened(desk.folder, desk.key)
    late = desk.services
    for act in (
        lambda: late.intakes.register(IntakeDraft(content="锁屏以后才写完的来访")),
        lambda: late.drafts.save("intake:new", {"content": "锁屏以后"}),
        lambda: late.intakes.page(IntakeFilter()),
        lambda: late.backups.to(desk.folder.parent),
        desk.office.database.check,
        desk.office.database.counts,
    ):
        with pytest.raises(Unavailable, match="请重新登录"):
            act()
    assert other.services.intakes.page(IntakeFilter()) == []
    assert other.services.drafts.pending() == []
    other.close()


def test_who_is_at_work_while_the_desk_is_closed_may_finish(desk: Desk) -> None:
    with desk.office.write("登记单位") as session:
        session.add(Organisation(kind="community", name="某社区"))
        desk.office.database.close()
    again = Database.open_file(desk.folder / "desk.db", desk.key)
    with again.read() as session:
        assert session.query(Organisation).filter(Organisation.name == "某社区").count() == 1
    again.close()


def test_what_a_killed_program_left_half_written_goes_at_the_next_opening(desk: Desk) -> None:
    desk.close()
    ours = [f"{name}.new" for name in ("keys.json", "keys.copy.json", "last-change", "attempts", "holder.json")]
    for name in (*ours, "笔记.new"):
        (desk.folder / name).write_bytes(b"half")
    reopened(desk.folder, desk.key).close()
    assert [file.name for file in desk.folder.glob("*.new")] == ["笔记.new"]


# --- disks ----------------------------------------------------------------------------------------------------

IN_A_CHILD = """
import resource, signal, sys
from pathlib import Path
from studio_app.desk import Desk
from studio_app.core.errors import Unavailable
from studio_app.store.keys import DeskKey, Unlocked
from studio_app.office.tables import Organisation
from studio_app.records.dispute.case.table import Case
from sqlalchemy import select, func
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
key = DeskKey(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3]))
desk = Desk.open_with(folder, '李老师', Unlocked(key, None))
office = desk.office

def save(name, size):
    with office.write('登记单位') as session:
        session.add(Organisation(kind='community', name=name, address='长' * size))

def names():
    with office.read() as session:
        return sorted(session.scalars(select(Organisation.name).where(Organisation.kind == 'community')))

save('一', 10)
most = max(f.stat().st_size for f in folder.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (most + 20_000, resource.RLIM_INFINITY))
try:
    save('二', 400_000)
except Unavailable as told:
    print(told)
else:
    print('stored in spite of the limit')
assert names() == ['一'], names()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
save('三', 400_000)
assert names() == ['一', '三'], names()
assert office.database.check() == []
desk.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size to play a full disk")
def test_a_full_disk_loses_nothing_and_says_so(desk: Desk) -> None:
    desk.close()
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", IN_A_CHILD, str(desk.folder), desk.key.key.hex(), desk.key.salt.hex()],
        cwd=HOME, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "没有保存" in answer.stdout
    again = reopened(desk.folder, desk.key)
    with again.office.read() as session:
        stored = session.query(Organisation.name).filter(Organisation.kind == "community")
        assert sorted(name for (name,) in stored) == ["一", "三"]
    again.close()


AS_NOBODY = """
import os, sys
sys.path[:0] = sys.argv[4].split(os.pathsep)
import studio_app.desk, sqlcipher3.dbapi2, filelock, alembic, cryptography.hazmat.primitives.kdf.argon2
from pathlib import Path
from studio_app.core.errors import AppError
from studio_app.store.database import Database
from studio_app.store.keys import DeskKey, Unlocked
key = DeskKey(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3]))
import studio_app.store.migrate, sqlalchemy.dialects.sqlite
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
for attempt in (lambda: studio_app.desk.Desk.open_with(Path(sys.argv[1]), '李老师', Unlocked(key, None)),
                lambda: Database.open_file(Path(sys.argv[1]) / 'desk.db', key)):
    try:
        attempt()
        print('opened')
    except AppError as told:
        print(type(told).__name__, told)
"""


def test_a_read_only_folder_is_said_to_be_one_not_to_be_damaged(desk: Desk) -> None:
    desk.close()
    for file in desk.folder.iterdir():
        file.chmod(0o555 if file.is_dir() else 0o444)
    desk.folder.chmod(0o555)
    for above in desk.folder.parents[:3]:
        above.chmod(above.stat().st_mode | 0o055)
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", AS_NOBODY, str(desk.folder), desk.key.key.hex(), desk.key.salt.hex(), os.pathsep.join(sys.path)],
        cwd=HOME, capture_output=True, text=True, check=False,
    )  # fmt: skip
    desk.folder.chmod(0o755)
    assert answer.returncode == 0, answer.stderr
    told = answer.stdout.splitlines()
    assert len(told) == 2
    for line in told:
        assert line.startswith("Unavailable")
        assert "只读" in line


def test_a_folder_taken_away_while_the_desk_is_open(desk: Desk) -> None:
    plant(desk.office)
    desk.office.database._engine.dispose()
    shutil.rmtree(desk.folder)
    with pytest.raises(AppError), desk.office.read() as session:
        session.get(Case, "x")
    with pytest.raises(Unavailable, match="移走"):
        plant(desk.office)
    desk.folder.mkdir()


def test_a_copy_made_while_in_use_holds_everything(desk: Desk) -> None:
    case = plant(desk.office)
    target = desk.folder / "copy.db"
    desk.office.database.copy_to(target, desk.key)
    copy = Database.open_file(target, desk.key)
    with copy.read() as session:
        assert session.get_one(Case, case.id).accepted_on == date(2026, 11, 23)
    assert copy.counts() == desk.office.database.counts()
    assert copy.check() == []
    copy.close()
    assert b"SQLite format" not in target.read_bytes()[:100]


# --- a lost end -------------------------------------------------------------------------------------------------


def in_use(desk: Desk, target: Path) -> Path:
    """The folder as a power cut leaves it: the write-ahead log not folded in."""
    shutil.copytree(desk.folder, target, ignore=shutil.ignore_patterns("desk.lock", "*-shm"))
    return target


def test_a_cut_write_ahead_log_is_told(desk: Desk, template: Any, tmp_path: Path) -> None:
    for name in ("王某", "赵某"):
        with desk.office.write("试") as session:
            session.add(Person(name=name))
    whole, cut = in_use(desk, tmp_path / "whole"), in_use(desk, tmp_path / "cut")
    log = cut / "desk.db-wal"
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    for folder, expected in ((whole, []), (cut, [LOST])):
        again = reopened(folder, template.key)
        assert again.office.database.check() == expected
        assert again.office.database.lost_its_end is bool(expected)
        again.close()


def test_a_witness_lost_damaged_or_older_raises_no_alarm(desk: Desk, template: Any) -> None:
    with desk.office.write("试") as session:
        session.add(Person(name="王某"))
    witness = desk.folder / "last-change"
    older = witness.read_bytes()
    with desk.office.write("试") as session:
        session.add(Person(name="赵某"))
    newest = witness.read_bytes()
    desk.close()
    for content in (newest, older, newest[:40], newest.replace(b"0", b"1"), b"", b"\xff\x00", None):
        witness.unlink(missing_ok=True)
        if content is not None:
            witness.write_bytes(content)
        again = reopened(desk.folder, template.key)
        assert again.office.database.check() == []
        again.close()


def test_a_restored_backup_raises_no_alarm(desk: Desk, template: Any, tmp_path: Path, clock: Clock) -> None:
    one = backup.make(desk.office.database, desk.folder, tmp_path / "place", clock())
    with desk.office.write("试") as session:
        session.add(Person(name="王某"))
    desk.close()
    restore.restore(one, desk.folder, clock())
    again = reopened(desk.folder, template.key)
    assert again.office.database.check() == []
    again.close()


# --- true sentences ---------------------------------------------------------------------------------------------


def test_a_key_file_of_another_desk_beside_the_right_one_costs_nothing(
    desk: Desk, template: Any, tmp_path: Path, clock: Clock
) -> None:
    desk.close()
    Desk.create(tmp_path / "other", SETUP, PASSWORD, clock)[0].close()
    for name in keys.FILE_NAMES:
        folder = tmp_path / name
        shutil.copytree(desk.folder, folder)
        shutil.copyfile(tmp_path / "other" / name, folder / name)
        again = Desk.open(folder, SIGN_IN, PASSWORD, clock)
        assert again.key == template.key
        again.close()
    shutil.copytree(desk.folder, tmp_path / "both")
    for name in keys.FILE_NAMES:
        shutil.copyfile(tmp_path / "other" / name, tmp_path / "both" / name)
    with pytest.raises(Damaged, match="钥匙"):
        Desk.open(tmp_path / "both", SIGN_IN, PASSWORD, clock)


@pytest.mark.parametrize(
    "changed", [{"memory_kib": -1}, {"passes": -3}, {"memory_kib": 2**70}, {"lanes": 0}, {"salt": 7}]
)
def test_odd_parameters_in_one_key_file_are_passed_over_and_in_both_told(
    desk: Desk, clock: Clock, changed: dict[str, object]
) -> None:
    desk.close()
    for count, name in enumerate(keys.FILE_NAMES, 1):
        content = json.loads((desk.folder / name).read_text(encoding="utf-8"))
        for slot in content["slots"]:
            slot["kdf"] |= changed
        (desk.folder / name).write_text(json.dumps(content), encoding="utf-8")
        if count == 1:
            Desk.open(desk.folder, SIGN_IN, PASSWORD, clock).close()
    with pytest.raises(Damaged, match="钥匙文件"):
        Desk.open(desk.folder, SIGN_IN, PASSWORD, clock)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize("name", ["keys.json", "keys.copy.json", "desk.db", "attempts", "last-change", "holder.json"])
def test_a_pipe_in_the_folder_is_not_waited_for(desk: Desk, clock: Clock, name: str) -> None:
    desk.close()
    (desk.folder / name).unlink(missing_ok=True)
    os.mkfifo(desk.folder / name)
    if name == "desk.db":
        with pytest.raises(Damaged, match="不是数据库文件"):
            Desk.open(desk.folder, SIGN_IN, PASSWORD, clock)
    else:
        Desk.open(desk.folder, SIGN_IN, PASSWORD, clock).close()


def test_an_emptied_mark_of_the_revision_is_told_as_what_it_is(desk: Desk, template: Any) -> None:
    with desk.office.database._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    desk.close()
    before = (desk.folder / "desk.db").read_bytes()
    with pytest.raises(Damaged, match="版本记号"):
        reopened(desk.folder, template.key)
    assert (desk.folder / "desk.db").read_bytes() == before


def test_a_folder_moved_away_while_it_is_open_is_noticed_at_the_next_write(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "照片.txt"
    photo.write_text("x", encoding="utf-8")
    visit = desk.services.intakes.register(
        IntakeDraft(content="漏水", received_at=desk.office.now().replace(tzinfo=None))
    )
    moved = desk.folder.rename(tmp_path / "moved")
    for act in (
        lambda: desk.services.intakes.register(
            IntakeDraft(content="又来了", received_at=desk.office.now().replace(tzinfo=None))
        ),
        lambda: desk.services.drafts.save("register", {"content": "写了一半"}),
    ):
        with pytest.raises(Unavailable, match="移走"):
            act()
    (told,) = desk.services.attachments.add_to_intake(visit.id, [photo])
    assert told.trouble
    assert not desk.folder.exists()
    moved.rename(desk.folder)
    desk.services.intakes.register(IntakeDraft(content="放回来了", received_at=desk.office.now().replace(tzinfo=None)))
    assert desk.office.database.check() == []


def test_half_a_character_in_the_search_line_finds_nothing_and_breaks_nothing(desk: Desk) -> None:
    assert desk.services.search.find("\ud83d漏").count == 0


# --- opening again --------------------------------------------------------------------------------------------


def test_what_was_compiled_for_a_desk_serves_it_after_unlocking(desk: Desk, folder: Path, template: Template) -> None:
    asked = select(Case.title, Case.number).where(Case.round > 7)
    with desk.office.read() as session:
        session.connection().execute(asked)
    desk.close()
    again = reopened(folder, template.key)
    with again.office.read() as session:
        said = session.connection().execute(asked)
        assert said.context.cache_hit is CacheStats.CACHE_HIT
    again.close()


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (errno.ENOSPC, "磁盘满了"), (errno.EDQUOT, "磁盘满了"), (errno.EROFS, "没有写入权限"), (errno.EACCES, "没有写入权限"),
        (errno.EPERM, "没有写入权限"), (errno.ENOENT, "找不到文件夹"), (errno.ENOTDIR, "找不到文件夹"), (errno.EIO, "系统错误 5"),
    ],
)  # fmt: skip
def test_what_the_disk_refuses_is_said_in_its_own_words(tmp_path: Path, code: int, word: str) -> None:
    assert word in disk_sentence(OSError(code, "told by the system"), tmp_path)


def test_after_a_bulk_the_end_of_its_changes_is_noted_outside(desk: Desk) -> None:
    database = desk.office.database
    assert database.path is not None
    before = noted(database.path)
    with database.bulk():
        desk.services.reminders.add("去社区盖章", desk.office.today())
    assert before != noted(database.path) != ""


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT id FROM party WHERE studio_id = ? AND case_id IN (?, ?) ORDER BY id", "ix_party_case_id"),
        ("SELECT id FROM visitor WHERE studio_id = ? AND intake_id IN (?, ?)", "ix_visitor_intake_id"),
        (
            "SELECT id FROM cases WHERE studio_id = ? AND state IN (?, ?) ORDER BY accepted_on DESC, id DESC",
            "case_by_state",
        ),
    ],
)
def test_that_every_row_is_of_one_studio_chooses_no_index(desk: Desk, query: str, index: str) -> None:
    """On a new desk too, which nobody has counted: by the studio alone a file would be read from end to end."""
    with desk.office.database._engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", ("s", "a", "b")).all()
    assert any(f" INDEX {index} (studio_id=? AND " in row[3] for row in plan), plan
