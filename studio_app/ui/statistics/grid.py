"""The table of figures: a line for each part, a column for each figure, each figure a way to its disputes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from studio_app.records.dispute.statistics import Counted, Measure
from studio_app.services.statistics import TOTAL, Line, Report, shown
from studio_app.ui.kit import look

FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NONE = "·"
"""Where nothing was counted: zeros would drown what there is."""


class Grid(QTableWidget):
    """`opened(heading, ids)` at a click on a figure, or at Enter."""

    opened = Signal(str, list)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statistics.table")
        self.setAccessibleName("统计表")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setMinimumSectionSize(look.scaled(64))
        self.verticalHeader().setDefaultSectionSize(look.scaled(34))
        self.verticalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setTabKeyNavigation(False)
        self._behind: dict[tuple[int, int], list[str]] = {}
        self._headings: list[str] = []
        self._measures: Sequence[Measure] = ()
        self.cellClicked.connect(self._open)

    def show_report(self, report: Report) -> None:
        """The sum first, with those of the two times it is compared with; then the lines."""
        earlier = [Line(f"上一段 {_days(report.before[0])}", report.before[1])]
        earlier.append(Line(f"去年同期 {_days(report.year_before[0])}", report.year_before[1]))
        lines = [Line(TOTAL, report.total), *earlier, *report.lines]
        columns = report.measures
        self.clear()
        self._behind = {}
        self.setRowCount(len(lines))
        self.setColumnCount(len(columns))
        self._headings = [line.label for line in lines]
        self.setVerticalHeaderLabels(self._headings)
        for place, measure in enumerate(columns):
            heading = QTableWidgetItem(measure.label)
            heading.setToolTip(measure.about)
            heading.setTextAlignment(FIGURES)
            self.setHorizontalHeaderItem(place, heading)
        self._measures = columns
        for row, line in enumerate(lines):
            self._fill(row, line.counted, columns, bold=row == 0)
        self._fit()

    def _fill(self, row: int, counted: Counted, columns: Sequence[Measure], *, bold: bool) -> None:
        for column, measure in enumerate(columns):
            value = counted.value(measure)
            item = QTableWidgetItem(shown(measure, value) if value else NONE)
            item.setTextAlignment(FIGURES)
            font = item.font()
            font.setBold(bold)
            item.setFont(font)
            if value:
                self._behind[row, column] = counted.opens(measure)
                item.setForeground(QColor(getattr(look.colours(), measure.tone or "accent")))
                item.setToolTip("点一下看是哪些纠纷")
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{self._headings[row]} {measure.label} {shown(measure, value) or 0}",
            )
            self.setItem(row, column, item)

    def _fit(self) -> None:
        """As high as its lines: the page scrolls, not the table."""
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + bar + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int, column: int) -> None:
        if ids := self._behind.get((row, column)):
            self.opened.emit(f"{self._headings[row]}　{self._measures[column].label}", ids)


def _days(period: tuple[object, object]) -> str:
    first, last = period
    return f"{first:%Y-%m-%d} 至 {last:%m-%d}" if first.year == last.year else f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"  # type: ignore[attr-defined]
