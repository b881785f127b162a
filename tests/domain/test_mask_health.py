"""Illness and disability by the list we ship: the specific word does not leave, and the sentence still reads."""

import re
import tomllib

import pytest

from studio_app.core.paths import resource
from studio_app.domain.masking.health import NO_HEALTH, Health, HealthGroup
from studio_app.domain.masking.levels import KnownPeople, KnownPerson, Masks
from tests.domain.test_masking import RULES

ROWS = tomllib.loads(resource("dictionaries", "health_words.toml").read_text(encoding="utf-8"))["entry"]
HEALTH = Health.of(ROWS)
MILDER = [(row["shown"], word) for row in ROWS if row["shown"] for word in row["words"].split() if "*" not in word]
INTERNAL, HANDOVER, PUBLIC = (Masks(RULES, level, health=HEALTH) for level in ("internal", "handover", "public"))
NOBODY = KnownPeople()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王建国患有精神分裂症，不肯吃药", "王建国患病，不肯吃药"), ("他得了艾滋病", "他患病"), ("孩子有先天性心脏病", "孩子患病"), ("孩子先天有病，花钱多", "孩子患病，花钱多"),
        ("后来朱某患病，认不清人和事", "后来朱某患病，需人照料"), ("罗某偏瘫在床", "罗某患病在床"), ("鉴定为伤残九级。", "鉴定为伤残。"), ("构成9级伤残", "构成伤残"),
        ("伤残等级为十级", "伤残"), ("肢体二级残疾", "残疾"), ("二级智力残疾", "残疾"), ("双眼看不见", "身体不便"), ("精神病人闹事", "病人闹事"), ("持聋哑人证", "持残疾人证"),
        ("有高血压、糖尿病和抑郁症，怕吵", "患病，怕吵"), ("治疗癌症花了八万", "治疗疾病花了八万"), ("因肺癌晚期去世", "因患病去世"), ("王建国的抑郁症", "王建国的疾病"),
        ("没有精神病", "没患病"), ("被诊断为抑郁症", "被诊断为疾病"), ("患有强直性脊柱炎三年", "患病三年"), ("ＨＩＶ阳性", "患病阳性"), ("肝癌，不能劳动", "患病，不能劳动"),
        ("高血压和双目失明", "患病和身体不便"), ("抑郁症患者", "病人"), ("患艾滋病，2026年", "患病，2026年"),
        ("他坐轮椅出门", "他身体不便出门"), ("在吃抗抑郁药", "用药"), ("装了心脏支架，不能累", "就医，不能累"),
        ("做过化疗", "就医"), ("患肝癌，有高血压", "患病"), ("肺癌术后", "患病"), ("乙肝病毒携带者", "患病"),
    ],
)  # fmt: skip
def test_an_illness_is_said_more_generally(text, shown):
    assert HANDOVER.scan(text, NOBODY) == shown
    assert PUBLIC.scan(text, NOBODY) == shown
    assert HANDOVER.scan(shown, NOBODY) == shown
    assert INTERNAL.scan(text, NOBODY) == text
    assert HEALTH.names(text)
    assert HEALTH.speaks(shown)


@pytest.mark.parametrize(
    "text",
    [
        "墙体有毛病，这是通病", "墙面病害、外墙墙癌", "存在消防隐患有三处", "残疾人联合会、市残联", "市第二人民医院、妇幼保健院", "某口腔医院", "打狂犬病疫苗", "新冠疫情期间",
        "小区交通瘫痪", "病虫害", "盲人按摩店", "集中风险排查", "看病花去两千六百元", "脚踝扭伤，小腿被咬", "抑扬顿挫", "心里有数", "残缺不全", "高压线", "炎热",
    ],
)  # fmt: skip
def test_what_is_nobodys_illness_stays_and_is_not_told_of(text):
    assert HANDOVER.scan(text, NOBODY) == text
    assert not HEALTH.speaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "一位老人病故",
        "赵某生病住院",
        "残疾人张某",
        "病历和票据",
        "无民事行为能力",
        "送精神病医院",
        "市肿瘤医院",
        "伤残鉴定",
    ],
)
def test_what_is_general_already_stays_and_is_told_of(text):
    assert HANDOVER.scan(text, NOBODY) == text
    assert HEALTH.speaks(text)
    assert not HEALTH.names(text)


@pytest.mark.parametrize(("shown", "word"), MILDER)
def test_every_word_of_the_list_gives_way(shown, word):
    for text in (f"王建国患有{word}，不肯来", f"王建国{word}，不肯来", f"治疗{word}"):
        said = HANDOVER.scan(text, NOBODY)
        assert word == shown or word not in said
        assert HANDOVER.scan(said, NOBODY) == said
        assert HEALTH.speaks(said)


def test_names_and_numbers_are_masked_beside_it():
    case = KnownPeople([KnownPerson("王建国", phones=["19900000001"], minor=True)])
    assert HANDOVER.scan("王建国患有癫痫，19900000001", case) == "王**患病，199****0001"


def test_a_list_without_words_changes_nothing():
    for health in (NO_HEALTH, Health.of([]), Health.of([{"words": "", "shown": "患病"}])):
        assert health.finds("患有癌症") == []
        assert not health.speaks("患有癌症")


def test_what_a_desk_writes_into_the_list_is_taken_as_it_is():
    own = Health.of([{"words": "富贵病 病 *症 C++ 有*了", "shown": "患病"}])
    masks = Masks(RULES, "handover", health=own)
    assert masks.scan("富贵病，病症，C++；有喜了", NOBODY) == "患病，病症，患病；患病"


def test_a_table_that_says_nothing_of_health_lets_no_illness_out():
    bare = {"x": {"free_text": "partial"}}
    assert Masks(bare, "x", health=HEALTH).scan("患有癌症", NOBODY) == "患病"
    assert (
        Masks({"x": {"free_text": "partial", "health": "full"}}, "x", health=HEALTH).scan("患有癌症", NOBODY)
        == "患有癌症"
    )


def test_words_are_two_signs_at_least_and_once_in_a_row():
    for row in ROWS:
        words = row["words"].split()
        assert len(set(words)) == len(words)
        assert all(len(re.sub(r"\*", "", word)) >= 2 and not word.startswith("*") for word in words)


def test_a_word_tells_of_health_where_nothing_else_is_said_of_it():
    assert Health((HealthGroup(("糖尿病",)),)).speaks("他有糖尿病")
    assert not Health((HealthGroup(("糖尿病",), told=False),)).speaks("他有糖尿病")
