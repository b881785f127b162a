"""What a person does and reads on a page: press a button by its name, read what is in view."""

from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.page.reading_order import bring_into_view


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


def write(page: QWidget, name: str, text: str) -> None:
    """Click into a field and type, over what stood there; Chinese comes through the input method."""
    box = found(page, name)
    assert box.isVisibleTo(page), name
    assert box.isEnabled(), name
    bring_into_view(box)
    to_front(page)
    QTest.mouseClick(box.viewport() if isinstance(box, QPlainTextEdit) else box, Qt.MouseButton.LeftButton)
    assert box.hasFocus(), name
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_on(box, text or "\b")


def answer(form: Form[Any], question: str, text: str) -> None:
    """As `write`, by the name of the question."""
    write(form, form.editor(question).main.objectName(), text)


def to_front(page: QWidget) -> None:
    """The window somebody sits before has the keys."""
    window = page.window()
    window.activateWindow()
    settle()
    assert window.isActiveWindow()


def type_on(box: QWidget, text: str) -> None:
    """Type into what has the focus."""
    for ascii_run, signs in groupby(text, str.isascii):
        run = "".join(signs)
        if not ascii_run:
            composed = QInputMethodEvent()
            composed.setCommitString(run)
            QApplication.sendEvent(box, composed)
            continue
        for sign in run:
            key = {"\n": Qt.Key.Key_Return, "\b": Qt.Key.Key_Backspace}.get(sign)
            QTest.keyClick(box, sign if key is None else key)


def choose(page: QWidget, name: str, option: str) -> None:
    """Go along a drop-down list by the arrow keys to one of its lines."""
    combo = found(page, name)
    assert combo.isVisibleTo(page), name
    assert combo.isEnabled(), name
    to_front(page)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _press in range(combo.count()):
        if combo.currentText() == option:
            return
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == option, [combo.itemText(n) for n in range(combo.count())]


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
