"""What Alembic runs: on the connection the program hands over, inside its transaction."""

from alembic import context

from studio_app.store.table import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds everything
)
context.run_migrations()
