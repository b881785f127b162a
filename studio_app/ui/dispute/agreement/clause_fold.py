"""A clause of a long agreement folded to a line: read at a glance, opened where it is to be changed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from studio_app.domain.dates import show_day
from studio_app.domain.money import show_yuan
from studio_app.records.dispute.agreement.draft import ClauseDraft
from studio_app.ui.dispute.agreement.clause_form import Names
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Card, button, label


class FoldedClause(Card):
    """Says the same as the form it stands for; `opened` asks for that form in its place."""

    opened = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, draft: ClauseDraft, names: Names, number: int) -> None:
        super().__init__()
        self._draft = draft
        self.typed_once: dict[str, object] | None = None
        """What the form would give, once it was asked."""
        page = f"agreement.clause_{number}"
        self._corner = [
            button(words, "quiet", clicked=act)
            for words, act in (
                ("上移", lambda: self.moved.emit(-1)), ("下移", lambda: self.moved.emit(1)),
                ("修改", self.opened.emit), ("删除", self.removed.emit),
            )
        ]  # fmt: skip
        for made, name in zip(self._corner, ("up", "down", "open", "remove"), strict=True):
            made.setObjectName(f"{page}.{name}")
            self.corner.addWidget(made)
        self.body.addWidget(label(_summary(draft, dict(names)), wrap=True))
        self.warnings = label("", tone="amber", wrap=True)
        self.warnings.hide()
        self.body.addWidget(self.warnings)

    def draft(self) -> ClauseDraft:
        return self._draft

    def set_number(self, number: int) -> None:
        self.set_title(f"第 {number} 条")
        for made in self._corner:
            made.setAccessibleName(f"{made.text()}第 {number} 条")

    def show_warnings(self, sentences: Sequence[str]) -> None:
        self.warnings.setText("\n".join(f"· {sentence}" for sentence in sentences))
        look.show_if(self.warnings, on=bool(sentences))

    def set_read_only(self, *, on: bool) -> None:
        for made in self._corner:
            made.setHidden(on)


def _summary(draft: ClauseDraft, names: dict[str, str]) -> str:
    who = " 对 ".join(filter(None, (names.get(draft.debtor_id or ""), names.get(draft.creditor_id or ""))))
    amount = show_yuan(draft.amount_fen) if draft.amount_fen is not None else ""
    due = f"{show_day(draft.due_on)}以前" if draft.due_on else draft.due_text
    told = [f"{who}：{draft.what}" if who else draft.what, amount, due, draft.place, draft.manner]
    return "　".join(part for part in told if part)
