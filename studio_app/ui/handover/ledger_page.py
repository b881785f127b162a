"""The ledger in four steps: which time, for whom, what it holds, 导出台账; and the log of what left before."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from studio_app.desk import Services
from studio_app.office.handover import Exported, Watch
from studio_app.services.ledgers import Heading, LedgerOrder, Preview
from studio_app.ui.handover.export_page import ExportPage
from studio_app.ui.handover.heading_panel import HeadingPanel
from studio_app.ui.handover.log_card import LogCard
from studio_app.ui.handover.order_form import OrderForm
from studio_app.ui.handover.preview_card import ROWS, PreviewCard
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.form.looking import offer_if
from studio_app.ui.kit.page.cards import Card, button

PAUSE_MS = 150  # between two keystrokes of one date
NARROW = 46  # base font sizes: below it the two halves stand under one another
ROOMY = 62  # from here on the choices need less than their half


class LedgerPage(ExportPage):
    list_leaves = Signal(object)
    """导出记录 is to be exported."""
    registers_wanted = Signal()
    """Another register than the ledger is to be written."""
    return_wanted = Signal()
    """A ledger the office corrected is to be taken back."""

    def __init__(self, services: Services) -> None:
        super().__init__(services, "交接导出", "给社区、街道的台账从这里出，交给谁、做什么用都记下来", "handover")
        self._shown: LedgerOrder | None = None
        self.form: OrderForm = OrderForm(services)
        self.preview = PreviewCard()
        self.heading = HeadingPanel(self._keep_heading)
        self.log = LogCard(services, self.list_leaves.emit)
        self.log.list_wanted.connect(self.list_wanted)
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.form.edited.connect(self._pause.start)

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        others = button("别的台账和登记簿", "quiet", "table", self.registers_wanted.emit)
        others.setObjectName("handover.registers")
        offer_if(self._services.office.may("hand_over"), others)
        self.header.addWidget(others)
        back = button("收回对方改过的台账", "quiet", "arrow-u-up-left", self.return_wanted.emit)
        back.setObjectName("handover.return")
        offer_if(self._services.office.may("write"), back)
        self.header.addWidget(back)
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
        self.add_foot("④ 导出台账")

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
            self.about.clear()
            return
        ledgers = self._services.ledgers
        tasks.run(self, lambda: ledgers.preview(order, ROWS), lambda found: self._show(order, found))

    def _show(self, order: LedgerOrder, found: Preview) -> None:
        if order == self._shown:  # else the answers were changed meanwhile
            self.preview.show_preview(found)
            self.about.setText(f"{found.file_name}　{found.count} 件")

    def _keep_heading(self, heading: Heading) -> None:
        self._services.ledgers.keep_heading(heading)
        self.heading.load(self._services.ledgers.heading())
        self.said.emit("已保存表头和落款。")

    # --- exporting --------------------------------------------------------------------------------------------

    def file_name(self, order: LedgerOrder) -> str:
        return self._services.ledgers.file_name(order)

    def write(self, order: LedgerOrder, path: Path, watch: Watch) -> Exported:
        return self._services.ledgers.export_t1(order, path, force=True, watch=watch)

    def exported(self, made: Exported) -> None:
        self.refresh()
        self.log.mark(made.log_id)
