"""The only way off the GUI thread: work runs in Qt's pool, its answer comes back to whoever still lives."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio_app.core.errors import AppError
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.popup import messages

Done = Callable[[Any], object]


class _Delivery(QObject):
    """Carries one answer from a worker to the GUI thread; a child of the application until it came."""

    arrived = Signal(object, object)

    def __init__(self, owner: QObject, done: Done | None, failed: Callable[[AppError], object] | None) -> None:
        super().__init__(QCoreApplication.instance())
        self._owner, self._done, self._failed = owner, done, failed
        self.arrived.connect(self.deliver, Qt.ConnectionType.QueuedConnection)

    def deliver(self, result: object, error: BaseException | None) -> None:
        self.deleteLater()
        owner, done, failed = self._owner, self._done, self._failed
        if not isValid(owner):
            return
        if error is None:
            if done is not None:
                done(result)
        elif not isinstance(error, AppError):
            sys.excepthook(type(error), error, error.__traceback__)
        elif failed is not None:
            failed(error)
        else:
            messages.tell(messages.widget_of(owner), error)


def run(
    owner: QObject,
    work: Callable[[], Any],
    done: Done | None = None,
    failed: Callable[[AppError], object] | None = None,
) -> None:
    """Do `work` off the GUI thread, then `done(result)` on it; nothing happens if `owner` is gone by then.

    A known trouble goes to `failed`, or to a bar near `owner`; anything else to the crash hook.
    """
    delivery = _Delivery(owner, done, failed)
    if _is_inline():
        delivery.deliver(*_attempt(work))
    else:
        QThreadPool.globalInstance().start(lambda: delivery.arrived.emit(*_attempt(work)))


@contextmanager
def inline() -> Iterator[None]:
    """Run everything at once in the calling thread; for tests."""
    app = QCoreApplication.instance()
    assert app is not None, "tasks need an application"  # noqa: S101  # a test set up wrongly, never a user's trouble
    app.setProperty("tasks_inline", True)
    try:
        yield
    finally:
        app.setProperty("tasks_inline", False)


def wait() -> None:
    """Until every worker is through; at closing, so that nothing writes to a closed desk."""
    QThreadPool.globalInstance().waitForDone()


class ProgressPanel(QFrame):
    """A small bar beside the work it shows, with 停下; the window stays alive meanwhile."""

    stepped = Signal(int, int, str)
    ended = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, banner="info")
        self.setAccessibleName(title)
        self._stop = Event()
        self._title = title
        self._text = label(title)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.cancel_button = button("停下", "quiet", clicked=self.cancel)
        words = QVBoxLayout()
        words.addWidget(self._text)
        words.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.M, look.S, look.S, look.S)
        row.addLayout(words, 1)
        row.addWidget(self.cancel_button)
        self.stepped.connect(self._show_step)
        self.ended.connect(self._close)

    @property
    def text(self) -> str:
        return self._text.text()

    def cancel(self) -> None:
        """Ask the work to stop; it stops at its next look at `cancelled()`."""
        self._stop.set()
        self._text.setText(f"{self._title}：正在停下……")
        self.cancel_button.setEnabled(False)

    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Callable from the worker: `done` of `total`, and what is being done."""
        if isValid(self):
            self.stepped.emit(done, total, text)

    def _show_step(self, done: int, total: int, text: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if not self._stop.is_set():
            self._text.setText(f"{self._title}：{text or f'{done} / {total}'}")

    def end(self) -> None:
        """Callable from the worker: take the panel away, whatever became of the work."""
        if isValid(self):
            self.ended.emit()

    def _close(self) -> None:
        let_go(self)


def run_long(
    owner: QWidget,
    title: str,
    work: Callable[[Callable[..., None], Callable[[], bool]], Any],
    done: Done | None = None,
    failed: Callable[[AppError], object] | None = None,
) -> ProgressPanel:
    """`work(progress, cancelled)` with a panel near `owner`; a cancelled work's answer is dropped.

    `progress(done, total, text)` may be called from the worker as often as it likes.
    """
    panel = ProgressPanel(title)
    _place(owner, panel)

    def finished(result: object) -> None:
        if done is not None and not panel.is_cancelled():
            done(result)

    run(owner, _ending(panel, lambda: work(panel.step, panel.is_cancelled)), finished, failed)
    return panel


def run_whole(
    owner: QWidget,
    title: str,
    work: Callable[[], Any],
    done: Done | None = None,
    failed: Callable[[AppError], object] | None = None,
) -> ProgressPanel:
    """Work that cannot be stopped half-way and does not tell how far it is: a panel near `owner` without 停下."""
    panel = ProgressPanel(title)
    panel.cancel_button.hide()
    _place(owner, panel)
    run(owner, _ending(panel, work), done, failed)
    return panel


def _ending(panel: ProgressPanel, work: Callable[[], Any]) -> Callable[[], Any]:
    """`work`, after which the panel goes, whatever became of it."""

    def guarded() -> Any:
        try:
            return work()
        finally:
            panel.end()

    return guarded


def _place(owner: QWidget, panel: ProgressPanel) -> None:
    place = messages.notice_place(owner)
    if place is not None:
        place.add_notice(panel)
        return
    window = owner.window()
    panel.setParent(window)
    height = panel.sizeHint().height()
    panel.setGeometry(look.L, window.height() - height - look.L, window.width() - 2 * look.L, height)
    panel.show()


def _attempt(work: Callable[[], Any]) -> tuple[object, BaseException | None]:
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001  # the one place where a worker's bug is caught, to be shown by the crash hook
        return None, error


def _is_inline() -> bool:
    app = QCoreApplication.instance()
    return bool(app is not None and app.property("tasks_inline"))
