"""人员档案: one entry for one person or organisation, whoever met them and wherever."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, optional, words


class Person(Entity, Base):
    """A directory entry, human or organisation; parties keep their own copy as of acceptance."""

    __tablename__ = "person"
    __table_args__ = (Index("person_by_phone", "phone"), Index("person_by_name", "name"))
    logged_as: ClassVar[str] = "人员档案"

    kind: Mapped[str] = mapped_column(default="human")
    name: Mapped[str] = words()
    sort_key: Mapped[str] = words()
    sex: Mapped[str] = words()
    birthday: Mapped[date | None]
    id_type: Mapped[str] = words()
    id_number: Mapped[str] = words()
    id_hash: Mapped[str] = mapped_column(default="", server_default="", index=True)
    phone: Mapped[str] = words()
    address: Mapped[str] = words()
    address_key: Mapped[str] = mapped_column(default="", server_default="", index=True)
    note: Mapped[str] = words()
    merged_into: Mapped[str | None] = optional("person")
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
