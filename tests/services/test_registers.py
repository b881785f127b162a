"""The other registers: each record of the time on a row, in the columns of its file, masked and noted."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from studio_app.cli import LEDGERS
from studio_app.core import paths
from studio_app.core.errors import Invalid
from studio_app.desk import Desk
from studio_app.records.dispute.agreement.table import Agreement, Obligation
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.table import Intake
from studio_app.services.ledgers import RegisterOrder
from studio_app.services.ledgers.registers import CODES
from studio_app.workbook.template import load
from tests import make_ledgers
from tests.records.test_statistics import samples

__all__ = ["samples"]

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def order(code: str, **more: Any) -> RegisterOrder:
    return RegisterOrder(FIRST, LAST, **{"to_whom": "street", "purpose": "ledger", "register": code} | more)


def rows(desk: Desk, tmp_path: Path, asked: RegisterOrder) -> list[dict[str, Any]]:
    path = tmp_path / f"{asked.register}.xlsx"
    desk.services.ledgers.export_register(asked, path, force=True)
    sheet = load_workbook(path).active
    keys = load(paths.resource("ledgers", f"{asked.register}.toml")).keys
    found = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    return [dict(zip(keys, row, strict=False)) for row in found]


@pytest.mark.parametrize(
    ("code", "counted"),
    [
        ("intake", select(func.count()).where(Intake.received_on.between(FIRST, LAST))),
        ("follow_up", select(func.count()).where(FollowUp.visited_on.between(FIRST, LAST))),
        ("mediation", select(func.count()).where(Case.accepted_on.between(FIRST, LAST), Case.mode == "A")),
        ("prominent", select(func.count()).where(Case.accepted_on.between(FIRST, LAST), Case.risk != "green")),
        ("oral", select(func.count()).where(Agreement.reached_on.between(FIRST, LAST), Agreement.form == "oral")),
        ("performance", select(func.count()).where(Obligation.due_on.between(FIRST, LAST), Obligation.state != "replaced")),
    ],
)  # fmt: skip
def test_each_record_of_the_time_has_its_row(samples: Desk, tmp_path: Path, code: str, counted: Any) -> None:
    with samples.office.read() as session:
        expected = session.scalar(counted)
    found = rows(samples, tmp_path, order(code))
    assert [row["serial"] for row in found] == list(range(1, expected + 1))
    assert expected >= 3
    assert samples.services.ledgers.register_count(order(code)) == expected
    log = samples.services.ledgers.exports()[0]
    assert (log.what, log.count) == (dict(samples.services.ledgers.registers())[code], expected)


def test_every_register_is_offered_on_the_page_and_on_the_command_line(desk: Desk) -> None:
    offered = dict(desk.services.ledgers.registers())
    assert tuple(offered) == CODES
    assert {code: name for code, name in LEDGERS.items() if code != "ledger"} == offered


def test_codes_are_told_in_words_days_are_days_and_money_is_money(samples: Desk, tmp_path: Path) -> None:
    mediation = rows(samples, tmp_path, order("mediation"))
    labels = {entry.label for entry in samples.office.lists.entries("dispute_types")}
    assert {row["dispute_type"] for row in mediation} <= labels
    assert all(row["accepted_on"].year == 2026 for row in mediation)
    assert sum(row["amount"] or 0 for row in mediation) > 1000
    assert {row["handler_id"] for row in mediation} <= {"李老师", None, ""}
    performance = rows(samples, tmp_path, order("performance"))
    assert any("月" in str(row["performed"]) for row in performance)
    assert not any("01a2" in str(value) for row in [*mediation, *performance] for value in row.values())  # no ids


def test_a_register_is_masked_as_asked(desk: Desk, tmp_path: Path) -> None:
    visitor = VisitorDraft(name="欧阳小明", phone="19900000001")
    desk.services.intakes.register(IntakeDraft(visitors=[visitor], content="欧阳小明说电话19900000001打不通"))
    told = {
        level: rows(desk, tmp_path, order("intake", mask=level, reason="自查"))[0]
        for level in ("internal", "handover", "public")
    }
    assert told["internal"]["visitor_phones"] == "19900000001"
    assert "19900000001" in told["internal"]["content"]
    assert told["handover"]["visitor_label"] == "欧阳小明"
    assert told["handover"]["visitor_phones"] == "199****0001"
    assert "19900000001" not in told["handover"]["content"]
    assert told["public"]["visitor_label"] == "欧阳某"
    assert not told["public"]["visitor_phones"]
    assert "欧阳小明" not in str(told["public"])


def test_it_leaves_only_for_somebody_and_in_a_known_time(samples: Desk, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        rows(samples, tmp_path, order("intake", to_whom=""))
    with pytest.raises(Invalid):
        samples.services.ledgers.register_count(RegisterOrder(None, LAST, register="intake"))
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_time_without_records_is_an_empty_register(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    made = desk.services.ledgers.export_register(order("oral"), path)
    assert (made.count, made.note) == (0, "已导出，这段时间没有记录。")
    assert "本期没有记录" in {cell.value for row in load_workbook(path).active.iter_rows() for cell in row}


@pytest.mark.parametrize("code", CODES)
def test_no_name_of_a_party_leaves_for_the_public_in_any_column(samples: Desk, tmp_path: Path, code: str) -> None:
    with samples.office.write("改姓名") as session:
        for number, party in enumerate(session.scalars(select(Party).where(Party.kind == "human"))):
            party.name = f"欧阳{chr(0x5BD0 + number)}"
    found = rows(samples, tmp_path, order(code, mask="public"))
    assert found
    assert not [value for row in found for value in row.values() if re.search("欧阳[\u5bd0-\u5c40]", str(value))]


def test_samples_and_what_was_entered_late_are_remarked(samples: Desk, tmp_path: Path) -> None:
    for code in CODES:
        assert {row["marks"] for row in rows(samples, tmp_path, order(code))} <= {"示例", "补录；示例"}


@pytest.mark.parametrize("ledger", make_ledgers.LEDGERS, ids=lambda ledger: ledger.name)
def test_the_workbooks_are_those_the_script_makes_and_print_on_a4(ledger: make_ledgers.Ledger) -> None:
    path = paths.resource("ledgers", f"{ledger.name}.xlsx")
    book, fresh = load_workbook(path), load_workbook(io.BytesIO(make_ledgers.made(ledger)))
    sheet = book.active
    for one, other in zip(book.worksheets, fresh.worksheets, strict=True):
        assert list(one.values) == list(other.values)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
    template = load(path.with_suffix(".toml"))
    assert template.headings == ["".join(column.title.split()) for column in ledger.columns]
    assert (sheet.auto_filter.ref is None, book.sheetnames[1:]) == (
        ledger is make_ledgers.T1,
        ["填表说明"] * ledger.works,
    )


@pytest.mark.parametrize("ledger", make_ledgers.LEDGERS, ids=lambda ledger: ledger.name)
def test_printed_on_a4_eight_points_are_left_of_the_body(ledger: make_ledgers.Ledger) -> None:
    needed = sum(column.width * make_ledgers.BODY.size / 2 + 3.75 for column in ledger.columns)
    paper = (29.7 - 2 * 0.8) / 2.54 * 72
    assert make_ledgers.BODY.size * min(1, paper / needed) >= 8


def test_an_outstanding_dispute_is_told_as_the_ledger_tells_it(samples: Desk, tmp_path: Path) -> None:
    path = tmp_path / "t1.xlsx"
    samples.services.ledgers.export_t1(replace(order("prominent"), as_now=True), path)
    keys = load(paths.resource("ledgers", "t1.toml")).keys
    ledger = {
        row["summary"]: row for row in (dict(zip(keys, one, strict=True)) for one in load_workbook(path).active.values)
    }
    found = rows(samples, tmp_path, order("prominent"))
    for row in found:
        for key in ("responsible", "due_on", "outcome", "progress", "closed_on"):
            assert row[f"ledger.{key}"] == ledger[row["summary"]][key]
    assert all(row["ledger.due_on"] for row in found)
