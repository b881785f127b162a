"""Backups: made at exit and on demand, proven by re-opening; restored, and carried to another computer."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock

from studio_app.core import paths
from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError, Damaged, Refused, Unavailable
from studio_app.core.files import disk_sentence, write_atomically
from studio_app.office.office import Office
from studio_app.store import backup, changes, retention
from studio_app.store.backup import BackupSet, find, megabytes
from studio_app.store.places import warning as folder_warning
from studio_app.store.restore import Restored, restore

__all__ = [
    "BackupLine",
    "BackupSet",
    "Backups",
    "Restored",
    "find",
    "folder_warning",
    "known_sets",
    "line_of",
    "restore",
    "take_over",
]

BACKUPS = "backups"
MOVING = "委员工作室搬家"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class BackupLine:
    """A set as a list shows it."""

    folder: Path
    taken_at: datetime
    cases: int
    intakes: int
    size_words: str
    place_words: str


class Backups:
    """Two places: the data folder's own, and a second one this computer's settings name (a stick, another disk)."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._trouble = ""
        self._at_it = RLock()

    # --- making -----------------------------------------------------------------------------------------------

    def at_exit(self) -> None:
        """Back up where something changed since the newest set of each place.

        Unavailable tells about a second place that is missing or full; the first backup stands by then.
        """
        if self._office.database.key is None:
            return
        with self._telling():
            made = self._newest_here()
            if made is None or made.facts.head != self._head():
                made = self._make(self.home)
            second = self.second_place()
            if second is not None:
                self._second(second, made)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except AppError as trouble:
            self._trouble = str(trouble)
            raise
        self._trouble = ""

    def by_itself(self) -> bool:
        """Back up where something changed and the newest set is older than the rule allows; whether it did.

        A set the clock puts into the future has no age: then the change alone decides. Trouble as in `at_exit`, kept
        for `trouble_words` until a backup succeeds.
        """
        if self._office.database.key is None:
            return False
        newest, pause = self._newest_here(), timedelta(minutes=self._office.lists.limit("backup_minutes"))
        if newest is not None:
            rests = timedelta() <= self._office.now() - newest.taken_at < pause
            if rests or newest.facts.head == self._head():
                return False
        if not self._at_it.acquire(blocking=False):
            return False  # somebody makes one just now
        try:
            self.at_exit()
        finally:
            self._at_it.release()
        return True

    def run(self) -> BackupSet:
        """Back up now, in the usual places."""
        self._office.require("carry_out")
        with self._telling():
            made = self._make(self.home)
            second = self.second_place()
            if second is not None:
                self._second(second, made)
        return made

    def to(self, folder: Path) -> BackupSet:
        """Back up now into a folder somebody chose; it goes into 委员工作室备份 there."""
        self._office.require("carry_out")
        if not folder.is_dir():
            raise Unavailable(f"找不到这个文件夹：{folder}。请检查U盘是否插好。")
        made = self._make(backup.place_in(folder))
        self._office.note_access("备份到自选文件夹")
        return made

    def move_out(self, folder: Path) -> Path:
        """搬家: a complete copy with a page that says what to do on the other computer; returns its folder."""
        self._office.require("carry_out")
        if not folder.is_dir():
            raise Unavailable(f"找不到这个文件夹：{folder}。请检查U盘是否插好。")
        target = folder / f"{MOVING}-{self._office.today():%Y%m%d}"
        self._make(target)
        page = paths.resource("help", "move.txt").read_text(encoding="utf-8")
        day = f"{self._office.now():%Y年%m月%d日 %H:%M}"
        write_atomically(target / "说明.txt", page.replace("{day}", day).replace("\n", "\r\n").encode("utf-8-sig"))
        self._office.note_access("搬家：做了一份完整拷贝")
        return target

    @property
    def home(self) -> Path:
        """The place inside the data folder."""
        return self._office.folder / BACKUPS

    def second_place(self) -> Path | None:
        """The second place of this computer; None when none was chosen."""
        chosen = ComputerSettings.load().backup_folder
        return Path(chosen) if chosen else None

    def _make(self, place: Path) -> BackupSet:
        """One at a time: a set under way would be taken for one that was left half made."""
        with self._at_it:
            made = backup.make(self._office.database, self._office.folder, place, self._office.now())
            self._thin(place)
        return made

    def _second(self, folder: Path, made: BackupSet) -> None:
        if not folder.is_dir():
            raise Unavailable(
                f"本机已备份好，但第二备份位置现在找不到：{folder}。请插好U盘，或在“设置与备份—备份与恢复”里更换。"
            )
        place = backup.place_in(folder)
        with self._at_it:
            if any(one.digests == made.digests for one in backup.find_in(place)):
                return
            try:
                backup.mirror(made, place)
            except Unavailable as trouble:
                raise Unavailable(f"本机已备份好，第二备份位置没有备份成：{trouble}") from trouble
            self._thin(place)

    def _thin(self, place: Path) -> None:
        now = self._office.now()
        if self._office.database.clock.doubt is None:  # by a clock that is years ahead every set is old
            retention.thin(place, self._office.database.desk_id, self._keep(), now)

    def _keep(self) -> retention.Keep:
        limit = self._office.lists.limit
        return retention.Keep(
            days=limit("backup_keep_days"),
            least=limit("backup_keep_least"),
            budget=limit("backup_budget_mb") * MEGABYTE,
            free=limit("backup_free_mb") * MEGABYTE,
        )

    def _head(self) -> str:
        with self._office.read() as session:
            return changes.head(session, self._office.database.desk_id)

    # --- knowing ----------------------------------------------------------------------------------------------

    def sets(self) -> list[BackupSet]:
        """Every readable set of this desk in the usual places, newest first."""
        found = known_sets(self._office.folder)
        return [one for one in found if one.desk_id == self._office.database.desk_id]

    def verify(self) -> list[str]:
        """Which of the sets in the usual places could not be restored whole, in sentences; every file is read."""
        return [sentence for one in self.sets() if (sentence := _trouble_of(one))]

    def last_words(self) -> str:
        """When a backup was last proven restorable."""
        newest = self._newest_here()
        if newest is None:
            return "还没有备份过"
        moment, today = self._office.local(newest.taken_at), self._office.today()
        when = f"{moment:%H:%M}" if moment.date() == today else f"{moment:%Y-%m-%d %H:%M}"
        return f"上次备份 {when}，已验证可恢复"

    def overdue_words(self) -> str:
        """A sentence when the last backup is older than the rule R14 allows, else empty."""
        newest = self._newest_here()
        allowed = self._office.lists.entry("deadlines", "R14").get("days", 7)
        if newest is None:
            return "数据只有电脑里这一份，现在就备份一次吧。"
        days = (self._office.today() - self._office.local(newest.taken_at).date()).days
        if days < 0:
            return "上次备份的日期比今天还晚：请核对电脑的日期，再备份一次。"
        return f"已经 {days} 天没有备份，请备份一次。" if days > int(allowed) else ""

    def trouble_words(self) -> str:
        """What kept the last backup from succeeding, "" where it succeeded."""
        return self._trouble

    def _newest_here(self) -> BackupSet | None:
        sets = [one for one in backup.find_in(self.home) if one.desk_id == self._office.database.desk_id]
        return sets[0] if sets else None


def _trouble_of(one: BackupSet) -> str:
    when = f"{one.taken_at.astimezone():%Y-%m-%d %H:%M} 的备份"
    try:
        backup.refuse_damaged(one)
        lacking = sum(not backup.has_file(one, name) for name in one.files)
    except AppError as trouble:
        return f"{when}：{trouble}"
    except OSError as trouble:
        return f"{when}：{disk_sentence(trouble, one.folder)}"
    return f"{when}：有 {lacking} 个附件缺失或已损坏。" if lacking else ""


def known_sets(folder: Path) -> list[BackupSet]:
    """Sets in the usual places of a data folder, newest first; a second place that is missing is passed over."""
    found = backup.find_in(folder / BACKUPS)
    second = ComputerSettings.load().backup_folder
    if second and Path(second).is_dir():
        with suppress(Damaged):
            found += find(Path(second))
    return backup.newest_first(found)


def line_of(chosen: BackupSet) -> BackupLine:
    """What a list shows of a set; the moment in local time."""
    here = chosen.folder.parent.name == BACKUPS
    counts = chosen.facts.counts
    return BackupLine(
        chosen.folder, chosen.taken_at.astimezone(), counts.get("cases", 0), counts.get("intake", 0),
        megabytes(chosen.size), "本机数据文件夹" if here else str(chosen.folder.parent),
    )  # fmt: skip


def take_over(source: Path, target: Path, moment: datetime) -> Restored:
    """搬家, the second half: the newest set found in `source` becomes the desk in `target`."""
    sets = find(source)
    if not sets:
        raise Refused(f"这里没有找到备份：{source}。请指明放备份的文件夹，或“委员工作室搬家-…”那个文件夹。")
    return restore(sets[0], target, moment)
