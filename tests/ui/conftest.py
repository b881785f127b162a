"""A person's computer for the tests of windows: its own settings, the program's look, background work on demand at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from studio_app.ui.kit import look, tasks


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of this test's own, and the standard look whatever the test before chose."""
    monkeypatch.setenv("STUDIO_APP_CONFIG", str(tmp_path / "config"))
    look.apply(qapp)


@pytest.fixture
def at_once() -> Iterator[None]:
    """Background work is done where it is asked for."""
    with tasks.inline():
        yield
