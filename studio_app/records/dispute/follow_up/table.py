"""回访: what a visit after the agreement, or after it failed, found."""

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from studio_app.store.table import Base, Entity, column, foreign, optional, words


class FollowUp(Entity, Base):
    """回访, handbook 2.2(10)."""

    __tablename__ = "follow_up"
    logged_as: ClassVar[str] = "回访"
    counted: ClassVar[str] = "次"

    case_id: Mapped[str] = foreign("cases")
    round: Mapped[int] = column("第几轮", default=1)
    visited_on: Mapped[date] = column("回访日期")
    method: Mapped[str] = words("回访方式", of="follow_up_methods")
    visited: Mapped[list[str]] = column("回访对象", names="party", default=list)  # ids of parties
    fulfilled: Mapped[str] = words("履行情况", of="fulfilments")  # yes | partly | no
    text: Mapped[str] = words("回访情况")
    satisfaction: Mapped[str] = words("满意度", of="satisfactions")
    new_signs: Mapped[str] = words("新的苗头")
    measures: Mapped[str] = words("采取的措施")
    next_on: Mapped[date | None] = column("下次回访")
    staff_id: Mapped[str | None] = optional("staff", "回访人")
