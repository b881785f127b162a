"""What is on file and stands in a text only in part: a number without its area code, a door without its building."""

import pytest

from studio_app.domain.masking import parts as mask_parts
from studio_app.domain.masking.levels import KnownPeople, KnownPerson
from tests.domain.test_masking import HANDOVER, INTERNAL, PUBLIC

WANG = KnownPerson("王建国", phones=["0411-83123456"], addresses=["幸福小区3号楼2单元501室"])
ZHAO = KnownPerson("赵丽", addresses=["幸福小区3号楼2单元601"])
CASE = KnownPeople([WANG, ZHAO])


@pytest.mark.parametrize(
    ("phone", "local"),
    [
        ("0411-83123456", "83123456"), ("(0411)83123456", "83123456"), ("（0411）8312 3456", "83123456"), ("041183123456", "83123456"), ("010-62345678", "62345678"),
        ("0417-3123456", "3123456"), ("０４１１－８３１２３４５６", "83123456"), ("0411-83123456-801", "83123456"),
        ("83123456", ""), ("19900001234", ""), ("无", ""), ("", ""), ("0411", ""),
    ],
)  # fmt: skip
def test_the_number_without_its_area_code(phone, local):
    assert mask_parts.local_number(phone) == local


@pytest.mark.parametrize(
    ("address", "door"),
    [
        ("幸福小区3号楼2单元501室", "501"), ("幸福小区3号楼2单元601", "601"), ("幸福小区3栋2-501", "501"), ("幸福小区A座1201", "1201"), ("3号楼五〇一室", "501"),
        ("幸福里6#2-501", "501"), ("滨海路8号501户", "501"), ("阳光花园1201", "1201"), ("５０１室", "501"), ("3号楼2单元501（租）", "501"),
        ("中山路100号", ""), ("中山路100", ""), ("石河村3组12号", ""), ("赵家屯115号", ""), ("和平社区", ""), ("3号楼2单元", ""), ("101号楼", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_door_of_an_address(address, door):
    assert mask_parts.door(address) == door


@pytest.mark.parametrize("written", ["83123456", "8312 3456", "8312-3456", "８３１２３４５６", "八三一二三四五六"])
def test_a_local_number_of_the_case_does_not_leave(written):
    assert HANDOVER.scan(f"打他家{written}没人接", CASE) == "打他家****3456没人接"
    assert PUBLIC.scan(f"打他家{written}没人接", CASE) == "打他家〔电话略〕没人接"
    assert INTERNAL.scan(f"打他家{written}没人接", CASE) == f"打他家{written}没人接"


@pytest.mark.parametrize("text", ["赔83123456元", "单号183123456", "单号831234567", "1.83123456", "打他家83123457"])
def test_what_is_no_local_number_of_the_case_stays(text):
    assert HANDOVER.scan(text, CASE) == text


def test_a_local_number_whose_owner_agreed_may_stand():
    agreed = KnownPeople([WANG._replace(phone_consented=True)])
    assert HANDOVER.scan("打他家83123456没人接，电话83123456", agreed) == "打他家83123456没人接，电话83123456"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("501王建国家漏水", "某室王建国家漏水"), ("楼上601的赵丽", "楼上某室的赵丽"), ("他租501，不肯搬", "他租某室，不肯搬"), ("住五〇一。", "住某室。"), ("5 0 1室", "某室"),
        ("501房东来过", "某室房东来过"), ("501房漏水", "某室漏水"), ("501号房漏水", "某室漏水"), ("501室", "某室"), ("501户主", "某室户主"), ("５０１家", "某室家"),
        ("501张某、601万某甲", "某室张某、601万某甲"), ("501和601", "某室和某室"), ("2-501的人", "2-某室的人"), ("2025.3.8，六零一漏水", "2025.3.8，某室漏水"), ("12-05，501家", "12-05，某室家"), ("11-501的人", "11-某室的人"),
    ],
)  # fmt: skip
def test_a_door_of_the_case_standing_alone_is_hidden(text, shown):
    assert HANDOVER.scan(text, CASE) == shown
    assert INTERNAL.scan(text, CASE) == text


@pytest.mark.parametrize(
    "text",
    [
        "赔501元", "赔偿501", "501.5", "12.501", "2501", "5012", "3,501", "501,000", "501万", "501余元", "501户居民", "501号文件", "第501条", "共501", "¥501", "501%", "501平米",
        "501年", "2026-501", "501-601元", "501路公交", "型号HT501", "501人签名", "5:501", "六〇一二", "301", "502王家",
    ],
)  # fmt: skip
def test_what_is_no_door_of_the_case_stays(text):
    assert HANDOVER.scan(text, CASE) == text


def test_a_door_that_passes_for_a_year_is_told_by_the_word_behind_it():
    case = KnownPeople([KnownPerson("王建国", addresses=["幸福小区A座2018室"])])
    for text in ("2018年", "2018至2020", "自2018起", "2018-03-05", "2018.3.5", "2018，"):
        assert HANDOVER.scan(text, case) == text
    assert HANDOVER.scan("2018家漏水，2018住的人", case) == "某室家漏水，某室住的人"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("住1403户", "住某室"), ("住14\n03室", "住某室"), ("住在1403", "住在某室"), ("楼上1403户漏水", "楼上某室漏水"), ("3号楼2单元\n1403", "3号楼某室"), ("一四〇三室", "某室"),
        ("十四层三号", "某室"), ("3号楼1门1403", "3号楼某室"), ("14-03室", "某室"), ("３号樓２單元１４０３", "3号楼某室"), ("3/2/1403", "某室"), ("3栋1单元1403号房", "3栋某室"), ("18层1803", "18层某室"),
        ("全村1403户", "全村1403户"), ("拆迁105户", "拆迁105户"), ("安置1200户", "安置1200户"), ("在1403户里", "在1403户里"), ("漏水，1403户不管", "漏水，某室不管"), ("找1403户理论", "找某室理论"), ("1403户居民", "1403户居民"), ("涉及1403户", "涉及1403户"), ("小区共1403户", "小区共1403户"), ("住了1403天", "住了1403天"), ("住300元一晚", "住300元一晚"),
        ("3室2厅", "3室2厅"), ("3号楼120户居民", "3号楼120户居民"), ("2026/11/05", "2026/11/05"), ("5-11-2026", "5-11-2026"), ("10-12层", "10-12层"),
    ],
)  # fmt: skip
def test_a_door_is_hidden_however_it_is_written_and_a_count_stays(text, shown):
    nobody = KnownPeople([KnownPerson("王建国")])
    assert HANDOVER.scan(text, nobody).replace("３号樓", "3号楼") == shown
    assert INTERNAL.scan(text, nobody) == text


GULINA = KnownPerson("古丽娜·买买提", minor=True)


@pytest.mark.parametrize(
    "text",
    [
        "古丽娜被推倒", "买买提被推倒", "古丽娜·买买提", "古丽娜买买提", "古丽娜 买买提", "古丽娜．买买提", "古麗娜·買買提", "古丽\n娜", "古 丽 娜", "（古丽娜）", "古丽娜—买买提", "“古丽”娜",
    ],
)  # fmt: skip
@pytest.mark.parametrize("masks", [HANDOVER, PUBLIC], ids=["handover", "public"])
def test_every_part_of_a_dotted_name_is_hidden_however_it_is_written(masks, text):
    shown = masks.scan(text, KnownPeople([GULINA]))
    assert "丽" not in shown.replace("麗", "丽")
    assert "买" not in shown.replace("買", "买")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("古丽娜·买买提", ("古丽娜", "买买提")), ("古丽娜 买买提", ("古丽娜", "买买提")), ("John Smith", ("John", "Smith")), ("张 三", ()), ("张 小明", ()), ("张小明", ()), ("阿·买买提", ("买买提",)),
    ],
)  # fmt: skip
def test_the_parts_of_a_name(name, parts):
    assert mask_parts.parts_of_name(name) == parts


def test_a_nickname_told_beside_a_childs_name_is_hidden_with_it():
    case = KnownPeople([KnownPerson("王小明（小名豆豆）", minor=True)])
    assert HANDOVER.scan("豆豆和王小明（白色上衣）", case) == "王**和王**（白色上衣）"
    assert HANDOVER.person(case.people[0], case) == "王**（未成年人）"


def test_a_part_that_begins_a_place_is_the_place():
    case = KnownPeople([KnownPerson("平安·买买提", minor=True)])
    assert HANDOVER.scan("住平安路", case) == "住平安路"
