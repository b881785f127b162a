"""A page of the rail for records of one kind: their list, the page of one, and pages over that."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.office.handover import Leaving
from studio_app.office.simple_records import SimpleRecords
from studio_app.services.listings import Listed
from studio_app.ui.kit.form.looking import offer_if, only_look
from studio_app.ui.kit.page.cards import Page, button
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.page.screen import Screen
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.table.table import Column, Table
from studio_app.ui.record.inner_page import InnerPage


class Lines:
    """The records of a list in words, for the table; `owner` narrows it to those of one record."""

    def __init__(self, records: SimpleRecords[Any], columns: Sequence[Column], owner: Mapping[str, str]) -> None:
        self._records, self._owner = records, owner
        self._names = [column.key for column in columns]

    def ids(self, sort_key: str, descending: bool) -> Sequence[str]:
        return self._records.ids(sort_key, descending=descending, **self._owner)

    def rows(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        return self._records.lines(ids, *self._names)


class RecordTable(Table):
    """A list of records in words, as a person arranged it; the headings are the words of their columns."""

    def __init__(self, name: str, records: SimpleRecords[Any], columns: Sequence[Column], **owner: str) -> None:
        self._arranged = ComputerSettings.load().tables
        super().__init__(name, columns, Lines(records, columns, owner), self._arranged)
        self.of = str(records.table.__tablename__)
        self.arranged.connect(self._keep)

    def _keep(self) -> None:
        settings = ComputerSettings.load()
        settings.tables[self.objectName()] = self._arranged.get(self.objectName(), {})
        settings.save()


def columns_of(records: SimpleRecords[Any], **widths: Mapping[str, Any]) -> list[Column]:
    """Columns named by the words of the fields; `widths`: name → what `Column` takes beside key and title."""
    return [Column(one.name, one.word, **widths[one.name]) for one in records.asked(*widths)]


def export_button(
    services: Services, table: Table, of: str, leaves: Callable[[Leaving], object], scope: Callable[[], str] = str
) -> QPushButton:
    """What offers a list as a workbook, for who may hand over; `of` names the table of its records."""

    def leave() -> None:
        leaves(services.listings.leaving(Listed(of, scope(), *table.as_shown())))

    return leave_button(services, table.objectName(), leave)


def leave_button(services: Services, name: str, leave: Callable[[], object]) -> QPushButton:
    made = button("导出为 Excel", "quiet", "export", leave)
    made.setObjectName(f"{name}.export")
    offer_if(services.office.may("hand_over"), made)
    return made


class RecordListPage(Page):
    """`chosen(id)` of a line; `new_wanted` for another record."""

    chosen = Signal(str)
    new_wanted = Signal()
    list_leaves = Signal(object)

    def __init__(self, services: Services, name: str, words: tuple[str, str], table: RecordTable, add: str) -> None:
        super().__init__(*words, scroll=False)
        self.setObjectName(name)
        self.table = table
        self.table.activated.connect(self.chosen)
        self._may_add = services.office.may("write")
        self.add = button(add, icon="plus", clicked=self.new_wanted.emit)
        self.add.setObjectName(f"{name}.new")
        offer_if(self._may_add, self.add)
        self.header.addWidget(export_button(services, table, table.of, self.list_leaves.emit))
        self.header.addWidget(self.add)
        self.body.addWidget(self.table, 1)

    def set_empty(self, told: str, first: str) -> None:
        """What is told where there is none yet, and what is to be done first by who may."""
        act = (f"{told}{first}", self.add.text(), self.new_wanted.emit) if self._may_add else (told, "", None)
        self.table.set_empty(*act)


class RecordScreen(Screen, QWidget):
    """Shows `list` and, over it, the pages that `page(id)` makes; "" is a new record."""

    def __init__(self, services: Services, listed: RecordListPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{listed.objectName()}_screen")
        self.services, self.list = services, listed
        self._pages: list[InnerPage] = []
        self._stack = QStackedLayout(self)
        self._stack.addWidget(listed)
        listed.chosen.connect(self.open)
        listed.new_wanted.connect(lambda: self.open(""))
        listed.list_leaves.connect(self.list_leaves)

    def page(self, record_id: str) -> InnerPage:
        """The page of a record."""
        raise NotImplementedError

    def open(self, record_id: str) -> None:
        """Leave what is open, and show this record."""
        self.leave()
        self._close_all()
        try:
            self.over(self.page(record_id))
        except AppError as gone:
            self.list.table.reload()
            messages.tell(self.list, gone)

    def over(self, page: InnerPage) -> None:
        """Show a page over the one in view until it is left."""
        if self._pages:
            self._pages[-1].pause()
        if not self.services.office.may("write"):
            only_look(page)
        self._pages.append(page)
        page.done.connect(self._done)
        page.cancelled.connect(self._left)
        page.said.connect(self.said)
        page.deeper.connect(self.over)
        page.list_leaves.connect(self.list_leaves)
        asked_for = page.focusWidget()  # forgotten when the page gets its place
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        (asked_for or page.focusWidget() or page).setFocus()

    def _done(self, sentence: str) -> None:
        self._close()
        self.said.emit(sentence)

    def _left(self) -> None:
        self._pages[-1].leave()
        self._close()

    def _close(self) -> None:
        page = self._pages.pop()
        below = self._pages[-1] if self._pages else self.list
        self._stack.setCurrentWidget(below)
        let_go(page)
        self._stack.removeWidget(page)
        self.refresh()
        if isinstance(below, InnerPage):
            below.resume()
        else:  # the keys go on with the list
            (self.list.table.view if self.list.table.count() else self.list.add).setFocus()

    def _close_all(self) -> None:
        while self._pages:
            self._close()

    # --- what the window asks ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        if not self._pages:
            self.list.table.reload()
            return
        try:
            self._pages[-1].refresh()
        except AppError:  # what is in view was removed, or its making undone
            self._close()

    def leave(self) -> None:
        for page in self._pages:
            page.leave()

    def go_home(self) -> None:
        self.leave()
        self._close_all()

    def back(self) -> bool:
        if self._pages:
            self._left()
            return True
        return False

    def save_now(self) -> bool:
        return bool(self._pages) and self._pages[-1].keep_now()

    def veil(self, *, on: bool) -> None:
        for page in self._pages:
            page.veil(on=on)

    def show_item(self, subject: str) -> None:
        self.open(subject)
