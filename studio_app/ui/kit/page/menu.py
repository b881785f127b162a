"""A list of places at the left of a page: rows as high as buttons, the one in view marked."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from studio_app.ui.kit import look


class Menu(QListWidget):
    """`currentRowChanged` as the mark moves by click or arrows; `key_at` gives what a row stands for."""

    def __init__(self, name: str, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(told)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.mark(self, menu="true")

    def add(self, key: str, words: str) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, key)
        self.addItem(item)
        self.fit()

    def keys(self) -> list[str]:
        return [self.key_at(place) for place in range(self.count())]

    def key_at(self, place: int) -> str:
        """What the row stands for, "" where there is none."""
        item = self.item(place)
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def fit(self) -> None:
        """Row heights and width for the text size in force."""
        words = [self.item(place).text() for place in range(self.count())]
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        self.setFixedWidth(max(look.scaled(150), longest + look.scaled(56)))
        for place in range(self.count()):
            self.item(place).setSizeHint(QSize(0, look.control_height()))
