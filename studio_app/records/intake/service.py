"""来访登记: registering who came and what they said, deciding what becomes of it, opening or joining a dispute."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from studio_app.core.errors import Invalid, Refused
from studio_app.domain import phones
from studio_app.office import numbers, rows
from studio_app.office.lists import Entry
from studio_app.office.office import Office
from studio_app.office.tables import Organisation, Staff
from studio_app.records.dispute.case import days, responsible
from studio_app.records.dispute.case.opening import Opening, open_case, put_parties
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.intake import listing, proposing
from studio_app.records.intake.draft import UNDECIDED, DestinationDraft, IntakeDraft, VisitorDraft, limit_problem
from studio_app.records.intake.listing import IntakeFilter, IntakeRow
from studio_app.records.intake.recognising import Asked, Hint, closed_states, recognise
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person import copies
from studio_app.records.person.table import Person
from studio_app.store import search_index
from studio_app.store.belonging import belonging
from studio_app.store.identifiers import having
from studio_app.store.table import new_id

__all__ = [
    "CaseLine", "DestinationDraft", "Entry", "Hint", "Intake", "IntakeDraft", "IntakeFile", "IntakeFilter", "IntakeRow",
    "Intakes", "Opening", "Visitor", "VisitorDraft",
]  # fmt: skip

OFFERED = 8  # open disputes shown for 并入; more are found by typing


@dataclass(frozen=True)
class CaseLine:
    """An open dispute offered for 并入, with the reason it stands here."""

    id: str
    number: str
    parties: str
    title: str
    reason: str


@dataclass(frozen=True)
class IntakeFile:
    """Everything the page of one visit shows."""

    intake: Intake
    visitors: list[Visitor]
    receiver: str
    case_number: str
    case_title: str

    @property
    def is_waiting(self) -> bool:
        return self.intake.destination in UNDECIDED


class Intakes:
    """One register for 咨询、求助、诉求 and 纠纷 (handbook 4.1, 4.2(1)); most never become a case."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # --- registering ------------------------------------------------------------------------------------------

    def register(self, draft: IntakeDraft) -> Intake:
        """Store a visit under the next number of its year. Invalid names what is missing by field."""
        self._refuse_meaningless(draft, None)
        day = draft.day(self._office.today())
        with self._office.write("登记来访") as session:
            intake = Intake(id=new_id(), year=day.year, serial=0)
            series = ("intake", self._office.database.studio_id)
            given = numbers.give(session, self._office.lists, series, (intake.id, day))
            intake.number, intake.year, intake.serial = given.text, given.year, given.serial
            self._put(session, intake, draft)
            return intake

    def change(self, intake_id: str, draft: IntakeDraft) -> Intake:
        """Correct or complete a visit; its number stays, papers and parties already made stay as they are."""
        with self._office.write("修改来访登记") as session:
            intake = _known(session, intake_id)
            self._refuse_meaningless(draft, intake)
            if intake.case_id:
                draft.destination = intake.destination
            self._put(session, intake, draft)
            case = rows.alive(session, Case, intake.case_id) if intake.case_id else None
            if case is not None:
                days.refuse_disorder(session, self._office, case, {("visit", intake.id): "received_at"})
            return intake

    def draft_of(self, intake_id: str) -> IntakeDraft:
        """A stored visit as a draft, for editing."""
        with self._office.read() as session:
            intake = _known(session, intake_id)
            visitors = [rows.draft_of(VisitorDraft, v) for v in _visitors(session, intake_id)]
        draft = rows.draft_of(IntakeDraft, intake)
        draft.visitors = visitors
        draft.began["visitors"] = [visitor.id for visitor in visitors]
        return draft

    def remove(self, intake_id: str, reason: str = "登错了") -> None:
        """To the recycle bin; its number stays listed as void with the reason (handbook 2.3)."""
        with self._office.write("删除来访登记") as session:
            intake = _known(session, intake_id)
            if intake.case_id:
                raise Refused("这次来访已经成为纠纷的来源，不能删除。要删除，请先删除那件纠纷。")
            gone: list[Intake | Visitor] = [intake, *_visitors(session, intake_id)]
            for row in gone:
                row.deleted_at = self._office.now()
            numbers.void(session, intake_id, reason.strip() or "登错了", self._office.today())

    # --- 去向 -------------------------------------------------------------------------------------------------

    def answer(self, intake_id: str, draft: DestinationDraft) -> Intake:
        """现场答复、咨询、转办、转社情民意、转提案 or 待定; 受理 and 并入 have their own methods."""
        entry = self._office.lists.entry("destinations", draft.destination)
        problems = draft.problems(
            str(entry.get("text_label")) if entry.get("needs_text", False) else "", self._office.today()
        )
        if entry.get("action") in ("open_case", "join_case"):
            problems["destination"] = f"“{entry.label}”要先选办理方式，或者要并入哪件纠纷，再点最下面的按钮。"
        problems |= self._office.past().problems({"on": (draft.on, "答复日期")})
        if problems:
            raise Invalid(problems)
        with self._office.write(f"记下去向：{entry.label}") as session:
            intake = _known(session, intake_id)
            _refuse_in_case(intake)
            self._put_answer(intake, draft, str(entry.get("action")))
            return intake

    def accept(self, intake_id: str, opening: Opening) -> Case:
        """受理: open a dispute from this visit. Invalid names what is missing by field."""
        responsible.stand_behind(self._office)
        with self._office.write("受理为纠纷") as session:
            intake = _known(session, intake_id)
            _refuse_in_case(intake)
            opening.sample = intake.sample
            case = open_case(session, self._office, opening)
            intake.case_id, intake.destination = case.id, "case"
            days.refuse_disorder(session, self._office, case, {("accepted", ""): "accepted_on"})
            return case

    def opening_for(self, intake_id: str) -> Opening:
        """What 受理 proposes, so that nothing is typed twice; title and facts in neutral words."""
        with self._office.read() as session:
            return proposing.opening_of(self._office, _known(session, intake_id), _visitors(session, intake_id))

    def wording_for(
        self, mode: str, kind: str, finer: str, parties: Sequence[PartyDraft], place: str
    ) -> tuple[str, str]:
        """案由 and 纠纷事实 as another mode, another type or other names would have them."""
        return proposing.wording(self._office.lists, mode, (kind, finer), parties, place)

    def join(self, intake_id: str, case_id: str, *, add_visitors: bool = False) -> Case:
        """并入: this visit belongs to a dispute already open; its visitors become parties where wanted."""
        with self._office.write("并入纠纷") as session:
            intake = _known(session, intake_id)
            _refuse_in_case(intake)
            case = rows.alive(session, Case, case_id)
            if case is None or case.state in closed_states(self._office):
                raise Refused("这件纠纷已经结案或不在了。请另选一件，或受理为新的纠纷。")
            intake.case_id, intake.destination = case_id, "join_case"
            if add_visitors:
                self._add_parties(session, case_id, _visitors(session, intake_id))
            return case

    # --- recognising ------------------------------------------------------------------------------------------

    def recognise(
        self, name: str = "", phone: str = "", id_number: str = "", address: str = "", leave_out: str = ""
    ) -> list[Hint]:
        """Who this may be, the most certain first; `leave_out` is the visit being edited."""
        with self._office.read() as session:
            return recognise(session, self._office, Asked(name, phone, id_number, address, leave_out))

    def open_cases_like(self, intake_id: str, query: str = "") -> list[CaseLine]:
        """Open disputes this visit may belong to: of the same people, then the newest; or found by words."""
        with self._office.read() as session:
            if query.strip():
                return self._lines(session, _found(session, query), "")
            lines = self._lines(session, _of_people(session, _visitors(session, intake_id)), "来访人是当事人")
            intake = _known(session, intake_id)
            lines += self._lines(session, _at_place(session, intake.place), "同一地点")
            lines += self._lines(session, self._newest(session), "最近受理")
        return list({line.id: line for line in reversed(lines)}.values())[::-1][:OFFERED]

    # --- the register as a list -------------------------------------------------------------------------------

    def page(self, wanted: IntakeFilter, sort_key: str = "", *, descending: bool = False) -> list[str]:
        """Ids of the visits wanted, in order; rows are fetched in windows by `rows`."""
        with self._office.read() as session:
            return listing.ids(session, wanted, (sort_key, descending))

    def rows(self, ids: Sequence[str]) -> list[IntakeRow]:
        with self._office.read() as session:
            return listing.rows(session, self._office, ids)

    def communities(self) -> list[str]:
        """Communities of the register, for its filter."""
        with self._office.read() as session:
            return listing.communities(session)

    def file(self, intake_id: str) -> IntakeFile:
        """Everything about one visit; Refused when it is gone."""
        with self._office.read() as session:
            intake = _known(session, intake_id)
            staff = session.get(Staff, intake.receiver_id) if intake.receiver_id else None
            case = session.get(Case, intake.case_id) if intake.case_id else None
            return IntakeFile(
                intake, _visitors(session, intake_id), staff.name if staff else "",
                case.number if case else "", case.title if case else "",
            )  # fmt: skip

    def person_name(self, person_id: str) -> str:
        """Name of a directory entry, empty when there is none of this id."""
        with self._office.read() as session:
            person = session.get(Person, person_id)
            return person.name if person else ""

    def note_looked(self, intake_id: str) -> None:
        """Somebody had the veiled numbers of a visit shown (model.md: a click, logged)."""
        self._office.note_access("查看来访人电话和证件号", intake_id)

    # --- what forms offer -------------------------------------------------------------------------------------

    def receivers(self) -> list[tuple[str, str]]:
        """(id, name) of people who receive visitors."""
        query = select(Staff.id, Staff.name).where(Staff.until.is_(None)).order_by(Staff.sort_key)
        with self._office.read() as session:
            return [(i, name) for i, name in session.execute(query)]

    def own_community(self) -> str:
        """The studio's community: what an empty 社区 means."""
        with self._office.read() as session:
            studio = session.get(Organisation, self._office.database.studio_id)
            return studio.community if studio else ""

    # --- inside a transaction ---------------------------------------------------------------------------------

    def _refuse_meaningless(self, draft: IntakeDraft, stored: Intake | None) -> None:
        entered_on = self._office.local(stored.created_at).date() if stored else None
        problems = draft.problems(self._office.past(), entered_on)
        if not (draft.result.strip() or draft.answered_on) and draft.handle_by != (stored and stored.handle_by):
            problems |= limit_problem(draft.handle_by, self._office.today())
        if problems:
            raise Invalid(problems)

    def _put(self, session: Session, intake: Intake, draft: IntakeDraft) -> None:
        rows.apply(draft, intake, ("id", "visitors", *([] if draft.received_at else ["received_at"])))
        if intake.received_on is None:
            intake.received_at = self._office.now()
        intake.community = intake.community or self._studio_community(session)
        intake.receiver_id = intake.receiver_id or self._office.signed.staff_id
        session.add(intake)
        session.flush()
        self._put_visitors(session, intake, draft.visitors, draft.began.get("visitors"))

    def _studio_community(self, session: Session) -> str:
        return session.get_one(Organisation, self._office.database.studio_id).community

    def _put_visitors(
        self, session: Session, intake: Intake, drafts: Sequence[VisitorDraft], read: Collection[str] | None
    ) -> None:
        """Own copies in order; one no longer named goes to the recycle bin, unless somebody else added it since."""
        said = [draft for draft in drafts if not draft.is_empty()]
        stored = {row.id: row for row in _visitors(session, intake.id)}
        for position, draft in enumerate(said):
            row = stored.pop(draft.id, None) or Visitor(id=new_id(), intake_id=intake.id)
            rows.apply(draft, row)
            row.position = position
            copies.stamp(row, self._office.lists, self._office.database)
            # The first visitor's address may be left out where it is the place; it must still be recognised.
            row.address_key = row.address_key or (copies.address_key(intake.place) if position == 0 else "")
            if row.name and not row.person_id:
                row.person_id = copies.link(session, row).id
            session.add(row)
        for row in stored.values():
            if read is None or row.id in read:
                row.deleted_at = self._office.now()
        session.flush()
        intake.people_count = max(intake.people_count, len(said), 1)

    def _put_answer(self, intake: Intake, draft: DestinationDraft, action: str) -> None:
        intake.destination = draft.destination
        if action == "close":
            intake.answer, intake.answered_on = draft.text.strip(), draft.on or self._office.today()
            return
        intake.destination_note = draft.text.strip()
        intake.handling_unit, intake.handle_by = draft.unit.strip(), draft.handle_by

    def _add_parties(self, session: Session, case_id: str, visitors: Sequence[Visitor]) -> None:
        known = list(session.scalars(select(Party).where(Party.case_id == case_id)))
        fresh = [v for v in visitors if v.name and not any(_same_person(v, party) for party in known)]
        added = put_parties(session, self._office, case_id, [proposing.applicant(v) for v in fresh])
        for position, party in enumerate(added, len(known)):
            party.position = position

    def _lines(self, session: Session, ids: Sequence[str], reason: str) -> list[CaseLine]:
        """Those of the cases that are open, in the order of their ids given."""
        query = select(Case).where(Case.id.in_(ids), Case.state.not_in(closed_states(self._office)))
        open_ones = {case.id: case for case in session.scalars(query)}
        return [
            CaseLine(c.id, c.number, c.parties_label, c.title, reason or f"{c.accepted_on} 受理")
            for c in (open_ones[i] for i in dict.fromkeys(ids) if i in open_ones)
        ]

    def _newest(self, session: Session) -> list[str]:
        query = select(Case.id).where(Case.state.not_in(closed_states(self._office)))
        return list(session.scalars(query.order_by(Case.accepted_on.desc(), Case.id.desc()).limit(OFFERED)))


def _known(session: Session, intake_id: str) -> Intake:
    intake = rows.alive(session, Intake, intake_id)
    if intake is None:
        raise Refused("这条来访登记已经删除，可以在回收站里找到它。")
    return intake


def _visitors(session: Session, intake_id: str) -> list[Visitor]:
    return belonging(session, Visitor, intake_id=intake_id)


def _refuse_in_case(intake: Intake) -> None:
    if intake.case_id:
        raise Refused("这次来访已经受理或并入纠纷，请到那件纠纷里继续办。")


def _same_person(visitor: Visitor, party: Party) -> bool:
    if visitor.person_id and visitor.person_id == party.person_id:
        return True
    if visitor.id_hash and party.id_hash:
        return visitor.id_hash == party.id_hash
    if visitor.phone and party.phone:
        return phones.same(visitor.phone, party.phone) and visitor.name == party.name
    return visitor.name == party.name


def _of_people(session: Session, visitors: Sequence[Visitor]) -> list[str]:
    """Disputes in which one of the visitors is a party, the newest first."""
    ids = [v.person_id for v in visitors if v.person_id]
    hashes = [v.id_hash for v in visitors if v.id_hash]
    lines = [line for v in visitors for line in phones.lines(v.phone)]
    same_line = having(Party, "phone", lines)
    found: list[str] = []
    for known, same in ((ids, Party.person_id.in_(ids)), (hashes, Party.id_hash.in_(hashes)), (lines, same_line)):
        if not known:
            continue
        found += session.scalars(select(Party.case_id).where(same).order_by(Party.id.desc()).limit(OFFERED))
    return found


def _at_place(session: Session, place: str) -> list[str]:
    key = copies.address_key(place)
    if len(key) < 3 or not any(c.isdigit() for c in key):
        return []
    query = select(Party.case_id).where(Party.address_key == key).order_by(Party.id.desc()).limit(OFFERED)
    return list(session.scalars(query))


def _found(session: Session, query: str) -> list[str]:
    hits = search_index.find(session, query, limit=40)
    return [hit.case_id for hit in hits if hit.case_id]
