"""Every row is of one studio: keys, references and indexes of every table begin with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

from studio_app.domain.dates import day_and_hour_of_old
from studio_app.store.table import UtcTime

revision = "0005"
down_revision = "0004"

LOGS = ("access_log", "change", "change_set", "draft", "export_log", "search_document", "secret", "thumbnail")
RECORDS = (
    "account", "agreement", "attachment", "case_staff", "cases", "clause", "confidential_note", "dictionary_entry",
    "duty_shift", "follow_up", "intake", "investigation", "issued_number", "mediation_session", "obligation",
    "organisation", "own_reminder", "participant", "party", "performance", "person", "reminder", "risk_report",
    "setting", "snooze", "staff", "station", "urge", "visitor",
)  # fmt: skip
BEFORE = "_before_0005"
FILLED = ("received_on",)
"""Columns with a default for the rows alone that stand there."""
LOCAL = "search_document"  # its integer is what the search index goes by, in this database alone


def upgrade() -> None:
    _day_and_hour_of_visits()
    _plates()
    _committees()
    _each_studio_its_rows()


def _day_and_hour_of_visits() -> None:
    """A visit was stored as one moment: that of a day without an hour moved with the computer's time zone."""
    bind = op.get_bind()
    for name in ("intake_by_day", "intake_by_destination"):
        op.drop_index(name, "intake")
    op.add_column("intake", sa.Column("received_on", sa.Date(), nullable=False, server_default="1900-01-01"))
    op.add_column("intake", sa.Column("received_hour", sa.String(), nullable=False, server_default=""))
    visit = sa.table("intake", sa.column("id"), sa.column("received_at", UtcTime), sa.column("received_on", sa.Date),
                     sa.column("received_hour"))  # fmt: skip
    told = [
        {"this": one, "day": day, "hour": hour}
        for one, at in bind.execute(sa.select(visit.c.id, visit.c.received_at))
        for day, hour in [day_and_hour_of_old(at)]
    ]
    put = {"received_on": sa.bindparam("day"), "received_hour": sa.bindparam("hour")}
    if told:
        bind.execute(sa.update(visit).where(visit.c.id == sa.bindparam("this")).values(put), told)
    op.drop_column("intake", "received_at")
    op.create_index("intake_by_day", "intake", ["received_on", "received_hour", "id", "deleted_at"])
    op.create_index("intake_by_destination", "intake", ["destination", "received_on", "received_hour", "id", "deleted_at"])


@dataclass
class _Shape:
    """A table as it stands."""

    columns: list[dict[str, Any]]
    key: list[str]
    references: dict[str, str]
    uniques: list[list[str]]
    indexes: dict[str, list[str]]


def _each_studio_its_rows() -> None:
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    shapes = {name: _shape(inspector, name) for name in (*LOGS, *RECORDS)}
    studio = (bind.execute(sa.text("SELECT value FROM secret WHERE name = 'studio_id'")).scalar() or b"").decode()
    _put_aside(shapes)
    _make(shapes)
    for name, shape in shapes.items():
        told = ", ".join(f'"{column["name"]}"' for column in shape.columns)
        op.execute(f"INSERT INTO \"{name}\" (studio_id, {told}) SELECT '{studio}', {told} FROM {name}{BEFORE}")
    on_server = bind.dialect.name == "postgresql"
    for name in shapes:
        op.execute(f"DROP TABLE {name}{BEFORE}{' CASCADE' if on_server else ''}")
    op.create_index("ix_issued_number_issuer_id", "issued_number", ["studio_id", "issuer_id"])
    op.execute("DELETE FROM secret WHERE name = 'studio_id'")
    if on_server:
        _search_of_one_studio(studio)
    _identifiers()


def _plates() -> None:
    for table in ("person", "party", "visitor"):
        op.drop_index(f"{table}_by_phone", table)
        op.add_column(table, sa.Column("plates", sa.String(), nullable=False, server_default=""))


def _committees() -> None:
    """A committee that was only assisted had to be entered as one's own; in its name no paper of ours is made.

    Ours is one entered when the studio was founded, one that numbered something, and one nobody was assisting.
    """
    op.add_column("organisation", sa.Column("retired_on", sa.Date()))
    op.execute(
        "UPDATE organisation SET kind = 'led_by' WHERE kind = 'committee'"
        " AND EXISTS (SELECT 1 FROM cases WHERE cases.issuer_id = organisation.id AND cases.mode = 'C')"
        " AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.issuer_id = organisation.id AND cases.mode = 'A')"
        " AND NOT EXISTS (SELECT 1 FROM issued_number WHERE issued_number.issuer_id = organisation.id)"
        " AND NOT EXISTS (SELECT 1 FROM change JOIN change_set ON change_set.id = change.set_id"
        " WHERE change.entity_id = organisation.id AND change_set.label = '建立工作室')"
    )


def _identifiers() -> None:
    """Filled when the desk is opened, as whatever is derived."""
    op.create_table(
        "identifier",
        *(sa.Column(name, sa.String(length), nullable=False)
          for name, length in (("studio_id", 32), ("owner_id", 32), ("what", 10), ("value", None), ("owner_kind", 20))),
        sa.PrimaryKeyConstraint("studio_id", "owner_id", "what", "value", name="pk_identifier"),
    )  # fmt: skip
    op.create_index("identifier_by_value", "identifier", ["studio_id", "owner_kind", "value", "owner_id"])


def _shape(inspector: sa.Inspector, name: str) -> _Shape:
    return _Shape(
        [column for column in inspector.get_columns(name) if column["name"] != "studio_id"],
        inspector.get_pk_constraint(name)["constrained_columns"],
        {key["constrained_columns"][-1]: key["referred_table"] for key in inspector.get_foreign_keys(name)},
        [unique["column_names"] for unique in inspector.get_unique_constraints(name)],
        {str(i["name"]): i["column_names"] for i in inspector.get_indexes(name) if not i.get("duplicates_constraint")},
    )


def _put_aside(shapes: dict[str, _Shape]) -> None:
    for name, shape in shapes.items():
        for index in shape.indexes:
            op.drop_index(index, name)
        op.rename_table(name, f"{name}{BEFORE}")


def _make(shapes: dict[str, _Shape]) -> None:
    metadata = sa.MetaData()
    for name, shape in shapes.items():
        table = sa.Table(
            name,
            metadata,
            sa.Column("studio_id", sa.String(32), nullable=False),
            *(_column(column) for column in shape.columns),
            sa.PrimaryKeyConstraint(*_first(shape.key) if name != LOCAL else shape.key, name=f"pk_{name}"),
            *(
                sa.UniqueConstraint(*_first(columns), name=f"uq_{name}_{'_'.join(_first(columns))}")
                for columns in shape.uniques
            ),
            *(
                sa.ForeignKeyConstraint(
                    ["studio_id", column], [f"{target}.studio_id", f"{target}.id"], name=f"fk_{name}_{column}"
                )
                for column, target in shape.references.items()
            ),
        )
        for index, columns in shape.indexes.items():
            sa.Index(index, *(table.c[column] for column in _first(columns)))
    metadata.create_all(op.get_bind(), checkfirst=False)


def _first(columns: Iterable[str]) -> list[str]:
    return ["studio_id", *(column for column in columns if column != "studio_id")]


def _column(told: dict[str, Any]) -> sa.Column:
    default = None if told["name"] in FILLED else told["default"]
    counted = default is not None and "nextval" in default
    return sa.Column(
        told["name"],
        told["type"],
        nullable=told["nullable"],
        server_default=None if default is None or counted else sa.text(default),
    )


def _search_of_one_studio(studio: str) -> None:
    op.execute(
        "SELECT setval(pg_get_serial_sequence('search_document', 'id'), "
        "coalesce((SELECT max(id) FROM search_document), 0) + 1, false)"
    )
    for name in ("search_fts", "secret_fts"):
        op.execute(f"ALTER TABLE {name} ADD COLUMN studio_id varchar(32) NOT NULL DEFAULT '{studio}'")
        op.execute(f"ALTER TABLE {name} ALTER COLUMN studio_id DROP DEFAULT")
        op.execute(f"CREATE INDEX {name}_studio ON {name} (studio_id)")
