"""安全: own password, recovery code, 换锁, when the desk locks itself, the logs and the proof of them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.services.accounts import code_difference, new_recovery_code
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.input.inputs import Combo
from studio_app.ui.kit.input.passwords import PasswordPair, asked, password_line
from studio_app.ui.kit.input.recovery_code import RecoveryCode
from studio_app.ui.kit.page.cards import Banner, Busy, Card, Flow, button, clear, label
from studio_app.ui.kit.page.pages_view import print_pages
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.lock_card import LockCard
from studio_app.ui.preferences.section import SectionPage

MINUTES = ((5, "5 分钟"), (10, "10 分钟"), (15, "15 分钟"), (30, "30 分钟"), (60, "1 小时"), (0, "不自动锁定"))
CODE = (
    "写着恢复码的纸找不到了、字看不清了，就换一个；抄好、输对以后才换，以前的备份仍认旧的。"
    "怕被人看过的，请用下面的“换锁”。"
)
NOT_YET = "这是新的恢复码，还没有换：请抄在纸上（或打印），照着输一遍再换。没换以前，旧的那一个照样有效。"
CHAIN = "每次改动都记一笔，改过旧记录就对不上。请收好移交清单和备份，要核对时凭上面的核对码。"


class SecuritySection(SectionPage):
    """Locks and times are the administrator's; the own password, and looking, everybody's."""

    def __init__(self, services: Services) -> None:
        super().__init__(services, "security")
        self._form: QWidget | None = None
        self._password, self._code = Card("我的密码"), Card("恢复码")
        self._log = QListWidget()
        self._log.setObjectName("preferences.log")
        self._log.setAccessibleName("记录")
        self._log.setMinimumHeight(look.scaled(200))
        self._log.setWordWrap(True)
        self._locks = LockCard(self, self._print) if services.office.may("settings") else None
        cards = [self._code, self._locks] if self._locks is not None else []
        for card in (self._password, *cards, self._idle_card(), self._chain_card(), self._log_card()):
            self.column.addWidget(card)
        self.column.addStretch(1)
        if self._locks is not None:
            self._locks.changed.connect(self._show_log)

    def is_busy(self) -> bool:
        """A password half typed or a code half copied stays when another page was looked at."""
        return self._form is not None or (self._locks is not None and self._locks.is_open)

    def back(self) -> bool:
        was_open = self.is_busy()
        if was_open:
            self.refresh()
        return was_open

    def show_stored(self) -> None:
        self._close_form()
        if self._locks is not None:
            self._locks.show_row()
        self._show_idle()
        self._show_log()

    def _close_form(self) -> None:
        self._form = None
        self._show_password_row()
        self._show_code_row()

    def _open_form(self, card: Card, form: QWidget) -> None:
        self._close_form()
        clear(card.body)
        self._form = form
        card.body.addWidget(form)

    # --- own password -----------------------------------------------------------------------------------------

    def _show_password_row(self) -> None:
        clear(self._password.body)
        row = QHBoxLayout()
        row.addWidget(label("密码只有自己知道，不要贴在屏幕边上。以前的备份仍认旧密码。", "secondary", wrap=True), 1)
        row.addWidget(self.button("修改密码", "change_password", self.change_password))
        self._password.body.addLayout(row)

    def change_password(self) -> None:
        """The form opens inside the card."""
        form = _PasswordChange(self.services.accounts.password_problem)
        form.cancelled.connect(self._close_form)
        form.saved.connect(lambda: self.attempt(lambda: self._save_password(form)))
        self._open_form(self._password, form)
        form.old.setFocus()

    def _save_password(self, form: "_PasswordChange") -> None:
        self.services.accounts.change_password(form.old.text(), form.pair.value())
        self._close_form()
        self.tell("密码已改好，下次登录用新密码。")

    # --- recovery code ----------------------------------------------------------------------------------------

    def _show_code_row(self) -> None:
        clear(self._code.body)
        row = QHBoxLayout()
        row.addWidget(label(CODE, "secondary", wrap=True), 1)
        row.addWidget(self.button("更换恢复码", "new_code", self.new_code))
        self._code.body.addLayout(row)

    def new_code(self) -> None:
        """The new code is shown; the old one holds until this one was typed back."""
        code = new_recovery_code()
        shown = RecoveryCode("preferences", code, lambda typed: code_difference(typed, code))
        self._open_form(self._code, shown)
        done = button("抄好了，换成这一个", "primary", clicked=lambda: self.attempt(lambda: self._take_code(shown)))
        done.setObjectName("preferences.code_done")
        done.setEnabled(False)
        shown.matched.connect(done.setEnabled)
        shown.submitted.connect(done.click)
        self._code.body.insertWidget(0, label(NOT_YET, "secondary", wrap=True))
        row = Flow()
        row.addWidget(self.button("不换了", "keep_code", self._close_form))
        row.addWidget(self.button("打印", "print_code", lambda: self._print(code)))
        row.addWidget(done)
        self._code.body.addLayout(row)
        shown.again.setFocus()

    def _take_code(self, shown: RecoveryCode) -> None:
        self.services.accounts.replace_recovery_code(shown.code, shown.again.text())
        self._close_form()
        self._show_log()
        self.tell("恢复码已换好，请把纸收好；旧的那一张可以销毁了。")

    def _print(self, code: str) -> None:
        tasks.run(self, lambda: self.services.printing.recovery_sheet(code).svg(), self._send)

    def _send(self, svgs: list[str]) -> None:
        self.attempt(lambda: print_pages(self, svgs))

    # --- locking by itself ------------------------------------------------------------------------------------

    def _idle_card(self) -> Card:
        card = Card("自动锁定")
        self._idle = Combo()
        self._idle.setObjectName("preferences.idle")
        self._idle.setAccessibleName("多久不用就锁定")
        self._idle.set_options(MINUTES)
        self._idle.chosen.connect(self._mark_idle)
        self._idle_told = label("", wrap=True)
        self._keep = self.button("保存", "keep_idle", self._keep_idle)
        card.body.addWidget(self._idle_told)
        row = Flow(gap=look.M)
        if self._locks is not None:
            card.body.addWidget(asked("多久不用就锁定", self._idle))
            row.addWidget(self._idle)
            row.addWidget(self._keep)
        row.addWidget(self.button("现在锁定  Ctrl+L", "lock", self.lock_requested.emit))
        card.body.addLayout(row)
        who = "锁定时没写完的内容先存好。" + ("" if self._locks is not None else "时间由管理员定。")
        card.body.addWidget(label(who, "secondary", wrap=True))
        return card

    def _show_idle(self) -> None:
        minutes = self.services.preferences.lock_minutes()
        self._idle.set_options([*MINUTES, *(() if minutes in dict(MINUTES) else ((minutes, f"{minutes} 分钟"),))])
        self._idle.set_code(minutes)
        words = f"{minutes} 分钟不用就锁定。" if minutes else "没有设自动锁定，离开时请按 Ctrl+L。"
        self._idle_told.setText(words)
        look.show_if(self._idle_told, on=self._locks is None)
        self._mark_idle()

    def _mark_idle(self, _minutes: object = None) -> None:
        self._keep.setEnabled(self._idle.code() != self.services.preferences.lock_minutes())

    def _keep_idle(self) -> None:
        """Choosing changes nothing yet: a time for everybody is said and then stored."""
        minutes = self._idle.code()
        if not isinstance(minutes, int):
            return
        never = "这台电脑没人看着时，谁都能翻看和改动全部内容。"
        if minutes == 0 and not messages.ask(self, f"不再自动锁定？{never}", "不自动锁定", "不改"):
            self._show_idle()
            return
        self.services.preferences.save_lock_minutes(minutes)
        self._show_idle()
        self._show_log()
        self.tell("自动锁定时间已改好，下次打开工作台起生效。按 Ctrl+Z 可以撤销。")

    # --- proof and logs ---------------------------------------------------------------------------------------

    def _chain_card(self) -> Card:
        card = Card("检查改动记录")
        card.body.addWidget(label(CHAIN, "secondary", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        verify = self.button("检查一遍", "verify", self.verify)
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
            self.add_notice(Banner("检查发现问题：" + "；".join(findings), "error"))
        else:
            self.add_notice(Banner("检查过了：数据库完好，改动记录没有被改写。"))

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
        look.show_if(self._log, on=bool(lines))
        look.show_if(self._nothing, on=not lines)


class _PasswordChange(QWidget):
    """The old password once, the new one twice."""

    saved = Signal()
    cancelled = Signal()

    def __init__(self, judge: Callable[[str], str]) -> None:
        super().__init__()
        self.old = password_line("preferences.old_password", "现在的密码")
        self.pair = PasswordPair("preferences", judge, "新密码", also=[self.old])
        self.pair.submitted.connect(self._try)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(asked("现在的密码", self.old))
        layout.addWidget(self.old)
        layout.addWidget(self.pair)
        row = QHBoxLayout()
        row.addStretch(1)
        for made, name in (
            (button("返回", clicked=self.cancelled.emit), "cancel"),
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
