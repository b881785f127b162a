"""Opening a desk: the password of an account, the recovery code, a backup, or another folder."""

import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app import desk as desks
from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError, WrongPassword
from studio_app.desk import Desk
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.input.inputs import Combo
from studio_app.ui.kit.input.passwords import asked, password_line, show_box
from studio_app.ui.kit.page.cards import Banner, Card, Flow, button, label
from studio_app.ui.kit.page.room import Scrolling, Stack
from studio_app.ui.kit.popup import messages
from studio_app.ui.setup.frame import Trouble, named, sentence
from studio_app.ui.setup.recovery_page import RecoveryPage
from studio_app.ui.setup.restore_page import RestorePage

COUNT_MS = 500
UPGRADING = (
    "第一次用新版本打开：正在把数据换成新的存法，多的要一分钟。请不要关机，也不要拔 U盘；中途断了，数据还是原来的样子。"
)


class UnlockPage(QWidget):
    """`unlocked` carries the open Desk; every trouble is told under the password, in words that say what to do."""

    unlocked = Signal(object)

    def __init__(
        self, folder: Path, clock: Callable[[], datetime] = desks.local_now, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("unlock")
        self._folder, self._clock = folder, clock
        self._waiting = QTimer(self, interval=COUNT_MS)
        self._waiting.timeout.connect(self._count_down)
        self._stack = Stack()
        self._front = self._make_front()
        self._stack.addWidget(self._front)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.refresh()

    # --- building ---------------------------------------------------------------------------------------------

    def _make_front(self) -> QWidget:
        inside = QWidget()
        look.mark(inside, page="true")
        self._notices = QVBoxLayout()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(look.XL, look.XL, look.XL, look.XL)
        outer.addLayout(self._notices)
        outer.addStretch(2)
        middle = QHBoxLayout()  # not by alignment: that would give the card its wished height, whatever its words need
        middle.addStretch(1)
        middle.addWidget(self._make_card())
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        return Scrolling(inside)

    def _make_card(self) -> Card:
        card = Card()
        card.setFixedWidth(look.scaled(500))
        card.body.setSpacing(look.M)
        card.body.addWidget(label("委员工作室", "title"))
        self._where = sentence("")
        self._where.setObjectName("unlock.folder")
        card.body.addWidget(self._where)
        self._account = Combo()
        self._account.setObjectName("unlock.account")
        self._account.setAccessibleName("登录名")
        self._password = password_line("unlock.password", "密码")
        self._password.returnPressed.connect(self.open)
        for question, line in (("登录名", self._account), ("密码", self._password)):
            card.body.addWidget(asked(question, line))
            card.body.addWidget(line)
        card.body.addWidget(show_box("unlock", self._password), 0, Qt.AlignmentFlag.AlignLeft)
        self._trouble = Trouble("unlock.trouble")
        card.body.addWidget(self._trouble)
        self._open = named(button("打开", "primary", clicked=self.open), "unlock.open")
        card.body.addWidget(self._open)
        card.body.addWidget(self._make_links())
        return card

    def _make_links(self) -> QWidget:
        links = QWidget()
        flow = Flow(links, 0)
        policy = links.sizePolicy()
        policy.setHeightForWidth(True)
        links.setSizePolicy(policy)
        for words, name, act in (
            ("忘记密码，用恢复码打开", "recover", self.recover),
            ("从备份恢复", "restore", self.restore),
            ("打开别的文件夹", "other_folder", self._choose_folder),
        ):
            flow.addWidget(named(button(words, "quiet", clicked=act), f"unlock.{name}"))
        return links

    # --- opening ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The password is what is wanted; before it is in a window a page cannot keep the focus."""
        super().showEvent(event)
        if not event.spontaneous():
            self._password.setFocus()

    def refresh(self) -> None:
        """Read who may sign in here; a damaged or missing key file is told with what to do."""
        self._where.setText(f"数据文件夹：{self._folder}")
        self._trouble.tell("")
        names: list[str] = []
        try:
            names = desks.accounts(self._folder)
        except AppError as trouble:
            self._trouble.tell(trouble)
        self._account.set_options([(name, name) for name in names])
        last = ComputerSettings.load().last_account
        self._account.setCurrentIndex(names.index(last) if last in names else 0)
        self._set_busy(on=False)
        self._open.setEnabled(bool(names))
        self._password.setFocus()
        self._count_down()

    def open(self) -> None:
        """Derive the key and open the file off the GUI thread."""
        name, password = str(self._account.code() or ""), self._password.text()
        folder, clock = self._folder, self._clock
        if not self._open.isEnabled():
            return
        if not password:
            self._trouble.tell("请输入密码。")
            return
        self._trouble.tell("")
        self._set_busy(on=True)
        tasks.run(self, lambda: self._unlock(folder, name, password, clock), self._unlocked, self._failed)

    @staticmethod
    def _unlock(folder: Path, name: str, password: str, clock: Callable[[], datetime]) -> tuple[str, Any, bool]:
        sign_in, unlocked = Desk.unlock(folder, name, password, clock)
        return sign_in, unlocked, desks.is_older(folder, unlocked)

    def _unlocked(self, found: tuple[str, Any, bool]) -> None:
        sign_in, unlocked, older = found
        if older:
            self._open.setText("正在升级数据……")
            self._trouble.tell(UPGRADING, "plain")
        folder, clock = self._folder, self._clock
        tasks.run(self, lambda: Desk.open_with(folder, sign_in, unlocked, clock), self._opened, self._failed)

    def _opened(self, desk: Desk) -> None:
        self._password.clear()
        self._trouble.tell("")
        settings = ComputerSettings.load()
        if settings.last_account != desk.office.signed.sign_in:
            settings.last_account = desk.office.signed.sign_in
            settings.save()
        self._set_busy(on=False)
        self.unlocked.emit(desk)

    def _failed(self, trouble: AppError) -> None:
        self._set_busy(on=False)
        self._trouble.tell(trouble)
        self._password.setFocus()
        self._password.selectAll()
        if isinstance(trouble, WrongPassword):
            self._count_down()

    def _set_busy(self, *, on: bool) -> None:
        for widget in (self._open, self._account, self._password):
            widget.setEnabled(not on)
        self._open.setText("正在打开……" if on else "打开")

    def _count_down(self) -> None:
        """After a wrong password the next try waits, longer each time; the button says how long."""
        left = math.ceil(desks.wait_seconds(self._folder, self._clock()))
        if left > 0:
            self._open.setText(f"请等 {left} 秒再试")
            self._open.setEnabled(False)
            self._waiting.start()
        elif self._waiting.isActive():
            self._waiting.stop()
            self._open.setText("打开")
            self._open.setEnabled(self._account.count() > 0)

    # --- other ways in ----------------------------------------------------------------------------------------

    def recover(self) -> None:
        """With the recovery code, then a new password."""
        names = [self._account.itemText(i) for i in range(self._account.count())]
        page = RecoveryPage(self._folder, names, self._clock, chosen=str(self._account.code() or ""))
        page.unlocked.connect(self._opened)
        self._visit(page)

    def restore(self) -> None:
        page = RestorePage(self._folder, "restore")
        page.restored.connect(lambda words: self._come_back(page, words))
        self._visit(page)

    def say(self, words: str) -> None:
        """A bar above the card."""
        self.add_notice(Banner(words))

    def add_notice(self, notice: QWidget) -> None:
        self._notices.addWidget(notice)
        notice.show()

    def _visit(self, page: RecoveryPage | RestorePage) -> None:
        page.cancelled.connect(lambda: self._come_back(page))
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _come_back(self, page: QWidget, words: str = "") -> None:
        self._stack.setCurrentWidget(self._front)
        self._stack.removeWidget(page)
        page.deleteLater()
        self.refresh()
        if words:
            self.say(words)

    def _choose_folder(self) -> None:
        chosen = messages.choose_folder(self, "选择工作台所在的文件夹")
        if chosen is None:
            return
        if not desks.exists(chosen):
            self._trouble.tell(f"这个文件夹里没有工作台：{chosen}")
            return
        self._folder = chosen
        self.refresh()
