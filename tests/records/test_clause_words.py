"""Clauses as sentences a court reads: who, by when, to whom, what, how much, where and how; nothing that was not entered."""

from datetime import date
from typing import Any

import pytest

from studio_app.records.dispute.agreement import clause_words
from studio_app.records.dispute.agreement.draft import ClauseDraft, in_instalments
from studio_app.records.dispute.agreement.table import Clause

NAMES = {"t": "甲方谭某", "y": "乙方杨某", "z": "乙方钟某", "q": "丙方钱某"}
DAY = date(2026, 10, 14)


def clause(**facts: Any) -> Clause:
    empty = {"debtor_id": None, "creditor_id": None, "what": "", "amount_fen": None, "due_on": None, "due_text": "",
             "place": "", "manner": ""}  # fmt: skip
    return Clause(**empty | facts)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"debtor_id": "t", "creditor_id": "y", "what": "推倒公用墙。", "due_on": DAY, "place": "两家院墙"},
            "甲方谭某于2026年10月14日前推倒公用墙，履行地点：两家院墙，权利人：乙方杨某",
        ),
        (
            {
                "debtor_id": "y",
                "creditor_id": "t",
                "what": "赔偿损失",
                "amount_fen": 320050,
                "due_on": DAY,
                "place": "工作室",
                "manner": "转账",
            },
            "乙方杨某于2026年10月14日前向甲方谭某赔偿损失，金额3,200.50元（人民币叁仟贰佰元伍角），履行地点：工作室，履行方式：转账",
        ),
        ({"debtor_id": "y", "what": "修好水管"}, "乙方杨某修好水管"),
        ({"debtor_id": "y", "what": "清走杂物", "due_text": "签字当日"}, "乙方杨某于签字当日清走杂物"),
        ({"debtor_id": "y", "what": "付清水费", "due_text": "每月10日前"}, "乙方杨某每月10日前付清水费"),
        (
            {"debtor_id": "q", "creditor_id": "z", "what": "归还借款", "amount_fen": 100},
            "丙方钱某向乙方钟某归还借款，金额1元（人民币壹元整）",
        ),
        ({"what": "双方互不再追究"}, "双方互不再追究"),
        ({"what": "各方共同承担清掏费用", "due_on": DAY}, "各方共同承担清掏费用，2026年10月14日前履行"),
        ({"what": "修好水管", "due_on": DAY}, "2026年10月14日前，修好水管"),
        (
            {"debtor_id": "y", "creditor_id": "t", "what": "杨某赔偿谭某损失", "due_on": DAY},
            "杨某赔偿谭某损失，2026年10月14日前履行",
        ),
    ],
)
def test_a_clause_is_one_sentence(facts: dict[str, Any], sentence: str) -> None:
    assert clause_words.whole(clause(**facts), NAMES) == sentence


@pytest.mark.parametrize("title", ["被申请人", "被申请人（2）", "第三人", "乙方（2）"])
def test_who_the_words_name_is_not_named_again_whatever_the_title(title: str) -> None:
    names = {"s": "申请人蔡某", "d": f"{title}三个女儿", "o": "东方某"}
    said = clause(debtor_id="d", creditor_id="s", what="三个女儿每年给付蔡某赡养费", due_on=DAY)
    assert clause_words.whole(said, names) == "三个女儿每年给付蔡某赡养费，2026年10月14日前履行"
    both = clause(debtor_id="d", what="申请人、被申请人互不再追究")
    assert clause_words.whole(both, names) == "申请人、被申请人互不再追究"
    assert clause_words.whole(clause(debtor_id="o", what="某物归还"), names) == "东方某某物归还"


def parts(count: int) -> list[Clause]:
    draft = ClauseDraft("", "y", "t", "赔偿损失", 300_000, None, "", "工作室", "转账")
    made = in_instalments(draft, count, date(2026, 11, 20))
    return [clause(**{name: value for name, value in vars(one).items() if name not in ("id", "began")}) for one in made]


def test_instalments_are_one_clause_and_the_others_are_numbered_on() -> None:
    first, second = clause(debtor_id="y", what="修好水管"), clause(what="双方互不再追究")
    found = clause_words.articles([first, *parts(60), second])
    assert [(a.number, len(a.rows)) for a in found] == [(1, 1), (2, 60), (3, 1)]
    assert clause_words.sentence(found[1], NAMES, table=True) == (
        "乙方杨某分60期向甲方谭某赔偿损失，金额共3,000元（人民币叁仟元整），各期的金额和期限见下表，履行地点：工作室，履行方式：转账"
    )
    assert "第1期50元（2026年11月20日前）至第60期50元（2031年10月20日前）" in clause_words.sentence(found[1], NAMES)


def test_instalments_given_in_different_ways_keep_their_numbers() -> None:
    first, last = parts(2)
    last.manner, last.place = "现金", "王某家"
    said = [clause_words.sentence(article, NAMES) for article in clause_words.articles([first, last])]
    assert ["赔偿损失（第1期，共2期），金额1,500元" in said[0], "赔偿损失（第2期，共2期），金额1,500元" in said[1]] == [
        True,
        True,
    ]
    one, two, three = parts(3)
    one.manner = "现金"
    alone, together = clause_words.articles([one, two, three])
    assert "（第1期，共3期）" in clause_words.sentence(alone, NAMES)
    assert "分2期（共3期）向甲方谭某赔偿损失" in clause_words.sentence(together, NAMES)
    assert "第2期1,000元（2026年12月20日前）、第3期1,000元" in clause_words.sentence(together, NAMES)


def test_few_instalments_are_told_one_by_one() -> None:
    (article,) = clause_words.articles(parts(2))
    assert "第1期1,500元（2026年11月20日前）、第2期1,500元（2026年12月20日前）" in clause_words.sentence(article, NAMES)


def test_two_sums_in_instalments_stay_two_clauses() -> None:
    other = parts(2)
    for row in other:
        row.debtor_id = "z"
    assert [len(a.rows) for a in clause_words.articles([*parts(2), *other])] == [2, 2]
    assert len(clause_words.articles([clause(what="修好水管"), clause(what="修好水管")])) == 2
