"""One folding: what is the same to a person compares equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.folding import folded, in_figures, in_place, joined, name_key


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("张 三", "张三"),
        ("李雷", "李　雷"),
        ("臺静农", "台静农"),
        ("葉蕭", "叶萧"),
        ("古丽娜·买买提", "古丽娜买买提"),
        ("古丽娜•买买提", "古丽娜‧买买提"),
        ("ＬＩ", "li"),
        ("﨑", "崎"),
        ("峯", "峰"),
    ],
)
def test_spellings_of_one_name_are_one(written: str, asked: str) -> None:
    assert name_key(written) == name_key(asked)
    assert joined(written) == joined(asked)


def test_words_of_other_letters_stay_apart() -> None:
    assert joined("li ming 3 5") == "li ming 3 5"
    assert name_key("乾隆") == "乾隆"  # a character by itself, whatever word it would belong to


@pytest.mark.parametrize(
    ("spelt", "figures"),
    [
        ("十二号楼", "12号楼"),
        ("三号楼二单元五〇一", "3号楼2单元501"),
        ("一百零二室", "102室"),
        ("一百一十", "110"),
        ("二十三栋", "23栋"),
        ("十", "10"),
        ("十百", "十百"),
    ],
)
def test_numbers_in_characters_become_figures(spelt: str, figures: str) -> None:
    assert in_figures(spelt) == figures


@given(st.text())
def test_marking_keeps_every_place_and_folding_twice_changes_nothing(text: str) -> None:
    assert len(in_place(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def test_every_character_there_is_folds_once_and_for_all() -> None:
    """What is looked for is folded on its way more than once; 薴 became 苧 and then 苎."""
    blocks = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
    every = "\n".join(chr(code) for first, end in blocks for code in range(first, end))
    assert folded(folded(every)) == folded(every)
