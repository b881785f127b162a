"""The end of the change log, noted outside the database after every commit: a file that lost its tail is found out."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from studio_app.core.files import half_written, keep_private, read_regular

NAME = "last-change"
LOST = (
    "最近保存的一些内容不在数据里了：数据文件的末尾缺了一段，可能是断电，也可能磁盘有毛病。"
    "请看看最后写的几件还在不在，缺的补上；也可以从备份恢复。"
)


def note(database: Path, mark: str) -> None:
    """Beside the database, whole or not at all; not synced, so it may be older than the log after a power cut."""
    fresh = half_written(database.with_name(NAME))
    with suppress(OSError):  # the change itself is stored: a full disk costs only this witness
        fresh.write_text(f"{mark} {_digest(mark)}", encoding="ascii")
        keep_private(fresh)
        fresh.replace(database.with_name(NAME))


def noted(database: Path) -> str:
    """The mark noted last; "" where none is, or none that can be trusted."""
    try:
        mark, _space, digest = read_regular(database.with_name(NAME)).decode("ascii").rpartition(" ")
    except (OSError, ValueError):
        return ""
    return mark if digest == _digest(mark) else ""


def _digest(mark: str) -> str:
    return sha256(mark.encode()).hexdigest()[:16]
