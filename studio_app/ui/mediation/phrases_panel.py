"""The helper beside the record: sentences and articles that go to the cursor at a click, and are edited there."""

import re
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QButtonGroup, QListWidget, QListWidgetItem, QWidget

from studio_app.services.sessions import Law
from studio_app.ui.kit import look
from studio_app.ui.kit.cards import Card, Flow, button, label
from studio_app.ui.kit.inputs import TextBox

GAP = "＿＿"
LAWS = "法条"
_BRACES = re.compile(r"\{([^{}]*)\}")


class PhrasesPanel(Card):
    """Groups above, one list below; `phrase_chosen(text)` and `law_chosen(citation)` say what to insert."""

    phrase_chosen = Signal(str)
    law_chosen = Signal(str)

    def __init__(self, phrases: Mapping[str, Sequence[str]], laws: Sequence[Law], known: Mapping[str, str]) -> None:
        super().__init__("用语与法条")
        self._phrases = {group: [filled(line, known) for line in lines] for group, lines in phrases.items()}
        self._laws = laws
        self._group = ""
        self._tabs = QButtonGroup(self)
        self._hint = label("", "secondary", wrap=True)
        self.list = _Lines("session.phrases", self._take)
        self.body.addWidget(self._tab_row([*self._phrases, LAWS]))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._hint)
        self.show_group(next(iter([*self._phrases, LAWS])))

    def show_group(self, group: str) -> None:
        self._group = group
        for tab in self._tabs.buttons():
            tab.setChecked(tab.text() == group)
        if group == LAWS:
            self.list.show_lines([f"{law.cited}\n{law.gist}" for law in self._laws])
            as_of = max((law.as_of for law in self._laws), default="")
            self._hint.setText(f"是我们归纳的要点，截至 {as_of}；重要的请核对正式文本。点一条，加到“引用的法条”。")
        else:
            self.list.show_lines(self._phrases[group])
            self._hint.setText(f"点一句，插到光标处；{GAP} 处改成实际内容。")

    def _take(self, place: int) -> None:
        if self._group == LAWS:
            self.law_chosen.emit(self._laws[place].cited)
        else:
            self.phrase_chosen.emit(self._phrases[self._group][place])

    def _tab_row(self, groups: Sequence[str]) -> QWidget:
        row = QWidget()
        flow = Flow(row, look.XS)
        for place, group in enumerate(groups, 1):
            tab = button(group, clicked=lambda group=group: self.show_group(group))  # type: ignore[misc]  # binds the loop's value
            tab.setObjectName(f"session.phrase_group_{place}")
            tab.setCheckable(True)
            self._tabs.addButton(tab)
            flow.addWidget(tab)
        return row


class _Lines(QListWidget):
    """Sentences that wrap; a click or Enter takes one."""

    def __init__(self, name: str, take: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("用语与法条")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListWidget.SelectionMode.SingleSelection)
        self.setMinimumHeight(look.scaled(160))
        self._take = take
        self.itemClicked.connect(lambda item: self._take(self.row(item)))

    def show_lines(self, lines: Sequence[str]) -> None:
        self.clear()
        for line in lines:
            self.addItem(QListWidgetItem(line))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._take(self.currentRow())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give each sentence the height it needs in the width there is."""
        width = self.viewport().width() - look.scaled(44)
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
        for place in range(self.count()):
            item = self.item(place)
            needed = self.fontMetrics().boundingRect(0, 0, max(width, 80), 10_000, flags, item.text())
            item.setSizeHint(QSize(max(width, 80), needed.height() + look.L))


def filled(line: str, known: Mapping[str, str]) -> str:
    """A sentence with what the program knows in its gaps, and blanks for the rest."""
    return _BRACES.sub(lambda gap: known.get(gap[1]) or GAP, line)


def insert(box: TextBox, sentence: str) -> None:
    """Put a sentence at the cursor and select its first blank, so that typing fills it."""
    start = box.textCursor().selectionStart()
    box.insert_phrase(sentence)
    box.setFocus()
    gap = sentence.find(GAP)
    if gap >= 0:
        cursor = box.textCursor()
        cursor.setPosition(start + _units(sentence[:gap]))
        cursor.setPosition(start + _units(sentence[:gap]) + len(GAP), QTextCursor.MoveMode.KeepAnchor)
        box.setTextCursor(cursor)


def _units(text: str) -> int:
    """Qt counts in UTF-16: a rare character outside the basic plane is two."""
    return len(text.encode("utf-16-le")) // 2
