"""安全: own password, recovery code, 换锁, when the desk locks itself, the logs and the proof of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.services.accounts import code_difference, password_problem
from studio_app.settings import AppError, ComputerSettings
from studio_app.ui.kit import look, messages, tasks
from studio_app.ui.kit.busy import Busy
from studio_app.ui.kit.cards import Banner, Card, button, clear, label
from studio_app.ui.kit.inputs import Combo
from studio_app.ui.kit.pages_view import print_pages
from studio_app.ui.kit.passwords import PasswordPair, asked, password_line
from studio_app.ui.kit.recovery_code import RecoveryCode
from studio_app.ui.preferences.section import CHANGING, SectionPage

MINUTES = ((5, "5 分钟"), (10, "10 分钟"), (15, "15 分钟"), (30, "30 分钟"), (60, "1 小时"), (0, "不自动锁定"))
LOCKS = (
    "有人离开，或怀疑密码、恢复码被别人知道了，就换锁：留下的人不用改密码，离开的人打不开以后的数据。"
    "换锁叫不回已经拷走的旧备份，它们仍然认当时的密码。数据要重新加密一遍，需要几秒钟；这期间可以看，不能改。"
)
CHAIN = (
    "每笔改动串成一条链，改过去的记录，链就对不上。若有人把整条链重做一遍，光看程序看不出来，"
    "要和移交清单上印着的校验码、各份备份里存着的核对，请收好那些纸。"
)


class SecuritySection(SectionPage):
    def __init__(self, services: Services) -> None:
        super().__init__(services, "security")
        self._password, self._code = Card("我的密码"), Card("恢复码")
        self._log = QListWidget()
        self._log.setObjectName("preferences.log")
        self._log.setAccessibleName("记录")
        self._log.setMinimumHeight(look.scaled(200))
        self._log.setWordWrap(True)
        for card in (
            self._password,
            self._code,
            self._lock_card(),
            self._idle_card(),
            self._chain_card(),
            self._log_card(),
        ):
            self.column.addWidget(card)
        self.column.addStretch(1)

    def show_stored(self) -> None:
        self._show_password_row()
        self._show_code_row()
        settings = ComputerSettings.load()
        self._idle.set_code(settings.lock_after_minutes)
        self._show_locks()

    def _show_locks(self) -> None:
        self._pending.setVisible(self.services.accounts.locks_pending())
        self._show_log()

    # --- own password -----------------------------------------------------------------------------------------

    def _show_password_row(self) -> None:
        clear(self._password.body)
        row = QHBoxLayout()
        row.addWidget(label("密码只有自己知道，不要贴在屏幕边上。", "secondary", wrap=True), 1)
        row.addWidget(self.button("修改密码", "change_password", self.change_password))
        self._password.body.addLayout(row)

    def change_password(self) -> None:
        """The form opens inside the card."""
        clear(self._password.body)
        form = _PasswordChange()
        form.cancelled.connect(self._show_password_row)
        form.saved.connect(lambda: self.attempt(lambda: self._save_password(form)))
        self._password.body.addWidget(form)
        form.old.setFocus()

    def _save_password(self, form: "_PasswordChange") -> None:
        self.services.accounts.change_password(form.old.text(), form.pair.value())
        self._show_password_row()
        self.tell("密码已改好，下次登录用新密码。")

    # --- recovery code ----------------------------------------------------------------------------------------

    def _show_code_row(self) -> None:
        clear(self._code.body)
        row = QHBoxLayout()
        row.addWidget(label("抄着恢复码的纸丢了、被人看过，就换一个；旧的立即作废。", "secondary", wrap=True), 1)
        row.addWidget(self.button("更换恢复码", "new_code", self.new_code))
        self._code.body.addLayout(row)

    def new_code(self) -> None:
        """The new code is shown until it was typed back."""
        if not messages.ask(self, "更换恢复码？旧的恢复码马上打不开了，请准备好纸笔或打印机。", "更换恢复码", "先不换"):
            return
        code = self.services.accounts.new_recovery_code()
        clear(self._code.body)
        shown = RecoveryCode("preferences", code, lambda typed: code_difference(typed, code))
        done = button("抄好了", "primary", clicked=self._confirm_code)
        done.setObjectName("preferences.code_done")
        done.setEnabled(False)
        shown.matched.connect(done.setEnabled)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button("打印", "print_code", lambda: self._print(code)))
        row.addWidget(done)
        self._code.body.addWidget(shown)
        self._code.body.addLayout(row)

    def _confirm_code(self) -> None:
        self.services.accounts.confirm_code()
        self._show_code_row()

    def _print(self, code: str) -> None:
        tasks.run(self, lambda: self.services.printing.recovery_sheet(code).svg(), self._send)

    def _send(self, svgs: list[str]) -> None:
        self.attempt(lambda: print_pages(self, svgs))

    # --- locks ------------------------------------------------------------------------------------------------

    def _lock_card(self) -> Card:
        card = Card("换锁")
        card.body.addWidget(label(LOCKS, "secondary", wrap=True))
        self._pending = label("上次换锁没有做完，数据还在旧锁下面。请再换一次。", tone="amber", wrap=True)
        card.body.addWidget(self._pending)
        row = QHBoxLayout()
        row.addStretch(1)
        change = self.button("换锁", "change_locks", self.change_locks)
        self._changing = Busy(change)
        row.addWidget(change)
        card.body.addLayout(row)
        return card

    def change_locks(self) -> None:
        """Off the GUI thread: the window goes on, what would write is refused until it is over."""
        if messages.ask(self, "现在换锁？每个人的密码照旧，数据会重新加密一遍。", "换锁", "先不换"):
            self._changing.begin()
            tasks.run_whole(
                self, CHANGING, self.services.accounts.change_locks, lambda _none: self._changed(), self._not_changed
            )

    def _changed(self) -> None:
        self._changing.end()
        self._show_locks()
        self.tell("锁已换好，大家的密码照旧。建议马上做一次备份。")

    def _not_changed(self, trouble: AppError) -> None:
        self._changing.end()
        self._show_locks()
        self.add_notice(Banner(str(trouble), "error"))

    def _idle_card(self) -> Card:
        card = Card("自动锁定")
        self._idle = Combo()
        self._idle.setObjectName("preferences.idle")
        self._idle.setAccessibleName("多久不用就锁定")
        self._idle.set_options(MINUTES)
        self._idle.chosen.connect(self._keep_idle)
        row = QHBoxLayout()
        row.addWidget(asked("多久不用就锁定", self._idle))
        row.addWidget(self._idle)
        row.addStretch(1)
        row.addWidget(self.button("现在锁定  Ctrl+L", "lock", self.lock_requested.emit))
        card.body.addLayout(row)
        card.body.addWidget(label("锁定时没写完的内容先存好。改了时间，下次打开工作台起生效。", "secondary", wrap=True))
        return card

    def _keep_idle(self, minutes: object) -> None:
        settings = ComputerSettings.load()
        if isinstance(minutes, int) and settings.lock_after_minutes != minutes:
            settings.lock_after_minutes = minutes
            settings.save()
            self.tell("自动锁定时间已改好。")

    # --- proof and logs ---------------------------------------------------------------------------------------

    def _chain_card(self) -> Card:
        card = Card("变更校验")
        card.body.addWidget(label(CHAIN, "secondary", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        verify = self.button("校验", "verify", self.verify)
        self._verifying = Busy(verify)
        row.addWidget(verify)
        card.body.addLayout(row)
        return card

    def verify(self) -> None:
        self._verifying.begin()
        tasks.run(self, self.services.history.verify, self._show_findings, self._failed)

    def _show_findings(self, findings: list[str]) -> None:
        self._verifying.end()
        if findings:
            self.add_notice(Banner("校验发现问题：" + "；".join(findings), "error"))
        else:
            self.add_notice(Banner("校验通过：数据库完好，改动记录没有被改写。"))

    def _failed(self, trouble: AppError) -> None:
        self._verifying.end()
        self.add_notice(Banner(str(trouble), "error"))

    def _log_card(self) -> Card:
        card = Card("记录")
        self._kind = Combo()
        self._kind.setObjectName("preferences.log_kind")
        self._kind.setAccessibleName("哪种记录")
        self._kind.set_options([("changes", "改动"), ("exports", "导出和移交"), ("looks", "查看和登录")])
        self._kind.setCurrentIndex(0)
        self._kind.chosen.connect(lambda _kind: self._show_log())
        card.corner.addWidget(self._kind)
        self._nothing = label("还没有记录。", "secondary")
        card.body.addWidget(self._log)
        card.body.addWidget(self._nothing)
        return card

    def _show_log(self) -> None:
        preferences = self.services.preferences
        read = {"changes": preferences.changes, "exports": preferences.exports, "looks": preferences.looks}
        lines = read[str(self._kind.code())]()
        self._log.clear()
        for line in lines:
            told = (f"{line.at:%Y-%m-%d %H:%M}", line.who, line.what, line.details)
            self._log.addItem("　".join(part for part in told if part))
        self._log.setVisible(bool(lines))
        self._nothing.setVisible(not lines)


class _PasswordChange(QWidget):
    """The old password once, the new one twice."""

    saved = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.old = password_line("preferences.old_password", "现在的密码")
        self.pair = PasswordPair("preferences", password_problem, "新密码")
        self.pair.submitted.connect(self._try)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(asked("现在的密码", self.old))
        layout.addWidget(self.old)
        layout.addWidget(self.pair)
        row = QHBoxLayout()
        row.addStretch(1)
        for made, name in (
            (button("取消", clicked=self.cancelled.emit), "cancel"),
            (button("改密码", "primary", clicked=self._try), "save_password"),
        ):
            made.setObjectName(f"preferences.{name}")
            row.addWidget(made)
        layout.addLayout(row)

    def _try(self) -> None:
        if self.pair.problem():
            self.pair.show_problem()
        else:
            self.saved.emit()
