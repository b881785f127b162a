"""A list that leaves as a workbook: as shown, masked by what each column is, counted, noted, or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.handover import Order
from studio_app.office.office import Office
from studio_app.office.tables import ExportLog
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Case, CaseFilter, Cases
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import IntakeFilter, Intakes
from studio_app.records.station.service import StationDraft, Stations
from studio_app.services.ledgers import Ledgers
from studio_app.services.listings import Listed, Listings
from studio_app.services.reminders import Reminders

ORDER = Order(to_whom="community", purpose="ledger")
WANG_PHONE, ZHAO_PHONE, WANG_ID = "19900001001", "19900001002", "990000198001010017"
CASE_COLUMNS = {
    "number": "编号", "parties": "当事人", "title": "案由", "state": "状态", "next_due": "下一步", "type": "类型",
    "risk": "风险", "handler": "承办人", "accepted_on": "受理日期", "community": "社区", "mode": "办理方式",
}  # fmt: skip
VISIT_COLUMNS = {
    "visitor": "来访人", "received_at": "来访时间", "kind": "类别", "content": "反映什么", "destination": "去向",
    "number": "编号", "place": "地点", "community": "社区", "channel": "来访方式",
}  # fmt: skip
TITLE = f"王建国（{WANG_PHONE}，{WANG_ID}）说赵小红家漏水，打{ZHAO_PHONE}不通，儿子王小宝在示例小学读书"


@pytest.fixture
def listings(office: Office) -> Listings:
    return Listings(office)


@pytest.fixture
def case(office: Office) -> Any:
    parties = [
        PartyDraft(name="王建国", phone=WANG_PHONE, id_number=WANG_ID, consent_recipients=["community"]),
        PartyDraft(name="王小宝", age_told=9),
        PartyDraft(side="respondent", name="赵小红", phone=ZHAO_PHONE, address="幸福家园3号楼2单元501室"),
    ]
    opening = Opening(title="漏水", dispute_type="neighbour", community="幸福里社区", parties=parties)
    made = Cases(office).open(opening)
    with office.write("写长案由") as session:  # as it may stand in a desk that was kept before titles were short
        session.get_one(Case, made.id).title = TITLE
    return made


@pytest.fixture
def visit(office: Office) -> Any:
    told = f"楼上赵小红（{ZHAO_PHONE}）家在幸福家园3号楼2单元501室，夜里吵"
    came = [VisitorDraft(name="王建国", phone=WANG_PHONE)]
    draft = IntakeDraft(
        visitors=came, content=told, other_side="赵小红", place="幸福家园3号楼2单元401室", channel="visit"
    )
    return Intakes(office).register(draft)


def cases(office: Office, *keys: str, view: str = "all") -> Listed:
    source = Cases(office).listing(CaseFilter(view))
    return listed("cases", CASE_COLUMNS, keys, source.ids("", False), source.rows)


def visits(office: Office, *keys: str) -> Listed:
    service = Intakes(office)
    return listed("intake", VISIT_COLUMNS, keys, service.page(IntakeFilter()), service.rows)


def listed(table: str, headings: dict[str, str], keys: Sequence[str], ids: Sequence[str], rows: Any) -> Listed:
    names = {"next_due": "due"}
    columns = {key: headings[key] for key in keys or headings}

    def words(some: Sequence[str]) -> list[list[str]]:
        return [[str(getattr(row, names.get(key, key))) for key in columns] for row in rows(some)]

    return Listed(table, "", columns, ids, words)


def exported(listings: Listings, of: Listed, path: Path, **changes: str) -> list[dict[str, str]]:
    """The rows by heading, as two programs read them."""
    path /= "名单.xlsx"
    made = listings.export(of, replace(ORDER, **changes), path, force=True)
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    sheet = openpyxl.load_workbook(path).active
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows(3)] == read[2:]
    assert all(cell.data_type == "s" for row in sheet.iter_rows(3) for cell in row if cell.value)
    assert made.count == len(read) - 3
    return [dict(zip(read[2], row, strict=True)) for row in read[3:]]


def logged(office: Office) -> list[ExportLog]:
    with office.read() as session:
        return list(session.scalars(select(ExportLog).order_by(ExportLog.at, ExportLog.id)))


# --- as shown -------------------------------------------------------------------------------------------------------


def test_columns_stand_in_the_order_shown_and_hidden_ones_stay_away(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    [row] = exported(listings, cases(office, "state", "number"), tmp_path)
    assert row == {"状态": "已受理", "编号": case.number}
    assert list(row) == ["状态", "编号"]


def test_the_sheet_says_what_it_is_for_whom_and_masked_how_far(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    listings.export(replace(cases(office), scope="在办"), ORDER, tmp_path / "名单.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "名单.xlsx").active
    assert sheet["A1"].value == "纠纷名单（在办）"
    for word in ("“移交社区”", "提供给社区居委会，用于报送矛盾纠纷台账", "2026年11月23日", "共 1 条"):
        assert word in sheet["A2"].value


def test_a_file_is_never_called_after_a_person(office: Office, listings: Listings, case: Any) -> None:
    of = replace(cases(office), scope="在办、邻里/纠纷")
    assert listings.leaving(of).file_name(ORDER) == "纠纷名单（在办、邻里纠纷）_20261123（已遮盖）.xlsx"
    assert listings.leaving(of).file_name(replace(ORDER, mask="internal")) == "纠纷名单（在办、邻里纠纷）_20261123.xlsx"


# --- masked ---------------------------------------------------------------------------------------------------------


def test_for_the_community_only_who_agreed_is_reached_and_no_child_is_named(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    [row] = exported(listings, cases(office), tmp_path)
    text = "\n".join(row.values())
    assert WANG_PHONE in row["案由"], "he agreed that the community gets it"
    for hidden in (ZHAO_PHONE, WANG_ID, "王小宝", "小宝", "示例小学"):
        assert hidden not in text, hidden
    assert "王建国" in row["当事人"]
    assert row["编号"] == case.number


def test_another_recipient_gets_no_phone_at_all(office: Office, listings: Listings, case: Any, tmp_path: Path) -> None:
    [row] = exported(listings, cases(office), tmp_path, to_whom="street")
    assert WANG_PHONE not in row["案由"]
    assert "199****1001" in row["案由"]


def test_for_the_public_nobody_is_named_and_no_text_goes_out(
    office: Office, listings: Listings, case: Any, visit: Any, tmp_path: Path
) -> None:
    [row] = exported(listings, cases(office), tmp_path, mask="public")
    assert row["案由"] == "（略）"
    assert row["当事人"] == "王某甲、某未成年人 与 赵某"
    assert (row["状态"], row["类型"], row["编号"]) == ("已受理", "邻里", case.number)
    [row] = exported(listings, visits(office), tmp_path, mask="public")
    assert (row["来访人"], row["反映什么"], row["地点"], row["编号"]) == ("王某", "（略）", "（略）", visit.number)
    assert not [text for text in row.values() for one in ("王建国", "赵小红", "501") if one in text]


def test_inside_the_studio_all_stands_as_written(
    office: Office, listings: Listings, case: Any, visit: Any, tmp_path: Path
) -> None:
    [row] = exported(listings, cases(office), tmp_path, mask="internal", reason="卷宗移交")
    assert (row["案由"], row["当事人"]) == (TITLE, "王建国、王小宝 与 赵小红")
    [row] = exported(listings, visits(office), tmp_path, mask="internal", reason="卷宗移交")
    assert row["地点"] == "幸福家园3号楼2单元401室"
    assert ZHAO_PHONE in row["反映什么"]


def test_a_visit_is_masked_by_who_came_and_whom_it_is_about(
    office: Office, listings: Listings, visit: Any, tmp_path: Path
) -> None:
    [row] = exported(listings, visits(office), tmp_path)
    assert row["来访人"] == "王建国"
    assert "501" not in row["反映什么"]
    assert ZHAO_PHONE not in row["反映什么"]
    assert "401" not in row["地点"]


def test_a_visit_knows_the_people_of_the_case_it_became(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    intakes = Intakes(office)
    told = intakes.register(IntakeDraft(visitors=[VisitorDraft(name="王建国")], content="小宝在楼上被赵小红骂哭"))
    intakes.join(told.id, case.id)
    [row] = exported(listings, visits(office, "content"), tmp_path)
    assert "小宝" not in row["反映什么"]


def test_people_of_one_case_never_mask_another(office: Office, listings: Listings, case: Any, tmp_path: Path) -> None:
    Cases(office).open(Opening(title="小宝幼儿园门口停车", dispute_type="neighbour", parties=[PartyDraft(name="苗某")]))
    rows = exported(listings, cases(office, "title"), tmp_path)
    assert "小宝幼儿园门口停车" in {row["案由"] for row in rows}


def test_what_begins_like_a_formula_is_text(office: Office, listings: Listings, tmp_path: Path) -> None:
    Cases(office).open(Opening(title="=HYPERLINK(1)", dispute_type="neighbour", parties=[PartyDraft(name="+苗某")]))
    [row] = exported(listings, cases(office), tmp_path)
    assert row["案由"] == "=HYPERLINK(1)"


def test_a_list_of_places_leaves_as_it_is(office: Office, listings: Listings, tmp_path: Path) -> None:
    stations = Stations(office)
    stations.store(StationDraft(name="幸福里评理说事点", phone="010-80001234", address="幸福里3号楼101室"))
    columns = {"name": "名称", "phone": "电话", "address": "地址"}
    of = Listed(
        "station",
        "",
        columns,
        stations.ids(),
        lambda ids: [[r[k] for k in columns] for r in stations.lines(ids, *columns)],
    )
    assert exported(listings, of, tmp_path, mask="public") == [
        {"名称": "幸福里评理说事点", "电话": "010-80001234", "地址": "幸福里3号楼101室"}
    ]


def test_reminders_are_masked_by_whom_their_records_name(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    reminders = Reminders(office)
    reminders.add(f"给王小宝的老师打电话，{ZHAO_PHONE}", office.today(), case.id)
    lines = {line.key: line for line in reminders.between(None, office.today())}
    columns = {"when": "到期", "text": "要办的事"}
    of = Listed("reminder", "", columns, list(lines), lambda keys: [["今天", lines[key].text] for key in keys])
    assert [row["要办的事"] for row in exported(listings, of, tmp_path)] == ["给王**的老师打电话，199****1002"]
    assert exported(listings, of, tmp_path, mask="public") == [{"到期": "今天", "要办的事": "（略）"}]


def test_the_log_itself_leaves_without_what_somebody_typed(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    listings.export(cases(office), replace(ORDER, to_whom="赵小红", purpose=f"核对{WANG_PHONE}"), tmp_path / "一.xlsx")
    lines = {line.id: line for line in Ledgers(office).exports()}
    columns = {
        "who": "导出人",
        "what": "内容",
        "to_whom": "交给谁",
        "purpose": "用途",
        "mask": "遮盖程度",
        "count": "件数",
    }
    of = Listed(
        "export_log", "", columns, list(lines), lambda ids: [[str(getattr(lines[i], c)) for c in columns] for i in ids]
    )
    [row] = exported(listings, of, tmp_path, mask="public")
    assert list(row.values()) == ["李老师", "纠纷名单", "（略）", "（略）", "移交社区（部分）", "1"]
    [row] = exported(listings, of, tmp_path)
    assert row["用途"] == "核对199****1001"


# --- noted, or refused ----------------------------------------------------------------------------------------------


def test_the_log_says_what_left_for_whom_and_why_and_a_list_goes_with_it(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    order = replace(ORDER, mask="internal", reason="卷宗移交")
    made = listings.export(cases(office), order, tmp_path / "名单.xlsx")
    [entry] = logged(office)
    assert (entry.what, entry.count, entry.mask, entry.file_name) == ("纠纷名单", 1, "internal", "名单.xlsx")
    assert (entry.to_whom, entry.purpose) == ("社区居委会", "报送矛盾纠纷台账（卷宗移交）")
    facts = Ledgers(office).handover_facts(made.log_id)
    assert (facts.file, facts.count, facts.recipient, len(facts.digest)) == ("名单.xlsx", "1件", "社区居委会", 64)


def test_no_two_papers_that_go_with_files_bear_one_number(
    office: Office, listings: Listings, case: Any, visit: Any, tmp_path: Path
) -> None:
    ledgers = Ledgers(office)
    made = [listings.export(of(office), ORDER, tmp_path / f"{of.__name__}.xlsx").log_id for of in (cases, visits)]
    listings.taken("cases")  # goes to nobody in particular
    made.append(ledgers.export_t1(ledgers.proposal(), tmp_path / "台账.xlsx").log_id)
    numbers = [ledgers.handover_facts(log_id).number for log_id in made]
    assert numbers == ["（2026）移交第001号", "（2026）移交第002号", "（2026）移交第003号"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"to_whom": " "}, "to_whom"), ({"purpose": ""}, "purpose"), ({"mask": "internal"}, "reason")],
)
def test_nothing_leaves_without_recipient_purpose_and_reason(
    office: Office, listings: Listings, case: Any, tmp_path: Path, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        listings.export(cases(office), replace(ORDER, **changes), tmp_path / "名单.xlsx")
    assert list(refused.value.problems) == [field]
    assert list(tmp_path.glob("*.xlsx")) == []


def test_who_may_not_hand_over_gets_no_file(office: Office, listings: Listings, case: Any, tmp_path: Path) -> None:
    office.signed.role = "reader"
    with pytest.raises(Refused):
        listings.export(cases(office), ORDER, tmp_path / "名单.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []
    assert logged(office) == []


def test_what_is_stopped_leaves_neither_file_nor_line(
    office: Office, listings: Listings, case: Any, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        told.append((done, total))
        return False

    with pytest.raises(Refused, match="已停下"):
        listings.export(cases(office), ORDER, tmp_path / "名单.xlsx", watch=stop)
    assert told == [(0, 1)]
    assert [file for file in tmp_path.iterdir() if file.is_file()] == []
    assert logged(office) == []


def test_a_file_that_is_there_stays_unless_told(office: Office, listings: Listings, case: Any, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(Refused, match="文件已存在"):
        listings.export(cases(office), ORDER, path)
    assert path.read_bytes() == b"before"
    assert logged(office) == []
    listings.export(cases(office), ORDER, path, force=True)
    assert openpyxl.load_workbook(path).active["A1"].value == "纠纷名单"
