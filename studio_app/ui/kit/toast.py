"""A sentence at the foot of the window for some seconds: it happened, and needs no answer."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from studio_app.ui.kit import look

SHOWN_MS = 5000


class Toast(QLabel):
    """Lies over the lower middle of `place` and moves with it; the mouse goes through it."""

    def __init__(self, place: QWidget, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.mark(self, role="toast")
        self._place, self._over = place, parent
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        place.installEventFilter(self)
        self.hide()

    def say(self, sentence: str) -> None:
        if not sentence:
            return
        self.setText(sentence)
        self._settle()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.adjustSize()
        corner = self._place.mapTo(self._over, self._place.rect().bottomLeft())
        left = corner.x() + (self._place.width() - self.width()) // 2
        above_buttons = look.control_height() + look.XL + look.L  # what stands at the foot of a page is wanted next
        self.move(left, corner.y() - self.height() - above_buttons)
