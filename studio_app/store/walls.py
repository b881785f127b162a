"""What parts the studios of one server: a database role sees the rows of the studios it is a member of, and no others.

The setting `studio_app.studio` only chooses among them. Superusers and, while a wall is lowered, the owner see all:
people connect as neither.
"""

from sqlalchemy import Connection, text

OWN = "studio_id = ANY (ARRAY(SELECT m.studio_id FROM membership m WHERE m.role = session_user))"
CHOSEN = "studio_id = coalesce(nullif(current_setting('studio_app.studio', true), ''), studio_id)"
APPENDED = ("access_log", "export_log")  # nobody changes what was logged
_TABLES = (
    "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND column_name = 'studio_id' AND table_name <> 'membership' ORDER BY table_name"
)


def lower(connection: Connection) -> None:
    """Let the owner touch every studio's rows, for a revision: behind a wall its UPDATE would silently find none."""
    for table in _walled(connection):
        connection.execute(text(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"))


def put_up(connection: Connection) -> None:
    """Around every table there is, those a revision has just made too."""
    columns = "role name, studio_id varchar(32) CHECK (studio_id <> ''), PRIMARY KEY (role, studio_id)"
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS membership ({columns})"))
    _wall(connection, "membership", "role = session_user")
    for table in _walled(connection):
        _wall(connection, table, f"{OWN} AND {CHOSEN}")
        connection.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))


def admit(connection: Connection, role: str, studio_id: str) -> None:
    """Make an existing role a member of a studio, also of one still to be founded; done by the owner."""
    name = connection.dialect.identifier_preparer.quote(role)
    for table in _walled(connection):
        may = "SELECT, INSERT" if table in APPENDED else "SELECT, INSERT, UPDATE, DELETE"
        connection.execute(text(f"GRANT {may} ON {table} TO {name}"))
    connection.execute(text(f"GRANT SELECT ON membership, alembic_version TO {name}"))
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"))
    member = "INSERT INTO membership VALUES (:role, :studio) ON CONFLICT DO NOTHING"
    connection.execute(text(member), {"role": role, "studio": studio_id})


def _walled(connection: Connection) -> list[str]:
    return list(connection.execute(text(_TABLES)).scalars())


def _wall(connection: Connection, table: str, seen: str) -> None:
    connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
    connection.execute(text(f"DROP POLICY IF EXISTS of_studio ON {table}"))
    connection.execute(text(f"CREATE POLICY of_studio ON {table} USING ({seen})"))
