"""The two engines one schema runs on: an encrypted file, or a PostgreSQL server."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from studio_app.store.keys import DeskKey
from studio_app.store.table import STUDIO

WRITES = "studio_writes"  # execution option: this connection begins with a write lock
BUSY_MS = 5000
LOCK_MS = 30_000  # for a studio's turn on a server, where somebody may be importing a whole ledger


class _SpeaksAlike(DefaultDialect):
    """Two engines of one kind and version speak the same SQL: what was compiled for one serves the other.

    A desk is opened anew at every unlocking; compiling its some 400 statements again takes as long as a page.
    """

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.server_version_info == getattr(other, "server_version_info", None)

    def __hash__(self) -> int:
        return hash(type(self))


class FileDialect(_SpeaksAlike, SQLiteDialect_pysqlite):
    """SQLCipher's SQL."""

    supports_statement_cache = True


class ServerDialect(_SpeaksAlike, PGDialect_psycopg):
    """The server's SQL through psycopg 3."""

    supports_statement_cache = True


registry.register("sqlite.desk", __name__, FileDialect.__name__)
registry.register("postgresql.desk", __name__, ServerDialect.__name__)
_COMPILED: LRUCache[Any, Any] = LRUCache(1000)  # of the whole process, by dialect and statement


def file_engine(path: Path, key: DeskKey, *, foreign_keys: bool = True) -> Engine:
    """SQLCipher: WAL, synchronous=FULL, explicit BEGIN (pysqlite would not roll back DDL).

    `foreign_keys=False` is for migrations only, which check them before they commit.
    """
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        raw = dbapi2.connect(str(path), check_same_thread=False, timeout=BUSY_MS / 1000)
        raw.isolation_level = None
        raw.execute("PRAGMA cipher_log_level = NONE")  # a damaged file is told in Chinese, not on the terminal
        raw.execute(f'PRAGMA key = "{key.pragma}"')
        for pragma in ("journal_mode = WAL", "synchronous = FULL", f"foreign_keys = {int(foreign_keys)}"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("PRAGMA cache_size = -16000")
        raw.execute("PRAGMA temp_store = MEMORY")  # nothing decrypted in temporary files
        return raw

    engine = create_engine(
        "sqlite+desk://", creator=connect, module=dbapi2, poolclass=QueuePool, hide_parameters=True,
        execution_options={"compiled_cache": _COMPILED}, json_deserializer=_read_json,
    )  # fmt: skip
    event.listen(engine, "begin", _begin)
    return engine


def _read_json(text: str) -> Any:
    """Most lists are empty: a record has several, and ten thousand records of a ledger are read at once."""
    return [] if text == "[]" else json.loads(text)


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once, so that it cannot fail half-way for a lock it did not have."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def server_engine(url: str) -> Engine:
    """PostgreSQL through psycopg 3; until districts exist, only tests come here."""
    address = make_url(url).set(drivername="postgresql+desk")
    engine = create_engine(address, hide_parameters=True, execution_options={"compiled_cache": _COMPILED})
    event.listen(engine, "begin", _begin_on_server)
    event.listen(engine, "handle_error", _without_detail)
    return engine


def _begin_on_server(connection: Connection) -> None:
    """Narrow what the role may see to one studio; its writers come one after another, as on a file.

    That makes serials, chains and whatever is derived follow each other without gap, twin or deadlock, and needs no
    retry; other studios write meanwhile.
    """
    how = connection.get_execution_options()
    if studio := how.get(STUDIO):
        steps, values = ["set_config('studio_app.studio', %s, true)"], [studio]
        if how.get(WRITES):
            steps.append(f"set_config('lock_timeout', '{LOCK_MS}', true)")
            steps.append("pg_advisory_xact_lock(hashtextextended(%s, 0))")
            values.append(studio)
        connection.exec_driver_sql(f"SELECT {', '.join(steps)}", tuple(values))


def reading(engine: Engine, studio_id: str) -> Engine:
    """For sessions that see one moment of one studio."""
    one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.execution_options(**{STUDIO: studio_id}, **one_moment if engine.dialect.name == "postgresql" else {})


def writing(engine: Engine, studio_id: str) -> Engine:
    """For sessions that write what is one studio's."""
    return engine.execution_options(**{STUDIO: studio_id, WRITES: True})


def _without_detail(context: ExceptionContext) -> None:
    """The server quotes whole rows behind DETAIL; what people entered never stands in an error's text."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).split("\nDETAIL:", 1)[0], *error.args[1:])
