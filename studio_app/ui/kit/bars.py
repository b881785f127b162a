"""Bars below the page in view, for what concerns the whole window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.cards import Banner


class Bars(QWidget):
    """Takes no room while there is none; the same words stand there once."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.S, 0, look.S, 0)
        self._column.setSpacing(look.XS)

    def add(self, notice: QWidget) -> None:
        for known in self.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if isinstance(notice, Banner) and known.text == notice.text:
                known.hide()
                known.deleteLater()
        self._column.addWidget(notice)
        notice.show()
