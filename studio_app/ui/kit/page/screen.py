"""What the window may ask of a page of the rail, and what such a page may ask of the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from studio_app.ui.kit.page.cards import Page, button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
else:
    QWidget = object  # Qt allows one ancestor only: the widget class it stands before brings it


def way_back(page: Page, name: str, back: Callable[[], object]) -> QPushButton:
    """The button on a list that leads to the record the rail led away from; hidden until there is one."""
    made = button("回到刚才的记录", "quiet", "arrow-u-up-left", back)
    made.setObjectName(name)
    made.hide()
    page.header.addWidget(made)
    return made


class Screen(QWidget):
    """Stands before the widget class of a page: `class TodayScreen(Screen, Page)`.

    Every request is answered by doing nothing and by False ("there was nothing to do") unless the page knows better.
    """

    case_chosen = Signal(str)
    """Show the case of this id."""
    intake_chosen = Signal(str)
    """Show the visit of this id."""
    page_requested = Signal(str, str)
    """Show the page of this name, and on it the item of this name or id ("" for none)."""
    act = Signal(str, str, str)
    """Begin an action: its name, the case or visit it belongs to, the record it is about; ids may be ""."""
    list_leaves = Signal(object)
    """Ask for whom a list that is shown is to be exported (a `Leaving`)."""
    register_requested = Signal()
    """新登记."""
    said = Signal(str)
    """A sentence for the foot of the window."""
    lock_requested = Signal()
    look_changed = Signal()
    """Text size or colours were changed in the settings of this computer."""
    card_wanted = Signal()
    """Print the 操作卡."""

    def refresh(self) -> None:
        """Shown again, or something was stored: read anew what is only shown; what is typed stays."""

    def leave(self) -> None:
        """Another page is shown, the desk is locked or closed: keep what is typed. AppError where it cannot be."""

    def go_home(self) -> None:
        """Its button on the rail was pressed: show its list, and a way back to what was open."""

    def back(self) -> bool:
        """Esc: close what is open on the page."""
        return False

    def save_now(self) -> bool:
        """Ctrl+S: keep what is typed."""
        return False

    def print_now(self) -> bool:
        """Ctrl+P."""
        return False

    def veil(self, *, on: bool) -> None:
        """F8: hide or show what is sensitive."""

    def show_item(self, subject: str) -> None:
        """Show one of its views, by name, or one of its records, by id."""

    def place(self) -> str:
        """What `show_item` needs to bring back what is in view; "" for the page as it is first shown."""
        return ""

    def shows(self, owners: frozenset[str], kinds: frozenset[str]) -> bool:  # noqa: ARG002
        """Whether the page as it stands shows all that is done to these cases and visits, in records of these kinds."""
        return False

    def hand_over(self, listed: object, came_from: str) -> None:
        """Ask for whom a list is to be exported; the page it is shown on is gone back to."""

    def begin(self, action: str, owner_id: str = "", subject_id: str = "") -> None:
        """Begin an action of its own; as `act`."""

    def help_topic(self) -> str:
        """The page of the manual F1 opens; "" where it bears the name of the screen."""
        return ""
