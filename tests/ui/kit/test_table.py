from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QStackedWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.table.rows import KEPT, WINDOW, TableModel
from studio_app.ui.kit.table.table import Column, Table

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
    assert memory["cases"]["widths"] == {"number": 200}
    shown(made, 300)
    assert header.sectionSize(1) == 120


WIDE = (
    Column("number", "案号", 260, least=160),
    Column("name", "当事人", 120, grows=True),
    Column("sum", "金额", 90, leaves=2),
    Column("note", "备注", 100, leaves=1),
    Column("place", "地点", 140, hidden=True, leaves=3),
)


def narrow(shown, width: int, memory: dict[str, Any] | None = None) -> Table:
    made = Table("cases", WIDE, Places(9), memory)
    shown(made, width)
    made.reload()
    return made


class Places(Made):
    def rows(self, ids: Sequence[str]) -> Sequence[dict[str, Any]]:
        return [row | {"note": "<b>要紧", "place": "6号楼"} for row in super().rows(ids)]


def used(table: Table) -> int:
    return sum(table.view.columnWidth(place) for place in range(len(WIDE)))


@pytest.mark.parametrize("size", ["standard", "large", "huge"])
@pytest.mark.parametrize("width", [1000, 700, 560, 430, 330])
def test_columns_fit_every_width_at_every_size(qapp, shown, size, width) -> None:
    look.apply(qapp, size)
    made = narrow(shown, look.scaled(width))
    assert used(made) == made.view.viewport().width()
    assert made.view.horizontalScrollBar().maximum() == 0


def test_columns_narrow_before_the_least_needed_leave(shown) -> None:
    made = narrow(shown, 1000)
    assert made.view.columnWidth(0) == 260
    shown(made, 560)
    assert made.shown_columns() == ["number", "name", "sum", "note"]
    assert 160 <= made.view.columnWidth(0) < 260
    shown(made, 480)
    assert made.shown_columns() == ["number", "name", "sum"]
    shown(made, 370)
    assert made.shown_columns() == ["number", "name"]
    shown(made, 1000)
    assert made.shown_columns() == ["number", "name", "sum", "note"]


def test_what_has_no_room_is_in_the_tool_tip_and_forgotten_by_nobody(shown) -> None:
    memory: dict[str, Any] = {}
    made = narrow(shown, 370, memory)
    tip = made.model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>第 2 号<br>金额：200<br>备注：&lt;b&gt;要紧</qt>"
    made.sort_by("name")
    assert memory["cases"]["hidden"] == ["place"]


def test_a_long_cell_is_cut_in_its_tool_tip(shown) -> None:
    made = Table("cases", (Column("number", "案号", text=lambda _row: "长" * 10000),), Made(1))
    shown(made)
    made.reload()
    assert len(made.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)) < 400


def test_a_column_ticked_by_the_person_stays_where_others_leave(shown) -> None:
    memory: dict[str, Any] = {}
    made = narrow(shown, 470, memory)
    names = {action.text(): action for action in made.column_menu().actions()}
    assert not names["备注"].isChecked()
    names["备注"].setChecked(True)
    assert made.shown_columns() == ["number", "name", "note"]
    again = narrow(shown, 470, memory)
    assert again.shown_columns() == ["number", "name", "note"]


def test_an_edge_drawn_too_far_stops_where_the_others_have_their_least(shown) -> None:
    memory: dict[str, Any] = {}
    made = narrow(shown, 640, memory)
    header = made.view.horizontalHeader()
    edge = header.sectionViewportPosition(2) + header.sectionSize(2)
    middle = header.height() // 2
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge - 1, middle))
    QTest.mouseMove(header.viewport(), QPoint(edge + 300, middle))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge + 300, middle))
    assert made.view.columnWidth(2) > 90
    assert used(made) == made.view.viewport().width()
    assert made.shown_columns() == ["number", "name", "sum", "note"]
    assert memory["cases"]["widths"]["sum"] == made.view.columnWidth(2)


def test_the_row_under_the_mouse_is_marked_where_a_click_opens_it(table, qtbot) -> None:
    QTest.mouseMove(table.view.viewport(), QPoint(40, table.view.rowViewportPosition(2) + 5))
    qtbot.waitUntil(lambda: table.view.hovered == 2)
    table.open_nothing()
    QTest.mouseMove(table.view.viewport(), QPoint(40, table.view.rowViewportPosition(3) + 5))
    qtbot.wait(20)
    assert table.view.hovered == 2
    assert table.view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_right_click_offers_to_open_and_to_copy(table, qtbot) -> None:
    acts = {action.text(): action for action in table.row_menu(3, 0).actions()}
    acts["复制案号"].trigger()
    assert QGuiApplication.clipboard().text() == "第 3 号"
    with qtbot.waitSignal(table.activated) as opened:
        acts["打开"].trigger()
    assert opened.args == ["3"]
    assert not table.row_menu(3, 3).actions()[1].isEnabled()
    table.open_nothing()
    assert [action.text() for action in table.row_menu(3, 0).actions()] == ["复制案号"]


def test_a_list_that_opens_nothing_does_not(table) -> None:
    opened: list[str] = []
    table.activated.connect(opened.append)
    table.open_nothing()
    table.select("3")
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == []


def test_a_double_click_does_not_press_what_the_first_click_brought(source, shown) -> None:
    pages, pressed = QStackedWidget(), []

    class Row(QPushButton):
        """Acts when the mouse lets go over it, as a row of a timeline does."""

        def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
            pressed.append("打开")
            super().mouseReleaseEvent(event)

    table, page = Table("cases", COLUMNS, source, {}), Row("删除")
    page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    page.clicked.connect(lambda: pressed.append("删除"))
    pages.addWidget(table)
    pages.addWidget(page)
    table.activated.connect(lambda _id: pages.setCurrentWidget(page))
    shown(pages)
    table.reload()
    where = table.view.viewport().mapTo(pages, QPoint(60, table.view.rowViewportPosition(2) + 5))
    QTest.mouseDClick(pages.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert pages.currentWidget() is page
    assert pressed == []
    QTest.mouseClick(pages.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert pressed == ["打开", "删除"]


def test_fewer_words_where_the_full_ones_do_not_fit(shown) -> None:
    said: list[str] = []

    def fewer(row: dict[str, Any]) -> str:
        said.append(row["number"])
        return "短"

    long = Column("number", "案号", 300, text=lambda _row: "很长的一句话" * 2, short=fewer, least=60)
    made = Table("cases", (long, Column("name", "当事人", 120)), Made(3))
    shown(made, 600)
    made.reload()
    made.view.viewport().repaint()
    assert not said
    shown(made, 260)
    made.view.viewport().repaint()
    assert said


def test_a_short_list_may_show_every_word(shown) -> None:
    words = "19900000048\n19900000049"
    phones = Column("number", "电话", 300, text=lambda _row: words, least=100)
    made = Table("rows", (phones, Column("name", "当事人", 120)), Made(3))
    made.wrap()
    shown(made, 600)
    made.reload()
    line, one = made.view.fontMetrics().lineSpacing(), made.view.rowHeight(0)
    assert one == look.control_height() + look.S, "beside one another where there is room"
    made.resize(260, 400)
    QApplication.processEvents()
    assert made.view.rowHeight(0) >= 2 * line + look.S
    assert made.view.needed_height() >= 3 * (2 * line + look.S)
    made.resize(600, 400)
    QApplication.processEvents()
    assert made.view.rowHeight(0) == one
