"""A list as a workbook, read again by two programs: all of it text, nothing run, nothing lost, nothing left behind."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from studio_app.workbook.cell_text import CELL_LIMIT
from studio_app.workbook.plain_list import PlainList, write

TOLD = PlainList("纠纷名单（在办）", "内部材料，请勿外传。", ("编号", "当事人", "案由"))
ROWS = [
    ["001", "王某 与 赵某", "楼上漏水\n多次"],
    ["=1+1", "+86 10", "@SUM(A1)"],
    ["2026-11-05", "_x0041_", "<a> & \x00b "],
]


def written(rows: list[list[str]]) -> io.BytesIO:
    stream = io.BytesIO()
    assert write(TOLD, rows, stream) == len(rows)
    stream.seek(0)
    return stream


def test_two_programs_read_what_was_written() -> None:
    stream = written(ROWS)
    wanted = [["001", "王某 与 赵某", "楼上漏水\n多次"], ROWS[1], ["2026-11-05", "_x0041_", "<a> & b "]]
    sheet = openpyxl.load_workbook(stream).active
    assert [sheet["A1"].value, sheet["A2"].value] == [TOLD.title, TOLD.statement]
    assert [cell.value for cell in sheet[3]] == ["编号", "当事人", "案由"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(4, 5)] == wanted[:2]
    stream.seek(0)
    read = python_calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python()
    assert read[3:] == wanted


def test_no_cell_is_a_formula_or_becomes_one_when_it_is_edited() -> None:
    sheet = openpyxl.load_workbook(written(ROWS)).active
    cells = [cell for row in sheet.iter_rows(3) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_headings_stay_in_view_are_bold_and_filter_the_rows() -> None:
    sheet = openpyxl.load_workbook(written(ROWS)).active
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:C6"
    assert all(cell.font.bold for cell in sheet[3])
    assert sheet.print_title_rows == "$3:$3"
    assert all(cell.alignment.wrap_text for cell in sheet[4])
    assert sheet.row_dimensions[4].height > sheet.row_dimensions[5].height


def test_a_column_is_as_wide_as_its_words_within_limits() -> None:
    sheet = openpyxl.load_workbook(written([["1", "长" * 400, "四个字啊哈哈"]])).active
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [9, 56, 14]


def test_what_no_cell_can_hold_goes_on_in_the_row_below() -> None:
    long = "长" * (CELL_LIMIT + 10)
    sheet = openpyxl.load_workbook(written([["1", "王某", long], ["2", "李某", "短"]])).active
    first, rest, after = (sheet.cell(row, 3).value for row in (4, 5, 6))
    assert first.removesuffix("（转下行）") + rest.removeprefix("（接上行）") == long
    assert [sheet.cell(row, 1).value for row in (4, 5, 6)] == ["1", None, "2"]
    assert after == "短"


def test_a_list_without_rows_has_its_headings() -> None:
    sheet = openpyxl.load_workbook(written([])).active
    assert sheet.max_row == 3


def test_nothing_lies_readable_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[list[Path]] = []

    def rows() -> Iterator[list[str]]:
        for number in range(3):
            seen.append(list(tmp_path.iterdir()))
            yield [str(number), "王某", "漏水"]

    write(TOLD, rows(), io.BytesIO())
    assert seen == [[], [], []]


def test_a_writing_that_is_broken_off_says_only_why() -> None:
    def rows() -> Iterator[list[str]]:
        yield ["1", "王某", "漏水"]
        raise KeyError("stopped")

    with pytest.raises(KeyError, match="stopped"):
        write(TOLD, rows(), io.BytesIO())


def test_nobody_is_named_as_the_author() -> None:
    properties = openpyxl.load_workbook(written(ROWS)).properties
    assert properties.lastModifiedBy is None
    assert b"creator" not in _core(written(ROWS))


def _core(stream: io.BytesIO) -> bytes:
    import zipfile

    return zipfile.ZipFile(stream).read("docProps/core.xml")
