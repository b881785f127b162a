"""A desk: one opened data folder. Lock it, unlock it, bring it up to date, build the services on it."""

import json
import os
import socket
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from studio_app import paths
from studio_app.domain.rest_days import RestDays
from studio_app.records.founding import StudioSetup, account_of, found
from studio_app.records.indexing import IndexKeeper
from studio_app.records.lists import Lists
from studio_app.records.office import Office, Signed
from studio_app.records.reminding import ReminderKeeper
from studio_app.settings import Damaged, InUse, Refused, Unavailable, WrongPassword
from studio_app.store import attempts, keys
from studio_app.store.atomic import disk_sentence
from studio_app.store.database import Database, Keeper
from studio_app.store.keys import DeskKey

if TYPE_CHECKING:
    from filelock import FileLock

    from studio_app.services.intakes import Intakes

DATABASE = "desk.db"
FILES = "files"


def local_now() -> datetime:
    """The clock on the wall, with its time zone."""
    return datetime.now().astimezone()


class Services:
    """What a person can do, one object per subject; each module is imported on first use."""

    def __init__(self, office: Office, key: DeskKey) -> None:
        self.office = office
        self._key = key

    @cached_property
    def intakes(self) -> "Intakes":
        from studio_app.services.intakes import Intakes

        return Intakes(self.office)


class Desk:
    """One opened data folder; `services` is everything a person can do there."""

    def __init__(self, folder: Path, key: DeskKey, lock: "FileLock", clock: Callable[[], datetime]) -> None:
        self.folder, self.key, self._lock = folder, key, lock
        lists, rest_days = Lists(), load_rest_days()
        database = Database.open_file(folder / DATABASE, key, keepers(lists, rest_days), clock)
        self.office = Office(database, lists, rest_days, clock, folder)
        self.services = Services(self.office, key)

    # --- making and opening -----------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, folder: Path, setup: StudioSetup, password: str, clock: Callable[[], datetime] = local_now
    ) -> tuple["Desk", str]:
        """A new desk in an empty or missing folder; returns it unlocked, with the recovery code."""
        weak = keys.password_problem(password)
        if weak:
            raise Refused(weak)
        _make_folder(folder)
        lock = _take(folder, setup.sign_in)
        try:
            key, code = keys.create(folder, setup.sign_in.strip(), password)
            desk = cls(folder, key, lock, clock)
        except BaseException:
            lock.release()
            raise
        account = found(desk.office.database, setup, clock().date())
        desk._sign_in(account.sign_in)
        return desk, code

    @classmethod
    def open(
        cls, folder: Path, sign_in: str, password: str, clock: Callable[[], datetime] = local_now
    ) -> "Desk":
        """Unlock a desk. WrongPassword, InUse, Damaged, Unavailable or Refused (newer file) say why not."""
        wait = attempts.seconds_to_wait(folder, clock())
        if wait > 0:
            raise WrongPassword(f"刚才密码输错过，请等 {wait:.0f} 秒再试。")
        try:
            unlocked = keys.unlock(folder, sign_in, password)
        except WrongPassword:
            attempts.note_failure(folder, clock())
            raise
        return cls.open_with(folder, sign_in, unlocked, clock)

    @classmethod
    def open_with(
        cls, folder: Path, sign_in: str, unlocked: keys.Unlocked, clock: Callable[[], datetime] = local_now
    ) -> "Desk":
        """The second half of opening: key derivation is done, the rest is quick."""
        lock = _take(folder, sign_in)
        try:
            desk = cls(folder, _fitting_key(folder, unlocked), lock, clock)
            desk._sign_in(sign_in)
        except BaseException:
            lock.release()
            raise
        return desk

    def _sign_in(self, sign_in: str) -> None:
        database = self.office.database
        found_account = account_of(database, sign_in)
        if sign_in == keys.RECOVERY:
            self.office.signed = Signed("", sign_in, "administrator", None, "恢复码")
        elif found_account is None:
            raise Refused("这个账号已停用，请找管理员。")
        else:
            account, name = found_account
            self.office.signed = Signed(account.id, sign_in, account.role, account.staff_id, name)
        with database.read() as session:
            self.office.lists.load(session)
        for moment in attempts.take(self.folder):
            self.office.note_access(f"登录密码输错（{self.office.local(moment):%Y-%m-%d %H:%M}）")

    def close(self) -> None:
        """Checkpoint and close the file, let others have the folder."""
        self.office.database.close()
        (self.folder / "holder.json").unlink(missing_ok=True)
        self._lock.release()


def keepers(lists: Lists, rest_days: RestDays) -> list[Keeper]:
    """What is held in step inside every transaction, in this order."""
    return [lists.keep, IndexKeeper(lists), ReminderKeeper(lists, rest_days)]


def exists(folder: Path) -> bool:
    """Whether a desk lies in this folder."""
    return any((folder / name).exists() for name in (DATABASE, *keys.FILE_NAMES))


def load_rest_days() -> RestDays:
    """The arrangements the program ships, one file a year."""
    tables = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(paths.resource("holidays").glob("*.json"))]
    return RestDays.from_years(tables)


def _fitting_key(folder: Path, unlocked: keys.Unlocked) -> DeskKey:
    """The key that opens the file: the new one, or the one before a 换锁 that was cut off."""
    from studio_app.store import migrate

    path = folder / DATABASE
    if not path.exists():
        raise Unavailable(f"数据库文件不见了：{path}。请从备份恢复，或把文件放回原处。")
    if unlocked.previous is None:
        return unlocked.key
    if migrate.opens(path, unlocked.key):
        keys.finish_change(folder)
        return unlocked.key
    if migrate.opens(path, unlocked.previous):
        return unlocked.previous
    raise Damaged("数据库文件已损坏，或钥匙不是这个文件的。请从备份恢复。")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILES).mkdir(exist_ok=True)
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, folder)) from trouble


def _take(folder: Path, sign_in: str) -> "FileLock":
    """The folder for this process alone; InUse says who has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "desk.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InUse(f"这个工作台正由{_holder(folder)}使用。请先在那边关闭，再打开。") from None
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, folder)) from trouble
    facts = {"sign_in": sign_in, "computer": socket.gethostname(), "process": os.getpid()}
    (folder / "holder.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return lock


def _holder(folder: Path) -> str:
    try:
        facts = json.loads((folder / "holder.json").read_text(encoding="utf-8"))
        return f"“{facts['sign_in']}”在电脑“{facts['computer']}”上"
    except (OSError, ValueError, KeyError):
        return "另一个窗口"
