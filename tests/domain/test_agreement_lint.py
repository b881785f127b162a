"""Warnings on clauses: what is missing, vague or contradicts itself."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.paths import resource
from studio_app.domain.money import capital, show_yuan
from studio_app.records.dispute.agreement.clause_warnings import WHOLE, ClauseFacts, Words, lint, unconfirmable


def shipped(name):
    return tomllib.loads(resource("dictionaries", f"{name}.toml").read_text(encoding="utf-8"))["entry"]


VAGUE = [Words(row["label"], row["hint"], unless=tuple(row["unless"])) for row in shipped("vague_words")]
BARRED = {
    row["code"]: Words(row["label"], row["say"], tuple(row["patterns"]), tuple(row["unless"]), row["law"])
    for row in shipped("barred_terms")
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
    return [sentence for index, sentence in lint([clause], [*VAGUE, *BARRED.values()]) if index == 0]


def test_a_clear_clause_has_no_warning():
    assert lint([GOOD, GOOD], VAGUE, "逾期按每日十元支付") == []


@pytest.mark.parametrize(
    ("reached_on", "warned"), [(date(2026, 12, 30), False), (date(2026, 12, 31), False), (date(2027, 1, 1), True)]
)
def test_a_promise_may_be_due_on_the_day_it_was_agreed_but_not_before(reached_on, warned):
    found = lint([GOOD], VAGUE, "逾期按每日十元支付", reached_on=reached_on)
    assert [index for index, sentence in found if "早于谈成" in sentence] == [0] * warned


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


@pytest.mark.parametrize("word", VAGUE, ids=lambda word: word.label)
def test_every_vague_word_of_our_list_is_found_with_its_remedy(word):
    found = says(replace(GOOD, what=f"双方{word.label}处理", amount_fen=None))
    assert any(f"“{word.label}”" in sentence and word.say in sentence for sentence in found)


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


# --- what needs no warning ------------------------------------------------------------------------------------------

WHO = {"debtor": "谭某", "creditor": "杨某"}
DAY = date(2026, 12, 31)
ORDINARY = [
    ({}, "双方不再就此事主张任何权利"), ({}, "双方互不追究其他责任"), ({}, "今后双方和睦相处，不再为此事争吵"),
    (WHO, "谭某向杨某当面赔礼道歉"), ({}, "段某自行修补屋顶，不再追究楼上责任"), ({"debtor": "杨某"}, "杨某放弃其余赔偿请求"),
    ({"debtor": "杨某"}, "杨某自愿放弃赔偿1500元"), ({}, "维修费用各自承担"), ({}, "本次纠纷一次性了结，双方再无其他争议"),
    ({"debtor": "谭某"}, "晚上十点以后不得使用洗衣机、不得拖动桌椅"), ({"debtor": "谭某"}, "早七点以前、晚九点以后不在小区广场播放音乐"),
    ({"debtor": "谭某"}, "不再向公共水沟排放污水"), ({"debtor": "杨某"}, "不再在过道堆放杂物"), ({"debtor": "谭某"}, "靠蔡家一侧只建两层"),
    ({"debtor": "蔡某"}, "蔡某不干涉另一侧的层高"), ({"debtor": "谭某"}, "保证今后不再辱骂对方"),
    ({**WHO, "due_on": DAY}, "修好卫生间地漏和防水层"), ({**WHO, "due_on": DAY}, "安装两个空调外机支架并移到北墙"),
    ({**WHO, "due_on": DAY}, "修剪越过院墙的三根树枝"), ({**WHO, "due_on": DAY}, "拆除占用通道的围栏，恢复原来的宽度"),
    ({**WHO, "due_on": DAY}, "把阳台排水管改接到3号楼的雨水井"), ({**WHO, "due_on": DAY}, "清理晾衣架，腾出车位"),
    ({**WHO, "due_on": DAY}, "按测量结果在左右两侧各埋设一个界标"), ({**WHO, "due_on": DAY}, "把占道的电动车搬走"),
    ({**WHO, "due_on": DAY, "amount_fen": 700_000, "manner": "银行转账到杨某账户"}, "赔偿五楼财物损失"),
    ({**WHO, "due_on": DAY, "amount_fen": 300_000, "manner": "微信转账"}, "赔偿维修费3,000元"),
    ({**WHO, "amount_fen": 150_000, "manner": "现金"}, "当场付清医药费"), (WHO, "赔偿款1500元已于签订前付清"),
    ({"debtor": "谭某"}, "谭某一方每两个月轮流照料母亲"), ({**WHO, "due_text": "每月1日前"}, "每月支付母亲生活费500元，转账到母亲账户"),
    ({**WHO, "due_text": "见票后三日内"}, "凭发票承担医药费的一半，转账支付"),
    ({}, "楼顶太阳能由两家共同使用，维修费平摊"), ({}, "因履行本协议发生争议的，协商不成可以向人民法院起诉"),
    ({}, "双方确认损失金额以评估报告为准"), ({"debtor": "谭某"}, "谭某配合物业检查管道"), ({"debtor": "杨某"}, "杨某撤回投诉"),
    ({"debtor": "物业公司", "due_on": DAY}, "加固外墙并清运掉落的瓷砖"), ({}, "双方同意由社区监督施工"),
    ({"debtor": "谭某"}, "遛狗时拴绳，发现粪便及时清理"), ({"debtor": "谭某"}, "谭某一定按约定的时间关闭音响"),
    ({}, "孩子由母亲抚养，父亲每月探望两次"), ({**WHO, "due_on": DAY, "place": "工作室"}, "归还借用的电钻一把"),
    ({}, "双方对左右邻居造成的影响表示歉意"), ({**WHO, "due_on": DAY, "amount_fen": 20_000, "place": "工作室", "manner": "现金"}, "补偿树苗款"),
]  # fmt: skip


def test_ordinary_clauses_draw_no_false_warning():
    assert len(ORDINARY) >= 40
    warned = {what: found for facts, what in ORDINARY if (found := says(ClauseFacts(what, **facts)))}
    assert len(warned) <= len(ORDINARY) * 0.05, warned


# --- what cannot be agreed on ---------------------------------------------------------------------------------------

CANNOT = {
    "marriage": ["婚姻关系自签订之日起解除", "双方自愿离婚", "解除双方的婚姻关系"],
    "parentage": ["双方断绝父子关系", "母女关系自今日起解除"],
    "adoption": ["解除收养关系", "孩子送给李某收养", "双方收养关系成立"],
    "guardian": ["李某放弃监护权", "撤销王某的监护人资格"],
    "support": ["大儿子不再承担赡养义务", "免除父亲的抚养费", "次子生不养死不葬"],
    "crime": ["不再追究对方刑事责任", "被打一方不得报警", "双方不报案，私下解决"],
    "penalty": ["免除对方的治安处罚"],
    "others_property": ["将母亲的房屋卖给李某", "楼道归乙方专用"],
    "title": ["房屋产权归王某", "老宅归大哥所有", "宅基地使用权归乙方", "确认该地块的权属归甲方"],
    "works": ["该商标归乙方"],
    "freedom": ["女方不得改嫁", "乙方不得回村"],
    "illegal_debt": ["偿还赌债三万元"],
    "injury_waiver": ["今后伤亡概不负责"],
}


@pytest.mark.parametrize(("code", "what"), [(code, what) for code, clauses in CANNOT.items() for what in clauses])
def test_what_cannot_be_agreed_on_is_named_with_its_article(code, what):
    row = BARRED[code]
    assert row.stands_in(what)
    assert "《" in row.law
    assert any(row.say in sentence and row.law in sentence for sentence in says(ClauseFacts(what, **WHO)))
    assert row.label in unconfirmable([what], list(BARRED.values()))


def test_every_kind_of_it_is_tried():
    assert set(CANNOT) == set(BARRED)


@pytest.mark.parametrize(
    "what",
    [
        "离婚后孩子的抚养费每月一千元", "双方到民政局办理离婚登记的费用各半", "收养登记由民政部门办理", "由大儿子承担赡养义务",
        "赡养费由三个子女平摊", "不再追究其他民事责任", "房屋由王某使用到2027年底", "房屋租金归王某", "宅基地上的杂物由乙方清理",
        "乙方出具谅解书", "经业主大会表决同意，楼道由乙方清理", "父母的房屋由李某修缮", "承包地由乙方耕种",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(what):
    assert unconfirmable([what], list(BARRED.values())) == ""
