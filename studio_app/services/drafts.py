"""Unsaved text of the forms, kept so that closing, a crash or a power cut loses nothing."""

import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.core.errors import AppError
from studio_app.domain.wording import visible
from studio_app.office.office import Office
from studio_app.office.rows import alive
from studio_app.office.tables import Draft
from studio_app.records import KINDS
from studio_app.records.dispute.case.table import Party
from studio_app.records.intake.draft import UNDECIDED
from studio_app.store.changes import plain

KEY = ("studio_id", "account_id", "form")


@dataclass(frozen=True)
class SavedDraft:
    """What one form held when it was last kept; `saved_at` is local."""

    form: str
    body: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True)
class Unfinished:
    """A draft as a person knows it: 调解记录 of 楼上漏水　王某; `action` on its owner and subject opens it again."""

    label: str
    about: str
    saved_at: datetime
    action: str
    owner_id: str
    subject_id: str


class Drafts:
    """One draft per form ("intake:new", "session:<case id>") and account, on this desk only; never in the history.

    What the disk refuses is held in memory until it can be written: locking takes it along (`held`, `take_up`).
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._held: dict[str, SavedDraft] = {}

    def save(self, form: str, body: Mapping[str, Any]) -> datetime:
        """Keep what stands in a form; the local time it was kept at. Dates are kept in ISO form."""
        draft = SavedDraft(form, _fit(body), self._office.now())
        self._held[form] = draft
        self._write(draft)
        self._held.pop(form, None)
        return draft.saved_at

    def _write(self, draft: SavedDraft) -> None:
        row = {"account_id": self._account, "form": draft.form, "body": draft.body, "saved_at": draft.saved_at}
        dialect = postgresql if self._office.database.on_server else sqlite
        statement = dialect.insert(Draft).values(row)
        renewed = {"body": statement.excluded.body, "saved_at": statement.excluded.saved_at}
        with self._office.database.transaction(self._account, "保存草稿") as session:
            session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=renewed))

    def held(self) -> list[SavedDraft]:
        """What could not be written so far."""
        return list(self._held.values())

    def take_up(self, drafts: Iterable[SavedDraft]) -> None:
        """What another opening of this desk could not write; what is refused again stays held."""
        for draft in drafts:
            with suppress(AppError):
                self.save(draft.form, draft.body)

    def load(self, form: str) -> SavedDraft | None:
        if form in self._held:
            return self._held[form]
        with self._office.read() as session:
            row = session.get(Draft, (self._account, form))
        return self._told(row) if row else None

    def discard(self, form: str) -> None:
        """The text was stored as a record, or given up."""
        self._held.pop(form, None)
        with self._office.database.transaction(self._account, "清除草稿") as session:
            session.execute(delete(Draft).where(Draft.account_id == self._account, Draft.form == form))

    def pending(self) -> list[SavedDraft]:
        """Everything this account has not finished, the newest first."""
        query = select(Draft).where(Draft.account_id == self._account).order_by(Draft.saved_at.desc())
        with self._office.read() as session:
            kept = [self._told(row) for row in session.scalars(query)]
        return self.held() + [draft for draft in kept if draft.form not in self._held]

    def unfinished(self) -> list[Unfinished]:
        """What can be gone on with, the newest first.

        Passed over: drafts of what was removed meanwhile, and of the answer to a visit that was answered elsewhere.
        """
        drafts = self.pending()
        if not drafts:
            return []
        known = tomllib.loads(paths.resource("drafts.toml").read_text(encoding="utf-8"))
        with self._office.read() as session:
            told = [self._named(session, draft, known) for draft in drafts]
        return [one for one in told if one is not None]

    def _named(self, session: Session, draft: SavedDraft, known: Mapping[str, Any]) -> Unfinished | None:
        form, _, rest = draft.form.partition(":")
        owner_id, _, subject_id = rest.partition(":")
        if entry := known.get(draft.form):  # it belongs to no case and no visit
            return Unfinished(entry["label"], "", draft.saved_at, entry["action"], owner_id, "")
        if form not in known:
            return None
        label, action = known[form]["label"], known[form]["action"]
        if form == "party":  # of one who is known, or "<case>:<side>:<role>" of a new one
            owner_id = session.scalar(select(Party.case_id).where(Party.id == owner_id)) or owner_id
            subject_id = ""
        about = _about(session, known[form].get("of", "case"), form, owner_id) if _is_there(session, subject_id) else ""
        return Unfinished(label, about, draft.saved_at, action, owner_id, subject_id) if about else None

    @property
    def _account(self) -> str:
        return self._office.signed.account_id

    def _told(self, row: Draft) -> SavedDraft:
        return SavedDraft(row.form, dict(row.body), self._office.local(row.saved_at))


def _is_there(session: Session, subject_id: str) -> bool:
    """Whether the record of which an owner has several is still there, where a draft is of one."""
    tables: list[Any] = [part for kind in KINDS for part in kind.parts] if subject_id else []
    asked = (session.scalar(select(table.id).where(table.id == subject_id)) for table in tables)
    return not subject_id or any(asked)


def _about(session: Session, kind: str, form: str, owner_id: str) -> str:
    """Whose it is; "" if it is gone, or if nothing is left to answer."""
    owner_kind = next(one for one in KINDS if one.name == kind)
    owner = alive(session, owner_kind.table, owner_id)
    if owner is None or (form == "visit" and owner.destination not in UNDECIDED):
        return ""
    return owner_kind.title_of(owner)


def _fit(value: Any) -> Any:
    """A value as JSON keeps it: text as typed, its tabs too, but without what nobody can see."""
    if isinstance(value, Mapping):
        return {str(name): _fit(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(inner) for inner in value]
    return "\t".join(map(visible, value.split("\t"))) if isinstance(value, str) else plain(value)
