"""Sittings, investigations and 保密 notes, on both engines."""

# ruff: noqa: DTZ001  — forms give moments as on the wall, without zone

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.tables import Account, Reminder, Staff
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, CaseStaff, Party, RiskReport
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft
from studio_app.records.dispute.session.service import Sessions
from studio_app.store import search_index


@pytest.fixture
def sessions(office: Office) -> Sessions:
    return Sessions(office)


@pytest.fixture
def case(office: Office) -> Case:
    return accept(office)


def accept(office: Office, **changes: object) -> Case:
    parties = [
        PartyDraft(name="王某"),
        PartyDraft(name="赵某", side="respondent"),
        PartyDraft(name="物业", side="third"),
    ]
    opening = Opening(title="楼上漏水", dispute_type="neighbour", parties=parties, **changes)  # type: ignore[arg-type]
    with office.write("受理为纠纷") as session:
        return open_case(session, office, opening)


def reread(office: Office, case: Case) -> Case:
    with office.read() as session:
        return session.scalars(select(Case).where(Case.id == case.id)).one()


def filled(sessions: Sessions, case: Case, **changes: object) -> SessionDraft:
    draft = sessions.blank(case.id)
    draft.narrative, draft.result = "物业协助核价。", "continue"
    return replace(draft, **changes)  # type: ignore[arg-type]


def test_the_first_session_sets_mediation_going_and_each_gets_its_ordinal(
    office: Office, sessions: Sessions, case: Case
) -> None:
    first = sessions.record(case.id, filled(sessions, case, result="continue"))
    second = sessions.record(case.id, filled(sessions, case, result="agreed"))
    assert (first.ordinal, second.ordinal, first.round) == (1, 2, 1)
    assert reread(office, case).state == "mediating"
    assert [s.ordinal for s in sessions.held(case.id)] == [1, 2]


def test_a_blank_record_knows_now_and_the_host_and_asks_who_came(
    office: Office, sessions: Sessions, case: Case
) -> None:
    blank = sessions.blank(case.id)
    sides = {p.id: p.name for p in sessions.table(case.id).parties}
    assert blank.started_at == office.now().replace(tzinfo=None)
    assert blank.present == []
    assert [sides[i] for i in sessions.table(case.id).expected] == ["王某", "赵某"]
    assert blank.mediators == [office.signed.staff_id]
    assert (blank.place, blank.method) == ("", ""), "where and how it was held is said by whoever writes"
    sessions.record(case.id, filled(sessions, case, place="说事点", method="phone"))
    again = sessions.blank(case.id)
    assert (again.place, again.method) == ("", ""), "the next one may have been held elsewhere"


def test_what_was_said_comes_back_as_typed_with_local_times(office: Office, sessions: Sessions, case: Case) -> None:
    wang, zhao, _ = sessions.table(case.id).parties
    draft = filled(
        sessions,
        case,
        started_at=datetime(2026, 11, 23, 0, 30),
        ended_at=datetime(2026, 11, 23, 1, 45),
        next_at=datetime(2026, 11, 27, 9, 0),
        statements={wang.id: "漏了两个月。\x07", zhao.id: "  "},
        law="《民法典》第二百八十八条",
        informed=True,
    )
    stored = sessions.record(case.id, draft)
    assert stored.statements == [{"party_id": wang.id, "text": "漏了两个月。"}]
    again = sessions.draft_of(stored.id)
    assert (again.started_at, again.next_at) == (draft.started_at, draft.next_at)
    assert again.statements == {wang.id: "漏了两个月。"}
    changed = sessions.change(stored.id, replace(again, place="说事点"))
    assert sessions.get(stored.id).place == changed.place == "说事点"


def test_nobody_sits_at_two_tables_of_a_case_at_a_time(sessions: Sessions, case: Case) -> None:
    first = {"started_at": datetime(2026, 11, 23, 0, 0), "ended_at": datetime(2026, 11, 23, 1, 0)}
    sessions.record(case.id, filled(sessions, case, **first))
    assert sessions.table(case.id).free_since == first["ended_at"]
    later = {"started_at": datetime(2026, 11, 23, 0, 30), "ended_at": datetime(2026, 11, 23, 1, 30)}
    with pytest.raises(Invalid) as refused:
        sessions.record(case.id, filled(sessions, case, **later))
    assert "第 1 次调解（2026-11-23 周一 00:00—01:00）" in refused.value.problems["started_at"]
    second = sessions.record(case.id, filled(sessions, case, **later | {"started_at": datetime(2026, 11, 23, 1, 0)}))
    with pytest.raises(Invalid):
        sessions.change(second.id, replace(sessions.draft_of(second.id), started_at=datetime(2026, 11, 23, 0, 59)))


def test_the_next_time_becomes_a_reminder(office: Office, sessions: Sessions, case: Case) -> None:
    sessions.record(case.id, filled(sessions, case, result="continue", next_at=datetime(2026, 11, 27, 9, 0)))
    with office.read() as session:
        due = session.scalars(select(Reminder.due_on).where(Reminder.owner_id == case.id, Reminder.rule == "R4")).all()
    assert due in ([date(2026, 11, 27)], [])  # R4 is data: a desk may switch it off


def test_an_empty_record_is_refused_beside_its_field(sessions: Sessions, case: Case) -> None:
    with pytest.raises(Invalid) as refused:
        sessions.record(case.id, sessions.blank(case.id))
    assert list(refused.value.problems) == ["result", "narrative"]
    assert sessions.held(case.id) == []


def test_ten_thousand_characters_are_kept_whole(sessions: Sessions, case: Case) -> None:
    text = "漏水🙂𠮷" * 2500
    stored = sessions.record(case.id, filled(sessions, case, narrative=text))
    assert sessions.get(stored.id).narrative == text


def test_a_signed_record_is_read_only(office: Office, sessions: Sessions, case: Case) -> None:
    stored = sessions.record(case.id, filled(sessions, case))
    with pytest.raises(Invalid, match="今天之后"):
        sessions.sign(stored.id, office.today() + timedelta(days=1))
    sessions.sign(stored.id, office.today())
    with pytest.raises(Refused, match="已签名的记录不能改，请写新的一次记录。"):
        sessions.change(stored.id, sessions.draft_of(stored.id))
    for again in (lambda: sessions.sign(stored.id, office.today()), lambda: sessions.remove(stored.id)):
        with pytest.raises(Refused):
            again()
    assert sessions.get(stored.id).signed_on == office.today()


def test_a_removed_record_leaves_its_ordinal_empty(sessions: Sessions, case: Case) -> None:
    sessions.remove(sessions.record(case.id, filled(sessions, case)).id)
    assert sessions.record(case.id, filled(sessions, case)).ordinal == 2
    assert len(sessions.held(case.id)) == 1


def test_an_unreported_danger_stops_mediation_until_it_is_reported(office: Office, sessions: Sessions) -> None:
    case = accept(office, risk="red", risk_signs=["domestic_violence", "needs_expert"])
    assert "家庭暴力" in sessions.table(case.id).stop
    with pytest.raises(Refused, match="报告"):
        sessions.record(case.id, filled(sessions, case))
    looked = sessions.record_investigation(case.id, InvestigationDraft(datetime(2026, 11, 22, 9), text="到家中查看。"))
    assert looked.round == 1
    with office.write("写风险报告") as session:
        session.add(RiskReport(case_id=case.id, sign="domestic_violence", reported_at=office.now(), target="police"))
    assert sessions.table(case.id).stop == ""
    assert sessions.record(case.id, filled(sessions, case)).ordinal == 1


def test_who_withdrew_sits_in_no_record_from_that_day_on(office: Office, sessions: Sessions, case: Case, clock) -> None:
    before = sessions.record(case.id, filled(sessions, case))
    clock.forward(days=1)
    with office.write("换人") as session:
        other = Staff(name="孙某", role="volunteer")
        session.add(other)
        session.flush()
        session.add(CaseStaff(case_id=case.id, staff_id=other.id))
        session.scalars(select(CaseStaff).where(CaseStaff.duty == "host")).first().withdrawn_on = office.today()
    gone = office.signed.staff_id
    for field, value in (("mediators", [other.id, gone]), ("recorder_id", gone)):
        with pytest.raises(Invalid, match="李老师在 2026-11-24 周二 已经退出") as refused:
            sessions.record(case.id, filled(sessions, case, **{"recorder_id": None, field: value}))
        assert list(refused.value.problems) == [field]
    late = filled(sessions, case, started_at=datetime(2026, 11, 23, 15), mediators=[gone])
    assert sessions.record(case.id, late).mediators == [gone]
    assert sessions.change(before.id, replace(sessions.draft_of(before.id), law="《民法典》")).mediators == [gone]
    with office.write("又派他") as session:
        session.add(CaseStaff(case_id=case.id, staff_id=gone, duty="mediator"))
    assert sessions.record(case.id, filled(sessions, case, mediators=[gone])).mediators == [gone]


def test_impossible_days_are_refused(sessions: Sessions, case: Case) -> None:
    for changes in ({"started_at": datetime(1970, 1, 1, 9)}, {"ended_at": datetime(2099, 1, 1, 9)}):
        with pytest.raises(Invalid) as refused:
            sessions.record(case.id, filled(sessions, case, **changes))
        assert list(refused.value.problems) == list(changes)
    with pytest.raises(Invalid):
        sessions.record_investigation(case.id, InvestigationDraft(made_at=datetime(1970, 1, 1, 9), text="看过"))


def test_nothing_is_recorded_in_a_closed_case(office: Office, sessions: Sessions, case: Case) -> None:
    draft = filled(sessions, case)
    with office.write("结案") as session:
        session.get_one(Case, case.id).state = "closed"
    with pytest.raises(Refused, match="重新调解"):
        sessions.record(case.id, draft)


def test_investigations_are_kept_changed_and_signed(office: Office, sessions: Sessions, case: Case) -> None:
    with pytest.raises(Invalid):
        sessions.record_investigation(case.id, InvestigationDraft())
    row = sessions.record_investigation(
        case.id, InvestigationDraft(datetime(2026, 11, 22, 9), "702 室", asked_name="物业", text="地漏渗水。")
    )
    draft = sessions.investigation_draft(row.id)
    assert draft.made_at == datetime(2026, 11, 22, 9)
    sessions.change_investigation(row.id, replace(draft, text="地漏渗水，拍照 4 张。"))
    sessions.sign_investigation(row.id, office.today())
    with pytest.raises(Refused):
        sessions.change_investigation(row.id, draft)
    assert [i.text for i in sessions.investigations(case.id)] == ["地漏渗水，拍照 4 张。"]


def test_a_confidential_note_is_for_its_author_and_the_administrator(
    office: Office, sessions: Sessions, case: Case
) -> None:
    mine = sessions.add_note(case.id, "对方底线两千元，切勿外传。")
    with office.write("建立账号") as session:
        session.add_all(Account(id=f"{n:032}", sign_in=f"张{n}", role="volunteer") for n in (1, 2))
    admin = office.signed
    office.signed = replace(admin, account_id=f"{1:032}", role="volunteer")
    assert sessions.notes(case.id) == []
    for reach in (lambda: sessions.note(mine.id), lambda: sessions.change_note(mine.id, "改")):
        with pytest.raises(Refused, match="只有写的人和管理员"):
            reach()
    theirs = sessions.add_note(case.id, "愿意先道歉。")
    assert [n.id for n in sessions.notes(case.id)] == [theirs.id]
    office.signed.role = "reader"
    assert sessions.notes(case.id) == []
    office.signed = admin
    assert {n.id for n in sessions.notes(case.id)} == {mine.id, theirs.id}
    sessions.change_note(theirs.id, "愿意先当面道歉。")
    assert sessions.note(theirs.id).author_id == f"{1:032}"
    sessions.remove_note(mine.id)
    assert [n.text for n in sessions.notes(case.id)] == ["愿意先当面道歉。"]


def test_confidential_words_are_not_in_the_common_index(office: Office, sessions: Sessions, case: Case) -> None:
    sessions.add_note(case.id, "对方底线两千元")
    sessions.record(case.id, filled(sessions, case, narrative="物业协助核价"))
    with office.read() as session:
        assert search_index.find(session, "底线", limit=5) == []
        assert [h.entity_id for h in search_index.find(session, "核价", limit=5)] == [case.id]


def test_an_empty_note_is_refused(sessions: Sessions, case: Case) -> None:
    with pytest.raises(Invalid):
        sessions.add_note(case.id, " \n")


def test_helper_sentences_fit_the_mode(sessions: Sessions) -> None:
    a, b = sessions.phrases("A"), sessions.phrases("B")
    assert list(a) == ["告知", "询问", "事实", "释法", "方案", "结果", "不愿意时"]
    assert any("人民调解委员会已将" in line for line in a["告知"])
    assert not any("人民调解委员会已将" in line for line in b["告知"])
    assert "to_committee" in dict(sessions.results("B"))
    assert "to_committee" not in dict(sessions.results("A"))
    assert dict(sessions.results("B"))["agreed"] == "当场和解"


def test_laws_of_the_dispute_come_first(sessions: Sessions) -> None:
    laws = sessions.laws("neighbour")
    assert "民法典" in laws[0].cited
    assert any("人民调解法" in law.cited for law in laws)
    assert all(law.as_of and law.gist for law in laws)


def test_a_record_that_is_gone_says_so(sessions: Sessions) -> None:
    for asked in (sessions.get, sessions.draft_of):
        with pytest.raises(Refused, match="调解记录已经不在了"):
            asked("gone")


@pytest.mark.parametrize(("until", "sits"), [(date(2026, 11, 22), False), (date(2026, 11, 23), True), (None, True)])
def test_who_left_sits_at_no_table_after_his_last_day(
    office: Office, sessions: Sessions, case: Case, until: date | None, sits: bool
) -> None:
    with office.write("登记人员") as session:
        clerk = Staff(name="周某某", role="volunteer", until=until)
        session.add(clerk)
    draft = filled(sessions, case, recorder_id=clerk.id, started_at=datetime(2026, 11, 23, 0, 30))
    if sits:
        assert sessions.record(case.id, draft).recorder_id == clerk.id
        return
    with pytest.raises(Invalid) as refused:
        sessions.record(case.id, draft)
    assert list(refused.value.problems) == ["recorder_id"]


def test_who_did_not_withdraw_writes_the_next_record(office: Office, sessions: Sessions, case: Case) -> None:
    assert sessions.blank(case.id).recorder_id == office.signed.staff_id


def test_one_who_refuses_today_may_have_talked_yesterday_but_agrees_to_nothing_entered_now(
    office: Office, sessions: Sessions
) -> None:
    case = accept(office, accepted_on=office.today() - timedelta(days=3), backdate_reason="补录")
    with office.write("不愿意调解") as session:
        wang = session.scalars(select(Party).where(Party.case_id == case.id, Party.name == "王某")).one()
        wang.consent, wang.consent_on = "refused", office.today()
    yesterday = office.now().replace(tzinfo=None) - timedelta(days=1)
    sessions.record(case.id, filled(sessions, case, started_at=yesterday))
    with pytest.raises(Invalid) as refused:
        sessions.record(case.id, filled(sessions, case, started_at=yesterday + timedelta(hours=2), result="agreed"))
    assert list(refused.value.problems) == ["result"]
