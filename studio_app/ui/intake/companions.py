"""同来的人: further visitors, one line each; nothing is shown until somebody is added."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from studio_app.domain import phones
from studio_app.records.intake.draft import VisitorDraft
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.reading_order import let_go

ASKED = (("name", "姓名", 3), ("phone", "电话", 3), ("address", "住址", 5))


class Companions(QWidget):
    """Name, phone and address of each; `edited` after every change by the person."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("register.companions")
        self._rows: list[_Row] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(look.S)
        self.add_button = button("＋ 添加同来的人", "quiet", clicked=self.add)
        self.add_button.setObjectName("register.add_companion")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.S)
        layout.addLayout(self._column)
        foot = QGridLayout()
        foot.addWidget(self.add_button, 0, 0)
        foot.setColumnStretch(1, 1)
        layout.addLayout(foot)

    def load(self, visitors: Sequence[VisitorDraft]) -> None:
        """Show these; nothing is announced."""
        for row in list(self._rows):
            self._drop(row)
        for visitor in visitors:
            self._append(visitor)

    def drafts(self) -> list[VisitorDraft]:
        return [row.draft() for row in self._rows]

    def typed(self) -> list[dict[str, object]]:
        """As autosave keeps them."""
        return [{name: value for name, value in vars(draft).items() if name != "began"} for draft in self.drafts()]

    def restore(self, typed: Sequence[Mapping[str, Any]]) -> None:
        """Bring back what `typed` gave."""
        self.load([_visitor(row) for row in typed])

    def add(self) -> None:
        """A new line, ready for its name."""
        self._append(VisitorDraft()).lines["name"].setFocus()
        self.edited.emit()

    def set_veiled(self, *, on: bool) -> None:
        for row in self._rows:
            row.set_veiled(on=on)

    def _append(self, visitor: VisitorDraft) -> "_Row":
        row = _Row(visitor, len(self._rows) + 2)
        row.edited.connect(self.edited)
        row.dropped.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: "_Row") -> None:
        self._drop(row)
        self.edited.emit()
        self.add_button.setFocus()

    def _drop(self, row: "_Row") -> None:
        self._rows.remove(row)
        let_go(row)


class _Row(QWidget):
    """One companion."""

    edited = Signal()
    dropped = Signal()

    def __init__(self, visitor: VisitorDraft, number: int) -> None:
        super().__init__()
        self._visitor = visitor
        self.lines = {name: self._line(name, words, number) for name, words, _stretch in ASKED}
        self._hint = label("", "secondary", wrap=True)
        drop = button("去掉", "quiet", clicked=self.dropped.emit)
        drop.setAccessibleName(f"去掉第 {number} 位来访人")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.S)
        for place, (name, _words, stretch) in enumerate(ASKED):
            grid.addWidget(self.lines[name], 0, place)
            grid.setColumnStretch(place, stretch)
        grid.addWidget(drop, 0, len(ASKED))
        grid.addWidget(self._hint, 1, 0, 1, len(ASKED))
        self._say_hint()

    def draft(self) -> VisitorDraft:
        return replace(self._visitor, **{name: line.text().strip() for name, line in self.lines.items()})  # type: ignore[arg-type]  # all are text

    def set_veiled(self, *, on: bool) -> None:
        if on and (self.lines["phone"].hasFocus() or self.lines["address"].hasFocus()):
            self.lines["name"].setFocus()  # else it falls to the rail
        for name in ("phone", "address"):
            look.show_if(self.lines[name], on=not on)

    def _line(self, name: str, words: str, number: int) -> TextLine:
        line = TextLine()
        line.setObjectName(f"register.companion{number}_{name}")
        line.setPlaceholderText(words)
        line.setAccessibleName(f"第 {number} 位来访人：{words}")
        line.setText(str(getattr(self._visitor, name)))
        line.textChanged.connect(self._changed)
        return line

    def _changed(self, _text: str) -> None:
        self._say_hint()
        self.edited.emit()

    def _say_hint(self) -> None:
        hint = phones.hint(self.lines["phone"].text())
        self._hint.setText(hint)
        look.show_if(self._hint, on=bool(hint))


def _visitor(typed: Mapping[str, Any]) -> VisitorDraft:
    known = vars(VisitorDraft())
    return VisitorDraft(**{name: value for name, value in typed.items() if name in known and name != "began"})
