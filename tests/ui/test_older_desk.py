"""A desk an older program left is opened in the window: what takes its time says so."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from studio_app.ui.setup.unlock_page import UnlockPage
from tests.conftest import Clock
from tests.keep_desk import PASSWORD, SIGN_IN
from tests.kept_desks import kept, unpack
from tests.ui.hands import found

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QPushButton

    from studio_app.desk import Desk


def test_while_an_older_desk_is_made_anew_the_page_says_so(qtbot: Any, tmp_path: Path) -> None:
    folder = unpack(kept()[-1], tmp_path, SIGN_IN, PASSWORD)
    page = UnlockPage(folder, Clock(datetime(2026, 11, 30, 1, 0, tzinfo=UTC)))
    opened: list[Desk] = []
    page.unlocked.connect(opened.append)
    qtbot.addWidget(page)
    page.show()
    account: Any = found(page, "unlock.account")
    account.set_code(SIGN_IN)
    qtbot.keyClicks(found(page, "unlock.password"), PASSWORD)
    button: QPushButton = found(page, "unlock.open")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    said: QLabel = found(page, "unlock.trouble")
    qtbot.waitUntil(lambda: said.isVisible() and "正在把数据换成新的存法" in said.text(), timeout=20_000)
    assert not button.isEnabled()
    qtbot.waitUntil(lambda: bool(opened), timeout=60_000)
    assert not said.isVisible()
    assert opened[0].office.signed.sign_in == SIGN_IN
    opened[0].close()
