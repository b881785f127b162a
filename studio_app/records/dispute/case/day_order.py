"""The lawful order of the days of a case: which kind of day cannot come before which other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from studio_app.domain.dates import show_day

Within = Literal["case", "round", "next", "record"]


@dataclass(frozen=True)
class Order:
    """A day of the kind `after` is not earlier than one of the kind `before`."""

    before: str
    after: str
    within: Within
    first: bool = False
    hint: str = ""

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> list["Order"]:
        """One for each kind the line of day_order.toml names as coming after."""
        return [cls(**{**line, "after": kind}) for kind in line["after"]]

    def binds(self, before: "Noted", after: "Noted") -> bool:
        """Whether these two stand so to each other that the line speaks of them."""
        if self.within == "record":
            return before.record == after.record
        return self.within == "case" or after.round - before.round == (self.within == "next")


@dataclass(frozen=True)
class Noted:
    """A day that stands in a case: its kind, the record it belongs to and its round."""

    kind: str
    day: date
    record: str = ""
    round: int = 0
    field: str = ""  # where it was typed just now, "" for what stood there before


@dataclass(frozen=True)
class DayOrder:
    """The table: what the kinds of days are called, and their order."""

    words: Mapping[str, str]
    orders: Sequence[Order]

    def beside(self, kinds: Collection[str]) -> frozenset[str]:
        """These kinds of days and all that some line compares with one of them."""
        lines = [order for order in self.orders if order.before in kinds or order.after in kinds]
        return frozenset(kinds).union(*((order.before, order.after) for order in lines))

    def problems(self, days: Sequence[Noted]) -> dict[str, str]:
        """Field → why what was typed there cannot be; what stood wrongly before keeps nobody from anything else."""
        found: dict[str, str] = {}
        for order in self.orders:
            for before, after in self._pairs(order, days):
                if after.day < before.day and (before.field or after.field):
                    found.setdefault(after.field or before.field, self._sentence(order, before, after))
        return found

    def _pairs(self, order: Order, days: Sequence[Noted]) -> Iterator[tuple[Noted, Noted]]:
        for after in (noted for noted in days if noted.kind == order.after):
            earlier = [noted for noted in days if noted.kind == order.before and order.binds(noted, after)]
            if order.first:
                earlier = sorted(earlier, key=lambda noted: noted.day)[:1]
            yield from ((before, after) for before in sorted(earlier, key=lambda noted: noted.day, reverse=True))

    def _sentence(self, order: Order, before: Noted, after: Noted) -> str:
        """Said of what was typed, against the day that stands."""
        earlier, later = self.words[order.before], self.words[order.after]
        if after.field:
            return f"{later}不能早于{earlier}（{show_day(before.day)}）。{order.hint}"
        return f"{earlier}不能晚于{later}（{show_day(after.day)}）。{order.hint}"
