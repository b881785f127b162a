"""A 保密 note as the rest of the house knows it: found by its reader alone, never shown."""

from sqlalchemy.orm import Session

from studio_app.office.kinds import RecordKind
from studio_app.office.lists import Lists
from studio_app.records.dispute.session.table import ConfidentialNote
from studio_app.store.search_index import Document


def document(_session: Session, _lists: Lists, note: ConfidentialNote) -> Document:
    return Document("note", note.id, "保密笔记", "", "", note.text, note.author_id, note.case_id)


NOTE = RecordKind("note", ConfidentialNote, heading="保密笔记", document=document)
