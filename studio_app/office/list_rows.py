"""The stored rows of an editable list, and the way back to what was shipped."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain.folding import folded
from studio_app.office.lists import content, rules_of
from studio_app.office.tables import DictionaryEntry


def rows(session: Session, dictionary: str) -> list[DictionaryEntry]:
    """All rows in their order, retired ones in their place."""
    query = select(DictionaryEntry).where(DictionaryEntry.dictionary == dictionary)
    return list(session.scalars(query.order_by(DictionaryEntry.position, DictionaryEntry.created_at)))


def row(session: Session, dictionary: str, code: str) -> DictionaryEntry:
    query = select(DictionaryEntry).where(DictionaryEntry.dictionary == dictionary, DictionaryEntry.code == code)
    return session.scalars(query).one()


def are_same(one: str, other: str) -> bool:
    """Whether people would take two names for one: width, 繁体, capitals and spaces do not tell them apart."""
    return "".join(folded(one).split()) == "".join(folded(other).split())


def shipped(dictionary: str) -> dict[str, dict[str, Any]]:
    """Code → row as the program ships it, in order."""
    return {raw["code"]: raw for raw in content(dictionary).get("entry", [])}


def differs(one: DictionaryEntry, originals: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a shipped row says something else by now; its place does not count."""
    raw = originals.get(one.code)
    return raw is not None and (one.label, one.data) != (str(raw.get("label", "")), rules_of(raw))


def set_back(one: DictionaryEntry) -> None:
    """One row as shipped, in the place it has now; Refused for a row of one's own."""
    raw = shipped(one.dictionary).get(one.code)
    if raw is None:
        raise Refused("这一项是自己添加的，没有程序自带的样子。不用了可以停用。")
    _set_back(one, one.position, raw)


def as_shipped(session: Session, dictionary: str) -> None:
    """Words, order and rules as shipped; rows of one's own are retired, never lost."""
    originals = shipped(dictionary)
    places = {code: place for place, code in enumerate(originals)}
    for one in rows(session, dictionary):
        if one.code in originals:
            _set_back(one, places[one.code], originals[one.code])
        else:
            one.active, one.position = False, len(places) + one.position


def _set_back(one: DictionaryEntry, position: int, raw: Mapping[str, Any]) -> None:
    one.label, one.position, one.active, one.edited = (
        str(raw.get("label", "")),
        position,
        bool(raw.get("active", True)),
        False,
    )
    one.data = rules_of(raw)
