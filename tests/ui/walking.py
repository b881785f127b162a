"""Looks over a window like somebody with poor eyes and a mouse: what is cut, squeezed, covered or out of reach."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import StepBar
from studio_app.ui.kit.popup.toast import Toast

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView, StepBar)
READABLE = 4
"""Characters of a line below which words are no longer read but spelled."""
MOST_TURNS = 40
"""Far more than any page needs; a cursor that blinks would go on for ever."""


def faults(window: QWidget) -> list[str]:
    """What a person could not press, read or bring into view, each told with its place."""
    shown = [w for w in window.findChildren(QWidget) if w.isVisible() and w.window() is window]
    found = [f"{_name(w)} {told}" for w in shown for told in _faults_of(w, window)]
    return list(dict.fromkeys([*found, *_covered(shown, window)]))


def _faults_of(widget: QWidget, window: QWidget) -> Iterator[str]:
    if isinstance(widget, CONTROLS) or (isinstance(widget, QLabel) and widget.text()):
        lost = out_of_reach(widget, window)
        if lost:
            yield lost
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox):
        yield from _squeezed(widget)
    wheel = Qt.FocusPolicy.WheelFocus
    if isinstance(widget, QComboBox | QAbstractSpinBox | QPlainTextEdit) and widget.focusPolicy() == wheel:
        yield "takes the focus from the wheel"
    if isinstance(widget, QAbstractItemView | QScrollArea):
        yield from _pinched(widget)
    if isinstance(widget, QScrollArea | QListWidget) and widget.horizontalScrollBar().maximum() > 0:
        yield f"is {widget.horizontalScrollBar().maximum()} px too narrow for its content"
    if isinstance(widget, QScrollArea) and widget.verticalScrollBar().maximum() > 0 and _scrolls_around(widget):
        yield "scrolls inside a page that scrolls"
    if isinstance(widget, Toast) and not window.rect().contains(_in_window(widget, window)):
        yield "is said outside the window"


def out_of_reach(widget: QWidget, window: QWidget) -> str:
    """Why no scrolling brings all of a control into view, "" if it does."""
    rect, now = widget.rect(), widget
    while now is not window and now.parentWidget() is not None:
        around = now.parentWidget()
        rect = QRect(now.mapToParent(rect.topLeft()), rect.size())
        area = around.parentWidget()
        if isinstance(area, QAbstractScrollArea) and around is area.viewport():
            told = _beyond(rect, area)
            if told:
                return told
            rect = QRect(around.rect().topLeft(), rect.size().boundedTo(around.size()))
        elif not around.rect().adjusted(-1, -1, 1, 1).contains(rect):
            return f"is cut by {_name(around)}: {_told(rect)} of {_told(around.rect())}"
        now = around
    return ""


def _beyond(rect: QRect, area: QAbstractScrollArea) -> str:
    """What lies where the bars of an area do not lead."""
    across, down, port = area.horizontalScrollBar(), area.verticalScrollBar(), area.viewport()
    wide, high = (0 if _off(policy) else bar.maximum() for policy, bar in _bars(area))
    reach = QRect(-across.value(), -down.value(), port.width() + wide, port.height() + high)
    if reach.adjusted(-1, -1, 1, 1).contains(rect):
        return ""
    return f"lies beyond what {_name(area)} scrolls to: {_told(rect)} of {_told(reach)}"


def _bars(area: QAbstractScrollArea) -> tuple[tuple[Qt.ScrollBarPolicy, QScrollBar], ...]:
    across = (area.horizontalScrollBarPolicy(), area.horizontalScrollBar())
    return across, (area.verticalScrollBarPolicy(), area.verticalScrollBar())


def _off(policy: Qt.ScrollBarPolicy) -> bool:
    return policy == Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def _squeezed(widget: QWidget) -> Iterator[str]:
    """Words that have less room than they need."""
    one = widget.fontMetrics().horizontalAdvance("国")
    shown = getattr(widget, "shown", None)
    if callable(shown):  # says fewer words where room is short, all of them in its tool tip
        if widget.width() < READABLE * one or (shown().endswith("…") and not widget.toolTip()):
            yield f"has {widget.width()} px for “{shown()}”"
    elif isinstance(widget, QLabel):
        yield from _squeezed_label(widget, one)
    elif isinstance(widget, QAbstractButton):
        need = widget.minimumSizeHint() if type(widget).sizeHint is not QPushButton.sizeHint else widget.sizeHint()
        if _words(widget) and not _holds(widget.size(), need):
            yield f"needs {need.width()} × {need.height()}, has {widget.width()} × {widget.height()}"
    elif widget.width() < READABLE * one:
        yield f"is {widget.width()} px wide"


def _squeezed_label(shown: QLabel, one: int) -> Iterator[str]:
    words = shown.text().replace("\u2060", "")
    if not words or not shown.pixmap().isNull():
        return
    if not shown.wordWrap():
        if shown.width() + 1 < shown.sizeHint().width():
            yield f"needs {shown.sizeHint().width()} px, has {shown.width()}"
        return
    if shown.width() < min(READABLE, max(len(line) for line in words.split("\n"))) * one:
        yield f"has {shown.width()} px for “{words[:8]}”"
    if shown.height() + 2 < shown.heightForWidth(shown.width()):
        yield f"needs {shown.heightForWidth(shown.width())} px of height, has {shown.height()}"


def _pinched(area: QAbstractScrollArea) -> Iterator[str]:
    """A list or a page that scrolls through a slit."""
    rows = 2 if isinstance(area, QAbstractItemView) else 1
    least = QSize(READABLE * look.base(), rows * look.control_height())
    if isinstance(area, QHeaderView) or isinstance(area.parentWidget(), QComboBox):
        return
    if not _holds(area.viewport().size(), least):
        yield f"shows its content through {area.viewport().width()} × {area.viewport().height()}"


def _scrolls_around(widget: QWidget) -> bool:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and around.verticalScrollBar().maximum() > 0:
            return True
        around = around.parentWidget()
    return False


def _covered(shown: list[QWidget], window: QWidget) -> Iterator[str]:
    """Controls in view that lie over one another: the mouse gets to one of them."""
    for widget in shown:
        middle = widget.visibleRegion().boundingRect().center()
        if not isinstance(widget, QAbstractButton | QLineEdit | QComboBox) or widget.visibleRegion().isEmpty():
            continue
        hit = window.childAt(widget.mapTo(window, middle))
        if hit is not None and hit is not widget and not widget.isAncestorOf(hit) and not hit.isAncestorOf(widget):
            yield f"{_name(widget)} is covered by {_name(hit)}"


def _in_window(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _holds(room: QSize, need: QSize) -> bool:
    return room.width() + 1 >= need.width() and room.height() + 1 >= need.height()


def _words(widget: QAbstractButton) -> bool:
    return bool(widget.text().strip())


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    words = text() if callable(text) else ""
    return f"{type(widget).__name__} {widget.objectName()} “{str(words or widget.accessibleName())[:20]}”"


def _told(rect: QRect) -> str:
    return f"({rect.x()}, {rect.y()}, {rect.width()} × {rect.height()})"


def settle() -> None:
    """Until nothing more follows: a text that is cut anew gives another height, that a bar, the bar another width."""
    running = QAbstractEventDispatcher.instance()
    for _turn in range(MOST_TURNS):
        if not running.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
            return
