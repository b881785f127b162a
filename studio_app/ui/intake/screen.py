"""来访登记: the list, the form and the page of one visit, one at a time."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.ui.intake.intake_page import IntakePage
from studio_app.ui.intake.list_page import IntakeListPage
from studio_app.ui.intake.register_page import RegisterPage
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.page.screen import Screen, way_back
from studio_app.ui.kit.popup import messages


class IntakeScreen(Screen, QWidget):
    """The page of the rail."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("intake_screen")
        self._services = services
        self._veiled = False
        self.list = IntakeListPage(services)
        self.list.chosen.connect(self.show_intake)
        self.list.register_requested.connect(self.new_intake)
        self.list.list_leaves.connect(self.list_leaves)
        self.list.said.connect(self.said)
        self.way_back = way_back(self.list, "intake.way_back", self._go_back)
        self._left: QWidget | None = None
        self.register: RegisterPage | None = None
        self.visit: IntakePage | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.list)

    # --- what the window asks ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reload what is in view; a form being filled is left alone."""
        current = self._stack.currentWidget()
        try:
            if current is self.visit and self.visit is not None:
                self.visit.refresh()
            elif current is self.list:
                self.list.refresh()
        except AppError:  # the visit in view was removed, or its registration undone
            self.show_list()

    def go_home(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.list:
            return
        self.show_list()
        self.list.setFocus()
        self._left = shown
        self.way_back.show()

    def _go_back(self) -> None:
        """To the page the rail led away from, as it stood there."""
        shown = self._left
        self._forget_left()
        if shown is not None:
            self._stack.setCurrentWidget(shown)
            self.refresh()
            shown.setFocus()

    def _forget_left(self) -> None:
        self._left = None
        self.way_back.hide()

    def leave(self) -> None:
        """Keep what is unsaved."""
        for page in (self.register, self.visit):
            if page is not None:
                page.leave()

    def save_now(self) -> bool:
        """Ctrl+S keeps what stands in the form; False where there is none."""
        shown = self._stack.currentWidget()
        written = next((page for page in (self.visit, self.register) if page is not None and page is shown), None)
        return written is not None and written.writing.keep_now()

    def veil(self, *, on: bool) -> None:
        self._veiled = on
        for page in (self.register, self.visit):
            if page is not None:
                page.veil(on=on)

    def back(self) -> bool:
        """Esc: one step back; False when the list is in view."""
        current = self._stack.currentWidget()
        if self._left is not None and current is self.list:
            self._go_back()
            return True
        if current is self.list:
            return False
        if current is self.visit and self.visit is not None and self.visit.back():
            return True
        self.leave()
        if current is self.register:
            self._on_cancelled()
        else:
            self.show_list()
        return True

    def place(self) -> str:
        """The visit in view, or the one being changed."""
        shown = self._stack.currentWidget()
        if shown is self.visit and self.visit is not None:
            return self.visit.intake_id
        return self.register.intake_id if shown is self.register and self.register is not None else ""

    def shows(self, owners: frozenset[str], _kinds: frozenset[str]) -> bool:
        return owners == {self.place()}

    def begin(self, action: str, owner_id: str = "", subject_id: str = "") -> None:  # noqa: ARG002
        """Register a visit, edit_intake, or accept: decide 去向 on the page of the visit (R1)."""
        if action == "register":
            self.new_intake()
        else:
            self.show_intake(owner_id)
        if action in ("edit_intake", "answer_visit"):
            self.edit(owner_id)
        if action == "answer_visit" and self.register is not None:
            self.register.form.focus("result")

    # --- pages ------------------------------------------------------------------------------------------------

    def new_intake(self) -> None:
        """Ctrl+N: an empty form, or the one still being filled."""
        if self.register is None or self.register.intake_id:
            self._put_register(RegisterPage(self._services))
        assert self.register is not None  # noqa: S101  # for the type checker
        self._stack.setCurrentWidget(self.register)
        self.register.form.focus_first()

    def show_intake(self, intake_id: str, then: str = "") -> None:
        """The page of one visit; `then` opens 受理 ("accept") or 并入 ("join:<case id>") on it."""
        self.leave()
        try:
            page = IntakePage(self._services, intake_id)
        except AppError as gone:
            self.show_list()
            messages.tell(self.list, gone)
            return
        self._drop(self.visit)
        self.visit = page
        page.case_chosen.connect(self.case_chosen)
        page.intake_chosen.connect(self.show_intake)
        page.edit_requested.connect(self.edit)
        page.cancelled.connect(self.show_list)
        page.said.connect(self.said)
        page.veil(on=self._veiled)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        what, _, case_id = then.partition(":")
        page.setFocus()  # else the rail would take it from the form that went: one Space, and the page is gone
        if what:
            page.start(what, case_id)

    def show_item(self, subject: str) -> None:
        """A view another page asked for: 待受理 of 今日, or all visits of one person."""
        if subject in ("undecided", "waiting"):
            self.show_list()
            self.list.narrow(state="waiting")
        elif self._services.intakes.person_name(subject):
            self.show_list()
            self.list.narrow(person_id=subject)
        else:
            self.show_intake(subject)

    def show_list(self) -> None:
        """The register; a form half filled stays as it is behind it."""
        self._forget_left()
        self._stack.setCurrentWidget(self.list)
        self.list.refresh()

    def edit(self, intake_id: str) -> None:
        """修改、补充."""
        self._put_register(RegisterPage(self._services, intake_id))
        assert self.register is not None  # noqa: S101  # for the type checker
        self._stack.setCurrentWidget(self.register)
        self.register.form.focus_first()

    def _put_register(self, page: RegisterPage) -> None:
        self.leave()
        self._drop(self.register)
        self.register = page
        page.stored.connect(self._on_stored)
        page.cancelled.connect(self._on_cancelled)
        page.veil(on=self._veiled)
        self._stack.addWidget(page)

    def _on_stored(self, intake_id: str, sentence: str, then: str) -> None:
        self._drop(self.register)
        self.register = None
        self.show_intake(intake_id, then)
        if self.visit is not None and not then:
            self.visit.main_button.setFocus()
        self.said.emit(sentence)

    def _on_cancelled(self) -> None:
        """From 修改 back to the visit, from 新登记 back to the list."""
        if self.register is not None and self.register.intake_id:
            self.show_intake(self.register.intake_id)
        else:
            self.show_list()

    def _drop(self, page: QWidget | None) -> None:
        if page is self._left:
            self._forget_left()
        if page is not None:
            let_go(page)
            self._stack.removeWidget(page)
