"""What every page before the desk is open shares: one column in the middle, links and the main button at its foot."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio_app.core.errors import AppError
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Page, label


class Middle(Page):
    """A page whose content keeps a readable width; `foot` stays visible while the rest scrolls."""

    def __init__(self, title: str, subtitle: str, width: int = 760, parent: QWidget | None = None) -> None:
        super().__init__(title, subtitle, parent=parent)
        self._widest = width
        self.column = self.body
        self.foot = QHBoxLayout()
        self.foot.setSpacing(look.M)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # Page builds it so
        self._outer = outer
        outer.addLayout(self.foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Title, content and foot share one column in the middle of the window."""
        super().resizeEvent(event)
        side = max(look.XL, (self.width() - look.scaled(self._widest)) // 2)
        top = max(look.L, min(look.scaled(56), (self.height() - look.scaled(720)) // 3))
        self._outer.setContentsMargins(side, top, side, top)


class Trouble(QLabel):
    """The place beside the main button where a refusal is told; takes no room while there is none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        look.mark(self, tone="red")
        self.hide()

    def tell(self, what: AppError | str, tone: str = "red") -> None:
        look.mark(self, tone=tone)
        self.setText(str(what))
        self.setAccessibleName(str(what))
        self.setVisible(bool(str(what)))


def leave_by_escape(page: QWidget, back: QPushButton) -> None:
    """Esc does what the button that leads back does, where it may be pressed."""
    QShortcut(QKeySequence("Esc"), page, back.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)


def named(made: QPushButton, name: str) -> QPushButton:
    made.setObjectName(name)
    return made


def sentence(text: str) -> QLabel:
    return label(text, "secondary", wrap=True)
