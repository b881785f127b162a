"""纠纷调解: the list with its views and filters, and the page of the case chosen from it."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.records.dispute.case.service import COUNTED, VIEWS
from studio_app.ui.dispute.case.case_list import CaseListPage
from studio_app.ui.dispute.case.case_page import CasePage
from studio_app.ui.dispute.case.import_page import ImportPage
from studio_app.ui.dispute.case.open_page import OpenPage
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.page.screen import Screen, way_back


class MediationScreen(Screen, QWidget):
    """The rail's page: a list, or one case, or a new case being opened."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mediation")
        self._services = services
        self.list = CaseListPage(services)
        self.case = CasePage(services)
        self._opening: OpenPage | ImportPage | None = None
        self._veiled = False
        self._left: QWidget | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.case)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.list.chosen.connect(self.show_case)
        self.list.open_wanted.connect(self.new_case)
        self.list.import_wanted.connect(self.import_ledger)
        self.list.list_leaves.connect(self.list_leaves)
        self.list.said.connect(self.said)
        self.way_back = way_back(self.list, "mediation.way_back", self._go_back)
        self.case.closed.connect(self.show_list)
        self.case.said.connect(self.said)

    # --- what the window asks ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read anew what is in view."""
        if self._stack.currentWidget() is self.case:
            self.case.refresh()
        elif self._stack.currentWidget() is self.list:
            self.list.refresh()

    def go_home(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.list:
            return
        self.leave()
        self._stack.setCurrentWidget(self.list)
        self.list.refresh()
        self.list.setFocus()
        self._left = shown
        self.way_back.show()

    def _go_back(self) -> None:
        """To the page the rail led away from, as it stood there."""
        if self._left is not None:
            self._stack.setCurrentWidget(self._left)
            self.refresh()
            self._left.setFocus()
        self._forget_left()

    def _forget_left(self) -> None:
        self._left = None
        self.way_back.hide()

    def leave(self) -> None:
        self.case.leave()
        if self._opening is not None:
            self._opening.leave()

    def back(self) -> bool:
        """Esc goes back one page; False when the list itself is in view."""
        if self._left is not None:
            self._go_back()
            return True
        if self._opening is not None:
            self._opening.cancelled.emit()
            return True
        return self._stack.currentWidget() is self.case and self.case.back()

    def show_case(self, case_id: str) -> None:
        self._forget_left()
        self._stack.setCurrentWidget(self.case)
        self._drop_opening()
        self.case.show_case(case_id)

    def begin(self, action: str, owner_id: str = "", subject_id: str = "") -> None:
        """Open a new case, or the case `owner_id` at the page that deals with a reminder."""
        if action == "new_case":
            self.new_case()
            return
        self.show_case(owner_id)
        if self.case.case_id:
            self.case.do(action, subject_id)

    def show_list(self) -> None:
        self._forget_left()
        self._stack.setCurrentWidget(self.list)
        self._drop_opening()
        self.list.refresh()

    def show_item(self, subject: str) -> None:
        """A case, or the list in one of its views, for the figures of 今日."""
        if subject not in dict((*VIEWS, *COUNTED)):
            self.show_case(subject)
            return
        self.show_list()
        self.list.show_view(subject)

    def place(self) -> str:
        return self.case.case_id

    def shows(self, owners: frozenset[str], _kinds: frozenset[str]) -> bool:
        return owners == {self.place()} and self.case.shows_case

    def save_now(self) -> bool:
        """False where nothing is being written."""
        if self._opening is not None:
            return self._opening.keep_now()
        return self.case.save_now()

    def print_now(self) -> bool:
        """False where no case is open."""
        return self._stack.currentWidget() is self.case and self.case.print_now()

    def veil(self, *, on: bool) -> None:
        self._veiled = on
        self.case.veil(on=on)
        if self._opening is not None:
            self._opening.veil(on=on)

    def help_topic(self) -> str:
        return self.case.help_topic() if self._stack.currentWidget() is self.case else "mediation"

    # --- a new case -------------------------------------------------------------------------------------------

    def new_case(self) -> None:
        """新开纠纷 without a visit."""
        self._forget_left()
        self._drop_opening()
        page = OpenPage(self._services)
        page.opened.connect(self._opened)
        self._put_up(page)
        page.form.focus_first()

    def import_ledger(self) -> None:
        """导入旧台账."""
        self._forget_left()
        self._drop_opening()
        page = ImportPage(self._services)
        page.imported.connect(self._imported)
        self._put_up(page)
        page.setFocus()

    def _put_up(self, page: OpenPage | ImportPage) -> None:
        self._opening = page
        page.cancelled.connect(self._gave_up)
        page.veil(on=self._veiled)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _imported(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.show_list()
        self.list.show_view("all")

    def _gave_up(self) -> None:
        self.show_list()
        self.list.setFocus()

    def _opened(self, case_id: str, sentence: str) -> None:
        self.said.emit(sentence)
        self.show_case(case_id)

    def _drop_opening(self) -> None:
        if self._opening is not None:
            self._opening.leave()
            let_go(self._opening)
            self._stack.removeWidget(self._opening)
            self._opening = None
