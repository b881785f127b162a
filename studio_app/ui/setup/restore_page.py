"""Bringing a desk back from a backup set, or over from another computer."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QProgressBar, QWidget

from studio_app.core.errors import AppError
from studio_app.desk import exists, local_now
from studio_app.services.backups import BackupSet, Restored, find, known_sets, line_of, restore
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.cards import Card, button
from studio_app.ui.kit.popup import messages
from studio_app.ui.setup.frame import Middle, Trouble, leave_by_escape, named, sentence

WORDS = {
    "restore": ("从备份恢复", "选一份备份，恢复后用那一天的密码打开。现有数据会先挪到一边，不会删除。", "恢复这一份"),
    "move": ("从另一台电脑搬来", "在旧电脑的“设置与备份—备份与恢复”里点“搬家”，把做好的文件夹用U盘带过来。", "搬过来"),
}
NONE = {
    "restore": "这台电脑上没有找到备份。插好放备份的U盘，点“选择文件夹”，选那个U盘就行。",
    "move": "请点“选择文件夹”，找到U盘里名字以“委员工作室搬家”开头的文件夹。",
}


class RestorePage(Middle):
    """`restored` carries the sentence to show above the password."""

    restored = Signal(str)
    cancelled = Signal()

    def __init__(self, folder: Path, kind: str, parent: QWidget | None = None) -> None:
        title, subtitle, verb = WORDS[kind]
        super().__init__(title, subtitle, 860, parent)
        self.setObjectName("restore")
        self._folder, self._kind, self._verb = folder, kind, verb
        self._sets: list[BackupSet] = []
        card = Card()
        self._list = QListWidget()
        self._list.setObjectName("restore.sets")
        self._list.setAccessibleName("备份")
        self._list.setMinimumHeight(look.scaled(220))
        self._list.setWordWrap(True)
        self._none = sentence(NONE[kind])
        self._none.setObjectName("restore.none")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        for widget in (self._list, self._none, self._busy):
            card.body.addWidget(widget)
        self.column.addWidget(card)
        self._make_foot()
        self.show_sets(known_sets(folder) if kind == "restore" else [])

    def _make_foot(self) -> None:
        self._trouble = Trouble("restore.trouble")
        self._act = named(button(self._verb, "primary", clicked=self.act), "restore.act")
        self._choose = named(button("选择文件夹…", clicked=self.choose), "restore.choose")
        self._back = named(button("返回", clicked=self.cancelled.emit), "restore.back")
        leave_by_escape(self, self._back)
        self._list.itemActivated.connect(lambda _item: self.act())
        self.foot.addWidget(self._back)
        self.foot.addWidget(self._trouble, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self._choose)
        self.foot.addWidget(self._act)

    def show_sets(self, sets: list[BackupSet]) -> None:
        """Newest first; the newest is chosen."""
        self._sets = sets
        self._list.clear()
        for one in sets:
            line = line_of(one)
            words = (
                f"{line.taken_at:%Y-%m-%d %H:%M}　纠纷 {line.cases} 件，来访登记 {line.intakes} 条　"
                f"{line.size_words}　{line.place_words}"
            )
            self._list.addItem(QListWidgetItem(words))
        look.show_if(self._list, on=bool(sets))
        look.show_if(self._none, on=not sets)
        look.show_if(self._act, on=bool(sets))
        look.mark(self._choose, kind="" if sets else "primary")  # the next step is the coloured one
        self._list.setCurrentRow(0 if sets else -1)
        self._act.setEnabled(bool(sets))
        self._focus_next_step()

    def showEvent(self, event: QShowEvent) -> None:
        """Before it is in a window a page cannot keep the focus."""
        super().showEvent(event)
        if not event.spontaneous():
            self._focus_next_step()

    def _focus_next_step(self) -> None:
        (self._list if self._sets else self._choose).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self) -> None:
        """A stick or folder that holds backups."""
        chosen = messages.choose_folder(self, "选择放备份的文件夹")
        if chosen is None:
            return
        try:
            sets = find(chosen)
        except AppError as trouble:
            self._trouble.tell(trouble)
            return
        self._trouble.tell("" if sets else f"这里没有找到备份：{chosen}")
        if sets:
            self.show_sets(sets)

    def act(self) -> None:
        """Restore the set chosen; the present data is asked about, then moved aside."""
        chosen, folder = self._sets[self._list.currentRow()], self._folder
        when = f"{line_of(chosen).taken_at:%Y-%m-%d %H:%M}"
        question = f"恢复到 {when} 的备份？那以后录入的内容会挪到一边（不删除），打开后看到的是当时的样子。"
        if exists(folder) and not messages.ask(self, question, self._verb, "不恢复"):
            return
        self._set_busy(on=True)
        tasks.run(self, lambda: restore(chosen, folder, local_now()), self._done, self._failed)

    def _done(self, result: Restored) -> None:
        self._set_busy(on=False)
        words = f"已恢复 {result.taken_at.astimezone():%Y-%m-%d %H:%M} 的备份，请用当时的密码打开。"
        words += result.missing_words
        if result.aside is not None:
            words += f"原来的数据在：{result.aside}"
        self.restored.emit(words)

    def _failed(self, trouble: AppError) -> None:
        self._set_busy(on=False)
        self._trouble.tell(trouble)

    def _set_busy(self, *, on: bool) -> None:
        look.show_if(self._busy, on=on)
        for widget in (self._act, self._choose, self._back, self._list):
            widget.setEnabled(not on)
        self._act.setText(f"正在{self._verb[:2]}……" if on else self._verb)
