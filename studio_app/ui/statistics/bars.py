"""Pairs of bars with their figures above: what came in and what was done, by month or by the lines of the table."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio_app.ui.kit import look

COLOURS = ("accent", "green")


class Group(NamedTuple):
    """Two bars side by side; each is the disputes it counts. `word` stands below, `label` is the whole name."""

    word: str
    label: str
    disputes: Sequence[list[str]]


class Bars(QWidget):
    """`opened(heading, ids)` at a click on a bar, or at Enter on the one the arrow keys came to."""

    opened = Signal(str, list)

    def __init__(self, name: str, told: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._told = told
        self._names: Sequence[str] = ()
        self._groups: Sequence[Group] = ()
        self._at = 0
        """The bar the keys are on: twice the group, and which of the two."""

    def sizeHint(self) -> QSize:
        return QSize(look.scaled(480), look.scaled(190))

    def show_groups(self, names: Sequence[str], groups: Sequence[Group]) -> None:
        """`names` are those of the two bars of each group."""
        self._names, self._groups, self._at = names, groups, 0
        words = (
            f"{one.label} " + "，".join(f"{name} {len(ids)}" for name, ids in zip(names, one.disputes, strict=True))
            for one in groups
        )
        self.setAccessibleName(f"{self._told}：" + "；".join(words))
        self.update()

    # --- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, line = look.colours(), self.fontMetrics().height()
        self._name(painter, line)
        for place in range(2 * len(self._groups)):
            bar, figure = self._bar(place), len(self._disputes(place))
            painter.fillRect(bar, QColor(getattr(colours, COLOURS[place % 2])))
            painter.setPen(QColor(colours.secondary))
            above = QRectF(bar.x() - bar.width(), bar.y() - line, 3 * bar.width(), line)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(figure) if figure else "")
            if place == self._at and self.hasFocus():
                painter.setPen(QPen(QColor(colours.ink), 2))
                painter.drawRect(bar.united(above).adjusted(1, 1, -1, -1))
        painter.setPen(QColor(colours.ink))
        for place, group in enumerate(self._groups):
            below = QRectF(place * self._wide, self.height() - 1.1 * line, self._wide, line)
            word = self.fontMetrics().elidedText(group.word, Qt.TextElideMode.ElideRight, round(self._wide) - 2)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, word)
        painter.setPen(QColor(colours.edge))
        base = self.height() - 1.2 * line
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))

    def _name(self, painter: QPainter, line: int) -> None:
        """Which bars are which, above them."""
        x = 0.0
        for word, colour in zip(self._names, COLOURS, strict=False):
            painter.fillRect(QRectF(x, line * 0.2, line * 0.7, line * 0.7), QColor(getattr(look.colours(), colour)))
            painter.setPen(QColor(look.colours().ink))
            painter.drawText(QRectF(x + line, 0, line * 8, line * 1.2), Qt.AlignmentFlag.AlignVCenter, word)
            x += line * 1.6 + self.fontMetrics().horizontalAdvance(word) + look.M

    @property
    def _wide(self) -> float:
        return self.width() / max(len(self._groups), 1)

    def _disputes(self, place: int) -> list[str]:
        return self._groups[place // 2].disputes[place % 2]

    def _bar(self, place: int) -> QRectF:
        line = self.fontMetrics().height()
        most = max((len(ids) for group in self._groups for ids in group.disputes), default=0) or 1
        room, bar = self.height() - 3.4 * line, min(self._wide * 0.3, look.scaled(26))
        high, left = room * len(self._disputes(place)) / most, (place // 2 + 0.5) * self._wide
        return QRectF(left + (place % 2 - 1) * (bar + 2), 2.2 * line + room - high, bar, high)

    # --- opening ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere above or on a bar is one on it: a bar of one dispute is thin."""
        for place in range(2 * len(self._groups)):
            bar = self._bar(place)
            if bar.left() - 1 <= event.position().x() <= bar.right() + 1:
                self._at = place
                self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._groups:
            self._at = (self._at + steps[event.key()]) % (2 * len(self._groups))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _open(self) -> None:
        if self._groups and (ids := self._disputes(self._at)):
            self.opened.emit(f"{self._groups[self._at // 2].label}　{self._names[self._at % 2]}", ids)
