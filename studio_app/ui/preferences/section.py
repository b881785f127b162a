"""What every section of 设置 shares: cards in a scrolling column, a bar for troubles, a foot that stays in view."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.form.writing import Writing
from studio_app.ui.kit.page.cards import Banner, button, clear, label

CHANGING = "正在换锁，几秒钟就好。这期间可以看，不能改，请不要关电脑"


class SectionPage(QWidget):
    """Subclasses fill `column`, may put buttons into `foot`, and show stored data in `show_stored`.

    What is typed into the parts given to `writing` outlives a lock; a section may be a part of its own, with `edited`,
    `typed` and `restore`.
    """

    said = Signal(str)
    edited = Signal()
    lock_requested = Signal()
    look_changed = Signal()
    saves = False
    """Whether Ctrl+S has something to `save` here."""

    def __init__(self, services: Services, name: str, intro: str = "") -> None:
        super().__init__()
        self.services = services
        self.setObjectName(f"preferences.{name}")
        self._name = name
        self.writing = Writing(self, services.drafts, f"settings:{name}")
        inside = QWidget()
        look.mark(inside, page="true")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, look.S, 0)
        self.column.setSpacing(look.L)
        self._notices = QVBoxLayout()
        self.foot = QHBoxLayout()
        self.foot.setSpacing(look.M)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.M)
        if intro:
            outer.addWidget(label(intro, "secondary", wrap=True))
        outer.addLayout(self._notices)
        outer.addWidget(area, 1)
        outer.addLayout(self.foot)

    # --- what a section gives -----------------------------------------------------------------------------------

    def show_stored(self) -> None:
        """Show what is stored."""

    def save(self) -> None:
        """Store what is typed."""

    # --- what it gets -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show what is stored, and over it what was typed here and not saved."""
        self.refresh()
        self.writing.begin()

    def refresh(self) -> None:
        """Show what is stored; what was typed is gone."""
        self.show_stored()
        self.writing.part_renewed()

    def settle(self) -> None:
        """What was typed was stored, or given up."""
        self.refresh()
        self.writing.forget()

    def back(self) -> bool:
        """Esc: close a form that opened in place of a list; False where there is none."""
        return False

    def is_busy(self) -> bool:
        """Whether something typed here is not stored yet: then the page is left as it is."""
        return self.writing.is_changed()

    def add_notice(self, notice: QWidget) -> None:
        """`messages.tell` and `tasks` put their bars here; one bar at a time is enough."""
        clear(self._notices)
        self._notices.addWidget(notice)

    def act(self, words: str, icon: str, clicked: Callable[[], object], *, main: bool = False) -> QPushButton:
        """A button at the foot, named after its last word part; the main one is coloured and stands at the right."""
        made = self.button(words, icon, clicked, kind="primary" if main else "")
        self.foot.addWidget(made)
        return made

    def button(self, words: str, name: str, clicked: Callable[[], object], kind: str = "") -> QPushButton:
        """A named button whose known troubles are shown in the section's bar."""
        made = button(words, kind, clicked=lambda: self.attempt(clicked))
        made.setObjectName(f"preferences.{self._name}_{name}")
        return made

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it; a refusal is shown above the cards. True when it was done."""
        try:
            act()
        except AppError as trouble:
            self.add_notice(Banner(str(trouble), "error"))
            return False
        return True

    def submit(self, form: Form[object], act: Callable[[], object]) -> bool:
        """Do it; problems stand beside their fields."""
        unread = form.unread()
        if unread:
            form.show_problems(unread)
            return False
        try:
            act()
        except Invalid as refused:
            form.show_problems(refused.problems)
            return False
        except AppError as trouble:
            self.add_notice(Banner(str(trouble), "error"))
            return False
        form.show_problems({})
        return True

    def tell(self, words: str) -> None:
        """Say it at the foot of the window and clear an old refusal."""
        clear(self._notices)
        self.said.emit(words)


def line(words: str, detail: str = "") -> tuple[QHBoxLayout, QLabel]:
    """A row of a short list: words, a quieter detail below, room for buttons at the right."""
    row = QHBoxLayout()
    row.setSpacing(look.S)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    first = label(words, wrap=True)
    texts.addWidget(first)
    if detail:
        texts.addWidget(label(detail, "secondary", wrap=True))
    row.addLayout(texts, 1)
    return row, first
