"""Which backup sets a place gives up, so that backups never fill the disk: by age, size and free space."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from studio_app.store.backup import FILES, BackupSet, find_in

EVERY_SET = timedelta(days=2)
"""Younger sets all stay; of older days only the last one does."""


@dataclass(frozen=True)
class Keep:
    """`least` newest sets stay whatever their age; sizes in bytes."""

    days: int
    least: int
    budget: int
    free: int


def thin(place: Path, desk_id: str, keep: Keep, now: datetime) -> int:
    """Remove what need not stay and the attachments nobody refers to any more; how many sets went."""
    sets = [one for one in find_in(place) if one.desk_id == desk_id]
    gone = to_drop(sets, keep, now, shutil.disk_usage(place).free)
    for one in gone:
        shutil.rmtree(one.folder, ignore_errors=True)
    if gone:
        _drop_files(place)
    return len(gone)


def to_drop(sets: Sequence[BackupSet], keep: Keep, now: datetime, free: int) -> list[BackupSet]:
    """Of sets in order, newest first. The two newest always stay: one of them may turn out bad."""
    gone = [one for place, one in enumerate(sets) if place >= keep.least and _is_old(sets, place, keep, now)]
    stays = [one for one in sets if one not in gone]
    used = sum(one.size for one in stays)
    free += sum(one.size for one in gone)
    while len(stays) > 2 and (used > keep.budget or free < keep.free):
        oldest = stays.pop()
        used, free = used - oldest.size, free + oldest.size
        gone.append(oldest)
    return gone


def _is_old(sets: Sequence[BackupSet], place: int, keep: Keep, now: datetime) -> bool:
    age = now - sets[place].taken_at
    if age <= EVERY_SET:
        return False
    same_day = sets[place - 1].taken_at.astimezone().date() == sets[place].taken_at.astimezone().date()
    return age > timedelta(days=keep.days) or same_day


def _drop_files(place: Path) -> None:
    needed = {name for one in find_in(place) for name in one.files}
    for file in (place / FILES).glob("*"):
        if file.is_file() and file.name not in needed:
            file.unlink(missing_ok=True)
