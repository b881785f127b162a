"""A sentence at the foot of the window for some seconds: it happened, and needs no answer."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from studio_app.ui.kit import look

SHOWN_MS = 5000
AGAIN_MS = (0, 100, 400)  # the page it is said on may still be taking its shape


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
        for later in AGAIN_MS:
            QTimer.singleShot(later, self, self._follow)

    def _follow(self) -> None:
        if self.isVisible():
            self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """Wholly inside what is seen of the page, where it covers nothing that is being written."""
        seen = _part_in_view(self._place, self._over).adjusted(look.S, look.S, -look.S, -look.S)
        self._fit(seen.width())
        lies = QRect(QPoint(0, 0), self.size())
        lies.moveCenter(seen.center())
        written = self._written_in()
        for bottom in (
            self._above_buttons(seen),
            written.top() - look.S,
            seen.bottom(),
            seen.top() + lies.height(),
        ):
            lies.moveBottom(bottom)
            if seen.contains(lies) and not lies.intersects(written):
                break
        self.move(lies.topLeft())

    def _above_buttons(self, seen: QRect) -> int:
        """What stands at the foot of a page is wanted next: the main button and the row it is in."""
        foot = seen.bottom() - look.control_height() - look.XL - look.S
        main = [made for made in _buttons_in_view(self._place) if made.property("kind") == "primary"]
        tops = [_part_in_view(made, self._over).top() for made in main]
        return min([foot, *(top - look.S for top in tops if top > seen.center().y())])

    def _fit(self, room: int) -> None:
        """On one line, or on as many as its words need in the room there is."""
        self.setWordWrap(False)
        wanted = self.sizeHint()
        self.setWordWrap(wanted.width() > room)
        self.resize(wanted if not self.wordWrap() else QSize(room, self.heightForWidth(room)))

    def _written_in(self) -> QRect:
        """Where the field with the focus stands; an empty rectangle where nothing is being written on the page."""
        field = QApplication.focusWidget()
        if not isinstance(field, QLineEdit | QPlainTextEdit | QComboBox) or not self._place.isAncestorOf(field):
            return QRect()
        return _part_in_view(field, self._over)


def _buttons_in_view(widget: QWidget) -> Iterator[QPushButton]:
    """Of the page that is open only: the others stand ready with hundreds of buttons of their own."""
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible():
            if isinstance(child, QPushButton):
                yield child
            else:
                yield from _buttons_in_view(child)


def _part_in_view(widget: QWidget, window: QWidget) -> QRect:
    shown = widget.visibleRegion().boundingRect()
    return shown.translated(widget.mapTo(window, QPoint(0, 0)))
