"""填报单位, 填报人, 审核人, 联系电话: shown on one line, changed where they stand."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.services.ledgers import Heading
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Form, Line, Section
from studio_app.ui.kit.page.cards import button, label


@dataclass
class HeadingDraft:
    unit: str = ""
    reporter: str = ""
    reviewer: str = ""
    phone: str = ""


FIELDS = (
    Line("unit", "填报单位（盖章）"),
    Line("reporter", "填报人"),
    Line("reviewer", "审核人"),
    Line("phone", "联系电话"),
)


class HeadingPanel(QWidget):
    """Folded until somebody wants to change it; `keep` stores what was typed."""

    def __init__(self, keep: Callable[[Heading], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep = keep
        self._words = label("", "secondary", wrap=True)
        self.change = button("改表头和落款", "quiet", "pencil-simple", self._toggle)
        self.change.setObjectName("handover.change_heading")
        self.form = Form("handover_heading", (Section("", FIELDS),), HeadingDraft())
        self.form.submitted.connect(self._store)
        self.store = button("保存表头", clicked=self.form.submit)
        self.store.setObjectName("handover.keep_heading")
        top = QHBoxLayout()
        top.addWidget(self._words, 1)
        top.addWidget(self.change)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.store)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.S)
        column.addLayout(top)
        column.addWidget(self._inside)
        self._inside.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def load(self, heading: Heading) -> None:
        shown = (("填报单位", heading.unit), ("填报人", heading.reporter), ("审核人", heading.reviewer or "手写"))
        self._words.setText("　".join(f"{name}：{words}" for name, words in shown))
        self.form.load(HeadingDraft(**asdict(heading)))

    def _toggle(self) -> None:
        look.show_if(self._inside, on=self._inside.isHidden())
        if self._inside.isVisible():
            self.form.focus_first()

    def _store(self) -> None:
        self._keep(Heading(**asdict(self.form.draft())))
        self._inside.hide()
