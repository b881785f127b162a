"""What is told when the program cannot go on: crash reports without anything somebody typed, missing libraries."""

import ctypes
import platform
import sys
import traceback
from collections.abc import Mapping
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


APT_LINE = (
    "sudo apt install libegl1 libgl1 libfontconfig1 libdbus-1-3 libglib2.0-0 libx11-xcb1 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 libxcb-shape0 libxcb-xkb1"
)
_SCREEN = (
    "libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0", "libxcb-keysyms.so.1",
    "libxcb-randr.so.0", "libxcb-render-util.so.0", "libxcb-shape.so.0", "libxcb-xkb.so.1", "libX11-xcb.so.1",
)  # fmt: skip


def missing_libraries(error: ImportError) -> str:
    """Why the window cannot start, with the line that mends it on Debian-like systems."""
    found = str(error).split(":", maxsplit=1)[0]
    if not sys.platform.startswith("linux"):
        return f"窗口组件无法启动（{found}）。请重新安装本程序。"
    return _mend(found)


def missing_screen(environ: Mapping[str, str]) -> str:
    """The same for what Qt loads only when the first window opens: there it would end the program in English."""
    if not sys.platform.startswith("linux") or environ.get("QT_QPA_PLATFORM") or environ.get("WAYLAND_DISPLAY"):
        return ""
    if not environ.get("DISPLAY"):
        return "没有图形桌面，窗口打不开。命令行仍然可用：studio-app --help"
    lacking = [name for name in _SCREEN if not _loads(name)]
    return _mend("、".join(lacking)) if lacking else ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _mend(lacking: str) -> str:
    return f"窗口组件无法启动，系统里缺少：{lacking}。请在终端执行：\n{APT_LINE}\n然后再打开本程序。"
