"""The manual: topics on the left, plain pages from resources/help on the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from studio_app import paths
from studio_app.ui.kit import look
from studio_app.ui.kit.cards import Page, button

FIRST = ("today", "intake", "mediation", "case", "session", "agreement", "followups", "handover", "printing")


class ManualScreen(Page):
    """Shows a topic by its file name; an unknown one shows the first."""

    card_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("使用手册", "按 F1 随时打开，Esc 返回", scroll=False, parent=parent)
        self.setObjectName("manual")
        self._topics = QListWidget()
        self._topics.setObjectName("manual.topics")
        self._topics.setAccessibleName("手册目录")
        self._topics.currentItemChanged.connect(lambda item, _before: self._open(item))
        self._text = QTextBrowser()
        self._text.setObjectName("manual.text")
        self._text.setAccessibleName("手册内容")
        self._text.setOpenExternalLinks(False)
        card = button("打印操作卡", icon="printer", clicked=self.card_wanted.emit)
        card.setObjectName("manual.print_card")
        self.header.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(look.L)
        row.addWidget(self._topics, 1)
        row.addWidget(self._text, 3)
        self.body.addLayout(row)
        for file in sorted(paths.resource("help").glob("*.md"), key=_order):
            self._add(file.stem, _title(file.read_text(encoding="utf-8")))

    def refresh(self) -> None:
        """Opened from the rail there is no page in view to tell about: the first topic is shown."""
        if self._topics.currentItem() is None:
            self.show_topic(FIRST[0])

    def show_topic(self, topic: str) -> None:
        items = [self._topics.item(i) for i in range(self._topics.count())]
        wanted = next((item for item in items if item.data(Qt.ItemDataRole.UserRole) == topic), items[0])
        self._topics.setCurrentItem(wanted)

    def _add(self, topic: str, title: str) -> None:
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, topic)
        self._topics.addItem(item)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            file = paths.resource("help", f"{item.data(Qt.ItemDataRole.UserRole)}.md")
            self._text.setMarkdown(file.read_text(encoding="utf-8"))


def _order(file: object) -> tuple[int, str]:
    stem: str = file.stem  # type: ignore[attr-defined]  # a Path from glob
    return (FIRST.index(stem) if stem in FIRST else len(FIRST), stem)


def _title(markdown: str) -> str:
    return markdown.lstrip("# ").split("\n", maxsplit=1)[0]
