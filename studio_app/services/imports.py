"""导入旧台账: a file becomes a dry run with a verdict on each row, then one change that undo takes back whole."""

import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio_app.core.errors import Refused
from studio_app.domain.dates import show_day
from studio_app.incoming import columns, ledger
from studio_app.incoming.cells import Lists
from studio_app.incoming.columns import Layout
from studio_app.incoming.entry import Entry, LeftOut
from studio_app.incoming.words import Words
from studio_app.office.office import Office
from studio_app.records.dispute.case import imported
from studio_app.records.dispute.case.imported import Imported, Present, There
from studio_app.workbook import plain_list
from studio_app.workbook import reading as workbooks
from studio_app.workbook.plain_list import PlainList
from studio_app.workbook.reading import NeedsPassword, Stopped

__all__ = ["DUPLICATE", "FAILED", "NEW", "DryRun", "Imports", "NeedsPassword", "Verdict"]
NEW, DUPLICATE, FAILED = "new", "duplicate", "failed"
NO_DAY = "看不出是哪一天，请在表里写明日期"
NO_NAMES = "没有当事人，请在表里写明"
NOTHING = "没有可以导入的行。请看看每一行没有导入的原因。"
_JUST_A_NUMBER = re.compile(r"[\d\s]{0,5}|补\d*")
COPIED = (
    "summary", "phone", "respondent_phone", "id_number", "amount_fen", "people_count", "community", "place", "measures",
)  # fmt: skip
Wanted = Callable[[int], bool]


@dataclass
class Verdict:
    """What becomes of a row, and why: a new case, one that is there, or one that cannot be taken."""

    entry: Entry
    what: str
    reason: str = ""
    number: str = ""

    @property
    def names(self) -> str:
        """王某 与 赵某."""
        return " 与 ".join("、".join(side) for side in (self.entry.applicants, self.entry.respondents) if side)

    def told(self) -> dict[str, Any]:
        judged = {"verdict": self.what, "reason": self.reason or None, "duplicate_of": self.number or None}
        return self.entry.told() | judged


@dataclass
class DryRun:
    """What an import would do; nothing is stored yet."""

    file_name: str
    verdicts: list[Verdict] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    layouts: dict[str, Layout] = field(default_factory=dict)

    def count(self, what: str) -> int:
        return sum(verdict.what == what for verdict in self.verdicts)

    def words(self) -> str:
        """As the end of a dry run says it."""
        doubtful = sum(bool(verdict.entry.flags) for verdict in self.verdicts if verdict.what == NEW)
        doubts = f"，其中 {doubtful} 件有拿不准的地方" if doubtful else ""
        return (
            f"可以导入 {self.count(NEW)} 件{doubts}；已经有了的 {self.count(DUPLICATE)} 件；"
            f"导不进的 {self.count(FAILED)} 行；不是纠纷的 {len(self.left_out)} 行。"
        )


class Imports:
    """Old ledgers, taken in as cases like any other."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def dry_run(
        self,
        file: Path,
        *,
        password: str = "",
        corrected: Mapping[str, Mapping[str, int]] | None = None,
        wanted: Wanted = lambda _rows: True,
    ) -> DryRun:
        """Reads a file and says of each row what would become of it. `corrected`: by layout where its columns are.

        `wanted` hears often how many rows are done and says whether to go on. NeedsPassword, Refused: why it cannot.
        """
        self._office.require("write")
        with _no_looking_for_cycles():
            book = workbooks.read(file, password, wanted=wanted)
            order = ledger.Order(self._lists(), self._office.today(), file.stem, corrected or {}, wanted)
            try:
                found = ledger.read(book, order)
            except ledger.Stopped:
                raise Stopped(workbooks.STOPPED) from None
            return DryRun(file.name, list(self._judge(file.name, found.entries)), found.left_out, found.layouts)

    @staticmethod
    def columns() -> list[tuple[str, str]]:
        """(key, label) of what a column may be."""
        return list(columns.labels().items())

    def carry_out(self, run: DryRun, wanted: Wanted = lambda _rows: True) -> int:
        """Stores every new row as one change, and says how many; given up in between, nothing is stored."""
        cases = [_case(verdict.entry, run.file_name) for verdict in run.verdicts if verdict.what == NEW]
        if not cases:
            raise Refused(NOTHING)
        try:
            with _no_looking_for_cycles(), self._office.write(f"导入台账“{run.file_name}”") as session:
                held = imported.store(session, self._office, cases, wanted)  # found again by the keepers while held
        except InterruptedError:
            raise Stopped(workbooks.STOPPED) from None
        del held
        return len(cases)

    def write_failed(self, run: DryRun, file: Path) -> int:
        """The rows that cannot be taken and those left out, with the reasons, as a workbook; how many."""
        self._office.require("write")
        failed = [(v.entry, v.reason) for v in run.verdicts if v.what == FAILED]
        rows = [(e.sheet, str(e.row), why, "、".join(e.applicants + e.respondents), e.summary) for e, why in failed]
        rows += [(one.sheet, str(one.row), one.reason, "", one.words) for one in run.left_out]
        about = f"文件“{run.file_name}”里没有导入的行和原因"
        told = PlainList("没有导入的行", about, ("表", "行", "原因", "当事人", "内容"))
        with file.open("wb") as out:
            return plain_list.write(told, rows, out)

    def _lists(self) -> Lists:
        own: dict[str, str] = {}
        for entry in self._office.lists.entries("dispute_types"):
            own |= {word: entry.code for word in (entry.label, str(entry.get("short") or "")) if word}
        return Lists(Words("type", own), Words("outcome", {}))

    def _judge(self, file_name: str, entries: Sequence[Entry]) -> Iterator[Verdict]:
        days = [entry.date for entry in entries if entry.date]
        with self._office.read() as session:
            present = Present(session, min(days), max(days)) if days else None
        seen: dict[tuple[Any, ...], Entry] = {}
        numbers: set[str] = set()
        past = self._office.past()
        for entry in entries:
            if _JUST_A_NUMBER.fullmatch(entry.number):
                entry.number = ""
            reason = _failure(entry) or past.problem(entry.date, "日期")
            if reason or present is None:
                yield Verdict(entry, FAILED, reason.rstrip("。"))
                continue
            key = (entry.date, entry.applicants, entry.respondents, entry.summary)
            before = seen.setdefault(key, entry)
            if before is not entry:
                yield Verdict(entry, DUPLICATE, f"和“{before.sheet}”第 {before.row} 行一样")
                continue
            yield self._against(present, entry, file_name, numbers)

    @staticmethod
    def _against(present: Present, entry: Entry, file_name: str, numbers: set[str]) -> Verdict:
        there: There | None = None
        if entry.date and present.on(entry.date):
            there = present.same(_case(entry, file_name))
        if there is not None:
            return Verdict(entry, DUPLICATE, f"已经有这件纠纷：{there.number}", there.number)
        if entry.number and (entry.number in numbers or present.bears(entry.number)):
            return Verdict(entry, FAILED, f"编号 {entry.number} 已经用过，请在表里改一个")
        numbers.add(entry.number)
        return Verdict(entry, NEW)


def _failure(entry: Entry) -> str:
    if entry.date is None:
        return NO_DAY
    return "" if entry.applicants or entry.respondents else NO_NAMES


def _case(entry: Entry, file_name: str) -> Imported:
    """The case a row tells: the studio's own, with the ledger's words where they were taken for another."""
    assert entry.date is not None  # noqa: S101  # for the type checker: `_failure` lets none through
    sides = [(side, name) for side, names in _sides(entry) for name in names]
    outcome = entry.outcome.code if entry.outcome else ""
    closed = entry.closed_on if entry.closed_on and entry.closed_on >= entry.date else None
    told = Imported(entry.date, f"{file_name}，“{entry.sheet}”第 {entry.row} 行", number=entry.number, sides=sides)
    if outcome:
        told.outcome, told.closed_on = outcome, closed or entry.date
        told.outcome_note = f"旧台账写的是“{entry.outcome_raw}”。"
        if closed is None:
            told.outcome_note += f"没有写结案日期，按登记日期 {show_day(entry.date)} 记。"
    for name in COPIED:
        setattr(told, name, getattr(entry, name))
    told.dispute_type = entry.type.code if entry.type else ""
    told.title = entry.title or entry.type_raw
    told.responsible, told.note = entry.handler, entry.note
    return told


def _sides(entry: Entry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A name twice on one side, or on both, is one person of the first."""
    applicants = tuple(dict.fromkeys(entry.applicants))
    respondents = tuple(name for name in dict.fromkeys(entry.respondents) if name not in applicants)
    third = tuple(name for name in dict.fromkeys(entry.third) if name not in (*applicants, *respondents))
    return ("applicant", applicants), ("respondent", respondents), ("third", third)


@contextmanager
def _no_looking_for_cycles() -> Iterator[None]:
    """A hundred thousand rows hold no cycles; looking for them took a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
