"""What a change of mode leaves as it was, and who has to sign what; on both engines."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records.dispute.agreement.draft import AgreementDraft, ClauseDraft, SigningDraft
from studio_app.records.dispute.agreement.service import Agreements
from studio_app.records.dispute.agreement.table import Obligation
from studio_app.records.dispute.case.closing import ClosingDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft
from studio_app.records.dispute.session.service import Sessions
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import Intakes
from studio_app.services.printing import Printing
from studio_app.services.reminders import Reminders
from tests.conftest import Clock, make_mediator
from tests.papers import squeezed

TODAY = date(2026, 11, 23)


@pytest.fixture
def cases(office: Office) -> Cases:
    return Cases(office)


@pytest.fixture
def agreements(office: Office) -> Agreements:
    return Agreements(office)


@pytest.fixture
def sessions(office: Office) -> Sessions:
    return Sessions(office)


def opened(cases: Cases, mode: str = "B", *names: str, third: str = "") -> Case:
    """A case of the first name against all the others."""
    first, *others = names or ("王某", "赵某")
    parties = [PartyDraft(name=first), *(PartyDraft(name=name, side="respondent") for name in others)]
    parties += [PartyDraft(name=third, side="third")] if third else []
    wanted = Opening(mode=mode, title="楼上漏水", dispute_type="neighbour", parties=parties)
    wanted.committee_id = cases.committees()[0][0] if mode != "B" else None
    return cases.open(wanted)


def held(sessions: Sessions, case: Case, **changes: object) -> SessionDraft:
    told = {"narrative": "先听了双方的意见。", "result": "continue", **changes}
    return replace(sessions.blank(case.id), **told)  # type: ignore[arg-type]


def written(agreements: Agreements, case: Case, debtor: str, **changes: object) -> AgreementDraft:
    by_name = {p.name: p.id for p in agreements.view(case.id).parties}
    clause = ClauseDraft("", by_name[debtor], next(iter(by_name.values())), "赔偿损失", 300_000, date(2026, 12, 1))
    return replace(agreements.blank(case.id), clauses=[clause], **changes)  # type: ignore[arg-type]


def printed(office: Office, form: str, case: Case, subject: str = "") -> str:
    pdf = Printing(office).render(form, case.id, subject).pdf()
    return "".join(squeezed(pdf))


def names(agreements: Agreements, case: Case) -> list[str]:
    return [party.name for party in agreements.view(case.id).signs]


# --- another mode -------------------------------------------------------------------------------------------------


def test_what_was_held_by_the_studio_stays_the_studios(
    office: Office, cases: Cases, sessions: Sessions, clock: Clock
) -> None:
    case = opened(cases)
    row = sessions.record(case.id, held(sessions, case, result="transferred"))
    looked = sessions.record_investigation(
        case.id,
        InvestigationDraft(datetime.fromisoformat("2026-11-23 01:00"), "现场", "", "邻居", "", "顶棚有水渍。", None),
    )
    before = printed(office, "record", case, row.id)
    assert "评理说事记录" in before
    clock.forward(days=10)
    make_mediator(office)
    changed = cases.change_mode(case.id, "A", cases.committees()[0][0])
    assert printed(office, "record", case, row.id) == before
    assert "（2026）示评字第001号" in before
    assert changed.number not in before
    assert "评理说事调查记录" in printed(office, "investigation", case, looked.id)
    assert "人民调解记录" in printed(office, "record", case, sessions.record(case.id, held(sessions, case)).id)


def test_a_committee_accepts_on_the_day_it_takes_the_case_over(office: Office, cases: Cases, clock: Clock) -> None:
    case = opened(cases)
    clock.forward(days=45)  # into another year
    make_mediator(office)
    changed = cases.change_mode(case.id, "A", cases.committees()[0][0])
    assert (changed.number, changed.accepted_on, changed.taken_on) == (
        "（2027）幸福里人调字第001号", TODAY, date(2027, 1, 7)
    )  # fmt: skip
    (limit,) = [line for line in Reminders(office).of_case(case.id) if line.rule == "R3"]
    assert limit.natural_on == date(2027, 2, 7)
    assert "2027年1月7日，幸福里社区人民调解委员会" in printed(office, "acceptance", case)


def test_only_a_mediator_stands_as_one_in_a_record_of_mediation(
    office: Office, cases: Cases, sessions: Sessions
) -> None:
    case = opened(cases)
    volunteer = office.signed.staff_id
    assert sessions.blank(case.id).mediators == [volunteer]
    cases.change_mode(case.id, "A", cases.committees()[0][0])
    assert sessions.blank(case.id).mediators == []
    with pytest.raises(Invalid) as refused:
        sessions.record(case.id, held(sessions, case, mediators=[volunteer]))
    assert "不是人民调解员" in refused.value.problems["mediators"]
    row = sessions.record(case.id, held(sessions, case, mediators=[]))
    with office.read() as session:
        name = session.get_one(Staff, volunteer).name
    assert f"人民调解员{name}" not in printed(office, "record", case, row.id)


def test_the_clock_of_help_is_the_committees(cases: Cases) -> None:
    from studio_app.records.dispute.case.draft import ExtensionDraft

    case = opened(cases, "C")
    assert cases.mediation_limit(case.id) == date(2026, 12, 23)
    with pytest.raises(Refused, match="主办的人民调解委员会"):
        cases.extend(case.id, ExtensionDraft(date(2027, 1, 20), "", [p.id for p in cases.case_file(case.id).parties]))


# --- who concludes an agreement -----------------------------------------------------------------------------------


def test_those_who_came_conclude_it_among_themselves(office: Office, cases: Cases, agreements: Agreements) -> None:
    case = opened(cases, "B", "物业公司", "甲某", "乙某", "丙某")
    company, first, second, absent = agreements.view(case.id).parties
    assert agreements.view(case.id).likely_signers == []  # nobody wrote down who came
    sessions = Sessions(office)
    here = [company.id, first.id, second.id]
    sessions.record(case.id, held(sessions, case, present=here, result="agreed"))
    assert agreements.view(case.id).likely_signers == here
    draft = written(agreements, case, "甲某", signers=[company.id, first.id, second.id], copies=None)
    row = agreements.save(case.id, draft)
    assert names(agreements, case) == ["物业公司", "甲某", "乙某"]
    assert row.copies == 4
    paper = printed(office, "agreement", case, row.id)
    assert "乙某" in paper
    assert absent.name not in paper
    signed = agreements.sign(row.id, SigningDraft({p.id: TODAY for p in (company, first, second)}))
    assert signed.effective_on == TODAY
    cases.close(case.id, ClosingDraft("agreed_written", "还没有到期", TODAY))


def test_one_alone_agrees_with_nobody(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    one = agreements.view(case.id).parties[0]
    with pytest.raises(Invalid) as refused:
        agreements.save(case.id, written(agreements, case, "赵某", signers=[one.id]))
    assert set(refused.value.problems) == {"signers"}


def test_who_refused_is_left_out_and_the_others_may_agree(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases, "B", "物业公司", "甲某", "乙某")
    company, first, unwilling = agreements.view(case.id).parties
    cases.consent(case.id, unwilling.id, "refused", TODAY)
    with pytest.raises(Refused, match="乙某明确不同意"):
        agreements.save(case.id, written(agreements, case, "甲某"))
    with pytest.raises(Refused, match="去掉他的勾"):  # nor does he promise anything
        agreements.save(case.id, written(agreements, case, "乙某", signers=[company.id, first.id]))
    assert cases.case_file(case.id).next.action == "write_record"
    row = agreements.save(case.id, written(agreements, case, "甲某", signers=[company.id, first.id]))
    agreements.sign(row.id, SigningDraft({company.id: TODAY, first.id: TODAY}))
    cases.close(case.id, ClosingDraft("agreed_written", "还没有到期", TODAY))


def test_a_third_person_owes_nothing_he_did_not_sign(office: Office, cases: Cases, agreements: Agreements) -> None:
    case = opened(cases, "B", "王某", "赵某", third="于某")
    row = agreements.save(case.id, written(agreements, case, "于某"))
    assert names(agreements, case) == ["王某", "赵某", "于某"]
    wang, zhao, yu = agreements.view(case.id).parties
    agreements.sign(row.id, SigningDraft({wang.id: TODAY, zhao.id: TODAY}))
    assert "还差：于某签名" in agreements.view(case.id).sentence
    agreements.sign(row.id, SigningDraft({wang.id: TODAY, zhao.id: TODAY, yu.id: TODAY}))
    with office.read() as session:
        assert session.scalars(select(Obligation.debtor_id).where(Obligation.case_id == case.id)).all() == [yu.id]


def test_a_third_person_may_conclude_it_for_one_who_never_came(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases, "B", "工人王某", "包工头赵某", third="项目经理于某")
    wang, _absent, yu = agreements.view(case.id).parties
    row = agreements.save(case.id, written(agreements, case, "项目经理于某", signers=[wang.id, yu.id]))
    assert agreements.sign(row.id, SigningDraft({wang.id: TODAY, yu.id: TODAY})).effective_on == TODAY


def test_a_new_edition_is_the_way_on_without_one_who_does_not_sign(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases, "B", "物业公司", "甲某", "乙某")
    company, first, absent = agreements.view(case.id).parties
    row = agreements.save(case.id, written(agreements, case, "甲某"))
    agreements.sign(row.id, SigningDraft({company.id: TODAY, first.id: TODAY}))
    with pytest.raises(Refused, match="另写一版"):
        cases.remove_party(case.id, absent.id)
    fresh = agreements.renew(case.id)
    cases.remove_party(case.id, absent.id)
    agreements.sign(fresh.id, SigningDraft({company.id: TODAY, first.id: TODAY}))
    assert agreements.get(fresh.id).effective_on == TODAY


def test_nothing_is_signed_that_says_nothing(cases: Cases, agreements: Agreements) -> None:
    case = opened(cases)
    row = agreements.save(case.id, replace(agreements.blank(case.id), clauses=[]))
    signing = SigningDraft({p.id: TODAY for p in agreements.view(case.id).parties})
    with pytest.raises(Refused, match="还没有条款"):
        agreements.sign(row.id, signing)
    assert agreements.get(row.id).effective_on is None


# --- refusal ------------------------------------------------------------------------------------------------------


def test_a_refusal_ends_it_as_a_refusal(cases: Cases, sessions: Sessions) -> None:
    case = opened(cases)
    _wang, zhao = cases.case_file(case.id).parties
    cases.consent(case.id, zhao.id, "refused", TODAY)
    assert cases.case_file(case.id).next.action == "close"
    with pytest.raises(Invalid) as refused:
        sessions.record(case.id, held(sessions, case, result="agreed"))
    assert set(refused.value.problems) == {"result"}
    with pytest.raises(Invalid) as refused:
        cases.close(case.id, ClosingDraft("failed", "谈不拢", TODAY))
    assert set(refused.value.problems) == {"outcome"}
    cases.close(case.id, ClosingDraft("refused", "不愿意谈", TODAY, [zhao.id]))


def test_those_who_are_willing_go_on_without_one_who_refused(cases: Cases, sessions: Sessions, clock: Clock) -> None:
    case = opened(cases, "B", "物业公司", "甲某", "乙某")
    company, first, unwilling = cases.case_file(case.id).parties
    cases.consent(case.id, unwilling.id, "refused", TODAY)
    clock.forward(days=1)
    with pytest.raises(Invalid, match=r"乙某.*去掉") as refused:
        sessions.record(case.id, held(sessions, case, present=[company.id, unwilling.id]))
    assert set(refused.value.problems) == {"present"}
    assert sessions.table(case.id).expected == [company.id, first.id]
    sessions.record(case.id, held(sessions, case, result="failed"))
    cases.close(case.id, ClosingDraft("failed", "谈不拢", clock().date()))
    cases.reopen(case.id, clock().date(), "又愿意谈")
    sessions.record(case.id, held(sessions, case, result="agreed"))
    cases.consent(case.id, first.id, "refused", clock().date())
    clock.forward(days=1)
    with pytest.raises(Refused, match="请结案"):
        sessions.record(case.id, held(sessions, case))


# --- days ---------------------------------------------------------------------------------------------------------


def test_nothing_was_held_or_suspended_before_the_case(cases: Cases, sessions: Sessions) -> None:
    case = opened(cases)
    with pytest.raises(Invalid) as refused:
        sessions.record(case.id, held(sessions, case, started_at=datetime.fromisoformat("2026-11-20 09:00")))
    assert "早于受理日期" in refused.value.problems["started_at"]
    with pytest.raises(Invalid):
        cases.suspend(case.id, date(1999, 1, 1), "当事人住院")


def test_acceptance_is_not_moved_behind_what_was_done(cases: Cases, sessions: Sessions, clock: Clock) -> None:
    case = opened(cases)
    sessions.record(case.id, held(sessions, case))
    clock.forward(days=3)
    details = cases.details(case.id)
    for day in (date(2026, 11, 25), date(2025, 12, 1)):
        with pytest.raises(Invalid) as refused:
            cases.change_details(case.id, replace(details, accepted_on=day, backdate_reason="记错了"))
        assert set(refused.value.problems) == {"accepted_on"}
    cases.change_details(case.id, replace(details, accepted_on=date(2026, 11, 20), backdate_reason="记错了"))


def test_nobody_was_born_tomorrow_or_in_another_age(cases: Cases) -> None:
    case = opened(cases)
    drafts = cases.party_drafts(case.id)
    for day in (date(2050, 1, 1), date(1700, 1, 1)):
        with pytest.raises(Invalid) as refused:
            cases.put_parties(case.id, [replace(drafts[0], birthday=day), drafts[1]])
        assert set(refused.value.problems) == {"parties.0.birthday"}


def test_a_name_nobody_can_see_is_none(cases: Cases) -> None:
    with pytest.raises(Invalid):
        opened(cases, "B", "\u200b", "赵某")


# --- where it is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "address", "home"),
    [
        ("幸福里6号楼2单元501", "", "幸福里6号楼2单元501"),
        ("幸福里6号楼2单元501", "和平路8号", "和平路8号"),
        ("小区门口", "", ""),
    ],
)
def test_the_place_is_where_the_first_visitor_lives_unless_told_otherwise(
    office: Office, place: str, address: str, home: str
) -> None:
    intakes = Intakes(office)
    came = [VisitorDraft(name="王某", address=address), VisitorDraft(name="李某")]
    visit = intakes.register(IntakeDraft(visitors=came, content="楼上漏水", place=place))
    proposed = intakes.opening_for(visit.id)
    assert [(p.name, p.address) for p in proposed.parties] == [("王某", home), ("李某", "")]
    case = intakes.accept(visit.id, proposed)
    paper = printed(office, "visit", case, visit.id)
    named = "幸福里" in place  # it names the community already
    assert f"地点{'' if named else '幸福里社区，'}{place}" in paper
