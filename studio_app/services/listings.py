"""Lists for the terminal: a number, a state, a day and masked names, because such a list may end up in a chat."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.domain.masking.levels import KnownPeople, KnownPerson, Masks
from studio_app.office.due_reminders import in_force
from studio_app.office.office import Office
from studio_app.office.tables import ExportLog, Reminder
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.masks import is_minor, masks_of
from studio_app.records.intake.draft import UNDECIDED, UNDECIDED_LABEL
from studio_app.records.intake.table import Intake, Visitor

LEVEL = "public"
SIDES = ("applicant", "respondent", "third")
PURPOSE = "命令行列出"
NO_PARTY, NO_NAME = "当事人未写明", "未留姓名"
_PARTY = (
    Party.case_id, Party.side, Party.name, Party.kind, Party.birthday, Party.id_number, Party.age_told
)  # fmt: skip
_VISITOR = (Visitor.intake_id, Visitor.name, Visitor.id_number, Visitor.age_told)


@dataclass(frozen=True)
class ListLine:
    """One line, the state in words; `parties` are masked as for the public (handbook 7.2)."""

    number: str
    state: str
    date: date
    parties: str


class Listings:
    """Everything of one kind, the newest first; reminders in the order they fall due."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def taken(self, kind: str) -> list[ListLine]:
        """A list (see `KINDS`) that leaves the program, noted in 导出记录 before anybody has it."""
        label, lines = KINDS[kind]
        found = lines(self)
        account = self._office.signed.account_id
        with self._office.database.transaction(account, PURPOSE, undoable=False) as session:
            entry = ExportLog(at=self._office.now(), account_id=account, what=label, count=len(found), mask=LEVEL)
            entry.purpose = PURPOSE
            session.add(entry)
        return found

    def cases(self) -> list[ListLine]:
        query = select(Case.id, Case.number, Case.state, Case.accepted_on)
        with self._office.read() as session:
            people = self._parties(session)
            found = session.execute(query.order_by(Case.accepted_on.desc(), Case.id.desc()))
            return [ListLine(r.number, self._state(r.state), r.accepted_on, people.get(r.id, NO_PARTY)) for r in found]

    def intakes(self) -> list[ListLine]:
        query = select(Intake.id, Intake.number, Intake.destination, Intake.received_at)
        with self._office.read() as session:
            people = self._visitors(session)
            found = session.execute(query.order_by(Intake.received_at.desc(), Intake.id.desc()))
            return [
                ListLine(
                    r.number, self._destination(r.destination), self._day(r.received_at), people.get(r.id, NO_NAME)
                )
                for r in found
            ]

    def reminders(self) -> list[ListLine]:
        """Their own texts name people, so the name of the rule stands for them."""
        query = select(Reminder.rule, Reminder.shown_on, Reminder.owner_id, Case.number, Intake.number)
        query = query.outerjoin(Case, Case.id == Reminder.owner_id).outerjoin(Intake, Intake.id == Reminder.owner_id)
        query = query.where(in_force(self._office.lists, self._office.today()))
        with self._office.read() as session:
            people = self._parties(session) | self._visitors(session)
            found = session.execute(query.order_by(Reminder.shown_on, Reminder.key)).all()
        return [
            ListLine(case or intake or "", self._rule(rule), day, people.get(owner_id, ""))
            for rule, day, owner_id, case, intake in found
        ]

    # --- words ------------------------------------------------------------------------------------------------

    def _day(self, moment: datetime) -> date:
        return self._office.local(moment).date()

    def _state(self, code: str) -> str:
        return self._office.lists.label("case_states", code)

    def _destination(self, code: str) -> str:
        return UNDECIDED_LABEL if code in UNDECIDED else self._office.lists.label("destinations", code)

    def _rule(self, code: str) -> str:
        rule = self._office.lists.rules().get(code)
        return rule.label if rule else "自记提醒"

    # --- people -----------------------------------------------------------------------------------------------

    def _parties(self, session: Session) -> dict[str, str]:
        """Case → 王某 与 赵某."""
        today, masks = self._office.today(), masks_of(self._office.lists, LEVEL)
        query = select(*_PARTY).where(Party.role == "party").order_by(Party.case_id, Party.position)
        by_case: dict[str, list[tuple[str, KnownPerson]]] = defaultdict(list)
        for row in session.execute(query):
            by_case[row.case_id].append((row.side, _of_party(row, today)))
        return {case_id: _sides(people, masks) or NO_PARTY for case_id, people in by_case.items()}

    def _visitors(self, session: Session) -> dict[str, str]:
        masks, today = masks_of(self._office.lists, LEVEL), self._office.today()
        query = select(*_VISITOR).order_by(Visitor.intake_id, Visitor.position)
        by_intake: dict[str, list[KnownPerson]] = defaultdict(list)
        for row in session.execute(query):
            by_intake[row.intake_id].append(KnownPerson(row.name, minor=is_minor(row, today)))
        return {intake_id: _names(who, KnownPeople(who), masks) or NO_NAME for intake_id, who in by_intake.items()}


def _of_party(row: Any, day: date) -> KnownPerson:
    return KnownPerson(row.name, minor=is_minor(row, day), organisation=row.kind == "organisation")


def _sides(people: list[tuple[str, KnownPerson]], masks: Masks) -> str:
    known = KnownPeople([person for _side, person in people])
    told = (_names((person for at, person in people if at == side), known, masks) for side in SIDES[:2])
    return " 与 ".join(side for side in told if side)


def _names(people: Iterable[KnownPerson], known: KnownPeople, masks: Masks) -> str:
    return "、".join(masks.named(person, known) for person in people if person.name)


KINDS: dict[str, tuple[str, Callable[[Listings], list[ListLine]]]] = {
    "cases": ("纠纷名单", Listings.cases),
    "intakes": ("来访登记名单", Listings.intakes),
    "reminders": ("提醒名单", Listings.reminders),
}
"""What can be listed: how 导出记录 calls it, and its lines."""
