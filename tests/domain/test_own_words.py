"""Whose words stand on paper: nobody's 我, no story copied, nothing proposed but what was entered."""

import pytest

from studio_app.domain.own_words import proposed_facts, proposed_kind, proposed_title, remark, title_problem

KINDS = [
    ("neighbour", "漏水渗水", "漏水、滴水", "leak"),
    ("neighbour", "宠物扰邻", "养狗、狗叫", "pets"),
    ("damage", "动物咬伤", "狗咬、咬伤", "animal_bite"),
    ("other", "其他", "", "other_matter"),
]


@pytest.mark.parametrize(
    "text", ["我家的墙湿了", "他不赔我钱", "咱们楼上漏水", "俺家的树", "本人于三月借给他钱", "邻居说不赔，我不同意"]
)
def test_a_visitor_speaking_is_noticed(text: str) -> None:
    assert "口气" in remark(text)


@pytest.mark.parametrize(
    "text",
    [
        "申请人家的墙湿了",
        "被申请人说：“我不赔。”",
        "我社区居民王某",
        "我国法律",
        "当事人本人到场",
        "由其本人签收",
        "自我介绍",
        "",
    ],
)
def test_neutral_words_and_quotes_are_left_alone(text: str) -> None:
    assert remark(text) == ""


def test_a_story_word_for_word_is_noticed_whatever_its_signs() -> None:
    assert "一字不差" in remark("楼上漏水，墙面发霉，一直没人管。", ["楼上漏水 墙面发霉一直没人管"])
    assert remark("楼上漏水", ["楼上漏水"]) == ""  # a phrase anybody uses
    assert remark("申请人家墙面因楼上漏水发霉", ["楼上漏水，墙面发霉，一直没人管"]) == ""


def test_the_kind_is_proposed_where_everyday_words_tell_it_and_only_one_fits() -> None:
    assert proposed_kind("楼上漏水三个月了", KINDS) == ("neighbour", "leak")
    assert proposed_kind("他家的狗咬伤了孩子", KINDS) == ("damage", "animal_bite")
    assert proposed_kind("他家的狗咬伤了孩子", KINDS, "neighbour") == ("neighbour", "")
    assert proposed_kind("漏水，还有狗叫", KINDS) == ("", "")
    assert proposed_kind("有件事想问问", KINDS, "other") == ("other", "")


def test_a_title_is_made_of_the_type() -> None:
    assert proposed_title("邻里", "邻里纠纷", "漏水渗水") == "邻里（漏水渗水）纠纷"
    assert proposed_title("邻里", "邻里纠纷", "") == "邻里纠纷"
    assert proposed_title("邻里", "邻里纠纷", "其他邻里事项") == "邻里纠纷"
    assert proposed_title("拖欠农民工工资", "拖欠农民工工资纠纷", "拖欠工资") == "拖欠农民工工资纠纷"
    assert proposed_title("", "", "") == ""
    assert proposed_title("很长很长的一种", "很长很长的一种纠纷", "很长很长很长很长的细类名称") == "很长很长的一种纠纷"


def test_the_facts_say_only_who_is_known_what_and_where() -> None:
    both = {"applicant": ["王某"], "respondent": ["赵某"]}
    assert proposed_facts(both, "漏水渗水", "6号楼") == "申请人王某与被申请人赵某，在6号楼因漏水渗水发生纠纷。"
    assert proposed_facts(both, "邻里", "") == "申请人王某与被申请人赵某因邻里发生纠纷。"
    assert proposed_facts({"applicant": ["王某"]}, "漏水渗水", "") == "申请人王某因漏水渗水发生纠纷。"
    assert proposed_facts(both, "邻里", "", ("甲方", "乙方")) == "甲方王某与乙方赵某因邻里发生纠纷。"
    assert proposed_facts(both, "", "6号楼") == proposed_facts({}, "漏水渗水", "6号楼") == ""


def test_a_title_is_no_story() -> None:
    assert title_problem("邻里（漏水渗水）纠纷") == title_problem("字" * 20) == {}
    assert list(title_problem("字" * 21)) == ["title"]
