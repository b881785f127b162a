"""The change log: exact, complete, and telling when somebody rewrote it."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from studio_app.core.errors import Refused
from studio_app.office.office import Office
from studio_app.office.tables import Draft, IssuedNumber, Organisation, OwnReminder, Snooze
from studio_app.records.dispute.agreement.table import Agreement, Clause
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.session.table import MediationSession
from studio_app.store import changes, undo
from studio_app.store.log_tables import Change, ChangeSet
from studio_app.store.table import new_id


def log(office: Office) -> list[tuple[ChangeSet, list[Change]]]:
    with office.read() as session:
        rows = session.scalars(select(ChangeSet).order_by(ChangeSet.position)).all()
        return [(row, changes.changes_of(session, row.id)) for row in rows]


def content(change: Change) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(change.payload)
    return found


def last(office: Office) -> tuple[ChangeSet, list[Change]]:
    return log(office)[-1]


def broken(office: Office) -> list[str]:
    with office.read() as session:
        return changes.broken_links(session)


# --- what is written ------------------------------------------------------------------------------------------


def test_one_entry_a_record_with_the_first_before_and_the_last_after(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.write("改案由") as session:
        row = session.get_one(Case, case.id)
        row.title = "半路上的案由"
        session.flush()
        row.title, row.amount_fen = "楼上噪音", 300_000
        session.flush()
        row.closed_on = date(2026, 11, 23)
    head, entries = last(office)
    assert (head.label, head.account_id, head.undoable) == ("改案由", office.signed.account_id, True)
    assert head.at == office.now()
    assert [(e.table, e.entity_id, e.case_id) for e in entries] == [("cases", case.id, case.id)]
    assert content(entries[0]) == {
        "action": "update",
        "before": {"title": "楼上漏水", "amount_fen": None, "closed_on": None},
        "after": {"title": "楼上噪音", "amount_fen": 300_000, "closed_on": "2026-11-23"},
    }


def test_a_new_record_is_logged_whole_and_without_empty_fields(office: Office, accepted: Any) -> None:
    case = accepted()
    _head, entries = last(office)
    by_table = {e.table: content(e) for e in entries}
    assert set(by_table) == {"cases", "party", "person", "issued_number", "case_staff"}
    assert len(entries) == 1 + 2 + 2 + 1 + 1
    after = by_table["cases"]["after"]
    assert by_table["cases"]["action"] == "insert"
    assert by_table["cases"]["before"] == {}
    assert after["id"] == case.id
    assert after["accepted_on"] == "2026-11-23"
    assert after["created_at"] == "2026-11-23T02:00:00+00:00"
    assert "claims" not in after
    assert "closed_on" not in after


def test_derived_columns_are_not_logged(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.read() as session:
        stored = session.get_one(Case, case.id)
        assert stored.parties_label == "王某 与 赵某"
        assert stored.next_due is not None
    for _head, entries in log(office):
        for entry in entries:
            told = {**content(entry)["before"], **content(entry)["after"]}
            assert not {"version", "studio_id", "parties_label", "parties_key", "next_due", "visitor_label"} & set(told)


def test_what_is_changed_and_changed_back_is_no_change(office: Office, accepted: Any) -> None:
    case = accepted()
    before = log(office)
    with office.write("没有改") as session:
        row = session.get_one(Case, case.id)
        row.title = "别的"
        session.flush()
        row.title = "楼上漏水"
    with office.write("什么也没做"):
        pass
    assert [row.id for row, _ in log(office)] == [row.id for row, _ in before]


def test_drafts_snoozes_of_nobody_reminders_and_index_are_not_logged(office: Office, accepted: Any) -> None:
    accepted()
    before = len(log(office))
    with office.database.transaction(office.signed.account_id, "保存草稿") as session:
        session.add(Draft(account_id="a", form="intake:new", body={"name": "王某"}, saved_at=office.now()))
    assert len(log(office)) == before
    tables = {entry.table for _row, entries in log(office) for entry in entries}
    assert not tables & {"draft", "reminder", "search_document", "thumbnail", "change", "change_set", "access_log"}


def test_the_same_moment_in_another_zone_is_no_change(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.write("记录") as session:
        held = MediationSession(case_id=case.id, started_at=office.now())
        session.add(held)
    before = len(log(office))
    with office.write("同一时刻") as session:
        row = session.get_one(MediationSession, held.id)
        row.started_at = office.now().astimezone(timezone(timedelta(hours=-5)))
    assert len(log(office)) == before
    assert broken(office) == []


def test_records_below_an_agreement_belong_to_their_case(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.write("协议") as session:
        agreement = Agreement(case_id=case.id)
        session.add(agreement)
        session.flush()
        clause = Clause(case_id=case.id, agreement_id=agreement.id, what="补漏")
        session.add(clause)
    with office.write("改条款") as session:
        session.get_one(Clause, clause.id).what = "重做防水"
    with office.read() as session:
        told = [(line.label, line.table, line.after.get("what")) for line in changes.history(session, case.id)]
    assert told[0] == ("改条款", "clause", "重做防水")
    assert ("协议", "clause", "补漏") in told
    assert told[-1][0] == "受理为纠纷"


def test_positions_count_up_without_gaps(office: Office, accepted: Any) -> None:
    for _ in range(3):
        accepted()
    assert [row.position for row, _ in log(office)] == [1, 2, 3, 4]


# --- the chain ------------------------------------------------------------------------------------------------


def test_an_honest_chain_verifies_and_its_head_moves(office: Office, accepted: Any) -> None:
    heads = set()
    for _ in range(3):
        accepted()
        with office.read() as session:
            heads.add(changes.head(session, office.database.desk_id))
    assert len(heads) == 3
    assert broken(office) == []
    assert office.database.check() == []


def forge(session: Any, row: ChangeSet, *, sealed: bool) -> None:
    change = next(c for c in changes.changes_of(session, row.id) if c.table == "cases")
    payload = change.payload.replace("楼上漏水", "楼下漏水")
    assert payload != change.payload
    seal = changes._seal(change.nonce, payload) if sealed else change.seal
    this = update(Change).where(Change.set_id == row.id, Change.position == change.position)
    session.execute(this.values(payload=payload, seal=seal))


def rewrite_payload(session: Any, row: ChangeSet) -> None:
    forge(session, row, sealed=False)


def rewrite_payload_and_seal(session: Any, row: ChangeSet) -> None:
    forge(session, row, sealed=True)


def pretend_erasure(session: Any, row: ChangeSet) -> None:
    gone = {"payload": f"{changes.ERASED}{new_id()}", "nonce": ""}
    session.execute(update(Change).where(Change.set_id == row.id, Change.position == 0).values(gone))


def blame_another(session: Any, row: ChangeSet) -> None:
    session.execute(update(ChangeSet).where(ChangeSet.id == row.id).values(account_id=new_id()))


def relabel(session: Any, row: ChangeSet) -> None:
    session.execute(update(ChangeSet).where(ChangeSet.id == row.id).values(label="登记来访"))


def redate(session: Any, row: ChangeSet) -> None:
    earlier = datetime(2025, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 — the class is imported for other zones
    session.execute(update(ChangeSet).where(ChangeSet.id == row.id).values(at=earlier))


def attach_elsewhere(session: Any, row: ChangeSet) -> None:
    session.execute(update(Change).where(Change.set_id == row.id, Change.position == 0).values(entity_id=new_id()))


def make_undoable(session: Any, row: ChangeSet) -> None:
    session.execute(update(ChangeSet).where(ChangeSet.id == row.id).values(undoable=False))


def remove_one_change(session: Any, row: ChangeSet) -> None:
    session.execute(delete(Change).where(Change.set_id == row.id, Change.position == 1))


def remove_the_set(session: Any, row: ChangeSet) -> None:
    session.execute(delete(Change).where(Change.set_id == row.id))
    session.execute(delete(ChangeSet).where(ChangeSet.id == row.id))


def swap_two_sets(session: Any, row: ChangeSet) -> None:
    other = session.scalars(select(ChangeSet.id).where(ChangeSet.position == row.position + 1)).one()
    for set_id, position in ((row.id, 9000), (other, row.position), (row.id, row.position + 1)):
        session.execute(update(ChangeSet).where(ChangeSet.id == set_id).values(position=position))


TAMPERINGS = [
    rewrite_payload, rewrite_payload_and_seal, pretend_erasure, blame_another, relabel, redate, attach_elsewhere,
    make_undoable, remove_one_change, remove_the_set, swap_two_sets,
]  # fmt: skip


def test_rewriting_shows_whatever_was_rewritten(office: Office, accepted: Any) -> None:
    for _ in range(3):
        accepted()
    for tampering in TAMPERINGS:
        assert broken(office) == [], tampering.__name__
        row = log(office)[-2][0]
        with office.read() as session:
            intact = _stored(session)
        with office.database.transaction("intruder", "") as session:
            tampering(session, row)
        assert broken(office) != [], tampering.__name__
        assert any("改动记录被人动过" in sentence for sentence in office.database.check())
        with office.database.transaction("intruder", "") as session:
            _put_back(session, intact)
    assert broken(office) == []


def _stored(session: Any) -> dict[Any, list[dict[str, Any]]]:
    tables = (ChangeSet.__table__, Change.__table__)
    return {table: [dict(row) for row in session.execute(select(table)).mappings()] for table in tables}


def _put_back(session: Any, intact: dict[Any, list[dict[str, Any]]]) -> None:
    for table in reversed(intact):
        session.execute(delete(table))
    for table, rows in intact.items():
        session.execute(insert(table), rows)


def test_each_desk_of_origin_has_its_own_chain(office: Office, accepted: Any) -> None:
    accepted()
    here = office.database.seat
    office.database.seat = replace(here, desk_id=new_id())
    accepted()
    accepted()
    office.database.seat = here
    accepted()
    assert broken(office) == []
    with office.read() as session:
        positions = session.execute(select(ChangeSet.desk_id, ChangeSet.position)).all()
    assert sorted(position for desk, position in positions if desk != here.desk_id) == [1, 2]


def test_a_step_with_a_field_there_is_none_of_today_is_not_taken_back(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.write("改案由") as session:
        session.get_one(Case, case.id).title = "门前堆物"
    with office.database.transaction("", "") as session:
        row = undo.last_done(session, office.signed.account_id)
        assert row is not None
        [change] = changes.changes_of(session, row.id)
        older = json.loads(change.payload)
        older["before"]["once_there"], older["after"]["once_there"] = "甲", "乙"
        session.execute(update(Change).where(Change.set_id == row.id).values(payload=json.dumps(older)))
    with pytest.raises(Refused, match="旧版本的程序存的"), office.write("撤销") as session:
        undo.take_back(session, session.get_one(ChangeSet, row.id))


# --- erasure --------------------------------------------------------------------------------------------------


def erase(office: Office, ids: set[str]) -> str:
    with office.write("依法删除", undoable=False) as session:
        for party in session.scalars(select(Party).where(Party.id.in_(ids))):
            party.name = party.phone = party.address = ""
    with office.database.transaction(office.signed.account_id, "依法删除") as session:
        by_set = session.scalars(select(ChangeSet.id).order_by(ChangeSet.position.desc())).first()
        assert changes.erase(session, ids, str(by_set)) > 0
        return str(by_set)


def test_a_lawful_erasure_leaves_no_word_and_the_chain_whole(office: Office, accepted: Any) -> None:
    case = accepted([PartyDraft(name="石榴某", phone="19900007766")])
    with office.read() as session:
        party = session.scalars(select(Party).where(Party.case_id == case.id)).one()
    by_set = erase(office, {party.id})
    assert broken(office) == []
    with office.read() as session:
        payloads = session.scalars(select(Change.payload).where(Change.entity_id == party.id)).all()
        assert payloads == [f"{changes.ERASED}{by_set}"] * len(payloads)
        lines = [line for line in changes.history(session, case.id) if line.entity_id == party.id]
    assert all(line.erased and not line.after and not line.before for line in lines)


def test_undo_past_an_erasure_is_refused_with_the_reason(office: Office, accepted: Any) -> None:
    case = accepted()
    row = log(office)[-1][0]
    with office.read() as session:
        party = session.scalars(select(Party).where(Party.case_id == case.id)).first()
    assert party is not None
    erase(office, {party.id})
    with pytest.raises(Refused, match="依法删除"), office.database.transaction("a", "撤销", undoes=row.id) as session:
        undo.take_back(session, session.get_one(ChangeSet, row.id))


# --- undo -----------------------------------------------------------------------------------------------------


def take_back_last(office: Office) -> None:
    with office.read() as session:
        row = undo.last_done(session, office.signed.account_id)
    assert row is not None
    with office.database.transaction(office.signed.account_id, f"撤销：{row.label}", undoes=row.id) as session:
        undo.take_back(session, session.get_one(ChangeSet, row.id))


def do_again(office: Office) -> None:
    with office.read() as session:
        row = undo.last_undone(session, office.signed.account_id)
    assert row is not None
    with office.database.transaction(office.signed.account_id, "重做", undoes=row.id) as session:
        undo.take_back(session, session.get_one(ChangeSet, row.id))


def title(office: Office, case_id: str) -> str | None:
    with office.read() as session:
        return session.scalar(select(Case.title).where(Case.id == case_id))


def retitle(office: Office, case_id: str, words: str) -> None:
    with office.write(f"改为{words}") as session:
        session.get_one(Case, case_id).title = words


def test_a_change_is_undone_and_done_again(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.write("结案") as session:
        row = session.get_one(Case, case.id)
        row.closed_on, row.risk_signs, row.amount_fen = date(2026, 11, 23), ["minor"], 5
    take_back_last(office)
    with office.read() as session:
        row = session.get_one(Case, case.id)
        assert (row.closed_on, row.risk_signs, row.amount_fen) == (None, [], None)
    do_again(office)
    with office.read() as session:
        row = session.get_one(Case, case.id)
        assert (row.closed_on, row.risk_signs, row.amount_fen) == (date(2026, 11, 23), ["minor"], 5)
    assert broken(office) == []


def test_several_steps_back_and_forth(office: Office, accepted: Any) -> None:
    case = accepted()
    for words in ("一", "二", "三"):
        retitle(office, case.id, words)
    for expected in ("二", "一", "楼上漏水"):
        take_back_last(office)
        assert title(office, case.id) == expected
    for expected in ("一", "二", "三"):
        do_again(office)
        assert title(office, case.id) == expected
    with office.read() as session:
        assert undo.last_undone(session, office.signed.account_id) is None
    take_back_last(office)
    assert title(office, case.id) == "二"
    retitle(office, case.id, "四")
    with office.read() as session:
        assert undo.last_undone(session, office.signed.account_id) is None
    take_back_last(office)
    take_back_last(office)
    assert title(office, case.id) == "一"
    assert broken(office) == []


def test_a_created_case_goes_to_the_bin_and_its_number_is_voided_not_taken_back(office: Office, accepted: Any) -> None:
    case = accepted()
    take_back_last(office)
    assert title(office, case.id) is None
    with office.read() as session:
        number = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == case.id)).one()
        assert (number.voided_on, number.void_reason) == (date(2026, 11, 23), "撤销：受理为纠纷")
        assert session.scalars(select(Party)).all() == []
    assert accepted().serial == case.serial + 1
    with office.read() as session:
        assert undo.last_undone(session, office.signed.account_id) is None


def test_doing_a_creation_again_makes_its_number_valid(office: Office, accepted: Any) -> None:
    case = accepted()
    take_back_last(office)
    do_again(office)
    with office.read() as session:
        number = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == case.id)).one()
        assert (number.voided_on, number.void_reason) == (None, "")
        assert len(session.scalars(select(Party)).all()) == 2
    assert title(office, case.id) == "楼上漏水"


def test_a_deletion_is_undone_with_a_number_voided_in_it(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.write("作废") as session:
        session.get_one(Case, case.id).deleted_at = office.now()
        number = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == case.id)).one()
        number.voided_on, number.void_reason = office.today(), "重复登记"
    assert title(office, case.id) is None
    take_back_last(office)
    assert title(office, case.id) == "楼上漏水"
    with office.read() as session:
        number = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == case.id)).one()
        assert (number.voided_on, number.void_reason) == (None, "")


def test_undo_is_refused_when_somebody_changed_it_since(office: Office, accepted: Any) -> None:
    case = accepted()
    retitle(office, case.id, "我写的")
    with office.database.transaction("another", "别人改") as session:
        session.get_one(Case, case.id).title = "别人写的"
    before = office.database.counts()
    with pytest.raises(Refused, match="之后又改过"):
        take_back_last(office)
    assert title(office, case.id) == "别人写的"
    assert office.database.counts() == before


def test_undo_leaves_fields_alone_that_others_changed(office: Office, accepted: Any) -> None:
    case = accepted()
    retitle(office, case.id, "我写的")
    with office.database.transaction("another", "别人改") as session:
        session.get_one(Case, case.id).claims = "别人写的诉求"
    take_back_last(office)
    with office.read() as session:
        row = session.get_one(Case, case.id)
        assert (row.title, row.claims) == ("楼上漏水", "别人写的诉求")


def test_a_creation_somebody_went_on_from_is_not_undone(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.database.transaction("another", "改") as session:
        session.get_one(Case, case.id).claims = "别人写的诉求"
    with pytest.raises(Refused, match="之后又改过"):
        take_back_last(office)
    second = accepted()
    with office.database.transaction("another", "写记录") as session:
        session.add(MediationSession(case_id=second.id, started_at=office.now()))
    with pytest.raises(Refused, match="后来登记"):
        take_back_last(office)
    assert title(office, second.id) == "楼上漏水"


def test_one_person_does_not_undo_what_another_did(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.database.transaction("another", "别人改") as session:
        session.get_one(Case, case.id).claims = "别人写的诉求"
    with office.read() as session:
        mine = undo.last_done(session, office.signed.account_id)
        others = undo.last_done(session, "another")
        assert undo.last_done(session, "nobody") is None
    assert mine is not None
    assert others is not None
    assert (mine.label, others.label) == ("受理为纠纷", "别人改")


def test_what_may_not_be_undone_is_not(office: Office) -> None:
    with office.write("新增账号", undoable=False) as session:
        session.add(Organisation(kind="community", name="幸福里"))
    row = last(office)[0]
    with office.read() as session:
        assert undo.last_done(session, office.signed.account_id) is None
    with pytest.raises(Refused, match="新增账号"), office.database.transaction("a", "撤销", undoes=row.id) as session:
        undo.take_back(session, session.get_one(ChangeSet, row.id))


def test_undo_holds_index_and_reminders_in_step(office: Office, accepted: Any) -> None:
    from studio_app.office.tables import Reminder
    from studio_app.store import search_index

    accepted()
    take_back_last(office)
    with office.read() as session:
        assert search_index.find(session, "漏水") == []
        assert search_index.find(session, "王某") == []
        assert session.scalars(select(Reminder)).all() == []
    do_again(office)
    with office.read() as session:
        assert [hit.kind for hit in search_index.find(session, "漏水")] == ["case"]
        assert [r.rule for r in session.scalars(select(Reminder))] == ["R3"]


def test_putting_off_is_undone(office: Office, accepted: Any) -> None:
    from studio_app.office.tables import Reminder

    case = accepted()
    with office.read() as session:
        due = session.scalars(select(Reminder)).one()
    with office.write("推迟提醒") as session:
        session.add(Snooze(reminder_key=due.key, case_id=case.id, until=due.due_on + timedelta(days=5), reason="外出"))
    retitle(office, case.id, "别的")  # derives anew
    with office.read() as session:
        assert session.scalars(select(Reminder.shown_on)).one() == due.due_on + timedelta(days=5)
        assert session.get_one(Case, case.id).next_due == due.due_on + timedelta(days=5)
    take_back_last(office)
    take_back_last(office)
    with office.read() as session:
        assert session.scalars(select(Reminder.shown_on)).one() == due.due_on
        assert session.get_one(Case, case.id).next_due == due.due_on


def test_a_clock_set_back_does_not_confuse_the_order(office: Office, accepted: Any, clock: Any) -> None:
    case = accepted()
    retitle(office, case.id, "一")
    clock.forward(days=-30)
    retitle(office, case.id, "二")
    take_back_last(office)
    assert title(office, case.id) == "一"
    assert broken(office) == []


def test_history_is_told_as_it_was_stored_whatever_the_clock_said(office: Office, accepted: Any, clock: Any) -> None:
    case = accepted()
    clock.forward(days=3653)
    retitle(office, case.id, "一")
    clock.forward(days=-3653)
    retitle(office, case.id, "二")
    with office.read() as session:
        titles = [line.after["title"] for line in changes.history(session, case.id) if "title" in line.after]
    assert titles[:2] == ["二", "一"]


def test_an_own_reminder_written_done_and_undone(office: Office) -> None:
    with office.write("记提醒") as session:
        session.add(OwnReminder(text="给社区送台账", due_on=date(2026, 11, 30)))
    with office.write("办完") as session:
        session.scalars(select(OwnReminder)).one().done_on = date(2026, 11, 24)
    take_back_last(office)
    with office.read() as session:
        assert session.scalars(select(OwnReminder.done_on)).one() is None
        assert session.execute(text("SELECT count(*) FROM reminder WHERE rule = 'own'")).scalar() == 1
    take_back_last(office)
    with office.read() as session:
        assert session.execute(text("SELECT count(*) FROM reminder")).scalar() == 0
