"""添加一条提醒: what and when, in one's own words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.errors import Invalid
from studio_app.services.reminders import Reminders
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.page.cards import button, label


class OwnForm(QWidget):
    """`added(day)` once the reminder is stored; what is typed is a part for whoever keeps it."""

    added = Signal(object)
    edited = Signal()

    def __init__(self, reminders: Reminders) -> None:
        super().__init__()
        self._reminders = reminders
        self._text = self._line("own_text", "提醒什么", "提醒什么，例如：带表格去社区盖章")
        self._day = self._line("own_day", "提醒的日期", "哪一天：明天、下周三、12.5")
        self._problem = label("", "secondary", "red", wrap=True)
        self._problem.hide()
        add = button("加提醒", icon="plus", clicked=self.add)
        add.setObjectName("followups.add_own")
        row = QHBoxLayout()
        row.addWidget(self._day, 1)
        row.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.S, 0, 0)
        column.setSpacing(look.S)
        column.addWidget(label("添加一条提醒", "section"))
        column.addWidget(self._text)
        column.addLayout(row)
        column.addWidget(self._problem)

    def typed(self) -> list[str]:
        """Words and day as they stand there."""
        return [self._text.text(), self._day.text()]

    def restore(self, typed: Sequence[str]) -> None:
        for line, text in zip((self._text, self._day), typed, strict=True):
            line.setText(text)

    def begin(self) -> None:
        """The cursor to where typing starts."""
        self._text.setFocus()

    def add(self) -> None:
        """Store it, or say what is missing."""
        if not any(text.strip() for text in self.typed()):
            self._text.setFocus()  # pressed twice, or too early: nothing is wrong yet
            return
        try:
            made = self._reminders.add(self._text.text(), self._reminders.day(self._day.text()))
        except Invalid as refused:
            self._problem.setText(str(refused))
            self._problem.show()
            return
        self._problem.hide()
        self.restore(("", ""))
        self.added.emit(made.due_on)

    def _line(self, name: str, told: str, hint: str) -> TextLine:
        made = TextLine()
        made.setObjectName(f"followups.{name}")
        made.setAccessibleName(told)
        made.setPlaceholderText(hint)
        made.returnPressed.connect(self.add)
        made.textChanged.connect(self.edited)
        return made
