"""One question on the screen: its label, its editor, and the words that belong to it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.form import fields
from studio_app.ui.kit.input.day_editors import DayEditor, MomentEditor
from studio_app.ui.kit.input.editors import (
    AmountEditor,
    ButtonsEditor,
    ChoiceEditor,
    Editor,
    LineEditor,
    LongEditor,
    NumberEditor,
    TickEditor,
)
from studio_app.ui.kit.input.search_choice import SearchChoiceEditor
from studio_app.ui.kit.page.cards import label
from studio_app.ui.kit.page.plain import in_tip


def editor_for(asked: fields.Field) -> Editor:
    """The widget that asks this kind of question."""
    match asked:
        case fields.Moment():
            return MomentEditor(asked)
        case fields.Day():
            return DayEditor(asked)
        case fields.LongText():
            return LongEditor(asked)
        case fields.Choice(searchable=True):
            return SearchChoiceEditor(asked)
        case fields.Choice():
            return ChoiceEditor(asked)
        case fields.Buttons():
            return ButtonsEditor(asked)
        case fields.Amount():
            return AmountEditor(asked)
        case fields.Number():
            return NumberEditor(asked)
        case fields.Tick():
            return TickEditor(asked)
        case fields.Line():
            return LineEditor(asked)
    raise TypeError(asked)


class Cell(QWidget):
    """Label above, editor, then hint and problem; the problem goes as soon as the answer is changed."""

    edited = Signal(str)

    def __init__(self, page: str, asked: fields.Field) -> None:
        super().__init__()
        self.asked = asked
        self.editor = editor_for(asked)
        self.editor.main.setObjectName(f"{page}.{asked.name}")
        self.editor.call(f"{asked.label}，必填" if asked.required else asked.label)
        self._note = _Note()
        self._hint = label(asked.help, "secondary", wrap=True)
        self._problem = label("", tone="red", wrap=True)
        self._veil = label("● ● ● ●　已遮住，按 F8 显示", "secondary")
        self._veil.setMinimumHeight(look.control_height())
        self._label = self._made_label()
        self._lay_out()
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self._on_left)
        self._say(self._problem, "")
        self._say_hint()
        self._veil.hide()
        self.show_note()

    @property
    def fills(self) -> bool:
        """Whether the answer takes what height is left."""
        return isinstance(self.asked, fields.LongText) and self.asked.fills

    @property
    def problem(self) -> str:
        """The problem shown, "" if none is."""
        return self._problem.text().removeprefix("！")

    @property
    def hint(self) -> str:
        return self._hint.text()

    @property
    def note(self) -> str:
        return self._note.text()

    def check(self) -> str:
        """Show what is unreadable about the answer and return it; "" if it can be read."""
        found = self.editor.problem()
        self.show_problem(found)
        return found

    def rename(self, words: str) -> None:
        """Ask the same in other words, where what was answered elsewhere makes them plainer."""
        self._label.setText(words + (" *" if self.asked.required else ""))
        self.editor.call(f"{words}，必填" if self.asked.required else words)

    def show_problem(self, problem: str) -> None:
        self._say(self._problem, _said(problem) if problem else "")
        self._say_hint()
        self.editor.main.setAccessibleDescription(problem or self._hint.text())
        look.mark(self.editor.main, wrong="true" if problem else "false")

    def show_hint(self, hint: str) -> None:
        """A calm remark; "" brings the field's own help back."""
        self._hint.setText(hint or self.asked.help)
        self._say_hint()

    def show_note(self) -> None:
        text, tone = self.editor.note()
        self._note.setText(text)
        self._note.setToolTip(in_tip(text))
        look.mark(self._note, tone=tone)

    def holds_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def set_veiled(self, *, on: bool) -> None:
        """Hide a sensitive answer from whoever looks over the shoulder; does nothing to others."""
        if self.asked.sensitive:
            look.show_if(self.editor, on=not on)
            look.show_if(self._note, on=not on)
            look.show_if(self._veil, on=on)

    def _made_label(self) -> QLabel:
        tick = isinstance(self.asked, fields.Tick)
        made = label("" if tick else self.asked.label + (" *" if self.asked.required else ""))
        made.setBuddy(self.editor.main)
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(look.S)
        top.addWidget(self._label)
        top.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.XS)
        column.addLayout(top)
        if isinstance(self.asked, fields.Tick):  # its words stand beside the box: no empty line above it
            self._label.hide()
            self._note.hide()
        for widget in (self.editor, self._veil, self._problem, self._hint):
            column.addWidget(widget, 1 if self.fills and widget is self.editor else 0)
        column.addStretch(0 if self.fills else 1)

    def _on_edited(self) -> None:
        if self._problem.text():
            self.show_problem("")
        self.show_note()
        self.edited.emit(self.asked.name)

    def _on_left(self) -> None:
        self.show_note()
        self.check()

    def _say_hint(self) -> None:
        """The field's own help and what says the same make room for a problem; another remark stays beside it."""
        hint, problem = self._hint.text(), self._problem.text()
        look.show_if(
            self._hint, on=bool(hint) and not (problem and (hint == self.asked.help or problem == _said(hint)))
        )

    def _say(self, where: QLabel, text: str) -> None:
        where.setText(text)
        look.show_if(where, on=bool(text))


def _said(problem: str) -> str:
    return f"！{problem}"


class _Note(QLabel):
    """Right of the label; where room is short it loses its first word (大写：), then its end: typing moves no page."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.mark(self, role="secondary")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def shown(self) -> str:
        """What there is room for."""
        metrics, text = self.fontMetrics(), self.text()
        words = text if metrics.horizontalAdvance(text) <= self.width() else text.partition("：")[2] or text
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.shown())
        painter.end()
