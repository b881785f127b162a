"""Things to do, one below the other: the button that deals with each, and 推迟 asked under the row it belongs to."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.ui.kit import look
from studio_app.ui.kit.form.writing import Shelf, Writing
from studio_app.ui.kit.page.cards import clear, label
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.table.due_row import DueRow, DueWords, PutOffPanel

OWN = "own"
"""The act of a reminder in one's own words: it is done with on the spot."""


class Duties(Protocol):
    """Who puts off and finishes what the rows show."""

    def may_deal(self) -> bool: ...

    def reasons(self) -> Sequence[str]: ...

    def day(self, text: str) -> date | None: ...

    def put_off(self, key: str, until: date | None, reason: str) -> object: ...

    def finish(self, own_id: str) -> object: ...


class DueList(QWidget):
    """`act` leads to the page that deals with a row; `changed` asks to be shown anew: something was done here."""

    act = Signal(str, str, str)
    said = Signal(str)
    changed = Signal()

    def __init__(
        self, duties: Duties, shelf: Shelf, *, with_reason: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._duties, self._shelf, self._with_reason = duties, shelf, with_reason
        self._panel: PutOffPanel | None = None
        self._writing: Writing | None = None
        self._asked: DueRow | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(look.S)

    def empty(self) -> None:
        """Nothing is to do; an open panel goes too, what is typed into it comes back when it is opened again."""
        self.leave()
        self._panel = self._asked = self._writing = None
        clear(self._rows)

    def leave(self) -> None:
        """Keep what is typed into an open panel."""
        if self._writing is not None:
            self._writing.leave()

    def add_heading(self, text: str) -> None:
        self._rows.addWidget(label(text, "secondary"))

    def add_rows(self, lines: Iterable[DueWords]) -> None:
        for words in lines:
            row = DueRow(words, with_reason=self._with_reason, only_look=not self._duties.may_deal())
            row.dealt.connect(self._deal)
            row.put_off_asked.connect(self._ask_put_off)
            self._rows.addWidget(row)

    def add(self, widget: QWidget, *, left: bool = False) -> None:
        """A word between or after the rows; as wide as the list, or only as wide as it needs at the left."""
        self._rows.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))

    def back(self) -> bool:
        """Esc closes the panel of 推迟 first; False when none was open."""
        was_open = self._panel is not None
        self._forget()
        self._close_panel()
        return was_open

    def _done_with(self) -> None:
        self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        if self._writing is not None:
            self._writing.forget()

    def _deal(self, row: DueRow) -> None:
        action, owner_id, subject_id = row.words.act
        if action != OWN or not self._duties.may_deal():
            self.act.emit(action, owner_id, subject_id)
            return
        try:
            self._duties.finish(subject_id)
        except AppError as refused:
            messages.tell(self, refused)
            return
        self.said.emit("提醒已办")
        self.changed.emit()

    def _ask_put_off(self, row: DueRow) -> None:
        """One panel at a time: a second 推迟 closes the first, and keeps what was typed there."""
        self.leave()
        self._close_panel()
        key = row.words.key
        panel = PutOffPanel(
            self._duties.reasons(), self._duties.day, lambda until, reason: self._duties.put_off(key, until, reason)
        )
        writing = self._writing = Writing(panel, self._shelf, f"put_off:{key}")
        writing.keep(panel=panel)
        writing.begin(quiet=True)
        panel.stored.connect(self._done_with)
        panel.given_up.connect(self.back)
        self._rows.insertWidget(self._rows.indexOf(row) + 1, panel)
        self._panel, self._asked = panel, row
        panel.until.setFocus()

    def _close_panel(self) -> None:
        panel, self._panel, self._writing = self._panel, None, None
        if panel is None:
            return
        if self._asked is not None:
            self._asked.later.setFocus()
        let_go(panel)
        self._rows.removeWidget(panel)
