"""The working store: documents, people, tasks, revisions and suggestions in SQL."""

from labeler.store.engine import (
    DatabaseError,
    ServerRunningError,
    database_file,
    exclusive_server_lock,
)
from labeler.store.sql_store import SqlStore

__all__ = [
    "DatabaseError",
    "ServerRunningError",
    "SqlStore",
    "database_file",
    "exclusive_server_lock",
]
