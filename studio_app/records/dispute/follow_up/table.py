"""回访: what a visit after the agreement, or after it failed, found."""

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.table import Base, Entity, foreign, optional, words


class FollowUp(Entity, Base):
    """回访, handbook 2.2(10)."""

    __tablename__ = "follow_up"
    logged_as: ClassVar[str] = "回访"

    case_id: Mapped[str] = foreign("cases")
    round: Mapped[int] = mapped_column(default=1)
    visited_on: Mapped[date]
    method: Mapped[str] = words()
    visited: Mapped[list[str]] = mapped_column(default=list)  # ids of parties
    fulfilled: Mapped[str] = words()  # yes | partly | no
    text: Mapped[str] = words()
    satisfaction: Mapped[str] = words()
    new_signs: Mapped[str] = words()
    measures: Mapped[str] = words()
    next_on: Mapped[date | None]
    staff_id: Mapped[str | None] = optional("staff")
