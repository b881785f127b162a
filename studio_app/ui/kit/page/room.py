"""A window's content never has less room than it can be used in: on a smaller screen bars lead to the rest of it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from studio_app.ui.kit import look

LEAST_WINDOW = QSize(480, 320)
"""Below this a window is of no use, whatever can be scrolled in it."""


class Filling(QWidget):
    """Inside a scroll area: as high as there is room, and scrolled only where even the least of it is higher."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return -1 if layout is None else layout.totalMinimumHeightForWidth(width)


class Scrolling(QScrollArea):
    """A way to see the rest of a widget: takes the width there is, scrolls up and down.

    With `set_whole` it is as high as its content, and what lies around it scrolls.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._whole = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def set_whole(self, *, on: bool) -> None:
        self._whole = on
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        least, inside = super().minimumSizeHint(), self.widget()
        if not self._whole or inside is None:
            return least
        high = max(inside.heightForWidth(self.viewport().width()), inside.minimumSizeHint().height())
        return QSize(least.width(), high)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() if self._whole else super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        if self._whole:
            self.updateGeometry()


class Stack(QStackedWidget):
    """One page at a time, each scrolling by itself: what its text would like to have of height is nobody's concern."""

    def hasHeightForWidth(self) -> bool:
        return False

    def minimumSizeHint(self) -> QSize:
        """Of the page in view: another that was opened before takes no room."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()


class Content(Filling):
    """What stands in a `Room`: asks for the least a page is laid out for, or for more where it needs more."""

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(look.least_room())


class Room(Scrolling):
    """Fills the window; scrolls, sideways too, only where the window is smaller than its content can be."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__(inside)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)


def alone(page: QWidget) -> QWidget:
    """A page that is all there is in a `Room`: it scrolls by itself, so that its foot stays in view."""
    stack, content = Stack(), QWidget()
    stack.addWidget(page)
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(stack)
    return content


def keep_on_screen(window: QMainWindow) -> None:
    """No larger than what its screen has to give, frame included, also after it was taken to another screen."""
    _fit(window)
    outer, free = window.frameGeometry(), window.screen().availableGeometry()
    left = max(free.left(), min(outer.left(), free.right() + 1 - outer.width()))
    top = max(free.top(), min(outer.top(), free.bottom() + 1 - outer.height()))
    window.move(left, top)
    handle = window.windowHandle()
    if handle is not None:
        handle.screenChanged.connect(lambda _screen: _fit(window))


def _fit(window: QMainWindow) -> None:
    """Never moves it: somebody may just be dragging it."""
    if not window.isMaximized():
        frame = window.frameGeometry().size() - window.size()
        window.resize(window.size().boundedTo(window.screen().availableSize() - frame))
