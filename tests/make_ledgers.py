"""Makes the workbooks of `resources/ledgers`: `python -m tests.make_ledgers`; the same bytes every time.

Widths as Excel and WPS show them, sizes in points, margins in centimetres. What a cell of a column holds stands in the
TOML file beside the workbook; a district may change either.
"""

import io
import re
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from studio_app.core.paths import resource
from studio_app.workbook.row_height import height, line_count


def _font(name: str, size: float) -> Font:
    """Charset 134 (GB 2312) tells an office without this font to take another Chinese one."""
    return Font(name=name, size=size, family=3, charset=134)


TITLE, HEAD, BODY, BAND = _font("黑体", 22), _font("黑体", 10.5), _font("宋体", 10.5), _font("宋体", 12)
_MERGES = re.compile("(<mergeCell [^>]*>)+")  # openpyxl keeps them in a set
EMPTY_PARTS = ("docProps/app.xml", "docProps/core.xml")
PADDED = 5 / 7
CM = 2.54
MIN_LINES = 2  # a record of one short line still leaves room for a note by hand
SIGNATURE = 40.0  # points, room for a signature by hand
GUIDE = "填表说明"
TOKEN = "行标记"
RISKS = {"红": "FF9C9C", "黄": "FFE699", "绿": "A9D68F"}
FORMATS = {"text": "@", "long": "General", "date": "yyyy.m.d", "int": "General", "money": "#,##0.00"}


@dataclass(frozen=True)
class Col:
    """A column: its heading, width, what it holds; `words` is the list it may be chosen from, with `fills` risks have colours."""

    title: str
    width: float
    kind: str = "text"
    align: str = ""
    words: str = ""
    fills: bool = False
    about: str = ""

    @property
    def placed(self) -> str:
        return self.align or {"long": "left", "money": "right"}.get(self.kind, "center")


@dataclass(frozen=True)
class Ledger:
    """One workbook; three parts stand above the table and three below it."""

    name: str
    sheet: str
    title: str
    columns: Sequence[Col]
    above: Sequence[str] = ("填报单位：{填报单位}（盖章）", "填报人：{填报人}", "填报日期：{填报日期}")
    below: Sequence[str] = ("审核人：{审核人}", "社区负责人（签字）：", "联系电话：{联系电话}")
    works: bool = False
    """A working list has a filter."""
    guide: Sequence[str] = ()
    """What is said on a sheet of its own; a ledger that comes back has none, and its rows bear a mark instead."""


T1 = Ledger(
    "t1",
    "矛盾纠纷排查化解台账",
    "{街道}{社区}矛盾纠纷排查化解台账（{期间}）",
    (
        Col("序号", 4, "int"),
        Col("排查\n(受理)\n时间", 10.5, "date"),
        Col("来源", 8),
        Col("纠纷\n类型", 8.5),
        Col("发生\n地点\n(小区/楼栋)", 11, align="left"),
        Col("当事人\n姓名\n(甲/乙)", 12.5, align="left"),
        Col("联系电话", 12.5),
        Col("涉及\n人数", 4, "int"),
        Col("纠纷简要情况", 30.5, "long"),
        Col("风险\n等级", 8.5, fills=True),
        Col("化解措施及进展", 18, "long"),
        Col("包保\n(责任)\n单位及\n责任人", 10),
        Col("化解时限", 10.5, "date"),
        Col("化解\n结果\n(是否\n化解)", 6.5),
        Col("办结\n(销号)\n时间", 10.5, "date"),
        Col("回访情况\n/满意度", 9),
        Col("备注", 9),
    ),
)
"""Seventeen columns, 183.5 widths in all, with margins of 0.8 cm: on A4 they print at less than 80 %, the body at
little more than eight points, below which old people cannot read it. So no column can be wider unless another gives way.
Type and level have room for four characters, days for 2026.12.14; what is set to the left keeps off the rule.
"""


def _register(name: str, sheet: str, rows: str, columns: Sequence[Col]) -> Ledger:
    """A working list of the studio: it has a filter, lists to choose from, and comes back by nothing."""
    guide = (
        rows,
        "每一行是程序里记下的一条；改了这张表，程序里不会跟着变。",
        "有下拉箭头的格子可以选常用的词，也可以另写。备注里写着示例、补录的，是示例数据和事后补记的。",
    )
    return Ledger(name, sheet, f"{{单位}}{sheet}（{{期间}}）", (*columns, Col("备注", 8)), works=True, guide=guide)


MEDIATION = _register(
    "mediation",
    "人民调解案件登记簿",
    "这段时间受理的人民调解，按受理日期排。",
    (
        Col("序号", 5, "int"),
        Col("受理日期", 10.5, "date"),
        Col("编号", 13),
        Col("当事人", 13),
        Col("纠纷\n类型", 8.5),
        Col("来源", 8),
        Col("简要情况", 26, "long"),
        Col("调解员", 8),
        Col("调解结果", 9),
        Col("协议\n形式", 6, words="agreement_forms"),
        Col("协议编号", 13),
        Col("协议金额\n（元）", 12, "money"),
        Col("履行情况", 9),
        Col("司法确认", 9),
        Col("结案日期", 10.5, "date"),
        Col("归档日期", 10.5, "date"),
    ),
)

PROMINENT = _register(
    "prominent",
    "突出矛盾纠纷台账",
    "这段时间受理的红色、黄色纠纷，按受理日期排。",
    (
        Col("序号", 5, "int"),
        Col("单位", 12),
        Col("矛盾纠纷简要情况", 40, "long"),
        Col("风险\n等级", 7, words="risks", fills=True),
        Col("责任单位/\n责任人", 14),
        Col("化解时限", 10.5, "date"),
        Col("化解情况", 12),
        Col("化解措施\n及进展", 26, "long"),
        Col("交办督办\n情况", 18, "long"),
        Col("销号情况", 10.5, "date"),
    ),
)

INTAKE = _register(
    "intake",
    "来访接待登记簿",
    "来访、来电等都列在内，按来访日期排。",
    (
        Col("序号", 5, "int"),
        Col("来访日期", 10.5, "date"),
        Col("来访人", 10),
        Col("联系电话", 13),
        Col("人数", 5, "int"),
        Col("来访方式", 8, words="channels"),
        Col("类别", 8, words="intake_kinds"),
        Col("纠纷\n类型", 9),
        Col("反映内容", 36, "long"),
        Col("诉求", 18, "long"),
        Col("当场答复", 18, "long"),
        Col("去向", 10),
        Col("接待人", 8),
        Col("办理结果", 16, "long"),
    ),
)

FOLLOW_UP = _register(
    "follow_up",
    "回访登记簿",
    "每次回访一行，按回访日期排。",
    (
        Col("序号", 5, "int"),
        Col("回访日期", 10.5, "date"),
        Col("编号", 20),
        Col("当事人", 16),
        Col("回访\n方式", 8, words="follow_up_methods"),
        Col("回访对象", 12),
        Col("履行\n情况", 8, words="fulfilments"),
        Col("回访情况", 36, "long"),
        Col("满意度", 9, words="satisfactions"),
        Col("新的苗头", 16, "long"),
        Col("采取的\n措施", 16, "long"),
        Col("下次回访", 10.5, "date"),
        Col("回访人", 8),
    ),
)

PERFORMANCE = _register(
    "performance",
    "协议履行台账",
    "履行期限在这段时间里的约定，按期限排；没有写期限的不在内。",
    (
        Col("序号", 5, "int"),
        Col("履行期限", 10.5, "date"),
        Col("编号", 13),
        Col("当事人", 16),
        Col("履行人", 9),
        Col("权利人", 9),
        Col("履行内容", 34, "long"),
        Col("金额（元）", 13, "money"),
        Col("地点", 12),
        Col("履行\n状态", 9, words="obligation_states"),
        Col("已经履行的", 26, "long"),
        Col("督促", 18, "long"),
    ),
)

ORAL = _register(
    "oral",
    "口头协议登记簿",
    "口头谈成、没有订书面协议的，按谈成日期排；已由新版代替的不在内。",
    (
        Col("序号", 5, "int"),
        Col("谈成日期", 10.5, "date"),
        Col("编号", 20),
        Col("当事人", 16),
        Col("纠纷\n类型", 9),
        Col("纠纷事实", 34, "long"),
        Col("协议内容", 40, "long"),
        Col("地点", 12),
        Col("调解员", 9),
    ),
)

LEDGERS = (T1, MEDIATION, PROMINENT, INTAKE, FOLLOW_UP, PERFORMANCE, ORAL)


def _labels(name: str) -> list[str]:
    entries = tomllib.loads(resource("dictionaries", f"{name}.toml").read_text(encoding="utf-8"))["entry"]
    return [entry["label"] for entry in entries]


def made(ledger: Ledger) -> bytes:
    """The workbook of one ledger."""
    book = Workbook()
    book._fonts[0] = BODY  # the font in which widths are counted
    book._named_styles["Normal"].font = BODY
    _Design(book, ledger).draw()
    held = io.BytesIO()
    book.save(held)
    return _pinned(held.getvalue(), ledger)


class _Design:
    """Draws title, heading, two ready rows, note and signatures."""

    def __init__(self, book: Workbook, ledger: Ledger) -> None:
        self.book, self.ledger, self.sheet = book, ledger, book.active
        self.sheet.title = ledger.sheet
        self.wide = len(ledger.columns)
        self.last = get_column_letter(self.wide)
        thin = Side(style="thin", color="000000")
        self.box = Border(left=thin, right=thin, top=thin, bottom=thin)

    def draw(self) -> None:
        for place, column in enumerate(self.ledger.columns, start=1):
            self.sheet.column_dimensions[get_column_letter(place)].width = column.width + PADDED
        if not self.ledger.guide:
            beside = self.sheet.column_dimensions[get_column_letter(self.wide + 1)]
            beside.width, beside.hidden = 14, True
        self._wide(1, self.ledger.title, TITLE, "center", points=height(1, 22) + 3)
        self._band(2, self.ledger.above, height(1, 12) + 3)
        self._heading(3)
        for row in (4, 5):
            self._ready(row)
        self._wide(6, "{说明}", BAND, "left", points=height(1, 12) + 3)
        self._band(7, self.ledger.below, SIGNATURE)
        self._rules()
        self._paper()
        if self.ledger.guide:
            self._guide()

    def _put(self, row: int, column: int, words: str | None, font: Font, across: str, **more: Any) -> None:
        cell = self.sheet.cell(row, column, words)
        cell.font = font
        lines = {"wrap_text": more.get("wrap", True), "shrink_to_fit": not more.get("wrap", True)}
        cell.alignment = Alignment(horizontal=across, vertical="center", indent=more.get("indent", 0), **lines)
        cell.border = self.box if more.get("boxed") else Border()
        cell.number_format = more.get("number", "General")

    def _wide(self, row: int, words: str, font: Font, across: str, *, points: float) -> None:
        for column in range(1, self.wide + 1):
            self._put(row, column, words if column == 1 else None, font, across)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.wide)
        self.sheet.row_dimensions[row].height = points

    def _band(self, row: int, parts: Sequence[str], points: float) -> None:
        spans = _thirds([column.width for column in self.ledger.columns])
        for (first, last), words, across in zip(spans, parts, ("left", "center", "right"), strict=True):
            for column in range(first, last + 1):
                self._put(row, column, words if column == first else None, BAND, across)
            if last > first:
                self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        self.sheet.row_dimensions[row].height = points

    def _heading(self, row: int) -> None:
        for place, column in enumerate(self.ledger.columns, start=1):
            self._put(row, place, column.title, HEAD, "center", boxed=True)
        if not self.ledger.guide:
            self._put(row, self.wide + 1, TOKEN, HEAD, "center", boxed=True)
        lines = max(line_count(column.title, column.width) for column in self.ledger.columns)
        self.sheet.row_dimensions[row].height = height(max(lines, 2), HEAD.size)

    def _ready(self, row: int) -> None:
        for place, column in enumerate(self.ledger.columns, start=1):
            words = column.kind in {"text", "long"}
            look = {"number": FORMATS[column.kind], "wrap": words, "indent": int(column.placed == "left")}
            self._put(row, place, None, BODY, column.placed, boxed=True, **look)
        if not self.ledger.guide:
            self._put(row, self.wide + 1, None, BODY, "center", boxed=True, number="@")
        self.sheet.row_dimensions[row].height = height(MIN_LINES, BODY.size)

    def _rules(self) -> None:
        for place, column in enumerate(self.ledger.columns, start=1):
            letter = get_column_letter(place)
            for word, colour in RISKS.items() if column.fills else ():
                fill = PatternFill(bgColor=f"FF{colour}", fill_type="solid")
                rule = FormulaRule([f'LEFT({letter}4,1)="{word}"'], fill=fill, stopIfTrue=True)
                self.sheet.conditional_formatting.add(f"{letter}4:{letter}5", rule)
            if column.words:
                listed = DataValidation("list", formula1=f'"{",".join(_labels(column.words))}"', errorStyle="warning")
                listed.error, listed.errorTitle = (
                    "这个词不在常用的几种里，确定要这样写吗？",
                    column.title.replace("\n", ""),
                )
                self.sheet.add_data_validation(listed)
                listed.add(f"{letter}4:{letter}5")
        if self.ledger.works:
            self.sheet.auto_filter.ref = f"A3:{self.last}5"

    def _paper(self) -> None:
        sheet = self.sheet
        sheet.freeze_panes = "A4"
        sheet.print_title_rows, sheet.print_area = "3:3", f"A1:{self.last}7"
        _on_a4(sheet)
        sheet.oddHeader.right.text, sheet.oddFooter.center.text = "{说明}", "第&P页 共&N页"

    def _guide(self) -> None:
        sheet = self.book.create_sheet(GUIDE)
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 100
        rows = [(GUIDE, ""), *(("", words) for words in self.ledger.guide)]
        rows += [(column.title.replace("\n", ""), column.about) for column in self.ledger.columns if column.about]
        for number, (name, words) in enumerate(rows, start=1):
            for place, said in enumerate((name, words), start=1):
                cell = sheet.cell(number, place, said or None)
                cell.font = _font("黑体", 16) if number == 1 else BAND
                cell.alignment = Alignment(vertical="center", wrap_text=place == 2)
            sheet.row_dimensions[number].height = height(line_count(words, 90), 16 if number == 1 else 12) + 3
        _on_a4(sheet)


def _on_a4(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.8 / CM
    margins.top = margins.bottom = 1.3 / CM
    margins.header = margins.footer = 0.6 / CM


def _thirds(widths: Sequence[float]) -> list[tuple[int, int]]:
    """Three neighbouring column ranges of about the same width, none empty, counted from 1."""
    reached, cuts = 0.0, list[int]()
    for n, width in enumerate(widths):
        reached += width
        if len(cuts) < 2 and (reached >= sum(widths) * (len(cuts) + 1) / 3 or n == len(widths) - 3 + len(cuts)):
            cuts.append(n + 1)
    return [(1, cuts[0]), (cuts[0] + 1, cuts[1]), (cuts[1] + 1, len(widths))]


def _pinned(data: bytes, ledger: Ledger) -> bytes:
    """Without who made it and when; phones and ID numbers are text and need no green triangle."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name in EMPTY_PARTS:
                continue
            text = old.read(name).decode()
            text = re.sub(r"<(Override|Relationship) [^>]*docProps/(app|core)\.xml[^>]*/>", "", text)
            text = _MERGES.sub(lambda found: "".join(sorted(re.findall("<[^>]*>", found[0]))), text)
            if name == "xl/worksheets/sheet1.xml":
                area = f"A4:{get_column_letter(len(ledger.columns) + 1)}5"
                ignored = f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
                text = text.replace("</worksheet>", f"{ignored}</worksheet>")
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, text)
    return held.getvalue()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else resource("ledgers")
    for ledger in LEDGERS:
        (folder / f"{ledger.name}.xlsx").write_bytes(made(ledger))
        print(folder / f"{ledger.name}.xlsx")


if __name__ == "__main__":
    main()
