"""The list of cases: views as a row of buttons, filters, the table."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.domain.periods import after_days
from studio_app.records.dispute.case.service import COUNTED, VIEWS, CaseFilter
from studio_app.ui.kit import look
from studio_app.ui.kit.form.looking import offer_if
from studio_app.ui.kit.input.inputs import Combo, TextLine
from studio_app.ui.kit.page.cards import Page, button, clear, label
from studio_app.ui.kit.page.flow import Flow
from studio_app.ui.kit.page.side_by_side import NARROW
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.table.table import Table
from studio_app.ui.record.case_columns import CASE_COLUMNS
from studio_app.ui.record.record_screen import export_button

PERIODS = (("", "全部时间"), ("30", "近 30 天"), ("year", "今年"), ("last_year", "去年"))
EMPTY = {
    "mine": "您名下还没有纠纷。",
    "open": "没有在办的纠纷。来访受理为纠纷，或者点“新开纠纷”，就会出现在这里。",
    "overdue": "没有逾期的纠纷。",
    "performing": "没有等着履行的纠纷。",
    "red": "没有红色风险的纠纷。",
    "closed": "还没有结案的纠纷。",
    "mediating": "没有正在调解的纠纷。协助调委会办的，在“在办”里。",
    "resolved": "这个季度还没有化解的纠纷。",
    "all": "还没有纠纷。来访受理为纠纷，或者点“新开纠纷”。",
}


class CaseListPage(Page):
    """`chosen(case_id)` at a click or Enter; `open_wanted` for a new case."""

    chosen = Signal(str)
    open_wanted = Signal()
    import_wanted = Signal()
    list_leaves = Signal(object)
    said = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__("纠纷调解", scroll=False)
        self.setObjectName("mediation.page")
        self._services = services
        self._filter = CaseFilter("open")
        self._memory = ComputerSettings.load().tables
        self._views: dict[str, QPushButton] = {}
        self._saved: dict[str, CaseFilter] = {}
        self.table = Table("mediation.cases", CASE_COLUMNS, services.cases.listing(self._filter), self._memory)
        self.table.activated.connect(self.chosen)
        self.table.arranged.connect(self._remember)
        self._build()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.setSpacing(look.M)
        self._view_row = QWidget()
        self._view_flow = Flow(self._view_row)
        self._new = button("新开纠纷", icon="plus", clicked=self.open_wanted.emit)
        self._new.setObjectName("mediation.new_case")
        self._new.setToolTip("主动调解、移送等没有来访登记的纠纷")
        self._view_line, self._filter_line = QHBoxLayout(), QHBoxLayout()
        self._view_line.addWidget(self._view_row, 1)
        self._view_line.addWidget(self._new)
        self._filter_line.addWidget(self._filter_row(), 1)
        offer_if(self._services.office.may("write"), self._new)
        self.body.addLayout(self._view_line)
        self.body.addLayout(self._filter_line)
        self.body.addLayout(self._keep_row())
        self.body.addWidget(self.table, 1)

    def _filter_row(self) -> QWidget:
        lists = self._services.office.lists
        self._type = self._combo("type", "类型", [("", "全部类型"), *lists.pairs("dispute_types")])
        self._mode = self._combo("mode", "办理方式", [("", "全部方式"), *lists.pairs("modes")])
        self._risk = self._combo("risk", "风险", [("", "全部风险"), *lists.pairs("risks")])
        self._community = self._combo("community", "社区", [("", "全部社区")])
        self._period = self._combo("period", "受理时间", PERIODS)
        self._unfold = button("筛选", icon="caret-down")
        self._unfold.setObjectName("mediation.unfold_filters")
        self._unfold.setCheckable(True)
        self._unfold.toggled.connect(lambda _on: self._show_combos())
        row = QWidget()
        flow = Flow(row)
        for widget in (self._unfold, *self._combos()):
            flow.addWidget(widget)
        self._reset = button("清除筛选", "quiet", clicked=self.clear_filters)
        self._reset.setObjectName("mediation.clear_filters")
        flow.addWidget(self._reset)
        self._keep = button("记住这样筛选", "quiet", clicked=lambda: self._name_row.setVisible(True))
        self._keep.setObjectName("mediation.keep_view")
        flow.addWidget(self._keep)
        self._count = label("", "secondary")
        self._count.setMinimumHeight(look.control_height())
        flow.addWidget(self._count)
        self._import = button("导入旧台账", "quiet", "download-simple", self.import_wanted.emit)
        self._import.setObjectName("mediation.import")
        offer_if(self._services.office.may("write"), self._import)
        flow.addWidget(self._import)
        flow.addWidget(export_button(self._services, self.table, "cases", self.list_leaves.emit, self._scope))
        return row

    def _combos(self) -> tuple[Combo, ...]:
        return self._type, self._mode, self._risk, self._community, self._period

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the filters are folded and 新开纠纷 stands beside them: the list keeps its room."""
        super().resizeEvent(event)
        wanted, other = (
            (self._filter_line, self._view_line) if self._is_small() else (self._view_line, self._filter_line)
        )
        if wanted.indexOf(self._new) < 0:
            other.removeWidget(self._new)
            wanted.addWidget(self._new, 0, Qt.AlignmentFlag.AlignTop)
        self._show_combos()

    def _is_small(self) -> bool:
        return self.width() < NARROW * look.base()

    def _show_combos(self) -> None:
        """Filters in force are in view, folded or not."""
        small, narrowed = self._is_small(), self._is_narrowed()
        look.show_if(self._unfold, on=small and not narrowed)
        for combo in self._combos():
            look.show_if(combo, on=not small or narrowed or self._unfold.isChecked())

    def _is_narrowed(self) -> bool:
        return self._filter != CaseFilter(self._filter.view)

    def _scope(self) -> str:
        """The view and what narrows it; what somebody typed, the name of a view or a community, stays here."""
        chosen = [combo.currentText() for combo in self._combos() if combo.code() and combo is not self._community]
        place = ["一个社区"] if self._filter.community else []
        return "、".join([dict((*VIEWS, *COUNTED))[self._filter.view], *chosen, *place])

    def _combo(self, name: str, words: str, options: Any) -> Combo:
        made = Combo()
        made.setObjectName(f"mediation.{name}")
        made.setAccessibleName(words)
        made.set_options(options)
        made.set_code("")
        made.setCurrentIndex(0)
        made.setMinimumWidth(look.scaled(130))
        made.chosen.connect(lambda _code: self._filtered())
        return made

    def _keep_row(self) -> QVBoxLayout:
        """Asks the name of a view; stands under the filters only while it is wanted."""
        self._name_row = QWidget()
        self._name = TextLine()
        self._name.setObjectName("mediation.view_name")
        self._name.setAccessibleName("视图的名字")
        self._name.setPlaceholderText("给这组条件起个名字，例如“二号楼邻里”")
        self._name.returnPressed.connect(self.keep_view)
        row = QHBoxLayout(self._name_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name, 1)
        store = button("保存视图", clicked=self.keep_view)
        store.setObjectName("mediation.store_view")
        row.addWidget(store)
        row.addWidget(button("不存", "quiet", clicked=self._name_row.hide))
        row.addStretch(1)
        self._name_row.hide()
        place = QVBoxLayout()
        place.addWidget(self._name_row)
        return place

    # --- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read views, communities and the list anew."""
        self._saved = dict(self._services.cases.saved_views())
        self._community.set_options([("", "全部社区"), *((c, c) for c in self._services.cases.communities())])
        self._community.set_code(self._filter.community)
        self._show_views()
        self._show_list()

    def show_view(self, code: str) -> None:
        """One of the views by its code or saved name; filters of a saved view come with it."""
        self._filter = self._saved.get(code) or replace(CaseFilter(), view=code)
        self._show_filter()
        self._show_views(code)
        self._show_list()

    def clear_filters(self) -> None:
        self._filter = CaseFilter(self._filter.view)
        self._show_filter()
        self._show_list()

    def keep_view(self) -> None:
        """Store the filters in force under the name typed."""
        try:
            self._services.cases.save_view(self._name.text(), self._filter)
        except AppError as refused:
            messages.tell(self, refused)
            return
        name = self._name.text().strip()
        self._name.clear()
        self._name_row.hide()
        self.refresh()
        self._show_views(name)
        self.said.emit(f"已保存视图“{name}”。")

    def forget_view(self, name: str) -> None:
        self._services.cases.forget_view(name)
        self.show_view("open")
        self.refresh()
        self.said.emit(f"已删除视图“{name}”。")

    def _show_views(self, current: str = "") -> None:
        clear(self._view_flow)
        chosen = current or self._matching()
        counted = [view for view in COUNTED if view[0] == chosen]
        for code, words in (*VIEWS, *counted, *((name, name) for name in self._saved)):
            made = button(words, clicked=partial(self.show_view, code))
            made.setObjectName(f"mediation.view.{code}")
            made.setCheckable(True)
            made.setChecked(code == chosen)
            self._view_flow.addWidget(made)
        if chosen in self._saved:
            drop = button("删除此视图", "quiet", clicked=lambda: self.forget_view(chosen))
            drop.setObjectName("mediation.forget_view")
            self._view_flow.addWidget(drop)

    def _matching(self) -> str:
        """The saved view whose filters are in force, else the plain one."""
        return next((name for name, kept in self._saved.items() if kept == self._filter), self._filter.view)

    def _show_filter(self) -> None:
        wanted = self._filter
        pairs = (
            (self._type, wanted.dispute_type),
            (self._mode, wanted.mode),
            (self._risk, wanted.risk),
            (self._community, wanted.community),
            (self._period, self._period_of(wanted)),
        )
        for combo, code in pairs:
            combo.blockSignals(True)
            combo.set_code(code)
            combo.setCurrentIndex(max(0, combo.currentIndex()))
            combo.blockSignals(False)

    def _filtered(self) -> None:
        since, until = self._days(str(self._period.code() or ""))
        self._filter = CaseFilter(
            view=self._filter.view,
            dispute_type=str(self._type.code() or ""),
            mode=str(self._mode.code() or ""),
            community=str(self._community.code() or ""),
            risk=str(self._risk.code() or ""),
            since=since,
            until=until,
        )
        self._show_views()
        self._show_list()

    def _days(self, period: str) -> Any:
        today = self._services.office.today()
        first = today.replace(month=1, day=1)
        by_period = {
            "30": (today - (after_days(today, 30) - today), None),
            "year": (first, None),
            "last_year": (first.replace(year=first.year - 1), first.replace(year=first.year - 1, month=12, day=31)),
        }
        return by_period.get(period, (None, None))

    def _period_of(self, wanted: CaseFilter) -> str:
        days = (wanted.since, wanted.until)
        return next((code for code, _words in PERIODS if code and self._days(code) == days), "")

    def _show_list(self) -> None:
        narrowed = self._is_narrowed()
        self._show_combos()
        look.show_if(self._reset, on=narrowed)
        may_write = self._services.office.may("write")
        look.show_if(self._keep, on=narrowed and may_write)
        if narrowed:
            self.table.set_empty("没有符合筛选条件的纠纷。", "清除筛选", self.clear_filters)
        elif self._filter.view in ("open", "all", "mine") and may_write:
            self.table.set_empty(EMPTY[self._filter.view], "新开纠纷", self.open_wanted.emit)
        else:
            self.table.set_empty(EMPTY.get(self._filter.view, "没有纠纷。"))
        self.table.set_source(self._services.cases.listing(self._filter))
        self._count.setText(f"共 {self.table.count()} 件")

    def _remember(self) -> None:
        """Widths and order of the columns belong to this computer."""
        settings = ComputerSettings.load()
        settings.tables = {**settings.tables, **self._memory}
        settings.save()
