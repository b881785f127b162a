"""Printed pages before they are printed, and the way to the printer: SVG all the way, sharp on any paper."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QEvent, QMarginsF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QScrollArea, QVBoxLayout, QWidget

from studio_app.core.errors import Unavailable
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import button, label
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.popup import messages

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class PagesView(QWidget):
    """Pages under one another, fitted to the width or zoomed; the list at the left jumps to a page."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._pages: list[_Sheet] = []
        self._zoom = 1.0
        self._count = label("", "secondary")
        self.list = QListWidget()
        self.list.setObjectName(f"{name}.pages")
        self.list.setAccessibleName("页")
        self.list.setFixedWidth(look.scaled(96))
        self.list.currentRowChanged.connect(self.show_page)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(look.M, look.M, look.M, look.M)
        self._column.setSpacing(look.M)
        inside = QWidget()
        inside.setLayout(self._column)
        self.area = _Area()
        self.area.resized.connect(self._fit, Qt.ConnectionType.QueuedConnection)  # not inside the layout's own pass
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        self.area.setAccessibleName("预览")
        look.mark(self.area, preview="true")
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addWidget(self.area, 1)
        self._row = row
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._tools(name))
        layout.addLayout(row, 1)

    def set_pages(self, svgs: Sequence[str]) -> None:
        """SVG text of each page, in order."""
        let_go(*self._pages)
        for page in self._pages:
            self._column.removeWidget(page)
        self._pages = [_Sheet(svg, number) for number, svg in enumerate(svgs, 1)]
        for page in self._pages:
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
            page.show()
        self.list.clear()
        self.list.addItems([f"第 {page.number} 页" for page in self._pages])
        look.show_if(self.list, on=len(self._pages) > 1)
        self._count.setText(f"共 {len(self._pages)} 页")
        self._row.activate()  # the list came or went: the room for pages is another
        self._fit()

    def page_count(self) -> int:
        return len(self._pages)

    @property
    def zoom(self) -> float:
        """1.0 fits the width."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._fit()

    def zoom_in(self) -> None:
        self.set_zoom(next((z for z in ZOOMS if z > self._zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((z for z in reversed(ZOOMS) if z < self._zoom), ZOOMS[0]))

    def show_page(self, place: int) -> None:
        """Bring a page to the top, counted from 0."""
        if 0 <= place < len(self._pages):
            self.area.verticalScrollBar().setValue(self._pages[place].y() - look.S)

    def _tools(self, name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.S)
        for words, told, act in (
            ("缩小", "zoom_out", self.zoom_out),
            ("适合宽度", "fit_width", lambda: self.set_zoom(1.0)),
            ("放大", "zoom_in", self.zoom_in),
        ):
            made = button(words, clicked=act)
            made.setObjectName(f"{name}.{told}")
            row.addWidget(made)
        row.addWidget(self._count)
        row.addStretch(1)
        return row

    def _fit(self) -> None:
        bar = self.area.verticalScrollBar().sizeHint().width()
        room = max(120, self.area.width() - bar - 2 * look.M - 4)
        for page in self._pages:
            page.set_width(round(min(room, look.scaled(900)) * self._zoom))
        QApplication.sendEvent(self.area, QEvent(QEvent.Type.LayoutRequest))  # placed now, not a frame later


class _Area(QScrollArea):
    """Says when its room changed."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class _Sheet(QWidget):
    """One page on white paper in every scheme; drawn once per size."""

    def __init__(self, svg: str, number: int) -> None:
        super().__init__()
        self.number = number
        self.setAccessibleName(f"第 {number} 页")
        self._renderer = QSvgRenderer(QByteArray(svg.encode()))
        self._drawn = QPixmap()

    def set_width(self, width: int) -> None:
        size = self._renderer.defaultSize()
        height = round(width * size.height() / max(1, size.width()))
        if self.size() != QSize(width, height):
            self.setFixedSize(width, height)
            self._drawn = QPixmap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawn.isNull():
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(look.colour("edge"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.white)
        painter = QPainter(made)
        self._renderer.render(painter, QRectF(0, 0, self.width(), self.height()))
        painter.end()
        return made


def print_pages(
    parent: QWidget | None,
    svgs: Sequence[str],
    *,
    copies: int = 1,
    printer: QPrinter | None = None,
    noted: Callable[[], None] = lambda: None,
) -> bool:
    """Send pages to a printer as vectors, each on paper of its own size; False if the person thought better of it.

    `copies` is what the printer's dialog proposes; `noted` is called before the first goes.

    Raises Unavailable if the printer takes nothing. Tests pass a `printer` that writes a PDF.
    """
    renderers = [QSvgRenderer(QByteArray(svg.encode())) for svg in svgs]
    if not renderers:
        return False
    device = printer or QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setFullPage(True)
    device.setCopyCount(copies)
    _set_paper(device, renderers[0])
    if not messages.choose_printer(parent, device):
        return False
    _set_paper(device, renderers[0])
    noted()
    painter = QPainter()
    if not painter.begin(device):
        raise Unavailable("打印机没有响应。请检查打印机是否开着、有没有纸，再打印一次。")
    for place, renderer in enumerate(renderers):
        if place:
            _set_paper(device, renderer)
            device.newPage()
        renderer.render(painter, QRectF(device.paperRect(QPrinter.Unit.DevicePixel)))
    return painter.end()


def _set_paper(device: QPrinter, renderer: QSvgRenderer) -> None:
    """A4 unless the page is of another size; on its side if it is wider than high. Typst's SVG counts in points."""
    size = renderer.viewBoxF().size()
    lying = size.width() > size.height()
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    known = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    paper = known if known.id() != QPageSize.PageSizeId.Custom else QPageSize(QPageSize.PageSizeId.A4)
    turn = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    device.setPageLayout(QPageLayout(paper, turn, QMarginsF(0, 0, 0, 0)))
