"""Masking by the table we ship: nothing identifying leaves, nothing else is lost."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.masking import KnownPeople, KnownPerson, Masks, is_pseudonym, mask_phone_screen, mask_text
from studio_app.paths import resource

RULES = {
    entry["code"]: entry
    for entry in tomllib.loads(resource("dictionaries", "masks.toml").read_text(encoding="utf-8"))["entry"]
}
INTERNAL, HANDOVER, PUBLIC = (Masks(RULES, level) for level in ("internal", "handover", "public"))
ADDRESS = "普兰店区丰荣街道和平社区幸福小区3号楼2单元501室"

WANG = KnownPerson(
    "王建国", phones=["19900000001"], id_numbers=["990000198001011234"], addresses=[ADDRESS], plates=["辽B12345"]
)
ZHAO = KnownPerson("赵四", phones=["0411-83123456"], bank_cards=["6222021234567890123"], phone_consented=True)
CHILD = KnownPerson("欧阳小雨", minor=True)
GUARDIAN = KnownPerson("钱进", guardian=True)
FIRM = KnownPerson("大连幸福物业公司", organisation=True)
CASE = KnownPeople(
    [WANG, ZHAO, CHILD, GUARDIAN, FIRM, KnownPerson("阿卜杜拉·买买提"), KnownPerson("李某"), KnownPerson("王芳")]
)


def test_internal_papers_show_everything():
    text = "王建国 １９９００００００１，990000198001011234"
    assert INTERNAL.scan(text, CASE) == text
    assert INTERNAL.free_text(text, CASE) == text
    assert [INTERNAL.person(p, CASE) for p in CASE.people] == [p.name for p in CASE.people]
    assert INTERNAL.address(ADDRESS) == ADDRESS


def test_names_handed_to_the_community():
    shown = [HANDOVER.person(p, CASE) for p in CASE.people]
    assert shown == [
        "王建国",
        "赵四",
        "欧阳**（未成年人）",
        "钱某",
        "大连幸福物业公司",
        "阿卜杜拉·买买提",
        "李某",
        "王芳",
    ]


def test_names_made_public():
    shown = [PUBLIC.person(p, CASE) for p in CASE.people]
    assert shown == ["王某甲", "赵某", "", "", "某公司", "阿某", "李某", "王某乙"]


def test_a_pseudonym_somebody_already_has_is_not_given_again():
    case = KnownPeople([KnownPerson("王某"), KnownPerson("王建国"), KnownPerson("王某甲"), KnownPerson("王芳")])
    assert [PUBLIC.person(p, case) for p in case.people] == ["王某", "王某乙", "王某甲", "王某丙"]
    alone = KnownPeople([KnownPerson("王某"), KnownPerson("王建国")])
    assert PUBLIC.person(alone.people[1], alone) == "王某甲"


def test_more_people_of_one_surname_than_stems():
    case = KnownPeople([KnownPerson(f"王小{c}") for c in "一二三四五六七八九十百千"])
    shown = [PUBLIC.person(p, case) for p in case.people]
    assert len(set(shown)) == 12
    assert shown[9:] == ["王某癸", "王某11", "王某12"]


@pytest.mark.parametrize(
    ("name", "partial", "surname"),
    [
        ("张建国", "张**", "张某"), ("张三", "张*", "张某"), ("欧阳修", "欧阳*", "欧阳某"), ("司马相如", "司马**", "司马某"), ("欧阳", "欧*", "欧某"),
        ("阿卜杜拉·买买提", "阿**", "阿某"), ("张", "张*", "张某"), ("王某", "王某", "王某"), ("王某某", "王某某", "王某某"), ("张女士", "张女士", "张女士"),
        ("李某甲", "李某甲", "李某甲"), ("老王", "老王", "老王"), ("张三、李四", "张*、李*", "张某、李某"), ("John", "J**", "J某"), ("", "", ""), ("𠮷田", "𠮷*", "𠮷某"),
    ],
)  # fmt: skip
def test_single_names(name, partial, surname):
    assert Masks({"x": {"name": "partial"}}, "x").name(name) == partial
    assert Masks({"x": {"name": "surname"}}, "x").name(name) == surname
    assert Masks({"x": {"name": "full"}}, "x").name(name) == name


def test_the_compound_surnames_are_the_callers():
    assert Masks({"x": {"name": "surname"}}, "x", compound_surnames=["叶赫"]).name("叶赫小兰") == "叶赫某"
    assert is_pseudonym("王某1")
    assert not is_pseudonym("王建国")
    assert not is_pseudonym("张陈氏")  # a full name of old


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"), ("138 1234 5678", "138****5678"), ("+8613812345678", "138****5678"), ("0411-83123456", "0411-****3456"),
        ("83123456", "****3456"), ("041183123456", "0411****3456"), ("无", "无"), ("拒绝提供", "拒绝提供"), ("", ""), ("12345", "***"),
        ("19900000001（儿子）/0411-83123456", "199****0001（儿子）/0411-****3456"),
    ],
)  # fmt: skip
def test_phones_on_screen(phone, shown):
    assert mask_phone_screen(phone) == shown


def test_numbers_by_level():
    assert HANDOVER.phone("19900000001") == "199****0001"
    assert HANDOVER.phone("19900000001", consented=True) == "19900000001"
    assert PUBLIC.phone("19900000001", consented=True) == ""
    assert HANDOVER.id_number("99000019800101123X") == "990000********123X"
    assert HANDOVER.id_number("990000800101123") == "990000*****1123"
    assert HANDOVER.id_number("拒绝提供") == "拒绝提供"
    assert PUBLIC.id_number("99000019800101123X") == ""
    assert HANDOVER.bank_card("工行 6222021234567890123") == "****0123"
    assert PUBLIC.bank_card("6222021234567890123") == ""
    assert HANDOVER.plate("辽B·12345") == "辽B****5"


@pytest.mark.parametrize(
    ("address", "building"),
    [
        (ADDRESS, "普兰店区丰荣街道和平社区幸福小区3号楼"), ("幸福小区3栋2-501", "幸福小区3栋"), ("幸福小区A座1201", "幸福小区A座"), ("幸福小区3-2-501", "幸福小区3"),
        ("幸福小区一号楼二单元", "幸福小区一号楼"), ("中山路100号501", "中山路100号"), ("中山路100号", "中山路100号"), ("幸福小区2单元501", "幸福小区"),
        ("石河村3组12号", "石河村3组"), ("赵家屯15号", "赵家屯"), ("和平社区", "和平社区"), ("幸福小区5楼501室", "幸福小区5楼"), ("三门里小区", "三门里小区"), ("", ""),
    ],
)  # fmt: skip
def test_addresses_end_at_the_building(address, building):
    assert HANDOVER.address(address) == building
    assert PUBLIC.address(address) == ""


TEXT = (
    "2026-03-05王建国（19900000001、１９９ ０００0 0001，身份证 990000198001011234）住丰荣街道和平社区幸福小区3号楼2单元501室。"
    "建国说建国路上的赵 四家漏水，要求赔3000元，车辽B·12345，卡号6222 0212 3456 7890 123；赵四电话0411-83123456。"
    "欧阳小雨和钱进在3-2-501，邻居手机19900009999，微信abc_12345，邮箱a.b@c.com，大连幸福物业公司、李某在场。"
)


def test_a_text_handed_to_the_community():
    shown = HANDOVER.scan(TEXT, CASE)
    for secret in (
        "19900000001",
        "0000 0001",
        "990000198001011234",
        "501",
        "B·12345",
        "6222",
        "7890",
        "欧阳小雨",
        "小雨",
        "钱进",
        "19900009999",
        "abc_",
        "@",
    ):
        assert secret not in shown
    for kept in (
        "2026-03-05",
        "王建国",
        "建国路",
        "3000元",
        "0411-83123456",
        "幸福小区3号楼",
        "欧阳**",
        "钱某",
        "大连幸福物业公司",
        "李某",
    ):
        assert kept in shown


def test_a_text_made_public():
    shown = PUBLIC.scan(TEXT, CASE)
    for secret in (
        "王建国",
        "赵四",
        "赵 四",
        "0411",
        "丰荣",
        "和平",
        "幸福",
        "3号楼",
        "501",
        "辽B",
        "6222",
        "小雨",
        "钱进",
        "199",
    ):
        assert secret not in shown
    for kept in (
        "2026-03-05",
        "王某甲",
        "赵某家漏水",
        "建国路",
        "3000元",
        "某未成年人",
        "某监护人",
        "某公司",
        "李某",
        "某小区某号楼某室",
    ):
        assert kept in shown
    assert PUBLIC.free_text(TEXT, CASE) == ""


def test_the_short_way_is_the_same():
    assert mask_text(TEXT, CASE, "handover", RULES) == HANDOVER.scan(TEXT, CASE)


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5日赔偿3,000.50元",
        "合同编号20260305001",
        "（2026）丰荣人调字第012号",
        "22:00至6:00",
        "噪声45分贝，共12户",
        "电话通知双方",
        "面积120.5平方米",
        "100000元",
        "《人民调解法》第三十三条",
    ],
)
def test_what_identifies_nobody_stays(text):
    nobody = KnownPeople()
    assert HANDOVER.scan(text, nobody) == text
    assert PUBLIC.scan(text, nobody) == text


@pytest.mark.parametrize(
    "secret",
    ["19900001234", "199-0000-1234", "+86 199 0000 1234", "0411-83123456", "（0411）83123456", "990000198001011234", "990000 19800101 123X", "99000019800101123x",
     "990000800101123", "6222021234567890", "6222 0212 3456 7890 123", "辽B12345", "辽B·D12345", "京A·F1234学", "a.b@example.com"],
)  # fmt: skip
@pytest.mark.parametrize("masks", [HANDOVER, PUBLIC])
def test_numbers_of_people_nobody_knows_are_found_by_their_form(secret, masks):
    shown = masks.scan(f"据说是{secret}，已核实", KnownPeople())
    assert secret not in shown
    assert shown.startswith("据说是")
    assert shown.endswith("，已核实")


def test_longer_names_are_masked_before_the_shorter_ones_in_them():
    case = KnownPeople([KnownPerson("王国"), KnownPerson("王国强")])
    assert PUBLIC.scan("王国强和王国", case) == "王某乙和王某甲"


def test_a_rule_left_out_removes():
    masks = Masks({"x": {"free_text": "partial"}}, "x")
    assert masks.name("张三") == ""
    assert masks.phone("19900001234") == ""
    assert masks.scan("张三 19900001234", KnownPeople([KnownPerson("张三")])) == "某人 〔电话略〕"
    with pytest.raises(KeyError):
        Masks(RULES, "nowhere").name("张三")


NAMES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from("赵钱孙李周吴郑冯陈褚卫蒋沈韩杨"),
        st.sampled_from("建国强芳敏静丽磊洋艳勇军杰娟涛"),
        st.sampled_from(["", "明", "秀", "霞", "平"]),
    ),
)


@given(
    st.lists(NAMES, min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(["说", "，", "与", "家漏水", " ", "。", "2026年"]), min_size=1, max_size=6),
)
def test_no_name_of_the_case_survives_publication(names, words):
    case = KnownPeople([KnownPerson(name) for name in names])
    text = "".join(word + name for word, name in zip(words * 4, names * 3, strict=False))
    shown = PUBLIC.scan(text, case)
    assert not any(name in shown for name in names)
    used = {word for word, _ in zip(words * 4, names * 3, strict=False)}
    assert all(word in shown for word in used)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text(alphabet="甲乙，。 说电话元年", max_size=6),
    st.text(alphabet="甲乙，。 说电话元年", max_size=6),
)
def test_no_mobile_survives(number, before, after):
    for masks in (HANDOVER, PUBLIC):
        assert number not in masks.scan(before + number + after, KnownPeople())


@given(st.text(max_size=60))
def test_no_text_breaks_the_scan_and_scanning_twice_adds_nothing(text):
    once = HANDOVER.scan(text, CASE)
    assert HANDOVER.scan(once, CASE) == once


@given(st.text(alphabet="0123456789xX -+()", max_size=30))
def test_fields_of_any_figures_can_be_masked(text):
    for masks in (HANDOVER, PUBLIC):
        masks.phone(text)
        masks.id_number(text)
        masks.bank_card(text)
        masks.address(text)
