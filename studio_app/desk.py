"""A desk: one opened data folder. Lock it, unlock it, bring it up to date, build the services on it."""

import json
import math
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studio_app.core.errors import Damaged, InUse, Invalid, Refused, Unavailable, WrongPassword
from studio_app.core.files import disk_sentence, half_written, keep_private, read_regular, write_atomically
from studio_app.domain.rest_days import RestDays
from studio_app.office import arrangements
from studio_app.office.arrangements import ArrangementKeeper
from studio_app.office.clocks import ReminderKeeper
from studio_app.office.founding import StudioSetup, account_of, found
from studio_app.office.index import IndexKeeper
from studio_app.office.lists import Lists
from studio_app.office.office import Office, Signed
from studio_app.office.passwords import password_problem
from studio_app.records import KINDS
from studio_app.records.dispute.case import leaving
from studio_app.records.intake import freed
from studio_app.services import Services, upkeep
from studio_app.store import attempts, keys, restore
from studio_app.store.database import Database, Keeper
from studio_app.store.keys import DeskKey
from studio_app.store.troubles import NOT_OPENED

if TYPE_CHECKING:
    from filelock import FileLock

__all__ = ["Desk", "Services"]

DATABASE = "desk.db"
FILES = "files"
HOLDER = "holder.json"


def local_now() -> datetime:
    """The clock on the wall, with its time zone."""
    return datetime.now().astimezone()


class Desk:
    """One opened data folder; `services` is everything a person can do there."""

    def __init__(self, folder: Path, key: DeskKey, lock: "FileLock", clock: Callable[[], datetime]) -> None:
        self.folder, self.key, self._lock = folder, key, lock
        keep_private(folder, *(folder / name for name in restore.OURS))
        lists, rest_days = Lists(), load_rest_days()
        database = Database.open_file(folder / DATABASE, key, keepers(lists, rest_days), clock)
        self.office = Office(database, lists, rest_days, database.clock, folder)
        self.services = Services(self.office)

    # --- making and opening -----------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, folder: Path, setup: StudioSetup, password: str, clock: Callable[[], datetime] = local_now
    ) -> tuple["Desk", str]:
        """A new desk in an empty or missing folder; returns it unlocked, with the recovery code."""
        setup = setup.cleaned()
        _refuse_making(folder, setup, password)
        _make_folder(folder)
        lock = _take(folder, setup.sign_in)
        try:
            _refuse_second(folder)  # again, now that nobody else can be making one here
            with restore.put_in(folder, f"{restore.ASIDE}founding") as staging:
                key, code = keys.create(staging, setup.sign_in, password)
                made = cls(staging, key, lock, clock)
                account = found(made.office.database, setup, clock().date())
                made.office.database.close()
            desk = cls(folder, key, lock, clock)
            desk._sign_in(account.sign_in)
        except BaseException:
            lock.release()
            raise
        return desk, code

    @classmethod
    def open(cls, folder: Path, sign_in: str, password: str, clock: Callable[[], datetime] = local_now) -> "Desk":
        """Unlock a desk. WrongPassword, InUse, Damaged, Unavailable or Refused (newer file) say why not."""
        return cls.open_with(folder, *cls.unlock(folder, sign_in, password, clock), clock)

    @staticmethod
    def unlock(
        folder: Path, sign_in: str, password: str, clock: Callable[[], datetime] = local_now
    ) -> tuple[str, keys.Unlocked]:
        """The first half of opening, which takes a while on purpose: the sign-in name as stored, and the key."""
        wait = attempts.seconds_to_wait(folder, clock())
        if wait > 0:
            raise WrongPassword(f"请等 {math.ceil(wait)} 秒再试。忘了密码可以用恢复码。")
        sign_in = keys.stored_name(folder, sign_in)
        try:
            return sign_in, keys.unlock(folder, sign_in, password)
        except WrongPassword:
            attempts.note_failure(folder, clock())
            raise

    @classmethod
    def open_with(
        cls, folder: Path, sign_in: str, unlocked: keys.Unlocked, clock: Callable[[], datetime] = local_now
    ) -> "Desk":
        """The second half of opening: key derivation is done, the rest is quick."""
        lock = _take(folder, sign_in)
        try:
            _clear_half_written(folder)
            desk = cls(folder, _fitting_key(folder, unlocked), lock, clock)
            desk._sign_in(sign_in)
        except BaseException:
            lock.release()
            raise
        return desk

    @classmethod
    def open_recovered(
        cls,
        folder: Path,
        sign_in: str,
        password: str,
        unlocked: keys.Unlocked,
        clock: Callable[[], datetime] = local_now,
    ) -> "Desk":
        """Opened by the recovery code: `sign_in` gets a new password and is the one signed in."""
        desk = cls.open_with(folder, keys.RECOVERY, unlocked, clock)
        try:
            desk.services.accounts.renew_password(sign_in, password)
            desk._sign_in(sign_in)
        except BaseException:
            desk.close()
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
            with database.read() as session:
                leaving.refuse_gone(session, account, self.office.today())
            self.office.signed = Signed(account.id, sign_in, account.role, account.staff_id, name)
        with database.read() as session:
            self.office.lists.load(session)
            self.office.rest_days.become(arrangements.calendar(session))
        upkeep.bring_up(database, self.office.signed.account_id, self.office.lists)
        for moment in attempts.take(self.folder):
            self.office.note_access(f"登录密码输错（{self.office.local(moment):%Y-%m-%d %H:%M}）")

    def tidy(self) -> bool:
        """A part of what an older program left to be derived anew, in a fraction of a second; whether more is left."""
        office = self.office
        return upkeep.go_on(office.database, office.signed.account_id, office.lists, office.rest_days)

    def close(self) -> None:
        """Checkpoint and close the file, let others have the folder."""
        self.office.database.close()
        (self.folder / HOLDER).unlink(missing_ok=True)
        self._lock.release()


def accounts(folder: Path) -> list[str]:
    """Who may sign in here, by sign-in name. Damaged or Unavailable where no key file can be read."""
    return keys.accounts(folder)


def is_older(folder: Path, unlocked: keys.Unlocked) -> bool:
    """Whether opening it will first make its tables anew, which may take a minute."""
    from studio_app.store import migrate

    return migrate.is_older(folder / DATABASE, unlocked.key)


def wait_seconds(folder: Path, now: datetime) -> float:
    """How long a wrong password keeps the next try waiting; 0 when one may try."""
    return attempts.seconds_to_wait(folder, now)


def check_code(folder: Path, code: str, clock: Callable[[], datetime] = local_now) -> keys.Unlocked:
    """Open the lock of the recovery code, for `Desk.open_recovered`; a wrong one slows the next try down too."""
    wait = wait_seconds(folder, clock())
    if wait > 0:
        raise WrongPassword(f"刚才输错过，请等 {math.ceil(wait)} 秒再试。")
    try:
        return keys.unlock(folder, keys.RECOVERY, code)
    except WrongPassword:
        attempts.note_failure(folder, clock())
        raise WrongPassword("恢复码没对上，请照纸上再看一遍，O 和 0、I 和 1 不分。") from None


def keepers(lists: Lists, rest_days: RestDays) -> list[Keeper]:
    """What is held in step inside every transaction, in this order."""
    index, reminders = IndexKeeper(KINDS, lists), ReminderKeeper(KINDS, lists, rest_days)
    return [lists.keep, freed.free, ArrangementKeeper(rest_days), index, reminders]


def exists(folder: Path) -> bool:
    """Whether a desk lies in this folder. A restore cut off by a power failure is finished first."""
    restore.finish(folder)
    return _holds_desk(folder)


def load_rest_days() -> RestDays:
    """The arrangements the program ships; what a desk entered is added when somebody signs in."""
    return RestDays.from_years(arrangements.shipped().values(), arrangements.statutory())


def _fitting_key(folder: Path, unlocked: keys.Unlocked) -> DeskKey:
    """The key that opens the file: the new one, or the one before a 换锁 that was cut off."""
    from studio_app.store import migrate

    path = folder / DATABASE
    if not path.exists():
        raise Unavailable(f"数据库文件不见了：{path}。请从备份恢复，或把文件放回原处。")
    if unlocked.previous is None and not unlocked.spare:
        return unlocked.key
    if migrate.opens(path, unlocked.key):
        if unlocked.previous is not None:
            keys.finish_change(folder)
        return unlocked.key
    for other in (unlocked.previous, *unlocked.spare):
        if other is not None and migrate.opens(path, other):
            return other
    raise Damaged(NOT_OPENED)


def _clear_half_written(folder: Path) -> None:
    """What a program killed while it wrote left beside its files; the folder is ours alone by now."""
    for name in (*restore.OURS, HOLDER):
        with suppress(OSError):
            half_written(folder / name).unlink(missing_ok=True)


def _refuse_making(folder: Path, setup: StudioSetup, password: str) -> None:
    problems = setup.problems()
    if problems:
        raise Invalid(problems)
    weak = password_problem(password, setup.names())
    if weak:
        raise Refused(weak)
    restore.finish(folder)
    _refuse_second(folder)


def _refuse_second(folder: Path) -> None:
    if _holds_desk(folder):
        raise Refused("这个文件夹里已经有工作台，请换一个空文件夹。")


def _holds_desk(folder: Path) -> bool:
    return any((folder / name).exists() for name in (DATABASE, *keys.FILE_NAMES))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, folder)) from trouble


def _take(folder: Path, sign_in: str) -> "FileLock":
    """The folder for this process alone; InUse says who has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "desk.lock", thread_local=False)  # taken by a worker, released by the window
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InUse(f"这个工作台正由{_holder(folder)}使用。请先在那边关闭，再打开。") from None
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, folder)) from trouble
    facts = {"sign_in": sign_in, "computer": socket.gethostname(), "process": os.getpid()}
    with suppress(Unavailable):  # who has the folder is a courtesy; the lock itself is what counts
        write_atomically(folder / HOLDER, json.dumps(facts, ensure_ascii=False).encode())
    return lock


def _holder(folder: Path) -> str:
    try:
        facts = json.loads(read_regular(folder / HOLDER).decode())
        return f"“{facts['sign_in']}”在电脑“{facts['computer']}”上"
    except (OSError, ValueError, KeyError):
        return "另一个窗口"
