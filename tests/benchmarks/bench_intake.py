"""How long an old ledger of 50,000 rows takes from the file to the dry run's report, against python-calamine's bare read.

python tests/benchmarks/bench_intake.py
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("STUDIO_APP_CONFIG", tempfile.mkdtemp())

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.workbook.reading import Stopped

ROWS, ROUNDS, MORE = 50_000, 5, 3.0
HEAD = [
    "序号",
    "登记日期",
    "反映人",
    "联系电话",
    "身份证号",
    "涉及对方",
    "问题类型",
    "诉求内容",
    "涉及金额",
    "处理人",
    "处理状态",
    "办结日期",
    "备注",
]
DAYS = ["2025.{m}.{d}", "2025/{m}/{d}", "2025年{m}月{d}日", "2025{m:02}{d:02}", "{m}月{d}日"]
PHONES = ["19900{n:06}", "199 00{a} {b}", "199-00{a}-{b}", "+86 19900{n:06}", "无"]
SUMS = ["600元", "1.2万元", "￥3,000.00", "无", "", "人民币陆佰元整", "5,000"]
TYPES, ENDS = (
    ["邻里矛盾", "欠薪", "物业纠纷", "家庭纠纷", "土地纠纷"],
    ["已化解", "调解成功", "达成协议", "正在办理", "调解不成"],
)
STORY = "楼上卫生间漏水，楼下天花板脱落，双方多次协商不成，社区请物业和两家坐在一起说了两个下午。（第{n}件）"


def ledger(file: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("总台账")
    sheet.append(["某街道民情诉求登记台账（2025年）"])
    sheet.append(HEAD)
    for n in range(ROWS):
        m, d, a, b = n * 12 // ROWS + 1, n % 28 + 1, f"{n // 100 % 100:02}", f"{n % 10_000:04}"
        sheet.append([
            n + 1, DAYS[n % 5].format(m=m, d=d), f"王某{n % 700}", PHONES[n % 4].format(n=n, a=a, b=b), "990000190001010016",
            f"赵某{n % 900}", TYPES[n % 5], STORY.format(n=n), SUMS[n % 7], "甲干部", ENDS[n % 4], "", "",
        ])  # fmt: skip
    book.save(file)


def bare(file: Path) -> None:
    with CalamineWorkbook.from_path(str(file)) as book:
        book.get_sheet_by_index(0).to_python()


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def until_stopped(desk: Desk, file: Path, after: float) -> float:
    """Seconds from asking to stop until the reading is over."""
    begun, asked = time.perf_counter(), [0.0]

    def wanted(_rows: int) -> bool:
        if time.perf_counter() - begun < after:
            return True
        asked[0] = asked[0] or time.perf_counter()
        return False

    try:
        desk.services.imports.dry_run(file, wanted=wanted)
    except Stopped:
        return time.perf_counter() - max(asked[0] - 0.05, begun + after)  # asked at most one look earlier
    return 0.0


def run() -> list[tuple[object, ...]]:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "台账.xlsx"
        ledger(file)
        setup = StudioSetup(studio="示例委员工作室", community="幸福里社区", street="示例街道", sign_in="李老师")
        desk, _code = Desk.create(Path(place) / "desk", setup, "correct horse")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(seconds(lambda: bare(file)))
            ours.append(seconds(lambda: desk.services.imports.dry_run(file)))
        stops = [until_stopped(desk, file, after) for after in (0.2, 0.6, 1.0, 1.6, 2.2)]
        desk.close()
    got, base = statistics.median(ours), statistics.median(theirs)
    bar = f"≤ {1.5 * base + MORE:.2f} s"
    return [
        (f"导入试读 {ROWS} 行到报告", got, base, got / base, bar),
        ("导入试读：停下（最长）", max(stops), None, None, "≤ 0.2 s"),
    ]


if __name__ == "__main__":
    for row in run():
        print(row)
