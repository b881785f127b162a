"""回收站: what was deleted, by whom, and the one button that brings it back."""

from PySide6.QtWidgets import QHBoxLayout

from studio_app.desk import Services
from studio_app.services.history import Binned
from studio_app.ui.kit.page.cards import Card, EmptyNote, clear, label
from studio_app.ui.preferences.section import SectionPage, line

SHOWN = 100


class BinSection(SectionPage):
    def __init__(self, services: Services) -> None:
        super().__init__(services, "bin", "删掉的内容都在这里，随时可以恢复。谁改过什么，见“安全—记录”。")
        self._card = Card()
        self.column.addWidget(self._card)
        self.column.addStretch(1)

    def show_stored(self) -> None:
        clear(self._card.body)
        found = self.services.history.recycle_bin()
        for item in found[:SHOWN]:
            self._card.body.addLayout(self._row(item))
        if not found:
            self._card.body.addWidget(EmptyNote("回收站是空的。"))
        elif len(found) > SHOWN:
            self._card.body.addWidget(label(f"只列出最近的 {SHOWN} 次删除，共 {len(found)} 次。", "secondary"))

    def _row(self, item: Binned) -> QHBoxLayout:
        count = f"等 {item.count} 条" if item.count > 1 else ""
        words = "　".join(part for part in (item.kind, item.title) if part) + count
        row, _words = line(words, f"{item.at:%Y-%m-%d %H:%M}　{item.who}　{item.label}")
        row.addWidget(self.button("恢复", f"restore_{item.set_id}", lambda: self.restore(item.set_id)))
        return row

    def restore(self, set_id: str) -> None:
        words = self.services.history.restore(set_id)
        self.refresh()
        self.tell(words)
