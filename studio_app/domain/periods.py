"""How the law counts days and months, so that a deadline shown is the deadline a court would count."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from studio_app.domain.dates import show_day
from studio_app.domain.rest_days import RestDays

Shift = Literal["later", "earlier", "keep"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a statutory period.

    `natural`: the counted last day. `due`: the legal last day. `possible`: in a year without arrangement,
    the day it may move to. `reason`: how it was counted, with the articles.
    """

    natural: date
    due: date
    possible: date | None
    reason: str

    @property
    def possible_text(self) -> str:
        """What stands beside a deadline that may still move, else nothing."""
        return f"可能顺延到 {show_day(self.possible)}" if self.possible else ""


def after_days(start: date, n: int) -> date:
    """The n-th day, the start day not counted (《民法典》第二百零一条). Raises ValueError for n < 0."""
    return start + timedelta(days=_counted(n))


def after_months(start: date, n: int) -> date:
    """The same day n months on, else the month's end (《民法典》第二百零二条). ValueError for n < 0."""
    months = start.year * 12 + start.month - 1 + _counted(n)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def statutory_end(start: date, *, days: int = 0, months: int = 0, rest_days: RestDays) -> Deadline:
    """The last day of a period of months, then days, moved past rest days (《民法典》第二百零三条).

    It moves later only inside years whose arrangement is known: a day too early costs nothing, a day too
    late loses the right. Raises ValueError when no period is given.
    """
    if not (days or months):
        raise ValueError("a period needs days or months")
    natural = after_days(after_months(start, months), days)
    moved = rest_days.next_workday(natural)
    sure = rest_days.known(natural.year) and rest_days.known(moved.year)
    due = moved if sure else natural
    possible = moved if moved != due else None
    reason = _counting(start, days, months) + _ending(natural, moved, sure, rest_days)
    return Deadline(natural, due, possible, reason)


def to_do(day: date, how: Shift, rest_days: RestDays) -> date:
    """A studio's own date by its rule: moved later (顺延), earlier (提前) or kept (不调整)."""
    if how == "later":
        return rest_days.next_workday(day)
    return rest_days.previous_workday(day) if how == "earlier" else day


def _counted(n: int) -> int:
    if n < 0:
        raise ValueError("a period runs forward")
    return n


def _counting(start: date, days: int, months: int) -> str:
    length = (f"{months} 个月" if months else "") + (f"{days} 日" if days else "")
    article = "第二百零一条、第二百零二条" if months else "第二百零一条"
    return f"自 {show_day(start)} 起 {length}，开始当日不计（《民法典》{article}）"


def _ending(natural: date, moved: date, sure: bool, rest_days: RestDays) -> str:
    last = f"，最后一日 {show_day(natural)}"
    unsure = "" if sure else f"；{_unknown_year(natural, moved, rest_days)} 年放假安排还没有填，先不顺延"
    if moved == natural:
        return f"{last}{unsure}。"
    why = f"为{rest_days.name(natural) or '周末'}休息日"
    if sure:
        return f"{last} {why}，顺延至 {show_day(moved)}（《民法典》第二百零三条）。"
    return f"{last} {why}{unsure}，可能顺延到 {show_day(moved)}。"


def _unknown_year(natural: date, moved: date, rest_days: RestDays) -> int:
    return moved.year if rest_days.known(natural.year) else natural.year
