"""A reminder is of a record of any kind; 站点 and who is on duty there; the logs keep their own order."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NEW = ("key", "rule", "studio_id", "owner_kind", "owner_id", "subject_id", "due_on", "natural_on", "possible_on", "shown_on",
       "text", "reason", "action")  # fmt: skip


def upgrade() -> None:
    _reminders_of_any_kind()
    _stations()
    _shifts()
    for table in ("access_log", "export_log"):
        _in_order_of_writing(table)


def _in_order_of_writing(table: str) -> None:
    """What stands there has no other order than its time."""
    op.add_column(table, sa.Column("place", sa.Integer(), server_default="0", nullable=False))
    ranked = f"SELECT id, row_number() OVER (ORDER BY at, id) AS place FROM {table}"
    op.execute(f"UPDATE {table} SET place = ranked.place FROM ({ranked}) AS ranked WHERE ranked.id = {table}.id")
    if op.get_bind().dialect.name == "postgresql":  # the default was for the rows that stand there
        op.alter_column(table, "place", server_default=None)
    op.create_index(f"ix_{table}_place", table, ["place"])


def _entity() -> list[sa.Column]:
    return [
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("studio_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
    ]


def _words(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), server_default="", nullable=False) for name in names]


def _stations() -> None:
    op.create_table(
        "station",
        *_entity(),
        *_words("kind", "name", "short_name", "level", "community", "address", "phone", "host"),
        sa.Column("lead_id", sa.String(32), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("staff_ids", sa.JSON(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        *_words("filed_as", "filed_under", "filed_number"),
        sa.Column("filed_on", sa.Date(), nullable=True),
        *_words("reception_rule", "when_holiday", "note"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_station_lead_id", "station", ["lead_id"])


def _shifts() -> None:
    op.create_table(
        "duty_shift",
        *_entity(),
        sa.Column("station_id", sa.String(32), sa.ForeignKey("station.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *_words("begins", "ends", "kind"),
        sa.Column("staff_id", sa.String(32), sa.ForeignKey("staff.id"), nullable=True),
        *_words("state"),
        sa.Column("swapped_to", sa.String(32), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("moved_from", sa.Date(), nullable=True),
        *_words("note"),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("station_id", "staff_id", "swapped_to"):
        op.create_index(f"ix_duty_shift_{name}", "duty_shift", [name])
    op.create_index("duty_shift_by_day", "duty_shift", ["day", "station_id"])


def _reminders_of_any_kind() -> None:
    op.rename_table("reminder", "reminder_before")
    for name in ("reminder_by_due", "ix_reminder_case_id", "ix_reminder_intake_id"):
        op.drop_index(name, "reminder_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE reminder_before DROP CONSTRAINT "reminder_pkey"')
    op.create_table(
        "reminder",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("studio_id", sa.String(32), nullable=False),
        sa.Column("owner_kind", sa.String(20), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("natural_on", sa.Date(), nullable=False),
        sa.Column("possible_on", sa.Date(), nullable=True),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("action", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    owner = {
        "owner_kind": "CASE WHEN case_id IS NOT NULL THEN 'case' WHEN intake_id IS NOT NULL THEN 'intake' ELSE '' END",
        "owner_id": "COALESCE(case_id, intake_id, '')",
    }
    told = ", ".join(f'"{name}"' for name in NEW)
    taken = ", ".join(owner.get(name, f'"{name}"') for name in NEW)
    op.execute(f"INSERT INTO reminder ({told}) SELECT {taken} FROM reminder_before")
    op.drop_table("reminder_before")
    op.create_index("reminder_by_due", "reminder", ["shown_on"])
    op.create_index("reminder_by_owner", "reminder", ["owner_id", "owner_kind"])
