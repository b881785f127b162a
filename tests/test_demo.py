"""The sample desk: whatever day it is started on, everything has life and everything verifies."""

import gc
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from studio_app import demo
from studio_app.core import paths
from studio_app.core.errors import Refused
from studio_app.desk import Desk
from studio_app.office.clocks import ReminderKeeper
from studio_app.office.index import IndexKeeper
from studio_app.office.office import Office
from studio_app.office.tables import Attachment, Reminder
from studio_app.records import KINDS
from studio_app.records.dispute.agreement.table import Obligation
from studio_app.records.dispute.case.kind import CASE
from studio_app.records.dispute.case.service import CaseFilter
from studio_app.records.dispute.case.table import Case, Participant, Party
from studio_app.records.intake.kind import INTAKE
from studio_app.records.intake.table import Intake, Visitor
from studio_app.services.printing import BLANK
from studio_app.store.log_tables import ChangeSet, SearchDocument
from tests.conftest import sample_day

OTHER_DAY = date(2028, 2, 29)


@pytest.fixture(scope="module")
def played(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("played") / "desk"
    shutil.copytree(sample_folder, folder)
    desk = Desk.open(folder, demo.ACCOUNT, demo.PASSWORD, sample_day)
    yield desk
    desk.close()


def test_it_can_be_played_on_any_day(tmp_path: Path) -> None:
    now = datetime.combine(OTHER_DAY, time(10)).astimezone()
    steps: list[tuple[int, int]] = []
    desk = demo.build(tmp_path / "desk", lambda: now, lambda *step: steps.append(step))
    test_the_history_verifies_and_nothing_lies_ahead(desk)
    test_every_story_became_a_case_and_every_state_appears(desk)
    test_every_list_has_something_to_show(desk)
    desk.close()
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]


def test_the_history_verifies_and_nothing_lies_ahead(played: Desk) -> None:
    assert played.office.database.check() == []
    with played.office.read() as session:
        assert session.scalar(select(func.max(ChangeSet.at))) <= played.office.now()
        assert session.scalar(select(func.max(Case.accepted_on))) <= played.office.today()


def test_every_story_became_a_case_and_every_state_appears(played: Desk) -> None:
    stories = tomllib.loads(paths.resource("demo", "cases.toml").read_text(encoding="utf-8"))
    real = [story for story in stories["case"] if not story.get("constructed")]
    with played.office.read() as session:
        cases = session.scalars(select(Case)).all()
        visits = session.scalars(select(Intake)).all()
    assert len(real) >= 40
    assert len(cases) == len(stories["case"])
    assert {case.state for case in cases} == {entry.code for entry in played.office.lists.entries("case_states")}
    assert {case.mode for case in cases} == {"A", "B", "C"}
    assert len(visits) >= len(stories["intake"]) + 20
    assert all(row.sample for row in [*cases, *visits])


def test_nobody_of_the_samples_is_said_to_be_of_unknown_sex(played: Desk) -> None:
    known = {entry.code for entry in played.office.lists.entries("sexes") if not entry.get("unknown")}
    with played.office.read() as session:
        told = {sex for model in (Party, Visitor) for sex in session.scalars(select(model.sex))}
    assert told == known | {""}


def test_what_is_derived_is_as_if_derived_at_every_step(played: Desk) -> None:
    """The story is stored as one bulk: what its keepers would make of each record now is what stands there."""
    office = played.office
    before = derived(office)
    with office.read() as session:
        ids = [session.scalars(select(model.id)).all() for model in (Case, Intake)]
    with office.database.transaction("", "") as session:
        for case_id in ids[0]:
            IndexKeeper(KINDS, office.lists).index(session, CASE, case_id)
            ReminderKeeper(KINDS, office.lists, office.rest_days).derive(session, CASE, case_id)
        for intake_id in ids[1]:
            IndexKeeper(KINDS, office.lists).index(session, INTAKE, intake_id)
            ReminderKeeper(KINDS, office.lists, office.rest_days).derive(session, INTAKE, intake_id)
    assert derived(office) == before


def derived(office: Office) -> list[object]:
    queries = (
        select(Case.id, Case.parties_label, Case.parties_key, Case.next_due, Case.resolved_on).order_by(Case.id),
        select(Intake.id, Intake.visitor_label, Intake.visitor_key).order_by(Intake.id),
        select(Reminder.key, Reminder.owner_kind, Reminder.owner_id, Reminder.due_on, Reminder.text).order_by(
            Reminder.key
        ),
        select(SearchDocument.entity_id, SearchDocument.title, SearchDocument.subtitle, SearchDocument.body).order_by(
            SearchDocument.entity_id
        ),
    )
    with office.read() as session:
        return [session.execute(query).all() for query in queries]


def test_people_are_nobody(played: Desk) -> None:
    with played.office.read() as session:
        people = [*session.scalars(select(Party)), *session.scalars(select(Visitor))]
    assert all(row.phone.startswith("1990000") for row in people if row.phone)
    assert all(row.id_number.startswith("990000") for row in people if row.id_number)


def test_about_a_third_agree_to_no_handing_over_so_that_masking_is_seen(played: Desk) -> None:
    with played.office.read() as session:
        reached = [row for row in session.scalars(select(Party)) if row.phone]
    kept = [row for row in reached if "community" not in row.consent_recipients]
    assert 0.25 < len(kept) / len(reached) < 0.45


def test_what_was_done_counts_for_the_clause_it_was_told_of(played: Desk) -> None:
    """S03: the first and the last clause were done; the one due between them is still owed."""
    with played.office.read() as session:
        owed = session.scalars(
            select(Obligation.state)
            .join(Case, Case.id == Obligation.case_id)
            .where(Case.state == "partly_performed")
            .order_by(Obligation.case_id, Obligation.due_on)
        ).all()
        unpaid = select(Obligation.state).join(Case, Case.id == Obligation.case_id).where(Case.state == "not_performed")
        assert session.scalars(unpaid).all() == ["refused"]
    assert set(owed) == {"pending", "performed"}


def test_cases_are_whole(played: Desk) -> None:
    """Guests, extension, a case entered later, photos, a second round."""
    with played.office.read() as session:
        cases = session.scalars(select(Case)).all()
        assert session.scalar(select(func.count()).select_from(Participant)) >= 5
        assert session.scalar(select(func.count()).select_from(Attachment)) >= 2
    assert any(case.extended_to for case in cases)
    assert any(case.backdate_reason for case in cases)
    assert any(case.round == 2 for case in cases)


@pytest.mark.parametrize("mode", ["A", "B", "C"])
def test_every_paper_of_a_case_prints(played: Desk, mode: str) -> None:
    """The case with most to print; a paper it cannot have says why."""
    printing = played.services.printing
    ids = played.services.cases.page(CaseFilter("all", mode=mode))
    forms = max((printing.forms_of(case_id) for case_id in ids), key=lambda found: sum(not f.reason for f in found))
    case_id = next(i for i in ids if printing.forms_of(i) == forms)
    printable = [form for form in forms if not form.reason]
    assert {"summary", "record"} <= {form.key for form in printable}
    for form in printable:
        for subject in form.subjects or [None]:
            pages = printing.render(form.key, case_id, subject.id if subject else "")
            assert pages.note == ""
            assert pages.pdf().startswith(b"%PDF")
    assert mode == "C" or "agreement" in {form.key for form in printable}
    assert printing.render("notice", case_id, BLANK).count >= 1


def test_every_list_has_something_to_show(played: Desk) -> None:
    services = played.services
    agenda = services.reminders.agenda()
    assert agenda.overdue
    assert agenda.today
    assert agenda.ahead
    assert services.search.find("漏水").count
    assert services.drafts.pending() == []
    assert all(
        services.cases.page(CaseFilter(view)) for view in ("mine", "open", "overdue", "performing", "red", "closed")
    )


def test_the_collector_works_as_before(played: Desk) -> None:
    assert gc.get_threshold()[0] < 50_000


def test_a_folder_in_use_is_refused(played: Desk) -> None:
    with pytest.raises(Refused, match="已经有工作台"):
        demo.build(Path(played.folder))
