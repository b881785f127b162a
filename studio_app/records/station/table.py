"""站·室·点 and the shifts kept there (handbook 1.6, 1.7)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from studio_app.store.table import Base, Entity, column, foreign, optional, words


class Station(Entity, Base):
    """A studio, a station of the street, a point in a community: wherever people are received."""

    __tablename__ = "station"
    logged_as: ClassVar[str] = "站点"
    counted: ClassVar[str] = "个"

    kind: Mapped[str] = words("类别", of="station_kinds")
    name: Mapped[str] = words("名称", what="plain")
    short_name: Mapped[str] = words("简称", what="plain")
    level: Mapped[str] = words("层级", of="station_levels")
    community: Mapped[str] = words("社区", what="plain")
    address: Mapped[str] = words("地址", what="plain")  # of a place open to everybody
    phone: Mapped[str] = words("电话", what="plain")
    host: Mapped[str] = words("依托单位")
    lead_id: Mapped[str | None] = optional("staff", "负责人")
    staff_ids: Mapped[list[str]] = column("委员和志愿者", names="staff", default=list)
    opened_on: Mapped[date | None] = column("启用日期")
    closed_on: Mapped[date | None] = column("停用日期")
    filed_as: Mapped[str] = words("备案情况", of="station_filings")
    filed_under: Mapped[str] = words("备案的调委会")
    filed_number: Mapped[str] = words("备案编号", what="plain")
    filed_on: Mapped[date | None] = column("备案日期")
    reception_rule: Mapped[str] = words("接待日")
    when_holiday: Mapped[str] = words("接待日遇到节假日", of="holiday_moves")
    note: Mapped[str] = words("备注")


class DutyShift(Entity, Base):
    """One day somebody is to be there."""

    __tablename__ = "duty_shift"
    __table_args__ = (Index("duty_shift_by_day", "studio_id", "day", "station_id"),)
    logged_as: ClassVar[str] = "值班"
    counted: ClassVar[str] = "个"

    station_id: Mapped[str] = foreign("station")
    day: Mapped[date] = column("日期")
    begins: Mapped[str] = words("几点到", what="number")
    ends: Mapped[str] = words("几点止", what="number")
    kind: Mapped[str] = words("值班还是接待", of="duty_kinds")
    staff_id: Mapped[str | None] = optional("staff", "值班人")
    state: Mapped[str] = words("到岗情况", of="duty_states")
    swapped_to: Mapped[str | None] = optional("staff", "换成谁")
    moved_from: Mapped[date | None] = column("由哪一天改来")
    note: Mapped[str] = words("备注")
