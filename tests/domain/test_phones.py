"""Phone numbers as written on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.phones import hint, kind, named_in, normalise, same, several, show


@pytest.mark.parametrize(
    "text",
    [
        "19900001234",
        "199 0000 1234",
        "199-0000-1234",
        "+86 19900001234",
        "8619900001234",
        "008619900001234",
        "１９９００００１２３４",
        "(+86)199 0000 1234",
        " 19900001234 ",
        "199—0000—1234",
    ],
)
def test_a_mobile_number_has_one_form(text):
    assert normalise(text) == "19900001234"
    assert kind(text) == "mobile"
    assert hint(text) == ""


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        ("0411-83123456", "041183123456", "0411-83123456"), ("（0411）8312 3456", "041183123456", "0411-83123456"), ("83123456", "83123456", "83123456"),
        ("0411-83123456转801", "041183123456-801", "0411-83123456-801"), ("010-62345678", "01062345678", "010-62345678"), ("4001234567", "4001234567", "4001234567"),
    ],
)  # fmt: skip
def test_landlines(text, number, shown):
    assert normalise(text) == number
    assert kind(text) == "landline"
    assert show(text) == show(number) == shown
    assert normalise(shown) == number
    assert hint(text) == ""


@pytest.mark.parametrize("text", ["无", "拒绝提供", " 不详 "])
def test_having_none_is_a_lawful_answer(text):
    assert kind(text) == "refused"
    assert hint(text) == ""


def test_an_empty_field_has_no_hint():
    assert kind("") == "unknown"
    assert hint("") == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1990000123", "现在是 10 位"),
        ("199000012345", "现在是 12 位"),
        ("12345678901", "第二位"),
        ("abc", "填“无”"),
        ("12345", "不像"),
        ("010-12345678", "不像"),
    ],
)
def test_hints_say_what_is_wrong(text, says):
    assert kind(text) == "unknown"
    assert says in hint(text)


def test_the_same_line():
    assert same("199 0000 1234", "+8619900001234")
    assert not same("19900001234", "19900001235")
    assert not same("无", "无")
    assert not same("", "")


@given(st.text(max_size=25) | st.text(alphabet="0124588+-() 转—无", max_size=20))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert kind(once) == kind(text)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "+86", "86 ", "0086-"]),
    st.sampled_from(["", " ", "-"]),
)
def test_every_mobile_is_recognised_however_spaced(number, country, gap):
    written = country + gap.join((number[:3], number[3:7], number[7:]))
    assert normalise(written) == number


def test_a_number_with_words_beside_it_stays_as_typed() -> None:
    typed = "199 0000 1234，另一个 199 0000 5678（女儿）"
    assert normalise(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("19900000001 19900000002", "19900000001、19900000002"), ("19900000001\t19900000002", "19900000001、19900000002"),
        ("1990000000119900000002", "19900000001、19900000002"), ("19900000001\n0411-83123456", "19900000001、041183123456"),
        ("+86 19900000001；+86 19900000002", "19900000001、19900000002"), ("19900000001或19900000002", "19900000001、19900000002"),
        ("一九九零零零一零零零一", "19900010001"), ("（199）00010001", "19900010001"), ("199.0001.0001", "19900010001"), ("①⑨⑨⓪⓪⓪①⓪⓪⓪①", "19900010001"),
    ],
)  # fmt: skip
def test_several_numbers_stay_apart_and_each_has_one_form(text, stored):
    assert normalise(text) == stored
    assert normalise(stored) == stored
    assert hint(text) == ""
    assert same(text, stored.rpartition("、")[2])


def test_a_number_beside_something_else_is_not_several():
    assert kind("19900000001、041183123456") == "several"
    assert kind("19900000001、12345") == kind("乱写")


def test_several_numbers_are_shown_each_as_alone():
    assert show("19900000001 041183123456") == "19900000001、0411-83123456"
    assert kind("19900000001 041183123456") == "several"
    assert several("19900000001 041183123456") == ("19900000001", "041183123456")
    assert several(" ") == ()


def test_every_number_of_a_field_is_named_whatever_stands_beside_it():
    assert named_in("83123456") == ("83123456",)
    assert named_in("8312345（家）、19900001234") == ("8312345", "19900001234")
