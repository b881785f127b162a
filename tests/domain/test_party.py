"""What is worth a second look in a party as typed."""

from datetime import date

import pytest

from studio_app.records.dispute.case.party import PartyDraft, may_live_by_own_work, needs_guardian

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"birthday": date(2014, 1, 1)}, ("不满 14 周岁", "监护人同意", "第三十一条")),
        ({"id_number": "990000201401011239"}, ("不满 14 周岁", "监护人同意")),
        ({"age_told": 13}, ("不满 14 周岁", "监护人同意")),
        ({"birthday": date(2012, 11, 23)}, ("未成年人", "监护人", "第二十三条")),
        ({"age_told": 17}, ("未成年人", "监护人", "第二十三条")),
        ({"birthday": date(2027, 1, 1)}, ("今天之后",)),
    ],
)
def test_the_young_need_somebody_beside_them(facts, words):
    hint = PartyDraft(name="孙小宝", **facts).hints(TODAY)["birthday"]
    assert all(word in hint for word in words)
    assert ("14" in hint) == ("不满 14 周岁" in words)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"age_told": 18},
        {"age_told": 16, "own_income": True},
        {"birthday": date(2008, 11, 23)},
        {"birthday": date(1980, 1, 1), "age_told": 9},
    ],
)
def test_grown_ups_and_unknown_ages_get_no_hint(facts):
    assert "birthday" not in PartyDraft(name="孙大宝", **facts).hints(TODAY)


@pytest.mark.parametrize(
    ("birthday", "own_income", "needed"),
    [
        (date(2008, 11, 24), False, True),  # eighteen tomorrow
        (date(2008, 11, 23), False, False),
        (date(2010, 11, 24), True, True),  # sixteen tomorrow
        (date(2010, 11, 23), True, False),
        (date(2010, 11, 23), False, True),
    ],
)
def test_a_guardian_signs_until_the_eighteenth_birthday_or_the_sixteenth_of_who_lives_by_his_work(
    birthday, own_income, needed
):
    assert needs_guardian(PartyDraft(name="孙某", birthday=birthday, own_income=own_income), TODAY) is needed


@pytest.mark.parametrize(("age", "asked"), [(15, False), (16, True), (17, True), (18, False)])
def test_at_sixteen_and_seventeen_it_is_asked_whether_somebody_lives_by_his_own_work(age, asked):
    assert may_live_by_own_work(PartyDraft(name="孙某", age_told=age), TODAY) is asked
