"""修改历史: who changed what in this case and when, step by step, in the office's words."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain.dates import show_day
from studio_app.domain.wording import shorten
from studio_app.services.history import PastChange
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Card, EmptyNote, button, clear, label
from studio_app.ui.record.inner_page import InnerPage

PAGE = 40
"""Steps shown before "再看更早的"."""
LINES = 4
"""Lines of a step before "还有 N 项"."""
LENGTH = 120
"""Characters of a line before "展开"."""


class HistoryPage(InnerPage):
    """Reads only; 保密 texts and full numbers are covered by the service for who may not see them."""

    shows_case = True

    def __init__(self, services: Services, case_id: str) -> None:
        case = services.cases.case_file(case_id).case
        super().__init__(services, "history", "修改历史", about(case))
        found = services.history.of(case_id)
        self._steps = [list(group) for _key, group in groupby(found, key=lambda c: (c.at, c.who, c.label))]
        self._shown = PAGE
        self._veiled = False
        card = Card("从近到远")
        self._column = QVBoxLayout()
        self._column.setSpacing(look.S)
        card.body.addLayout(self._column)
        self.more = button("再看更早的", clicked=self.show_more)
        self.more.setObjectName("history.more")
        card.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)
        self.body.addStretch(1)
        back = self.add_back()
        self._fill()
        back.setFocus()

    def show_more(self) -> None:
        """Another page of older steps."""
        self._shown += PAGE
        self._fill()

    def veil(self, *, on: bool) -> None:
        """F8: only what was done, not what was written."""
        self._veiled = on
        self._fill()

    def _fill(self) -> None:
        clear(self._column)
        look.show_if(self.more, on=len(self._steps) > self._shown)
        if not self._steps:
            self._column.addWidget(EmptyNote("还没有修改过。"))
        by_day = groupby(self._steps[: self._shown], key=lambda step: step[0].at.date())
        for day, steps in by_day:
            self._column.addWidget(label(show_day(day), "secondary"))
            for step in steps:
                self._column.addWidget(_Step(step, veiled=self._veiled))


class _Step(QWidget):
    """14:32  登记履行 · 李老师, below it what changed; a button shows the rest of it."""

    def __init__(self, changes: Sequence[PastChange], *, veiled: bool) -> None:
        super().__init__()
        self._lines = [line for change in changes for line in _told(change, veiled=veiled)]
        first = changes[0]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, look.XS)
        grid.setHorizontalSpacing(look.M)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        when = label(f"{first.at:%H:%M}", "secondary")
        when.setFixedWidth(look.scaled(46))
        grid.addWidget(when, 0, 0)
        grid.addWidget(label(f"{first.label}　{first.who}", wrap=True), 0, 1)
        self._folded = _short(self._lines)
        self._text = label(self._folded, "secondary", wrap=True)
        self._text.setObjectName("history.text")
        grid.addWidget(self._text, 1, 1)
        look.show_if(self._text, on=bool(self._folded))
        if self._folded != "\n".join(self._lines):
            self._add_opening(grid, first)
        self.setAccessibleName(f"{show_day(first.at.date())} {first.at:%H:%M} {first.label} {first.who}")

    def _add_opening(self, grid: QGridLayout, first: PastChange) -> None:
        left = len(self._lines) - LINES
        self._more = f"还有 {left} 项" if left > 0 else "展开"
        self._open = button(self._more, "quiet", clicked=self._unfold)
        self._open.setObjectName("history.unfold")
        self._open.setAccessibleName(f"展开 {first.at:%m-%d %H:%M} 的修改：{first.label}")
        grid.addWidget(self._open, 0, 2, Qt.AlignmentFlag.AlignTop)

    def _unfold(self) -> None:
        shut = self._text.text() == self._folded
        self._text.setText("\n".join(self._lines) if shut else self._folded)
        self._open.setText("收起" if shut else self._more)


def _told(change: PastChange, *, veiled: bool) -> list[str]:
    """What was done to one record, unless the step says it already, then its fields, before → after."""
    deed = [] if change.deed == change.label else [change.deed]
    return [*deed, *([] if veiled else change.lines)]


def _short(lines: Sequence[str]) -> str:
    """The first lines, each cut where it runs on."""
    return "\n".join(shorten(line, LENGTH) for line in lines[:LINES])
