"""放假安排: each year's days off and 调休 work days, entered when the notice is out, or read from a file."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused, Unavailable
from studio_app.domain.arrangement import Arrangement, HolidayRow, parse_day, show_day
from studio_app.office import arrangements
from studio_app.office.office import Office
from studio_app.office.tables import DictionaryEntry

__all__ = ["HolidayRow", "HolidayYear", "Holidays", "parse_day", "show_day"]

LARGEST = 1_000_000  # bytes of a file read in; a year has some three thousand


@dataclass(frozen=True)
class HolidayYear:
    """`known` if there is an arrangement, `own` if it was entered here, `shipped` if the program carries one."""

    year: int
    known: bool
    own: bool
    shipped: bool
    words: str


class Holidays:
    """Changes are logged like any other and can be undone; they need the right to change settings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def years(self) -> list[HolidayYear]:
        """From last year to next year, and every other year that was entered."""
        shipped, own = arrangements.shipped(), self._own()
        today = self._office.today().year
        return [
            HolidayYear(
                year, year in shipped or year in own, year in own, year in shipped,
                _words(own.get(year) or shipped.get(year)),
            )
            for year in sorted({today - 1, today, today + 1, *own})
        ]  # fmt: skip

    def missing(self) -> list[int]:
        """Years without an arrangement that should be there: this one, and the next once its notice is due."""
        today = self._office.today()
        wanted = [today.year]
        if today.month >= self._office.lists.limit("holiday_notice_month"):
            wanted.append(today.year + 1)
        return [year for year in wanted if not self._office.rest_days.known(year)]

    def missing_words(self) -> str:
        """The sentence about it, "" when nothing is missing."""
        years = "、".join(str(year) for year in self.missing())
        return f"{years} 年的放假安排还没有填：法定期限先按原日子算，不顺延。" if years else ""

    def rows(self, year: int) -> list[HolidayRow]:
        """The arrangement as a table to be edited; for a year without one, the statutory holidays without days."""
        table = self._own().get(year) or arrangements.shipped().get(year)
        if table is None:
            return [HolidayRow(name) for name in self._names()]
        return Arrangement.from_table(table).rows()

    def save(self, year: int, rows: Sequence[HolidayRow]) -> list[str]:
        """Keep it; it holds at once. Returns statutory holidays it does not name, which may be a slip."""
        read, problems = Arrangement.read(year, rows)
        problems = problems or read.problems()
        if problems:
            raise Invalid(problems)
        with self._office.write(f"填写 {year} 年放假安排", right="settings") as session:
            row = _row(session, year)
            row.data, row.deleted_at, row.edited = read.table(), None, True
            session.add(row)
        return read.missing(self._names())

    def reset(self, year: int) -> None:
        """As the program ships it, which may be without an arrangement; undo brings back what was entered."""
        with self._office.write(f"{year} 年放假安排恢复原样", right="settings") as session:
            _row(session, year).deleted_at = self._office.now()

    def read_file(self, path: Path) -> tuple[int, list[HolidayRow]]:
        """Year and rows of a file in the form of resources/holidays, to be looked at and saved."""
        try:
            read = Arrangement.from_table(_parsed(path))
        except OSError:
            raise Unavailable(f"读不出这个文件：{path}。请检查U盘是否插好。") from None
        except (ValueError, KeyError, TypeError):
            raise Refused(NO_ARRANGEMENT) from None
        problems = read.problems()
        if problems:
            raise Refused("文件里的安排对不上：" + "；".join(problems.values()))
        return read.year, read.rows()

    def _own(self) -> dict[int, Any]:
        with self._office.read() as session:
            return {int(row.code): row.data for row in arrangements.entered(session)}

    def _names(self) -> list[str]:
        return [text for _code, text in self._office.lists.pairs("statutory_holidays")]


def _row(session: Session, year: int) -> DictionaryEntry:
    """The stored row of a year, one in the recycle bin included: there is one for each year."""
    name = arrangements.DICTIONARY
    query = select(DictionaryEntry).where(DictionaryEntry.dictionary == name, DictionaryEntry.code == str(year))
    found = session.scalars(query.execution_options(with_deleted=True)).first()
    return found or DictionaryEntry(dictionary=name, code=str(year), label=f"{year} 年放假安排", position=year)


def _words(table: Any) -> str:
    return "，".join(holiday.words() for holiday in Arrangement.from_table(table).holidays) if table else ""


NO_ARRANGEMENT = "这个文件读不了，它不是放假安排。请换一个，或照通知在表里填。"


def _parsed(path: Path) -> Any:
    if path.stat().st_size > LARGEST:
        raise ValueError(path)
    text = path.read_text(encoding="utf-8-sig")
    return tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
