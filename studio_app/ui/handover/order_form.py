"""What the ledger page asks: period, recipient, purpose, level of masking."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.services.ledgers import LedgerOrder, month_before, month_of, quarter_of
from studio_app.ui.kit.form.fields import Options
from studio_app.ui.kit.form.form import Buttons, Choice, Day, Form, Line, Section, Tick

OTHER = "other"
PERIODS = (("month", "本月"), ("before", "上月"), ("quarter", "本季"), ("own", "自选"))
MEANINGS = {
    "internal": "什么都写全，含完整电话和案情里的姓名、住址。只在工作室里用，要写理由。",
    "handover": "姓名写全；没有同意提供给对方的电话只留头尾，住址到楼栋，未成年人的姓名遮盖。"
    "案情里的姓名、电话、门牌由程序遮盖，交出前请再看一遍。",
    "public": "只留“张某”，电话、住址、单位、经过都不写。公开以前仍要负责人看过、当事人同意。",
}
_OF_OTHER = {"to_whom": "other_recipient", "purpose": "other_purpose"}


@dataclass
class Asked:
    """The answers as the form holds them."""

    period: str = "month"
    first: date | None = None
    last: date | None = None
    carry_over: bool = False
    to_whom: str = ""
    other_recipient: str = ""
    purpose: str = ""
    other_purpose: str = ""
    mask: str = "handover"
    reason: str = ""

    def order(self, today: date) -> LedgerOrder:
        first, last = self._days(today)
        return LedgerOrder(
            first=first,
            last=last,
            mask=self.mask,
            to_whom=self.other_recipient if self.to_whom == OTHER else self.to_whom,
            purpose=self.other_purpose if self.purpose == OTHER else self.purpose,
            reason=self.reason,
            carry_over=self.carry_over,
        )

    def placed(self, problems: dict[str, str]) -> dict[str, str]:
        """Problems of the order beside the field that stands for it here."""
        others = {name: other for name, other in _OF_OTHER.items() if getattr(self, name) == OTHER}
        return {others.get(name, name): problem for name, problem in problems.items()}

    def _days(self, today: date) -> tuple[date | None, date | None]:
        match self.period:
            case "month":
                return month_of(today)
            case "before":
                return month_before(today)
            case "quarter":
                return quarter_of(today)
        return self.first, self.last


class OrderForm(Form[Asked]):
    """Asks only what the answers so far leave open."""

    def __init__(self, services: Services) -> None:
        proposal = services.ledgers.proposal()
        start = Asked(to_whom=proposal.to_whom, purpose=proposal.purpose, mask=proposal.mask)
        super().__init__("handover", _sections(services), start)
        self._services = services
        self.field_edited.connect(self._follow)
        self._follow("")

    def order(self) -> LedgerOrder:
        return self.draft().order(self._services.office.today())

    def show_order_problems(self, problems: dict[str, str]) -> None:
        self.show_problems(self.draft().placed(problems) | self.unread())

    def _follow(self, name: str) -> None:
        """Propose what goes with a recipient; show what a choice makes necessary."""
        asked = self.draft()
        if name == "to_whom" and asked.to_whom not in ("", OTHER):
            proposed = self._services.ledgers.for_recipient(asked.order(self._services.office.today()), asked.to_whom)
            self.set_value("purpose", proposed.purpose)
            self.set_value("mask", proposed.mask)
            asked = self.draft()
        if name == "period" and asked.period == "own" and asked.first is asked.last is None:
            today = self._services.office.today()
            self.set_value("first", today.replace(day=1))
            self.set_value("last", today)
        for field in ("first", "last"):
            self.set_shown(field, shown=asked.period == "own")
        self.set_shown("other_recipient", shown=asked.to_whom == OTHER)
        self.set_shown("other_purpose", shown=asked.purpose == OTHER)
        self.set_shown("reason", shown=asked.mask == "internal")
        self.show_hint("mask", MEANINGS.get(asked.mask, ""))


def _sections(services: Services) -> tuple[Section, Section]:
    lists, today = services.office.lists, services.office.today()
    day = partial(Day, parse=lambda text: dates.parse_day(text, today), show=dates.show_day)
    return (
        Section(
            "① 哪一段时间",
            (
                Buttons("period", "期间", options=PERIODS, wide=True),
                day("first", "从哪一天", required=True),
                day("last", "到哪一天", required=True),
                Tick("carry_over", "连同期初未结的", wide=True, help="以前受理、到期初还没结的"),
            ),
        ),
        Section(
            "② 交给谁，遮盖到什么程度",
            (
                Choice("to_whom", "交给谁", options=_and_other(lists.pairs("recipients"), "其他单位")),
                Choice("purpose", "用途", options=_and_other(lists.pairs("purposes"), "其他用途")),
                Line("other_recipient", "单位名称", required=True, wide=True),
                Line("other_purpose", "写明用途", required=True, wide=True),
                Buttons("mask", "遮盖程度", options=lists.pairs("masks"), wide=True),
                Line("reason", "为什么要完整内容", required=True, wide=True, placeholder="例如：卷宗移交调委会"),
            ),
        ),
    )


def _and_other(pairs: list[tuple[str, str]], words: str) -> Options:
    return [*pairs, (OTHER, words)]
