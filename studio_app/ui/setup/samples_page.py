"""While the samples are played: how far it is, and a way to stop."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from studio_app import demo
from studio_app.core.errors import AppError, Refused
from studio_app.ui.kit import tasks
from studio_app.ui.kit.page.cards import button
from studio_app.ui.setup.frame import Middle, Trouble, named, sentence

if TYPE_CHECKING:
    from studio_app.desk import Desk

ABOUT = (
    "示例里有几十件编好的纠纷，从登记、调解、协议到回访，样样都有。随便看，随便试，按错了也不要紧："
    "都放在一个临时文件夹里，关掉就删除，不会影响自己的工作台。"
)


class SamplesPage(Middle):
    """`built` carries the open Desk; `left` says that nobody waits for it any more."""

    built = Signal(object)
    left = Signal()

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        super().__init__("先看示例", "一般十秒左右就好，电脑忙的时候慢一些。")
        self.setObjectName("samples")
        self._folder, self._clock = folder, clock
        self._made: Desk | None = None
        self._panel: tasks.ProgressPanel | None = None
        self.column.addWidget(sentence(ABOUT))
        self.column.addStretch(1)
        self._trouble = Trouble("samples.trouble")
        self._back = named(button("返回", clicked=self.left.emit), "samples.back")
        self._back.hide()
        self.foot.addWidget(self._trouble, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self._back)

    def begin(self) -> None:
        """Play them off the GUI thread."""
        self._panel = tasks.run_long(self, "正在准备示例", self._play, self._played, self._failed)

    def stop(self) -> None:
        """Until the worker is through: afterwards the folder may be removed."""
        if self._panel is not None:
            self._panel.cancel()
        tasks.wait()
        if self._made is not None:
            self._made.close()

    def _play(self, step: Callable[..., None], is_cancelled: Callable[[], bool]) -> None:
        def progress(done: int, total: int) -> None:
            if is_cancelled():
                raise Refused("示例没有准备完。")
            step(done, total, f"{done * 100 // total}%")

        self._made = demo.build(self._folder, self._clock, progress)

    def _played(self, _nothing: object) -> None:
        desk, self._made, self._panel = self._made, None, None
        self.built.emit(desk)

    def _failed(self, trouble: AppError) -> None:
        cancelled = self._panel is None or self._panel.is_cancelled()
        self._panel = None
        if cancelled:
            self.left.emit()
        else:
            self._trouble.tell(trouble)
            self._back.show()
