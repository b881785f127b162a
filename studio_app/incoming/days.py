"""Days as ledgers write them: in any style, without the year, as Excel's numbers, from one day to another."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from studio_app.domain.dates import make_day, parse_day

BEGIN, BEGIN_1904 = date(1899, 12, 30), date(1904, 1, 1)
FIRST_SERIAL, LAST_SERIAL = 25_569, 58_000  # 1970 to 2058
FIRST, LAST = date(1970, 1, 1), date(2100, 1, 1)
_SOME_DAY = date(2024, 1, 1)

_REST = r"(?:$|(?![\d.]).*)"
_BETWEEN = r"[-./月,，、\\\s]\s*"
_M, _D = r"(?P<m>\d{1,2})\s*", r"(?P<d>\d{1,2})\s*[日号]?"
_FULL = re.compile(rf"(?P<y>(?:19|20)\d{{2}})\s*(?:年|[-./,，、\\\s]|年度)\s*{_M}{_BETWEEN}{_D}{_REST}", re.DOTALL)
_SHORT_NAMED = re.compile(rf"['’‘]?(?P<y>\d{{2}})\s*年\s*{_M}月\s*{_D}{_REST}", re.DOTALL)
_SHORT = re.compile(rf"['’‘]?(?P<y>\d{{2}})\s*(?P<s>[-./])\s*{_M}(?P=s)\s*{_D}{_REST}", re.DOTALL)
_COMPACT = re.compile(rf"(?P<y>(?:19|20)\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?:\.0+)?{_REST}", re.DOTALL)
_MONTH_DAY = re.compile(rf"{_M}(?:月|[-./、])\s*{_D}{_REST}", re.DOTALL)
_FOREIGN = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d{2})$")
_MONTH = re.compile(rf"(?:(?P<y>(?:19|20)\d{{2}})\s*[年./-]\s*)?{_M}月?\s*(?P<part>上旬|初|中旬|下旬|底|末|份)?$")
_DAY = re.compile(rf"(?P<d>\d{{1,2}})\s*[日号]{_REST}", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|\s*[.\-/]|年度|\s*$|(?=\D))")
_MONTH_NAMED = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*月(?!\s*\d)")
_PARTS = {"上旬": 1, "初": 1, "中旬": 11, "下旬": 21, "底": 21, "末": 21}


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell tells of a day; what it does not is 0. `sure` is false where something was guessed."""

    year: int
    month: int
    day: int
    sure: bool = True

    def with_year(self, year: int) -> date | None:
        return make_day(year, self.month, self.day)


def told(cell: object, *, since_1904: bool = False) -> Told | None:
    """The day a cell tells, None where it tells none."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return Told(cell.year, cell.month, cell.day) if FIRST <= cell < LAST else None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _number(float(cell), since_1904=since_1904)
    return _text(cell, since_1904) if isinstance(cell, str) else None


@lru_cache(maxsize=8192)
def _number(number: float, *, since_1904: bool) -> Told | None:
    if not 0 < number < 1e9:
        return None
    whole = int(number)
    if FIRST_SERIAL - (1462 if since_1904 else 0) <= number < LAST_SERIAL:
        found = (BEGIN_1904 if since_1904 else BEGIN) + timedelta(days=whole)
        return Told(found.year, found.month, found.day)
    if number == whole:
        return _text(str(whole), since_1904)
    month, day = f"{number:g}".split(".") if "e" not in f"{number:g}" else ("0", "0")
    if len(day) <= 2 and make_day(2024, int(month) if 0 < int(month) < 13 else 0, int(day)):
        return Told(0, int(month), int(day), sure=len(day) == 2 or int(day) > 3)  # 3.1 may have been 3.10
    return None


@lru_cache(maxsize=8192)
def _text(text: str, since_1904: bool) -> Told | None:
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    plain = re.sub(r"^(约|自|从|于)\s*", "", plain.replace("。", ".").replace("〇", "零").replace("—", "-"))
    for form in (_FULL, _FOREIGN, _COMPACT):
        if found := form.match(plain):
            return _checked(int(found["y"]), int(found["m"]), int(found["d"]))
    for form in (_SHORT_NAMED, _SHORT):
        found = form.match(plain)
        if found and (short := _checked(2000 + int(found["y"]), int(found["m"]), int(found["d"]))):
            return short
    if found := _MONTH_DAY.match(plain):
        return _checked(0, int(found["m"]), int(found["d"]))
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        return _number(float(plain), since_1904=since_1904)
    if found := _DAY.match(plain):
        return Told(0, 0, int(found["d"])) if 0 < int(found["d"]) < 32 else None
    if ("月" in plain or re.match(r"\d{4}\D", plain)) and (found := _MONTH.match(plain)):
        return _checked(int(found["y"] or 0), int(found["m"]), _PARTS.get(found["part"] or "", 1), sure=False)
    return _in_words(plain)


def _in_words(plain: str) -> Told | None:
    """二零二六年三月五日, 三月五日."""
    found = parse_day(plain, _SOME_DAY) if re.search(r"[一二三四五六七八九十]", plain) and "月" in plain else None
    if found is None:
        return None
    return Told(found.year if "年" in plain else 0, found.month, found.day)


def _checked(year: int, month: int, day: int, *, sure: bool = True) -> Told | None:
    return Told(year, month, day, sure) if make_day(year or 2024, month, day) else None


def years_in(text: str) -> list[int]:
    """Every year a title names."""
    return [int(year) for year in dict.fromkeys(_YEAR.findall(unicodedata.normalize("NFKC", text)))]


def month_in(text: str) -> int:
    """The only month a title or the name of a sheet names, 0 where there is none or more."""
    found = {int(month) for month in _MONTH_NAMED.findall(unicodedata.normalize("NFKC", text))}
    return found.pop() if len(found) == 1 else 0


def nearest(told_day: Told, beside: date) -> date | None:
    """The day in the year that brings it nearest to a day written in full on a row beside it."""
    days = [day for year in (beside.year, beside.year - 1, beside.year + 1) if (day := told_day.with_year(year))]
    return min(days, key=lambda day: abs(day - beside), default=None)
