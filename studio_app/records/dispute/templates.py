"""Templates of disputes as the desk edited them: skeleton of the facts, questions, clauses, breach, evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.office.lists import Lists
from studio_app.records.dispute.agreement.draft import ClauseDraft
from studio_app.records.dispute.case.table import Party

SIDES = {"甲方": "applicant", "乙方": "respondent"}
OTHER = {"applicant": "respondent", "respondent": "applicant"}


@dataclass(frozen=True)
class Template:
    """Everything offered for one finer type; empty where there is none."""

    label: str = ""
    facts: str = ""
    questions: Sequence[str] = ()
    clauses: Sequence[str] = ()
    breach: str = ""
    evidence: Sequence[str] = ()


def template(lists: Lists, subtype: str) -> Template:
    entry = lists.entry("dispute_templates", subtype)
    if not subtype or not entry.get("facts"):
        return Template()
    return Template(entry.label, **{name: entry.get(name) for name in Template.__dataclass_fields__ if name != "label"})


def clause(line: str, parties: Sequence[Party]) -> ClauseDraft:
    """A usual clause as a draft: who is bound and to whom stand in their fields where only one can be meant."""
    side, colon, words = line.partition("：")
    if not colon or side not in (*SIDES, "各方"):
        return ClauseDraft(what=line)
    bound = SIDES.get(side, "")
    return ClauseDraft(
        debtor_id=_only(parties, bound), creditor_id=_only(parties, OTHER.get(bound, "")), what=words.strip()
    )


def _only(parties: Sequence[Party], side: str) -> str | None:
    found = [party.id for party in parties if party.side == side and party.role == "party"]
    return found[0] if len(found) == 1 else None
