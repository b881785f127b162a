"""Bringing a database to this program's schema: Alembic revisions in one transaction, after a copy of the file."""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError

from studio_app.core.errors import AppError, Damaged, Refused, Unavailable
from studio_app.core.files import disk_sentence
from studio_app.store import walls
from studio_app.store.engines import WRITES, file_engine
from studio_app.store.keys import DeskKey
from studio_app.store.troubles import told

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0006"  # the newest revision in migrations/versions; a test compares it with what Alembic finds
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006")
SMALLEST_PAGE = 512  # bytes
ROOM = 4  # times the file
MANY_ROWS = 1_048_576  # as SQLite takes for granted


def upgrade_file(path: Path, key: DeskKey) -> None:
    """Open, look at the revision, and migrate only where needed (Alembic is slow to import).

    Damaged when the key does not open the file; Refused when it is newer than this program.
    """
    if path.exists() and not path.is_file():
        raise Damaged(f"“{path}”不是数据库文件。请把原来的文件放回去，或从备份恢复。")
    if path.exists() and path.stat().st_size < SMALLEST_PAGE:  # SQLite would take it for a new database
        raise Damaged("数据库文件是空的，内容已经丢失。请从备份恢复。")
    engine = file_engine(path, key, foreign_keys=False)
    try:
        found = _revision(engine)
        if found == HEAD:
            return
        if found is not None:
            _refuse_without_room(path)
            _checkpoint(engine)
            _copy_aside(path, found)
        with told():
            _run(engine)
        if found is not None:
            _give_room_back(engine)
    finally:
        engine.dispose()


def _refuse_without_room(path: Path) -> None:
    """Beside the copy the file grows while its tables are made anew, and its write-ahead log: 3.4 × was measured."""
    needed, free = path.stat().st_size * ROOM, shutil.disk_usage(path.parent).free
    if free < needed:
        raise Unavailable(
            f"这个版本要把数据换一种存法，做的时候要用 {needed / 1e6:.0f} MB 空间，现在只剩 {free / 1e6:.0f} MB。"
            "请先腾出空间再打开。数据没有改动。"
        )


def _give_room_back(engine: Engine) -> None:
    """What the tables of before took; a full disk keeps nobody from opening the desk."""
    from sqlcipher3 import dbapi2

    with suppress(dbapi2.Error), engine.connect() as connection:
        connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]  # connected


def upgrade_server(engine: Engine) -> None:
    """The same revisions on PostgreSQL, whose DDL is transactional; Refused where somebody else owns the tables."""
    if _revision(engine) == HEAD:
        return
    with told(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('studio_app revisions', 0))"))
        if _revision(engine) == HEAD:  # by another computer, meanwhile
            return
        owned = "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = to_regclass('cases')"
        if connection.scalar(text(owned)) is False:
            raise Refused("服务器上的数据是旧版本的程序建立的，要由管理服务器的人先升级。数据没有改动。")
        walls.lower(connection)
        run_revisions(connection)
        walls.put_up(connection)


def _revision(engine: Engine) -> str | None:
    """The stored revision, None for an empty database."""
    with told(), engine.connect() as connection:
        if not engine.dialect.has_table(connection, "alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if found is None and engine.dialect.has_table(connection, "cases"):
            raise Damaged("数据库里少了版本记号，可能被别的程序改过，没有打开。请从备份恢复。")
    if found is not None and found not in KNOWN:
        raise Refused("这个工作台是更新版本的程序建立的，请先升级本程序再打开。数据没有改动。")
    return found


def _checkpoint(engine: Engine) -> None:
    """Into the file with what an unclean end left in the write-ahead log, or the copy would lack it."""
    with told(), engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # connected


def _copy_aside(path: Path, revision: str) -> None:
    """The file as it was, beside it, until somebody deletes it: an upgrade never has the only copy."""
    try:
        shutil.copy2(path, path.with_name(f"{path.stem}.before-{HEAD}-was-{revision}{path.suffix}"))
    except OSError as trouble:
        raise Unavailable(disk_sentence(trouble, path.parent)) from trouble


def _run(engine: Engine) -> None:
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        run_revisions(connection)
        _tell_planner(connection)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Damaged("升级后检查发现记录之间对不上，已放弃升级，数据没有改动。请从备份恢复。")


def _tell_planner(connection: Connection) -> None:
    """Every index begins with the studio, and a file holds one: by that alone nothing is chosen.

    SQLite would take it for a choice of ten rows. Behind it stand its own guesses for what has no figures: counted ones
    (ANALYZE) made it walk the order of days for a state that few rows have, or that all of them have.
    """
    connection.exec_driver_sql("ANALYZE")  # makes the table
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    indexes = connection.exec_driver_sql(
        'SELECT m.name, i.name, i."unique", (SELECT count(*) FROM pragma_index_info(i.name)) '
        "FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table' "
        "AND (SELECT name FROM pragma_index_info(i.name) WHERE seqno = 0) = 'studio_id'"
    )
    for table, index, unique, columns in indexes.all():
        behind = [max(5, 10 - place) for place in range(columns - 1)]
        behind[-1:] = [1] if unique else behind[-1:]
        told = " ".join(map(str, (MANY_ROWS, MANY_ROWS, *behind)))
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, told))


def run_revisions(connection: Connection) -> None:
    """All missing revisions on an open, begun connection."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def shipped_heads() -> tuple[str, ...]:
    """The newest revisions Alembic finds among the program's files; one, equal to `HEAD`, when the program is whole."""
    from alembic.script import ScriptDirectory

    return tuple(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def is_older(path: Path, key: DeskKey) -> bool:
    """Whether this file is of an earlier revision; False for one that does not open, which opening it tells."""
    if not opens(path, key):
        return False
    engine = file_engine(path, key)
    try:
        return _revision(engine) in KNOWN[:-1]
    except AppError:
        return False
    finally:
        engine.dispose()


def opens(path: Path, key: DeskKey) -> bool:
    """Whether this key fits this file."""
    engine = file_engine(path, key)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except DatabaseError:
        return False
    finally:
        engine.dispose()
    return True
