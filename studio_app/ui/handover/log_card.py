"""导出记录: what left the desk, when, for whom; a 移交清单 can be printed for each ledger again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from studio_app.desk import Services
from studio_app.office.handover import Leaving
from studio_app.services.ledgers import ExportLine
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Card, button
from studio_app.ui.kit.page.reading_order import bring_into_view
from studio_app.ui.kit.table.table import Column, Table
from studio_app.ui.record.record_screen import export_button

ROWS = 5
COLUMNS = (
    Column("at", "时间", 150, text=lambda line: f"{line.at:%Y-%m-%d %H:%M}", sortable=False),
    Column("who", "导出人", 90, sortable=False, least=70, leaves=3),
    Column("what", "内容", 190, text=lambda line: f"{line.what}　{line.period}".strip(), sortable=False, least=120),
    Column("to_whom", "交给谁", 130, sortable=False, least=100),
    Column("purpose", "用途", 150, sortable=False, least=90, leaves=2),
    Column("mask", "遮盖程度", 140, sortable=False, least=100),
    Column("count", "件数", 60, align="right", sortable=False),
    Column("file_name", "文件名", 260, sortable=False, least=100, leaves=1, grows=True),
)


class _Lines:
    """The log as the table asks for it."""

    def __init__(self, lines: Sequence[ExportLine]) -> None:
        self._lines = {line.id: line for line in lines}

    def ids(self, _sort_key: str, _descending: bool) -> Sequence[str]:
        return list(self._lines)

    def rows(self, ids: Sequence[str]) -> Sequence[ExportLine]:
        return [self._lines[line_id] for line_id in ids]


class LogCard(Card):
    """`list_wanted(log id)` asks for the 移交清单 of the marked line."""

    list_wanted = Signal(str)

    def __init__(self, services: Services, leaves: Callable[[Leaving], object], parent: QWidget | None = None) -> None:
        super().__init__("导出记录", parent)
        self.again = button("打印移交清单", "quiet", "printer", self._ask)
        self.again.setObjectName("handover.list_again")
        self.corner.addWidget(self.again)
        self._given: set[str] = set()
        self.table = Table("handover.log", COLUMNS, _Lines(()))
        self.table.set_empty("还没有导出过。每次导出和打印都会记在这里，谁、何时、交给谁。")
        self.table.setFixedHeight(look.scaled(46) * (ROWS + 1))
        self.table.selected.connect(lambda _id: self._allow())
        self.corner.addWidget(export_button(services, self.table, "export_log", leaves))
        self.body.addWidget(self.table)
        self._allow()

    def show_lines(self, lines: Sequence[ExportLine]) -> None:
        self._given = {line.id for line in lines if line.to_whom}
        self.table.set_source(_Lines(lines))
        self._allow()

    def mark(self, line_id: str) -> None:
        """The line that just came is the marked one, and the page goes there."""
        self.table.select(line_id)
        self._allow()
        QTimer.singleShot(0, self.table, lambda: bring_into_view(self.table))  # once the foot has grown

    def _allow(self) -> None:
        """What went to nobody in particular (a print for the file) needs no list."""
        self.again.setEnabled(self.table.current_id() in self._given)

    def _ask(self) -> None:
        if line_id := self.table.current_id():
            self.list_wanted.emit(line_id)
