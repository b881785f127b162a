"""The three small forms of 人员与账号: a person, a further account, a new password."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain import dates, phones
from studio_app.office.studio import StaffDetails
from studio_app.services.accounts import AccountLine, Role, StaffLine
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Choice, Day, Field, Form, Line, LongText, Phone, Section
from studio_app.ui.kit.input.passwords import PasswordPair
from studio_app.ui.kit.page.cards import button, label

ROLES_HELP = "只读：只能看。评理说事员、委员：登记、办理、打印、导出。管理员：还能改设置、管账号。"


class SmallForm(QWidget):
    """A column of questions over 保存 and 返回; subclasses say what is asked."""

    saved = Signal()
    cancelled = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.M)
        if words:
            self._column.addWidget(label(words, wrap=True))

    def _finish(self, verb: str) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(_named(button("返回", clicked=self.cancelled.emit), "cancel"))
        row.addWidget(_named(button(verb, "primary", clicked=self.try_save), "save_small"))
        self._column.addLayout(row)

    def try_save(self) -> None:
        self.saved.emit()

    def begin(self) -> None:
        """Put the cursor where typing starts."""


class StaffForm(SmallForm):
    def __init__(self, services: Services, staff_id: str) -> None:
        super().__init__("")
        self._services, self.staff_id = services, staff_id
        self.form: Form[Any] = Form("preferences.staff", [Section("", self._asked())], StaffDetails())
        details = services.accounts.staff_details(staff_id) if staff_id else StaffDetails(since=services.office.today())
        self.form.load(details)
        self._fresh = self.form.typed()
        self._column.addWidget(self.form)
        self._finish("保存")

    def typed(self) -> dict[str, object]:
        """Who is asked about and the answers; empty while nobody answered anything."""
        answers = self.form.typed()
        return {"id": self.staff_id, "answers": answers} if answers != self._fresh else {}

    def save(self) -> None:
        self._services.accounts.save_staff(self.form.draft(), self.staff_id)

    def begin(self) -> None:
        self.form.focus_first()

    def _asked(self) -> list[Field]:
        read = partial(dates.parse_day, today=self._services.office.today())
        roles = self._services.office.lists.pairs("staff_roles")
        return [
            Line("name", "姓名", required=True),
            Choice("role", "身份", options=roles, help="只有人民调解员能在人民调解文书上签名"),
            Phone("phone", "电话", apart=phones.show),
            Line("qualification", "证件、资质", placeholder="例如 调解员证编号、律师执业证"),
            Day("since", "从哪天起", parse=read, show=dates.show_day),
            Day("until", "到哪天止", parse=read, show=dates.show_day, help="离开时填写，历史记录不变"),
            Line("address", "住址", help="分派调解员时提示是否与当事人是邻居"),
            LongText("kin", "近亲属姓名", rows=2, help="一行一个，只用来提示回避"),
        ]


@dataclass
class Successor:
    to_id: str = ""


class HandOverForm(SmallForm):
    """Who takes the open cases of one who left."""

    def __init__(self, services: Services, leaver: StaffLine) -> None:
        super().__init__(f"{leaver.name}承办的 {leaver.open_cases} 件没有结案的纠纷，交给谁？")
        people = [(person.id, person.name) for person in services.accounts.staff() if person.working]
        asked: list[Field] = [Choice("to_id", "交给", options=people, required=True)]
        self.form: Form[Any] = Form("preferences.hand_over", [Section("", asked)], Successor())
        self._column.addWidget(self.form)
        self._finish("交给他")

    def begin(self) -> None:
        self.form.focus_first()

    @property
    def successor(self) -> str:
        return str(self.form.draft().to_id)


@dataclass
class NewAccount:
    sign_in: str = ""
    role: str = "volunteer"
    staff_id: str | None = None
    password: str = ""


class AccountForm(SmallForm):
    def __init__(self, services: Services) -> None:
        super().__init__("登录名用姓名就好；密码请本人来输入，别人不要知道。")
        self._services = services
        people = [(person.id, person.name) for person in services.accounts.staff() if person.working]
        asked: list[Field] = [
            Line("sign_in", "登录名", required=True),
            Choice("role", "权限", options=services.office.lists.pairs("account_roles"), help=ROLES_HELP),
            Choice("staff_id", "是哪位", options=people, help="不在名单里的，先在上面添加人员"),
        ]
        self.form: Form[Any] = Form("preferences.account", [Section("", asked)], NewAccount())
        self._passwords = PasswordPair("preferences", self._judge)
        self._column.addWidget(self.form)
        self._column.addWidget(self._passwords)
        self._passwords.submitted.connect(self.try_save)
        self.form.field_edited.connect(self._offer)
        self._finish("添加账号")

    def try_save(self) -> None:
        if self._passwords.problem():
            self._passwords.show_problem()
        else:
            self.saved.emit()

    def save(self) -> None:
        draft = self.form.draft()
        self._services.accounts.add(draft.sign_in, self._passwords.value(), draft.role, draft.staff_id)

    def begin(self) -> None:
        self.form.focus_first()

    def _judge(self, password: str) -> str:
        return self._services.accounts.password_problem(password, self.form.value("sign_in"))

    def _offer(self, edited: str) -> None:
        """Who is chosen gives the sign-in name, until another one is typed."""
        if edited == "staff_id" and not self.form.value("sign_in"):
            names = {person.id: person.name for person in self._services.accounts.staff()}
            self.form.set_value("sign_in", names.get(self.form.value("staff_id"), ""))


class RoleForm(SmallForm):
    """The rights of an account: chosen first, then asked about by name, and only then changed."""

    def __init__(self, services: Services, account: AccountLine) -> None:
        super().__init__(f"“{account.sign_in}”现在是“{account.role_words}”。改成：")
        self._roles = services.accounts.roles()
        self._group = QButtonGroup(self)
        for place, role in enumerate(self._roles):
            choice = QRadioButton(role.label)
            choice.setAccessibleName(f"{role.label}：{role.note}")
            choice.setObjectName(f"preferences.role_{role.code}")
            choice.setChecked(role.code == account.role)
            self._group.addButton(choice, place)
            self._column.addWidget(choice)
            self._column.addWidget(label(role.note, "secondary", wrap=True))
        self._finish("改权限")

    @property
    def role(self) -> Role:
        return self._roles[self._group.checkedId()]

    def begin(self) -> None:
        next(filter(QAbstractButton.isChecked, self._group.buttons())).setFocus()


class PasswordForm(SmallForm):
    def __init__(self, services: Services, words: str) -> None:
        super().__init__(words)
        self._passwords = PasswordPair("preferences", services.accounts.password_problem, "新密码")
        self._passwords.submitted.connect(self.try_save)
        self._column.addWidget(self._passwords)
        self._finish("设好密码")

    @property
    def password(self) -> str:
        return self._passwords.value()

    def try_save(self) -> None:
        if self._passwords.problem():
            self._passwords.show_problem()
        else:
            self.saved.emit()

    def begin(self) -> None:
        self._passwords.first.setFocus()


def _named(made: Any, name: str) -> Any:
    made.setObjectName(f"preferences.{name}")
    return made
