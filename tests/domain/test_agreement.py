"""Clauses, instalments, effect and standing of an agreement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Refused
from studio_app.records.dispute.agreement.draft import (
    AgreementDraft,
    ClauseDraft,
    CourtDraft,
    Done,
    PerformanceDraft,
    SigningDraft,
    UrgeDraft,
    effect_sentence,
    in_instalments,
    missing,
    split,
    standing,
)
from studio_app.records.dispute.agreement.effect import Signing, effective_on

TODAY = date(2026, 11, 23)
NAMES = {"w": "王某", "z": "赵某"}


def signing(mode: str = "A", form: str = "written", **changes: object) -> Signing:
    return Signing(mode, form, None, ["w", "z"], **{"signatures": {}, **changes})  # type: ignore[arg-type]


def test_two_instalments_of_3000_yuan() -> None:
    parts = split(300_000, 2, date(2026, 10, 27))
    assert [(p.amount_fen, p.due_on) for p in parts] == [(150_000, date(2026, 10, 27)), (150_000, date(2026, 11, 27))]


def test_the_remainder_stands_on_the_last_instalment_in_whole_yuan() -> None:
    assert [p.amount_fen for p in split(100_000, 3, TODAY)] == [33_300, 33_300, 33_400]
    assert [p.amount_fen for p in split(100_050, 3, TODAY)] == [33_300, 33_300, 33_450]
    assert [p.amount_fen for p in split(101, 3, TODAY)] == [33, 33, 35]


def test_days_are_counted_from_the_first_so_the_31st_comes_back() -> None:
    assert [p.due_on for p in split(300_000, 3, date(2027, 1, 31))] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]
    assert split(300_000, 2, date(2026, 11, 30), 3)[1].due_on == date(2027, 2, 28)


@given(st.integers(60, 10**12), st.integers(2, 60))
def test_instalments_add_up_and_none_is_empty(amount: int, count: int) -> None:
    parts = split(amount, count, TODAY)
    assert sum(p.amount_fen for p in parts) == amount
    assert all(p.amount_fen > 0 for p in parts)
    assert max(p.amount_fen for p in parts) == parts[-1].amount_fen


@pytest.mark.parametrize(("amount", "count", "months"), [(100, 1, 1), (100, 61, 1), (3, 4, 1), (100, 2, 0)])
def test_what_cannot_be_divided_is_refused_in_words(amount: int, count: int, months: int) -> None:
    with pytest.raises(Refused, match="。"):
        split(amount, count, TODAY, months)


def test_a_clause_in_instalments_keeps_everything_but_amount_day_and_number() -> None:
    clause = ClauseDraft("c", "z", "w", "赔偿王某装修损失。", 300_000, None, "年底", "工作室", "转账")
    first, second = in_instalments(clause, 2, date(2026, 12, 1))
    assert (first.what, second.what) == ("赔偿王某装修损失（第 1 期，共 2 期）", "赔偿王某装修损失（第 2 期，共 2 期）")
    assert (first.id, second.id) == ("c", "")
    assert (second.debtor_id, second.manner, second.due_text) == ("z", "转账", "")
    with pytest.raises(Refused, match="金额"):
        in_instalments(ClauseDraft(what="修好"), 2, TODAY)


def test_only_what_somebody_owes_is_followed() -> None:
    assert not ClauseDraft(what="双方互不追究。").owes()
    assert ClauseDraft(what="修好", debtor_id="z").owes()
    assert ClauseDraft(what="付款", amount_fen=1).owes()


def test_drafts_refuse_only_what_means_nothing() -> None:
    assert AgreementDraft().problems(TODAY) == {}
    assert list(AgreementDraft(clauses=[ClauseDraft(place="家")]).problems(TODAY)) == ["clauses.0.what"]
    assert set(AgreementDraft(form="oral").problems(TODAY)) == {"reached_on", "clauses"}
    assert list(AgreementDraft(reached_on=date(2026, 11, 24)).problems(TODAY)) == ["reached_on"]
    none = AgreementDraft(form="none", reached_on=TODAY, clauses=[ClauseDraft(what="修好")])
    assert list(none.problems(TODAY)) == ["form"]
    assert set(AgreementDraft(serial=0, copies=0).problems(TODAY)) == {"serial", "copies"}


def test_dates_on_paper_are_not_in_the_future() -> None:
    tomorrow = date(2026, 11, 24)
    draft = SigningDraft({"w": tomorrow, "z": TODAY}, sealed_on=tomorrow)
    assert set(draft.problems(TODAY)) == {"signatures.w", "sealed_on"}


def test_what_still_lacks_is_named_by_mode() -> None:
    signed = {"w": TODAY, "z": TODAY}
    assert missing(signing(signatures={"w": TODAY}), NAMES) == ["赵某签名", "调解员签名", "调委会盖章"]
    sealless = signing(signatures=signed, mediator_signed_on=TODAY)
    assert effect_sentence(sealless, NAMES) == "还没有生效，还差：调委会盖章。"
    assert missing(signing("B", signatures={"w": TODAY}), NAMES) == ["赵某签名"]
    assert effect_sentence(signing("B", signatures=signed), NAMES) == "自 2026-11-23 周一 起生效。"
    assert missing(signing("C"), NAMES) == ["主办的调委会告知生效日期"]
    assert missing(signing("A", "oral"), NAMES) == ["谈成的日期"]


@pytest.mark.parametrize("last", ["party", "mediator", "seal"])
def test_with_the_committee_the_last_of_all_who_sign_and_seal_brings_the_effect(last: str) -> None:
    days = {name: TODAY if name == last else date(2026, 11, 20) for name in ("party", "mediator", "seal")}
    signed = {"w": date(2026, 11, 19), "z": days["party"]}
    assert (
        effective_on(signing(signatures=signed, mediator_signed_on=days["mediator"], sealed_on=days["seal"])) == TODAY
    )


def test_nothing_but_mode_a_waits_for_a_seal() -> None:
    assert not any("盖章" in word for mode in "BC" for word in missing(signing(mode), NAMES))


def item(code: str) -> Done:
    done = {"performed": "yes", "waived": "yes", "part": "part"}.get(code, "no")
    return Done(code, code in ("pending", "part", "refused"), done)


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ([], "performed"),
        (["pending", "pending"], "performing"),
        (["performed", "pending"], "partly_performed"),
        (["part"], "partly_performed"),
        (["performed", "waived"], "performed"),
        (["performed", "replaced"], "performed"),
        (["refused", "pending"], "not_performed"),
        (["performed", "refused"], "partly_performed"),
        (["sued"], "not_performed"),
    ],
)
def test_the_case_follows_its_promises(codes: list[str], state: str) -> None:
    assert standing([item(code) for code in codes]) == state


def test_performance_asks_for_the_day_and_how_far() -> None:
    assert set(PerformanceDraft().problems(TODAY)) == {"done_on", "full"}
    assert PerformanceDraft(TODAY, full=False).problems(TODAY) == {}
    assert "还少 500 元" in PerformanceDraft(TODAY, 50_000, full=True).hints(150_000, 50_000)["amount_fen"]
    assert "全部做到" in PerformanceDraft(TODAY, 150_000, full=False).hints(150_000, 0)["amount_fen"]
    assert "比约定的多 8,499 元" in PerformanceDraft(TODAY, 999_900, full=True).hints(150_000, 0)["amount_fen"]
    assert PerformanceDraft(TODAY, 150_000, full=True).hints(150_000, 0) == {}
    assert PerformanceDraft(TODAY, full=True).hints(150_000, 0) == {}


def test_an_urge_says_when_and_something() -> None:
    assert set(UrgeDraft().problems(TODAY)) == {"urged_on", "said"}
    assert UrgeDraft(TODAY, way="phone").problems(TODAY) == {}


def test_a_court_rules_on_what_it_was_asked() -> None:
    assert CourtDraft("某区人民法院", date(2026, 9, 20)).problems(TODAY) == {}
    assert list(CourtDraft(court_ruled_on=date(2026, 9, 19)).problems(TODAY)) == ["court_applied_on"]
    assert CourtDraft("某区人民法院").problems(TODAY) == {}


def test_who_applied_too_late_says_what_the_court_answered() -> None:
    late, until = date(2026, 9, 20), date(2026, 9, 19)
    assert "超过了截止日" in CourtDraft("某区人民法院", late).problems(TODAY, until)["court_applied_on"]
    assert CourtDraft("某区人民法院", late, court_result="法院说明理由后受理").problems(TODAY, until) == {}
    assert CourtDraft("某区人民法院", until).problems(TODAY, until) == {}
