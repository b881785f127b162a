"""A row under the headings of its table: whether it is a record, and what its cells say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studio_app.incoming import days, parties, values
from studio_app.incoming.columns import Layout
from studio_app.incoming.entry import Context, Entry
from studio_app.incoming.values import says_nothing
from studio_app.incoming.words import Meaning, Words, ditto, plain, why_left_out
from studio_app.workbook.reading.raw import FAULTS, Cell, Row

BESIDE = {"handler", "note", "community", "place", "sex", "age", "handler_phone", "respondent_phone", "relation"}
"""What may stand on every line of a record: who handles it, where somebody lives."""
LEAST_WORDS, LEAST_SURE_WORDS = 4, 8
_MARKED = re.compile(r"^\s*[【\[（(〔]([^】\])）〕]{2,14})[】\])）〕]\s*[:：,，]?\s*")
_DAMAGED = "表里的公式出错了"
_SIDES = {"applicant": "applicants", "respondent": "respondents"}


@dataclass(frozen=True)
class Lists:
    """What words of the ledger are compared with; the studio's own come first."""

    types: Words
    outcomes: Words


class Cells:
    """Reads the rows of one table."""

    def __init__(self, layout: Layout, lists: Lists, sheet: str, *, since_1904: bool) -> None:
        self.layout, self._lists, self._name, self._since_1904 = layout, lists, sheet, since_1904
        at = layout.at
        self._date, self._summary, self._ordinal = at("date"), at("summary"), at("ordinal")
        self._sides = [place for key in ("applicant", "parties", "respondent", "title") if (place := at(key)) >= 0]
        self._first, self._last = layout.first, layout.last
        self._above: dict[str, str] = {}

    # --- whether a row is a record

    def surely(self, cells: Sequence[Cell]) -> bool:
        """A day where the days stand and words beside it; without days, a number and a whole text."""
        if self._date >= 0:
            if self._date >= len(cells) or not self._day_like(cells[self._date]):
                return False
        elif (
            self._ordinal < 0
            or not _numbered(cells, self._ordinal)
            or len(self._text(cells, "summary")) < LEAST_SURE_WORDS
        ):
            return False
        summary = cells[self._summary] if 0 <= self._summary < len(cells) else ""
        if isinstance(summary, str) and len(summary) >= LEAST_SURE_WORDS:
            return True
        return sum(self._holds(cells, at) for at in self._sides) > 0

    def likely(self, cells: Sequence[Cell]) -> bool:
        """Words of a dispute, or its sides and one thing more of it."""
        told = [key for key in ("date", "type", "outcome", "phone") if self._holds(cells, self.layout.at(key))]
        sides = [at for at in self._sides if self._holds(cells, at)]
        if len(self._text(cells, "summary")) >= LEAST_WORDS and not says_nothing(self._text(cells, "summary")):
            return bool(told or sides) or (
                len(self._text(cells, "summary")) >= LEAST_SURE_WORDS and _numbered(cells, self._ordinal)
            )
        return bool(sides) and len(told) > 0 and (self._ordinal < 0 or self._holds(cells, self._ordinal))

    def no_record(self, cells: Sequence[Cell]) -> str:
        """Why a row that looked like a record is none: its words say that nothing happened."""
        summary = self._text(cells, "summary")
        if len(summary) < 30 and not any(self._holds(cells, at) for at in self._sides):
            return why_left_out([summary], alone=True) if summary else ""
        ordinal = cells[self._ordinal] if 0 <= self._ordinal < len(cells) else ""
        return why_left_out([ordinal], alone=True) if isinstance(ordinal, str) and not ordinal.isdigit() else ""

    def differs(self, above: Sequence[Cell], below: Sequence[Cell]) -> bool:
        """Whether the row below tells a dispute of its own."""
        words = self._text(below, "summary")
        return bool(words) and words != self._text(above, "summary")

    def add_to(self, entry: Entry, cells: Sequence[Cell]) -> bool:
        """Takes names, or the end of a text, from a row that holds nothing else of this table."""
        held = {key for key, at in self.layout.columns.items() if self._holds(cells, at)} - BESIDE
        if (
            not held
            or self._ordinal < 0
            or held - {"applicant", "respondent", "parties", "phone", "summary", "id_number"}
        ):
            return False
        if "summary" in held:
            if held != {"summary"} or entry.summary.endswith(("。", "！", "？", ".", "；")):
                return False
            entry.summary += self._text(cells, "summary")
            entry.flags["summary"] = "这一件的情况写到了下一行"
        if "applicant" in held:
            entry.applicants += parties.names(self._text(cells, "applicant"))
        for key in ("respondent", "parties"):
            if key in held:
                entry.respondents += parties.names(self._text(cells, key))
        entry.span += 1
        return True

    def _day_like(self, cell: Cell) -> bool:
        return isinstance(cell, date) or days.told(cell, since_1904=self._since_1904) is not None

    def _holds(self, cells: Sequence[Cell], at: int) -> bool:
        if at < 0 or at >= len(cells):
            return False
        cell = cells[at]
        return not says_nothing(cell.strip()) if isinstance(cell, str) else True

    def _text(self, cells: Sequence[Cell], key: str) -> str:
        at = self.layout.columns.get(key, -1)
        if at < 0 or at >= len(cells):
            return ""
        cell = cells[at]
        return cell.strip() if isinstance(cell, str) else values.text(cell)

    # --- what it says

    def entry(self, row: Row, below: Sequence[Sequence[Cell]], context: Context) -> Entry:
        """The record of a row, and of those joined with it."""
        cells = _laid_together(row.cells, below, self.layout) if below else row.cells
        entry = Entry(self._name, row.number, row.hidden, 1 + len(below))
        told = {key: cells[at] for key, at in self.layout.columns.items() if at < len(cells) and cells[at] != ""}
        for key, cell in list(told.items()):
            if isinstance(cell, str):
                if cell in FAULTS:
                    entry.flags[_flag(key)] = _DAMAGED
                    del told[key]
                elif cell in ditto() and key in self._above:
                    told[key] = self._above[key]
        self._above = told  # type: ignore[assignment]  # what 同上 means on the next row
        self._days(entry, told, context)
        self._sides_of(entry, told)
        self._meanings(entry, told)
        self._numbers(entry, told)
        for key in ("place", "community", "handler", "measures", "note", "title"):
            if key in told:
                said = values.text(told[key]).strip()
                setattr(entry, key, "" if says_nothing(said) else said)
        if not entry.applicants and not entry.respondents and entry.title:
            entry.applicants, entry.respondents, doubt = parties.in_title(entry.title, self._lists.types)
            entry.flags |= dict.fromkeys(("applicant", "respondent"), doubt) if doubt else {}
        entry.third = parties.third(entry.note) or parties.names(values.text(told.get("third", "")))
        if entry.amount_fen is None and "amount" not in self.layout.columns and entry.note:
            entry.amount_fen = values.amount_in(entry.note)
        return entry

    def _days(self, entry: Entry, told: dict[str, Cell], context: Context) -> None:
        for key in ("date", "closed_on"):
            cell = told.get(key)
            if cell is None:
                continue
            if isinstance(cell, date):
                setattr(entry, key, cell.date() if isinstance(cell, datetime) else cell)
                continue
            day = days.told(cell, since_1904=self._since_1904)
            if day is None:
                if not says_nothing(values.text(cell).strip()):
                    entry.flags[key] = "看不出是哪一天"
                continue
            if not day.sure:
                entry.flags[key] = "日期不完整"
            if not day.month and context.month:
                day = days.Told(day.year, context.month, day.day, day.sure)
            if not day.month:
                entry.flags[key] = "日期只写了日"
            elif day.year:
                setattr(entry, key, day.with_year(day.year))
            else:
                entry.half_told.append((key, day, context))

    def _sides_of(self, entry: Entry, told: dict[str, Cell]) -> None:
        if "parties" in told:
            entry.applicants, entry.respondents, doubt = parties.sides(values.text(told["parties"]))
            if doubt:
                entry.flags |= {"applicant": doubt, "respondent": doubt}
        if "applicant" in told:
            said = values.text(told["applicant"])
            if "respondent" in self.layout.columns or not re.search(r"诉|[^\w、,，]{0,2}被申请人[:：]", said):
                entry.applicants = parties.names(said)
            else:
                entry.applicants, entry.respondents, _doubt = parties.sides(said)
            if len(said) > 10:
                entry.phone = values.phone_in(said)
        if "respondent" in told:
            entry.respondents = parties.names(values.text(told["respondent"]))

    def _meanings(self, entry: Entry, told: dict[str, Cell]) -> None:
        summary = values.text(told.get("summary", "")).strip()
        if "type" in told:
            entry.type_raw = values.text(told["type"]).strip()
        if summary[:1] in "【[（(〔" and (found := _MARKED.match(summary)):
            meant = self._lists.types.exact(found[1])
            if meant:
                summary = summary[found.end() :]
                entry.type_raw = entry.type_raw or found[1]
        entry.summary = summary
        if entry.type_raw and not says_nothing(entry.type_raw):
            entry.type = self._doubtful(entry, "type", self._lists.types.of(entry.type_raw), entry.type_raw)
        elif "type" not in self.layout.columns and "title" in told:
            entry.type = self._doubtful(entry, "type", self._lists.types.of(values.text(told["title"])), "")
        if "outcome" in told:
            entry.outcome_raw = values.text(told["outcome"]).strip()
            if not says_nothing(entry.outcome_raw):
                meant = self._lists.outcomes.of(entry.outcome_raw)
                entry.outcome = self._doubtful(entry, "outcome", meant, entry.outcome_raw)

    def _doubtful(self, entry: Entry, name: str, meant: Meaning | None, raw: str) -> Meaning | None:
        if meant is None and raw:
            entry.flags[name] = f"“{raw[:20]}”不在对照表里"
        elif meant is not None and not meant.sure:
            entry.flags[name] = f"“{raw[:20]}”看作“{meant.word}”" if raw else f"看作“{meant.word}”"
        return meant

    def _numbers(self, entry: Entry, told: dict[str, Cell]) -> None:
        if "amount" in told:
            entry.amount_fen, doubt = values.amount(values.text(told["amount"]), self.layout.unit)
            if doubt:
                entry.flags["amount"] = doubt
        for key, read in (("phone", values.phone), ("respondent_phone", values.phone), ("id_number", values.id_number)):
            if key in told:
                found, doubt = read(told[key])
                setattr(entry, key, found or getattr(entry, key))
                if doubt:
                    entry.flags[_flag(key)] = doubt
        if "number" in told:
            entry.number = values.text(told["number"]).strip()
        if "people_count" in told:
            found_ = re.search(r"\d{1,5}", plain(values.text(told["people_count"])))
            entry.people_count = int(found_[0]) if found_ else None


def _flag(key: str) -> str:
    return "applicant" if key == "parties" else key


def _numbered(cells: Sequence[Cell], at: int) -> bool:
    if at < 0 or at >= len(cells):
        return False
    cell = cells[at]
    return isinstance(cell, int | float) or bool(
        re.fullmatch(r"\d{1,6}|补\d*|[A-Z]*\d[\d-]*", cell.strip() if isinstance(cell, str) else "")
    )


def _laid_together(first: Sequence[Cell], below: Sequence[Sequence[Cell]], layout: Layout) -> list[Cell]:
    """One record over several rows: names of all of them, of everything else the first that is told."""
    found = list(first)
    listed = {layout.at(key) for key in ("applicant", "respondent", "parties")}
    for at in range(len(found)):
        told = list(dict.fromkeys(values.text(row[at]) for row in (first, *below) if at < len(row) and row[at] != ""))
        if at in listed and len(told) > 1:
            found[at] = "\n".join(told)
        elif found[at] == "" and told:
            found[at] = next(row[at] for row in below if at < len(row) and row[at] != "")
    return found
