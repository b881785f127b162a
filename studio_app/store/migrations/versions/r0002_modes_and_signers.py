"""Records keep the mode they were made in; who concludes an agreement is said by hand; what was done about a danger."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("cases", sa.Column("taken_on", sa.Date(), nullable=True))
    op.add_column("agreement", sa.Column("signers", sa.JSON(), server_default="[]", nullable=False))
    if op.get_bind().dialect.name == "postgresql":  # the default was for the rows that stand there
        op.alter_column("agreement", "signers", server_default=None)
    op.add_column("risk_report", sa.Column("measures", sa.String(), server_default="", nullable=False))
    for table in ("mediation_session", "investigation"):
        op.add_column(table, sa.Column("mode", sa.String(), server_default="", nullable=False))
        op.execute(f"UPDATE {table} SET mode = (SELECT mode FROM cases WHERE cases.id = {table}.case_id)")
