"""人员档案 as the rest of the house knows it."""

from sqlalchemy.orm import Session

from studio_app.domain.masking.numbers import in_index, on_screen
from studio_app.office.kinds import RecordKind
from studio_app.office.lists import Lists
from studio_app.records.person.table import Person
from studio_app.store.identifiers import told_of
from studio_app.store.search_index import Document


def document(_session: Session, lists: Lists, person: Person) -> Document | None:
    if person.merged_into:
        return None
    body = in_index("\n".join(word for word in (person.address, person.note) if word))
    terms = lists.name_terms([person.name], told_of(person))
    title, subtitle = on_screen(person.name), on_screen(person.address)
    return Document("person", person.id, title, subtitle, terms, body)


PERSON = RecordKind("person", Person, title=("name",), line=("name",), heading="人员", document=document)
