"""How long a ledger takes from the encrypted database to the file, against XlsxWriter `constant_memory` writing the same cells.

python tests/benchmarks/bench_ledger.py
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("STUDIO_APP_CONFIG", tempfile.mkdtemp())

from sqlalchemy import insert

from studio_app.core.paths import resource
from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import MediationSession
from studio_app.services.ledgers import LedgerOrder
from studio_app.services.ledgers.exports import cells
from studio_app.services.ledgers.run import LedgerRun
from studio_app.store.table import new_id
from studio_app.workbook.template import load
from tests.benchmarks.bench_workbook import baseline, row_heights, seconds

ROWS = 10_000
ROUNDS = 5
BAR = 1.8  # the limit for ours / baseline
YEAR = LedgerOrder(date(2026, 1, 1), date(2026, 12, 31), to_whom="community", purpose="ledger")
MOMENT = datetime(2026, 11, 23, 2, tzinfo=UTC)
_STORY = (
    "赵某称楼上王某家卫生间防水层破损，自九月起渗水致其客厅吊顶、墙面发霉，要求维修并赔偿损失3200元；"
    "王某认为系公共管道老化，应由物业承担，双方多次争吵，物业两次上门均未解决。"
)


def filled(folder: Path, count: int) -> Desk:
    """A desk with so many cases of one year: parties, a session each, an agreement and a follow-up for every third."""
    setup = StudioSetup(studio="示例委员工作室", community="幸福里社区", street="示例街道", sign_in="李老师")
    desk, _code = Desk.create(folder, setup, "correct horse")
    with desk.office.write("填数据", undoable=False) as session:
        tables: dict[Any, list[dict[str, Any]]] = {}
        for number in range(count):
            for table, row in _records(number):
                common = {
                    "id": new_id(),
                    "studio_id": desk.office.database.studio_id,
                    "created_at": MOMENT,
                    "version": 1,
                }
                tables.setdefault(table, []).append(common | row)
        for table, rows in tables.items():
            session.execute(insert(table), rows)
    return desk


def _records(n: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    case_id, day = new_id(), date(2026, 1, 1) + timedelta(days=n % 330)
    yield Case, {
        "id": case_id, "mode": "B", "number": f"示评〔2026〕{n}号", "year": 2026, "serial": n + 1, "title": "楼上漏水",
        "dispute_type": ("neighbour", "marriage_family", "house_site")[n % 3], "source": "visit", "accepted_on": day,
        "community": "幸福里社区", "place": f"幸福家园{n % 40 + 1}号楼{n % 4 + 1}单元{n % 30 + 101}室", "state": "closed",
        "summary": f"（{n}）{_STORY[: 40 + n % 80]}", "risk": ("red", "amber", "green")[n % 3], "round": 1,
        "risk_signs": ["crowd"] if n % 3 == 0 else [], "outcome": ("agreed_written", "failed", "self_settled")[n % 3],
        "closed_on": day + timedelta(days=20), "former_numbers": [], "outcome_parties": [], "former_rounds": [],
    }  # fmt: skip
    for place, (name, side) in enumerate((("赵建国", "applicant"), ("王小红", "respondent"))):
        yield Party, {
            "case_id": case_id, "position": place, "side": side, "role": "party", "kind": "human", "name": name,
            "phone": f"1990{place}{n:06d}", "address": f"幸福家园{n % 40 + 1}号楼{n % 4 + 1}单元{n % 30 + 101 + place}室",
            "id_number": f"990000198001{n % 28 + 1:02d}001X", "consent_recipients": ["community"] if n % 2 else [],
        }  # fmt: skip
    held = {"statements": [], "informed": True}
    started = datetime.combine(day + timedelta(days=3), MOMENT.timetz())
    yield (
        MediationSession,
        {"case_id": case_id, "round": 1, "ordinal": 1, "started_at": started, "result": "agreed"} | held,
    )
    if n % 3 == 0:
        yield Agreement, {"case_id": case_id, "round": 1, "edition": 1, "number": f"协〔2026〕{n}号", "signatures": {}}
        visit = {"case_id": case_id, "round": 1, "visited_on": day + timedelta(days=30), "method": "phone"}
        yield FollowUp, visit | {"satisfaction": "satisfied", "visited": []}


def run() -> list[tuple[str, float, float, float, str]]:
    """(what, ours in seconds, baseline in seconds, ratio, bar), medians of ROUNDS taken in turn."""
    template = load(resource("ledgers", "t1.toml"))
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as place:
        desk = filled(Path(place, "desk"), ROWS)
        mine, other = Path(place, "ours.xlsx"), Path(place, "baseline.xlsx")
        with desk.office.read() as session:
            rows = [tuple(cells) for cells in cells(template, LedgerRun(desk.office, YEAR).rows(session))]
        heights = row_heights(template.columns, rows)
        for _ in range(ROUNDS):
            ours.append(seconds(lambda: desk.services.ledgers.export_t1(YEAR, mine, force=True)))
            theirs.append(seconds(lambda: baseline(template.columns, rows, heights, other)))
        desk.close()
    mine_median, their_median = statistics.median(ours), statistics.median(theirs)
    what = f"台账 {ROWS} 行 × {len(template.columns)} 列（从数据库到文件）"
    return [(what, mine_median, their_median, mine_median / their_median, f"≤ {BAR:g} ×")]


def main() -> None:
    for what, ours, theirs, ratio, bar in run():
        print(f"{what}：本程序 {ours:.3f} s，XlsxWriter {theirs:.3f} s，比值 {ratio:.2f}（标准 {bar}）")


if __name__ == "__main__":
    main()
