"""Unsaved text of the forms, kept so that closing, a crash or a power cut loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from studio_app.records.office import Office
from studio_app.store.changes import plain
from studio_app.store.tables import Draft


@dataclass(frozen=True)
class SavedDraft:
    """What one form held when it was last kept; `saved_at` is local."""

    form: str
    body: dict[str, Any]
    saved_at: datetime


class Drafts:
    """One draft per form ("intake:new", "session:<case id>") and account, on this desk only; never in the history."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def save(self, form: str, body: Mapping[str, Any]) -> datetime:
        """Keep what stands in a form; the local time it was kept at. Dates are kept in ISO form."""
        now = self._office.now()
        row = {"account_id": self._account, "form": form, "body": _fit(body), "saved_at": now}
        dialect = postgresql if self._office.database.on_server else sqlite
        statement = dialect.insert(Draft).values(row)
        renewed = {"body": statement.excluded.body, "saved_at": statement.excluded.saved_at}
        with self._office.database.transaction(self._account, "保存草稿") as session:
            session.execute(statement.on_conflict_do_update(index_elements=["account_id", "form"], set_=renewed))
        return now

    def load(self, form: str) -> SavedDraft | None:
        with self._office.read() as session:
            row = session.get(Draft, (self._account, form))
        return self._told(row) if row else None

    def discard(self, form: str) -> None:
        """The text was stored as a record, or given up."""
        with self._office.database.transaction(self._account, "清除草稿") as session:
            session.execute(delete(Draft).where(Draft.account_id == self._account, Draft.form == form))

    def pending(self) -> list[SavedDraft]:
        """Everything this account has not finished, the newest first."""
        query = select(Draft).where(Draft.account_id == self._account).order_by(Draft.saved_at.desc())
        with self._office.read() as session:
            return [self._told(row) for row in session.scalars(query)]

    @property
    def _account(self) -> str:
        return self._office.signed.account_id

    def _told(self, row: Draft) -> SavedDraft:
        return SavedDraft(row.form, dict(row.body), self._office.local(row.saved_at))


def _fit(value: Any) -> Any:
    """A value as JSON keeps it; NUL, which PostgreSQL refuses, is left out."""
    if isinstance(value, Mapping):
        return {str(name): _fit(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(inner) for inner in value]
    return value.replace("\0", "") if isinstance(value, str) else plain(value)
