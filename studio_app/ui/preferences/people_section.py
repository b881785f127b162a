"""人员与账号: who works here, and who of them may sign in."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.services.accounts import AccountLine, StaffLine
from studio_app.ui.kit import tasks
from studio_app.ui.kit.page.cards import Badge, Banner, Card, clear, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.people_forms import (
    AccountForm,
    HandOverForm,
    PasswordForm,
    RoleForm,
    SmallForm,
    StaffForm,
)
from studio_app.ui.preferences.section import CHANGING, SectionPage, line

ALONE = "每人一个账号，才知道是谁记的。点“添加账号”，由本人设密码。"
ROLES_TOLD = "权限只管在程序里能点什么。凡能登录的人，懂电脑的都可能看到全部内容，账号只给信得过的人。"


class PeopleSection(SectionPage):
    """Forms open inside the card they belong to; nothing pops up."""

    def __init__(self, services: Services) -> None:
        super().__init__(services, "people")
        self._open_form: SmallForm | None = None
        self.writing.keep(person=self)
        self._staff, self._accounts = Card("人员"), Card("账号")
        self._staff.corner.addWidget(self.button("添加人员", "add_staff", lambda: self.edit_staff("")))
        self._accounts.corner.addWidget(self.button("添加账号", "add_account", self.add_account))
        for card in (self._staff, self._accounts):
            self.column.addWidget(card)
        self.column.addStretch(1)

    def is_busy(self) -> bool:
        return self._open_form is not None

    def typed(self) -> dict[str, object]:
        """Who is being written down; passwords are never kept."""
        form = self._open_form
        return form.typed() if isinstance(form, StaffForm) else {}

    def restore(self, typed: Mapping[str, Any]) -> None:
        if typed:
            form = StaffForm(self.services, typed["id"])
            form.form.restore(typed["answers"])
            self._open_form = None  # whoever brings this back has set the other one aside
            self._open_staff(form)
        else:
            self.show_stored()

    def back(self) -> bool:
        was_open = self._open_form is not None
        if was_open:
            self.writing.start_over()
        return was_open

    def show_stored(self) -> None:
        self._open_form = None
        accounts = self.services.accounts
        clear(self._staff.body)
        clear(self._accounts.body)
        for person in accounts.staff():
            self._staff.body.addLayout(self._staff_row(person))
            if not person.working and (person.sign_in or person.open_cases):
                self._staff.body.addWidget(label(_left_behind(person), tone="amber", wrap=True))
        lines = accounts.accounts()
        for account in lines:
            self._accounts.body.addLayout(self._account_row(account))
        if len(lines) == 1:
            self._accounts.body.addWidget(label(ALONE, "secondary", wrap=True))
        self._accounts.body.addWidget(label(ROLES_TOLD, "secondary", wrap=True))

    # --- rows -------------------------------------------------------------------------------------------------

    def _staff_row(self, person: StaffLine) -> QHBoxLayout:
        details = "　".join(part for part in (person.role_words, person.phone) if part)
        row, _words = line(person.name, details)
        if not person.working:
            row.addWidget(Badge("已离开"))
        if person.open_cases:
            row.addWidget(Badge(f"还承办 {person.open_cases} 件", "amber"))
        if person.sign_in:
            row.addWidget(Badge("有账号", "accent"))
        if person.open_cases:
            row.addWidget(self._small("交接", "hand_over", person, lambda: self.hand_over(person)))
        row.addWidget(self._small("修改", "edit_staff", person, lambda: self.edit_staff(person.id)))
        return row

    def _account_row(self, account: AccountLine) -> QHBoxLayout:
        name = account.sign_in if account.name == account.sign_in else f"{account.sign_in}（{account.name}）"
        row, _words = line(name + ("　就是您" if account.own else ""), account.role_words)
        if not account.active:
            row.addWidget(Badge("已停用"))
            row.addWidget(self._small("重新启用", "enable", account, lambda: self.enable(account)))
            return row
        row.addWidget(self._small("改权限", "role", account, lambda: self.change_role(account)))
        if not account.own:
            row.addWidget(self._small("重设密码", "renew", account, lambda: self.renew(account)))
            row.addWidget(self._small("停用", "disable", account, lambda: self.disable(account), "danger"))
        return row

    def _small(
        self, words: str, act: str, whom: StaffLine | AccountLine, clicked: Callable[[], object], kind: str = ""
    ) -> QPushButton:
        """One of several alike: whom it is about is told to whoever cannot see the row."""
        made = self.button(words, f"{act}_{whom.id}", clicked, kind)
        made.setAccessibleName(f"{words}：{whom.name}")
        return made

    # --- acts -------------------------------------------------------------------------------------------------

    def edit_staff(self, staff_id: str) -> None:
        """The form of a person, in place of the list until it is saved or given up."""
        self._open_staff(StaffForm(self.services, staff_id))

    def hand_over(self, person: StaffLine) -> None:
        """The open cases of one who left go to somebody who works here."""
        form = HandOverForm(self.services, person)
        self._open(self._staff, form, lambda: self._hand_over(form, person))

    def _hand_over(self, form: HandOverForm, person: StaffLine) -> None:
        done = self.services.cases.hand_over(person.id, form.successor)
        self.refresh()
        if done.stayed:
            self.add_notice(Banner("\n".join(("没有交接，请到纠纷里另行指派：", *done.stayed)), "warn"))
        self.tell(f"{done.moved} 件纠纷已经交接。按 Ctrl+Z 可以撤销。" if done.moved else "没有纠纷交接出去。")

    def add_account(self) -> None:
        form = AccountForm(self.services)
        self._open(self._accounts, form, lambda: self._save_account(form))

    def change_role(self, account: AccountLine) -> None:
        form = RoleForm(self.services, account)
        self._open(self._accounts, form, lambda: self._change_role(form, account))

    def renew(self, account: AccountLine) -> None:
        """Somebody forgot the password and types a new one here."""
        form = PasswordForm(self.services, f"给“{account.sign_in}”设新密码，请本人来输入。")
        self._open(self._accounts, form, lambda: self._renew(form, account))

    def enable(self, account: AccountLine) -> None:
        form = PasswordForm(self.services, f"重新启用“{account.sign_in}”，请本人来设新密码。")
        self._open(self._accounts, form, lambda: self._enable(form, account))

    def disable(self, account: AccountLine) -> None:
        question = (
            f"停用“{account.sign_in}”并换锁？停用后用原来的密码打不开以后的数据；"
            "已经拷走的旧备份，用当时的密码仍然能打开。"
        )
        if messages.ask(self, question, "停用并换锁", "不停用"):
            tasks.run_whole(
                self,
                CHANGING,
                lambda: self.services.accounts.disable(account.id),
                lambda _none: self._disabled(account),
                self._not_disabled,
            )

    def _not_disabled(self, trouble: AppError) -> None:
        """The list says what holds all the same."""
        if self._open_form is None:
            self.refresh()
        self.add_notice(Banner(str(trouble), "error"))

    def _disabled(self, account: AccountLine) -> None:
        if self._open_form is None:
            self.refresh()
        self.tell(f"已停用“{account.sign_in}”，锁已换好。")

    def _open_staff(self, form: StaffForm) -> None:
        form.form.edited.connect(self.edited)
        self._open(self._staff, form, lambda: self._save_staff(form))

    def _open(self, card: Card, form: SmallForm, save: Callable[[], None]) -> None:
        if self._open_form is not None:
            self.writing.start_over()  # what is typed into the other one can be had back
        self.show_stored()
        self._open_form = form
        clear(card.body)
        form.cancelled.connect(self.writing.start_over)
        form.saved.connect(lambda: self.attempt(save))
        card.body.addWidget(form)
        form.begin()

    def _save_staff(self, form: StaffForm) -> None:
        if self.submit(form.form, form.save):
            self.settle()
            self.tell("已保存人员。")

    def _save_account(self, form: AccountForm) -> None:
        if self.submit(form.form, form.save):
            self.refresh()
            self.tell("账号已添加。")

    def _renew(self, form: PasswordForm, account: AccountLine) -> None:
        self.services.accounts.renew_password(account.sign_in, form.password)
        self.refresh()
        self.tell("新密码已设好。")

    def _enable(self, form: PasswordForm, account: AccountLine) -> None:
        self.services.accounts.enable(account.id, form.password)
        self.refresh()
        self.tell(f"“{account.sign_in}”可以登录了。")

    def _change_role(self, form: RoleForm, account: AccountLine) -> None:
        """Named before it is done: who, from what, to what, and what that means."""
        role = form.role
        if role.code == account.role:
            self.refresh()
            self.tell("权限没有改动。")
            return
        change = f"从“{account.role_words}”改为“{role.label}”"
        question = f"把“{account.sign_in}”的权限{change}？以后{'您' if account.own else '他'}{role.note}"
        if account.own:
            question += "改的是您自己：改好就锁定，请重新登录。"
        if not messages.ask(self, question, f"改为{role.label}", "不改"):
            return
        self.services.accounts.change_role(account.id, role.code)
        self.refresh()
        self.tell(f"“{account.sign_in}”现在是{role.label}。按 Ctrl+Z 可以撤销。")
        if account.own:
            self.lock_requested.emit()


def _left_behind(person: StaffLine) -> str:
    """What is still to be done about one who left."""
    steps = []
    if person.open_cases:
        steps.append("点“交接”，把没有结案的纠纷交给别人")
    if person.sign_in:
        steps.append("在下面停用他的账号")
    return f"{person.name}已经离开：{'；'.join(steps)}。"
