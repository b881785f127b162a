"""The ledger in four steps: which time, for whom, what it holds, 导出台账; and the log of what left before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.services.ledgers import Exported, Heading, LedgerOrder, Preview
from studio_app.ui.handover.heading_panel import HeadingPanel
from studio_app.ui.handover.log_card import LogCard
from studio_app.ui.handover.order_form import OrderForm
from studio_app.ui.handover.preview_card import ROWS, PreviewCard
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page import written
from studio_app.ui.kit.page.busy import Busy
from studio_app.ui.kit.page.cards import Card, Page, button, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.tasks import ProgressPanel

KINDS = "Excel 工作簿 (*.xlsx)"
PAUSE_MS = 150  # between two keystrokes of one date
NARROW = 46  # base font sizes: below it the two halves stand under one another
ROOMY = 62  # from here on the choices need less than their half


class LedgerPage(Page):
    """`said` after an export; `list_wanted(log id)` asks for its 移交清单."""

    said = Signal(str)
    list_wanted = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__("交接导出", "给社区、街道的台账从这里出，交给谁、做什么用都记下来", parent=parent)
        self._services = services
        self._shown: LedgerOrder | None = None
        self._last: Exported | None = None
        self.form = OrderForm(services)
        self.preview = PreviewCard()
        self.heading = HeadingPanel(self._keep_heading)
        self.log = LogCard()
        self.log.list_wanted.connect(self.list_wanted)
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.form.edited.connect(self._pause.start)
        self.form.submitted.connect(self.export)

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        asking = Card("")
        asking.body.addWidget(self.form)
        asking.body.addStretch(1)
        self.preview.body.addWidget(self.heading)
        self.preview.body.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(look.L)
        self._halves.addWidget(asking, 5)
        self._halves.addWidget(self.preview, 9)
        self.body.addLayout(self._halves)
        self.body.addWidget(self.log)
        self.body.addStretch(1)
        self._add_foot()

    def _add_foot(self) -> None:
        """Below the part that scrolls: what is about to be written, the button, and what was written."""
        self._told = label("", "secondary", wrap=True)
        self._told.setObjectName("handover.about")
        self.export_button = button("④ 导出台账", "primary", "export", self.form.submit)
        self.export_button.setObjectName("handover.export")
        self._busy = Busy(self.export_button)
        self.result = _Result(self)
        foot = QHBoxLayout()
        foot.setSpacing(look.M)
        foot.addWidget(self._told, 1)
        foot.addWidget(self.export_button)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addWidget(self.result)
        outer.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() / look.base()
        way = QBoxLayout.Direction.LeftToRight if wide >= NARROW else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(way)
        self._halves.setStretch(1, 9 if wide >= ROOMY else 6)

    # --- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.heading.load(self._services.ledgers.heading())
        self.log.show_lines(self._services.ledgers.exports())
        self.export_button.setEnabled(self._services.office.may("hand_over"))
        self._count()

    def _count(self) -> None:
        order = self.form.order()
        self._shown = order
        missing = order.period_problems() | self.form.unread()
        if missing:
            self.preview.show_nothing("先选好期间，这里就会列出表里有什么。")
            self._told.clear()
            return
        ledgers = self._services.ledgers
        tasks.run(self, lambda: ledgers.preview(order, ROWS), lambda found: self._show(order, found))

    def _show(self, order: LedgerOrder, found: Preview) -> None:
        if order == self._shown:  # else the answers were changed meanwhile
            self.preview.show_preview(found)
            self._told.setText(f"{found.file_name}　{found.count} 件")

    def _keep_heading(self, heading: Heading) -> None:
        self._services.ledgers.keep_heading(heading)
        self.heading.load(self._services.ledgers.heading())
        self.said.emit("已保存表头和落款。")

    # --- exporting --------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where to, then write off the GUI thread."""
        order = self.form.order()
        problems = order.problems()
        self.form.show_order_problems(problems)
        if problems:
            return
        self.result.hide()
        messages.try_again(self)
        path = messages.choose_save_file(self, "导出台账", self._services.ledgers.file_name(order), KINDS)
        if path is not None:
            self._write(order, path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"))

    def _write(self, order: LedgerOrder, path: Path) -> ProgressPanel:
        def work(progress: Callable[..., None], cancelled: Callable[[], bool]) -> Exported:
            def watch(done: int, total: int) -> bool:
                progress(done, total, f"第 {done} 件，共 {total} 件")
                return not cancelled()

            return self._services.ledgers.export_t1(order, path, force=True, watch=watch)

        self._busy.begin()
        return tasks.run_long(self, "正在导出台账", work, self._exported, self._failed)

    def _exported(self, made: Exported) -> None:
        self._busy.end()
        self._last = made
        self.result.show_made(made)
        self.refresh()
        self.log.mark(made.log_id)

    def _failed(self, trouble: AppError) -> None:
        self._busy.end(enabled=self._services.office.may("hand_over"))
        if isinstance(trouble, Invalid):
            self.form.show_order_problems(trouble.problems)
        else:
            messages.tell(self, trouble)

    def open_folder(self) -> None:
        if self._last is not None:
            written.open_folder(self, self._last.path)

    def print_list(self) -> None:
        if self._last is not None:
            self.list_wanted.emit(self._last.log_id)


class _Result(QFrame):
    """What was written, and the two things one does next; stays until the next export."""

    def __init__(self, page: LedgerPage) -> None:
        super().__init__()
        look.mark(self, banner="info")
        self.words = label("", wrap=True)
        self.words.setObjectName("handover.result")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        folder = written.folder_button("handover.open_folder")
        folder.clicked.connect(page.open_folder)
        self.paper = button("打印移交清单", "quiet", "printer", page.print_list)
        self.paper.setObjectName("handover.print_list")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.M, look.XS, look.S, look.XS)
        row.addWidget(self.words, 1)
        row.addWidget(folder)
        row.addWidget(self.paper)
        self.hide()

    def show_made(self, made: Exported) -> None:
        where = f"文件在{written.folder_words(made.path)}里。"
        self.words.setText(f"{made.note}{where}请打开看一遍，再当面或用 U盘交给对方，不要发到群里。")
        self.show()
