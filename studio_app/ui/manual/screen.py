"""The manual: topics on the left, plain pages from resources/help on the right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio_app.core import paths
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Page, button
from studio_app.ui.kit.page.menu import Menu
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.manual.reader import Reader


class ManualScreen(Screen, Page):
    """Shows a topic by its file name; an unknown one shows that of the daily page."""

    def __init__(self, _services: object = None, parent: QWidget | None = None) -> None:
        super().__init__("使用手册", "在哪一页按 F1，就讲哪一页；按 Esc 回去", scroll=False, parent=parent)
        self.setObjectName("manual")
        self._topics = Menu("manual.topics", "手册目录")
        self._topics.currentRowChanged.connect(self._open)
        self._text = Reader()
        self._text.setObjectName("manual.text")
        self._text.setAccessibleName("手册内容")
        card = button("打印操作卡", icon="printer", clicked=self.card_wanted.emit)
        card.setObjectName("manual.print_card")
        self.header.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(look.L)
        row.addWidget(self._topics)
        row.addWidget(self._text, 1)
        self.body.addLayout(row)
        for topic in order():
            self._topics.add(topic, _title(paths.resource("help", f"{topic}.md").read_text(encoding="utf-8")))

    @property
    def topic(self) -> str:
        """The topic in view, "" before the first."""
        return self._topics.key_at(self._topics.currentRow())

    def refresh(self) -> None:
        """Opened from the rail there is no page in view to tell about: the daily page is told of first."""
        if not self.topic:
            self.show_item("today")

    def print_now(self) -> bool:
        """Ctrl+P: the page to hang beside the screen."""
        self.card_wanted.emit()
        return True

    def show_item(self, subject: str) -> None:
        """A topic."""
        keys = self._topics.keys()
        self._topics.setCurrentRow(keys.index(subject if subject in keys else "today"))

    def _open(self, place: int) -> None:
        file = paths.resource("help", f"{self._topics.key_at(place)}.md")
        self._text.show_text(file.read_text(encoding="utf-8"))


def order() -> list[str]:
    """The topics as they follow one another, by `order.txt`."""
    return paths.resource("help", "order.txt").read_text(encoding="utf-8").split()


def _title(markdown: str) -> str:
    return markdown.lstrip("# ").split("\n", maxsplit=1)[0]
