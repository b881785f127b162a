"""The estimate never gives wrapped text too little room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.workbook.row_height import MAX_HEIGHT, height, line_count


@pytest.mark.parametrize(
    ("text", "units", "lines"),
    [
        ("", 10, 1),
        ("短", 2, 1),
        ("五个汉字呀", 10, 1),
        ("六个汉字呀呀", 10, 2),
        ("甲：赵某\n乙：王某", 12, 2),
        ("19900001001\n19900001002", 13, 2),
        ("19900001001", 10, 2),
        ("一\n\n三", 10, 3),
        ("abcdefgh ijklmnop", 10, 3),
    ],
)
def test_lines(text, units, lines):
    assert line_count(text, units) == lines


@given(st.text(st.sampled_from("汉字，。abc123 \n"), max_size=300), st.integers(4, 60))
def test_never_fewer_lines_than_the_width_demands(text, units):
    needed = sum(-(-sum(1 if c.isascii() else 2 for c in part) // units) or 1 for part in text.split("\n"))
    assert line_count(text, units) >= needed


@given(st.integers(1, 400))
def test_more_lines_are_higher(lines):
    assert height(lines + 1, 10) > height(lines, 10)


def test_a_page_of_text_exceeds_one_row():
    assert height(27, 10) < MAX_HEIGHT < height(30, 10)
