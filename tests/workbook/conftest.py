"""The ledger T1, its values and a small invented table."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from studio_app.core.paths import resource
from studio_app.core.whole_file import replacing
from studio_app.workbook.body import Kind
from studio_app.workbook.template import Plan, Template, load


@pytest.fixture(scope="session")
def t1() -> Template:
    return load(resource("ledgers", "t1.toml"))


@pytest.fixture(scope="session")
def t1_values() -> dict[str, str]:
    return {
        "街道": "中山路街道",
        "社区": "幸福社区",
        "期间": "2026年11月",
        "填报单位": "幸福社区委员工作室",
        "填报人": "李某",
        "填报日期": "2026年11月30日",
        "审核人": "",
        "联系电话": "19900000001",
        "说明": "",
    }


@pytest.fixture(scope="session")
def t1_rows() -> list[tuple[Any, ...]]:
    row = (
        1,
        date(2026, 11, 3),
        "群众来访",
        "邻里",
        "幸福家园3号楼",
        "甲：赵某\n乙：王某",
        "19900001001\n19900001002",
        2,
        "楼上渗水致客厅吊顶发霉，要求维修并赔偿。" * 5,
        "红",
        "11月5日面对面调解，约定十日内重做防水。",
        "幸福社区\n李某",
        date(2026, 12, 3),
        "化解中",
        None,
        "",
        "（2026）评字第7号",
        "4f2a90c1d7e3",
    )
    return [row, (2, *row[1:9], "黄", *row[10:]), (3, *row[1:8], "通道堆物。", "绿", "现场清理。", *row[11:])]


@pytest.fixture(scope="session")
def small() -> Template:
    """Text, long, date, int and money under two header rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "O'Brien & <表>"
    sheet["A1"], sheet["A2"], sheet["C2"], sheet["D2"], sheet["E2"] = "{名}登记表", "联系", "日期", "件数", "金额（元）"
    sheet["A3"], sheet["B3"] = "电话", "地址"
    for merged in ("A1:E1", "A2:B2", "C2:C3", "D2:D3", "E2:E3", "A6:E6"):
        sheet.merge_cells(merged)
    sheet["A6"], sheet["A7"] = "{说明}", "甲："
    looks = (("@", 13), ("General", 16), ("yyyy.m.d", 10), ("General", 8), ("#,##0.00", 12))
    for place, (number, width) in enumerate(looks, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 5 / 7
        for row in (4, 5):
            cell = sheet.cell(row, place)
            cell.number_format, cell.font = number, Font(name="宋体", size=10)
            cell.alignment = Alignment(vertical="center", wrap_text=place < 3, shrink_to_fit=place > 2)
    fields = {
        "A": ("phone", Kind.TEXT),
        "B": ("address", Kind.TEXT),
        "C": ("on", Kind.DATE),
        "D": ("count", Kind.INT),
        "E": ("amount", Kind.MONEY),
    }
    return Template(saved(book), Plan(sheet.title, 4, 5, fields))


def saved(book: Any) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def write(
    template: Template, values: Mapping[str, str], rows: Iterable[Sequence[Any]], path: Path, *, force: bool = False
) -> int:
    """As the ledgers do it."""
    with replacing(path, force=force) as stream:
        return template.fill(values, rows, stream)


@pytest.fixture
def write_small(small: Template, tmp_path: Path) -> Callable[..., Path]:
    """Writes rows of the small table and gives the file back."""

    def written(rows: Sequence[Sequence[Any]], **values: str) -> Path:
        path = tmp_path / "登记表.xlsx"
        write(small, {"名": "示例", "说明": ""} | values, rows, path, force=True)
        return path

    return written
