"""Cases for the pages to show."""

from typing import Any

from studio_app.records.dispute.case.service import Cases, Opening, PartyDraft


def opened(cases: Cases, **changes: Any) -> str:
    """A case of 王某 against 赵某; its id."""
    parties = [
        PartyDraft(name="王某", phone="19900001234", sex="女", age_told=58),
        PartyDraft(name="赵某", side="respondent", phone="19900005678"),
    ]
    told = {"title": "楼上漏水", "dispute_type": "neighbour", "subtype": "leak", "summary": "渗水"}
    return cases.open(Opening(**{**told, "parties": parties, **changes})).id
