"""A strip of small pictures of what is attached, made in memory and never on disk."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, clear, label
from studio_app.ui.kit.page.flow import Flow
from studio_app.ui.kit.page.plain import in_tip

SIDE = 96
"""Side of a thumbnail in pixels at the standard size."""
FIRST = 48
"""So many are shown at once; of more the rest comes when it is asked for."""


@dataclass(frozen=True)
class Photo:
    """`picture` holds the bytes of a small image, or nothing for a file of another kind."""

    id: str
    title: str
    picture: bytes = b""


def thumbnail(picture: bytes, side: int) -> QImage:
    """At most `side` pixels each way, upright, decoded small; a null image if the bytes are no picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(picture))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Photos(QWidget):
    """`add_asked()`, `open_asked(id)`, `remove_asked(id)`: the strip itself changes nothing."""

    add_asked = Signal()
    open_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.add_button = button("添加照片或文件", icon="paperclip", clicked=self.add_asked.emit)
        self.add_button.setObjectName(f"{name}.add")
        self._note = label("", "secondary", wrap=True)
        self._strip = QWidget()
        self._flow = Flow(self._strip)
        self._tiles: list[_Tile] = []
        self._rest: list[Photo] = []
        self._writable = True
        self._all = button("都显示", "quiet", clicked=self._show_rest)
        self._all.setObjectName(f"{name}.all")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.S)
        layout.addWidget(self._strip)
        layout.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._note)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_photos(())

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Those shown already stay as they are; the last of very many wait behind a button."""
        most = FIRST if len(self._tiles) <= FIRST else len(photos)
        shown = photos if len(photos) <= most + 1 else photos[:most]  # a button for a single one saves nothing
        self._rest = list(photos[len(shown) :])
        if [tile.photo for tile in self._tiles] != list(shown):
            clear(self._flow)
            self._tiles = []
            self._append(shown)
        look.show_if(self._strip, on=bool(photos))
        self._all.setText(f"还有 {len(self._rest)} 个，都显示")
        look.show_if(self._all, on=bool(self._rest))
        self._tell(any_shown=bool(photos))

    def _append(self, photos: Sequence[Photo]) -> None:
        made = [self._tile(photo) for photo in photos]
        for tile in made:
            look.show_if(tile.cross, on=self._writable)
            self._flow.addWidget(tile)
        self._tiles += made

    def _show_rest(self) -> None:
        first, rest = len(self._tiles), self._rest
        self._rest = []
        self._append(rest)
        self._tiles[first].show()  # what is not in view yet takes no focus
        self._tiles[first].setFocus(Qt.FocusReason.OtherFocusReason)
        self._all.hide()

    def _tell(self, *, any_shown: bool) -> None:
        how = "点图片打开；选中后按 Delete 或点右上角 × 删除。" if self._writable else "点图片打开。"
        self._note.setText(how if any_shown else "还没有附件。")

    def set_read_only(self, *, on: bool) -> None:
        self._writable = not on
        look.show_if(self.add_button, on=not on)
        self._tell(any_shown=bool(self._tiles))
        for tile in self._tiles:
            look.show_if(tile.cross, on=not on)

    def tiles(self) -> list["_Tile"]:
        """The pictures in order; `click()` opens one, `cross.click()` removes it."""
        return list(self._tiles)

    def _tile(self, photo: Photo) -> "_Tile":
        tile = _Tile(photo)
        tile.setObjectName(f"{self.objectName()}.{photo.id}")
        tile.clicked.connect(lambda _checked=False: self.open_asked.emit(photo.id))
        tile.removed.connect(lambda: self.remove_asked.emit(photo.id))
        return tile


class _Tile(QPushButton):
    """One picture with its name below and a cross in its corner."""

    removed = Signal()

    def __init__(self, photo: Photo) -> None:
        super().__init__()
        self.photo = photo
        self._image: QImage | None = None  # decoded when it comes into view
        self.setAutoDefault(True)  # Enter opens it
        self.setAccessibleName(f"打开 {photo.title}")
        self.setToolTip(in_tip(photo.title))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())
        self.cross = QPushButton("×", self)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setAccessibleName(f"删除 {photo.title}")
        side = look.scaled(24)
        look.mark(self.cross, kind="cross")
        self.cross.setGeometry(self.width() - side - 2, 2, side, side)
        self.cross.clicked.connect(lambda _checked=False: self.removed.emit())

    def sizeHint(self) -> QSize:
        side = look.scaled(SIDE)
        return QSize(side + look.S, side + look.S + look.scaled(22))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.cross.isVisibleTo(self):
            self.removed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        side = float(look.scaled(SIDE))
        frame = QRectF(look.XS, look.XS, side, side)
        path = QPainterPath()
        path.addRoundedRect(frame, 6, 6)
        painter.fillPath(path, look.colour("plain_soft"))
        if self._image is None:
            picture = self.photo.picture
            self._image = thumbnail(picture, look.scaled(SIDE) * 2) if picture else QImage()
        if self._image.isNull():
            painter.setPen(look.colour("secondary"))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._suffix())
        else:
            painter.setClipPath(path)
            painter.drawImage(_centred(self._image.size(), frame), self._image)
            painter.setClipping(False)
        focus = self.hasFocus()
        painter.setPen(QPen(look.colour("accent" if focus else "line"), 2 if focus else 1))
        painter.drawPath(path)
        self._paint_title(painter, QRectF(0, frame.bottom() + 2, self.width(), look.scaled(20)))
        painter.end()

    def _paint_title(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(look.font(0.8))
        painter.setPen(look.colour("secondary"))
        words = painter.fontMetrics().elidedText(self.photo.title, Qt.TextElideMode.ElideMiddle, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _suffix(self) -> str:
        _stem, dot, suffix = self.photo.title.rpartition(".")
        return suffix.upper()[:5] if dot else "文件"


def _centred(size: QSize, frame: QRectF) -> QRectF:
    fitted = size.scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    made = QRectF(0, 0, fitted.width(), fitted.height())
    made.moveCenter(frame.center())
    return made
