"""An old ledger comes in: a verdict on each row, one change that undo takes back whole, and in again."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from studio_app.core.errors import Refused
from studio_app.office.office import Office
from studio_app.office.tables import Reminder
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.person.table import Person
from studio_app.services.history import History
from studio_app.services.imports import DUPLICATE, FAILED, NEW, DryRun, Imports
from studio_app.workbook.reading import Stopped

HEAD = [
    "序号",
    "编号",
    "受理日期",
    "申请人",
    "被申请人",
    "联系电话",
    "纠纷类型",
    "简要情况",
    "涉及金额",
    "调解结果",
    "化解日期",
    "备注",
]
LEAK = "楼上卫生间漏水，楼下天花板脱落，双方多次协商不成。"
NOISE = "楼下反映楼上夜里挪动桌椅，影响休息，请社区出面。"
ROWS: list[list[Any]] = [
    [
        1,
        "旧档2024-1",
        "2024.3.5",
        "王某",
        "赵某、李某",
        "19900000001",
        "邻里矛盾",
        LEAK,
        "600元",
        "达成协议",
        "2024.3.9",
        "书面",
    ],
    [2, "", "2024.3.6", "孙某", "周某", "", "欠薪", "老板欠工资两千元，一直没有给。", 2000, "正在办理", "", ""],
    [3, "", "2024.3.7", "王某", "钱某", "19900000001", "物业", NOISE, "", "调解不成", "", ""],
    [4, "", "", "吴某", "郑某", "", "邻里", "没有写日期的一件事情。", "", "成功", "", ""],
    [5, "", "2024.3.8", "", "", "", "邻里", "没有写当事人的一件事情。", "", "成功", "", ""],
]


@pytest.fixture
def imports(office: Office) -> Imports:
    return Imports(office)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return made(tmp_path / "2024年台账.xlsx", ROWS)


def made(file: Path, rows: list[list[Any]]) -> Path:
    book = Workbook()
    for row in (["某社区2024年台账"], HEAD, *rows, ["合计", "", "", "", "", "", "", f"共{len(rows)}件"]):
        book.active.append(row)
    book.save(file)
    return file


def verdicts(run: DryRun) -> list[tuple[int, str]]:
    return [(verdict.entry.row, verdict.what) for verdict in run.verdicts]


def stored(office: Office) -> dict[str, Case]:
    with office.read() as session:
        return {case.summary: case for case in session.scalars(select(Case))}


def counts(office: Office) -> list[int]:
    with office.read() as session:
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Case, Party, Person, Reminder)]


def test_a_dry_run_says_of_each_row_what_becomes_of_it_and_stores_nothing(
    imports: Imports, office: Office, ledger: Path
) -> None:
    run = imports.dry_run(ledger)
    assert verdicts(run) == [(3, NEW), (4, NEW), (5, NEW), (6, FAILED), (7, FAILED)]
    assert ["日期" in v.reason or "当事人" in v.reason for v in run.verdicts if v.what == FAILED] == [True, True]
    assert [(left.row, left.reason) for left in run.left_out] == [(1, "标题"), (8, "小计、合计")]
    assert counts(office) == [0, 0, 0, 0]
    assert "可以导入 3 件" in run.words()


def test_imported_cases_are_cases_like_any_other(imports: Imports, office: Office, ledger: Path) -> None:
    assert imports.carry_out(imports.dry_run(ledger)) == 3
    leak, wages, noise = (stored(office)[words] for words in (LEAK, ROWS[1][7], NOISE))
    assert (leak.number, leak.state, str(leak.accepted_on), str(leak.closed_on)) == (
        "旧档2024-1", "closed", "2024-03-05", "2024-03-09",
    )  # fmt: skip
    assert (leak.dispute_type, leak.amount_fen, leak.parties_label) == ("neighbour", 60000, "王某 与 赵某、李某")
    assert office.lists.label("outcomes", leak.outcome).startswith("已化解")
    assert (wages.state, wages.outcome, wages.dispute_type) == ("mediating", "", "migrant_wages")
    assert "登记日期" in noise.outcome_note
    assert (noise.state, office.lists.entry("outcomes", noise.outcome).get("t1")) == ("closed", "未化解")
    found = Cases(office).case_file(wages.id)
    assert [(party.side, party.name) for party in found.parties] == [("applicant", "孙某"), ("respondent", "周某")]
    assert Cases(office).identify("旧档2024-1") == leak.id


def test_an_imported_case_says_from_which_row_it_is(imports: Imports, office: Office, ledger: Path) -> None:
    imports.carry_out(imports.dry_run(ledger))
    marks = [case.backdate_reason for case in stored(office).values()]
    assert all(mark.startswith("旧台账导入：2024年台账.xlsx") for mark in marks)
    assert {mark[-5:] for mark in marks} == {"第 3 行", "第 4 行", "第 5 行"}


def test_the_same_name_and_phone_are_one_person(imports: Imports, office: Office, ledger: Path) -> None:
    imports.carry_out(imports.dry_run(ledger))
    with office.read() as session:
        assert session.scalar(select(func.count()).select_from(Person).where(Person.name == "王某")) == 1


def test_what_is_there_is_not_taken_in_twice(imports: Imports, ledger: Path, tmp_path: Path) -> None:
    imports.carry_out(imports.dry_run(ledger))
    again = imports.dry_run(ledger)
    assert verdicts(again)[:3] == [(3, DUPLICATE), (4, DUPLICATE), (5, DUPLICATE)]
    assert again.verdicts[0].number == "旧档2024-1"
    with pytest.raises(Refused):
        imports.carry_out(again)
    more = made(
        tmp_path / "又一本.xlsx",
        [*ROWS[:1], [9, "", "2024.3.5", "王某", "赵某、李某", "", "物业", NOISE, "", "成功", "", ""]],
    )
    assert verdicts(imports.dry_run(more)) == [(3, DUPLICATE), (4, NEW)]


def test_a_row_that_stands_twice_in_the_file_is_taken_once(imports: Imports, tmp_path: Path) -> None:
    run = imports.dry_run(made(tmp_path / "a.xlsx", [ROWS[1], ROWS[1]]))
    assert verdicts(run) == [(3, NEW), (4, DUPLICATE)]


def test_a_number_that_is_used_is_refused(imports: Imports, ledger: Path, tmp_path: Path) -> None:
    imports.carry_out(imports.dry_run(ledger))
    other = made(
        tmp_path / "b.xlsx", [[1, "旧档2024-1", "2024.9.5", "冯某", "陈某", "", "邻里", NOISE, "", "成功", "", ""]]
    )
    [verdict] = imports.dry_run(other).verdicts
    assert (verdict.what, "旧档2024-1" in verdict.reason) == (FAILED, True)


def test_undo_takes_the_whole_import_back_and_it_can_come_in_again(
    imports: Imports, office: Office, ledger: Path
) -> None:
    imports.carry_out(imports.dry_run(ledger))
    before = counts(office)
    assert History(office).undo() == "导入台账“2024年台账.xlsx”"
    assert counts(office) == [0, 0, 0, 0]
    assert History(office).verify() == []
    assert imports.carry_out(imports.dry_run(ledger)) == 3
    assert counts(office) == before
    assert len({case.number for case in stored(office).values()}) == 3


def test_an_import_others_went_on_from_is_not_taken_back(imports: Imports, office: Office, ledger: Path) -> None:
    imports.carry_out(imports.dry_run(ledger))
    with office.database.transaction("somebody else", "改案由") as session:
        session.get_one(Case, stored(office)[LEAK].id).title = "漏水"
    with pytest.raises(Refused, match="又改过"):
        History(office).undo()
    assert counts(office)[0] == 3


def test_an_import_given_up_leaves_nothing(imports: Imports, office: Office, ledger: Path) -> None:
    run = imports.dry_run(ledger)
    with pytest.raises(Stopped):
        imports.carry_out(run, wanted=lambda _rows: False)
    with pytest.raises(Stopped):
        imports.dry_run(ledger, wanted=lambda _rows: False)
    assert counts(office) == [0, 0, 0, 0]


def test_rows_that_were_not_taken_are_a_workbook_with_the_reasons(
    imports: Imports, ledger: Path, tmp_path: Path
) -> None:
    out = tmp_path / "没有导入.xlsx"
    imports.write_failed(imports.dry_run(ledger), out)
    rows = [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows()]
    told = {row[1]: row[2] for row in rows if row[0] == "Sheet"}
    assert "日期" in told["6"]
    assert "当事人" in told["7"]
    assert told["8"] == "小计、合计"


def test_who_may_only_read_imports_nothing(imports: Imports, office: Office, ledger: Path) -> None:
    office.signed.role = "reader"
    with pytest.raises(Refused):
        imports.dry_run(ledger)
