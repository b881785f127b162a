"""All benchmarks in one run; prints the table and writes tests/benchmarks/results.md.

Usage: python tests/benchmarks/run.py [NAME …]. Ratios are to a baseline in the same run on the same machine; single
times mean little on a shared one. Nothing here fails a build.
"""

import importlib.util
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HEAD = "| 项目 | 本程序 | 基线 | 倍数 | 标准 |\n|---|---|---|---|---|"


def benches(wanted: list[str]) -> list[Path]:
    found = sorted(HERE.glob("bench_*.py"))
    return [f for f in found if not wanted or f.stem.removeprefix("bench_") in wanted]


def rows_of(file: Path) -> list[tuple[object, ...]]:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return [tuple(row) for row in module.run()]


def line(row: tuple[object, ...]) -> str:
    what, ours, baseline, ratio, *rest = (*row, None, None, None)[:5]
    bar = rest[0] if rest and rest[0] else ""
    return f"| {what} | {_shown(ours)} | {_shown(baseline)} | {_times(ratio)} | {bar} |"


def _shown(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    seconds = float(value)  # type: ignore[arg-type]  # a number of seconds
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _times(value: object) -> str:
    return "—" if value is None else f"{float(value):.2f} ×"  # type: ignore[arg-type]  # a ratio


def main() -> None:
    if "--one" in sys.argv:
        for row in rows_of(HERE / sys.argv[-1]):
            print(line(row), flush=True)
        return
    lines = []
    for file in benches(sys.argv[1:]):
        print(f"… {file.stem}", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, __file__, "--one", file.name], capture_output=True, text=True, check=False
        )
        lines += [text for text in done.stdout.splitlines() if text.startswith("|")]
        if done.returncode:
            lines.append(f"| {file.stem} | 没有跑完 | — | — | {done.stderr.strip().splitlines()[-1][:120]} |")
    table = "\n".join([HEAD, *lines])
    print(table)
    if not sys.argv[1:]:
        cores = os.cpu_count()
        told = (
            f"{date.today()}，{platform.system()} {platform.machine()}，{cores} 核，Python {platform.python_version()}"  # noqa: DTZ011
        )
        text = f"# 性能记录\n\n`python tests/benchmarks/run.py` 于 {told}。中位数，至少 5 次。\n\n{table}\n"
        (HERE / "results.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
