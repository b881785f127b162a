"""Rows that come back: recognised by their token, by number and content where tokens lie, and compared cell by cell."""

from datetime import UTC, date, datetime

import pytest

from studio_app.incoming.returned import BOTH, OURS, SAME, THEIRS, UNCHANGED, Back, Handed, match, rows, said, verdict
from studio_app.workbook.reading.raw import Book, Row, Sheet

TITLES = {
    "serial": "序号",
    "day": "受理\n时间",
    "who": "当事人",
    "summary": "纠纷简要情况",
    "note": "备注",
    "token": "行标记",
}
KINDS = {"serial": "int", "day": "date"}
HEADING = ["序号", "受理时间", "当事人", "纠纷简要情况", "备注", "行标记"]


def handed(number: int, **cells: str) -> Handed:
    told = {"serial": str(number), "day": f"2026-03-{number:02d}", "who": f"甲{number}", "summary": f"漏水{number}"}
    return Handed(f"t{number}", f"case{number}", told | {"note": ""} | cells)


def back(number: int, token: str, **cells: str) -> Back:
    return Back(number + 4, token, dict(handed(number).cells) | cells)


HANDED = [handed(number) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (date(2026, 3, 5), "date", "2026-03-05"), (datetime(2026, 3, 5, tzinfo=UTC), "date", "2026-03-05"),
        ("2026.3.5", "date", "2026-03-05"), (46086.0, "date", "2026-03-05"), ("三月初", "date", "三月初"),
        (3.0, "int", "3"), (19900001234.0, "text", "19900001234"), (" 甲：赵某 \r\n\r\n乙：王某", "text", "甲：赵某\n乙：王某"),
        (None, "text", ""), ("", "date", ""),
    ],
)  # fmt: skip
def test_a_cell_says_the_same_whoever_saved_it(value: object, kind: str, words: str) -> None:
    assert said(value, kind) == words


@pytest.mark.parametrize(
    ("was", "theirs", "ours", "told"),
    [("一", "一", "一", UNCHANGED), ("一", "二", "一", THEIRS), ("一", "一", "二", OURS), ("一", "二", "三", BOTH), ("一", "二", "二", SAME)],
)  # fmt: skip
def test_each_cell_is_told_by_who_changed_it(was: str, theirs: str, ours: str, told: str) -> None:
    assert verdict(was, theirs, ours) == told


def test_rows_are_known_by_their_token_wherever_they_stand() -> None:
    moved = [back(4, "t4"), back(1, "t1", summary="改过"), back(2, "t2", serial="")]
    found = match(HANDED, moved)
    assert [(one.record_id, row.token) for one, row in found.pairs] == [
        ("case1", "t1"),
        ("case2", "t2"),
        ("case4", "t4"),
    ]
    assert [one.record_id for one in found.gone] == ["case3", "case5"]
    assert found.notes == []


def test_after_a_sort_of_the_columns_in_view_only_content_decides_and_it_is_said() -> None:
    tokens = ["t5", "t4", "t3", "t2", "t1"]
    sorted_only = [back(number, token) for number, token in enumerate(tokens, start=1)]
    found = match(HANDED, sorted_only)
    assert [(one.record_id, row.cells["who"]) for one, row in found.pairs] == [
        (f"case{n}", f"甲{n}") for n in range(1, 6)
    ]
    assert any("只排序了看得见的列" in note for note in found.notes)


def test_without_tokens_number_and_content_decide_and_it_is_said() -> None:
    found = match(HANDED, [back(2, "", note="办事处已阅"), back(5, "", serial="")])
    assert [one.record_id for one, _row in found.pairs] == ["case2", "case5"]
    assert any("没有行标记" in note for note in found.notes)


def test_a_row_of_the_office_is_new_and_takes_no_row_of_ours() -> None:
    own = Back(20, "", {"serial": "6", "day": "2026-03-20", "who": "孙某", "summary": "噪声", "note": ""})
    found = match(HANDED, [*(back(n, f"t{n}") for n in range(1, 6)), own])
    assert found.added == [own]
    assert (found.gone, found.notes) == ([], [])


def test_a_copied_row_is_new_the_second_time() -> None:
    found = match(HANDED, [back(1, "t1"), back(1, "t1")._replace(number=30)])
    assert [row.number for _one, row in found.pairs] == [5]
    assert [row.number for row in found.added] == [30]


def test_the_table_is_found_with_columns_moved_put_in_and_taken_out() -> None:
    heading = ["", "当事人", "序号", "社区意见", "行标记", "纠纷简要情况", "受理时间"]
    lines = [
        Row(1, ["某社区矛盾纠纷台账"]), Row(3, list(heading)), Row(4, ["", "甲1", 1.0, "同意", "t1", "漏水", date(2026, 3, 1)]),
        Row(5, ["", "甲2", 2.0, "", "t2", "很长（转下行）", date(2026, 3, 2)]), Row(6, ["", "", "", "", "t2", "（接上行）的话", ""]),
        Row(8, ["审核人：", "", "", "社区负责人：", "", "", ""]),
    ]  # fmt: skip
    found = rows(Book([Sheet("一", lines)]), TITLES, KINDS)
    assert [row.number for row in found] == [4, 5]
    assert found[0].cells == {"who": "甲1", "serial": "1", "summary": "漏水", "day": "2026-03-01"}
    assert found[1].cells["summary"] == "很长的话"
    assert [row.token for row in found] == ["t1", "t2"]


def test_a_reprinted_heading_and_another_sheet_go_on_with_the_table() -> None:
    sheets = [
        Sheet(
            "三月", [Row(1, list(HEADING)), Row(2, [1.0, "2026.3.1", "甲1", "漏水", "", "t1"]), Row(3, list(HEADING))]
        ),
        Sheet("四月", [Row(1, list(HEADING)), Row(2, [2.0, "2026.4.1", "甲2", "漏水", "", "t2"])]),
        Sheet("别的", [Row(1, ["名单"]), Row(2, ["甲", "乙", "丙", "丁", "戊"])]),
    ]
    assert [row.token for row in rows(Book(sheets), TITLES, KINDS)] == ["t1", "t2"]
