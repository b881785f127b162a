"""Fields the pages of a record ask for, filled from the desk's lists and calendar."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from studio_app.desk import Services
from studio_app.domain import dates, money, phones, plates
from studio_app.office.asked import Asked
from studio_app.office.simple_records import SimpleRecords
from studio_app.records.person import copies
from studio_app.ui.kit.form.fields import Field, Line, LongText, Number, Phone, Tick
from studio_app.ui.kit.form.form import Amount, Buttons, Choice, Day, Moment

Choices = Callable[[str], Sequence[tuple[object, str]]]
"""(id, name) of the records of a table."""


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


def fields(services: Services, records: SimpleRecords[Any], *names: str, **more: Mapping[str, Any]) -> list[Field]:
    """The questions of a record by what its columns say; `more` adds to one of them, by its name."""
    return [_field(services, one, more.get(one.name, {}), records.choices) for one in records.asked(*names)]


def further(services: Services, made: Sequence[Field]) -> list[Field]:
    """Whatever else is told of a person: a detail no form asks in a way of its own is asked as its column says."""
    return [_field(services, one, {}) for one in copies.asked_beside({field.name for field in made})]


def phone(name: str, label: str, **more: Any) -> Phone:
    """A phone, or several; what stands there is only looked at."""
    return Phone(name, label, hint=phones.hint, apart=phones.show, **more)


def _field(services: Services, one: Asked, more: Mapping[str, Any], choices: Choices | None = None) -> Field:
    known = dict(more) | ({"sensitive": True} if one.sensitive else {})
    if one.sort == "day":
        return day(services, one.name, one.word, **known)
    if one.sort == "amount":
        return amount(one.name, one.word, **known)
    if one.sort == "choice":
        return choice(services, one.name, one.word, one.of, **known)
    if one.sort == "record" and choices is not None:
        return Choice(one.name, one.word, options=choices(one.of), **known)
    if one.sort == "phone":
        return phone(one.name, one.word, **known)
    if one.sort == "plate":
        return Line(one.name, one.word, apart=plates.normalise, **known)
    if "rows" in known:
        return LongText(one.name, one.word, **known)
    sorts: dict[str, type[Field]] = {"number": Number, "tick": Tick, "line": Line}
    return sorts[one.sort](one.name, one.word, **known)


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
