"""Which days are rest days (weekends, holidays, 调休), so that periods and reminders end on the right day."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Self

ONE_DAY = timedelta(days=1)


class RestDays:
    """The yearly arrangements of the State Council (handbook 6.1), computed days in years without one.

    One calendar is shared by all who ask; `become` renews it for all of them when an arrangement was entered.
    Statutory days of unknown years are computed on first need and remembered.
    """

    def __init__(self, days: Mapping[date, tuple[str, bool]], unnamed: Mapping[int, Collection[str]]) -> None:
        """`unnamed`: year → statutory holidays its arrangement says nothing of; none where it is complete."""
        self._days = dict(days)
        self._unnamed = dict(unnamed)
        self._computed: dict[int, dict[date, str]] = {}

    def become(self, other: "RestDays") -> None:
        """Go by the other's arrangements from now on."""
        self._days, self._unnamed, self._computed = (
            other._days,
            other._unnamed,
            other._computed,
        )  # replaced, never changed

    @classmethod
    def from_years(cls, tables: Iterable[Mapping[str, Any]], statutory: Collection[str] = ()) -> Self:
        """Tables in the form of holiday-cn: `{"year", "papers", "days": [{"name", "date", "isOffDay"}]}`.

        `year` is the year of the notice: its days may lie in the December before. A table without a
        day in its own year does not make that year known, nor does one that leaves out a holiday of `statutory`:
        what it does not name keeps its computed days. Later tables win over earlier ones.
        Raises ValueError (KeyError, TypeError) for a table that is not of this form.
        """
        days: dict[date, tuple[str, bool]] = {}
        unnamed: dict[int, Collection[str]] = {}
        for table in tables:
            read = {date.fromisoformat(row["date"]): _entry(row) for row in table["days"]}
            days |= read
            if any(day.year == table["year"] for day in read):
                told = "".join(name for name, _off in read.values())
                unnamed[int(table["year"])] = [name for name in statutory if name.removesuffix("节") not in told]
        return cls(days, unnamed)

    def known(self, year: int) -> bool:
        """Whether the whole arrangement of this year is there; without it every answer is provisional."""
        return self._unnamed.get(year) == []

    def is_rest(self, day: date) -> bool:
        """A Saturday or Sunday that is not a 调休 work day, or a day off of the arrangement.

        In an unknown year: weekends, statutory days and the days in lieu that can be computed.
        """
        entry = self._days.get(day)
        if entry is not None:
            return entry[1]
        return day.weekday() >= 5 or bool(self._statutory(day))

    def name(self, day: date) -> str:
        """The holiday's name ("国庆节", "国庆节调休上班"), empty for an ordinary day or weekend."""
        entry = self._days.get(day)
        if entry is not None:
            return entry[0] if entry[1] else f"{entry[0]}调休上班"
        return self._statutory(day)

    def next_workday(self, day: date) -> date:
        """The first work day on or after `day`: a work day stays where it is."""
        while self.is_rest(day):
            day += ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The last work day on or before `day`: a work day stays where it is."""
        while self.is_rest(day):
            day -= ONE_DAY
        return day

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th work day after `day` (before it for a negative n); `day` is not counted, 0 keeps it."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= not self.is_rest(day)
        return day

    def _statutory(self, day: date) -> str:
        if self.known(day.year):
            return ""
        if day.year not in self._computed:
            self._computed[day.year] = _statutory_days(day.year)
        name = self._computed[day.year].get(day, "")
        unnamed = self._unnamed.get(day.year)
        return name if unnamed is None or any(holiday.removesuffix("节") in name for holiday in unnamed) else ""


def _entry(row: Mapping[str, Any]) -> tuple[str, bool]:
    if not isinstance(row["isOffDay"], bool):
        raise TypeError(f"isOffDay is not true or false: {row!r}")
    return str(row["name"]), row["isOffDay"]


def _statutory_days(year: int) -> dict[date, str]:
    """Computed from the law on festivals, days in lieu included; adjusted work days need the notice."""
    from holidays import country_holidays

    found = country_holidays("CN", years=year, language="zh_CN")
    return {day: name.replace("农历除夕", "春节") for day, name in found.items() if day.year == year}
