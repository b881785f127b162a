"""A month at a glance: how much falls on each day, and which days are rest days or made-up working days."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.plain import in_tip

WEEKDAYS = "一二三四五六日"
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class Month(QWidget):
    """Painted month with a heading; arrows move the day, Enter or a click chooses it.

    `rest(day)` answers "休", "班" or "". `compact` is for a popup.
    """

    day_chosen = Signal(object)
    month_shown = Signal(int, int)

    def __init__(
        self,
        shown: date,
        today: date,
        rest: Callable[[date], str] | None = None,
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.grid = _Grid(shown, today, rest, compact=compact)
        self._heading = label("", "section")
        row = QHBoxLayout()
        row.addWidget(self._heading, 1)
        for words, told, turn in (("‹", "上一月", self._back), ("›", "下一月", self._forth)):
            made = button(words, "quiet", clicked=turn)
            made.setAccessibleName(told)
            made.setToolTip(in_tip(told))
            row.addWidget(made)
        self.today_button = button("今天", "quiet", clicked=lambda: self.show_day(today))
        self.today_button.setAccessibleName("月历回到今天")
        row.addWidget(self.today_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.XS)
        layout.addLayout(row)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.grid.chosen.connect(self.day_chosen)
        self.grid.turned.connect(self._show_heading)
        self._show_heading()

    @property
    def day(self) -> date:
        """The day marked."""
        return self.grid.day

    def set_counts(self, counts: Mapping[date, int], urgent: frozenset[date] = frozenset()) -> None:
        """How many things fall on each day; days in `urgent` are written in red."""
        self.grid.set_counts(counts, urgent)

    def show_day(self, day: date) -> None:
        self.grid.move_to(day)

    def turn(self, months: int) -> None:
        """Forwards or backwards by whole months."""
        self.grid.turn(months)

    def _back(self) -> None:
        self.turn(-1)

    def _forth(self) -> None:
        self.turn(1)

    def _show_heading(self) -> None:
        day = self.grid.day
        self._heading.setText(f"{day.year} 年 {day.month} 月")
        self.month_shown.emit(day.year, day.month)


class _Grid(QWidget):
    """The days of one month, Monday first."""

    chosen = Signal(object)
    turned = Signal()

    def __init__(self, shown: date, today: date, rest: Callable[[date], str] | None, *, compact: bool) -> None:
        super().__init__()
        self.day = shown
        self._today = today
        self._rest = rest or (lambda _day: "")
        self._compact = compact
        self._counts: Mapping[date, int] = {}
        self._urgent: frozenset[date] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tell()

    def set_counts(self, counts: Mapping[date, int], urgent: frozenset[date]) -> None:
        self._counts, self._urgent = counts, urgent
        self._tell()
        self.update()

    def move_to(self, day: date) -> None:
        turned = (day.year, day.month) != (self.day.year, self.day.month)
        self.day = day
        self._tell()
        self.update()
        if turned:
            self.turned.emit()

    def turn(self, months: int) -> None:
        month = self.day.year * 12 + self.day.month - 1 + months
        if not 12 <= month < 9999 * 12 + 12:
            return
        year, month = divmod(month, 12)
        self.move_to(date(year, month + 1, min(self.day.day, monthrange(year, month + 1)[1])))

    def sizeHint(self) -> QSize:
        cell = look.scaled(38 if self._compact else 56)
        return QSize(7 * cell, look.scaled(24) + 6 * (cell if not self._compact else look.scaled(36)))

    def minimumSizeHint(self) -> QSize:
        return QSize(7 * look.scaled(36), look.scaled(24) + 6 * look.scaled(34))

    def day_at(self, at: QPoint) -> date | None:
        """The day under a point, of the month shown only."""
        for day in self._days():
            if self._cell(day).contains(QPointF(at)):
                return day
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.move_to(date.fromordinal(min(self.day.toordinal() + _STEPS[key], date.max.toordinal())))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.move_to(day)
            self.chosen.emit(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), self._words(day) if day else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.colour("secondary"))
        for column, name in enumerate(WEEKDAYS):
            room = QRectF(column * self._wide(), 0, self._wide(), self._top())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)
        for day in self._days():
            self._paint_day(painter, day)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        room = self._cell(day).adjusted(1.5, 1.5, -1.5, -1.5)
        self._paint_ground(painter, day, room)
        mark = self._rest(day)
        painter.setFont(look.font())
        painter.setPen(look.colour("secondary" if mark == "休" else "ink"))
        count = 0 if self._compact else self._counts.get(day, 0)
        line = room.height() if self._compact else room.height() * 0.5
        painter.drawText(QRectF(room.x(), room.y(), room.width(), line), Qt.AlignmentFlag.AlignCenter, str(day.day))
        if mark:
            painter.setFont(look.font(0.67))
            painter.setPen(look.colour("secondary" if mark == "休" else "accent"))
            painter.drawText(room.adjusted(0, 1, -3, 0), _TOP_RIGHT, mark)
        if count:
            painter.setFont(look.font(0.8))
            painter.setPen(look.colour("red" if day in self._urgent else "accent"))
            below = QRectF(room.x(), room.y() + line, room.width(), room.height() - line)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, f"{count} 件")

    def _paint_ground(self, painter: QPainter, day: date, room: QRectF) -> None:
        chosen = day == self.day
        painter.setBrush(look.colour("accent_soft") if chosen else Qt.BrushStyle.NoBrush)
        if chosen and self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
        elif day == self._today:
            painter.setPen(QPen(look.colour("accent"), 1))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(room, 6, 6)

    def _days(self) -> list[date]:
        first = self.day.replace(day=1)
        return [first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1])]

    def _cell(self, day: date) -> QRectF:
        row, column = divmod(day.replace(day=1).weekday() + day.day - 1, 7)
        tall = (self.height() - self._top()) / (6 if self._compact else self._weeks())
        return QRectF(column * self._wide(), self._top() + row * tall, self._wide(), tall)

    def _weeks(self) -> int:
        """Rows of the month shown: what a short month leaves is room for its own days."""
        first = self.day.replace(day=1)
        return (first.weekday() + monthrange(first.year, first.month)[1] + 6) // 7

    def _wide(self) -> float:
        return self.width() / 7

    def _top(self) -> int:
        return look.scaled(24)

    def _words(self, day: date) -> str:
        parts = [f"{day.month} 月 {day.day} 日 星期{WEEKDAYS[day.weekday()]}"]
        parts += [self._rest(day)] if self._rest(day) else []
        parts += [f"{self._counts[day]} 件"] if self._counts.get(day) else []
        return "，".join(parts)

    def _tell(self) -> None:
        self.setAccessibleName(self._words(self.day))


_TOP_RIGHT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
