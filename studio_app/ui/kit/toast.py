"""A sentence at the foot of the window for some seconds: it happened, and needs no answer."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio_app.ui.kit import look

SHOWN_MS = 5000


class Toast(QLabel):
    """Lies over the lower middle of `place`, above the field somebody writes in; the mouse goes through it."""

    def __init__(self, place: QWidget, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.mark(self, role="toast")
        self._place, self._over = place, parent
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        place.installEventFilter(self)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._follow)
        self.hide()

    def say(self, sentence: str) -> None:
        if not sentence:
            return
        self.setText(sentence)
        self._settle()
        self.show()
        self.raise_()
        self._timer.start()

    def _follow(self) -> None:
        if self.isVisible():
            self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.adjustSize()
        corner = self._place.mapTo(self._over, self._place.rect().bottomLeft())
        left = corner.x() + (self._place.width() - self.width()) // 2
        above_buttons = look.control_height() + look.XL + look.L  # what stands at the foot of a page is wanted next
        lies = QRect(QPoint(left, corner.y() - self.height() - above_buttons), self.size())
        written = self._written_in()
        if lies.intersects(written):
            lies.moveBottom(written.top() - look.S)
        self.move(lies.topLeft())

    def _written_in(self) -> QRect:
        """Where the control with the focus stands; an empty rectangle where it is not on the page."""
        field = QApplication.focusWidget()
        if field is None or not self._place.isAncestorOf(field):
            return QRect()
        shown = field.visibleRegion().boundingRect()
        return shown.translated(field.mapTo(self._over, QPoint(0, 0)))
