"""A field of a record that is rows: counted and guarded by the database, one field to program, log and undo."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from studio_app.office.office import Office
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.session.service import Sessions
from studio_app.records.dispute.session.table import MediationSession
from studio_app.services.history import History
from tests.store.conftest import Accepted

SAT = "SELECT count(*) FROM sitting_party JOIN party ON party.id = party_id WHERE name = :name"


def people(office: Office, case: Case) -> tuple[str, str]:
    with office.read() as session:
        first, second = session.scalars(select(Party.id).where(Party.case_id == case.id).order_by(Party.position))
    return first, second


def sat(office: Office, sessions: Sessions, accepted: Accepted) -> tuple[Case, MediationSession]:
    case = accepted()
    draft = sessions.blank(case.id)
    draft.narrative, draft.result, draft.present = "谈了责任。", "continue", list(people(office, case))
    return case, sessions.record(case.id, draft)


def count(office: Office, words: str, **values: Any) -> Any:
    with office.read() as session:
        return session.execute(text(words), values).scalar()


@pytest.fixture
def sessions(office: Office) -> Sessions:
    return Sessions(office)


def test_the_database_counts_who_sat_at_the_table(office: Office, sessions: Sessions, accepted: Accepted) -> None:
    case, held = sat(office, sessions, accepted)
    assert [count(office, SAT, name=name) for name in ("王某", "赵某")] == [1, 1]
    draft = sessions.draft_of(held.id)
    draft.present = [draft.present[1]]
    sessions.change(held.id, draft)
    assert [count(office, SAT, name=name) for name in ("王某", "赵某")] == [0, 1]
    with office.read() as session:
        [kept] = session.scalars(select(MediationSession.present).where(MediationSession.case_id == case.id))
    assert kept == draft.present


def test_the_order_of_the_ticks_is_kept_and_nobody_sits_twice(
    office: Office, sessions: Sessions, accepted: Accepted
) -> None:
    case, held = sat(office, sessions, accepted)
    first, second = people(office, case)
    draft = sessions.draft_of(held.id)
    draft.present = [second, first, second]
    sessions.change(held.id, draft)
    assert sessions.get(held.id).present == [second, first]


def test_nobody_who_is_not_there_can_be_said_to_have_come(
    office: Office, sessions: Sessions, accepted: Accepted
) -> None:
    _case, held = sat(office, sessions, accepted)
    with pytest.raises(IntegrityError), office.write("改调解记录") as session:
        session.get_one(MediationSession, held.id).present = ["0" * 32]
    assert len(sessions.get(held.id).present) == 2


def test_who_came_is_told_taken_back_and_done_again_as_a_field_of_the_record(
    office: Office, sessions: Sessions, accepted: Accepted
) -> None:
    case, held = sat(office, sessions, accepted)
    draft, version = sessions.draft_of(held.id), held.version
    draft.present = draft.present[:1]
    assert sessions.change(held.id, draft).version == version + 1
    history = History(office)
    assert history.of(case.id)[0].lines == ["到场当事人：王某；赵某 → 王某"]
    history.undo()
    assert len(sessions.get(held.id).present) == 2
    history.redo()
    assert sessions.get(held.id).present == draft.present
    history.undo()
    history.undo()
    assert sessions.held(case.id) == []
    assert history.verify() == []


def test_a_record_where_nobody_was_named_says_so_without_being_read_anew(office: Office, accepted: Accepted) -> None:
    case = accepted()
    with office.write("写调解记录") as session:
        held = MediationSession(case_id=case.id, started_at=office.now())
        session.add(held)
    assert (held.present, held.invited) == ([], [])
