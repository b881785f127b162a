"""One year's arrangement of days off as a person enters it: a row per holiday, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from studio_app.domain import dates

LONGEST = 15
"""Days off in a row; the longest so far were nine, a longer one is a slip of the pen."""
ONE_DAY = timedelta(days=1)
_APART = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True)
class HolidayRow:
    """As typed: `workdays` are the 调休 work days, apart by 、; an empty `last` means a single day."""

    name: str = ""
    first: str = ""
    last: str = ""
    workdays: str = ""

    @property
    def empty(self) -> bool:
        return not (self.name.strip() or self.first.strip() or self.last.strip() or self.workdays.strip())


@dataclass(frozen=True)
class Holiday:
    """Days off from `first` to `last`, both counted, and the work days given for them."""

    name: str
    first: date
    last: date
    workdays: tuple[date, ...] = ()

    @property
    def days(self) -> list[date]:
        return [self.first + n * ONE_DAY for n in range((self.last - self.first).days + 1)]

    def row(self, year: int) -> HolidayRow:
        """As it is edited; a day of `year` is shown without its year."""
        last = show_day(self.last, year) if self.last != self.first else ""
        workdays = "、".join(show_day(day, year).split(" ")[0] for day in self.workdays)
        return HolidayRow(self.name, show_day(self.first, year), last, workdays)

    def words(self) -> str:
        """春节 2月15日至2月23日（2月14日、2月28日上班）."""
        span = _short(self.first) if self.last == self.first else f"{_short(self.first)}至{_short(self.last)}"
        worked = "、".join(_short(day) for day in self.workdays)
        return f"{self.name} {span}" + (f"（{worked}上班）" if worked else "")


@dataclass(frozen=True)
class Arrangement:
    """The State Council's notice for one year; its first days may lie in the December before."""

    year: int
    holidays: Sequence[Holiday]

    @classmethod
    def read(cls, year: int, rows: Sequence[HolidayRow]) -> tuple[Self, dict[str, str]]:
        """What the typed rows mean, and what cannot be read of them; empty rows are passed over."""
        found: list[Holiday] = []
        problems: dict[str, str] = {}
        for place, row in enumerate(rows, start=1):
            if not row.empty:
                holiday, problem = _read_row(year, row, place)
                if holiday is not None:
                    found.append(holiday)
                if problem:
                    problems[f"row{place}"] = problem
        return cls(year, found), problems

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Self:
        """From the form of holiday-cn; ValueError, KeyError or TypeError for what is not of this form."""
        off: list[tuple[str, date]] = []
        work: list[tuple[str, date]] = []
        for entry in sorted(table["days"], key=lambda one: str(one["date"])):
            if not isinstance(entry["isOffDay"], bool):
                raise TypeError(f"isOffDay is not true or false: {entry!r}")
            (off if entry["isOffDay"] else work).append((str(entry["name"]), date.fromisoformat(str(entry["date"]))))
        return cls(int(table["year"]), _with_work(_spans(off), work))

    def rows(self) -> list[HolidayRow]:
        return [holiday.row(self.year) for holiday in self.holidays]

    def table(self) -> dict[str, Any]:
        """In the form of holiday-cn."""
        days = [(day, holiday.name, True) for holiday in self.holidays for day in holiday.days]
        days += [(day, holiday.name, False) for holiday in self.holidays for day in holiday.workdays]
        written = [{"name": name, "date": day.isoformat(), "isOffDay": off} for day, name, off in sorted(days)]
        return {"year": self.year, "papers": [], "days": written}

    def problems(self) -> dict[str, str]:
        """What makes it no arrangement of this year."""
        found: dict[str, str] = {}
        if not any(day.year == self.year for holiday in self.holidays for day in holiday.days):
            found["year"] = f"请至少填一个 {self.year} 年的节日。"
        taken: dict[date, str] = {}
        for place, holiday in enumerate(self.holidays):
            sentence = _wrong(holiday, self.year) or _twice(holiday, taken)
            if sentence:
                found[f"holiday{place}"] = sentence
            taken |= dict.fromkeys((*holiday.days, *holiday.workdays), holiday.name)
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """Which of these holidays no row names; 国庆节、中秋节 in one row names both."""
        told = "".join(holiday.name for holiday in self.holidays)
        return [name for name in names if name.removesuffix("节") not in told]


def parse_day(text: str, year: int) -> date | None:
    """A day of this arrangement: without a year it is one of `year`, in December of the year before."""
    return dates.parse_day(text, date(year, 6, 1))


def show_day(day: date, year: int) -> str:
    """2月15日 周日; with its year where that is not the arrangement's."""
    weekday = dates.show_day(day).split(" ")[1]
    return f"{_short(day)} {weekday}" if day.year == year else dates.show_day(day)


def _read_row(year: int, row: HolidayRow, place: int) -> tuple[Holiday | None, str]:
    name = " ".join(row.name.split())
    if not name:
        return None, f"第 {place} 行没有写是什么节日。"
    if not row.first.strip():
        return None, f"“{name}”没有填从哪天放假；安排里没有它，就点“删除”。"
    first = parse_day(row.first, year)
    last = parse_day(row.last, year) if row.last.strip() else first
    worked = [(part, parse_day(part, year)) for part in _APART.split(row.workdays) if part]
    unread = [text for text, day in ((row.first, first), (row.last, last), *worked) if day is None]
    if unread or first is None or last is None:
        return None, f"“{name}”的日期看不懂：{'、'.join(unread)}。请写成 {year}-05-01 或 5.1。"
    return Holiday(name, first, last, tuple(sorted({day for _text, day in worked if day}))), ""


def _wrong(holiday: Holiday, year: int) -> str:
    outside = next((day for day in (holiday.first, holiday.last, *holiday.workdays) if not _fits(day, year)), None)
    if outside is not None:
        return f"“{holiday.name}”的 {outside} 不是 {year} 年，请核对年份。"
    if holiday.last < holiday.first:
        return f"“{holiday.name}”的最后一天在第一天之前，请核对。"
    if len(holiday.days) > LONGEST:
        return f"“{holiday.name}”放了 {len(holiday.days)} 天，请核对日期。"
    weekday = next((day for day in holiday.workdays if day.weekday() < 5), None)
    if weekday is not None:
        return f"“{holiday.name}”的调休上班日 {dates.show_day(weekday)} 不是周末，请核对。"
    return ""


def _fits(day: date, year: int) -> bool:
    return day.year == year or (day.year, day.month) == (year - 1, 12)


def _twice(holiday: Holiday, taken: Mapping[date, str]) -> str:
    days = [*holiday.days, *holiday.workdays]
    again = next((day for day in days if day in taken or days.count(day) > 1), None)
    if again is None:
        return ""
    return f"{dates.show_day(again)} 写了两次（“{taken.get(again, holiday.name)}”和“{holiday.name}”），请核对。"


def _spans(off: Sequence[tuple[str, date]]) -> list[Holiday]:
    """Days off of one name that follow each other are one holiday."""
    found: list[Holiday] = []
    for name, day in off:
        before = found[-1] if found else None
        if before is not None and before.name == name and day - before.last <= ONE_DAY:
            found[-1] = Holiday(name, before.first, day)
        else:
            found.append(Holiday(name, day, day))
    return found


def _with_work(holidays: Sequence[Holiday], work: Sequence[tuple[str, date]]) -> list[Holiday]:
    """Work days go to the holiday of their name, the nearest one where there are several, or to the nearest at all."""
    worked: dict[int, list[date]] = {}
    for name, day in work:
        named = [n for n, holiday in enumerate(holidays) if holiday.name == name] or range(len(holidays))
        nearest = min(named, key=lambda n: abs(holidays[n].first - day), default=None)
        if nearest is None:
            raise ValueError("work days without a day off")
        worked.setdefault(nearest, []).append(day)
    return [Holiday(h.name, h.first, h.last, tuple(worked.get(n, ()))) for n, h in enumerate(holidays)]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
