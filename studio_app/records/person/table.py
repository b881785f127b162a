"""人员档案: one entry for one person or organisation, whoever met them and wherever."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, column, looked_up, optional, words


class Person(Entity, Base):
    """A directory entry, human or organisation; parties keep their own copy as of acceptance."""

    __tablename__ = "person"
    __table_args__ = (Index("person_by_phone", "studio_id", "phone"), Index("person_by_name", "studio_id", "name"))
    logged_as: ClassVar[str] = "人员档案"

    kind: Mapped[str] = column("类别", of="party_kinds", default="human")
    name: Mapped[str] = words("姓名", what="name")
    sort_key: Mapped[str] = words()
    sex: Mapped[str] = words("性别", of="sexes")
    birthday: Mapped[date | None] = column("出生日期", what="birthday")
    id_type: Mapped[str] = words("证件类型", of="id_types")
    id_number: Mapped[str] = words("证件号码", what="id")
    id_hash: Mapped[str] = looked_up(default="", server_default="")
    phone: Mapped[str] = words("联系电话", what="phone")
    address: Mapped[str] = words("住址", what="address")
    address_key: Mapped[str] = looked_up(default="", server_default="")
    note: Mapped[str] = words("备注")
    merged_into: Mapped[str | None] = optional("person", "并入")
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
