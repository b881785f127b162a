"""Two people had the same record open: what each changed is kept, and what both changed is asked about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from studio_app.core.errors import Invalid
from studio_app.office.office import Office
from studio_app.records.dispute.agreement.draft import ClauseDraft
from studio_app.records.dispute.agreement.service import Agreements
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.service import Sessions
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.records.intake.service import Intakes


@pytest.fixture
def cases(office: Office) -> Cases:
    return Cases(office)


@pytest.fixture
def case(cases: Cases) -> Case:
    parties = [PartyDraft(name="王某", phone="19900001111"), PartyDraft(name="赵某", side="respondent")]
    return cases.open(Opening(title="楼上漏水", place="6号楼", summary="顶棚渗水", parties=parties))


def test_a_phone_and_an_address_written_by_two_both_stay(cases: Cases, case: Case) -> None:
    one, other = cases.party_drafts(case.id), cases.party_drafts(case.id)
    cases.put_parties(case.id, [replace(one[0], phone="19900002222"), one[1]])
    cases.put_parties(case.id, [replace(other[0], address="6号楼2单元"), replace(other[1], phone="19900003333")])
    stored = cases.party_drafts(case.id)
    assert [(p.phone, p.address) for p in stored] == [("19900002222", "6号楼2单元"), ("19900003333", "")]


def test_what_both_changed_is_told_and_then_chosen(cases: Cases, case: Case) -> None:
    one, other = cases.details(case.id), cases.details(case.id)
    cases.change_details(case.id, replace(one, place="7号楼"))
    mine = replace(other, place="8号楼", summary="卫生间渗水")
    with pytest.raises(Invalid) as told:
        cases.change_details(case.id, mine)
    assert list(told.value.problems) == ["place"]
    assert "改成了“7号楼”" in told.value.problems["place"]
    assert cases.details(case.id).summary == "顶棚渗水"
    cases.change_details(case.id, mine)
    assert (cases.details(case.id).place, cases.details(case.id).summary) == ("8号楼", "卫生间渗水")


def test_a_page_that_stores_twice_is_not_told_of_itself(cases: Cases, case: Case) -> None:
    draft = cases.details(case.id)
    for place in ("7号楼", "8号楼", "6号楼"):
        cases.change_details(case.id, replace(draft, place=place))
        assert cases.details(case.id).place == place


def test_what_was_refused_is_stored_at_the_next_try(cases: Cases, case: Case) -> None:
    draft = cases.details(case.id)
    with pytest.raises(Invalid):
        cases.change_details(case.id, replace(draft, place="7号楼", accepted_on=None))
    cases.change_details(case.id, replace(draft, place="7号楼"))
    assert cases.details(case.id).place == "7号楼"


def test_a_clause_added_meanwhile_is_not_lost(office: Office, case: Case) -> None:
    agreements = Agreements(office)
    wang, zhao = agreements.view(case.id).parties
    first = ClauseDraft("", zhao.id, wang.id, "修好地漏")
    row = agreements.save(case.id, replace(agreements.blank(case.id), clauses=[first]))
    one, other = agreements.draft_of(row.id), agreements.draft_of(row.id)
    agreements.save(case.id, replace(one, clauses=[*one.clauses, ClauseDraft("", zhao.id, wang.id, "赔偿三千元")]))
    corrected = replace(other.clauses[0], what="修好卫生间地漏")
    agreements.save(case.id, replace(other, clauses=[corrected, ClauseDraft("", wang.id, zhao.id, "不再上门")]))
    assert [clause.what for clause in agreements.clauses(row.id)] == ["修好卫生间地漏", "不再上门", "赔偿三千元"]
    last = agreements.draft_of(row.id)
    agreements.save(case.id, replace(last, clauses=last.clauses[:1]))
    assert [clause.what for clause in agreements.clauses(row.id)] == ["修好卫生间地漏"]


def test_a_visitor_added_meanwhile_is_not_lost(office: Office) -> None:
    intakes = Intakes(office)
    visit = intakes.register(IntakeDraft(kind="dispute", content="漏水", visitors=[VisitorDraft(name="王某")]))
    one, other = intakes.draft_of(visit.id), intakes.draft_of(visit.id)
    intakes.change(visit.id, replace(one, visitors=[*one.visitors, VisitorDraft(name="李某")]))
    intakes.change(visit.id, replace(other, place="6号楼"))
    stored = intakes.draft_of(visit.id)
    assert ({v.name for v in stored.visitors}, stored.place) == ({"王某", "李某"}, "6号楼")


def test_statements_and_hours_of_two_both_stay(office: Office, case: Case) -> None:
    sessions = Sessions(office)
    row = sessions.record(case.id, replace(sessions.blank(case.id), narrative="谈了。", result="again"))
    one, other = sessions.draft_of(row.id), sessions.draft_of(row.id)
    sessions.change(row.id, replace(one, narrative="谈了一个钟头。"))
    began = other.started_at - timedelta(minutes=30)
    sessions.change(row.id, replace(other, place="居委会", started_at=began))
    stored = sessions.draft_of(row.id)
    assert (stored.narrative, stored.place, stored.started_at) == ("谈了一个钟头。", "居委会", began)
