"""Database addresses: which there are, how one is opened and how it is shown."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from labeler.core.errors import LabelerError

_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
# As people and hosting providers write it; SQLAlchemy alone would look for another driver.
_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_WANTED = "want sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"


class DatabaseError(LabelerError):
    """The database cannot be used as it is."""


def read_address(url: str) -> URL:
    """Return a database URL with the driver that is used for it.

    Raises:
        DatabaseError: it is no URL, or of a database that is neither SQLite
            nor PostgreSQL. The message never shows the URL: it may hold a password.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseError(f"the setting database is no database URL: {_WANTED}") from None
    if address.drivername in _POSTGRESQL:
        return address.set(drivername="postgresql+psycopg")
    if address.drivername not in _SQLITE:
        raise DatabaseError(
            f"labels are kept in SQLite or PostgreSQL, not in {address.drivername!r}: {_WANTED}"
        )
    return address


def shown(address: URL) -> str:
    """Return the address as people may see it, without any password."""
    secret = [name for name in address.query if "pass" in name.lower()]
    bare = address.difference_update_query(secret)
    if bare.get_backend_name() == "postgresql":
        bare = bare.set(drivername="postgresql")
    return bare.render_as_string(hide_password=True)
