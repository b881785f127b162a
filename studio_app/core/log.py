"""What is told when the program cannot go on: crash reports without anything somebody typed, missing libraries."""

import ctypes
import os
import platform
import re
import sys
import tomllib
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType

from studio_app import __version__
from studio_app.core import paths


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


APT = "sudo apt install "
_LACKS = re.compile(r"^(?P<library>\S+\.so[\d.]*): ")
NO_SCREEN = "没有图形桌面，窗口打不开。命令行仍然可用：studio-app --help"


@cache
def libraries() -> dict[str, dict[str, str]]:
    """Part of the window → system library → its Debian package."""
    return tomllib.loads(paths.resource("libraries.toml").read_text(encoding="utf-8"))


def lacking(*parts: str) -> dict[str, str]:
    """Libraries of these parts that this system does not have, each with its package."""
    return {name: package for part in parts for name, package in libraries()[part].items() if not _loads(name)}


def missing_libraries(error: ImportError | OSError) -> str:
    """Why the window cannot start, with the line that mends it on Debian-like systems."""
    named = _LACKS.match(str(error))
    if named is None or not sys.platform.startswith("linux"):
        return f"窗口组件无法启动（{error}）。请重新安装本程序。"
    known = {name: package for part in libraries().values() for name, package in part.items()}
    first = named["library"]
    return _mend({first: known.get(first, ""), **lacking("window", *_screens(os.environ)[:1])})


def missing_screen(environ: Mapping[str, str]) -> str:
    """The same for what Qt loads only when the first window opens: there it would end the program in English."""
    if not sys.platform.startswith("linux") or environ.get("QT_QPA_PLATFORM"):
        return ""
    screens = _screens(environ)
    if not screens:
        return NO_SCREEN
    found = [lacking(screen) for screen in screens]
    if all(found):
        return _mend(found[0])
    return "" if "wayland" in screens or _answers(environ["DISPLAY"]) else NO_SCREEN


def _screens(environ: Mapping[str, str]) -> list[str]:
    """X first: it is what a person without either can mend."""
    known = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
    return [screen for screen, name in known.items() if environ.get(name)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    """Whether the X server lets this person in; Qt would end the program where it does not."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _mend(lacking: Mapping[str, str]) -> str:
    packages = " ".join(dict.fromkeys(package for package in lacking.values() if package))
    line = f"请在终端执行：\n{APT}{packages}\n然后再打开本程序。" if packages else ""
    unknown = "、".join(name for name, package in lacking.items() if not package)
    ask = f"{unknown} 在哪个软件包里，请维护电脑的人查一下。" if unknown else ""
    return f"窗口组件无法启动，系统里缺少：{'、'.join(lacking)}。{ask}{line}"
