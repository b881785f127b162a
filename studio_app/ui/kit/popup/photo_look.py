"""The photos of a card laid over the window, one at a time: the next, turned, nearer; Esc leads back."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Flow, button, label

NAME = "photo"
STEP, MOST = 1.5, 6.0
"""How much nearer at one press, and at most."""


class PhotoLook(QFrame):
    """As large as there is room; `stepped(by)` asks for another photo, `outside` for another program."""

    outside = Signal()
    stepped = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        look.mark(self, card="true")
        self.setObjectName(NAME)
        self._photo, self._turned, self._nearer = QPixmap(), 0, 1.0
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.picture)
        self._title = label("", "secondary", wrap=True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._title)
        layout.addLayout(self._make_bar())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.installEventFilter(self)
        self._cover(window)

    def _make_bar(self) -> Flow:
        bar = Flow()
        self.before, self.after = button("上一张"), button("下一张")
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.outside_button = button("用其他程序打开", clicked=self.outside.emit)
        for made, name in (
            (self.before, "before"),
            (self.after, "after"),
            (button("转一下", clicked=self.turn), "turn"),
            (button("放大", clicked=lambda: self.zoom(STEP)), "larger"),
            (button("缩小", clicked=lambda: self.zoom(1 / STEP)), "smaller"),
            (self.outside_button, "outside"),
            (button("关闭", "primary", clicked=self.close), "close"),
        ):
            made.setObjectName(f"{NAME}.{name}")
            bar.addWidget(made)
        return bar

    def show_photo(self, title: str, jpeg: bytes, place: int, total: int) -> None:
        """One of so many; upright and whole again."""
        self._photo, self._turned, self._nearer = QPixmap.fromImage(QImage.fromData(jpeg)), 0, 1.0
        told = f"{title}（第 {place + 1} 张，共 {total} 张）" if total > 1 else title
        self._title.setText(told)
        self.setAccessibleName(told)
        look.show_if(self.before, on=total > 1)
        look.show_if(self.after, on=total > 1)
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place < total - 1)
        self.show()
        self.raise_()
        self.setFocus()
        self._draw()

    def turn(self) -> None:
        """By a quarter to the right."""
        self._turned = (self._turned + 90) % 360
        self._draw()

    def zoom(self, factor: float) -> None:
        """Nearer or further, never smaller than whole."""
        self._nearer = max(1.0, min(MOST, self._nearer * factor))
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._cover(watched)
        return False

    def event(self, event: QEvent) -> bool:
        """Esc is for this picture, before the window takes it for 返回."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.close()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows leaf through, + and - go nearer and further."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            (self.before if key == Qt.Key.Key_Left else self.after).click()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / STEP if key == Qt.Key.Key_Minus else STEP)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if self._photo.isNull():
            return
        turned = self._photo.transformed(QTransform().rotate(self._turned))
        room = self._area.size() - QSize(2, 2)
        whole = turned.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(turned.size())
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(turned.scaled(whole * self._nearer, keep, smooth))

    def _cover(self, window: QWidget) -> None:
        self.setGeometry(window.rect().adjusted(look.XL, look.XL, -look.XL, -look.XL))
