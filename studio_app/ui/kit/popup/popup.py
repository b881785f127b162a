"""A list under a line of text that never takes the focus: a QCompleter's popup would break Chinese input."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import clear, label

NARROW, WIDE = 340, 520
"""Least width at the standard size: of a list of words, of one with a line below each."""


@dataclass(frozen=True)
class Hit:
    """One line of the list: `value` is handed back, `marks` are words to stress in `text` and `detail`."""

    value: object
    text: str
    detail: str = ""
    marks: Sequence[str] = ()


@dataclass(frozen=True)
class Group:
    """Hits under a heading; an empty title shows none."""

    title: str
    hits: Sequence[Hit] = field(default_factory=tuple)


def marked(text: str, marks: Sequence[str], ink: str) -> str:
    """Rich text with every occurrence of a mark stressed; everything else is escaped."""
    stressed = [False] * len(text)
    lower = text.lower()
    for mark in filter(None, (mark.lower() for mark in marks)):
        at = lower.find(mark)
        while at >= 0 and len(lower) == len(text):
            stressed[at : at + len(mark)] = [True] * len(mark)
            at = lower.find(mark, at + 1)
    return _spans(text, stressed, ink)


def _spans(text: str, stressed: Sequence[bool], ink: str) -> str:
    parts: list[str] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or stressed[at] != stressed[start]:
            piece = html.escape(text[start:at])
            parts.append(
                f'<span style="color:{ink};text-decoration:underline">{piece}</span>' if stressed[start] else piece
            )
            start = at
    return "".join(parts)


def claims_escape(event: QEvent, wanted: Callable[[], bool]) -> bool:
    """True if this event asked whether Esc is the widget's own, and it is: else the window's Esc would win."""
    if event.type() != QEvent.Type.ShortcutOverride:
        return False
    if cast("QKeyEvent", event).key() != Qt.Key.Key_Escape or not wanted():
        return False
    event.accept()
    return True


class ResultList(QFrame):
    """Child frame of the anchor's window; moved by `step`, chosen by `choose_current` or a click."""

    chosen = Signal(object)

    def __init__(self, anchor: QWidget, name: str) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self._rows: list[_Row] = []
        self._current = -1
        self._wide = False
        self.setObjectName(name)
        self.setAccessibleName("查找结果")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.mark(self, popup="true")
        inside = QWidget()
        look.mark(inside, page="true")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self._area = area
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.XS, look.XS, look.XS, look.XS)
        outer.addWidget(area)
        self.hide()

    def show_groups(self, groups: Sequence[Group], nothing: str = "") -> None:
        """Replace the list; `nothing` is said when there is no hit, and with neither the list hides."""
        clear(self._list)
        self._rows, self._current = [], -1
        self._wide = any(hit.detail for group in groups for hit in group.hits)
        for group in groups:
            self._add_group(group)
        if not self._rows and nothing:
            self._add(_padded(label(nothing, "secondary", wrap=True)))
        self._list.addStretch(1)
        if self._rows or nothing:
            self.place()
            self.show()
            self.raise_()
        else:
            self.hide()

    def texts(self) -> list[str]:
        """What the lines say, for screen readers and tests."""
        return [row.hit.text for row in self._rows]

    @property
    def current(self) -> object:
        """Value of the marked line, None if none is."""
        return self._rows[self._current].hit.value if 0 <= self._current < len(self._rows) else None

    def step(self, by: int) -> None:
        """Mark the next or former line, round and round."""
        if not self._rows:
            return
        start = self._current if self._current >= 0 else (-1 if by > 0 else 0)
        self._mark((start + by) % len(self._rows))

    def mark(self, value: object) -> None:
        """Mark the line of this value, if there is one."""
        place = next((place for place, row in enumerate(self._rows) if row.hit.value == value), -1)
        if place >= 0:
            self._mark(place)

    def choose_current(self) -> bool:
        """Hand back the marked line, or the only one; False if there is none to choose."""
        if self._current < 0 and len(self._rows) == 1:
            self._current = 0
        if not self.isVisible() or self._current < 0:
            return False
        value = self.current
        self.hide()
        self.chosen.emit(value)
        return True

    def place(self) -> None:
        """Below the anchor, above it where there is more room, never outside the window."""
        window = self._anchor.window()
        if self.parent() is not window:
            self.setParent(window)
        corner = self._anchor.mapTo(window, QPoint(0, 0))
        below = window.height() - corner.y() - self._anchor.height() - look.S
        above = corner.y() - look.S
        least = look.scaled(WIDE if self._wide else NARROW)
        width = min(max(self._anchor.width(), least), window.width() - 2 * look.S)
        wanted = self._list.totalHeightForWidth(width - 2 * look.XS - 2) + 2 * look.XS + 2
        right = corner.x() + self._anchor.width()
        x = corner.x() if corner.x() + width <= window.width() - look.XL else max(look.S, right - width)
        height = min(wanted, max(below, above), look.scaled(440))
        down = height <= below or below >= above
        y = corner.y() + self._anchor.height() + 2 if down else corner.y() - height - 2
        self.setGeometry(QRect(x, y, width, height))

    def _add_group(self, group: Group) -> None:
        if group.title and group.hits:
            self._add(_padded(label(group.title, "secondary")))
        for hit in group.hits:
            row = _Row(hit)
            row.pressed.connect(self._press)
            self._rows.append(row)
            self._add(row)

    def _add(self, line: QWidget) -> None:
        """Shown at once: in a list that is open already Qt would show it later, and its height would not count yet."""
        self._list.addWidget(line)
        line.show()

    def _press(self, row: object) -> None:
        self._current = next((place for place, known in enumerate(self._rows) if known is row), -1)
        self.choose_current()

    def _mark(self, place: int) -> None:
        if 0 <= self._current < len(self._rows):
            look.mark(self._rows[self._current], hit="rest")
        self._current = place
        look.mark(self._rows[place], hit="current")
        self._area.ensureWidgetVisible(self._rows[place], 0, look.S)


class _Row(QFrame):
    """One hit: its text, and its detail below in a calmer colour."""

    pressed = Signal(object)

    def __init__(self, hit: Hit) -> None:
        super().__init__()
        self.hit = hit
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{hit.text} {hit.detail}".strip())
        look.mark(self, hit="rest")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.S, look.S, look.S, look.S)
        layout.setSpacing(2)
        for words, role in ((hit.text, ""), (hit.detail, "secondary")):
            if words:
                layout.addWidget(self._line(words, role))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit(self)

    def _line(self, words: str, role: str) -> QLabel:
        made = label("", role)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setText(marked(words, self.hit.marks, look.colours().accent))
        made.setWordWrap(True)  # a match beyond the edge would be no answer
        return made


def _padded(made: QLabel) -> QLabel:
    made.setContentsMargins(look.S, look.S, look.S, look.XS)
    return made
