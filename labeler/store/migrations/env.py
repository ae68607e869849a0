"""How Alembic runs the migrations: on the connection it is given."""

from alembic import context

from labeler.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # A migration and its record are one transaction, on SQLite too.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
