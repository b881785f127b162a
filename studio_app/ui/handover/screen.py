"""交接导出: the page of the ledger, and the 移交清单 that goes with it."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from studio_app.desk import Services
from studio_app.services.printing import Pages
from studio_app.ui.handover.ledger_page import LedgerPage
from studio_app.ui.handover.list_page import ListPage
from studio_app.ui.kit import tasks
from studio_app.ui.kit.page.screen import Screen


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
        self.paper.done.connect(self._come_back)
        self.addWidget(self.ledger)
        self.addWidget(self.paper)

    def refresh(self) -> None:
        self.ledger.refresh()

    def back(self) -> bool:
        """Whether there was a page to come back from."""
        open_list = self.currentWidget() is self.paper
        self.setCurrentWidget(self.ledger)
        return open_list

    def print_now(self) -> bool:
        """Ctrl+P: the list that is open, else the one of the last export."""
        if self.currentWidget() is self.paper:
            self.paper.print_now()
        else:
            self.ledger.print_list()
        return True

    def show_list(self, log_id: str) -> None:
        """Draw the 移交清单 of one export and show it."""
        facts = self._services.ledgers.handover_facts(log_id)
        tasks.run(self.ledger, lambda: self._services.printing.handover(facts), self._show_pages)

    def _show_pages(self, pages: Pages) -> None:
        self.paper.show_pages(pages.svg(), self._services.printing.copies_of("handover"))
        self.setCurrentWidget(self.paper)

    def _come_back(self, sentence: str) -> None:
        self.setCurrentWidget(self.ledger)
        if sentence:
            self.said.emit(sentence)
