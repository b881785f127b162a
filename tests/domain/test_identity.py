"""ID numbers and credit codes by their standards; the samples' region 990000 is lawful here."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.identity import age_on, check_digit, check_id, is_under


def test_the_standards_own_number():
    found = check_id("11010519491231002X")
    assert (found.kind, found.valid, found.hint) == ("id18", True, "")
    assert (found.birthday, found.sex) == (date(1949, 12, 31), "女")


@pytest.mark.parametrize(
    "text",
    ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X ", "110105-19491231-002X"],
)
def test_ways_of_writing_it(text):
    assert check_id(text) == check_id("11010519491231002X")


def test_a_wrong_check_digit_is_a_hint_and_keeps_what_can_be_read():
    found = check_id("110105194912310021")
    assert not found.valid
    assert "照样保存" in found.hint
    assert (found.birthday, found.sex) == (date(1949, 12, 31), "女")


def test_sample_numbers_of_region_990000_are_lawful():
    number = "99000019800101123"
    assert check_id(number + check_digit(number)).valid


def test_an_old_number_of_fifteen_digits():
    found = check_id("110105491231002")
    assert (found.kind, found.valid, found.birthday, found.sex) == ("id15", True, date(1949, 12, 31), "女")
    assert "出生日期" in check_id("110105491331002").hint


@pytest.mark.parametrize("text", ["990000198013011234", "990000202602291234", "990000000001011234"])
def test_an_impossible_birthday_is_named(text):
    found = check_id(text)
    assert found.birthday is None
    assert text[6:14] in found.hint


def test_credit_codes():
    assert check_id("91350100M000100Y43").kind == "uscc"
    assert check_id("91350100m000100y43").valid
    assert "最后一位" in check_id("91350100M000100Y44").hint
    assert "I、O、S、V、Z" in check_id("91350100I000100Y43").hint


def test_a_credit_code_of_figures_only():
    from stdnum.cn.uscc import calc_check_digit

    codes = (f"9121021499{n:07d}" for n in range(1000))
    code = next(code + "0" for code in codes if calc_check_digit(code + "0") == "0")
    assert (check_id(code).kind, check_id(code).valid) == ("uscc", True)


@pytest.mark.parametrize(
    ("text", "kind"), [("", "empty"), ("  ", "empty"), ("无", "refused"), ("拒绝提供", "refused"), ("未带", "refused")]
)
def test_having_none_is_lawful(text, kind):
    found = check_id(text)
    assert (found.kind, found.valid, found.hint) == (kind, True, "")


def test_other_papers_and_slips():
    assert check_id("E12345678").valid
    assert "现在是 17 位" in check_id("99000019800101123").hint
    assert "填“无”" in check_id("记不清").hint


def test_age_is_that_of_the_day_asked_for():
    assert age_on(date(1980, 5, 6), date(2026, 5, 5)) == 45
    assert age_on(date(1980, 5, 6), date(2026, 5, 6)) == 46
    assert age_on(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert age_on(date(2004, 2, 29), date(2026, 3, 1)) == 22
    assert age_on(date(2026, 5, 6), date(2026, 5, 5)) is None


def test_under_an_age_on_a_day():
    born = date(2012, 11, 25)
    assert is_under(14, date(2026, 11, 24), born)
    assert not is_under(14, date(2026, 11, 25), born)
    assert is_under(18, date(2030, 11, 24), born)
    assert not is_under(18, date(2030, 11, 25), born)
    assert not is_under(18, date(2026, 1, 1), None)
    assert not is_under(14, date(2012, 1, 1), born)


@pytest.mark.parametrize(
    ("id_number", "age_told", "minor"),
    [
        ("990000201501011234", None, True), ("990000201501011234", 40, True), ("990000198001011234", 9, False), ("990000200801010000", None, False),
        ("990000200901010000", None, True), ("990000150101123", None, False), ("", 17, True), ("", 18, False), ("无", 9, True), ("", None, False),
        ("990000 20150101 1234", None, True), ("９９００００２０１５０１０１１２３４", None, True), ("990000198013411234", 9, False),
    ],
)  # fmt: skip
def test_the_birthday_comes_before_the_id_number_and_that_before_the_age_told(id_number, age_told, minor):
    day = date(2026, 11, 23)
    assert is_under(18, day, None, id_number, age_told) is minor
    assert not is_under(18, day, date(1970, 1, 1), id_number, age_told)
    assert is_under(18, day, date(2010, 1, 1), id_number, age_told)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_a_right_number_is_right_and_one_changed_digit_is_noticed(born, order, place, change):
    first = f"990000{born:%Y%m%d}{order:03d}"
    number = first + check_digit(first)
    found = check_id(number)
    assert found.valid
    assert found.birthday == born
    assert found.sex == ("男" if order % 2 else "女")
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    assert not check_id(wrong).valid or check_id(wrong).kind == "uscc"


def test_from_twelve_figures_on_an_id_number_is_meant() -> None:
    assert "18 位" in check_id("110105194912").hint
    assert "18 位" not in check_id("11010519491").hint


@given(st.text(max_size=20))
def test_no_text_breaks_it(text):
    found = check_id(text)
    assert found.valid == (found.hint == "")


@given(st.dates(), st.dates())
def test_age_grows_by_one_a_year(born, day):
    age = age_on(born, day)
    assert (age is None) == (day < born)
    assert age is None or 0 <= day.year - born.year - age <= 1
