"""What the program says and asks outside a form: one place, so that tests answer in a person's stead."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.ui.kit.page.cards import Banner
from studio_app.ui.kit.page.reading_order import let_go


class NoticePlace(Protocol):
    """A widget that shows bars above its content: `cards.Page`, or a window that has room for them."""

    def add_notice(self, notice: QWidget) -> None: ...


class Dialogs:
    """The edges of the program; a test fixture replaces these methods and nothing else."""

    @classmethod
    def tell(cls, parent: QWidget | None, what: AppError | str, kind: str = "") -> None:
        place = notice_place(parent)
        chosen = kind or ("error" if isinstance(what, AppError) else "info")
        if place is not None:
            bar = Banner(str(what), chosen)
            bar.setObjectName(f"told.{chosen}")
            place.add_notice(bar)
            return
        box = _box(parent, str(what))
        box.setIcon(QMessageBox.Icon.Warning if chosen == "error" else QMessageBox.Icon.Information)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    @classmethod
    def ask(cls, parent: QWidget | None, question: str, yes: str, no: str) -> bool:
        box = _box(parent, question)
        box.setIcon(QMessageBox.Icon.Question)
        agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refused = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refused)
        box.setEscapeButton(refused)
        box.exec()
        return isValid(box) and box.clickedButton() is agreed

    @classmethod
    def choose_save_file(cls, parent: QWidget | None, title: str, suggested: str, kinds: str) -> Path | None:
        return next(iter(_chosen(_file_dialog(parent, title, kinds, suggested))), None)

    @classmethod
    def choose_open_files(cls, parent: QWidget | None, title: str, kinds: str) -> list[Path]:
        dialog = _file_dialog(parent, title, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        return _chosen(dialog)

    @classmethod
    def choose_folder(cls, parent: QWidget | None, title: str) -> Path | None:
        dialog = _file_dialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return next(iter(_chosen(dialog)), None)

    @classmethod
    def choose_printer(cls, parent: QWidget | None, printer: QPrinter) -> bool:
        """The system's print dialog; False if the person thought better of it."""
        dialog = QPrintDialog(printer, parent)
        return dialog.exec() == QPrintDialog.DialogCode.Accepted


def tell(parent: QWidget | None, what: AppError | str, kind: str = "") -> None:
    """A bar on the page around `parent`, else a small window. `kind`: info, warn or error."""
    Dialogs.tell(parent, what, kind)


def try_again(parent: QWidget | None) -> None:
    """What refused the last try is no longer said."""
    place = notice_place(parent)
    if isinstance(place, QWidget):
        for bar in place.findChildren(Banner, "told.error", Qt.FindChildOption.FindDirectChildrenOnly):
            let_go(bar)


def ask(parent: QWidget | None, question: str, yes: str = "撤销", no: str = "不撤销") -> bool:
    """True if the person chose `yes`; both words are verbs, Esc means `no`."""
    return Dialogs.ask(parent, question, yes, no)


def choose_save_file(parent: QWidget | None, title: str, suggested: str = "", kinds: str = "") -> Path | None:
    """`kinds` as Qt writes them: "Excel 工作簿 (*.xlsx)"; None if nothing was chosen."""
    return Dialogs.choose_save_file(parent, title, suggested, kinds)


def choose_open_files(parent: QWidget | None, title: str, kinds: str = "") -> list[Path]:
    """Any number of existing files, none if the person thought better of it."""
    return Dialogs.choose_open_files(parent, title, kinds)


def choose_folder(parent: QWidget | None, title: str) -> Path | None:
    """An existing folder, None if the person thought better of it."""
    return Dialogs.choose_folder(parent, title)


def choose_printer(parent: QWidget | None, printer: QPrinter) -> bool:
    """Let a person set up `printer`; False means do not print."""
    return Dialogs.choose_printer(parent, printer)


def dismiss_all() -> bool:
    """Close what waits for an answer, as if the person had thought better of it; True if anything was open."""
    found = False
    while (open_now := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
        found = True
        if not (open_now.close() if not isinstance(open_now, QDialog) else _refused(open_now)):
            break  # a dialog of the system that cannot be closed from here
    return found


def _refused(dialog: QDialog) -> bool:
    dialog.reject()
    return not dialog.isVisible()


def notice_place(start: QObject | None) -> NoticePlace | None:
    """The nearest widget around `start` that has room for bars."""
    while start is not None:
        if hasattr(start, "add_notice"):
            return cast("NoticePlace", start)
        start = start.parent()
    return None


def widget_of(owner: QObject | None) -> QWidget | None:
    """The nearest widget at or above `owner`."""
    while owner is not None and not isinstance(owner, QWidget):
        owner = owner.parent()
    return owner


def _file_dialog(parent: QWidget | None, title: str, kinds: str = "", suggested: str = "") -> QFileDialog:
    """Chinese throughout: two of Qt's own words are in no translation. `suggested` makes it one that stores."""
    dialog = QFileDialog(parent, title, str(usual_folder()))
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "位置：")
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, "文件类型：")
    if kinds:
        dialog.setNameFilters(kinds.split(";;"))
    if suggested:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested)
    return dialog


def _chosen(dialog: QFileDialog) -> list[Path]:
    """What the person chose, nothing if he thought better of it; the folder is where the next dialog opens."""
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    paths = [Path(name) for name in dialog.selectedFiles()] if agreed else []
    dialog.deleteLater()
    if paths:
        settings = ComputerSettings.load()
        settings.last_folder = str(paths[0] if paths[0].is_dir() else paths[0].parent)
        settings.save()
    return paths


def usual_folder() -> Path:
    """The folder last used on this computer, else where people keep such files: 文档, 桌面."""
    places = (QStandardPaths.StandardLocation.DocumentsLocation, QStandardPaths.StandardLocation.DesktopLocation)
    last = ComputerSettings.load().last_folder
    known = [Path(place) for place in (last, *map(QStandardPaths.writableLocation, places)) if place]
    return next((place for place in known if place.is_dir()), Path.home())


def _box(parent: QWidget | None, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle("委员工作室")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def kinds(pairs: Sequence[tuple[str, str]]) -> str:
    """File kinds as Qt wants them, from (name, pattern) pairs."""
    return ";;".join(f"{name} ({pattern})" for name, pattern in pairs)
