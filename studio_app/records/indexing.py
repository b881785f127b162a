"""Keeping list labels and the search index in step with what was entered, inside every transaction."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from studio_app.domain.masking.numbers import in_index, on_screen
from studio_app.office.lists import Lists
from studio_app.office.rows import alive, put_derived
from studio_app.office.tables import DictionaryEntry, Staff
from studio_app.records.dispute.agreement.table import Agreement, Clause, Urge
from studio_app.records.dispute.case.table import Case, CaseStaff, Participant, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import ConfidentialNote, Investigation, MediationSession
from studio_app.records.intake.draft import UNDECIDED, UNDECIDED_LABEL
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person.table import Person
from studio_app.store import search_index
from studio_app.store.belonging import belonging
from studio_app.store.changes import Touched
from studio_app.store.search_index import Document, name_terms

SIDES = ("applicant", "respondent", "third")
LABELLED = {
    "dispute_types": (Case.dispute_type, Intake.dispute_type),
    "dispute_subtypes": (Case.subtype,),
    "case_states": (Case.state,),
    "outcomes": (Case.outcome,),
    "modes": (Case.mode,),
    "sources": (Case.source,),
    "intake_kinds": (Intake.kind,),
    "channels": (Intake.channel,),
    "destinations": (Intake.destination,),
}
"""Lists whose words stand in the index, and the columns that hold their codes."""
NAMED = 3
"""So many names of one side stand in a label; of more only the first, and how many there are."""


class IndexKeeper:
    """A keeper of the database: labels of lists and search documents of what was touched."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def __call__(self, session: Session, touched: Touched) -> None:
        self._lists.load(session)
        cases, intakes = _renamed(session, touched)
        people = self._reread(session, _surnames(session, touched))
        cases, intakes = cases | people[Party], intakes | people[Visitor]
        made: dict[str, Document | None] = {}
        for case_id in touched.case_ids() | cases:
            made[case_id] = self._of_case(session, case_id)
        for intake_id in touched.ids("intake") | _intakes_of(session, touched) | intakes:
            made[intake_id] = self._of_intake(session, intake_id)
        for person_id in touched.ids("person") | people[Person]:
            made[person_id] = self._of_person(session, person_id)
        for note_id in touched.ids("confidential_note"):
            made[note_id] = _of_note(session, note_id)
        _put(session, made)

    def _reread(self, session: Session, surnames: set[str]) -> dict[Any, set[str]]:
        """Names whose surname is read otherwise now get their key anew; what carries them: cases, visits, people."""
        found: dict[Any, set[str]] = {Party: set(), Visitor: set(), Person: set()}
        if not surnames:
            return found
        beginnings = {surname[0] for surname in surnames}
        for model, owner in ((Party, Party.case_id), (Visitor, Visitor.intake_id), (Person, Person.id)):
            query = select(model.id, model.name, owner).where(func.substr(model.name, 1, 1).in_(beginnings))
            for row_id, name, owner_id in session.execute(query).all():
                if name.startswith(tuple(surnames)):
                    derived = update(model).where(model.id == row_id).values(sort_key=self._lists.sort_key(name))
                    session.connection().execute(derived)  # past the change log, as everything derived
                    found[model].add(owner_id)
        return found

    def index_case(self, session: Session, case_id: str) -> None:
        """Label and document of one case."""
        _put(session, {case_id: self._of_case(session, case_id)})

    def index_intake(self, session: Session, intake_id: str) -> None:
        """Label and document of one visit."""
        _put(session, {intake_id: self._of_intake(session, intake_id)})

    def index_person(self, session: Session, person_id: str) -> None:
        _put(session, {person_id: self._of_person(session, person_id)})

    def _of_case(self, session: Session, case_id: str) -> Document | None:
        case = alive(session, Case, case_id)
        if case is None:
            return None
        parties = belonging(session, Party, case_id=case_id)
        label = parties_label(parties)
        key = " ".join(p.sort_key for p in parties if p.role == "party")
        put_derived(session, case, parties_label=label, parties_key=key)
        return self._case_document(session, case, parties, label)

    def _case_document(self, session: Session, case: Case, parties: list[Party], label: str) -> Document:
        kind = self._lists.label("dispute_types", case.dispute_type)
        people = [p.name for p in parties] + [p.name for p in belonging(session, Participant, case_id=case.id)]
        numbers = [case.number, case.their_number, *case.former_numbers, *(p.phone for p in parties)]
        words = [*_case_words(case, parties), *_written(session, case.id), self._shown_of(session, case)]
        return Document(
            "case", case.id, on_screen(f"{label}　{case.title}"), f"{case.number} · {kind}",
            self._terms(people, numbers), in_index("\n".join(word for word in words if word)), case_id=case.id,
        )  # fmt: skip

    def _shown_of(self, session: Session, case: Case) -> str:
        """What the screen says of a case in words of the desk's lists, and who works on it."""
        label = self._lists.label
        told = [
            label("dispute_types", case.dispute_type), label("dispute_subtypes", case.subtype),
            label("case_states", case.state), label("outcomes", case.outcome), label("modes", case.mode),
            label("sources", case.source), *_mediating(session, case),
        ]  # fmt: skip
        return "　".join(dict.fromkeys(word for word in told if word))

    def _shown_of_visit(self, session: Session, intake: Intake) -> str:
        label = self._lists.label
        receiver = session.get(Staff, intake.receiver_id) if intake.receiver_id else None
        told = [
            label("intake_kinds", intake.kind), label("dispute_types", intake.dispute_type),
            label("channels", intake.channel), UNDECIDED_LABEL if intake.destination in UNDECIDED
            else label("destinations", intake.destination), receiver.name if receiver else "",
        ]  # fmt: skip
        return "　".join(word for word in told if word)

    def _of_intake(self, session: Session, intake_id: str) -> Document | None:
        intake = alive(session, Intake, intake_id)
        if intake is None:
            return None
        visitors = belonging(session, Visitor, intake_id=intake_id)
        label = "、".join(v.name for v in visitors if v.name) or "未留姓名"
        key = " ".join(v.sort_key for v in visitors)
        put_derived(session, intake, visitor_label=label, visitor_key=key)
        words = (
            intake.content, intake.wants, intake.other_side, intake.place, intake.community, intake.answer,
            intake.result, intake.destination_note, intake.handling_unit, intake.note,
        )  # fmt: skip
        shown = self._shown_of_visit(session, intake)
        return Document(
            "intake", intake.id, on_screen(f"{label}　{self._lists.label('intake_kinds', intake.kind)}"), intake.number,
            self._terms([v.name for v in visitors], [intake.number, *(v.phone for v in visitors)]),
            in_index("\n".join(w for w in (*words, *(v.address for v in visitors), shown) if w)),
            case_id=intake.case_id or "",
        )  # fmt: skip

    def _of_person(self, session: Session, person_id: str) -> Document | None:
        person = alive(session, Person, person_id)
        if person is None or person.merged_into:
            return None
        body = in_index("\n".join(word for word in (person.address, person.note) if word))
        terms = self._terms([person.name], [person.phone])
        title, subtitle = on_screen(person.name), on_screen(person.address)
        return Document("person", person.id, title, subtitle, terms, body)

    def _terms(self, people: Iterable[str], others: Iterable[str]) -> str:
        return name_terms(map(in_index, people), map(in_index, others), self._lists.surname_readings())


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


def _intakes_of(session: Session, touched: Touched) -> set[str]:
    ids = touched.ids("visitor")
    if not ids:
        return set()
    query = select(Visitor.intake_id).where(Visitor.id.in_(ids)).execution_options(with_deleted=True)
    return set(session.scalars(query))


def index_note(session: Session, note_id: str) -> None:
    """Document of one 保密 note, in the index of its own."""
    _put(session, {note_id: _of_note(session, note_id)})


def _of_note(session: Session, note_id: str) -> Document | None:
    note = alive(session, ConfidentialNote, note_id)
    return (
        Document("note", note.id, "保密笔记", "", "", note.text, note.author_id, note.case_id)
        if note is not None
        else None
    )


def _put(session: Session, made: Mapping[str, Document | None]) -> None:
    """All at once; what has no document any more is forgotten."""
    search_index.remove(session, *(entity_id for entity_id, document in made.items() if document is None))
    search_index.put(session, *(document for document in made.values() if document is not None))


def _mediating(session: Session, case: Case) -> list[str]:
    """Names of the handler and of those who mediate, nobody who withdrew."""
    on_it = belonging(session, CaseStaff, case_id=case.id)
    ids = {case.handler_id, *(row.staff_id for row in on_it if row.withdrawn_on is None)}
    people = [person for person in (alive(session, Staff, one) for one in ids) if person is not None]
    return [person.name for person in sorted(people, key=lambda person: person.sort_key)]


def _renamed(session: Session, touched: Touched) -> tuple[set[str], set[str]]:
    """Cases and visits that say a word of a list, or the name of somebody working here, which was changed."""
    cases: set[str] = set()
    intakes: set[str] = set()
    for column, value in _changed_words(session, touched):
        found = set(session.scalars(select(column.class_.id).where(column == value)))
        (cases if column.class_ is Case else intakes).update(found)
    for staff_id in touched.ids("staff"):
        if set(touched.entries["staff", staff_id].before) & {"name"}:
            cases |= set(session.scalars(select(Case.id).where(Case.handler_id == staff_id)))
            cases |= set(session.scalars(select(CaseStaff.case_id).where(CaseStaff.staff_id == staff_id)))
            intakes |= set(session.scalars(select(Intake.id).where(Intake.receiver_id == staff_id)))
    return cases, intakes


def _surnames(session: Session, touched: Touched) -> set[str]:
    """Surnames whose reading was written, changed or taken away."""
    ids = touched.ids("dictionary_entry")
    query = select(DictionaryEntry).where(DictionaryEntry.id.in_(ids), DictionaryEntry.dictionary == "surname_readings")
    rows = session.scalars(query.execution_options(with_deleted=True)).all() if ids else []
    before = (touched.entries["dictionary_entry", row.id].before.get("label") for row in rows)
    return {name for name in (*(row.label for row in rows), *before) if name}


def _changed_words(session: Session, touched: Touched) -> Iterator[tuple[Any, str]]:
    for entry_id in touched.ids("dictionary_entry"):
        if "label" in touched.entries["dictionary_entry", entry_id].before:
            row = session.get_one(DictionaryEntry, entry_id)
            yield from ((column, row.code) for column in LABELLED.get(row.dictionary, ()))
