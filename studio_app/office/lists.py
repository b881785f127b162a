"""The editable lists (dictionaries) as the program reads them: stored rows, seeded from resources."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import String, cast, event, select
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.domain import names
from studio_app.domain.masking.numbers import in_index
from studio_app.domain.reminders import Rule
from studio_app.office.tables import DictionaryEntry
from studio_app.store.changes import Touched
from studio_app.store.search_index import name_terms


@dataclass(frozen=True)
class Entry:
    """One row of a list: what is stored is `code`, what is shown is `label`."""

    code: str
    label: str
    active: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str, default: Any = "") -> Any:
        return self.data.get(name, default)


class Lists:
    """All lists of the desk, read once and again after somebody edited one."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Entry]] = {}

    def load(self, session: Session) -> "Lists":
        """Read the lists if they are not at hand; returns itself."""
        if not self._entries:
            found: dict[str, dict[str, Entry]] = {}
            row = DictionaryEntry  # columns, not records: nine hundred of them are read at every opening
            query = select(row.dictionary, row.code, row.label, row.active, cast(row.data, String))
            for dictionary, code, label, active, data in session.execute(query.order_by(row.position)):
                found.setdefault(dictionary, {})[code] = Entry(code, label, active, _read(data))
            self._entries = found  # in one step: another thread may be reading
        return self

    def keep(self, session: Session, touched: Touched) -> None:
        """A keeper: an edited list is read again."""
        if touched.ids("dictionary_entry"):
            stored, self._entries = self._entries, {}
            event.listen(session, "after_rollback", lambda _session: self._go_back_to(stored))
            self.load(session)

    def _go_back_to(self, stored: dict[str, dict[str, Entry]]) -> None:
        """An edit that was not stored must not be shown either."""
        self._entries = stored

    def surname_readings(self) -> dict[str, str]:
        """How surnames are read, as the desk edited the list."""
        return {entry.label: str(entry.get("reading")) for entry in self.entries("surname_readings")}

    def sort_key(self, name: str) -> str:
        """The stored pinyin key of a name, polyphonic surnames by the desk's own table."""
        readings = self.surname_readings()
        return names.sort_key(name, readings) if readings else names.sort_key(name)

    def name_terms(self, people: Iterable[str], others: Iterable[str]) -> str:
        """Terms of names and of numbers for the search index, with surnames as the desk reads them."""
        return name_terms(map(in_index, people), map(in_index, others), self.surname_readings())

    def forget(self) -> None:
        self._entries = {}

    def entries(self, dictionary: str) -> list[Entry]:
        """Active rows in their order, for pickers."""
        return [entry for entry in self._entries.get(dictionary, {}).values() if entry.active]

    def pairs(self, dictionary: str) -> list[tuple[str, str]]:
        """(code, label) of active rows."""
        return [(entry.code, entry.label) for entry in self.entries(dictionary)]

    def entry(self, dictionary: str, code: str) -> Entry:
        """A row, retired ones included; an unknown code reads as its own label, so old data never breaks a page."""
        return self._entries.get(dictionary, {}).get(code) or Entry(code, code)

    def label(self, dictionary: str, code: str) -> str:
        return self.entry(dictionary, code).label if code else ""

    def word(self, dictionary: str, code: str, mode: str) -> str:
        """A label in the words of a mode: 和解 in B, where the list has its own for it."""
        entry = self.entry(dictionary, code)
        return str((mode == "B" and entry.get("label_b")) or entry.label) if code else ""

    def sex(self, code: str) -> str:
        """Nothing where it is not known: neither page nor paper states that."""
        return "" if self.entry("sexes", code).get("unknown", False) else self.label("sexes", code)

    def side(self, side: str, mode: str) -> str:
        """申请人 or 甲方: what papers of this mode call who stands on a side."""
        entry = self.entry("party_sides", side)
        return str(entry.get(str(self.entry("modes", mode).get("sides"))) or entry.label)

    def both_sides(self, mode: str) -> tuple[str, str]:
        """申请人 and 被申请人, or 甲方 and 乙方."""
        return self.side("applicant", mode), self.side("respondent", mode)

    def recipients(self, mode: str) -> list[Entry]:
        """Who gets names in this mode: for each a person is asked by itself (个人信息保护法 art. 23)."""
        named = [entry for entry in self.entries("recipients") if entry.get("mask") != "public"]
        return [entry for entry in named if mode in entry.get("modes", mode)]

    def subtypes(self) -> list[tuple[str, str, str, str]]:
        """细类 as one looks for them: (code of the type, label, everyday words, code)."""
        found = self.entries("dispute_subtypes")
        return [(str(e.get("type")), e.label, str(e.get("hint")), e.code) for e in found]

    def limit(self, code: str) -> int:
        """A number of limits.toml."""
        return int(self.entry("limits", code).get("value", 0))

    def rules(self) -> dict[str, Rule]:
        """The reminder rules R1–R14."""
        return {e.code: Rule(e.code, e.label, bool(e.get("enabled", False)), e.data) for e in self.entries("deadlines")}


@lru_cache(maxsize=4096)
def _read(data: str) -> Mapping[str, Any]:
    """Once for all desks and openings of a process: hardly any row is ever edited."""
    return MappingProxyType(json.loads(data))


def shipped() -> Iterator[tuple[str, dict[str, Any]]]:
    """(dictionary, parsed file) of every list the program ships."""
    for file in sorted(paths.resource("dictionaries").glob("*.toml")):
        yield file.stem, content(file.stem)


@cache
def content(dictionary: str) -> dict[str, Any]:
    """A whole shipped file: title, help, what may be edited, rows. Read once, for nobody changes it."""
    return tomllib.loads(paths.resource("dictionaries", f"{dictionary}.toml").read_text(encoding="utf-8"))


def rules_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What a shipped row holds beyond its code, its name and whether it is offered."""
    return {name: value for name, value in raw.items() if name not in ("code", "label", "active")}


def seed(session: Session) -> None:
    """Add what is missing, renew and put in order the rows nobody edited: at first run and after every upgrade."""
    stored: dict[str, dict[str, DictionaryEntry]] = {}
    query = select(DictionaryEntry).order_by(DictionaryEntry.position, DictionaryEntry.created_at)
    for row in session.scalars(query):
        stored.setdefault(row.dictionary, {})[row.code] = row
    for dictionary, content in shipped():
        rows = stored.setdefault(dictionary, {})
        taken = {row.label for row in rows.values() if row.active}
        for position, raw in enumerate(content.get("entry", [])):
            offered = raw["code"] in rows or str(raw.get("label", "")) not in taken  # the desk has its own
            given = {**raw, "active": offered and bool(raw.get("active", True))}
            rows[raw["code"]] = _seed_one(session, rows.get(raw["code"]), dictionary, position, given)
        _put_in_order(rows, [raw["code"] for raw in content.get("entry", [])])


def _put_in_order(rows: dict[str, DictionaryEntry], shipped: list[str]) -> None:
    """Each row behind what stands before it as shipped; what a person moved, and rows of the desk's own, stay."""
    order = [code for code, row in rows.items() if row.edited or code not in shipped]
    last = -1
    for code in shipped:
        if code in order:
            last = max(last, order.index(code))
        else:
            last += 1
            order.insert(last, code)
    for position, code in enumerate(order):
        if rows[code].position != position:
            rows[code].position = position


def _seed_one(
    session: Session, row: DictionaryEntry | None, dictionary: str, position: int, raw: Mapping[str, Any]
) -> DictionaryEntry:
    label, data, active = str(raw.get("label", "")), rules_of(raw), bool(raw.get("active", True))
    if row is None:
        made = DictionaryEntry(dictionary=dictionary, code=raw["code"], label=label, position=position, data=data)
        made.active = active
        session.add(made)
        return made
    if not row.edited and (row.label, row.data, row.active) != (label, data, active):
        row.label, row.data, row.active = label, data, active
    return row
