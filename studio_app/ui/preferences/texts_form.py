"""The texts of one dictionary row, a box for each, with the gaps the program fills in told below."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.services.dictionaries import EntryText
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextBox, TextLine
from studio_app.ui.kit.input.passwords import asked
from studio_app.ui.kit.page.cards import clear, label

ROWS, MANY_ROWS = 4, 12
GAPS_TOLD = "{gaps} 由程序填写，请原样留着。"


class TextsForm(QWidget):
    """Shows the texts of a row; knows whether something was typed that is not stored."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.S)
        self._read: dict[str, Callable[[], str]] = {}
        self._write: dict[str, Callable[[str], None]] = {}

    def show_texts(self, texts: Sequence[EntryText]) -> None:
        """Instead of those shown before."""
        clear(self._column)
        self._read, self._write = {}, {}
        for text in texts:
            self._add(text)

    def values(self) -> dict[str, str]:
        """Name → what stands in its box."""
        return {name: read() for name, read in self._read.items()}

    def typed(self) -> dict[str, str]:
        return self.values()

    def restore(self, typed: Mapping[str, str]) -> None:
        """Bring back what `typed` gave for the same row."""
        for name, write in self._write.items():
            write(typed.get(name, self._read[name]()))

    def _add(self, text: EntryText) -> None:
        box = self._box(text) if text.long or text.many else self._line(text)
        box.setObjectName(f"preferences.text_{text.name}")
        box.setAccessibleName(text.title)
        self._column.addWidget(asked(text.title, box))
        self._column.addWidget(box)
        if text.gaps:
            told = GAPS_TOLD.format(gaps="、".join(f"{{{name}}}" for name in text.gaps))
            self._column.addWidget(label(told, "secondary", wrap=True))

    def _box(self, text: EntryText) -> TextBox:
        box = TextBox(MANY_ROWS if text.many else ROWS)
        box.setPlainText(text.value)
        box.textChanged.connect(self.edited)
        self._read[text.name], self._write[text.name] = box.clean_text, box.setPlainText
        return box

    def _line(self, text: EntryText) -> TextLine:
        made = TextLine()
        made.setText(text.value)
        made.setCursorPosition(0)
        made.textChanged.connect(lambda _text: self.edited.emit())
        self._read[text.name], self._write[text.name] = made.text, made.setText
        return made
