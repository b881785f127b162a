"""The window: rail, pages, search, and the actions every page shares."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Desk
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.form.looking import NOT_YOURS
from studio_app.ui.kit.idle import IdleWatch
from studio_app.ui.kit.page import bars, reading_order
from studio_app.ui.kit.page.rail import Rail
from studio_app.ui.kit.page.room import LEAST_WINDOW, Content, Room, Stack
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.popup.toast import Toast
from studio_app.ui.screens import PAGE_OF, ROOMS, STOPS, make_screen, offered
from studio_app.ui.top_tools import TopTools

SOON = 50
"""Milliseconds until locking is tried again after an open dialog was closed: its caller goes on first."""

NOTHING_TO_SAVE = "这一页没有要保存的。来访登记和记录里写的文字会自动保存。"
NOTHING_TO_PRINT = "这一页没有要打印的。文书请打开纠纷再按 Ctrl+P；本周待办在“今日”，操作卡在“使用手册”。"


class MainWindow(QMainWindow):
    """Shown for one unlocked desk; `locked` and `closed` tell the composition root that its time is over."""

    locked = Signal()
    closed = Signal()
    turned = Signal()  # as `IdleWatch` tells it

    def __init__(self, desk: Desk, settings: ComputerSettings) -> None:
        super().__init__()
        self._desk, self._settings = desk, settings
        self._services = desk.services
        self._screens: dict[str, Screen] = {}
        self._places: dict[str, str] = {}
        self._current = ""
        self._before_help = "today"
        self._focus_before_help: QWidget | None = None
        self._veiled = self._giving_up = self._over = False
        self.setWindowTitle("委员工作室")
        self.setMinimumSize(LEAST_WINDOW)
        self._build()
        self._make_actions()
        self._stop_listening = desk.office.database.on_change(lambda _touched: self._changed.emit())
        reading_order.FocusInView(self)
        self._changed.connect(self._after_change, Qt.ConnectionType.QueuedConnection)
        self._idle = IdleWatch(self._services.preferences.lock_minutes(), desk.office.database.clock, self)
        self._idle.elapsed.connect(self.lock)
        self._idle.turned.connect(self._turn_day)
        self.go("today")
        self._remind_of_code()

    _changed = Signal()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        studio = self._services.accounts.studio()
        self._stops = offered(self._services.office.may)
        self._rail = Rail(studio.name, studio.community, self._stops)
        self._rail.person.setText(self._services.accounts.signed_in_words())
        self._rail.chosen.connect(self.go_home)
        if self._services.office.may("write"):
            self._rail.add_act("undo", "撤销", "撤销上一步（Ctrl+Z）", self.undo)
            self._rail.add_act("redo", "重做", "重做刚撤销的一步（Ctrl+Y）", self.redo)
        self._rail.add_act("veil", "遮住", "遮住或显示敏感信息（F8）", self._veil)
        self._rail.add_act("lock", "锁定", "锁定工作台（Ctrl+L）", self.lock)
        self._pages = Stack()
        inside = self._inside = Content()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(self._middle(), 1)
        self.setCentralWidget(Room(inside))
        inside.installEventFilter(self)
        self._tools = TopTools(self._services, inside)
        self._tools.hit_chosen.connect(self._open_hit)
        self._tools.register_wanted.connect(self.register)
        self.search = self._tools.search
        self._toast = Toast(self._pages, self)

    def _middle(self) -> QVBoxLayout:
        """The page in view, and below it the bars of the window."""
        self._bars = bars.Bars()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._bars)
        return column

    def header_room(self) -> int:
        """How much of a page's title row belongs to search and 新登记, in pixels."""
        return self._tools.sizeHint().width() + look.L

    def _make_actions(self) -> None:
        acts: list[tuple[str, str, Callable[[], object]]] = [
            ("新登记", "Ctrl+N", self.register),
            ("查找", "Ctrl+F", self._focus_search),
            ("立即保存", "Ctrl+S", self._save),
            ("打印", "Ctrl+P", self._print),
            ("撤销", "Ctrl+Z", self.undo),
            ("重做", "Ctrl+Y", self.redo),
            ("锁定", "Ctrl+L", self.lock),
            ("遮住敏感信息", "F8", self._veil),
            ("帮助", "F1", self.help),
            ("返回", "Esc", self.back),
        ]
        acts += [
            (stop.word, f"Alt+{i}", _going(self, stop.name) if stop in self._stops else partial(self.say, NOT_YOURS))
            for i, stop in enumerate(STOPS, start=1)
        ]
        for word, keys, act in acts:
            action = QAction(word, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # --- pages ------------------------------------------------------------------------------------------------

    def go(self, name: str) -> None:
        """Show a page of the rail."""
        self._leave_current()
        screen = self.screen_named(name)
        if place := self._places.pop(name, ""):
            screen.show_item(place)
        self._current = name
        self._pages.setCurrentWidget(screen)
        self._pages.setFocus()
        self._rail.show_current(name)
        screen.refresh()
        self._place_tools()
        self._changed.emit()  # the number on the rail: another day may have begun; the page does not wait for it

    def go_home(self, name: str) -> None:
        """The rail leads to the list of its page; what was open there is one button away."""
        self.go(name)
        self._screen.go_home()

    def _leave_current(self) -> None:
        """What is typed is kept, even where only another case or form of the same page follows."""
        try:
            if self._current:
                self._screen.leave()
        except AppError as trouble:  # held in memory by now, and tried again: nobody is kept on a page
            messages.tell(self, trouble)

    @property
    def _screen(self) -> Screen:
        """The page in view."""
        return self._screens[self._current]

    def screen_named(self, name: str) -> Screen:
        """The page of this name, made when it is first wanted."""
        if name not in self._screens:
            screen = make_screen(name, self._services, self._pages)
            self._screens[name] = screen
            self._pages.addWidget(screen)
            self._connect(screen)
            screen.veil(on=self._veiled)
        return self._screens[name]

    def _connect(self, screen: Screen) -> None:
        screen.case_chosen.connect(self.open_case)
        screen.intake_chosen.connect(self.open_intake)
        screen.page_requested.connect(self.show_page)
        screen.act.connect(self._act)
        screen.list_leaves.connect(self._hand_over)
        screen.register_requested.connect(self.register)
        screen.said.connect(self.say)
        screen.lock_requested.connect(self.lock)
        screen.look_changed.connect(self._restyle)
        screen.card_wanted.connect(self._print_card)

    def open_case(self, case_id: str) -> None:
        self.show_page("mediation", case_id)

    def open_intake(self, intake_id: str) -> None:
        self.show_page("intake", intake_id)

    def register(self) -> None:
        self._act("register", "", "")

    def show_page(self, page: str, subject: str) -> None:
        """A page of the rail, and on it the view of this name or the record of this id."""
        self.go(page)
        if subject:
            self._screen.show_item(subject)

    def _hand_over(self, listed: object) -> None:
        came_from = self._current
        self.go("handover")
        self._screen.hand_over(listed, came_from)

    def _act(self, action: str, owner_id: str, subject_id: str) -> None:
        """Deal with a reminder, or go on writing: straight to the page that does it; who may only look is shown it."""
        room = ROOMS.get(action, "mediation")
        if self._services.office.may("write"):
            self.go(room)
            self._screen.begin(action, owner_id, subject_id)
        elif owner_id and room in PAGE_OF.values():
            self.show_page(room, owner_id)
        else:
            self.say(NOT_YOURS)

    # --- shared actions ---------------------------------------------------------------------------------------

    def _save(self) -> None:
        if not self._screen.save_now():
            self.say(NOTHING_TO_SAVE)

    def _print(self) -> None:
        if not self._services.office.may("print"):
            self.say(NOT_YOURS)
        elif not self._screen.print_now():
            self.say(NOTHING_TO_PRINT)

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _open_hit(self, hit: Any) -> None:
        page = PAGE_OF[hit.kind]
        self.show_page(page, hit.case_id if page == "mediation" else hit.entity_id)

    def undo(self) -> None:
        step = self._services.history.undoable()
        self._step(step, "撤销", self._services.history.undo)

    def redo(self) -> None:
        step = self._services.history.redoable()
        self._step(step, "重做", self._services.history.redo)

    def _step(self, step: Any, verb: str, act: Callable[[], str]) -> None:
        if step is None:
            self.say(f"没有可以{verb}的操作。")
            return
        unseen = not self._screen.shows(step.owners, step.kinds)
        if (step.needs_asking or unseen) and not messages.ask(self, f"{verb}：{step.words}", verb, f"不{verb}"):
            return
        try:
            self.say(f"已{verb}：{step.label}" if act() is not None else "")
        except AppError as refused:
            messages.tell(self._pages.currentWidget(), refused)
        self._screen.refresh()

    def _veil(self) -> None:
        self._veiled = not self._veiled
        for screen in self._screens.values():
            screen.veil(on=self._veiled)
        self._rail.name_act("veil", "显示" if self._veiled else "遮住")
        self.say("敏感信息已遮住，再按 F8 显示。" if self._veiled else "敏感信息已显示。")

    def help(self) -> None:
        if self._current == "manual":
            return
        wanted = "search" if self.search.hasFocus() else self._screen.help_topic() or self._current
        self._before_help, self._focus_before_help = self._current, QApplication.focusWidget()
        self.show_page("manual", wanted)

    def _print_card(self) -> None:
        """The one-page 操作卡, to hang beside the screen."""
        from studio_app.ui.kit.page.pages_view import print_pages

        tasks.run(self, lambda: self._services.printing.card().svg(), lambda svgs: print_pages(self, svgs))

    def back(self) -> None:
        """Esc: the page closes what is open on it, else 今日 is shown; from the manual, the page F1 was pressed on."""
        if self._current == "manual":
            self.go(self._before_help)
            self._before_help = "today"
            self._focus_back()
        elif not self._screen.back() and self._current != "today":
            self.go("today")

    def _focus_back(self) -> None:
        """To where somebody was writing when F1 was pressed."""
        place, self._focus_before_help = self._focus_before_help, None
        if place is not None and isValid(place) and place.isVisible():
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """A sentence at the foot of the window for some seconds."""
        self._toast.say(sentence)

    def _restyle(self) -> None:
        """Text size or scheme was changed on the 设置 page."""
        self._settings = ComputerSettings.load()
        look.apply(cast("QApplication", QApplication.instance()), self._settings.text_size, self._settings.scheme)
        self._rail.fit()
        self._place_tools()
        self._forget_screens()

    def _forget_screens(self) -> None:
        """All but the one in view are made anew in the new size when next wanted; drafts were kept on leaving."""
        for name in [known for known in self._screens if known != self._current]:
            screen = self._screens.pop(name)
            self._places[name] = screen.place()
            self._pages.removeWidget(screen)
            screen.deleteLater()

    # --- locking and leaving ----------------------------------------------------------------------------------

    def lock(self) -> None:
        """Hides the content whatever happens: text the disk refuses waits in memory, behind the password."""
        if messages.dismiss_all():  # a box that is open would be torn away under whoever waits for its answer
            self.hide()
            QTimer.singleShot(SOON, self, self.lock)
            return
        try:
            self._keep_all()
        finally:
            self._stop_watching()
            self.locked.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        troubles = self._keep_all()
        if troubles and not self._giving_up:
            event.ignore()
            self.add_notice(bars.unkept(troubles[0], self._give_up))
            return
        self._stop_watching()
        self._settings = ComputerSettings.load()  # pages store column widths there meanwhile
        self._settings.window = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.save()
        super().closeEvent(event)
        self.closed.emit()

    def _keep_all(self) -> list[AppError]:
        """Store what is typed on every page; why some of it could not be stored."""
        tasks.wait()  # 换锁 refuses drafts while it runs, and nothing may write to a closed desk
        troubles = []
        for screen in self._screens.values():
            try:
                screen.leave()
            except AppError as trouble:
                troubles.append(trouble)
        return troubles

    def _remind_of_code(self) -> None:
        if self._services.accounts.is_code_unconfirmed():
            self.add_notice(bars.unconfirmed_code(lambda: self.show_page("preferences", "security")))

    def _give_up(self) -> None:
        self._giving_up = True
        self.close()

    def _stop_watching(self) -> None:
        self._idle.stop()
        if not self._over:
            self._stop_listening()
        self._over = True

    def add_notice(self, notice: QWidget) -> None:
        """A bar below the page, for what concerns the whole window."""
        self._bars.add(notice)

    def _turn_day(self) -> None:
        """What depends on the day is read anew in the page in view; the others do it when they are shown."""
        self._screen.refresh()
        self._changed.emit()
        self.turned.emit()

    def _after_change(self) -> None:
        if self._over:  # told of a change before, and the desk is closed by now
            return
        self._rail.show_count("followups", self._services.reminders.due_count())

    # --- geometry ---------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  # Qt's name
        """Tab and Shift+Tab, in reading order."""
        return reading_order.step(self, forward=next) or super().focusNextPrevChild(next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.Resize:
            self._place_tools()
        return super().eventFilter(watched, event)

    def _place_tools(self) -> None:
        self._tools.fit()
        self._tools.move(self._inside.width() - self._tools.width() - look.XL, look.L)
        self._tools.raise_()


def _going(window: MainWindow, name: str) -> Callable[[], None]:
    return lambda: window.go_home(name)
