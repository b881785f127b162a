"""The migrated schema is the one the program works with, on both engines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Engine, String, inspect, select, text

from studio_app.office.office import Office
from studio_app.office.tables import Organisation
from studio_app.store import changes, migrate
from studio_app.store.engines import server_engine
from studio_app.store.log_tables import Change
from studio_app.store.table import Base, Entity, UtcTime

SEARCH_TABLES = ("search_fts", "secret_fts")


def engine_of(office: Office) -> Engine:
    return office.database._engine


def migrations() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config)


def test_the_program_knows_the_newest_revision() -> None:
    script = migrations()
    assert script.get_heads() == [migrate.HEAD]
    assert sorted(revision.revision for revision in script.walk_revisions()) == sorted(migrate.KNOWN)


def ours(kind_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    table = name if kind == "table" else getattr(getattr(kind_object, "table", None), "name", "")
    return not str(table).startswith((*SEARCH_TABLES, "alembic_version", "membership"))


def same_type(_context: Any, _inspected: Any, _column: Any, _stored: Any, wanted: Any) -> bool | None:
    return False if isinstance(wanted, UtcTime) else None


def test_migrations_make_exactly_the_tables_of_the_program(office: Office) -> None:
    # SQLite gives defaults back as text in another spelling than the metadata's; the server compares them
    defaults = office.database.on_server
    options = {"include_object": ours, "compare_type": same_type, "compare_server_default": defaults}
    with engine_of(office).connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_the_search_tables_are_there(office: Office) -> None:
    names = inspect(engine_of(office)).get_table_names()
    assert set(SEARCH_TABLES) <= set(names)


def test_every_index_begins_with_the_studio_and_every_reference_has_one(office: Office) -> None:
    inspector = inspect(engine_of(office))
    bare = []
    for table in Base.metadata.sorted_tables:
        begins = [tuple(index["column_names"])[:2] for index in inspector.get_indexes(table.name)]
        begins += [tuple(unique["column_names"])[:2] for unique in inspector.get_unique_constraints(table.name)]
        assert {first for first, *_rest in begins} <= {"studio_id"}
        begins.append(tuple(inspector.get_pk_constraint(table.name)["constrained_columns"])[:2])
        refers = [key["constrained_columns"] for key in inspector.get_foreign_keys(table.name)]
        bare += [f"{table.name}.{key}" for key in refers if tuple(key) not in begins]
    assert bare == []


def test_no_row_refers_to_one_of_another_studio(office: Office) -> None:
    inspector = inspect(engine_of(office))
    for table in Base.metadata.sorted_tables:
        for key in inspector.get_foreign_keys(table.name):
            assert key["constrained_columns"][0] == key["referred_columns"][0] == "studio_id", (table.name, key)


def test_every_record_a_person_enters_has_a_name_in_the_office(office: Office) -> None:
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Entity):
            assert mapper.class_.logged_as, mapper.class_
            assert {"studio_id", "version", "created_at", "deleted_at"} <= set(mapper.columns.keys())


def test_upgrading_twice_changes_nothing(server: Callable[[], str]) -> None:
    engine = server_engine(server())
    migrate.upgrade_server(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    engine.dispose()


def test_a_revision_that_fails_leaves_the_database_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio_app.store.keys import DeskKey

    key = DeskKey.random()

    def half(connection: Any) -> None:
        connection.execute(text("CREATE TABLE half_done (x)"))
        raise ZeroDivisionError

    monkeypatch.setattr(migrate, "run_revisions", half)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade_file(tmp_path / "desk.db", key)
    monkeypatch.undo()
    migrate.upgrade_file(tmp_path / "desk.db", key)
    from studio_app.store.engines import file_engine

    engine = file_engine(tmp_path / "desk.db", key)
    assert "half_done" not in inspect(engine).get_table_names()
    assert "cases" in inspect(engine).get_table_names()
    engine.dispose()


# --- what nobody can see ----------------------------------------------------------------------------------------

DIRTY, KEPT = "某\x04\x00局\u202e\x9f", "某局"


def text_columns() -> list[tuple[type[Any], str]]:
    found = []
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        if not mapper.class_.verbatim:
            columns = mapper.column_attrs
            found += [(mapper.class_, c.key) for c in columns if isinstance(c.columns[0].type, String | JSON)]
    return found


@pytest.mark.parametrize(("kind", "name"), text_columns())
def test_no_column_of_text_takes_a_control_character(kind: type[Any], name: str) -> None:
    record = kind(**{name: DIRTY})
    assert getattr(record, name) == KEPT
    setattr(record, name, [{"said": DIRTY}, [DIRTY]])  # what JSON columns hold
    assert getattr(record, name) == [{"said": KEPT}, [KEPT]]


def test_history_and_database_hold_the_same_clean_text(office: Office) -> None:
    with office.write("登记单位") as session:
        session.add(Organisation(kind="community", name=f" {DIRTY}\r\n一科"))
    with office.read() as session:
        stored = session.scalars(select(Organisation).where(Organisation.kind == "community")).one()
        payload = session.scalars(select(Change.payload).where(Change.entity_id == stored.id)).one()
        assert stored.name == " 某局\n一科"
        assert json.loads(payload)["after"]["name"] == stored.name
        assert list(changes.broken_links(session)) == []
