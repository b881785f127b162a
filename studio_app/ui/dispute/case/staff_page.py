"""承办人员: who mediates, how chosen, what the 回避 check found, and who withdrew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.records.dispute.case.service import Assigned, StaffChoice, Withdrawal
from studio_app.ui.dispute.case.case_cards import DUTIES
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Choice, Form, Line, LongText, Section
from studio_app.ui.kit.page.cards import Card, button, clear, label
from studio_app.ui.record import asking
from studio_app.ui.record.writing_page import WritingPage

CHOSEN = (("assigned", "指派"), ("party", "当事人选择"))


@dataclass
class WithdrawalTyped:
    """The withdrawal form: `staff_id` is who takes over."""

    ground: str = ""
    reason: str = ""
    day: date | None = None
    staff_id: str = ""
    decision: str = ""


class StaffPage(WritingPage):
    shows_case = True

    def __init__(self, services: Services, case_id: str) -> None:
        super().__init__(services, "staff", "承办人员", about(services.cases.case_file(case_id).case))
        self._case_id = case_id
        self._leaving: Assigned | None = None
        self._mode = services.cases.case_file(case_id).case.mode
        people = self._people()
        self._list = Card("承办人员")
        self._rows = QVBoxLayout()
        self._list.body.addLayout(self._rows)
        self._assign_card = self._make_assigning(people)
        self._leave_card = self._make_leaving(people)
        for card in (self._list, self._assign_card, self._leave_card):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.main = self.add_button("assign", "保存指派", self.save, "primary")
        self.add_back()
        self.writing.key = f"staff:{case_id}"
        self.keep(assign=self.form)
        self.keep(self.withdraw, leaving=self.leave_form)
        self.refresh()
        self._clear_assigning()
        self.writing.restored.connect(self._check)
        self.writing.begin()

    # --- building ---------------------------------------------------------------------------------------------

    def _make_assigning(self, people: list[tuple[str, str]]) -> Card:
        fields = [
            Choice("staff_id", "人员", options=people),
            Line("name", "名单里没有，写姓名", placeholder="写了就添加到名单里"),
            asking.choice(self.services, "role", "他的身份", "staff_roles"),
            asking.buttons("duty", "担任", list(DUTIES.items())),
            asking.buttons("chosen_by", "由谁定的（指派、当事人选）", CHOSEN),
            LongText("decision", "核实了什么、为什么仍由他办", rows=2, wide=True),
        ]
        self.form = Form("staff", [Section("", fields)], StaffChoice())
        self.form.field_edited.connect(self._edited)
        self._findings = label("", tone="amber", wrap=True)
        card = Card("指派")
        card.body.addWidget(self.form)
        card.body.addWidget(self._findings)
        return card

    def _make_leaving(self, people: list[tuple[str, str]]) -> Card:
        services = self.services
        fields = [
            asking.choice(services, "ground", "回避情形", "recusal_grounds"),
            asking.day(services, "day", "日期", past=True),
            LongText("reason", "谁提出的，为什么", rows=2, wide=True),
            Choice("staff_id", "换成", options=people, blank="不换别人"),
            LongText("decision", "对接替人员的核实情况", rows=2, wide=True),
        ]
        self.leave_form = Form("withdraw", [Section("", fields)], WithdrawalTyped())
        card = Card("回避、更换")
        card.body.addWidget(self.leave_form)
        stay = button("不换", "quiet", clicked=self._stay)
        stay.setObjectName("withdraw.stay")
        card.corner.addWidget(stay)
        card.hide()
        return card

    def _people(self) -> list[tuple[str, str]]:
        return [(p.id, self._with_role(p)) for p in self.services.cases.available_staff()]

    def _edited(self, name: str) -> None:
        """Somebody new is asked for his role; somebody of the list is looked at."""
        if name == "staff_id":
            self._check()
        if name == "name":
            self.form.set_shown("role", shown=bool(self.form.value("name")))

    def _with_role(self, person: object) -> str:
        role = self.services.office.lists.label("staff_roles", getattr(person, "role", ""))
        return f"{getattr(person, 'name', '')}（{role}）" if role else str(getattr(person, "name", ""))

    # --- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the case's staff anew."""
        file = self.services.cases.case_file(self._case_id)
        clear(self._rows)
        for assigned in file.staff:
            self._rows.addWidget(self._row(assigned))
        signers = self.services.cases.signers(self._case_id)
        if file.case.mode == "A" and not signers:
            says = (
                "还没有人民调解员承办，协议上没有人可以签名。请在下面指派一位；名单里没有的，写他的姓名"
                "（《人民调解法》第二十九条）。"
            )
            self._rows.addWidget(label(says, tone="amber", wrap=True))

    def _clear_assigning(self) -> None:
        """Ready for the next person."""
        cases = self.services.cases
        file = cases.case_file(self._case_id)
        fitting = [p.id for p in cases.available_staff() if file.host is None and cases.may_host(self._mode, p)]
        only = fitting[0] if len(fitting) == 1 else ""
        role = "mediator" if self._mode == "A" else "volunteer"
        self.form.set_options("staff_id", self._people())
        self.form.load(StaffChoice(only, role=role, duty="mediator" if file.host else "host"))
        self.form.set_shown("role", shown=False)
        self.form.set_shown("decision", shown=False)
        self._findings.hide()

    def _stay(self) -> None:
        """Nobody leaves, or somebody has left: assigning is the page's work again."""
        self._leaving = None
        self._leave_card.hide()
        self._assign_card.show()
        self._name_main("保存指派")

    def _name_main(self, words: str) -> None:
        self.main.setText(words)
        self.main.setAccessibleName(words)

    def _row(self, assigned: Assigned) -> QWidget:
        row, staff = assigned.row, assigned.staff
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, look.XS, 0, look.XS)
        how = dict(CHOSEN).get(row.chosen_by, "")
        gone = f"{row.withdrawn_on:%Y-%m-%d} 退出" if row.withdrawn_on else ""
        head = "　".join(word for word in (self._with_role(staff), DUTIES.get(row.duty, ""), how, gone) if word)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(head, "secondary" if gone else "", wrap=True))
        below = [*row.findings, row.decision]
        if any(below):
            words.addWidget(label("　".join(word for word in below if word), "secondary", wrap=True))
        line.addLayout(words, 1)
        if not row.withdrawn_on:
            change = button("回避、更换", "quiet", clicked=lambda: self._ask_leaving(assigned))
            change.setAccessibleName(f"回避、更换：{staff.name}")
            change.setObjectName("staff.withdraw")
            line.addWidget(change)
        return made

    def _check(self) -> None:
        """What speaks against the person chosen is said at once, before anything is stored."""
        staff_id = str(self.form.value("staff_id") or "")
        findings = self.services.cases.check_staff(self._case_id, staff_id) if staff_id else []
        text = "".join(finding.reason for finding in findings)
        self._findings.setText(text or "没有发现需要回避的情形（近亲属、同楼邻居、以前的纠纷）。")
        look.mark(self._findings, tone="amber" if findings else "green")
        look.show_if(self._findings, on=bool(staff_id))
        self.form.set_shown("decision", shown=bool(findings))

    def _ask_leaving(self, assigned: Assigned) -> None:
        self._leaving = assigned
        self._leave_card.set_title(f"回避、更换：{assigned.staff.name}")
        if self.leave_form.draft() == WithdrawalTyped():  # else it was brought back
            self.leave_form.load(WithdrawalTyped(day=self.services.office.today()))
        self._assign_card.hide()
        self._leave_card.show()
        self._name_main("记下更换")
        self.leave_form.focus_first()
        self.area.ensureWidgetVisible(self._leave_card)

    # --- storing ----------------------------------------------------------------------------------------------

    def save(self) -> None:
        """What the main button says."""
        if self._leaving is not None:
            self.withdraw()
            return
        missed = self.services.cases.case_file(self._case_id).host is None
        if self._try(self.form, lambda: self.services.cases.assign(self._case_id, self.form.draft()), "已指派。"):
            self._clear_assigning()
            self.writing.part_stored("assign")
            if missed and self.services.cases.case_file(self._case_id).host is not None:
                self.go_on("已指派。")  # what was missing is there: the case goes on

    def withdraw(self) -> None:
        """Who was asked about leaves; another may take over."""
        if self._leaving is None:
            return
        typed = self.leave_form.draft()
        follower = StaffChoice(typed.staff_id, decision=typed.decision) if typed.staff_id else None
        wanted = Withdrawal(self._leaving.row.id, typed.day, typed.reason, typed.ground, follower)
        if self._try(self.leave_form, lambda: self.services.cases.withdraw(self._case_id, wanted), "已记下更换。"):
            self.leave_form.load(WithdrawalTyped())
            self._stay()
            self.writing.part_stored("leaving")

    def _try(self, form: Form[Any], act: Callable[[], object], sentence: str) -> bool:
        """True when it was done."""
        try:
            act()
        except Invalid as refused:
            self._show_problems(form, refused.problems)
            return False
        except AppError as refused:
            self.tell(refused)
            return False
        self.said.emit(sentence)
        self.refresh()
        return True

    def _show_problems(self, form: Form[Any], problems: Mapping[str, str]) -> None:
        if "decision" in problems:
            form.set_shown("decision", shown=True)
            self._findings.hide()  # the problem beside the field repeats them
        form.show_problems(problems)
