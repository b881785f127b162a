"""The quiet building blocks of every page: card, badge, figure, empty note, banner and the page itself."""

from collections.abc import Callable

from PySide6.QtCore import SIGNAL, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine, is_plain_enter
from studio_app.ui.kit.page import reading_order
from studio_app.ui.kit.page.flow import Flow
from studio_app.ui.kit.page.plain import on_button
from studio_app.ui.kit.page.room import Filling, Scrolling
from studio_app.ui.kit.page.side_by_side import NARROW, QWIDGETSIZE_MAX
from studio_app.ui.kit.page.steps import StepBar

__all__ = [
    "Badge",
    "Banner",
    "Card",
    "EmptyNote",
    "Figure",
    "Flow",
    "Page",
    "StepBar",
    "button",
    "clear",
    "label",
]


def label(text: str = "", role: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text, never markup: what people typed is shown as they typed it.

    `role` is title, secondary, section or figure; `tone` red, amber, green, accent or plain.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    look.mark(made, role=role, tone=tone)
    return made


def button(text: str, kind: str = "", icon: str = "", clicked: Callable[[], object] | None = None) -> QPushButton:
    """A button named by a verb; `kind` is primary, quiet or danger, `icon` a Phosphor name."""
    made = QPushButton(on_button(text))
    made.setAccessibleName(text)
    made.setAutoDefault(True)  # Enter presses it, as space does
    look.mark(made, kind=kind)
    if icon:
        tone = {"primary": "on_accent", "quiet": "accent", "danger": "red"}.get(kind, "ink")
        made.setIcon(look.icon(icon, tone))
        made.setIconSize(QSize(look.scaled(18), look.scaled(18)))
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    reading_order.let_go(*reading_order.standing_in(layout))
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            reading_order.let_go(widget)
        elif inner is not None:
            clear(inner)


class Badge(QLabel):
    """A short word on a soft ground; the word says it, the colour only repeats it."""

    def __init__(self, text: str, tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.mark(self, badge="true", tone=tone)

    def show_word(self, text: str, tone: str) -> None:
        self.setText(text)
        look.mark(self, tone=tone)


class Card(QFrame):
    """A titled panel; widgets go into `body`, small things beside the title into `corner`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, card="true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.L, look.M, look.L, look.M)
        outer.setSpacing(look.S)
        self._title = label(title, "section")
        self.corner = QHBoxLayout()
        self.corner.setSpacing(look.S)
        self.corner.addWidget(self._title)
        self.corner.addStretch(1)
        outer.addLayout(self.corner)
        self.body = QVBoxLayout()
        self.body.setSpacing(look.S)
        outer.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        look.show_if(self._title, on=bool(title))
        self.setAccessibleName(title)


class Figure(QPushButton):
    """A big number over its caption; opens the list behind the number."""

    def __init__(self, number: str, caption: str, tone: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._number, self._caption, self._tone = number, caption, tone
        self.show_number(number, tone)

    def show_number(self, number: str, tone: str = "ink") -> None:
        """`tone` is a colour of look.Colours: red, amber, green or ink."""
        self._number, self._tone = number, tone
        self.setAccessibleName(f"{self._caption} {number}")
        self.updateGeometry()
        self.update()

    @property
    def number(self) -> str:
        return self._number

    def sizeHint(self) -> QSize:
        wide = max(self.fontMetrics().horizontalAdvance(self._caption), look.scaled(20) * len(self._number))
        return QSize(wide + 2 * look.L, look.scaled(92))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        room = QRectF(self.rect()).adjusted(look.L, look.M, -look.L, -look.M)
        left = Qt.AlignmentFlag.AlignLeft
        painter.setPen(look.colour(self._tone))
        painter.setFont(look.font(1.9))
        painter.drawText(room, left | Qt.AlignmentFlag.AlignTop, self._number)
        painter.setPen(look.colour("secondary"))
        painter.setFont(look.font())
        painter.drawText(room, left | Qt.AlignmentFlag.AlignBottom, self._caption)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        focus = self.hasFocus()
        painter.setPen(QPen(look.colour("accent" if focus else "line"), 2 if focus else 1))
        painter.setBrush(look.colour("hover" if self.underMouse() else "card"))
        inset = 1.0 if focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), look.RADIUS, look.RADIUS)


class EmptyNote(QWidget):
    """Stands where a list is empty and says what to do about it."""

    def __init__(
        self,
        text: str,
        action: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.XL, look.XL, look.XL, look.XL)
        layout.setSpacing(look.M)
        layout.addStretch(1)
        self._text = label(text, "secondary", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._text)
        self.button = button(action, clicked=clicked)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button.setVisible(bool(action))  # only now: shown without a parent it would be a window of its own
        layout.addStretch(1)

    def set_text(self, text: str) -> None:
        self._text.setText(text)

    @property
    def text(self) -> str:
        return self._text.text()


class Banner(QFrame):
    """An inline bar for a message; `kind` is info, warn or error. It waits to be closed, by `away`."""

    def __init__(self, text: str, kind: str = "info", parent: QWidget | None = None, *, away: str = "收起") -> None:
        super().__init__(parent)
        look.mark(self, banner=kind)
        self.setAccessibleName(text)
        self.text = text
        row = QHBoxLayout(self)
        row.setContentsMargins(look.M, look.XS, look.S, look.XS)
        row.addWidget(label(text, tone={"warn": "amber", "error": "red"}.get(kind, ""), wrap=True), 1)
        self._row = row
        self.add_action(away, lambda: None)

    def add_action(self, text: str, clicked: Callable[[], object]) -> QPushButton:
        """A button before 收起; using it closes the bar."""
        made = button(text, "quiet")
        made.clicked.connect(lambda _checked=False: self._act(clicked))
        self._row.insertWidget(1, made)
        return made

    def _act(self, clicked: Callable[[], object]) -> None:
        place = self.parentWidget()
        if place is not None:
            place.setFocus()  # it is on the bar that goes, and would fall to the rail
        self.hide()
        self.deleteLater()
        clicked()


TITLE_LEAST = 28
"""Base fonts a long title has beside the tools of the window; with less it gets a line of its own."""


class _HeaderRoom(QWidget):
    """Keeps a title row clear of what a window floats over its corner; the window says how much that is."""

    def __init__(self) -> None:
        super().__init__()
        self._told = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        room = getattr(self.window(), "header_room", None)
        return QSize(int(room()), look.control_height()) if callable(room) else QSize(0, 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def follow(self) -> int:
        """The width wanted now; told to the layout where it is another than before."""
        wanted = self.sizeHint().width()
        if wanted != self._told:
            self._told = wanted
            self.updateGeometry()
        return wanted


class Page(QWidget):
    """Title, subtitle, a place right of them (`header`), notices, and a body that scrolls.

    Widgets go into `body`. With `scroll=False` the body fills the window, for a table that scrolls itself, and the
    page scrolls only where the least of the body is higher.
    """

    def __init__(self, title: str, subtitle: str = "", *, scroll: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beside: QWidget | None = None
        self._title = label(title, "title", wrap=True)
        self._subtitle = label(subtitle, "secondary", wrap=True)
        self.header = QHBoxLayout()
        self.header.setSpacing(look.M)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(look.S)
        self.body = QVBoxLayout()
        self.body.setSpacing(look.L)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.XL, look.L, look.XL, look.L)
        outer.setSpacing(look.M)
        outer.addLayout(self._top())
        outer.addLayout(self.notices)
        self._place_body(outer, scroll=scroll)
        self.set_title(title, subtitle)

    def set_title(self, title: str, subtitle: str = "") -> None:
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        look.show_if(self._subtitle, on=bool(subtitle))
        self.setAccessibleName(title)
        self._arrange()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  # Qt's name
        """Tab and Shift+Tab, in reading order."""
        return reading_order.step(self.window(), forward=next) or super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter outside a form, in a line, at a tick or a choice: on to what is read next, as in a form.

        A choice it is pressed on is made.
        """
        now = self.focusWidget()
        idle = isinstance(now, TextLine) and not now.composing and not now.receivers(SIGNAL("returnPressed()"))
        if is_plain_enter(event) and (idle or isinstance(now, QCheckBox | QRadioButton)):
            if isinstance(now, QRadioButton):
                now.setChecked(True)
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def add_notice(self, notice: QWidget) -> None:
        """Put a banner or a progress panel above the body; `messages` and `tasks` call this.

        What is said already is not said twice.
        """
        if isinstance(notice, Banner):
            for said in self.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly):
                if said.text == notice.text and not said.isHidden():
                    reading_order.let_go(said)
        self.notices.addWidget(notice)
        notice.show()

    def add_side(self, side: QWidget, width: int) -> None:
        """A column right of a body that scrolls, `width` in pixels at the standard size; below it in a narrow page."""
        self._beside, self._beside_width = side, look.scaled(width)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Side and title stand where there is room for them."""
        direction = QBoxLayout.Direction
        own_line = self._title_needs() > self.width()
        self._first.setDirection(direction.BottomToTop if own_line else direction.LeftToRight)
        if self._beside is None:
            return
        narrow = self.width() < NARROW * look.base()
        self._beside.setMinimumWidth(0 if narrow else self._beside_width)
        self._beside.setMaximumWidth(QWIDGETSIZE_MAX if narrow else self._beside_width)
        if isinstance(self._beside, Scrolling):
            self._beside.set_whole(on=narrow)
        wanted, other = (self._below, self._columns) if narrow else (self._columns, self._below)
        if wanted.indexOf(self._beside) < 0:
            other.removeWidget(self._beside)
            wanted.addWidget(self._beside)

    def _title_needs(self) -> int:
        """Width of the page at which the title is not squeezed by what stands beside it."""
        words = min(self._title.fontMetrics().horizontalAdvance(self._title.text()), TITLE_LEAST * look.base())
        return words + self.header.sizeHint().width() + self._room.follow() + 2 * (look.XL + look.L)

    def _top(self) -> QBoxLayout:
        """Title and `header` on one line, the subtitle below both; room on the right for the window's own tools."""
        first = QHBoxLayout()
        first.setSpacing(look.L)
        first.addWidget(self._title, 1)
        first.addLayout(self.header)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self._subtitle)
        self._room = _HeaderRoom()
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(look.L)
        self._first.addLayout(words, 1)
        self._first.addWidget(self._room, 0, Qt.AlignmentFlag.AlignTop)
        return self._first

    def _place_body(self, outer: QVBoxLayout, *, scroll: bool) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        inside = QWidget() if scroll else Filling()
        look.mark(inside, page="true")
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(look.M)
        self._below = QVBoxLayout()
        whole.addLayout(self.body, 1)
        whole.addLayout(self._below)
        self.area = Scrolling(inside)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(look.L)
        self._columns.addWidget(self.area, 1)
        outer.addLayout(self._columns, 1)


class Busy:
    """`begin` while the work runs, `end` when it is over.

    Qt sends the focus of a disabled button to the next control, where a Space would press something else: it waits
    on what lies around the button. Also where a dialog has just closed and the window is not active again yet.
    """

    def __init__(self, button: QPushButton) -> None:
        self._button = button
        self._words = button.text()
        self._waits_on: QWidget | None = None

    def begin(self, words: str = "") -> None:
        """`words`: what the button says meanwhile."""
        around = self._button.parentWidget()
        self._waits_on = around if self._button.window().focusWidget() is self._button else None
        if self._waits_on is not None:
            self._waits_on.setFocus()
        if words:
            self._button.setText(words)
        self._button.setEnabled(False)

    def end(self, *, enabled: bool = True) -> None:
        """Gives the focus back, unless somebody went elsewhere meanwhile."""
        self._button.setText(self._words)
        self._button.setEnabled(enabled)
        if self._waits_on is not None and self._button.window().focusWidget() in (None, self._waits_on):
            self._button.setFocus()
        self._waits_on = None
