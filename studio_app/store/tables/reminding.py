"""Reminders: derived from the records by rule, never logged; what people add to them is."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from studio_app.store.tables.base import Base, Entity, optional, words


class Reminder(Base):
    """Derived. `key` = rule:subject; the same key after re-derivation is the same reminder."""

    __tablename__ = "reminder"
    __table_args__ = (Index("reminder_by_due", "shown_on"),)

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    rule: Mapped[str]
    studio_id: Mapped[str] = mapped_column(String(32), default="")
    case_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("cases.id"), index=True)
    intake_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("intake.id"), index=True)
    subject_id: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date]  # the day that counts, rest days considered
    natural_on: Mapped[date]  # the day before any moving; lead alerts count from here
    possible_on: Mapped[date | None]  # 可能顺延到, in a year without arrangement
    shown_on: Mapped[date]  # due_on, or the day it was put off to
    text: Mapped[str]
    reason: Mapped[str] = words()
    action: Mapped[str] = words()  # perform | follow_up | open_case | accept | seal


class Snooze(Entity, Base):
    """推迟 of one reminder, with its reason."""

    __tablename__ = "snooze"
    logged_as: ClassVar[str] = "推迟提醒"

    reminder_key: Mapped[str] = mapped_column(String(80), index=True)
    case_id: Mapped[str | None] = optional("cases")
    intake_id: Mapped[str | None] = optional("intake")
    until: Mapped[date]
    reason: Mapped[str] = words()


class OwnReminder(Entity, Base):
    """A reminder somebody wrote by hand."""

    __tablename__ = "own_reminder"
    logged_as: ClassVar[str] = "自记提醒"

    case_id: Mapped[str | None] = optional("cases")
    intake_id: Mapped[str | None] = optional("intake")
    text: Mapped[str] = words()
    due_on: Mapped[date]
    done_on: Mapped[date | None]
