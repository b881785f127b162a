"""What all pages of the process share: a title, a body that scrolls, a bar that stays, and text that is never lost."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.settings import AppError, Invalid
from studio_app.ui.kit import look, messages, reading_order
from studio_app.ui.kit.autosave import Autosave
from studio_app.ui.kit.cards import Banner, button, label
from studio_app.ui.kit.form import Form

Answer = TypeVar("Answer")


class WritingPage(QWidget):
    """Left the form, right what helps to fill it, below the buttons; `done(sentence)` or `cancelled` at the end.

    A page gives `typed`, `restore` and `show_problems`; autosave and errors are looked after here,
    Ctrl+S and Esc by the window: the same key asked for twice is answered by nobody.
    """

    done = Signal(str)
    cancelled = Signal()

    def __init__(self, services: Services, name: str, form_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._services, self._name, self._form_key = services, name, form_key
        self._title, self._subtitle = label("", "title", wrap=True), label("", "secondary", wrap=True)
        self._notices = QVBoxLayout()
        self._columns = QHBoxLayout()
        self.body = _column()
        self._status = label("", "secondary")
        self._status.setObjectName(f"{name}.status")
        self.bar = QHBoxLayout()
        self._autosave = Autosave(self, self.typed, self._keep, self._clock)
        self._autosave.told.connect(self._status.setText)
        self._lay_out()

    # --- for the page -------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, object]:
        """Everything as typed, fit for JSON."""
        return {}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Bring back what `typed` gave."""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say beside each field what refuses it."""
        messages.tell(self, "\n".join(problems.values()), "error")

    def save(self) -> None:
        """What the main button does."""

    def set_title(self, title: str, subtitle: str = "") -> None:
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)

    def add_side(self, side: QWidget, width: int) -> None:
        """A column right of the body, `width` in pixels at the standard size."""
        side.setFixedWidth(look.scaled(width))
        self._columns.addWidget(side)

    def add_button(self, text: str, name: str, clicked: Callable[[], object], kind: str = "") -> QPushButton:
        """A button in the bar, in reading order."""
        made = button(text, kind, clicked=clicked)
        made.setObjectName(f"{self._name}.{name}")
        self.bar.insertWidget(self.bar.count() - 2, made)
        return made

    def add_notice(self, notice: QWidget) -> None:
        """Where `messages.tell` puts its bars."""
        self._notices.addWidget(notice)

    def touched(self) -> None:
        """Connect what changes by the person to this."""
        self._autosave.touch()

    def bring_back(self) -> None:
        """Text that was typed and not handed in comes back, with a way to drop it."""
        kept = self._services.drafts.load(self._form_key)
        if kept is None:
            return
        self.restore(kept.body)
        notice = Banner(f"已带回 {kept.saved_at:%m-%d %H:%M} 没写完的内容。")
        notice.add_action("不要了，重新写", self._drop)
        self.add_notice(notice)

    def attempt(self, work: Callable[[], Answer]) -> Answer | None:
        """Do what a service may refuse; problems go beside their fields, everything else into a bar. None: refused."""
        try:
            return work()
        except Invalid as refused:
            self.show_problems(refused.problems)
        except AppError as trouble:
            messages.tell(self, trouble)
        return None

    def finish(self, sentence: str) -> None:
        """The text was stored as a record."""
        self._autosave.forget()
        self._services.drafts.discard(self._form_key)
        self.done.emit(sentence)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  # Qt's name
        """Tab and Shift+Tab, in reading order."""
        return reading_order.step(self.window(), forward=next) or super().focusNextPrevChild(next)

    # --- for the case page --------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Keep what is typed; called before the page is hidden, at closing and at locking."""
        self._autosave.flush()

    def cancel(self) -> None:
        """Back to the case; what was typed waits as a draft."""
        self.leave()
        self.cancelled.emit()

    def set_veiled(self, *, on: bool) -> None:
        """F8: hide the sensitive answers."""
        for form in self.findChildren(Form):
            form.set_veiled(on=on)

    # --- inside -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the stored state again."""

    def _drop(self) -> None:
        self._autosave.forget()
        self._services.drafts.discard(self._form_key)
        self.reload()

    def _keep(self, typed: dict[str, object]) -> None:
        self._services.drafts.save(self._form_key, typed)

    def _clock(self) -> str:
        return f"{self._services.office.now():%H:%M}"

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.XL, look.L, look.XL, look.M)
        outer.setSpacing(look.S)
        outer.addWidget(self._title)
        outer.addWidget(self._subtitle)
        outer.addLayout(self._notices)
        self._columns.setSpacing(look.L)
        self._columns.addWidget(scrolling(self.body), 1)
        outer.addLayout(self._columns, 1)
        self.bar.setSpacing(look.S)
        self.bar.addStretch(1)
        self.bar.addWidget(self._status)
        outer.addLayout(self.bar)


def scrolling(column: QVBoxLayout) -> QScrollArea:
    """A column that scrolls by itself and never sideways."""
    inside = QWidget()
    look.mark(inside, page="true")
    inside.setLayout(column)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(look.M)
    return made
