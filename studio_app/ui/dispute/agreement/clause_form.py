"""One clause of an agreement as a card: who for whom, what, how much, by when and where, with its warnings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal

from studio_app.core.errors import Refused
from studio_app.desk import Services
from studio_app.records.dispute.agreement.draft import ClauseDraft, in_instalments
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Choice, Line, LongText, Number, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.form.offered import insert
from studio_app.ui.kit.input.inputs import TextBox
from studio_app.ui.kit.page.cards import Card, button, label
from studio_app.ui.kit.page.reading_order import bring_into_view, unfold
from studio_app.ui.record import asking

Names = Sequence[tuple[str, str]]
PAIR = 2


@dataclass
class _Parts:
    """How a sum is to be divided."""

    count: int | None = 2
    first_due: date | None = None
    every_month: int | None = 1


def clause_form(services: Services, names: Names, page: str) -> Form[ClauseDraft]:
    """The questions of one clause."""
    asked = [
        Choice("debtor_id", "由谁做", options=names, blank="各方都做"),
        Choice("creditor_id", "对谁", options=names, blank="不专对哪一方"),
        LongText("what", "做什么", rows=2, wide=True, placeholder="例如 赔偿装修损失；修好 702 室卫生间地漏"),
        asking.amount("amount_fen", "金额"),
        asking.day(services, "due_on", "哪一天以前", past=False),
        Line("due_text", "期限说明", placeholder="没有具体日期的，例如 签名当日"),
        Line("place", "地点", placeholder="例如 工作室"),
        Line("manner", "怎么给", placeholder="例如 转账到王某的账户", wide=True),
    ]
    return Form(page, [Section("", asked)], ClauseDraft())


class ClauseForm(Card):
    """`edited` at every change, `removed` at 删除, `divided(drafts)` when it became several, `moved(-1 or 1)`."""

    edited = Signal()
    removed = Signal()
    divided = Signal(list)
    moved = Signal(int)
    submitted = Signal()

    def __init__(self, services: Services, names: Names, number: int) -> None:
        super().__init__()
        self._services = services
        self._page = f"agreement.clause_{number}"
        self.form = clause_form(services, names, self._page)
        self.parts: Form[_Parts] = Form(f"{self._page}_parts", [Section("分成几期", self._parts_questions())], _Parts())
        self.warnings = label("", tone="amber", wrap=True)
        self.warnings.setObjectName(f"{self._page}.warnings")
        self._add_corner()
        for widget in (self.form, self.warnings, self.parts, self._divide):
            self.body.addWidget(widget)
        self._show_parts(on=False)
        self.warnings.hide()
        self._names = names
        self.form.field_edited.connect(self._follow)
        self.form.edited.connect(self.edited)
        self.form.submitted.connect(self.submitted)
        self.parts.submitted.connect(self.divide)
        self.set_number(number)

    def set_number(self, number: int) -> None:
        self.set_title(f"第 {number} 条")
        self._remove.setAccessibleName(f"删除第 {number} 条")
        self._split.setAccessibleName(f"第 {number} 条分期")
        self._up.setAccessibleName(f"第 {number} 条上移")
        self._down.setAccessibleName(f"第 {number} 条下移")

    def load(self, draft: ClauseDraft) -> None:
        self.form.load(draft)

    def write(self, words: str) -> None:
        """Into 做什么, which takes the focus with the first blank of the words selected."""
        seen = self.form.cell("what")
        show = partial(bring_into_view, seen)
        QTimer.singleShot(0, seen, lambda: QTimer.singleShot(0, seen, show))  # once card and form have found their room
        box = self.form.editor("what").main
        if isinstance(box, TextBox):
            insert(box, words)

    def draft(self) -> ClauseDraft:
        return self.form.draft()

    def typed(self) -> dict[str, object]:
        return {**self.form.typed(), "id": self.draft().id}

    def restore(self, typed: Mapping[str, Any]) -> None:
        self.form.load(ClauseDraft(id=str(typed.get("id", ""))))
        self.form.restore(typed)

    def show_warnings(self, sentences: Sequence[str]) -> None:
        """Beside the clause, in a calm colour; they never keep it from being saved."""
        self.warnings.setText("\n".join(f"· {sentence}" for sentence in sentences))
        look.show_if(self.warnings, on=bool(sentences))

    def set_read_only(self, *, on: bool) -> None:
        self.form.set_read_only(on=on)
        for made in (self._up, self._down, self._split, self._remove):
            made.setHidden(on)
        self._show_parts(on=False)

    def divide(self) -> None:
        """Make several clauses of this one; the remainder stands on the last."""
        asked = self.parts.draft()
        if asked.first_due is None:
            self.parts.show_problems({"first_due": "请填写第一期的日期。"})
            return
        try:
            drafts = in_instalments(self.draft(), asked.count or 0, asked.first_due, asked.every_month or 1)
        except Refused as refused:
            self.parts.show_problems({"count": str(refused)})
            return
        self.divided.emit(drafts)

    def _follow(self, name: str) -> None:
        """Of two people one does something for the other, unless somebody says otherwise."""
        if name != "debtor_id" or len(self._names) != PAIR:
            return
        debtor = self.form.value("debtor_id")
        if debtor and self.form.value("creditor_id") in (None, "", debtor):
            self.form.set_value("creditor_id", next(code for code, _words in self._names if code != debtor))

    def _parts_questions(self) -> list[Any]:
        return [
            Number("count", "分几期", least=2, most=60, unit="期"),
            asking.day(self._services, "first_due", "第一期哪天", past=False),
            Number("every_month", "每隔", least=1, most=24, unit="个月"),
        ]

    def _add_corner(self) -> None:
        self._split = button("分期", "quiet", clicked=lambda: self._show_parts(on=self.parts.isHidden()))
        self._split.setObjectName(f"{self._page}.split")
        self._remove = button("删除", "quiet", clicked=self.removed.emit)
        self._remove.setObjectName(f"{self._page}.remove")
        self._up = button("上移", "quiet", clicked=lambda: self.moved.emit(-1))
        self._up.setObjectName(f"{self._page}.up")
        self._down = button("下移", "quiet", clicked=lambda: self.moved.emit(1))
        self._down.setObjectName(f"{self._page}.down")
        for made in (self._up, self._down, self._split, self._remove):
            self.corner.addWidget(made)
        self._divide = button("分成几条", clicked=self.divide)
        self._divide.setObjectName(f"{self._page}.divide")

    def _show_parts(self, *, on: bool) -> None:
        look.show_if(self.parts, on=on)
        unfold(self._divide, on=on)
        if on:
            self.parts.load(_Parts(first_due=self.draft().due_on))
            self.parts.focus_first()
