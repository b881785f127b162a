"""Names in order, by initials and by sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.names import LONGEST_HEARD, MOST_INITIALS, all_initials, initials, sort_key

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张三", "zhang san"), ("单晓明", "shan xiao ming"), ("解军", "xie jun"), ("仇和", "qiu he"), ("曾乐", "zeng le"), ("查良", "zha liang"),
        ("盖明", "ge ming"), ("朴智", "piao zhi"), ("区明", "ou ming"), ("任强", "ren qiang"), ("华强", "hua qiang"), ("吕布", "lv bu"),
        ("欧阳修", "ou yang xiu"), ("尉迟恭", "yu chi gong"), ("单于明", "chan yu ming"), ("单位食堂", "dan wei shi tang"),
        ("阿卜杜拉·买买提", "a bo du la mai mai ti"), ("John Smith", "john smith"), ("𠮷田", "𠮷 tian"), ("李 明", "li ming"), ("", ""),
        ("３号楼", "3 hao lou"),
    ],
)  # fmt: skip
def test_sort_keys(name, key):
    assert sort_key(name) == key


def test_order_is_that_of_a_register():
    assert sorted(["赵某", "张四", "李某", "章三", "张三", "单某"], key=sort_key)[:3] == ["李某", "单某", "章三"]
    assert sort_key("张三") < sort_key("张四") < sort_key("赵某")


def test_the_callers_table_decides():
    assert sort_key("盖明", {"盖": "gai"}) == "gai ming"
    assert initials("单明", {}) == "dm"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王大明", "wdm"),
        ("单晓明", "sxm"),
        ("欧阳修", "oyx"),
        ("吕布", "lb"),
        ("安东尼", "adn"),
        ("A栋张三", "adzs"),
        ("John Smith", "js"),
        ("𠮷田", "𠮷t"),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_polyphones_are_found_by_the_wrong_reading_too():
    assert {"sxm", "dxm"} <= set(all_initials("单晓明"))
    assert {"zl", "zy"} <= set(all_initials("曾乐"))
    assert all_initials("张三") == ["zs"]
    assert all_initials("大连某物业公司") == ["dlmwygs"]


@given(HAN)
def test_the_likeliest_spelling_comes_first_and_there_are_few(name):
    spellings = all_initials(name)
    assert spellings[0] == initials(name)
    assert 1 <= len(spellings) <= MOST_INITIALS
    assert len(set(spellings)) == len(spellings)


@given(st.text(max_size=20))
def test_no_text_breaks_them_and_keys_have_single_spaces(text):
    key = sort_key(text)
    assert key == " ".join(key.split())
    initials(text)
    all_initials(text)


def test_a_surname_of_two_characters_is_read_as_one_in_the_longest_name_too():
    assert sort_key("尉迟恭") == "yu chi gong"
    assert sort_key("尉迟恭敬") == "yu chi gong jing"
    assert initials("单于明月") == "cymy"


def test_of_a_long_name_so_much_is_heard_as_decides_its_place():
    assert len(sort_key("王" * (LONGEST_HEARD + 3)).split()) == LONGEST_HEARD


def test_a_surname_the_desk_reads_otherwise_is_read_so_in_the_longest_name_too():
    assert sort_key("尉迟恭敬", {"尉迟": "wei chi"}) == "wei chi gong jing"
