"""Wrong passwords slow the next try down, and are told at the next sign-in; never a lock-out."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from studio_app.core.errors import Unavailable
from studio_app.core.files import read_regular, write_atomically

_FILE = "attempts"
LONGEST_WAIT = 30.0


def seconds_to_wait(folder: Path, now: datetime) -> float:
    """0 after none, then 1, 2, 4 … up to 30 seconds since the last wrong password."""
    times = _times(folder)
    if not times:
        return 0.0
    wait = min(2.0 ** (len(times) - 1), LONGEST_WAIT)
    passed = (now - times[-1]).total_seconds()
    if passed < 0:  # the clock was set back: that buys no tries, and locks nobody out either
        _keep(folder, [min(t, now) for t in times])
        return wait
    return max(0.0, wait - passed)


def note_failure(folder: Path, now: datetime) -> None:
    """Times only: the file lies in the clear."""
    _keep(folder, [*_times(folder)[-99:], now])


def take(folder: Path) -> list[datetime]:
    """The wrong tries since the last sign-in, forgotten here once the caller has them."""
    times = _times(folder)
    with suppress(OSError):
        (folder / _FILE).unlink(missing_ok=True)
    return times


def _keep(folder: Path, times: list[datetime]) -> None:
    """A folder that cannot be written counts nothing: better than refusing to open."""
    lines = [t.astimezone(UTC).isoformat() for t in times]
    with suppress(Unavailable):
        write_atomically(folder / _FILE, "\n".join(lines).encode())


def _times(folder: Path) -> list[datetime]:
    try:
        lines = read_regular(folder / _FILE).decode("ascii").split()
        return [datetime.fromisoformat(line).astimezone(UTC) for line in lines]
    except (OSError, ValueError):
        return []
