"""字典: the words offered in every choice; renamed, added, ordered, retired, and set back."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from studio_app.desk import Services
from studio_app.services.dictionaries import EntryLine
from studio_app.ui.kit import look, messages
from studio_app.ui.kit.cards import Card, Flow, label
from studio_app.ui.kit.inputs import Combo, TextLine
from studio_app.ui.kit.passwords import asked
from studio_app.ui.preferences.section import SectionPage


class ListsSection(SectionPage):
    """One list at a time: its rows at the left, what to do with the row chosen at the right."""

    def __init__(self, services: Services) -> None:
        super().__init__(services, "lists", "改叫法不影响老记录；用过的词停用后不再出现在选项里，老记录照样看得懂。")
        self._entries: list[EntryLine] = []
        self._choice = Combo()
        self._choice.setObjectName("preferences.list")
        self._choice.setAccessibleName("哪个字典")
        self._choice.set_options([(one.name, one.title) for one in services.dictionaries.lists()])
        self._choice.setCurrentIndex(0)
        self._choice.chosen.connect(lambda _name: self.refresh())
        self._help = label("", "secondary", wrap=True)
        self._rows = QListWidget()
        self._rows.setObjectName("preferences.entries")
        self._rows.setAccessibleName("字典项")
        self._rows.setMinimumHeight(look.scaled(300))
        self._rows.currentRowChanged.connect(self._show_current)
        self._label: QLineEdit = TextLine()
        self._label.setObjectName("preferences.entry_name")
        self._label.setAccessibleName("名称")
        self._label.returnPressed.connect(lambda: self.attempt(self.rename))
        self.column.addWidget(self._make_card())
        self.foot.addWidget(self.button("恢复默认", "reset", self.reset))
        self.foot.addStretch(1)

    def _make_card(self) -> Card:
        card = Card()
        card.body.addWidget(asked("哪个字典", self._choice))
        card.body.addWidget(self._choice)
        card.body.addWidget(self._help)
        side = QVBoxLayout()
        side.setSpacing(look.S)
        side.addWidget(asked("名称", self._label))
        side.addWidget(self._label)
        flow = Flow()
        self._active = self.button("停用", "active", self.switch)
        flow.addWidget(self.button("改名", "rename", self.rename))
        flow.addWidget(self.button("作为新的一项添加", "add", self.add))
        flow.addWidget(self.button("上移", "up", lambda: self.move_row(up=True)))
        flow.addWidget(self.button("下移", "down", lambda: self.move_row(up=False)))
        flow.addWidget(self._active)
        side.addLayout(flow)
        side.addWidget(label("新添的一项，报表归类、提示等规则与左边选中的那一项相同。", "secondary", wrap=True))
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(look.L)
        row.addWidget(self._rows, 1)
        row.addLayout(side, 1)
        card.body.addLayout(row)
        return card

    def refresh(self) -> None:
        self._show(self._current_id())

    def _show(self, kept: str) -> None:
        name = self._list()
        self._help.setText(next((one.help for one in self.services.dictionaries.lists() if one.name == name), ""))
        self._entries = self.services.dictionaries.entries(name)
        self._rows.blockSignals(True)
        self._rows.clear()
        for entry in self._entries:
            item = QListWidgetItem(entry.label + ("" if entry.active else "　（已停用）"))
            if not entry.active:
                item.setForeground(look.colour("secondary"))
            self._rows.addItem(item)
        self._rows.blockSignals(False)
        place = next((n for n, entry in enumerate(self._entries) if entry.id == kept), 0)
        self._rows.setCurrentRow(place if self._entries else -1)
        self._show_current()

    def _show_current(self) -> None:
        entry = self._current()
        self._label.setText(entry.label if entry else "")
        self._active.setText("停用" if entry is None or entry.active else "重新启用")
        self._active.setEnabled(entry is not None)

    # --- acts -------------------------------------------------------------------------------------------------

    def rename(self) -> None:
        entry = self._current()
        if entry is not None and self._label.text() != entry.label:
            self.services.dictionaries.rename(entry.id, self._label.text())
            self._show(entry.id)
            self.tell("已改名。")

    def add(self) -> None:
        entry = self._current()
        made = self.services.dictionaries.add(self._list(), self._label.text(), entry.id if entry else "")
        self._show(made)
        self.tell("已添加，排在最后。")

    def move_row(self, *, up: bool) -> None:
        entry = self._current()
        if entry is not None:
            self.services.dictionaries.move(entry.id, up)
            self._show(entry.id)

    def switch(self) -> None:
        """Retire the row, or offer it again."""
        entry = self._current()
        if entry is not None:
            self.services.dictionaries.set_active(entry.id, not entry.active)
            self._show(entry.id)
            self.tell("已停用。" if entry.active else "已重新启用。")

    def reset(self) -> None:
        title = self.services.dictionaries.title(self._list())
        if messages.ask(self, f"把“{title}”恢复成程序自带的样子？自己添加的会停用，不会删除。", "恢复默认", "先不恢复"):
            self.services.dictionaries.reset(self._list())
            self.refresh()
            self.tell(f"“{title}”已恢复默认。")

    def _list(self) -> str:
        return str(self._choice.code())

    def _current(self) -> EntryLine | None:
        place = self._rows.currentRow()
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def _current_id(self) -> str:
        entry = self._current()
        return entry.id if entry else ""
