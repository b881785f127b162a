"""A line of a list that is pressed as a whole: two lines of text cut with an ellipsis, and a badge."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.plain import in_tip


class ElidedLabel(QLabel):
    """One line that says `fewer` words where room is short, and ends in … where even they do not fit.

    The whole text is its tool tip.
    """

    def __init__(self, text: str, role: str = "", fewer: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._fewer = fewer or text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(in_tip(text))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.mark(self, role=role)

    def minimumSizeHint(self) -> QSize:
        return QSize(look.scaled(40), super().minimumSizeHint().height())

    def shown(self) -> str:
        """What there is room for."""
        metrics = self.fontMetrics()
        words = self.text() if metrics.horizontalAdvance(self.text()) <= self.width() else self._fewer
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.shown())
        painter.end()


class RowButton(QPushButton):
    """As high as its two lines; pressed by mouse, Enter or space like any button.

    `fewer` stands below where there is no room for all of `below`.
    """

    def __init__(self, text: str, below: str, badge: QWidget, fewer: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, kind="row")
        self.setAutoDefault(True)  # Enter presses it
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.S, look.XS, look.S, look.XS)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(ElidedLabel(text))
        column.addWidget(ElidedLabel(below, "secondary", fewer))
        self._row.addLayout(column, 1)
        self._row.addWidget(badge)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()
