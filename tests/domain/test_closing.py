"""结案: every outcome × the facts it states; it is refused while one of them is not entered."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from studio_app.core import paths
from studio_app.records.dispute.case.closing import (
    ClosingDraft,
    ClosingFacts,
    Outcome,
    asked_note,
    closing_problems,
    lacking,
)

TODAY = date(2026, 11, 23)
FRESH = ClosingFacts(mode="B", applicants=["甲"])
WRITTEN = replace(FRESH, agreement_form="written", bound=True)
SAT = replace(FRESH, sat=True)


def shipped() -> dict[str, Outcome]:
    content = tomllib.loads(paths.resource("dictionaries", "outcomes.toml").read_text(encoding="utf-8"))
    return {entry["code"]: Outcome.of(entry["code"], entry["label"], entry) for entry in content["entry"]}


OUTCOMES = shipped()
IMPORTED = [code for code in OUTCOMES if code.startswith("ledger_")]
CODES = [code for code in OUTCOMES if code not in ("open", "not_accepted", *IMPORTED)]


def problems(code: str, facts: ClosingFacts, *, other_case: bool = False, **typed: object) -> dict[str, str]:
    draft = ClosingDraft(outcome=code, **{"closed_on": TODAY, **typed})  # type: ignore[arg-type]
    return closing_problems(draft, OUTCOMES[code], facts, other_case=other_case)


# outcome → what a fresh case lacks for it, and the facts and answers with which it closes
TABLE: dict[str, tuple[set[str], ClosingFacts, dict[str, object]]] = {
    "agreed_written": ({"outcome"}, WRITTEN, {}),
    "agreed_oral": ({"outcome"}, replace(FRESH, agreement_form="oral", bound=True), {}),
    "settled_on_spot": ({"outcome"}, SAT, {}),
    "self_settled": ({"note"}, FRESH, {"note": "双方来电说已经谈好"}),
    "failed": ({"outcome", "note"}, SAT, {"note": "谈不拢"}),
    "refused": (
        {"outcome", "note", "parties"},
        replace(FRESH, refusing=["乙"], unwilling="乙不同意"),
        {"note": "不愿意谈", "parties": ["乙"]},
    ),
    "withdrawn": ({"note", "parties"}, FRESH, {"note": "不要了", "parties": ["甲"]}),
    "unreachable": ({"note", "parties"}, FRESH, {"note": "三次电话没有人接，上门两次没有人", "parties": ["乙"]}),
    "transferred": ({"note", "route"}, FRESH, {"note": "属于行政执法", "route": "街道综合执法队"}),
    "to_court": ({"note", "route"}, FRESH, {"note": "要鉴定", "route": "区人民法院"}),
    "repudiated": (
        {"outcome", "note", "parties", "route"},
        WRITTEN,
        {"note": "说显失公平", "parties": ["乙"], "route": "区人民法院"},
    ),
    "unsuitable": ({"note", "route"}, FRESH, {"note": "法院已经受理", "route": "区人民法院"}),
    "merged": ({"note", "route"}, FRESH, {"note": "同一件事", "route": "（2026）示评字第001号", "other_case": True}),
}


def test_the_table_names_every_outcome() -> None:
    assert sorted(TABLE) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_fresh_case_is_asked_for_the_facts_of_its_outcome(code: str) -> None:
    assert set(problems(code, FRESH)) == TABLE[code][0]


@pytest.mark.parametrize("code", CODES)
def test_with_its_facts_entered_the_case_closes(code: str) -> None:
    _missing, facts, typed = TABLE[code]
    assert problems(code, facts, **typed) == {}  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CODES)
def test_each_answer_is_needed(code: str) -> None:
    _missing, facts, typed = TABLE[code]
    for name in typed:
        fewer = {key: value for key, value in typed.items() if key != name}
        assert problems(code, facts, **fewer), name  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CODES)
def test_what_is_missing_is_said_in_a_word_and_with_what_to_do(code: str) -> None:
    lack = lacking(OUTCOMES[code], FRESH)
    assert (lack is not None) == ("outcome" in TABLE[code][0])
    if lack is not None:
        assert len(lack.word) <= 12
        assert lack.sentence.endswith("。")


def test_not_accepting_is_no_end_of_an_accepted_case() -> None:
    for mode in ("A", "B", "C"):
        assert "outcome" in problems("not_accepted", replace(FRESH, mode=mode), note="不归我们管")


def test_what_an_old_ledger_told_is_no_choice_of_ours() -> None:
    assert IMPORTED
    for code in IMPORTED:
        for mode in ("A", "B", "C"):
            assert "outcome" in problems(code, replace(SAT, mode=mode), note="旧台账写着")


def test_only_an_applicant_withdraws() -> None:
    assert set(problems("withdrawn", FRESH, note="不谈了", parties=["乙"])) == {"parties"}


def test_who_refused_is_who_noted_it() -> None:
    facts = replace(FRESH, refusing=["乙"])
    assert set(problems("refused", facts, note="不谈", parties=["甲"])) == {"parties"}


def test_a_case_is_merged_into_one_that_is_there() -> None:
    assert set(problems("merged", FRESH, note="同一件事", route="第99号")) == {"route"}


def test_an_agreement_of_another_form_is_another_outcome() -> None:
    assert "outcome" in problems("agreed_written", replace(FRESH, agreement_form="oral", bound=True))


@pytest.mark.parametrize("code", sorted(set(CODES) - {"agreed_written", "repudiated"}))
def test_with_an_agreement_in_effect_nothing_else_happened(code: str) -> None:
    assert "outcome" in problems(code, WRITTEN, **TABLE[code][2])  # type: ignore[arg-type]


def test_an_agreement_of_an_earlier_round_may_be_repudiated() -> None:
    earlier = replace(FRESH, bound=True)
    assert problems("repudiated", earlier, **TABLE["repudiated"][2]) == {}  # type: ignore[arg-type]


def test_in_mode_c_it_is_said_who_told_of_a_sitting_nobody_of_us_saw() -> None:
    facts = replace(FRESH, mode="C")
    assert set(problems("settled_on_spot", facts)) == {"note"}
    assert problems("settled_on_spot", facts, note="调委会王主任11月20日电话告知") == {}


def test_only_what_is_printed_is_said_to_be_printed() -> None:
    for code in CODES:
        said = asked_note(OUTCOMES[code], FRESH)
        assert ("印在" in said) == bool(said and OUTCOMES[code].remedies), code


def test_closing_with_things_left_to_perform_asks_why() -> None:
    facts = replace(WRITTEN, open_obligations=2)
    assert "2 项" in problems("agreed_written", facts)["note"]
    assert problems("agreed_written", facts, note="余款双方同意另算") == {}


def test_an_unreported_danger_keeps_the_case_open() -> None:
    assert problems("self_settled", replace(FRESH, risk_problem="先报告"), note="谈好了") == {"risk": "先报告"}


def test_open_is_no_outcome_to_close_with_and_a_day_is_asked() -> None:
    assert "outcome" in problems("open", FRESH)
    assert set(closing_problems(ClosingDraft(), None, FRESH)) == {"outcome", "closed_on"}


def test_an_outcome_of_which_a_list_says_nothing_asks_for_nothing() -> None:
    assert Outcome.of("own", "自己加的", {}) == Outcome("own", "自己加的")
