"""Text cleaned, counted, joined; numbers in words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.wording import (
    clean,
    counter,
    join,
    length,
    number_in_words,
    sentences,
    shorten,
    spell,
    too_long,
    visible,
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("楼上\x00漏水\x07", "楼上漏水"), ("一\r\n二\r三\u2028四", "一\n二\n三\n四"), ("甲\t乙", "甲 乙"), ("  前后  \n", "前后"),
        ("\u202e倒过来\u202c", "倒过来"), ("零\u200b宽\ufeff", "零宽"), ("坏\ud800字", "坏字"), ("𠮷㛃", "𠮷㛃"), ("=1+1", "=1+1"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"), ("\ufffe非字符\ufdd0", "非字符"), ("　　首行缩进", "首行缩进"), ("", ""), ("\ue000旧字", "\ue000旧字"),
    ],
)  # fmt: skip
def test_cleaning_keeps_what_was_written_and_nothing_hidden(typed, kept):
    assert clean(typed) == kept


def test_a_single_line_has_no_line_ends_and_no_doubled_spaces():
    assert clean("王某\n\n  赵某\t李某", single_line=True) == "王某 赵某 李某"


@given(ANY_TEXT, st.booleans())
def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(text, single_line):
    once = clean(text, single_line)
    assert clean(once, single_line) == once
    once.encode("utf-8")
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in once)
    assert not single_line or "\n" not in once


def test_counting_what_a_reader_counts():
    assert length("楼上 漏水\n两次") == 6
    assert length("e\u0301") == 1
    assert counter("楼上漏水") == "4 字"
    assert counter("字" * 150, 150) == "150/150 字"
    assert counter("字" * 162, 150) == "162/150 字，超出 12 字"


def test_length_limits_name_the_excess():
    assert too_long("字" * 10, 10) is None
    assert "删减 2 个" in str(too_long("字" * 12, 10))


def test_shortening_for_lists():
    assert shorten("楼上漏水", 10) == "楼上漏水"
    assert shorten("楼上\n漏水三次以上", 5) == "楼上 漏…"
    assert shorten("abc", 0) == "…"


@given(ANY_TEXT, st.integers(1, 20))
def test_shortened_text_fits(text, limit):
    assert len(shorten(text, limit)) <= limit


def test_joining_names_and_sentences():
    assert join(["王某", "赵某"]) == "王某、赵某"
    assert join(["王某", " ", "王某", "赵某"]) == "王某、赵某"
    assert join(["王某", "赵某", "李某"], limit=2) == "王某、赵某等 3 人"
    assert join([]) == ""
    assert sentences(["双方同意", "另行约定。", "", " 完 "]) == "双方同意。另行约定。完。"


@pytest.mark.parametrize(
    ("words", "number"),
    [("三千", 3000), ("十五", 15), ("十", 10), ("一百零五", 105), ("一百一十", 110), ("一百十五", 115), ("两万三千", 23_000), ("2万3千", 23_000),
     ("壹拾万零柒仟", 107_000), ("一亿零一", 100_000_001), ("〇", 0), ("3000", 3000), ("三百万", 3_000_000), ("一万零十", 10_010)],
)  # fmt: skip
def test_numbers_in_words(words, number):
    assert number_in_words(words) == number


@pytest.mark.parametrize(
    "words", ["三千五", "一万二", "百", "万", "", "三三", "千三", "一万万亿", "三十个", "-1", "十百", "9" * 13]
)
def test_doubtful_numbers_in_words_are_none(words):
    assert number_in_words(words) is None


@given(st.integers(0, 10**12 - 1))
def test_spelt_numbers_are_read_back(n):
    assert number_in_words(spell(n)) == n


def test_spelling_ends_where_it_is_defined():
    with pytest.raises(ValueError, match="spelt"):
        spell(10**12)


def test_what_stands_beside_the_signs_nobody_sees_is_seen():
    assert visible("前\ufdcf\ufdd0\ufdef\ufdf0后") == "前\ufdcf\ufdf0后"
