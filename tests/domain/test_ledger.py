"""The pure half of the ledger: periods, composed words, lines of several parties."""

from datetime import date

import pytest

from studio_app.domain.masking.levels import KnownPeople, KnownPerson, Masks
from studio_app.records.dispute import ledger
from studio_app.records.dispute.ledger import LedgerCase, LedgerParty, Sitting

FULL = dict.fromkeys(
    ("name", "phone", "phone_consented", "address", "free_text", "minor", "guardian", "id_number"), "full"
)
OPEN = Masks({"internal": FULL}, "internal")
REMOVED = Masks({"public": {"name": "surname"}}, "public")
DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "2026年11月"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (date(2026, 11, 1), date(2026, 11, 15), "2026.11.01—2026.11.15"),
        (date(2026, 11, 1), date(2026, 12, 31), "2026.11.01—2026.12.31"),
        (date(2026, 11, 3), date(2026, 11, 3), "2026.11.03—2026.11.03"),
    ],
)
def test_periods_are_written_as_offices_do(first: date, last: date, text: str) -> None:
    assert ledger.period_text(first, last) == text


def test_months_and_quarters_end_where_the_calendar_says() -> None:
    assert ledger.month_of(date(2028, 2, 9)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert ledger.month_before(date(2027, 1, 15)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert ledger.quarter_of(date(2026, 12, 31)) == (date(2026, 10, 1), date(2026, 12, 31))
    assert ledger.quarter_of(date(2026, 1, 1)) == (date(2026, 1, 1), date(2026, 3, 31))


def test_file_names_hold_nothing_a_disk_refuses() -> None:
    made = ledger.file_name('幸福/里:"社区"', "2026年11月", "（已遮盖）")
    assert made == "幸福里社区矛盾纠纷排查化解台账_2026年11月（已遮盖）.xlsx"


@pytest.mark.parametrize(
    ("days", "ending", "words"),
    [
        ([], "", "已受理，尚未调解。"),
        ([], "自行和解", "自行和解。"),
        ([date(2026, 11, 5)], "", "11月5日调解1次，再约。"),
        ([date(2026, 11, 5), date(2026, 11, 5)], "", "11月5日调解2次，再约。"),
        ([date(2026, 11, 5), date(2027, 1, 8)], "和解", "11月5日、2027年1月8日调解2次，和解。"),
        ([date(2026, 11, n) for n in (5, 6, 7, 9)], "和解", "11月5日至11月9日调解4次，和解。"),
    ],
)
def test_progress_is_composed_from_sessions(days: list[date], ending: str, words: str) -> None:
    assert ledger.progress_words([Sitting(day, "再约") for day in days], ending, DAY) == words


def party(name: str, side: str = "applicant", phone: str = "", **known: bool) -> LedgerParty:
    return LedgerParty(side, KnownPerson(name, **known), phone)  # type: ignore[arg-type]


def test_several_parties_have_a_line_each_and_phones_keep_step() -> None:
    parties = [
        party("王某"),
        party("孙某", phone="19900001001"),
        party("赵某", "respondent", "无"),
        party("物业", "third"),
    ]
    row = ledger.row_of(7, LedgerCase(DAY, parties=parties), OPEN)
    assert row["parties"] == "甲：王某\n　　孙某\n乙：赵某\n第三人：物业"
    assert row["phones"] == "—\n19900001001\n无\n—"
    assert (row["serial"], row["people_count"]) == (7, 4)


def test_no_phone_at_all_leaves_the_cell_empty() -> None:
    row = ledger.row_of(1, LedgerCase(DAY, parties=[party("王某"), party("赵某", "respondent")]), OPEN)
    assert row["phones"] == ""


def test_the_public_level_tells_namesakes_apart_and_hides_minors() -> None:
    parties = [party("王建国"), party("王小明", "respondent"), party("小小", "respondent", minor=True)]
    case = LedgerCase(
        DAY, parties=parties, people=KnownPeople([p.known for p in parties]), summary="王建国说。", route="王建国家",
        measures="王建国已搬走。", progress="11月5日调解1次。", risk="红", risk_signs=["多次报警"], place="幸福里1号楼",
    )  # fmt: skip
    row = ledger.row_of(1, case, REMOVED)
    assert row["parties"] == "甲：王某甲\n乙：王某乙\n　　某未成年人"
    assert (row["summary"], row["place"], row["risk"], row["remarks"]) == ("", "", "红", "")
    assert row["progress"] == "11月5日调解1次。"


def test_a_place_that_names_somebody_is_read_like_a_text() -> None:
    cut = Masks({"handover": FULL | {"name": "surname", "free_text": "partial", "address": "partial"}}, "handover")
    people = KnownPeople([KnownPerson("王建国", phones=["19900001001"])])

    def place(text: str) -> object:
        return ledger.row_of(1, LedgerCase(DAY, place=text, people=people), cut)["place"]

    assert place("幸福里 王 建国家门口") == "幸福里 王某家门口"
    assert place("建国家楼下") == "王某家楼下"
    assert place("幸福里3号楼2单元501") == "幸福里3号楼"


@pytest.mark.parametrize(
    ("texts", "phones", "ids"),
    [
        (["电话19900001001，座机0411-83001234"], 2, 0),
        (["身份证990000198001010017"], 0, 1),
        (["损失3200000元，编号20261103123456"], 0, 0),
        (["199****1001"], 0, 0),
    ],
)
def test_what_leaves_is_counted_from_the_words_themselves(texts: list[str], phones: int, ids: int) -> None:
    case = LedgerCase(DAY, summary="".join(texts))
    counted = ledger.Disclosure()
    counted.add(case, ledger.row_of(1, case, OPEN), OPEN)
    assert (counted.phones, counted.id_numbers) == (phones, ids)
