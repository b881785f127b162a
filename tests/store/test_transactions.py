"""What a transaction promises, on both engines: all or nothing, no personal data in errors, no writing while reading."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, InternalError

from studio_app.core.errors import Refused
from studio_app.office.office import Office
from studio_app.office.tables import Draft, Organisation, Reminder
from studio_app.records.dispute.case.table import Case, Party
from studio_app.store import search_index
from studio_app.store.changes import Touched
from studio_app.store.log_tables import ChangeSet, SearchDocument

ID, PHONE = "990000199001011239", "19900007766"


def counts(office: Office) -> dict[str, int]:
    return office.database.counts()


def test_an_exception_leaves_no_trace_anywhere(office: Office, accepted: Any) -> None:
    accepted()
    before = counts(office)
    with pytest.raises(ZeroDivisionError), office.write("受理为纠纷") as session:  # noqa: PT012 — the transaction as a whole is what fails
        session.add(Case(year=2026, serial=9, accepted_on=office.today(), title="榕树噪音", mode="A"))
        session.flush()
        session.execute(update(Case).values(next_due=None))
        raise ZeroDivisionError
    assert counts(office) == before
    with office.read() as session:
        assert search_index.find(session, "榕树") == []
        assert search_index.find(session, "漏水") != []


def test_an_exception_in_a_keeper_leaves_no_trace_in_index_and_reminders(office: Office, accepted: Any) -> None:
    before = counts(office)

    def broken(_session: Any, touched: Touched) -> None:
        if touched.ids("cases"):
            raise ZeroDivisionError

    office.database._keepers.append(broken)
    with pytest.raises(ZeroDivisionError):
        accepted()
    office.database._keepers.remove(broken)
    assert counts(office) == before
    with office.read() as session:
        assert search_index.find(session, "漏水") == []
        assert session.scalar(select(func.count()).select_from(Reminder)) == 0


def test_numbers_go_on_after_a_failed_transaction(office: Office, accepted: Any) -> None:
    first = accepted()
    with pytest.raises(ZeroDivisionError), office.write("失败") as session:  # noqa: PT012 — the transaction as a whole is what fails
        session.add(Organisation(kind="community", name="幸福里"))
        raise ZeroDivisionError
    assert accepted().serial == first.serial + 1


def test_a_reading_session_cannot_write(office: Office, accepted: Any) -> None:
    case = accepted()
    before = counts(office)
    with pytest.raises(RuntimeError, match="cannot write"), office.read() as session:  # noqa: PT012 — the transaction as a whole is what fails
        session.add(Organisation(kind="community", name="幸福里"))
        session.flush()
    with pytest.raises(RuntimeError, match="cannot write"), office.read() as session:  # noqa: PT012 — the transaction as a whole is what fails
        session.get_one(Case, case.id).title = "改了"
        session.flush()
    for statement in (
        update(Case).values(title="改了"),
        insert(Organisation).values(id="x" * 32, kind="community", created_at=office.now()),
    ):
        with pytest.raises(RuntimeError, match="cannot write"), office.read() as session:
            session.execute(statement)
    with suppress(InternalError), office.read() as session:  # the server refuses by itself, the file forgets it
        session.execute(text("UPDATE cases SET title = '改了'"))
    assert counts(office) == before
    with office.read() as session:
        assert session.get_one(Case, case.id).title == "楼上漏水"


def test_a_reading_session_sees_one_moment(office: Office, accepted: Any) -> None:
    if office.database.on_server:
        pytest.skip("the server reads committed rows; a district's pages reload on change")
    case = accepted()
    with office.read() as session:
        assert session.get_one(Case, case.id).title == "楼上漏水"
        with office.write("改案由") as other:
            other.get_one(Case, case.id).title = "楼上噪音"
        assert session.scalar(select(Case.title)) == "楼上漏水"
    with office.read() as session:
        assert session.scalar(select(Case.title)) == "楼上噪音"


def test_who_saves_second_is_told(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.read() as session:
        mine = session.get_one(Case, case.id)
    with office.write("别人改") as session:
        session.get_one(Case, case.id).title = "别人写的"
    before = counts(office)
    with pytest.raises(Refused, match="刚刚在别处改过"), office.write("我改") as session:  # noqa: PT012 — the transaction as a whole is what fails
        merged = session.merge(mine, load=False)
        merged.title = "我写的"
    assert counts(office) == before
    with office.read() as session:
        assert session.get_one(Case, case.id).title == "别人写的"


def test_what_people_entered_never_stands_in_an_error(office: Office, accepted: Any) -> None:
    case = accepted()
    faults: list[dict[str, Any]] = [{"case_id": None}, {"case_id": "0" * 32}, {"age_told": 2**70}]
    for fault in faults:
        fields = {"case_id": case.id, "name": "赵石榴", "id_number": ID, "phone": PHONE, **fault}
        with pytest.raises(Exception, match=r".") as raised, office.write("登记当事人") as session:
            session.add(Party(**fields))
        told = f"{raised.value} {raised.value.__cause__} {raised.value.__context__} {raised.value!r}"
        for planted in ("赵石榴", ID, PHONE):
            assert planted not in told


def test_a_broken_rule_of_the_schema_is_a_bug_not_a_sentence(office: Office) -> None:
    row = {"year": 2026, "serial": 1, "kind": "x", "text": "一", "comparable": "一", "subject_id": "s"}
    from studio_app.office.tables import IssuedNumber

    with pytest.raises(IntegrityError), office.write("编号") as session:
        session.add_all([IssuedNumber(issuer_id=office.database.studio_id, **row) for _ in range(2)])


def test_deleting_for_good_is_a_bug(office: Office, accepted: Any) -> None:
    case = accepted()
    with pytest.raises(TypeError, match="softly"), office.write("删") as session:
        session.delete(session.get_one(Case, case.id))


def test_what_is_deleted_softly_is_absent_unless_asked_for(office: Office, accepted: Any) -> None:
    case = accepted()
    with office.write("删除纠纷") as session:
        session.get_one(Case, case.id).deleted_at = office.now()
    with office.read() as session:
        assert session.get(Case, case.id) is None
        assert session.scalars(select(Case)).all() == []
        assert session.scalars(select(Case.id)).all() == []
        assert session.scalar(select(func.count()).select_from(Case)) == 0
        joined = select(Party.name).join(Case, Case.id == Party.case_id)
        assert session.scalars(joined).all() == []
        kept = session.get(Case, case.id, execution_options={"with_deleted": True})
        assert kept is not None
        assert search_index.find(session, "漏水") == []
        assert session.scalars(select(Reminder)).all() == []
        assert session.scalars(select(SearchDocument).where(SearchDocument.kind == "case")).all() == []


def test_listeners_are_told_after_the_commit_and_not_of_failures(office: Office, accepted: Any) -> None:
    told: list[tuple[set[str], int]] = []

    def listener(touched: Touched) -> None:
        with office.read() as session:
            told.append((touched.ids("cases"), session.scalar(select(func.count()).select_from(Case)) or 0))

    stop = office.database.on_change(listener)
    case = accepted()
    with pytest.raises(ZeroDivisionError), office.write("失败"):
        raise ZeroDivisionError
    stop()
    accepted()
    assert told == [({case.id}, 1)]


def test_a_moment_without_zone_is_refused_and_others_come_back_the_same(office: Office) -> None:
    with office.database.transaction("a", "草稿") as session:
        session.add(
            Draft(account_id="a", form="f", body={"x": "𠮷"}, saved_at=office.now() + timedelta(microseconds=7))
        )
    with office.read() as session:
        draft = session.get_one(Draft, ("a", "f"))
        assert draft.saved_at == office.now() + timedelta(microseconds=7)
        assert draft.body == {"x": "𠮷"}
    with pytest.raises(Exception, match="time zone"), office.database.transaction("a", "草稿") as session:
        session.add(Draft(account_id="a", form="g", body={}, saved_at=office.now().replace(tzinfo=None)))


def test_reading_rights_do_not_write(office: Office) -> None:
    office.signed.role = "reader"
    with pytest.raises(Refused, match="不能做这一步"), office.write("登记"):
        pass
    with office.read() as session:
        labels = session.scalars(select(ChangeSet.label)).all()
    assert labels == ["建立工作室"]


def test_an_id_number_hashes_alike_however_it_is_written(office: Office) -> None:
    hashed = office.database.id_hash
    assert hashed(" 99000019900101123x ") == hashed("99000019900101123X")
    assert hashed("99000019900101123X").startswith("123X:")
    assert hashed("990000199001011239") != hashed("990000199001011247")
    assert hashed("") == ""
    assert "19900101" not in hashed("990000199001011239")


def test_a_bulk_is_one_commit_whose_keepers_run_when_told_and_at_its_end(office: Office, accepted: Any) -> None:
    with office.database.bulk() as catch_up:
        accepted(title="榕树噪音")
        with office.read() as session:
            assert session.scalar(select(func.count()).select_from(Case)) == 1
            assert search_index.find(session, "榕树") == []
        catch_up()
        with office.read() as session:
            assert len(search_index.find(session, "榕树")) == 1
        accepted(title="楼道堆物")
    with office.read() as session:
        assert len(search_index.find(session, "楼道")) == 1
        assert set(session.scalars(select(Case.parties_label))) == {"王某 与 赵某"}
        assert session.scalar(select(func.count()).select_from(Reminder)) == 2
    assert office.database.check() == []


def test_a_bulk_cut_off_leaves_nothing_of_its_transactions(office: Office, accepted: Any) -> None:
    before = counts(office)
    with pytest.raises(ZeroDivisionError), office.database.bulk():  # noqa: PT012 — the bulk as a whole is what fails
        accepted()
        raise ZeroDivisionError
    assert counts(office) == before
    assert accepted().serial == 1
