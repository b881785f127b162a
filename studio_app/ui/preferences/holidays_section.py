"""放假安排: which years are known, and the table in which a new year's notice is entered."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.services.holidays import HolidayRow, HolidayYear, parse_day, show_day
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.page.cards import Badge, Card, Flow, button, clear, label
from studio_app.ui.kit.page.reading_order import let_go
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.section import SectionPage, line

INTRO = (
    "国务院办公厅每年 11 月前后公布下一年的安排，照着通知填进来就行。还没有填的年份，"
    "法定期限按原日子算，不顺延，旁边写“可能顺延到……”。"
)
KINDS = messages.kinds([("放假安排", "*.json *.toml")])
HOW = "日期可以写 5.1；只放一天，“到哪天”空着；几个上班日用顿号隔开。"
FROM_FILE = "别人做好的放假安排文件（.json 或 .toml）也可以读进来，先看一遍再保存。"
COLUMNS = (("name", "节日"), ("first", "从哪天放假"), ("last", "到哪天"), ("workdays", "调休上班的日子"))


class HolidaysSection(SectionPage):
    """The form of a year opens in place of the list; it is kept until it is saved or given up."""

    saves = True

    def __init__(self, services: Services) -> None:
        super().__init__(services, "holidays", INTRO)
        self._form: HolidayForm | None = None
        self.writing.keep(form=self)
        self._card = Card()
        self.column.addWidget(self._card)
        self.column.addStretch(1)

    def is_busy(self) -> bool:
        return self._form is not None

    def typed(self) -> dict[str, object]:
        """The year that is open and its rows; empty while nobody changed any."""
        form = self._form
        changed = form is not None and form.rows() != self.services.holidays.rows(form.year)
        return {"year": form.year, "rows": list(map(vars, form.rows()))} if form is not None and changed else {}

    def restore(self, typed: Mapping[str, Any]) -> None:
        if typed:
            self._form = None  # whoever brings this back has set the other one aside
            self._open(typed["year"], [HolidayRow(**row) for row in typed["rows"]])
        else:
            self.show_stored()

    def back(self) -> bool:
        was_open = self._form is not None
        if was_open:
            self.writing.start_over()
        return was_open

    def show_stored(self) -> None:
        self._form = None
        clear(self._card.body)
        missing = self.services.holidays.missing()
        for year in self.services.holidays.years():
            self._card.body.addLayout(self._row(year, wanted=year.year in missing))
        row = QHBoxLayout()
        row.addWidget(label(FROM_FILE, "secondary", wrap=True), 1)
        row.addWidget(self.button("从文件读入…", "read_file", self.read_file))
        self._card.body.addLayout(row)

    def _row(self, year: HolidayYear, *, wanted: bool) -> QHBoxLayout:
        row, _words = line(f"{year.year} 年", year.words or "还没有安排。")
        row.addWidget(_badge(year, wanted=wanted))
        if year.own:
            word = "恢复原样" if year.shipped else "删除"
            back = self.button(word, f"reset_{year.year}", lambda: self.reset(year))
            back.setAccessibleName(f"{word} {year.year} 年的放假安排")
            row.addWidget(back)
        verb = "修改" if year.known else "填写"
        edit = self.button(verb, f"edit_{year.year}", lambda: self.edit(year.year), "primary" if wanted else "")
        edit.setAccessibleName(f"{verb} {year.year} 年的放假安排")
        row.addWidget(edit)
        return row

    # --- acts -------------------------------------------------------------------------------------------------

    def edit(self, year: int) -> None:
        self._open(year, self.services.holidays.rows(year))

    def read_file(self) -> None:
        """What the file says is shown first; it holds once it was saved."""
        for path in messages.choose_open_files(self, "选择放假安排文件", KINDS)[:1]:
            year, rows = self.services.holidays.read_file(path)
            self._open(year, rows)
            self.tell(f"读到 {year} 年的安排。请对照通知看一遍，再点“保存”。")

    def save(self) -> None:
        form = self._form
        if form is None:
            return
        missing = self.services.holidays.save(form.year, form.rows())
        self.settle()
        words = f"已保存 {form.year} 年的放假安排，提醒已重新算过。"
        self.tell(words + (f"没有填的节日：{'、'.join(missing)}。" if missing else ""))

    def reset(self, year: HolidayYear) -> None:
        question = (
            f"把 {year.year} 年的放假安排恢复成程序自带的？" if year.shipped else f"删除 {year.year} 年的放假安排？"
        )
        if messages.ask(self, question, "恢复原样" if year.shipped else "删除", "不改"):
            self.services.holidays.reset(year.year)
            self.settle()
            self.tell("已恢复，提醒已重新算过。按 Ctrl+Z 可以撤销。")

    def _open(self, year: int, rows: list[HolidayRow]) -> None:
        if self._form is not None:
            self.writing.start_over()
        clear(self._card.body)
        self._form = form = HolidayForm(year, rows)
        form.saved.connect(lambda: self.attempt(self.save))
        form.cancelled.connect(self.writing.start_over)
        form.edited.connect(self.edited)
        self._card.body.addWidget(form)
        form.begin()


class HolidayForm(QWidget):
    """A row of four fields for each holiday; days are read as anywhere and shown with their weekday."""

    saved = Signal()
    cancelled = Signal()
    edited = Signal()

    def __init__(self, year: int, rows: list[HolidayRow]) -> None:
        super().__init__()
        self.year = year
        self._lines: list[dict[str, QLineEdit]] = []
        self._removes: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.M)
        column.addWidget(label(f"{year} 年放假安排", "section"))
        column.addWidget(label(HOW, "secondary", wrap=True))
        self._grid = QGridLayout()
        self._grid.setSpacing(look.S)
        for place, (name, words) in enumerate(COLUMNS):
            self._grid.addWidget(label(words, "secondary"), 0, place)
            self._grid.setColumnStretch(place, 3 if name == "workdays" else 2)
        column.addLayout(self._grid)
        column.addLayout(self._foot())
        for row in rows:
            self.add_row(row)

    def _foot(self) -> Flow:
        flow = Flow(gap=look.M)
        for made, name in (
            (button("添加一行", icon="plus", clicked=self._add_empty), "add_row"),
            (button("返回", clicked=self.cancelled.emit), "cancel"),
            (button("保存", "primary", clicked=self.saved.emit), "save"),
        ):
            made.setObjectName(f"preferences.holidays_{name}")
            flow.addWidget(made)
        return flow

    def rows(self) -> list[HolidayRow]:
        return [HolidayRow(**{name: line.text() for name, line in row.items()}) for row in self._lines]

    def begin(self) -> None:
        """The cursor into the first field that is still empty."""
        wanted = [made for row in self._lines for name, made in row.items() if name in ("name", "first")]
        first = next((made for made in wanted if not made.text()), None)
        if first is not None:
            first.setFocus()

    def add_row(self, row: HolidayRow) -> None:
        place = self._grid.rowCount()
        lines: dict[str, QLineEdit] = {}
        for column, (name, words) in enumerate(COLUMNS):
            made = lines[name] = TextLine()
            made.setObjectName(f"preferences.holiday_{name}_{place}")
            made.setAccessibleName(f"第 {place} 行：{words}")
            made.setText(getattr(row, name))
            made.setCursorPosition(0)
            made.textChanged.connect(self.edited)
            self._grid.addWidget(made, place, column)
        for name in ("first", "last"):
            lines[name].editingFinished.connect(lambda made=lines[name]: self._show_weekday(made))
        self._lines.append(lines)
        remove = button("删除", "quiet", clicked=lambda: self._remove(lines, remove))
        remove.setObjectName(f"preferences.holiday_remove_{place}")
        remove.setAccessibleName(f"删除第 {place} 行")
        self._grid.addWidget(remove, place, len(COLUMNS))

    def _add_empty(self) -> None:
        self.add_row(HolidayRow())
        self._lines[-1]["name"].setFocus()

    def _remove(self, lines: dict[str, QLineEdit], remove: QWidget) -> None:
        self._lines.remove(lines)
        let_go(*lines.values(), remove)
        self.edited.emit()

    def _show_weekday(self, made: QLineEdit) -> None:
        day = parse_day(made.text(), self.year)
        if day is not None:
            made.setText(show_day(day, self.year))


def _badge(year: HolidayYear, *, wanted: bool) -> Badge:
    if wanted:
        return Badge("还没有填", "amber")
    if year.own:
        return Badge("自己填的", "accent")
    return Badge("程序自带", "green") if year.known else Badge("还没有公布")
