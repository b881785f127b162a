"""One thing to do: a coloured edge, what and about whom, how late, the button that deals with it, and 推迟."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import Combo, TextLine
from studio_app.ui.kit.page.cards import Badge, Flow, button, label
from studio_app.ui.kit.page.plain import in_tip

NARROW = 38
"""Base fonts of a row below which its buttons leave the words too little room."""
_WIDEST = 4
"""Characters on most of the buttons: shorter words get as much room, so that a list stands in columns."""


@dataclass(frozen=True)
class DueWords:
    """What a row says; `tone` is red, amber or accent, `act` what its button does: action, owner's id, subject's id."""

    key: str
    text: str
    about: str
    reason: str
    when: str
    tone: str
    button: str
    act: tuple[str, str, str]


class DueRow(QFrame):
    """`dealt` when the one button is pressed, `put_off_asked` when 推迟 is; both carry the row."""

    dealt = Signal(object)
    put_off_asked = Signal(object)

    def __init__(
        self, words: DueWords, *, with_reason: bool = False, only_look: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("due_row")
        self.setAccessibleName(f"{words.text}，{words.about}，{words.when}")
        self.words = words
        badge = Badge(words.when, words.tone)
        badge.setToolTip(in_tip(words.reason))
        self.act = button("查看" if only_look else words.button, clicked=lambda: self.dealt.emit(self))
        self.act.setObjectName("due_row.act")
        self.act.setMinimumWidth(_WIDEST * look.base() + 2 * round(look.base() * 0.95) + 2)
        self.act.setAccessibleName(f"{words.button}：{words.text}，{words.about}")
        self.later = button("推迟", clicked=lambda: self.put_off_asked.emit(self))
        self.later.setObjectName("due_row.later")
        self.later.setAccessibleName(f"推迟：{words.text}，{words.about}")
        self._arrange(badge, with_reason=with_reason)
        if only_look:
            look.show_if(self.act, on=bool(words.act[1]))
            self.later.hide()

    def _arrange(self, badge: Badge, *, with_reason: bool) -> None:
        """Buttons beside the words, or under them: see `resizeEvent`."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.XS, 0, look.XS)
        row.setSpacing(look.M)
        row.addWidget(_edge(self.words.tone))
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(look.M)
        self._parts.addLayout(self._sentences(with_reason=with_reason), 1)
        self._buttons = QWidget()
        self._flow = Flow(self._buttons)
        for widget in (_in_line(badge), self.act, self.later):
            self._flow.addWidget(widget)
        self._parts.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._parts, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words would have too little room, the buttons stand under them, in as many rows as they need."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        narrow = self.width() < NARROW * look.base()
        self._parts.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._parts.setSpacing(look.XS if narrow else look.M)
        self._buttons.setMinimumWidth(0 if narrow else self._flow.sizeHint().width())

    def _sentences(self, *, with_reason: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        what = label(self.words.text, wrap=True)
        what.setToolTip(in_tip(self.words.reason))
        column.addWidget(what)
        about = label(self.words.about, "secondary", wrap=True)
        column.addWidget(about)
        if not self.words.about:
            about.hide()
        if with_reason and self.words.reason:
            column.addWidget(label(self.words.reason, "secondary", wrap=True))
        return column


class PutOffPanel(QFrame):
    """Asks until when and why, under the row it belongs to; `stored` when put off, `given_up` when not.

    What is typed is a part for whoever keeps it: `edited`, `typed`, `restore`.
    """

    stored = Signal()
    given_up = Signal()
    edited = Signal()

    def __init__(
        self,
        reasons: Sequence[str],
        parse: Callable[[str], date | None],
        put_off: Callable[[date | None, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look.mark(self, card="soft")
        self.setObjectName("put_off")
        self._parse, self._put_off = parse, put_off
        self.until = TextLine()
        self.until.setObjectName("put_off.until")
        self.until.setAccessibleName("推迟到哪天")
        self.until.setPlaceholderText("明天、下周三、12.5")
        self.reason = Combo()
        self.reason.setObjectName("put_off.reason")
        self.reason.setAccessibleName("推迟的原因")
        line = TextLine()
        line.setPlaceholderText("选一个，或自己写")
        self.reason.setEditable(True)
        self.reason.setLineEdit(line)
        self.reason.addItems(list(reasons))
        self.reason.setCurrentIndex(-1)
        self.problem = label("", "secondary", "red", wrap=True)
        self.problem.hide()
        self._build()
        self.until.textChanged.connect(self.edited)
        self.reason.editTextChanged.connect(self.edited)

    def typed(self) -> list[str]:
        """The day and the reason as they stand there."""
        return [self.until.text(), self.reason.currentText()]

    def restore(self, typed: Sequence[str]) -> None:
        until, reason = typed
        self.until.setText(until)
        self.reason.setEditText(reason)

    def _build(self) -> None:
        self.until.setMinimumWidth(look.scaled(150))
        self.reason.setMinimumWidth(look.scaled(190))
        later = button("推迟", "primary", clicked=self.store)
        later.setObjectName("put_off.store")
        leave = button("不推迟", "quiet", clicked=self.given_up.emit)
        leave.setObjectName("put_off.leave")
        row = Flow()
        for widgets in ((label("推迟到"), self.until), (label("原因"), self.reason), (later, leave)):
            row.addWidget(_together(*widgets))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.M, look.S, look.M, look.S)
        column.addLayout(row)
        column.addWidget(self.problem)
        self.until.returnPressed.connect(self._go_on)

    def _go_on(self) -> None:
        """Enter in the day: the reason is nobody's until it was given."""
        if self.reason.currentText().strip():
            self.store()
        else:
            self.reason.setFocus()

    def store(self) -> None:
        """Put off, or say beside the fields what is missing."""
        try:
            self._put_off(self._parse(self.until.text()), self.reason.currentText())
        except AppError as refused:
            self.problem.setText(str(refused))
            self.problem.show()
            return
        self.stored.emit()


def _together(*widgets: QWidget) -> QWidget:
    """What never parts when the row wraps: a field and its label."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.S)
    for widget in widgets:
        row.addWidget(widget)
    return made


def _in_line(badge: Badge) -> QWidget:
    """As high as the buttons it stands beside."""
    made = _together(badge)
    made.setFixedHeight(look.control_height())
    return made


def _edge(tone: str) -> QFrame:
    edge = QFrame()
    edge.setFixedWidth(4)
    edge.setStyleSheet(f"background: {look.colour(tone).name()}; border-radius: 2px;")
    return edge
