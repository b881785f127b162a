"""调解记录: sittings, investigations, the phrase helper and 保密 notes of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain.wording import clean
from studio_app.office import rows
from studio_app.office.office import Office
from studio_app.office.tables import Staff
from studio_app.records.dispute.case import days, queries, risk_stops
from studio_app.records.dispute.case.table import Case, Participant, Party
from studio_app.records.dispute.papers import as_signed, sessions
from studio_app.records.dispute.papers.dossier import open_file
from studio_app.records.dispute.session import checks
from studio_app.records.dispute.session import draft as sitting
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft
from studio_app.records.dispute.session.table import ConfidentialNote, Investigation, MediationSession
from studio_app.records.dispute.templates import template
from studio_app.store.belonging import belonging
from studio_app.store.table import new_id

__all__ = [
    "Case",
    "ConfidentialNote",
    "Investigation",
    "InvestigationDraft",
    "Law",
    "MediationSession",
    "Participant",
    "Party",
    "SessionDraft",
    "Sessions",
    "Staff",
    "Table",
]


@dataclass(frozen=True)
class Table:
    """Who may sit at the table of a case, and what the pages say above it."""

    case: Case
    parties: Sequence[Party]
    participants: Sequence[Participant]
    staff: Sequence[Staff]
    hosts: Sequence[str]  # ids of the staff who may preside over it
    expected: Sequence[str]  # ids of the parties who are asked to come
    free_since: datetime | None  # local: no talk that is just over began before it
    stop: str  # what has to be reported first, "" when nothing holds the case up


@dataclass(frozen=True)
class Law:
    """One article of the picker: as cited, its gist in our own words, and the day the gist was made from."""

    cited: str
    gist: str
    as_of: str


class Sessions:
    """What a person does in 调解, one transaction per method."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- the helper -----------------------------------------------------------------------------------------------

    def phrases(self, mode: str, subtype: str = "") -> dict[str, list[str]]:
        """Group → sentences offered in this mode, both in their order; {…} are gaps to type over.

        What to ask in a dispute of this finer type, and what proves it, come last.
        """
        entries = [e for e in self._office.lists.entries("phrases") if mode in e.get("modes", [mode])]
        groups: dict[str, list[str]] = {}
        for entry in entries:
            groups.setdefault(entry.get("group", "其他"), []).append(entry.label)
        own = template(self._office.lists, subtype)
        refusing = [str(entry.get("text")) for entry in self._office.lists.entries("refusal_texts")]
        offered = {"不愿意时": refusing, "这类要问": list(own.questions), "常用证据": list(own.evidence)}
        return groups | {name: lines for name, lines in offered.items() if lines}

    def laws(self, dispute_type: str) -> list[Law]:
        """Articles for this type of dispute first, those for every case after them."""
        entries = self._office.lists.entries("laws")
        own = [e for e in entries if dispute_type in e.get("tags", [])]
        common = [e for e in entries if "all" in e.get("tags", [])]
        return [Law(e.label, e.get("gist"), e.get("as_of")) for e in [*own, *common]]

    def results(self, mode: str) -> list[tuple[str, str]]:
        """(code, words of this mode) of the results a sitting may have."""
        entries = [e for e in self._office.lists.entries("session_results") if mode in e.get("modes", [mode])]
        return [(e.code, self._office.lists.word("session_results", e.code, mode)) for e in entries]

    def asks_next(self, result: str) -> bool:
        """Whether after this result a next time is to be agreed."""
        return bool(self._office.lists.entry("session_results", result).get("next", False))

    # --- sittings -------------------------------------------------------------------------------------------------

    def table(self, case_id: str) -> Table:
        """Refused when the case is gone."""
        with self._office.read() as session:
            case = queries.case(session, case_id)
            stop = risk_stops.sentence(session, self._office.lists, case)
            people = select(Participant).where(Participant.case_id == case_id).order_by(Participant.id)
            staff = select(Staff).order_by(Staff.sort_key)
            today = self._office.today()
            here = [s for s in session.scalars(staff) if s.until is None or s.until >= today]
            return Table(
                case=case,
                parties=belonging(session, Party, case_id=case_id),
                participants=session.scalars(people).all(),
                staff=here,
                hosts=open_file(session, self._office, case_id).hosts,
                expected=checks.expected(session, case, today),
                free_since=self._wall(checks.free_since(session, case)),
                stop=stop,
            )

    def held(self, case_id: str) -> list[MediationSession]:
        """All sittings, the oldest first, former rounds included."""
        order = (MediationSession.round, MediationSession.ordinal)
        with self._office.read() as session:
            query = select(MediationSession).where(MediationSession.case_id == case_id).order_by(*order)
            return list(session.scalars(query))

    def get(self, session_id: str) -> MediationSession:
        with self._office.read() as session:
            return rows.found(session, MediationSession, session_id)

    def blank(self, case_id: str) -> SessionDraft:
        """A new record: now, held by who writes it; where and how it was held, and who else came, is asked."""
        with self._office.read() as session:
            own = self._office.signed.staff_id
            gone = checks.has_withdrawn(session, case_id, own)
            return SessionDraft(
                started_at=self._office.now().replace(tzinfo=None, second=0, microsecond=0),
                mediators=[own] if own in open_file(session, self._office, case_id).hosts else [],
                recorder_id=None if gone else own,
            )

    def draft_of(self, session_id: str) -> SessionDraft:
        """A stored record for editing, moments local."""
        row = self.get(session_id)
        draft = rows.draft_of(SessionDraft, row)
        draft.nobody = not draft.present
        draft.statements = {str(s["party_id"]): str(s["text"]) for s in row.statements}
        draft.started_at, draft.ended_at = self._wall(row.started_at), self._wall(row.ended_at)
        draft.next_at = self._wall(row.next_at)
        return draft

    def record(self, case_id: str, draft: SessionDraft) -> MediationSession:
        """The next sitting of the present round. Invalid by field; Refused while a danger is unreported."""
        self._check(draft)
        with self._office.write("写调解记录") as session:
            case = queries.case(session, case_id)
            queries.refuse_closed(self._office.lists, case)
            risk_stops.refuse_unreported(session, self._office.lists, case)
            row = MediationSession(
                id=new_id(), case_id=case_id, mode=case.mode, round=case.round, ordinal=_next_ordinal(session, case)
            )
            checks.refuse_unwilling(session, case, draft)
            checks.refuse_unfit(session, self._office.lists, case, row, draft)
            self._fill(row, draft)
            checks.refuse_overlap(session, self._office, row)
            session.add(row)
            if case.state in ("accepted", "suspended"):
                case.state = "mediating"
            days.refuse_disorder(session, self._office, case, {("sitting", row.id): "started_at"})
        return row

    def change(self, session_id: str, draft: SessionDraft) -> MediationSession:
        """Correct an unsigned record; Refused once it is signed."""
        self._check(draft)
        with self._office.write("改调解记录") as session:
            row = rows.found(session, MediationSession, session_id)
            _refuse_signed(row.signed_on)
            case = queries.case(session, row.case_id)
            checks.refuse_unfit(session, self._office.lists, case, row, draft)
            self._fill(row, draft)
            checks.refuse_overlap(session, self._office, row)
            days.refuse_disorder(session, self._office, case, {("sitting", row.id): "started_at"})
        return row

    def sign(self, session_id: str, day: date) -> MediationSession:
        """The day the parties signed the printed record; from then on it is read-only."""
        with self._office.write("登记签名") as session:
            row = rows.found(session, MediationSession, session_id)
            self._sign(session, row, "sitting_signed", day)
            file = open_file(session, self._office, row.case_id)
            row.as_signed = as_signed.keep(file, row.id, "record", sessions.record(file, row.id))
        return row

    def remove(self, session_id: str) -> None:
        """To the recycle bin; Refused once it is signed."""
        with self._office.write("删除调解记录") as session:
            row = rows.found(session, MediationSession, session_id)
            _refuse_signed(row.signed_on)
            row.deleted_at = self._office.now()

    # --- investigations -------------------------------------------------------------------------------------------

    def investigations(self, case_id: str) -> list[Investigation]:
        with self._office.read() as session:
            query = select(Investigation).where(Investigation.case_id == case_id)
            return list(session.scalars(query.order_by(Investigation.made_at)))

    def investigation(self, investigation_id: str) -> Investigation:
        with self._office.read() as session:
            return rows.found(session, Investigation, investigation_id)

    def investigation_draft(self, investigation_id: str) -> InvestigationDraft:
        row = self.investigation(investigation_id)
        draft = rows.draft_of(InvestigationDraft, row)
        draft.made_at = self._wall(row.made_at)
        return draft

    def record_investigation(self, case_id: str, draft: InvestigationDraft) -> Investigation:
        """调查记录; Invalid by field. A danger does not hold it up: looking is how dangers are found."""
        self._check(draft)
        with self._office.write("写调查记录") as session:
            case = queries.case(session, case_id)
            queries.refuse_closed(self._office.lists, case)
            row = Investigation(case_id=case_id, mode=case.mode, round=case.round)
            self._fill_investigation(row, draft)
            session.add(row)
        return row

    def change_investigation(self, investigation_id: str, draft: InvestigationDraft) -> Investigation:
        self._check(draft)
        with self._office.write("改调查记录") as session:
            row = rows.found(session, Investigation, investigation_id)
            _refuse_signed(row.signed_on)
            self._fill_investigation(row, draft)
        return row

    def sign_investigation(self, investigation_id: str, day: date) -> Investigation:
        with self._office.write("登记签名") as session:
            row = rows.found(session, Investigation, investigation_id)
            self._sign(session, row, "looked_signed", day)
            file = open_file(session, self._office, row.case_id)
            row.as_signed = as_signed.keep(file, row.id, "investigation", sessions.investigation(file, row.id))
        return row

    # --- 保密 -----------------------------------------------------------------------------------------------------

    def may_read_note(self, note: ConfidentialNote) -> bool:
        """Its author, and the 管理员."""
        return self._office.may_read_note_of(note.author_id)

    def notes(self, case_id: str) -> list[ConfidentialNote]:
        """The 保密 notes of a case this person may read, the newest first."""
        query = select(ConfidentialNote).where(ConfidentialNote.case_id == case_id)
        with self._office.read() as session:
            found = session.scalars(query.order_by(ConfidentialNote.created_at.desc()))
            return [note for note in found if self.may_read_note(note)]

    def note(self, note_id: str) -> ConfidentialNote:
        """Refused to whoever is neither author nor 管理员."""
        with self._office.read() as session:
            return self._readable(session, note_id)

    def add_note(self, case_id: str, text: str, session_id: str | None = None) -> ConfidentialNote:
        author = self._office.signed.account_id
        if not author:
            raise Refused("用恢复码登录时不能写保密笔记，请先用自己的账号登录。")
        with self._office.write("写保密笔记") as session:
            queries.case(session, case_id)
            note = ConfidentialNote(case_id=case_id, session_id=session_id, author_id=author, text=_said(text))
            session.add(note)
        return note

    def change_note(self, note_id: str, text: str) -> ConfidentialNote:
        with self._office.write("改保密笔记") as session:
            note = self._readable(session, note_id)
            note.text = _said(text)
        return note

    def remove_note(self, note_id: str) -> None:
        """To the recycle bin."""
        with self._office.write("删除保密笔记") as session:
            self._readable(session, note_id).deleted_at = self._office.now()

    def _readable(self, session: Session, note_id: str) -> ConfidentialNote:
        query = select(ConfidentialNote).where(ConfidentialNote.id == note_id)
        note = session.scalars(query).first()
        if note is None or not self.may_read_note(note):
            raise Refused("这条保密笔记只有写的人和管理员能看。")
        return note

    # --- moments and fields ---------------------------------------------------------------------------------------

    def _check(self, draft: SessionDraft | InvestigationDraft) -> None:
        problems = draft.problems(self._office.past())
        if problems:
            raise Invalid(problems)

    def _fill(self, row: MediationSession, draft: SessionDraft) -> None:
        rows.apply(draft, row, ("statements", "started_at", "ended_at", "next_at", "nobody"))
        said = {party: clean(text) for party, text in draft.statements.items()}
        self._put(
            row,
            draft,
            statements=[{"party_id": party, "text": text} for party, text in said.items() if text],
            started_at=self._moment(draft.started_at) or self._office.now(),
            ended_at=self._moment(draft.ended_at),
            next_at=self._moment(draft.next_at),
        )

    @staticmethod
    def _put(row: MediationSession | Investigation, draft: SessionDraft | InvestigationDraft, **values: Any) -> None:
        told = {name: rows.put(draft, row, name, value) for name, value in values.items()}
        if any(told.values()):
            raise Invalid({name: sentence for name, sentence in told.items() if sentence})

    def _fill_investigation(self, row: Investigation, draft: InvestigationDraft) -> None:
        rows.apply(draft, row, ("made_at",))
        self._put(row, draft, made_at=self._moment(draft.made_at) or self._office.now())

    def _sign(self, session: Session, row: MediationSession | Investigation, kind: str, day: date) -> None:
        _refuse_signed(row.signed_on)
        problem = self._office.past().problem(day, "签名日期")
        if problem:
            raise Invalid({"signed_on": problem})
        row.signed_on = day
        case = queries.case(session, row.case_id)
        days.refuse_disorder(session, self._office, case, {(kind, row.id): "signed_on"})

    def _moment(self, wall: datetime | None) -> datetime | None:
        """A local moment without time zone, as a form gives it, made aware."""
        if wall is None or wall.tzinfo is not None:
            return wall
        return wall.replace(tzinfo=self._office.now().tzinfo)

    def _wall(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else self._office.local(moment).replace(tzinfo=None)


def _refuse_signed(signed_on: date | None) -> None:
    if signed_on is not None:
        raise Refused(sitting.SIGNED)


def _of_round(case: Case) -> Select[MediationSession]:
    return select(MediationSession).where(MediationSession.case_id == case.id, MediationSession.round == case.round)


def _next_ordinal(session: Session, case: Case) -> int:
    """One more than the highest ever given in this round: a removed record leaves its place empty."""
    query = select(func.max(MediationSession.ordinal)).where(
        MediationSession.case_id == case.id, MediationSession.round == case.round
    )
    return (session.scalar(query.execution_options(with_deleted=True)) or 0) + 1


def _said(text: str) -> str:
    kept = clean(text)
    if not kept:
        raise Invalid({"text": "还没有写内容。"})
    return kept
