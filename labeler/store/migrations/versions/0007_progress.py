"""An index for counting what was submitted, by day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index; it holds what is submitted and nothing else."""
    submitted = sa.text("submitted_at IS NOT NULL")
    op.create_index(
        "ix_tasks_submitted",
        "tasks",
        ["project", "submitted_at", "login", "active_s"],
        sqlite_where=submitted,
        postgresql_where=submitted,
    )
