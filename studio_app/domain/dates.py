"""Days as people type them (3.5, 明天, 下周三, 三天后) and days and moments as the program shows them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

from studio_app.domain.wording import number_in_words

FIRST_YEAR, LAST_YEAR = 1900, 2100  # nothing a studio writes down lies outside
YEARS_AHEAD = 10  # a two-digit year more than this ahead belongs to the century before
WEEKDAYS = "一二三四五六日"

_NEAR_DAYS = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0}
_NEAR_DAYS |= {"明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_NEAR_UNITS = {"上": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "上上": -2, "去": -1, "今": 0, "明": 1, "": 0}

_N = r"(\d+|[〇零一二两三四五六七八九十]+)"
_SHOWN_WEEKDAY = re.compile(r"[ (]*(?:周|星期|礼拜)[一二三四五六日天][ )]*$")
_FULL = re.compile(r"(\d{4}|\d{2})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_COMPACT = re.compile(r"(?!(?:19|20)(?:0[1-9]|1[0-2]))(\d{2})(\d{2})(\d{2})")  # 202603 may be a month: refused
_MONTH_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?|(\d{2})(\d{2})")
_NAMED_YEAR = re.compile(r"([去今明])年(\d{1,2})[-./月](\d{1,2})[日号]?")
_NAMED_MONTH = re.compile(r"([上本这下]?)个?月(?:(\d{1,2})[日号]|(底|末|初))")
_NAMED_YEAR_END = re.compile(r"([去今明]?)年(底|末|初)")
_DAY_ONLY = re.compile(r"(\d{1,2})[日号]")
_AFTER = re.compile(r"(\d{1,4})(天|日|周|个?星期|个?礼拜|个月)(以?[前后])")
_WEEKDAY = re.compile(r"(下下|上上|上|本|这|下|)个?(?:周|星期|礼拜)([一二三四五六日天])")
_WORDS = re.compile(rf"{_N}(?=[年月日号天个周星礼点时分])|(?<=[月点时]){_N}")


def parse_day(text: str, today: date, *, past: bool | None = None) -> date | None:
    """The day meant by what was typed, None when it is no day that exists between 1900 and 2100.

    Where the year, month or week is left out the reading nearest to `today` is taken; `past=True` takes the
    last one up to today (a thing that happened), `past=False` the first one from today on (an appointment).
    """
    plain = _plain(text)
    for read in (_full, _relative, _weekday, _in_month, _month_day):
        found = read(plain, today, past)
        if found is not None:
            return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
    return None


def show_day(day: date) -> str:
    """2026-03-05 周四."""
    return f"{day:%Y-%m-%d} 周{WEEKDAYS[day.weekday()]}"


def short_day(day: date, today: date) -> str:
    """10-08 in this year, 2025-10-08 in any other."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def show_day_cn(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def show_moment(moment: datetime) -> str:
    """2026-03-05 周四 14:30; midnight is the day of something whose hour nobody noted."""
    return show_day(moment) if moment.time() == time() else f"{show_day(moment)} {moment:%H:%M}"


def day_and_hour(moment: datetime) -> tuple[date, str]:
    """A day and 14:30 on the wall; midnight is the day of something whose hour nobody noted."""
    wall = moment.astimezone() if moment.tzinfo else moment
    return wall.date(), "" if wall.time() == time() else f"{wall:%H:%M}"


def day_and_hour_of_old(moment: datetime) -> tuple[date, str]:
    """The same of what was stored as a moment by a computer of Beijing's time, wherever this one stands (新疆).

    Its midnight is no hour where nobody comes at the hour it is here.
    """
    beijing = moment.astimezone(timezone(timedelta(hours=8)))
    of_night = not 7 <= moment.astimezone().hour < 22
    return (beijing.date(), "") if beijing.time() == time() and of_night else day_and_hour(moment)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day of the calendar, None where there is none (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Half-width, words for numbers as figures, separators without spaces around them."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("。", ".").replace("、", ".")
    plain = re.sub(r"[—–−‐]", "-", plain)
    plain = _WORDS.sub(_figure, plain)
    return re.sub(r"\s*([-./:年月日号])\s*", r"\1", plain)


def _figure(found: re.Match[str]) -> str:
    words = found[0]
    if words.isdigit() and words.isascii():
        return words
    before_year = found.string[found.end() :].startswith("年")
    if before_year and "十" not in words:  # 二〇二六年, 二六年: read digit by digit
        return "".join(str("零一二三四五六七八九".index(c)) for c in words.replace("〇", "零").replace("两", "二"))
    number = number_in_words(words)
    return words if number is None else str(number)


def _full(text: str, today: date, past: bool | None) -> date | None:
    bare = _SHOWN_WEEKDAY.sub("", text)
    found = _FULL.fullmatch(bare) or _COMPACT.fullmatch(bare) or _SHORT_COMPACT.fullmatch(bare)
    if not found:
        return None
    return make_day(_whole_year(found[1], today, past), int(found[2]), int(found[3]))


def _whole_year(digits: str, today: date, past: bool | None) -> int:
    if len(digits) == 4:
        return int(digits)
    century = today.year // 100 * 100
    latest = today.year if past else today.year + YEARS_AHEAD
    year = century + int(digits)
    return year - 100 if year > latest else year


def _relative(text: str, today: date, _past: bool | None) -> date | None:
    if text in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[text])
    found = _AFTER.fullmatch(text)
    if not found:
        return None
    n = int(found[1]) * (1 if found[3].endswith("后") else -1)
    if "月" in found[2]:
        return _clamped(today, n)
    return today + timedelta(days=n if found[2] in "天日" else 7 * n)


def _weekday(text: str, today: date, past: bool | None) -> date | None:
    found = _WEEKDAY.fullmatch(text)
    if not found:
        return None
    wanted = WEEKDAYS.index(found[2].replace("天", "日"))
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=wanted + 7 * _NEAR_UNITS[found[1]])
    if found[1] or past is None:
        return day
    return _choose(lambda n: day + timedelta(days=7 * n), today, past)


def _in_month(text: str, today: date, past: bool | None) -> date | None:
    """本月5日, 下月底, 年底, 5号."""
    only = _DAY_ONLY.fullmatch(text)
    if only:
        return _choose(lambda n: _day_of_month(today, n, int(only[1])), today, past)
    ends = _NAMED_YEAR_END.fullmatch(text)
    if ends:
        year = today.year + _NEAR_UNITS[ends[1]]
        return date(year, 1, 1) if ends[2] == "初" else date(year, 12, 31)
    found = _NAMED_MONTH.fullmatch(text)
    if not found:
        return None
    shift = _NEAR_UNITS[found[1]]
    if found[2]:
        return _day_of_month(today, shift, int(found[2]))
    return _day_of_month(today, shift, 1) if found[3] == "初" else _clamped(today.replace(day=1), shift, 31)


def _month_day(text: str, today: date, past: bool | None) -> date | None:
    bare = _SHOWN_WEEKDAY.sub("", text)
    named = _NAMED_YEAR.fullmatch(bare)
    if named:
        return make_day(today.year + _NEAR_UNITS[named[1]], int(named[2]), int(named[3]))
    found = _MONTH_DAY.fullmatch(bare)
    if not found:
        return None
    month, day = (int(part) for part in found.groups() if part)
    if (month, day) == (2, 29):  # of the year 2-28 would be in, or refused: no search for another leap year
        eve = _choose(lambda n: make_day(today.year + n, 2, 28), today, past)
        return make_day(eve.year, 2, 29) if eve else None
    return _choose(lambda n: make_day(today.year + n, month, day), today, past)


def _choose(reading: Callable[[int], date | None], today: date, past: bool | None) -> date | None:
    """Of the readings one period back, this one and one on: the nearest that agrees with `past`."""
    days = [day for day in map(reading, (0, -1, 1)) if day]
    if past is not None:
        days = [day for day in days if (day <= today if past else day >= today)]
    return min(days, key=lambda day: abs(day - today), default=None)


def _day_of_month(today: date, shift: int, day: int) -> date | None:
    years, month = divmod(today.month - 1 + shift, 12)
    return make_day(today.year + years, month + 1, day)


def _clamped(today: date, shift: int, day: int = 0) -> date | None:
    years, month = divmod(today.month - 1 + shift, 12)
    year = today.year + years
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month + 1, min(day or today.day, monthrange(year, month + 1)[1]))
