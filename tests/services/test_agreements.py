"""Agreements from the first draft to the last instalment, in three modes, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.tables import IssuedNumber, Organisation, Reminder
from studio_app.records.dispute.agreement.draft import (
    AgreementDraft,
    ClauseDraft,
    CourtDraft,
    PerformanceDraft,
    SigningDraft,
    UrgeDraft,
    in_instalments,
)
from studio_app.records.dispute.agreement.service import Agreements, AgreementView, Promise
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from tests.conftest import make_mediator

TODAY = date(2026, 11, 23)


@pytest.fixture
def agreements(office: Office) -> Agreements:
    return Agreements(office)


def accept(office: Office, mode: str = "B", **changes: object) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    if mode == "A":
        make_mediator(office)
    with office.read() as session:
        committee = session.scalars(select(Organisation.id).where(Organisation.kind == "committee")).one()
    opening = Opening(
        mode=mode,
        committee_id=committee if mode != "B" else None,
        title="楼上漏水",
        dispute_type="neighbour",
        summary="卫生间渗水。",
        accepted_on=date(2026, 11, 16),
        backdate_reason="补录",
        parties=parties,
    )
    for name, value in changes.items():
        setattr(opening, name, value)
    with office.write("受理为纠纷") as session:
        return open_case(session, office, opening)


def reread(office: Office, case: Case) -> Case:
    with office.read() as session:
        return session.scalars(select(Case).where(Case.id == case.id)).one()


def drafted(agreements: Agreements, case: Case, **changes: object) -> AgreementDraft:
    """赵某 pays 3,000 yuan in two instalments and repairs the drain."""
    wang, zhao = agreements.view(case.id).parties
    paying = ClauseDraft("", zhao.id, wang.id, "赔偿装修损失", 300_000, None, "", "工作室", "转账")
    repairing = ClauseDraft("", zhao.id, wang.id, "修好地漏", None, TODAY + timedelta(days=7), "", "702 室", "")
    clauses = [*in_instalments(paying, 2, date(2026, 11, 27)), repairing]
    draft = replace(agreements.blank(case.id), clauses=clauses, default_terms="逾期按日加付 5 元。")
    return replace(draft, **changes)  # type: ignore[arg-type]


def sign_all(agreements: Agreements, view: AgreementView, day: date = TODAY, **more: date) -> Agreement:
    assert view.agreement is not None
    return agreements.sign(view.agreement.id, SigningDraft({p.id: day for p in view.signs}, **more))


def in_effect(agreements: Agreements, case: Case) -> list[Promise]:
    agreements.save(case.id, drafted(agreements, case))
    sign_all(agreements, agreements.view(case.id))
    return agreements.promises(case.id)


def rules_of(office: Office, case: Case) -> set[str]:
    with office.read() as session:
        return set(session.scalars(select(Reminder.rule).where(Reminder.owner_id == case.id)))


# --- drafting ---------------------------------------------------------------------------------------------------


def test_a_settlement_is_numbered_at_its_first_save_and_keeps_its_number(
    office: Office, agreements: Agreements
) -> None:
    case = accept(office)
    row = agreements.save(case.id, drafted(agreements, case))
    assert (row.number, row.copies, row.edition) == ("（2026）示和字第001号", 3, 1)
    draft = agreements.draft_of(row.id)
    assert [c.amount_fen for c in draft.clauses] == [150_000, 150_000, None]
    draft.clauses.pop(0)
    draft.facts = "卫生间顶棚渗水两个月。"
    again = agreements.save(case.id, draft)
    assert (again.id, again.number, again.facts) == (row.id, row.number, "卫生间顶棚渗水两个月。")
    assert [c.amount_fen for c in agreements.clauses(row.id)] == [150_000, None]
    assert reread(office, case).state == "accepted"
    assert agreements.promises(case.id) == []


def test_the_paper_is_called_by_its_mode(office: Office, agreements: Agreements) -> None:
    a, b = (agreements.view(accept(office, mode).id) for mode in "AB")
    assert (a.titles["written"], b.titles["written"]) == ("人民调解协议书", "和解协议书")
    assert "幸福里社区人民调解委员会" in b.footer
    assert "人民调解协议书" not in "".join([*b.titles.values(), b.effective_text])
    assert (a.sealed, a.confirmable, b.sealed, b.confirmable) == (True, True, False, False)


def test_mode_a_numbers_come_from_the_committee_and_may_be_set(office: Office, agreements: Agreements) -> None:
    case = accept(office, "A")
    assert agreements.save(case.id, drafted(agreements, case, serial=7)).number == "（2026）幸福里人调协字第007号"
    other = accept(office, "A")
    with pytest.raises(Refused, match="已经用过"):
        agreements.save(other.id, drafted(agreements, other, serial=7))
    assert agreements.save(other.id, drafted(agreements, other)).number == "（2026）幸福里人调协字第008号"
    mine = accept(office)
    with pytest.raises(Refused, match="不能手工填写"):
        agreements.save(mine.id, drafted(agreements, mine, serial=3))


def test_another_form_takes_another_number_and_the_old_one_is_voided(office: Office, agreements: Agreements) -> None:
    case = accept(office, "A")
    agreements.save(case.id, drafted(agreements, case))
    row = agreements.save(case.id, replace(drafted(agreements, case), form="oral"))
    assert row.number == "（2026）幸福里口调字第001号"
    with office.read() as session:
        query = select(IssuedNumber.text, IssuedNumber.void_reason).where(IssuedNumber.subject_id == row.id)
        assert [bool(reason) for _, reason in session.execute(query.order_by(IssuedNumber.kind))] == [True, False]


def test_warnings_stand_beside_their_clause(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    draft = drafted(agreements, case, default_terms="")
    draft.clauses[2] = ClauseDraft(what="尽快修好地漏")
    found = agreements.lint(draft, agreements.view(case.id).parties)
    assert any(index == 2 and "尽快" in sentence for index, sentence in found)
    assert any(index == -1 for index, _ in found)
    assert agreements.save(case.id, draft).number
    assert agreements.lint(AgreementDraft(form="none"), []) == []


def test_an_unreported_danger_and_a_closed_case_refuse(office: Office, agreements: Agreements) -> None:
    danger = accept(office, risk="red", risk_signs=["escalation"])
    assert agreements.view(danger.id).stop
    with pytest.raises(Refused, match="报告"):
        agreements.save(danger.id, drafted(agreements, danger))
    case = accept(office)
    with office.write("结案") as session:
        session.get_one(Case, case.id).state = "closed"
    with pytest.raises(Refused, match="重新调解"):
        agreements.save(case.id, drafted(agreements, case))


def test_a_withdrawn_draft_voids_its_number(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    row = agreements.save(case.id, drafted(agreements, case))
    agreements.discard(row.id)
    assert agreements.view(case.id).agreement is None
    assert agreements.save(case.id, drafted(agreements, case)).number == "（2026）示和字第002号"


# --- signing and effect -----------------------------------------------------------------------------------------


def test_a_settlement_takes_effect_with_the_last_signature(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    row = agreements.save(case.id, drafted(agreements, case, reached_on=date(2026, 11, 20)))
    wang, zhao = agreements.view(case.id).signs
    agreements.sign(row.id, SigningDraft({wang.id: date(2026, 11, 20)}))
    assert agreements.view(case.id).sentence == "还没有生效，还差：赵某签名。"
    assert reread(office, case).outcome == ""
    signed = agreements.sign(row.id, SigningDraft({wang.id: date(2026, 11, 20), zhao.id: date(2026, 11, 22)}))
    assert signed.effective_on == date(2026, 11, 22)
    after = reread(office, case)
    assert (after.state, after.outcome) == ("performing", "agreed_written")
    promises = agreements.promises(case.id)
    assert [(p.obligation.amount_fen, p.obligation.due_on) for p in promises] == [
        (150_000, date(2026, 11, 27)),
        (None, date(2026, 11, 30)),
        (150_000, date(2026, 12, 27)),
    ]
    assert (promises[0].debtor, promises[0].creditor) == ("赵某", "王某")
    assert "R5" in rules_of(office, case)
    assert "R6" not in rules_of(office, case)


def test_without_the_seal_no_clock_runs_in_mode_a(office: Office, agreements: Agreements) -> None:
    case = accept(office, "A")
    agreements.save(case.id, drafted(agreements, case))
    row = sign_all(agreements, agreements.view(case.id), mediator_signed_on=TODAY)
    assert row.effective_on is None
    assert agreements.view(case.id).sentence == "还没有生效，还差：调委会盖章。"
    assert agreements.promises(case.id) == []
    with pytest.raises(Refused, match="还没有生效"):
        agreements.confirm_court(row.id, CourtDraft("某区人民法院", TODAY))
    row = sign_all(agreements, agreements.view(case.id), mediator_signed_on=TODAY, sealed_on=TODAY)
    assert row.effective_on == TODAY
    assert len(agreements.promises(case.id)) == 3
    assert "R6" in rules_of(office, case)
    agreements.confirm_court(row.id, CourtDraft("某区人民法院", TODAY))
    assert agreements.court_draft(row.id).court == "某区人民法院"
    assert "R6" not in rules_of(office, case)


def test_judicial_confirmation_is_refused_in_mode_b(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    in_effect(agreements, case)
    row = agreements.view(case.id).agreement
    assert row is not None
    with pytest.raises(Refused, match="只有人民调解协议才有司法确认"):
        agreements.confirm_court(row.id, CourtDraft("某区人民法院", TODAY))
    with pytest.raises(Refused, match="不盖调委会印章"):
        sign_all(agreements, agreements.view(case.id), sealed_on=TODAY)


def test_an_oral_agreement_binds_from_the_day_it_was_reached(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    draft = drafted(agreements, case, form="oral", reached_on=date(2026, 11, 21))
    row = agreements.save(case.id, draft)
    assert (row.effective_on, row.number) == (date(2026, 11, 21), "")
    assert reread(office, case).outcome == "agreed_oral"
    assert len(agreements.promises(case.id)) == 3
    again = agreements.draft_of(row.id)
    again.clauses[0].amount_fen = 100_000
    again.clauses.pop()
    agreements.save(case.id, again)
    states = [(p.obligation.amount_fen, p.obligation.state) for p in agreements.promises(case.id)]
    assert states == [(100_000, "pending"), (None, "replaced"), (150_000, "pending")]


def test_an_oral_agreement_binds_also_while_its_paper_waits_for_the_signatures(
    office: Office, agreements: Agreements
) -> None:
    case = accept(office)
    row = agreements.save(case.id, drafted(agreements, case, form="oral"))
    written = agreements.save(case.id, replace(agreements.draft_of(row.id), form="written"))
    assert (written.effective_on, written.number) == (None, "（2026）示和字第001号")
    assert len(agreements.clauses(written.id)) == len(agreements.promises(case.id)) == 3
    assert (reread(office, case).state, reread(office, case).outcome) == ("performing", "agreed_oral")
    sign_all(agreements, agreements.view(case.id))
    assert len(agreements.promises(case.id)) == 3
    assert reread(office, case).outcome == "agreed_written"


def asked_of_court(office: Office, case: Case) -> Reminder:
    with office.read() as session:
        return session.scalars(select(Reminder).where(Reminder.owner_id == case.id, Reminder.rule == "R6")).one()


def test_the_paper_of_an_oral_agreement_gains_no_new_month_for_the_court(
    office: Office, agreements: Agreements
) -> None:
    case = accept(office, "A")
    row = agreements.save(case.id, drafted(agreements, case, form="oral", reached_on=date(2026, 11, 17)))
    asked = asked_of_court(office, case)
    assert "先补成书面才能申请，期限不重新起算" in asked.text
    assert asked.natural_on == date(2026, 12, 17)
    agreements.save(case.id, replace(agreements.draft_of(row.id), form="written"))
    signed = sign_all(agreements, agreements.view(case.id), mediator_signed_on=TODAY, sealed_on=TODAY)
    assert signed.effective_on == TODAY
    until = agreements.view(case.id).court_until
    again = asked_of_court(office, case)
    assert (until and until.natural, again.natural_on) == (date(2026, 12, 17), date(2026, 12, 17))
    assert "不重新起算" in again.reason


def test_what_no_court_confirms_is_not_reminded_of(office: Office, agreements: Agreements) -> None:
    case = accept(office, "A")
    draft = drafted(agreements, case)
    barred = ClauseDraft(what="婚姻关系自签订之日起解除，房屋产权归王某")
    row = agreements.save(case.id, replace(draft, clauses=[*draft.clauses, barred]))
    warned = [sentence for _n, sentence in agreements.lint(agreements.draft_of(row.id), ())]
    assert any("第一千零七十六条" in sentence for sentence in warned)
    assert any("物权" in sentence and "第三百五十五条" in sentence for sentence in warned)
    sign_all(agreements, agreements.view(case.id), mediator_signed_on=TODAY, sealed_on=TODAY)
    assert "R6" not in rules_of(office, case)
    assert "婚姻关系" in agreements.view(case.id).barred


def test_mode_c_follows_what_the_committee_tells(office: Office, agreements: Agreements) -> None:
    case = accept(office, "C")
    row = agreements.save(
        case.id, drafted(agreements, case, number="（2026）他们人调字第9号", reached_on=date(2026, 11, 20))
    )
    assert row.number == "（2026）他们人调字第9号"
    told = agreements.sign(row.id, SigningDraft(told_on=date(2026, 11, 20)))
    assert told.effective_on == date(2026, 11, 20)
    assert reread(office, case).state == "performing"


def test_a_signed_agreement_is_read_only_and_its_dates_stay(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    row = agreements.save(case.id, drafted(agreements, case, reached_on=TODAY - timedelta(days=1)))
    wang, zhao = agreements.view(case.id).signs
    agreements.sign(row.id, SigningDraft({wang.id: TODAY}))
    with pytest.raises(Refused, match="另写一版"):
        agreements.save(case.id, agreements.draft_of(row.id))
    with pytest.raises(Refused, match="不能清空"):
        agreements.sign(row.id, SigningDraft({zhao.id: TODAY}))
    with pytest.raises(Refused, match="至少填写一个"):
        agreements.sign(agreements.save(accept(office).id, AgreementDraft()).id, SigningDraft())
    corrected = agreements.sign(row.id, SigningDraft({wang.id: TODAY - timedelta(days=1)}))
    assert corrected.signatures == {wang.id: "2026-11-22"}
    with pytest.raises(Invalid):
        agreements.sign(row.id, SigningDraft({wang.id: TODAY + timedelta(days=1)}))


def test_a_new_edition_carries_over_what_is_not_yet_done(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    promises = in_effect(agreements, case)
    agreements.perform(promises[0].obligation.id, PerformanceDraft(TODAY, 150_000, full=True))
    old = agreements.view(case.id).agreement
    fresh = agreements.renew(case.id)
    view = agreements.view(case.id)
    assert old is not None
    assert view.agreement is not None
    assert (view.agreement.id, view.agreement.edition, view.agreement.effective_on) == (fresh.id, 2, None)
    assert [a.id for a in view.former] == [old.id]
    assert len(agreements.promises(case.id)) == 3, "clocks run on while the new edition is not signed"
    draft = agreements.draft_of(fresh.id)
    draft.clauses[1].due_on = date(2027, 3, 1)
    agreements.save(case.id, draft)
    sign_all(agreements, agreements.view(case.id))
    standing = sorted((p.obligation.due_on, p.obligation.state) for p in agreements.promises(case.id))
    assert standing == [
        (date(2026, 11, 27), "performed"),
        (date(2026, 11, 30), "pending"),
        (date(2026, 12, 27), "replaced"),
        (date(2027, 3, 1), "pending"),
    ]
    assert agreements.get(old.id).effective_on == TODAY
    with pytest.raises(Refused, match="旧的一版"):
        agreements.sign(old.id, SigningDraft(dict.fromkeys(old.signatures, TODAY)))


def test_a_new_edition_may_be_taken_back(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    in_effect(agreements, case)
    old = agreements.view(case.id).agreement
    assert old is not None
    with pytest.raises(Refused):
        agreements.discard(old.id)
    agreements.discard(agreements.renew(case.id).id)
    view = agreements.view(case.id)
    assert view.agreement is not None
    assert view.agreement.id == old.id
    assert len(agreements.promises(case.id)) == 3


# --- performance ------------------------------------------------------------------------------------------------


def test_the_case_follows_performance_to_its_end(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    first, repair, second = (p.obligation.id for p in in_effect(agreements, case))
    part = agreements.perform(first, PerformanceDraft(TODAY, 50_000, full=False, proof="receipt", note="收条"))
    assert (part.state, part.left, part.all_done) == ("partly_performed", 3, False)
    agreements.perform(first, PerformanceDraft(TODAY, 100_000, full=True))
    agreements.perform(repair, PerformanceDraft(TODAY, full=True, proof="photo"))
    assert agreements.promises(case.id)[0].paid_fen == 150_000
    assert reread(office, case).state == "partly_performed"
    last = agreements.perform(second, PerformanceDraft(TODAY, 150_000, full=True))
    assert (last.state, last.left, last.all_done) == ("performed", 0, True)
    assert reread(office, case).state == "performed"
    with pytest.raises(Refused, match="已履行"):
        agreements.perform(second, PerformanceDraft(TODAY, full=True))
    assert "R5" not in rules_of(office, case)


def test_a_refusal_brings_the_remedies_of_the_mode(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    item = in_effect(agreements, case)[0].obligation.id
    agreements.urge(case.id, UrgeDraft(TODAY, "phone", "催第一期", "说没钱"), item)
    standing = agreements.mark_refused(item)
    assert standing.state == "not_performed"
    text = "".join(standing.remedies)
    assert "民事合同" in text
    assert "司法确认" not in text
    assert [u.answer for u in agreements.promises(case.id)[0].urges] == ["说没钱"]
    assert agreements.perform(item, PerformanceDraft(TODAY, 150_000, full=True)).state == "partly_performed"
    assert "人民调解委员会" in "".join(agreements.remedies(accept(office, "A").id))


def test_a_waived_or_sued_promise_is_no_longer_open(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    first, repair, second = (p.obligation.id for p in in_effect(agreements, case))
    assert agreements.waive(first).left == 2
    assert agreements.mark_sued(repair).remedies
    assert agreements.mark_sued(second).left == 0
    assert reread(office, case).state == "partly_performed"
    with pytest.raises(Refused):
        agreements.waive(first)


def test_impossible_performance_and_empty_urging_are_refused(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    item = in_effect(agreements, case)[0].obligation.id
    with pytest.raises(Invalid):
        agreements.perform(item, PerformanceDraft(TODAY + timedelta(days=1), full=True))
    with pytest.raises(Invalid):
        agreements.urge(case.id, UrgeDraft())


def test_performance_in_a_closed_case_leaves_it_closed(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    item = in_effect(agreements, case)[0].obligation.id
    with office.write("结案") as session:
        session.get_one(Case, case.id).state = "closed"
    agreements.perform(item, PerformanceDraft(TODAY, 150_000, full=True))
    assert reread(office, case).state == "closed"


def test_an_agreement_without_promises_is_performed_at_once(office: Office, agreements: Agreements) -> None:
    case = accept(office)
    agreements.save(case.id, AgreementDraft(reached_on=TODAY, clauses=[ClauseDraft(what="双方互不追究。")]))
    sign_all(agreements, agreements.view(case.id))
    assert (agreements.promises(case.id), reread(office, case).state) == ([], "performed")
