"""换锁 of the file: a copy under the new key takes the old one's place, or nothing happens."""

import os
from pathlib import Path
from typing import Any

from studio_app.core.errors import Unavailable
from studio_app.core.files import disk_sentence, sync_folder
from studio_app.store import engines
from studio_app.store.keys import DeskKey

FRESH = "desk.new.db"
IN_USE = "还有程序正在用这个工作台，没有换锁。请关闭其他窗口再试。"


class Rekeying:
    """`copy` takes its time while others read; `exchange` takes a moment and wants nobody else connected."""

    def __init__(self, path: Path, old: DeskKey, new: DeskKey) -> None:
        from sqlcipher3 import dbapi2

        self._path, self._fresh, self._new = path, path.with_name(FRESH), new
        self._raw: Any = dbapi2.connect(str(path), timeout=engines.BUSY_MS / 1000, check_same_thread=False)
        self._raw.isolation_level = None
        self._raw.execute(f'PRAGMA key = "{old.pragma}"')
        self._seen = 0

    def copy(self) -> None:
        """Everything under the new key into a file beside the old one; nobody may write meanwhile."""
        try:
            self._fresh.unlink(missing_ok=True)
            self._raw.execute(f'ATTACH DATABASE ? AS fresh KEY "{self._new.pragma}"', (str(self._fresh),))
            self._raw.execute("BEGIN IMMEDIATE")
            self._raw.execute("SELECT sqlcipher_export('fresh')")
            (version,) = self._raw.execute("PRAGMA main.user_version").fetchone()
            self._raw.execute(f"PRAGMA fresh.user_version = {int(version)}")
            self._seen = self._data_version()
            self._raw.execute("COMMIT")
            self._raw.execute("DETACH DATABASE fresh")
            _settle(self._fresh)
        except OSError as trouble:
            raise Unavailable(disk_sentence(trouble, self._path.parent)) from trouble

    def exchange(self) -> None:
        """Unavailable while another connection is left, or when somebody wrote since the copy was made."""
        self._be_alone()
        self.close()
        try:
            self._fresh.replace(self._path)
            sync_folder(self._path.parent)
        except OSError as trouble:
            raise Unavailable(disk_sentence(trouble, self._path.parent)) from trouble

    def close(self) -> None:
        self._raw.close()

    def _be_alone(self) -> None:
        """The lock stays until closing; the write-ahead log is folded in: left behind, it would spoil the new file."""
        from sqlcipher3 import dbapi2

        self._raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            self._raw.execute("BEGIN IMMEDIATE")
        except dbapi2.OperationalError:
            raise Unavailable(IN_USE) from None
        changed = self._data_version() != self._seen
        self._raw.execute("COMMIT")
        (mode,) = self._raw.execute("PRAGMA journal_mode = DELETE").fetchone()
        if changed or mode != "delete":
            raise Unavailable(IN_USE)

    def _data_version(self) -> int:
        """Changes when another connection has written."""
        (version,) = self._raw.execute("PRAGMA main.data_version").fetchone()
        return int(version)


def _settle(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
