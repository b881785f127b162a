"""Amounts read, shown and written in 大写."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio_app.domain.money import LIMIT, capital, parse_yuan, show_yuan

FEN = st.integers(0, LIMIT - 1)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3000", 300_000), ("3,000.50", 300_050), ("３千", 300_000), ("1.5万", 1_500_000), ("三千元", 300_000), ("叁仟元整", 300_000),
        ("¥3,000.5", 300_050), ("￥3000", 300_000), ("人民币 3000 元", 300_000), ("3元5角", 350), ("五角", 50), ("5毛钱", 50),
        ("0.5", 50), ("0", 0), ("零元", 0), ("1.23456万", 1_234_560), ("2万3千", 2_300_000), ("2 万元", 2_000_000),
        ("人民币壹拾万零柒仟元伍角叁分", 10_700_053), ("二十万元", 20_000_000), ("十五", 1500), ("一百二十三", 12_300),
        ("一千零五元", 100_500), ("1.5千万", 1_500_000_000), ("3块5毛", 350), ("两千", 200_000), ("壹万元正", 1_000_000),
        ("1,234,567.89元", 123_456_789), ("三元零五分", 305), ("一亿二千万元", 12_000_000_000), ("０", 0),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", " ", "三千五", "1万5", "一百二", "3.005", "30,00", "-5", "3000元/月", "百", "10000亿", "1e5", "3000 500", "3 000", "3000-5000",
     "约三千", "3.5.1", "元", "角", "整", "3元12角", "一万亿", "NaN", "Infinity", "abc", "1,0000", "三块五", "9" * 40,
     "3000 5000", "3000  5000", "3000　　5000", "1 \t 5"],
)  # fmt: skip
def test_what_is_no_clear_amount_gives_none(text):
    assert parse_yuan(text) is None


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"), (32_504, "叁佰贰拾伍元零肆分"), (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"), (600_714, "陆仟零柒元壹角肆分"), (140_950, "壹仟肆佰零玖元伍角"),
        (1_000_000_105, "壹仟万零壹元零伍分"), (0, "零元整"), (5, "伍分"), (50, "伍角"), (100, "壹元整"), (1_000, "壹拾元整"),
        (101, "壹元零壹分"), (300_000, "叁仟元整"), (10_001_000_000, "壹亿零壹万元整"),
        (10_000_100_000, "壹亿零壹仟元整"), (100_000_000_100, "壹拾亿零壹元整"), (100_100, "壹仟零壹元整"),
        (10_010_000, "壹拾万零壹佰元整"), (LIMIT - 1, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)  # fmt: skip
def test_capitals_by_the_banks_rules(fen, words):
    assert capital(fen) == words


def test_capitals_of_the_trap_in_every_place():
    assert capital(1_000_000_105) == "壹仟万零壹元零伍分"
    assert capital(2_005_000_000) == "贰仟零伍万元整"
    assert capital(2_000_500_000) == "贰仟万伍仟元整"
    assert capital(2_000_050_000) == "贰仟万零伍佰元整"


@pytest.mark.parametrize("fen", [-1, LIMIT])
def test_capitals_outside_their_range_are_a_mistake_of_the_caller(fen):
    with pytest.raises(ValueError, match="大写"):
        capital(fen)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (300_050, "3,000.50 元"),
        (300_000, "3,000 元"),
        (5, "0.05 元"),
        (0, "0 元"),
        (-150, "-1.50 元"),
        (123_456_789, "1,234,567.89 元"),
    ],
)
def test_amounts_shown(fen, shown):
    assert show_yuan(fen) == shown


@given(FEN)
@example(1_000_000_105)
def test_capitals_and_figures_are_read_back(fen):
    assert parse_yuan(capital(fen)) == fen
    assert parse_yuan(show_yuan(fen)) == fen


@given(FEN)
def test_capitals_have_no_doubled_or_dangling_zero(fen):
    words = capital(fen)
    assert "零零" not in words
    assert "零元" not in words or fen == 0
    assert words.endswith("整") == (fen % 100 == 0)
    assert set(words) <= set("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整")


@given(st.text(max_size=20))
def test_no_text_breaks_reading(text):
    amount = parse_yuan(text)
    assert amount is None or 0 <= amount < LIMIT


@pytest.mark.parametrize("text", ["三元十角", "三元十分", "三元百角", "三元零零角"])
def test_ten_of_a_part_is_no_amount(text):
    assert parse_yuan(text) is None
