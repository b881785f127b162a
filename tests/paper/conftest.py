"""A warm press, the sample data, and reading a printed PDF back."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio_app.paper.press import Press
from tests import papers

FOLDER = Path(__file__).parent.parent / "data" / "paper"
Sample = Callable[[str], dict[str, Any]]
Read = Callable[[bytes], list[str]]


@pytest.fixture(scope="session")
def press() -> Press:
    return Press()


@pytest.fixture
def sample() -> Sample:
    """Sample data by the stem of its file: `record.A`."""
    return lambda name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def squeezed() -> Callable[[str], str]:
    """Without white space: where a line wraps is the printer's business."""
    return lambda text: re.sub(r"[\s\u200b\u3000]", "", text)


@pytest.fixture
def read() -> Read:
    """The text of each page of a PDF, squeezed."""
    return papers.squeezed
