"""导出为 Excel: what was shown elsewhere, and the question for whom."""

from pathlib import Path

from PySide6.QtCore import Signal

from studio_app.desk import Services
from studio_app.office.handover import Exported, Leaving, Order, Watch, proposed
from studio_app.ui.handover.export_page import ExportPage
from studio_app.ui.handover.recipient_form import Recipient, RecipientForm
from studio_app.ui.kit.page.cards import Card, button, label


class ListExportPage(ExportPage):
    """`left` when the person goes back to where it was shown."""

    left = Signal()

    def __init__(self, services: Services, leaving: Leaving) -> None:
        super().__init__(services, "导出为 Excel", leaving.title, "list_export")
        self._leaving = leaving
        proposal = proposed(services.office.lists, Order())
        start = Recipient(to_whom=proposal.to_whom, purpose=proposal.purpose, mask=proposal.mask)
        self.form = RecipientForm(services, "list_export", start)
        self.form.edited.connect(self._tell)
        card = Card("交给谁，遮盖到什么程度")
        card.body.addWidget(self.form)
        self.body.addWidget(label(leaving.about, wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)
        back = button("返回", clicked=self.left.emit)
        back.setObjectName("list_export.back")
        self.add_foot("导出为 Excel", back)
        self._tell()

    def _tell(self) -> None:
        self.about.setText(self.file_name(self.form.order()))

    def file_name(self, order: Order) -> str:
        return self._leaving.file_name(order)

    def write(self, order: Order, path: Path, watch: Watch) -> Exported:
        return self._leaving.write(order, path, watch)
