"""Who sat at the table are rows, so that the database counts and guards them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for name, table, to in (
        ("present", "sitting_party", "party"),
        ("invited", "sitting_guest", "participant"),
        ("mediators", "sitting_mediator", "staff"),
    ):
        _lines(table, "mediation_session", to)
        _fill("mediation_session", name, table, to)
    _handed_over()


def _lines(table: str, owner: str, to: str, *more: sa.Column) -> None:
    """As `store.lines.several` makes it."""
    key = f"{to}_id"
    op.create_table(
        table,
        sa.Column("studio_id", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column(key, sa.String(32), nullable=False),
        *more,
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "owner_id", key, name=f"pk_{table}"),
        *(
            sa.ForeignKeyConstraint(
                ["studio_id", ours], [f"{theirs}.studio_id", f"{theirs}.id"], name=f"fk_{table}_{ours}"
            )
            for ours, theirs in (("owner_id", owner), (key, to))
        ),
    )
    op.create_index(f"ix_{table}_{key}", table, ["studio_id", key])


def _fill(owner: str, name: str, table: str, to: str) -> None:
    """What stood in one column; a record there is none of was named by nobody."""
    bind = op.get_bind()
    there = sa.table(to, sa.column("studio_id"), sa.column("id"))
    known = {tuple(row) for row in bind.execute(sa.select(there.c.studio_id, there.c.id))}
    old = sa.table(owner, sa.column("studio_id"), sa.column("id"), sa.column(name, sa.JSON))
    told = [
        {"studio_id": studio, "owner_id": one, f"{to}_id": named, "position": place}
        for studio, one, value in bind.execute(sa.select(old.c.studio_id, old.c.id, old.c[name]))
        for place, named in enumerate(dict.fromkeys(value or ()))
        if (studio, named) in known
    ]
    if told:
        bind.execute(sa.insert(sa.table(table, *(sa.column(key) for key in told[0]))), told)
    op.drop_column(owner, name)


def _handed_over() -> None:
    """What a ledger held when it left."""
    op.create_table(
        "handed_over",
        sa.Column("studio_id", sa.String(32), nullable=False),
        sa.Column("log_id", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "log_id", name="pk_handed_over"),
    )
