"""How quickly the list shows and scrolls 100,000 rows; the bar is 50 ms to show and 16 ms a frame."""

import os
import random
import statistics
import time
from collections.abc import Callable, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from studio_app.ui.kit import look
from studio_app.ui.kit.table.table import Column, Table

ROWS = 100_000
COLUMNS = [
    Column("number", "案号", 170, text=lambda row: row[1]),
    Column("parties", "当事人", 160, text=lambda row: row[2]),
    Column("kind", "类型", 110, text=lambda row: row[3]),
    Column("place", "地点", 220, text=lambda row: row[4]),
    Column("state", "状态", 90, text=lambda row: row[5], tone=lambda row: row[6]),
    Column("day", "受理", 110, text=lambda row: row[7]),
    Column("due", "期限", 110, text=lambda row: row[8]),
    Column("summary", "简要情况", 300, text=lambda row: row[9]),
]

Row = tuple[str, ...]


class Tuples:
    """Rows in memory, so that only the table is measured."""

    def __init__(self) -> None:
        self.by_id = {row[0]: row for row in map(made_row, range(ROWS))}
        self.order = list(self.by_id)

    def ids(self, sort_key: str, descending: bool) -> Sequence[str]:
        return self.order[::-1] if descending else self.order

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        return [self.by_id[row_id] for row_id in ids]


def made_row(n: int) -> Row:
    state, tone = (("调解中", "accent"), ("履行中", "amber"), ("已化解", "green"), ("已逾期", "red"))[n % 4]
    place = f"幸福里 {n % 30} 幢 {n % 6} 单元 {n % 900} 室"
    told = "楼上卫生间漏水两个月，顶棚发霉，要求维修并赔偿损失。" * 2
    number = f"（2026）示评字第 {n} 号"
    return (
        f"id{n}",
        number,
        "王某 与 赵某",
        "邻里纠纷",
        place,
        state,
        tone,
        "2026-03-05",
        "2026-04-04",
        told,
    )


def first_show(source: Tuples) -> float:
    QApplication.processEvents()
    start = time.perf_counter()
    table = Table("bench.cases", COLUMNS, source)
    table.resize(1150, 640)
    table.reload()
    table.show()
    QApplication.processEvents()
    took = time.perf_counter() - start
    table.deleteLater()
    return took


def scrolling(table: Table, next_place: Callable[[int], int], frames: int = 200) -> list[float]:
    bar = table.view.verticalScrollBar()
    took = []
    for step in range(frames):
        start = time.perf_counter()
        bar.setValue(next_place(step))
        QApplication.processEvents()
        took.append(time.perf_counter() - start)
    return took


def dragging(table: Table, frames: int = 200) -> list[float]:
    """The handle of the scroll bar under a pressed mouse, from top to bottom."""
    bar = table.view.verticalScrollBar()
    bar.setValue(0)
    x, top = bar.width() // 2, 8
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, top))
    took = []
    for step in range(frames):
        start = time.perf_counter()
        QTest.mouseMove(bar, QPoint(x, top + (bar.height() - 2 * top) * step // frames))
        QApplication.processEvents()
        took.append(time.perf_counter() - start)
    assert bar.value() > bar.maximum() * 0.9, "the handle did not follow the mouse"
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton)
    return took


def baseline() -> float:
    """A bare QTableWidget of 100 rows repainted: what a frame of text costs in this Qt on this computer."""
    bare = QTableWidget(100, len(COLUMNS))
    for place in range(100):
        for column, spec in enumerate(COLUMNS):
            bare.setItem(place, column, QTableWidgetItem(spec.words(made_row(place))))
            bare.setColumnWidth(column, spec.width)
    bare.resize(1150, 640)
    bare.show()
    QApplication.processEvents()
    took = []
    for step in range(60):
        start = time.perf_counter()
        bare.verticalScrollBar().setValue(step)
        QApplication.processEvents()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def run() -> list[tuple[str, float, float | None, float | None]]:
    """Rows (what, seconds, baseline seconds or None, ratio or None)."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look.apply(app)
    source = Tuples()
    first_show(source)  # fonts and style sheet once
    shown = statistics.median(first_show(source) for _ in range(7))
    bare = baseline()
    table = Table("bench.cases", COLUMNS, source)
    table.resize(1150, 640)
    table.reload()
    table.show()
    QApplication.processEvents()
    last = table.view.verticalScrollBar().maximum()
    jumps = random.Random(7)
    measured = {
        "滚动 10 万行，每帧": scrolling(table, lambda step: step * 90),
        "跳到任意处，每帧": scrolling(table, lambda _step: jumps.randrange(last)),
        "拖动滚动条，每帧": dragging(table),
    }
    rows: list[tuple[str, float, float | None, float | None]] = [("首次显示 10 万行", shown, None, None)]
    for what, took in measured.items():
        p95 = sorted(took)[int(len(took) * 0.95)]
        middle = statistics.median(took)
        rows.append((f"{what}（中位）", middle, bare, middle / bare))
        rows.append((f"{what}（p95）", p95, bare, p95 / bare))
        rows.append((f"{what}（最长）", max(took), bare, max(took) / bare))
    return rows


if __name__ == "__main__":
    for what, seconds, base, ratio in run():
        beside = f"基线 {base * 1000:6.2f} ms  ×{ratio:.2f}" if base is not None and ratio is not None else ""
        print(f"{what:24} {seconds * 1000:8.2f} ms  {beside}")
