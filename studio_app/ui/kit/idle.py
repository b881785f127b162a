"""Noticing that nobody has touched mouse or keyboard for a while, and that the clock is looked at all the time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,  # who writes Chinese presses keys that only the input method sees
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.MouseMove,
    }
)
LOOK_MS = 30_000
"""How often the clock is looked at while nobody touches anything."""


Mark = tuple[datetime, float]


class Clock(Protocol):
    """What an opened desk tells the time by."""

    def mark(self) -> Mark: ...
    def since(self, mark: Mark) -> timedelta: ...
    def on_turn(self, listener: Callable[[], None]) -> Callable[[], None]: ...


class IdleWatch(QObject):
    """`elapsed` once after so many minutes without a touch; 0 minutes never.

    `turned` whenever another day began, the computer slept or its clock was set; it is looked for all the time.

    A timer stands still while the computer sleeps: the first touch after it is judged by the clock, and goes no further
    than to lock. Looked at is what comes to a window, and what an input method hands to whatever has the focus: a
    filter on the application would be called for every event of every widget, thousands for a page that is built.
    """

    elapsed = Signal()
    turned = Signal()

    def __init__(self, minutes: int, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock, self._limit = clock, timedelta(minutes=minutes)
        self._touched = clock.mark()
        self._over = False
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)  # the event that told of it ends first
        self._stop_listening = clock.on_turn(self._heard.emit)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.focusWindowChanged.connect(self._watch_windows)
        application.focusObjectChanged.connect(self._watch_focus)
        self._focus: QObject | None = None
        self._watch_windows()
        self._watch_focus(application.focusObject())

    _heard = Signal()
    """In whatever thread asked for the time."""

    def stop(self) -> None:
        if not self._over:
            self._stop_listening()
        self._over = True
        self._timer.stop()

    def _tell(self) -> None:
        if not self._over:
            self.turned.emit()

    def _watch_windows(self) -> None:
        for window in () if self._over else QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # once, however often it is asked for

    def _watch_focus(self, focus: QObject | None) -> None:
        if self._focus is not None and isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = focus
        if focus is not None:
            focus.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._over or event.type() not in ACTIVITY:
            return False
        if self._look():
            return True
        self._touched = self._clock.mark()
        return False

    def _look(self) -> bool:
        """Whether the time without a touch is over."""
        self._watch_windows()
        lapse = self._clock.since(self._touched)
        if self._limit and lapse >= self._limit:
            self.stop()
            QTimer.singleShot(0, self, self.elapsed.emit)  # the event that told of it is at its end first
            return True
        return False
