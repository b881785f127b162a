"""Templates of disputes, offered beside the forms: nothing of them is written by itself."""

from collections.abc import Sequence

from studio_app.domain import own_words
from studio_app.office.office import Office
from studio_app.records.dispute import templates
from studio_app.records.dispute.agreement.draft import ClauseDraft
from studio_app.records.dispute.case.table import Party
from studio_app.records.dispute.templates import Template

__all__ = ["Template", "Templates"]


class Templates:
    """By the finer type of a dispute, as the desk edited them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of(self, subtype: str) -> Template:
        """Empty texts where there is no template of this type."""
        return templates.template(self._office.lists, subtype)

    def facts(self, subtype: str, mode: str) -> str:
        """The skeleton of the facts, which calls both sides as the papers of this mode do."""
        return own_words.retitled(self.of(subtype).facts, self._office.lists.both_sides(mode))

    def clause(self, line: str, parties: Sequence[Party]) -> ClauseDraft:
        """A usual clause taken over into an agreement between these parties."""
        return templates.clause(line, parties)
