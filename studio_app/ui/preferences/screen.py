"""设置与备份: the sections at the left, the one chosen at the right."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from studio_app.desk import Services
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Page
from studio_app.ui.kit.page.menu import Menu
from studio_app.ui.kit.page.room import Stack
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.preferences.about_section import AboutSection
from studio_app.ui.preferences.backup_section import BackupSection
from studio_app.ui.preferences.bin_section import BinSection
from studio_app.ui.preferences.holidays_section import HolidaysSection
from studio_app.ui.preferences.lists_section import ListsSection
from studio_app.ui.preferences.look_section import LookSection
from studio_app.ui.preferences.numbers_section import NumbersSection
from studio_app.ui.preferences.people_section import PeopleSection
from studio_app.ui.preferences.rules_section import RulesSection
from studio_app.ui.preferences.section import SectionPage
from studio_app.ui.preferences.security_section import SecuritySection
from studio_app.ui.preferences.studio_section import StudioSection

SECTIONS: tuple[tuple[str, str, Callable[[Services], SectionPage]], ...] = (
    ("studio", "工作室", StudioSection),
    ("people", "人员与账号", PeopleSection),
    ("lists", "选项与文字", ListsSection),
    ("rules", "提醒规则", RulesSection),
    ("holidays", "放假安排", HolidaysSection),
    ("numbers", "编号", NumbersSection),
    ("backup", "备份与恢复", BackupSection),
    ("security", "安全", SecuritySection),
    ("look", "外观", LookSection),
    ("bin", "回收站", BinSection),
    ("about", "关于", AboutSection),
)
INTRO = "改错了不要紧：可以恢复默认，也可以按 Ctrl+Z 撤销。"
OTHERS = "这里只列出您的账号能用的；其余的由管理员来改。"
NEEDS = {
    **dict.fromkeys(("studio", "people", "lists", "rules", "holidays", "numbers"), "settings"),
    "backup": "carry_out",
    "bin": "write",
}
"""The right without which a section is not offered; the others are everybody's."""
HELP = {"backup": "backup", "security": "security"}


class PreferencesScreen(Screen, Page):
    """Sections are made when first shown; `show_item(name)` opens one."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(
            "设置与备份", INTRO if services.office.may("settings") else OTHERS, scroll=False, parent=parent
        )
        self.setObjectName("preferences")
        self._services = services
        self._made: dict[str, SectionPage] = {}
        self._names = Menu("preferences.sections", "设置的各部分")
        self._offered = [one for one in SECTIONS if one[0] not in NEEDS or services.office.may(NEEDS[one[0]])]
        for name, title, _make in self._offered:
            self._names.add(name, title)
        self._stack = Stack()
        row = QHBoxLayout()
        row.setSpacing(look.L)
        row.addWidget(self._names)
        row.addWidget(self._stack, 1)
        self.body.addLayout(row)
        self._names.setCurrentRow(0)
        self._names.currentRowChanged.connect(lambda _row: self.refresh())

    @property
    def current(self) -> str:
        """Name of the section in view."""
        return self._offered[max(0, self._names.currentRow())][0]

    def refresh(self) -> None:
        """Show the section chosen as it is stored, unless something typed there waits to be saved."""
        section = self.section(self.current)
        self._stack.setCurrentWidget(section)
        if not section.is_busy():
            section.refresh()

    def leave(self) -> None:
        """Keep what is typed in every section."""
        for section in self._made.values():
            section.writing.leave()

    def begin(self, action: str, owner_id: str = "", subject_id: str = "") -> None:  # noqa: ARG002
        """Go on with what was typed in a section."""
        self.show_item(owner_id)
        lines = self.section(self.current).findChildren(QLineEdit)
        next((line for line in lines if line.isVisibleTo(self) and not line.isReadOnly()), self).setFocus()

    def show_item(self, subject: str) -> None:
        names = [known for known, _title, _make in self._offered]
        if subject in names and subject != self.current:
            self._names.setCurrentRow(names.index(subject))
        elif subject in names:
            self.refresh()

    def section(self, name: str) -> SectionPage:
        """The section of this name, made when first wanted."""
        if name not in self._made:
            make = next(make for known, _title, make in SECTIONS if known == name)
            made = make(self._services)
            made.said.connect(self.said)
            made.lock_requested.connect(self.lock_requested)
            made.look_changed.connect(self._look_changed)
            self._made[name] = made
            self._stack.addWidget(made)
            made.begin()
        return self._made[name]

    def shows(self, owners: frozenset[str], _kinds: frozenset[str]) -> bool:
        return not owners

    def back(self) -> bool:
        return self.section(self.current).back()

    def help_topic(self) -> str:
        return HELP.get(self.current, "settings")

    def save_now(self) -> bool:
        """Ctrl+S saves the section in view where it has something to save."""
        section = self.section(self.current)
        if section.saves:
            section.attempt(section.save)
        return section.saves

    def _look_changed(self) -> None:
        """The other sections are made anew in the new size, unless something typed there waits to be saved."""
        self.look_changed.emit()
        self._names.fit()
        for name in [known for known, made in self._made.items() if known != self.current and not made.is_busy()]:
            made = self._made.pop(name)
            self._stack.removeWidget(made)
            made.deleteLater()
