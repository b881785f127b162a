"""Noticing by the wall clock that nobody has touched mouse or keyboard for a while, and that another day has begun."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
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


class IdleWatch(QObject):
    """`elapsed` once after so many minutes without a touch; 0 minutes never. `day_turned` whenever a day began.

    A timer stands still while the computer sleeps: the first touch after it is judged by `now`, and goes no further
    than to lock. Looked at is what comes to a window, and what an input method hands to whatever has the focus: a
    filter on the application would be called for every event of every widget, thousands for a page that is built.
    """

    elapsed = Signal()
    day_turned = Signal()

    def __init__(self, minutes: int, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now, self._limit = now, timedelta(minutes=minutes)
        self._touched = now()
        self._day: date = self._touched.date()
        self._over = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.focusWindowChanged.connect(self._watch_windows)
        application.focusObjectChanged.connect(self._watch_focus)
        self._focus: QObject | None = None
        self._watch_windows()
        self._watch_focus(application.focusObject())

    def stop(self) -> None:
        self._over = True
        self._timer.stop()

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
        self._touched = self._now()
        return False

    def _look(self) -> bool:
        """Whether the time without a touch is over."""
        self._watch_windows()
        now = self._now()
        if self._limit and now - self._touched >= self._limit:
            self.stop()
            QTimer.singleShot(0, self, self.elapsed.emit)  # the event that told of it is at its end first
            return True
        if now.date() != self._day:
            self._day = now.date()
            QTimer.singleShot(0, self, self.day_turned.emit)
        return False
