"""What a desk sets for itself, on both engines: studio, committee, numbers, rules, limits."""

from dataclasses import replace
from datetime import date

import pytest

from studio_app.core.errors import Invalid, Refused
from studio_app.office import list_rows
from studio_app.office.office import Office
from studio_app.office.studio import CommitteeDetails, anniversary, short_name_of, sign_in_problem
from studio_app.office.tables import DictionaryEntry, Organisation
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.intake.draft import IntakeDraft
from studio_app.records.intake.service import Intakes
from studio_app.services.preferences import Preferences


@pytest.fixture
def preferences(office: Office) -> Preferences:
    return Preferences(office)


def test_a_number_only_an_older_program_had_is_not_shown(preferences: Preferences, office: Office) -> None:
    before = [limit.code for limit in preferences.limits()]
    with office.write("旧版本的数值") as session:
        data = {"value": 5, "unit": "周岁"}
        session.add(DictionaryEntry(dictionary="limits", code="adult_age", label="满几周岁", position=99, data=data))
    assert [limit.code for limit in preferences.limits()] == before


# --- studio and committee -------------------------------------------------------------------------------------


def test_the_studio_is_changed_and_logged(preferences: Preferences, office: Office) -> None:
    details = preferences.studio()
    assert details.community == "幸福里社区"
    preferences.save_studio(replace(details, phone="19900000001"))
    assert preferences.studio().phone == "19900000001"
    with pytest.raises(Invalid) as refused:
        preferences.save_studio(replace(details, name=" ", district_code="12"))
    assert set(refused.value.problems) == {"name", "district_code"}


def test_only_who_may_change_settings_does(preferences: Preferences, office: Office) -> None:
    office.signed.role = "volunteer"
    with pytest.raises(Refused, match="不能做这一步"):
        preferences.save_studio(preferences.studio())


def test_a_term_of_more_than_three_years_is_a_hint(preferences: Preferences) -> None:
    long = CommitteeDetails("某调委会", term_start=date(2025, 3, 1), term_end=date(2029, 3, 1))
    assert "第九条" in preferences.committee_hints(long)["term_end"]
    assert preferences.committee_hints(replace(long, term_end=date(2028, 3, 1))) == {}
    over = replace(long, term_start=date(2022, 3, 1), term_end=date(2025, 3, 1))
    assert "届满" in preferences.committee_hints(over)["term_end"]


def own_committee(preferences: Preferences) -> tuple[str, CommitteeDetails]:
    return next((row_id, one) for row_id, one in preferences.committees().items() if one.ours)


def test_the_committee_keeps_a_name(preferences: Preferences) -> None:
    own, committee = own_committee(preferences)
    preferences.save_committee(replace(committee, term_start=date(2025, 3, 1)), own)
    assert own_committee(preferences)[1].term_start == date(2025, 3, 1)
    with pytest.raises(Invalid, match="全称"):
        preferences.save_committee(replace(committee, name=""), own)


def test_a_committee_stands_once_in_the_directory(preferences: Preferences) -> None:
    street = CommitteeDetails("槐花街道人民调解委员会", member="周某", district_code="310101")
    preferences.save_committee(street)
    assert [(one.name, one.ours) for one in preferences.committees().values()] == [
        ("幸福里社区人民调解委员会", True),
        ("槐花街道人民调解委员会", False),
    ]
    with pytest.raises(Invalid, match="已经有这个调委会"):
        preferences.save_committee(replace(street, name="槐花街道 人民调解委员会"))
    with pytest.raises(Invalid) as refused:
        preferences.save_committee(replace(street, name="别的调委会", district_code="31", retired_on=date(2099, 1, 1)))
    assert set(refused.value.problems) == {"district_code", "retired_on"}


@pytest.mark.parametrize(
    ("name", "short"),
    [("王委员工作室", "王"), ("幸福里社区人民调解委员会", "幸福里"), ("示例区政协委员工作室", "示例区"), ("", "")],
)
def test_short_names_offered(name: str, short: str) -> None:
    assert short_name_of(name) == short


def test_anniversary_of_a_leap_day() -> None:
    assert anniversary(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_sign_in_names() -> None:
    assert sign_in_problem("李老师") == ""
    assert "恢复码" in sign_in_problem("恢复码")


# --- numbers --------------------------------------------------------------------------------------------------


def test_examples_follow_the_pattern_typed(preferences: Preferences) -> None:
    first = preferences.series()[0]
    assert first.example == "（2026）示访字第001号"
    assert preferences.example(first.code, "{年}-{简称}-{序号}", "访") == "2026-示-1"
    assert "{年}" in preferences.example(first.code, "{序号:03d}", "访")
    assert "还没有填写" in preferences.example(first.code, "{年}{区简称}{序号}", "访")


def test_a_pattern_is_used_from_the_next_number_on(preferences: Preferences, office: Office) -> None:
    preferences.save_series("intake", "{年}-{简称}{字}-{序号:02d}", "来")
    assert preferences.series()[0].example == "2026-示来-01"
    with pytest.raises(Invalid) as refused:
        preferences.save_series("intake", "{年}号", "来")
    assert "序号" in refused.value.problems["pattern"]
    preferences.reset("numbering")
    assert preferences.series()[0].example == "（2026）示访字第001号"


# --- rules, limits, holidays ----------------------------------------------------------------------------------


def test_only_rules_that_work_are_shown(preferences: Preferences) -> None:
    assert [line.code for line in preferences.rules()] == ["R0_seal", "R1", "R3", "R4", "R5", "R6", "R7", "R9", "R15"]


def test_periods_of_law_keep_their_length(preferences: Preferences, office: Office) -> None:
    rules = {line.code: line for line in preferences.rules()}
    assert rules["R6"].length is None
    assert rules["R3"].length is None
    assert (rules["R1"].length, rules["R1"].unit) == (3, "个工作日")
    preferences.save_rule(replace(rules["R6"], length=60, lead=[5, 20]))
    assert office.lists.rules()["R6"].number("days") == 30
    assert office.lists.rules()["R6"].data["lead"] == [20, 5]


def test_a_rule_is_changed_switched_off_and_back(preferences: Preferences, office: Office) -> None:
    rules = {line.code: line for line in preferences.rules()}
    preferences.save_rule(replace(rules["R1"], length=2, enabled=False))
    assert office.lists.rules()["R1"].number("workdays") == 2
    assert not office.lists.rules()["R1"].enabled
    preferences.save_rule(replace(rules["R7"], lengths={"written": 20}))
    assert office.lists.rules()["R7"].days_for("written") == 20
    assert office.lists.rules()["R7"].days_for("oral") == 7
    preferences.reset("deadlines")
    assert office.lists.rules()["R1"].enabled
    assert office.lists.rules()["R7"].days_for("written") == 15


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"length": 0}, "length"),
        ({"length": 367}, "length"),
        ({"lead": []}, "lead"),
        ({"lead": [400]}, "lead"),
        ({"lengths": {"oral": 0}}, "lengths"),
    ],
)
def test_rules_that_make_no_sense(preferences: Preferences, change: dict[str, object], field: str) -> None:
    rule = next(line for line in preferences.rules() if line.code == "R1")
    with pytest.raises(Invalid) as refused:
        preferences.save_rule(replace(rule, **change))  # type: ignore[arg-type]
    assert field in refused.value.problems


def test_limits(preferences: Preferences, office: Office) -> None:
    assert {limit.code: limit.value for limit in preferences.limits()}["repeat_hints"] == 5
    preferences.save_limit("repeat_hints", 3)
    assert office.lists.limit("repeat_hints") == 3
    with pytest.raises(Invalid):
        preferences.save_limit("repeat_hints", -1)


def test_two_series_never_print_one_number(preferences: Preferences) -> None:
    before = preferences.series()
    series = {line.code: line for line in before}
    with pytest.raises(Invalid) as refused:
        preferences.save_series("case_b", series["case_b"].pattern.replace("03d", "02d"), series["case_c"].zi)
    assert "一模一样" in refused.value.problems["pattern"]
    assert preferences.series() == before
    preferences.save_series("case_b", "（{年}）{简称}{字}第{序号}号", series["case_c"].zi)


def test_a_short_name_by_which_two_committees_print_one_number_is_refused(
    preferences: Preferences, office: Office
) -> None:
    with office.write("添另一个调委会") as session:
        session.add(Organisation(kind="committee", name="和平里社区人民调解委员会", short_name="和平里"))
    own, named = own_committee(preferences)
    with pytest.raises(Invalid) as refused:
        preferences.save_committee(replace(named, short_name="和平里"), own)
    assert "简称" in refused.value.problems["short_name"]
    assert preferences.committees()[own] == named
    preferences.save_committee(replace(named, short_name="幸福"), own)


def test_the_studio_cannot_take_the_short_name_by_which_its_numbers_become_the_committees(
    preferences: Preferences,
) -> None:
    series = {line.code: line for line in preferences.series()}
    preferences.save_series("case_b", series["case_b"].pattern, series["case_a"].zi)
    with pytest.raises(Invalid, match="一模一样"):
        preferences.save_studio(replace(preferences.studio(), short_name=own_committee(preferences)[1].short_name))


def test_a_pattern_another_series_had_gives_no_number_twice(preferences: Preferences, office: Office) -> None:
    """Given away: refused when it is saved. Where an older desk saved it already, the number is passed over."""
    opened = Opening(title="漏水", accepted_on=office.today(), parties=[PartyDraft(name="王某")])
    with office.write("受理纠纷") as session:
        number = open_case(session, office, opened).number
    series = {one.code: one for one in preferences.series()}
    preferences.save_series("case_b", "{年}评{序号}", "")
    with pytest.raises(Invalid, match="重号"):
        preferences.save_series("intake", series["case_b"].pattern, series["case_b"].zi)
    with office.write("旧程序留下的样式") as session:
        row = list_rows.row(session, "numbering", "intake")
        row.data = {**row.data, "pattern": series["case_b"].pattern, "zi": series["case_b"].zi}
    visits = [Intakes(office).register(IntakeDraft(content="漏水", received_at=None)) for _ in range(2)]
    assert number not in {visit.number for visit in visits}
    assert [visit.number.replace("002", "").replace("003", "") for visit in visits] == [number.replace("001", "")] * 2
