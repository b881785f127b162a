"""Numbers veiled in place: for the screen, and for the index."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.masking.figures import in_arabic
from studio_app.domain.masking.numbers import in_index, on_screen, plain
from studio_app.domain.masking.text import digits
from studio_app.domain.names import all_initials
from studio_app.domain.search_text import excerpt, index_terms
from tests.campaigns.planted import readable
from tests.domain.test_masking import CASE, HANDOVER, PUBLIC


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
        HANDOVER.scan(text, CASE)
        return time.process_time() - began

    return min(once() for _ in range(3))


@pytest.mark.parametrize(
    "signs",
    [
        "a",
        "a.",
        "a@",
        "1",
        "1-",
        "a1",
        "身份证",
        "微信a",
        "漏",
        "一",
        "京A",
        "(0",
        "1 3",
        "①",
        "3-2-",
        "尾号7P",
        "住3",
        "小雨",
        "19900001234",
    ],
)
def test_a_long_text_costs_as_much_more_as_it_is_longer(signs: str) -> None:
    """Eight times the text: some eight times the work, where trying every pair of places would take sixty-four."""
    assert cost(signs, 10_000) < 24 * cost(signs, 1_250) + 0.01


@pytest.mark.parametrize("masks", [HANDOVER, PUBLIC], ids=["handover", "public"])
@pytest.mark.parametrize(
    "written",
    [
        "一 九 九 零 零 零 零 一 二 三 四", "(199)00001234", "（199）0000-1234", "199.0000.1234", "199\n00001234", "１９９００００１２３４", "①⑨⑨⓪⓪⓪⓪①②③④",
        "壹玖玖零零零零壹贰叁肆", "1九9零0零零1二3四", "199四个零1234", "l99OOOO1234", "199，0000，1234", "1-9-9-0-0-0-0-1-2-3-4", "𝟏𝟗𝟗𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒", "1️⃣9️⃣9️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣",
        "199 0000 1234 3号楼", "19900001234一直", "①19900001234", "〡〩〩〇〇〇〇〡〢〣〤", "199\u200b0000\u200b1234", "“199”“0000”“1234”", "+86-199-0000-1234",
    ],
)  # fmt: skip
def test_eleven_figures_are_a_phone_however_they_are_written(masks, written):
    shown = masks.scan(f"打{written}找他", CASE)
    assert ("199****1234" if masks is HANDOVER else "〔电话略〕") in shown
    assert "00001234" not in readable(shown)


@pytest.mark.parametrize(
    "written",
    [
        "九九零零零零一九九零零一零一一二三X", "990000 1990 0101 123X", "990000.19900101.123x", "（990000）19900101123X", "９９００００１９９００１０１１２３Ｘ", "990000199001\n01123X",
        "9 9 0 0 0 0 1 9 9 0 0 1 0 1 1 2 3 X", "990000，1990 0101-123×", "⑨⑨⓪⓪⓪⓪①⑨⑨⓪⓪①⓪①①②③X", "玖玖零零零零壹玖玖零零壹零壹壹贰叁X",
    ],
)  # fmt: skip
def test_an_id_number_is_one_however_it_is_written(written):
    assert HANDOVER.scan(f"身份证{written}，", CASE) == "身份证990000********123X，"
    assert PUBLIC.scan(f"身份证{written}，", CASE) == "身份证〔证件号略〕，"


@pytest.mark.parametrize(
    "text",
    [
        "13,000,000,000元", "2026-11-05至2026-12-05", "1 3 5 7 9 11 13 15 17 19 21", "13.30-15.00 101室", "1、3000、4000、500", "第一二三四五六七八九条", "2026.11.05 2026.11.06",
        "15人、20人、30人、45人", "（2026）辽0214民初1234号",
    ],
)  # fmt: skip
def test_figures_that_are_no_number_stay(text):
    assert "****" not in HANDOVER.scan(text, CASE)
    assert HANDOVER.scan(text, CASE) == text or "101室" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("尾号7PW56", "尾号****"), ("车辽B\n7PW56停着", "车辽B****6停着"), ("车牌后五位7PW56", "车牌后五位****"), ("尾号7PW\n56", "尾号****"), ("遼Ｂ·７ＰＷ５６", "辽B****6"),
        ("车牌号是7PW56", "车牌号是****"), ("一辆7PW56的白色轿车", "一辆****的白色轿车"), ("尾号567的车", "尾号****的车"), ("车牌尾号56", "车牌尾号****"), ("辽 B 7 P W 5 6", "辽B****6"),
        ("车牌丢了2个", "车牌丢了2个"), ("车牌3块", "车牌3块"), ("尾号限行", "尾号限行"), ("5G手机", "5G手机"),
    ],
)  # fmt: skip
def test_any_part_of_a_plate_introduced_as_one_is_hidden(text, shown):
    assert HANDOVER.scan(text, CASE) == shown


@pytest.mark.parametrize(
    ("written", "counted"),
    [("+86 199 0000 1234", "19900001234"), ("86-1234", "861234"), ("8612345678901234", "8612345678901234")],
)
def test_the_code_of_the_country_is_taken_off_a_mobile_number_alone(written, counted):
    assert digits(written) == counted


@pytest.mark.parametrize(
    "sizes",
    [
        (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (5, 6), (6, 5), (3, 3, 3, 2), (3, 2, 2, 2, 2),
        (1, 2, 4, 4), (2, 3, 4, 2),
    ],
    ids=str,
)  # fmt: skip
def test_a_number_said_in_groups_is_one_even_between_commas_for_lists(sizes):
    """As people say a number; other groups between such signs are a list of numbers."""
    groups = list(cut("19900001234", sizes))
    assert HANDOVER.scan(f"打{'、'.join(groups)}找他", CASE) == "打199****1234找他"


def test_other_groups_between_commas_are_several_numbers():
    for sizes in ((4, 5, 2), (2, 4, 5), (2, 2, 2, 2, 3)):
        listed = f"门牌{'、'.join(cut('19900001234', sizes))}几户"
        assert HANDOVER.scan(listed, CASE) == listed


def cut(text, sizes):
    for size in sizes:
        yield text[:size]
        text = text[size:]


@pytest.mark.parametrize("first", "①⑴⒈⓵❶➀➊㈠㊀")
def test_every_set_of_numbers_in_rings_is_read_from_one_to_nine(first: str) -> None:
    signs = [chr(ord(first) + n) for n in range(9)]
    phone = "".join("⓪" if figure == "0" else signs[int(figure) - 1] for figure in "19900345678")
    assert in_arabic(f"电话{phone}")[0] == "电话19900345678"


def test_a_row_of_figures_in_characters_is_read_after_a_number_too() -> None:
    text = "电话一三九零零零一二三四五，账上记着二四六八一三五七九，还有九七五三一八六四二"
    assert in_arabic(text)[0] == "电话13900012345，账上记着246813579，还有975318642"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("见1.5840032006条", "见1.5840032006条"),  # the number of a paragraph
        ("打13.99.00.01.234找他", "打13.9*.**.*1.234找他"),
        ("0411，8300、1234", "0411，8300、1234"),  # several numbers between signs of a list
        ("0411 8300 1234", "0411 **** 1234"),
        ("0411-83001234", "0411-****1234"),
    ],
)
def test_what_stands_between_figures_tells_whether_they_are_one_number(text: str, shown: str) -> None:
    assert on_screen(text) == shown


@pytest.mark.parametrize("code", [0x2000, 0x200F, 0x2060, 0x2064, 0x3000, 0xA0])
def test_no_unusual_space_hides_a_phone_from_the_mask(code: int) -> None:
    assert on_screen(f"电话199{chr(code)}0000{chr(code)}1234") == f"电话199{chr(code)}****{chr(code)}1234"
