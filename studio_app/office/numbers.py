"""Giving a number: an integer serial per issuing organisation, kind and year; never reused (handbook 2.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.domain import numbering
from studio_app.office.lists import Lists
from studio_app.office.tables import IssuedNumber, Organisation


@dataclass(frozen=True)
class Numbered:
    """A number given out; `text` is made from the pattern and never parsed back."""

    text: str
    year: int
    serial: int


def next_serial(session: Session, issuer_id: str, kind: str, year: int) -> int:
    """The serial the next number of this sequence will have: one more than the highest ever given."""
    highest = session.scalar(
        select(func.max(IssuedNumber.serial))
        .where(IssuedNumber.issuer_id == issuer_id, IssuedNumber.kind == kind, IssuedNumber.year == year)
        .execution_options(with_deleted=True)
    )
    return (highest or 0) + 1


def give(
    session: Session, lists: Lists, series: tuple[str, str], subject: tuple[str, date], serial: int | None = None
) -> Numbered:
    """Number `subject` (its id, the day that decides the year) from a `series` (kind, issuer's id).

    `serial` is for a committee whose paper book has other cases (manual entry); Refused when it is taken.
    """
    kind, issuer_id = series
    subject_id, day = subject
    _refuse_year_gone(session, day)
    rule = lists.entry("numbering", kind)
    year = day.year if rule.get("per_year", True) else 0
    if serial is not None:
        _refuse_taken(session, issuer_id, kind, year, serial)
    given = serial or next_serial(session, issuer_id, kind, year)
    words = tokens(session, issuer_id, day.year, rule.get("zi"))
    text = numbering.render(rule.get("pattern"), words, given)
    while _is_issued(session, text):  # by another series, when it had this pattern
        if serial is not None:
            raise Refused(f"{text} 已经用过，编号不能重复。请换一个序号。")
        given += 1
        text = numbering.render(rule.get("pattern"), words, given)
    session.add(
        IssuedNumber(
            issuer_id=issuer_id,
            kind=kind,
            year=year,
            serial=given,
            text=text,
            comparable=numbering.comparable(text),
            subject_id=subject_id,
        )
    )
    session.flush()
    return Numbered(text, day.year, given)


def _is_issued(session: Session, text: str) -> bool:
    """Whether some paper of the desk bears this number, in any spelling, a deleted or voided one too."""
    same = select(IssuedNumber.id).where(IssuedNumber.comparable == numbering.comparable(text)).limit(1)
    return session.scalar(same.execution_options(with_deleted=True)) is not None


def issued_alike(session: Session, pattern: str, words: Mapping[str, str], series: tuple[str, str]) -> str:
    """A number which another series (kind, issuer) gave out and `pattern` would give again; "" for none."""
    kind, issuer_id = series
    alike = re.compile(numbering.shape_pattern(pattern, words))
    others = select(IssuedNumber.text, IssuedNumber.comparable, IssuedNumber.kind, IssuedNumber.issuer_id)
    rows = session.execute(others.execution_options(with_deleted=True))
    found = (text for text, spelled, *of in rows if (kind, issuer_id) != tuple(of) and alike.fullmatch(spelled))
    return next(found, "")


def issued(session: Session, subject_id: str, kind: str) -> str:
    """The newest number of a kind that was ever given to this subject, voided or not; "" where none was."""
    query = select(IssuedNumber.text).where(IssuedNumber.subject_id == subject_id, IssuedNumber.kind == kind)
    return session.scalars(query.order_by(IssuedNumber.year.desc(), IssuedNumber.serial.desc())).first() or ""


def void(session: Session, subject_id: str, reason: str, day: date) -> None:
    """A number that is no longer used stays listed with its reason."""
    for row in session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == subject_id)):
        if row.voided_on is None:
            row.voided_on, row.void_reason = day, reason


def _refuse_year_gone(session: Session, day: date) -> None:
    """A clock that was set back must not go on with the serials of a year that is over."""
    doubt = session.info["database"].clock.doubt
    if doubt is not None and max(day.year, doubt.told.year) < doubt.due.year:
        raise Refused(
            f"电脑的日期退回到了 {doubt.told.year} 年，编号不能跟着退回去：这一步没有保存，写的字还在。"
            "请先把电脑的日期调好；日期真的没错，就在窗口下面的提示里按“日期没错”。"
        )


def _refuse_taken(session: Session, issuer_id: str, kind: str, year: int, serial: int) -> None:
    taken = session.scalar(
        select(IssuedNumber.text).where(
            IssuedNumber.issuer_id == issuer_id,
            IssuedNumber.kind == kind,
            IssuedNumber.year == year,
            IssuedNumber.serial == serial,
        )
    )
    if taken is not None:
        raise Refused(f"{taken} 已经用过，编号不能重复。请换一个序号。")


def tokens(session: Session, issuer_id: str, year: int, zi: str) -> dict[str, str]:
    """What a pattern may ask for, by the names of its tokens."""
    issuer = session.get_one(Organisation, issuer_id)
    return {
        "年": str(year), "字": zi, "简称": issuer.short_name or issuer.name,
        "社区": issuer.community, "街道": issuer.street, "社区简称": issuer.community,
    }  # fmt: skip
