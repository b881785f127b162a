from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio_app.ui.kit import look
from studio_app.ui.kit.rows import KEPT, WINDOW, TableModel
from studio_app.ui.kit.table import Column, Table

COLUMNS = (
    Column("number", "案号", 160),
    Column("name", "当事人", 120),
    Column("sum", "金额", 90, align="right", text=lambda row: f"{row['sum']:,} 元"),
    Column("note", "备注", 200, sortable=False, hidden=True),
)


class Made:
    """Rows made from their place; counts what was asked."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[str, bool]] = []
        self.fetched = 0

    def ids(self, sort_key: str, descending: bool) -> Sequence[str]:
        self.asked.append((sort_key, descending))
        order = [str(n) for n in range(self.count)]
        return order[::-1] if descending else order

    def rows(self, ids: Sequence[str]) -> Sequence[dict[str, Any]]:
        self.fetched += len(ids)
        return [{"number": f"第 {n} 号", "name": "王某", "sum": int(n) * 100, "note": None} for n in ids]


@pytest.fixture
def source() -> Made:
    return Made(1000)


@pytest.fixture
def table(source, shown) -> Table:
    made = Table("cases", COLUMNS, source, {})
    shown(made)
    made.reload()
    return made


def test_model_keeps_qts_rules(qtmodeltester, source) -> None:
    model = TableModel(COLUMNS, source)
    model.reload()
    qtmodeltester.check(model, force_py=True)


def test_empty_model_keeps_qts_rules(qtmodeltester) -> None:
    model = TableModel(COLUMNS, Made(0))
    model.reload()
    qtmodeltester.check(model, force_py=True)


def test_only_rows_in_view_are_fetched(source, table) -> None:
    assert table.count() == 1000
    assert source.fetched <= 2 * WINDOW
    table.view.scrollToBottom()
    table.view.viewport().repaint()
    assert source.fetched <= 5 * WINDOW


def test_model_forgets_rows_long_out_of_view() -> None:
    source = Made(WINDOW * (KEPT + 5))
    model = TableModel(COLUMNS, source)
    model.reload()
    for place in range(0, model.rowCount(), WINDOW):
        model.row(place)
    before = source.fetched
    model.row(0)
    assert source.fetched == before + WINDOW


def test_words_and_alignment_of_a_cell(source) -> None:
    model = TableModel(COLUMNS, source)
    model.reload()
    cell = model.index(12, 2)
    assert cell.data() == "1,200 元"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) == int(
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    )
    assert model.index(12, 3).data() == ""
    assert cell.data(Qt.ItemDataRole.BackgroundRole) is None
    assert model.headerData(2, Qt.Orientation.Horizontal) == "金额"


def test_sorting_is_done_by_the_source(source, table) -> None:
    table.sort_by("sum", descending=True)
    assert source.asked[-1] == ("sum", True)
    assert table.model.index(0, 0).data() == "第 999 号"


def test_a_heading_that_cannot_sort_leaves_the_order_and_its_mark(source, table) -> None:
    table.sort_by("name")
    asked = len(source.asked)
    table.sort_by("note")
    assert len(source.asked) == asked
    assert table.view.horizontalHeader().sortIndicatorSection() == 1


def test_enter_and_click_open_the_row(table, qtbot) -> None:
    table.select("7")
    with qtbot.waitSignal(table.activated) as opened:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == ["7"]
    with qtbot.waitSignal(table.activated) as opened:
        table.view.clicked.emit(table.view.currentIndex())
    assert opened.args == ["7"]


def test_selection_follows_the_row_and_not_the_place(source, table) -> None:
    table.select("7")
    table.sort_by("sum", descending=True)
    table.select("7")
    source.count = 900
    table.reload()
    assert table.current_id() == "7"
    assert table.view.currentIndex().row() == 892


def test_reload_keeps_the_place_in_the_list(table) -> None:
    table.select("500")
    table.view.verticalScrollBar().setValue(20000)
    table.reload()
    assert table.view.verticalScrollBar().value() == 20000


def test_a_selected_row_that_is_gone_is_not_selected(source, table) -> None:
    table.select("950")
    source.count = 900
    table.reload()
    assert table.current_id() == ""
    assert not table.select("950")


def test_empty_list_says_what_to_do(shown, qtbot) -> None:
    done: list[int] = []
    table = Table("visits", COLUMNS, Made(0))
    table.set_empty("还没有来访。", "登记来访", lambda: done.append(1))
    shown(table)
    table.reload()
    assert table.empty.isVisible()
    assert not table.view.isVisible()
    table.empty.button.click()
    assert done == [1]
    table.set_source(Made(3))
    assert table.view.isVisible()


def test_widths_order_hidden_columns_and_sorting_are_remembered(source, table, shown, qtbot) -> None:
    memory: dict[str, Any] = {}
    first = Table("cases", COLUMNS, source, memory)
    shown(first)
    first.reload()
    with qtbot.waitSignal(first.arranged):
        first.view.setColumnWidth(1, 222)
    first.view.horizontalHeader().moveSection(2, 0)
    first.show_column("note", shown=True)
    first.sort_by("sum", descending=True)
    second = Table("cases", COLUMNS, source, memory)
    shown(second)
    second.reload()
    assert second.view.columnWidth(1) == 222
    assert second.shown_columns() == ["sum", "number", "name", "note"]
    assert source.asked[-1] == ("sum", True)
    second.forget_arrangement()
    assert second.shown_columns() == ["number", "name", "sum"]
    assert "cases" not in memory


@pytest.mark.parametrize("damaged", [{"cases": 7}, {"cases": {"order": ["gone", "sum"], "sort": ["gone", True]}}])
def test_a_memory_of_another_version_does_no_harm(source, shown, damaged) -> None:
    table = Table("cases", COLUMNS, source, damaged)
    shown(table)
    table.reload()
    assert set(table.shown_columns()) == {"number", "name", "sum"}
    assert source.asked[-1][0] == ""


def test_remembered_widths_grow_with_the_text(qapp, source, shown) -> None:
    memory = {"cases": {"widths": {"number": 200}}}
    look.apply(qapp, "huge")
    table = Table("cases", COLUMNS, source, memory)
    shown(table)
    assert table.view.columnWidth(0) == 280


def test_column_chooser_hides_and_shows_but_never_the_first(table) -> None:
    menu = table.column_menu()
    names = {action.text(): action for action in menu.actions()}
    assert not names["案号"].isEnabled()
    names["当事人"].setChecked(False)
    names["备注"].setChecked(True)
    assert table.shown_columns() == ["number", "sum", "note"]
    table.show_column("number", shown=False)
    assert "number" in table.shown_columns()


def test_rows_have_one_height_that_grows_with_the_text(qapp, table) -> None:
    before = table.view.rowHeight(0)
    look.apply(qapp, "huge")
    assert table.view.rowHeight(0) == table.view.rowHeight(999) > before


def test_the_growing_column_takes_what_the_others_leave_and_nobody_remembers_it(source, shown) -> None:
    columns = (Column("number", "案号", 160), Column("name", "当事人", 120, grows=True), Column("sum", "金额", 90))
    memory: dict[str, Any] = {}
    made = Table("cases", columns, source, memory)
    shown(made, 1000)
    header = made.view.horizontalHeader()
    made.reload()
    assert sum(header.sectionSize(n) for n in range(3)) == made.view.viewport().width()
    header.resizeSection(0, 200)
    assert set(memory["cases"]["widths"]) == {"number", "sum"}
    shown(made, 300)
    assert header.sectionSize(1) == 120
