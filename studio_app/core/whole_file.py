"""A file appears whole or not at all: written beside its place, synced, then moved there; what a kill left goes."""

import errno
import os
import re
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path

from studio_app.core.errors import Refused, Unavailable
from studio_app.core.files import sync_folder

OURS = re.compile(r"\.~(studio-app-)?[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}\.tmp")
"""How this program calls a file that is being written, today and before it put its name there."""
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[BufferedRandom]:
    """A stream whose content becomes `path` when the block ends well; nothing stays behind when it does not.

    What must be noted of the file is noted inside the block, which can read the stream again: so no file appears that
    is not noted, and where noting fails the older one stays. Refused when the file exists and `force` is not given;
    Unavailable when disk or permission stand in the way. What an earlier one left here that was killed goes first.
    """
    fresh = path.parent / f".~studio-app-{uuid.uuid4().hex}.tmp"
    try:
        _refuse_existing(path, force=force)
        _refuse_held(path)
        _sweep(path.parent)
        with fresh.open("x+b") as stream:
            _is_ours_alone(stream)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _refuse_existing(path, force=force)
        fresh.replace(path)
        with suppress(OSError):  # some sticks refuse, which is no loss
            sync_folder(path.parent)
    except OSError as error:
        raise Unavailable(_sentence(error, path)) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Take away what was left half written in this folder, by nobody who still writes it."""
    with suppress(OSError):  # a folder one may only write into
        for left in folder.iterdir():
            if OURS.fullmatch(left.name) and left.is_file() and not left.is_symlink():
                _remove_left(left)


def _remove_left(file: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            file.unlink()  # refused while somebody has it open
            return
        with file.open("r+b") as stream:
            if _is_ours_alone(stream):
                file.unlink()


def _is_ours_alone(stream: BufferedRandom) -> bool:
    """Whether nobody else writes it; from now on others see that somebody does, until it is closed or we are killed."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # held, or a disk that knows no locks
            return False
    return True


def _refuse_existing(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise Refused(f"“{path.name}”是一个文件夹，请另起一个文件名。")
    if not force and path.exists():
        raise Refused(f"文件已存在：“{path.name}”。请换一个文件名，或选择覆盖。")


def _refuse_held(path: Path) -> None:
    """Windows lets nobody replace a file that is open; better known before anything is noted."""
    if os.name == "nt" and path.exists():
        path.open("r+b").close()


def _sentence(error: OSError, path: Path) -> str:
    if error.errno in _NO_SPACE:
        return f"磁盘空间不足，“{path.name}”没有写成。请腾出空间或换一个位置再试。"
    if error.errno == errno.EROFS:
        return f"这个位置是只读的，“{path.name}”没有写成。请换一个位置再试。"
    if isinstance(error, PermissionError) and path.exists():
        return f"“{path.name}”正被别的程序打开（WPS、看 PDF 的），或者没有改写它的权限。请先关闭它，再试一次。"
    if isinstance(error, PermissionError):
        return f"没有在这个文件夹里写文件的权限，“{path.name}”没有写成。请换一个位置再试。"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"找不到文件夹“{path.parent}”，请检查位置或重新插好 U盘。"
    return f"“{path.name}”没有写成（系统错误 {error.errno}）。请检查磁盘或换一个位置再试。"
