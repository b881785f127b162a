"""What every page shares that writes a file for somebody: button, place, progress, result."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.office.handover import Exported, Watch
from studio_app.ui.handover.recipient_form import RecipientForm
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.page import written
from studio_app.ui.kit.page.cards import Busy, Page, button, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.kit.tasks import ProgressPanel

KINDS = "Excel 工作簿 (*.xlsx)"


class ExportPage(Page):
    """`said` after an export; `list_wanted(log id)` asks for its 移交清单. `form` asks for whom."""

    said = Signal(str)
    list_wanted = Signal(str)
    form: RecipientForm[Any]
    last: Exported | None = None

    def __init__(self, services: Services, title: str, subtitle: str, name: str) -> None:
        super().__init__(title, subtitle)
        self.setObjectName(f"{name}.page")
        self._services, self._name = services, name

    # --- what each page says for itself -------------------------------------------------------------------------

    def file_name(self, order: Any) -> str:
        raise NotImplementedError

    def write(self, order: Any, path: Path, watch: Watch) -> Exported:
        """Off the GUI thread."""
        raise NotImplementedError

    def exported(self, made: Exported) -> None:
        """What is to be shown anew."""

    # --- the foot -----------------------------------------------------------------------------------------------

    def add_foot(self, title: str, *before: QPushButton) -> None:
        """Below the part that scrolls: what is about to be written, the button, and what was written."""
        self._act = title
        self.about = label("", "secondary", wrap=True)
        self.about.setObjectName(f"{self._name}.about")
        self.export_button = button(title, "primary", "export", self.form.submit)
        self.export_button.setObjectName(f"{self._name}.export")
        self.form.submitted.connect(self.export)
        self._busy = Busy(self.export_button)
        self.result = _Result(self, self._name)
        foot = QHBoxLayout()
        foot.setSpacing(look.M)
        foot.addWidget(self.about, 1)
        for made in (*before, self.export_button):
            foot.addWidget(made)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)  # noqa: S101  # for the type checker: Page made it
        outer.addWidget(self.result)
        outer.addLayout(foot)

    # --- exporting ----------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where to, then write off the GUI thread."""
        order = self.form.order()
        problems = order.problems()
        self.form.show_order_problems(problems)
        if problems:
            return
        self.result.hide()
        messages.try_again(self)
        path = messages.choose_save_file(self, self._act, self.file_name(order), KINDS)
        if path is not None:
            self._write(order, path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"))

    def _write(self, order: Any, path: Path) -> ProgressPanel:
        def work(progress: Callable[..., None], cancelled: Callable[[], bool]) -> Exported:
            def watch(done: int, total: int) -> bool:
                progress(done, total, f"第 {done} 件，共 {total} 件")
                return not cancelled()

            return self.write(order, path, watch)

        self._busy.begin()
        return tasks.run_long(self, f"正在{self._act}", work, self._exported, self._failed)

    def _exported(self, made: Exported) -> None:
        self._busy.end()
        self.last = made
        self.result.show_made(made)
        self.exported(made)

    def _failed(self, trouble: AppError) -> None:
        self._busy.end(enabled=self._services.office.may("hand_over"))
        if isinstance(trouble, Invalid):
            self.form.show_order_problems(trouble.problems)
        else:
            messages.tell(self, trouble)

    def open_folder(self) -> None:
        if self.last is not None:
            written.open_folder(self, self.last.path)

    def print_list(self) -> None:
        if self.last is not None:
            self.list_wanted.emit(self.last.log_id)


class _Result(QFrame):
    """What was written, and the two things one does next; stays until the next export."""

    def __init__(self, page: ExportPage, name: str) -> None:
        super().__init__()
        look.mark(self, banner="info")
        self.words = label("", wrap=True)
        self.words.setObjectName(f"{name}.result")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        folder = written.folder_button(f"{name}.open_folder")
        folder.clicked.connect(page.open_folder)
        self.paper = button("打印移交清单", "quiet", "printer", page.print_list)
        self.paper.setObjectName(f"{name}.print_list")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.M, look.XS, look.S, look.XS)
        row.addWidget(self.words, 1)
        row.addWidget(folder)
        row.addWidget(self.paper)
        self.hide()

    def show_made(self, made: Exported) -> None:
        where = f"文件在{written.folder_words(made.path)}里。"
        self.words.setText(f"{made.note}{where}请打开看一遍，再当面或用 U盘交给对方，不要发到群里。")
        self.show()
