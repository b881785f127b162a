"""Days written without their year: it stands in the title, or on the rows beside, or in the name of the file."""

from collections.abc import Sequence
from datetime import date

from studio_app.incoming import days
from studio_app.incoming.days import Told
from studio_app.incoming.entry import Context, Entry

GUESSED, AHEAD = "日期没写年份，年份是猜的", "日期在今天以后"


def complete(entries: Sequence[Entry], file_name: str, today: date) -> None:
    """Gives every half told day its year: of its part or sheet, else as on the nearest row, of the report, the file."""
    named = days.years_in(file_name)
    elsewhere = named[0] if len(named) == 1 else 0
    beside, common = _beside(entries), _common(entries)
    for at, entry in enumerate(entries):
        for name, told, context in entry.half_told:
            year = context.weak or elsewhere or common
            found = _told_by(told, context, entry.date or beside[at], year)
            if found is None and not year:
                entry.flags["date"] = GUESSED
                found = next(
                    (day for back in (0, 1) if (day := told.with_year(today.year - back)) and day <= today), None
                )
            setattr(entry, name, found)
        entry.half_told.clear()
        if entry.date and entry.date > today:
            entry.flags["date"] = AHEAD


def _told_by(told: Told, context: Context, near: date | None, year: int) -> date | None:
    """The day in the year of its part or sheet, else nearest to a day beside it, else in a year told elsewhere."""
    if context.year:
        middle = date(context.year, context.month, 15) if context.month else None
        return days.nearest(told, middle) if middle else told.with_year(context.year)
    if near:
        return days.nearest(told, near)
    return told.with_year(year) if year else None


def _beside(entries: Sequence[Entry]) -> list[date | None]:
    """For each record the day of the nearest row above it of its sheet that has one, else below it."""
    found: list[date | None] = [None] * len(entries)
    for order in (range(len(entries)), reversed(range(len(entries)))):
        sheet, last = "", None
        for at in order:
            if entries[at].sheet != sheet:
                sheet, last = entries[at].sheet, None
            found[at] = found[at] or last
            last = entries[at].date or last
    return found


def _common(entries: Sequence[Entry]) -> int:
    """The year of all days of the file, where they are of one."""
    known = {entry.date.year for entry in entries if entry.date}
    return known.pop() if len(known) == 1 else 0
