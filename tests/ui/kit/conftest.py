"""The kit dressed as the program dresses it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio_app.ui.kit import look, tasks


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The standard look; a test that chose another one leaves this one behind."""
    if look.base() != look.BASE["standard"] or qapp.property("look_scheme") != "light":
        look.apply(qapp)
    yield
    if qapp.property("look_scheme") != "light" or qapp.property("look_base") != look.BASE["standard"]:
        look.apply(qapp)


@pytest.fixture
def at_once() -> Iterator[None]:
    with tasks.inline():
        yield


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
