"""How quickly the search box answers; the bar is p95 ≤ 16 ms and ≤ 2 × the bare query, and 3 × from 1,000 to 100,000.

The bare query finds the same words and reads the same columns of as many records, the newest first, unranked.

    python tests/benchmarks/bench_search.py [cases]

Words of 2–6 characters are cut out of the texts of random cases: common ones come as often as people would type them.
"""

import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from sqlalchemy import func, select

from studio_app.desk import Desk
from studio_app.domain import search_text
from studio_app.services.search import Search
from studio_app.store.log_tables import SearchDocument
from studio_app.store.search_index import SHOWN, _fts5
from tests.benchmarks.fill import filled

QUERIES, ROUNDS = 200, 5
BAR, BAR_TIMES, BAR_GROWTH = "≤ 16 ms, ≤ 2 ×", 2, 3
BARE = (
    f"SELECT {SHOWN} FROM search_fts f JOIN search_document d ON d.id = f.rowid "
    "WHERE search_fts MATCH ? ORDER BY f.rowid DESC LIMIT 20"
)

Row = tuple[str, float | str, float | None, float | None, str]


def drawn(desk: Desk, count: int) -> list[str]:
    """Words of 2–6 characters, by frequency."""
    dice = random.Random(7)
    with desk.office.read() as session:
        top = session.scalar(select(func.max(SearchDocument.id))) or 1
        ids = [dice.randint(1, top) for _ in range(count * 12)]
        query = select(SearchDocument.body).where(SearchDocument.id.in_(ids), SearchDocument.kind == "case")
        bodies = list(session.scalars(query))
    runs = [run for body in bodies for run in re.findall("[\u4e00-\u9fff]{2,}", body)]
    words = []
    for run in dice.choices(runs, [len(run) for run in runs], k=count):
        size = dice.randint(2, min(6, len(run)))
        start = dice.randint(0, len(run) - size)
        words.append(run[start : start + size])
    return words


def timed(ask: Callable[[str], object], words: list[str]) -> list[float]:
    """The median of ROUNDS for every word, sorted."""
    return sorted(statistics.median(once(ask, word) for _ in range(ROUNDS)) for word in words)


def once(ask: Callable[[str], object], word: str) -> float:
    started = time.perf_counter()
    ask(word)
    return time.perf_counter() - started


def p95(taken: list[float]) -> float:
    return taken[int(len(taken) * 0.95)]


def measured(n: int) -> tuple[list[float], list[float]]:
    """(ours, bare) in seconds for every word, sorted; one engine, one connection, the same words."""
    with tempfile.TemporaryDirectory() as folder:
        desk = filled(Path(folder), n)
        search, words = Search(desk.office), drawn(desk, QUERIES)
        with desk.office.database._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None

            def bare(word: str) -> object:
                match = " AND ".join(_fts5(term) for term in search_text.query_terms(word))
                return raw.execute(BARE, (match,)).fetchall()

            baseline = timed(bare, words)
        ours = timed(search.find, words)
        desk.close()
    return ours, baseline


def run() -> list[Row]:
    """Rows (what, seconds, baseline, ratio, bar)."""
    small, _ = measured(1_000)
    large, bare = measured(100_000)
    growth = p95(large) / p95(small)
    middle = statistics.median(large)
    return [
        ("查找，100,000 件，p50", middle, statistics.median(bare), middle / statistics.median(bare), ""),
        ("查找，100,000 件，p95", p95(large), p95(bare), p95(large) / p95(bare), BAR),
        ("查找，p95，1,000 → 100,000 件", p95(large), p95(small), growth, f"≤ {BAR_GROWTH} ×"),
    ]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        mine, theirs = measured(int(sys.argv[1]))
        for what, taken in (("ours", mine), ("bare", theirs)):
            told = [f"{x * 1000:.2f}" for x in (statistics.median(taken), p95(taken), taken[-1])]
            print(f"{what}: p50 {told[0]} ms, p95 {told[1]} ms, worst {told[2]} ms")
    else:
        for row in run():
            print(row)
