"""From the accepted password to a usable 今日, 10,000 cases, against a bare window, sqlalchemy.orm and one SELECT.

Bar: at most 1.5 times. Key derivation is left out on both sides. Each figure is a fresh process, in turn.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
sys.path.insert(0, str(HOME))

from tests.benchmarks.fill import SIGN_IN, filled

CASES, RUNS = 10_000, 7

OURS = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(HOME)!r})
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from studio_app import app as composition
from studio_app.desk import Desk
from studio_app.store.keys import DeskKey, Unlocked
from studio_app.ui.kit import look
app = QApplication([])
look.apply(app)
folder, key, salt = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])
application = composition.Application(folder)  # the password page is in front, as it is for a person
for _ in range(20):
    app.processEvents()
began = time.perf_counter()
application.enter(Desk.open_with(folder, {SIGN_IN!r}, Unlocked(DeskKey(key, salt), None)))
while not application.window.isVisible() or not application.window.windowHandle().isExposed():
    app.processEvents()
app.processEvents()
print(time.perf_counter() - began)
sys.stdout.flush()
import os; os._exit(0)
"""

BARE = """
import sys, time
began = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 728)
window.show()
while not window.windowHandle().isExposed():
    app.processEvents()
app.processEvents()
import sqlalchemy.orm
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1] + "/desk.db")
connection.execute("PRAGMA key = \\"x'" + sys.argv[2] + sys.argv[3] + "'\\"")
connection.execute("SELECT count(*) FROM cases").fetchall()
print(time.perf_counter() - began)
sys.stdout.flush()
import os; os._exit(0)
"""


def _timed(code: str, *args: str) -> float:
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "STUDIO_APP_CONFIG": tempfile.gettempdir()}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, check=True, env=surroundings
    )
    return float(done.stdout.split()[-1])


def run() -> list[tuple[str, float, float, float, str]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        desk = filled(Path(folder), CASES)
        args = (str(desk.folder), desk.key.key.hex(), desk.key.salt.hex())
        desk.close()
        pairs = [(_timed(OURS, *args), _timed(BARE, *args)) for _ in range(RUNS + 1)][1:]
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    return [(f"密码通过 → 今日可用（{CASES:,} 件）", ours, bare, ratio, "≤ 1.5 ×")]


if __name__ == "__main__":
    print(*run(), sep="\n")
