"""换锁: why it is done decides what is made new with the key."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.domain.wording import join
from studio_app.services.accounts import AccountLine, Renewed, code_difference, new_recovery_code
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.input.passwords import PasswordPair
from studio_app.ui.kit.input.recovery_code import RecoveryCode
from studio_app.ui.kit.page.cards import Banner, Busy, Card, button, clear, label
from studio_app.ui.kit.page.plain import on_button
from studio_app.ui.kit.page.reading_order import bring_into_view
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.section import CHANGING, SectionPage

LOCKS = (
    "有人离开，或者密码、恢复码可能被人知道了，就换锁：数据用新的钥匙重新加密一遍，几秒钟，这期间可以看，不能改。\n"
    "已经拷走的数据和旧备份管不着，它们仍然认当时的密码和恢复码。"
)
PENDING = "上次换锁没有做完，数据还在旧锁下面。请再换一次。"
LEFT = "谁离开了？勾上的账号会停用，打不开以后的数据；留下的人密码不变。"
NOBODY = "这里没有别人的账号。怀疑密码或恢复码被人知道了，请选另一项。"
KNOWN = "谁的密码可能被人知道了？勾上，请本人来设新密码；人不在的，先停用他的账号。没有就不勾。"
CODE = "恢复码也一起换：请把新的抄在纸上（或打印），再照着输一遍。换锁以后，旧恢复码和旧密码打不开以后的数据。"


class LockCard(Card):
    """One row until somebody begins; then the form in its place, kept until it is done or given up."""

    changed = Signal()

    def __init__(self, section: SectionPage, print_code: Callable[[str], None]) -> None:
        super().__init__("换锁")
        self._section, self._accounts = section, section.services.accounts
        self._print_code = print_code
        self._form: _Form | None = None
        self.show_row()

    @property
    def is_open(self) -> bool:
        return self._form is not None

    def show_row(self) -> None:
        """What it does, and the button that begins; once cut off, it is only finished."""
        self._form = None
        clear(self.body)
        pending = self._accounts.locks_pending()
        self.body.addWidget(label(LOCKS, "secondary", wrap=True))
        if pending:
            self.body.addWidget(label(PENDING, tone="amber", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        self._begin = self._section.button(
            "换锁" if pending else "换锁…", "change_locks", self._finish if pending else self._open
        )
        self._busy = Busy(self._begin)
        row.addWidget(self._begin)
        self.body.addLayout(row)

    def _fold(self) -> None:
        """The row again; the focus stays at this card, unless somebody went elsewhere meanwhile."""
        now = QApplication.focusWidget()
        stays = now is None or now is self.window() or self.isAncestorOf(now)
        self.show_row()
        if stays:
            self._begin.show()  # what is not in view yet takes no focus
            self._begin.setFocus()

    def _finish(self) -> None:
        if messages.ask(self, "把上次没做完的换锁做完？数据会重新加密一遍。", "换锁", "不换"):
            self._busy.begin()
            self._run(self._accounts.change_locks, "锁已换好。建议马上做一次备份。")

    def _open(self) -> None:
        clear(self.body)
        self._form = form = _Form(self._section.services, self._print_code)
        form.cancelled.connect(self._fold)
        form.agreed.connect(lambda reason: self._change(form, reason))
        self.body.addWidget(form)
        form.begin()

    def _change(self, form: "_Form", reason: "_Reason") -> None:
        """Asked once more, by name; off the GUI thread, for it takes some seconds."""
        if not messages.ask(self, f"现在换锁？{reason.consequence()}数据会重新加密一遍。", "换锁", "不换"):
            return
        form.busy.begin()
        gone, renewed = reason.leaving(), reason.renewed()
        self._run(lambda: self._accounts.change_locks(gone, renewed), reason.outcome())

    def _run(self, work: Callable[[], object], done: str) -> None:
        tasks.run_whole(self._section, CHANGING, work, lambda _none: self._done(done), self._failed)

    def _done(self, words: str) -> None:
        self._fold()
        self._section.tell(words)
        self.changed.emit()

    def _failed(self, trouble: AppError) -> None:
        """What was typed stays where nothing was changed yet."""
        if self._form is None or self._accounts.locks_pending():
            self._fold()
        else:
            self._form.busy.end()
        self._section.add_notice(Banner(str(trouble), "error"))
        self.changed.emit()


class _Reason(QWidget):
    """One answer to why: who leaves, what is made new, and the words for it."""

    ready = True

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.XL, 0, 0, 0)
        self.column.setSpacing(look.S)

    def problem(self) -> str:
        """The first thing that is not filled in yet; the cursor goes there."""
        return ""

    def leaving(self) -> list[str]:
        return []

    def renewed(self) -> Renewed:
        return Renewed()

    def consequence(self) -> str:
        """What is asked about before it is done."""
        raise NotImplementedError

    def outcome(self) -> str:
        raise NotImplementedError


class _Form(QWidget):
    """Why, then who and what; `agreed` carries the reason once all of it is filled in."""

    agreed = Signal(object)
    cancelled = Signal()

    def __init__(self, services: Services, print_code: Callable[[str], None]) -> None:
        super().__init__()
        self._chosen: _Reason | None = None
        self._trouble = label("", tone="red", wrap=True)
        self._trouble.setObjectName("preferences.locks_trouble")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.M)
        column.addWidget(label("为什么换锁？"))
        for words, name, reason in (
            ("有人离开了", "locks_left", _Left(services)),
            ("密码或恢复码可能被人知道了", "locks_known", _Known(services, print_code)),
        ):
            self._offer(words, name, reason, column)
        column.addWidget(self._trouble)
        column.addLayout(self._foot())
        self._say("")

    def begin(self) -> None:
        self.findChildren(QRadioButton)[0].setFocus()

    def _offer(self, words: str, name: str, reason: _Reason, column: QVBoxLayout) -> None:
        choice = QRadioButton(words)
        choice.setObjectName(f"preferences.{name}")
        choice.toggled.connect(lambda on: self._choose(reason) if on else None)
        choice.toggled.connect(reason.setVisible)
        reason.hide()
        column.addWidget(choice)
        column.addWidget(reason)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        back = button("返回", clicked=self.cancelled.emit)
        back.setObjectName("preferences.locks_cancel")
        self._act = button("换锁", "primary", clicked=self._try)
        self._act.setObjectName("preferences.locks_change")
        self._act.setEnabled(False)
        self.busy = Busy(self._act)
        for made in (back, self._act):
            row.addWidget(made)
        return row

    def _choose(self, reason: _Reason) -> None:
        self._chosen = reason
        self._act.setEnabled(reason.ready)
        self._say("")

    def _try(self) -> None:
        if self._chosen is not None:
            problem = self._chosen.problem()
            self._say(problem)
            if not problem:
                self.agreed.emit(self._chosen)

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        look.show_if(self._trouble, on=bool(words))


class _Left(_Reason):
    """Whose accounts end."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        others = [line for line in services.accounts.accounts() if line.active and not line.own]
        self.ready = bool(others)
        self._ticks = {line.sign_in: _tick(line, "left") for line in others}
        self.column.addWidget(label(LEFT if others else NOBODY, "secondary", wrap=True))
        for tick in self._ticks.values():
            self.column.addWidget(tick)

    def problem(self) -> str:
        return "" if self.leaving() else "请勾上离开的人。"

    def leaving(self) -> list[str]:
        return [name for name, tick in self._ticks.items() if tick.isChecked()]

    def consequence(self) -> str:
        return f"停用{_named(self.leaving())}，其他人密码照旧。"

    def outcome(self) -> str:
        return f"锁已换好，{_named(self.leaving())}已停用，其他人密码照旧。建议马上做一次备份。"


class _Known(_Reason):
    """Whose passwords are made new, and the new recovery code, typed back."""

    def __init__(self, services: Services, print_code: Callable[[str], None]) -> None:
        super().__init__()
        self._services = services
        self._pairs: dict[str, tuple[QCheckBox, PasswordPair]] = {}
        self.column.addWidget(label(KNOWN, "secondary", wrap=True))
        for line in services.accounts.accounts():
            if line.active:
                self._add_person(line)
        self.column.addWidget(label(CODE, "secondary", wrap=True))
        self._code = new_recovery_code()
        self._typed = RecoveryCode("preferences.locks", self._code, lambda typed: code_difference(typed, self._code))
        self.column.addWidget(self._typed)
        made = button("打印", icon="printer", clicked=lambda: print_code(self._code))
        made.setObjectName("preferences.locks_print_code")
        self.column.addWidget(made, 0, Qt.AlignmentFlag.AlignRight)

    def problem(self) -> str:
        for name, (tick, pair) in self._pairs.items():
            if tick.isChecked() and pair.problem():
                pair.show_problem()
                return f"“{name}”的新密码还没有设好。"
        if not self._typed.is_matched():
            self._typed.again.setFocus()
            return "请先把抄下来的新恢复码照着输一遍。"
        return ""

    def renewed(self) -> Renewed:
        passwords = {name: pair.value() for name, (tick, pair) in self._pairs.items() if tick.isChecked()}
        return Renewed(passwords, self._code, self._typed.again.text())

    def consequence(self) -> str:
        names = list(self.renewed().passwords)
        return "恢复码换成刚抄好的那一个，" + (f"{_named(names)}改用新密码。" if names else "大家的密码照旧。")

    def outcome(self) -> str:
        names = list(self.renewed().passwords)
        old = f"旧恢复码和{_named(names)}的旧密码" if names else "旧恢复码"
        return f"锁已换好，{old}打不开以后的数据了。请马上备份一次；从前的备份仍认旧的，请收好。"

    def _add_person(self, line: AccountLine) -> None:
        tick = _tick(line, "known")
        judge = self._services.accounts.password_problem
        pair = PasswordPair(f"preferences.known_{line.id}", judge, f"{line.sign_in}的新密码")
        pair.hide()
        tick.toggled.connect(pair.setVisible)
        tick.toggled.connect(lambda on: _begin(pair) if on else None)
        self._pairs[line.sign_in] = tick, pair
        self.column.addWidget(tick)
        self.column.addWidget(pair)


def _begin(pair: PasswordPair) -> None:
    pair.first.setFocus()
    bring_into_view(pair)


def _tick(line: AccountLine, name: str) -> QCheckBox:
    made = QCheckBox(on_button(line.sign_in if line.sign_in == line.name else f"{line.sign_in}（{line.name}）"))
    made.setObjectName(f"preferences.{name}_{line.id}")
    return made


def _named(names: list[str]) -> str:
    return join([f"“{name}”" for name in names])
