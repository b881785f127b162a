"""Organisations, staff, accounts and the directory of persons."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.tables.base import Base, Entity, optional, words


class Organisation(Entity, Base):
    """工作室, 调委会, 社区, 街道, 司法所, 派出所, 部门 … (`kind`: dictionary org_kinds)."""

    __tablename__ = "organisation"
    logged_as: ClassVar[str] = "单位"

    kind: Mapped[str]
    name: Mapped[str] = words()
    short_name: Mapped[str] = words()  # goes into numbers: 示评, 幸福里
    phone: Mapped[str] = words()
    address: Mapped[str] = words()
    community: Mapped[str] = words()
    street: Mapped[str] = words()
    district_code: Mapped[str] = words()  # GB/T 2260, six digits
    member: Mapped[str] = words()  # the CPPCC member of a studio, the director of a committee
    term_start: Mapped[date | None]  # 人民调解法 art. 9: a committee's term is three years
    term_end: Mapped[date | None]


class Staff(Entity, Base):
    """A person with a role at the desk (`role`: dictionary staff_roles) and the dates of it."""

    __tablename__ = "staff"
    logged_as: ClassVar[str] = "人员"

    name: Mapped[str] = words()
    sort_key: Mapped[str] = words()
    role: Mapped[str] = words()
    organisation_id: Mapped[str | None] = optional("organisation")
    phone: Mapped[str] = words()
    address: Mapped[str] = words()
    kin: Mapped[str] = words()  # names of near relatives, for the 回避 check; one per line
    qualification: Mapped[str] = words()
    since: Mapped[date | None]
    until: Mapped[date | None]


class Account(Entity, Base):
    """Who may sign in; the key file holds only the short sign-in name, the role stands here."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("sign_in"),)
    logged_as: ClassVar[str] = "账号"

    sign_in: Mapped[str]
    role: Mapped[str] = mapped_column(default="volunteer")  # dictionary account_roles
    staff_id: Mapped[str | None] = optional("staff")
    active: Mapped[bool] = mapped_column(default=True)


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
