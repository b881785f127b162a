"""The office's own time zone, and cases to work on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from studio_app.office.office import Office
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case
from tests.conftest import zone

Accepted = Callable[..., Case]


@pytest.fixture(autouse=True)
def shanghai() -> Iterator[None]:
    """Stored moments come back in UTC: what was written at +08:00 must be the same to chain and undo."""
    with zone("Asia/Shanghai"):
        yield


@pytest.fixture
def accepted(office: Office) -> Accepted:
    """Accepts a case of 王某 against 赵某; keyword arguments go to the opening."""

    def accept(parties: list[PartyDraft] | None = None, **changes: Any) -> Case:
        people = parties or [
            PartyDraft(name="王某", phone="19900001234", address="幸福里6号楼2单元501"),
            PartyDraft(name="赵某", side="respondent", phone="19900005678"),
        ]
        facts = {"title": "楼上漏水", "dispute_type": "neighbour", "summary": "楼上卫生间漏水，顶棚发霉。", **changes}
        with office.write("受理为纠纷") as session:
            return open_case(session, office, Opening(parties=people, **facts))

    return accept
