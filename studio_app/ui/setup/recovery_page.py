"""The way in for who forgot the password: the recovery code, then a new password for an account."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from studio_app import desk as desks
from studio_app.core.errors import AppError
from studio_app.desk import Desk
from studio_app.services.accounts import password_problem, recovery_code_problem
from studio_app.ui.kit import tasks
from studio_app.ui.kit.input.inputs import Combo
from studio_app.ui.kit.input.passwords import PasswordPair, asked
from studio_app.ui.kit.page.cards import Card, button
from studio_app.ui.setup.frame import Middle, Trouble, leave_by_escape, named, sentence


class RecoveryPage(Middle):
    """Two cards, the second waits until the code has opened the lock."""

    unlocked = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        folder: Path,
        names: list[str],
        clock: Callable[[], datetime] = desks.local_now,
        parent: QWidget | None = None,
        *,
        chosen: str = "",
    ) -> None:
        super().__init__("用恢复码打开", "恢复码是建立工作台时抄下来的 28 个字符。", 640, parent)
        self.setObjectName("recover")
        self._folder, self._clock = folder, clock
        self._opened: Any = None
        self._trouble = Trouble("recover.trouble")
        self.column.addWidget(self._make_code_card())
        self._second = self._make_password_card(names, chosen)
        self.column.addWidget(self._second)
        self._second.hide()
        self.column.addStretch(1)
        self._act = named(button("验证恢复码", "primary", clicked=self.go_on), "recover.go_on")
        back = named(button("返回", clicked=self.cancelled.emit), "recover.back")
        leave_by_escape(self, back)
        self.foot.addWidget(back)
        self.foot.addWidget(self._trouble, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self._act)

    def _make_code_card(self) -> Card:
        card = Card()
        self._code = QLineEdit()
        self._code.setObjectName("recover.code")
        self._code.setAccessibleName("恢复码")
        self._code.setPlaceholderText("大小写、空格和横线都不要紧")
        self._code.returnPressed.connect(self.go_on)
        self._told = sentence("")
        self._code.textChanged.connect(lambda typed: self._told.setText(recovery_code_problem(typed) if typed else ""))
        card.body.addWidget(asked("恢复码", self._code))
        card.body.addWidget(self._code)
        card.body.addWidget(self._told)
        return card

    def _make_password_card(self, names: list[str], chosen: str) -> Card:
        """Who forgot the password is the one chosen at the door, and can be another one."""
        card = Card("设一个新密码")
        self._account = Combo()
        self._account.setObjectName("recover.account")
        self._account.setAccessibleName("登录名")
        self._account.set_options([(name, name) for name in names])
        self._account.setCurrentIndex(names.index(chosen) if chosen in names else -1)
        self._passwords = PasswordPair("recover", lambda typed: password_problem(typed, names), "新密码")
        self._passwords.submitted.connect(self.go_on)
        card.body.addWidget(asked("给哪个登录名", self._account))
        card.body.addWidget(self._account)
        card.body.addWidget(self._passwords)
        return card

    def go_on(self) -> None:
        """Check the code; once it opened, set the new password and open the desk."""
        self._trouble.tell("")
        if self._opened is None:
            self._check_code()
        elif self._account.code() is None:
            self._trouble.tell("请先选是哪个登录名。")
            self._account.setFocus()
        elif self._passwords.problem():
            self._passwords.show_problem()
        else:
            self._open()

    def _check_code(self) -> None:
        folder, code, clock = self._folder, self._code.text(), self._clock
        problem = recovery_code_problem(code)
        if problem:
            self._trouble.tell(problem)
            return
        self._act.setEnabled(False)
        tasks.run(self, lambda: desks.check_code(folder, code, clock), self._code_fits, self._failed)

    def _code_fits(self, opened: object) -> None:
        self._opened = opened
        self._act.setEnabled(True)
        self._act.setText("设好密码并打开")
        self._code.setEnabled(False)
        self._told.setText("恢复码正确。")
        self._second.show()
        self._passwords.first.setFocus()

    def _open(self) -> None:
        folder, name, clock = self._folder, str(self._account.code()), self._clock
        password, opened = self._passwords.value(), self._opened
        self._act.setEnabled(False)

        def work() -> Desk:
            return Desk.open_recovered(folder, name, password, opened, clock)

        tasks.run(self, work, self.unlocked.emit, self._failed)

    def _failed(self, trouble: AppError) -> None:
        self._act.setEnabled(True)
        self._trouble.tell(trouble)
