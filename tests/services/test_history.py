"""Undo, redo, the history in words, and the recycle bin, as a person meets them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from studio_app.core.errors import Refused
from studio_app.core.paths import resource
from studio_app.office.office import Office
from studio_app.office.tables import Account, Attachment, IssuedNumber
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.session.table import ConfidentialNote, MediationSession
from studio_app.records.intake.table import Intake, Visitor
from studio_app.services.history import History
from studio_app.store.changes import UNLOGGED, erase
from studio_app.store.log_tables import ChangeSet
from studio_app.store.table import Base, Entity, Said, fields
from tests.conftest import zone


@pytest.fixture(autouse=True)
def shanghai() -> Iterator[None]:
    with zone("Asia/Shanghai"):
        yield


@pytest.fixture
def history(office: Office) -> History:
    return History(office)


@pytest.fixture
def case(office: Office) -> Case:
    people = [
        PartyDraft(name="王某", phone="19900001234", id_number="990000199001011239", sensitive_note="石榴病历"),
        PartyDraft(name="赵某", side="respondent"),
    ]
    with office.write("受理为纠纷") as session:
        return open_case(session, office, Opening(title="楼上漏水", dispute_type="neighbour", parties=people))


def retitle(office: Office, case: Case, words: str) -> None:
    with office.write("改案由") as session:
        session.get_one(Case, case.id).title = words


def titles(office: Office) -> list[str]:
    with office.read() as session:
        return list(session.scalars(select(Case.title)))


# --- undo -----------------------------------------------------------------------------------------------------


def test_the_step_says_what_it_would_take_back(history: History, office: Office, case: Case) -> None:
    retitle(office, case, "噪音")
    step = history.undoable()
    assert step is not None
    assert step.words == "改案由（王某 与 赵某　噪音，10:00）"
    assert (step.label, step.needs_asking) == ("改案由", False)
    assert step.at == office.now()
    assert history.redoable() is None


def test_undo_and_redo(history: History, office: Office, case: Case) -> None:
    retitle(office, case, "噪音")
    assert history.undo() == "改案由"
    assert titles(office) == ["楼上漏水"]
    step = history.redoable()
    assert step is not None
    assert step.label == "改案由"
    assert history.redo() == "改案由"
    assert titles(office) == ["噪音"]
    assert history.redoable() is None
    assert [history.undo(), history.undo()] == ["改案由", "受理为纠纷"]
    assert titles(office) == []
    assert [history.redo(), history.redo()] == ["受理为纠纷", "改案由"]
    assert titles(office) == ["噪音"]
    with office.read() as session:
        labels = session.scalars(select(ChangeSet.label).order_by(ChangeSet.position)).all()
    assert labels[-3:] == ["撤销：受理为纠纷", "重做：受理为纠纷", "重做：改案由"]
    assert history.verify() == []


def test_a_case_or_visit_that_would_come_or_go_as_a_whole_asks_first(
    history: History, office: Office, case: Case
) -> None:
    step = history.undoable()
    assert step is not None
    assert (step.label, step.needs_asking) == ("受理为纠纷", True)
    history.undo()
    again = history.redoable()
    assert again is not None
    assert again.needs_asking


def test_nothing_to_undo_is_said(history: History) -> None:
    assert history.undoable() is None
    with pytest.raises(Refused, match="没有可以撤销"):
        history.undo()
    with pytest.raises(Refused, match="没有可以重做"):
        history.redo()


def test_an_old_step_asks_first(history: History, office: Office, case: Case, clock: Any) -> None:
    retitle(office, case, "噪音")
    clock.forward(minutes=10)
    step = history.undoable()
    assert step is not None
    assert not step.needs_asking
    clock.forward(seconds=1)
    step = history.undoable()
    assert step is not None
    assert step.needs_asking


def test_accounts_are_passed_over_and_the_step_before_asks_first(history: History, office: Office, case: Case) -> None:
    with office.write("新增账号", undoable=False) as session:
        session.add(Account(sign_in="孙老师"))
    step = history.undoable()
    assert step is not None
    assert (step.label, step.needs_asking) == ("受理为纠纷", True)
    history.undo()
    with office.read() as session:
        assert session.scalars(select(Account).where(Account.sign_in == "孙老师")).one().active


def test_a_reader_undoes_nothing(history: History, office: Office, case: Case) -> None:
    office.signed.role = "reader"
    with pytest.raises(Refused, match="不能做这一步"):
        history.undo()
    assert titles(office) == ["楼上漏水"]


def test_a_visit_step_names_the_visitor(history: History, office: Office) -> None:
    with office.write("登记来访") as session:
        intake = Intake(year=2026, serial=1, received_at=office.now())
        session.add(intake)
        session.flush()
        session.add(Visitor(intake_id=intake.id, name="孙某"))
    step = history.undoable()
    assert step is not None
    assert step.words == "登记来访（孙某，10:00）"


# --- history in words -----------------------------------------------------------------------------------------


def test_changes_are_told_in_words(history: History, office: Office, case: Case) -> None:
    with office.write("改风险") as session:
        row = session.get_one(Case, case.id)
        row.risk, row.amount_fen, row.closed_on, row.open_hearing = "red", 300_050, date(2026, 11, 24), True
    told = history.of(case.id)
    assert (told[0].who, told[0].label, told[0].deed, told[0].at) == ("李老师", "改风险", "修改纠纷", office.now())
    assert sorted(told[0].lines) == [
        "公开调解：否 → 是",
        "涉及金额：（空） → 3,000.50 元",
        "结案日期：（空） → 2026-11-24 周二",
        f"风险：{office.lists.label('risks', 'green')} → {office.lists.label('risks', 'red')}",
    ]
    deeds = {line.deed for line in told}
    assert {"记下纠纷", "记下当事人", "记下承办人员"} <= deeds
    opened = next(line for line in told if line.deed == "记下纠纷")
    assert "案由：楼上漏水" in opened.lines
    assert f"纠纷类型：{office.lists.label('dispute_types', 'neighbour')}" in opened.lines


def test_what_is_called_a_registration_is_registered_once(history: History, office: Office) -> None:
    with office.write("登记来访") as session:
        intake = Intake(year=2026, serial=1, received_at=office.now())
        session.add(intake)
    assert history.of(intake.id)[0].deed == "登记来访"


def test_no_code_and_no_count_of_bytes_is_told(history: History, office: Office, case: Case) -> None:
    with office.write("告知") as session:
        party = session.scalars(select(Party).where(Party.name == "王某")).one()
        party.consent, party.informed_way = "agreed", "oral"
        session.add(Attachment(case_id=case.id, name="顶棚.jpg", size=30_040))
    told = repr(history.of(case.id))
    assert "同意调解：（空） → 同意" in told
    assert "告知方式：（空） → 口头" in told
    assert "分工：主持" in told
    assert "30040" not in told


def test_what_was_said_is_told_with_names_and_times_local(history: History, office: Office, case: Case) -> None:
    with office.read() as session:
        first = session.scalars(select(Party).where(Party.name == "王某")).one()
    with office.write("写记录") as session:
        said = [{"party_id": first.id, "text": "要求维修"}]
        session.add(
            MediationSession(
                case_id=case.id, started_at=office.now(), statements=said, present=[first.id], method="face"
            )
        )
    lines = history.of(case.id)[0].lines
    assert "各方陈述：王某：要求维修" in lines
    assert "到场当事人：王某" in lines
    assert "开始时间：2026-11-23 周一 10:00" in lines


def test_sensitive_values_are_covered(history: History, office: Office, case: Case) -> None:
    with office.write("改当事人") as session:
        party = session.scalars(select(Party).where(Party.name == "王某")).one()
        party.id_number, party.phone, party.sensitive_note = "990000198001011233", "19900009999", "榕树账户"
    text = repr(history.of(case.id))
    for planted in ("990000199001011239", "990000198001011233", "19900001234", "19900009999", "石榴", "榕树"):
        assert planted not in text
    assert "证件号码：990000********1239 → 990000********1233" in text
    assert "联系电话：199****1234 → 199****9999" in text


def test_confidential_notes_are_told_to_their_reader_only(history: History, office: Office, case: Case) -> None:
    with office.write("写保密笔记") as session:
        session.add(ConfidentialNote(case_id=case.id, author_id=office.signed.account_id, text="底线是五万"))
    assert "内容：底线是五万" in history.of(case.id)[0].lines
    own, office.signed.account_id, office.signed.role = office.signed.account_id, "another", "volunteer"
    assert "底线" not in repr(history.of(case.id))
    office.signed.role = "reader"
    assert "底线" not in repr(history.of(case.id))
    office.signed.account_id, office.signed.role = own, "volunteer"
    assert "内容：底线是五万" in history.of(case.id)[0].lines


def test_erased_content_is_told_as_erased(history: History, office: Office, case: Case) -> None:
    with office.read() as session:
        party = session.scalars(select(Party).where(Party.name == "王某")).one()
        by_set = session.scalars(select(ChangeSet.id)).first()
    with office.database.transaction("", "依法删除") as session:
        erase(session, {party.id}, str(by_set))
    assert "当事人：内容已依法删除" in {line.deed for line in history.of(case.id)}


INSIDE = {
    "id", "created_at", "deleted_at", "position", "sort_key", "id_hash", "address_key", "person_id", "case_id", "agreement_id",
    "clause_id", "obligation_id", "session_id", "station_id", "subject_id", "author_id", "year", "serial", "comparable", "round_started_on", "sample",
    "edited", "size", "file_id", "file_key", "print_file_id", "print_file_key", "digest", "media_type", "reminder_key", "extra",
    "former_rounds", "issuer_id", "intake_id", "must_sign", "as_signed", *UNLOGGED,
}  # fmt: skip
"""What only the program needs of a record."""


def told() -> dict[str, Said | None]:
    entities = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Entity)]
    return {f"{one.local_table}.{name}": how for one in entities for name, how in fields(one.class_).items()}


def test_every_logged_field_has_its_word() -> None:
    silent = [name for name, how in told().items() if how is None]
    assert [name for name in silent if name.partition(".")[2] not in INSIDE] == []


def test_the_lists_and_records_named_there_exist() -> None:
    for name, how in told().items():
        assert how is None or not how.of or resource("dictionaries", f"{how.of}.toml").is_file(), name
        assert how is None or not how.names or "name" in Base.metadata.tables[how.names].columns, name


# --- recycle bin ----------------------------------------------------------------------------------------------


def delete(office: Office, case: Case) -> None:
    with office.write("删除纠纷") as session:
        session.get_one(Case, case.id).deleted_at = office.now()
        for party in session.scalars(select(Party).where(Party.case_id == case.id)):
            party.deleted_at = office.now()
        number = session.scalars(select(IssuedNumber).where(IssuedNumber.subject_id == case.id)).one()
        number.voided_on, number.void_reason = office.today(), "重复登记"


def test_what_is_deleted_lies_in_the_bin_and_comes_back_whole(history: History, office: Office, case: Case) -> None:
    assert history.recycle_bin() == []
    delete(office, case)
    [item] = history.recycle_bin()
    assert (item.kind, item.title, item.count) == ("纠纷", "王某 与 赵某　楼上漏水", 3)
    assert (item.who, item.label, item.at) == ("李老师", "删除纠纷", office.now())
    assert history.restore(item.set_id) == "已恢复 3 条记录。"
    assert titles(office) == ["楼上漏水"]
    assert history.recycle_bin() == []
    with office.read() as session:
        assert len(session.scalars(select(Party)).all()) == 2
        assert session.scalars(select(IssuedNumber)).one().voided_on is None
    with pytest.raises(Refused, match="没有可以恢复"):
        history.restore(item.set_id)
    assert history.verify() == []


def test_an_undone_creation_lies_in_the_bin_too(history: History, office: Office, case: Case) -> None:
    history.undo()
    [item] = history.recycle_bin()
    assert item.kind == "纠纷"
    history.restore(item.set_id)
    assert titles(office) == ["楼上漏水"]


def test_a_party_does_not_come_back_without_its_case(history: History, office: Office, case: Case) -> None:
    with office.write("删除当事人") as session:
        session.scalars(select(Party).where(Party.name == "赵某")).one().deleted_at = office.now()
    [item] = history.recycle_bin()
    assert (item.kind, item.title) == ("当事人", "王某　楼上漏水　赵某")
    with office.write("删除纠纷") as session:
        session.get_one(Case, case.id).deleted_at = office.now()
    with pytest.raises(Refused, match="先恢复"):
        history.restore(item.set_id)
    history.undo()
    history.restore(item.set_id)
    with office.read() as session:
        assert len(session.scalars(select(Party)).all()) == 2


def test_a_restoration_can_be_undone(history: History, office: Office, case: Case) -> None:
    delete(office, case)
    history.restore(history.recycle_bin()[0].set_id)
    assert history.undo() == "从回收站恢复"
    assert titles(office) == []
    with office.read() as session:
        assert session.scalars(select(IssuedNumber)).one().void_reason == "重复登记"


def test_the_bin_tells_no_confidential_text(history: History, office: Office, case: Case) -> None:
    with office.write("写保密笔记") as session:
        note = ConfidentialNote(case_id=case.id, author_id=office.signed.account_id, text="底线是五万")
        session.add(note)
    with office.write("删除保密笔记") as session:
        session.get_one(ConfidentialNote, note.id).deleted_at = office.now()
    assert [item.kind for item in history.recycle_bin()] == ["保密笔记"]
    assert "底线" not in repr(history.recycle_bin())
    set_id = history.recycle_bin()[0].set_id
    own, office.signed.account_id, office.signed.role = office.signed.account_id, "another", "volunteer"
    assert history.recycle_bin() == []
    with pytest.raises(Refused, match="只有写的人和管理员能恢复"):
        history.restore(set_id)
    office.signed.account_id, office.signed.role = own, "reader"
    assert history.recycle_bin() == []
    office.signed.role = "volunteer"
    assert history.restore(set_id) == "已恢复 1 条记录。"
