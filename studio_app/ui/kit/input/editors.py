"""A widget for each kind of field: shows a value, reads what was typed, says when it cannot be read."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.form import fields
from studio_app.ui.kit.input import reading
from studio_app.ui.kit.input.inputs import Combo, TextBox, TextLine, cleaned, is_plain_enter
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.flow import Flow


class Editor(QWidget):
    """What all kinds share; `main` is the control that gets the focus, the name and the buddy label."""

    edited = Signal()
    left = Signal()

    def __init__(self, main: QWidget) -> None:
        super().__init__()
        self.main = main
        self.setFocusProxy(main)

    def value(self) -> Any:
        """The value for the draft; None for nothing said. What cannot be read counts as nothing said."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def raw(self) -> object:
        """What stands there as typed, fit for JSON: drafts keep even what cannot be read yet."""
        raise NotImplementedError

    def set_raw(self, raw: Any) -> None:
        raise NotImplementedError

    def problem(self) -> str:
        """Why what was typed cannot be read, "" if it can."""
        return ""

    def note(self) -> tuple[str, str]:
        """Words that follow the typing (counter, 大写) and their tone."""
        return "", ""

    def call(self, told: str) -> None:
        """What a screen reader says for it."""
        self.main.setAccessibleName(told)

    def settle(self) -> None:
        """Show the value in its tidy form; called when the field is left."""

    def leave(self) -> None:
        """The person goes elsewhere: tidy up, then let the form say what cannot be read."""
        self.settle()
        self.left.emit()

    def set_read_only(self, *, on: bool) -> None:
        self.setEnabled(not on)

    def is_composing(self) -> bool:
        return bool(getattr(self.main, "composing", False))

    def _fill(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.S)
        for widget in widgets:
            row.addWidget(widget, 1 if widget is self.main else 0)
        return row


class LineEditor(Editor):
    def __init__(self, asked: fields.Line) -> None:
        self._line = TextLine()
        super().__init__(self._line)
        self._hint = asked.hint
        self._line.setPlaceholderText(asked.placeholder)
        if isinstance(asked, fields.Phone):
            self._line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self._line.textChanged.connect(lambda _text: self.edited.emit())
        self._several, self._apart = asked.apart is not None, asked.apart or str
        if self._several:
            self._line.editingFinished.connect(self.leave)
        self._fill(self._line)

    def settle(self) -> None:
        told = self._apart(self._line.text())
        if self._several and "、" in told and told != self._line.text():
            self.set_value(told)

    def value(self) -> str:
        return self._line.text().strip()

    def set_value(self, value: str | None) -> None:
        self._line.setText(value or "")
        self._line.setCursorPosition(0)

    def raw(self) -> str:
        return self._line.text()

    def set_raw(self, raw: Any) -> None:
        self.set_value(str(raw))

    def note(self) -> tuple[str, str]:
        """What is remarkable about it, else how many were read out of it."""
        text = self.value()
        several = self._apart(text).count("、") if self._several else 0
        hint = self._hint(text) if self._hint is not None and text else ""
        return hint or (f"{several + 1} 个" if several else ""), ""

    def set_read_only(self, *, on: bool) -> None:
        _lock(self._line, on=on)


class LongEditor(Editor):
    def __init__(self, asked: fields.LongText) -> None:
        self.box = TextBox(asked.rows, fills=asked.fills)
        super().__init__(self.box)
        self._limit = asked.limit
        self.box.setPlaceholderText(asked.placeholder)
        self.box.textChanged.connect(self.edited)
        self._fill(self.box)

    def value(self) -> str:
        return self.box.clean_text().strip()

    def set_value(self, value: str | None) -> None:
        self.box.setPlainText(cleaned(value or "", lines=True))

    def raw(self) -> str:
        return self.box.clean_text()

    def set_raw(self, raw: Any) -> None:
        self.set_value(str(raw))

    def note(self) -> tuple[str, str]:
        count = len(self.value())
        if not self._limit:
            return (f"{count} 字", "") if count else ("", "")
        over = count - self._limit
        if over > 0:
            return f"{count} / {self._limit} 字，多出 {over} 字，仍可保存", "amber"
        return f"{count} / {self._limit} 字", ""

    def set_read_only(self, *, on: bool) -> None:
        _lock(self.box, on=on)


class ChoiceEditor(Editor):
    def __init__(self, asked: fields.Choice) -> None:
        self.combo = Combo()
        super().__init__(self.combo)
        self._blank = asked.blank
        self.set_options(asked.options)
        self.combo.set_code("")
        self.combo.chosen.connect(lambda _code: self.edited.emit())
        self._fill(self.combo)

    def set_options(self, options: fields.Options) -> None:
        self.combo.set_options([("", self._blank), *options])

    def value(self) -> object:
        return self.combo.code() or None

    def set_value(self, value: object) -> None:
        self.combo.set_code("" if value is None else value)

    def raw(self) -> object:
        return self.combo.code()

    def set_raw(self, raw: Any) -> None:
        self.set_value(raw)


class ButtonsEditor(Editor):
    """One button of the row is pressed; arrows move along it, one Tab goes past it, Enter presses and goes on."""

    def __init__(self, asked: fields.Buttons) -> None:
        self._codes = [code for code, _words in asked.options]
        self._buttons = [button(words) for _code, words in asked.options]
        super().__init__(self._buttons[0])
        self._group = QButtonGroup(self)
        row = Flow(self)
        for number, made in enumerate(self._buttons):
            made.setCheckable(True)
            made.setAutoDefault(False)  # what Enter does here, keyPressEvent says
            self._group.addButton(made, number)
            row.addWidget(made)
        self._group.idClicked.connect(lambda _number: self.edited.emit())

    def value(self) -> object:
        number = self._group.checkedId()
        return self._codes[number] if number >= 0 else None

    def set_value(self, value: object) -> None:
        self._group.setExclusive(False)
        for code, made in zip(self._codes, self._buttons, strict=True):
            made.setChecked(code == value)
        self._group.setExclusive(True)
        self._stop_at(self._group.checkedButton() or self._buttons[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter answers with the button it is pressed on; the form goes on to the next question."""
        here = next((made for made in self._buttons if made.hasFocus()), None)
        if is_plain_enter(event) and here is not None and not here.isChecked():
            here.click()
        super().keyPressEvent(event)

    def _stop_at(self, stop: QAbstractButton) -> None:
        """Tab comes to this one of the row; from the first focus on Qt looks after it."""
        self.setFocusProxy(stop)
        for made in self._buttons:
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is stop else Qt.FocusPolicy.ClickFocus)

    def call(self, told: str) -> None:
        """Each button says the question and its own word."""
        for made in self._buttons:
            made.setAccessibleName(f"{told}：{made.text()}")

    def press(self, code: object) -> None:
        """As a click on the button of that code."""
        self._buttons[self._codes.index(code)].click()

    def raw(self) -> object:
        return self.value()

    def set_raw(self, raw: Any) -> None:
        self.set_value(raw)


class TickEditor(Editor):
    def __init__(self, asked: fields.Tick) -> None:
        self._box = QCheckBox(asked.label)
        super().__init__(self._box)
        self._box.toggled.connect(lambda _on: self.edited.emit())
        self._fill(self._box)

    def value(self) -> bool:
        return self._box.isChecked()

    def set_value(self, value: object) -> None:
        self._box.setChecked(bool(value))

    def raw(self) -> bool:
        return self.value()

    def set_raw(self, raw: Any) -> None:
        self.set_value(raw)


class ReadingEditor(Editor):
    """A line whose words are read as something else: money, a number, a day."""

    def __init__(self, placeholder: str, unit: str = "") -> None:
        self.line = TextLine()
        super().__init__(self.line)
        self.line.setPlaceholderText(placeholder)
        self.line.textChanged.connect(lambda _text: self.edited.emit())
        self.line.editingFinished.connect(self.leave)
        self._fill(self.line, *([label(unit, "secondary")] if unit else []))

    def read(self) -> Any:
        """The value typed; raises reading.UnreadableError with what to type instead."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        raise NotImplementedError

    def value(self) -> Any:
        try:
            return self.read()
        except reading.UnreadableError:
            return None

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else self.shown(value))

    def raw(self) -> str:
        return self.line.text()

    def set_raw(self, raw: Any) -> None:
        self.line.setText(str(raw))

    def problem(self) -> str:
        try:
            self.read()
        except reading.UnreadableError as error:
            return str(error)
        return ""

    def settle(self) -> None:
        value = self.value()
        if value is not None and self.shown(value) != self.line.text():
            blocked = self.line.blockSignals(True)
            self.line.setText(self.shown(value))
            self.line.blockSignals(blocked)

    def set_read_only(self, *, on: bool) -> None:
        _lock(self.line, on=on)


class AmountEditor(ReadingEditor):
    def __init__(self, asked: fields.Amount) -> None:
        super().__init__(asked.placeholder or "例如 1500", "元")
        self._asked = asked

    def read(self) -> int | None:
        if not self.line.text().strip():
            return None
        cents = self._asked.parse(self.line.text())
        if cents is None:
            raise reading.UnreadableError("金额看不懂，可写 1500、1,500.50、3万 或 三千；一格只写一个数。")
        return cents

    def shown(self, value: int) -> str:
        return reading.shown_amount(value)

    def note(self) -> tuple[str, str]:
        value = self.value()
        return (f"大写：{self._asked.words(value)}", "") if value is not None else ("", "")


class NumberEditor(ReadingEditor):
    def __init__(self, asked: fields.Number) -> None:
        super().__init__(asked.placeholder, asked.unit)
        self._asked = asked

    def read(self) -> int | None:
        return reading.number(self.line.text(), self._asked.least, self._asked.most)

    def shown(self, value: int) -> str:
        return str(value)


def _lock(widget: QLineEdit | QPlainTextEdit, *, on: bool) -> None:
    """Read-only text can still be selected and copied."""
    widget.setReadOnly(on)
    look.mark(widget)
