"""Fields the pages of a record ask for, filled from the desk's lists and calendar."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from studio_app.desk import Services
from studio_app.domain import dates, money
from studio_app.ui.kit.form.form import Amount, Buttons, Choice, Day, Moment


def day(services: Services, name: str, label: str, *, past: bool | None = None, **more: Any) -> Day:
    """A day; `past` says which reading of "3.5" is meant, see domain.dates, and which example is shown."""
    shown = {"placeholder": "例如 3.5 或 明天"} if past is False else {}
    return Day(name, label, **_calendar(services, past), **shown | more)


def moment(services: Services, name: str, label: str, *, past: bool | None = None, **more: Any) -> Moment:
    return Moment(name, label, **_calendar(services, past), **more)


def amount(name: str, label: str, **more: Any) -> Amount:
    """A sum in yuan, its 大写 below."""
    return Amount(name, label, parse=money.parse_yuan, words=money.capital, **more)


def choice(services: Services, name: str, label: str, dictionary: str, **more: Any) -> Choice:
    """One entry of a list of the desk."""
    return Choice(name, label, options=services.office.lists.pairs(dictionary), **more)


def buttons(name: str, label: str, options: Sequence[tuple[str, str]], **more: Any) -> Buttons:
    return Buttons(name, label, options=options, **more)


def _calendar(services: Services, past: bool | None) -> dict[str, Any]:
    today = services.office.today()
    return {
        "parse": lambda text: dates.parse_day(text, today, past=past),
        "show": dates.show_day,
        "rest": partial(_rest_mark, services),
    }


def _rest_mark(services: Services, on: date) -> str:
    """休 for a weekday off, 班 for a weekend to be worked."""
    rests = services.office.rest_days.is_rest(on)
    if on.weekday() < 5:
        return "休" if rests else ""
    return "" if rests else "班"
