"""Warnings on clauses: what is missing, vague or contradicts itself."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.agreement_lint import WHOLE, ClauseFacts, lint
from studio_app.domain.money import capital, show_yuan
from studio_app.paths import resource

VAGUE = {
    entry["label"]: entry["hint"]
    for entry in tomllib.loads(resource("dictionaries", "vague_words.toml").read_text(encoding="utf-8"))["entry"]
}
GOOD = ClauseFacts(
    "赔偿天花板维修费 3,000 元（大写：叁仟元整）",
    debtor="王某",
    creditor="赵某",
    amount_fen=300_000,
    due_on=date(2026, 12, 31),
    place="和平社区工作室",
    manner="现金当面付清",
)


def says(clause):
    return [sentence for index, sentence in lint([clause], VAGUE) if index == 0]


def test_a_clear_clause_has_no_warning():
    assert lint([GOOD, GOOD], VAGUE, "逾期按每日十元支付") == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"what": " "}, "做什么"), ({"debtor": ""}, "由谁履行"), ({"creditor": ""}, "向谁履行"),
        ({"due_on": None}, "期限"), ({"place": " "}, "地点"), ({"manner": ""}, "付款方式"), ({"amount_fen": 200_000}, "不一致"),
    ],
)  # fmt: skip
def test_one_thing_wrong_gives_one_warning(change, word):
    found = says(replace(GOOD, **change))
    assert len(found) == 1
    assert word in found[0]


def test_words_for_the_time_do_as_well_as_a_day():
    assert says(replace(GOOD, due_on=None, due_text="自签字之日起十日内")) == []


def test_a_time_in_the_text_only_is_not_reminded_of():
    assert "不会提醒" in says(replace(GOOD, due_on=None, what="2026年12月31日前修好管道", amount_fen=None))[0]


@pytest.mark.parametrize("word", sorted(VAGUE))
def test_every_vague_word_of_our_list_is_found_with_its_remedy(word):
    found = says(replace(GOOD, what=f"双方{word}处理", amount_fen=None))
    assert any(f"“{word}”" in sentence and VAGUE[word] in sentence for sentence in found)


def test_a_vague_word_hides_in_no_field():
    assert "尽快" in says(replace(GOOD, due_on=None, due_text="尽快"))[0]


def test_an_amount_written_but_not_entered_has_no_capitals_on_paper():
    assert "大写" in says(replace(GOOD, amount_fen=None, what="赔偿3000元"))[0]
    assert says(replace(GOOD, amount_fen=None)) == []
    assert "没有金额" in says(replace(GOOD, amount_fen=None, what="赔偿维修费"))[0]


def test_capitals_and_figures_that_disagree():
    found = says(replace(GOOD, what="赔偿3000元（大写：叁万元整）"))
    assert found == ["大写金额（30,000 元）与小写金额（3,000 元）不一致。"]


def test_an_instalment_clause_may_name_several_amounts():
    assert says(replace(GOOD, what="共赔偿6000元，本次支付3000元", amount_fen=300_000)) == []


def test_the_agreement_as_a_whole():
    assert lint([], VAGUE)[0][0] == WHOLE
    assert [index for index, _ in lint([GOOD], VAGUE, " ")] == [WHOLE]
    assert lint([GOOD], VAGUE, None) == []


def test_warnings_stand_in_the_order_of_the_clauses():
    found = lint([replace(GOOD, place=""), GOOD, replace(GOOD, debtor="")], VAGUE, "")
    assert [index for index, _ in found] == [0, 2, WHOLE]


@given(st.integers(1, 10**12))
def test_any_amount_agrees_with_its_own_capitals(fen):
    what = f"支付{show_yuan(fen)}（大写：{capital(fen)}）"
    assert says(replace(GOOD, what=what, amount_fen=fen)) == []


@given(st.text(max_size=40), st.text(max_size=10))
def test_no_text_breaks_it(what, other):
    for index, sentence in lint([ClauseFacts(what, other, other, None, None, other, other, other)], VAGUE, other):
        assert index in {0, WHOLE}
        assert sentence.endswith("。")
