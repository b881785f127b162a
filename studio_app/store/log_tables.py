"""What the database keeps of itself: its change log, its search index, its identity."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, looked_up, new_id, whose, words


class SearchDocument(Base):
    """What the search shows of a record; its terms stand in the index under the same integer."""

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("studio_id", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # of this database alone, as in its index
    studio_id: Mapped[str] = mapped_column(String(32), default=whose)
    kind: Mapped[str]
    entity_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(String(32), default="", server_default="")
    title: Mapped[str] = words()
    subtitle: Mapped[str] = words()
    body: Mapped[str] = words()
    owner: Mapped[str] = mapped_column(String(32), default="", server_default="")


class Secret(Base):
    """The desk's identity, the key under which ID numbers are hashed, the program its index is of; never logged."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class ChangeSet(Base):
    """One transaction: who, when, under which label; `chain` seals it to the set before."""

    __tablename__ = "change_set"
    __table_args__ = (
        Index("change_set_by_account", "studio_id", "account_id", "position"),
        UniqueConstraint("studio_id", "desk_id", "position"),
    )

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
    __table_args__ = (
        ForeignKeyConstraint(["studio_id", "set_id"], ["change_set.studio_id", "change_set.id"]),
        Index("change_by_entity", "studio_id", "entity_id"),
    )
    verbatim: ClassVar[bool] = True

    set_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column("table_name")
    entity_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str | None] = looked_up(String(32))
    payload: Mapped[str]  # JSON {"action", "before", "after"}
    nonce: Mapped[str]
    seal: Mapped[str] = mapped_column(String(64))
