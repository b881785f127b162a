"""Old ledgers as offices keep them, read as a careful person would: small ones made here, names are pseudonyms."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from studio_app.incoming import ledger
from studio_app.incoming.cells import Lists
from studio_app.incoming.ledger import Order, Reading
from studio_app.incoming.words import Words
from studio_app.workbook.reading.raw import Book, Cell, Row, Sheet

TODAY = date(2026, 12, 1)
LISTS = Lists(Words("type", {}), Words("outcome", {}))
LEAK = "楼上卫生间漏水，楼下天花板脱落，双方多次协商不成。"
NOISE = "楼下反映楼上夜里挪动桌椅，影响休息，请社区出面。"
HEAD = ["序号", "受理日期", "申请人", "被申请人", "联系电话", "纠纷类型", "简要情况", "涉及金额", "调解结果"]


def row(
    number: object = 1, day: object = "2026.3.5", a: object = "王某", b: object = "赵某", *rest: object
) -> list[Any]:
    told = [number, day, a, b, *rest]
    return told + ["19900000001", "邻里纠纷", LEAK, "600元", "已化解"][len(told) - 4 :]


def sheet(
    *rows: Sequence[Any],
    name: str = "台账",
    hidden: Sequence[int] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> Sheet:
    kept = [
        Row(number, list(cells), number in hidden)
        for number, cells in enumerate(rows, 1)
        if any(c != "" for c in cells)
    ]
    return Sheet(name, kept, list(merged))


def read(*sheets: Sheet, name: str = "", mac: bool = False, lists: Lists = LISTS) -> Reading:
    return ledger.read(Book(list(sheets), mac), Order(lists, TODAY, name))


def one(*rows: Sequence[Any], **more: Any) -> Any:
    [entry] = read(sheet(*rows), **more).entries
    return entry


def reasons(reading: Reading) -> list[tuple[int, str]]:
    return [(left.row, left.reason) for left in reading.left_out]


# --- days


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026.3.5", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("2026 年 3 月 5 日", "2026-03-05"),
        ("２０２６．３．５", "2026-03-05"),
        ("2026。3。5", "2026-03-05"),
        ("2026,3,5", "2026-03-05"),
        ("26.3.5", "2026-03-05"),
        ("26年3月5日", "2026-03-05"),
        ("'2026.3.5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        (20260305.0, "2026-03-05"),
        (46086, "2026-03-05"),
        (46086.604, "2026-03-05"),
        ("46086", "2026-03-05"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime.fromisoformat("2026-03-05T14:30"), "2026-03-05"),
        ("2026-3-5 14:30", "2026-03-05"),
        ("2026年3月5日上午", "2026-03-05"),
        ("2026.3.5（周四）", "2026-03-05"),
        ("2026.3.5-3.8", "2026-03-05"),
        ("2026.3.5—8", "2026-03-05"),
        ("2026年3月5日至3月8日", "2026-03-05"),
        ("2026/3/5~2026/3/9", "2026-03-05"),
        ("2026.3.5、3.9", "2026-03-05"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("3/5/2026", "2026-03-05"),
    ],
)
def test_a_day_is_read_in_every_style(cell: Cell, day: str) -> None:
    entry = one(HEAD, row(1, cell))
    assert str(entry.date) == day
    assert "date" not in entry.flags


@pytest.mark.parametrize(
    "cell", ["3月5日", "3.5", "3-5", "3/5", "03.05", "3月5号", "3.5-3.8", "3月5日至8日", "三月五日", "10.12-15"]
)
def test_a_day_without_its_year_is_of_the_title(cell: Cell) -> None:
    entry = one(["某社区2025年台账"], HEAD, row(1, cell))
    assert entry.date.year == 2025
    assert "date" not in entry.flags
    assert (entry.date.month, entry.date.day) == ((10, 12) if cell == "10.12-15" else (3, 5))


def test_the_year_stands_in_the_name_of_the_sheet_the_report_a_row_beside_or_the_file() -> None:
    assert one(HEAD, row(1, "3月5日"), name="2024年台账").date == date(2024, 3, 5)
    [named] = read(sheet(HEAD, row(1, "3月5日"), name="2024年")).entries
    assert named.date == date(2024, 3, 5)
    assert one(["填报人：甲干部", "填报日期：2025.3.28"], HEAD, row(1, "3月5日")).date == date(2025, 3, 5)
    beside = read(sheet(HEAD, row(1, "2025.12.28"), row(2, "1月3日"), row(3, "1月9日"))).entries
    assert [str(entry.date) for entry in beside] == ["2025-12-28", "2026-01-03", "2026-01-09"]
    assert not any(entry.flags for entry in beside)


def test_a_year_nobody_tells_is_guessed_and_said() -> None:
    entry = one(HEAD, row(1, "3月5日"))
    assert entry.date == date(2026, 3, 5)
    assert "date" in entry.flags


def test_numbers_of_a_workbook_that_begins_in_1904_are_days_of_it() -> None:
    assert one(HEAD, row(1, 44624), mac=True).date == date(2026, 3, 5)


def test_a_day_alone_is_of_the_month_of_its_sheet() -> None:
    [entry] = read(sheet(["某社区2026年台账"], HEAD, row(1, "5日"), name="3月")).entries
    assert entry.date == date(2026, 3, 5)


@pytest.mark.parametrize("cell", ["2026.13.5", "2026.2.30", "去年冬天", "2026年3月", 3.1, "2027.3.5"])
def test_a_day_that_is_none_or_not_whole_is_flagged(cell: Cell) -> None:
    assert "date" in one(["2026年"], HEAD, row(1, cell)).flags


# --- sums, phones, papers


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("1.2万元", 12000), ("1.2万", 12000), ("￥3,000.00", 3000), ("¥300", 300), (" 5000 元", 5000), ("５００元", 500),
        ("人民币陆万伍仟元整", 65000), ("600元(已付清)", 600), ("0.2万元", 2000), (119.9, 119.9), ("8310", 8310), ("3千元", 3000),
        ("２，０００元", 2000), ("1,200.50", 1200.5), ("共计3000元", 3000), ("赔偿2000元", 2000), ("三千元", 3000),
        ("无", None), ("/", None), ("—", None), ("", None), ("　", None), ("不涉及", None),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_it_is_meant(cell: Cell, yuan: float | None) -> None:
    entry = one(HEAD, row(1, "2026.3.5", "王某", "赵某", "", "邻里", LEAK, cell))
    assert entry.told()["amount"] == yuan
    assert "amount" not in entry.flags


@pytest.mark.parametrize("cell", ["约3万元", "3000多元", "医疗费3000元、误工费2000元", "若干"])
def test_a_vague_sum_is_flagged(cell: Cell) -> None:
    assert "amount" in one(HEAD, row(1, "2026.3.5", "王某", "赵某", "", "邻里", LEAK, cell)).flags


def test_the_heading_tells_the_unit_of_a_bare_number() -> None:
    head = [*HEAD[:7], "涉及金额\n（万元）", "调解结果"]
    assert one(head, row(1, "2026.3.5", "王某", "赵某", "", "邻里", LEAK, 1.5)).told()["amount"] == 15000
    assert one(head, row(1, "2026.3.5", "王某", "赵某", "", "邻里", LEAK, "800元")).told()["amount"] == 800


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (19900000001.0, "19900000001"), ("199 0000 0001", "19900000001"), ("199-0000-0001", "19900000001"),
        ("+86 19900000001", "19900000001"), ("8619900000001", "19900000001"), ("19900000001.0", "19900000001"),
        ("'19900000001", "19900000001"), ("１９９００００００１１", "19900000011"), ("19900000001/0999-1234567", "19900000001"),
        ("0999-1234567、19900000001", "19900000001"), ("19900000001（儿子）", "19900000001"),
        ("19900000001\n19900000002", "19900000001"), ("无", ""), ("/", ""), ("", ""), ("拒绝提供", ""),
    ],
)  # fmt: skip
def test_a_phone_is_read_whatever_stands_round_it(cell: Cell, number: str) -> None:
    entry = one(HEAD, row(1, "2026.3.5", "王某", "赵某", cell))
    assert entry.phone == number
    assert "phone" not in entry.flags


@pytest.mark.parametrize("cell", ["1.99E+10", "1990000000", "199000000012", "电话见附件"])
def test_a_damaged_phone_is_flagged(cell: Cell) -> None:
    entry = one(HEAD, row(1, "2026.3.5", "王某", "赵某", cell))
    assert "phone" in entry.flags


@pytest.mark.parametrize(
    ("cell", "number", "flagged"),
    [
        ("990000190001010016", "990000190001010016", False),
        ("'990000190001010016", "990000190001010016", False),
        ("990000 19000101 0016", "990000190001010016", False),
        ("99000019000101018x", "99000019000101018X", False),
        (9.9000019000101e17, "", True),
        ("9.9E+17", "", True),
        ("990000190001010000", "", True),
        ("99000019000101001", "99000019000101001", True),
        ("无", "", False),
    ],
)
def test_an_id_number_excel_damaged_is_not_taken(cell: Cell, number: str, flagged: bool) -> None:
    head = [*HEAD[:4], "身份证号", *HEAD[5:]]
    entry = one(head, row(1, "2026.3.5", "王某", "赵某", cell))
    assert (entry.id_number, "id_number" in entry.flags) == (number, flagged)


def test_a_failed_formula_is_nothing_and_said() -> None:
    entry = one(HEAD, row(1, "2026.3.5", "王某", "赵某", "#N/A", "#REF!", LEAK, "#VALUE!", "#NAME?"))
    assert (entry.phone, entry.type, entry.amount_fen, entry.outcome) == ("", None, None, None)
    assert {"phone", "type", "amount", "outcome"} <= set(entry.flags)


# --- people


@pytest.mark.parametrize(
    ("cell", "applicants", "respondents"),
    [
        ("王某与赵某", "王某", "赵某"),
        ("王某\n赵某", "王某", "赵某"),
        ("王某\n赵某\n李某", "王某", "赵某、李某"),
        ("王某诉赵某、李某", "王某", "赵某、李某"),
        ("王某—赵某", "王某", "赵某"),
        ("王某-赵某", "王某", "赵某"),
        ("王某和赵某", "王某", "赵某"),
        ("王某/赵某", "王某", "赵某"),
        ("甲方：王某 乙方：赵某", "王某", "赵某"),
        ("甲方:王某\n乙方:赵某、李某", "王某", "赵某、李某"),
        ("申请人:王某;被申请人:赵某", "王某", "赵某"),
        ("申：王某，李某　被：赵某", "王某、李某", "赵某"),
        ("申请人王某，被申请人赵某", "王某", "赵某"),
        ("18名工人\n某公司/包工头", "18名工人", "某公司、包工头"),
        ("王某的弟弟与王某的两个妹妹", "王某的弟弟", "王某的两个妹妹"),
        ("小区租客诉小区居委会与业主方", "小区租客", "小区居委会、业主方"),
        ("王　某", "王某", ""),
    ],
)
def test_both_sides_of_one_cell_are_told_apart(cell: str, applicants: str, respondents: str) -> None:
    head = ["序号", "时间", "双方当事人", "类型", "事由", "结果"]
    entry = one(head, [1, "2026.3.5", cell, "邻里纠纷", LEAK, "成功"])
    assert ("、".join(entry.applicants), "、".join(entry.respondents).replace("与", "、")) == (applicants, respondents)
    assert not entry.flags


def test_a_bare_list_of_names_is_flagged() -> None:
    entry = one(["序号", "时间", "当事人", "类型", "事由", "结果"], [1, "2026.3.5", "王某、赵某", "邻里", LEAK, "成功"])
    assert {"applicant", "respondent"} <= set(entry.flags)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("赵　某", ("赵某",)),
        ("张 三", ("张 三".replace(" ", ""),)),
        ("王某、赵某", ("王某", "赵某")),
        ("王某，赵某；李某", ("王某", "赵某", "李某")),
        ("王某甲 赵某乙", ("王某甲", "赵某乙")),
        ("王某（男，45岁）", ("王某",)),
        ("王某19900000001", ("王某",)),
        ("1.王某\n2.赵某", ("王某", "赵某")),
        ("无", ()),
    ],
)
def test_several_people_of_one_cell_are_told_apart(cell: str, names: tuple[str, ...]) -> None:
    assert one(HEAD, row(1, "2026.3.5", "李某", cell)).respondents == names


# --- words of lists


@pytest.mark.parametrize(
    ("raw", "word", "flagged"),
    [
        ("邻里纠纷", "邻里", False), ("邻里矛盾", "邻里", False), ("邻里", "邻里", False), ("相邻关系", "邻里", False),
        ("家庭矛盾纠纷", "婚姻家庭", False), ("借贷纠纷", "合同", False), ("讨薪", "拖欠农民工工资", False),
        ("劳动争议", "其他劳动", False), ("物业纠纷", "物业", False), ("医患纠纷", "医疗", False), ("其它", "其他", False),
        ("楼上漏水引发的邻里矛盾", "邻里", True), ("邻里、物业", "邻里", True), ("飞碟", None, True),
    ],
)  # fmt: skip
def test_local_names_of_types_are_known_and_the_raw_word_is_kept(raw: str, word: str | None, flagged: bool) -> None:
    entry = one(HEAD, row(1, "2026.3.5", "王某", "赵某", "", raw))
    assert (entry.type and entry.type.word, "type" in entry.flags, entry.type_raw) == (word, flagged, raw)


def test_a_local_alias_wins() -> None:
    own = Lists(Words("type", {"飞碟": "neighbour", "物业": "contract"}), Words("outcome", {}))
    for raw, word in (("飞碟", "邻里"), ("物业纠纷", "合同")):
        entry = one(HEAD, row(1, "2026.3.5", "王某", "赵某", "", raw), lists=own)
        assert (entry.type.word, entry.flags) == (word, {})


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("已化解", "调解成功"), ("达成协议", "调解成功"), ("经调解双方达成书面协议", "调解成功"), ("化解成功", "调解成功"),
        ("未达成协议", "不成功"), ("调解不成", "不成功"), ("未化解", "不成功"), ("经多次调解未能达成一致", "不成功"),
        ("引导诉讼", "转诉讼"), ("已引导当事人走司法程序", "转诉讼"), ("正在办理", "调解中"), ("化解中", "调解中"),
        ("终止", "其他"), ("撤回申请", "其他"), ("是", "调解成功"), ("√", "调解成功"),
    ],
)  # fmt: skip
def test_what_came_of_it_is_known_by_the_words_offices_use(raw: str, word: str) -> None:
    entry = one(HEAD, row(1, "2026.3.5", "王某", "赵某", "", "邻里", LEAK, "", raw))
    assert (entry.outcome.word, entry.outcome_raw) == (word, raw)


def test_a_type_in_brackets_before_the_text_is_the_type() -> None:
    head = ["序号", "排查日期", "矛盾纠纷简况及原因", "调处情况", "当事人"]
    entry = one(head, [1, "2026.3.5", f"【邻里矛盾】{LEAK}", "成功", "王某诉赵某"])
    assert (entry.type.word, entry.type_raw, entry.summary) == ("邻里", "邻里矛盾", LEAK)


# --- rows that are no record


def test_what_is_no_record_is_left_out_with_its_reason() -> None:
    reading = read(
        sheet(
            ["某社区2026年3月矛盾纠纷台账", *[""] * 8],
            ["填报单位(盖章)：某社区", "", "", "", "填报人：甲干部", "", "", "填报日期：2026.3.28"],
            HEAD,
            row(1),
            row(2, "2026.3.6", "李某"),
            ["小计：2件", *[""] * 7, 2],
            HEAD,
            row(3, "2026.3.9", "孙某"),
            ["", "本月合计", "", "", "", "", "共3件"],
            ["4", *[""] * 8],
            ["注：本表每月28日前报", *[""] * 8],
            ["审核人：", "", "", "", "制表人：甲干部"],
            ["转下页"],
        )
    )
    assert [entry.row for entry in reading.entries] == [4, 5, 8]
    assert reasons(reading) == [
        (1, "标题"), (2, "签名、填报的一行"), (6, "小计、合计"), (7, "重印的表头"), (9, "小计、合计"),
        (10, "只有序号，没有内容"), (11, "表下的注"), (12, "签名、填报的一行"), (13, "翻页的字"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words", ["本月未排查出矛盾纠纷", "本月无", "无", "零报告", "本月未发生矛盾纠纷。", "本季度没有新增纠纷"]
)
def test_a_month_without_disputes_is_no_record(words: str) -> None:
    assert read(sheet(HEAD, [words])).entries == []
    assert read(sheet(HEAD, [1, "2026.3.31", "无", "无", "无", "无", words, "无", "无"])).entries == []
    assert read(sheet(HEAD, ["", "", "", "", "", "", words])).entries == []


def test_an_example_row_is_no_record() -> None:
    assert read(sheet(HEAD, row("例"), row("示例"))).entries == []


def test_hidden_rows_are_read_and_marked() -> None:
    entries = read(sheet(HEAD, row(1), row(2, "2026.3.6", "李某"), hidden=[3])).entries
    assert [entry.hidden for entry in entries] == [False, True]


# --- tables


def test_headings_in_two_rows_are_joined() -> None:
    upper = ["序号", "日期", "甲方", "", "乙方", "", "简要情况", "化解情况", ""]
    lower = ["", "", "姓名", "电话", "姓名", "电话", "", "结果", "日期"]
    entry = one(upper, lower, [1, "2026.3.5", "王某", "19900000001", "赵某", "19900000002", LEAK, "成功", "2026.3.9"])
    assert (entry.applicants, entry.respondents) == (("王某",), ("赵某",))
    assert (entry.phone, entry.respondent_phone) == ("19900000001", "19900000002")
    assert (entry.outcome.word, entry.closed_on) == ("调解成功", date(2026, 3, 9))


def test_one_joined_heading_over_two_columns_is_of_both_sides() -> None:
    head = ["序号", "日期", "当事人", "", "类型", "简要情况", "结果"]
    entry = read(sheet(head, [1, "2026.3.5", "王某", "赵某", "邻里", LEAK, "成功"], merged=[(1, 2, 1, 3)])).entries[0]
    assert (entry.applicants, entry.respondents) == (("王某",), ("赵某",))


def test_the_phone_of_who_handles_it_is_nobodys_of_the_dispute() -> None:
    head = [
        "案件标题",
        "调解类别",
        "综治委类别",
        "纠纷简要情况",
        "责任人",
        "责任人电话",
        "受理日期",
        "申请人",
        "被申请人",
        "调解结果",
    ]
    entry = one(
        head, ["王某与赵某案", "邻里", "其他", LEAK, "甲干部", "19900000009", "2026/3/5", "王某", "赵某", "化解"]
    )
    assert (entry.phone, entry.type.word, entry.handler) == ("", "邻里", "甲干部")


def test_a_table_goes_on_without_headings_on_the_next_sheet() -> None:
    reading = read(
        sheet(["2026年"], HEAD, row(1)), sheet(row(2, "3月9日", "李某"), row(3, "3月11日", "孙某"), name="续")
    )
    assert [entry.applicants for entry in reading.entries] == [("王某",), ("李某",), ("孙某",)]


def test_two_tables_stand_one_below_the_other() -> None:
    reading = read(
        sheet(
            ["某村2026年上半年台账"],
            ["一、矛盾纠纷"],
            ["类型", "事由", "双方当事人", "时间", "结果"],
            ["邻里", LEAK, "王某与赵某", "3月5日", "成功"],
            ["以上共1件"],
            ["二、群众来访"],
            ["序号", "来访日期", "来访人", "电话", "反映问题", "类别", "处理结果"],
            [1, "6月2日", "李某", "19900000002", NOISE, "邻里", "正在办理"],
        )
    )
    assert [(e.applicants, e.respondents, str(e.date)) for e in reading.entries] == [
        (("王某",), ("赵某",), "2026-03-05"),
        (("李某",), (), "2026-06-02"),
    ]


def test_two_tables_stand_side_by_side() -> None:
    head = ["序号", "日期", "当事人", "类型", "事由", "结果"]
    reading = read(
        sheet(
            [*head, "", *head],
            [1, "2026.3.5", "王某与赵某", "邻里", LEAK, "成功", "", 2, "2026.3.6", "李某与孙某", "物业", NOISE, "成功"],
            ["", "", "", "", "", "", "", 3, "2026.3.7", "钱某与周某", "物业", NOISE, "成功"],
        )
    )
    assert [entry.applicants for entry in reading.entries] == [("王某",), ("李某",), ("钱某",)]


def test_a_record_over_several_joined_rows_is_one() -> None:
    head = ["序号", "日期", "当事人", "联系电话", "类型", "事由", "结果"]
    reading = read(
        sheet(
            head,
            [1, "2026.3.5", "王某", "19900000001", "邻里", LEAK, "成功"],
            ["", "", "赵某", "19900000002", "", "", ""],
            [2, "2026.3.9", "李某与孙某", "", "邻里", NOISE, "成功"],
            merged=[(2, column, 3, column) for column in (0, 1, 4, 5, 6)],
        )
    )
    first, second = reading.entries
    assert (first.applicants, first.respondents, first.span, first.phone) == (("王某",), ("赵某",), 2, "19900000001")
    assert (second.applicants, second.row) == (("李某",), 4)


def test_a_day_joined_over_several_rows_holds_for_each() -> None:
    entries = read(sheet(HEAD, row(1), row(2, "", "李某"), row(3, "", "孙某"), merged=[(2, 1, 4, 1)])).entries
    assert [str(entry.date) for entry in entries] == ["2026-03-05"] * 3


def test_names_below_their_record_belong_to_it() -> None:
    reading = read(sheet(HEAD, row(1), ["", "", "", "李某", *[""] * 5], row(2, "2026.3.9", "孙某")))
    assert [(e.applicants, e.respondents) for e in reading.entries] == [
        (("王某",), ("赵某", "李某")),
        (("孙某",), ("赵某",)),
    ]


def test_what_is_no_ledger_of_disputes_gives_nothing() -> None:
    month = [
        ["2026年6月矛盾纠纷统计表"],
        ["类型", "排查数", "调处数", "成功数", "成功率"],
        ["邻里纠纷", 3, 3, 2, 0.67],
        ["合计", 3, 3, 2, 0.67],
    ]
    roster = [
        ["调解员花名册"],
        ["序号", "姓名", "性别", "身份证号", "联系电话", "住址", "备注"],
        [1, "王某", "男", "", "19900000001", "某社区", ""],
    ]
    duty = [["序号", "日期", "值班人", "联系电话"], [1, "2026.3.5", "王某", "19900000001"]]
    assert read(sheet(*month), sheet(*roster, name="名册"), sheet(*duty, name="值班")).entries == []


def test_a_page_that_explains_is_passed_over() -> None:
    assert read(sheet(HEAD, row(1), name="填表说明")).entries == []


def test_a_dispute_without_a_day_is_read_without_one() -> None:
    head = ["序号", "单位", "矛盾纠纷简要情况", "责任单位/责任人", "化解时限", "化解情况", "销号情况"]
    entry = one(head, [1, "某社区", LEAK, "司法所/甲干部", "2026.4.1", "已化解", "已销号"])
    assert (entry.date, entry.summary, entry.outcome.word) == (None, LEAK, "调解成功")


def test_the_sum_may_stand_in_the_remarks() -> None:
    head = ["序号", "来访时间", "来访人", "反映对象", "反映问题", "问题类别", "办理结果", "备注"]
    entry = one(head, [1, "2026.3.5", "王某", "赵某", LEAK, "邻里", "成功", "涉及119.9元"])
    assert entry.told()["amount"] == 119.9


@pytest.mark.parametrize("cell", [float("inf"), float("nan"), -1.0, 1e300, True])
def test_a_number_that_means_nothing_is_no_day_and_stops_nothing(cell: Cell) -> None:
    entry = one(HEAD, row(1, cell, "王某", "赵某", cell, "邻里", LEAK, cell, "成功"))
    assert entry.date is None
    assert entry.amount_fen is None


def test_reading_stops_when_asked() -> None:
    with pytest.raises(ledger.Stopped):
        ledger.read(Book([sheet(HEAD, row(1))]), Order(LISTS, TODAY, wanted=lambda _rows: False))
