"""Two columns where there is room, one under the other where the window is small or the text huge."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from studio_app.ui.kit import look

NARROW = 58  # widths of the base font below which two columns would squeeze the fields
QWIDGETSIZE_MAX = 16777215  # Qt's word for no limit; PySide does not export it


class SideBySide(QWidget):
    """`main` takes what `side` leaves; in one column the side stands last, so that nothing typed in ever moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main, self.side = QVBoxLayout(), QVBoxLayout()
        self._side_box = QWidget()
        self._side_box.setLayout(self.side)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.L)
        for layout in (self.main, self.side):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(look.L)
        self._row.addLayout(self.main, 1)
        self._row.addWidget(self._side_box, 0, Qt.AlignmentFlag.AlignTop)
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        """Whether the side stands below."""
        return self.width() < NARROW * look.base()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        direction, narrow = QBoxLayout.Direction, self.is_narrow
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._side_box.setMinimumWidth(0 if narrow else look.scaled(330))
        self._side_box.setMaximumWidth(QWIDGETSIZE_MAX if narrow else look.scaled(330))
