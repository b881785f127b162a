"""统计: the figures of a period, their comparison, and the disputes behind each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records.dispute import statistics
from studio_app.records.dispute.case.listing import CaseFilter, CaseRows
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.ledger import month_of
from studio_app.records.dispute.statistics import BY, Counted, Measure, Period, measures
from studio_app.store.table import told

ALWAYS = ("opening", "accepted", "closed", "left", "settled", "failed", "rate")
"""Columns that stand there although nothing was counted."""
NOT_SAID = "没有填"
TOTAL = "合计"
MONTHS = 12


class Line(NamedTuple):
    """One line of the table: its word and its figures."""

    label: str
    counted: Counted


@dataclass(frozen=True)
class Report:
    """A table of figures, with the sums of the time before and of the same time a year earlier."""

    period: Period
    mode: str
    by: str
    lines: Sequence[Line]
    total: Counted
    before: tuple[Period, Counted]
    year_before: tuple[Period, Counted]
    months: Sequence[tuple[Period, int, int]]

    @property
    def measures(self) -> list[Measure]:
        """The columns: what cannot be counted in this mode, or was never met, is left out."""
        sums = (self.total, self.before[1], self.year_before[1])
        return [m for m in of_mode(self.mode) if m.code in ALWAYS or any(one.value(m) for one in sums)]

    @property
    def equation(self) -> str:
        """期初未结 3 ＋ 新受理 5 ＝ 结案 6 ＋ 期末未结 2, in the figures of the whole table."""
        sides = ([], [])  # type: tuple[list[str], list[str]]
        for m in self.measures:
            if m.balance:
                sides[m.balance < 0].append(f"{m.label} {self.total.value(m)}")
        return " ＝ ".join(" ＋ ".join(side) for side in sides)

    @property
    def empty(self) -> bool:
        """零报告: nothing was open, came in or was done."""
        return not any(self.total.ids.values())


def of_mode(mode: str) -> list[Measure]:
    return [measure for measure in measures() if mode in measure.modes]


def shown(measure: Measure, value: int | None) -> str:
    """A figure as page, paper and workbook write it: 92.3%, 3,000.00, 5; "" for a share of nothing."""
    if value is None:
        return ""
    if measure.kind == "share":
        return f"{value / 10:.1f}%"
    return f"{value / 100:,.2f}" if measure.kind == "money" else str(value)


class Statistics:
    """Reads only; whoever may look at disputes may count them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def divisions(self) -> list[tuple[str, str]]:
        """(field, its word) of what the table can be divided by."""
        said = {name: told(Case.__table__.columns[name]) for name in BY}
        return [(name, one.word) for name, one in said.items() if one]

    def report(self, period: Period, mode: str, by: str = BY[0]) -> Report:
        """The whole table, as it stood at the period's end."""
        before, year_before = earlier(period)
        with self._office.read() as session:
            found = statistics.count(session, self._office, period, mode, by)
            others = [statistics.count(session, self._office, one, mode, by) for one in (before, year_before)]
            months = last_months(period.last)
            trend = statistics.trend(session, self._office, months, mode)
            names = dict(session.execute(select(Staff.id, Staff.name).execution_options(with_deleted=True)).all())
        told_months = [(month, *counts) for month, counts in zip(months, trend, strict=True)]
        sums = [_sum(one.values()) for one in (found, *others)]
        order = self._order(by, found, names)
        lines = [Line(self._word(by, code, names), found.get(code, Counted())) for code in order]
        return Report(period, mode, by, lines, sums[0], (before, sums[1]), (year_before, sums[2]), told_months)

    def behind(self, ids: Collection[str]) -> CaseRows:
        """The disputes of a figure, as the list of disputes shows them."""
        return CaseRows(self._office, CaseFilter("all"), frozenset(ids))

    def _order(self, by: str, found: dict[str, Counted], names: dict[str, str]) -> list[str]:
        """Lists in their own order, the types with those that did not occur; what is not filled in comes last."""
        said = told(Case.__table__.columns[by])
        codes = [entry.code for entry in self._office.lists.entries(said.of)] if said and said.of else []
        rest = sorted(found.keys() - {*codes, ""}, key=lambda code: self._word(by, code, names))
        kept = codes if by == BY[0] else [code for code in codes if code in found]
        return [*kept, *rest, *([""] if "" in found else [])]

    def _word(self, by: str, code: str, names: dict[str, str]) -> str:
        said = told(Case.__table__.columns[by])
        word = self._office.lists.label(said.of, code) if said and said.of else names.get(code, code)
        return word or NOT_SAID


def earlier(period: Period) -> tuple[Period, Period]:
    """The time just before, as long, whole months where these are whole months; and the same days a year earlier."""
    first, last = period
    end = first - timedelta(days=1)
    whole = first.day == 1 and last == month_of(last)[1]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    start = _months_back(first, months) if whole else end - (last - first)
    return Period(start, end), Period(_year_back(first), month_of(_year_back(last))[1] if whole else _year_back(last))


def last_months(day: date) -> list[Period]:
    """The twelve months up to that of `day`."""
    first = month_of(day)[0]
    return [Period(*month_of(_months_back(first, back))) for back in reversed(range(MONTHS))]


def _months_back(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _year_back(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 2, 28)


def _sum(lines: Collection[Counted]) -> Counted:
    whole = Counted()
    for line in lines:
        for code, ids in line.ids.items():
            whole.ids[code] += ids
            whole.sums[code] += line.sums[code]
    return whole
