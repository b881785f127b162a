"""One database: its only way to write, its way to read, and what happens at every commit."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.orm import Session

from studio_app.core.errors import Damaged, Unavailable
from studio_app.store import changes, last_change, migrate, rekey
from studio_app.store.changes import Header, Touched
from studio_app.store.engines import file_engine, reading, server_engine, writing
from studio_app.store.gate import Gate
from studio_app.store.keys import DeskKey
from studio_app.store.log_tables import Secret
from studio_app.store.sessions import ReadingSession, WritingSession
from studio_app.store.table import new_id
from studio_app.store.timekeeper import Timekeeper
from studio_app.store.troubles import DAMAGED, told

Keeper = Callable[[Session, Touched], None]
Listener = Callable[[Touched], None]
MOVED = (
    "数据文件夹被移走、改名或换掉了，这一步没有保存，写的字还留着。"
    "请把文件夹放回原处再试；放不回去的，关闭程序，从新的位置打开。"
)
TRUSTED = "clock_trusted"
"""How long the change log was when somebody said that the clock is right."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Seat:
    """Whose rows a desk reads and writes, and whose chain of changes it adds to; kept on its own computer."""

    studio_id: str = ""
    desk_id: str = ""


@dataclass
class _Bulk:
    """The one open transaction of a bulk, what its keepers have yet to look at, and where its change log ends."""

    connection: Connection
    owed: Touched = field(default_factory=Touched)
    end: str | None = None


class Database:
    """`transaction` writes, `read` reads; nothing else opens a session.

    Keepers run inside every transaction before it commits: they hold search index, reminders and derived
    columns in step with what was entered, so no writer can forget them.
    """

    def __init__(
        self,
        engine: Engine,
        keepers: Sequence[Keeper] = (),
        clock: Callable[[], datetime] = utc_now,
        seat: Seat | None = None,
    ) -> None:
        self._take_seat(engine, Seat())
        self._keepers = list(keepers)
        self._listeners: list[Listener] = []
        self._gate = Gate()
        self._bulk: _Bulk | None = None
        self.clock = Timekeeper(clock)
        self.path: Path | None = None
        self.key: DeskKey | None = None
        self._file: tuple[int, int] | None = None
        self.lost_its_end = False
        """A change that was stored is gone: the write-ahead log was cut, or an older file took its place."""
        self._load_identity(seat)

    @classmethod
    def open_file(
        cls, path: Path, key: DeskKey, keepers: Sequence[Keeper] = (), clock: Callable[[], datetime] = utc_now
    ) -> "Database":
        """Open or create the encrypted file, bringing its schema up to date.

        Damaged when key and file do not fit; Refused when the file comes from a newer program.
        """
        migrate.upgrade_file(path, key)
        made = cls(file_engine(path, key), keepers, clock)
        made.path, made.key, made._file = path, key, _file_id(path)
        made.lost_its_end = made._misses(last_change.noted(path))  # before anything is written, which is noted anew
        made._compare_clock()
        return made

    @classmethod
    def open_server(
        cls,
        url: str,
        keepers: Sequence[Keeper] = (),
        clock: Callable[[], datetime] = utc_now,
        seat: Seat | None = None,
    ) -> "Database":
        """The same schema on a PostgreSQL server; without a seat, that of the studio founded there first."""
        engine = server_engine(url)
        try:
            migrate.upgrade_server(engine)
            made = cls(engine, keepers, clock, seat)
        except BaseException:
            engine.dispose()
            raise
        made._compare_clock()
        return made

    @property
    def on_server(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    def close(self) -> None:
        """For good: a worker that comes late is refused, or it would write into a folder somebody else has by now."""
        self._gate.shut()
        self._engine.dispose()

    # --- reading and writing ----------------------------------------------------------------------------------

    @contextmanager
    def transaction(
        self, actor: str, label: str, *, undoes: str | None = None, undoable: bool = True
    ) -> Iterator[Session]:
        """One user action: everything inside is stored together, logged under `label`, or nothing is.

        `actor` is the account's id. Objects stay usable afterwards, detached. Refused while the key is changed.
        """
        self._refuse_moved()
        touched = Touched()
        header = Header(self.desk_id, self.clock(), actor, label, undoes, undoable)
        bind = self._bound(self._writing)
        with self._gate.write(), told(), WritingSession(bind, expire_on_commit=False) as session:
            session.info.update(at=header.at, actor=actor, database=self, touched=touched)
            with session.begin():
                yield session
                session.flush()
                if self._bulk is None:
                    self._keep(session, touched)
                else:
                    self._bulk.owed.entries |= touched.entries
                mark = changes.write(session, header, touched, self._bulk.end if self._bulk else None)
        self._note_end(mark)
        for listener in list(self._listeners) if touched.entries else ():
            listener(touched)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment and cannot write."""
        with (
            self._gate.use(),
            told(),
            ReadingSession(self._bound(self._reading), expire_on_commit=False, autoflush=False) as session,
        ):
            session.info["database"] = self
            yield session

    # --- much at once -----------------------------------------------------------------------------------------

    @contextmanager
    def bulk(self) -> Iterator[Callable[[], None]]:
        """Hundreds of transactions of one thread as one commit: all of them are stored in the end, or none.

        The keepers run at the end, once for all that was touched; the call it yields lets them run now, for
        whoever needs what they derive on the way.
        """
        with told(), self._writing.connect() as connection, connection.begin():
            self._bulk = bulk = _Bulk(connection)
            try:
                yield self._catch_up
                self._catch_up()
            finally:
                self._bulk = None
        self._note_end(bulk.end)

    def _catch_up(self) -> None:
        assert self._bulk is not None  # noqa: S101  # for the type checker: only `bulk` hands this out
        owed, self._bulk.owed = self._bulk.owed, Touched()
        with told(), WritingSession(self._bulk.connection, expire_on_commit=False) as session, session.begin():
            session.info.update(at=self.clock(), actor="", database=self, touched=Touched())
            self._keep(session, owed)

    def _bound(self, usual: Engine) -> Engine | Connection:
        return usual if self._bulk is None else self._bulk.connection

    def _note_end(self, mark: str | None) -> None:
        """Where the change log ends by now, outside the database; of a bulk once it is stored."""
        if self._bulk is not None:
            self._bulk.end = mark or self._bulk.end
        elif mark and self.path is not None:
            last_change.note(self.path, mark)

    def _keep(self, session: Session, touched: Touched) -> None:
        for keeper in self._keepers:
            keeper(session, touched)

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Be told after each commit what it touched; returns the call that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # --- identity ---------------------------------------------------------------------------------------------

    @property
    def studio_id(self) -> str:
        return self.seat.studio_id

    @property
    def desk_id(self) -> str:
        return self.seat.desk_id

    def _take_seat(self, engine: Engine, seat: Seat) -> None:
        self._engine, self.seat = engine, seat
        self._reading, self._writing = reading(engine, seat.studio_id), writing(engine, seat.studio_id)

    def _load_identity(self, seat: Seat | None) -> None:
        """The first desk's, where there is no seat of our own; and the key of its studio."""
        every = select(Secret.studio_id, Secret.value).order_by(Secret.studio_id)
        with self._gate.use(), told(), self._engine.connect() as connection:
            if seat is None:
                first = connection.execute(every.where(Secret.name == "desk_id")).first()
                seat = Seat(first[0], first[1].decode()) if first else Seat()
            keys = dict(connection.execute(every.where(Secret.name == "id_key")).all())
        self._id_key = keys.get(seat.studio_id, b"")
        self._take_seat(self._engine, seat)

    def _refuse_moved(self) -> None:
        """Writing would go on into a file nobody finds again."""
        if self.path is not None and _file_id(self.path) != self._file:
            raise Unavailable(MOVED)

    def _misses(self, mark: str) -> bool:
        with self.read() as session:
            return bool(mark) and not changes.knows(session, self.desk_id, mark)

    def _compare_clock(self) -> None:
        """With what was stored of late, but for what was stored before somebody last said that the clock is right."""
        with self.read() as session:
            trusted = session.get(Secret, TRUSTED)
            self.clock.not_before(changes.latest(session, self.desk_id, int(trusted.value) if trusted else 0))

    def trust_clock(self, actor: str) -> None:
        """Somebody compared it with a calendar: later moments in the change log prove nothing any more."""
        with self.transaction(actor, "核对日期", undoable=False) as session:
            end = changes.length(session, self.desk_id)
            session.merge(Secret(name=TRUSTED, value=str(end).encode()))
        self.clock.trust()

    def found(self, studio_id: str) -> None:
        """Begin a studio: its first desk, ours, and the key under which its ID numbers are hashed."""
        import secrets

        self._take_seat(self._engine, Seat(studio_id, new_id()))
        facts = {"desk_id": self.desk_id.encode(), "id_key": secrets.token_bytes(32)}
        with told(), self._writing.begin() as connection:
            connection.execute(insert(Secret), [{"name": name, "value": value} for name, value in facts.items()])
        self._load_identity(self.seat)

    def id_hash(self, id_number: str) -> str:
        """Last four characters, then HMAC-SHA256 of the normalised number under the desk's key; empty for none."""
        import hashlib
        import hmac

        plain = "".join(id_number.split()).upper()
        return f"{plain[-4:]}:{hmac.new(self._id_key, plain.encode(), hashlib.sha256).hexdigest()}" if plain else ""

    # --- the file ---------------------------------------------------------------------------------------------

    def copy_to(self, path: Path, key: DeskKey) -> None:
        """A consistent copy of the file while it is in use, under the same key."""
        target = file_engine(path, key)
        with self._gate.use(), self._engine.connect() as source, target.connect() as copy:
            raw_source: Any = source.connection.driver_connection
            raw_copy: Any = copy.connection.driver_connection
            raw_source.backup(raw_copy)
        target.dispose()

    def steady(self) -> AbstractContextManager[None]:
        """Within it the file stays under its key: for work that needs file and key file to fit."""
        return self._gate.use()

    def change_key(self, key: DeskKey) -> None:
        """The half of 换锁 that touches data: the same file under another key, in the place of the one in use.

        Others may read meanwhile; writing is refused until it is over. Cut off at any moment, the file is whole
        under the old key or under the new one.
        """
        if self.path is None or self.key is None:
            raise TypeError("only a file has a key")
        with self._gate.quiet(), told():
            self._rekey(self.path, self.key, key)

    def _rekey(self, path: Path, old: DeskKey, new: DeskKey) -> None:
        work = rekey.Rekeying(path, old, new)
        try:
            work.copy()
            with self._gate.alone():
                self._engine.dispose()
                work.exchange()
                self._take_seat(file_engine(path, new), self.seat)
                self.key, self._file = new, _file_id(path)
        finally:
            work.close()

    def check(self) -> list[str]:
        """What is wrong with the database, in sentences; empty when all is well. Damaged where it cannot be read."""
        findings = []
        with self._gate.use(), told(), self._engine.connect() as connection:
            if not self.on_server:
                try:
                    answers = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
                except MemoryError:  # what older SQLCipher makes of a page it cannot decrypt
                    raise Damaged(DAMAGED) from None
                findings += [f"数据库检查：{a}" for a in answers if a != "ok"]
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    findings.append("有几条记录对不上。请从备份恢复，或把这句话给维护人员看。")
        if self.lost_its_end:
            findings.append(last_change.LOST)
        with self.read() as session:
            findings += [
                f"改动记录被人动过或者坏了（{set_id}）。请与移交清单上的核对码对一对。"
                for set_id in changes.broken_links(session)
            ]
        return findings

    def counts(self) -> dict[str, int]:
        """Rows per table: what a backup's manifest states and its proof compares."""
        from studio_app.store.table import Base

        with self._gate.use(), told(), self._engine.connect() as connection:
            return {
                name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
                for name in sorted(Base.metadata.tables)
            }


def _file_id(path: Path) -> tuple[int, int] | None:
    """What tells a file from every other, wherever it lies; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
