"""Opening a case, 今日, the first page of a list, memory, and how they grow from 1,000 to 100,000 cases.

Bars: case page p95 at most 60 ms at 100,000; search, open and 今日 grow at most threefold; at most 250 MB resident
after a search, a case page and one print.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
sys.path.insert(0, str(HOME))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from studio_app.desk import Desk
from studio_app.records.dispute.case.table import Case
from tests.benchmarks.fill import filled

SMALL, LARGE, TIMES = 1_000, 100_000, 40
Row = tuple[str, object, object, float | None, str]


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _cases(desk: Desk) -> list[str]:
    with desk.office.read() as session:
        ids = list(session.scalars(select(Case.id).limit(20_000)))
    return random.Random(7).sample(ids, TIMES)


def _measured(n: int, folder: Path, app: QApplication) -> dict[str, list[float]]:
    from studio_app.ui.dispute.case.case_page import CasePage
    from studio_app.ui.today.screen import TodayScreen

    desk = filled(folder, n)
    page, today = CasePage(desk.services), TodayScreen(desk.services)
    for widget in (page, today):
        widget.resize(1180, 768)
        widget.show()

    def show(case_id: str) -> None:
        page.show_case(case_id)
        app.processEvents()

    def refresh() -> None:
        today.refresh()
        app.processEvents()

    ids = _cases(desk)
    show(ids[0])
    refresh()
    words = ("漏水", "赔偿", "楼上", "wm", "1990", "修复")
    taken = {
        "打开纠纷页": [_timed(lambda c=c: show(c)) for c in ids],
        "今日": [_timed(refresh) for _ in range(TIMES)],
        "查找": [_timed(lambda w=w: desk.services.search.find(w)) for w in words * 7],
        "纠纷资料（服务）": [_timed(lambda c=c: desk.services.cases.case_file(c)) for c in ids],
    }
    page.close()
    today.close()
    desk.close()
    return taken


def _resident_mb() -> float:
    """Resident memory of this process, MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _memory(folder: Path, app: QApplication) -> float:
    """Resident after a search, a case page in the window and one printed summary, 100,000 cases."""
    from studio_app.core.computer_settings import ComputerSettings
    from studio_app.ui.main_window import MainWindow

    desk = filled(folder, LARGE)
    window = MainWindow(desk, ComputerSettings())
    window.show()
    app.processEvents()
    desk.services.search.find("漏水")
    case_id = _cases(desk)[0]
    window.go("mediation")
    window.open_case(case_id)
    app.processEvents()
    desk.services.printing.render("summary", case_id).pdf()
    return _resident_mb()


def _memory_in_fresh_process() -> float:
    import subprocess

    done = subprocess.run([sys.executable, __file__, "--memory"], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def run() -> list[Row]:
    app = QApplication.instance() or QApplication([])
    from studio_app.ui.kit import look

    look.apply(app)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as first:
        small = _measured(SMALL, Path(first), app)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as second:
        large = _measured(LARGE, Path(second), app)
    rows: list[Row] = [("打开纠纷页 p95（100,000 件）", _p95(large["打开纠纷页"]), None, None, "≤ 60 ms")]
    for what in small:
        ours, before = statistics.median(large[what]), statistics.median(small[what])
        rows.append((f"{what}：100,000 件比 1,000 件", ours, before, ours / before, "≤ 3 ×"))
    rows.append(
        (
            "常驻内存（查找、纠纷页、打印一次，100,000 件）",
            f"{_memory_in_fresh_process():.0f} MB",
            None,
            None,
            "≤ 250 MB",
        )
    )
    return rows


if __name__ == "__main__":
    if "--memory" in sys.argv:
        qt = QApplication([])
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            print(_memory(Path(place), qt), flush=True)
            os._exit(0)
    print(*run(), sep="\n")
