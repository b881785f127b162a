"""A founded desk on both engines."""

from datetime import date

from sqlalchemy import select

from studio_app.records.office import Office
from studio_app.store import search_index
from studio_app.store.tables import Case, Party, Reminder


def test_a_case_is_found_and_reminded_of_in_the_same_transaction(office: Office) -> None:
    with office.write("受理") as session:
        case = Case(year=2026, serial=1, accepted_on=date(2026, 1, 16), title="楼上漏水", mode="A")
        session.add(case)
        session.flush()
        session.add(Party(case_id=case.id, name="王某", sort_key="wang mou", phone="19900001234"))
        session.add(Party(case_id=case.id, name="赵某", sort_key="zhao mou", side="respondent", position=1))
    with office.read() as session:
        for query in ("漏水", "wm", "0001", "王", "赵某 漏水"):
            assert [h.entity_id for h in search_index.find(session, query)] == [case.id], query
        assert search_index.find(session, "噪音") == []
        due = session.scalars(select(Reminder.due_on)).one()
        assert due == date(2026, 2, 24)  # 2026-02-16 lies in the Spring Festival
        assert session.get_one(Case, case.id).parties_label == "王某 与 赵某"
    assert office.database.check() == []
