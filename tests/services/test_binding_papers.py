"""What a signed or spoken agreement binds to, whatever becomes of the case afterwards; on both engines."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.records.dispute.agreement.draft import (
    AgreementDraft,
    ClauseDraft,
    CourtDraft,
    PerformanceDraft,
    SigningDraft,
)
from studio_app.records.dispute.agreement.service import Agreements
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.papers import signing_lines
from studio_app.records.dispute.papers.dossier import open_file
from studio_app.records.dispute.session.draft import InvestigationDraft
from studio_app.records.dispute.session.service import Sessions
from studio_app.services.printing import Printing
from studio_app.services.reminders import Reminders
from tests.conftest import Clock, make_mediator
from tests.papers import squeezed

TODAY = date(2026, 11, 23)


@pytest.fixture
def agreements(office: Office) -> Agreements:
    return Agreements(office)


@pytest.fixture
def cases(office: Office) -> Cases:
    return Cases(office)


def opened(cases: Cases, mode: str = "B", **more: object) -> Case:
    parties = [PartyDraft(name="王某", address="示例小区 1 号"), PartyDraft(name="赵某", side="respondent")]
    wanted = Opening(mode=mode, title="楼上漏水", dispute_type="neighbour", parties=parties)
    wanted.committee_id = cases.committees()[0][0] if mode != "B" else None
    for name, value in more.items():
        setattr(wanted, name, value)
    return cases.open(wanted)


def written(agreements: Agreements, case: Case, **changes: object) -> AgreementDraft:
    wang, zhao = agreements.view(case.id).parties[:2]
    clause = ClauseDraft("", zhao.id, wang.id, "赔偿装修损失", 300_000, TODAY + timedelta(days=4), "", "工作室", "转账")
    return replace(agreements.blank(case.id), clauses=[clause], **changes)  # type: ignore[arg-type]


def signed(agreements: Agreements, case: Case, **more: date) -> Agreement:
    agreements.save(case.id, written(agreements, case))
    view = agreements.view(case.id)
    assert view.agreement is not None
    return agreements.sign(view.agreement.id, SigningDraft({p.id: TODAY for p in view.signs}, **more))


def in_mode_a(office: Office, cases: Cases, agreements: Agreements) -> tuple[Case, Agreement]:
    make_mediator(office)
    case = opened(cases, "A")
    return case, signed(agreements, case, mediator_signed_on=TODAY, sealed_on=TODAY)


def rules(office: Office, case: Case) -> set[str]:
    return {line.rule for line in Reminders(office).of_case(case.id)}


def printed(office: Office, case: Case, agreement: Agreement) -> str:
    return _words(Printing(office).render("agreement", case.id, agreement.id).pdf())


def _words(pdf: bytes) -> str:
    return "".join(squeezed(pdf))


def stored(office: Office, row: Agreement) -> Agreement:
    with office.read() as session:
        return session.get_one(Agreement, row.id)


def case_of(office: Office, case: Case) -> Case:
    with office.read() as session:
        return session.get_one(Case, case.id)


# --- another mode -------------------------------------------------------------------------------------------------


def test_a_settlement_stays_one_when_the_case_goes_on_with_the_committee(
    office: Office, cases: Cases, agreements: Agreements
) -> None:
    case = opened(cases)
    row = signed(agreements, case)
    before = printed(office, case, row)
    make_mediator(office)
    cases.change_mode(case.id, "A", cases.committees()[0][0])
    assert printed(office, case, row) == before
    assert "和解协议书" in before
    assert rules(office, case) & {"R5", "R6"} == {"R5"}
    with pytest.raises(Refused, match="只有人民调解协议才有司法确认"):
        agreements.confirm_court(row.id, CourtDraft("某区人民法院", TODAY))
    again = agreements.sign(row.id, SigningDraft(dict.fromkeys(row.signatures, TODAY)))
    assert again.effective_on == TODAY
    assert case_of(office, case).state == "performing"


def test_an_unsigned_draft_follows_the_mode_with_a_number_of_its_sequence(
    office: Office, cases: Cases, agreements: Agreements
) -> None:
    case = opened(cases)
    row = agreements.save(case.id, written(agreements, case))
    assert row.number == "（2026）示和字第001号"
    cases.change_mode(case.id, "A", cases.committees()[0][0])
    assert stored(office, row).number == "（2026）幸福里人调协字第001号"
    assert agreements.view(case.id).titles["written"] == "人民调解协议书"


def test_a_committee_nobody_named_is_refused(cases: Cases, office: Office) -> None:
    case = opened(cases)
    for nobody in ("nope", office.database.studio_id):
        with pytest.raises(Refused, match="没有找到这个调委会"):
            cases.change_mode(case.id, "A", nobody)


# --- another round ------------------------------------------------------------------------------------------------


def test_a_new_round_lets_nobody_off(office: Office, cases: Cases, agreements: Agreements) -> None:
    case, row = in_mode_a(office, cases, agreements)
    cases.close(case.id, ClosingDraft("agreed_written", "约定的事还没有到期", TODAY))
    assert rules(office, case) & {"R5", "R6"} == {"R5"}  # what is owed stays owed; the court's month is told no more
    cases.reopen(case.id, TODAY, "一方要求重新商量")
    assert "R5" in rules(office, case)
    assert [p.obligation.agreement_id for p in agreements.promises(case.id)] == [row.id]
    with pytest.raises(Refused, match="已经有人民调解协议"):
        cases.change_mode(case.id, "B")
    with pytest.raises(Refused, match="已经签名的协议"):
        cases.remove(case.id, "登错了")


def test_the_agreement_of_a_new_round_replaces_what_was_still_owed(
    office: Office, cases: Cases, agreements: Agreements
) -> None:
    case = opened(cases)
    signed(agreements, case)
    cases.close(case.id, ClosingDraft("agreed_written", "约定的事还没有到期", TODAY))
    cases.reopen(case.id, TODAY, "重新商量")
    draft = written(agreements, case)
    draft.clauses[0].amount_fen = 200_000
    agreements.save(case.id, draft)
    view = agreements.view(case.id)
    assert view.agreement is not None
    agreements.sign(view.agreement.id, SigningDraft({p.id: TODAY for p in view.signs}))
    owed = [(p.obligation.amount_fen, p.obligation.state) for p in agreements.promises(case.id)]
    assert owed == [(200_000, "pending")]


# --- signed is signed ---------------------------------------------------------------------------------------------


def test_what_was_signed_prints_as_it_was_signed(office: Office, cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    row = signed(agreements, case)
    before = printed(office, case, row)
    drafts = cases.party_drafts(case.id)
    drafts[0].address = "示例小区 9 号"
    cases.put_parties(case.id, drafts)
    assert "示例小区1号" in before
    assert printed(office, case, row) == before


def test_the_second_signature_is_given_on_the_paper_the_first_one_stands_on(
    office: Office, cases: Cases, agreements: Agreements
) -> None:
    case = opened(cases)
    row = agreements.save(case.id, written(agreements, case))
    wang, zhao = [p.id for p in agreements.view(case.id).signs]
    agreements.sign(row.id, SigningDraft({wang: TODAY}))
    drafts = cases.party_drafts(case.id)
    drafts[0].address = "示例小区 9 号"
    cases.put_parties(case.id, drafts)
    agreements.sign(row.id, SigningDraft({wang: TODAY, zhao: TODAY}))
    assert "示例小区1号" in printed(office, case, row)
    assert "示例小区9号" not in printed(office, case, row)


def test_who_joins_later_need_not_sign_what_is_in_effect(office: Office, cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    row = signed(agreements, case)
    cases.put_parties(case.id, [*cases.party_drafts(case.id), PartyDraft(name="新某", side="respondent")])
    assert agreements.view(case.id).sentence == "自 2026-11-23 周一 起生效。"
    corrected = agreements.sign(row.id, SigningDraft(dict.fromkeys(row.signatures, TODAY)))
    assert corrected.effective_on == TODAY
    assert len(agreements.promises(case.id)) == 1


def test_a_stranger_cannot_sign(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    row = agreements.save(case.id, written(agreements, case))
    with pytest.raises(Invalid, match="不是当事人"):
        agreements.sign(row.id, SigningDraft({"zzz": TODAY}))


def test_for_a_child_the_guardian_signs(cases: Cases, agreements: Agreements) -> None:
    people = [PartyDraft(name="王小", age_told=6), PartyDraft(name="赵某", side="respondent")]
    case = opened(cases, parties=people)
    row = agreements.save(case.id, written(agreements, case))
    child, other = agreements.view(case.id).signs
    with pytest.raises(Invalid, match="监护人签名"):
        agreements.sign(row.id, SigningDraft({child.id: TODAY, other.id: TODAY}))
    guardian = PartyDraft(name="王母", role="guardian", acts_for=0, relation="母亲")
    cases.put_parties(case.id, [*cases.party_drafts(case.id), guardian])
    assert agreements.view(case.id).signing_names[child.id] == "王小（监护人王母）"
    assert cases.case_file(case.id).lacks == ("王小（监护人王母）签名", "赵某签名")
    assert agreements.sign(row.id, SigningDraft({child.id: TODAY, other.id: TODAY})).effective_on == TODAY


@pytest.mark.parametrize(
    ("facts", "alone"),
    [
        ({"age_told": 12}, False), ({"age_told": 15}, False), ({"age_told": 16}, False), ({"age_told": 17}, False),
        ({"age_told": 16, "own_income": True}, True), ({"age_told": 17, "own_income": True}, True),
        ({"age_told": 18}, True), ({}, True), ({"birthday": date(2008, 11, 24)}, False), ({"birthday": date(2008, 11, 23)}, True),
    ],
)  # fmt: skip
def test_who_is_under_eighteen_signs_alone_only_where_he_lives_by_his_own_work(
    cases: Cases, agreements: Agreements, facts: dict[str, Any], alone: bool
) -> None:
    case = opened(cases, parties=[PartyDraft(name="王小", **facts), PartyDraft(name="赵某", side="respondent")])
    row = agreements.save(case.id, written(agreements, case))
    young, other = agreements.view(case.id).signs
    dates = SigningDraft({young.id: TODAY, other.id: TODAY})
    if alone:
        assert agreements.sign(row.id, dates).effective_on == TODAY
        return
    with pytest.raises(Invalid) as refused:
        agreements.sign(row.id, dates)
    assert "未满十八周岁，要由监护人签名" in refused.value.problems[f"signatures.{young.id}"]


def test_nobody_under_sixteen_lives_by_his_own_work(cases: Cases) -> None:
    case = opened(cases)
    drafts = cases.party_drafts(case.id)
    with pytest.raises(Invalid) as refused:
        cases.put_parties(case.id, [replace(drafts[0], age_told=15, own_income=True), *drafts[1:]])
    assert list(refused.value.problems) == ["parties.0.own_income"]


def test_an_agent_signs_with_the_power_to_and_not_without(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    row = agreements.save(case.id, written(agreements, case))
    one, other = agreements.view(case.id).signs
    agent = PartyDraft(name="孙某", role="agent", acts_for=0, authority="代为参加调解")
    agent_id = next(
        p.id for p in cases.put_parties(case.id, [*cases.party_drafts(case.id), agent]) if p.role == "agent"
    )
    dates = SigningDraft({agent_id: TODAY, other.id: TODAY})
    with pytest.raises(Invalid, match="孙某没有代为签名的授权"):
        agreements.sign(row.id, dates)
    drafts = cases.party_drafts(case.id)
    cases.put_parties(case.id, [*drafts[:2], replace(drafts[2], authority="代为参加调解、代为签名、签收文书")])
    assert agreements.view(case.id).signing_names[one.id] == f"{one.name}（代理人孙某）"
    assert agreements.sign(row.id, dates).effective_on == TODAY


# --- who may, and who will ----------------------------------------------------------------------------------------


def test_a_volunteer_neither_hosts_nor_signs_for_the_committee(
    office: Office, cases: Cases, agreements: Agreements
) -> None:
    case = opened(cases, "A")
    assert cases.case_file(case.id).host is None
    row = agreements.save(case.id, written(agreements, case))
    with pytest.raises(Invalid, match="人民调解员签名"):
        agreements.sign(row.id, SigningDraft(mediator_signed_on=TODAY))


def test_nobody_is_brought_to_an_agreement_he_refused_to_talk_about(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    zhao = cases.case_file(case.id).parties[1]
    cases.consent(case.id, zhao.id, "refused", TODAY)
    with pytest.raises(Refused, match="赵某明确不同意调解"):
        agreements.save(case.id, written(agreements, case))
    with pytest.raises(Invalid, match="赵某明确不同意调解"):
        cases.close(case.id, ClosingDraft("settled_on_spot", "", TODAY))
    cases.consent(case.id, zhao.id, "agreed", TODAY)
    assert agreements.save(case.id, written(agreements, case)).number


def test_a_danger_ticked_at_the_door_makes_the_case_red(cases: Cases) -> None:
    assert opened(cases, risk_signs=["domestic_violence"]).risk == "red"


# --- closing ------------------------------------------------------------------------------------------------------


def test_settled_by_word_alone_closes_as_such(office: Office, cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    agreements.save(case.id, AgreementDraft(form="none", reached_on=TODAY))
    assert "R7" not in rules(office, case)
    cases.close(case.id, ClosingDraft("settled_on_spot", "", TODAY))
    assert case_of(office, case).outcome == "settled_on_spot"


@pytest.mark.parametrize("outcome", ["withdrawn", "self_settled", "to_court", "transferred", "merged", "failed"])
def test_an_agreement_in_effect_is_not_closed_away(cases: Cases, agreements: Agreements, outcome: str) -> None:
    case = opened(cases)
    signed(agreements, case)
    who = [p.id for p in cases.case_file(case.id).parties]
    with pytest.raises(Invalid, match="已经有生效的协议"):
        cases.close(case.id, ClosingDraft(outcome, "原因", TODAY, who))


# --- reminders ----------------------------------------------------------------------------------------------------


def test_a_new_appointment_is_not_put_off_with_the_old_one(office: Office, cases: Cases, clock: Clock) -> None:
    case = opened(cases)
    sessions, reminders = Sessions(office), Reminders(office)
    blank = sessions.blank(case.id)
    first = replace(blank, narrative="谈话", result="continue", next_at=_local(office, date(2026, 11, 25)))
    sessions.record(case.id, first)
    line = next(line for line in reminders.of_case(case.id) if line.rule == "R4")
    reminders.put_off(line.key, date(2026, 12, 31), "对方出差")
    clock.forward(days=1)
    second = replace(
        sessions.blank(case.id), narrative="电话", result="continue", next_at=_local(office, date(2026, 12, 1))
    )
    sessions.record(case.id, second)
    shown = next(line for line in reminders.of_case(case.id) if line.rule == "R4")
    assert shown.shown_on == date(2026, 12, 1)


def _local(office: Office, day: date):  # type: ignore[no-untyped-def]  # as a form gives it
    return office.now().replace(year=day.year, month=day.month, day=day.day, hour=9, tzinfo=None)


# --- what cannot be ---------------------------------------------------------------------------------------------


def test_promises_that_cannot_be_are_refused(cases: Cases, agreements: Agreements) -> None:
    case, other = opened(cases), opened(cases)
    wang, zhao = agreements.view(case.id).parties
    stranger = agreements.view(other.id).parties[0]
    wrong = [
        (ClauseDraft("", zhao.id, wang.id, "赔偿", -100), "clauses.0.amount_fen"),
        (ClauseDraft("", wang.id, wang.id, "赔偿", 100), "clauses.0.creditor_id"),
        (ClauseDraft("", stranger.id, wang.id, "赔偿", 100), "clauses.0.what"),
    ]
    for clause, place in wrong:
        with pytest.raises(Invalid) as refused:
            agreements.save(case.id, replace(agreements.blank(case.id), clauses=[clause]))
        assert list(refused.value.problems) == [place]


def test_days_before_the_case_and_centuries_ahead_are_refused(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    with pytest.raises(Invalid, match="早于受理日期"):
        agreements.save(case.id, written(agreements, case, reached_on=date(1990, 1, 1)))
    row = signed(agreements, case)
    with pytest.raises(Invalid, match="早于受理日期"):
        agreements.sign(row.id, SigningDraft(dict.fromkeys(row.signatures, date(2026, 1, 5))))
    promise = agreements.promises(case.id)[0]
    with pytest.raises(Invalid, match="早于受理日期"):
        agreements.perform(promise.obligation.id, PerformanceDraft(date(1980, 1, 1), full=True))


def test_the_court_is_asked_within_thirty_days(
    office: Office, cases: Cases, agreements: Agreements, clock: Clock
) -> None:
    _case, row = in_mode_a(office, cases, agreements)
    clock.forward(days=60)
    late = TODAY + timedelta(days=45)
    with pytest.raises(Invalid, match="截止日"):
        agreements.confirm_court(row.id, CourtDraft("某区人民法院", late))
    agreements.confirm_court(row.id, CourtDraft("某区人民法院", late, court_result="不予受理"))
    assert agreements.court_draft(row.id).court_result == "不予受理"


# --- records of sittings ------------------------------------------------------------------------------------------


def test_a_signed_record_prints_as_it_was_signed(office: Office, cases: Cases) -> None:
    case = opened(cases)
    sessions, printing = Sessions(office), Printing(office)
    row = sessions.record(case.id, replace(sessions.blank(case.id), narrative="谈了一上午", result="continue"))
    look = sessions.record_investigation(
        case.id, InvestigationDraft(made_at=_local(office, TODAY - timedelta(days=1)), text="看了现场")
    )
    sessions.sign(row.id, TODAY)
    sessions.sign_investigation(look.id, TODAY)
    papers = [("record", row.id), ("investigation", look.id)]
    before = [printing.render(form, case.id, subject).pdf() for form, subject in papers]
    drafts = cases.party_drafts(case.id)
    drafts[1].name = "赵大某"
    cases.put_parties(case.id, drafts)
    assert [_words(pdf) for pdf in before] == [
        _words(printing.render(form, case.id, subject).pdf()) for form, subject in papers
    ]


def test_no_sitting_is_held_after_somebody_refused(office: Office, cases: Cases, clock: Clock) -> None:
    case = opened(cases)
    sessions = Sessions(office)
    zhao = cases.case_file(case.id).parties[1]
    cases.consent(case.id, zhao.id, "refused", TODAY)
    sessions.record(case.id, replace(sessions.blank(case.id), narrative="赵某当场表示不谈", result="failed"))
    clock.forward(days=1)
    with pytest.raises(Refused, match="赵某明确不同意调解"):
        sessions.record(case.id, replace(sessions.blank(case.id), narrative="又找他谈", result="failed"))


@pytest.mark.parametrize("year", [1, 1900, 1999])
def test_no_case_is_accepted_before_the_earliest_year(cases: Cases, year: int) -> None:
    with pytest.raises(Invalid, match="年份"):
        opened(cases, accepted_on=date(year, 1, 5), backdate_reason="补录")


def test_a_child_without_guardian_has_no_line_of_its_own_but_one_for_whoever_will_be_its_guardian(
    cases: Cases, office: Office
) -> None:
    case = opened(cases, parties=[PartyDraft(name="王小", age_told=6), PartyDraft(name="赵某", side="respondent")])
    with office.read() as session:
        file = open_file(session, office, case.id)
        lines = signing_lines.of_parties(file, file.principals, TODAY)
    assert [line["name"] for line in lines] == ["", "赵某"]
    assert lines[0]["who"].endswith("法定代理人")
