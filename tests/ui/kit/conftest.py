"""The kit dressed as the program dresses it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


@pytest.fixture
def shown(qtbot: Any) -> Callable[[QWidget], QWidget]:
    """Show a widget in an active window, so that focus moves as it does for a person."""

    def show(widget: QWidget, width: int = 1000, height: int = 700) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        QApplication.processEvents()
        return widget

    return show


@pytest.fixture
def compose() -> Callable[[QWidget, str], None]:
    """What an input method sends while it composes; "" ends it."""

    def send(widget: QWidget, preedit: str) -> None:
        QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))

    return send
