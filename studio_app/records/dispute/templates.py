"""Templates of disputes as the desk edited them: skeleton of the facts, questions, clauses, breach, evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.domain import own_words
from studio_app.office.lists import Lists
from studio_app.office.office import Office
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


class Templates:
    """By the finer type of a dispute, as the desk edited them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of(self, subtype: str) -> Template:
        """Empty texts where there is no template of this type."""
        return template(self._office.lists, subtype)

    def facts(self, subtype: str, mode: str) -> str:
        """The skeleton of the facts, which calls both sides as the papers of this mode do."""
        return own_words.retitled(self.of(subtype).facts, self._office.lists.both_sides(mode))

    def clause(self, line: str, parties: Sequence[Party]) -> ClauseDraft:
        """A usual clause taken over into an agreement between these parties."""
        return clause(line, parties)
