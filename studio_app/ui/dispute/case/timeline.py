"""纠纷时间线: what happened, day by day; a line opens the record behind it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from studio_app.domain.dates import short_day
from studio_app.records.dispute.case.service import Event
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import clear, label
from studio_app.ui.kit.page.long_words import LongWords

LONG = 240
"""Characters from which a text is folded to its first lines."""


class Timeline(QWidget):
    """`opened(kind, subject_id)` at a click or Enter on a line that has a record."""

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case.timeline")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, look.S, 0)
        self._column.setSpacing(look.XS)

    def show_events(self, events: Sequence[Event], today: date) -> None:
        clear(self._column)
        for event in events:
            line = _Line(event, short_day(event.day, today))
            line.opened.connect(lambda event=event: self.opened.emit(event.kind, event.subject_id))
            self._column.addWidget(line)
        self._column.addStretch(1)


class _Line(QFrame):
    """The day at the left, then the title and below it what was written."""

    opened = Signal()

    def __init__(self, event: Event, day: str) -> None:
        super().__init__()
        self._opens = bool(event.kind)
        self.setAccessibleName(f"{day} {event.title} {event.text}")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, look.XS, 0, look.XS)
        grid.setHorizontalSpacing(look.L)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        when = label(day, "secondary")
        when.setFixedWidth(look.scaled(46 if len(day) == len("10-08") else 86))
        grid.addWidget(when, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(event.title, tone=event.tone, wrap=True), 0, 1)
        if event.text:
            long = len(event.text) > LONG
            text = LongWords(event.text, "case.event") if long else label(event.text, wrap=True)
            grid.addWidget(text, 1, 1)
        if self._opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setToolTip("点一下打开")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._opens and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        look.mark(self, hit="current")
        super().focusInEvent(event)  # type: ignore[arg-type]  # Qt hands the event through

    def focusOutEvent(self, event: object) -> None:
        look.mark(self, hit="rest")
        super().focusOutEvent(event)  # type: ignore[arg-type]  # as above
