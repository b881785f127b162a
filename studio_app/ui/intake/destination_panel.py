"""去向: a row of buttons, and below it only what the one pressed needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.dates import parse_day, show_day
from studio_app.records.intake.draft import DestinationDraft
from studio_app.records.intake.service import Entry
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Buttons, Choice, Day, Line, LongText, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.input.editors import ButtonsEditor, LongEditor
from studio_app.ui.kit.page.cards import label
from studio_app.ui.kit.page.reading_order import bring_into_view

OPENS = {"open_case": "accept", "join_case": "join"}
"""Actions that go on in a panel of their own."""


@dataclass
class _Guide:
    """The one question whose answer only fills another."""

    guide: str = ""


class DestinationPanel(QWidget):
    """`chosen(code)` at a button, `edited` after every change; `draft()` is what to store.

    What cannot be taken in is told with the sentence for the visitor and the place to go (handbook 1.3).
    """

    chosen = Signal(str)
    edited = Signal()

    def __init__(self, services: Services, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._lists = services, services.office.lists
        self._choice = ButtonsEditor(Buttons("destination", "去向", options=self._lists.pairs("destinations")))
        self._choice.main.setObjectName(f"{page}.destination")
        self._choice.call("去向")
        self._words = label("")
        self._text = LongEditor(LongText("text", "说明", rows=2))
        self._text.main.setObjectName(f"{page}.destination_text")
        self._words.setBuddy(self._text.main)
        self._problem = label("", tone="red", wrap=True)
        self._more = Form(f"{page}.handing", [Section("", self._asked(services))], DestinationDraft())
        self._guide = Form(f"{page}.guide", [Section("", [self._guidance()])], _Guide())
        self._lay_out()
        self._choice.edited.connect(self._on_chosen)
        self._text.edited.connect(self._on_text)
        self._more.edited.connect(self.edited)
        self._guide.edited.connect(self._on_guided)
        self._now = self._before = ""
        self._show_asked()

    @property
    def code(self) -> str:
        return str(self._choice.value() or "")

    @property
    def action(self) -> str:
        """One of close | hand_over | wait | open_case | join_case, empty while nothing is chosen."""
        return str(self._entry.get("action")) if self.code else ""

    def draft(self) -> DestinationDraft:
        more = self._more.draft()
        return DestinationDraft(self.code, self._text.value(), more.unit, more.handle_by)

    def unread(self) -> dict[str, str]:
        """What was typed and cannot be read: a time limit that is no day."""
        return self._more.unread() if self.action == "hand_over" else {}

    def press(self, code: str) -> None:
        """As a click on the button of that code."""
        self._choice.press(code)

    def load(self, draft: DestinationDraft) -> None:
        """Show a draft; nothing is announced."""
        self._choice.set_value(draft.destination or None)
        self._now = draft.destination
        blocked = self._text.blockSignals(True)
        self._text.set_value(draft.text)
        self._text.blockSignals(blocked)
        self._more.load(draft)
        self._show_asked()

    def typed(self) -> dict[str, object]:
        """As autosave keeps it."""
        return {"code": self.code, "text": self._text.raw(), "more": self._more.typed()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        self.load(DestinationDraft(typed["code"], typed["text"]))
        self._more.restore(typed["more"])

    def clear(self) -> None:
        """Nothing is chosen yet."""
        self.load(DestinationDraft())

    def take_back(self) -> None:
        """The choice before the last one, with its words."""
        self._choice.set_value(self._before or None)
        self._now = self._before
        self._show_asked()
        self.edited.emit()

    def problems(self) -> dict[str, str]:
        """What this 去向 still lacks; nothing chosen lacks nothing."""
        asked = str(self._entry.get("text_label")) if self._entry.get("needs_text", False) else ""
        return self.draft().problems(asked, self._services.office.today()) if self.code else {}

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """The sentence beside its field, which takes the focus."""
        found = problems.get("text") or problems.get("destination") or ""
        self._problem.setText(f"！{found}" if found else "")
        look.show_if(self._problem, on=bool(found))
        look.mark(self._text.main, wrong="true" if "text" in problems else "false")
        self._more.show_problems({k: v for k, v in problems.items() if k in ("unit", "handle_by")})
        if "text" in problems:
            self._text.setFocus()
        elif found:
            self._choice.setFocus()

    def set_focus(self) -> None:
        self._choice.setFocus()

    @property
    def _entry(self) -> Entry:
        return self._lists.entry("destinations", self.code)

    def _asked(self, services: Services) -> list[Line | Day]:
        parse = partial(parse_day, today=services.office.today(), past=False)
        return [Line("unit", "承办单位"), Day("handle_by", "办理时限", parse=parse, show=show_day)]

    def _guidance(self) -> Choice:
        return Choice(
            "guide", "不归我们办的，可以这样答复", options=self._lists.pairs("referrals"), blank="选一种情况", wide=True
        )

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.S)
        for widget in (self._choice, self._words, self._text, self._problem, self._more, self._guide):
            layout.addWidget(widget)

    def _show_asked(self) -> None:
        entry = self._entry
        asks = bool(self.code) and bool(entry.get("needs_text", False))
        self._words.setText(str(entry.get("text_label")))
        self._text.main.setAccessibleName(str(entry.get("text_label")) or "说明")
        for widget in (self._words, self._text, self._guide):
            look.show_if(widget, on=asks)
        look.show_if(self._guide, on=asks and self.action in ("close", "hand_over"))
        look.show_if(self._more, on=self.action == "hand_over")
        self.show_problems({})

    def _on_chosen(self) -> None:
        self._before, self._now = self._now, self.code
        self._show_asked()
        self.edited.emit()
        self.chosen.emit(self.code)
        if self._text.isVisible():
            self._text.setFocus()
            QTimer.singleShot(0, self._text, lambda: bring_into_view(self._text))  # once the page has made room

    def _on_text(self) -> None:
        if self._problem.text():
            self.show_problems({})
        self.edited.emit()

    def _on_guided(self) -> None:
        """The sentence for the visitor goes into the text, after what stands there."""
        code = self._guide.value("guide")
        if not code:
            return
        entry = self._lists.entry("referrals", code)
        said = f"{entry.get('say')}（去处：{entry.get('route')}）"
        self._text.set_value("\n".join(part for part in (self._text.value(), said) if part))
        self._guide.load(_Guide())
        self._text.setFocus()
