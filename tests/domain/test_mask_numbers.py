"""Numbers veiled in place: for the screen, and for the index."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.mask_numbers import in_index, on_screen, plain
from studio_app.domain.names import all_initials
from studio_app.domain.search_text import excerpt, index_terms


@pytest.mark.parametrize(
    ("text", "screen", "index"),
    [
        ("电话19900001234。", "电话199****1234。", "电话19900001234。"),
        ("199 0000 1234", "199 **** 1234", "199 0000 1234"),
        ("+86 199-0000-1234", "+86 199-****-1234", "+86 199-0000-1234"),
        ("0411-83123456", "0411-****3456", "0411-83123456"),
        ("电话：83123456", "电话：****3456", "电话：83123456"),
        ("身份证990000199001011234", "身份证990000********1234", "身份证******************"),
        ("９９００００１９９００１０１１２３４", "９９００００********１２３４", "*" * 18),
        ("990000800101123", "990000*****1123", "*" * 15),
        ("卡6222020000001234567", "卡***************4567", "卡*******************"),
        ("账号123456", "账号**3456", "账号******"),
        ("护照E12345678", "护照*********", "护照*********"),
        (
            "3200元，2026年11月5日，示评字第001号",
            "3200元，2026年11月5日，示评字第001号",
            "3200元，2026年11月5日，示评字第001号",
        ),
        ("辽B12345，微信abc_12345", "辽B12345，微信abc_12345", "辽B12345，微信abc_12345"),
        ("", "", ""),
    ],
)
def test_stars_stand_in_place(text, screen, index):
    assert (on_screen(text), in_index(text)) == (screen, index)


@given(st.text(max_size=80) | st.text(alphabet="0123456789 -.Xx微信卡号身份证辽B@", max_size=40))
def test_no_sign_moves(text):
    assert len(plain(text)) == len(on_screen(text)) == len(in_index(text)) == len(text)
    assert on_screen(on_screen(text)) == on_screen(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.integers(0, 150), st.integers(3, 11))
def test_an_excerpt_never_shows_a_phone_wherever_it_is_cut(number, before, size):
    text = "漏" * before + "水，" + "堵" * 10 + f"电话{number}" + "又" * 90
    for query in ("漏水", "堵", number[:size], number[-size:], "又"):
        shown, marks = excerpt(text, query)
        assert number[3:7] + number[7:] not in shown
        assert number not in shown
        assert all(start + length <= len(shown) for start, length in marks)
    shown, marks = excerpt(text, number)
    assert [shown[start : start + length] for start, length in marks] == [f"{number[:3]}****{number[7:]}"]


def cost(signs: str, count: int) -> float:
    """CPU seconds of everything that reads a text when it is stored, the best of three."""
    text = (signs * count)[:count]

    def once() -> float:
        began = time.process_time()
        in_index(text)
        on_screen(text)
        index_terms([text])
        all_initials(text)
        return time.process_time() - began

    return min(once() for _ in range(3))


@pytest.mark.parametrize("signs", ["a", "a.", "a@", "1", "1-", "a1", "身份证", "微信a", "漏", "一", "京A", "(0"])
def test_a_long_text_costs_as_much_more_as_it_is_longer(signs: str) -> None:
    """Eight times the text: some eight times the work, where trying every pair of places would take sixty-four."""
    assert cost(signs, 40_000) < 24 * cost(signs, 5_000) + 0.01
