"""漏水, typed as pinyin through fcitx5 on a virtual desktop, reaches a form field and the search line.

Usage: python tests/campaigns/input_method.py. Needs (Debian) xvfb, openbox, xdotool, dbus, fcitx5 and
fcitx5-chinese-addons; says so and exits 2 where one is missing. The desktop offers fcitx only, as UOS and 麒麟 do:
QT_IM_MODULE=fcitx, no ibus daemon, no Qt plugin for fcitx in the PySide6 wheel.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
TOOLS = ("Xvfb", "openbox", "xdotool", "dbus-run-session", "fcitx5")
DISPLAY = ":78"
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=pinyin
Layout=
[GroupOrder]
0=Default
"""


def main() -> int:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        print(f"SKIPPED: not installed: {', '.join(missing)}")
        return 2
    if "--inside" in sys.argv:
        return desktop(Path(sys.argv[-1]))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        done = subprocess.run(["dbus-run-session", "--", sys.executable, __file__, "--inside", place], check=False)
    return done.returncode


def desktop(place: Path) -> int:
    """Screen, window manager, fcitx5 and the program; 0 when both fields got the two characters."""
    surroundings = {
        **os.environ,
        "DISPLAY": DISPLAY,
        "LANG": "C.UTF-8",
        "HOME": str(place),
        "XDG_RUNTIME_DIR": str(place),
        "QT_IM_MODULE": "fcitx",
        "QT_QPA_PLATFORM": "xcb",
        "STUDIO_APP_CONFIG": str(place / "config"),
        "PYTHONPATH": str(HOME),
    }
    place.chmod(0o700)
    (place / ".config" / "fcitx5").mkdir(parents=True)
    (place / ".config" / "fcitx5" / "profile").write_text(PROFILE, encoding="utf-8")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": surroundings}
    running = [subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24"], **quiet)]  # type: ignore[call-overload]
    time.sleep(1)
    running.append(subprocess.Popen(["openbox"], **quiet))  # type: ignore[call-overload]
    running.append(subprocess.Popen(["fcitx5", "-D", "--replace"], **quiet))  # type: ignore[call-overload]
    time.sleep(4)
    told = place / "typed.txt"
    running.append(subprocess.Popen([sys.executable, "-c", PROGRAM, str(place / "desk"), str(told)], env=surroundings))
    try:
        found = typed(surroundings, told, running[-1])
    finally:
        for process in reversed(running):
            process.terminate()
    print("\n".join(f"{field}: {text}" for field, text in found.items()))
    good = bool(found) and all(text == "漏水" for text in found.values())
    print("ok" if good else "FAIL: 漏水 did not arrive")
    return 0 if good else 1


def typed(surroundings: dict[str, str], told: Path, program: "subprocess.Popen[bytes]") -> dict[str, str]:
    """Type into whatever the program focuses, field after field, until it has nothing more to focus."""
    found: dict[str, str] = {}
    for field in ("register.content", "main.search"):
        deadline = time.monotonic() + 60
        while not told.exists() or told.read_text(encoding="utf-8") != f"ready {field}":
            if time.monotonic() > deadline or program.poll() is not None:
                return found
            time.sleep(0.2)
        keys(surroundings, "type", "--delay", "150", "loushui")
        time.sleep(1.5)
        keys(surroundings, "key", "space")
        time.sleep(1)
        told.with_suffix(".next").touch()
        while told.read_text(encoding="utf-8").startswith("ready"):
            time.sleep(0.1)
        found[field] = told.read_text(encoding="utf-8").removeprefix(f"{field} ")
    return found


def keys(surroundings: dict[str, str], *words: str) -> None:
    subprocess.run(["xdotool", *words], env=surroundings, check=True)


PROGRAM = """
import os, sys, time
from pathlib import Path
from studio_app import app, demo
from studio_app.desk import Desk
app.choose_input_method(os.environ)
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from studio_app.ui.kit import look
qt = QApplication([])
look.apply(qt)
desk, _code = Desk.create(Path(sys.argv[1]), demo.SETUP, demo.PASSWORD)
from studio_app.core.computer_settings import ComputerSettings
from studio_app.ui.main_window import MainWindow
window = MainWindow(desk, ComputerSettings())
window.show()
window.activateWindow()
window.register()
told, fields = Path(sys.argv[2]), ["register.content", "main.search"]

def editor(name):
    found = window.findChild(QWidget, name)
    return found

def begin():
    editor(fields[0]).setFocus()
    QTimer.singleShot(1500, lambda: told.write_text("ready " + fields[0], encoding="utf-8"))
    QTimer.singleShot(1600, wait)

def wait():
    go_on = told.with_suffix(".next")
    if not go_on.exists():
        QTimer.singleShot(100, wait)
        return
    go_on.unlink()
    field = fields.pop(0)
    widget = editor(field)
    text = widget.text() if hasattr(widget, "text") else widget.toPlainText()
    told.write_text(field + " " + text, encoding="utf-8")
    if fields:
        QTimer.singleShot(800, begin)

QTimer.singleShot(1500, begin)
qt.exec()
"""

if __name__ == "__main__":
    sys.exit(main())
