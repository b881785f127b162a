"""The rail on the left: the desk's name, a word and an icon per page, who is signed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.plain import in_tip

LONGEST = 14
"""Characters of a name at the head: two lines at most, the pages below need the height."""


@dataclass(frozen=True)
class Stop:
    """One page of the rail; `low` ones stand at the foot."""

    name: str
    word: str
    icon: str
    low: bool = False


class _Way(QPushButton):
    """The button of a page: as high as others where there is room, lower where many stand in a low window."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look.scaled(38))

    def minimumSizeHint(self) -> QSize:
        return super().sizeHint()


class Rail(QFrame):
    """`chosen(name)` when a page is picked; `show_current` marks the page in view."""

    chosen = Signal(str)

    def __init__(self, title: str, subtitle: str, stops: Sequence[Stop], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        look.mark(self, rail="true")
        self._buttons: dict[str, QPushButton] = {}
        self._acts: dict[str, QPushButton] = {}
        self._words = {stop.name: stop.word for stop in stops}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # one in passing by arrows opens nothing
        column = QVBoxLayout(self)
        column.setContentsMargins(look.M, look.L, look.M, look.M)
        column.setSpacing(look.XS)
        self._names = (title, subtitle)
        self.title = label("", "section", wrap=True)
        self.subtitle = label("", "secondary", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addSpacing(look.S)
        for stop in (s for s in stops if not s.low):
            column.addWidget(self._button(stop))
        column.addStretch(1)
        for stop in (s for s in stops if s.low):
            column.addWidget(self._button(stop))
        self.person = label("", "secondary", wrap=True)
        column.addWidget(self.person)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(0)
        column.addLayout(self._foot)
        self.fit()

    def fit(self) -> None:
        """As wide as its words need, no wider: large type needs the room for the page."""
        self.setFixedWidth(round(84 + look.base() * 6.67))
        for place, name in zip((self.title, self.subtitle), self._names, strict=True):
            shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
            place.setText(shown)
            place.setToolTip(in_tip(name) if shown != name else "")
        for made in self._buttons.values():
            made.setIconSize(QSize(look.scaled(18), look.scaled(18)))

    def show_current(self, name: str) -> None:
        """Mark the page in view; Tab comes to its button."""
        for known, made in self._buttons.items():
            made.setChecked(known == name)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if known == name else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk along the pages; Enter or space opens one."""
        steps: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(event.key())
        stops = list(self._buttons.values())
        place = next((n for n, made in enumerate(stops) if made.hasFocus()), -1)
        if step is None or place < 0:
            super().keyPressEvent(event)
        else:
            stops[(place + step) % len(stops)].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_count(self, name: str, count: int) -> None:
        """A number after the word, nothing for zero."""
        self._buttons[name].setText(self._words[name] + (f"  {count}" if count else ""))

    def add_act(self, name: str, word: str, told: str, act: Callable[[], object]) -> None:
        """A small word at the very foot, for what the keyboard does by a shortcut everywhere."""
        made = button(word, "quiet", clicked=act)
        made.setObjectName(f"rail.{name}")
        made.setToolTip(told)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # pressing it must not take the place where somebody writes
        look.mark(made, kind="small")
        self._foot.addWidget(made)
        self._acts[name] = made

    def name_act(self, name: str, word: str) -> None:
        """Another word for what pressing it does now."""
        self._acts[name].setText(word)

    def _button(self, stop: Stop) -> QPushButton:
        made = _Way(stop.word)
        made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        made.setAutoDefault(True)  # Enter presses it
        made.setObjectName(f"rail.{stop.name}")
        made.setAccessibleName(stop.word)
        made.setCheckable(True)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        look.mark(made, kind="rail")
        made.setIcon(look.icon(stop.icon))
        made.clicked.connect(lambda _checked=False: self.chosen.emit(stop.name))
        self._group.addButton(made)
        self._buttons[stop.name] = made
        return made
