"""Which agreement binds whom where a case was mediated again."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from studio_app.office.office import Office
from studio_app.records.dispute.agreement import binding
from studio_app.records.dispute.agreement.table import Agreement
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case

FIRST_DAY, LATER = date(2026, 11, 2), date(2026, 11, 20)


@pytest.fixture
def case(office: Office) -> Case:
    """A case in its second round."""
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    with office.write("受理为纠纷") as session:
        made = open_case(session, office, Opening(title="楼上漏水", dispute_type="neighbour", parties=parties))
    with office.write("重新调解") as session:
        session.get_one(Case, made.id).round = 2
    return made


def write(office: Office, case: Case, in_round: int, edition: int, **facts: object) -> str:
    facts = {"mode": "A", "form": "written", **facts}
    with office.write("写协议") as session:
        row = Agreement(case_id=case.id, round=in_round, edition=edition, **facts)
        session.add(row)
    return row.id


def asked(office: Office, case: Case) -> dict[str, str | None]:
    with office.read() as session:
        fresh = session.get_one(Case, case.id)
        return {
            "current": _id(binding.current_agreement(session, fresh)),
            "in effect": _id(binding.agreement_in_effect(session, fresh)),
            "binds": _id(binding.binding_agreement(session, fresh)),
        }


def _id(row: Agreement | None) -> str | None:
    return row.id if row is not None else None


def test_what_was_agreed_in_the_round_before_binds_until_a_new_one_takes_effect(office: Office, case: Case) -> None:
    old = write(office, case, 1, 2, effective_on=FIRST_DAY)
    assert asked(office, case) == {"current": None, "in effect": None, "binds": old}
    new = write(office, case, 2, 1)
    assert asked(office, case) == {"current": new, "in effect": None, "binds": old}
    with office.write("签协议") as session:
        session.get_one(Agreement, new).effective_on = LATER
    assert asked(office, case) == {"current": new, "in effect": new, "binds": new}


def test_a_later_edition_replaces_the_one_before_it_within_its_round(office: Office, case: Case) -> None:
    first = write(office, case, 2, 1, effective_on=FIRST_DAY)
    second = write(office, case, 2, 2)
    assert asked(office, case) == {"current": second, "in effect": first, "binds": first}


def test_settled_on_the_spot_binds_nobody(office: Office, case: Case) -> None:
    write(office, case, 2, 1, form="none", effective_on=FIRST_DAY)
    assert asked(office, case)["in effect"] is None
    with office.read() as session:
        assert not binding.has_taken_effect(session, case.id)


def court_day(session: Session, agreement_id: str) -> date | None:
    return binding.court_from(session, session.get_one(Agreement, agreement_id))


@pytest.mark.parametrize(("spoken_in", "since"), [(2, FIRST_DAY), (1, LATER)])
def test_the_month_for_the_court_runs_from_what_was_agreed_by_word_in_the_same_round(
    office: Office, case: Case, spoken_in: int, since: date
) -> None:
    write(office, case, spoken_in, 1, form="oral", effective_on=FIRST_DAY)
    paper = write(office, case, 2, 2, effective_on=LATER)
    with office.read() as session:
        assert court_day(session, paper) == since


def test_of_several_rounds_that_are_over_the_last_one_binds(office: Office, case: Case) -> None:
    write(office, case, 1, 3, effective_on=FIRST_DAY)
    last = write(office, case, 2, 1, effective_on=LATER)
    with office.write("重新调解") as session:
        session.get_one(Case, case.id).round = 3
    assert asked(office, case) == {"current": None, "in effect": None, "binds": last}
