"""The three steps of the wizard, each a widget that knows whether it is filled in."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError
from studio_app.desk import Services
from studio_app.office.founding import StudioSetup
from studio_app.office.studio import short_name_of, sign_in_problem
from studio_app.services.accounts import code_difference, first_roles, mediates, password_problem
from studio_app.services.backups import folder_warning
from studio_app.ui.kit import look, tasks
from studio_app.ui.kit.form.form import Choice, Form, Line, Section
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.input.passwords import PasswordPair
from studio_app.ui.kit.input.recovery_code import RecoveryCode
from studio_app.ui.kit.page.cards import Card, button, label
from studio_app.ui.kit.page.pages_view import print_pages
from studio_app.ui.kit.popup import messages
from studio_app.ui.setup.frame import named, sentence

STUDIO = (
    Line("studio", "工作室名称", required=True, placeholder="例如 王委员工作室"),
    Line("short_name", "编号用的简称", placeholder="例如 王", help="用在“（2026）王评字第001号”这样的编号里"),
    Line("member", "委员姓名"),
    Line("community", "所在社区", placeholder="例如 幸福里社区"),
    Line("street", "街道（乡镇）"),
    Line("district_code", "行政区划代码", placeholder="6 位数字，不清楚先空着"),
)
COMMITTEE = (
    Line("committee", "人民调解委员会全称", placeholder="没有就空着", wide=True),
    Line("committee_short_name", "编号用的简称", placeholder="例如 幸福里"),
)
MEDIATOR = (
    "您自己就是人民调解员的，身份请选“人民调解员”；是别人的，写他的姓名。"
    "空着也能建立，但没有人民调解员就办不成人民调解，以后可以在纠纷的“承办人员、回避”里添加。"
)
WHY = (
    "有调委会的填上，才能做人民调解、出人民调解协议书、申请司法确认。"
    "没有就空着，先按“评理说事”办，由双方签和解协议，以后再填。"
)


class StudioStep(QWidget):
    """Step one: what stands at the head of every paper."""

    submitted = Signal()

    def __init__(self, typed: StudioSetup) -> None:
        super().__init__()
        sections = [Section("", STUDIO), Section("调委会（可选）", COMMITTEE)]
        self.form = Form("wizard", sections, typed, enter_submits=True)
        self._offered = {"short_name": "", "committee_short_name": ""}
        card = Card()
        card.body.addWidget(self.form)
        card.body.addWidget(sentence(WHY))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        layout.addStretch(1)
        self.form.field_edited.connect(self._offer)
        self.form.submitted.connect(self.submitted)

    def begin(self) -> None:
        self.form.focus("studio")

    def draft(self) -> StudioSetup:
        return self.form.draft()

    def is_filled(self) -> bool:
        """Show what is missing; the sign-in name belongs to the next step."""
        problems = {name: told for name, told in self.draft().problems().items() if name != "sign_in"}
        self.form.show_problems(problems)
        return not problems

    def show_problems(self, problems: dict[str, str]) -> None:
        self.form.show_problems(problems)

    def _offer(self, edited: str) -> None:
        """A short name follows the name until somebody writes another one."""
        target = {"studio": "short_name", "committee": "committee_short_name"}.get(edited)
        if target is None or self.form.value(target) != self._offered[target]:
            return
        self._offered[target] = short_name_of(self.form.value(edited))
        self.form.set_value(target, self._offered[target])
        line = self.form.editor(target).main
        if isinstance(line, TextLine):
            line.offered = self._offered[target]


@dataclass
class FirstPerson:
    """What step two asks besides the password."""

    sign_in: str = ""
    role: str = "volunteer"
    mediator: str = ""


class PersonStep(QWidget):
    """Step two: who works here first, the password, and where the data lie."""

    submitted = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._changed = False
        asked = [
            Line("sign_in", "您的姓名（就是登录名）", required=True),
            Choice("role", "身份", options=first_roles()),
            Line("mediator", "由谁主持人民调解", placeholder="人民调解员的姓名", wide=True),
        ]
        self.form = Form("wizard", [Section("", asked)], FirstPerson())
        self._studio = StudioSetup()
        self._passwords = PasswordPair("wizard", self._judge)
        self._passwords.submitted.connect(self.submitted)
        person = Card("第一位使用者", self)
        person.body.addWidget(self.form)
        person.body.addWidget(self._passwords)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.L)
        layout.addWidget(person)
        layout.addWidget(self._place_card())
        layout.addStretch(1)
        self.set_folder(folder)
        self.form.field_edited.connect(lambda _name: self._follow())
        self._follow()

    @property
    def password(self) -> str:
        return self._passwords.value()

    def begin(self) -> None:
        self.form.focus("sign_in")

    def _follow(self) -> None:
        """Where there is a committee it is asked who mediates in its name, unless that is who sits here."""
        asked = bool(self._studio.committee) and not mediates(str(self.form.value("role") or ""))
        self.form.set_shown("mediator", shown=asked)
        self.form.show_hint("mediator", MEDIATOR if asked else "")

    def meet(self, studio: StudioSetup) -> None:
        """Often the member is not who sits at the desk: nothing is filled in, the name only shown as an example."""
        self._studio = studio
        self._follow()
        if studio.member and not self.form.value("sign_in"):
            self.form.show_hint("sign_in", f"如果就是委员本人使用，请写“{studio.member}”。")

    def is_filled(self) -> bool:
        problem = sign_in_problem(self.form.value("sign_in"))
        self.form.show_problems({"sign_in": problem} if problem else {})
        if problem:
            return False
        if self._passwords.problem():
            self._passwords.show_problem()
            return False
        return True

    def fill(self, setup: StudioSetup) -> StudioSetup:
        person = self.form.draft()
        mediator = person.mediator if setup.committee and not mediates(person.role) else ""
        return replace(setup, sign_in=person.sign_in, person=person.sign_in, role=person.role, mediator=mediator)

    def _judge(self, password: str) -> str:
        return password_problem(password, self.fill(self._studio).names())

    def forget(self) -> None:
        """The password is not kept in a widget longer than needed."""
        self._passwords.clear()

    def set_folder(self, folder: Path) -> None:
        self.folder = folder
        self._where.setText(str(folder))
        warning = folder_warning(folder)
        self._warning.setText(warning)
        look.show_if(self._warning, on=bool(warning))

    def _place_card(self) -> Card:
        card = Card("数据放在哪里")
        self._where = label("", wrap=True)
        self._where.setObjectName("wizard.folder")
        self._warning = label("", tone="red", wrap=True)
        self._warning.setObjectName("wizard.folder_warning")
        row = QHBoxLayout()
        row.addWidget(self._where, 1)
        row.addWidget(named(button("更换…", clicked=self._choose), "wizard.change_folder"))
        card.body.addLayout(row)
        card.body.addWidget(self._warning)
        card.body.addWidget(sentence("数据只在这台电脑上，加密保存；程序不联网。"))
        return card

    def _choose(self) -> None:
        chosen = messages.choose_folder(self, "选择放数据的文件夹")
        if chosen is not None:
            self.set_folder(chosen if not any(chosen.iterdir()) else chosen / "委员工作室数据")
            self._changed = True

    def remember_folder(self) -> None:
        """A folder somebody chose is where the next start looks."""
        if self._changed:
            settings = ComputerSettings.load()
            settings.data_folder = str(self.folder)
            settings.save()


class CodeStep(QWidget):
    """Step three: the code that opens the desk when every password is forgotten."""

    matched = Signal(bool)
    submitted = Signal()

    def __init__(self, code: str, services: Services) -> None:
        super().__init__()
        self._services = services
        self._code = RecoveryCode("wizard", code, lambda typed: code_difference(typed, code))
        self._code.matched.connect(self.matched)
        self._code.submitted.connect(self.submitted)
        self._print = named(button("打印", icon="printer", clicked=self._print_sheet), "wizard.print_code")
        row = QHBoxLayout()
        row.addWidget(sentence(
            "忘记密码时，只有它能打开数据。请打印或抄在纸上，锁进柜子；谁拿到它都能打开全部数据，不要拍照，不要存在电脑里。"
        ), 1)  # fmt: skip
        row.addWidget(self._print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.L)
        layout.addLayout(row)
        layout.addWidget(self._code)
        layout.addStretch(1)

    def begin(self) -> None:
        self._code.again.setFocus()

    def is_matched(self) -> bool:
        return self._code.is_matched()

    def _print_sheet(self) -> None:
        tasks.run(self, lambda: self._services.printing.recovery_sheet(self._code.code).svg(), self._send)

    def _send(self, svgs: list[str]) -> None:
        try:
            print_pages(self, svgs)
        except AppError as trouble:
            messages.tell(self, trouble)
