"""Passwords everybody guesses, each refused with what is wrong with it; a sentence somebody likes is taken."""

import pytest

from studio_app.office.passwords import password_problem

NAMES = ("王委员工作室", "王", "王建国", "幸福里社区", "示例街道", "幸福里社区人民调解委员会", "李老师", "022-88776655")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("12345678", "顺着数"), ("87654321", "顺着数"), ("一二三四五六七八", "顺着数"), ("１２３４５６７８", "顺着数"),
        ("qwertyui", "键盘上挨着"), ("poiuytre", "键盘上挨着"), ("asdfghjkl", "键盘上挨着"), ("ZXCVBNM,", "键盘上挨着"),
        ("1qaz2wsx", "键盘上挨着"), ("1q2w3e4r", "键盘上挨着"), ("qazwsxedc", "键盘上挨着"), ("14725836", "键盘上挨着"),
        ("abcd1234", "顺着数"), ("a1b2c3d4", "顺着数"), ("Aa123456", "顺着数"), ("11223344", "顺着数"),
        ("88888888", "反复出现"), ("aaaabbbb", "反复出现"), ("abcabcab", "反复出现"), ("好的好的好的好的", "反复出现"),
        ("19580312", "日期"), ("1958-03-12", "日期"), ("1958年3月12日", "日期"), ("12/03/1958", "日期"), ("580312580312", "日期"),
        ("password", "人人想得到的词"), ("P@ssw0rd1", "人人想得到的词"), ("woaini1314", "人人想得到的词"), ("iloveyou", "人人想得到的词"),
        ("zhangsan", "人人想得到的词"), ("Admin@123", "人人想得到的词"), ("5201314520", "人人想得到的词"),
        ("王委员工作室2026", "名字"), ("wangweiyuan", "名字"), ("WangJianGuo1", "名字"), ("jianguo1958", "名字"),
        ("wjg19580312", "名字"), ("幸福里社区123", "名字"), ("xingfuli88", "名字"), ("lilaoshi1", "名字"), ("02288776655", "名字"),
        ("19900020003", "电话号码"), ("000000195803120000", "证件号码"), ("83926071", "数字"), ("1234567", "至少 8 位"),
    ],
)  # fmt: skip
def test_what_everybody_guesses_is_refused_with_the_reason(password: str, reason: str) -> None:
    assert reason in password_problem(password, NAMES)


@pytest.mark.parametrize(
    "password",
    ["correct horse", "four words in a row", "a new password", "门前的桂花树开了花", "李老师每天喝两杯茶水", "红烧肉要多放糖才香",
     "xK7#mQ2p", "839260714482", "dress free were pool", "jintianqitianzhenhao"],
)  # fmt: skip
def test_a_sentence_is_taken_even_where_a_name_stands_in_it(password: str) -> None:
    assert password_problem(password, NAMES) == ""


@pytest.mark.parametrize("password", ["xqkkxqqx", "xqkqkxxqk", "qzxzzxqxq", "门前门花花前花门前"])
def test_three_different_characters_are_too_few_however_they_are_mixed(password: str) -> None:
    assert "反复出现" in password_problem(password, NAMES)


@pytest.mark.parametrize("password", ["xqkvkxvq", "xqkvvkqx"])
def test_four_different_characters_well_mixed_are_taken(password: str) -> None:
    assert password_problem(password, NAMES) == ""


def test_the_names_of_another_desk_are_words_like_any() -> None:
    assert password_problem("yangguangli", NAMES) == ""
    assert "名字" in password_problem("yangguangli", ["阳光里社区"])


def test_the_sentence_says_what_to_do_first() -> None:
    assert password_problem("19580312") == "这个密码容易被猜到，请换一句好记的话。里面几乎只有日期。"
