"""Opening cases: numbers per mode and issuer, parties with their own copies."""

from datetime import date

import pytest
from sqlalchemy import select

from studio_app.core.errors import Invalid, Refused
from studio_app.office.office import Office
from studio_app.office.tables import Organisation
from studio_app.records.dispute.agreement.editions import committee
from studio_app.records.dispute.case.opening import Opening, open_case, usually_led_by
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.person.table import Person


def opening(**changes: object) -> Opening:
    parties = [PartyDraft(name="王某", phone="19900001234"), PartyDraft(name="赵某", side="respondent")]
    return Opening(title="楼上漏水", dispute_type="neighbour", parties=parties, **changes)  # type: ignore[arg-type]


def accept(office: Office, wanted: Opening) -> Case:
    with office.write("受理为纠纷") as session:
        return open_case(session, office, wanted)


def committee_id(office: Office) -> str:
    with office.read() as session:
        return session.scalars(select(Organisation.id).where(Organisation.kind == "committee")).one()


def test_each_mode_counts_in_its_own_sequence(office: Office) -> None:
    committee = committee_id(office)
    texts = [accept(office, opening()).number for _ in range(2)]
    texts.append(accept(office, opening(mode="A", committee_id=committee)).number)
    texts.append(accept(office, opening(mode="C", committee_id=committee, their_number="他们的 7 号")).number)
    assert texts == [
        "（2026）示评字第001号",
        "（2026）示评字第002号",
        "（2026）幸福里人调字第001号",
        "（2026）示协字第001号",
    ]


def test_a_committees_number_may_be_set_by_hand_but_not_twice(office: Office) -> None:
    committee = committee_id(office)
    assert accept(office, opening(mode="A", committee_id=committee, serial=12)).serial == 12
    assert accept(office, opening(mode="A", committee_id=committee)).serial == 13
    with pytest.raises(Refused, match="已经用过"):
        accept(office, opening(mode="A", committee_id=committee, serial=12))


def test_whom_the_studio_assists_is_named_without_becoming_its_own(office: Office) -> None:
    street = "槐花街道人民调解委员会"
    case = accept(office, opening(mode="C", led_by=f" {street} "))
    again = accept(office, opening(mode="C", led_by="槐花街道 人民调解委员会"))
    assert case.issuer_id == again.issuer_id != office.database.studio_id
    with office.read() as session:
        assert committee(session, case) == street
        assert usually_led_by(session) == street
    own = committee_id(office)  # still the only one in whose name papers are made
    with pytest.raises(Refused, match="没有找到这个调委会"):
        accept(office, opening(mode="A", committee_id=case.issuer_id))
    assert accept(office, opening(mode="C", led_by="幸福里社区人民调解委员会")).issuer_id == own


def test_mode_a_needs_a_named_committee(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        accept(office, opening(mode="A"))
    assert "committee_id" in refused.value.problems


def test_a_past_day_needs_its_reason(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        accept(office, opening(accepted_on=date(2026, 10, 1)))
    assert list(refused.value.problems) == ["backdate_reason"]
    assert accept(office, opening(accepted_on=date(2026, 10, 1), backdate_reason="外出调解")).accepted_on.month == 10


def test_the_same_name_and_phone_is_the_same_person_the_name_alone_is_not(office: Office) -> None:
    accept(office, opening())
    accept(office, opening())
    with office.read() as session:
        parties = session.scalars(select(Party)).all()
        people = session.scalars(select(Person).order_by(Person.name)).all()
    assert len(parties) == 4
    assert [p.name for p in people] == ["王某", "赵某", "赵某"]
    assert [p.sort_key for p in people] == ["wang mou", "zhao mou", "zhao mou"]
