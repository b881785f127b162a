"""A desk of an older program gets new lists, words to be found by and reminders when it is opened."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, text

from studio_app.desk import Desk
from studio_app.office.tables import DictionaryEntry, Reminder
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.intake.draft import DestinationDraft, IntakeDraft, VisitorDraft
from studio_app.store.keys import Unlocked
from studio_app.store.log_tables import SearchDocument, Secret
from tests.conftest import SIGN_IN


def reopened(desk: Desk, folder: Path, template: Any, clock: Any) -> Desk:
    desk.close()
    return Desk.open_with(folder, SIGN_IN, Unlocked(template.key, None), clock)


def as_an_older_program_left_it(desk: Desk) -> None:
    """No mark, no phrases, no reminder of a visit's own day, and an index that knows nobody's type or name."""
    with desk.office.write("旧程序") as session:
        session.execute(delete(Secret).where(Secret.name == "derived"))
        session.execute(delete(Reminder))
        session.execute(delete(SearchDocument))
        session.execute(text("DELETE FROM search_fts"))
        kept = DictionaryEntry.dictionary != "phrases"
        session.execute(delete(DictionaryEntry).where(~kept))


def test_an_older_desk_is_brought_up_when_it_is_opened(desk: Desk, folder: Path, template: Any, clock: Any) -> None:
    opening = Opening(dispute_type="neighbour", accepted_on=date(2026, 11, 23), parties=[PartyDraft(name="王某")])
    case = desk.services.cases.open(opening)
    visit = desk.services.intakes.register(IntakeDraft(visitors=[VisitorDraft(name="孙某")], content="路灯坏了"))
    asked = DestinationDraft("transfer", "请社区处理", handle_by=date(2026, 11, 24))
    desk.services.intakes.answer(visit.id, asked)
    as_an_older_program_left_it(desk)
    again = reopened(desk, folder, template, clock)
    try:
        assert again.office.lists.entries("phrases")  # at once; the rest part by part
        parts = 0
        while again.tidy():
            parts += 1
        assert parts >= 4
        assert not again.tidy()
        assert {hit.entity_id for group in again.services.search.find("邻里").groups for hit in group.hits} == {case.id}
        assert again.office.lists.entries("phrases")
        assert visit.id in {line.owner_id for line in again.services.reminders.agenda().ahead}
    finally:
        again.close()


def test_a_desk_of_this_program_is_left_alone(desk: Desk, folder: Path, template: Any, clock: Any) -> None:
    with desk.office.read() as session:
        before = session.scalars(select(Secret.value).where(Secret.name == "derived")).one()
        sets = session.execute(text("SELECT count(*) FROM change_set")).scalar_one()
    again = reopened(desk, folder, template, clock)
    try:
        with again.office.read() as session:
            assert session.scalars(select(Secret.value).where(Secret.name == "derived")).one() == before
            assert session.execute(text("SELECT count(*) FROM change_set")).scalar_one() == sets
    finally:
        again.close()


def test_what_was_left_half_derived_is_gone_on_with(desk: Desk, folder: Path, template: Any, clock: Any) -> None:
    """The window was closed, or the program killed, between two parts."""
    cases = [
        desk.services.cases.open(
            Opening(dispute_type="neighbour", accepted_on=date(2026, 11, 23), parties=[PartyDraft(name=f"王某{n}")])
        ).id
        for n in range(45)
    ]
    as_an_older_program_left_it(desk)
    again = reopened(desk, folder, template, clock)
    assert again.tidy()
    once_more = reopened(again, folder, template, clock)
    try:
        found = once_more.services.search.find("邻里", 100)
        assert {hit.entity_id for group in found.groups for hit in group.hits} == set(cases[:20])
        while once_more.tidy():
            pass
        found = once_more.services.search.find("邻里", 100)
        assert {hit.entity_id for group in found.groups for hit in group.hits} == set(cases)
        assert once_more.office.database.check() == []
    finally:
        once_more.close()
