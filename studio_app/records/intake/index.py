"""What is searchable of a visit, and the label lists know it by."""

from sqlalchemy.orm import Session

from studio_app.domain.masking.numbers import in_index, on_screen
from studio_app.office.lists import Lists
from studio_app.office.rows import put_derived
from studio_app.office.tables import Staff
from studio_app.records.intake.draft import UNDECIDED, UNDECIDED_LABEL
from studio_app.records.intake.table import Intake, Visitor
from studio_app.store.belonging import belonging
from studio_app.store.identifiers import told_of
from studio_app.store.search_index import Document


def document(session: Session, lists: Lists, intake: Intake) -> Document:
    visitors = belonging(session, Visitor, intake_id=intake.id)
    label = "、".join(v.name for v in visitors if v.name) or "未留姓名"
    key = " ".join(v.sort_key for v in visitors)
    put_derived(session, intake, visitor_label=label, visitor_key=key)
    words = (
        intake.content, intake.wants, intake.other_side, intake.place, intake.community, intake.answer,
        intake.result, intake.destination_note, intake.handling_unit, intake.note,
    )  # fmt: skip
    shown = _shown_of(session, lists, intake)
    return Document(
        "intake", intake.id, on_screen(f"{label}　{lists.label('intake_kinds', intake.kind)}"), intake.number,
        lists.name_terms([v.name for v in visitors], [intake.number, *(one for v in visitors for one in told_of(v))]),
        in_index("\n".join(w for w in (*words, *(v.address for v in visitors), shown) if w)),
        case_id=intake.case_id or "",
    )  # fmt: skip


def _shown_of(session: Session, lists: Lists, intake: Intake) -> str:
    label = lists.label
    receiver = session.get(Staff, intake.receiver_id) if intake.receiver_id else None
    told = [
        label("intake_kinds", intake.kind), label("dispute_types", intake.dispute_type),
        label("channels", intake.channel), UNDECIDED_LABEL if intake.destination in UNDECIDED
        else label("destinations", intake.destination), receiver.name if receiver else "",
    ]  # fmt: skip
    return "　".join(word for word in told if word)
