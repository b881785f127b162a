"""A double-click where one click is enough: its second half must not press what the first one brought there."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

NAME = "second_press"


class SecondPress(QObject):
    """Watches one window and drops a double-click that lands on another widget than its first press, to its release."""

    def __init__(self, window: QWindow) -> None:
        super().__init__(window)
        self.setObjectName(NAME)
        self._pressed: tuple[QWidget | None, QWidget | None] = (None, None)  # before a double-click Qt tells a press
        self._dropping = False
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._pressed = (self._pressed[1], QApplication.widgetAt(event.globalPosition().toPoint()))
            self._dropping = False
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self._dropping = self._pressed[0] is not self._pressed[1]
        elif event.type() != QEvent.Type.MouseButtonRelease:
            return False
        return self._dropping


def watch(widget: QWidget) -> None:
    """Look after the window of a widget that is shown; once is enough for all of it."""
    window = widget.window().windowHandle()
    if window is not None and not window.findChild(QObject, NAME, Qt.FindChildOption.FindDirectChildrenOnly):
        SecondPress(window)
