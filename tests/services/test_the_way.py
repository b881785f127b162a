"""What stands on the page of a case about its way: the next act, who is responsible, what was agreed and why it ended."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.tables import Account, Organisation, Staff
from studio_app.records.dispute.agreement.draft import ClauseDraft, SigningDraft
from studio_app.records.dispute.agreement.service import Agreements
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import CaseFilter, Cases, ClosingDraft, StaffChoice
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.service import Sessions
from studio_app.services.printing import Paper, Printing
from tests.conftest import make_mediator

TODAY = date(2026, 11, 23)


@pytest.fixture
def cases(office: Office) -> Cases:
    return Cases(office)


def opened(cases: Cases, office: Office, mode: str = "B", **more: object) -> Case:
    with office.read() as session:
        committee = session.scalars(select(Organisation.id).where(Organisation.kind == "committee")).one()
    parties = [PartyDraft(name="王某", **more), PartyDraft(name="赵某", side="respondent")]  # type: ignore[arg-type]
    wanted = Opening(mode=mode, title="楼上漏水", dispute_type="neighbour", parties=parties, summary="顶棚渗水")
    wanted.committee_id = committee if mode != "B" else None
    return cases.open(wanted)


def talked(office: Office, case: Case, result: str = "agreed") -> None:
    sessions = Sessions(office)
    sessions.record(case.id, replace(sessions.blank(case.id), narrative="谈了。", result=result))


def agreed(office: Office, case: Case) -> str:
    agreements = Agreements(office)
    wang, zhao = agreements.view(case.id).parties
    clause = ClauseDraft("", zhao.id, wang.id, "赔偿装修损失", 300_000, date(2026, 12, 10), "", "工作室", "转账")
    return agreements.save(case.id, replace(agreements.blank(case.id), clauses=[clause])).id


def signed(office: Office, case: Case, agreement_id: str) -> None:
    wang, zhao = Agreements(office).view(case.id).parties
    Agreements(office).sign(agreement_id, SigningDraft({wang.id: TODAY, zhao.id: TODAY}))


def action(cases: Cases, case: Case) -> str:
    return cases.case_file(case.id).next.action


def test_a_case_goes_from_act_to_act_until_the_agreement_holds(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    assert action(cases, case) == "write_record"
    talked(office, case)
    assert action(cases, case) == "agree"
    agreement_id = agreed(office, case)
    assert action(cases, case) == "print_agreement"
    Printing(office).note_printed(Paper("agreement", case.id))
    assert action(cases, case) == "sign"
    signed(office, case, agreement_id)
    assert action(cases, case) == "perform"


def test_what_was_changed_after_printing_is_printed_again(cases: Cases, office: Office, clock: object) -> None:
    case = opened(cases, office)
    agreed(office, case)
    Printing(office).note_printed(Paper("agreement", case.id))
    clock.forward(minutes=1)  # type: ignore[attr-defined]
    agreements = Agreements(office)
    row = agreements.view(case.id).agreement
    assert row is not None
    agreements.save(case.id, replace(agreements.draft_of(row.id), remark="先付一半。"))
    assert action(cases, case) == "print_agreement"


def test_a_new_edition_takes_nothing_from_the_step_bar(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    talked(office, case)
    signed(office, case, agreed(office, case))
    before = cases.case_file(case.id).current_step
    Agreements(office).renew(case.id)
    after = cases.case_file(case.id)
    assert after.current_step == before
    assert after.next.action == "print_agreement"
    assert "第 2 版" in after.next.why


def test_a_record_stored_without_its_result_is_gone_on_with(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    with pytest.raises(Invalid) as refused:
        talked(office, case, "")
    assert set(refused.value.problems) == {"result"}
    talked(office, case, "continue")
    assert "还没有约下次" in cases.case_file(case.id).next.why


def test_after_the_committee_was_agreed_on_the_mode_comes_next(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    talked(office, case, "to_committee")
    assert action(cases, case) == "mode"


def test_page_and_list_name_the_same_person_where_nobody_mediates_yet(cases: Cases, office: Office) -> None:
    with office.write("改身份") as session:
        session.get_one(Staff, office.signed.staff_id).role = "volunteer"
    case = opened(cases, office, "A")
    file = cases.case_file(case.id)
    assert file.host is None
    assert file.handler is not None
    assert [row.handler for row in cases.rows(cases.page(CaseFilter("open")))] == [file.handler.name]
    assert file.next.action == "staff"
    assert "人民调解员" in cases.mediator_warning("A")
    assert cases.mediator_warning("B") == ""
    cases.assign(case.id, StaffChoice(name="张某", role="mediator"))
    file = cases.case_file(case.id)
    assert file.host is not None
    assert file.handler is not None
    assert (file.host.name, file.handler.name) == ("张某", "张某")
    assert [row.handler for row in cases.rows(cases.page(CaseFilter("open")))] == ["张某"]
    assert file.next.action == "write_record"


def test_who_is_a_party_does_not_mediate_his_own_case(cases: Cases, office: Office) -> None:
    with office.write("留电话") as session:
        session.get_one(Staff, office.signed.staff_id).phone = "19900001111"
    parties = [PartyDraft(name="李老师", phone="199 0000 1111"), PartyDraft(name="赵某", side="respondent")]
    case = cases.open(Opening(title="楼上漏水", parties=parties))
    file = cases.case_file(case.id)
    assert file.host is None
    assert (file.next.action, "李老师就是当事人李老师本人" in file.next.why) == ("staff", True)
    cases.assign(case.id, StaffChoice(name="张某", role="mediator"))
    assert action(cases, case) == "write_record"


def test_a_host_who_turns_out_to_be_a_party_is_replaced(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    with office.write("留电话") as session:
        session.get_one(Staff, office.signed.staff_id).phone = "19900001111"
    assert action(cases, case) == "write_record"
    drafts = cases.party_drafts(case.id)
    cases.put_parties(case.id, [*drafts, PartyDraft(name="李老师", phone="19900001111", side="respondent")])
    assert action(cases, case) == "staff"


def test_one_person_is_one_party(cases: Cases, office: Office) -> None:
    one = PartyDraft(name="王 某", phone="19900001111")
    with pytest.raises(Invalid) as refused:
        cases.open(
            Opening(title="漏水", parties=[one, PartyDraft(name="王某", phone="19900001111", side="respondent")])
        )
    assert "已经是这件纠纷的当事人" in refused.value.problems["parties.1.name"]
    case = opened(cases, office, id_number="990000198001011234")
    twin = PartyDraft(name="王大某", id_number="990000 19800101 1234", side="third")
    with pytest.raises(Invalid) as refused:
        cases.put_parties(case.id, [*cases.party_drafts(case.id), twin])
    assert set(refused.value.problems) == {"parties.2.name"}


def test_somebody_in_the_list_is_not_written_down_twice(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    cases.assign(case.id, StaffChoice(name="张某", role="lawyer", duty="mediator"))
    count = len(cases.available_staff())
    cases.assign(case.id, StaffChoice(name="张某", role="lawyer", duty="recorder"))
    assert len(cases.available_staff()) == count
    with pytest.raises(Invalid) as refused:
        cases.assign(case.id, StaffChoice(name="张某", role="mediator"))
    assert "身份是“律师”" in refused.value.problems["name"]


def test_an_account_without_a_person_gets_one_before_it_accepts(cases: Cases, office: Office) -> None:
    with office.write("新账号", undoable=False) as session:
        account = Account(sign_in="孙某", role="volunteer")
        session.add(account)
        session.flush()
        office.signed.account_id, office.signed.staff_id = account.id, None
    case = opened(cases, office)
    handler = cases.case_file(case.id).handler
    assert handler is not None
    assert handler.name == "孙某"
    with office.read() as session:
        assert session.get_one(Account, office.signed.account_id).staff_id == handler.id


def test_the_timeline_tells_the_terms_and_whether_they_were_signed(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    agreement_id = agreed(office, case)
    told = next(event for event in cases.case_file(case.id).timeline if event.title == "协议")
    assert "赔偿装修损失" in told.text
    assert told.text.endswith("还没有签名")
    assert "顶棚渗水" not in told.text
    signed(office, case, agreement_id)
    told = next(event for event in cases.case_file(case.id).timeline if event.title == "协议")
    assert told.text.endswith("自 11-23 起生效")


def test_the_reason_of_the_first_closing_stays_after_the_case_was_opened_again(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    talked(office, case, "failed")
    cases.close(case.id, ClosingDraft("failed", "双方差距太大", TODAY))
    cases.reopen(case.id, TODAY, "双方又愿意谈")
    told = next(event for event in cases.case_file(case.id).timeline if event.title == "第 1 轮结案")
    assert told.text.endswith("双方差距太大")
    _wang, zhao = cases.case_file(case.id).parties
    signed(office, case, agreed(office, case))
    cases.close(case.id, ClosingDraft("repudiated", "说显失公平", TODAY, [zhao.id], "区人民法院"))
    ended = next(event for event in cases.case_file(case.id).timeline if event.title == "结案").text
    cases.reopen(case.id, TODAY, "又愿意谈")
    again = next(event for event in cases.case_file(case.id).timeline if event.title == "第 2 轮结案").text
    assert ended == again == "达成协议后反悔起诉　赵某　区人民法院　说显失公平"


def test_only_modes_it_may_still_go_over_to_are_offered(cases: Cases, office: Office) -> None:
    case = opened(cases, office)
    assert cases.case_file(case.id).other_modes == ("A", "C")
    signed(office, case, agreed(office, case))
    assert cases.case_file(case.id).other_modes == ("A",)
    with pytest.raises(Refused):
        cases.change_mode(case.id, "C")


def test_ages_are_told_for_the_day_of_the_newest_paper(cases: Cases, office: Office, clock: object) -> None:
    case = opened(cases, office, birthday=date(1976, 11, 25))
    talked(office, case)
    clock.forward(days=10)  # type: ignore[attr-defined]
    assert cases.case_file(case.id).reckoned_on == TODAY


def test_an_edition_that_took_effect_stays_in_the_timeline_one_that_never_did_goes(
    cases: Cases, office: Office
) -> None:
    case = opened(cases, office)

    def told() -> list[str]:
        return [event.title for event in cases.case_file(case.id).timeline if event.title.startswith("协议")]

    first = agreed(office, case)
    assert told() == ["协议"]
    wang, _zhao = Agreements(office).view(case.id).parties
    Agreements(office).sign(first, SigningDraft({wang.id: TODAY}))
    second = Agreements(office).renew(case.id)
    assert told() == ["协议"]
    signed(office, case, second.id)
    Agreements(office).renew(case.id)
    assert len(told()) == 2
    assert sum(title.endswith("，后来另写了一版）") for title in told()) == 1


@pytest.mark.parametrize(
    ("mode", "nobody", "all_signed"),
    [("A", "还没有签名", "签名、盖章还没有齐"), ("C", "调委会还没有告知生效日期", "调委会还没有告知生效日期")],
)
def test_the_timeline_says_what_an_agreement_still_lacks(
    mode: str, nobody: str, all_signed: str, cases: Cases, office: Office
) -> None:
    make_mediator(office)
    case = opened(cases, office, mode)

    def told() -> str:
        return next(event.text for event in cases.case_file(case.id).timeline if event.title == "协议")

    agreement_id = agreed(office, case)
    assert told().endswith(nobody)
    if mode == "A":
        signed(office, case, agreement_id)
        assert told().endswith(all_signed)
    else:
        Agreements(office).sign(agreement_id, SigningDraft(told_on=TODAY))
        assert told().endswith("调委会告知的生效日期 11-23")
