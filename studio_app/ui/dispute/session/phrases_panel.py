"""The helper beside the record: sentences and articles that go to the cursor at a click, and are edited there."""

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from studio_app.records.dispute.session.service import Law
from studio_app.ui.kit import look
from studio_app.ui.kit.form.offered import GAP, Lines
from studio_app.ui.kit.page.cards import Card, Flow, button, label

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
        self.list = Lines("session.phrases", "用语与法条", self._take)
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
            self._hint.setText(
                f"这是归纳的要点，不是原文，截至 {as_of}；要紧的请核对正式文本。点一条，加到“引用的法条”。"
            )
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


def filled(line: str, known: Mapping[str, str]) -> str:
    """A sentence with what the program knows in its gaps, and blanks for the rest."""
    return _BRACES.sub(lambda gap: known.get(gap[1]) or GAP, line)
