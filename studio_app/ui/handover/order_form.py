"""What the ledger page asks: period, recipient, purpose, level of masking."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.services.ledgers import LedgerOrder, month_before, month_of, quarter_of
from studio_app.ui.handover.recipient_form import Recipient, RecipientForm
from studio_app.ui.kit.form.form import Buttons, Day, Section, Tick

PERIODS = (("month", "本月"), ("before", "上月"), ("quarter", "本季"), ("own", "自选"))


@dataclass
class Asked(Recipient):
    """The answers as the form holds them."""

    period: str = "month"
    first: date | None = None
    last: date | None = None
    carry_over: bool = False
    as_now: bool = False

    def days(self, today: date) -> tuple[date | None, date | None]:
        match self.period:
            case "month":
                return month_of(today)
            case "before":
                return month_before(today)
            case "quarter":
                return quarter_of(today)
        return self.first, self.last


class OrderForm(RecipientForm[Asked]):
    def __init__(self, services: Services) -> None:
        proposal = services.ledgers.proposal()
        start = Asked(to_whom=proposal.to_whom, purpose=proposal.purpose, mask=proposal.mask)
        super().__init__(services, "handover", start, _period(services))

    def order(self) -> LedgerOrder:
        asked = self.draft()
        days = asked.days(self._services.office.today())
        return LedgerOrder(*days, asked.carry_over, asked.as_now, **asked.told())

    def follow(self, name: str) -> None:
        super().follow(name)
        asked = self.draft()
        if name == "period" and asked.period == "own" and asked.first is asked.last is None:
            today = self._services.office.today()
            self.set_value("first", today.replace(day=1))
            self.set_value("last", today)
        for field in ("first", "last"):
            self.set_shown(field, shown=asked.period == "own")
        _first, last = asked.days(self._services.office.today())
        self.set_shown("as_now", shown=last is not None and last < self._services.office.today())


def _period(services: Services) -> Section:
    today = services.office.today()
    day = partial(Day, parse=lambda text: dates.parse_day(text, today), show=dates.show_day)
    return Section(
        "① 哪一段时间",
        (
            Buttons("period", "期间", options=PERIODS, wide=True),
            day("first", "从哪一天", required=True),
            day("last", "到哪一天", required=True),
            Tick("carry_over", "连同期初未结的", wide=True, help="以前受理、到期初还没结的"),
            Tick("as_now", "按现在的内容写", wide=True, help="不勾选，就照这段时间最后一天的情形写"),
        ),
    )
