"""How long one warm summary takes from data to PDF/A bytes; bar: 15 ms (issue 2, "Must reach")."""

import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from studio_app.paper.press import Press

SAMPLE = Path(__file__).parent.parent / "data" / "paper" / "summary.B.json"
RUNS = 60
BAR = 0.015  # seconds; an absolute bar, so there is no baseline to divide by

Row = tuple[str, float, float | None, float | None]


def measured() -> list[float]:
    """Seconds of each warm run; every run prints another case, or the compiler would only remember the last one."""
    press = Press()
    data = json.loads(SAMPLE.read_text(encoding="utf-8"))
    press.render("summary", data).pdf()
    taken = []
    for number in range(RUNS):
        other = data | {
            "number": f"〔2026〕示委评第{number:03d}号",
            "facts": data["facts"][number % 40 :] + str(number),
            "result": f"第{number}号已经办结。",
        }
        start = time.perf_counter()
        press.render("summary", other).pdf()
        taken.append(time.perf_counter() - start)
    return taken


def run() -> list[Row]:
    """(what, seconds, baseline, ratio); the bar is absolute, so there is no ratio."""
    taken = sorted(measured())
    return [
        ("summary PDF, warm, median", statistics.median(taken), None, None),
        ("summary PDF, warm, p95", taken[int(len(taken) * 0.95)], None, None),
    ]


if __name__ == "__main__":
    for what, seconds, _, _ in run():
        print(f"{what:30} {seconds * 1000:6.1f} ms   (bar {BAR * 1000:.0f} ms)")
