"""Putting a backup set in the place of a desk: verified first, the present data moved aside, never deleted."""

import shutil
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studio_app.settings import InUse, Refused, Unavailable
from studio_app.store import backup, keys, migrate
from studio_app.store.atomic import disk_sentence, sync_folder
from studio_app.store.backup import DATABASE, FILES, BackupSet

if TYPE_CHECKING:
    from collections.abc import Iterator

COPYING, READY, MOVING = "restore-copying", "restore-ready", "restore-moving"
ASIDE = "before-restore-"
OURS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *keys.FILE_NAMES, FILES, "attempts")


@dataclass(frozen=True)
class Restored:
    """What came back: the moment of the backup, attachments it lacks, and where the data from before lies now."""

    taken_at: datetime
    missing: int
    aside: Path | None


def restore(chosen: BackupSet, target: Path, moment: datetime) -> Restored:
    """Put a set in the place of whatever lies in `target`, which no window may have open.

    Damaged, Refused (made by a newer program), InUse and Unavailable leave the present data as it is. Cut off
    at any later moment, `settle` finishes it at the next start.
    """
    if chosen.schema not in migrate.KNOWN:
        raise Refused("这份备份是更新版本的程序做的，请先升级本程序再恢复。数据没有改动。")
    parts = backup.sources(chosen)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            settle(target)
            missing = _stage(chosen, target, parts)
            (target / READY / "aside").write_text(f"{ASIDE}{moment:%Y%m%d-%H%M%S}", encoding="utf-8")
            aside = _aside_of(target / READY)
            settle(target)
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, target)) from trouble
    return Restored(chosen.taken_at, missing, aside if aside.is_dir() else None)


def finish(target: Path) -> None:
    """At the start: complete a restore that was cut off, unless another window is just doing so."""
    if not any((target / name).is_dir() for name in (READY, MOVING)):
        return
    try:
        with _alone(target):
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


def _stage(chosen: BackupSet, target: Path, parts: Mapping[str, str]) -> int:
    """A verified copy beside the present data; how many attachments are not to be found any more."""
    staging = target / COPYING
    shutil.rmtree(staging, ignore_errors=True)
    (staging / FILES).mkdir(parents=True)
    for name, source in parts.items():
        shutil.copyfile(chosen.folder / source, staging / name)
    expected = {name: chosen.digests[source] for name, source in parts.items()}
    backup.refuse_damaged(replace(chosen, folder=staging, digests=expected))
    missing = sum(not _stage_file(chosen, target, name) for name in chosen.files)
    staging.replace(target / READY)
    return missing


def _stage_file(chosen: BackupSet, target: Path, name: str) -> bool:
    """An attachment whose bytes are those of the day, from the backup or else from the present data."""
    _size, expected = chosen.files[name]
    for source in (chosen.attachments / name, target / FILES / name):
        if source.is_file() and backup.digest(source) == expected:
            shutil.copyfile(source, target / COPYING / FILES / name)
            return True
    return False


def _aside_of(staged: Path) -> Path:
    return staged.parent / (staged / "aside").read_text(encoding="utf-8")


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
