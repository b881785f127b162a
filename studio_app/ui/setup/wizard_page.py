"""The first run in three steps: the studio, the first person and password, the recovery code."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Desk, exists, local_now
from studio_app.office.founding import StudioSetup
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.cards import StepBar, button
from studio_app.ui.kit.page.room import Stack
from studio_app.ui.setup.frame import Middle, Trouble, leave_by_escape, named
from studio_app.ui.setup.restore_page import RestorePage
from studio_app.ui.setup.unlock_page import UnlockPage
from studio_app.ui.setup.wizard_steps import CodeStep, PersonStep, StudioStep

STEPS = ("工作室", "人员与密码", "恢复码")
LAST = len(STEPS) - 1

Step = StudioStep | PersonStep | CodeStep


class WizardPage(QWidget):
    """`created` carries the open Desk once the recovery code was typed back, or a restored desk was unlocked.

    `samples_wanted`: somebody would rather look before building a desk; carries what was `typed` so far.
    """

    created = Signal(object)
    samples_wanted = Signal(object)

    def __init__(
        self, folder: Path, clock: Callable[[], datetime] = local_now, typed: StudioSetup | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("wizard")
        self._clock = clock
        self._desk: Desk | None = None
        self._studio, self._person = StudioStep(typed or StudioSetup()), PersonStep(folder)
        self._code: CodeStep | None = None
        self._page = Middle("建立工作台", "三步，大约一分钟。以后都可以在“设置与备份”里改。")
        self._bar = StepBar(STEPS)
        self._steps: list[Step] = []  # in no stack: Qt gives one the height of its tallest
        self._place = 0
        self._page.column.addWidget(self._bar)
        for step in (self._studio, self._person):
            self._add_step(step)
        self._make_foot()
        self._stack = Stack()
        self._stack.addWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._studio.submitted.connect(self.next)
        self._person.submitted.connect(self.next)
        self._show(0)

    def _make_foot(self) -> None:
        look_first = button("先看示例", clicked=lambda: self.samples_wanted.emit(self._studio.draft()))
        self._samples = named(look_first, "wizard.samples")
        self._restore = named(
            button("从备份恢复", "quiet", clicked=lambda: self._bring_back("restore")), "wizard.restore"
        )
        self._move = named(
            button("从另一台电脑搬来", "quiet", clicked=lambda: self._bring_back("move")), "wizard.take_over"
        )
        self._trouble = Trouble("wizard.trouble")
        self._back = named(button("上一步", clicked=self.back), "wizard.back")
        leave_by_escape(self._page, self._back)
        self._next = named(button("下一步", "primary", clicked=self.next), "wizard.next")
        links = QHBoxLayout()
        for link in (self._samples, self._restore, self._move):
            links.addWidget(link)
        foot = self._page.foot
        foot.addLayout(links)
        foot.addWidget(self._trouble, 1)
        foot.addStretch(0)
        foot.addWidget(self._back)
        foot.addWidget(self._next)

    # --- steps ------------------------------------------------------------------------------------------------

    def next(self) -> None:
        """On to the next step, when this one is filled in."""
        self._trouble.tell("")
        place = self._place
        if place == 0 and self._studio.is_filled():
            self._person.meet(self._studio.draft())
            self._show(1)
        elif place == 1 and self._person.is_filled():
            self._create()
        elif place == LAST and self._desk is not None:
            self.finish()

    def back(self) -> None:
        """To the step before; there is no way back from a desk that exists."""
        self._trouble.tell("")
        self._show(max(0, self._place - 1))

    def finish(self) -> None:
        """Into the desk, once the recovery code was typed back."""
        if self._code is None or not self._code.is_matched():
            self._trouble.tell("请先把抄下来的恢复码输一遍。")
            return
        if self._desk is not None:
            self._desk.services.accounts.confirm_code()
        self.created.emit(self._desk)

    def _show(self, place: int) -> None:
        self._place = place
        for number, step in enumerate(self._steps):
            look.show_if(step, on=number == place)
        self._bar.set_current(place)
        look.show_if(self._back, on=place == 1)
        self._next.setText({0: "下一步", 1: "建立工作台", LAST: "进入工作台"}[place])
        self._next.setAccessibleName(self._next.text())
        self._next.setEnabled(place != LAST)
        for link in (self._samples, self._restore, self._move):
            look.show_if(link, on=place == 0)
        self._steps[place].begin()
        self._page.area.verticalScrollBar().setValue(0)

    def _create(self) -> None:
        folder, password, clock = self._person.folder, self._person.password, self._clock
        setup = self._person.fill(self._studio.draft())
        if exists(folder):
            self._trouble.tell("这个文件夹里已经有工作台了，请换一个，或者关闭程序后直接打开它。")
            return
        self._set_busy(on=True)
        tasks.run(self, lambda: Desk.create(folder, setup, password, clock), self._created, self._failed)

    def _created(self, made: tuple[Desk, str]) -> None:
        self._set_busy(on=False)
        self._desk, code = made
        self._desk.services.accounts.note_code_shown()
        self._person.forget()
        self._person.remember_folder()
        self._code = CodeStep(code, self._desk.services)
        self._code.matched.connect(self._next.setEnabled)
        self._code.submitted.connect(self.next)
        self._add_step(self._code)
        self._show(LAST)

    def _add_step(self, step: Step) -> None:
        self._steps.append(step)
        self._page.column.addWidget(step)

    def _failed(self, trouble: AppError) -> None:
        self._set_busy(on=False)
        self._trouble.tell(trouble)
        if isinstance(trouble, Invalid) and any(hasattr(StudioSetup, name) for name in trouble.problems):
            self._studio.show_problems(trouble.problems)

    def _set_busy(self, *, on: bool) -> None:
        self._next.setEnabled(not on)
        self._back.setEnabled(not on)
        self._steps[self._place].setEnabled(not on)
        self._next.setText("正在建立……" if on else "建立工作台")

    # --- bringing a desk back ---------------------------------------------------------------------------------

    def _bring_back(self, kind: str) -> None:
        page = RestorePage(self._person.folder, kind)
        page.cancelled.connect(lambda: self._leave(page))
        page.restored.connect(lambda words: self._ask_password(page, words))
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _leave(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(self._page)
        self._stack.removeWidget(page)
        page.deleteLater()

    def _ask_password(self, before: QWidget, words: str) -> None:
        page = UnlockPage(self._person.folder, self._clock)
        page.unlocked.connect(self.created)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._stack.removeWidget(before)
        before.deleteLater()
        page.say(words)
