"""Desks that older states of the program left: one archive each in tests/data, unpacked byte for byte.

An encrypted file does not compress, so its pages lie decrypted in the archive, beside the random start of each page;
with the desk's own key they become the very file again (SQLCipher 4: AES-256-CBC and HMAC-SHA512 for each page).
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from studio_app.store import keys
from studio_app.store.keys import DeskKey

HERE = Path(__file__).parent / "data"
PAGE, SALT, START, MAC = 4096, 16, 16, 64
DATABASE = "desk/desk.db"
LEFT_OUT = {"desk.lock", "holder.json"}
EPOCH = (1980, 1, 1, 0, 0, 0)


def kept() -> list[Path]:
    """The archives, the oldest state first."""
    return sorted(HERE.glob("desk-*.zip"))


def pack(folder: Path, archive: Path, sign_in: str, password: str) -> None:
    """`folder` holds desk/ and what is told of it; the password opens the desk's key."""
    key = keys.unlock(folder / "desk", sign_in, password).key
    with ZipFile(archive, "w", ZIP_LZMA) as target:
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in LEFT_OUT):
            name, content = file.relative_to(folder).as_posix(), file.read_bytes()
            if name == DATABASE:
                pages = [_decrypted(number, page, key) for number, page in _pages(content)]
                _put(target, name + ".pages", b"".join(page for page, _start in pages))
                _put(target, name + ".starts", b"".join(start for _page, start in pages))
            else:
                _put(target, name, content)


def unpack(archive: Path, folder: Path, sign_in: str, password: str) -> Path:
    """Back into `folder`; returns the desk's own folder, as it was."""
    with ZipFile(archive) as source:
        source.extractall(folder)
    desk = folder / "desk"
    key = keys.unlock(desk, sign_in, password).key
    pages, starts = (folder / f"{DATABASE}.pages", folder / f"{DATABASE}.starts")
    begun, plain = starts.read_bytes(), pages.read_bytes()
    size = PAGE - START - MAC
    count = len(begun) // START
    (folder / DATABASE).write_bytes(
        b"".join(
            _encrypted(n + 1, plain[n * size : (n + 1) * size], begun[n * START : (n + 1) * START], key)
            for n in range(count)
        )
    )
    pages.unlink()
    starts.unlink()
    return desk


def _put(target: ZipFile, name: str, content: bytes) -> None:
    target.writestr(ZipInfo(name, EPOCH), content, ZIP_LZMA)


def _pages(content: bytes) -> Iterator[tuple[int, bytes]]:
    for place in range(0, len(content), PAGE):
        yield place // PAGE + 1, content[place : place + PAGE]


def _decrypted(number: int, page: bytes, key: DeskKey) -> tuple[bytes, bytes]:
    """What a page holds, as long on every page (the first begins with the salt), and the start of its cipher."""
    head = SALT if number == 1 else 0
    body, start, mac = page[head : PAGE - START - MAC], page[PAGE - START - MAC : PAGE - MAC], page[PAGE - MAC :]
    assert mac == _mac(number, body + start, key), f"page {number} is not this key's"
    worker = Cipher(algorithms.AES(key.key), modes.CBC(start)).decryptor()
    return page[:head] + worker.update(body) + worker.finalize(), start


def _encrypted(number: int, plain: bytes, start: bytes, key: DeskKey) -> bytes:
    head = SALT if number == 1 else 0
    worker = Cipher(algorithms.AES(key.key), modes.CBC(start)).encryptor()
    body = worker.update(plain[head:]) + worker.finalize() + start
    return plain[:head] + body + _mac(number, body, key)


def _mac(number: int, body: bytes, key: DeskKey) -> bytes:
    salt = bytes(byte ^ 0x3A for byte in key.salt)
    secret = hashlib.pbkdf2_hmac("sha512", key.key, salt, 2, 32)
    return hmac.new(secret, body + number.to_bytes(4, "little"), "sha512").digest()
