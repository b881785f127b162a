"""What every page inside a case shares: how it is left, what the window may ask of it, its bar of buttons."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import commit_composed
from studio_app.ui.kit.page.cards import Page, button, label
from studio_app.ui.kit.popup import messages

Answer = TypeVar("Answer")


class InnerPage(Page):
    """Stands in for the face of a case until it is `done` (a sentence to say) or `cancelled`.

    The case page asks it to `leave`, `refresh`, `pause`, `resume`, `keep_now`, `print_now` and `veil`; a page that has
    nothing to do then inherits doing nothing.
    """

    done = Signal(str)
    cancelled = Signal()
    said = Signal(str)
    wanted = Signal(str)
    """The action whose page is to be shown instead of this one."""
    list_leaves = Signal(object)
    """A list on it is to be exported."""
    deeper = Signal(object)
    """An InnerPage to be shown over this one until it is left."""
    shows_case = False
    """Whether the page lists what is stored, so that taking it back is seen on it."""
    help_topic = "case"
    """The page of the manual F1 opens."""

    def __init__(
        self, services: Services, name: str, title: str = "", subtitle: str = "", *, scroll: bool = True
    ) -> None:
        super().__init__(title, subtitle, scroll=scroll)
        self.setObjectName(name)
        self.services = services
        self._main_button: QPushButton | None = None
        self._left_at: QWidget | None = None
        self.bar = QHBoxLayout()
        self.bar.setSpacing(look.S)
        self.status = label("", "secondary", wrap=True)
        self.status.setObjectName(f"{name}.status")
        self.bar.addStretch(1)
        self.bar.addWidget(self.status)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addLayout(self.bar)

    # --- what the case page asks --------------------------------------------------------------------------------

    def leave(self) -> None:
        """The page goes out of view, the desk is locked or closed: keep what is typed."""

    def keeps_text(self) -> bool:
        """Whether something typed here is not stored, and comes back when the page is opened again."""
        return False

    def refresh(self) -> None:
        """Something was stored: read anew what is only shown; what is typed stays."""

    def pause(self) -> None:
        """A page is about to be shown over it."""
        self._left_at = self.focusWidget()

    def resume(self) -> None:
        """That page was left: the focus goes to what is done next, here to where it was."""
        before = self._left_at
        known = before is not None and isValid(before) and before.isVisible()
        (before if before is not None and known else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_now(self) -> bool:
        """Ctrl+S: keep what is typed at once, and say so; False where nothing is."""
        return False

    def print_now(self) -> None:
        """Ctrl+P."""

    def veil(self, *, on: bool) -> None:
        """F8: hide or show what is sensitive."""

    # --- for the page -------------------------------------------------------------------------------------------

    def add_button(self, name: str, text: str, clicked: Callable[[], object], kind: str = "") -> QPushButton:
        """A button of the bar, which stays in view however long the page is; in reading order."""
        made = button(text, kind, clicked=clicked)
        made.setObjectName(f"{self.objectName()}.{name}")
        if kind == "primary":
            self._main_button = made
        self.bar.insertWidget(self.bar.count() - 2, made)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter wherever no form took it, in a box or at a tick, is the main button."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._main_button is not None:
            commit_composed()
            self._main_button.click()
        else:
            super().keyPressEvent(event)

    def add_back(self) -> QPushButton:
        return self.add_button("back", "返回", self.cancelled.emit)

    def tell(self, trouble: AppError) -> None:
        messages.tell(self, trouble)

    def attempt(self, work: Callable[[], Answer]) -> Answer | None:
        """Do what a service may refuse; the refusal is told above the page. None: refused."""
        try:
            return work()
        except AppError as trouble:
            self.tell(trouble)
        return None
