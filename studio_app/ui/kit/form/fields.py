"""Declarations of form fields: what a form asks, without a widget in sight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

Options = Sequence[tuple[object, str]]
Hint = Callable[[str], str]


@dataclass(frozen=True)
class Field:
    """One question of a form; `name` is the attribute of the draft it fills.

    `help` stands below in a calm colour, `wide` takes the whole row, `sensitive` hides at F8, `required` only
    marks the label: what refuses is decided by the draft's own problems.
    """

    name: str
    label: str
    help: str = field(default="", kw_only=True)
    placeholder: str = field(default="", kw_only=True)
    wide: bool = field(default=False, kw_only=True)
    required: bool = field(default=False, kw_only=True)
    sensitive: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Line(Field):
    """One line of text → str; `hint` answers to what is typed ("少一位") below the field.

    Where there may be several in it, `apart` sets "、" between them once the field is left.
    """

    hint: Hint | None = field(default=None, kw_only=True)
    apart: Callable[[str], str] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Phone(Line):
    """A line for digits, spaces and dashes, several numbers too; anything may be typed, "拒绝提供" as well."""


@dataclass(frozen=True)
class LongText(Field):
    """Several lines → str, with a counter; above `limit` characters it hints and never cuts.

    One that `fills` takes the height the page has left; `rows` are then the least.
    """

    limit: int = field(default=0, kw_only=True)
    rows: int = field(default=4, kw_only=True)
    fills: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Finer:
    """A narrower label a searchable choice is found by: it answers `code` there and `value` in the question `field`.

    `words` are everyday ones, shown below the label and typed as well.
    """

    code: object
    label: str
    words: str = ""
    field: str = ""
    value: object = None


@dataclass(frozen=True)
class Choice(Field):
    """One of (code, label) pairs → code; `searchable` lets people type a part of the label, or of a `finer` one."""

    options: Options = field(kw_only=True)
    finer: Sequence[Finer] = field(default=(), kw_only=True)
    searchable: bool = field(default=False, kw_only=True)
    blank: str = field(default="请选择", kw_only=True)


@dataclass(frozen=True)
class Buttons(Field):
    """One of a few (code, label) pairs → code, all in view as a row of buttons."""

    options: Options = field(kw_only=True)


@dataclass(frozen=True)
class Day(Field):
    """A day → date or None, typed in any way `parse` understands or picked; shown by `show`.

    `rest` says of a day "休", "班" or "" for the calendar.
    """

    parse: Callable[[str], date | None] = field(kw_only=True)
    show: Callable[[date], str] = field(kw_only=True)
    rest: Callable[[date], str] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Moment(Day):
    """A day and a time of day → naive local datetime or None; a day alone is its midnight where no hour is needed."""

    hour_needed: bool = field(default=True, kw_only=True)


@dataclass(frozen=True)
class Amount(Field):
    """Money typed in yuan → integer 分 or None, in any way `parse` understands; `words` makes the 大写 below."""

    parse: Callable[[str], int | None] = field(kw_only=True)
    words: Callable[[int], str] = field(kw_only=True)


@dataclass(frozen=True)
class Number(Field):
    """A whole number → int or None, between `least` and `most`."""

    least: int = field(default=0, kw_only=True)
    most: int = field(default=10**9, kw_only=True)
    unit: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Tick(Field):
    """Yes or no → bool; the label stands beside the box."""


@dataclass(frozen=True)
class Section:
    """Fields under a heading; `folded` ones wait behind "更多" until opened or in need of attention."""

    title: str
    fields: Sequence[Field]
    folded: bool = False
