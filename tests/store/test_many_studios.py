"""Several studios in one database on a server: none reads or changes what is another's, by either wall alone."""

import inspect
import itertools
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import Engine, create_engine, make_url, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from studio_app import desk as desk_module
from studio_app.core import paths
from studio_app.core.errors import Refused
from studio_app.demo import SETUP as SAMPLE
from studio_app.demo import PlayedClock
from studio_app.demo.player import Player
from studio_app.office.founding import StudioSetup, account_of, found
from studio_app.office.lists import Lists
from studio_app.office.office import Office, Signed
from studio_app.office.tables import Account, Attachment, DictionaryEntry, OwnReminder, Reminder, Staff
from studio_app.records.dispute.agreement.table import Agreement, Clause, Obligation
from studio_app.records.dispute.case.opening import Opening, open_case
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.case.table import Case, Party
from studio_app.records.dispute.follow_up.table import FollowUp
from studio_app.records.dispute.session.table import MediationSession
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person.table import Person
from studio_app.records.station.table import Station
from studio_app.services import Services
from studio_app.store import migrate, walls
from studio_app.store.database import Database, Seat
from studio_app.store.log_tables import ChangeSet
from studio_app.store.table import Base, new_id
from tests.conftest import SIGN_IN, Clock

NEIGHBOURS = StudioSetup(studio="邻区委员工作室", short_name="邻", sign_in=SIGN_IN, person="邻老师")


def open_at(address: str, seat: Seat | None = None, role: str = "", clock: Any = None) -> Database:
    """As a role, or as the server's own superuser."""
    where = make_url(address).set(username=role) if role else make_url(address)
    lists, rest_days = Lists(), desk_module.load_rest_days()
    keepers = desk_module.keepers(lists, rest_days)
    return Database.open_server(where.render_as_string(hide_password=False), keepers, clock or Clock(), seat)


def office_of(database: Database, folder: Path) -> Office:
    """A desk, signed in."""
    lists = next(
        keeper.__self__ for keeper in database._keepers if isinstance(getattr(keeper, "__self__", None), Lists)
    )
    made = Office(database, lists, desk_module.load_rest_days(), database.clock, folder)
    known = account_of(database, SIGN_IN)
    if known is not None:
        made.signed = Signed(known[0].id, SIGN_IN, known[0].role, known[0].staff_id, known[1])
    with database.read() as session:
        lists.load(session)
    return made


@dataclass
class District:
    """Two studios of one database: the first with a year's work, the second new, of a role of its own."""

    address: str
    owner: Engine
    first: Office
    second: Office
    role: str
    folder: Path
    opened: list[Database] = field(default_factory=list)

    def open(self, seat: Seat, role: str = "") -> Office:
        self.opened.append(open_at(self.address, seat, role))
        return office_of(self.opened[-1], self.folder)

    def claiming(self) -> Office:
        """Who may work in the second studio, at a desk that says it is of the first: only the server can refuse."""
        claim = self.open(self.first.database.seat, self.role)
        claim.signed, claim.lists = self.first.signed, self.first.lists
        return claim

    def unwalled(self) -> Office:
        """The second studio's desk as the server's superuser, whom no wall stops: only its own queries can."""
        return self.open(self.second.database.seat)


@pytest.fixture(scope="module")
def district(server: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    folder = tmp_path_factory.mktemp("district")
    (folder / "files").mkdir()
    address, role, studio_id = new_database(server()), f"neighbours_{new_id()}", new_id()
    first = played(address, folder)
    owner = create_engine(address)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN NOSUPERUSER"))
        walls.admit(connection, role, studio_id)
    database = open_at(address, role=role)
    found(database, NEIGHBOURS, date(2026, 11, 23), studio_id)
    second = office_of(database, folder)
    made = District(address, owner, first, second, role, folder)
    yield made
    for opened in (first.database, second.database, *made.opened):
        opened.close()
    owner.dispose()


def new_database(address: str, owner: str = "postgres") -> str:
    """An empty one beside that of this address."""
    admin, name = create_engine(address, isolation_level="AUTOCOMMIT"), f"district_{new_id()}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} OWNER {owner}"))
    admin.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)


FEW = 10


def played(address: str, folder: Path) -> Office:
    """A studio with the sample stories, told through the services day by day."""
    clock, today = PlayedClock(Clock()), Clock()().date()
    stories = tomllib.loads(paths.resource("demo", "cases.toml").read_text(encoding="utf-8"))
    stories["case"] = stories["case"][:FEW]
    kept = {story["ref"] for story in stories["case"]}
    stories["intake"] = [visit for visit in stories["intake"] if visit.get("joins", min(kept)) in kept]
    clock.go(today - timedelta(days=max(story["days_ago"] for story in stories["case"]) + 1))
    database = open_at(address, clock=clock)
    found(database, replace(SAMPLE, sign_in=SIGN_IN), clock().date())
    office = office_of(database, folder)
    desk = cast("Any", SimpleNamespace(services=Services(office), office=office))
    with database.bulk() as catch_up:
        for event in Player(desk, today, catch_up).events(stories):
            clock.go(event.day)
            event.act()
    clock.moment = None
    database.clock.trust()
    return office


def test_a_studio_is_founded_beside_another(district: District) -> None:
    first, second = district.first, district.second
    assert first.database.studio_id != second.database.studio_id
    assert second.signed.sign_in == first.signed.sign_in == SIGN_IN  # names tell nobody what others are called
    with second.read() as session:
        assert session.scalars(select(Case)).all() == []
        lists = session.scalars(select(DictionaryEntry.studio_id).distinct()).all()
    assert lists == [second.database.studio_id]
    assert first.database.check() == second.database.check() == []


def test_the_numbers_of_a_studio_are_its_own(district: District) -> None:
    case = accept(district.second, "井盖松动")
    assert case.serial == 1
    with district.first.read() as session:
        assert session.get(Case, case.id) is None


def accept(office: Office, title: str) -> Case:
    people = [PartyDraft(name="周某"), PartyDraft(name="吴某", side="respondent")]
    with office.write("受理为纠纷") as session:
        opening = Opening(parties=people, title=title, dispute_type="neighbour", summary="井盖松动，夜里响。")
        return open_case(session, office, opening)


# --- reading ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wall", ["claiming", "unwalled"])
def test_no_method_of_any_service_tells_or_changes_what_is_another_studios(district: District, wall: str) -> None:
    """Each is asked for the first studio's records, once past the queries' own limit and once past the server's."""
    before, ids = rows_of(district, district.first), ids_of(district.first)
    secrets = {word for word in words_of(district.first) if not any(word in value for value in ids.values())}
    assert len(secrets) > 100
    stranger: Office = getattr(district, wall)()
    asked, told = 0, []
    for name, method, values in calls(stranger, ids):
        try:
            answer = text_of(method(*values))
        except Exception as refused:  # noqa: BLE001 — whatever stops it, what it says counts as told
            answer = str(refused)
        asked += 1
        told += [(name, word) for word in secrets if word in answer]
    assert told == []
    assert asked > 1000, asked
    assert rows_of(district, district.first) == before


def test_the_same_questions_are_answered_at_home(district: District) -> None:
    """Or the test above would prove nothing."""
    secrets, home = words_of(district.first), district.first
    answered = set()
    for name, method, values in calls(home, ids_of(home), reading=True):
        try:
            answer = text_of(method(*values))
        except Exception:  # noqa: BLE001, S112 — asked with what it is not meant for
            continue
        if any(word in answer for word in secrets):
            answered.add(name)
    assert len(answered) > 35, sorted(answered)


SERVICES = sorted(Services.__annotations__)
LEFT_OUT = {"Backups", "Accounts.change_locks", "Accounts.finish_locks", "Accounts.disable", "Accounts.change_role"}
"""What works on the files of a desk of its own, or would sign the one who asks out."""


def calls(office: Office, ids: Mapping[str, str], *, reading: bool = False) -> Iterator[tuple[str, Any, list[Any]]]:
    """Every public method with what it can be asked with: each of these ids, or all of them."""
    services = Services(office)
    rights = (Path(__file__).parents[1] / "data" / "rights.txt").read_text(encoding="utf-8").splitlines()
    read_only = {
        name for name, right in (line.split(" ", 1) for line in rights if line and line[0] != "#") if right == "read"
    }
    for service in (getattr(services, name) for name in SERVICES):
        kind = type(service).__name__
        for name, method in inspect.getmembers(service, inspect.ismethod):
            told = method.__qualname__
            if name.startswith("_") or {kind, told} & LEFT_OUT or (reading and told not in read_only):
                continue
            for value in ids.values():
                arguments = arguments_of(method, value, ids.values())
                if arguments is not None:
                    yield told, method, arguments
                if not any("str" in str(p.annotation) for p in inspect.signature(method).parameters.values()):
                    break


def arguments_of(method: Any, value: str, every: Collection[str], depth: int = 0) -> list[Any] | None:
    """Arguments for what has no default, drafts and filters made of the same; None where a file or the like is asked for."""
    found: list[Any] = []
    for parameter in inspect.signature(method).parameters.values():
        kind, told = parameter.annotation, str(parameter.annotation)
        if parameter.default is not parameter.empty or parameter.kind in (
            parameter.VAR_KEYWORD,
            parameter.VAR_POSITIONAL,
        ):
            continue
        if kind in PLAIN:
            found.append(PLAIN[kind])
        elif kind is str or told.startswith("str |"):
            found.append(value)
        elif "[str" in told and "Mapping" not in told and "Callable" not in told:
            found.append(set(every) if "set" in told.lower() else list(every))
        elif is_dataclass(kind) and depth < 2 and (made := arguments_of(kind, value, every, depth + 1)) is not None:
            found.append(cast("Any", kind)(*made))
        else:
            return None
    return found


PLAIN: dict[Any, Any] = {date | None: date(2026, 11, 23), int: 1, bool: True, date: date(2026, 11, 23)}


RECORDS: tuple[Any, ...] = (
    Case, Party, Intake, Visitor, MediationSession, Agreement, Clause, FollowUp, Obligation, Attachment
)  # fmt: skip


def ids_of(office: Office) -> dict[str, str]:
    """One record of each table of a studio, and some of the words by which it is looked for."""
    found = {}
    with office.read() as session:
        for table in (*RECORDS, Person, Staff, Account, Station):
            row = session.execute(select(table.id).limit(1)).first()
            if row is not None:
                found[table.__tablename__] = row[0]
        case = session.scalars(select(Case).limit(1)).one()
        party = session.scalars(select(Party).where(Party.phone != "").limit(1)).one()
        found |= {"number": case.number, "title": case.title, "name": party.name, "phone": party.phone}
        found |= {"reminder": session.scalars(select(Reminder.key).limit(1)).one()}
    return found


LONG_ENOUGH = 5
"""Characters of a word that stands in no list the program ships."""


def words_of(office: Office) -> set[str]:
    """What only its own records say: their ids, and texts that stand in no list the program ships."""
    found: set[str] = set()
    with office.read() as session:
        for table in (
            Case,
            Party,
            Intake,
            Visitor,
            MediationSession,
            Agreement,
            Clause,
            FollowUp,
            Obligation,
            Attachment,
        ):
            for row in session.scalars(select(table)):
                values = (getattr(row, column.key) for column in table.__mapper__.column_attrs if column.key in TEXTS)
                found |= {row.id, *(value for value in values if isinstance(value, str))}
    return {word for word in found if len(word) > LONG_ENOUGH}


TEXTS = ("phone", "address", "summary", "number", "content", "narrative", "text", "what", "facts")


def text_of(value: Any, depth: int = 0) -> str:
    """Everything an answer holds, as text."""
    if depth > 7 or value is None or isinstance(value, bool | int | float | bytes):
        return ""
    if isinstance(value, str | date):
        return str(value)
    if isinstance(value, Base):
        return " ".join(str(getattr(value, c.key)) for c in type(value).__mapper__.column_attrs)
    if is_dataclass(value) and not isinstance(value, type):
        return " ".join(text_of(getattr(value, f.name), depth + 1) for f in fields(value) if f.name != "_office")
    if isinstance(value, Mapping):
        return " ".join(text_of(part, depth + 1) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple | set | frozenset) or inspect.isgenerator(value):
        return " ".join(text_of(part, depth + 1) for part in itertools.islice(value, 500))
    if type(value).__module__.startswith("studio_app") and not isinstance(value, Office):
        return " ".join(text_of(part, depth + 1) for part in vars(value).values()) if hasattr(value, "__dict__") else ""
    return ""


def rows_of(district: District, office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a studio, as the owner sees it."""
    with district.owner.connect() as connection:
        return {
            name: sorted(
                map(repr, connection.execute(table.select().where(table.c.studio_id == office.database.studio_id)))
            )  # type: ignore[misc]
            for name, table in Base.metadata.tables.items()
        }


# --- writing ----------------------------------------------------------------------------------------------------


def test_a_row_of_one_studio_cannot_refer_to_a_record_of_another(district: District) -> None:
    with district.first.read() as session:
        theirs = session.scalars(select(Case.id).limit(1)).one()
    for office in (district.second, district.unwalled()):
        with pytest.raises(IntegrityError), office.write("登记当事人") as session:
            session.add(Party(case_id=theirs, name="周某"))


def test_nobody_writes_a_row_into_a_studio_he_is_no_member_of(district: District) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), district.claiming().write("提醒") as session:
        session.add(OwnReminder(text="看一眼", due_on=date(2026, 12, 1)))


def test_reminders_of_no_record_are_derived_for_ones_own_studio_alone(district: District) -> None:
    for office in (district.first, district.second, district.unwalled()):
        with office.write("提醒") as session:
            session.add(OwnReminder(text="看一眼", due_on=date(2026, 12, 1)))
    for office, own in ((district.first, 1), (district.second, 2)):
        with office.read() as session:
            loose = session.scalars(select(Reminder.text).where(Reminder.owner_kind == "")).all()
        assert loose.count("看一眼") == own


def test_an_edited_list_of_one_studio_stays_as_it_was_in_the_other(district: District) -> None:
    dictionaries = Services(district.second).dictionaries
    level = dictionaries.entries("levels")[0]
    dictionaries.rename(level.id, "小事")
    assert dictionaries.entries("levels")[0].label == "小事"
    assert Services(district.first).dictionaries.entries("levels")[0].label == level.label


# --- who may do what on the server ------------------------------------------------------------------------------


def test_only_the_owner_of_the_tables_upgrades_them(district: District) -> None:
    with district.owner.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0004'"))
    try:
        with pytest.raises(Refused, match="管理服务器的人"):
            open_at(district.address, role=district.role)
    finally:
        with district.owner.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": migrate.HEAD})


def test_an_owner_who_is_no_superuser_makes_the_tables_and_sees_no_row_of_any_studio(
    server: Callable[[], str],
) -> None:
    """He only keeps the tables; behind a wall that is lowered for a revision he touches every row."""
    owner, member, studio_id = f"owner_{new_id()}", f"member_{new_id()}", new_id()
    admin = create_engine(server())
    with admin.begin() as connection:
        for role in (owner, member):
            connection.execute(text(f"CREATE ROLE {role} LOGIN NOSUPERUSER"))
    admin.dispose()
    address = new_database(server(), owner)
    tables = open_at(address, role=owner)
    with tables._engine.begin() as connection:
        walls.admit(connection, member, studio_id)
    work = open_at(address, role=member)
    found(work, replace(SAMPLE, sign_in=SIGN_IN), date(2026, 11, 23), studio_id)
    count = text("SELECT count(*) FROM change_set")
    with tables._engine.begin() as connection:
        assert connection.scalar(count) == 0
        walls.lower(connection)
        assert connection.scalar(count) == 1
        walls.put_up(connection)
        assert connection.scalar(count) == 0
    with work.read() as session:
        assert session.scalar(select(ChangeSet.label)) == "建立工作室"
    with pytest.raises(ProgrammingError, match="permission denied"), work.transaction("", "抹去") as session:
        session.execute(text("DELETE FROM access_log"))
    work.close()
    tables.close()
