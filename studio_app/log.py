"""Crash reports on this computer only: types, places and versions, never what somebody typed."""

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from studio_app import __version__, paths


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What a person may show to whoever helps: the error's type and the lines it passed.

    The error's own message is left out: it may quote names, phones or ID numbers.
    """
    frames = "".join(traceback.format_tb(trace))
    cause = f"（由 {type(error.__cause__).__name__} 引起）" if error.__cause__ else ""
    head = f"委员工作室 {__version__} · Python {platform.python_version()} · {platform.platform()}"
    return f"{head}\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n{kind.__name__}{cause}\n{frames}"


def keep(text: str) -> Path | None:
    """Write a report into the log folder; None when even that cannot be done."""
    folder = paths.log_folder()
    target = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return target


def missing_libraries(error: ImportError) -> str:
    """Why the window cannot start, with the line that mends it on Debian-like systems."""
    wanted = "libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libdbus-1-3"
    found = str(error).split(":", maxsplit=1)[0]
    line = f"sudo apt install {wanted}"
    if not sys.platform.startswith("linux"):
        return f"窗口组件无法启动（{found}）。请重新安装本程序。"
    return f"窗口组件无法启动，系统里缺少：{found}。请在终端执行：\n{line}\n然后再打开本程序。"
