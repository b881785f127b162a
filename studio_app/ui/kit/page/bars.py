"""Bars below the page in view, for what concerns the whole window."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.page.reading_order import let_go


class Bars(QWidget):
    """Takes no room while there is none; the same words stand there once."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.S, 0, look.S, 0)
        self._column.setSpacing(look.XS)

    def add(self, notice: QWidget) -> None:
        for known in self.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if isinstance(notice, Banner) and known.text == notice.text:
                let_go(known)
        self._column.addWidget(notice)
        notice.show()


def unkept(trouble: AppError, give_up: Callable[[], object]) -> Banner:
    """The window was to be closed, and something typed could not be stored."""
    notice = Banner(f"还没关：刚写的字没存上。{trouble}处理好再关一次，会自动存好。", "error")
    notice.setObjectName("main.unkept")
    notice.add_action("丢掉这些字，关闭", give_up).setObjectName("main.close_anyway")
    return notice


def no_backup(trouble: AppError, show: Callable[[], object]) -> Banner:
    """A backup nobody asked for did not succeed: nothing is lost yet, but somebody has to know."""
    notice = Banner(f"自动备份没有做成：{trouble}", "warn", away="知道了")
    notice.setObjectName("main.no_backup")
    notice.add_action("去看备份", show).setObjectName("main.show_backups")
    return notice


def doubtful_clock(words: str, trust: Callable[[], object] | None) -> Banner:
    """The computer's date cannot be right, or was set; whoever may write says that it is right all the same."""
    notice = Banner(words, "warn", away="知道了")
    notice.setObjectName("main.clock")
    if trust is not None:
        notice.add_action("日期没错", trust).setObjectName("main.clock_right")
    return notice


def unconfirmed_code(change: Callable[[], object]) -> Banner:
    """Closed before it was copied, the wizard does not come again: the code on no paper helps nobody."""
    words = "恢复码还没有核对过。忘了密码只有它能打开，请换一个新的，抄好收起来。"
    notice = Banner(words, "warn", away="以后再换")
    notice.add_action("去换恢复码", change).setObjectName("main.new_code")
    return notice
