"""附件: a strip of thumbnails; files are added by choosing or by dropping them here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from studio_app.core.errors import AppError
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page.cards import Card, label
from studio_app.ui.kit.page.photos import Photo, Photos
from studio_app.ui.kit.page.reading_order import bring_into_view
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.popup.photo_look import PhotoLook

NAME = "attachments"
KINDS = messages.kinds(
    [
        ("照片和文件", "*.jpg *.jpeg *.png *.pdf *.doc *.docx *.xls *.xlsx *.wps *.et *.txt *.mp3 *.m4a *.mp4"),
        ("所有文件", "*"),
    ]
)


class Outcome(Protocol):
    """What became of one file chosen; `trouble` is empty for one that was stored."""

    @property
    def trouble(self) -> str: ...


@dataclass(frozen=True)
class Drawer:
    """Where the files of a card lie. Everything else goes by a photo's id; `outside` is said after `open_outside`."""

    photos: Callable[[], Sequence[Photo]]
    add: Callable[[Sequence[Path]], Sequence[Outcome]]
    look_at: Callable[[str], bytes]
    open_outside: Callable[[str], Path]
    remove: Callable[[str], None]
    may_write: Callable[[], bool]
    may_open_outside: Callable[[], bool]
    outside: str


class FilesCard(Card):
    """`changed` after something was added or removed; `refresh()` reads again."""

    changed = Signal()

    def __init__(self, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__("附件", parent)
        self.setObjectName(NAME)
        self.setAcceptDrops(True)
        self._drawer = drawer
        self._photos: dict[str, Photo] = {}
        self._said_of: frozenset[str] = frozenset()
        self._shown: PhotoLook | None = None
        self._looked_at = ""
        self.strip = Photos(f"{NAME}.strip")
        self.strip.add_asked.connect(self.choose_files)
        self.strip.open_asked.connect(self.open)
        self.strip.remove_asked.connect(self.remove)
        self.told = label("", "secondary", wrap=True)
        self.told.hide()
        self.body.addWidget(self.told)
        self.body.addWidget(self.strip)
        self.refresh()

    def refresh(self) -> None:
        photos = list(self._drawer.photos())
        self._photos = {photo.id: photo for photo in photos}
        self.set_title(f"附件 {len(photos)}" if photos else "附件")
        self.strip.show_photos(photos)
        self.strip.set_read_only(on=not self._drawer.may_write())
        if frozenset(self._photos) != self._said_of:  # taken back, or changed elsewhere: what was said is over
            self._say("")

    # --- adding -----------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        paths = messages.choose_open_files(self, "添加照片或文件", KINDS)
        if paths:
            self.add(paths)

    def add(self, paths: Sequence[Path]) -> None:
        """Encrypt off the GUI thread; a file that cannot be added is named with its reason, the others are kept."""
        self._say(f"正在加密保存 {len(paths)} 个文件…")
        add = self._drawer.add
        tasks.run(self, lambda: add(paths), self._added, self._failed)

    def _added(self, outcomes: Sequence[Outcome]) -> None:
        troubles = [outcome.trouble for outcome in outcomes if outcome.trouble]
        stored = len(outcomes) - len(troubles)
        self.refresh()
        self._say("\n".join([*([f"已添加 {stored} 个附件，已加密保存。"] if stored else []), *troubles]))
        if stored:
            self.changed.emit()

    def _failed(self, trouble: AppError) -> None:
        self._say("")
        messages.tell(self, trouble)

    # --- looking and removing ---------------------------------------------------------------------------------

    def open(self, photo_id: str) -> None:
        """A photo is looked at here, in memory; anything else, and a photo on request, in another program."""
        photo, look_at = self._photos[photo_id], self._drawer.look_at
        if not photo.picture:
            self.open_outside(photo_id)
            return
        tasks.run(self, lambda: look_at(photo_id), lambda jpeg: self._look_at(photo, jpeg), self._failed)

    def open_outside(self, photo_id: str) -> None:
        """The one exception to nothing decrypted on disk; says so."""
        try:
            path = self._drawer.open_outside(photo_id)
        except AppError as trouble:
            messages.tell(self, trouble)
            return
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self._say(self._drawer.outside if opened else "这台电脑没有能打开这种文件的程序。请安装后再试。")

    def remove(self, photo_id: str) -> None:
        try:
            self._drawer.remove(photo_id)
        except AppError as trouble:
            messages.tell(self, trouble)
            return
        title = self._photos[photo_id].title
        self.refresh()
        self._say(f"已删除“{title}”，在回收站里，按 Ctrl+Z 可以撤销。")
        self.changed.emit()

    def _look_at(self, photo: Photo, jpeg: bytes) -> None:
        if self._shown is None:
            self._shown = PhotoLook(self.window())
            look.show_if(self._shown.outside_button, on=self._drawer.may_open_outside())
            self._shown.outside.connect(lambda: self.open_outside(self._looked_at))
            self._shown.stepped.connect(self._step)
            self._shown.destroyed.connect(self._forget_shown)
        self._looked_at = photo.id
        ids = self._pictures()
        self._shown.show_photo(photo.title, jpeg, ids.index(photo.id), len(ids))

    def _pictures(self) -> list[str]:
        return [photo.id for photo in self._photos.values() if photo.picture]

    def _step(self, by: int) -> None:
        ids = self._pictures()
        place = ids.index(self._looked_at) + by if self._looked_at in ids else -1
        if 0 <= place < len(ids):
            self.open(ids[place])

    def _forget_shown(self) -> None:
        self._shown = None

    def _say(self, words: str) -> None:
        self._said_of = frozenset(self._photos)
        self.told.setText(words)
        look.show_if(self.told, on=bool(words))
        if words:
            QTimer.singleShot(0, self.told, lambda: bring_into_view(self.told))  # once the strip has its new height

    # --- dropping ---------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_of(event) and self._drawer.may_write():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _files_of(event)
        if paths:
            event.acceptProposedAction()
            self.add(paths)


def _files_of(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
