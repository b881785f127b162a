"""Putting a desk in its place, new or from a backup: built beside, moved in whole, what lay there never deleted."""

import re
import shutil
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from studio_app.core.errors import InUse, Refused, Unavailable
from studio_app.core.files import disk_sentence, keep_private, sync_file, sync_folder, write_atomically
from studio_app.store import backup, keys, last_change, migrate
from studio_app.store.backup import DATABASE, FILES, BackupSet

if TYPE_CHECKING:
    from collections.abc import Iterator

COPYING, READY, MOVING, MARKER = "restore-copying", "restore-ready", "restore-moving", "aside"
ASIDE = "before-restore-"
OURS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *keys.FILE_NAMES, FILES, "attempts", last_change.NAME)


@dataclass(frozen=True)
class Restored:
    """What came back: the moment of the backup, attachments it lacks, and where the data from before lies now."""

    taken_at: datetime
    missing: int
    aside: Path | None

    @property
    def missing_words(self) -> str:
        """A sentence where attachments did not come back, else empty."""
        return f"有 {self.missing} 个附件在备份里缺失或已损坏，没有恢复。" if self.missing else ""


def restore(chosen: BackupSet, target: Path, moment: datetime) -> Restored:
    """Put a set in the place of whatever lies in `target`, which no window may have open.

    Damaged, Refused (made by a newer program), InUse and Unavailable leave the present data as it is. Cut off
    at any later moment, `settle` finishes it at the next start.
    """
    if chosen.schema not in migrate.KNOWN:
        raise Refused("这份备份是更新版本的程序做的，请先升级本程序再恢复。数据没有改动。")
    parts = backup.sources(chosen)
    aside = target / f"{ASIDE}{moment:%Y%m%d-%H%M%S}"
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            settle(target)
            with put_in(target, aside.name) as staging:
                missing = _stage(chosen, target, staging, parts)
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, target)) from trouble
    return Restored(chosen.taken_at, missing, aside if aside.is_dir() else None)


@contextmanager
def put_in(target: Path, aside: str) -> "Iterator[Path]":
    """An empty folder to build a desk in; what lies in it at the end takes its place in `target`, whole or not at all.

    Whatever lay there goes into the folder named `aside`. The caller holds the lock of `target`.
    """
    staging = target / COPYING
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(parents=True)
        (staging / FILES).mkdir()
        yield staging
        for built in staging.rglob("*"):
            keep_private(built)
            if built.is_file():
                sync_file(built)
        write_atomically(staging / MARKER, aside.encode())  # on the disk before the name that says all is ready
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    staging.replace(target / READY)
    settle(target)


def finish(target: Path) -> None:
    """At the start: complete a restore that was cut off, or take its half copy away, unless a window is just at it."""
    if not any((target / name).is_dir() for name in (COPYING, READY, MOVING)):
        return
    try:
        with _alone(target):
            shutil.rmtree(target / COPYING, ignore_errors=True)
            settle(target)
    except InUse:
        return
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, target)) from trouble


def settle(target: Path) -> None:
    """The two sets of renames, each of which may be repeated from anywhere."""
    if (target / READY).is_dir():
        _move_aside(target)
        (target / READY).replace(target / MOVING)
        sync_folder(target)
    if (target / MOVING).is_dir():
        _move_in(target)


def _stage(chosen: BackupSet, target: Path, staging: Path, parts: Mapping[str, str]) -> int:
    """A verified copy beside the present data; how many attachments are not to be found any more."""
    for name, source in parts.items():
        shutil.copyfile(chosen.folder / source, staging / name)
    expected = {name: chosen.digests[source] for name, source in parts.items()}
    backup.refuse_damaged(replace(chosen, folder=staging, digests=expected))
    return sum(not _stage_file(chosen, target, name) for name in chosen.files)


def _stage_file(chosen: BackupSet, target: Path, name: str) -> bool:
    """An attachment whose bytes are those of the day, from the backup or else from the present data."""
    _size, expected = chosen.files[name]
    for source in (chosen.attachments / name, target / FILES / name):
        if source.is_file() and backup.digest(source) == expected:
            shutil.copyfile(source, target / COPYING / FILES / name)
            return True
    return False


def _aside_of(staged: Path) -> Path:
    """Where the present data goes; a marker a power cut emptied is written anew, for a folder nobody uses yet."""
    marker = staged / MARKER
    told = marker.read_text(encoding="utf-8", errors="replace") if marker.is_file() else ""
    if not re.fullmatch(rf"{ASIDE}[\w-]+", told):
        taken = {found.name for found in staged.parent.glob(f"{ASIDE}*")}
        told = next(name for n in count(1) if (name := f"{ASIDE}{n}") not in taken)
        write_atomically(marker, told.encode())
    return staged.parent / told


def _move_aside(target: Path) -> None:
    aside = _aside_of(target / READY)
    for name in OURS:
        if (target / name).exists():
            aside.mkdir(exist_ok=True)
            (target / name).replace(aside / name)
    sync_folder(target)


def _move_in(target: Path) -> None:
    staged = target / MOVING
    for name in OURS:
        if (staged / name).exists():
            (staged / name).replace(target / name)
    sync_folder(target)
    shutil.rmtree(staged, ignore_errors=True)


@contextmanager
def _alone(target: Path) -> "Iterator[None]":
    from filelock import FileLock, Timeout

    lock = FileLock(target / "desk.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InUse("这个工作台正开着，不能恢复。请先关闭它的窗口再试。") from None
    try:
        yield
    finally:
        lock.release()
