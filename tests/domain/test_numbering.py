"""Numbers by pattern, and typed numbers compared."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Refused
from studio_app.core.paths import resource
from studio_app.domain.numbering import comparable, problems, render, shape

VALUES = {
    "年": 2026,
    "区简称": "普",
    "社区简称": "和平",
    "社区": "和平社区",
    "街道": "丰荣街道",
    "简称": "丰荣",
    "字": "人调",
}
PATTERN = "（{年}）{简称}{字}字第{序号:03d}号"


@pytest.mark.parametrize(
    ("pattern", "serial", "number"),
    [
        (PATTERN, 12, "（2026）丰荣人调字第012号"), (PATTERN, 1000, "（2026）丰荣人调字第1000号"), ("{年}-{序号}", 7, "2026-7"),
        ("〔{年}〕{区简称}{社区简称}{字}第{序号:2}号", 3, "〔2026〕普和平人调第03号"), ("{序号:04}/{年}", 5, "0005/2026"),
    ],
)  # fmt: skip
def test_rendering(pattern, serial, number):
    assert render(pattern, VALUES, serial) == number


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("{年}{字}第号", "序号"), ("{年}{序号}{序号}", "一个"), ("{字}第{序号}号", "{年}"), ("{年}{月份}{序号}", "{月份}"),
        ("{年{序号}", "成对"), ("年}{序号}", "成对"), ("{年:04d}{序号}", "位数"), ("{年}{序号:x}", "位数"), ("{年}{序号:}", "位数"),
        ("", "序号"), ("{年.__class__}{序号}", "不认识"), ("{}{序号}", "不认识"),
    ],
)  # fmt: skip
def test_a_bad_pattern_is_explained(pattern, says):
    assert says in str(problems(pattern))


def test_a_series_that_goes_on_over_the_years_needs_no_year():
    assert problems("{字}第{序号}号", per_year=False) is None
    assert render("{字}第{序号}号", VALUES, 4) == "人调第4号"


def test_every_pattern_we_ship_is_good():
    entries = tomllib.loads(resource("dictionaries", "numbering.toml").read_text(encoding="utf-8"))["entry"]
    assert entries
    assert [problems(entry["pattern"], per_year=entry["per_year"]) for entry in entries] == [None] * len(entries)


def test_what_cannot_be_rendered_is_refused_with_the_remedy():
    with pytest.raises(Refused, match="区简称"):
        render("{年}{区简称}{序号}", {**VALUES, "区简称": " "}, 1)
    with pytest.raises(Refused, match="花括号"):
        render("{年{序号}", VALUES, 1)
    with pytest.raises(Refused, match="从 1 开始"):
        render(PATTERN, VALUES, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "（2026）丰荣人调字第012号",
        "(2026)丰荣人调字第012号",
        "〔2026〕丰荣人调字第012号",
        "[2026] 丰荣人调字 第012号",
        "【２０２６】丰荣人调字第０１２号",
        " ［2026］丰荣人调字第012号 ",
    ],
)
def test_spellings_of_one_number_compare_equal(typed):
    assert comparable(typed) == comparable("（2026）丰荣人调字第012号")


def test_different_numbers_compare_different():
    assert comparable("2026—ab") == comparable("2026-AB")
    assert comparable("（2026）丰荣人调字第012号") != comparable("（2026）丰荣人调字第120号")


@pytest.mark.parametrize(
    "typed", ["（2026）示访字第1号", "2026示访字第001号", "〔2026〕 示訪字第 0001 號", "(2026)示访字第1号"]
)
def test_zeros_brackets_and_old_characters_make_no_other_number(typed):
    assert comparable(typed) == comparable("（2026）示访字第001号")


@given(st.text(max_size=30))
def test_comparing_is_stable_and_no_text_breaks_it(text):
    assert comparable(comparable(text)) == comparable(text)


@given(st.text(alphabet="{}年字序号:03dx第 ", max_size=20), st.integers(1, 9999))
def test_a_pattern_without_problems_renders_its_serial(pattern, serial):
    if problems(pattern, per_year=False) is None:
        assert str(serial) in render(pattern, VALUES, serial)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_different_serials_give_different_numbers(a, b):
    assert (render(PATTERN, VALUES, a) == render(PATTERN, VALUES, b)) == (a == b)


def test_series_of_one_shape_differ_in_nothing_but_the_serial() -> None:
    words = {"年": "2026", "字": "协"}
    assert shape("（{年}）{字}第{序号:03d}号", words) == shape("({年}){字}第{序号}号", words)
    assert shape("（{年}）{字}第{序号}号", words) != shape("（{年}）{字}第{序号}号", {**words, "字": "评"})
