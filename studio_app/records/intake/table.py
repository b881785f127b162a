"""来访登记: one visit or call as told that day, with its own copy of the visitors' details."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.domain.dates import day_and_hour, day_and_hour_of_old
from studio_app.records.person.table import Identified
from studio_app.store.table import Base, Entity, column, foreign, optional, words


class Intake(Entity, Base):
    """The fields of handbook 4.2(1)."""

    __tablename__ = "intake"
    __table_args__ = (
        UniqueConstraint("studio_id", "year", "serial"),
        # these two answer the register's own order without reading the table; never begin one with deleted_at:
        # SQLite takes its IS NULL for choosy and walks the whole index in every join
        Index("intake_by_day", "studio_id", "received_on", "received_hour", "id", "deleted_at"),
        Index("intake_by_community", "studio_id", "community", "deleted_at"),
        Index("intake_by_destination", "studio_id", "destination", "received_on", "received_hour", "id", "deleted_at"),
    )
    logged_as: ClassVar[str] = "来访登记"

    number: Mapped[str] = words("来访编号", what="number")
    year: Mapped[int]
    serial: Mapped[int]
    received_on: Mapped[date] = column("来访日期")
    received_hour: Mapped[str] = words("来访时间")  # 14:30, "" where nobody noted it
    kind: Mapped[str] = column("类别", of="intake_kinds", default="dispute")
    channel: Mapped[str] = words("来访方式", of="channels")
    community: Mapped[str] = words("社区")
    place: Mapped[str] = words("地点")
    people_count: Mapped[int] = column("人数", default=1)
    dispute_type: Mapped[str] = words("纠纷类型", of="dispute_types")
    content: Mapped[str] = words("反映内容")
    wants: Mapped[str] = words("诉求")
    other_side: Mapped[str] = words("对方")  # who it is about, as told
    answer: Mapped[str] = words("当场答复")  # what was answered on the spot
    destination: Mapped[str] = words("去向", of="destinations")  # dictionary destinations; empty = 待受理
    destination_note: Mapped[str] = words("去向说明")
    handling_unit: Mapped[str] = words("承办单位")
    handle_by: Mapped[date | None] = column("办理时限")
    result: Mapped[str] = words("办理结果")
    answered_on: Mapped[date | None] = column("答复日期")
    answered_way: Mapped[str] = words("答复方式")
    satisfaction: Mapped[str] = words("满意度", of="satisfactions")
    note: Mapped[str] = words("备注")
    receiver_id: Mapped[str | None] = optional("staff", "接待人")
    case_id: Mapped[str | None] = optional("cases")
    backdate_reason: Mapped[str] = words("补录原因")  # 补录: why it is entered after the day it happened
    sample: Mapped[bool] = mapped_column(default=False)
    visitor_label: Mapped[str] = words("来访人", what="name")  # derived: names of the visitors, for lists
    visitor_key: Mapped[str] = words()  # derived: their pinyin sort key

    @property
    def received_at(self) -> datetime:
        """Day and hour as the wall showed them, in no zone; midnight where nobody noted the hour."""
        return datetime.combine(self.received_on, time.fromisoformat(self.received_hour or "00:00"))

    @received_at.setter
    def received_at(self, moment: datetime) -> None:
        self.received_on, self.received_hour = day_and_hour(moment)

    @classmethod
    def told_now(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Day and hour were one moment."""
        at = said.get("received_at")
        if at is None:
            return said
        day, hour = day_and_hour_of_old(datetime.fromisoformat(at))
        return {name: value for name, value in said.items() if name != "received_at"} | {
            "received_on": day.isoformat(),
            "received_hour": hour,
        }


WHEN = (Intake.received_on, Intake.received_hour)
"""The register's own order."""


class Visitor(Identified, Entity, Base):
    """One of the people who came; the first is the one who speaks."""

    __tablename__ = "visitor"
    # `id` behind the key: the newest few of a common name are found without sorting all of them
    __table_args__ = (
        Index("visitor_by_name", "studio_id", "name", "id"),
        Index("visitor_by_sound", "studio_id", "sort_key", "id"),
    )
    logged_as: ClassVar[str] = "来访人"

    intake_id: Mapped[str] = foreign("intake")
    position: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[str | None] = optional("person")
    age_told: Mapped[int | None] = column("自述年龄")
