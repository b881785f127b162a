"""A reminder is of a record of any kind."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NEW = ("key", "rule", "studio_id", "owner_kind", "owner_id", "subject_id", "due_on", "natural_on", "possible_on", "shown_on",
       "text", "reason", "action")  # fmt: skip


def upgrade() -> None:
    _reminders_of_any_kind()


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
