"""What a ledger looks like, read from a TOML file so that a district can change it without code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from studio_app.core.errors import Refused, Unavailable

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_BAD_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class Kind(StrEnum):
    """What a column holds; a value of another type is written as what it is, text when in doubt."""

    TEXT = "text"  # format @: phones, IDs and numbers of papers keep every digit
    LONG = "long"  # running text, left aligned; not @, which older Excel shows as #### beyond 255 characters
    DATE = "date"  # real dates shown yyyy.m.d
    INT = "int"
    MONEY = "money"  # int in 分, written in 元 with two decimals


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


_USUAL_ALIGN = {Kind.LONG: Align.LEFT, Kind.MONEY: Align.RIGHT}


@dataclass(frozen=True)
class Font:
    name: str
    size: float  # points


@dataclass(frozen=True)
class Fonts:
    title: Font = Font("黑体", 22)
    header: Font = Font("黑体", 11)
    body: Font = Font("宋体", 10)
    band: Font = Font("宋体", 12)  # second row, note and signature row


@dataclass(frozen=True)
class Column:
    """One column; `fills` maps the word a cell starts with to its colour RRGGBB."""

    key: str
    title: str
    width: float  # characters, as Excel and WPS show it
    kind: Kind = Kind.TEXT
    align: Align = Align.CENTER
    wrap: bool = True
    group: str = ""  # neighbours of one group share a merged header above their own
    fills: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False  # the last ones only: beside the table, so that sorting takes them along


@dataclass(frozen=True)
class Band:
    """A row of three parts above or below the table; the parts may hold placeholders."""

    left: str = ""
    middle: str = ""
    right: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        return self.left, self.middle, self.right


@dataclass(frozen=True)
class Margins:
    """Centimetres."""

    left: float = 1.3
    right: float = 1.3
    top: float = 1.5
    bottom: float = 1.5
    header: float = 0.6
    footer: float = 0.7


@dataclass(frozen=True)
class Page:
    """Always one page wide; `header` and `footer` use the codes of ECMA-376-1 §18.3.1.46 (&P, &N …)."""

    paper: str = "A4"
    landscape: bool = True
    margins: Margins = Margins()
    header: str = ""
    footer: str = "&C第&P页 共&N页"


@dataclass(frozen=True)
class WorkbookSpec:
    """One workbook of one sheet: title, second row, header, body, note, signature row."""

    sheet: str
    title: str
    columns: tuple[Column, ...]
    second_row: Band = Band()
    signature_row: Band = Band()
    note: str = ""  # a row above the signatures, left out when nothing stands in it
    empty: str = "本期无记录（零报告）"
    fonts: Fonts = Fonts()
    page: Page = Page()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns' keys in the order in which `write` expects the cells of a row."""
        return tuple(column.key for column in self.columns)

    @property
    def visible(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.hidden)

    @property
    def header_rows(self) -> int:
        return 2 if any(column.group for column in self.columns) else 1

    @property
    def placeholders(self) -> frozenset[str]:
        """Every name `write` must be given a value for."""
        bands = (*self.second_row.parts, *self.signature_row.parts)
        texts = (self.title, self.note, self.page.header, self.page.footer, *bands)
        return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with `{name}` replaced; a value may itself hold braces. Refuses a name nobody fills."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise Refused(f"台账格式里的“{{{match[1]}}}”没有内容可填，请改正格式文件后再导出。")
        return values[match[1]]

    return _PLACEHOLDER.sub(value, template)


def load_spec(path: Path) -> WorkbookSpec:
    """The description in one TOML file; Refused says what is wrong, Unavailable that it is not there."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unavailable(f"读不到台账格式文件“{path.name}”，请检查文件是否还在。") from error
    except ValueError as error:
        raise Refused(f"台账格式文件“{path.name}”写得不对：{error}") from error
    try:
        spec = _spec(table)
        _check(spec)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"台账格式文件“{path.name}”写得不对：{error}") from error
    return spec


def _spec(table: dict[str, Any]) -> WorkbookSpec:
    page = dict(table.pop("page", {}))
    margins = Margins(**page.pop("margins", {}))
    fonts = {use: Font(**font) for use, font in table.pop("fonts", {}).items()}
    return WorkbookSpec(
        columns=tuple(_column(column) for column in table.pop("columns")),
        second_row=Band(**table.pop("second_row", {})),
        signature_row=Band(**table.pop("signature_row", {})),
        fonts=Fonts(**fonts),
        page=Page(margins=margins, **page),
        **table,
    )


def _column(table: dict[str, Any]) -> Column:
    kind = Kind(table.pop("kind", Kind.TEXT))
    align = Align(table.pop("align", _USUAL_ALIGN.get(kind, Align.CENTER)))
    return Column(kind=kind, align=align, **table)


def _check(spec: WorkbookSpec) -> None:
    """Refuses with ValueError what Excel would refuse to open or what could not be told apart."""
    if not 0 < len(spec.sheet) <= 31 or _BAD_IN_SHEET_NAME.search(spec.sheet):
        raise ValueError("工作表名（sheet）须为 1 至 31 字，不能含 [ ] : * ? / \\")
    if spec.page.paper not in {"A4", "A3"}:
        raise ValueError("纸张（paper）只能是 A4 或 A3")
    if len(spec.visible) < 3:
        raise ValueError("列（columns）不能少于三列")
    if spec.columns[: len(spec.visible)] != spec.visible:
        raise ValueError("隐藏的列（hidden）要排在最后")
    if len(set(spec.keys)) < len(spec.keys):
        raise ValueError("列的 key 不能重复")
    for column in spec.columns:
        _check_column(column)


def _check_column(column: Column) -> None:
    if not 0 < column.width <= 255:
        raise ValueError(f"“{column.title}”的宽度须在 0 与 255 之间")
    for colour in column.fills.values():
        if not _COLOUR.fullmatch(colour):
            raise ValueError(f"“{column.title}”的颜色“{colour}”须为六位十六进制数")
