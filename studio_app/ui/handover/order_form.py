"""What the ledger page asks: period, recipient, purpose, level of masking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from studio_app.desk import Services
from studio_app.domain import dates
from studio_app.services.ledgers import LedgerOrder, month_before, month_of, quarter_of
from studio_app.ui.handover.recipient_form import Recipient, RecipientForm
from studio_app.ui.kit.form.fields import Field
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
    """For the ledger; another page gives a name, what it starts from, and its own first section."""

    def __init__(
        self, services: Services, name: str = "handover", start: Asked | None = None, section: Section | None = None
    ) -> None:
        proposal, start = services.ledgers.proposal(), start or Asked()
        start.to_whom, start.purpose, start.mask = proposal.to_whom, proposal.purpose, proposal.mask
        super().__init__(services, name, start, section or period_section(services, *_of_ledger()))

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


def _of_ledger() -> tuple[Field, Field]:
    return (
        Tick("carry_over", "连同期初未结的", wide=True, help="以前受理、到期初还没结的"),
        Tick("as_now", "按现在的内容写", wide=True, help="不勾选，就照这段时间最后一天的情形写"),
    )


def period_section(
    services: Services, *more: Field, title: str = "① 哪一段时间", first: Sequence[Field] = ()
) -> Section:
    today = services.office.today()
    day = partial(Day, parse=lambda text: dates.parse_day(text, today), show=dates.show_day)
    return Section(
        title,
        (
            *first,
            Buttons("period", "期间", options=PERIODS, wide=True),
            day("first", "从哪一天", required=True),
            day("last", "到哪一天", required=True),
            *more,
        ),
    )
