"""How many disputes were accepted and settled, month by month, as pairs of bars with their figures above."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio_app.records.dispute.statistics import Period
from studio_app.ui.kit import look

BARS = (("新受理", "accent"), ("调解成功", "green"))


class Trend(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statistics.trend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._months: Sequence[tuple[Period, int, int]] = ()

    def sizeHint(self) -> QSize:
        return QSize(look.scaled(480), look.scaled(190))

    def show_months(self, months: Sequence[tuple[Period, int, int]]) -> None:
        self._months = months
        told = (f"{month.first:%Y年}{month.first.month}月 新受理 {new}，调解成功 {done}" for month, new, done in months)
        self.setAccessibleName("近十二个月：" + "；".join(told))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, line = look.colours(), self.fontMetrics().height()
        most = max((figure for _month, *figures in self._months for figure in figures), default=0) or 1
        wide = self.width() / max(len(self._months), 1)
        room = self.height() - 3.4 * line
        self._name(painter, line)
        for place, (month, *figures) in enumerate(self._months):
            left, bar = place * wide, min(wide * 0.3, look.scaled(26))
            for which, figure in enumerate(figures):
                high, x = room * figure / most, left + wide / 2 + (which - 1) * (bar + 2)
                top = 2.2 * line + room - high
                painter.fillRect(QRectF(x, top, bar, high), QColor(getattr(colours, BARS[which][1])))
                painter.setPen(QColor(colours.secondary))
                above = QRectF(x - bar, top - line, 3 * bar, line)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(figure) if figure else "")
            painter.setPen(QColor(colours.ink))
            word = (
                f"{month.first.month}月"
                if place and month.first.month > 1
                else f"{month.first:%y}年{month.first.month}月"
            )
            below = QRectF(left, self.height() - 1.1 * line, wide, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, word)
        painter.setPen(QColor(colours.edge))
        base = self.height() - 1.2 * line
        painter.drawLine(0, round(base), self.width(), round(base))

    def _name(self, painter: QPainter, line: int) -> None:
        """Which bars are which, above them."""
        x = 0.0
        for word, colour in BARS:
            painter.fillRect(QRectF(x, line * 0.2, line * 0.7, line * 0.7), QColor(getattr(look.colours(), colour)))
            painter.setPen(QColor(look.colours().ink))
            painter.drawText(QRectF(x + line, 0, line * 8, line * 1.2), Qt.AlignmentFlag.AlignVCenter, word)
            x += line * 1.6 + self.fontMetrics().horizontalAdvance(word) + look.M
