"""What belongs to the desk: settings, dictionaries, numbers, attachments, drafts, logs, the change log."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.tables.base import Base, Entity, new_id, optional, words


class Setting(Entity, Base):
    """A setting of the desk by name."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("studio_id", "name"),)
    logged_as: ClassVar[str] = "设置"

    name: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)


class DictionaryEntry(Entity, Base):
    """A row of an editable list; upgrades overwrite only what nobody `edited`."""

    __tablename__ = "dictionary_entry"
    __table_args__ = (UniqueConstraint("studio_id", "dictionary", "code"),)
    logged_as: ClassVar[str] = "选项"

    dictionary: Mapped[str]
    code: Mapped[str]
    label: Mapped[str] = words()
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    edited: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class IssuedNumber(Entity, Base):
    """A number given out; never reused, a voided one stays with its reason (handbook 2.3)."""

    __tablename__ = "issued_number"
    __table_args__ = (UniqueConstraint("issuer_id", "kind", "year", "serial"),)
    logged_as: ClassVar[str] = "编号"

    issuer_id: Mapped[str] = mapped_column(String(32), ForeignKey("organisation.id"))
    kind: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    text: Mapped[str]
    comparable: Mapped[str] = mapped_column(index=True)  # domain.numbering.comparable(text)
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    voided_on: Mapped[date | None]
    void_reason: Mapped[str] = words()


class Attachment(Entity, Base):
    """A file in `files/`, encrypted with its own key; the history holds size and digest, never bytes."""

    __tablename__ = "attachment"
    logged_as: ClassVar[str] = "附件"

    case_id: Mapped[str | None] = optional("cases")
    intake_id: Mapped[str | None] = optional("intake")
    subject_id: Mapped[str] = mapped_column(String(32), default="", index=True)  # session, agreement, performance …
    name: Mapped[str] = words()
    media_type: Mapped[str] = words()
    size: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = words()  # SHA-256 of the plain bytes
    file_id: Mapped[str] = mapped_column(String(32), default=new_id)
    file_key: Mapped[str] = words()  # AES-256-GCM key, hex
    print_file_id: Mapped[str] = words()  # photo turned upright, ≤ 1600 px, without EXIF
    print_file_key: Mapped[str] = words()
    added_on: Mapped[date | None]
    note: Mapped[str] = words()


class Thumbnail(Base):
    """Derived from an attachment; not logged."""

    __tablename__ = "thumbnail"

    attachment_id: Mapped[str] = mapped_column(String(32), ForeignKey("attachment.id"), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)


class SearchDocument(Base):
    """What the search shows of a record; its terms stand in the index under the same integer."""

    __tablename__ = "search_document"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    entity_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[str] = mapped_column(String(32), default="", server_default="")
    title: Mapped[str] = words()
    subtitle: Mapped[str] = words()
    body: Mapped[str] = words()
    owner: Mapped[str] = mapped_column(String(32), default="", server_default="")


class Draft(Base):
    """Unsaved text of one form and person, on this desk only; not logged."""

    __tablename__ = "draft"

    account_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    form: Mapped[str] = mapped_column(String(80), primary_key=True)  # intake:new, session:<case id> …
    body: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class Secret(Base):
    """The desk's identity, the key under which ID numbers are hashed, the program its index is of; never logged."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class AccessLog(Base):
    """Append-only: who saw what is normally veiled, and sign-in events."""

    __tablename__ = "access_log"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    at: Mapped[datetime]
    account_id: Mapped[str] = mapped_column(String(32), default="")
    what: Mapped[str]
    subject_id: Mapped[str] = mapped_column(String(32), default="")


class ExportLog(Base):
    """Append-only: what left the desk, for whom and why (网络数据安全管理条例 art. 12: three years)."""

    __tablename__ = "export_log"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    at: Mapped[datetime]
    account_id: Mapped[str] = mapped_column(String(32), default="")
    what: Mapped[str]
    period: Mapped[str] = words()
    count: Mapped[int] = mapped_column(default=0)
    mask: Mapped[str] = words()
    to_whom: Mapped[str] = words()
    purpose: Mapped[str] = words()
    file_name: Mapped[str] = words()
    digest: Mapped[str] = words()


class ChangeSet(Base):
    """One transaction: who, when, under which label; `chain` seals it to the set before."""

    __tablename__ = "change_set"
    __table_args__ = (Index("change_set_by_account", "account_id", "position"), UniqueConstraint("desk_id", "position"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    desk_id: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[str] = mapped_column(String(32))
    label: Mapped[str]
    undoes_id: Mapped[str | None] = mapped_column(String(32))
    undone: Mapped[bool] = mapped_column(default=False)
    undoable: Mapped[bool] = mapped_column(default=True)
    chain: Mapped[str] = mapped_column(String(64))


class Change(Base):
    """One record's before and after inside a set; `seal` = HMAC-SHA256(nonce, payload)."""

    __tablename__ = "change"
    __table_args__ = (Index("change_by_entity", "entity_id"),)
    verbatim: ClassVar[bool] = True

    set_id: Mapped[str] = mapped_column(String(32), ForeignKey("change_set.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column("table_name")
    entity_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str | None] = mapped_column(String(32), index=True)
    payload: Mapped[str]  # JSON {"action", "before", "after"}
    nonce: Mapped[str]
    seal: Mapped[str] = mapped_column(String(64))
