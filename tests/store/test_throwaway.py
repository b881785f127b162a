"""Throwaway folders: gone at the end, or at the next start when the program was killed; never somebody else's."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from studio_app.store import throwaway

HOLD = """
import sys, time
from studio_app.store import throwaway
with throwaway.folder() as made:
    (made / "desk").mkdir()
    (made / "desk" / "desk.db").write_text("sample")
    print(made, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def held(place: Path) -> tuple["subprocess.Popen[str]", Path]:
    """Another process that lives in a throwaway folder."""
    environment = {**os.environ, "TMPDIR": str(place), "TEMP": str(place), "TMP": str(place)}
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert other.stdout is not None
    return other, Path(other.stdout.readline().strip())


def test_it_is_gone_afterwards(place: Path) -> None:
    with throwaway.folder() as made:
        (made / "desk").mkdir()
        assert made.parent == place
        throwaway.remove_leftovers()
        assert (made / "desk").is_dir()
    assert list(place.iterdir()) == []


def test_a_folder_in_use_stays_and_goes_once_its_program_was_killed(place: Path) -> None:
    other, made = held(place)
    with other:
        throwaway.remove_leftovers()
        assert (made / "desk" / "desk.db").is_file()
        other.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    assert (made / "desk" / "desk.db").is_file()
    throwaway.remove_leftovers()
    assert list(place.iterdir()) == []


def test_what_somebody_keeps_is_left_alone(place: Path) -> None:
    kept = place / f"{throwaway.PREFIX}kept"
    (kept / "files").mkdir(parents=True)
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / throwaway.MARK).touch()
    (place / f"{throwaway.PREFIX}link").symlink_to(elsewhere)
    throwaway.remove_leftovers()
    assert (kept / "files").is_dir()
    assert (elsewhere / throwaway.MARK).is_file()
