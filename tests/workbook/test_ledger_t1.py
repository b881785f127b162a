"""The ledger T1 as an office and two other programs read it (handbook 5.1, model.md "Other decisions")."""

import io
import zipfile
from datetime import date, datetime, time
from math import inf

import openpyxl
import pytest
import python_calamine

from studio_app.core.paths import resource
from tests import make_ledgers
from tests.workbook.conftest import write

WIDTHS = [4, 10.5, 8, 8.5, 11, 12.5, 12.5, 4, 30.5, 8.5, 18, 10, 10.5, 6.5, 10.5, 9, 9]
SMALLEST_PRINT = 8  # points
TITLES = [
    "序号",
    "排查(受理)时间",
    "来源",
    "纠纷类型",
    "发生地点(小区/楼栋)",
    "当事人姓名(甲/乙)",
    "联系电话",
    "涉及人数",
    "纠纷简要情况",
    "风险等级",
    "化解措施及进展",
    "包保(责任)单位及责任人",
    "化解时限",
    "化解结果(是否化解)",
    "办结(销号)时间",
    "回访情况/满意度",
    "备注",
    "行标记",
]
HEADER, FIRST = 3, 4


@pytest.fixture
def path(t1, t1_values, t1_rows, tmp_path):
    path = tmp_path / "台账.xlsx"
    assert write(t1, t1_values | {"说明": "电话已遮盖 & 说明"}, t1_rows, path) == 3
    return path


@pytest.fixture
def sheet(path):
    return openpyxl.load_workbook(path).active


def test_seventeen_columns_under_one_header_row_and_a_hidden_one_beside_them(t1, sheet):
    assert [str(cell.value).replace("\n", "") for cell in sheet[HEADER]] == TITLES
    assert [column.title.replace("\n", "") for column in t1.columns] == TITLES
    assert len(set(t1.keys)) == 18
    assert not sheet.column_dimensions["Q"].hidden
    assert sheet.column_dimensions["R"].hidden
    assert [sheet.cell(row, 18).value for row in range(FIRST, FIRST + 3)] == ["4f2a90c1d7e3"] * 3


def test_widths_stand_in_the_file_as_the_office_will_see_them(t1, sheet):
    assert [column.width for column in t1.columns] == [*WIDTHS, inf]
    stored = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[HEADER]]
    assert stored[:17] == pytest.approx([width + 5 / 7 for width in WIDTHS], abs=0.001)


def test_printed_on_a4_the_body_stays_readable(sheet):
    """宋体: a half-width character is half the size wide, each column has 5 pixels (3.75 points) beside its text."""
    size = sheet.cell(FIRST, 9).font.sz
    needed = sum(width * size / 2 + 3.75 for width in WIDTHS)
    paper = (29.7 / 2.54 - sheet.page_margins.left - sheet.page_margins.right) * 72
    assert size * paper / needed >= SMALLEST_PRINT


def test_four_words_and_a_whole_day_do_not_touch_the_rules(t1):
    half_widths = {"dispute_type": 8, "risk": 8, "accepted_on": 10, "due_on": 10, "closed_on": 10, "phones": 11}
    room = {column.key: column.width for column in t1.columns}
    assert [key for key, needed in half_widths.items() if room[key] <= needed] == []


def test_text_at_the_left_keeps_off_the_rule(t1, sheet):
    for row in sheet.iter_rows(FIRST, FIRST + 2):
        indented = {key for key, cell in zip(t1.keys, row, strict=True) if cell.alignment.indent == 1}
        assert indented == {"place", "parties", "summary", "progress"}


def test_the_indent_counts_where_lines_are_reckoned(t1, t1_values, t1_rows, tmp_path):
    """Five characters would fit on one line of the place's column without the indent."""
    heights = []
    for place in ("一\n二\n字字字字", "一\n二\n字字字字字"):
        write(t1, t1_values, [(*t1_rows[2][:4], place, *t1_rows[2][5:])], tmp_path / "a.xlsx", force=True)
        heights.append(openpyxl.load_workbook(tmp_path / "a.xlsx").active.row_dimensions[FIRST].height)
    assert heights[0] < heights[1]


def test_title_second_row_and_signatures(sheet):
    assert sheet["A1"].value == "中山路街道幸福社区矛盾纠纷排查化解台账（2026年11月）"
    second = [cell.value for cell in sheet[2] if cell.value]
    assert second == ["填报单位：幸福社区委员工作室（盖章）", "填报人：李某", "填报日期：2026年11月30日"]
    signatures = [cell.value for cell in sheet[sheet.max_row] if cell.value]
    assert signatures == ["审核人：", "社区负责人（签字）：", "联系电话：19900000001"]
    assert sheet.cell(sheet.max_row - 1, 1).value == "电话已遮盖 & 说明"


def test_merged_title_and_thirds(sheet):
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert "A1:Q1" in merged
    assert len([area for area in merged if area.startswith(("A2:", "H2:", "I2:")) or area.endswith("Q2")]) >= 3
    assert not [area for area in sheet.merged_cells.ranges if FIRST <= area.min_row <= FIRST + 2]


def test_paper(sheet):
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_margins.left * 2.54 == pytest.approx(0.8, abs=0.01)
    assert sheet.page_margins.top * 2.54 == pytest.approx(1.3, abs=0.01)
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    assert "电话已遮盖" in sheet.oddHeader.right.text


def test_frozen_repeated_and_bounded(sheet):
    assert sheet.freeze_panes == f"A{FIRST}"
    assert sheet.print_title_rows == f"${HEADER}:${HEADER}"
    assert sheet.print_area.endswith(f"$A$1:$Q${sheet.max_row}")
    assert sheet.auto_filter.ref is None


def test_dates_are_dates_and_phones_are_text(sheet):
    when, phones = sheet.cell(FIRST, 2), sheet.cell(FIRST, 7)
    assert when.value == datetime.combine(date(2026, 11, 3), time())
    assert when.number_format == "yyyy.m.d"
    assert phones.value == "19900001001\n19900001002"
    assert phones.data_type == "s"
    assert phones.number_format == "@"
    assert sheet.cell(FIRST, 1).value == 1


def test_risk_has_word_and_colour(sheet):
    cells = [sheet.cell(FIRST + n, 10) for n in range(3)]
    assert [cell.value for cell in cells] == ["红", "黄", "绿"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules if str(area.sqref) == "J4:J6"]
    told = {rule.formula[0][-2]: rule.dxf.fill.bgColor.rgb for rule in rules}
    assert told == {"红": "FFFF9C9C", "黄": "FFFFE699", "绿": "FFA9D68F"}


def test_fonts_borders_and_wrap(sheet):
    assert (sheet["A1"].font.name, sheet["A1"].font.sz) == ("黑体", 22)
    header, body = sheet.cell(HEADER, 9), sheet.cell(FIRST, 9)
    assert (header.font.name, header.font.sz, header.alignment.horizontal) == ("黑体", 10.5, "center")
    assert (body.font.name, body.font.sz, body.alignment.wrap_text) == ("宋体", 10.5, True)
    for row in sheet.iter_rows(HEADER, FIRST + 2):
        for cell in row:
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            assert {side.style for side in sides} == {"thin"}


def test_rows_are_as_high_as_their_text(sheet):
    long, short = (sheet.row_dimensions[FIRST + n].height for n in (0, 2))
    assert long >= 6 * 10 * 1.3  # 100 characters, 15 a line
    assert 25 <= short < long


def test_calamine_reads_the_same(path, t1_rows):
    rows = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    first = rows[FIRST - 1]
    assert first[1] == date(2026, 11, 3)
    assert first[6] == "19900001001\n19900001002"
    assert first[8] == t1_rows[0][8]
    assert first[16] == "（2026）评字第7号"


def test_empty_period_is_reported(t1, t1_values, tmp_path):
    path = tmp_path / "零报告.xlsx"
    assert write(t1, t1_values, [], path) == 0
    sheet = openpyxl.load_workbook(path).active
    assert sheet.cell(FIRST, 1).value == "本期无矛盾纠纷（零报告）"
    assert "A4:Q4" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[5].hidden  # no note without text
    assert sheet["A6"].value == "审核人："
    assert not sheet.oddHeader.right.text  # no empty code in the running header


def test_no_property_names_a_person_and_bytes_repeat(path, t1, t1_values, t1_rows, tmp_path):
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if "docProps" in name]
        assert package.testzip() is None
    again = tmp_path / "again.xlsx"
    write(t1, t1_values | {"说明": "电话已遮盖 & 说明"}, t1_rows, again)
    assert again.read_bytes() == path.read_bytes()


def test_file_name_and_folder_hold_nothing_else(path):
    assert [entry.name for entry in path.parent.iterdir()] == ["台账.xlsx"]


def test_the_workbook_is_made_by_its_script_the_same_each_time():
    once, again = make_ledgers.made(make_ledgers.T1), make_ledgers.made(make_ledgers.T1)
    assert once == again
    shipped, fresh = (
        openpyxl.load_workbook(book).active for book in (resource("ledgers", "t1.xlsx"), io.BytesIO(once))
    )
    for mine, theirs in zip(shipped.iter_rows(), fresh.iter_rows(), strict=True):
        for one, other in zip(mine, theirs, strict=True):
            assert one.value == other.value
            assert repr((one.font, one.border, one.alignment)) == repr((other.font, other.border, other.alignment))
