"""The days on which something that is written down can have happened: one rule for every record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from studio_app.domain.dates import show_day


@dataclass(frozen=True)
class Past:
    """From the earliest day a desk writes down (limits.toml, `earliest_year`) to today; birthdays lie outside.

    `now` is local, without time zone.
    """

    today: date
    earliest: date
    now: datetime | None = None

    def is_ahead(self, moment: datetime | None) -> bool:
        """Whether this has not come yet."""
        return bool(moment and self.now and moment > self.now)

    def problem(self, day: date | None, what: str, *, since: date | None = None, since_what: str = "受理日期") -> str:
        """Why `what` ("签名日期") cannot have been on this day, "" when it can or no day is given.

        `since` is the day before which it could not happen (`since_what` names it); leave it out where papers
        may be older than the case.
        """
        if day is None:
            return ""
        if day > self.today:
            return f"{what}不能在今天之后。"
        if day < self.earliest:
            return (
                f"{what}早于 {self.earliest.year} 年，请看看年份是否写错。"
                "确实更早的，请到“设置与备份—提醒规则”，把“日期最早写到哪一年”改一下。"
            )
        if since is not None and day < since:
            return f"{what}不能早于{since_what}（{show_day(since)}）。"
        return ""

    def problems(self, days: Mapping[str, tuple[date | None, str]]) -> dict[str, str]:
        """The same for several fields: name → (day, what)."""
        found = {name: self.problem(day, what) for name, (day, what) in days.items()}
        return {name: sentence for name, sentence in found.items() if sentence}
