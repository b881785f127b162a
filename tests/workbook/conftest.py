"""The ledger T1, its values and a small invented table."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from studio_app.core.paths import resource
from studio_app.workbook.spec import Align, Band, Column, Kind, WorkbookSpec, load_spec
from studio_app.workbook.writer import write


@pytest.fixture(scope="session")
def t1() -> WorkbookSpec:
    return load_spec(resource("ledgers", "t1.toml"))


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
        "5f0c3a9e1b7d",
    )
    return [row, (2, *row[1:9], "黄", *row[10:]), (3, *row[1:8], "通道堆物。", "绿", "现场清理。", *row[11:])]


@pytest.fixture
def small() -> WorkbookSpec:
    """Text, long, date, int and money under two header rows."""
    return WorkbookSpec(
        sheet="O'Brien & <表>",
        title="{名}登记表",
        columns=(
            Column("phone", "电话", 13, group="联系"),
            Column("address", "地址", 16, Kind.LONG, Align.LEFT, group="联系"),
            Column("on", "日期", 10, Kind.DATE),
            Column("count", "件数", 8, Kind.INT),
            Column("amount", "金额（元）", 12, Kind.MONEY, Align.RIGHT),
        ),
        signature_row=Band("甲：", "乙：", "丙："),
        note="{说明}",
    )


@pytest.fixture
def write_small(small: WorkbookSpec, tmp_path: Path) -> Callable[..., Path]:
    """Writes rows of the small table and gives the file back."""

    def written(rows: Sequence[Sequence[Any]], **values: str) -> Path:
        path = tmp_path / "登记表.xlsx"
        write(small, {"名": "示例", "说明": ""} | values, rows, path, force=True)
        return path

    return written
