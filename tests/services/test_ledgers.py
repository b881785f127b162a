"""台账: what stands in the file the community office gets, at each level, and the record of having given it."""

# ruff: noqa: DTZ001  — the days of a workbook have no zone

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import event, select

from studio_app.core.errors import Invalid, Refused, Unavailable
from studio_app.office.handover import for_recipient
from studio_app.office.office import Office
from studio_app.office.tables import ExportLog
from studio_app.records.dispute.agreement.table import Agreement, Obligation
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import ConfidentialNote, Investigation, MediationSession
from studio_app.records.intake.table import Intake, Visitor
from studio_app.services.dictionaries import Dictionaries
from studio_app.services.ledgers import Heading, LedgerOrder, Ledgers
from studio_app.store.log_tables import ChangeSet
from tests.conftest import Clock

NOVEMBER = LedgerOrder(date(2026, 11, 1), date(2026, 11, 30), to_whom="community", purpose="ledger")
WANG_PHONE, ZHAO_PHONE = "19900001001", "19900001002"
WANG_ID = "990000198001010017"
SECRETS = ("银行卡号末四位", "抑郁", "背对背时说过")
FIRST = 4


@pytest.fixture
def ledgers(office: Office) -> Ledgers:
    return Ledgers(office)


@pytest.fixture
def case(office: Office) -> Case:
    return accept(office)


def accept(office: Office, *parties: PartyDraft, **changes: object) -> Case:
    given = {
        "title": "楼上漏水",
        "dispute_type": "neighbour",
        "place": "幸福家园3号楼2单元501室",
        "summary": f"王建国（电话{WANG_PHONE}，身份证{WANG_ID}）称楼上赵小红家（幸福家园3号楼2单元501室）漏水，多次联系{ZHAO_PHONE}无果。",
        "risk": "red",
        "risk_signs": ["needs_expert"],
        "people_count": 4,
        "accepted_on": date(2026, 11, 3),
        "backdate_reason": "先记在纸质登记簿上",
        "parties": list(parties) or [wang(), zhao()],
    } | changes
    with office.write("受理为纠纷") as session:
        return open_case(session, office, Opening(**given))  # type: ignore[arg-type]


def wang(**changes: object) -> PartyDraft:
    told = {"id_number": WANG_ID, "sensitive_note": SECRETS[1], "consent_recipients": ["community"]} | changes
    return PartyDraft(name="王建国", phone=WANG_PHONE, address="幸福家园3号楼2单元401室", **told)  # type: ignore[arg-type]


def zhao(**changes: object) -> PartyDraft:
    return PartyDraft(name="赵小红", phone=ZHAO_PHONE, side="respondent", address="幸福家园3号楼2单元501室", **changes)  # type: ignore[arg-type]


def change(office: Office, case: Case, **values: object) -> None:
    with office.write("改案件") as session:
        row = session.get_one(Case, case.id)
        for name, value in values.items():
            setattr(row, name, value)


def exported(ledgers: Ledgers, folder: Path, order: LedgerOrder = NOVEMBER) -> list[dict[str, object]]:
    """The rows of the file by key, as another program reads them."""
    path = folder / "台账.xlsx"
    ledgers.export_t1(order, path, force=True)
    sheet = openpyxl.load_workbook(path).active
    keys = [
        "serial", "accepted_on", "source", "dispute_type", "place", "parties", "phones", "people_count", "summary",
        "risk", "progress", "responsible", "due_on", "outcome", "closed_on", "follow_up", "remarks",
    ]  # fmt: skip
    found = sheet.iter_rows(FIRST, sheet.max_row, values_only=True)
    return [dict(zip(keys, row[:17], strict=True)) for row in found if isinstance(row[0], int)]


def everything(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).active
    header = f"{sheet.oddHeader.right.text}{sheet.oddFooter.center.text}"
    return header + "\n".join(str(v) for row in sheet.iter_rows(values_only=True) for v in row if v is not None)


# --- one case -------------------------------------------------------------------------------------------------------


def test_a_row_tells_the_case_in_the_offices_words(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    (row,) = exported(ledgers, tmp_path)
    assert (row["serial"], row["accepted_on"]) == (1, datetime(2026, 11, 3))
    assert (row["source"], row["dispute_type"], row["people_count"]) == ("群众来访", "邻里", 4)
    assert row["parties"] == "甲：王建国\n乙：赵小红"
    assert row["place"] == "幸福家园3号楼"
    assert row["risk"] == "红\n需专业介入"
    assert row["progress"] == "已受理，尚未调解。"
    assert row["responsible"] == "示例委员工作室\n李老师"
    assert row["outcome"] == "化解中"
    assert row["closed_on"] is None
    assert row["remarks"] == "补录"


def test_an_agreement_under_way_is_told_beside_its_number(
    ledgers: Ledgers, case: Case, office: Office, tmp_path: Path
) -> None:
    with office.write("拟协议") as session:
        paper = Agreement(case_id=case.id, number="示评协〔2026〕1号")
        session.add(paper)
    (row,) = exported(ledgers, tmp_path)
    assert (row["progress"], row["outcome"]) == ("协议已写好，尚未签名。", "化解中")
    assert str(row["remarks"]).startswith("示评协〔2026〕1号")
    with office.write("签字") as session:
        session.get_one(Agreement, paper.id).signatures = {"somebody": "2026-11-12"}
        session.add(
            MediationSession(case_id=case.id, started_at=datetime(2026, 11, 12, 2, tzinfo=UTC), result="agreed")
        )
    assert exported(ledgers, tmp_path)[0]["progress"] == "11月12日调解1次，协议正在签名，尚未生效。"


def test_the_day_of_rule_r3_is_the_time_limit(ledgers: Ledgers, case: Case, office: Office, tmp_path: Path) -> None:
    assert exported(ledgers, tmp_path)[0]["due_on"] == datetime(2026, 12, 3)
    change(
        office,
        case,
        extended_to=date(2027, 1, 2),
        outcome="settled_on_spot",
        state="closed",
        closed_on=date(2026, 11, 20),
    )
    (row,) = exported(ledgers, tmp_path)
    assert row["due_on"] == datetime(2027, 1, 2)
    assert (row["outcome"], row["closed_on"]) == ("已化解", datetime(2026, 11, 20))
    assert row["progress"] == "当场说开，不写协议。"


def test_sessions_agreement_and_follow_up_become_words(
    ledgers: Ledgers, case: Case, office: Office, tmp_path: Path
) -> None:
    with office.write("办理") as session:
        for day, result in ((5, "continue"), (12, "agreed")):
            held = MediationSession(case_id=case.id, started_at=datetime(2026, 11, day, 2, tzinfo=UTC), result=result)
            session.add(held)
        paper = Agreement(case_id=case.id, number="示评协〔2026〕1号")
        session.add(paper)
        session.flush()
        for state in ("performed", "pending"):
            session.add(Obligation(case_id=case.id, agreement_id=paper.id, what="重做防水", state=state))
        session.add(FollowUp(case_id=case.id, visited_on=date(2026, 11, 20), method="phone", satisfaction="satisfied"))
        row = session.get_one(Case, case.id)
        row.outcome, row.state = "agreed_written", "performing"
    (row,) = exported(ledgers, tmp_path)
    assert row["progress"] == "11月5日、11月12日调解2次，签订和解协议。约定2项，已履行1项。"
    assert row["follow_up"] == "11月20日电话回访\n满意"
    assert row["remarks"] == "示评协〔2026〕1号；补录"
    assert row["outcome"] == "已化解"


def test_what_was_deleted_of_a_case_is_in_no_row(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    case = accept(office, wang(), zhao(), PartyDraft(name="钱大柱", side="respondent"))
    with office.write("办理") as session:
        held = MediationSession(case_id=case.id, started_at=datetime(2026, 11, 5, 2, tzinfo=UTC), result="continue")
        visit = FollowUp(case_id=case.id, visited_on=date(2026, 11, 20), method="phone")
        paper = Agreement(case_id=case.id, number="示评协〔2026〕1号")
        session.add_all([held, visit, paper])
        for row in (held, visit, paper, session.scalars(select(Party).where(Party.name == "钱大柱")).one()):
            row.deleted_at = office.now()
    (row,) = exported(ledgers, tmp_path)
    assert row["parties"] == "甲：王建国\n乙：赵小红"
    assert (row["progress"], row["follow_up"], row["remarks"]) == ("已受理，尚未调解。", None, "补录")


def test_what_people_wrote_as_measures_stands_before_what_is_composed(
    ledgers: Ledgers, case: Case, office: Office, tmp_path: Path
) -> None:
    change(office, case, measures="已请物业到场，王建国同意先查管道。", responsible="物业办 孙某")
    (row,) = exported(ledgers, tmp_path)
    assert row["progress"] == "已请物业到场，王建国同意先查管道。"
    assert row["responsible"] == "物业办 孙某"


def test_transfers_and_samples_are_remarked(ledgers: Ledgers, case: Case, office: Office, tmp_path: Path) -> None:
    change(
        office, case, outcome="transferred", outcome_route="街道综治中心", state="closed", closed_on=date(2026, 11, 9)
    )
    change(office, case, sample=True)
    (row,) = exported(ledgers, tmp_path)
    assert row["remarks"] == "转办；补录；示例；街道综治中心"
    assert row["outcome"] == "未化解"


def test_mode_c_is_remarked_as_help_with_its_clock_for_information(
    ledgers: Ledgers, office: Office, tmp_path: Path
) -> None:
    accept(office, mode="C", their_number="幸福调字3号")
    (row,) = exported(ledgers, tmp_path)
    assert row["remarks"] == "协助调解 幸福调字3号；补录"
    assert row["due_on"].date() == date(2026, 12, 3)


def test_the_phone_of_a_guardian_stands_for_a_minor(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    child = PartyDraft(name="孙小明", birthday=date(2016, 5, 1))
    father = PartyDraft(name="周大力", role="guardian", acts_for=0, phone="19900001009")
    accept(office, child, father, zhao(), summary="孙小明在楼道踢球砸坏赵小红家门窗，周大力到场。")
    (row,) = exported(ledgers, tmp_path)
    assert row["parties"] == "甲：孙**（未成年人）\n乙：赵小红"
    assert row["phones"] == "199****1009\n\n199****1002"  # the child's line takes two in its column
    assert row["summary"] == "孙**在楼道踢球砸坏赵小红家门窗，周某到场。"
    sentences = ledgers.preview(NOVEMBER).sentences
    assert "1 名未成年人的姓名已遮盖。" in sentences
    assert "电话已遮盖：周大力、赵小红。" in "".join(sentences)  # whose number it is, not whom he acts for


def test_a_child_called_by_its_pet_name_is_hidden_and_counted_only_then(
    ledgers: Ledgers, office: Office, tmp_path: Path
) -> None:
    accept(office, PartyDraft(name="小吴", age_told=11), zhao(), summary="十一岁的小吴被狗咬伤。")
    accept(office, PartyDraft(name="吴某", age_told=12), zhao(), summary="吴某踢球砸窗。")
    called, unnamed = exported(ledgers, tmp_path)
    assert called["parties"] == "甲：某未成年人\n乙：赵小红"
    assert called["summary"] == "十一岁的某未成年人被狗咬伤。"
    assert unnamed["parties"] == "甲：吴某\n乙：赵小红"
    assert "1 名未成年人的姓名已遮盖。" in ledgers.preview(NOVEMBER).sentences


def test_numbers_keep_step_with_names_that_need_two_lines(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    works = PartyDraft(name="幸福家园物业服务有限公司", kind="organisation", phone="0411-83001234", side="respondent")
    accept(office, wang(), PartyDraft(name="钱\n某", phone="无\n"), works)
    (row,) = exported(ledgers, tmp_path)
    assert row["parties"] == "甲：王建国\n　　钱 某\n乙：幸福家园物业服务有限公司"
    assert row["phones"] == f"{WANG_PHONE}\n无\n0411-****1234\n\n"


# --- which cases ----------------------------------------------------------------------------------------------------


def test_only_the_period_and_on_wish_what_was_still_open(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    accept(office, title="十月未结", accepted_on=date(2026, 10, 9))
    done = accept(office, title="十月已结", accepted_on=date(2026, 10, 10))
    change(office, done, state="closed", outcome="failed", closed_on=date(2026, 10, 30))
    later = accept(office, title="十月受理十一月结", accepted_on=date(2026, 10, 11), summary="")
    change(office, later, state="closed", outcome="self_settled", closed_on=date(2026, 11, 2))
    accept(office, summary="")
    gone = accept(office, title="误登")
    change(office, gone, deleted_at=office.now())
    assert [row["summary"] for row in exported(ledgers, tmp_path)] == ["楼上漏水"]
    rows = exported(ledgers, tmp_path, replace(NOVEMBER, carry_over=True))
    assert [row["remarks"] for row in rows] == ["期初未结；补录", "期初未结；补录", "补录"]
    assert [row["serial"] for row in rows] == [1, 2, 3]
    assert rows[1]["summary"] == "十月受理十一月结"
    assert ledgers.preview(replace(NOVEMBER, carry_over=True)).carried == 2
    change(office, later, closed_on=date(2026, 11, 1))  # it was still open when the period began
    assert ledgers.preview(replace(NOVEMBER, carry_over=True)).carried == 2
    change(office, later, closed_on=date(2026, 10, 31))
    assert ledgers.preview(replace(NOVEMBER, carry_over=True)).carried == 1


def test_an_empty_period_is_a_report_too(ledgers: Ledgers, tmp_path: Path) -> None:
    made = ledgers.export_t1(NOVEMBER, tmp_path / "零.xlsx")
    assert (made.count, made.note) == (0, "已导出零报告。")
    text = everything(made.path)
    assert "本期无矛盾纠纷（零报告）" in text
    assert "示例街道幸福里社区矛盾纠纷排查化解台账（2026年11月）" in text
    assert ledgers.exports()[0].count == 0


# --- masking --------------------------------------------------------------------------------------------------------


def test_the_community_gets_phones_only_of_those_who_agreed(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    (row,) = exported(ledgers, tmp_path)
    assert row["phones"] == f"{WANG_PHONE}\n199****1002"
    assert row["summary"] == (
        f"王建国（电话{WANG_PHONE}，身份证990000********0017）称楼上赵小红家（幸福家园3号楼）漏水，多次联系199****1002无果。"
    )
    (row,) = exported(ledgers, tmp_path, replace(NOVEMBER, to_whom="street"))
    assert row["phones"] == "199****1001\n199****1002"
    (row,) = exported(ledgers, tmp_path, replace(NOVEMBER, to_whom="社区居委会"))
    assert WANG_PHONE in str(row["phones"])


def test_the_public_level_leaves_no_person(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    order = replace(NOVEMBER, mask="public")
    made = ledgers.export_t1(order, tmp_path / "公开.xlsx")
    text = everything(made.path)
    for secret in (
        "王建国",
        "建国",
        "赵小红",
        "小红",
        WANG_PHONE[-4:],
        ZHAO_PHONE[-4:],
        WANG_ID,
        "3号楼",
        "501",
        "专业",
    ):
        assert secret not in text
    assert "甲：王某\n乙：赵某" in text
    assert "已按“公开”的程度遮盖，公开前请负责人审看。" in text


def test_the_internal_level_is_whole_and_wants_a_reason(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    order = replace(NOVEMBER, mask="internal", purpose="filing")
    with pytest.raises(Invalid) as refused:
        ledgers.export_t1(order, tmp_path / "内部.xlsx")
    assert set(refused.value.problems) == {"reason"}
    assert not list(tmp_path.glob("*.xlsx"))
    (row,) = exported(ledgers, tmp_path, replace(order, reason="卷宗移交"))
    assert row["phones"] == f"{WANG_PHONE}\n{ZHAO_PHONE}"
    assert WANG_ID in str(row["summary"])
    assert ledgers.exports()[0].purpose == "立卷归档、以案定补（卷宗移交）"


@pytest.mark.parametrize("mask", ["handover", "public", "internal"])
def test_confidential_and_sensitive_words_are_in_no_ledger(
    ledgers: Ledgers, case: Case, office: Office, tmp_path: Path, mask: str
) -> None:
    with office.write("办理") as session:
        note = ConfidentialNote(case_id=case.id, author_id=office.signed.account_id, text=f"{SECRETS[2]}底线")
        session.add(note)
        party = session.scalars(select(Party).where(Party.case_id == case.id, Party.name == "王建国")).one()
        party.sensitive_note = f"{SECRETS[0]}0000，{SECRETS[1]}"
        made_at = datetime(2026, 11, 4, 2, tzinfo=UTC)
        session.add(Investigation(case_id=case.id, made_at=made_at, asked_name="钱多多", text=SECRETS[2]))
    order = replace(NOVEMBER, mask=mask, reason="核对")
    made = ledgers.export_t1(order, tmp_path / "台账.xlsx")
    text = everything(made.path)
    assert not [secret for secret in SECRETS if secret in text]


def test_others_named_in_the_case_are_masked_in_texts_where_names_are(
    ledgers: Ledgers, case: Case, office: Office, tmp_path: Path
) -> None:
    with office.write("办理") as session:
        made_at = datetime(2026, 11, 4, 2, tzinfo=UTC)
        session.add(Investigation(case_id=case.id, made_at=made_at, asked_name="钱多多", text="看见漏水"))
        row = session.get_one(Case, case.id)
        row.responsible = "物业 钱多多"
    (row,) = exported(ledgers, tmp_path, replace(NOVEMBER, mask="public"))
    assert row["responsible"] == "物业 钱某"


def test_numbers_and_doors_do_not_leave_in_the_summary(
    ledgers: Ledgers, case: Case, office: Office, tmp_path: Path
) -> None:
    change(office, case, summary="手机199.0000.9876，护照E12345678，旧证990000800101123，住3号楼二单元三〇一。")
    (row,) = exported(ledgers, tmp_path)
    assert row["summary"] == "手机199****9876，护照*********，旧证990000*****1123，住3号楼某室。"


def test_parts_of_known_numbers_do_not_leave_in_the_summary(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    caller = wang()
    caller.phone, caller.consent_recipients = "0411-83123456", []
    accept(office, caller, zhao(), summary="打他家83123456没人接，401王建国说楼上501的赵小红不管，要401元。")
    (row,) = exported(ledgers, tmp_path)
    assert row["summary"] == "打他家****3456没人接，某室王建国说楼上某室的赵小红不管，要401元。"


HEALTH = "王建国患有精神分裂症，赵小红偏瘫在床，鉴定为伤残九级。"


def test_an_illness_does_not_leave_and_the_preview_says_so(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    accept(office, summary=HEALTH)
    accept(office, summary="王建国生病在家。")
    accept(office, summary="残疾人联合会来电说墙体有毛病。")
    shown = [row["summary"] for row in exported(ledgers, tmp_path)]
    assert shown[0] == "王建国患病，赵小红患病在床，鉴定为伤残。"
    assert shown[1:] == ["王建国生病在家。", "残疾人联合会来电说墙体有毛病。"]
    said = "2 行写到健康或残疾情况，其中 1 行的病名等已改成概括的说法，交出去前请逐行看看。"
    assert said in ledgers.preview(NOVEMBER).sentences
    internal = ledgers.preview(replace(NOVEMBER, mask="internal"))
    assert internal.rows[0]["summary"] == HEALTH
    assert "2 行写到健康或残疾情况，交出去前请逐行看看。" in internal.sentences
    assert not any("健康" in said for said in ledgers.preview(replace(NOVEMBER, mask="public")).sentences)


def test_a_desk_adds_words_of_its_own(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    accept(office, summary="王建国有富贵病。")
    dictionaries = Dictionaries(office)
    assert "病情和残疾的说法" in {line.title for line in dictionaries.lists()}
    like = next(line for line in dictionaries.entries("health_words") if line.code == "illnesses")
    dictionaries.add("health_words", "本地的说法", like.id, {"words": "富贵病"})
    assert exported(ledgers, tmp_path)[0]["summary"] == "王建国患病。"


def test_a_visiting_child_and_its_address_are_known_in_texts(ledgers: Ledgers, office: Office, tmp_path: Path) -> None:
    case = accept(office, summary="孙小宝（小宝）说，家住阳光小区甲区七排三门，电话19900008888。")
    with office.write("登记") as session:
        visit = Intake(year=2026, serial=7, received_at=office.now(), number="来访007", case_id=case.id)
        session.add(visit)
        session.flush()
        told = {"age_told": 9, "address": "阳光小区甲区七排三门", "phone": "19900008888"}
        session.add(Visitor(intake_id=visit.id, name="孙小宝", **told))
    (row,) = exported(ledgers, tmp_path)
    assert str(row["summary"]).startswith("孙**（孙**）说")
    assert "19900008888" not in str(row["summary"])


# --- before ---------------------------------------------------------------------------------------------------------


def test_the_preview_counts_what_would_leave(ledgers: Ledgers, case: Case) -> None:
    preview = ledgers.preview(NOVEMBER)
    assert (preview.count, preview.period) == (1, "2026年11月")
    assert preview.sentences == (
        "这份表里有 2 个电话、0 个身份证号，没有保密笔记。",
        "另有 1 个电话只留头尾。",
        "1 人没有记录同意把电话提供给“社区居委会”，电话已遮盖：赵小红。",
        "1 件是补录的，备注里写明。",
    )
    assert preview.rows[0]["parties"] == "甲：王建国\n乙：赵小红"
    internal = ledgers.preview(replace(NOVEMBER, mask="internal"))
    assert internal.sentences[0] == "这份表里有 4 个电话、1 个身份证号，没有保密笔记。"
    public = ledgers.preview(replace(NOVEMBER, mask="public"))
    assert public.sentences[0] == "这份表里有 0 个电话、0 个身份证号，没有保密笔记。"


def test_the_preview_shows_a_few_rows_and_counts_all(ledgers: Ledgers, office: Office) -> None:
    for _ in range(4):
        accept(office)
    preview = ledgers.preview(NOVEMBER, rows=2)
    assert (preview.count, len(preview.rows)) == (4, 2)


def test_the_file_is_named_by_place_and_period(ledgers: Ledgers) -> None:
    assert ledgers.file_name(NOVEMBER) == "幸福里社区矛盾纠纷排查化解台账_2026年11月（已遮盖）.xlsx"
    part = replace(NOVEMBER, last=date(2026, 11, 15), mask="internal")
    assert ledgers.file_name(part) == "幸福里社区矛盾纠纷排查化解台账_2026.11.01—2026.11.15.xlsx"


def test_what_is_proposed_follows_the_recipient(ledgers: Ledgers, office: Office) -> None:
    assert ledgers.proposal() == NOVEMBER
    cppcc = for_recipient(office.lists, ledgers.proposal(), "cppcc")
    assert (cppcc.mask, cppcc.purpose) == ("public", "statistics")
    free = for_recipient(office.lists, NOVEMBER, "区信访局")
    assert (free.to_whom, free.mask, free.purpose) == ("区信访局", "handover", "ledger")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to_whom": " "}, "to_whom"),
        ({"purpose": ""}, "purpose"),
        ({"first": None}, "first"),
        ({"last": None}, "last"),
        ({"last": date(2026, 10, 1)}, "last"),
        ({"mask": "wholly"}, "mask"),
    ],
)
def test_what_is_missing_is_named(ledgers: Ledgers, tmp_path: Path, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ledgers.export_t1(replace(NOVEMBER, **wrong), tmp_path / "台账.xlsx")  # type: ignore[arg-type]
    assert set(refused.value.problems) == {field}
    assert ledgers.exports() == []
    assert not list(tmp_path.glob("*.xlsx"))


# --- the record -----------------------------------------------------------------------------------------------------


def test_every_export_is_noted_for_good(ledgers: Ledgers, case: Case, office: Office, tmp_path: Path) -> None:
    made = ledgers.export_t1(replace(NOVEMBER, to_whom="区\x00信访局"), tmp_path / "十一月.xlsx")
    with office.read() as session:
        log = session.get_one(ExportLog, made.log_id)
        assert log.digest == hashlib.sha256(made.path.read_bytes()).hexdigest()
        assert (log.mask, log.count, log.to_whom) == ("handover", 1, "区信访局")
        labels = set(session.scalars(select(ChangeSet.label)))
    assert "导出台账" not in labels  # nothing to take back
    (line,) = ledgers.exports()
    assert (line.who, line.what, line.mask) == ("李老师", "矛盾纠纷台账", "移交社区（部分）")
    assert (line.purpose, line.file_name) == ("报送矛盾纠纷台账", "十一月.xlsx")
    assert line.at == office.local(office.now())


def test_the_handover_list_says_what_was_given_to_whom(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    made = ledgers.export_t1(NOVEMBER, tmp_path / "十一月.xlsx")
    facts = ledgers.handover_facts(made.log_id)
    assert (facts.file, facts.count, facts.period) == ("十一月.xlsx", "1件", "2026年11月")
    assert (facts.recipient, facts.purpose, facts.mask) == ("社区居委会", "报送矛盾纠纷台账", "handover")
    assert facts.digest == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert facts.number == "（2026）移交第001号"
    with pytest.raises(Refused):
        ledgers.handover_facts("nobody")


def test_each_export_of_a_year_has_its_own_number(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    made = [ledgers.export_t1(NOVEMBER, tmp_path / f"{n}.xlsx").log_id for n in range(3)]
    assert [ledgers.handover_facts(log_id).number[-4:] for log_id in made] == ["001号", "002号", "003号"]


def test_the_log_keeps_the_order_of_writing_though_the_clock_was_set_back(
    ledgers: Ledgers, case: Case, clock: Clock, tmp_path: Path
) -> None:
    made = []
    for n in range(3):
        made.append(ledgers.export_t1(NOVEMBER, tmp_path / f"{n}.xlsx").log_id)
        clock.forward(days=-1)
    assert [line.id for line in ledgers.exports()] == made[::-1]
    assert [ledgers.handover_facts(log_id).number[-4:] for log_id in made] == ["001号", "002号", "003号"]


@pytest.mark.parametrize("mask", ["handover", "public", "internal"])
def test_no_level_leaves_the_desk_without_recipient_and_purpose(ledgers: Ledgers, tmp_path: Path, mask: str) -> None:
    order = LedgerOrder(NOVEMBER.first, NOVEMBER.last, mask=mask, reason="卷宗移交")
    with pytest.raises(Invalid) as refused:
        ledgers.export_t1(order, tmp_path / "十一月.xlsx")
    assert set(refused.value.problems) == {"to_whom", "purpose"}
    assert ledgers.exports() == []


def test_an_existing_file_stays_without_force(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"theirs")
    with pytest.raises(Refused):
        ledgers.export_t1(NOVEMBER, path)
    assert path.read_bytes() == b"theirs"
    assert ledgers.exports() == []
    ledgers.export_t1(NOVEMBER, path, force=True)
    assert len(ledgers.exports()) == 1


@pytest.mark.parametrize("older", [b"theirs", None])
def test_what_cannot_be_noted_is_not_written(ledgers: Ledgers, case: Case, tmp_path: Path, older: bytes | None) -> None:
    path = tmp_path / "台账.xlsx"
    if older:
        path.write_bytes(older)

    def refuse(*_: object) -> None:
        raise Unavailable("磁盘满了，没有保存。")

    event.listen(ExportLog, "before_insert", refuse)
    try:
        with pytest.raises(Unavailable):
            ledgers.export_t1(NOVEMBER, path, force=True)
    finally:
        event.remove(ExportLog, "before_insert", refuse)
    assert [file.read_bytes() for file in tmp_path.glob("*台账*")] == ([older] if older else [])
    assert not list(tmp_path.glob(".~*"))
    assert ledgers.exports() == []


def test_a_summary_no_cell_holds_goes_on_below_and_is_said(
    ledgers: Ledgers, case: Case, office: Office, tmp_path: Path
) -> None:
    with office.write("改概要") as session:
        session.get_one(Case, case.id).summary = "楼上漏水，" * 7000
    said = "第 1 件的文字太长，一格放不下，接着写在它下面的行里。"
    assert said in ledgers.preview(NOVEMBER).sentences
    made = ledgers.export_t1(NOVEMBER, tmp_path / "台账.xlsx")
    assert (made.count, made.note) == (1, f"已导出，1 件。{said}")
    sheet = openpyxl.load_workbook(made.path).active
    told = [
        cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and len(cell.value) > 900
    ]
    assert "".join(told).replace("（转下行）（接上行）", "") == "楼上漏水，" * 7000


def test_two_numbers_pasted_into_one_field_stay_apart_and_are_hidden_each(
    ledgers: Ledgers, office: Office, tmp_path: Path
) -> None:
    pasted = PartyDraft(name="赵小红", phone="19900001003\t19900001004", side="respondent")
    spelt = PartyDraft(name="孙丽华", phone="一九九零零零零一零零五", side="respondent")
    agreed = PartyDraft(name="王建国", phone="19900001001 0411-83121234", consent_recipients=["community"])
    made = accept(office, agreed, pasted, spelt, summary="打19900001004、83121234都不通")
    with office.read() as session:
        stored = session.scalars(select(Party.phone).where(Party.case_id == made.id).order_by(Party.position)).all()
    assert list(stored) == ["19900001001、041183121234", "19900001003、19900001004", "19900001005"]
    (row,) = exported(ledgers, tmp_path)
    assert row["phones"] == "19900001001、0411-83121234\n199****1003、199****1004\n199****1005"
    assert row["summary"] == "打199****1004、83121234都不通"


@pytest.mark.parametrize("mask", ["handover", "public"])
def test_where_a_childs_school_stands_in_other_columns_it_is_hidden_too(
    ledgers: Ledgers, office: Office, tmp_path: Path, mask: str
) -> None:
    child = PartyDraft(
        name="古丽娜·买买提", birthday=date(2016, 5, 1), phone="19900001003（古丽娜妈妈）", address="住1403户"
    )
    accept(office, child, place="第三小学门口", summary="古丽娜在四年级二班")
    row = " ".join(str(cell) for cell in exported(ledgers, tmp_path, replace(NOVEMBER, mask=mask))[0].values())
    assert not [word for word in ("古丽娜", "第三小学", "四年级", "1403", "19900001003") if word in row]


def test_who_may_not_hand_over_is_refused(ledgers: Ledgers, case: Case, office: Office, tmp_path: Path) -> None:
    office.signed.role = "reader"
    with pytest.raises(Refused):
        ledgers.export_t1(NOVEMBER, tmp_path / "台账.xlsx")
    assert not list(tmp_path.glob("*.xlsx"))


def test_stopping_leaves_no_file(ledgers: Ledgers, case: Case, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return False

    with pytest.raises(Refused):
        ledgers.export_t1(NOVEMBER, tmp_path / "台账.xlsx", watch=stop)
    assert seen == [(0, 1)]
    assert not list(tmp_path.glob("*.xlsx"))
    assert ledgers.exports() == []


def test_the_heading_is_kept_and_falls_back(ledgers: Ledgers, tmp_path: Path) -> None:
    assert ledgers.heading() == Heading("示例委员工作室", "李老师", "", "")
    ledgers.keep_heading(Heading(unit="幸福里社区居委会", reviewer="周某\n", phone="19900000001"))
    assert ledgers.heading() == Heading("幸福里社区居委会", "李老师", "周某", "19900000001")
    text = everything(ledgers.export_t1(NOVEMBER, tmp_path / "台账.xlsx").path)
    for words in (
        "填报单位：幸福里社区居委会（盖章）",
        "审核人：周某",
        "联系电话：19900000001",
        "填报日期：2026年11月23日",
    ):
        assert words in text
    ledgers.keep_heading(Heading())
    assert ledgers.heading().unit == "示例委员工作室"


def test_many_cases_pass_window_by_window(
    ledgers: Ledgers, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in ("services.ledgers.reading.WINDOW", "services.ledgers.run.STEP", "workbook.body.AT_ONCE"):
        monkeypatch.setattr(f"studio_app.{size}", 2)
    for day in (9, 3, 5, 4, 7):
        accept(office, accepted_on=date(2026, 11, day))
    rows = exported(ledgers, tmp_path)
    assert [row["serial"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["accepted_on"].day for row in rows] == [3, 4, 5, 7, 9]  # type: ignore[union-attr]
    assert {row["parties"] for row in rows} == {"甲：王建国\n乙：赵小红"}


def test_a_level_nobody_studied_is_left_blank(ledgers: Ledgers, office: Office, case: Case, tmp_path: Path) -> None:
    change(office, case, risk="green", risk_signs=[], risk_note="")
    assert not exported(ledgers, tmp_path)[0]["risk"]
    change(office, case, risk_note="双方平和")
    assert exported(ledgers, tmp_path)[0]["risk"] == "绿"


def promised(office: Office, case: Case, state: str, **facts: object) -> None:
    """An agreement with one promise in that state."""
    with office.write("协议") as session:
        paper = Agreement(case_id=case.id, mode="B", form="written", reached_on=date(2026, 11, 10))
        session.add(paper)
        session.flush()
        session.add(Obligation(case_id=case.id, agreement_id=paper.id, what="付款", state=state))
        row = session.get_one(Case, case.id)
        row.outcome, row.state = "agreed_written", "performing"
        for name, value in facts.items():
            setattr(row, name, value)


@pytest.mark.parametrize(
    ("state", "open_word", "closed_word"),
    [("pending", "已化解", "已化解"), ("refused", "化解中", "未化解"), ("sued", "化解中", "未化解")],
)
def test_what_is_refused_is_settled_no_longer(
    office: Office, ledgers: Ledgers, case: Case, state: str, open_word: str, closed_word: str
) -> None:
    promised(office, case, state)
    assert ledgers.preview(NOVEMBER).rows[0]["outcome"] == open_word
    with office.write("结案") as session:
        row = session.get_one(Case, case.id)
        row.state, row.closed_on = "closed", date(2026, 11, 20)
    assert ledgers.preview(NOVEMBER).rows[0]["outcome"] == closed_word
    with office.read() as session:
        assert (session.get_one(Case, case.id).resolved_on is not None) is (closed_word == "已化解")


def test_a_merged_case_goes_on_in_another_row(office: Office, ledgers: Ledgers, case: Case) -> None:
    with office.write("并案") as session:
        row = session.get_one(Case, case.id)
        row.outcome, row.state, row.closed_on = "merged", "closed", date(2026, 11, 20)
    [told] = ledgers.preview(NOVEMBER).rows
    assert (told["outcome"], told["closed_on"]) == ("化解中", None)
    assert "并入另案" in str(told["remarks"])
