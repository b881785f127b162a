from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from studio_app.ui.kit import look
from studio_app.ui.kit.page.long_words import LINES, LongWords, first_lines

STORY = "楼上漏水把天花板泡坏了，找过三次物业，请帮忙协调。" * 400


@pytest.fixture
def placed(shown: Callable[..., QWidget]) -> Callable[..., LongWords]:
    """On a page that scrolls, as everywhere in the program."""
    area = QScrollArea()
    area.setWidgetResizable(True)

    def made(text: str, width: int = 600) -> LongWords:
        inside, words = QWidget(), LongWords(text, "visit.content")
        column = QVBoxLayout(inside)
        column.addWidget(words)
        column.addStretch(1)
        area.setWidget(inside)
        shown(area, width, 500)
        settle()
        return words

    return made


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()


def lines(words: LongWords) -> int:
    return round(words.words.height() / words.fontMetrics().lineSpacing())


@pytest.mark.parametrize("size", ["standard", "large", "huge"])
@pytest.mark.parametrize("width", [300, 600, 1400])
def test_a_long_text_takes_six_lines_and_says_how_much_there_is(qapp, placed, size, width) -> None:
    look.apply(qapp, size)
    words = placed(STORY, width)
    assert lines(words) == LINES
    assert words.words.text().endswith("…")
    assert STORY.startswith(words.words.text()[:-1])
    assert words.more.isVisible()
    assert words.more.text() == "展开（共 10000 字）"


def test_all_of_it_and_its_beginning_again(placed) -> None:
    words = placed(STORY)
    words.more.click()
    settle()
    assert words.words.text() == STORY
    assert words.more.text() == "收起"
    area = words.window()
    assert isinstance(area, QScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    words.more.click()
    settle()
    assert lines(words) == LINES
    assert area.verticalScrollBar().value() <= look.L


def test_a_short_text_is_all_there(placed) -> None:
    words = placed("家里暖气不热。\n问该找谁。")
    assert words.words.text() == "家里暖气不热。\n问该找谁。"
    assert not words.more.isVisible()


def test_another_width_cuts_anew(placed) -> None:
    words = placed(STORY, 900)
    before = len(words.words.text())
    words.window().resize(400, 500)
    settle()
    assert len(words.words.text()) < before
    assert lines(words) == LINES


def test_six_typed_lines_fit_and_seven_do_not(placed) -> None:
    font = placed("").words.font()
    assert first_lines("\n".join("一二三四五六"), font, 500) == "\n".join("一二三四五六")
    assert first_lines("\n".join("一二三四五六七"), font, 500).count("\n") <= LINES - 1


def test_letters_without_a_gap_do_not_widen_the_page(placed) -> None:
    words = placed("https://example.org/" + "b" * 3000, 500)
    assert words.minimumSizeHint().width() < 400
    assert lines(words) == LINES
    assert words.more.text() == "展开（共 3020 字）"
