"""打印: every paper of a case, looked at before it goes to the printer or into a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.services.printing import BLANK, Pages, Paper, PrintForm, TemplateBroken
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.input.inputs import Combo
from studio_app.ui.kit.page import written
from studio_app.ui.kit.page.cards import Banner, label
from studio_app.ui.kit.page.pages_view import PagesView, print_pages
from studio_app.ui.kit.popup import messages
from studio_app.ui.record.inner_page import InnerPage

NAME = "print"
PDF = "PDF 文件 (*.pdf)"


@dataclass(frozen=True)
class _Drawn:
    """A paper as it is looked at; `missing`: what it leaves open."""

    paper: Paper
    pages: Pages
    svgs: list[str]
    missing: list[str]


class PrintPage(InnerPage):
    """`form` and `subject_id` choose what is shown first; a `subject_id` alone finds its own form.

    `done` with a sentence when something went to paper or file, `cancelled` when nothing did.
    """

    help_topic = "printing"
    _written: Path | None = None

    def __init__(
        self,
        services: Services,
        case_id: str,
        form: str = "summary",
        subject_id: str = "",
    ) -> None:
        super().__init__(services, NAME, "打印", about(services.cases.case_file(case_id).case), scroll=False)
        self._case_id = case_id
        self._forms: list[PrintForm] = []
        self._drawn: _Drawn | None = None
        self._turn = 0
        self._shipped = False
        self._told = ""
        self._loading = False
        self._build()
        self._load(form, subject_id)

    # --- what is chosen ---------------------------------------------------------------------------------------

    @property
    def paper(self) -> Paper:
        """As chosen on the left."""
        form = self._form()
        mask = str(self.masking.code()) if form.maskable else "internal"
        subject = str(self.subject.code() or "") if form.subjects else ""
        return Paper(form.key, self._case_id, subject, mask, self._recipient(), self.photos.isChecked())

    def choose(self, key: str, subject_id: str = "") -> None:
        """Show a paper, as a click on it in the list."""
        place = next((n for n, form in enumerate(self._forms) if form.key == key and not form.reason), 0)
        self._loading = True
        self.list.setCurrentRow(place)
        self._offer(subject_id)
        self._loading = False
        self._redraw()

    def refresh(self) -> None:
        """Read the case again and draw."""
        chosen = self.paper
        self._load(chosen.form, chosen.subject_id)

    def _load(self, form: str, subject_id: str) -> None:
        try:
            self._forms = self.services.printing.forms_of(self._case_id)
        except AppError as refused:
            messages.tell(self, refused)
            return
        self._loading = True
        self.list.clear()
        for offered in self._forms:
            self.list.addItem(_item(offered))
        self._loading = False
        owner = next((f.key for f in self._forms if subject_id in {s.id for s in f.subjects}), "")
        self.choose(owner if subject_id and subject_id != BLANK and owner else form, subject_id)

    def _form(self) -> PrintForm:
        return self._forms[max(self.list.currentRow(), 0)]

    def _recipient(self) -> str:
        return str(self.recipient.code() or "community")

    def _offer(self, subject_id: str = "") -> None:
        """The choices that matter for the paper in view."""
        form = self._form()
        self.subject.set_options([(subject.id, subject.label) for subject in form.subjects])
        self.subject.set_code(subject_id if subject_id in {s.id for s in form.subjects} else form.newest)
        for widget in (self._subject_label, self.subject):
            look.show_if(widget, on=len(form.subjects) > 1)
        for widget in (self._masking_label, self.masking):
            look.show_if(widget, on=form.maskable)
        self._offer_finer()

    def _offer_finer(self) -> None:
        form = self._form()
        handed_over = form.maskable and self.masking.code() == "handover"
        for widget in (self._recipient_label, self.recipient):
            look.show_if(widget, on=handed_over)
        look.show_if(
            self.photos, on=form.key in {"record", "investigation", "follow_up"} and self.subject.code() != BLANK
        )

    def veil(self, *, on: bool) -> None:
        """F8: papers are whole, so none of them is shown."""
        look.show_if(self.view, on=not on)
        look.show_if(self._veil, on=on)

    # --- drawing ----------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if not self._loading and self._forms:
            self._offer_finer()
            self._redraw()

    def _form_changed(self) -> None:
        if not self._loading and self._forms:
            self._loading = True
            self._offer()
            self._loading = False
            self._redraw()

    def _redraw(self) -> None:
        paper, shipped = self.paper, self._shipped
        self._turn += 1
        turn = self._turn
        self._drawn = None
        self._allow(on=False)
        self.status.setText("正在排版……")
        printing = self.services.printing

        def draw() -> _Drawn:
            pages = printing.draw(paper, shipped=shipped)
            return _Drawn(paper, pages, pages.svg(), printing.missing(paper))

        tasks.run(self, draw, lambda drawn: self._show(turn, drawn), lambda trouble: self._fail(turn, trouble))

    def _show(self, turn: int, drawn: "_Drawn") -> None:
        if turn != self._turn:  # something else was chosen meanwhile
            return
        self._drawn = drawn
        self.view.set_pages(drawn.svgs)
        told = "\n".join(part for part in (drawn.pages.note, *drawn.missing) if part)
        self.note.setText(f"打印前看一看：{told}" if drawn.missing else told)
        look.show_if(self.note, on=bool(told))
        copies = self._form().copies
        self.status.setText(f"按规定打印 {copies} 份。" if copies > 1 else "")
        self._allow(on=True)

    def _fail(self, turn: int, trouble: AppError) -> None:
        if turn != self._turn:
            return
        self.view.set_pages([])
        self.note.hide()
        self.status.setText("")
        notice = Banner(str(trouble), "error")
        if isinstance(trouble, TemplateBroken):
            notice.add_action("用自带模板", self._use_shipped)
        self.add_notice(notice)

    def _use_shipped(self) -> None:
        self._shipped = True
        self._redraw()

    def _allow(self, *, on: bool) -> None:
        self.print_button.setEnabled(on)
        self.save_button.setEnabled(on)

    # --- out --------------------------------------------------------------------------------------------------

    def print_now(self) -> None:
        """The system's print dialog, then noted in the export log, then vectors to the printer."""
        if self._drawn is None:
            return
        noted = partial(self.services.printing.note_printed, self._drawn.paper)
        try:
            if not print_pages(self, self._drawn.svgs, copies=self._form().copies, noted=noted):
                return
        except AppError as trouble:
            messages.tell(self, trouble)
            return
        self._say(f"已送打印机：{self._form().title}。")

    def save_pdf(self) -> None:
        """Ask where and write the PDF; the dialog has asked about an old file of the same name."""
        if self._drawn is None:
            return
        paper, pages = self._drawn.paper, self._drawn.pages
        chosen = messages.choose_save_file(self, "存为 PDF", self.services.printing.file_name(paper), PDF)
        if chosen is None:
            return
        path = chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
        try:
            self.services.printing.save(paper, pages, path, force=path == chosen)
        except AppError as trouble:
            messages.tell(self, trouble)
            return
        self._written = path
        self._say(f"已存为 PDF：{path.name}，在{written.folder_words(path)}里。")
        look.show_if(self._folder, on=True)

    def open_folder(self) -> None:
        """Where the last PDF lies."""
        if self._written is not None:
            written.open_folder(self, self._written)

    def give_up(self) -> None:
        """Back to the case."""
        if self._told:
            self.done.emit(self._told)
        else:
            self.cancelled.emit()

    def _say(self, sentence: str) -> None:
        self._told = sentence
        self.status.setText(sentence)

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(look.L)
        row.addWidget(self._choices())
        self.view = PagesView(f"{NAME}.pages")
        row.addWidget(self.view, 1)
        self._veil = label("已遮住。按 F8 显示要打印的内容。", "secondary")
        self._veil.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._veil, 1)
        self._veil.hide()
        self.body.addLayout(row, 1)
        self.print_button = self.add_button("print", "打印…", self.print_now, "primary")
        self.save_button = self.add_button("save", "存为 PDF…", self.save_pdf)
        self.add_button("back", "返回", self.give_up)
        self._folder = written.folder_button(f"{NAME}.open_folder")
        self._folder.clicked.connect(self.open_folder)
        self.bar.addWidget(self._folder)
        self._folder.hide()

    def _choices(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(look.scaled(290))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.S)
        self.list = QListWidget()
        look.mark(self.list, card="true")
        self.list.setObjectName(f"{NAME}.forms")
        self.list.setAccessibleName("要打印的表")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self._form_changed())
        column.addWidget(self.list, 1)
        lists = self.services.office.lists
        self._subject_label, self.subject = self._choice("subject", "哪一份", (), column)
        self._masking_label, self.masking = self._choice("mask", "遮盖程度", self.services.printing.masks(), column)
        recipients = [(entry.code, entry.label) for entry in lists.entries("recipients")]
        self._recipient_label, self.recipient = self._choice("recipient", "交给谁", recipients, column)
        self.masking.set_code("internal")
        self.recipient.set_code("community")
        self.photos = QCheckBox("附上这份记录的照片")
        self.photos.setObjectName(f"{NAME}.photos")
        self.photos.setChecked(True)
        self.photos.toggled.connect(lambda _on: self._changed())
        column.addWidget(self.photos)
        self.note = label("", tone="amber", wrap=True)
        self.note.hide()
        column.addWidget(self.note)
        return side

    def _choice(
        self, name: str, words: str, options: Sequence[tuple[object, str]], column: QVBoxLayout
    ) -> tuple[QLabel, Combo]:
        told, made = label(words, "secondary"), Combo()
        made.setObjectName(f"{NAME}.{name}")
        made.setAccessibleName(words)
        told.setBuddy(made)
        made.set_options(options)
        made.currentIndexChanged.connect(lambda _place: self._changed())
        column.addWidget(told)
        column.addWidget(made)
        return told, made


def _item(form: PrintForm) -> QListWidgetItem:
    """The paper's title; one that cannot be printed now says why and cannot be chosen."""
    made = QListWidgetItem(f"{form.title}\n{form.reason}" if form.reason else form.title)
    if form.reason:
        made.setFlags(Qt.ItemFlag.NoItemFlags)
        made.setForeground(look.colour("secondary"))
    return made
