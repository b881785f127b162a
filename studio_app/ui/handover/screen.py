"""交接导出: the page of the ledger, and the 移交清单 that goes with it."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from studio_app.desk import Services
from studio_app.office.handover import Leaving
from studio_app.services.printing import Pages
from studio_app.ui.handover.export_page import ExportPage
from studio_app.ui.handover.ledger_page import LedgerPage
from studio_app.ui.handover.list_export_page import ListExportPage
from studio_app.ui.handover.list_page import ListPage
from studio_app.ui.handover.registers_page import RegistersPage
from studio_app.ui.handover.return_page import ReturnPage
from studio_app.ui.kit import tasks
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.kit.popup import messages

LEDGERS = "台账 (*.xlsx *.xls *.et *.ods *.csv)"


class HandoverScreen(Screen, QStackedWidget):
    """One page at a time; Esc comes back from the 移交清单. Nothing typed here is worth a draft."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("handover")
        self.setAccessibleName("交接导出")
        self._services = services
        self.ledger = LedgerPage(services)
        self.paper = ListPage()
        self.ledger.said.connect(self.said)
        self.ledger.list_wanted.connect(self.show_list)
        self.ledger.list_leaves.connect(lambda listed: self.hand_over(listed, "handover"))
        self.ledger.return_wanted.connect(self._take_back)
        self.ledger.registers_wanted.connect(self._open_registers)
        self.paper.done.connect(self._come_back)
        self.addWidget(self.ledger)
        self.addWidget(self.paper)
        self._below: ExportPage | ReturnPage = self.ledger

    def refresh(self) -> None:
        self.ledger.refresh()

    def back(self) -> bool:
        """From the 移交清单 to the page it was asked on, from there to the list that was to be exported."""
        if self.currentWidget() is self.paper:
            self._come_back("")
            return True
        if isinstance(self._below, ListExportPage | RegistersPage | ReturnPage):
            self._below.left.emit()
            return True
        return False

    def go_home(self) -> None:
        below, self._below = self._below, self.ledger
        self.setCurrentWidget(self.ledger)
        if below is not self.ledger:
            let_go(below)
            self.removeWidget(below)

    def hand_over(self, leaving: object, came_from: str) -> None:
        self.go_home()
        assert isinstance(leaving, Leaving)  # noqa: S101  # for the type checker: kit knows no office
        page = self._below = ListExportPage(self._services, leaving)
        page.said.connect(self.said)
        page.list_wanted.connect(self.show_list)
        page.left.connect(lambda: self._leave_list(came_from))
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.export_button.setFocus()

    def _take_back(self) -> None:
        for path in messages.choose_open_files(self, "选对方交回来的台账", LEDGERS)[:1]:
            self.go_home()
            page = self._below = ReturnPage(self._services, path)
            page.said.connect(self.said)
            page.case_chosen.connect(self.case_chosen)
            page.left.connect(self._leave)
            self.addWidget(page)
            self.setCurrentWidget(page)
            page.read()

    def _open_registers(self) -> None:
        self.go_home()
        page = self._below = RegistersPage(self._services)
        page.said.connect(self.said)
        page.list_wanted.connect(self.show_list)
        page.left.connect(self._leave)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.form.focus_first()

    def _leave(self) -> None:
        self.go_home()
        self.refresh()

    def _leave_list(self, came_from: str) -> None:
        self.page_requested.emit(came_from, "")
        self.go_home()

    def print_now(self) -> bool:
        """Ctrl+P: the list that is open, else the one of the last export."""
        if self.currentWidget() is self.paper:
            self.paper.print_now()
        elif isinstance(self._below, ExportPage):
            self._below.print_list()
        return True

    def show_list(self, log_id: str) -> None:
        """Draw the 移交清单 of one export and show it."""
        facts = self._services.ledgers.handover_facts(log_id)
        tasks.run(self._below, lambda: self._services.printing.handover(facts), self._show_pages)

    def _show_pages(self, pages: Pages) -> None:
        self.paper.show_pages(pages.svg(), self._services.printing.copies_of("handover"))
        self.setCurrentWidget(self.paper)

    def _come_back(self, sentence: str) -> None:
        self.setCurrentWidget(self._below)
        if sentence:
            self.said.emit(sentence)
