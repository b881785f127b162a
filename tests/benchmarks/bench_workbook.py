"""How long the ledger writer takes against XlsxWriter `constant_memory` with the same cells and styles.

python tests/benchmarks/bench_workbook.py
"""

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from studio_app.core.paths import resource
from studio_app.workbook.body import Value
from studio_app.workbook.row_height import height, line_count
from studio_app.workbook.template import Column, Template, load

ROWS = 10_000
ROUNDS = 5
BAR = 0.4  # the limit for ours / baseline
FONT, SIZE = "宋体", 10.5
DATE_FORMAT = "yyyy.m.d"
HIDDEN = 14  # the width of a hidden column is of no account
_STORY = (
    "赵某称楼上王某家卫生间防水层破损，自九月起渗水致其客厅吊顶、墙面发霉，要求维修并赔偿损失3200元；"
    "王某认为系公共管道老化，应由物业承担，双方多次争吵，物业两次上门均未解决。"
)
_STEPS = "11月5日、12日两次面对面调解，达成协议：王某十日内重做防水，赔偿2000元，分两期付清。"


def prepared_rows(count: int) -> list[tuple[Value, ...]]:
    """Rows as the ledger service prepares them: two-line parties, real dates, texts of everyday length, no token."""
    first = date(2026, 1, 1)
    return [
        (
            n + 1,
            first + timedelta(days=n % 365),
            ("群众来访", "网格员排查", "12345转办")[n % 3],
            ("邻里", "物业", "环境污染")[n % 3],
            f"幸福家园{n % 40 + 1}号楼{n % 4 + 1}单元",
            f"甲：赵某{n}\n乙：王某{n}",
            f"1990000{n % 10_000:04d}\n1990000{(n + 1) % 10_000:04d}",
            n % 7 + 2,
            f"（{n}）{_STORY[: 40 + n % 80]}",
            ("红", "黄", "绿")[n % 3],
            f"{n}：{_STEPS[: 15 + n % 30]}",
            "幸福社区\n李某",
            first + timedelta(days=n % 365 + 30),
            ("已化解", "化解中", "未化解")[n % 3],
            None if n % 3 else first + timedelta(days=n % 365 + 20),
            "电话回访，双方满意" if n % 3 == 0 else "",
            f"（2026）评字第{n}号",
            "",
        )
        for n in range(count)
    ]


def values_of(template: Template) -> dict[str, str]:
    return dict.fromkeys(template.placeholders, "幸福社区")


def written(template: Template, rows: list[tuple[Value, ...]], path: Path) -> int:
    with path.open("wb") as stream:
        return template.fill(values_of(template), rows, stream)


@dataclass
class Formats:
    """The formats of one column, made as XlsxWriter wants them."""

    text: Any
    date: Any
    number: Any


def formats(book: Any) -> Formats:
    base = {"font_name": FONT, "font_size": SIZE, "border": 1, "align": "center", "valign": "vcenter"}
    return Formats(
        book.add_format(base | {"text_wrap": True, "num_format": "@"}),
        book.add_format(base | {"num_format": DATE_FORMAT, "shrink": True}),
        book.add_format(base | {"shrink": True}),
    )


def baseline(columns: Sequence[Column], rows: list[tuple[Value, ...]], heights: list[float], path: Path) -> None:
    """XlsxWriter writes the table of the same ledger; row heights are given to it ready made."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    looks = [formats(book) for _column in columns]
    for n, column in enumerate(columns):
        sheet.set_column(n, n, HIDDEN if column.width == inf else column.width)
        sheet.write_string(0, n, column.title, looks[n].text)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for r, (row, points) in enumerate(zip(rows, heights, strict=True), start=1):
        sheet.set_row(r, points)
        for c, value in enumerate(row):
            look = looks[c]
            if isinstance(value, str) and value:
                sheet.write_string(r, c, value, look.text)
            elif isinstance(value, date):
                sheet.write_datetime(r, c, value, look.date)
            elif isinstance(value, int | float):
                sheet.write_number(r, c, value, look.number)
            else:
                sheet.write_blank(r, c, None, look.text)
    book.close()


def row_heights(columns: Sequence[Column], rows: list[tuple[Value, ...]]) -> list[float]:
    def lines(row: tuple[Value, ...]) -> int:
        pairs = zip(columns, row, strict=True)
        return max(line_count(value, column.width) for column, value in pairs if isinstance(value, str))

    return [height(lines(row), SIZE) for row in rows]


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run() -> list[tuple[str, float, float, float]]:
    """(what, ours in seconds, baseline in seconds, ratio), medians of ROUNDS taken in turn."""
    template = load(resource("ledgers", "t1.toml"))
    rows = prepared_rows(ROWS)
    heights = row_heights(template.columns, rows)
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        mine, other = Path(folder, "ours.xlsx"), Path(folder, "baseline.xlsx")
        for _ in range(ROUNDS):
            ours.append(seconds(lambda: written(template, rows, mine)))
            theirs.append(seconds(lambda: baseline(template.columns, rows, heights, other)))
    mine_median, their_median = statistics.median(ours), statistics.median(theirs)
    what = f"台账 {ROWS} 行 × {len(template.columns)} 列（写文件）"
    return [(what, mine_median, their_median, mine_median / their_median)]


def main() -> None:
    for what, ours, theirs, ratio in run():
        print(f"{what}：本程序 {ours:.3f} s，XlsxWriter {theirs:.3f} s，比值 {ratio:.2f}（上限 {BAR}）")


if __name__ == "__main__":
    main()
