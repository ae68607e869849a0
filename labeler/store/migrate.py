"""Bring a database to the newest tables, or say how far it is behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from labeler.store.address import DatabaseError
from labeler.store.engine import wait_for_turn

_SCRIPTS = Path(__file__).with_name("migrations")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic reads % as the start of a placeholder.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> tuple[str, ...]:
    """Run the migrations that are missing, inside the caller's transaction; one line for each.

    Of processes that start at once on a new database one does it, the others wait.

    Raises:
        DatabaseError: the database is newer than this version of Labeler.
    """
    wait_for_turn(connection, "upgrade")
    done = tuple(f"done: {_line(script)}" for script in _missing(connection))
    command.upgrade(_config(connection), "head")
    return done


def find_missing(connection: Connection) -> tuple[str, ...]:
    """Return one line for each migration that is missing; empty when up to date.

    Raises:
        DatabaseError: the database is newer than this version of Labeler.
    """
    return tuple(f"missing: {_line(script)}" for script in _missing(connection))


def _missing(connection: Connection) -> list[Script]:
    scripts = _migrations()
    names = [script.revision for script in scripts]
    done = MigrationContext.configure(connection).get_current_heads()
    if unknown := sorted(set(done) - set(names)):
        raise DatabaseError(
            f"the database is at {unknown[0]}, newer than this version of Labeler: upgrade Labeler"
        )
    return scripts[max((names.index(head) + 1 for head in done), default=0) :]


def _line(script: Script) -> str:
    return f"{script.revision} {script.doc}"


def _migrations() -> list[Script]:
    """Return all migrations, first one first."""
    return list(ScriptDirectory.from_config(_config()).walk_revisions())[::-1]
