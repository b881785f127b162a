"""收回台账: what the office corrected in a ledger we gave out, cell by cell, and taking over what is accepted."""

import json
import secrets
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.core.errors import AppError, Invalid, Refused
from studio_app.domain.dates import parse_day
from studio_app.incoming import returned
from studio_app.incoming.returned import BOTH, OURS, SAME, THEIRS, TOKEN, UNCHANGED, Back, Handed, Matched, said
from studio_app.office.tables import ExportLog, HandedOver
from studio_app.records.dispute.case.draft import DetailsDraft
from studio_app.records.dispute.case.moves import details_of, put_details
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.ledger import LedgerOrder, Row
from studio_app.records.dispute.past import TABLES
from studio_app.services.ledgers.heading import LedgerHeading
from studio_app.services.ledgers.run import LedgerRun
from studio_app.store import garbage
from studio_app.store.as_of import cases_changed
from studio_app.workbook.body import Kind
from studio_app.workbook.reading import read
from studio_app.workbook.template import Column, load

TAKEN = "收回台账里的改动"
LATEST = 60
"""Ledgers looked through for the one a file without tokens came from."""
FIELDS = {
    "accepted_on": "accepted_on", "source": "source", "dispute_type": "dispute_type", "place": "place",
    "people_count": "people_count", "summary": "summary", "progress": "measures", "responsible": "responsible",
}  # fmt: skip
"""Column → field of the case; what stands in another column follows from what was done, and is changed there."""
_KINDS = {Kind.DATE: "date", Kind.INT: "int"}

_Origin = tuple[ExportLog, LedgerOrder, list[Handed]]


@dataclass(frozen=True)
class Change:
    """One cell that is not as it was handed over. `reason` says why it cannot be taken over, "" where it can."""

    token: str
    key: str
    title: str
    handed: str
    theirs: str
    ours: str
    verdict: str
    reason: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """What names it among those accepted."""
        return self.token, self.key


@dataclass(frozen=True)
class ReturnedRow:
    """A dispute of the ledger in which something is not as it was; `number` is the row of the file."""

    case_id: str
    number: int
    label: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class Returned:
    """What came back, compared with what was given out and with what is so now."""

    log_id: str
    what: str
    rows: Sequence[ReturnedRow]
    unchanged: int
    added: Sequence[Back]
    gone: Sequence[str]
    """Numbers of disputes whose row was taken out."""
    notes: Sequence[str]

    @property
    def words(self) -> str:
        """How many rows are what, in a sentence."""
        theirs = sum(any(one.verdict in {THEIRS, BOTH} for one in row.changes) for row in self.rows)
        mine = sum({one.verdict for one in row.changes} <= {OURS, SAME} for row in self.rows)
        told = [f"{self.what}：{self.unchanged} 件没有变化，对方改了 {theirs} 件"]
        told += [f"另有 {mine} 件只是我们这边改过，或者两边已经一样"] if mine else []
        told += [f"对方加了 {len(self.added)} 行"] if self.added else []
        told += [f"去掉 {len(self.gone)} 行"] if self.gone else []
        return "，".join(told) + "。"

    def told(self) -> dict[str, Any]:
        """As the command line prints it: a row for each cell that is not as it was handed over."""
        rows = [
            {"row": row.number, "case": row.label, "column": one.title, "key": one.key, "verdict": one.verdict}
            | {"handed": one.handed, "theirs": one.theirs, "ours": one.ours, "reason": one.reason or None}
            for row in self.rows
            for one in row.changes
        ]
        added = [{"row": row.number, **row.cells} for row in self.added]
        return {
            "rows": rows,
            "added": added,
            "gone": list(self.gone),
            "unchanged": self.unchanged,
            "notes": [*self.notes],
        }

    @property
    def acceptable(self) -> list[Change]:
        """What the office changed and can be taken over, also where we changed it too."""
        return [one for row in self.rows for one in row.changes if one.verdict in {THEIRS, BOTH} and not one.reason]


@dataclass(frozen=True)
class _Now:
    """The cells of a case as they would be written today, masked and whole; none: as they were handed over."""

    cells: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    gone: bool = False

    def hindrance(self, key: str) -> str:
        """Why what the office wrote in a cell cannot be taken over."""
        if self.gone:
            return "这件纠纷已经删除。"
        if key not in FIELDS:
            return "这一栏是程序按办理情况写的，请到这件纠纷里改。"
        same = self.cells.get(key) == self.whole.get(key)
        return "" if same else "这一格交出去时遮盖过，不能盖掉原来的内容，请到这件纠纷里改。"


_AS_HANDED = _Now()


class Handing:
    """Hears the rows of a ledger as they are written, gives each its token, and packs what they said."""

    def __init__(self, order: LedgerOrder) -> None:
        self._order, self._rows = order, list[Row]()

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            row[TOKEN] = secrets.token_hex(6)
            self._rows.append(row)
            yield row

    def keep(self, session: Session, log_id: str) -> None:
        """Beside its line in 导出记录."""
        order = {name: getattr(self._order, name) for name in ("first", "last", "mask", "to_whom")}
        told = {"order": order, "rows": self._rows}
        packed = zlib.compress(json.dumps(told, ensure_ascii=False, default=str).encode(), 1)
        session.add(HandedOver(log_id=log_id, content=packed))


class LedgerReturns(LedgerHeading):
    """A ledger goes out, is corrected at the office, and comes back."""

    def returned(
        self, path: Path, password: str = "", *, wanted: Callable[[int], bool] = lambda _rows: True
    ) -> Returned:
        """What is different in the file. Refused where it is no ledger of ours, or `workbook.reading.read` refuses.

        `wanted` hears how many rows were read, and says whether to go on.
        """
        columns = load(paths.resource("ledgers", "t1.toml")).columns
        titles = {column.key: column.title for column in columns}
        kinds = {column.key: _KINDS.get(column.kind, "text") for column in columns}
        with garbage.seldom_looked_for(), ThreadPoolExecutor(1) as pool, self._office.read() as session:
            reading = pool.submit(read, path, password, wanted=wanted)
            bases = self._bases(session, kinds)
            newest = list(islice(bases, 1))  # unpacked while the file is read
            back = returned.rows(reading.result(), titles, kinds)
            if not back:
                raise Refused("这个文件里没有认出台账：表头要和交出去的台账一样。请看看是不是选错了文件。")
            log, order, handed = _origin(chain(newest, bases), back)
            matched = returned.match(handed, back)
            now = self._now(session, log, order, matched, kinds)
            pairs = [_compared(columns, one, row, now.get(one.record_id, _AS_HANDED)) for one, row in matched.pairs]
            return self._report(session, log, matched, pairs)

    def take_back(self, found: Returned, accepted: Collection[tuple[str, str]]) -> int:
        """Store the accepted cells in one step that undo takes back; how many disputes were changed.

        Refused with what hinders, by row, where one of them cannot be stored: then none is.
        """
        taken = 0
        with self._office.write(TAKEN) as session:
            for row in found.rows:
                chosen = [one for one in row.changes if one.place in accepted and not one.reason]
                case = session.get(Case, row.case_id) if chosen else None
                if case is None:
                    continue
                try:
                    put_details(session, self._office, case, self._draft(details_of(session, case), chosen))
                except AppError as trouble:
                    raise Refused(f"第 {row.number} 行（{row.label}）没有存下：{_why(trouble)}") from trouble
                taken += 1
        return taken

    # --- reading ----------------------------------------------------------------------------------------------

    @staticmethod
    def _bases(session: Session, kinds: Mapping[str, str]) -> Iterator[_Origin]:
        """What was handed over, the newest first."""
        query = select(ExportLog, HandedOver.content).join(HandedOver, HandedOver.log_id == ExportLog.id)
        for log, packed in session.execute(query.order_by(ExportLog.place.desc()).limit(LATEST)):
            yield log, *_unpacked(packed, kinds)

    def _now(
        self, session: Session, log: ExportLog, order: LedgerOrder, matched: Matched, kinds: Mapping[str, str]
    ) -> dict[str, _Now]:
        """Case → its cells as they would be written today, for those that one side changed."""
        changed = cases_changed(session, log.at, TABLES)
        ids = [one.record_id for one, row in matched.pairs if one.record_id in changed or _differs(one, row)]
        alive = set(session.scalars(select(Case.id)))
        found = {one.record_id: _Now(gone=True) for one, _row in matched.pairs if one.record_id not in alive}
        levels = [LedgerRun(self._office, level).rows_of(session, ids) for level in (order, _whole(order))]
        for case_id in levels[0]:
            cells, whole = (
                {key: said(level[case_id].get(key), kind) for key, kind in kinds.items()} for level in levels
            )
            found[case_id] = _Now(cells, whole)
        return found

    def _report(
        self, session: Session, log: ExportLog, matched: Matched, pairs: Sequence[tuple[Handed, Back, list[Change]]]
    ) -> Returned:
        ids = {one.record_id for one, _row, _changes in pairs} | {one.record_id for one in matched.gone}
        numbers = dict(session.execute(select(Case.id, Case.number).where(Case.id.in_(ids))).all())
        rows = [
            ReturnedRow(one.record_id, row.number, numbers.get(one.record_id, ""), changes)
            for one, row, changes in pairs
            if changes
        ]
        gone = [numbers.get(one.record_id, "") for one in matched.gone]
        unchanged = len(pairs) - len(rows)
        return Returned(log.id, f"{log.what}（{log.period}）", rows, unchanged, matched.added, gone, matched.notes)

    # --- taking over ------------------------------------------------------------------------------------------

    def _draft(self, draft: DetailsDraft, chosen: Sequence[Change]) -> DetailsDraft:
        fields: dict[str, Any] = {FIELDS[one.key]: self._value(one) for one in chosen}
        return replace(draft, **fields)

    def _value(self, change: Change) -> object:
        """What the field holds where the cell says this. Invalid where that is no word of the list, or no day."""
        lists, words = self._office.lists, change.theirs
        if change.key in {"source", "dispute_type"}:
            entries = lists.entries("sources" if change.key == "source" else "dispute_types")
            code = next((one.code for one in entries if words in {one.label, str(one.get("short"))}), "")
            if words and not code:
                raise Invalid({change.key: f"“{change.title}”没有“{words}”这一项。"})
            return code
        if change.key == "accepted_on":
            return parse_day(words, self._office.today())
        if change.key == "people_count":
            return int(words) if words.isdecimal() else None
        return words


def _origin(bases: Iterable[_Origin], back: Sequence[Back]) -> _Origin:
    """The hand-over these rows are of: by a token they bear, else that of most of them, of half at least."""
    tokens = {row.token for row in back if row.token}
    best: tuple[float, _Origin | None] = (len(back) / 2, None)
    for base in bases:
        if any(row.token in tokens for row in base[2]):
            return base
        alike = len(returned.match(base[2], back).pairs) if not tokens else 0
        if alike and alike >= best[0]:
            best = (alike, base)
    if best[1] is None:
        raise Refused("这份台账不是从这个工作台交出去的，或者是升级以前交出去的，没有可以对照的底稿。")
    return best[1]


def _compared(columns: Sequence[Column], one: Handed, row: Back, now: _Now) -> tuple[Handed, Back, list[Change]]:
    """The cells of one row that are not what they were, but for its number."""
    changes = []
    for column in columns:
        if column.key in {"serial", TOKEN} or column.key not in row.cells:
            continue
        handed, theirs = one.cells.get(column.key, ""), row.cells[column.key]
        mine = now.cells.get(column.key, handed)
        verdict = returned.verdict(handed, theirs, mine)
        if verdict == UNCHANGED:
            continue
        reason = "" if verdict in {OURS, SAME} else now.hindrance(column.key)
        title = "".join(column.title.split())
        changes.append(Change(one.token, column.key, title, handed, theirs, mine, verdict, reason))
    return one, row, changes


def _differs(one: Handed, row: Back) -> bool:
    return any(words != one.cells.get(key, "") for key, words in row.cells.items() if key != "serial")


def _unpacked(packed: bytes, kinds: Mapping[str, str]) -> tuple[LedgerOrder, list[Handed]]:
    told = json.loads(zlib.decompress(packed))
    order = told["order"]
    first, last = (date.fromisoformat(order[name]) for name in ("first", "last"))
    rows = [
        Handed(row[TOKEN], row["record_id"], {key: said(row.get(key), kind) for key, kind in kinds.items()})
        for row in told["rows"]
    ]
    return LedgerOrder(first, last, mask=order["mask"], to_whom=order["to_whom"]), rows


def _whole(order: LedgerOrder) -> LedgerOrder:
    """The same with nothing masked: where both differ, a cell was."""
    return replace(order, mask="internal")


def _why(trouble: AppError) -> str:
    return "".join(trouble.problems.values()) if isinstance(trouble, Invalid) else str(trouble)
