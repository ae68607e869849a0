"""Indexes for reading the history newest first: all of it, or of a person, article, kind, task."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indexes; that by article is in order of time now."""
    op.drop_index("ix_history_project_document", "history")
    op.create_index("ix_history_document", "history", ["project", "document", "at", "seq"])
    op.create_index("ix_history_at", "history", ["project", "at", "seq"])
    op.create_index("ix_history_login", "history", ["project", "login", "at", "seq"])
    op.create_index("ix_history_kind", "history", ["project", "kind", "at", "seq"])
    op.create_index("ix_history_task", "history", ["task", "seq", "kind"])
    op.create_index("ix_actor_changes_at", "actor_changes", ["project", "at", "seq"])
