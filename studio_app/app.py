"""The window's composition root: one process per data folder, unlock or wizard, the desk, crash hooks."""

import os
import sys
from collections.abc import Callable, MutableMapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QImageReader
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QVBoxLayout, QWidget

from studio_app import demo
from studio_app import desk as desks
from studio_app.core import log
from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.store import last_change, throwaway
from studio_app.ui import beside
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.input import second_press
from studio_app.ui.kit.page.cards import Banner, button, label
from studio_app.ui.kit.page.room import LEAST_WINDOW, Room, alone, keep_on_screen
from studio_app.ui.kit.popup import messages
from studio_app.ui.setup.samples_page import SamplesPage

if TYPE_CHECKING:
    from studio_app.services.drafts import SavedDraft
    from studio_app.ui.main_window import MainWindow

WAIT_MS = 300


ICON = 24
WANTED = QSize(1366, 728)
UNKEPT = "锁定前写的文字因为磁盘写不进去，还没存下来。"


@dataclass
class _Samples:
    """A sample desk in front: its folder, where to go back to afterwards, what is removed then."""

    folder: Path
    home: Path | None = None
    place: ExitStack = field(default_factory=ExitStack)
    account_before: str = ""
    typed: StudioSetup | None = None


class Application(QObject):
    """Holds whichever window is in front: wizard, unlock page or the desk's own. `clock` is that of desks it opens.

    `samples` plays the samples in `folder` first, and the program ends with their window.
    """

    def __init__(
        self,
        folder: Path,
        *,
        desk: Desk | None = None,
        samples: bool = False,
        clock: Callable[[], datetime] = desks.local_now,
    ) -> None:
        super().__init__()
        self._folder, self._clock = folder, clock
        self._settings = ComputerSettings.load()
        self._desk: Desk | None = None
        self._samples: _Samples | None = None
        self._unkept: dict[str, list[SavedDraft]] = {}  # by account: text the disk refused when the desk was locked
        self.window: QMainWindow | None = None
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._to_front)
        if desk is not None:
            self.enter(desk)
        elif samples:
            self._play(_Samples(folder))
        elif desks.exists(folder):
            self.ask_password()
        else:
            self.ask_setup()

    def listen(self) -> None:
        """Let a second start of the program bring this one to the front."""
        name = _meeting_point(self._folder)
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def ask_setup(self, typed: StudioSetup | None = None) -> None:
        """The first run; `typed` stood in the wizard before somebody looked at the samples."""
        from studio_app.ui.setup.wizard_page import WizardPage

        page = WizardPage(self._folder, self._clock, typed)
        page.created.connect(self.enter)
        page.samples_wanted.connect(self.show_samples)
        self._show(page)

    def show_samples(self, typed: StudioSetup) -> None:
        """A sample desk in a folder of its own; afterwards the wizard comes back and nothing is left of it."""
        place = ExitStack()
        folder = place.enter_context(throwaway.folder()) / "desk"
        self._play(_Samples(folder, self._folder, place, typed=typed))

    def _play(self, samples: _Samples) -> None:
        samples.account_before = ComputerSettings.load().last_account
        self._samples, self._folder = samples, samples.folder
        page = SamplesPage(samples.folder, self._clock)
        page.built.connect(self.enter)
        page.left.connect(self._end_samples)
        self._show(page)
        page.begin()

    def _end_samples(self) -> None:
        """Back to the wizard they were opened from; without one the program ends."""
        samples, self._samples = self._samples, None
        if samples is None:
            return
        page = self.window.findChild(SamplesPage) if self.window else None
        if page is not None:
            page.stop()
        samples.place.close()
        settings = ComputerSettings.load()
        if settings.last_account == demo.ACCOUNT:
            settings.last_account = samples.account_before
            settings.save()
        if samples.home is not None:
            self._folder = samples.home
            self.ask_setup(samples.typed)
        elif self.window is not None:
            self.window.close()

    def ask_password(self) -> None:
        from studio_app.ui.setup.unlock_page import UnlockPage

        page = UnlockPage(self._folder, self._clock)
        page.unlocked.connect(self.enter)
        self._show(page)
        if self._samples is not None:
            page.add_notice(Banner(f"这是示例工作台，密码是 {demo.PASSWORD}。不看了，关闭窗口就是。"))
        if self._unkept:
            page.add_notice(Banner(f"{UNKEPT}输入密码后会自动补存，在那以前请不要关闭程序。", "error"))

    def enter(self, desk: Desk) -> None:
        """The desk is open: show 今日."""
        from studio_app.ui.main_window import MainWindow

        self._desk = desk
        desk.services.attachments.sweep()  # before anybody can add one
        desk.services.drafts.take_up(self._unkept.pop(desk.office.signed.account_id, []))
        window = MainWindow(desk, ComputerSettings.load())
        window.locked.connect(self._lock)
        window.closed.connect(self._leave)
        self._replace(window)
        if desk.office.database.lost_its_end:
            messages.tell(window, last_change.LOST, "error")
        beside.watch_clock(desk, window)
        if self._samples is None:
            beside.back_up(desk, window)
            beside.tidy(desk, window)
            beside.finish_locks(desk, window)
        if self._samples is not None:
            self._say_samples(window, self._samples)
        if desk.services.drafts.held():
            messages.tell(window, f"{UNKEPT}文字都还在；请检查磁盘是否已满、U盘是否插好。", "error")

    def _say_samples(self, window: "MainWindow", samples: _Samples) -> None:
        notice = Banner(f"这是示例，随便试。锁定以后的密码是 {demo.PASSWORD}。")
        notice.setObjectName("samples.notice")
        words = "不看了，关闭" if samples.home is None else "看完了，建立自己的工作台"
        notice.add_action(words, window.close).setObjectName("samples.end")
        window.add_notice(notice)

    def _lock(self) -> None:
        assert self._desk is not None  # noqa: S101  # for the type checker: the window that locks shows a desk
        held = self._desk.services.drafts.held()
        if held:
            self._unkept[self._desk.office.signed.account_id] = held
        try:
            self._close_desk()
        finally:
            self.ask_password()

    def _leave(self) -> None:
        """At exit: a backup of the day, verified, where one is due; trouble with it is told, never silent."""
        if self._desk is None:
            return
        if self._samples is None:
            try:
                self._desk.services.backups.at_exit()
            except AppError as trouble:
                messages.tell(None, trouble)
        self._close_desk()
        self._end_samples()

    def _close_desk(self) -> None:
        if self._desk is not None:
            self._desk.services.attachments.close_outside()
            self._desk.close()
            self._desk = None

    def _show(self, page: QWidget) -> None:
        window = QMainWindow()
        window.installEventFilter(self)
        window.setWindowTitle("委员工作室")
        window.setMinimumSize(LEAST_WINDOW)
        window.setCentralWidget(Room(alone(page)))
        self._replace(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Without the password nothing can be stored: text that waits behind it would go with the program."""
        if event.type() != QEvent.Type.Close or watched is not self.window:
            return super().eventFilter(watched, event)
        if self._samples is not None:
            self._unkept.clear()
            self._end_samples()
            return True
        if not self._unkept:
            return super().eventFilter(watched, event)
        question = f"{UNKEPT}现在关闭，这些文字就没有了。"
        agreed = messages.ask(self.window, question, "丢掉这些字，关闭", "不关闭")
        event.setAccepted(agreed)
        return not agreed

    def _replace(self, window: QMainWindow) -> None:
        before, self.window = self.window, window
        window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
        geometry = before.saveGeometry() if before else QByteArray.fromBase64(self._settings.window.encode())
        if geometry.isEmpty() or not window.restoreGeometry(geometry):
            window.resize(WANTED)
            if takes_all(window.screen().availableSize()):
                window.setWindowState(Qt.WindowState.WindowMaximized)
        window.show()
        keep_on_screen(window)
        second_press.watch(window)
        if before is not None:
            before.blockSignals(True)
            before.hide()
            before.deleteLater()

    def _to_front(self) -> None:
        self._server.nextPendingConnection().close()
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()


def start(folder: Path, *, samples: bool = False) -> int:
    """Run the window on a data folder, or on samples played into it; the exit code."""
    choose_input_method(os.environ)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("委员工作室")
    settings = ComputerSettings.load()
    look.apply(app, settings.text_size, settings.scheme)
    if not samples and _call_first_window(folder):
        return 0
    sys.excepthook = crash_hook
    application = Application(folder, samples=samples)
    application.listen()
    tasks.run(application, throwaway.remove_leftovers)
    return app.exec()


def takes_all(room: QSize) -> bool:
    """Whether the window had better be maximised: on a small screen, or a scaled one."""
    return WANTED.boundedTo(room) != WANTED


def self_check() -> tuple[list[str], str]:
    """What of the window is missing from this installation, and how the window was tried.

    It is made as at a real start, on the platform of this desktop, and never shown.
    """
    findings = []
    if not any((Path(folder) / "qtbase_zh_CN.qm").exists() for folder in look.translation_folders()):
        findings.append("缺少 Qt 的中文语言文件 qtbase_zh_CN.qm")
    findings += [
        f"缺少 Qt 组件：{name}" for name in ("QtSvg", "QtPrintSupport") if find_spec(f"PySide6.{name}") is None
    ]
    lacking = log.missing_screen(os.environ)
    if lacking == log.NO_SCREEN:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif lacking:
        return [*findings, lacking], ""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if b"svg" not in {bytes(kind.data()) for kind in QImageReader.supportedImageFormats()}:
        findings.append("缺少 Qt 的 SVG 图片组件，勾选框里的勾画不出来")
    if not _draws_icons():
        findings.append("图标字体没有装好，按钮上的图标画不出来")
    tried = "没有图形桌面，窗口只在内存里试过。" if lacking else f"窗口试着打开过（{QApplication.platformName()}）。"
    del app
    return findings, tried


def _draws_icons() -> bool:
    """Whether a hidden window with an icon can be made."""
    try:
        look.fetch_icons()
        from qtawesome.iconic_font import FontError
    except ImportError:
        return False
    window = QMainWindow()
    window.winId()  # here the desktop is asked for a window, not only when it is shown
    try:
        drawn = look.icon("printer").pixmap(ICON, ICON).toImage()
    except (FontError, OSError, ValueError, LookupError):
        return False
    finally:
        window.deleteLater()
    return any(drawn.pixelColor(x, y).alpha() for x in range(ICON) for y in range(ICON))


def crash_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A known trouble is told; anything else is a bug: kept in a file, shown whole, the program goes on."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    if isinstance(error, AppError):
        messages.tell(QApplication.activeWindow(), error)
        return
    text = log.report(kind, error, trace)
    kept = log.keep(text)
    sys.stderr.write(text)
    QTimer.singleShot(0, lambda: _show_report(text, kept))


def _show_report(text: str, kept: Path | None) -> None:
    window = QWidget(QApplication.activeWindow(), Qt.WindowType.Window)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setWindowTitle("程序刚才有一步没做成")
    window.setObjectName("crash")
    column = QVBoxLayout(window)
    column.addWidget(
        label(
            "程序刚才有一步没有做成，已经录入的内容都在。可以继续使用；如果再次出现，请把下面的文字给维护人员看。",
            wrap=True,
        )
    )
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    column.addWidget(shown)
    where = f"这份报告也存在：{kept}" if kept else "这份报告没能存成文件。"
    column.addWidget(label(f"{where}　报告里没有姓名、电话等内容，也不会自动发出。", "secondary", wrap=True))
    column.addWidget(button("关闭", "primary", clicked=window.close))
    window.resize(760, 460)
    window.show()


def _meeting_point(folder: Path) -> str:
    return "studio-app-" + sha256(str(folder.resolve()).encode()).hexdigest()[:24]


def _call_first_window(folder: Path) -> bool:
    """True when a window on the same folder answered and came to the front."""
    socket = QLocalSocket()
    socket.connectToServer(_meeting_point(folder))
    found = socket.waitForConnected(WAIT_MS)
    socket.abort()
    return bool(found)


def choose_input_method(environ: MutableMapping[str, str], has_plugin: Callable[[str], bool] | None = None) -> None:
    """Where fcitx is the input method and this Qt has no plugin for it, speak to it as to ibus.

    The PySide6 wheels ship ibus and compose plugins only. fcitx5 answers ibus requests on the session bus under
    the portal's name; without `IBUS_USE_PORTAL` Qt's ibus plugin gives up where no ibus-daemon is installed.
    """
    names = ("QT_IM_MODULES", "QT_IM_MODULE", "XMODIFIERS", "GTK_IM_MODULE")
    wanted = next((environ[name] for name in names if environ.get(name)), "")
    known = has_plugin or _has_input_plugin
    if "fcitx" in wanted and not known("fcitx"):
        environ["QT_IM_MODULE"] = "ibus"
        environ.setdefault("IBUS_USE_PORTAL", "1")
        if "QT_IM_MODULES" in environ:
            environ["QT_IM_MODULES"] = "ibus"


def _has_input_plugin(name: str) -> bool:
    import PySide6

    folder = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforminputcontexts"
    return any(name in file.name for file in folder.glob("*"))
