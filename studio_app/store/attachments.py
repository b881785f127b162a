"""Attached files on disk: named by UUID, each under its own AES-GCM key that only the encrypted database holds."""

import hashlib
import re
import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from studio_app.core.errors import Damaged, Unavailable
from studio_app.core.files import read_regular, write_atomically
from studio_app.store.table import new_id

FOLDER = "files"
MARK = b"SAF1"  # format 1: mark, 96-bit nonce, ciphertext with tag; the file's own id is associated data
NONCE = 12
OWN = re.compile(r"[0-9a-f]{32}")
SPOILT = "附件文件已损坏，打不开。请从备份恢复，或者重新添加。"


@dataclass(frozen=True, repr=False)
class Stored:
    """Where a file lies and what opens it; `key` in hex."""

    file_id: str
    key: str


@dataclass(frozen=True)
class AttachmentFiles:
    """The folder of encrypted files; what is inside is known by the database alone."""

    folder: Path

    @classmethod
    def of(cls, data_folder: Path) -> "AttachmentFiles":
        return cls(data_folder / FOLDER)

    def write(self, content: bytes) -> Stored:
        """Encrypt and write, read back and compare. Unavailable when the disk refuses, Damaged when it lies."""
        stored = Stored(new_id(), secrets.token_hex(32))
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(bytes.fromhex(stored.key)).encrypt(nonce, content, stored.file_id.encode())
        try:
            self.folder.mkdir(exist_ok=True)  # never the desk's own: it may have been moved away
        except OSError as trouble:
            raise Unavailable("附件文件夹建不起来，请检查磁盘是否写保护。") from trouble
        write_atomically(self._path(stored.file_id), MARK + nonce + sealed)
        if digest(self.read(stored.file_id, stored.key)) != digest(content):
            self.remove(stored.file_id)
            raise Damaged("附件没有存好（磁盘可能有毛病），没有保存。请换个位置再试。")
        return stored

    def read(self, file_id: str, key: str) -> bytes:
        """The plain bytes. Unavailable when the file is gone, Damaged when it was changed."""
        try:
            sealed = read_regular(self._path(file_id))
        except FileNotFoundError:
            raise Unavailable("附件文件不在数据文件夹里了。请从备份恢复，或者重新添加。") from None
        except OSError as trouble:
            raise Unavailable("附件文件读不出来，请检查磁盘。") from trouble
        head, nonce, body = sealed[: len(MARK)], sealed[len(MARK) : len(MARK) + NONCE], sealed[len(MARK) + NONCE :]
        if head != MARK:
            raise Damaged(SPOILT)
        try:
            return AESGCM(bytes.fromhex(key)).decrypt(nonce, body, file_id.encode())
        except (InvalidTag, ValueError):
            raise Damaged(SPOILT) from None

    def remove(self, file_id: str) -> None:
        """For a file whose record was never stored."""
        self._path(file_id).unlink(missing_ok=True)

    def sweep(self, known: Collection[str]) -> None:
        """Take away what no record knows; of this program's own names only."""
        for file in self.folder.iterdir() if self.folder.is_dir() else ():
            name = file.name.removesuffix(".new")
            if OWN.fullmatch(name) and (file.name != name or name not in known):
                with suppress(OSError):
                    file.unlink()

    def _path(self, file_id: str) -> Path:
        if not file_id.isalnum():
            raise Damaged("附件的记录已损坏，找不到文件。")
        return self.folder / file_id


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()
