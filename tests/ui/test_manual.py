"""The manual: every file of resources/help is a topic, read in one column of calm type."""

from typing import Any

from PySide6.QtGui import QTextBlock

from studio_app.core import paths
from studio_app.ui.kit import look
from studio_app.ui.manual.screen import ManualScreen, order


def test_every_topic_opens_and_none_is_left_out(qtbot: Any) -> None:
    screen = ManualScreen()
    qtbot.addWidget(screen)
    screen.refresh()
    assert screen.topic == "today"
    files = {file.stem for file in paths.resource("help").glob("*.md")}
    assert files == set(order())
    for topic in order():
        screen.show_item(topic)
        assert screen.topic == topic
    screen.show_item("nothing of this name")
    assert screen.topic == "today"


def test_headings_stand_apart_and_lines_stay_short_on_a_wide_screen(qtbot: Any) -> None:
    screen = ManualScreen()
    qtbot.addWidget(screen)
    screen.resize(1700, 900)
    screen.show()
    screen.show_item("case")
    document = screen._text.document()
    heading = next(b for b in _blocks(document.begin()) if b.blockFormat().headingLevel() == 2)
    assert heading.blockFormat().topMargin() >= look.XL
    frame = document.rootFrame().frameFormat()
    assert screen._text.viewport().width() - frame.rightMargin() < 50 * look.base()


def _blocks(block: QTextBlock) -> list[QTextBlock]:
    found = []
    while block.isValid():
        found.append(block)
        block = block.next()
    return found
