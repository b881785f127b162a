"""What the program does beside whoever works in the window: backups, and what an upgrade left to be derived anew."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio_app.core.errors import AppError
from studio_app.desk import Desk
from studio_app.ui.kit import tasks
from studio_app.ui.kit.page import bars
from studio_app.ui.kit.page.reading_order import let_go

if TYPE_CHECKING:
    from studio_app.ui.main_window import MainWindow

LOOK_MS = 60_000
"""How often it is asked whether a backup is due."""
LOCKED = "上次没有做完的换锁，已经接着做完了。建议马上做一次备份。"
TIDYING = "程序升级了，正在整理以前的记录，不影响使用；整理完以前，有些旧记录可能查找不到。"


def back_up(desk: Desk, window: "MainWindow") -> None:
    """A backup by itself after changes, as long as the window lives; one trouble is told once."""
    told: set[str] = set()

    def tell(trouble: AppError) -> None:
        if str(trouble) not in told:
            told.add(str(trouble))
            window.add_notice(bars.no_backup(trouble, lambda: window.show_page("preferences", "backup")))

    timer = QTimer(window, interval=LOOK_MS)
    timer.timeout.connect(lambda: tasks.run(window, desk.services.backups.by_itself, failed=tell))
    timer.start()


def watch_clock(desk: Desk, window: "MainWindow") -> None:
    """A bar as long as the computer's clock cannot be believed; it goes when the clock is put right or said to be."""
    office, shown = desk.office, list[QWidget]()

    def show() -> None:
        while shown:
            bar = shown.pop()
            if isValid(bar):
                let_go(bar)
        if doubt := office.database.clock.doubt:
            shown.append(bars.doubtful_clock(doubt.words, office.trust_clock if office.may("write") else None))
            window.add_notice(shown[0])

    window.turned.connect(show)
    show()


def finish_locks(desk: Desk, window: "MainWindow") -> None:
    """A 换锁 that a full disk or a pulled plug cut off, at the next chance; 安全 says where that fails again."""
    tasks.run(
        window, desk.services.accounts.finish_locks, lambda done: window.say(LOCKED) if done else None, failed=_later
    )


def tidy(desk: Desk, window: "MainWindow") -> None:
    """Part after part; what a full disk or the end of the window cuts off goes on at the next opening."""

    def begun(more: bool) -> None:
        if more:
            window.say(TIDYING)
            further(more)

    def further(more: bool) -> None:
        if more:
            tasks.run(window, desk.tidy, further, failed=_later)

    tasks.run(window, desk.tidy, begun, failed=_later)


def _later(_trouble: AppError) -> None:
    return
