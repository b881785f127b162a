"""The one rule about new passwords: long enough, and not what everybody at this desk would guess."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.domain import guessing
from studio_app.domain.guessing import Guesses
from studio_app.office.tables import Account, Organisation, Staff

_OF_ORGANISATIONS = ("name", "short_name", "member", "community", "street", "phone")


def password_problem(password: str, names: Iterable[str] = ()) -> str:
    """A sentence when a new password will not do, else empty; `names` are those of the desk."""
    return guessing.problem(password, _guesses(frozenset(names)))


def names_of(session: Session) -> set[str]:
    """What the desk is called, where it lies and who works there: the first that somebody next door tries."""
    found: set[str] = set()
    for row in session.scalars(select(Organisation)):
        found |= {getattr(row, name) for name in _OF_ORGANISATIONS}
    for person in session.scalars(select(Staff)):
        found |= {person.name, person.phone}
    return found | set(session.scalars(select(Account.sign_in)))


@lru_cache(maxsize=8)
def _guesses(names: frozenset[str]) -> Guesses:
    return replace(_shipped(), names=guessing.name_needles(names))


@cache
def _shipped() -> Guesses:
    content = tomllib.loads(paths.resource("guesses.toml").read_text(encoding="utf-8"))
    return guessing.guesses(content["rows"], content["words"], content["reasons"])
