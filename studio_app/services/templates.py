"""Templates of disputes, offered beside the forms: nothing of them is written by itself."""

from collections.abc import Sequence

from studio_app.domain import own_words
from studio_app.domain.agreement import ClauseDraft
from studio_app.records import templates
from studio_app.records.office import Office
from studio_app.records.templates import Template
from studio_app.store.tables import Party

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
