"""The texts a row of a list carries (paragraphs of a notice, the gist of an article): read, checked, kept."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from studio_app.core.errors import Invalid
from studio_app.domain.wording import clean
from studio_app.office.lists import content
from studio_app.office.tables import DictionaryEntry

LONGEST = 6000
"""Characters of one text; the longest shipped has some 700."""
LABEL = "label"
SHORT = 24


@dataclass(frozen=True)
class EntryText:
    """One text of a row as it is edited: `many` paragraphs stand one to a line, `gaps` must stay in it."""

    name: str
    title: str
    value: str
    many: bool
    long: bool
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class _Form:
    """What holds for one text of a list, as the shipped rows show it."""

    name: str
    title: str
    many: bool
    long: bool
    optional: bool
    is_day: bool
    known: tuple[str, ...]
    wanted: tuple[str, ...]


def texts(row: DictionaryEntry) -> list[EntryText]:
    """In the order the list names them; those this row does not have are left out."""
    return [
        EntryText(form.name, form.title, _value(row, form.name), form.many, form.long, form.wanted)
        for form in _forms(row)
    ]


def keep(row: DictionaryEntry, values: Mapping[str, str]) -> None:
    """Store edited texts. Invalid names what is empty, too long, or lacks a gap."""
    problems, data = {}, dict(row.data)
    for form in _forms(row):
        typed = clean(values.get(form.name, _value(row, form.name))).strip()
        problem = _problem(form, typed)
        if problem:
            problems[form.name] = f"“{form.title}”{problem}"
        data[form.name] = [line.strip() for line in typed.splitlines() if line.strip()] if form.many else typed
    if problems:
        raise Invalid(problems)
    if LABEL in data:
        row.label = " ".join(data.pop(LABEL).split())
    row.data, row.edited = data, True


def _problem(form: _Form, typed: str) -> str:
    if not typed:
        return "" if form.optional else "不能空着。"
    if len(typed) > LONGEST:
        return f"太长了，最多 {LONGEST} 个字。"
    if form.is_day and not _is_day(typed):
        return "请写成 2026-03-05 这样的日期。"
    return "" if form.name == LABEL else problem(typed, form.wanted, form.known)


def _forms(row: DictionaryEntry) -> list[_Form]:
    file = content(row.dictionary)
    rows = file.get("entry", [])
    shipped = next((raw for raw in rows if raw["code"] == row.code), None)
    return [
        _form(name, str(title), [raw[name] for raw in rows if name in raw], shipped)
        for name, title in file.get("texts", {}).items()
        if name == LABEL or name in row.data
    ]


def _form(name: str, title: str, values: Iterable[Any], shipped: Mapping[str, Any] | None) -> _Form:
    """`shipped` is the row's own original; a row somebody added has none and may do without any gap."""
    values = list(values)
    written = [_text(value) for value in values]
    return _Form(
        name=name,
        title=title,
        many=any(isinstance(value, list) for value in values),
        long=max(map(len, written), default=0) > SHORT,
        optional=not all(written),
        is_day=all(_is_day(text) for text in written),
        known=tuple(dict.fromkeys(gap for text in written for gap in gaps(text))),
        wanted=tuple(gaps(_text(shipped.get(name, "")))) if shipped and name != LABEL else (),
    )


def _value(row: DictionaryEntry, name: str) -> str:
    return row.label if name == LABEL else _text(row.data.get(name, ""))


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_GAP = re.compile(r"\{([^{}]*)\}")


def gaps(text: str) -> list[str]:
    """Names of the gaps, each once, in the order they stand."""
    return list(dict.fromkeys(_GAP.findall(text)))


def problem(text: str, wanted: Collection[str], known: Collection[str]) -> str:
    """A sentence when a wanted gap is missing, one is unknown to the program, or a brace stands alone; else empty."""
    found = gaps(text)
    lost = [name for name in wanted if name not in found]
    if lost:
        return f"少了{shown(lost)}，这里要由程序填写，请写回去。"
    strange = [name for name in found if name not in known]
    if strange:
        usable = f"可以用的有{shown(known)}。" if known else "请删除花括号。"
        return f"{shown(strange)}写错了，{usable}"
    if any(brace in _GAP.sub("", text) for brace in "{}"):
        return "花括号要成对写，例如 {date}。"
    return ""


def shown(names: Collection[str]) -> str:
    """{date}、{parties}."""
    return "、".join(f"{{{name}}}" for name in names)
