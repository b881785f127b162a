"""Many keys told as one value, on both engines."""

import pytest
from sqlalchemy import select

from studio_app.office.office import Office
from studio_app.records.dispute.case.table import Case
from studio_app.store.among import among
from tests.store.conftest import Accepted


@pytest.mark.parametrize("beside", [(), ("没有这个", "'", '"', "\\", "] --")], ids=["alone", "among odd ones"])
def test_the_rows_of_the_keys_named_are_found(office: Office, accepted: Accepted, beside: tuple[str, ...]) -> None:
    first, second, _third = (accepted().id for _ in range(3))
    with office.read() as session:
        found = session.scalars(select(Case.id).where(among(Case.id, [first, *beside, second])))
        assert set(found) == {first, second}
        assert session.scalars(select(Case.id).where(among(Case.id, beside))).all() == []


def test_a_statement_met_before_is_asked_for_other_keys(office: Office, accepted: Accepted) -> None:
    first, second = accepted().id, accepted().id
    with office.read() as session:
        for one in (first, second, first):
            assert session.scalars(select(Case.id).where(among(Case.id, [one]))).all() == [one]
