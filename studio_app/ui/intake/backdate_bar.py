"""补录: says that a visit carries a past day, and offers the usual reasons."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio_app.domain.dates import show_day_cn
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Flow, button, label


class BackdateBar(QFrame):
    """Hidden while the day is today; `chosen(reason)` at one of the buttons."""

    chosen = Signal(str)

    def __init__(self, reasons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("register.backdate")
        look.mark(self, banner="warn")
        self._words = label("", tone="amber", wrap=True)
        row = Flow(gap=look.XS)
        for place, reason in enumerate(reasons, 1):
            made = button(reason, clicked=lambda reason=reason: self.chosen.emit(reason))  # type: ignore[misc]  # one reason a button
            made.setObjectName(f"register.backdate_{place}")
            row.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.M, look.S, look.M, look.S)
        layout.addWidget(self._words)
        layout.addLayout(row)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def show_day(self, day: date | None, reason: str) -> None:
        """None for a visit of today."""
        told = f"这是补记 {show_day_cn(day)} 的来访。" if day else ""
        self._words.setText(told + (f"原因：{reason}" if reason.strip() else "请选一个原因，或在“补录原因”里写明。"))
        self.setAccessibleName(self._words.text())
        self.setVisible(day is not None)
