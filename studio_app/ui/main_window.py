"""The window: rail, pages, search, and the actions every page shares."""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from studio_app.desk import Desk, Services
from studio_app.settings import AppError, ComputerSettings
from studio_app.ui.kit import look, messages, reading_order, tasks
from studio_app.ui.kit.cards import button
from studio_app.ui.kit.idle import IdleWatch
from studio_app.ui.kit.rail import Rail, Stop
from studio_app.ui.kit.search_box import Group, Hit, SearchBox
from studio_app.ui.kit.toast import Toast

STOPS = (
    Stop("today", "今日", "sun"),
    Stop("intake", "来访登记", "user-plus"),
    Stop("mediation", "纠纷调解", "scales"),
    Stop("followups", "回访提醒", "bell-ringing"),
    Stop("handover", "交接导出", "arrows-left-right"),
    Stop("manual", "使用手册", "question", low=True),
    Stop("preferences", "设置与备份", "gear", low=True),
)
TITLE, EXCERPT = 40, 44
"""Characters of a hit shown below the search line: an answer is read at a glance, two lines at most."""


class MainWindow(QMainWindow):
    """Shown for one unlocked desk; `locked` and `closed` tell the composition root that its time is over."""

    locked = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, settings: ComputerSettings) -> None:
        super().__init__()
        self._desk, self._settings = desk, settings
        self._services = desk.services
        self._screens: dict[str, QWidget] = {}
        self._current = ""
        self._before_help = "today"
        self._veiled = False
        self.setWindowTitle("委员工作室")
        self.setMinimumSize(1024, 640)
        self._build()
        self._make_actions()
        self._stop_listening = desk.office.database.on_change(lambda _touched: self._changed.emit())
        self._changed.connect(self._after_change, Qt.ConnectionType.QueuedConnection)
        self._idle = IdleWatch(settings.lock_after_minutes, self)
        self._idle.elapsed.connect(self.lock)
        self.go("today")

    _changed = Signal()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        studio = self._services.accounts.studio()
        self._rail = Rail(studio.name, studio.community, STOPS)
        self._rail.person.setText(self._services.accounts.signed_in_words())
        self._rail.chosen.connect(self.go)
        self._rail.add_act("undo", "撤销", "撤销上一步（Ctrl+Z）", self.undo)
        self._rail.add_act("redo", "重做", "重做刚撤销的一步（Ctrl+Y）", self.redo)
        self._rail.add_act("veil", "遮住", "遮住或显示敏感信息（F8）", self._veil)
        self._rail.add_act("lock", "锁定", "锁定工作台（Ctrl+L）", self.lock)
        self._pages = QStackedWidget()
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._pages, 1)
        self.setCentralWidget(inside)
        self._tools = self._make_tools()
        self._fit_tools()
        self._toast = Toast(self._pages, self)

    def _make_tools(self) -> QWidget:
        """Search and 新登记: float over the top right corner, where every page leaves room for them."""
        tools = QWidget(self)
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.M)
        self.search = SearchBox("main.search", "搜索姓名、拼音首字母、电话、案由……")
        self.search.query_changed.connect(self._find)
        self.search.chosen.connect(self._open_hit)
        self._new = button("新登记  Ctrl+N", "primary", "plus", self.register)
        self._new.setObjectName("main.register")
        row.addWidget(self.search)
        row.addWidget(self._new)
        return tools

    def _fit_tools(self) -> None:
        """Large type leaves the title its room: a shorter search line, and the key is left to the manual."""
        standard = look.base() == look.BASE["standard"]
        self.search.setFixedWidth(330 if standard else 270)
        self._new.setText("新登记  Ctrl+N" if standard else "新登记")
        self._new.setIconSize(QSize(look.scaled(18), look.scaled(18)))
        self._tools.adjustSize()

    def header_room(self) -> int:
        """How much of a page's title row belongs to search and 新登记, in pixels."""
        return self._tools.sizeHint().width() + look.L

    def _make_actions(self) -> None:
        acts: list[tuple[str, str, Callable[[], object]]] = [
            ("新登记", "Ctrl+N", self.register),
            ("查找", "Ctrl+F", self._focus_search),
            ("立即保存", "Ctrl+S", lambda: self._ask_screen("save_now")),
            ("打印", "Ctrl+P", lambda: self._ask_screen("print_now")),
            ("撤销", "Ctrl+Z", self.undo),
            ("重做", "Ctrl+Y", self.redo),
            ("锁定", "Ctrl+L", self.lock),
            ("遮住敏感信息", "F8", self._veil),
            ("帮助", "F1", self.help),
            ("返回", "Esc", self.back),
        ]
        acts += [(stop.word, f"Alt+{i}", _going(self, stop.name)) for i, stop in enumerate(STOPS, start=1)]
        for word, keys, act in acts:
            action = QAction(word, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # --- pages ------------------------------------------------------------------------------------------------

    def go(self, name: str) -> None:
        """Show a page of the rail."""
        if self._current and self._current != name:
            self._ask_screen("leave")
        screen = self.screen_named(name)
        self._current = name
        self._pages.setCurrentWidget(screen)
        self._pages.setFocus()
        self._rail.show_current(name)
        self._ask_screen("refresh")
        self._place_tools()
        self._changed.emit()  # the number on the rail: another day may have begun; the page does not wait for it

    def screen_named(self, name: str) -> QWidget:
        """The page of this name, made when it is first wanted."""
        if name not in self._screens:
            screen = _make_screen(name, self._services)
            self._screens[name] = screen
            self._pages.addWidget(screen)
            self._connect(screen)
            if self._veiled and hasattr(screen, "veil"):
                screen.veil(True)
        return self._screens[name]

    def _connect(self, screen: QWidget) -> None:
        wires: dict[str, Callable[..., object]] = {
            "case_chosen": self.open_case,
            "intake_chosen": self.open_intake,
            "page_requested": self._open_page,
            "said": self.say,
            "act": self._act,
            "register_requested": self.register,
            "lock_requested": self.lock,
            "look_changed": self._restyle,
            "card_wanted": self._print_card,
        }
        for name, slot in wires.items():
            signal: Any = getattr(screen, name, None)
            if signal is not None:
                signal.connect(slot)

    def _ask_screen(self, what: str, *args: object) -> bool:
        """Call a method of the page in view if it has it; True when it answered true."""
        method = getattr(self._screens.get(self._current), what, None)
        return bool(method(*args)) if method is not None else False

    def open_case(self, case_id: str) -> None:
        self.go("mediation")
        self._ask_screen("show_case", case_id)

    def open_intake(self, intake_id: str) -> None:
        self.go("intake")
        self._ask_screen("show_intake", intake_id)

    def register(self) -> None:
        self.go("intake")
        self._ask_screen("new_intake")

    def _open_page(self, page: str, subject: str) -> None:
        self.go(page)
        if subject:
            self._ask_screen("show_item", subject)

    def _act(self, action: str, owner_id: str, subject_id: str) -> None:
        """Deal with a reminder: straight to the page that does it."""
        if action == "accept":  # a visit without 去向 (R1): there is no case yet
            self.open_intake(owner_id)
            return
        self.go("mediation")
        self._ask_screen("do", action, owner_id, subject_id)

    # --- shared actions ---------------------------------------------------------------------------------------

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _find(self, query: str) -> None:
        if query:
            tasks.run(self, lambda: self._services.search.find(query), self._show_found)

    def _show_found(self, results: Any) -> None:
        groups = [
            Group(group.title, [Hit(hit, _cut(hit.title, TITLE), _detail(hit), results.words) for hit in group.hits])
            for group in results.groups
        ]
        self.search.show_results(groups)

    def _open_hit(self, hit: Any) -> None:
        if hit.kind == "intake":
            self.open_intake(hit.entity_id)
        elif hit.case_id:
            self.open_case(hit.case_id)
        else:
            self._open_page("intake", hit.entity_id)

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
        if step.needs_asking and not messages.ask(self, f"{verb}：{step.words}", verb, "不用"):
            return
        try:
            self.say(f"已{verb}：{step.label}" if act() is not None else "")
        except AppError as refused:
            messages.tell(self._pages.currentWidget(), refused)
        self._ask_screen("refresh")

    def _veil(self) -> None:
        self._veiled = not self._veiled
        for screen in self._screens.values():
            method = getattr(screen, "veil", None)
            if method is not None:
                method(self._veiled)
        self.say("敏感信息已遮住，再按 F8 显示。" if self._veiled else "敏感信息已显示。")

    def help(self) -> None:
        if self._current == "manual":
            return
        topic = getattr(self._screens.get(self._current), "help_topic", None)
        wanted = topic() if callable(topic) else self._current
        self._before_help = self._current
        self.go("manual")
        self._ask_screen("show_topic", wanted)

    def _print_card(self) -> None:
        """The one-page 操作卡, to hang beside the screen."""
        from studio_app.ui.kit.pages_view import print_pages

        tasks.run(self, lambda: self._services.printing.card().svg(), lambda svgs: print_pages(self, svgs))

    def back(self) -> None:
        """Esc: the page closes what is open on it, else 今日 is shown; from the manual, the page F1 was pressed on."""
        if self._current == "manual":
            self.go(self._before_help)
            self._before_help = "today"
        elif not self._ask_screen("back") and self._current != "today":
            self.go("today")

    def say(self, sentence: str) -> None:
        """A sentence at the foot of the window for some seconds."""
        self._toast.say(sentence)

    def _restyle(self) -> None:
        """Text size or scheme was changed on the 设置 page."""
        self._settings = ComputerSettings.load()
        look.apply(cast("QApplication", QApplication.instance()), self._settings.text_size, self._settings.scheme)
        self._rail.fit()
        self._fit_tools()
        self._place_tools()
        self._forget_screens()

    def _forget_screens(self) -> None:
        """All but the one in view are made anew in the new size when next wanted; drafts were kept on leaving."""
        for name in [known for known in self._screens if known != self._current]:
            screen = self._screens.pop(name)
            self._pages.removeWidget(screen)
            screen.deleteLater()

    # --- locking and leaving ----------------------------------------------------------------------------------

    def lock(self) -> None:
        """Every draft is stored first; what was typed comes back after the password."""
        self._leave_all()
        self.locked.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave_all()
        self._settings = ComputerSettings.load()  # pages store column widths there meanwhile
        self._settings.window = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.save()
        super().closeEvent(event)
        self.closed.emit()

    def _leave_all(self) -> None:
        self._idle.stop()
        self._stop_listening()
        self._stop_listening = _nothing
        for screen in self._screens.values():
            leave = getattr(screen, "leave", None)
            if leave is not None:
                leave()

    def _after_change(self) -> None:
        self._rail.show_count("followups", self._services.reminders.due_count())

    # --- geometry ---------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  # Qt's name
        """Tab and Shift+Tab, in reading order."""
        return reading_order.step(self, forward=next) or super().focusNextPrevChild(next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tools()

    def _place_tools(self) -> None:
        self._tools.adjustSize()
        self._tools.move(self.width() - self._tools.width() - look.XL, look.L)
        self._tools.raise_()


def _make_screen(name: str, services: Services) -> QWidget:
    """The page of a rail stop; each is imported when it is first wanted, 今日 must not wait for the others."""
    if name == "today":
        from studio_app.ui.today.screen import TodayScreen

        return TodayScreen(services)
    if name == "intake":
        from studio_app.ui.intake.screen import IntakeScreen

        return IntakeScreen(services)
    if name == "mediation":
        from studio_app.ui.mediation.screen import MediationScreen

        return MediationScreen(services)
    if name == "followups":
        from studio_app.ui.followups.screen import FollowUpsScreen

        return FollowUpsScreen(services)
    if name == "handover":
        from studio_app.ui.handover.screen import HandoverScreen

        return HandoverScreen(services)
    if name == "preferences":
        from studio_app.ui.preferences.screen import PreferencesScreen

        return PreferencesScreen(services)
    from studio_app.ui.manual.screen import ManualScreen

    return ManualScreen()


def _going(window: MainWindow, name: str) -> Callable[[], None]:
    return lambda: window.go(name)


def _detail(hit: Any) -> str:
    return "　".join(part for part in (hit.subtitle, _cut(hit.excerpt, EXCERPT)) if part)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _nothing() -> None:
    return
