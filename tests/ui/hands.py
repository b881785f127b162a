"""What a person does and reads on a page: press a button by its name, read what is in view."""

from typing import Any

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from studio_app.ui.kit.cards import Banner


def settle() -> None:
    """Let layouts come to rest; what is new is shown by the event loop."""
    for _ in range(4):
        QApplication.processEvents()


def found(page: QWidget, name: str) -> Any:
    """The control of this name in view; one on its way out may still have it too."""
    settle()
    named = page.findChildren(QWidget, name)
    assert named, name
    return next((widget for widget in named if widget.isVisibleTo(page)), named[-1])


def press(page: QWidget, name: str) -> None:
    button: QPushButton = found(page, name)
    assert button.isVisibleTo(page), name
    assert button.isEnabled(), name
    button.click()


def texts(page: QWidget) -> str:
    """Everything in view, as a person reads it."""
    settle()
    kinds = (*page.findChildren(QLabel), *page.findChildren(QPushButton))
    return "\n".join(part.text() for part in kinds if part.isVisibleTo(page))


def primary(page: QWidget) -> list[str]:
    """Names of the coloured buttons in view."""
    settle()
    buttons = page.findChildren(QPushButton)
    return [b.objectName() for b in buttons if b.property("kind") == "primary" and b.isVisibleTo(page)]


def banners(page: QWidget) -> list[str]:
    """What the bars in view say."""
    settle()
    return [bar.text for bar in page.findChildren(Banner) if bar.isVisibleTo(page)]
