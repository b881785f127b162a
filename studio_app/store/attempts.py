"""Wrong passwords slow the next try down, and are told at the next sign-in; never a lock-out."""

from datetime import UTC, datetime
from pathlib import Path

_FILE = "attempts"
LONGEST_WAIT = 30.0


def seconds_to_wait(folder: Path, now: datetime) -> float:
    """0 after none, then 1, 2, 4 … up to 30 seconds since the last wrong password."""
    times = _times(folder)
    if not times:
        return 0.0
    wait = min(2.0 ** (len(times) - 1), LONGEST_WAIT)
    passed = (now - times[-1]).total_seconds()
    return max(0.0, wait - passed) if passed >= 0 else wait  # a clock set back buys no tries


def note_failure(folder: Path, now: datetime) -> None:
    """Times only: the file lies in the clear."""
    lines = [t.isoformat() for t in [*_times(folder)[-99:], now.astimezone(UTC)]]
    try:
        (folder / _FILE).write_text("\n".join(lines), encoding="ascii")
    except OSError:
        return


def take(folder: Path) -> list[datetime]:
    """The wrong tries since the last sign-in, forgotten here once the caller has them."""
    times = _times(folder)
    (folder / _FILE).unlink(missing_ok=True)
    return times


def _times(folder: Path) -> list[datetime]:
    try:
        lines = (folder / _FILE).read_text(encoding="ascii").split()
        return [datetime.fromisoformat(line) for line in lines]
    except (OSError, ValueError):
        return []
