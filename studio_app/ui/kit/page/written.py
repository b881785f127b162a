"""A file that was just written: where it lies, in words people use for their folders, and the way there."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from studio_app.ui.kit.page.cards import button
from studio_app.ui.kit.popup import messages

OPEN = "打开所在文件夹"
_KNOWN = (
    (QStandardPaths.StandardLocation.DesktopLocation, "桌面"),
    (QStandardPaths.StandardLocation.DocumentsLocation, "“文档”文件夹"),
    (QStandardPaths.StandardLocation.DownloadLocation, "“下载”文件夹"),
    (QStandardPaths.StandardLocation.HomeLocation, "您的个人文件夹"),
)


def folder_words(path: Path) -> str:
    """The folder of a file as it is called: 桌面, “文档”文件夹, “王某的U盘”文件夹; a drive by its letter."""
    folder = path.parent.resolve()
    called = (words for place, words in _KNOWN if Path(QStandardPaths.writableLocation(place)).resolve() == folder)
    return next(called, f"“{folder.name or folder}”文件夹")


def open_folder(asker: QWidget, path: Path) -> None:
    """Show the folder of a file in the system's own program; where there is none, the whole way there is said."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
        messages.tell(asker, f"这台电脑没能打开文件夹。文件在：{path.parent}", "warn")


def folder_button(name: str) -> QPushButton:
    """What offers `open_folder`."""
    made = button(OPEN, "quiet", "folder-open")
    made.setObjectName(name)
    return made
