"""The list of cases on small screens and with large type."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio_app.desk import Desk
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.ui.dispute.case.case_list import CaseListPage
from studio_app.ui.kit import look
from tests.ui.hands import choose, found, press

ALWAYS = ["number", "parties", "title", "state", "next_due", "risk"]
OTHERS = ["type", "handler", "accepted_on"]


def shown(desk: Desk, qtbot: Any, width: int) -> CaseListPage:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    with desk.office.write("受理为纠纷") as session:
        open_case(session, desk.office, Opening(title="楼上漏水", dispute_type="neighbour", parties=parties))
    page = CaseListPage(desk.services)
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    page.refresh()
    QApplication.processEvents()
    return page


@pytest.mark.parametrize(("size", "others"), [("standard", 3), ("large", 2), ("huge", 1)])
def test_columns_fit_a_small_screen_at_every_size(
    desk: Desk, qtbot: Any, qapp: QApplication, size: str, others: int
) -> None:
    look.apply(qapp, size)
    page = shown(desk, qtbot, 1366 - look.scaled(160))
    table = page.table
    assert table.view.horizontalScrollBar().maximum() == 0
    assert table.shown_columns() == [*ALWAYS, *OTHERS[:others]]


def test_a_case_tells_what_has_no_room(desk: Desk, qtbot: Any) -> None:
    page = shown(desk, qtbot, 900)
    assert "承办人：李老师" in page.table.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_smaller_size_brings_the_columns_back(desk: Desk, qtbot: Any, qapp: QApplication) -> None:
    look.apply(qapp, "huge")
    page = shown(desk, qtbot, 1366 - look.scaled(160))
    page.table.sort_by("title")
    assert page.table.shown_columns() == [*ALWAYS, OTHERS[0]]
    look.apply(qapp)
    QApplication.processEvents()
    assert page.table.shown_columns() == [*ALWAYS, *OTHERS]


def test_in_a_small_window_filters_are_folded_until_wanted_or_in_force(
    desk: Desk, qtbot: Any, qapp: QApplication
) -> None:
    look.apply(qapp, "large")
    page = shown(desk, qtbot, 1024 - look.scaled(170))
    kind, fold = found(page, "mediation.type"), found(page, "mediation.unfold_filters")
    assert not kind.isVisible()
    assert page.table.view.horizontalScrollBar().maximum() == 0
    assert page.table.y() < 4 * look.control_height(), "two rows above the list"
    press(page, "mediation.unfold_filters")
    assert kind.isVisible()
    choose(page, "mediation.type", kind.itemText(1))
    assert not fold.isVisible(), "what narrows the list stays in view"
    press(page, "mediation.clear_filters")
    page.resize(1300, 700)
    QApplication.processEvents()
    assert kind.isVisible()
    assert not fold.isVisible()
