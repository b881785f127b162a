"""纠纷 through the service, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.tables import IssuedNumber, Organisation, Staff
from studio_app.records.dispute.agreement.editions import may_mediate
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation, Performance
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import (
    CaseFilter,
    Cases,
    ClosingDraft,
    ExtensionDraft,
    ParticipantDraft,
    RiskDraft,
    RiskReportDraft,
    StaffChoice,
    Withdrawal,
)
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.service import Sessions
from studio_app.records.dispute.session.table import ConfidentialNote, MediationSession
from studio_app.records.person.table import Person
from studio_app.services.history import History

TODAY = date(2026, 11, 23)


@pytest.fixture
def cases(office: Office) -> Cases:
    return Cases(office)


def opening(**changes: object) -> Opening:
    parties = [
        PartyDraft(name="王某", phone="19900001234", address="6号楼501"),
        PartyDraft(name="赵某", side="respondent", phone="19900005678", address="6号楼601"),
    ]
    wanted = {"title": "楼上漏水", "dispute_type": "neighbour", "parties": parties, "summary": "顶棚渗水", **changes}
    return Opening(**wanted)  # type: ignore[arg-type]


def committee_of(office: Office) -> str:
    with office.read() as session:
        return session.scalars(select(Organisation.id).where(Organisation.kind == "committee")).one()


def hire(office: Office, name: str, role: str = "mediator", **more: object) -> str:
    with office.write("登记人员") as session:
        person = Staff(name=name, sort_key=name, role=role, **more)
        session.add(person)
        session.flush()
        return person.id


def agree(office: Office, case: Case, effective: date | None = TODAY) -> Agreement:
    """An agreement with one obligation, as the agreement service leaves it."""
    with office.write("写协议") as session:
        one, other = session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.position)).all()
        row = Agreement(
            case_id=case.id, mode=case.mode, form="written", reached_on=TODAY, effective_on=effective, facts="渗水",
            signatures={one.id: TODAY.isoformat(), other.id: TODAY.isoformat()} if effective else {},
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(Clause(case_id=case.id, agreement_id=row.id, debtor_id=other.id, creditor_id=one.id, what="赔偿"))
        session.add(
            Obligation(
                case_id=case.id,
                agreement_id=row.id,
                debtor_id=other.id,
                creditor_id=one.id,
                what="赔偿",
                amount_fen=150000,
                due_on=date(2026, 11, 20),
            )
        )
        stored = session.get_one(Case, case.id)
        stored.state = "performing"
        return row


def talk(office: Office, case: Case) -> None:
    """A sitting, so that the case may have ended in one."""
    sessions = Sessions(office)
    sessions.record(case.id, replace(sessions.blank(case.id), narrative="谈了，差距太大。", result="failed"))


# --- opening and the list -----------------------------------------------------------------------------------------


def test_a_case_without_a_visit_is_numbered_and_listed(cases: Cases, office: Office) -> None:
    case = cases.open(opening(source="proactive"))
    rows = cases.rows(cases.page(CaseFilter("open")))
    assert [(r.risk, r.due) for r in rows] == [("", "12-23 周三")]  # nobody studied the danger
    with office.write("延期") as session:
        session.get_one(Case, case.id).extended_to = date(2027, 1, 20)
    assert [r.due for r in cases.rows(cases.page(CaseFilter("open")))] == ["2027-01-20"]
    assert [(r.number, r.parties, r.title, r.state, r.handler) for r in rows] == [
        (case.number, "王某 与 赵某", "楼上漏水", "已受理", "李老师")
    ]


def test_views_hold_what_their_names_say(cases: Cases, office: Office) -> None:
    quiet = cases.open(opening())
    red = cases.open(opening(title="扬言报复", risk="red"))
    owing = cases.open(opening(title="赔偿"))
    done = cases.open(opening(title="说开了", handler_id=hire(office, "周某某")))
    agree(office, owing)
    talk(office, done)
    cases.close(done.id, ClosingDraft("settled_on_spot", closed_on=TODAY))
    seen = {
        view: set(cases.page(CaseFilter(view)))
        for view in ("mine", "open", "overdue", "performing", "red", "closed", "all")
    }
    assert seen == {
        "mine": {quiet.id, red.id, owing.id},
        "open": {quiet.id, red.id, owing.id},
        "overdue": {owing.id},
        "performing": {owing.id},
        "red": {red.id},
        "closed": {done.id},
        "all": {quiet.id, red.id, owing.id, done.id},
    }


def test_filters_narrow_a_view(cases: Cases) -> None:
    here = cases.open(opening(community="幸福里社区"))
    old = cases.open(opening(accepted_on=date(2026, 9, 1), backdate_reason="补录", dispute_type="property"))
    assert cases.page(CaseFilter("all", community="幸福里社区")) == [here.id]
    assert cases.page(CaseFilter("all", dispute_type="property")) == [old.id]
    assert cases.page(CaseFilter("all", since=date(2026, 11, 1))) == [here.id]
    assert cases.page(CaseFilter("all", until=date(2026, 9, 1))) == [old.id]
    assert cases.page(CaseFilter("all", mode="A")) == []


def test_ids_of_a_list_behave_like_a_list(cases: Cases) -> None:
    made = [cases.open(opening()).id for _ in range(5)]
    ids = cases.page(CaseFilter("all"), "number")
    assert list(ids) == made
    assert (list(ids[1:3]), ids[-1], ids.index(made[3]), list(ids[4:9])) == (made[1:3], made[4], 3, made[4:])
    with pytest.raises(ValueError, match="none"):
        ids.index("none")
    with pytest.raises(IndexError):
        ids[5]


def test_the_most_overdue_stands_first_in_its_view(cases: Cases) -> None:
    late, later = (cases.open(opening(accepted_on=date(2026, month, 1), backdate_reason="补录")).id for month in (9, 8))
    assert list(cases.page(CaseFilter("overdue"))) == [later, late]


@pytest.mark.parametrize(
    "key",
    ["number", "parties", "title", "type", "state", "risk", "handler", "community", "mode", "accepted_on", "next_due"],
)
def test_every_column_sorts_both_ways(cases: Cases, key: str) -> None:
    for title in ("甲", "乙", "丙"):
        cases.open(opening(title=title, accepted_on=TODAY))
    up, down = cases.page(CaseFilter("all"), key), cases.page(CaseFilter("all"), key, desc=True)
    assert len(up) == 3
    assert list(reversed(up)) == list(down)


def test_a_row_that_was_removed_meanwhile_does_not_break_the_list(cases: Cases) -> None:
    case = cases.open(opening())
    ids = cases.page(CaseFilter("all"))
    cases.remove(case.id, "登错了")
    assert cases.rows(ids)[0].parties == "（已删除）"


def test_views_are_saved_per_person_and_come_back_whole(cases: Cases) -> None:
    wanted = CaseFilter("all", dispute_type="neighbour", since=date(2026, 1, 1))
    cases.save_view("今年邻里", wanted)
    cases.save_view("红的", CaseFilter("red"))
    cases.save_view("今年邻里", wanted)
    assert dict(cases.saved_views()) == {"今年邻里": wanted, "红的": CaseFilter("red")}
    cases.forget_view("红的")
    assert [name for name, _ in cases.saved_views()] == ["今年邻里"]
    with pytest.raises(Invalid):
        cases.save_view("  ", wanted)


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_file_of_a_case_shows_everything_but_the_secret_notes(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    first, _second = cases.case_file(case.id).parties
    cases.inform(case.id, [first.id], TODAY, "oral")
    with office.write("写调解记录") as session:
        session.add(
            MediationSession(
                case_id=case.id,
                started_at=office.now(),
                method="separate",
                narrative="双方愿意谈",
                result="agreed",
                present=[first.id],
            )
        )
        session.add(ConfidentialNote(case_id=case.id, author_id=office.signed.account_id, text="底线八百"))
    agree(office, case)
    file = cases.case_file(case.id)
    assert [event.title for event in file.timeline] == ["受理", "告知权利义务", "调解 第1次", "协议"]
    assert "底线八百" not in repr(file)
    assert file.steps[file.current_step] == ("履行", "current")
    assert file.next.action == "perform"
    assert [(o.what, o.amount_fen) for o in file.obligations] == [("赔偿", 150000)]
    assert {r.rule for r in file.reminders} >= {"R5"}
    assert file.host is not None
    assert file.host.name == "李老师"


def test_performance_moves_the_step_on(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    agree(office, case)
    owed = cases.case_file(case.id).obligations[0]
    with office.write("登记履行") as session:
        session.add(Performance(case_id=case.id, obligation_id=owed.id, done_on=TODAY, amount_fen=150000))
        session.get_one(Obligation, owed.id).state = "performed"
    file = cases.case_file(case.id)
    assert file.next.action == "follow_up"
    assert file.timeline[-1].title == "履行"
    assert "1,500 元" in file.timeline[-1].text


def test_a_removed_case_says_so(cases: Cases) -> None:
    case = cases.open(opening())
    cases.remove(case.id, "重复登记")
    with pytest.raises(Refused, match="回收站"):
        cases.case_file(case.id)


# --- parties ------------------------------------------------------------------------------------------------------


def test_parties_of_every_kind_come_back_as_they_were_typed(cases: Cases) -> None:
    case = cases.open(opening())
    drafts = cases.party_drafts(case.id)
    drafts += [
        PartyDraft(name="小王", birthday=date(2015, 5, 1)),
        PartyDraft(name="王母", role="guardian", acts_for=2, relation="母亲"),
        PartyDraft(name="幸福里物业", kind="organisation", side="third", representative="钱某 经理"),
        PartyDraft(name="孙律师", role="agent", acts_for=1, side="respondent", authority="general"),
    ]
    cases.put_parties(case.id, drafts)
    back = cases.party_drafts(case.id)
    by_name = {draft.name: draft for draft in back}
    assert back[by_name["王母"].acts_for or 0].name == "小王"
    assert back[by_name["孙律师"].acts_for or 0].name == "赵某"
    assert by_name["幸福里物业"].kind == "organisation"
    assert cases.case_file(case.id).case.parties_label == "王某、小王 与 赵某"


def test_a_case_of_many_is_called_by_a_few_of_them(cases: Cases) -> None:
    many = [PartyDraft(name=f"{sign}某") for sign in "王李张刘陈"]
    case = cases.open(opening(parties=[*many, PartyDraft(name="幸福里物业", side="respondent")]))
    assert case.parties_label == "王某等5人 与 幸福里物业"


def test_a_guardian_acts_for_a_party_and_never_for_another_guardian(cases: Cases) -> None:
    case = cases.open(opening())
    drafts = [*cases.party_drafts(case.id), PartyDraft(name="甲", role="guardian", acts_for=2)]
    with pytest.raises(Invalid) as refused:
        cases.put_parties(case.id, drafts)
    assert "parties.2.acts_for" in refused.value.problems
    for nobody in (2, 4, -1):  # the other guardian, and people who are not there
        acting = [replace(drafts[2], acts_for=0), PartyDraft(name="乙", role="guardian", acts_for=nobody)]
        with pytest.raises(Invalid) as refused:
            cases.put_parties(case.id, [*drafts[:2], *acting])
        assert list(refused.value.problems) == ["parties.3.acts_for"]


def test_who_signed_keeps_name_and_side_but_may_get_a_new_phone(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    agree(office, case)
    drafts = cases.party_drafts(case.id)
    drafts[0].phone = "19900009999"
    assert cases.put_parties(case.id, drafts)[0].phone == "19900009999"
    drafts = cases.party_drafts(case.id)
    drafts[0].name = "汪某"
    with pytest.raises(Refused, match="签名"):
        cases.put_parties(case.id, drafts)


def test_a_party_named_in_a_record_is_not_removed(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    cases.put_parties(
        case.id, [*cases.party_drafts(case.id), PartyDraft(name="物业", kind="organisation", side="third")]
    )
    one, other, third = cases.case_file(case.id).parties
    with office.write("写调解记录") as session:
        session.add(MediationSession(case_id=case.id, started_at=office.now(), present=[one.id]))
    with pytest.raises(Refused, match="调解记录"):
        cases.remove_party(case.id, one.id)
    cases.remove_party(case.id, third.id)
    agree(office, case)
    with pytest.raises(Refused, match="签名"):
        cases.remove_party(case.id, other.id)
    assert [p.name for p in cases.case_file(case.id).parties] == ["王某", "赵某"]


def test_the_last_party_stays(cases: Cases) -> None:
    case = cases.open(opening(parties=[PartyDraft(name="王某")]))
    with pytest.raises(Refused, match="至少"):
        cases.remove_party(case.id, cases.case_file(case.id).parties[0].id)


def test_a_refusal_offers_to_close_as_refused(cases: Cases) -> None:
    case = cases.open(opening())
    one, other = cases.case_file(case.id).parties
    assert cases.consent(case.id, one.id, "agreed", TODAY) == ""
    assert cases.consent(case.id, other.id, "refused", TODAY) == "refused"
    stored = cases.case_file(case.id).parties
    assert [(p.consent, p.consent_on) for p in stored] == [("agreed", TODAY), ("refused", TODAY)]
    with pytest.raises(Invalid):
        cases.consent(case.id, one.id, "agreed", TODAY + timedelta(days=1))


def test_guests_are_kept_with_their_consent_tick(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    guest = cases.put_participant(case.id, ParticipantDraft("孙大爷", relation="neighbour"))
    cases.put_participant(case.id, ParticipantDraft("孙大爷", relation="neighbour", consented=True), guest.id)
    assert [(p.name, p.consented) for p in cases.case_file(case.id).participants] == [("孙大爷", True)]
    with office.write("写调解记录") as session:
        session.add(MediationSession(case_id=case.id, started_at=office.now(), invited=[guest.id]))
    with pytest.raises(Refused, match="调解记录"):
        cases.remove_participant(case.id, guest.id)


def test_a_corrected_person_is_offered_to_open_cases_only(cases: Cases, office: Office) -> None:
    running, signed, over = (cases.open(opening(title=title)) for title in ("一", "二", "三"))
    agree(office, signed)
    cases.close(over.id, ClosingDraft("self_settled", "来电说谈好了", TODAY))
    with office.write("更正人员档案") as session:
        person = session.scalars(select(Person).where(Person.name == "王某")).one()
        person.phone = "19900007777"
        person_id = person.id
    offers = cases.offers_for(person_id)
    assert [(o.case_id, o.changes) for o in offers] == [(running.id, (("phone", "19900001234", "19900007777"),))]
    cases.apply_correction(person_id, [offers[0].party_id])
    assert cases.case_file(running.id).parties[0].phone == "19900007777"
    assert cases.offers_for(person_id) == []


def test_what_is_corrected_in_one_case_is_offered_to_the_others_of_that_person(cases: Cases, office: Office) -> None:
    first, second = (cases.open(opening(title=title)) for title in ("一", "二"))
    wang, other = (cases.case_file(case.id).parties[0] for case in (first, second))
    drafts = cases.party_drafts(first.id)
    drafts[0].phone, drafts[0].occupation = "19900007777", "retired"
    cases.put_parties(first.id, drafts)
    offers = cases.offers_after(wang.id, ["phone"])
    assert [(o.party_id, o.changes) for o in offers] == [(other.id, (("phone", "19900001234", "19900007777"),))]
    cases.apply_after(wang.id, [other.id], ["phone"])
    assert cases.case_file(second.id).parties[0].phone == "19900007777"
    with office.read() as session:
        assert session.get_one(Person, wang.person_id).phone == "19900007777"
    assert cases.offers_after(wang.id, ["phone"]) == []


def test_of_somebody_who_is_gone_nothing_is_offered_nor_taken_over(cases: Cases) -> None:
    assert cases.offers_after("nobody", ["phone"]) == []
    with pytest.raises(Refused, match="已经删除"):
        cases.apply_after("nobody", [], ["phone"])


@pytest.mark.parametrize(
    ("birthday", "fits"),
    [(TODAY, True), (TODAY + timedelta(days=1), False), (date(1896, 1, 1), True), (date(1895, 12, 31), False)],
)
def test_a_birthday_lies_within_a_human_life(cases: Cases, birthday: date, fits: bool) -> None:
    case = cases.open(opening())
    drafts = cases.party_drafts(case.id)
    drafts[0].birthday = birthday
    if fits:
        cases.put_parties(case.id, drafts)
        return
    with pytest.raises(Invalid) as refused:
        cases.put_parties(case.id, drafts)
    assert list(refused.value.problems) == ["parties.0.birthday"]


# --- staff --------------------------------------------------------------------------------------------------------


def test_a_neighbour_mediates_only_with_a_written_decision(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    staff = hire(office, "周某某", address="6号楼203")
    assert [f.ground for f in cases.check_staff(case.id, staff)] == ["neighbour", "neighbour"]
    with pytest.raises(Invalid) as refused:
        cases.assign(case.id, StaffChoice(staff))
    assert "decision" in refused.value.problems
    row = cases.assign(case.id, StaffChoice(staff, chosen_by="party", decision="双方都说认得，同意由他主持"))
    assert len(row.findings) == 2
    file = cases.case_file(case.id)
    assert (file.case.handler_id, file.host.name if file.host else "") == (staff, "周某某")
    assert [(a.staff.name, a.row.duty) for a in file.staff] == [("李老师", "mediator"), ("周某某", "host")]


def test_kin_and_old_adversaries_are_found_and_a_party_never_mediates(cases: Cases, office: Office) -> None:
    cases.open(
        opening(parties=[PartyDraft(name="周大明", phone="19900001111"), PartyDraft(name="赵小明", side="respondent")])
    )
    case = cases.open(opening(parties=[PartyDraft(name="李小红"), PartyDraft(name="赵小明", side="respondent")]))
    staff = hire(office, "周大明", phone="19900001111", kin="李小红（妻子）")
    assert {f.ground for f in cases.check_staff(case.id, staff)} == {"kin", "past_party"}
    own = cases.open(opening(parties=[PartyDraft(name="周大明", phone="19900001111")]))
    with pytest.raises(Refused, match="别人来调解"):
        cases.assign(own.id, StaffChoice(staff, decision="没关系"))


def test_only_mediators_mediate_and_sign_in_mode_a(cases: Cases, office: Office) -> None:
    case = cases.open(opening(mode="A", committee_id=committee_of(office)))
    volunteer, mediator = hire(office, "陈某某", "volunteer"), hire(office, "周某某")
    with pytest.raises(Refused, match="不是人民调解员"):
        cases.assign(case.id, StaffChoice(volunteer))
    cases.assign(case.id, StaffChoice(volunteer, duty="recorder"))
    cases.assign(case.id, StaffChoice(mediator))
    assert [s.name for s in cases.signers(case.id)] == ["周某某"]


def test_open_cases_of_one_who_leaves_go_over_in_one_step(cases: Cases, office: Office) -> None:
    leaver, follower = hire(office, "陈某某"), hire(office, "周某某")
    theirs, kin, closed = (cases.open(opening(title=title)) for title in ("漏水", "亲戚", "旧事"))
    for case in (theirs, kin, closed):
        cases.assign(case.id, StaffChoice(leaver))
    cases.close(closed.id, ClosingDraft("self_settled", "来电说谈好了", TODAY))
    relative = PartyDraft(name="周小", side="respondent")
    cases.put_parties(kin.id, [*cases.party_drafts(kin.id), relative])
    with office.write("近亲属") as session:
        session.get_one(Staff, follower).kin = "周小（女儿）"
    done = cases.hand_over(leaver, follower)
    assert (done.moved, len(done.stayed)) == (1, 1)
    assert kin.number in done.stayed[0]
    assert [cases.case_file(c.id).case.handler_id for c in (theirs, kin, closed)] == [follower, leaver, leaver]
    file = cases.case_file(theirs.id)
    assert file.host.name == "周某某"
    assert [a.row.decision for a in file.staff if a.row.withdrawn_on] == ["离开，交给周某某"]
    History(office).undo()
    assert cases.case_file(theirs.id).case.handler_id == leaver


def test_a_host_who_withdraws_is_replaced_in_the_same_step(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    host = cases.case_file(case.id).staff[0]
    with pytest.raises(Invalid) as refused:
        cases.withdraw(case.id, Withdrawal(host.row.id, TODAY, "赵某要求换人"))
    assert "staff_id" in refused.value.problems
    other = hire(office, "周某某")
    cases.withdraw(case.id, Withdrawal(host.row.id, TODAY, "赵某要求换人", "objection", StaffChoice(other)))
    file = cases.case_file(case.id)
    assert (file.host.name if file.host else "") == "周某某"
    assert file.case.handler_id == other
    assert "李老师" not in [s.name for s in cases.signers(case.id)]


# --- risk ---------------------------------------------------------------------------------------------------------


def test_a_danger_stops_the_case_until_it_is_reported(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    assert cases.proposed_risk(["domestic_violence"]) == "red"
    cases.set_risk(case.id, RiskDraft("red", ["domestic_violence"]))
    file = cases.case_file(case.id)
    assert (file.next.action, [s.code for s in file.stops]) == ("report_risk", ["domestic_violence"])
    with pytest.raises(Refused, match="家庭暴力"):
        cases.suspend(case.id, TODAY, "等派出所")
    with pytest.raises(Invalid) as refused:
        cases.close(case.id, ClosingDraft("self_settled", "来电说谈好了", TODAY))
    assert set(refused.value.problems) == {"risk"}
    cases.report_risk(case.id, RiskReportDraft("domestic_violence", office.now(), "police", "片警", "phone"))
    assert cases.stops(case.id) == []
    assert cases.risk_reports(case.id)[0].reporter == "李老师"
    cases.close(case.id, ClosingDraft("self_settled", "来电说谈好了", TODAY))


def test_a_red_case_goes_down_with_reason_and_consent(cases: Cases) -> None:
    case = cases.open(opening(risk="red"))
    with pytest.raises(Invalid) as refused:
        cases.set_risk(case.id, RiskDraft("amber"))
    assert set(refused.value.problems) == {"reason", "approver"}
    cases.set_risk(case.id, RiskDraft("amber", [], "双方已冷静", "社区书记"))
    assert cases.case_file(case.id).case.risk_note == "2026-11-23 双方已冷静（社区书记同意）"


# --- the life of a case -------------------------------------------------------------------------------------------


def test_closing_in_mode_c_says_that_the_committee_mediated(cases: Cases) -> None:
    [(committee, _name)] = cases.committees()
    case = cases.open(opening(mode="C", committee_id=committee))
    paper = cases.close(case.id, ClosingDraft("failed", "差距太大", TODAY))
    assert paper is not None
    assert paper.paragraphs[0].startswith("幸福里社区人民调解委员会主持的王某、赵某之间纠纷的调解，因差距太大")
    assert "评理说事" not in "".join(paper.paragraphs)


def test_closing_without_agreement_gives_the_paper_on_other_ways(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    talk(office, case)
    paper = cases.close(case.id, ClosingDraft("failed", "双方差距{太大}", TODAY))
    assert paper is not None
    assert paper.title == "终止评理说事告知书"
    text = "".join(paper.paragraphs)
    assert "双方差距{太大}" in text
    assert "王某、赵某" in text
    assert "2026年11月23日" in text
    assert "幸福里社区人民调解委员会" in text
    assert "{" not in text.replace("{太大}", "")
    assert cases.remedies(case.id) == paper
    assert cases.case_file(case.id).next.action == "follow_up"  # rule R7: three days after it failed


def test_a_closed_case_refuses_more_work_until_it_is_reopened_as_a_new_round(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    talk(office, case)
    cases.close(case.id, ClosingDraft("failed", "谈不拢", TODAY))
    with pytest.raises(Refused, match="已经结案"):
        cases.suspend(case.id, TODAY, "等一等")
    cases.archive(case.id, TODAY)
    cases.reopen(case.id, TODAY, "双方又愿意谈")
    file = cases.case_file(case.id)
    assert (file.case.state, file.case.round, file.case.round_started_on, file.case.outcome) == (
        "mediating",
        2,
        TODAY,
        "",
    )
    assert file.case.former_rounds[0]["outcome"] == "failed"
    assert [e.title for e in file.timeline] == [
        "受理",
        "调解 第1次",
        "第 1 轮结案",
        "第 1 轮归档",
        "重新调解（第 2 轮）",
    ]
    assert any(r.rule == "R3" for r in file.reminders)
    talk(office, case)  # the same day, in the new round
    assert [e.title for e in cases.case_file(case.id).timeline][-2:] == ["重新调解（第 2 轮）", "调解 第1次（第 2 轮）"]


def test_archiving_comes_after_closing(cases: Cases) -> None:
    case = cases.open(opening())
    with pytest.raises(Refused, match="先结案"):
        cases.archive(case.id, TODAY)


def test_suspend_and_resume(cases: Cases) -> None:
    case = cases.open(opening())
    cases.suspend(case.id, TODAY, "赵某住院")
    assert cases.case_file(case.id).next.action == "resume"
    cases.resume(case.id)
    assert cases.case_file(case.id).case.state == "mediating"
    with pytest.raises(Refused):
        cases.resume(case.id)


def test_extension_moves_the_limit_with_both_sides_consent(cases: Cases) -> None:
    case = cases.open(opening())
    one, other = cases.case_file(case.id).parties
    assert cases.mediation_limit(case.id) == date(2026, 12, 23)
    until = date(2027, 1, 22)
    with pytest.raises(Invalid) as refused:
        cases.extend(case.id, ExtensionDraft(until, "", [one.id]))
    assert set(refused.value.problems) == {"consented"}
    cases.extend(case.id, ExtensionDraft(until, "等鉴定", [one.id, other.id]))
    assert cases.mediation_limit(case.id) == until
    assert cases.case_file(case.id).case.extension_note == "王某、赵某同意延期。等鉴定"


def test_another_mode_gives_another_number_and_keeps_the_old(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    changed = cases.change_mode(case.id, "A", committee_of(office), 7)
    assert (changed.number, changed.former_numbers) == ("（2026）幸福里人调字第007号", ["（2026）示评字第001号"])
    with office.read() as session:
        issued = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == case.id)).all()
    assert {(n.kind, n.voided_on is not None) for n in issued} == {("case_b", True), ("case_a", False)}
    agree(office, changed)
    with pytest.raises(Refused, match="协议"):
        cases.change_mode(case.id, "B")


def test_after_a_change_of_mode_signed_papers_stay(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    paper = agree(office, case)
    cases.change_mode(case.id, "A", committee_of(office))
    with office.read() as session:
        kept = session.get_one(Agreement, paper.id)
    assert (kept.effective_on, kept.signatures) == (TODAY, paper.signatures)


def test_removing_voids_the_number_and_it_is_never_given_again(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    with pytest.raises(Invalid):
        cases.remove(case.id, "")
    cases.remove(case.id, "重复登记")
    with office.read() as session:
        number = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == case.id)).one()
    assert (number.voided_on, number.void_reason) == (TODAY, "重复登记")
    assert cases.open(opening()).number == "（2026）示评字第002号"


def test_a_case_with_a_signed_agreement_is_closed_not_removed(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    agree(office, case)
    with pytest.raises(Refused, match="不能删除"):
        cases.remove(case.id, "不要了")


def test_details_are_stored_without_control_characters(cases: Cases) -> None:
    case = cases.open(opening())
    draft = cases.details(case.id)
    draft.summary, draft.title = "渗水\x00两个月", "𠮷家漏水"
    cases.change_details(case.id, draft)
    stored = cases.case_file(case.id).case
    assert (stored.summary, stored.title) == ("渗水两个月", "𠮷家漏水")


def test_two_people_changing_the_same_case_is_told_in_plain_words(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    with office.write("改一") as session:
        stale = session.get_one(Case, case.id)
        stale.title = "甲"
    with pytest.raises(Refused, match="别处改过"), office.write("改二") as session:  # noqa: PT012 — the writing as a whole is refused
        session.add(case)
        case.title = "乙"


def test_parties_stand_side_by_side_and_who_acts_for_one_stands_on_that_side(cases: Cases) -> None:
    case = cases.open(opening())
    drafts = cases.party_drafts(case.id)
    drafts += [PartyDraft(name="小雨", age_told=12), PartyDraft(name="孙某", role="agent", acts_for=1)]
    drafts[0] = replace(drafts[0], role="guardian", acts_for=2, relation="母亲")
    cases.put_parties(case.id, drafts)
    stored = cases.case_file(case.id).parties
    assert [(p.name, p.side) for p in stored] == [
        ("小雨", "applicant"),
        ("赵某", "respondent"),
        ("王某", "applicant"),
        ("孙某", "respondent"),
    ]


def test_the_timeline_says_who_said_what(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    wang, zhao = cases.case_file(case.id).parties
    sessions = Sessions(office)
    draft = replace(
        sessions.blank(case.id), statements={wang.id: "漏了两个月。", zhao.id: "愿意修。"}, result="continue"
    )
    sessions.record(case.id, draft)
    assert any("王某：漏了两个月；赵某：愿意修　" in event.text for event in cases.case_file(case.id).timeline)


def test_what_is_promised_in_another_case_keeps_nobody_from_being_taken_out(cases: Cases, office: Office) -> None:
    agree(office, cases.open(opening(title="另一件")))
    case = cases.open(opening())
    drafts = [*cases.party_drafts(case.id), PartyDraft(name="登错的人", side="third")]
    cases.put_parties(case.id, drafts)
    stranger = cases.case_file(case.id).parties[-1]
    cases.remove_party(case.id, stranger.id)
    file = cases.case_file(case.id)
    assert [party.name for party in file.parties] == ["王某", "赵某"]
    assert file.party_name(file.parties[1].id) == "赵某"
    assert file.party_name(stranger.id) == file.party_name(None) == ""


def test_only_who_applied_withdraws_the_application(cases: Cases) -> None:
    case = cases.open(opening())
    wang, zhao = cases.case_file(case.id).parties
    with pytest.raises(Invalid) as refused:
        cases.close(case.id, ClosingDraft("withdrawn", "不谈了", TODAY, [zhao.id]))
    assert "parties" in refused.value.problems
    cases.close(case.id, ClosingDraft("withdrawn", "不谈了", TODAY, [wang.id]))
    assert cases.case_file(case.id).case.outcome == "withdrawn"


def test_cases_stand_in_the_order_of_whose_dispute_it_is_not_of_who_acts_for_them(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    acting = PartyDraft(name="阿母", role="guardian", acts_for=0, relation="母亲")
    cases.put_parties(case.id, [*cases.party_drafts(case.id), acting])
    with office.read() as session:
        assert session.get_one(Case, case.id).parties_key == "wang mou zhao mou"


def test_the_list_says_how_a_case_ended_and_of_an_open_one_where_it_is(cases: Cases, office: Office) -> None:
    still, done = cases.open(opening()), cases.open(opening(title="说开了"))
    talk(office, done)
    cases.close(done.id, ClosingDraft("settled_on_spot", closed_on=TODAY))
    states = {row.id: row.state for row in cases.rows([still.id, done.id])}
    outcome = office.lists.word("outcomes", "settled_on_spot", "B")
    assert states == {still.id: "已受理", done.id: f"已结案·{outcome}"}


def test_by_danger_red_stands_before_amber_and_amber_before_the_rest(cases: Cases) -> None:
    ids = {risk: cases.open(opening(title=risk, risk=risk)).id for risk in ("green", "amber", "red")}
    assert list(cases.page(CaseFilter("all"), "risk")) == [ids["red"], ids["amber"], ids["green"]]


def test_whoever_was_visited_stays_a_party_and_others_may_go(cases: Cases, office: Office) -> None:
    case = cases.open(opening())
    cases.put_parties(
        case.id, [*cases.party_drafts(case.id), PartyDraft(name="物业", kind="organisation", side="third")]
    )
    one, _other, third = cases.case_file(case.id).parties
    with office.write("记下回访") as session:
        session.add(FollowUp(case_id=case.id, visited_on=TODAY, visited=[one.id]))
    with pytest.raises(Refused, match="写在回访记录里"):
        cases.remove_party(case.id, one.id)
    cases.remove_party(case.id, third.id)


def test_to_mediate_by_a_committee_it_has_to_be_said_by_which(cases: Cases) -> None:
    case = cases.open(opening())
    with pytest.raises(Invalid) as refused:
        cases.change_mode(case.id, "A")
    assert refused.value.problems == {"committee_id": "请选择由哪个人民调解委员会调解。"}


def test_only_a_peoples_mediator_mediates_by_the_law_of_a_committee(office: Office) -> None:
    for role, by_law in (("mediator", True), ("volunteer", False)):
        person = Staff(name="周某某", role=role)
        assert may_mediate(office.lists, "B", person)
        assert may_mediate(office.lists, "A", person) is by_law


def test_the_first_round_begins_with_acceptance_even_where_that_is_corrected_later(
    cases: Cases, office: Office
) -> None:
    case = cases.open(opening(accepted_on=TODAY - timedelta(days=9), backdate_reason="补录"))
    talk(office, case)
    cases.close(case.id, ClosingDraft("failed", "谈不拢", TODAY))
    cases.reopen(case.id, TODAY, "双方又愿意谈")
    details = replace(cases.details(case.id), accepted_on=TODAY - timedelta(days=5), backdate_reason="写错了")
    cases.change_details(case.id, details)
    assert cases.case_file(case.id).case.accepted_on == TODAY - timedelta(days=5)
