"""收回台账: a ledger goes out, is corrected in the office's program, and comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from studio_app.core.errors import Refused
from studio_app.desk import Desk
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.ledger import LedgerOrder
from studio_app.services.ledgers import Returned

NOVEMBER = LedgerOrder(date(2026, 11, 1), date(2026, 11, 30), to_whom="community", purpose="ledger")
SUMMARIES = ("楼上漏水泡了天花板", "半夜装修吵人", "车位被占")


@pytest.fixture
def cases(desk: Desk) -> list[str]:
    made = []
    for number, summary in enumerate(SUMMARIES, start=1):
        parties = [
            PartyDraft(name=f"赵某{number}", phone=f"1990000000{number}"),
            PartyDraft(name="王某", side="respondent"),
        ]
        opening = Opening(
            title="邻里纠纷", dispute_type="neighbour", summary=summary, place=f"幸福里{number}号楼", parties=parties
        )
        made.append(str(desk.services.cases.open(opening).id))
    return made


@pytest.fixture
def send(desk: Desk, tmp_path: Path) -> Callable[..., Path]:
    """A ledger that was given out, and what the office did to it."""

    def sent(edit: Callable[[Any, Callable[[str, str], Any]], None], order: LedgerOrder = NOVEMBER) -> Path:
        path = tmp_path / "台账.xlsx"
        desk.services.ledgers.export_t1(order, path, force=True)
        book = load_workbook(path)
        sheet = book.active
        edit(sheet, lambda summary, title: _cell(sheet, summary, title))
        book.save(path)
        return path

    return sent


def _cell(sheet: Any, summary: str, title: str) -> Any:
    """The cell of a row, which is found by the summary it was handed over with, under a heading."""
    heading = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    titles = ["".join(str(cell.value or "").split()) for cell in heading]
    row = next(row for row in sheet.iter_rows() if row[titles.index("纠纷简要情况")].value == summary)
    return row[titles.index(title)]


def told(found: Returned) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(row's summary as handed over or number, column) → what stood there, what they wrote, verdict."""
    return {(row.label, one.title): (one.handed, one.theirs, one.verdict) for row in found.rows for one in row.changes}


def untouched(_sheet: Any, _cell: Any) -> None:
    """Opened and saved."""


def test_a_ledger_that_was_only_opened_and_saved_has_nothing_to_tell(
    desk: Desk, cases: list[str], send: Callable[..., Path]
) -> None:
    found = desk.services.ledgers.returned(send(untouched))
    assert (found.rows, found.unchanged, found.added, found.gone, found.notes) == ([], 3, [], [], [])


def test_a_ledger_sorted_with_its_marks_is_read_and_one_sorted_without_is_recognised_and_said(
    desk: Desk, cases: list[str], send: Callable[..., Path]
) -> None:
    def turned_round(columns: int) -> Callable[[Any, Any], None]:
        def edit(sheet: Any, cell: Any) -> None:
            first = cell(SUMMARIES[0], "序号").row
            rows = [[sheet.cell(first + n, column).value for column in range(1, columns + 1)] for n in range(3)]
            for n, values in enumerate(reversed(rows)):
                for column, value in enumerate(values, start=1):
                    sheet.cell(first + n, column).value = value

        return edit

    whole = desk.services.ledgers.returned(send(turned_round(18)))
    assert (whole.rows, whole.unchanged, whole.notes) == ([], 3, [])
    seen_only = desk.services.ledgers.returned(send(turned_round(17)))
    assert (seen_only.rows, seen_only.unchanged) == ([], 3)
    assert any("只排序了看得见的列" in note for note in seen_only.notes)


def test_a_ledger_whose_marks_were_taken_out_is_recognised_and_said(
    desk: Desk, cases: list[str], send: Callable[..., Path]
) -> None:
    def without(sheet: Any, cell: Callable[[str, str], Any]) -> None:
        cell(SUMMARIES[1], "涉及人数").value = 6
        sheet.delete_cols(18)
        sheet.insert_cols(3)

    found = desk.services.ledgers.returned(send(without))
    assert [(one.title, one.theirs) for one in found.acceptable] == [("涉及人数", "6")]
    assert any("没有行标记" in note for note in found.notes)


def test_what_the_office_changed_is_taken_over_in_one_step_and_undone(
    desk: Desk, cases: list[str], send: Callable[..., Path]
) -> None:
    def corrected(_sheet: Any, cell: Callable[[str, str], Any]) -> None:
        cell(SUMMARIES[0], "纠纷类型").value = "物业"
        cell(SUMMARIES[1], "涉及人数").value = 12
        cell(SUMMARIES[2], "纠纷简要情况").value = "车位被占，已协商"

    found = desk.services.ledgers.returned(send(corrected))
    assert sorted((one.title, one.theirs, one.verdict) for one in found.acceptable) == [
        ("涉及人数", "12", "theirs"), ("纠纷简要情况", "车位被占，已协商", "theirs"), ("纠纷类型", "物业", "theirs"),
    ]  # fmt: skip
    assert desk.services.ledgers.take_back(found, [one.place for one in found.acceptable]) == 3
    now = [desk.services.cases.details(one) for one in cases]
    assert (now[0].dispute_type, now[1].people_count, now[2].summary) == ("property_service", 12, "车位被占，已协商")
    desk.services.history.undo()
    again = [desk.services.cases.details(one) for one in cases]
    assert (again[0].dispute_type, again[1].people_count, again[2].summary) == ("neighbour", None, SUMMARIES[2])


def test_only_what_is_accepted_is_stored(desk: Desk, cases: list[str], send: Callable[..., Path]) -> None:
    def corrected(_sheet: Any, cell: Callable[[str, str], Any]) -> None:
        cell(SUMMARIES[0], "涉及人数").value = 5
        cell(SUMMARIES[1], "涉及人数").value = 6

    found = desk.services.ledgers.returned(send(corrected))
    first = next(one for one in found.acceptable if one.theirs == "5")
    assert desk.services.ledgers.take_back(found, [first.place]) == 1
    assert [desk.services.cases.details(one).people_count for one in cases] == [5, None, None]


def test_three_ways_are_told_apart(desk: Desk, cases: list[str], send: Callable[..., Path]) -> None:
    def corrected(_sheet: Any, cell: Callable[[str, str], Any]) -> None:
        cell(SUMMARIES[0], "涉及人数").value = 5
        cell(SUMMARIES[1], "涉及人数").value = 6

    path = send(corrected)
    for case_id, count in zip(cases, (7, 6, 8), strict=True):
        details = desk.services.cases.details(case_id)
        desk.services.cases.change_details(case_id, replace(details, people_count=count))
    found = desk.services.ledgers.returned(path)
    verdicts = [one.verdict for row in found.rows for one in row.changes if one.title == "涉及人数"]
    assert verdicts == ["both", "same", "ours"]
    assert [one.theirs for one in found.acceptable] == ["5"]


def test_a_masked_cell_never_covers_what_stands_there(desk: Desk, cases: list[str], send: Callable[..., Path]) -> None:
    details = desk.services.cases.details(cases[0])
    desk.services.cases.change_details(cases[0], replace(details, summary="电话 19900000001 打不通"))

    def corrected(sheet: Any, _cell: Any) -> None:
        masked = next(cell for row in sheet.iter_rows() for cell in row if "打不通" in str(cell.value))
        assert "19900000001" not in masked.value
        masked.value = f"{masked.value}，请再打"

    found = desk.services.ledgers.returned(send(corrected))
    (change,) = [one for row in found.rows for one in row.changes]
    assert "遮盖过" in change.reason
    assert found.acceptable == []
    assert desk.services.ledgers.take_back(found, [change.place]) == 0
    assert desk.services.cases.details(cases[0]).summary == "电话 19900000001 打不通"


def test_what_follows_from_the_work_is_only_told(desk: Desk, cases: list[str], send: Callable[..., Path]) -> None:
    def corrected(_sheet: Any, cell: Callable[[str, str], Any]) -> None:
        cell(SUMMARIES[0], "化解结果(是否化解)").value = "已化解"

    found = desk.services.ledgers.returned(send(corrected))
    (change,) = [one for row in found.rows for one in row.changes]
    assert (change.theirs, change.verdict) == ("已化解", "theirs")
    assert "请到这件纠纷里改" in change.reason


def test_rows_put_in_taken_out_and_sorted_are_told(desk: Desk, cases: list[str], send: Callable[..., Path]) -> None:
    def corrected(sheet: Any, cell: Callable[[str, str], Any]) -> None:
        gone = cell(SUMMARIES[1], "序号").row
        new = cell(SUMMARIES[2], "序号").row
        sheet.cell(gone, 2).value, sheet.cell(gone, 9).value = date(2026, 11, 9), "社区自己登记的一件"
        for column in (1, 3, 4, 5, 6, 7):
            sheet.cell(gone, column).value = {1: 9, 4: "邻里", 5: "幸福里9号楼", 6: "甲：孙某\n乙：李某"}.get(column)
        assert new > gone

    found = desk.services.ledgers.returned(send(corrected))
    assert [row.cells["summary"] for row in found.added] == ["社区自己登记的一件"]
    assert len(found.gone) == 1
    assert found.unchanged == 2


def test_a_word_that_is_not_in_the_list_stops_the_step_and_nothing_is_stored(
    desk: Desk, cases: list[str], send: Callable[..., Path]
) -> None:
    def corrected(_sheet: Any, cell: Callable[[str, str], Any]) -> None:
        cell(SUMMARIES[0], "涉及人数").value = 5
        cell(SUMMARIES[1], "纠纷类型").value = "扯皮"

    found = desk.services.ledgers.returned(send(corrected))
    with pytest.raises(Refused, match="没有“扯皮”这一项"):
        desk.services.ledgers.take_back(found, [one.place for one in found.acceptable])
    assert desk.services.cases.details(cases[0]).people_count is None


def test_a_strange_workbook_and_a_strange_ledger_are_refused_in_a_sentence(
    desk: Desk, cases: list[str], send: Callable[..., Path], tmp_path: Path
) -> None:
    strange = Workbook()
    strange.active.append(["姓名", "电话"])
    strange.save(tmp_path / "名单.xlsx")
    with pytest.raises(Refused, match="没有认出台账"):
        desk.services.ledgers.returned(tmp_path / "名单.xlsx")
    path = send(untouched)
    book = load_workbook(path)
    for row in book.active.iter_rows(min_row=4):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = f"别处{cell.value}"
    book.save(path)
    with pytest.raises(Refused, match="没有可以对照的底稿"):
        desk.services.ledgers.returned(path)
