"""Days and moments: typed freely or picked from a Chinese calendar."""

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.form import fields
from studio_app.ui.kit.input import reading
from studio_app.ui.kit.input.editors import Editor, ReadingEditor
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.input.month import Month

UNREADABLE = "日期看不懂，可写 3.5、2026.3.5、20260305、明天 或 下周三。"


class DayEditor(ReadingEditor):
    """A line and a button for the calendar; Alt+↓ or F4 in the line opens it too."""

    def __init__(self, asked: fields.Day) -> None:
        super().__init__(asked.placeholder or "例如 3.5 或 今天")
        self._asked = asked
        self._known: tuple[str, date] | None = None
        self.picker = QToolButton()
        self.picker.setIcon(look.icon("calendar-blank", "secondary"))
        self.picker.setIconSize(QSize(look.scaled(18), look.scaled(18)))
        look.mark(self.picker, beside="true")
        self.picker.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picker.setAccessibleName(f"{asked.label}：打开日历")
        self.picker.setToolTip("打开日历（Alt+↓）")
        self.picker.clicked.connect(lambda _checked=False: self.open_calendar())
        row = self.layout()
        assert isinstance(row, QHBoxLayout)  # noqa: S101  # for the type checker: ReadingEditor made it
        row.addWidget(self.picker)

    def read(self) -> date | None:
        text = self.line.text().strip()
        if not text:
            return None
        if self._known is not None and self._known[0] == text:
            return self._known[1]
        day = self._asked.parse(text)
        if day is None:
            raise reading.UnreadableError(reading.no_such_day(text) or UNREADABLE)
        return day

    def shown(self, value: date) -> str:
        words = self._asked.show(value)
        self._known = (words, value)
        return words

    def note(self) -> tuple[str, str]:
        """The day understood, while it still stands there as typed."""
        value = self.value()
        return ("", "") if value is None or self.shown(value) == self.line.text() else (f"即 {self.shown(value)}", "")

    def set_read_only(self, *, on: bool) -> None:
        super().set_read_only(on=on)
        look.show_if(self.picker, on=not on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (event.key() == Qt.Key.Key_F4 and not alt) or (event.key() == Qt.Key.Key_Down and alt):
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> "CalendarPopup | None":
        """The calendar under the field; None while the field is read-only."""
        if self.line.isReadOnly():
            return None
        today = self._asked.parse("今天") or date.today()  # noqa: DTZ011  # the day on this person's wall, if the parser does not know it
        popup = CalendarPopup(self, self.value() or today, today)
        popup.month.day_chosen.connect(self.pick)
        popup.open_under(self)
        return popup

    def pick(self, day: date) -> None:
        """As chosen in the calendar."""
        self.line.setText(self.shown(day))
        self.line.setFocus()

    @property
    def rest(self) -> Callable[[date], str] | None:
        return self._asked.rest


class CalendarPopup(QFrame):
    """A month that closes once a day is chosen, or at Esc or a click elsewhere."""

    def __init__(self, editor: DayEditor, shown: date, today: date) -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.mark(self, popup="true")
        self.month = Month(shown, today, editor.rest, compact=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.S, look.S, look.S, look.S)
        layout.addWidget(self.month)
        self.month.day_chosen.connect(lambda _day: self.close())

    def open_under(self, widget: QWidget) -> None:
        """Below the widget, moved so that the whole month is on the screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        room = widget.screen().availableGeometry()
        x = min(corner.x(), room.right() - self.width())
        y = corner.y() if corner.y() + self.height() <= room.bottom() else corner.y() - self.height() - widget.height()
        self.move(max(room.left(), x), max(room.top(), y))
        self.show()
        self.month.setFocus()


class MomentEditor(Editor):
    """A day and, beside it, a time of day."""

    def __init__(self, asked: fields.Moment) -> None:
        self.day = DayEditor(asked)
        super().__init__(self.day.line)
        self._hour_needed = asked.hour_needed
        self.time = TextLine()
        self.time.setPlaceholderText("如 14:30")
        self.time.setAccessibleName(f"{asked.label}：几点")
        self.day.edited.connect(self.edited)
        self.time.textChanged.connect(lambda _text: self.edited.emit())
        self.day.left.connect(self._on_day_left)
        self.time.editingFinished.connect(self.leave)
        row = self._fill(self.day, self.time)
        row.setStretch(0, 3)
        row.setStretch(1, 2)

    def value(self) -> datetime | None:
        if self.problem():
            return None
        day, clock = self.day.value(), reading.time_of_day(self.time.text())
        return None if day is None else datetime.combine(day, clock or time())

    def set_value(self, value: datetime | None) -> None:
        self.day.set_value(value.date() if value is not None else None)
        self.time.setText(self._clock_of(value) if value is not None else "")

    def raw(self) -> list[str]:
        return [self.day.raw(), self.time.text()]

    def set_raw(self, raw: object) -> None:
        day, clock = raw if isinstance(raw, list) and len(raw) == 2 else ("", "")
        self.day.set_raw(day)
        self.time.setText(str(clock))

    def _on_day_left(self) -> None:
        """On the way to the time of day nothing is missing yet."""
        if self.day.problem() or not self.time.hasFocus():
            self.left.emit()

    def problem(self) -> str:
        if self.day.problem():
            return self.day.problem()
        try:
            clock = reading.time_of_day(self.time.text())
        except reading.UnreadableError as error:
            return str(error)
        if clock is None and self.day.value() is not None and self._hour_needed:
            return "还差几点钟，例如 14:30。"
        return "还差日期，例如 3.5 或 今天。" if clock is not None and self.day.value() is None else ""

    def _clock_of(self, moment: datetime) -> str:
        """As it stands in the field: an hour nobody has to know is left out."""
        return f"{moment:%H:%M}" if self._hour_needed or moment.time() != time() else ""

    def note(self) -> tuple[str, str]:
        """The day understood, and the hour where 3点 was typed for one of the two there are."""
        said, tone = self.day.note()
        moment = self.value()
        told = reading.told_clock(moment.time()) if moment is not None and self.time.text() else ""
        if moment is None or not told or (moment.hour >= 6 and self.time.text() == f"{moment:%H:%M}"):
            return said, tone
        return f"{said or '即'} {told}", "amber" if moment.hour < 6 else tone

    def settle(self) -> None:
        self.day.settle()
        moment = self.value()
        if moment is not None and self.time.text() != self._clock_of(moment):
            blocked = self.time.blockSignals(True)
            self.time.setText(self._clock_of(moment))
            self.time.blockSignals(blocked)

    def set_read_only(self, *, on: bool) -> None:
        self.day.set_read_only(on=on)
        self.time.setReadOnly(on)
        look.mark(self.time)

    def is_composing(self) -> bool:
        return self.day.line.composing or self.time.composing
