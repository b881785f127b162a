"""One record of an old ledger as a careful person would read it, with what is not sure."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from studio_app.incoming.days import Told
from studio_app.incoming.words import Meaning


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above rows: the year and the month they are of; `weak`: the year of the day it was reported."""

    year: int = 0
    month: int = 0
    weak: int = 0


@dataclass(slots=True)
class Entry:
    """`flags`: name of a field → why it is doubtful. `span`: rows it takes."""

    sheet: str
    row: int
    hidden: bool = False
    span: int = 1
    number: str = ""
    date: dt.date | None = None
    closed_on: dt.date | None = None
    applicants: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    type: Meaning | None = None
    type_raw: str = ""
    title: str = ""
    summary: str = ""
    outcome: Meaning | None = None
    outcome_raw: str = ""
    amount_fen: int | None = None
    phone: str = ""
    respondent_phone: str = ""
    id_number: str = ""
    place: str = ""
    community: str = ""
    handler: str = ""
    people_count: int | None = None
    measures: str = ""
    note: str = ""
    flags: dict[str, str] = field(default_factory=dict)
    half_told: list[tuple[str, Told, Context]] = field(default_factory=list)  # days whose year others have to tell

    def told(self) -> dict[str, Any]:
        """As the command line prints it."""
        yuan = None if self.amount_fen is None else self.amount_fen / 100
        return {
            "sheet": self.sheet,
            "row": self.row,
            "row_span": self.span,
            "hidden": self.hidden,
            "number": self.number or None,
            "date": self.date.isoformat() if self.date else None,
            "applicant": "、".join(self.applicants) or None,
            "respondent": "、".join(self.respondents) or None,
            "third": list(self.third),
            "type": self.type.word if self.type else None,
            "type_raw": self.type_raw or None,
            "summary": self.summary or None,
            "outcome": self.outcome.word if self.outcome else None,
            "outcome_raw": self.outcome_raw or None,
            "amount": int(yuan) if yuan is not None and yuan == int(yuan) else yuan,
            "phone": self.phone or None,
            "id_no": self.id_number or None,
            "flags": sorted(self.flags),
            "reasons": dict(self.flags),
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no record, why, and its first words."""

    sheet: str
    row: int
    reason: str
    words: str = ""
