"""Who is known in a case: whom its texts may name, and how each of them is to be masked."""

from collections import defaultdict, namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain import identity, phones, plates
from studio_app.domain.masking.levels import KnownPeople, KnownPerson, names_in
from studio_app.records.dispute.case.table import Case, Participant, Party
from studio_app.records.dispute.session.table import Investigation
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person.table import Person
from studio_app.store.among import among
from studio_app.store.sessions import seen
from studio_app.store.table import told

_READ: dict[str, tuple[str, Callable[[str], tuple[str, ...]]]] = {
    "phone": ("phones", phones.named_in), "plate": ("plates", plates.several),
    "id": ("id_numbers", lambda number: (number,)), "address": ("addresses", lambda place: (place,)),
}  # fmt: skip
"""As what a column of a person is known to the masks, by what it is."""
_TOLD = [(c.key, *_READ[how.what]) for c in Person.__table__.columns if (how := told(c)) and how.what in _READ]
_VALUES = attrgetter(*(name for name, *_how in _TOLD))


def _told_of(table: Any) -> Iterator[Any]:
    return (getattr(table, name) for name, *_how in _TOLD)


# Columns are selected, so that ten thousand cases need not be loaded whole.
PARTY = (
    Party.case_id, Party.id, Party.side, Party.role, Party.acts_for_id, Party.kind, Party.name, *_told_of(Party),
    Party.birthday, Party.age_told, Party.consent_recipients,
)  # fmt: skip
VISITOR = (Visitor.name, *_told_of(Visitor), Visitor.age_told)


class Named(NamedTuple):
    """Who is known in one case: its parties as they are stored and by id, and everybody in a fixed order."""

    parties: list[Any]
    people: dict[str, KnownPerson]
    known: KnownPeople


def named_in(session: Session, ids: Collection[str], recipient: str = "", day: date | None = None) -> dict[str, Named]:
    """Everybody these cases name; a minor is who was one on the day, else on that of acceptance.

    `recipient` is whom parties may have allowed to have their phone.
    """
    parties = grouped(session, select(*PARTY).where(among(Party.case_id, ids)).order_by(Party.position))
    cases = list(selected(session, select(Case.id, Case.place, Case.accepted_on).where(among(Case.id, ids))))
    return named_of(session, cases, parties, recipient, day)


def named_of(
    session: Session, cases: Collection[Any], parties: Mapping[str, list[Any]], recipient: str, day: date | None = None
) -> dict[str, Named]:
    """As `named_in`, where the rows of the cases are at hand, and of their parties (`PARTY`)."""
    ids = [case.id for case in cases]
    invited = select(Participant.case_id, Participant.name).order_by(Participant.id)
    asked = select(Investigation.case_id, Investigation.asked_name).order_by(Investigation.id)
    came = select(Intake.case_id, *VISITOR).join(Visitor, Visitor.intake_id == Intake.id).order_by(Visitor.position)
    visitors = grouped(session, came.where(among(Intake.case_id, ids)))
    others = [
        grouped(session, invited.where(among(Participant.case_id, ids))),
        grouped(session, asked.where(among(Investigation.case_id, ids))),
    ]
    found = {}
    for case in cases:
        on = day or case.accepted_on
        people = _parties_known(parties[case.id], recipient, on)
        named = [name for rows in others for _case_id, name in rows[case.id]]
        known = everybody(people.values(), visitors_known(visitors[case.id], on), named, case.place)
        found[case.id] = Named(parties[case.id], people, known)
    return found


def people(session: Session, ids: Collection[str], day: date, recipient: str) -> dict[str, KnownPeople]:
    return {case_id: named.known for case_id, named in named_in(session, ids, recipient, day).items()}


def grouped(session: Session, query: Any) -> defaultdict[str, list[Any]]:
    """The rows a query selects, by what stands in its first column."""
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    for row in selected(session, query):
        rows[row[0]].append(row)
    return rows


def selected(session: Session, query: Any, *, deleted: bool = False) -> Iterator[Any]:
    """What was selected as named tuples: a field is read in a tenth of the time one of a `Row` takes.

    Straight from the connection, which leaves out deleted records only where it is told to.
    """
    found = session.connection().execute(query.options(*seen(session, deleted=deleted)))
    return map(_tuple_of(tuple(found.keys()))._make, found.all())


@lru_cache(maxsize=32)
def _tuple_of(fields: tuple[str, ...]) -> Any:
    return namedtuple("_Row", fields)  # noqa: PYI024 — its fields are those of the query


def _parties_known(rows: Iterable[Any], recipient: str, day: date) -> dict[str, KnownPerson]:
    minors = {row.id for row in rows if _is_minor(row, day)}
    return {row.id: _party(row, minors, recipient) for row in rows}


def _party(row: Any, minors: Collection[str], recipient: str) -> KnownPerson:
    return _person(
        row,
        minor=row.id in minors,
        guardian=row.role == "guardian" and row.acts_for_id in minors,
        organisation=row.kind == "organisation",
        phone_consented=recipient in row.consent_recipients,
    )


def visitors_known(rows: Iterable[Any], day: date) -> list[KnownPerson]:
    return [_person(row, minor=_is_minor(row, day)) for row in rows]


def _person(row: Any, **rules: Any) -> KnownPerson:
    for (_name, known, read), value in zip(_TOLD, _VALUES(row), strict=True):
        if value:
            rules[known] = (*rules.get(known, ()), *read(value))
    return KnownPerson(row.name, **rules)


def everybody(
    parties: Iterable[KnownPerson], visitors: Sequence[KnownPerson], named: Sequence[str], place: str
) -> KnownPeople:
    """Parties first (their order decides who is 张某甲), then visitors, people invited or asked, and the place.

    A name stands once, with what its first bearer is: a visitor who is a party too obeys the party's rules.
    """
    people = list(parties)
    if not visitors and not named:
        return KnownPeople([*people, KnownPerson("", addresses=[place])])
    known = {person.name for person in people}
    for visitor in visitors:
        people.append(visitor._replace(name="", minor=False) if visitor.name in known else visitor)
        known.add(visitor.name)
    others = dict.fromkeys(name for text in named for name in names_in(text) if name not in known)
    return KnownPeople([*people, *map(KnownPerson, others), KnownPerson("", addresses=[place])])


def _is_minor(row: Any, day: date) -> bool:
    """Whether a party or visitor is under 18 on that day: by birthday, ID number, or the age told."""
    if getattr(row, "kind", "human") == "organisation":
        return False
    return identity.is_under(18, day, getattr(row, "birthday", None), row.id_number, row.age_told)
