"""Masking by the table we ship: nothing identifying leaves, nothing else is lost."""

import re
import tomllib
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio_app.core.paths import resource
from studio_app.domain.masking.levels import KnownPeople, KnownPerson, Masks, is_pseudonym, mask_phone_screen, mask_text

RULES = {
    entry["code"]: entry
    for entry in tomllib.loads(resource("dictionaries", "masks.toml").read_text(encoding="utf-8"))["entry"]
}
WORDS = tuple(
    word
    for entry in tomllib.loads(resource("dictionaries", "descriptions.toml").read_text(encoding="utf-8"))["entry"]
    for word in entry["words"].split()
)
INTERNAL, HANDOVER, PUBLIC = (Masks(RULES, level, descriptions=WORDS) for level in ("internal", "handover", "public"))
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
        ("83123456", "****3456"), ("041183123456", "0411-****3456"), ("无", "无"), ("拒绝提供", "拒绝提供"), ("", ""), ("12345", "***"),
        ("19900000001（儿子）/0411-83123456", "199****0001（儿子）/0411-****3456"),
        ("1990000000119900000002", "199****0001 199****0002"), ("19900000001041183123456", "****3456"), ("19900000001 19900000002", "199****0001 199****0002"),
        ("一九九零零零一零零零一", "199****0001"), ("(199)00010001", "199****0001"), ("１９９\n０００１０００１", "199****0001"), ("19900000001（短号665544）", "199****0001(短号***)"),
    ],
)  # fmt: skip
def test_phones_on_screen(phone, shown):
    assert mask_phone_screen(phone) == shown


def test_fields_written_in_characters_are_masked_too():
    assert HANDOVER.id_number("九九零零零零一九八零零一零一一二三四") == "990000********1234"
    assert HANDOVER.id_number("990000.1980.0101.1234") == "990000********1234"
    assert HANDOVER.bank_card("六二二二零二一二三四五六七八九零一二三") == "****0123"
    assert HANDOVER.plate("辽B\n7PW56") == "辽B****6"


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
        ("和平小区A-5-2", "和平小区A"), ("滨海路8号-2-3", "滨海路8号"), ("五一路12号3-1-2", "五一路12号"), ("幸福里6#2-501", "幸福里6#"), ("李屯12组-3号", "李屯12组"),
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


def test_what_stands_where_a_name_is_removed():
    assert [PUBLIC.named(p, CASE) for p in (WANG, CHILD, GUARDIAN)] == ["王某甲", "某未成年人", "某人"]
    assert HANDOVER.named(CHILD, CASE) == "欧阳**（未成年人）"


# --- descriptions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "楼上住户", "佚名", "18名工人", "3批农民工", "23名业主", "两个儿子", "五位兄弟姐妹", "小区居委会与业主方", "受影响居民代表", "低洼区住户老李等", "房东李某",
        "大嫂", "二婶", "大姑子", "表姐", "楼上大嫂", "王姓住户", "业主们", "楼上阿姨", "欧阳女士", "包工头", "司法所工作人员", "楼上的邻居",
    ],
)  # fmt: skip
def test_a_description_is_no_name(name):
    for masks in (HANDOVER, PUBLIC, Masks({"x": {"name": "partial"}}, "x", descriptions=WORDS)):
        assert masks.name(name) == name
        assert masks.person(KnownPerson(name), KnownPeople([KnownPerson(name), WANG])) == name
    assert PUBLIC.scan(f"{name}说漏水", KnownPeople([KnownPerson(name)])) == f"{name}说漏水"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王建国的邻居", "王某"), ("张三的儿子", "张某"), ("5名李四的工友", "5名当事人"), ("301室王建国", "某人"), ("方和", "方某"), ("马小代表", "马某"),
        ("王建国、楼上住户", "王某、楼上住户"), ("业主王建国", "业某"), ("王芳女士", "王某"),
    ],
)  # fmt: skip
def test_a_description_that_may_hold_a_name_is_masked(name, shown):
    assert PUBLIC.name(name) == shown


def test_without_words_only_pseudonyms_stay():
    bare = Masks(RULES, "public")
    assert bare.name("楼上住户") == "楼某"
    assert bare.name("老王") == "老王"


@given(st.sampled_from("赵钱孙李周吴郑王"), st.text("建国明芳磊洋静", min_size=1, max_size=2), st.sampled_from(WORDS))
def test_a_name_beside_a_description_never_survives(surname, given_name, word):
    for told in (surname + given_name + word, word + surname + given_name, f"{surname}{given_name}的{word}"):
        assert surname + given_name not in PUBLIC.name(told)


# --- children -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("called", ["王小", "小王", "小小", "阿小", "王 小", "小　王"])
def test_a_child_of_two_characters_is_hidden_by_its_pet_names_too(called):
    case = KnownPeople([KnownPerson("王小", minor=True)])
    assert HANDOVER.scan(f"孩子{called}被打", case) == "孩子王*被打"
    assert PUBLIC.scan(f"孩子{called}被打", case) == "孩子某未成年人被打"
    assert HANDOVER.scan("小王庄的井", case) == "小王庄的井"


@pytest.mark.parametrize("called", ["赵小明", "小明", "小赵", "明明", "阿明"])
def test_a_child_of_three_characters_too(called):
    case = KnownPeople([KnownPerson("赵小明", minor=True)])
    assert HANDOVER.scan(f"{called}的妈妈", case) == "赵**的妈妈"
    assert PUBLIC.scan(f"{called}的妈妈", case) == "某未成年人的妈妈"


@pytest.mark.parametrize("name", ["小吴", "小明", "老幺", "孩子小吴"])
def test_a_child_written_down_as_people_call_it_is_hidden(name):
    child = KnownPerson(name, minor=True)
    for masks in (HANDOVER, PUBLIC):
        assert masks.named(child, KnownPeople([child])) == "某未成年人"
        assert masks.scan(f"十一岁的{name}放学", KnownPeople([child])) == "十一岁的某未成年人放学"
    assert INTERNAL.named(child) == name
    assert HANDOVER.scan("小吴庄的井", KnownPeople([KnownPerson("小吴", minor=True)])) == "小吴庄的井"


@pytest.mark.parametrize("name", ["吴某", "吴某某", "吴**", "孩子", "3名学生家长"])
def test_a_child_whose_name_was_never_written_down_stays_as_it_is(name):
    assert HANDOVER.named(KnownPerson(name, minor=True)) == name


def test_a_grown_up_keeps_what_people_call_them():
    assert PUBLIC.scan("小王来过", KnownPeople([KnownPerson("王小")])) == "小王来过"


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "secret",
    [
        "199.0000.1234", "199—0000—1234", "199/0000/1234", "1990000 1234", "1 9 9 0 0 0 0 1 2 3 4", "１９９００００１２３４", "１９９　００００　１２３４",
        "一九九零零零零一二三四", "一九九〇〇〇〇幺二三四", "壹玖玖零零零零壹贰叁肆", "199、0000、1234", "199*0000*1234", "199＊0000＊1234", "8619900001234", "0411 8312 3456",
        "990000800101123", "990000 800101 123", "９９００００８００１０１１２３", "9900 0019 9001 0112 34", "990000-19900101-123X",
        "E12345678", "ＥA1234567", "h1234567890", "A123456(3)", "6222-0212-3456-7890-123", "622202123456789", "辽b·12345", "辽 B 12345", "a.b＠example.com",
    ],
)  # fmt: skip
@pytest.mark.parametrize("masks", [HANDOVER, PUBLIC])
def test_other_ways_of_writing_numbers(secret, masks):
    shown = masks.scan(f"据说是{secret}，已核实", KnownPeople())
    assert secret not in shown
    assert shown.startswith("据说是")
    assert shown.endswith("，已核实")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("身份证后六位011234", "011234"), ("护照号码：1234567", "1234567"), ("军字第1234567号", "1234567"), ("账号：123456789012", "123456789012"),
        ("微信wx_abc123", "abc123"), ("加wx：zhang_san88", "zhang_san88"), ("QQ：12345678", "12345678"), ("支付宝 zhang88888", "zhang88888"),
        ("车牌号：B12345", "B12345"), ("电话：8312 3456", "8312"), ("3号楼二单元三〇一", "三〇一"), ("3号楼2单元 301", "301"), ("三号楼三〇一", "三〇一"),
        ("住三零一室", "三零一"), ("3号楼 301", "301"), ("2单元一〇〇一", "一〇〇一"),
        ("五一路12号3-1-2", "3-1-2"), ("滨海路8号-2-3", "2-3"), ("五一路12号3-501", "501"), ("和平小区A-5-2", "5-2"), ("6#501", "501"), ("6#2-501", "2-501"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("masks", [HANDOVER, PUBLIC])
def test_numbers_told_by_the_word_before_them(text, secret, masks):
    assert secret not in masks.scan(text, KnownPeople())


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-05 2026-11-08", "2026.11.05-2026.11.08", "微信转账20000元", "微信20000元", "账户300000元", "身份证2026-11-05办理", "二〇二六年十一月五日",
        "3000 2000 1500元", "（2026）丰荣人调字第0012345号", "GB50016-2014", "阿里云abc12345", "3号楼300年", "一室一厅", "三户人家", "1990.01.01出生", "一二三四五六七",
        "壹佰贰拾叁万肆仟伍佰元", "陆伍一家", "1、2000元，2、3000元", "199****1234", "第12条", "第12号3-5天", "11月3号9-11点", "3号2-3人", "3号100-500元", "1#和2#井盖", "1#300元", "拨打#110", "型号HT-12-30", "比分3-1-2", "3号-5号",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_of_somebody_stays(text):
    for masks in (HANDOVER, PUBLIC):
        shown = masks.scan(text, KnownPeople())
        assert shown == (text if masks is HANDOVER else text.replace("3号楼", "某号楼"))


@pytest.mark.parametrize(
    "text",
    [
        "老旧小区一栋楼要加装电梯", "住在一栋楼里", "一幢老房子漏雨", "村口有一座桥", "后山八座坟", "前面一座山", "2座小庙", "两栋楼之间的空地", "一座一座搬",
        "一栋别墅", "同住一幢楼",
    ],
)  # fmt: skip
def test_how_many_houses_there_are_is_no_number_of_one(text):
    for masks in (HANDOVER, PUBLIC):
        assert masks.scan(text, KnownPeople()) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3栋楼上漏水", "某号楼上漏水"), ("家住一栋", "家住某号楼"), ("二十一栋楼里", "某号楼里"), ("一栋2单元501", "某号楼某室"), ("十二栋楼下", "某号楼下"),
        ("3栋屋顶漏水", "某号楼屋顶漏水"), ("一栋房东", "某号楼房东"), ("3座山墙开裂", "某号楼山墙开裂"), ("5栋老王家", "某号楼老王家"),
    ],
)  # fmt: skip
def test_the_number_of_a_house_goes_where_it_is_one(text, shown):
    assert PUBLIC.scan(text, KnownPeople()) == shown


@pytest.mark.parametrize(
    "address",
    ["五一路12号3-1-2", "幸福里6#2-501", "福兴小区12-3-501", "和平小区A-5-2", "李屯12组-3号", "滨海路8号-2-3"],
)  # fmt: skip
def test_an_address_with_dashes_is_found_in_a_text_however_they_are_written(address):
    known = KnownPeople((KnownPerson("王建国", addresses=[address]),))
    for written in (address, address.replace("-", "－"), address.replace("-", " - ")):
        shown = HANDOVER.scan(f"他住{written}，去过两次", known)
        assert shown == f"他住{HANDOVER.address(address)}，去过两次"
        assert PUBLIC.scan(f"他住{written}，去过两次", known) == "他住某处，去过两次"


def test_people_counted_behind_a_unit_are_no_room():
    assert HANDOVER.scan("2单元3人来访", KnownPeople()) == "某单元3人来访"
    assert HANDOVER.scan("二单元三户人家", KnownPeople()) == "某单元三户人家"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("三单元楼道灯坏了", "某单元楼道灯坏了"), ("一单元一楼拐角堆满纸壳", "某单元某楼拐角堆满纸壳"), ("3号楼2单元5层平台", "3号楼某单元某层平台"),
        ("2单元门禁", "某单元门禁"), ("3号楼2单元501室", "3号楼某室"), ("3号楼2单元5楼501", "3号楼某室"), ("二单元三〇一", "某室"),
    ],
)  # fmt: skip
def test_a_stairwell_is_no_room(text, shown):
    assert HANDOVER.scan(text, KnownPeople()) == shown
    assert HANDOVER.scan(shown, KnownPeople()) == shown


def test_a_number_with_signs_in_it_keeps_head_and_tail():
    for written in ("199、0000、1234", "199*0000*1234", "199/0000/1234", "壹玖玖零零零零壹贰叁肆"):
        assert HANDOVER.scan(f"打{written}", KnownPeople()) == "打199****1234"


def test_what_is_not_masked_stays_as_typed():
    assert HANDOVER.scan("ＡＢ座，共１２户；王—李", KnownPeople()) == "ＡＢ座，共１２户；王—李"


def test_a_phone_that_may_be_given_is_not_hidden_as_somebody_elses():
    party = KnownPerson("赵四", phones=["19900001234"], phone_consented=True)
    visitor = KnownPerson("", phones=["199-0000-1234"])
    for text in ("电话19900001234", "电话199 0000 1234"):
        assert HANDOVER.scan(text, KnownPeople([party, visitor])) == text


FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
SPELT = str.maketrans("0123456789", "〇一二三四五六七八九")
WRITTEN = st.sampled_from([lambda text: text, lambda text: text.translate(FULL_WIDTH)])
PHONE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
ID18 = st.builds(
    lambda born, order, last: f"990000{born:%Y%m%d}{order:03d}{last}",
    st.dates(date(1930, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
    st.sampled_from("0123456789Xx"),
)
CARD = st.from_regex(r"62[0-9]{13,17}", fullmatch=True)
AROUND = st.text(alphabet="甲乙，。说电话元年身份证卡号\n", max_size=6)


def survivors(number: str, shown: str, longest: int) -> list[str]:
    """Parts of the number one sign longer than what may be seen of it, still in the text."""
    figures = re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", shown).translate(ARABIC).upper())
    size = longest + 1
    return [number[n : n + size] for n in range(len(number) - size + 1) if number[n : n + size] in figures]


ARABIC = str.maketrans("〇一二三四五六七八九", "0123456789")


@given(PHONE, st.sampled_from(["", " ", "-", ".", "·", "—", "　", "  "]), WRITTEN, AROUND, AROUND)
def test_no_phone_survives_however_grouped(number, gap, written, before, after):
    text = before + written(gap.join((number[:3], number[3:7], number[7:]))) + after
    assert not survivors(number, PUBLIC.scan(text, KnownPeople()), 0)
    assert not survivors(number, HANDOVER.scan(text, KnownPeople()).replace("****", "XX"), 6)


@given(PHONE, AROUND, AROUND)
def test_no_phone_survives_in_characters(number, before, after):
    assert not survivors(number, PUBLIC.scan(before + number.translate(SPELT) + after, KnownPeople()), 3)


@given(
    ID18 | ID18.map(lambda number: number[:6] + number[8:17]),
    st.sampled_from(["", " ", "-", "."]),
    WRITTEN,
    AROUND,
    AROUND,
)
def test_no_id_number_survives_however_grouped(number, gap, written, before, after):
    cut = len(number) - 4 if len(number) == 18 else 12
    text = before + written(gap.join((number[:6], number[6:cut], number[cut:]))) + after
    assert not survivors(number.upper(), PUBLIC.scan(text, KnownPeople()), 1)
    assert not survivors(number.upper(), HANDOVER.scan(text, KnownPeople()).replace("*", "Z"), 10)


@given(CARD, st.sampled_from(["", " ", "-"]), WRITTEN, AROUND, AROUND)
@example("620000000101000", "", str, "", "")  # reads as an old ID number of 甘肃 too
def test_no_card_survives_however_grouped(number, gap, written, before, after):
    text = before + written(gap.join(number[n : n + 4] for n in range(0, len(number), 4))) + after
    assert not survivors(number, PUBLIC.scan(text, KnownPeople()), 1)
    assert not survivors(number, HANDOVER.scan(text, KnownPeople()), 4)


@given(
    st.from_regex(r"[京辽沪][A-HJ-NP-Z][A-HJ-NP-Z0-9][0-9]{4}", fullmatch=True), st.sampled_from(["", "·", " ", "-"])
)
def test_no_plate_survives(plate, gap):
    for masks in (HANDOVER, PUBLIC):
        shown = masks.scan(f"车{plate[:2]}{gap}{plate[2:]}停着", KnownPeople())
        assert plate[3:] not in shown
        assert shown.endswith("停着")


@given(
    st.from_regex(r"[a-z][a-z0-9_]{5,15}", fullmatch=True),
    st.sampled_from(["微信", "微信号：", "wx:", "QQ号是", "支付宝"]),
)
def test_no_chat_name_survives(name, word):
    for masks in (HANDOVER, PUBLIC):
        assert name not in masks.scan(f"加我{word}{name}，聊", KnownPeople())


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
