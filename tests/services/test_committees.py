"""Any number of 调委会: which are ours, whose sequence counts, whose name stands on the papers; on both engines."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from studio_app.core.errors import Refused
from studio_app.office.office import Office
from studio_app.office.studio import CommitteeDetails
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.service import Cases
from studio_app.records.dispute.case.table import Case
from studio_app.records.dispute.session.service import Sessions
from studio_app.services.preferences import Preferences
from studio_app.services.printing import Printing
from tests.conftest import make_mediator
from tests.papers import squeezed

OWN, SECOND, STREET = "幸福里社区人民调解委员会", "和平里社区人民调解委员会", "槐花街道人民调解委员会"


@pytest.fixture
def cases(office: Office) -> Cases:
    make_mediator(office)
    Preferences(office).save_committee(CommitteeDetails(SECOND, ours=True, short_name="和平里"))
    return Cases(office)


def opened(cases: Cases, mode: str = "A", **told: object) -> Case:
    parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
    return cases.open(Opening(mode=mode, title="楼上漏水", dispute_type="neighbour", parties=parties, **told))  # type: ignore[arg-type]


def ids(office: Office) -> Mapping[str, str]:
    return {one.name: row_id for row_id, one in Preferences(office).committees().items()}


def paper(office: Office, form: str, case: Case, subject: str = "") -> str:
    return "".join(squeezed(Printing(office).render(form, case.id, subject).pdf()))


def test_each_counts_by_itself_and_the_one_used_last_is_offered_first(office: Office, cases: Cases) -> None:
    known = ids(office)
    assert [name for _id, name in cases.committees()] == [OWN, SECOND]  # the community's own
    numbers = [opened(cases, committee_id=known[name]).number for name in (OWN, SECOND, SECOND)]
    assert numbers == ["（2026）幸福里人调字第001号", "（2026）和平里人调字第001号", "（2026）和平里人调字第002号"]
    assert [name for _id, name in cases.committees()] == [SECOND, OWN]


def test_whoever_is_only_assisted_is_none_of_ours_until_somebody_says_so(office: Office, cases: Cases) -> None:
    opened(cases, "C", led_by=STREET)
    preferences, street = Preferences(office), ids(office)[STREET]
    assert STREET not in dict(cases.committees()).values()
    with pytest.raises(Refused, match="不能以它的名义"):
        opened(cases, committee_id=street)
    preferences.save_committee(replace(preferences.committees()[street], ours=True, short_name="槐花"), street)
    assert opened(cases, committee_id=street).number == "（2026）槐花人调字第001号"


def test_a_committee_that_ended_is_chosen_no_more_and_stays_on_its_papers(office: Office, cases: Cases) -> None:
    preferences, own = Preferences(office), ids(office)[OWN]
    case = opened(cases, committee_id=own)
    preferences.save_committee(replace(preferences.committees()[own], retired_on=date(2026, 11, 23)), own)
    assert [name for _id, name in cases.committees()] == [SECOND]
    with pytest.raises(Refused, match="不能以它的名义"):
        opened(cases, committee_id=own)
    assert OWN in paper(office, "acceptance", case)


def test_in_whose_name_is_asked_only_where_there_are_several(office: Office, cases: Cases) -> None:
    preferences, second = Preferences(office), ids(office)[SECOND]
    assert cases.committee_asked("A") == (True, "")
    assert cases.committee_asked("B") == (False, "")
    preferences.save_committee(replace(preferences.committees()[second], ours=False), second)
    assert cases.committee_asked("A") == (False, "")
    own = ids(office)[OWN]
    preferences.save_committee(replace(preferences.committees()[own], ours=False), own)
    asked, hint = cases.committee_asked("A")
    assert asked
    assert "设置与备份—工作室" in hint


@pytest.mark.parametrize("form", ["acceptance", "notice"])
def test_papers_name_the_committee_of_the_case_and_no_other(office: Office, cases: Cases, form: str) -> None:
    for name, other in ((OWN, SECOND), (SECOND, OWN)):
        printed = paper(office, form, opened(cases, committee_id=ids(office)[name]))
        assert name in printed
        assert other not in printed


def test_papers_of_what_is_assisted_name_who_leads(office: Office, cases: Cases) -> None:
    case = opened(cases, "C", led_by=STREET)
    assert f"协助{STREET}调解" in paper(office, "summary", case)
    for form in ("summary", "notice"):
        printed = paper(office, form, case)
        assert STREET in printed
        assert OWN not in printed
        assert SECOND not in printed
    assert cases.case_file(case.id).committee == STREET


def test_of_several_none_is_named_where_the_case_has_none(office: Office, cases: Cases) -> None:
    printed = paper(office, "notice", opened(cases, "B"))
    assert OWN not in printed
    assert SECOND not in printed


def test_what_was_held_in_ones_own_name_keeps_it_after_another_took_over(office: Office, cases: Cases) -> None:
    case = opened(cases, committee_id=ids(office)[SECOND])
    sessions = Sessions(office)
    told = replace(sessions.blank(case.id), narrative="先听了双方的意见。", result="continue")
    sitting = sessions.record(case.id, told)
    cases.change_mode(case.id, "C", led_by=STREET)
    printed = paper(office, "record", case, sitting.id)
    assert SECOND in printed
    assert STREET not in printed
