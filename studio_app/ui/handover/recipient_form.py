"""What every file for somebody asks: recipient, purpose, level of masking, and why where all is to be seen."""

from dataclasses import dataclass
from typing import Any, TypeVar

from studio_app.desk import Services
from studio_app.office.handover import Order, for_recipient
from studio_app.ui.kit.form.fields import Options
from studio_app.ui.kit.form.form import Buttons, Choice, Form, Line, Section

OTHER = "other"
MEANINGS = {
    "internal": "什么都写全，含完整电话和案情里的姓名、住址。只在工作室里用，要写理由。",
    "handover": "姓名写全；没有同意提供给对方的电话只留头尾，住址到楼栋，未成年人的姓名遮盖。"
    "案情里的姓名、电话、门牌由程序遮盖，交出前请再看一遍。",
    "public": "只留“张某”，电话、住址、单位、经过都不写。公开以前仍要负责人看过、当事人同意。",
}
_OF_OTHER = {"to_whom": "other_recipient", "purpose": "other_purpose"}


@dataclass(kw_only=True)
class Recipient:
    """The answers as the form holds them."""

    to_whom: str = ""
    other_recipient: str = ""
    purpose: str = ""
    other_purpose: str = ""
    mask: str = "handover"
    reason: str = ""

    def told(self) -> dict[str, Any]:
        """The fields of an order."""
        return {
            "mask": self.mask,
            "to_whom": self.other_recipient if self.to_whom == OTHER else self.to_whom,
            "purpose": self.other_purpose if self.purpose == OTHER else self.purpose,
            "reason": self.reason,
        }

    def placed(self, problems: dict[str, str]) -> dict[str, str]:
        """Problems of the order beside the field that stands for it here."""
        others = {name: other for name, other in _OF_OTHER.items() if getattr(self, name) == OTHER}
        return {others.get(name, name): problem for name, problem in problems.items()}


AnyRecipient = TypeVar("AnyRecipient", bound=Recipient)


class RecipientForm(Form[AnyRecipient]):
    """Asks only what the answers so far leave open."""

    def __init__(self, services: Services, name: str, start: AnyRecipient, *before: Section) -> None:
        super().__init__(name, (*before, _section(services, numbered=bool(before))), start)
        self._services = services
        self.field_edited.connect(self.follow)
        self.follow("")

    def order(self) -> Any:
        return Order(**self.draft().told())

    def show_order_problems(self, problems: dict[str, str]) -> None:
        self.show_problems(self.draft().placed(problems) | self.unread())

    def follow(self, name: str) -> None:
        """Propose what goes with a recipient; show what a choice makes necessary."""
        asked = self.draft()
        if name == "to_whom" and asked.to_whom not in ("", OTHER):
            proposed = for_recipient(self._services.office.lists, Order(**asked.told()), asked.to_whom)
            self.set_value("purpose", proposed.purpose)
            self.set_value("mask", proposed.mask)
            asked = self.draft()
        self.set_shown("other_recipient", shown=asked.to_whom == OTHER)
        self.set_shown("other_purpose", shown=asked.purpose == OTHER)
        self.set_shown("reason", shown=asked.mask == "internal")
        self.show_hint("mask", MEANINGS.get(asked.mask, ""))


def _section(services: Services, *, numbered: bool) -> Section:
    lists = services.office.lists
    return Section(
        "② 交给谁，遮盖到什么程度" if numbered else "",
        (
            Choice("to_whom", "交给谁", options=_and_other(lists.pairs("recipients"), "其他单位")),
            Choice("purpose", "用途", options=_and_other(lists.pairs("purposes"), "其他用途")),
            Line("other_recipient", "单位名称", required=True, wide=True),
            Line("other_purpose", "写明用途", required=True, wide=True),
            Buttons("mask", "遮盖程度", options=lists.pairs("masks"), wide=True),
            Line("reason", "为什么要完整内容", required=True, wide=True, placeholder="例如：卷宗移交调委会"),
        ),
    )


def _and_other(pairs: list[tuple[str, str]], words: str) -> Options:
    return [*pairs, (OTHER, words)]
