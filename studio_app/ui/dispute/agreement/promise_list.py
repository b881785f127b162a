"""履行事项 as a list one chooses from: who owes whom what by when, and how it stands."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QStyle

from studio_app.domain.dates import show_day
from studio_app.domain.money import show_yuan
from studio_app.records.dispute.agreement.service import Promise
from studio_app.ui.kit import look

LEAST = 3
"""Lines that are always seen, however small the window."""


class PromiseList(QListWidget):
    """`chosen(place)` whenever another line becomes current."""

    chosen = Signal(int)

    def __init__(self, states: Mapping[str, str]) -> None:
        super().__init__()
        self._states = states
        self.setObjectName("performance.promises")
        self.setAccessibleName("约定的事")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.currentRowChanged.connect(self.chosen)

    def show_promises(self, promises: Sequence[Promise], today: date) -> None:
        self.clear()
        for promise in promises:
            item = QListWidgetItem(in_words(promise, self._states, today))
            if is_overdue(promise, today):
                item.setForeground(look.colour("red"))
            elif promise.obligation.state == "performed":
                item.setForeground(look.colour("green"))
            self.addItem(item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as its lines; what is more than some of them scrolls where there is no room."""
        return QSize(super().sizeHint().width(), self._height(self.count()))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height(min(self.count(), LEAST)))

    def _height(self, lines: int) -> int:
        return sum(self.item(place).sizeHint().height() for place in range(lines)) + 2 * self.frameWidth()

    def _fit(self) -> None:
        width = max(self.viewport().width() - self._beside(), 80)
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
        for place in range(self.count()):
            needed = self.fontMetrics().boundingRect(0, 0, width, 10_000, flags, self.item(place).text())
            self.item(place).setSizeHint(QSize(width, needed.height() + look.XL))
        self.updateGeometry()

    def _beside(self) -> int:
        """What the style sheet and Qt leave at both sides of the words of a line."""
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + 1
        return 2 * (round(look.base() * 0.5) + margin)


def in_words(promise: Promise, states: Mapping[str, str], today: date) -> str:
    """Two lines: what; then who to whom, how much, by when, and the standing in a word."""
    item = promise.obligation
    who = " → ".join(name for name in (promise.debtor, promise.creditor) if name)
    money = show_yuan(item.amount_fen) if item.amount_fen else ""
    if money and promise.paid_fen and item.state != "performed":
        money += f"（已付 {show_yuan(promise.paid_fen)}）"
    done = [performance.done_on for performance in promise.performances] if item.state == "performed" else []
    day = max(done, default=item.due_on)
    parts = (who, money, show_day(day) if day else "", _standing(promise, states, today))
    return f"{_MARKS.get(item.state, '○')} {item.what}\n" + "　".join(part for part in parts if part)


def is_overdue(promise: Promise, today: date) -> bool:
    item = promise.obligation
    return item.state in ("pending", "part", "refused") and item.due_on is not None and item.due_on < today


def _standing(promise: Promise, states: Mapping[str, str], today: date) -> str:
    item = promise.obligation
    words = states.get(item.state, item.state)
    if item.due_on is not None and is_overdue(promise, today):
        return f"{words}，逾期 {(today - item.due_on).days} 天"
    return words


_MARKS = {"performed": "✓", "waived": "✓", "part": "◐", "refused": "！", "replaced": "–", "sued": "！"}
