"""Bring a database to the newest tables, or say how far it is behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from labeler.store.engine import DatabaseError

_SCRIPTS = Path(__file__).with_name("migrations")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic reads % as the start of a placeholder.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, inside the caller's transaction.

    Raises:
        DatabaseError: the database is newer than this version of Labeler.
    """
    if newer := _find_newer(connection):
        raise DatabaseError(newer)
    command.upgrade(_config(connection), "head")


def find_missing(connection: Connection) -> tuple[str, ...]:
    """Return one line for each migration that is missing; empty when up to date.

    A database newer than this version of Labeler gives one line that says so.
    """
    if newer := _find_newer(connection):
        return (newer,)
    scripts = _migrations()
    names = [script.revision for script in scripts]
    first = max((names.index(head) + 1 for head in _done(connection)), default=0)
    return tuple(f"missing: {script.revision} {script.doc}" for script in scripts[first:])


def _find_newer(connection: Connection) -> str:
    known = {script.revision for script in _migrations()}
    unknown = sorted(set(_done(connection)) - known)
    if not unknown:
        return ""
    return f"the database is at {unknown[0]}, newer than this version of Labeler: upgrade Labeler"


def _migrations() -> list[Script]:
    """Return all migrations, first one first."""
    return list(ScriptDirectory.from_config(_config()).walk_revisions())[::-1]


def _done(connection: Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()
