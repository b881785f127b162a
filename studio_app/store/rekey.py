"""换锁 of the file: a copy under the new key takes the old one's place, or nothing happens."""

import os
from pathlib import Path
from typing import Any

from studio_app.settings import Unavailable
from studio_app.store.atomic import disk_sentence, sync_folder
from studio_app.store.keys import DeskKey

FRESH = "desk.new.db"


def exchange(path: Path, old: DeskKey, new: DeskKey) -> None:
    """Encrypt the database anew. All connections must be closed; one that is left makes this Unavailable."""
    fresh = path.with_name(FRESH)
    try:
        fresh.unlink(missing_ok=True)
        raw = _alone(path, old)
        try:
            _export(raw, fresh, new)
        finally:
            raw.close()
        _settle(fresh)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, path.parent)) from trouble


def _alone(path: Path, key: DeskKey) -> Any:
    """The only connection to the file, its write-ahead log folded in: a log left behind would spoil the new file."""
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(str(path), timeout=5)
    raw.isolation_level = None
    raw.execute(f'PRAGMA key = "{key.pragma}"')
    (mode,) = raw.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raw.close()
        raise Unavailable("还有程序正在用这个工作台，没有换锁。请关闭其他窗口再试。")
    raw.execute("PRAGMA locking_mode = EXCLUSIVE")
    raw.execute("BEGIN EXCLUSIVE")
    raw.execute("COMMIT")  # the lock stays: nobody writes into the file that is about to be replaced
    return raw


def _export(raw: Any, fresh: Path, key: DeskKey) -> None:
    raw.execute(f'ATTACH DATABASE ? AS fresh KEY "{key.pragma}"', (str(fresh),))
    raw.execute("SELECT sqlcipher_export('fresh')")
    (version,) = raw.execute("PRAGMA main.user_version").fetchone()
    raw.execute(f"PRAGMA fresh.user_version = {int(version)}")
    raw.execute("DETACH DATABASE fresh")


def _settle(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
