from datetime import UTC, date, datetime

import pytest

from studio_app.domain.merging import Clash, Merged, merge, shown

A, B = {"id": "a", "what": "修"}, {"id": "b", "what": "赔"}


@pytest.mark.parametrize(
    ("began", "mine", "stored", "value"),
    [
        ("旧", "旧", "新", "新"),
        ("旧", "我", "旧", "我"),
        ("旧", "同", "同", "同"),
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}, {"a": 2, "b": 3}),
        ([A], [A, {"id": "", "what": "我"}], [A, B], [A, {"id": "", "what": "我"}, B]),
        ([A, B], [B], [A, {**B, "what": "改"}], [{**B, "what": "改"}]),
        ([A, B], [A], [{**A, "what": "改"}, B], [{**A, "what": "改"}]),
        ([A, B], [{**A, "what": "改"}, B], [A], [{**A, "what": "改"}]),
        ([A, B], [B, A], [A, {**B, "what": "改"}], [{**B, "what": "改"}, A]),
        ([A], [A], [], []),
    ],
)
def test_what_one_side_changed_is_taken(began, mine, stored, value):
    assert merge(began, mine, stored).value == value
    assert merge(began, mine, stored).clashes == ()


def test_what_both_changed_keeps_ones_own_and_is_named():
    merged = merge({"clauses": [A, B]}, {"clauses": [{**A, "what": "我"}, B]}, {"clauses": [{**A, "what": "他"}]})
    assert merged.value == {"clauses": [{**A, "what": "我"}]}
    assert merged.clashes == (Clash(("clauses", "1", "what"), "他", "我"),)


def test_a_row_taken_away_by_one_and_changed_by_the_other_stays():
    assert merge([A], [], [{**A, "what": "他"}]).value == [{**A, "what": "他"}]


def test_values_are_told_in_words_or_not_at_all():
    told = [
        shown(value)
        for value in (date(2026, 3, 5), datetime(2026, 3, 5, 9, tzinfo=UTC), "六号楼", "neighbour", ["a"], None, "")
    ]
    assert told == ["2026-03-05", "2026-03-05 09:00", "六号楼", "", "", "", ""]
    assert len(shown("长" * 500)) < 70


def test_rows_without_a_name_of_their_own_are_one_value():
    """Which of them was changed nobody could say."""
    began, mine, stored = [{"what": "修"}], [{"what": "赔"}], [{"what": "拆"}]
    assert merge(began, mine, stored) == Merged([{"what": "赔"}], (Clash((), stored, mine),))


def test_of_a_long_text_sixty_characters_are_told():
    assert shown("字" * 60) == "字" * 60
    assert shown("字" * 61) == "字" * 60 + "……"
