"""Make the README's pictures from the sample desk: `python tests/screenshots.py [folder]`.

The desk, its day and the size of the window are always the same, so a picture changes only when a page does.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from studio_app import demo
from studio_app.core import paths
from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.records.dispute.case.table import Case
from studio_app.ui.kit import look, tasks
from studio_app.ui.main_window import MainWindow

NOON = datetime(2026, 11, 23, 12).astimezone()
SIZE = (1366, 768)
PATIENCE = 1500  # ms: icons and answers from other threads come after the first paint


def shots(window: MainWindow, case_id: str) -> dict[str, Callable[[], object]]:
    """File name → how to get to the page."""
    return {
        "today": lambda: window.go("today"),
        "intake": lambda: (window.register(), write("苗某")),
        "cases": lambda: window.go("mediation"),
        "case": lambda: window.open_case(case_id),
        "print": lambda: window.screen_named("mediation").print_now(),
        "handover": lambda: window.go("handover"),
    }


def richest(desk: Desk) -> str:
    """The constructed case that has everything."""
    with desk.office.read() as session:
        return session.scalars(select(Case.id).where(Case.title == "暖气跑水")).one()


def write(text: str) -> None:
    """As an input method does, into whatever has the focus."""
    QTest.qWait(PATIENCE)
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), typed)


def take(window: MainWindow, target: Path) -> None:
    """As small a file as the full colours allow."""
    QTest.qWait(PATIENCE)
    window.grab().save(str(target))
    with Image.open(target) as full:
        full.convert("RGB").save(target, optimize=True)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else paths.resource("help", "images")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    look.apply(app)
    with tempfile.TemporaryDirectory(prefix="studio-app-shots-") as place, tasks.inline():
        os.environ["STUDIO_APP_CONFIG"] = str(Path(place) / "config")
        desk = demo.build(Path(place) / "desk", lambda: NOON)
        window = MainWindow(desk, ComputerSettings())
        window.resize(*SIZE)
        window.show()
        for name, reach in shots(window, richest(desk)).items():
            reach()
            take(window, folder / f"{name}.png")
            print(folder / f"{name}.png")
        desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
