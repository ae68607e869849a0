"""The working store: documents, people, tasks, revisions and suggestions in SQL."""

from labeler.store.address import DatabaseError
from labeler.store.engine import ServerRunningError, database_file, exclusive_server_lock
from labeler.store.sql_store import SqlStore

__all__ = [
    "DatabaseError",
    "ServerRunningError",
    "SqlStore",
    "database_file",
    "exclusive_server_lock",
]
