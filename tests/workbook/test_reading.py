"""Workbooks of every format are read by their content, in a process whose trouble and death are one sentence."""

import io
import os
import random
import signal
import time
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from studio_app.core.errors import Refused
from studio_app.workbook import reading
from studio_app.workbook.reading import NeedsPassword, Stopped, bounds, child, content
from studio_app.workbook.reading.raw import Book

DATA = Path(__file__).resolve().parents[1] / "data" / "intake"
TABLE = [
    ["序号", "日期", "当事人", "简要情况"],
    ["1", "2026.3.5", "王某", "楼上漏水，\n协商不成"],
    ["2", "", "㛃某", "𬭎"],
]


def csv_of(rows: list[list[str]], sign: str = ",") -> str:
    return "".join(sign.join(f'"{cell}"' if "\n" in cell else cell for cell in row) + "\r\n" for row in rows)


def cells(book: Book, sheet: int = 0) -> list[list[object]]:
    return [row.cells for row in book.sheets[sheet].rows]


def put(folder: Path, data: bytes, name: str = "台账.xlsx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def workbook(**sheets: list[list[object]]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(out)
    return out.getvalue()


def refusal(file: Path, password: str = "") -> str:
    with pytest.raises(Refused) as told:
        reading.read(file, password)
    return str(told.value)


@pytest.mark.parametrize("name", ["old.xlsx", "old.xls", "old.ods", "old-1904.xls", "old-1904.xlsx"])
def test_every_format_tells_the_same(name: str) -> None:
    book = reading.read(DATA / name)
    month, old = book.sheets
    assert [row.number for row in month.rows] == [1, 2, 3, 4, 6]
    assert [row.number for row in month.rows if row.hidden] == [4]
    assert month.rows[2].cells == [1, date(2026, 3, 5), "王某", 600]
    assert month.merged == [(1, 0, 1, 3)]
    assert (month.hidden, old.hidden) == (False, True)
    assert old.rows[0].cells[-1] == 19900000001
    assert book.since_1904 == ("1904" in name)


@pytest.mark.parametrize("name", ["old.xlsx", "old.xls"])
def test_a_failed_formula_is_told_and_not_blank(name: str) -> None:
    assert reading.read(DATA / name).sheets[0].rows[3].cells[3] == "#DIV/0!"


def test_a_wps_file_is_known_by_its_content(tmp_path: Path) -> None:
    for name in ("台账.et", "台账.xlsx", "台账.csv", "台账"):
        assert reading.read(put(tmp_path, (DATA / "old.xls").read_bytes(), name)).sheets[0].name == "3月"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_text_is_read_in_any_encoding_and_between_any_signs(tmp_path: Path, encoding: str, sign: str) -> None:
    book = reading.read(put(tmp_path, csv_of(TABLE, sign).replace("\n协", "\r\n协").encode(encoding), "台账.txt"))
    assert [[str(cell).replace("\r", "") for cell in row] for row in cells(book)] == TABLE
    assert [row.number for row in book.sheets[0].rows] == [1, 2, 4]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_web_page_under_the_name_of_a_workbook_is_read(tmp_path: Path, charset: str) -> None:
    page = (
        f"<html><head><meta charset={charset}><style>td {{color: red}}</style></head><body><h3>某街道2026年台账</h3><table>"
        "<tr><th rowspan=2>序号</th><th colspan=2>当事人</th></tr><tr><th>申请人</th><th>被申请人</th></tr>"
        "<tr style='display:none'><td>1<td>王某<br>赵某&nbsp;<td>㛃某</table><p>注：化名</p></body></html>"
    )
    encoding = "gb18030" if charset == "gb2312" else charset
    book = reading.read(put(tmp_path, page.encode(encoding), "台账.xls"))
    assert cells(book) == [
        ["某街道2026年台账"],
        ["序号", "当事人", ""],
        ["", "申请人", "被申请人"],
        ["1", "王某\n赵某", "㛃某"],
        ["注：化名"],
    ]
    assert [row.hidden for row in book.sheets[0].rows] == [False, False, False, True, False]
    assert book.sheets[0].merged == [(2, 0, 3, 0), (2, 1, 2, 2)]


def test_a_password_is_asked_for_and_opens(tmp_path: Path) -> None:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO((DATA / "old.xlsx").read_bytes())).encrypt("芝麻123", out)
    locked = put(tmp_path, out.getvalue())
    with pytest.raises(NeedsPassword) as asked:
        reading.read(locked)
    assert not asked.value.wrong
    with pytest.raises(NeedsPassword) as asked:
        reading.read(locked, "别的")
    assert asked.value.wrong
    assert reading.read(locked, "芝麻123").sheets[0].name == "3月"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\0" * 900, "空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "解压"),
        (bytes(range(256)) * 40, "认不出"),
        (b"<html><body>nothing here</body></html>", "没有表格"),
        (b"PK\x03\x04 cut short", "不完整"),
        (content.OLE + b"\0" * 600, "不完整"),
    ],
)
def test_what_is_no_workbook_is_said_in_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refusal(put(tmp_path, data))


def test_other_papers_in_a_box_are_named(tmp_path: Path) -> None:
    for part, words in (("word/document.xml", "Word"), ("ppt/presentation.xml", "幻灯片"), ("a.txt", "解压")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as box:
            box.writestr(part, "x")
        assert words in refusal(put(tmp_path, out.getvalue()))


def test_a_file_cut_short_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    for name in ("old.xlsx", "old.xls", "old.ods"):
        data = (DATA / name).read_bytes()
        for share in (0.2, 0.5, 0.9):
            assert refusal(put(tmp_path, data[: int(len(data) * share)], name))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert "找不到文件" in refusal(tmp_path / "没有.xlsx")


def with_part(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(台账=[["序号"], [1]]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_a_bomb_of_entities_does_not_go_off(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    sheet = f'<?xml version="1.0"?>{bomb}]><worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
    file = put(tmp_path, with_part(SHEET, sheet))
    with suppress(Refused):
        assert len(str(cells(reading.read(file)))) < 10_000


def test_a_bomb_in_the_archive_is_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<x/>")
        with box.open("xl/workbook.xml", "w", force_zip64=True) as part:
            for _ in range(bounds.MOST_UNPACKED // (1 << 23) + 1):
                part.write(b"\0" * (1 << 23))
    begun = time.monotonic()
    assert refusal(put(tmp_path, out.getvalue())) == bounds.TOO_BIG
    assert time.monotonic() - begun < 60


def test_a_used_range_to_the_last_cell_is_read_or_refused(tmp_path: Path) -> None:
    told = f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    blank = f'{told}<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData></worksheet>'
    assert cells(reading.read(put(tmp_path, with_part(SHEET, blank)))) == [[1.0]]
    filled = f'{told}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert refusal(put(tmp_path, with_part(SHEET, filled))) == bounds.TOO_BIG


def test_nothing_outside_the_file_is_asked(tmp_path: Path) -> None:
    sheet = (
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>7</v></c>'
        '<c r="B1" t="str"><f>cmd|\'/C calc\'!A0</f><v>x</v></c></row></sheetData></worksheet>'
    )
    assert cells(reading.read(put(tmp_path, with_part(SHEET, sheet)))) == [[7.0, "x"]]


def test_the_death_of_the_reading_process_is_one_sentence(tmp_path: Path) -> None:
    file = put(tmp_path, workbook(台账=[["序号", "当事人"], *([i, "王某"] for i in range(20_000))]))
    killed = []

    def kill(_rows: int) -> bool:
        if not killed:
            killed.extend(child_ids())
            for one in killed:
                os.kill(one, signal.SIGKILL)
        return True

    with pytest.raises(Refused) as told:
        reading.read(file, wanted=kill)
    assert killed
    assert str(told.value) == bounds.TOO_BIG


def child_ids() -> list[int]:
    from multiprocessing import active_children

    return [child.pid for child in active_children() if child.pid]


def test_stopping_is_heard_at_once(tmp_path: Path) -> None:
    file = put(tmp_path, workbook(台账=[["序号", "当事人"], *([i, "王某"] for i in range(20_000))]))
    heard: list[float] = []

    def stop(_rows: int) -> bool:
        heard.append(time.monotonic())
        return False

    with pytest.raises(Stopped):
        reading.read(file, wanted=stop)
    assert len(heard) == 1
    assert not child_ids()


def test_spoilt_bytes_are_read_or_refused_in_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A little of the campaign: in this process, for speed; the bounds are the other's."""
    chance = random.Random(5)
    sources = [(DATA / name).read_bytes() for name in ("old.xlsx", "old.xls", "old.ods", "old-1904.xls")]
    ends = set()
    for _ in range(150):
        data = bytearray(chance.choice(sources))
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        *_, (what, _value) = child.messages(put(tmp_path, bytes(data)), "")
        ends.add(what)
    assert ends <= {"end", "refused", "password"}
    capfd.readouterr()


def test_the_encrypting_library_knows_the_formats() -> None:
    assert msoffcrypto.OfficeFile(io.BytesIO((DATA / "old.xls").read_bytes())).format == "xls97"
