"""Folders that live as long as the program does: the next start removes those of a program that was killed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "studio-app-"
LOCK, MARK = "demo.lock", "throwaway"
"""The mark is made once the lock is held: a folder without it is being made just now, or somebody keeps it."""


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of its own among the temporary ones, gone afterwards."""
    from filelock import FileLock

    made = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = FileLock(made / LOCK)
    lock.acquire()
    (made / MARK).touch()
    try:
        yield made
    finally:
        _remove(made)
        lock.release()
        shutil.rmtree(made, ignore_errors=True)


def remove_leftovers() -> None:
    """Those nobody holds any more, of this person only; one that cannot be removed is left for the next time."""
    for found in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not found.is_symlink() and (found / MARK).is_file() and _is_own(found):
            _remove_unheld(found)


def _remove_unheld(found: Path) -> None:
    from filelock import FileLock, Timeout

    lock = FileLock(found / LOCK)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return
    _remove(found)
    lock.release()
    shutil.rmtree(found, ignore_errors=True)


def _remove(found: Path) -> None:
    """All but lock and mark, so that a folder half removed is found again."""
    for child in found.iterdir():
        if child.is_dir():
            shutil.rmtree(child, ignore_errors=True)
        elif child.name not in (LOCK, MARK):
            with suppress(OSError):
                child.chmod(0o600)  # Windows removes no file that is only for reading
                child.unlink(missing_ok=True)


def _is_own(found: Path) -> bool:
    """Temporary folders are one person's on Windows, everybody's elsewhere."""
    return not hasattr(os, "getuid") or found.stat().st_uid == os.getuid()
