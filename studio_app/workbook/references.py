"""Where a reference points once the rows of a table have become more or fewer."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_REFERENCE = re.compile(
    r"""(?P<other>"(?:[^"]|"")*"|\[[^\]]*\](?!\S*!))"""  # words and structured references
    r"""|(?P<sheet>(?:'(?:[^']|'')+'|[^\s!'"(),;:+\-*/^&=<>{}]+)!)?"""
    r"""(?<![\w.$])(?P<start>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}|\$?[1-9]\d{0,6}(?=:))"""
    r"""(?::(?P<end>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}|\$?[1-9]\d{0,6}))?(?![\w(.!])"""
)
_ROW = re.compile(r"\d+$")


@dataclass(frozen=True)
class Shift:
    """The ready rows `first` to `last` of `sheet` have become `count` rows."""

    sheet: str
    first: int
    last: int
    count: int

    @property
    def by(self) -> int:
        return self.count - (self.last - self.first + 1)

    def row(self, row: int) -> int:
        """A single row, or the last one of a range: the last ready row is the last of the table."""
        return row + self.by if row >= self.last else min(row, self.first + self.count - 1)

    def start(self, row: int) -> int:
        """The first row of a range."""
        return row if row <= self.first else self.row(row)

    def ranges(self, text: str) -> str:
        """A4:B7, or several of them."""
        return " ".join(self._range(*reference.partition(":")[::2]) for reference in text.split())

    def formula(self, text: str, *, here: bool, fixed: bool = False) -> str:
        """A formula, or what a defined name stands for; `here` where it stands on the same sheet.

        With `fixed` only rows behind a $ move: the others move as the formula is filled down.
        """

        def moved(match: re.Match[str]) -> str:
            sheet = match["sheet"] or ""
            named = sheet[:-1].removeprefix("'").removesuffix("'").replace("''", "'")
            if match["other"] or not (named == self.sheet if sheet else here):
                return match[0]
            return sheet + self._range(match["start"], match["end"] or "", fixed=fixed)

        return _REFERENCE.sub(moved, text)

    def _range(self, start: str, end: str, *, fixed: bool = False) -> str:
        if not end:
            return _with_row(start, self.row if int(_number(start)) > self.first else self.start, fixed=fixed)
        return f"{_with_row(start, self.start, fixed=fixed)}:{_with_row(end, self.row, fixed=fixed)}"


def filled_down(text: str, rows: int, columns: int = 0) -> str:
    """The formula as it stands so many rows below, what is not fixed by $ moved with it."""
    from openpyxl.formula.translate import Translator
    from openpyxl.utils import get_column_letter

    begin = 1_000  # a place from which no move leaves the sheet
    moved = Translator(f"={text}", origin=f"ZZ{begin}")
    to = f"{get_column_letter(702 + columns)}{begin + rows}"
    return str(moved.translate_formula(to)).removeprefix("=")


def column_number(reference: str) -> int:
    """1 for A7."""
    number = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letter(number: int) -> str:
    """The column name of a number from 1: A to Z, AA and so on."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def corners(reference: str) -> tuple[int, int, int, int]:
    """First column and row, last column and row of A4:B7."""
    start, _, end = reference.replace("$", "").partition(":")
    end = end or start
    return column_number(start), int(_number(start)), column_number(end), int(_number(end))


def _number(reference: str) -> str:
    found = _ROW.search(reference)
    return found[0] if found else "0"


def _with_row(reference: str, moved: Callable[[int], int], *, fixed: bool) -> str:
    found = _ROW.search(reference)
    if found is None or (fixed and not reference[: found.start()].endswith("$")):
        return reference
    return f"{reference[: found.start()]}{moved(int(found[0]))}"
