"""Unfinished forms: kept per person, brought back as typed, absent from the history."""

import re
import tomllib
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

import studio_app
from studio_app.core.errors import Refused
from studio_app.core.paths import resource
from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case
from studio_app.records.intake.draft import DestinationDraft, IntakeDraft, VisitorDraft
from studio_app.records.intake.service import Intakes
from studio_app.services.drafts import Drafts
from studio_app.store.log_tables import ChangeSet


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


def test_what_the_desk_refuses_is_held_until_it_can_be_written(office: Office) -> None:
    drafts = Drafts(office)
    drafts.save("intake:new", {"name": "旧"})
    changing = ExitStack()
    changing.enter_context(office.database._gate.quiet())  # as while the locks are changed
    with pytest.raises(Refused):
        drafts.save("intake:new", {"name": "新"})
    found = drafts.load("intake:new")
    assert found is not None
    assert found.body == {"name": "新"}
    assert [draft.body for draft in drafts.pending()] == [{"name": "新"}]
    later = Drafts(office)
    later.take_up(drafts.held())
    assert [draft.body for draft in later.held()] == [{"name": "新"}]
    changing.close()
    later.take_up(later.held())
    assert later.held() == []
    assert [draft.body for draft in Drafts(office).pending()] == [{"name": "新"}]


def told(drafts: Drafts) -> list[tuple[str, str, str]]:
    return [(one.label, one.about, one.action) for one in drafts.unfinished()]


@pytest.fixture
def case(office: Office) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    return Cases(office).open(Opening(title="楼上漏水", dispute_type="neighbour", parties=parties))


ABOUT = "王某 与 赵某　楼上漏水"


def test_what_is_unfinished_is_named_with_whose_it_is_and_what_opens_it(office: Office, case: Case, clock: Any) -> None:
    drafts = Drafts(office)
    visit = Intakes(office).register(IntakeDraft(visitors=[VisitorDraft(name="李某")], content="问事"))
    (party, _) = Cases(office).case_file(case.id).parties
    forms = (
        "intake:new",
        f"session:{case.id}",
        f"party:{party.id}",
        f"party:{case.id}:third:party",
        f"visit:{visit.id}",
    )
    for form in forms:
        drafts.save(form, {})
        clock.forward(seconds=5)
    assert told(drafts) == [
        ("去向", "李某", "accept"),
        ("当事人", ABOUT, "parties"),
        ("当事人", ABOUT, "parties"),
        ("调解记录", ABOUT, "write_record"),
        ("来访登记", "", "register"),
    ]


def test_what_was_begun_for_something_that_is_gone_is_not_told(office: Office, case: Case) -> None:
    drafts = Drafts(office)
    visit = Intakes(office).register(IntakeDraft(visitors=[VisitorDraft(name="李某")], content="问事"))
    for form in ("nothing:known", "session:gone", "visit:gone", f"follow_up:{case.id}:gone", f"visit:{visit.id}"):
        drafts.save(form, {})
    Intakes(office).answer(visit.id, DestinationDraft("answered", "告诉他怎么办"))
    assert told(drafts) == []
    drafts.save(f"session:{case.id}", {})
    assert [label for label, *_ in told(drafts)] == ["调解记录"]
    Cases(office).remove(case.id, "登错了")
    assert told(drafts) == []


def test_every_page_that_keeps_drafts_has_a_name_for_them() -> None:
    """By the names under which pages of the interface keep them."""
    source = "".join(
        file.read_text(encoding="utf-8") for file in (Path(studio_app.__file__).parent / "ui").rglob("*_*.py")
    )
    kept = set(re.findall(r'f?"([a-z_]+):(?:new|\{(?:case_id|name|self\.intake_id)\b)', source))
    known = {name.partition(":")[0] for name in tomllib.loads(resource("drafts.toml").read_text(encoding="utf-8"))}
    assert {"session", "details", "case", "party"} < kept
    assert kept <= known
