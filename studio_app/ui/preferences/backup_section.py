"""备份与恢复: when it was last proven, where backups lie, and the way to another computer."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.services.backups import BackupSet, line_of
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.cards import Banner, Busy, Card, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.section import SectionPage

RESTORING = (
    "恢复分三步：\n一、点下面的“锁定，去恢复”。\n二、在密码页最下面点“从备份恢复”，选一份备份。\n"
    "三、用备份那一天的密码打开。\n现有数据会挪到一边，不会删除。只想找回删掉的一条，到“回收站”里找。"
)
MOVING = "换电脑时用：把全部内容（加密的）拷到U盘，里面有一页说明，照着在新电脑上打开。"


class BackupSection(SectionPage):
    def __init__(self, services: Services) -> None:
        super().__init__(services, "backup")
        self._last = label("", "section", wrap=True)
        self._last.setObjectName("preferences.backup_last")
        self._overdue = label("", tone="red", wrap=True)
        self._second = label("", wrap=True)
        self._second.setObjectName("preferences.backup_second")
        self._sets = QListWidget()
        self._sets.setObjectName("preferences.backup_sets")
        self._sets.setAccessibleName("已有的备份")
        self._sets.setMinimumHeight(look.scaled(150))
        self._sets.setWordWrap(True)
        self._sets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._no_sets = label("还没有备份。点最上面的“立即备份”，这里就会列出来。", "secondary", wrap=True)
        for card in (self._now_card(), self._second_card(), self._sets_card(), self._move_card()):
            self.column.addWidget(card)
        self.column.addStretch(1)

    def show_stored(self) -> None:
        backups = self.services.backups
        self._last.setText(backups.last_words())
        self._overdue.setText(backups.overdue_words())
        look.show_if(self._overdue, on=bool(self._overdue.text()))
        second = backups.second_place()
        missing = second is not None and not second.is_dir()
        words = "还没有选。建议选一个U盘或另一块硬盘。" if second is None else str(second)
        self._second.setText(f"{words}　现在找不到，U盘插好了吗？" if missing else words)
        look.mark(self._second, tone="amber" if missing or second is None else "")
        look.show_if(self._forget, on=second is not None)
        self._sets.clear()
        for one in backups.sets():
            line = line_of(one)
            self._sets.addItem(
                f"{line.taken_at:%Y-%m-%d %H:%M}　纠纷 {line.cases} 件，来访登记 {line.intakes} 条　"
                f"{line.size_words}　{line.place_words}"
            )
        look.show_if(self._sets, on=self._sets.count() > 0)
        look.show_if(self._no_sets, on=self._sets.count() == 0)

    # --- cards ------------------------------------------------------------------------------------------------

    def _now_card(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.addWidget(self._last, 1)
        row.addWidget(self.button("备份到…", "backup_to", self.back_up_to))
        self._now = self.button("立即备份", "backup_now", self.back_up, kind="primary")
        self._busy = Busy(self._now)
        row.addWidget(self._now)
        card.body.addLayout(row)
        card.body.addWidget(self._overdue)
        card.body.addWidget(
            label(
                "每次退出，有改动就自动备份一次，写完当场打开核对。保留多久、占多大，在“提醒规则—数值”里改。",
                "secondary",
                wrap=True,
            )
        )
        return card

    def _second_card(self) -> Card:
        card = Card("第二备份位置")
        row = QHBoxLayout()
        row.addWidget(self._second, 1)
        self._forget = self.button("不再使用", "second_forget", lambda: self._keep_second(""))
        row.addWidget(self._forget)
        row.addWidget(self.button("选择文件夹…", "second_choose", self.choose_second))
        card.body.addLayout(row)
        return card

    def _sets_card(self) -> Card:
        card = Card("已有的备份")
        card.body.addWidget(self._sets)
        card.body.addWidget(self._no_sets)
        card.body.addWidget(label(RESTORING, "secondary", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button("锁定，去恢复", "backup_restore", self.go_restore))
        card.body.addLayout(row)
        return card

    def _move_card(self) -> Card:
        card = Card("搬家")
        row = QHBoxLayout()
        row.addWidget(label(MOVING, "secondary", wrap=True), 1)
        row.addWidget(self.button("搬家…", "move_out", self.move_out))
        card.body.addLayout(row)
        return card

    # --- acts -------------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Off the GUI thread; a second place that failed is told, the first backup stands."""
        self._set_busy(on=True)
        tasks.run(
            self, self.services.backups.run, lambda _made: self._done("已备份，打开核对过，可以恢复。"), self._failed
        )

    def back_up_to(self) -> None:
        chosen = messages.choose_folder(self, "备份到哪个文件夹")
        if chosen is not None:
            self._set_busy(on=True)
            tasks.run(self, lambda: self.services.backups.to(chosen), self._told_where, self._failed)

    def move_out(self) -> None:
        chosen = messages.choose_folder(self, "把搬家的拷贝放到哪里（U盘）")
        if chosen is not None:
            self._set_busy(on=True)
            tasks.run(self, lambda: self.services.backups.move_out(chosen), self._moved, self._failed)

    def choose_second(self) -> None:
        chosen = messages.choose_folder(self, "选择第二备份位置")
        if chosen is not None and chosen.is_relative_to(self.services.office.folder):
            self.add_notice(Banner("第二备份位置要在数据文件夹之外，最好是U盘或另一块硬盘。", "warn"))
        elif chosen is not None:
            self._keep_second(str(chosen))

    def go_restore(self) -> None:
        if messages.ask(
            self, "锁定工作台？锁定以后，在密码页最下面点“从备份恢复”。没写完的内容会先存好。", "锁定", "不恢复"
        ):
            self.lock_requested.emit()

    def _keep_second(self, folder: str) -> None:
        settings = ComputerSettings.load()
        settings.backup_folder = folder
        settings.save()
        self.refresh()
        self.tell("第二备份位置已改好，下次备份时会用。" if folder else "不再使用第二备份位置，那里已有的备份还在。")

    def _told_where(self, made: BackupSet) -> None:
        self._done(f"已备份到 {made.folder}，打开核对过，可以恢复。")

    def _moved(self, folder: Path) -> None:
        self._done("")
        self.add_notice(
            Banner(
                f"搬家的拷贝做好了：{folder}。里面的“说明.txt”写着在新电脑上怎么做。从现在起请不要再在这台电脑上录入。"
            )
        )

    def _done(self, words: str) -> None:
        self._set_busy(on=False)
        self.refresh()
        if words:
            self.tell(words)

    def _failed(self, trouble: AppError) -> None:
        self._set_busy(on=False)
        self.refresh()
        self.add_notice(Banner(str(trouble), "error"))

    def _set_busy(self, *, on: bool) -> None:
        if on:
            self._busy.begin("正在备份……")
        else:
            self._busy.end()
