"""收回台账: what the office changed in a ledger, cell by cell with a tick for each, and 收下."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.incoming.returned import Back
from studio_app.services.imports import NEW, DryRun
from studio_app.services.ledgers import BOTH, OURS, SAME, THEIRS, Change, Returned, ReturnedRow
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.input.file_password import FilePassword
from studio_app.ui.kit.page.cards import Busy, Card, Page, button, label
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.popup import messages
from studio_app.workbook.reading import NeedsPassword

SHOWN = 100
"""Disputes laid out at once; what they hold is taken over first, then the file is read again."""
NOTHING = "（空）"


class ReturnPage(Page):
    """`left` goes back; `said` after something was stored; `case_chosen(id)` opens a dispute."""

    left = Signal()
    said = Signal(str)
    case_chosen = Signal(str)

    def __init__(self, services: Services, path: Path) -> None:
        super().__init__("收回台账", path.name)
        self.setObjectName("return.page")
        self._services, self._path, self._password = services, path, ""
        self._found: Returned | None = None
        self._ticks: dict[tuple[str, str], QCheckBox] = {}
        self._shown: list[QWidget] = []
        self.password = FilePassword("return")
        self.password.given.connect(self._open_with)
        self.summary = label("正在读文件……", wrap=True)
        self.summary.setObjectName("return.summary")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.M)
        self.body.addWidget(self.password)
        self.body.addWidget(self.summary)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self._add_foot()

    def _add_foot(self) -> None:
        """Below the part that scrolls: all ticks at once, back, and the button."""
        foot = QHBoxLayout()
        foot.setSpacing(look.M)
        self.all = button("全部勾选", "quiet", clicked=partial(self._tick_all, on=True))
        self.none = button("全不勾选", "quiet", clicked=partial(self._tick_all, on=False))
        self.back = button("返回", clicked=self.left.emit)
        self.back.setObjectName("return.back")
        self.accept = button("收下勾选的", "primary", "check", self._accept)
        self.accept.setObjectName("return.accept")
        self._busy = Busy(self.accept)
        for made in (self.all, self.none):
            foot.addWidget(made)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.accept)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addLayout(foot)
        self._count()

    # --- reading ----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Off the GUI thread, and stopped where the person wants."""

        def work(progress: Callable[..., None], cancelled: Callable[[], bool]) -> Returned:
            def wanted(rows: int) -> bool:
                progress(0, 0, f"读到第 {rows} 行")
                return not cancelled()

            return self._services.ledgers.returned(self._path, self._password, wanted=wanted)

        tasks.run_long(self, "正在读台账", work, self._show, self._failed)

    def _open_with(self, password: str) -> None:
        self._password = password
        self.read()

    def _failed(self, trouble: AppError) -> None:
        if isinstance(trouble, NeedsPassword):
            self.summary.setText("")
            self.password.ask(str(trouble))
        else:
            self.summary.setText(str(trouble))

    # --- showing ----------------------------------------------------------------------------------------------

    def _show(self, found: Returned) -> None:
        self._found = found
        self._clear()
        self.summary.setText(found.words)
        for note in found.notes:
            self._add(label(note, tone="amber", wrap=True))
        for row in found.rows[:SHOWN]:
            self._add(self._card(row))
        if len(found.rows) > SHOWN:
            self._add(label(f"先列出 {SHOWN} 件，收下以后再选一次这个文件，接着处理下面的。", wrap=True))
        if found.added:
            self._add(self._added(found.added))
        if found.gone:
            told = f"对方去掉了 {len(found.gone)} 行：{'、'.join(found.gone[:SHOWN])}。这里的纠纷没有动。"
            self._add(label(told, wrap=True))
        self._count()

    def _add(self, widget: QWidget) -> None:
        self._rows.addWidget(widget)
        self._shown.append(widget)

    def _clear(self) -> None:
        self._ticks = {}
        while self._shown:
            let_go(self._shown.pop())

    def _card(self, row: ReturnedRow) -> Card:
        made = Card(f"第 {row.number} 行　{row.label}")
        opened = button("打开这件纠纷", "quiet", clicked=partial(self.case_chosen.emit, row.case_id))
        made.corner.addWidget(opened)
        for change in row.changes:
            made.body.addLayout(self._line(change))
        return made

    def _line(self, change: Change) -> QVBoxLayout:
        """A tick where it can be taken over, what it was and is, and why not where it cannot."""
        line, words = QVBoxLayout(), f"{change.title}：{_change(change)}"
        line.setSpacing(look.XS)
        takes = change.verdict in {THEIRS, BOTH} and not change.reason
        if takes:
            tick = QCheckBox(change.title)
            tick.setObjectName(f"return.{change.key}")
            tick.setAccessibleName(words)
            tick.setChecked(change.verdict == THEIRS)
            tick.toggled.connect(lambda _on: self._count())
            self._ticks[change.place] = tick
            line.addWidget(tick)
            words = _change(change)
        line.addWidget(label(words, "" if takes else "secondary", wrap=True))
        if change.reason and change.verdict in {THEIRS, BOTH}:
            line.addWidget(label(change.reason, "secondary", wrap=True))
        return line

    def _added(self, rows: Sequence[Back]) -> Card:
        made = Card(f"对方加了 {len(rows)} 行")
        for row in rows[:SHOWN]:
            told = (row.cells.get(key, "") for key in ("accepted_on", "dispute_type", "parties", "summary"))
            words = "　".join("、".join(cell.split("\n")) for cell in told if cell)
            made.body.addWidget(label(f"第 {row.number} 行　{words}", wrap=True))
        register = button("把加的行登记进来", icon="plus", clicked=self._register)
        register.setObjectName("return.register")
        made.corner.addWidget(register)
        return made

    # --- storing ----------------------------------------------------------------------------------------------

    def _accepted(self) -> list[tuple[str, str]]:
        return [place for place, tick in self._ticks.items() if tick.isChecked()]

    def _tick_all(self, *, on: bool) -> None:
        for tick in self._ticks.values():
            tick.setChecked(on)

    def _count(self) -> None:
        count = len(self._accepted())
        self.accept.setText(f"收下勾选的 {count} 处" if count else "收下勾选的")
        self.accept.setEnabled(bool(count) and self._services.office.may("write"))
        for made in (self.all, self.none):
            made.setVisible(len(self._ticks) > 1)

    def _accept(self) -> None:
        assert self._found is not None  # noqa: S101  # for the type checker: there is a tick
        work = partial(self._services.ledgers.take_back, self._found, self._accepted())
        self._busy.begin()
        tasks.run(self, work, self._stored, self._refused)

    def _stored(self, count: int) -> None:
        self._busy.end()
        self.said.emit(f"已收下 {count} 件纠纷的改动，可按 Ctrl+Z 撤销。")
        self.back.setFocus()  # what had the keys goes
        self.read()

    def _refused(self, trouble: AppError) -> None:
        self._busy.end()
        messages.tell(self, trouble)

    def _register(self) -> None:
        """The rows the office added become disputes, as when an old ledger is imported."""
        assert self._found is not None  # noqa: S101  # for the type checker: rows were added
        wanted, imports = {row.number for row in self._found.added}, self._services.imports

        def work() -> tuple[DryRun, int]:
            run = imports.dry_run(self._path, password=self._password)
            run.verdicts = [one for one in run.verdicts if one.entry.row in wanted]
            return run, imports.carry_out(run) if run.count(NEW) else 0

        tasks.run(self, work, lambda told: self._registered(*told), self._refused)

    def _registered(self, run: DryRun, count: int) -> None:
        self.back.setFocus()
        if count:
            self.said.emit(f"已登记 {count} 件，可按 Ctrl+Z 撤销。")
        kept = [f"第 {one.entry.row} 行：{one.reason}" for one in run.verdicts if one.what != NEW]
        if kept:
            messages.tell(self, "；".join(kept) + "。", "warn")


def _change(change: Change) -> str:
    handed, theirs, ours = (words or NOTHING for words in (change.handed, change.theirs, change.ours))
    if change.verdict == OURS:
        return f"交出去时是“{handed}”，我们这边已改成“{ours}”，对方没有改。"
    if change.verdict == SAME:
        return f"两边都改成了“{theirs}”。"
    both = f"；我们这边也改过，现在是“{ours}”" if change.verdict == BOTH else ""
    return f"“{handed}”改成“{theirs}”{both}。"
