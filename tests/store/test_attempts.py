"""Wrong passwords cost time, never the desk."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from studio_app.store import attempts

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def fail(folder: Path, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        attempts.note_failure(folder, now)


def test_the_wait_doubles_up_to_half_a_minute(tmp_path: Path) -> None:
    waits = [attempts.seconds_to_wait(tmp_path, NOW)]
    for _ in range(8):
        fail(tmp_path, 1)
        waits.append(attempts.seconds_to_wait(tmp_path, NOW))
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_after_a_thousand_tries_half_a_minute_is_still_enough(tmp_path: Path) -> None:
    fail(tmp_path, 1000)
    assert attempts.seconds_to_wait(tmp_path, NOW + timedelta(seconds=29)) == 1
    assert attempts.seconds_to_wait(tmp_path, NOW + timedelta(seconds=30)) == 0
    assert len((tmp_path / "attempts").read_text(encoding="ascii").split()) == 100


def test_a_clock_set_back_neither_helps_nor_locks_out(tmp_path: Path) -> None:
    fail(tmp_path, 10, NOW + timedelta(days=4000))
    assert attempts.seconds_to_wait(tmp_path, NOW) == 30
    assert attempts.seconds_to_wait(tmp_path, NOW + timedelta(seconds=31)) == 0


def test_a_file_of_rubbish_counts_nothing(tmp_path: Path) -> None:
    (tmp_path / "attempts").write_bytes(b"\xff\x00 nonsense")
    assert attempts.seconds_to_wait(tmp_path, NOW) == 0
    (tmp_path / "attempts").write_text("2026-11-23T02:00:00", encoding="ascii")  # without a zone
    assert attempts.seconds_to_wait(tmp_path, NOW) >= 0


def test_the_times_are_handed_over_once(tmp_path: Path) -> None:
    fail(tmp_path, 2)
    assert attempts.take(tmp_path) == [NOW, NOW]
    assert attempts.take(tmp_path) == []
    assert attempts.seconds_to_wait(tmp_path, NOW) == 0
