"""What is searchable of a case, and the label lists know it by."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from studio_app.domain.masking.numbers import in_index, on_screen
from studio_app.office.lists import Lists
from studio_app.office.rows import alive, put_derived
from studio_app.office.tables import Staff
from studio_app.records.dispute.agreement.table import Agreement, Clause, Urge
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import Investigation, MediationSession
from studio_app.store.belonging import belonging
from studio_app.store.identifiers import told_of
from studio_app.store.search_index import Document

SIDES = ("applicant", "respondent", "third")
NAMED = 3
"""So many names of one side stand in a label; of more only the first, and how many there are."""


def document(session: Session, lists: Lists, case: Case) -> Document:
    parties = belonging(session, Party, case_id=case.id)
    label = parties_label(parties)
    key = " ".join(p.sort_key for p in parties if p.role == "party")
    put_derived(session, case, parties_label=label, parties_key=key)
    kind = lists.label("dispute_types", case.dispute_type)
    people = [p.name for p in parties] + [p.name for p in belonging(session, Participant, case_id=case.id)]
    numbers = [case.number, case.their_number, *case.former_numbers, *(one for p in parties for one in told_of(p))]
    words = [*_case_words(case, parties), *_written(session, case.id), _shown_of(session, lists, case)]
    return Document(
        "case", case.id, on_screen(f"{label}　{case.title}"), f"{case.number} · {kind}",
        lists.name_terms(people, numbers), in_index("\n".join(word for word in words if word)), case_id=case.id,
    )  # fmt: skip


def parties_label(parties: Iterable[Party]) -> str:
    """王某、李某 与 赵某: applicants, then respondents; a lone side stands alone.

    It only says which case is meant: lists, reminders and headings of papers stay one or two lines long.
    """
    rows = [p for p in parties if p.role == "party"]
    sides = [few([p.name for p in rows if p.side == side]) for side in SIDES[:2]]
    return " 与 ".join(side for side in sides if side) or "当事人未写明"


def few(people: list[str]) -> str:
    """王某、李某; of more than `NAMED` people, namesakes counted, the first: 王某等5人."""
    return f"{people[0]}等{len(people)}人" if len(people) > NAMED else "、".join(people)


def _shown_of(session: Session, lists: Lists, case: Case) -> str:
    """What the screen says of a case in words of the desk's lists, and who works on it."""
    label = lists.label
    told = [
        label("dispute_types", case.dispute_type), label("dispute_subtypes", case.subtype),
        label("case_states", case.state), label("outcomes", case.outcome), label("modes", case.mode),
        label("sources", case.source), *_mediating(session, case),
    ]  # fmt: skip
    return "　".join(dict.fromkeys(word for word in told if word))


def _case_words(case: Case, parties: list[Party]) -> Iterator[str]:
    yield from (case.title, case.summary, case.claims, case.community, case.place, case.source_unit)
    yield from (case.measures, case.advice, case.note, case.outcome_note, case.responsible)
    for party in parties:
        yield from (party.name, party.address, party.workplace, party.occupation, party.representative, party.note)


def _written(session: Session, case_id: str) -> Iterator[str]:
    """What was written down in the course of a case; 保密 notes and sensitive fields are not among it."""
    for held in belonging(session, MediationSession, case_id=case_id):
        yield from (held.place, *(str(s.get("text", "")) for s in held.statements), held.narrative, held.law)
        yield held.result_note
    for looked in belonging(session, Investigation, case_id=case_id):
        yield from (looked.asked_name, looked.present, looked.place, looked.text)
    for agreement in belonging(session, Agreement, case_id=case_id):
        yield from (agreement.number, agreement.facts, agreement.default_terms, agreement.remark)
        yield from (clause.what for clause in belonging(session, Clause, agreement_id=agreement.id))
    for visit in belonging(session, FollowUp, case_id=case_id):
        yield from (visit.text, visit.new_signs, visit.measures)
    for urge in belonging(session, Urge, case_id=case_id):
        yield from (urge.said, urge.answer)


def _mediating(session: Session, case: Case) -> list[str]:
    """Names of the handler and of those who mediate, nobody who withdrew."""
    on_it = belonging(session, CaseStaff, case_id=case.id)
    ids = {case.handler_id, *(row.staff_id for row in on_it if row.withdrawn_on is None)}
    people = [person for person in (alive(session, Staff, one) for one in ids) if person is not None]
    return [person.name for person in sorted(people, key=lambda person: person.sort_key)]
