"""A form: declared questions ⇄ a draft, with problems beside the answer they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, replace
from dataclasses import Field as DataField
from dataclasses import fields as data_fields
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from studio_app.domain.merging import Clash
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import (
    Amount,
    Buttons,
    Choice,
    Day,
    Field,
    Finer,
    Line,
    LongText,
    Moment,
    Number,
    Options,
    Phone,
    Section,
    Tick,
)
from studio_app.ui.kit.form.form_cells import Cell
from studio_app.ui.kit.input.day_editors import MomentEditor
from studio_app.ui.kit.input.editors import ChoiceEditor, Editor, ReadingEditor
from studio_app.ui.kit.input.inputs import commit_composed
from studio_app.ui.kit.input.search_choice import SearchChoiceEditor
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.reading_order import bring_into_view, unfold

__all__ = [
    "Amount",
    "Buttons",
    "Choice",
    "Day",
    "Field",
    "Finer",
    "Form",
    "Line",
    "LongText",
    "Moment",
    "Number",
    "Phone",
    "Section",
    "Tick",
]

Draft = TypeVar("Draft")


class Form(QWidget, Generic[Draft]):
    """Sections of fields filling a dataclass draft by attribute name.

    `edited` after every change by the person (not by `load`), `field_edited(name)` with it; `submitted` once
    `submit` found everything readable. Enter goes to the next field, Ctrl+Enter submits. Attributes of the draft
    without a field pass through untouched.
    """

    edited = Signal()
    field_edited = Signal(str)
    submitted = Signal()
    _narrowed = Signal()

    def __init__(
        self,
        page: str,
        sections: Sequence[Section],
        empty: Draft,
        parent: QWidget | None = None,
        *,
        enter_submits: bool = False,
    ) -> None:
        super().__init__(parent)
        self._enter_submits = enter_submits
        self.setObjectName(f"{page}.form")
        self._draft = empty
        self._blank = {known.name: _blank_of(known) for known in data_fields(cast("Any", empty))}
        self._loading = False
        self._remarks: set[str] = set()
        self._sections = [_Box(page, section) for section in sections]
        self._cells = {cell.asked.name: cell for box in self._sections for cell in box.cells}
        self._general = label("", tone="red", wrap=True)
        self._general.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.L)
        layout.addWidget(self._general)
        fills = [any(cell.fills for cell in box.cells) for box in self._sections]
        for box, tall in zip(self._sections, fills, strict=True):
            layout.addWidget(box, 1 if tall else 0)
        layout.addStretch(0 if any(fills) else 1)
        self._narrowed.connect(self._set_columns, Qt.ConnectionType.QueuedConnection)
        for cell in self._cells.values():
            cell.edited.connect(self._on_edited)
            if isinstance(cell.editor, SearchChoiceEditor):
                cell.editor.refined.connect(self._on_refined)
        self.load(empty)

    def load(self, draft: Draft) -> None:
        """Show a draft; nothing is announced."""
        self._draft = draft
        self._loading = True
        for name, cell in self._cells.items():
            cell.editor.set_value(getattr(draft, name))
            cell.show_note()
        self._loading = False
        self.show_problems({})
        for box in self._sections:
            box.open_if_filled()

    def draft(self) -> Draft:
        """The draft loaded with what stands in the fields now; what cannot be read counts as not said."""
        values = {name: self.value(name) for name in self._cells}
        return cast("Draft", replace(cast("Any", self._draft), **values))

    def value(self, name: str) -> Any:
        """One answer, as it would stand in the draft."""
        value = self._cells[name].editor.value()
        return self._blank[name] if value in (None, "") else value

    def set_value(self, name: str, value: Any) -> None:
        """Fill one field for the person ("用这个人的资料"); announced like typing."""
        self._cells[name].editor.set_value(value)
        self._on_edited(name)
        self._cells[name].show_note()

    def typed(self) -> dict[str, object]:
        """All fields as typed, fit for JSON: what autosave keeps."""
        return {name: cell.editor.raw() for name, cell in self._cells.items()}

    def restore(self, typed: Mapping[str, object]) -> None:
        """Bring back what `typed` gave; fields that no longer exist are passed over, nothing is announced."""
        self._loading = True
        for name, raw in typed.items():
            if name in self._cells:
                self._cells[name].editor.set_raw(raw)
                self._cells[name].show_note()
        self._loading = False
        for box in self._sections:
            box.open_if_filled()

    def tell_clash(self, clash: Clash) -> tuple[str, object, object]:
        """An answer two people changed, by its label, codes in words."""
        asked = self._cells[clash.path[1]].asked
        words = dict(asked.options) if isinstance(asked, Choice | Buttons) else {}
        return f"“{asked.label}”", words.get(clash.stored, clash.stored), words.get(clash.mine, clash.mine)

    def submit(self) -> None:
        """Emit `submitted`, or show what cannot be read and go there."""
        commit_composed()
        unread = self.unread()
        if unread:
            self.show_problems(unread)
        else:
            self.submitted.emit()

    def unread(self) -> dict[str, str]:
        """Field name → why what was typed there cannot be read."""
        found = {name: cell.editor.problem() for name, cell in self._cells.items()}
        return {name: problem for name, problem in found.items() if problem}

    def show_problems(self, problems: Mapping[str, str], hints: Mapping[str, str] | None = None) -> None:
        """Problems beside their fields, the first one in focus; those of no field above the form.

        Hints are shown the same way in a calmer colour; both replace what was shown so before, and go with the next
        change of their answer. What `show_hint` says stays.
        """
        for name in self._remarks - set(hints or {}):
            self._cells[name].show_hint("")
        self._remarks = set(hints or {}) & set(self._cells)
        for name, cell in self._cells.items():
            cell.show_problem(problems.get(name, ""))
        for name in self._remarks:
            self._cells[name].show_hint((hints or {})[name])
        general = [text for name, text in problems.items() if name not in self._cells]
        self._general.setText("\n".join(general))
        look.show_if(self._general, on=bool(general))
        if general:
            bring_into_view(self._general)
        first = next((name for name in self._cells if name in problems), None)
        if first is not None:
            self.focus(first)

    def show_hint(self, name: str, hint: str) -> None:
        self._cells[name].show_hint(hint)

    def focus(self, name: str) -> None:
        """Go to a field, opening 更多 if it is in there."""
        for box in self._sections:
            if any(cell.asked.name == name for cell in box.cells):
                box.open()
        self._cells[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self._cells[name])

    def focus_first(self) -> None:
        """A day or a number proposed there is selected: what is typed takes its place."""
        first = next(iter(self._cells.values())).editor
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(first.main, QLineEdit) and isinstance(first, ReadingEditor | MomentEditor):
            first.main.selectAll()

    def cell(self, name: str) -> Cell:
        return self._cells[name]

    def editor(self, name: str) -> Editor:
        return self._cells[name].editor

    def set_options(self, name: str, options: Options) -> None:
        """Other choices for a `Choice` (sub-types of a type …); the code chosen stays if still offered."""
        editor = self._cells[name].editor
        if not isinstance(editor, ChoiceEditor):
            raise TypeError(name)
        editor.set_options(options)

    def set_shown(self, name: str, *, shown: bool) -> None:
        """Hide a question that the answers so far make idle; its value stays."""
        for box in self._sections:
            box.set_shown(name, shown=shown)

    def set_read_only(self, *, on: bool) -> None:
        for cell in self._cells.values():
            cell.editor.set_read_only(on=on)

    def set_veiled(self, *, on: bool) -> None:
        """F8: hide or show the sensitive answers; who writes in one goes on in the next that stays in view."""
        cells = list(self._cells.values())
        place = next((n for n, cell in enumerate(cells) if cell.holds_focus()), -1)
        if on and place >= 0 and cells[place].asked.sensitive:
            rest = [cell for cell in cells[place:] + cells[:place] if not cell.asked.sensitive and cell.isVisible()]
            (rest[0].editor if rest else self).setFocus(Qt.FocusReason.OtherFocusReason)
        for cell in cells:
            cell.set_veiled(on=on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        else:
            self.go_on()

    def go_on(self) -> None:
        """To the next field in reading order, past the last one to what follows the form, or on by `enter_submits`.

        Does nothing while the input method composes: that Enter belongs to it.
        """
        cells = [cell for cell in self._cells.values() if cell.editor.isVisible() and cell.editor.isEnabled()]
        place = next((n for n, cell in enumerate(cells) if cell.isAncestorOf(self.focusWidget() or self)), -1)
        if place >= 0 and cells[place].editor.is_composing():
            return
        if 0 <= place < len(cells) - 1:
            cells[place + 1].editor.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._enter_submits:
            self.submit()
        else:
            self.focusNextChild()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Re-arranges later: inside the layout's own pass new places would be forgotten."""
        super().resizeEvent(event)
        self._narrowed.emit()

    def _set_columns(self) -> None:
        columns = 2 if self.width() >= look.base() * (60 if look.base() >= look.BASE["huge"] else 40) else 1
        for box in self._sections:
            box.set_columns(columns)

    def _on_refined(self, finer: Finer) -> None:
        """A narrower word was chosen: the question it answers has its options by now."""
        if finer.field in self._cells:
            self.set_value(finer.field, finer.value)

    def _on_edited(self, name: str) -> None:
        if name in self._remarks:  # about the answer that stood there
            self._remarks.discard(name)
            self._cells[name].show_hint("")
        if not self._loading:
            self.edited.emit()
            self.field_edited.emit(name)


class _Box(QWidget):
    """One section: a heading, or the 更多 button that opens it, over a grid of one or two columns."""

    def __init__(self, page: str, section: Section) -> None:
        super().__init__()
        self.cells = [Cell(page, asked) for asked in section.fields]
        self._hidden: set[str] = set()
        self._columns = 0
        self._title = section.title
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.L)
        self._grid.setVerticalSpacing(look.M)
        self._fold = self._fold_button(page) if section.folded else None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.S)
        heading: QPushButton | QLabel | None = self._fold
        if heading is None and section.title:
            heading = label(section.title, "section")
        if heading is not None:
            layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._inside)
        self.set_columns(1)
        look.show_if(self._inside, on=self._fold is None)

    def set_columns(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        self._arrange()

    def set_shown(self, name: str, *, shown: bool) -> None:
        for cell in self.cells:
            if cell.asked.name == name and shown == (name in self._hidden):
                (self._hidden.discard if shown else self._hidden.add)(name)
                look.show_if(cell, on=shown)
                self._arrange()

    def open(self) -> None:
        if self._fold is not None:
            self._fold.setChecked(True)

    def open_if_filled(self) -> None:
        """A section with answers is never folded away: what was said must be seen."""
        if any(cell.editor.value() not in (None, "", False) for cell in self.cells):
            self.open()

    def _arrange(self) -> None:
        for cell in self.cells:
            # not by takeAt: the item would live on, and Qt would ask it for heights of before (QWidgetItemV2's cache)
            self._grid.removeWidget(cell)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        row = column = 0
        for cell in (cell for cell in self.cells if cell.asked.name not in self._hidden):
            whole = self._columns == 1 or cell.asked.wide
            if whole and column:
                row, column = row + 1, 0
            self._grid.addWidget(cell, row, column, 1, self._columns if whole else 1)
            column = 0 if whole or column else 1
            row += 1 if column == 0 else 0

    def _fold_button(self, page: str) -> QPushButton:
        words = self._title or "更多"
        made = button(f"＋ {words}", "quiet")
        made.setObjectName(f"{page}.more")
        made.setAccessibleName(words)
        made.setCheckable(True)
        made.toggled.connect(lambda on: unfold(self._inside, on=on))
        made.toggled.connect(lambda on: made.setText(f"{'－' if on else '＋'} {words}"))
        return made


def _blank_of(known: "DataField[Any]") -> Any:
    """What a draft holds where nothing was said: "" where its default is text, else None."""
    return "" if isinstance(known.default, str) or (known.default is MISSING and known.type in (str, "str")) else None
