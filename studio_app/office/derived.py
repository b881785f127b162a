"""Which program derived what a desk holds: a newer one brings lists and derived columns up to date once."""

import hashlib

from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.store.log_tables import Secret

MARK, LEFT = "derived", "derive_from"
DERIVED_AS = 5
"""Raised whenever something derived of a record changes: index, reminders, what spellings are compared by."""


def mark(session: Session) -> None:
    """Note that the desk holds what this program ships and derives."""
    session.merge(Secret(name=MARK, value=present()))


def generation() -> bytes:
    return f"{DERIVED_AS}:".encode()


def present() -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(paths.resource("dictionaries").glob("*.toml")):
        digest.update(file.name.encode() + file.read_bytes())
    return generation() + digest.hexdigest().encode()
