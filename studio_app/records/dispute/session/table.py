"""调解记录: sittings, investigations and what was told in confidence."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.lines import several
from studio_app.store.table import Base, Entity, column, foreign, optional, words


class MediationSession(Entity, Base):
    """One sitting; the record of it is read-only once signed."""

    __tablename__ = "mediation_session"
    logged_as: ClassVar[str] = "调解记录"
    counted: ClassVar[str] = "份"

    case_id: Mapped[str] = foreign("cases")
    mode: Mapped[str] = words("办理方式", of="modes")  # A | B | C, of the day it was held: its paper for good
    round: Mapped[int] = column("第几轮", default=1)
    ordinal: Mapped[int] = column("第几次", default=1)
    started_at: Mapped[datetime] = column("开始时间")
    ended_at: Mapped[datetime | None] = column("结束时间")
    place: Mapped[str] = words("地点")
    method: Mapped[str] = words("调解方式", of="session_methods")
    present: Mapped[list[str]] = several("sitting_party", "到场当事人", "party")
    invited: Mapped[list[str]] = several("sitting_guest", "参加人", "participant")
    mediators: Mapped[list[str]] = several("sitting_mediator", "调解员", "staff")
    recorder_id: Mapped[str | None] = optional("staff", "记录人")
    informed: Mapped[bool] = column("已告知权利义务", default=False)
    statements: Mapped[list[dict[str, Any]]] = column("各方陈述", names="party", default=list)  # [{"party_id", "text"}]
    narrative: Mapped[str] = words("调解经过")
    law: Mapped[str] = words("依据")
    result: Mapped[str] = words("结果", of="session_results")
    result_note: Mapped[str] = words("结果说明")
    next_at: Mapped[datetime | None] = column("下次调解")
    signed_on: Mapped[date | None] = column("签名日期")
    as_signed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the paper's words, kept when it was signed


class ConfidentialNote(Entity, Base):
    """保密: a caucus note, absent from every output, read by its author and the 管理员."""

    __tablename__ = "confidential_note"
    logged_as: ClassVar[str] = "保密笔记"
    secret: ClassVar[bool] = True

    case_id: Mapped[str] = foreign("cases")
    session_id: Mapped[str | None] = optional("mediation_session")
    author_id: Mapped[str] = foreign("account")
    text: Mapped[str] = words("内容")


class Investigation(Entity, Base):
    """调查记录, handbook 2.2(6)."""

    __tablename__ = "investigation"
    logged_as: ClassVar[str] = "调查记录"
    counted: ClassVar[str] = "份"

    case_id: Mapped[str] = foreign("cases")
    mode: Mapped[str] = words("办理方式", of="modes")  # as in MediationSession
    round: Mapped[int] = column("第几轮", default=1)
    made_at: Mapped[datetime] = column("调查时间")
    place: Mapped[str] = words("地点")
    present: Mapped[str] = words("参加人")
    asked_name: Mapped[str] = words("被调查人")
    asked_detail: Mapped[str] = words("被调查人情况")
    text: Mapped[str] = words("调查内容")
    staff_id: Mapped[str | None] = optional("staff", "调查人")
    signed_on: Mapped[date | None] = column("签名日期")
    as_signed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as in MediationSession
