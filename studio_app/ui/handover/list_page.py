"""移交清单 before it goes to the printer: both sides sign it, one copy each."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Page, button
from studio_app.ui.kit.page.pages_view import PagesView, print_pages
from studio_app.ui.kit.popup import messages


class ListPage(Page):
    """`done` when the person goes back, with a sentence if it was printed."""

    done = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("移交清单", "随表打印，双方签名各留一份", scroll=False, parent=parent)
        self.setObjectName("handover_list")
        self._svgs: list[str] = []
        self._copies = 1
        self.view = PagesView("handover_list.view")
        self.body.addWidget(self.view, 1)
        self.print = button("打印", "primary", "printer", self.print_now)
        self.print.setObjectName("handover_list.print")
        self.back = button("返回", clicked=lambda: self.done.emit(""))
        self.back.setObjectName("handover_list.back")
        foot = QHBoxLayout()
        foot.setSpacing(look.S)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.print)
        self.body.addLayout(foot)

    def show_pages(self, svgs: list[str], copies: int = 1) -> None:
        self._svgs, self._copies = svgs, copies
        self.view.set_pages(svgs)
        self.print.setFocus()

    def print_now(self, printed: Callable[..., bool] = print_pages) -> None:
        try:
            if printed(self, self._svgs, copies=self._copies):
                self.done.emit("移交清单已送去打印。")
        except AppError as trouble:
            messages.tell(self, trouble)
