"""Two people on one record: what each changed since both read it is kept, and only where both did is somebody asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass
class Edited:
    """A draft that knows what it was filled from.

    `began`: the stored values by field as they were read, with the `id` of their record; empty for a new record.
    """

    began: dict[str, Any] = field(default_factory=dict, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True)
class Clash:
    """Both changed the same thing: where it stands, and the two texts."""

    path: tuple[str, ...]
    stored: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """`value` holds one's own text wherever both changed it."""

    value: Any
    clashes: tuple[Clash, ...] = ()


def merge(began: Any, mine: Any, stored: Any, path: tuple[str, ...] = ()) -> Merged:
    """Answers by name are merged answer by answer, rows with an id row by row, everything else is one text."""
    if mine in (began, stored):
        return Merged(stored)
    if stored == began:
        return Merged(mine)
    if all(isinstance(one, Mapping) for one in (began, mine, stored)):
        return _answers(began, mine, stored, path)
    if all(map(_has_rows, (began, mine, stored))):
        return _rows(began, mine, stored, path)
    return Merged(mine, (Clash(path, stored, mine),))


def _answers(
    began: Mapping[str, Any], mine: Mapping[str, Any], stored: Mapping[str, Any], path: tuple[str, ...]
) -> Merged:
    names = list(dict.fromkeys([*stored, *mine]))
    parts = {n: merge(began.get(n), mine.get(n, began.get(n)), stored.get(n), (*path, n)) for n in names}
    clashes = tuple(clash for part in parts.values() for clash in part.clashes)
    return Merged({name: part.value for name, part in parts.items()}, clashes)


def _rows(
    began: Sequence[Mapping[str, Any]],
    mine: Sequence[Mapping[str, Any]],
    stored: Sequence[Mapping[str, Any]],
    path: tuple[str, ...],
) -> Merged:
    """In one's own order, what the other added at the end; a row one took away is gone unless the other changed it."""
    old, theirs = ({str(row["id"]): row for row in rows} for rows in (began, stored))
    found: list[Any] = []
    clashes: list[Clash] = []
    for place, row in enumerate(mine, start=1):
        known = str(row.get("id") or "")
        if known in old and known not in theirs and row == old[known]:
            continue
        part = merge(old.get(known), row, theirs.get(known, old.get(known)), (*path, str(place)))
        found.append(part.value)
        clashes += part.clashes
    own = {str(row.get("id") or "") for row in mine}
    found += [row for known, row in theirs.items() if known not in own and row != old.get(known)]
    return Merged(found, tuple(clashes))


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) and "id" in row for row in value)


def shown(value: Any) -> str:
    """A value as it can be told in a sentence; "" where it is a code or a list only the page can show."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value and not (value.isascii() and value.replace("_", "").isalpha()):
        return f"{value[:60]}……" if len(value) > 60 else value
    return ""
