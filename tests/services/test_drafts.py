"""Unfinished forms: kept per person, brought back as typed, absent from the history."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from studio_app.records.office import Office
from studio_app.services.drafts import Drafts
from studio_app.store.tables import ChangeSet


def sets(office: Office) -> int:
    with office.read() as session:
        return session.scalar(select(func.count()).select_from(ChangeSet)) or 0


def test_text_comes_back_as_it_was_typed(office: Office) -> None:
    drafts = Drafts(office)
    body = {"name": "王某\t𠮷", "content": "=1+1\n第二行\0", "people": [{"name": "李某"}], "count": None, "tick": True}
    kept_at = drafts.save("intake:new", body)
    found = drafts.load("intake:new")
    assert found is not None
    assert found.body == {**body, "content": "=1+1\n第二行"}
    assert found.saved_at == kept_at == office.now()


def test_dates_are_kept_in_iso_form(office: Office) -> None:
    drafts = Drafts(office)
    drafts.save("session:1", {"day": date(2026, 3, 5), "at": [datetime.fromisoformat("2026-03-05 14:30")]})
    found = drafts.load("session:1")
    assert found is not None
    assert found.body == {"day": "2026-03-05", "at": ["2026-03-05T14:30:00"]}


def test_saving_again_replaces_and_discarding_forgets(office: Office, clock: Any) -> None:
    drafts = Drafts(office)
    drafts.save("intake:new", {"name": "王"})
    clock.forward(minutes=1)
    drafts.save("intake:new", {"name": "王某"})
    assert [d.body for d in drafts.pending()] == [{"name": "王某"}]
    drafts.discard("intake:new")
    drafts.discard("intake:new")
    assert drafts.load("intake:new") is None
    assert drafts.pending() == []


def test_every_person_has_drafts_of_their_own(office: Office) -> None:
    drafts = Drafts(office)
    drafts.save("intake:new", {"name": "甲"})
    first = office.signed
    office.signed = replace(first, account_id="another")
    assert drafts.load("intake:new") is None
    drafts.save("intake:new", {"name": "乙"})
    office.signed = first
    found = drafts.load("intake:new")
    assert found is not None
    assert found.body == {"name": "甲"}


def test_the_newest_unfinished_form_stands_first(office: Office, clock: Any) -> None:
    drafts = Drafts(office)
    for form in ("intake:new", "session:1", "agreement:1"):
        drafts.save(form, {})
        clock.forward(seconds=5)
    drafts.save("intake:new", {})
    assert [d.form for d in drafts.pending()] == ["intake:new", "agreement:1", "session:1"]


def test_drafts_leave_no_trace_in_the_history(office: Office) -> None:
    before = sets(office)
    drafts = Drafts(office)
    drafts.save("intake:new", {"name": "王某"})
    drafts.discard("intake:new")
    assert sets(office) == before
