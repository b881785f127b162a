"""Search and 新登记, over the top right corner of every page."""

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.form.looking import offer_if
from studio_app.ui.kit.input.search_box import NOTHING_FOUND, ONE_CHARACTER, Group, Hit, SearchBox
from studio_app.ui.kit.page.cards import button

TITLE, EXCERPT = 40, 44
"""Characters of a hit shown below the search line: an answer is read at a glance, two lines at most."""


WIDE = 1180
"""Pixels of a window from which the search line has its full length."""


class TopTools(QWidget):
    """Float where every page leaves room for them; `hit_chosen` carries a hit of the search service."""

    hit_chosen = Signal(object)
    register_wanted = Signal()

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._asked = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.M)
        self.search = SearchBox("main.search", "查找姓名、拼音首字母、电话、案由……")
        self.search.query_changed.connect(self._find)
        self.search.chosen.connect(self.hit_chosen)
        self._new = button("新登记  Ctrl+N", "primary", "plus", self.register_wanted.emit)
        self._new.setObjectName("main.register")
        row.addWidget(self.search)
        row.addWidget(self._new)
        offer_if(services.office.may("write"), self._new)
        self.fit()

    def fit(self) -> None:
        """Large type and a narrow window leave the title its room: a shorter search line, no key on the button."""
        window = self.parentWidget()
        room = window.width() if window is not None else 0
        standard = look.base() == look.BASE["standard"] and room >= WIDE
        self.search.setFixedWidth(330 if standard else 270 if room >= WIDE else 200)
        self._new.setText("新登记  Ctrl+N" if standard else "新登记")
        self._new.setIconSize(QSize(look.scaled(18), look.scaled(18)))
        self.adjustSize()

    def _find(self, query: str) -> None:
        self._asked += 1
        turn = self._asked
        if query:
            tasks.run(self, lambda: self._services.search.find(query), lambda results: self._show(turn, results))

    def _show(self, turn: int, results: Any) -> None:
        """A slow answer to an older question is of no use any more."""
        if turn != self._asked:
            return
        groups = [
            Group(group.title, [Hit(hit, _cut(hit.title, TITLE), _detail(hit), results.words) for hit in group.hits])
            for group in results.groups
        ]
        self.search.show_results(groups, ONE_CHARACTER if results.by_surname else NOTHING_FOUND)


def _detail(hit: Any) -> str:
    return "　".join(part for part in (hit.subtitle, _cut(hit.excerpt, EXCERPT)) if part)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
