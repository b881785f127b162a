"""Who lives by his own work at sixteen; when a danger was noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("party", sa.Column("own_income", sa.Boolean(), server_default=sa.false(), nullable=False))
    if op.get_bind().dialect.name == "postgresql":  # the default was for the rows that stand there
        op.alter_column("party", "own_income", server_default=None)
    op.add_column("risk_report", sa.Column("noticed_on", sa.Date(), nullable=True))
