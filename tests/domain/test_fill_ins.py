"""Gaps in texts: none lost, none invented."""

import pytest

from studio_app.office.list_texts import gaps, problem


def test_gaps_are_told_once_in_order():
    assert gaps("{b}和{a}，还有{b}") == ["b", "a"]
    assert gaps("没有") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{date}终止", ""),
        ("{date}请找{route}", ""),
        ("终止", "少了{date}，这里要由程序填写，请写回去。"),
        ("{date}{somebody}", "{somebody}写错了，可以用的有{date}、{route}。"),
        ("{date}}", "花括号要成对写，例如 {date}。"),
        ("{date}{", "花括号要成对写，例如 {date}。"),
    ],
)
def test_what_an_edited_text_may_not_do(text, told):
    assert problem(text, ["date"], ["date", "route"]) == told


def test_a_text_without_gaps_stays_without():
    assert problem("请找{route}", [], []) == "{route}写错了，请删除花括号。"
