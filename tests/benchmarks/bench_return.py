"""How long a ledger of 10,000 rows that comes back takes to its report, and the figures of a year among
100,000 disputes of ten.

python tests/benchmarks/bench_return.py
"""

import os
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("STUDIO_APP_CONFIG", tempfile.mkdtemp())

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from studio_app.desk import Desk
from studio_app.records.dispute import statistics as figures
from studio_app.records.dispute.statistics import BY, Period
from studio_app.services.ledgers import LedgerOrder
from tests.benchmarks import fill
from tests.benchmarks.bench_ledger import ROUNDS, ROWS, YEAR, filled, seconds

MANY = 100_000


def corrected(file: Path) -> None:
    """A hundred cells by the office, and saved by another program."""
    book = load_workbook(file)
    for row in range(10, 410, 4):
        book.active.cell(row, 8).value = 7
    book.save(file)


def bare(file: Path) -> None:
    with CalamineWorkbook.from_path(str(file)) as book:
        book.get_sheet_by_index(0).to_python()


def report_on_return(desk: Desk, order: LedgerOrder, file: Path) -> tuple[float, float]:
    desk.services.ledgers.export_t1(order, file, force=True)
    corrected(file)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: desk.services.ledgers.returned(file)))
        theirs.append(seconds(lambda: bare(file)))
    return statistics.median(ours), statistics.median(theirs)


def year_of(desk: Desk) -> float:
    year = Period(date(fill.TODAY.year - 1, 1, 1), date(fill.TODAY.year - 1, 12, 31))

    def count() -> None:
        with desk.office.read() as session:
            figures.count(session, desk.office, year, "B", BY[0])

    return statistics.median(seconds(count) for _ in range(ROUNDS))


def run() -> list[tuple[object, ...]]:
    with tempfile.TemporaryDirectory() as place:
        desk = filled(Path(place, "desk"), ROWS)
        ours, theirs = report_on_return(desk, YEAR, Path(place, "台账.xlsx"))
        desk.close()
        many = fill.filled(Path(place, "many"), MANY)
        counted = year_of(many)
        many.close()
    return [
        (f"收回 {ROWS} 行的台账，到对照出来", ours, theirs, ours / theirs, "≤ 2 s"),
        (f"一年的统计，十年共 {MANY} 件", counted, None, None, "≤ 1 s"),
    ]


if __name__ == "__main__":
    for row in run():
        print(row)
