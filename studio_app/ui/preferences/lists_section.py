"""字典: the words offered in every choice, and the texts that go with them; changed, added, retired, set back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.services.dictionaries import LABEL, EntryLine, ListLine
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import Combo, TextLine
from studio_app.ui.kit.input.passwords import asked
from studio_app.ui.kit.page.cards import Card, Flow, label
from studio_app.ui.kit.page.plain import in_tip
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.section import SectionPage
from studio_app.ui.preferences.texts_form import TextsForm

INTRO = "改叫法不影响老记录；用过的词停用后不再出现在选项里，老记录照样看得懂。改了文字，从下一次打印起用新的。"


class ListsSection(SectionPage):
    """One list at a time: its rows at the left, what to do with the row chosen at the right.

    Texts typed and not stored are stored when another row is chosen, or the row stays chosen with the reason why not.
    """

    saves = True

    def __init__(self, services: Services) -> None:
        super().__init__(services, "lists", INTRO)
        self._lists = {one.name: one for one in services.dictionaries.lists()}
        self._entries: list[EntryLine] = []
        self._shown = ListLine("", "", "", fixed=False), ""
        self._choice = Combo()
        self._choice.setObjectName("preferences.list")
        self._choice.setAccessibleName("哪一张表")
        self._choice.set_options([(one.name, one.title) for one in self._lists.values()])
        self._choice.setCurrentIndex(0)
        self._choice.chosen.connect(lambda _name: self._choose())
        self._help = label("", "secondary", wrap=True)
        self._rows = QListWidget()
        self._rows.setObjectName("preferences.entries")
        self._rows.setAccessibleName("选项")
        self._rows.setMinimumHeight(look.scaled(300))
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long ones end in …
        self._rows.currentRowChanged.connect(lambda _row: self._choose())
        self._label: QLineEdit = TextLine()
        self._label.setObjectName("preferences.entry_name")
        self._label.setAccessibleName("名称")
        self._label.returnPressed.connect(lambda: self.attempt(self.rename))
        self._texts = TextsForm()
        self._texts.edited.connect(self._mark)
        self.writing.keep(texts=self._texts)
        self.writing.keep_aside("row", lambda: (self._shown[0].name, self._shown[1]), lambda row: self._go_to(*row))
        self.writing.restored.connect(self._mark)
        self.column.addWidget(self._make_card())
        self.foot.addWidget(self.button("这张表恢复默认", "reset", self.reset))
        self.foot.addStretch(1)
        self._keep = self.act("保存文字", "save", self.save, main=True)

    def _make_card(self) -> Card:
        card = Card()
        card.body.addWidget(asked("哪一张表", self._choice))
        card.body.addWidget(self._choice)
        card.body.addWidget(self._help)
        row = QHBoxLayout()
        row.setSpacing(look.L)
        row.addWidget(self._rows, 1)
        row.addLayout(self._side(), 1)
        card.body.addLayout(row)
        return card

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(look.S)
        self._name_box = QWidget()
        name = QVBoxLayout(self._name_box)
        name.setContentsMargins(0, 0, 0, 0)
        name.setSpacing(look.S)
        self._rename = self.button("改名", "rename", self.rename)
        line = QHBoxLayout()
        line.setSpacing(look.S)
        line.addWidget(self._label, 1)
        line.addWidget(self._rename)
        name.addWidget(asked("名称", self._label))
        name.addLayout(line)
        side.addWidget(self._name_box)
        side.addWidget(self._texts)
        side.addLayout(self._acts())
        self._like = label("新加的一项，算在左边选中的那一类里。", "secondary", wrap=True)
        side.addWidget(self._like)
        side.addStretch(1)
        return side

    def _acts(self) -> Flow:
        flow = Flow()
        self._add = self.button("作为新的一项添加", "add", self.add)
        self._up = self.button("上移", "up", lambda: self.move_row(up=True))
        self._down = self.button("下移", "down", lambda: self.move_row(up=False))
        self._active = self.button("停用", "active", self.switch)
        self._back = self.button("恢复原样", "reset_entry", self.reset_entry)
        for made in (self._add, self._up, self._down, self._active, self._back):
            flow.addWidget(made)
        return flow

    # --- showing ----------------------------------------------------------------------------------------------

    def show_stored(self) -> None:
        self._show(self._current_id())

    def _choose(self) -> None:
        """Another list or row: what was typed is stored first."""
        shown, entry_id = self._shown
        if self.writing.is_changed():
            if not self.attempt(self._store):
                self._choose_quietly(shown.name, entry_id)
                return
            self.tell("文字已保存。按 Ctrl+Z 可以撤销。")
        self._show("" if shown.name != self._list() else self._current_id())

    def _go_to(self, list_name: str, entry_id: str) -> None:
        """Show a row of a list."""
        if list_name in self._lists:
            self._choose_quietly(list_name, "")
            self._show(entry_id)

    def _choose_quietly(self, list_name: str, entry_id: str) -> None:
        """As if chosen, with nothing stored and nothing shown anew."""
        self._choice.blockSignals(True)
        self._choice.set_code(list_name)
        self._choice.blockSignals(False)
        self._rows.blockSignals(True)
        self._rows.setCurrentRow(next((n for n, entry in enumerate(self._entries) if entry.id == entry_id), 0))
        self._rows.blockSignals(False)

    def _show(self, kept: str) -> None:
        self._help.setText(self._lists[self._list()].help)
        self._entries = self.services.dictionaries.entries(self._list())
        self._rows.blockSignals(True)
        self._rows.clear()
        for entry in self._entries:
            self._rows.addItem(_item(entry))
        place = next((n for n, entry in enumerate(self._entries) if entry.id == kept), 0)
        self._rows.setCurrentRow(place if self._entries else -1)
        self._rows.blockSignals(False)
        self._show_current()

    def _show_current(self) -> None:
        entry, chosen = self._current(), self._lists[self._list()]
        self._shown = chosen, entry.id if entry else ""
        texts = self.services.dictionaries.texts(entry.id) if entry else []
        self._texts.show_texts(texts)
        in_texts = any(text.name == LABEL for text in texts)
        look.show_if(self._name_box, on=not in_texts)
        self._label.setText(entry.label if entry else "")
        self._label.setCursorPosition(0)
        self._active.setText("停用" if entry is None or entry.active else "重新启用")
        self._active.setEnabled(entry is not None)
        for act in (self._up, self._down, self._active, self._back, self._rename):
            act.setAccessibleName(f"{act.text()}：{entry.label}" if entry else act.text())
        self._back.setEnabled(entry is not None and entry.edited and not entry.own)
        for made in (self._add, self._up, self._down, self._active, self._like):
            look.show_if(made, on=not chosen.fixed)
        look.show_if(self._keep, on=bool(texts))
        self.writing.part_renewed()
        self._mark()

    def _mark(self) -> None:
        self._keep.setEnabled(self.writing.is_changed())

    # --- acts -------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """The texts of the row shown."""
        if self.writing.is_changed():
            self._store()
            self._show(self._current_id())
            self.tell("文字已保存。按 Ctrl+Z 可以撤销。")

    def _store(self) -> None:
        self.services.dictionaries.save_texts(self._shown[1], self._texts.values())
        self.writing.forget()

    def rename(self) -> None:
        entry = self._current()
        if entry is not None and self._label.text() != entry.label:
            self._keep_texts()
            self.services.dictionaries.rename(entry.id, self._label.text())
            self._show(entry.id)
            self.tell("已改名。")

    def add(self) -> None:
        entry = self._current()
        texts = self._texts.values()
        wanted = texts.get(LABEL, self._label.text())
        made = self.services.dictionaries.add(self._list(), wanted, entry.id if entry else "", texts)
        self.writing.forget()
        self._show(made)
        self.tell("已添加，排在最后。")

    def move_row(self, *, up: bool) -> None:
        entry = self._current()
        if entry is not None:
            self._keep_texts()
            self.services.dictionaries.move(entry.id, up)
            self._show(entry.id)

    def switch(self) -> None:
        """Retire the row, or offer it again."""
        entry = self._current()
        if entry is not None:
            self._keep_texts()
            self.services.dictionaries.set_active(entry.id, not entry.active)
            self._show(entry.id)
            self.tell("已停用。" if entry.active else "已重新启用。")

    def reset_entry(self) -> None:
        """The row chosen as it was shipped."""
        entry = self._current()
        question = f"把“{entry.label}”恢复成程序自带的文字？" if entry is not None else ""
        if entry is None or not messages.ask(self, question, "恢复原样", "不恢复"):
            return
        if self.attempt(lambda: self.services.dictionaries.reset_entry(entry.id)):
            self.writing.forget()
            self._show(entry.id)
            self.tell("已恢复原样。按 Ctrl+Z 可以撤销。")

    def reset(self) -> None:
        title = self.services.dictionaries.title(self._list())
        if messages.ask(self, f"把“{title}”恢复成程序自带的样子？自己添加的会停用，不会删除。", "恢复默认", "不恢复"):
            self.services.dictionaries.reset(self._list())
            self.writing.forget()
            self._show(self._current_id())
            self.tell(f"“{title}”已恢复默认。")

    def _keep_texts(self) -> None:
        """Nothing typed is lost when the row is shown anew."""
        if self.writing.is_changed():
            self._store()

    def _list(self) -> str:
        return str(self._choice.code())

    def _current(self) -> EntryLine | None:
        place = self._rows.currentRow()
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def _current_id(self) -> str:
        entry = self._current()
        return entry.id if entry else ""


def _item(entry: EntryLine) -> QListWidgetItem:
    marks = ("" if entry.active else "　（已停用）") + ("　（改过）" if entry.edited and not entry.own else "")
    item = QListWidgetItem(entry.label + marks)
    item.setToolTip(in_tip(entry.label))
    if not entry.active:
        item.setForeground(look.colour("secondary"))
    return item
