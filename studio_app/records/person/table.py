"""人员档案: one entry for one person or organisation, whoever met them and wherever."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.domain import phones
from studio_app.store.table import Base, Entity, column, looked_up, optional, words


class Identified:
    """Who somebody is, wherever it is written down: in the directory, of a visitor, of a party as of acceptance."""

    name: Mapped[str] = words("姓名", what="name")
    sort_key: Mapped[str] = words()
    sex: Mapped[str] = words("性别", of="sexes")
    phone: Mapped[str] = words("联系电话", what="phone")
    plates: Mapped[str] = words("车牌号", what="plate")
    id_type: Mapped[str] = words("证件类型", of="id_types")
    id_number: Mapped[str] = words("证件号码", what="id")
    id_hash: Mapped[str] = looked_up(default="", server_default="")
    address: Mapped[str] = words("住址", what="address")
    address_key: Mapped[str] = looked_up(default="", server_default="")

    @classmethod
    def told_now(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Several phones stood without anything between them."""
        several = phones.normalise(said.get("phone") or "")
        return said | {"phone": several} if "、" in several else said


COPIED = tuple(name for name in Identified.__annotations__ if name != "name")


class Person(Identified, Entity, Base):
    """A directory entry, human or organisation; parties keep their own copy as of acceptance."""

    __tablename__ = "person"
    __table_args__ = (Index("person_by_name", "studio_id", "name"),)
    logged_as: ClassVar[str] = "人员档案"

    kind: Mapped[str] = column("类别", of="party_kinds", default="human")
    birthday: Mapped[date | None] = column("出生日期", what="birthday")
    note: Mapped[str] = words("备注")
    merged_into: Mapped[str | None] = optional("person", "并入")
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
