"""A workbook somebody designed is filled: what points at its rows follows them, everything else stays byte for byte."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import python_calamine
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from studio_app.core.errors import Refused
from studio_app.workbook.body import Kind, Value
from studio_app.workbook.references import Shift
from studio_app.workbook.template import Plan, Template
from tests.workbook.conftest import saved

PLAN = Plan("台账", 5, 6, {"A": ("serial", Kind.INT), "B": ("name", Kind.TEXT), "C": ("amount", Kind.INT)})
ROWS = [(n, f"赵某{n}", n * 100) for n in range(1, 11)]  # eight rows more than are ready
SHEET = "xl/worksheets/sheet1.xml"


def designed(change: Callable[[Workbook], object] = lambda _book: None) -> bytes:
    """An office's blank: formulas above, beside, below and on another sheet, and whatever points at the rows."""
    book = Workbook()
    sheet, other = book.active, book.create_sheet("汇总 表")
    sheet.title = "台账"
    sheet["A1"], sheet["C2"] = "{单位}登记表", "=SUM(C5:C6)"
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["D4"] = "序号", "姓名", "金额", "折半"
    for row in (5, 6):
        sheet.row_dimensions[row].height = 20
        sheet[f"A{row}"] = row - 4
        sheet[f"D{row}"] = f"=C{row}/2+$C$8"
    sheet["A7"], sheet["C7"], sheet["C8"] = "合计", "=SUM(C5:C6)", 0
    sheet["A9"] = "负责人（签字）："
    sheet.merge_cells("A9:D9")
    sheet.merge_cells("F5:F6")
    other["A1"], other["A2"] = "=台账!C7", '=COUNTIF(台账!$B$5:$B$6,"C5")'
    book.defined_names["全部"] = DefinedName("全部", attr_text="台账!$A$5:$D$6")
    sheet.print_area, sheet.print_title_rows = "A1:D9", "4:4"
    sheet.auto_filter.ref = "A4:D6"
    listed = DataValidation("list", formula1='"甲,乙"')
    sheet.add_data_validation(listed)
    listed.add("B5:B6")
    sheet.conditional_formatting.add("C5:C6", CellIsRule("greaterThan", ["500"], fill=PatternFill(bgColor="FFFF0000")))
    sheet["A9"].comment = Comment("盖章处", "某")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=5, max_row=6))
    sheet.add_chart(chart, "F12")
    sheet.add_image(picture(), "F30")
    change(book)
    return saved(book)


def picture() -> Image:
    held = io.BytesIO()
    Picture.new("RGB", (4, 4), "red").save(held, "PNG")
    held.seek(0)
    return Image(held)


def filled(data: bytes, rows: Sequence[Sequence[Value]] = ROWS, plan: Plan = PLAN) -> bytes:
    held = io.BytesIO()
    assert Template(data, plan).fill({"单位": "幸福社区"}, rows, held) == len(rows)
    return held.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))["台账"]


def edited(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The workbook with the text of one part changed by hand."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for one, content in parts(data).items():
            archive.writestr(one, change(content.decode()) if one == name else content)
    return held.getvalue()


def test_only_parts_that_point_at_the_rows_are_changed() -> None:
    blank = designed()
    before, after = parts(blank), parts(filled(blank))
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        SHEET, "xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml",
        "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    } & before.keys() | ({name for name in changed if "omment" in name})  # fmt: skip
    assert {"xl/styles.xml", "xl/theme/theme1.xml", "[Content_Types].xml"}.isdisjoint(changed)


def test_those_parts_differ_in_the_references_only() -> None:
    blank = designed()
    before, after = parts(blank), parts(filled(blank))
    for name in ("xl/charts/chart1.xml", "xl/drawings/drawing1.xml"):
        assert re.sub(rb"\d+", b"", before[name]) == re.sub(rb"\d+", b"", after[name])
    bare = [
        re.sub(rb"\d+|<v ?/>| t=\"n\"|fullCalcOnLoad=\"1\" ?", b"", one["xl/workbook.xml"]) for one in (before, after)
    ]
    assert bare[0] == bare[1]


def test_ranges_that_end_at_the_last_ready_row_grow_and_what_stands_below_moves() -> None:
    data = filled(designed())
    sheet, book = sheet_of(data), load_workbook(io.BytesIO(data))
    assert sheet["A1"].value == "幸福社区登记表"
    assert (sheet["C2"].value, sheet["C15"].value, sheet["A15"].value) == ("=SUM(C5:C14)", "=SUM(C5:C14)", "合计")
    assert [book["汇总 表"][cell].value for cell in ("A1", "A2")] == ["=台账!C15", '=COUNTIF(台账!$B$5:$B$14,"C5")']
    assert book.defined_names["全部"].attr_text == "台账!$A$5:$D$14"
    assert (sheet.print_area, sheet.print_title_rows) == ("'台账'!$A$1:$D$17", "$4:$4")
    assert sheet.auto_filter.ref == "A4:D14"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["B5:B14"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["C5:C14"]
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A17:D17", "F5:F14"}
    assert sheet["A17"].comment.text == "盖章处"
    assert "$C$14" in parts(data)["xl/charts/chart1.xml"].decode()
    assert [anchor.anchor._from.row for anchor in (*sheet._charts, *sheet._images)] == [19, 37]


def test_formulas_beside_the_fields_are_filled_down() -> None:
    sheet = sheet_of(filled(designed()))
    assert [sheet.cell(row, 4).value for row in (5, 6, 14)] == ["=C5/2+$C$16", "=C6/2+$C$16", "=C14/2+$C$16"]


def test_the_rows_are_read_by_two_other_programs() -> None:
    data = filled(designed())
    sheet = sheet_of(data)
    assert [tuple(cell.value for cell in row[:3]) for row in sheet.iter_rows(5, 14)] == ROWS
    read = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name("台账").to_python()
    assert [tuple(row[:3]) for row in read[4:14]] == ROWS
    assert {sheet.row_dimensions[row].height for row in range(5, 15)} == {20.9}


def test_fewer_rows_than_are_ready_take_the_rest_away() -> None:
    sheet = sheet_of(filled(designed(), ROWS[:1]))
    assert (sheet["A6"].value, sheet["C6"].value, sheet["C2"].value) == ("合计", "=SUM(C5:C5)", "=SUM(C5:C5)")
    assert sheet_of(filled(designed(), []))["A6"].value == "合计"


def test_a_table_grows_with_its_filter_and_an_applied_filter_is_lifted() -> None:
    def tabled(book: Workbook) -> None:
        sheet = book["台账"]
        sheet.auto_filter.ref = None
        sheet.add_table(Table(displayName="表1", ref="A4:D6"))

    blank = designed(tabled)
    table = next(name for name in parts(blank) if "tables/" in name)
    told = parts(filled(blank))[table].decode()
    assert told.count('ref="A4:D14"') == 2

    def applied(book: Workbook) -> None:
        book["台账"].auto_filter.add_filter_column(1, ["甲"])
        book["台账"].row_dimensions[5].hidden = True

    sheet = sheet_of(filled(designed(applied)))
    assert (sheet.auto_filter.filterColumn, sheet.row_dimensions[5].hidden) == ([], False)


def test_protection_and_what_else_the_design_says_stays() -> None:
    def guarded(book: Workbook) -> None:
        sheet = book["台账"]
        sheet.protection.sheet = True
        sheet["B5"].protection = Protection(locked=False)
        sheet["B5"].font = Font(name="楷体", size=14, bold=True)
        sheet.column_dimensions["B"].width = 30

    sheet = sheet_of(filled(designed(guarded), [*ROWS[:2], (3, "=1+1", 5)]))
    assert sheet.protection.sheet
    assert [(sheet.cell(row, 2).protection.locked, sheet.cell(row, 2).font.name) for row in (5, 7)] == [
        (False, "楷体")
    ] * 2
    assert (sheet["B7"].value, sheet["B7"].data_type, sheet["B7"].quotePrefix) == ("=1+1", "s", True)


def test_cells_merged_across_in_the_ready_row_are_so_in_each() -> None:
    def merged(book: Workbook) -> None:
        for row in (5, 6):
            book["台账"].merge_cells(f"G{row}:H{row}")

    ranges = {str(one) for one in sheet_of(filled(designed(merged))).merged_cells.ranges}
    assert {f"G{row}:H{row}" for row in range(5, 15)} <= ranges


def test_elements_with_a_prefix_and_without_places_are_understood() -> None:
    """As some programs of offices write them."""

    def prefixed(text: str) -> str:
        text = re.sub(r"<(/?)(\w+)(?=[\s/>])", r"<\1x:\2", text).replace("<x:xml", "<xml")
        return text.replace("xmlns=", "xmlns:x=", 1).replace("x:legacyDrawing", "x:legacyDrawing")

    blank = edited(designed(), SHEET, prefixed)
    data = filled(blank)
    assert [tuple(cell.value for cell in row[:3]) for row in sheet_of(data).iter_rows(5, 14)] == ROWS
    bare = edited(designed(), SHEET, lambda text: re.sub(r'<(row|c) r="\w+"', r"<\1", text))
    read = python_calamine.load_workbook(io.BytesIO(filled(bare))).get_sheet_by_name("台账").to_python()
    assert [tuple(row[:3]) for row in read[4:14]] == ROWS


def test_formulas_that_share_their_words_get_words_of_their_own() -> None:
    def sharing(text: str) -> str:
        text = re.sub(r'(<c r="D5"[^>]*>)<f>[^<]*</f>', r'\1<f t="shared" ref="D5:D6" si="0">C5*2</f>', text)
        return re.sub(r'(<c r="D6"[^>]*>)<f>[^<]*</f>', r'\1<f t="shared" si="0"/>', text)

    sheet = sheet_of(filled(edited(designed(), SHEET, sharing)))
    assert [sheet.cell(row, 4).value for row in (5, 6, 14)] == ["=C5*2", "=C6*2", "=C14*2"]


def test_the_chain_of_calculation_goes_and_results_are_reckoned_anew() -> None:
    book = parts(filled(designed()))["xl/workbook.xml"].decode()
    assert 'fullCalcOnLoad="1"' in book
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    chained = edited(
        designed(),
        "xl/_rels/workbook.xml.rels",
        lambda text: text.replace("</Rel", f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/></Rel'),
    )
    held = io.BytesIO(chained)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/calcChain.xml", "<calcChain/>")
    after = parts(filled(held.getvalue()))
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["xl/_rels/workbook.xml.rels"]


def test_a_placeholder_within_a_rich_text_keeps_the_looks_of_its_runs() -> None:
    rich = '<is><r><rPr><b/></rPr><t>单位：</t></r><r><t>{单位}</t></r><rPh sb="0" eb="1"><t>dan</t></rPh></is>'
    cell = f'<c r="A1" t="inlineStr">{rich}</c>'
    blank = edited(designed(), SHEET, lambda text: re.sub(r'<c r="A1".*?</c>', cell, text, count=1))
    told = parts(filled(blank))[SHEET].decode()
    assert "<r><rPr><b/></rPr><t>单位：</t></r><r><t>幸福社区</t></r></is>" in told
    split = cell.replace("<t>{单位}</t>", "<t>{单</t></r><r><t>位}</t>")
    blank = edited(designed(), SHEET, lambda text: re.sub(r'<c r="A1".*?</c>', split, text, count=1))
    assert sheet_of(filled(blank))["A1"].value == "单位：幸福社区"


def test_a_placeholder_nobody_fills_and_a_plan_that_does_not_fit_are_refused() -> None:
    with pytest.raises(Refused, match=r"“\{单位\}”没有内容可填"):
        Template(designed(), PLAN).fill({}, [], io.BytesIO())
    with pytest.raises(Refused, match="没有名为“月报”的工作表"):
        Template(designed(), Plan("月报", 5, 6, PLAN.fields))
    with pytest.raises(ValueError, match="没有第 40 到 41 行"):
        Template(designed(), Plan("台账", 40, 41, PLAN.fields))
    with pytest.raises(Refused, match="不是"):
        Template(b"\xd0\xcf\x11\xe0", PLAN)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("SUM(A4:A5)", "SUM(A4:A12)"),
        ("SUM($A$4:$A$5)+B6", "SUM($A$4:$A$12)+B13"),
        ("台账!A5", "台账!A12"),
        ("别表!A5+'台账'!A6", "别表!A5+'台账'!A13"),
        ('LOG10(A1)&"A5:A6"&A5', 'LOG10(A1)&"A5:A6"&A12'),
        ("表1[金额]+[1]台账!A9", "表1[金额]+[1]台账!A9"),
        ("A1:A3", "A1:A3"),
        ("SUM(A:A)", "SUM(A:A)"),
        ("SUM(6:7)", "SUM(13:14)"),
        ("IF(A4=TRUE,A3,A20)", "IF(A4=TRUE,A3,A27)"),
    ],
)
def test_references_follow_the_rows(formula: str, moved: str) -> None:
    assert Shift("台账", 4, 5, 9).formula(formula, here=True) == moved


STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def strict(text: str) -> str:
    for usual, other in STRICT.items():
        text = text.replace(usual, other)
    return text


def test_utf_16_strict_names_and_absolute_links_are_understood() -> None:
    wide, other = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(wide, "w") as archive, zipfile.ZipFile(other, "w") as second:
        for name, content in parts(designed()).items():
            told = '<?xml version="1.0" encoding="UTF-16"?>' + re.sub(
                r"^<\?xml[^>]*\?>", "", content.decode("utf-8", "replace")
            )
            archive.writestr(name, told.encode("utf-16") if name in {SHEET, "xl/workbook.xml"} else content)
            second.writestr(name, content if name.endswith(".png") else strict(content.decode()))
    linked = edited(
        designed(), "xl/_rels/workbook.xml.rels", lambda text: text.replace('="worksheets', '="/xl/worksheets')
    )
    for blank in (wide.getvalue(), other.getvalue(), linked):
        read = python_calamine.load_workbook(io.BytesIO(filled(blank))).get_sheet_by_name("台账").to_python()
        assert [tuple(row[:3]) for row in read[4:14]] == ROWS
        assert read[14][0] == "合计"
