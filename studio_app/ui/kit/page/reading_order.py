"""Tab follows the order in which a window is read, also where parts of it were put in later."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QBoxLayout,
    QGridLayout,
    QLayout,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid


def step(window: QWidget, *, forward: bool) -> bool:
    """Focus what is read next in the window, round and round; False if there is nothing to focus.

    Qt goes by the order in which widgets were made: a clause added to a paper would come after the buttons below.
    For `focusNextPrevChild`, which Qt hands up to the window from whatever has the focus.
    """
    now = window.focusWidget()
    if now is not None and not _can_hold(now):
        _leave_soon(now)
        return True
    stops = [stop for stop in _Reading(now).of(window) if stop is now or _can_hold(stop)]
    if not stops or stops == [now]:
        return False
    place = next((i for i, stop in enumerate(stops) if stop is now), -1 if forward else 0)
    wanted = stops[(place + (1 if forward else -1)) % len(stops)]
    wanted.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(wanted)
    return True


def let_go(*widgets: QWidget) -> None:
    """Take widgets away for good; a focus inside goes to what is read next, never to another part of the window.

    Before they are taken out of their layout, for what is read next is known by their place there.
    """
    for widget in widgets:
        focused = widget.window().focusWidget()
        if focused is not None and _holds(widget, focused):
            _hand_on(focused, widgets)
    for widget in widgets:
        widget.hide()
        widget.deleteLater()


def _leave_soon(gone: QWidget) -> None:
    """Qt asks in the middle of hiding or disabling what has the focus, when nothing else may be touched: do it after.

    What is shown again by then keeps the focus, and so does what was given it meanwhile.
    """
    around = _around(gone)
    if around is not None:
        QTimer.singleShot(0, around, partial(_leave, gone, around))


def _leave(gone: QWidget, around: QWidget) -> None:
    window = around.window()
    now = window.focusWidget()
    if not window.isVisible():
        return
    if now is None:
        around.setFocus(Qt.FocusReason.OtherFocusReason)
    elif isValid(gone) and now is gone and not _can_hold(gone):
        _hand_on(gone, (gone,))


def _hand_on(focused: QWidget, going: Sequence[QWidget]) -> None:
    """To the next stop behind what goes, else to the last before it, inside what scrolls with it."""
    around = _around(focused, going)
    if around is None:
        return
    stops = [stop for stop in _Reading(focused).of(around) if stop is focused or _can_hold(stop)]
    place = next((i for i, stop in enumerate(stops) if stop is focused), 0)
    in_order = (*stops[place + 1 :], *reversed(stops[:place]))
    others = [stop for stop in in_order if not any(_holds(one, stop) for one in going)]
    wanted = others[0] if others else around
    wanted.setFocus(Qt.FocusReason.OtherFocusReason)
    QTimer.singleShot(0, wanted, lambda: bring_into_view(wanted))  # once what went has left its room to others


def _around(widget: QWidget, going: Sequence[QWidget] = ()) -> QWidget | None:
    """What scrolls with it and stays in view, else the window."""
    around = widget.parentWidget()
    while around is not None and around.parentWidget() is not None:
        if isinstance(around, QScrollArea) and around.isVisible() and not any(_holds(one, around) for one in going):
            return around
        around = around.parentWidget()
    return around


def _holds(widget: QWidget, other: QWidget) -> bool:
    return widget is other or widget.isAncestorOf(other)


def _can_hold(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def standing_in(layout: QLayout) -> list[QWidget]:
    """Its widgets and those of the layouts inside it, as they are read."""
    parts = _in_order(layout)
    return [one for part in parts for one in (standing_in(part) if isinstance(part, QLayout) else [part])]


def bring_into_view(widget: QWidget) -> None:
    """Scroll everything around the widget so far that it is seen, from its top where it is too high for that."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            content = around.widget()
            if content is not None and widget.height() > around.viewport().height():
                around.verticalScrollBar().setValue(widget.mapTo(content, QPoint(0, 0)).y())
            else:
                around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def unfold(widget: QWidget, *, on: bool) -> None:
    """Show or hide what a button opens; what opens below the fold is brought into view once there is room for it."""
    widget.setVisible(on)
    if on:
        _once_laid_out(widget, partial(bring_into_view, widget))


class FocusInView(QObject):
    """Whatever in the window takes the focus is seen, with the panel it stands in: a form that opened at a press.

    Not where the mouse just set it: what somebody points at must not move away under the pointer. Nor what gets it
    back, from a list that was open over it or from another window.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last: QWidget | None = None
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._window.isAncestorOf(now):
            return
        again, self._last = now is self._last, now
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if not held and not again:
            _once_laid_out(now, partial(_show_with_panel, now))


def _once_laid_out(widget: QWidget, act: Callable[[], object]) -> None:
    """Two turns later: first the panel finds its room, then the page around it."""
    QTimer.singleShot(0, widget, lambda: QTimer.singleShot(0, widget, act))


def _show_with_panel(widget: QWidget) -> None:
    if not widget.hasFocus():  # it was only passed on the way to where the focus went
        return
    panel = widget.parentWidget()
    while panel is not None and not panel.property("card"):
        panel = panel.parentWidget()
    if panel is not None:
        area = _area_around(panel)
        if area is not None and panel.height() <= area.viewport().height():
            bring_into_view(panel)
    bring_into_view(widget)


def _area_around(widget: QWidget) -> QScrollArea | None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


class _Reading:
    """Goes through the layouts; `now` counts as a stop wherever it is, hidden too."""

    def __init__(self, now: QWidget | None) -> None:
        self._now = now
        self._seen: set[QWidget] = set()
        self._way: set[QWidget] = set()
        while now is not None:
            self._way.add(now)
            now = now.parentWidget()

    def of(self, widget: QWidget) -> Iterator[QWidget]:
        """The widget if Tab stops at it, then what is inside; who hands the focus on to a part of it is that part."""
        if widget in self._seen or (widget.isHidden() and widget not in self._way):
            return
        self._seen.add(widget)
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if tabbed or widget is self._now:
            yield widget
        yield from self._inside(widget)

    def _inside(self, widget: QWidget) -> Iterator[QWidget]:
        layout = widget.layout()
        if isinstance(widget, QScrollArea):
            content = widget.widget()
            if content is not None:
                yield from self.of(content)
            return
        if isinstance(widget, QAbstractScrollArea):
            return
        if layout is not None:
            yield from self._along(layout)
        for child in widget.children():  # what floats above the layout comes last
            if isinstance(child, QWidget) and not child.isWindow():
                yield from self.of(child)

    def _along(self, layout: QLayout) -> Iterator[QWidget]:
        for part in _in_order(layout):
            yield from self._along(part) if isinstance(part, QLayout) else self.of(part)


def _in_order(layout: QLayout) -> list[QWidget | QLayout]:
    """What a layout holds, as it is read.

    Never by `itemAt`: Python's handle of an item outlives the item itself when Qt drops it, and whatever is made at
    the same address later is taken for it — the program dies in the middle of something else.
    """
    around = layout.parentWidget()
    children = around.children() if around is not None else []
    widgets = (child for child in children if isinstance(child, QWidget))
    inner = (child for child in layout.children() if isinstance(child, QLayout))
    placed = [(layout.indexOf(part), part) for parts in (widgets, inner) for part in parts]
    found = [(place, part) for place, part in placed if place >= 0]
    if isinstance(layout, QGridLayout):
        return [part for _place, part in sorted(found, key=lambda one: _row_and_column(layout, one[0]))]
    upwards = isinstance(layout, QBoxLayout) and layout.direction() == QBoxLayout.Direction.BottomToTop
    return [part for _place, part in sorted(found, key=lambda one: one[0], reverse=upwards)]


def _row_and_column(grid: QGridLayout, place: int) -> tuple[int, int]:
    position: Any = grid.getItemPosition(place)  # a tuple, whatever the stubs say
    return position[0], position[1]
