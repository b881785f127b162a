"""The day a printed record was signed: noted once, and the record is read-only from then on."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal

from studio_app.desk import Services
from studio_app.ui.kit.form.form_cells import Cell
from studio_app.ui.kit.page.cards import Card, button, label
from studio_app.ui.kit.page.flow import Flow
from studio_app.ui.record import asking

CHANGED = "记录改过还没有保存。先保存，再登记签名？签了名的纸上应当是改过的内容。"
TOO = "签名日期也填了，一起登记吗？"


class SignBar(Card):
    """`signed(day)` at the button."""

    signed = Signal(object)
    edited = Signal()

    def __init__(self, page: str, services: Services) -> None:
        super().__init__("签名")
        self.body.addWidget(
            label(
                "打印出来念给各方听，签好以后在这里记下日期。记下以后，这份记录只能看、不能改。", "secondary", wrap=True
            )
        )
        self._cell = Cell(page, asking.day(services, "signed_on", "签名日期", past=True))
        self._cell.edited.connect(lambda _name: self.edited.emit())
        self._cell.editor.set_value(services.office.today())
        self.body.addWidget(self._cell)
        self.button = button("登记签名", clicked=self.sign)
        self.button.setObjectName(f"{page}.sign")
        row = Flow()
        row.addWidget(self.button)
        self.body.addLayout(row)

    def sign(self) -> None:
        """As the button does."""
        if self._cell.check():
            return
        day = self._cell.editor.value()
        if day is None:
            self._cell.show_problem("请填写签名日期。")
        else:
            self.signed.emit(day)

    def typed(self) -> dict[str, object]:
        return {"signed_on": self._cell.editor.raw()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        self._cell.editor.set_raw(typed["signed_on"])
