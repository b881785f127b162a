"""别的台账和登记簿: which one, which time, for whom; written as the ledger is."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from studio_app.desk import Services
from studio_app.office.handover import Exported, Watch
from studio_app.services.ledgers import RegisterOrder
from studio_app.ui.handover.export_page import ExportPage
from studio_app.ui.handover.order_form import Asked, OrderForm, period_section
from studio_app.ui.kit import tasks
from studio_app.ui.kit.form.form import Choice
from studio_app.ui.kit.page.cards import Card, button, label


@dataclass
class AskedRegister(Asked):
    """The answers as the form holds them."""

    register: str = ""


class RegisterForm(OrderForm):
    def __init__(self, services: Services) -> None:
        registers = services.ledgers.registers()
        which = Choice("register", "哪一种", options=registers, wide=True)
        super().__init__(
            services,
            "registers",
            AskedRegister(register=registers[0][0]),
            period_section(services, title="① 哪一种，哪一段时间", first=[which]),
        )

    def order(self) -> RegisterOrder:
        asked = self.draft()
        assert isinstance(asked, AskedRegister)  # noqa: S101  # for the type checker: it was made as one
        first, last = asked.days(self._services.office.today())
        return RegisterOrder(first=first, last=last, register=asked.register, **asked.told())


class RegistersPage(ExportPage):
    """`left` when the person goes back to the ledger."""

    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__(services, "别的台账和登记簿", "登记簿、回访、履行，一种一张表，交给谁照样记下来", "registers")
        self.form: RegisterForm = RegisterForm(services)
        self._shown: RegisterOrder | None = None
        self.count = label("", wrap=True)
        self.count.setObjectName("registers.count")
        card = Card("")
        card.body.addWidget(self.form)
        card.body.addWidget(self.count)
        self.body.addWidget(card)
        self.body.addStretch(1)
        back = button("返回", clicked=self.left.emit)
        back.setObjectName("registers.back")
        self.add_foot("导出", back)
        self.form.edited.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        order = self._shown = self.form.order()
        if order.period_problems() | self.form.unread():
            self.count.setText("先选好期间。")
            self.about.clear()
            return
        count = self._services.ledgers.register_count
        tasks.run(self, lambda: count(order), lambda rows: self._show(order, rows))

    def _show(self, order: RegisterOrder, rows: int) -> None:
        if order == self._shown:
            self.count.setText(f"这段时间有 {rows} 行。" if rows else "这段时间没有记录，导出的是空表。")
            self.about.setText(self.file_name(order))

    def file_name(self, order: RegisterOrder) -> str:
        return self._services.ledgers.register_file_name(order)

    def write(self, order: RegisterOrder, path: Path, watch: Watch) -> Exported:
        return self._services.ledgers.export_register(order, path, force=True, watch=watch)
