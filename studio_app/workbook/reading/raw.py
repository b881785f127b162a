"""What stands in a workbook somebody else made, as it stands: cells, where they are, and what hides or joins them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | float | bool | date | datetime | time | timedelta
"""A blank is ""; what a formula could not tell is the word the program showed for it (#REF!)."""
FAULTS = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "Err:502",
    }
)


@dataclass(slots=True)
class Row:
    """A row that is not blank, under the number the person sees at its left."""

    number: int
    cells: list[Cell]
    hidden: bool = False


@dataclass
class Sheet:
    """`merged`: first row, first column, last row, last column; rows as numbered, columns from 0."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


@dataclass
class Book:
    """`since_1904`: numbers that mean days count from there."""

    sheets: list[Sheet] = field(default_factory=list)
    since_1904: bool = False
