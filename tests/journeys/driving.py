"""A person before the window: reads what is shown, points and types; nothing here reaches behind the glass."""

import re
from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio_app.app import Application

SCREEN = QSize(1366, 728)  # what a 1366 × 768 screen leaves beside the task bar
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
REQUIRED = "，必填"
FURTHEST = 80  # presses of Tab after which a control counts as out of reach


class Person:
    """Sits before the program: eyes, a mouse and a keyboard with an input method."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        self.application, self._qtbot = application, qtbot
        self.acts = 0
        """Clicks, and keys that are no text of a field; the wheel is free."""
        self.settle()

    @property
    def window(self) -> QWidget:
        """Whichever window is in front; the mouse and the keys go there."""
        window = self.application.window
        assert window is not None
        if window.size() != SCREEN:
            window.resize(SCREEN)
        if not window.isActiveWindow():
            window.activateWindow()
            self._qtbot.waitUntil(window.isActiveWindow)
        return window

    def settle(self) -> None:
        """Until the program has drawn what followed from the last act."""
        assert self.window.isVisible()
        for _turn in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()

    # --- eyes -------------------------------------------------------------------------------------------------

    def text(self, within: str = "") -> str:
        """Everything written on the page in view, or in one card of it."""
        inside = self._panel(within)
        text = "\n".join(words for widget in _visible(inside) for words in _words(widget))
        return text.replace("\u2060", "").replace("\u00a0", " ").replace("\u200b", "")  # seen by nobody

    def sees(self, *words: str, within: str = "") -> None:
        """Every one of these stands on the page."""
        shown = self.text(within)
        for each in words:
            assert each in shown, f"“{each}” is not shown:\n{shown}"

    def waits_for(self, *words: str) -> None:
        """As `sees`, for what follows a pause in typing."""
        self._qtbot.waitUntil(lambda: all(each in self.text() for each in words))

    def misses(self, *words: str, within: str = "") -> None:
        """None of these stands on the page."""
        shown = self.text(within)
        for each in words:
            assert each not in shown, f"“{each}” is shown:\n{shown}"

    def find(self, name: str, within: str = "") -> QWidget:
        """The one control or card of this name in view: its own words, or its label."""
        return _inmost(self._called(name, within))

    def _called(self, name: str, within: str = "") -> list[QWidget]:
        widgets = list(_visible(self._panel(within)))
        found = [widget for widget in widgets if name in _names(widget)]
        known = sorted({known for widget in widgets for known in _names(widget)})
        assert found, f"no “{name}” among {known}"
        return found

    def _panel(self, name: str) -> QWidget:
        return self._called(name)[0] if name else self.window

    def can_press(self, name: str, within: str = "") -> bool:
        """Whether the button is lit."""
        return self.find(name, within).isEnabled()

    def is_ticked(self, name: str) -> bool:
        """Whether the tick, or the button that stays down, is on."""
        widget = self.find(name)
        assert isinstance(widget, QAbstractButton)
        return widget.isChecked()

    def has(self, name: str) -> bool:
        """Whether such a control is in view."""
        return any(name in _names(w) for w in _visible(self.window))

    def answer(self, name: str, within: str = "") -> str:
        """What stands in a field."""
        return "\n".join(_words(self.find(name, within)))

    def close(self) -> None:
        """The cross in the corner of the window."""
        self.window.close()
        QApplication.processEvents()

    # --- mouse ------------------------------------------------------------------------------------------------

    def press(self, name: str, within: str = "") -> None:
        """Click a button, a tick, a line of a list."""
        widget = self.find(name, within)
        assert widget.isEnabled(), f"“{name}” is not lit"
        self._click(widget, _middle(widget))

    def point_at(self, words: str) -> None:
        """Click the line of whatever stands there: a case, an event, a hit."""
        lines = [w for w in _visible(self.window) if words in w.accessibleName() and not isinstance(w, QLabel)]
        assert lines, f"nothing to click says “{words}”:\n{self.text()}"
        self._click(_inmost(lines), _middle(_inmost(lines)))

    def take(self, words: str, among: str) -> None:
        """Click a line of a list box."""
        lines = self.find(among)
        assert isinstance(lines, QListWidget)
        item = next(item for item in lines.findItems(words, Qt.MatchFlag.MatchContains))
        lines.scrollToItem(item)
        self._click(lines.viewport(), lines.visualItemRect(item).center())

    def choose(self, field: str, option: str, within: str = "") -> None:
        """Open a drop-down list and click one of its lines."""
        combo = self.find(field, within)
        assert isinstance(combo, QComboBox)
        self._click(combo, _middle(combo))
        place = combo.findText(option)
        assert place >= 0, f"“{option}” is not offered: {[combo.itemText(n) for n in range(combo.count())]}"
        lines = combo.view()
        lines.scrollTo(combo.model().index(place, 0))
        where = lines.visualRect(combo.model().index(place, 0)).center()
        # Qt takes a release where the list opened for the opening click's own: a hand comes from elsewhere.
        for way in (lines.viewport().rect().topLeft(), lines.viewport().rect().bottomRight(), where):
            QTest.mouseMove(lines.viewport(), way)
        QTest.mouseClick(lines.viewport(), LEFT, pos=where)
        self.acts += 1
        self._qtbot.waitUntil(lambda: not lines.isVisible())
        assert combo.currentText() == option
        self.settle()

    def write(self, field: str, text: str, within: str = "") -> None:
        """Click into a field and type, over what stood there."""
        widget = self.find(field, within)
        self._click(widget, _middle(widget))
        if "".join(_words(widget)):
            self.keys("Ctrl+A")
        self.type(text)

    def _click(self, widget: QWidget, at: QPoint) -> None:
        """Scroll there, make sure nothing lies over it, click."""
        scroll_to(widget)
        window = self.window
        hit = window.childAt(widget.mapTo(window, at))
        assert hit is not None, f"{_names(widget)} lies outside the window"
        assert hit is widget or widget.isAncestorOf(hit), f"{hit} lies over {_names(widget)}"
        QTest.mouseClick(hit, LEFT, pos=hit.mapFrom(window, widget.mapTo(window, at)))
        self.acts += 1
        self.settle()

    # --- keyboard ---------------------------------------------------------------------------------------------

    @property
    def focus(self) -> QWidget:
        """Where the keys go."""
        self.settle()
        focus = QApplication.focusWidget()
        assert focus is not None, "the keys go nowhere"
        return focus

    @property
    def focus_name(self) -> str:
        return next(iter(_names(self.focus)), type(self.focus).__name__)

    def type(self, text: str) -> None:
        """Chinese comes through the input method, the rest from the keys themselves."""
        for ascii_run, signs in groupby(text, str.isascii):
            run = "".join(signs)
            if not ascii_run:
                _compose(self.focus, run)
                continue
            for sign in run:
                if sign == "\n":
                    QTest.keyClick(self.focus, Qt.Key.Key_Return)
                else:
                    QTest.keyClicks(self.focus, sign)
        self.settle()

    def keys(self, *combinations: str) -> None:
        """One or more key combinations as people write them: Ctrl+N, Tab, Down, Space."""
        for combination in combinations:
            *held, key = combination.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= {
                    "Ctrl": CONTROL,
                    "Shift": Qt.KeyboardModifier.ShiftModifier,
                    "Alt": Qt.KeyboardModifier.AltModifier,
                }[name]
            self.acts += 1
            QTest.keyClick(self.focus, getattr(Qt.Key, f"Key_{'Escape' if key == 'Esc' else key}"), modifiers)
            self.settle()

    def tab_to(self, name: str, within: str = "", *, key: str = "Tab") -> None:
        """Press Tab until the control of this name has the focus, as somebody without a mouse does."""
        passed = []
        for _press in range(FURTHEST):
            focus = self.focus
            inside = not within or any(within in _names(parent) for parent in _parents(focus))
            row = isinstance(focus, QAbstractButton) and focus.isCheckable() and focus.group() is not None
            here = name in _names(focus) or (
                row and focus.accessibleName().replace(REQUIRED, "", 1).startswith(f"{name}：")
            )
            if here and inside:
                assert focus.visibleRegion().boundingRect().height() > 0, f"“{name}” has the focus out of sight"
                return
            passed.append(self.focus_name)
            self.keys(key)
        raise AssertionError(f"Tab never comes to “{name}”: {passed}")

    def pick(self, option: str) -> None:
        """Arrow down in the drop-down list that has the focus until the option stands there."""
        combo = self.focus
        assert isinstance(combo, QComboBox), combo
        self.keys("Home")
        for _press in range(combo.count()):
            if combo.currentText() == option:
                return
            self.keys("Down")
        raise AssertionError(f"“{option}” is not offered by “{self.focus_name}”")

    def select(self, question: str, option: str) -> None:
        """Tab to a row of buttons, go along it by arrows, press the one wanted."""
        wanted = f"{question}：{option}"
        self.tab_to(question)
        self.arrow_to(wanted)
        if not self.is_ticked(wanted):
            self.keys("Space")
        assert self.is_ticked(wanted)

    def arrow_to(self, name: str) -> None:
        """By the arrow that points at it, as the eye sees it."""
        target = self.find(name)
        for _press in range(12):
            if self.focus is target:
                return
            way = target.mapTo(self.window, _middle(target)) - self.focus.mapTo(self.window, _middle(self.focus))
            self.keys("Down" if way.y() > 8 else "Up" if way.y() < -8 else "Right" if way.x() > 0 else "Left")
        raise AssertionError(f"arrows never come to “{name}”, but to “{self.focus_name}”")


def scroll_to(widget: QWidget) -> None:
    """As the wheel would."""
    areas = [parent for parent in _parents(widget) if isinstance(parent, QScrollArea)]
    for area in areas * 2:  # the page may still be finding its height
        QApplication.processEvents()
        content = area.widget()
        assert content is not None
        middle = widget.mapTo(content, widget.rect().center())
        area.ensureVisible(middle.x(), middle.y(), 0, min(widget.height(), area.viewport().height()) // 2)
    QApplication.processEvents()


def _visible(inside: QWidget) -> Iterator[QWidget]:
    yield inside
    for widget in inside.findChildren(QWidget):
        if widget.isVisible() and widget.window() is inside.window():
            yield widget


def _words(widget: QWidget) -> list[str]:
    """What a sighted person reads off this widget itself."""
    if isinstance(widget, QLabel):
        return [
            re.sub(r"<[^>]+>", "", widget.text()) if widget.textFormat() == Qt.TextFormat.RichText else widget.text()
        ]
    if isinstance(widget, QAbstractButton):
        return [widget.text() or widget.accessibleName()]
    if isinstance(widget, QLineEdit):
        return [widget.text()]
    if isinstance(widget, QPlainTextEdit):
        return [widget.toPlainText()]
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QListWidget):
        return [widget.item(row).text() for row in range(widget.count())]
    return []


def _names(widget: QWidget) -> list[str]:
    """What people call a control: its accessible name, which is its label, or the words on it."""
    told = widget.accessibleName().replace(REQUIRED, "", 1)
    own = widget.text() if isinstance(widget, QAbstractButton) else ""
    return [name for name in dict.fromkeys((told, own, own.partition("  ")[0])) if name]


def _inmost(found: list[QWidget]) -> QWidget:
    """Of several of one name, the control rather than the panel around it, and the first of those."""
    return next(w for w in found if not any(other is not w and w.isAncestorOf(other) for other in found))


def _middle(widget: QWidget) -> QPoint:
    if isinstance(widget, QAbstractButton) and widget.isCheckable() and widget.width() > 400:
        return QPoint(12, widget.height() // 2)  # a tick: its words need not fill the row
    return widget.rect().center()


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _compose(widget: QWidget, text: str) -> None:
    """What an input method sends: first the letters being composed, then the signs chosen."""
    QApplication.sendEvent(widget, QInputMethodEvent("pin", []))
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString(text)
    QApplication.sendEvent(widget, chosen)
