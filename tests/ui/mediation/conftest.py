"""The page 纠纷调解 on a real desk."""

from typing import Any

import pytest

from studio_app.desk import Desk
from studio_app.records.dispute.case.service import Cases
from studio_app.ui.dispute.screen import MediationScreen
from tests.ui.hands import to_front


@pytest.fixture
def cases(desk: Desk) -> Cases:
    return desk.services.cases


@pytest.fixture
def screen(desk: Desk, qtbot: Any) -> MediationScreen:
    made = MediationScreen(desk.services)
    qtbot.addWidget(made)
    made.resize(1182, 768)
    made.show()
    made.refresh()
    to_front(made)
    return made
