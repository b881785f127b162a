"""台账: what a period's ledger would disclose, and writing it for a named recipient."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from studio_app.core import paths
from studio_app.domain import dates
from studio_app.office import handover
from studio_app.office.handover import Exported, Watch, mask_entry
from studio_app.records.dispute import ledger
from studio_app.records.dispute.ledger import Cell, LedgerOrder, Row
from studio_app.services.ledgers.heading import LedgerHeading
from studio_app.services.ledgers.returning import Handing
from studio_app.services.ledgers.run import LedgerRun
from studio_app.store import garbage
from studio_app.workbook.cell_text import goes_on
from studio_app.workbook.row_height import line_count
from studio_app.workbook.template import Template, load

LEDGER = "矛盾纠纷台账"
FIRST_ROWS = 8


@dataclass(frozen=True)
class Preview:
    """What a ledger would hold: `sentences` in plain words, the first rows as they will stand in the file."""

    count: int
    carried: int
    period: str
    file_name: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]


class LedgerExports(LedgerHeading):
    """The ledger handed to the community office (handbook 5.1)."""

    # --- before -----------------------------------------------------------------------------------------------

    def proposal(self) -> LedgerOrder:
        """The month that runs for the first recipient of the list, with the purpose and level that go with it."""
        return handover.proposed(self._office.lists, LedgerOrder(*ledger.month_of(self._office.today())))

    def preview(self, order: LedgerOrder, rows: int = FIRST_ROWS) -> Preview:
        """Count what would leave the desk; only the period must be known yet. Invalid where it is not."""
        run, recipient = LedgerRun(self._office, order), self._office.lists.label("recipients", order.to_whom)
        with self._office.read() as session:
            long: list[Cell] = []
            found = _noting_long(run.rows(session, count=True), long)
            shown = tuple(islice(found, rows))
            for _row in found:  # counted as they pass
                pass
        return Preview(
            count=run.disclosed.rows,
            carried=run.disclosed.carried,
            period=_period(order),
            file_name=self.file_name(order),
            sentences=(*run.disclosed.sentences(recipient), *_goes_on(long)),
            rows=shown,
        )

    def file_name(self, order: LedgerOrder) -> str:
        """What to call the file; the community stands in it, never a person."""
        with self._office.read() as session:
            community = self._studio(session).community
        mark = str(mask_entry(self._office.lists, order.mask).get("file_mark"))
        return ledger.file_name(community, _period(order), mark)

    # --- writing ----------------------------------------------------------------------------------------------

    def export_t1(self, order: LedgerOrder, path: Path, *, force: bool = False, watch: Watch | None = None) -> Exported:
        """Write the ledger and note it in the export log: no file appears, or replaces another, that is not noted.

        Invalid names what is missing by field; Refused without the right to hand over, where the file exists and
        `force` is not given, or where `watch` stopped it; Unavailable when the disk does not take it.
        """
        order = handover.whole(order)
        self._office.require("hand_over")
        run, template = LedgerRun(self._office, order, watch), load(paths.resource("ledgers", "t1.toml"))
        long, handing = list[Cell](), Handing(order)

        def put(stream: BinaryIO) -> int:
            with garbage.seldom_looked_for(), self._office.read() as session:
                rows = cells(template, handing.passing(_noting_long(run.rows(session), long)))
                return template.fill(self._values(session, order), rows, stream)

        entry = handover.entry(self._office, order, LEDGER, _period(order))
        keep = lambda session: handing.keep(session, entry.id)  # noqa: E731
        handover.write(self._office, entry, path, put, force=force, beside=keep)
        said = [f"已导出，{entry.count} 件。" if entry.count else "已导出零报告。", *_goes_on(long)]
        return Exported(path, entry.count, "".join(said), entry.id)

    def _values(self, session: Session, order: LedgerOrder) -> dict[str, str]:
        """The placeholders of resources/ledgers/t1.xlsx."""
        studio, heading = self._studio(session), self._heading(session)
        return {
            "街道": studio.street,
            "社区": studio.community,
            "期间": _period(order),
            "填报单位": heading.unit,
            "填报人": heading.reporter,
            "填报日期": dates.show_day_cn(self._office.today()),
            "审核人": heading.reviewer,
            "联系电话": heading.phone,
            "说明": handover.statement(self._office.lists, order),
        }


def _noting_long(rows: Iterable[Row], found: list[Cell]) -> Iterator[Row]:
    """The rows as they pass; the number of each that has more text than a cell holds is kept."""
    for row in rows:
        if goes_on(row.values()):
            found.append(row["serial"])
        yield row


def _goes_on(serials: Sequence[Cell]) -> Iterator[str]:
    """What to say of rows that go on below."""
    if serials:
        yield f"{ledger.which(serials)}的文字太长，一格放不下，接着写在它下面的行里。"


def cells(template: Template, rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """The rows in the order of the columns; a column the program does not know is left for a pen."""
    keys = template.keys
    room = next((column.width for column in template.columns if column.key == "parties"), inf)
    for row in rows:
        row["phones"] = _in_step(str(row["phones"]), str(row["parties"]), room)
        yield [row.get(key) for key in keys]


def _in_step(phones: str, parties: str, room: float) -> str:
    """Each number beside its name, even where the line of a long name breaks in its column."""
    if not phones or len(parties) * 2 <= room:
        return phones
    pairs = zip(phones.split("\n"), parties.split("\n"), strict=True)
    return "\n".join(number + "\n" * (line_count(name, room) - 1) for number, name in pairs)


def _period(order: LedgerOrder) -> str:
    return ledger.period_text(order.first, order.last) if order.first and order.last else ""
