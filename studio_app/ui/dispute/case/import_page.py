"""导入旧台账: choose a file, see what becomes of each row, put columns right, then take it in as one step."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.services.imports import DUPLICATE, FAILED, NEW, DryRun, NeedsPassword, Verdict
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.input.inputs import Combo, TextLine
from studio_app.ui.kit.page.cards import Busy, Card, Page, button, clear, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.table.table import Column, Table

if TYPE_CHECKING:
    from pathlib import Path

KINDS = messages.kinds((("台账", "*.xlsx *.xls *.et *.ods *.csv *.txt *.xlsm *.html"), ("所有文件", "*")))
SAVED_KINDS = "Excel 工作簿 (*.xlsx)"
WORDS = {NEW: "可以导入", DUPLICATE: "已经有了", FAILED: "导不进"}
TONES = {NEW: "green", DUPLICATE: "plain", FAILED: "red"}
LAYOUTS, NOT_TAKEN = 3, "（不用）"


def _why(verdict: Verdict) -> str:
    """The reason, else what is not sure."""
    return verdict.reason or "；".join(dict.fromkeys(verdict.entry.flags.values()))


def _type(verdict: Verdict) -> str:
    return verdict.entry.type.word if verdict.entry.type else verdict.entry.type_raw


def _outcome(verdict: Verdict) -> str:
    return verdict.entry.outcome.word if verdict.entry.outcome else verdict.entry.outcome_raw


def _tone(verdict: Verdict) -> str:
    return "amber" if verdict.what == NEW else ""


def _place(verdict: Verdict) -> str:
    return f"{verdict.entry.sheet} 第 {verdict.entry.row} 行{'（隐藏）' if verdict.entry.hidden else ''}"


COLUMNS = (
    Column("verdict", "会怎样", 96, text=lambda v: WORDS[v.what], tone=lambda v: TONES[v.what], sortable=False),
    Column("row", "在哪一行", 150, text=_place, sortable=False, least=90),
    Column("date", "日期", 104, text=lambda v: str(v.entry.date or ""), sortable=False),
    Column("names", "当事人", 190, sortable=False, least=120),
    Column("type", "类型", 110, text=_type, sortable=False, leaves=2),
    Column("summary", "简要情况", 220, text=lambda v: v.entry.summary, sortable=False, least=90, leaves=1),
    Column("outcome", "结果", 90, text=_outcome, sortable=False, leaves=3),
    Column("why", "原因、拿不准的", 240, text=_why, tone=_tone, sortable=False, grows=True),
)


class _Rows:
    """The verdicts of a dry run, or those of one kind."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self._verdicts = verdicts

    def ids(self, _sort_key: str, _descending: bool) -> Sequence[str]:  # of the kit
        return [str(place) for place in range(len(self._verdicts))]

    def rows(self, ids: Sequence[str]) -> Sequence[Verdict]:
        return [self._verdicts[int(place)] for place in ids]


class ImportPage(Page):
    """`cancelled` to go back; `imported(sentence)` once the rows are stored."""

    cancelled = Signal()
    imported = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__("导入旧台账", "先读一遍，看清每一行会怎样，再导入；导入以后可以整批撤销。", scroll=False)
        self.setObjectName("import.page")
        self._services = services
        self._file: Path | None = None
        self._run: DryRun | None = None
        self._choices: dict[str, dict[int, Combo]] = {}
        self.table = Table("import.rows", COLUMNS, _Rows(()))
        self.table.open_nothing()
        self.table.set_empty("请选择一个台账文件：Excel、WPS、ODS、CSV 或文本都可以。", "选择文件…", self.choose)
        self._build()

    def _build(self) -> None:
        self._choose = button("选择文件…", "", "folder-open", self.choose)
        self._choose.setObjectName("import.choose")
        self._about = label("", "secondary", wrap=True)
        self._about.setObjectName("import.about")
        self._only = Combo()
        self._only.setObjectName("import.only")
        self._only.setAccessibleName("看哪些行")
        self._only.set_options([("", "全部行"), *WORDS.items(), ("flags", "有拿不准的")])
        self._only.set_code("")
        self._only.chosen.connect(lambda _code: self._show_rows())
        self._fix = button("列没对上？", "quiet", clicked=self._show_columns)
        self._fix.setObjectName("import.fix")
        top = QHBoxLayout()
        for widget, stretch in ((self._choose, 0), (self._about, 1), (self._only, 0), (self._fix, 0)):
            top.addWidget(widget, stretch)
        self._mapping = Card("每一列是什么")
        self._mapping.setObjectName("import.columns")
        self._grid = QVBoxLayout()
        self._mapping.body.addLayout(self._grid)
        again = button("照这样再读一遍", clicked=self._read_again)
        again.setObjectName("import.again")
        self._mapping.corner.addWidget(again)
        self.body.setSpacing(look.M)
        self.body.addLayout(top)
        self.body.addWidget(self._password_row())
        self.body.addWidget(self._mapping)
        self.body.addWidget(self.table, 1)
        self._foot()
        self._offer()
        self.table.reload()

    def _password_row(self) -> QWidget:
        self._password = TextLine()
        self._password.setObjectName("import.password")
        self._password.setAccessibleName("文件的打开密码")
        self._password.setPlaceholderText("这个文件的打开密码")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.returnPressed.connect(self._read)
        unlock = button("打开", clicked=self._read)
        unlock.setObjectName("import.unlock")
        self._locked = QWidget()
        row = QHBoxLayout(self._locked)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._password, 1)
        row.addWidget(unlock)
        row.addStretch(1)
        self._locked.hide()
        return self._locked

    def _foot(self) -> None:
        self._store = button("导入", "primary", "download-simple", self._carry_out)
        self._store.setObjectName("import.store")
        self._failed = button("没有导入的存成 Excel…", "quiet", clicked=self._write_failed)
        self._failed.setObjectName("import.failed")
        back = button("返回", "quiet", clicked=self.cancelled.emit)
        back.setObjectName("import.back")
        self._busy = Busy(self._store)
        foot = QHBoxLayout()
        foot.setSpacing(look.M)
        foot.addStretch(1)
        for made in (back, self._failed, self._store):
            foot.addWidget(made)
        self.body.addLayout(foot)

    # --- reading ----------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Another file; what was read before is forgotten."""
        messages.try_again(self)
        chosen = messages.choose_open_files(self, "选择旧台账", KINDS)
        if chosen:
            self._file = chosen[0]
            self._password.clear()
            self._locked.hide()
            self._mapping.hide()
            self._read()

    def _read(self) -> None:
        if self._file is None:
            return
        messages.try_again(self)
        file, password, corrected = self._file, self._password.text(), self._remembered()
        read = self._services.imports.dry_run

        def work(progress: Callable[..., None], cancelled: Callable[[], bool]) -> DryRun:
            def wanted(rows: int) -> bool:
                progress(0, 0, f"读到 {rows} 行")
                return not cancelled()

            return read(file, password=password, corrected=corrected, wanted=wanted)

        self._run = None
        self._offer()
        tasks.run_long(self, f"正在读“{file.name}”", work, self._show, self._refused)

    def _show(self, run: DryRun) -> None:
        self._run = run
        self._locked.hide()
        self._about.setText(run.words())
        self._only.set_code("")
        self._show_rows()
        self._offer()

    def _refused(self, trouble: AppError) -> None:
        look.show_if(self._locked, on=isinstance(trouble, NeedsPassword))
        if isinstance(trouble, NeedsPassword):
            self._password.setFocus()
        messages.tell(self, trouble)

    def _show_rows(self) -> None:
        verdicts = self._run.verdicts if self._run else []
        only = str(self._only.code() or "")
        if only == "flags":
            verdicts = [verdict for verdict in verdicts if verdict.entry.flags]
        elif only:
            verdicts = [verdict for verdict in verdicts if verdict.what == only]
        if self._run is not None:
            self.table.set_empty("没有这样的行。" if only else "没有认出纠纷：这个文件可能不是台账，或者列没对上。")
        self.table.set_source(_Rows(verdicts))

    def _offer(self) -> None:
        count = self._run.count(NEW) if self._run else 0
        self._store.setText(f"导入 {count} 件" if count else "导入")
        self._store.setEnabled(bool(count))
        told = self._run is not None
        left = bool(self._run and (self._run.left_out or self._run.count(FAILED)))
        fixable = bool(self._run and self._run.layouts)
        for widget, on in ((self._only, told), (self._fix, fixable), (self._failed, left)):
            look.show_if(widget, on=on)
        if not told:
            self._about.setText("")
            self._mapping.hide()

    # --- columns ----------------------------------------------------------------------------------------------

    def _show_columns(self) -> None:
        """A choice for each heading of the first layouts."""
        clear(self._grid)
        self._choices = {}
        options = [("", NOT_TAKEN), *self._services.imports.columns()]
        for name, layout in list(self._run.layouts.items())[:LAYOUTS] if self._run else ():
            grid = QGridLayout()
            grid.setHorizontalSpacing(look.M)
            taken = {at: key for key, at in layout.columns.items()}
            self._choices[name] = {}
            for place, (at, heading) in enumerate(layout.labels):
                combo = Combo()
                combo.setObjectName(f"import.column.{at}")
                combo.setAccessibleName(heading)
                combo.set_options(options)
                combo.set_code(taken.get(at, "") if taken.get(at, "") in dict(options) else "")
                self._choices[name][at] = combo
                row, column = divmod(place, 4)
                grid.addWidget(label(heading, "secondary"), row, column * 2)
                grid.addWidget(combo, row, column * 2 + 1)
            self._grid.addLayout(grid)
        look.show_if(self._mapping, on=True)

    def _read_again(self) -> None:
        """What was put right is remembered by this computer for files of the same layout."""
        settings = ComputerSettings.load()
        told = {name: self._told(name, columns) for name, columns in self._choices.items()}
        settings.layouts = {**settings.layouts, **told}
        settings.save()
        self._read()

    def _told(self, name: str, combos: dict[int, Combo]) -> dict[str, int]:
        """Where each column is: as chosen, and what nobody is asked about as it was read."""
        asked = dict(self._services.imports.columns())
        known = self._run.layouts[name].columns.items() if self._run else ()
        chosen = {str(combo.code()): at for at, combo in combos.items() if combo.code()}
        return {key: at for key, at in known if key not in asked and at not in chosen.values()} | chosen

    @staticmethod
    def _remembered() -> dict[str, Any]:
        return ComputerSettings.load().layouts

    # --- storing ----------------------------------------------------------------------------------------------

    def _carry_out(self) -> None:
        run = self._run
        if run is None:
            return
        messages.try_again(self)
        store = self._services.imports.carry_out

        def work(progress: Callable[..., None], cancelled: Callable[[], bool]) -> int:
            total = run.count(NEW)

            def wanted(done: int) -> bool:
                progress(done, total, f"存了 {done} 件，共 {total} 件")
                return not cancelled()

            return store(run, wanted)

        self._busy.begin()
        tasks.run_long(self, "正在导入", work, self._stored, self._not_stored)

    def _stored(self, count: int) -> None:
        self._busy.end()
        self.imported.emit(f"已导入 {count} 件纠纷；要撤销按“撤销”，整批撤回。")

    def _not_stored(self, trouble: AppError) -> None:
        self._busy.end()
        messages.tell(self, trouble)

    def _write_failed(self) -> None:
        run = self._run
        path = messages.choose_save_file(self, "没有导入的存成 Excel", "没有导入的行.xlsx", SAVED_KINDS)
        if run is None or path is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        self._services.imports.write_failed(run, path)
        messages.tell(self, f"没有导入的行和原因存在“{path.name}”里。")

    # --- what the screen asks of a page being written -----------------------------------------------------------

    def keep_now(self) -> bool:
        """Nothing here is a draft."""
        return False

    def leave(self) -> None:
        """Nothing is kept: the file is still where it was."""

    def veil(self, *, on: bool) -> None:
        """Names of a file somebody just chose are not the desk's: they stay in view."""
