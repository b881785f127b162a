"""Noticing that nobody has touched mouse or keyboard for a while."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,  # who writes Chinese presses keys that only the input method sees
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.MouseMove,
    }
)


class IdleWatch(QObject):
    """`elapsed` once after so many minutes without a touch; 0 minutes never."""

    elapsed = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.elapsed)
        if minutes > 0:
            self._timer.start(minutes * 60_000)
            cast("QApplication", QApplication.instance()).installEventFilter(self)

    def stop(self) -> None:
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in ACTIVITY and self._timer.isActive():
            self._timer.start()
        return False
