"""Files that are either the old or the new, never half: written beside, synced, exchanged."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from studio_app.core.errors import Unavailable

NAME_TOO_LONG = "文件名或文件夹的名字太长了，请换一个短一些的。"


def write_atomically(target: Path, content: bytes) -> None:
    """Replace `target` by `content`; on any trouble the old file stays and Unavailable says what to do.

    What is written so is read by its owner alone.
    """
    fresh = half_written(target)
    try:
        with fresh.open("wb") as out:
            keep_private(fresh)
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
        sync_folder(target.parent)
    except OSError as trouble:
        fresh.unlink(missing_ok=True)
        raise Unavailable(disk_sentence(trouble, target.parent)) from trouble


def half_written(target: Path) -> Path:
    """Where a file lies until it is complete."""
    return target.with_name(f"{target.name}.new")


def read_regular(file: Path) -> bytes:
    """The bytes of an ordinary file; OSError for anything else: reading a pipe would wait for ever."""
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, "no ordinary file", str(file))
    return file.read_bytes()


def keep_private(*places: Path) -> None:
    """Files and folders for their owner alone; a disk that knows no owners (a stick) is left as it is."""
    for place in places:
        with suppress(OSError):
            place.chmod(0o700 if place.is_dir() else 0o600)


def sync_file(file: Path) -> None:
    """What was written there survives a power cut."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows needs and allows no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_sentence(trouble: OSError, folder: Path) -> str:
    """What the disk refused, in words that say what to do."""
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘满了，没有写进去：{folder}。请腾出一些空间再试，刚才的内容还在。"
    if trouble.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"没有写入权限：{folder}。请换一个能写的文件夹，或去掉“只读”。"
    if trouble.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"找不到文件夹“{folder}”，请检查位置或重新插好 U盘。"
    if trouble.errno == errno.ENAMETOOLONG:
        return NAME_TOO_LONG
    return f"文件写不进去：{folder}（系统错误 {trouble.errno}）。请检查磁盘或U盘是否插好。"
