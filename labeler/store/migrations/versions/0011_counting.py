"""Indexes for counting what is done, and sources, without a look at each article and task."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indexes."""
    op.create_index("ix_tasks_done", "tasks", ["project", "document", "state", "submitted_at"])
    op.create_index("ix_documents_source", "documents", ["project", "in_trash", "source", "id"])
