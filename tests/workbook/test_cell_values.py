"""Every kind of value survives the way into a cell, or is refused in words."""

import math
import zipfile
from datetime import UTC, date, datetime, time
from enum import StrEnum

import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from studio_app.workbook.cell_text import CELL_LIMIT, cleaned, units
from tests.workbook.conftest import write

FIRST = 4  # title, two header rows


def midnight(day):
    return datetime.combine(day, time())


def cells(path, row=FIRST):
    return openpyxl.load_workbook(path).active[row]


def calamine(path):
    return python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_formula_like_text_stays_text(write_small, text):
    path = write_small([(text, text, None, text, text)])
    for cell in (cells(path)[n] for n in (0, 1, 3, 4)):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    with zipfile.ZipFile(path) as package:
        assert b"<f" not in package.read("xl/worksheets/sheet1.xml").replace(b"<fo", b"")


@pytest.mark.parametrize(
    "text", ["𠮷野家㛃", "😀👨‍👩‍👧", "第一行\n第二行", "  两端有空格  ", "<b>&amp;\"'", "a\tb", "\n"]
)
def test_unusual_text_survives(write_small, text):
    path = write_small([(text, text, None, 1, 1)])
    assert [cell.value for cell in cells(path)[:2]] == [text, text]
    assert calamine(path)[FIRST - 1][:2] == [text, text]


def test_line_ends_become_line_feeds_and_controls_go(write_small):
    path = write_small([("甲\r\n乙\r丙\x00\x1b[0m\x7f\ud800\ufffe丁", "", None, None, None)])
    assert cells(path)[0].value == "甲\n乙\n丙[0m丁"


def test_text_that_looks_like_an_escape_is_not_decoded(write_small):
    path = write_small([("_x0041_ 与 _x000D_", "", None, None, None)])
    assert calamine(path)[FIRST - 1][0] == "_x0041_ 与 _x000D_"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec=None), max_size=60), min_size=1, max_size=20))
@example(["=cmd|' /C calc'!A0", "]]>", "<!--", "&#0;", "\ud83d", "\u202e倒", "\u0085", "\ufeff"])
def test_any_text_is_read_back(write_small, texts):
    texts = [text for text in texts if "_x" not in cleaned(text)]  # openpyxl does not decode ST_Xstring
    path = write_small([(text, text, None, 1, 1) for text in texts])
    sheet = openpyxl.load_workbook(path).active
    read = calamine(path)
    for n, text in enumerate(texts):
        assert sheet.cell(FIRST + n, 1).value == (cleaned(text) or None)
        assert read[FIRST - 1 + n][1] == cleaned(text)


def test_the_longest_cell_stands_alone(write_small):
    longest = "长" * CELL_LIMIT
    path = write_small([("1", longest, None, None, None)])
    assert cells(path)[1].value == longest


@pytest.mark.parametrize(
    "text", ["长" * (CELL_LIMIT + 1), "𠮷" * (CELL_LIMIT // 2 + 1), "一二三四五六七八九" * 11_000, "a𠮷" * 40_000]
)
def test_what_no_cell_holds_goes_on_below_and_says_so(write_small, text):
    path = write_small([("1", "", None, None, None), ("2", text, None, None, None), ("3", "后", None, None, None)])
    rows = [row for row in calamine(path)[FIRST - 1 :] if row[0] or row[1]]
    first, last = (next(n for n, row in enumerate(rows) if row[0] == number) for number in ("2", "3"))
    parts = [row[1] for row in rows[first:last]]
    assert len(parts) > 1
    assert not any(row[0] for row in rows[first + 1 : last])
    assert all(part.endswith("（转下行）") for part in parts[:-1])
    assert all(part.startswith("（接上行）") for part in parts[1:])
    assert "".join(part.removeprefix("（接上行）").removesuffix("（转下行）") for part in parts) == text
    assert all(units(part) <= CELL_LIMIT for part in parts)
    assert rows[last][1] == "后"


def test_dates(write_small):
    moment = datetime.fromisoformat("2026-11-03T14:30")
    rows = [
        ("1", "", value, date(2026, 1, 1), None) for value in (date(2026, 11, 3), moment, moment.replace(tzinfo=UTC))
    ]
    path = write_small([*rows, ("1", "", date(1900, 3, 1), 1, 1), ("1", "", date(1899, 12, 31), 1, 1)])
    sheet = openpyxl.load_workbook(path).active
    column = [sheet.cell(FIRST + n, 3) for n in range(5)]
    assert [c.value for c in column] == [
        midnight(date(2026, 11, 3)),
        "2026.11.3 14:30",
        "2026.11.3 14:30",
        midnight(date(1900, 3, 1)),
        "1899.12.31",
    ]
    assert column[0].number_format == "yyyy.m.d"
    assert column[0].alignment.shrink_to_fit
    assert sheet.cell(FIRST, 4).value == "2026.1.1"  # its column shows no days
    assert calamine(path)[FIRST - 1][2] == date(2026, 11, 3)


def test_text_in_a_date_column_wraps_as_text(write_small):
    cell = cells(write_small([("1", "", "长期督促，每月一次", None, None)]))[2]
    assert (cell.value, cell.data_type, cell.alignment.wrap_text) == ("长期督促，每月一次", "s", True)


def test_numbers_money_and_identity_numbers(write_small):
    path = write_small(
        [(990000190001010015, 12, None, 7, 123456), ("1", "", 5, 10**17, -5), ("", "", None, 1.5, "面议")]
    )
    first, second, third = (cells(path, FIRST + n) for n in range(3))
    assert [c.value for c in first] == ["990000190001010015", "12", None, 7, 1234.56]
    assert first[4].number_format == "#,##0.00"
    assert [c.value for c in second[2:]] == ["5", "1" + "0" * 17, -0.05]
    assert [c.value for c in third[3:]] == [1.5, "面议"]


@pytest.mark.parametrize("value", [math.nan, math.inf, True, object(), 1.5])
def test_what_is_no_value_is_a_bug(write_small, tmp_path, value):
    with pytest.raises(TypeError):
        write_small([("", "", None, None, value)])
    assert list(tmp_path.iterdir()) == []


def test_a_row_of_another_length_is_a_bug(write_small):
    with pytest.raises(ValueError, match="2 values for 5 columns"):
        write_small([("1", "2")])


def test_a_code_is_written_by_its_value(write_small):
    class Word(StrEnum):
        RED = "红 & 黄"

    assert cells(write_small([(Word.RED, Word.RED, None, None, None)]))[0].value == "红 & 黄"


def test_grouped_header_and_a_difficult_sheet_name(write_small, small):
    path = write_small([("1", "", None, 1, 1)], 名="{社区}")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet.title == small.plan.sheet
    assert sheet["A1"].value == "{社区}登记表"
    assert (sheet["A2"].value, sheet["A3"].value, sheet["B3"].value) == ("联系", "电话", "地址")
    assert {"A2:B2", "C2:C3", "D2:D3", "E2:E3"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert [column.title for column in small.columns] == ["电话", "地址", "日期", "件数", "金额（元）"]


def test_a_record_too_high_for_one_row_takes_several(write_small):
    story = "纠纷经过。" * 400
    path = write_small([("1", story, None, 1, 1), ("2", "短", None, 1, 1)])
    sheet = openpyxl.load_workbook(path).active
    areas = [area for area in sheet.merged_cells.ranges if area.min_row == FIRST]
    assert len(areas) == 5
    last = areas[0].max_row
    heights = [sheet.row_dimensions[row].height for row in range(FIRST, last + 1)]
    assert max(heights) <= 409
    assert sum(heights) >= 2000 / 8 * 13  # eight characters a line at most, 13 points each
    assert sheet.cell(FIRST, 2).value == story
    assert sheet.cell(FIRST, 1).alignment.vertical == "top"
    assert sheet.cell(last + 1, 1).value == "2"


def test_long_explanation_stands_in_the_note_only(t1, t1_values, tmp_path):
    path = tmp_path / "a.xlsx"
    write(t1, t1_values | {"说明": "说明&" * 200}, [], path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet.oddHeader.right.text == "说明见表末"
    assert sheet["A5"].value == "说明&" * 200
    assert sheet.row_dimensions[5].height > 60
