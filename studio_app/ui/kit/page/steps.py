"""The bar that shows how far a matter has come: done ✓, passed over ⊖, current ●, still to come ○."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio_app.ui.kit import look


class StepBar(QWidget):
    """Painted, not clickable; a screen reader hears the step and its place."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = tuple(steps)
        self._current = 0
        self._skipped: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_current(0)

    def set_steps(self, steps: Sequence[str], current: int, skipped: Collection[int] = ()) -> None:
        """`skipped`: places of steps that were passed over, which must not look done."""
        self._steps, self._skipped = tuple(steps), frozenset(skipped)
        self.updateGeometry()
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """Steps before `current` are done; `len(steps)` means all are."""
        self._current = current
        total = len(self._steps)
        told = f"第 {current + 1} 步，共 {total} 步：{self._steps[current]}" if current < total else "各步都已完成"
        left_out = "、".join(self._steps[place] for place in sorted(self._skipped))
        self.setAccessibleName(f"{told}；跳过：{left_out}" if left_out else told)
        self.update()

    @property
    def current(self) -> int:
        return self._current

    def sizeHint(self) -> QSize:
        return QSize(self._words_width() + len(self._steps) * look.scaled(56), look.scaled(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._words_width() + len(self._steps) * look.scaled(30), look.scaled(46))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("card"))
        painter.setPen(look.colour("line"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.RADIUS, look.RADIUS)
        self._paint_steps(painter)
        painter.end()

    def _words_width(self) -> int:
        metrics = self.fontMetrics()
        return sum(metrics.horizontalAdvance(word) for word in self._steps)

    def _paint_steps(self, painter: QPainter) -> None:
        marker, pad = look.scaled(20), look.M
        parts = max(1, len(self._steps) - 1)
        line = (self.width() - 2 * pad - self._words_width() - len(self._steps) * marker) / parts
        x = float(pad)
        for place, word in enumerate(self._steps):
            width = marker + self.fontMetrics().horizontalAdvance(word)
            self._paint_step(painter, place, QRectF(x, 0, width, self.height()))
            x += width
            if place < len(self._steps) - 1:
                self._paint_line(painter, place, x, line)
                x += line

    def _paint_step(self, painter: QPainter, place: int, room: QRectF) -> None:
        tone = "green" if self._is_done(place) else "accent" if place == self._current else "secondary"
        painter.setPen(QPen(look.colour(tone), 1.6))
        self._paint_marker(painter, place, QPointF(room.x() + look.scaled(8), room.center().y()))
        beside = room.adjusted(look.scaled(20), 0, 2, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._steps[place])

    def _paint_marker(self, painter: QPainter, place: int, at: QPointF) -> None:
        r = look.scaled(6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._is_done(place):
            hook = (QPointF(-r * 0.8, 0), QPointF(-r * 0.2, r * 0.7), QPointF(r * 0.8, -r * 0.8))
            painter.drawPolyline(QPolygonF([at + point for point in hook]))
            return
        if place == self._current:
            painter.setBrush(look.colour("accent"))
        painter.drawEllipse(at, r, r)
        if place in self._skipped:
            dash = QPointF(r * 0.5, 0)
            painter.drawLine(at - dash, at + dash)

    def _is_done(self, place: int) -> bool:
        return place < self._current and place not in self._skipped

    def _paint_line(self, painter: QPainter, place: int, x: float, length: float) -> None:
        gap = look.scaled(7)
        if length <= 2 * gap:
            return
        tone = "green" if place < self._current else "line"
        painter.setPen(QPen(look.colour(tone), 2))
        y = self.height() / 2
        painter.drawLine(QPointF(x + gap, y), QPointF(x + length - gap, y))
