"""What belongs to a case, asked for many times in one session: read once, and never older than what was stored."""

from typing import Any

import pytest
from sqlalchemy import event, select, update

from studio_app.office.office import Office
from studio_app.records.dispute.case.table import Party
from studio_app.records.intake.table import Visitor
from studio_app.store.belonging import belonging


@pytest.fixture
def case_id(accepted: Any) -> str:
    found: str = accepted().id
    return found


def names(session: Any, case_id: str) -> list[str]:
    return [party.name for party in belonging(session, Party, case_id=case_id)]


def test_it_is_asked_of_the_database_once(office: Office, case_id: str) -> None:
    with office.read() as session:
        asked: list[str] = []
        event.listen(session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))
        first = belonging(session, Party, case_id=case_id)
        assert belonging(session, Party, case_id=case_id) == first
        belonging(session, Visitor, intake_id="")
    assert len(asked) == 2


def test_by_position_and_without_what_was_deleted(office: Office, case_id: str) -> None:
    with office.write("改当事人") as session:
        before = names(session, case_id)
        assert len(before) == 2
        session.add(Party(case_id=case_id, name="最前", position=-1, side="third", role="party"))
        assert names(session, case_id) == ["最前", *before]
        belonging(session, Party, case_id=case_id)[1].deleted_at = office.now()
        assert names(session, case_id) == ["最前", before[1]]
    with office.read() as session:
        assert names(session, case_id) == ["最前", before[1]]


def test_a_change_of_the_list_handed_out_is_the_callers_own(office: Office, case_id: str) -> None:
    with office.read() as session:
        belonging(session, Party, case_id=case_id).clear()
        assert len(names(session, case_id)) == 2


def test_what_a_statement_moves_is_read_anew(office: Office, case_id: str) -> None:
    with office.write("移走") as session:
        assert len(names(session, case_id)) == 2
        first = session.scalars(select(Party.id).where(Party.case_id == case_id)).first()
        session.execute(update(Party).where(Party.id == first).values(deleted_at=office.now()))
        assert len(names(session, case_id)) == 1


def test_what_did_not_come_to_be_is_not_remembered(office: Office, case_id: str) -> None:
    with office.write("试着加") as session:
        with pytest.raises(ZeroDivisionError), session.begin_nested():  # noqa: PT012 — the part as a whole is what fails
            session.add(Party(case_id=case_id, name="多余", position=9, side="third", role="party"))
            assert "多余" in names(session, case_id)
            raise ZeroDivisionError
        assert "多余" not in names(session, case_id)
