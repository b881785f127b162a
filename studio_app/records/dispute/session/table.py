"""调解记录: sittings, investigations and what was told in confidence."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, foreign, optional, words


class MediationSession(Entity, Base):
    """One sitting; the record of it is read-only once signed."""

    __tablename__ = "mediation_session"
    logged_as: ClassVar[str] = "调解记录"

    case_id: Mapped[str] = foreign("cases")
    mode: Mapped[str] = words()  # A | B | C, of the day it was held: its paper for good
    round: Mapped[int] = mapped_column(default=1)
    ordinal: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = words()
    method: Mapped[str] = words()  # dictionary session_methods
    present: Mapped[list[str]] = mapped_column(default=list)  # ids of parties
    invited: Mapped[list[str]] = mapped_column(default=list)  # ids of participants
    mediators: Mapped[list[str]] = mapped_column(default=list)  # ids of staff
    recorder_id: Mapped[str | None] = optional("staff")
    informed: Mapped[bool] = mapped_column(default=False)
    statements: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # [{"party_id", "text"}]
    narrative: Mapped[str] = words()
    law: Mapped[str] = words()
    result: Mapped[str] = words()  # dictionary session_results
    result_note: Mapped[str] = words()
    next_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    as_signed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the paper's words, kept when it was signed


class ConfidentialNote(Entity, Base):
    """保密: a caucus note, absent from every output, read by its author and the 管理员."""

    __tablename__ = "confidential_note"
    logged_as: ClassVar[str] = "保密笔记"
    secret: ClassVar[bool] = True

    case_id: Mapped[str] = foreign("cases")
    session_id: Mapped[str | None] = optional("mediation_session")
    author_id: Mapped[str] = foreign("account")
    text: Mapped[str] = words()


class Investigation(Entity, Base):
    """调查记录, handbook 2.2(6)."""

    __tablename__ = "investigation"
    logged_as: ClassVar[str] = "调查记录"

    case_id: Mapped[str] = foreign("cases")
    mode: Mapped[str] = words()  # as in MediationSession
    round: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    place: Mapped[str] = words()
    present: Mapped[str] = words()
    asked_name: Mapped[str] = words()
    asked_detail: Mapped[str] = words()
    text: Mapped[str] = words()
    staff_id: Mapped[str | None] = optional("staff")
    signed_on: Mapped[date | None]
    as_signed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as in MediationSession
