"""A line of a list that is pressed as a whole: two lines of text cut with an ellipsis, and a badge."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio_app.ui.kit import look


class ElidedLabel(QLabel):
    """One line that ends in … where room is short; the whole text is its tool tip."""

    def __init__(self, text: str, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.mark(self, role=role)

    def minimumSizeHint(self) -> QSize:
        return QSize(look.scaled(40), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class RowButton(QPushButton):
    """As high as its two lines; pressed by mouse, Enter or space like any button."""

    def __init__(self, text: str, below: str, badge: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, kind="row")
        self.setAutoDefault(True)  # Enter presses it
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.S, look.XS, look.S, look.XS)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(ElidedLabel(text))
        column.addWidget(ElidedLabel(below, "secondary"))
        self._row.addLayout(column, 1)
        self._row.addWidget(badge)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()
