"""来访登记: one visit or call as told that day, with its own copy of the visitors' details."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, foreign, optional, words


class Intake(Entity, Base):
    """The fields of handbook 4.2(1)."""

    __tablename__ = "intake"
    __table_args__ = (
        UniqueConstraint("studio_id", "year", "serial"),
        # these two answer the register's own order without reading the table; never begin one with deleted_at:
        # SQLite takes its IS NULL for choosy and walks the whole index in every join
        Index("intake_by_day", "received_at", "id", "deleted_at"),
        Index("intake_by_community", "community", "deleted_at"),
        Index("intake_by_destination", "destination", "received_at", "id", "deleted_at"),
    )
    logged_as: ClassVar[str] = "来访登记"

    number: Mapped[str] = words()
    year: Mapped[int]
    serial: Mapped[int]
    received_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(default="dispute")  # dictionary intake_kinds
    channel: Mapped[str] = words()  # dictionary channels
    community: Mapped[str] = words()
    place: Mapped[str] = words()
    people_count: Mapped[int] = mapped_column(default=1)
    dispute_type: Mapped[str] = words()
    content: Mapped[str] = words()
    wants: Mapped[str] = words()
    other_side: Mapped[str] = words()  # who it is about, as told
    answer: Mapped[str] = words()  # what was answered on the spot
    destination: Mapped[str] = words()  # dictionary destinations; empty = 待受理
    destination_note: Mapped[str] = words()
    handling_unit: Mapped[str] = words()
    handle_by: Mapped[date | None]
    result: Mapped[str] = words()
    answered_on: Mapped[date | None]
    answered_way: Mapped[str] = words()
    satisfaction: Mapped[str] = words()
    note: Mapped[str] = words()
    receiver_id: Mapped[str | None] = optional("staff")
    case_id: Mapped[str | None] = optional("cases")
    backdate_reason: Mapped[str] = words()  # 补录: why it is entered after the day it happened
    sample: Mapped[bool] = mapped_column(default=False)
    visitor_label: Mapped[str] = words()  # derived: names of the visitors, for lists
    visitor_key: Mapped[str] = words()  # derived: their pinyin sort key


class Visitor(Entity, Base):
    """One of the people who came; the first is the one who speaks."""

    __tablename__ = "visitor"
    # `id` behind the key: the newest few of a common name are found without sorting all of them
    __table_args__ = (
        Index("visitor_by_phone", "phone", "id"),
        Index("visitor_by_name", "name", "id"),
        Index("visitor_by_sound", "sort_key", "id"),
    )
    logged_as: ClassVar[str] = "来访人"

    intake_id: Mapped[str] = foreign("intake")
    position: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[str | None] = optional("person")
    name: Mapped[str] = words()
    sort_key: Mapped[str] = words()
    sex: Mapped[str] = words()
    phone: Mapped[str] = words()
    id_type: Mapped[str] = words()
    id_number: Mapped[str] = words()
    id_hash: Mapped[str] = mapped_column(default="", server_default="", index=True)
    address: Mapped[str] = words()
    address_key: Mapped[str] = mapped_column(default="", server_default="", index=True)
    age_told: Mapped[int | None]
