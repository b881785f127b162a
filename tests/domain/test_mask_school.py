"""The school and class of a child stay behind with its name."""

import pytest

from studio_app.domain.masking.levels import KnownPeople, KnownPerson
from tests.domain.test_masking import HANDOVER, INTERNAL, PUBLIC

CHILD = KnownPerson("欧阳小雨", minor=True)
CASE = KnownPeople([CHILD, KnownPerson("赵四")])


@pytest.mark.parametrize("masks", [HANDOVER, PUBLIC], ids=["handover", "public"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("放学时，幸福里小学六年级2班学生在门口被咬伤", "放学时，某小学某班学生在门口被咬伤"),
        ("就读于和平路外国语学校初二（3）班", "就读于某学校某班"),
        ("孩子上幸福里小学", "孩子上某小学"),
        ("送到向阳幼儿园门口", "送到某幼儿园门口"),
        ("在大连市沙河口区中心小学读书，六（2）班", "在某小学读书，某班"),
        ("从实验中学附小回家", "从某中学回家"),
    ],
)
def test_which_school_and_class_a_child_goes_to_does_not_leave(masks, text, shown):
    assert masks.scan(text, CASE) == shown
    assert masks.scan(shown, CASE) == shown, "what is masked is not masked again"


@pytest.mark.parametrize("text", ["孩子在上小学", "女儿上小学三年级", "他是中学生", "在学校门口", "这所小学的操场"])
def test_words_that_name_no_school_stay(text):
    assert HANDOVER.scan(text, CASE) == text


def test_schools_stay_where_no_child_is_hidden():
    text = "幸福里小学六年级2班的围墙漏水"
    assert INTERNAL.scan(text, CASE) == text
    assert HANDOVER.scan(text, KnownPeople([KnownPerson("赵四")])) == text
    school = KnownPerson("幸福里小学", organisation=True)
    assert HANDOVER.scan("在幸福里小学摔倒", KnownPeople([CHILD, school])) == "在幸福里小学摔倒", (
        "a party is named anyway"
    )
